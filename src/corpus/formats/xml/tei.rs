//! TEI: the head of a text, and its body as paragraphs.

use super::plain;
use super::tree::Element;
use crate::corpus::extracted::Extracted;
use crate::corpus::metadata;
use crate::model::{Date, Metadata};

/// Parts of the head that may have the day, the day of the text before that of its electronic edition.
const DATED: &[&str] = &["creation", "sourcedesc", "publicationstmt"];

/// The texts of a corpus; `None` if the document is none.
pub(super) fn corpus(root: &Element) -> Option<Vec<Extracted>> {
    let texts = root.elements().filter(|element| element.name == "tei");
    (root.name == "teicorpus").then(|| texts.filter_map(article).collect())
}

/// A text; `None` if the document is none.
pub(super) fn article(root: &Element) -> Option<Extracted> {
    let is_tei = ["tei", "tei.2"].contains(&root.name.as_str());
    let head = root.child("teiheader").filter(|_| is_tei)?;
    let below = |name: &str| head.all().into_iter().find(|element| element.name == name);
    let line = |element: &Element, name: &str| {
        let all = element.all();
        let named = all.into_iter().filter(|below| below.name == name);
        let lines: Vec<String> = named.filter_map(|below| metadata::line(&below.text())).collect();
        (!lines.is_empty()).then_some(lines)
    };
    let title = below("titlestmt")?;
    let paper = below("sourcedesc").and_then(|source| line(source, "title")).map(|names| names[0].clone());
    let publisher = || {
        below("publicationstmt").and_then(|edition| line(edition, "publisher")).map(|names| names[0].clone())
    };
    let title_line = line(title, "title").map(|lines| lines[0].clone());
    let metadata = Metadata {
        source: paper.filter(|paper| Some(paper) != title_line.as_ref()).or_else(publisher),
        author: line(title, "author").and_then(|names| metadata::author(&names.join(", "))),
        date: DATED.iter().filter_map(|name| below(name)).find_map(date),
        language: below("language").and_then(|language| metadata::language(language.attribute("ident")?)),
        title: title_line,
        ..Metadata::default()
    };
    let text = root.child("text").map(plain::text).unwrap_or_default();
    Some(Extracted { metadata, text, ..Extracted::default() })
}

fn date(element: &Element) -> Option<Date> {
    let all = element.all();
    let mut days = all.iter().filter(|below| below.name == "date");
    days.find_map(|day| metadata::date(day.attribute("when").unwrap_or(&day.text())).ok())
}

#[cfg(test)]
mod tests {
    use super::super::tree::parse;
    use super::*;

    fn check(xml: &str, expected: &str) {
        let found = article(&parse(xml, 512).unwrap_or_default().root.unwrap_or_default());
        let found = found.map(|found| {
            let m = found.metadata;
            let fields = [
                m.title,
                m.date.map(|day| day.to_string()),
                m.source,
                m.author,
                m.language,
                Some(found.text),
            ];
            fields.into_iter().flatten().collect::<Vec<_>>().join(" | ")
        });
        assert_eq!(found.unwrap_or_default(), expected, "{xml}");
    }

    #[test]
    fn heads_and_bodies() {
        let head = "<titleStmt><title>Les crues</title><author>Anne Roche</author></titleStmt><publicationStmt><publisher>X</publisher>\
                    <date when='2019'/></publicationStmt><sourceDesc><bibl><title>Le Courrier</title><date when='1925-06-24'/></bibl></sourceDesc>";
        check(
            &format!(
                "<TEI><teiHeader><fileDesc>{head}</fileDesc></teiHeader><text><body><div><head>I</head><p>La <hi>Garonne</hi> a<lb/>emporté.</p></div></body></text></TEI>"
            ),
            "Les crues | 1925-06-24 | Le Courrier | Anne Roche | I\n\nLa Garonne a\nemporté.",
        );
        check("<a><teiHeader/></a>", "");
    }
}
