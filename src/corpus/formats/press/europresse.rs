//! Pages exported from Europresse: an `<article>` for each article, with the name of its paper in a class of its own.

use dom_query::{Document, NodeRef, Selection};

use super::notices;
use crate::corpus::extracted::Extracted;
use crate::corpus::formats::html::text_of;
use crate::corpus::metadata::{self, dates};
use crate::model::{Date, Metadata};

const PAPER: &str = ".DocPublicationName, .rdp__DocPublicationName";
const TITLE: &str = ".titreArticleVisu, .rdp__articletitle, .titreArticle";
const SUBTITLE: &str = ".rdp__subtitle, .titreArticle .sm-margin-bottomNews";
const TEXT: &[&str] = &[".docOcurrContainer", ".DocText"];
/// The longest byline in bytes.
const MAX_BYLINE: usize = 200;

/// The articles of the page; `None` if it is no such export, or an article of it lacks its paper or its text.
pub(super) fn articles(tree: &Document) -> Option<Vec<Extracted>> {
    let all = tree.select("article");
    let all: Vec<Selection<'_>> = all.iter().filter(|node| !node.text().trim().is_empty()).collect();
    let found: Option<Vec<Extracted>> = all.iter().map(article).collect();
    found.filter(|found| !found.is_empty())
}

fn article(node: &Selection<'_>) -> Option<Extracted> {
    let paper = node.select(PAPER).first().text();
    let body = TEXT.iter().find_map(|name| node.select(name).nodes().first().copied())?;
    let text = notices::without(&text_of(&body));
    let paper = metadata::line(notices::paper(&paper))?;
    let title = metadata::line(&node.select(TITLE).first().text())?;
    let subtitle = metadata::line(&node.select(SUBTITLE).first().text()).filter(|line| *line != title);
    let metadata = Metadata {
        title: Some(title),
        date: date(node),
        source: Some(paper),
        author: author(node),
        ..Metadata::default()
    };
    let text = subtitle.into_iter().chain([text]).collect::<Vec<_>>().join("\n\n");
    Some(Extracted { metadata, text, ..Extracted::default() })
}

/// The day in the line below the paper, else in the rest of the head, else in the number of the document.
fn date(node: &Selection<'_>) -> Option<Date> {
    let in_text = |selector: &str| {
        let line = node.select(selector).first().text();
        dates::all(&line).map(|(day, _)| day).find_map(metadata::plausible)
    };
    let number = node.select(".publiC-lblNodoc").text();
    let in_number = || number.split('·').find_map(|part| dates::compact(part.trim()));
    in_text(".DocHeader").or_else(|| in_text("header")).or_else(in_number)
}

/// The byline, which stands in a class of its own or below the title.
fn author(node: &Selection<'_>) -> Option<String> {
    let named = metadata::line(&node.select(".docAuthors").first().text());
    let below = || {
        let title = node.select(".titreArticle").nodes().first()?.next_element_sibling()?;
        let is_byline =
            |node: &NodeRef<'_>| node.has_class("sm-margin-bottomNews") && node.text().len() <= MAX_BYLINE;
        Some(title).filter(is_byline).map(|node| node.text().to_string())
    };
    named.or_else(below).as_deref().and_then(metadata::author)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(articles: &[[&str; 4]]) -> String {
        let article = |[paper, header, title, text]: &[&str; 4]| {
            format!(
                "<article><header><span class='DocPublicationName'>{paper}</span><span class='DocHeader'>{header}</span>\
                 <div class='titreArticle'><p class='titreArticleVisu rdp__articletitle'>{title}</p></div>\
                 <div class='docAuthors'>Anne Roche</div></header><section><div class='DocText clearfix'>\
                 <div class='docOcurrContainer'>{text}</div></div></section><div class='publiC-lblNodoc'>news·20250313·X·1</div>\
                 <p>Ce certificat est émis à X.</p></article>"
            )
        };
        articles.iter().map(article).collect()
    }

    fn check(html: &str, expected: Option<&[&str]>) {
        let shown = |found: Extracted| {
            let m = found.metadata;
            let fields = [m.title, m.date.map(|day| day.to_string()), m.source, m.author, Some(found.text)];
            fields.into_iter().flatten().collect::<Vec<_>>().join(" | ")
        };
        let got: Option<Vec<String>> =
            articles(&Document::from(html)).map(|found| found.into_iter().map(shown).collect());
        assert_eq!(
            got,
            expected.map(|lines| lines.iter().map(|line| (*line).to_owned()).collect()),
            "{html}"
        );
    }

    #[test]
    fn each_article_has_its_own_head() {
        let two = [
            ["Le Courrier", "jeudi 13 mars 2025, p. 12", "Puces", "<p>Un.</p><p>Deux.</p>"],
            ["La Gazette, no. 4512", "Économie, 848 mots", "Blé", "<p>Trois.</p>"],
        ];
        check(
            &page(&two),
            Some(&[
                "Puces | 2025-03-13 | Le Courrier | Anne Roche | Un.\n\nDeux.",
                "Blé | 2025-03-13 | La Gazette | Anne Roche | Trois.",
            ]),
        );
    }

    #[test]
    fn other_pages_are_no_exports() {
        check("<article><h1>Un article</h1><p>Texte.</p></article>", None);
        check(&(page(&[["A", "", "B", "C"]]) + "<article>Autre chose</article>"), None);
        check(&page(&[["", "", "B", "C"]]), None);
        check("", None);
    }
}
