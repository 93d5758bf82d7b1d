//! Plain text exported from Factiva: each article ends with the line of its identifier, « Document LEMOND0020250313… ».
//!
//! The head is a run of lines, in which the number of words, the day and the paper follow each other, or lines with codes.

use super::notices;
use crate::corpus::extracted::Extracted;
use crate::corpus::metadata::{self, dates};
use crate::model::{Date, Metadata};

/// What the head of an article says.
#[derive(Default)]
pub(super) struct Head {
    title: Option<String>,
    pub(super) author: Option<String>,
    date: Option<Date>,
    source: Option<String>,
}

impl Head {
    /// The lines after the number of words: the day, perhaps an hour, the paper.
    pub(super) fn running<'a>(mut lines: impl Iterator<Item = &'a str>) -> Self {
        let date = lines.next().and_then(whole_day);
        let source = lines.find(|line| !line.starts_with(|c: char| c.is_ascii_digit()));
        Head { date, source: source.and_then(metadata::line), ..Head::default() }
    }

    /// Takes the value of a code.
    pub(super) fn set(&mut self, code: &str, value: &str) {
        match code {
            "HD" => self.title = metadata::line(value),
            "BY" => self.author = metadata::author(value),
            "PD" => self.date = whole_day(value.trim()),
            "SN" => self.source = metadata::line(value),
            _ => {}
        }
    }

    /// The metadata, if date and source are known.
    pub(super) fn metadata(self) -> Option<Metadata> {
        let Head { title, author, date, source } = self;
        (date.is_some() && source.is_some()).then(|| Metadata {
            title,
            date,
            source,
            author,
            ..Metadata::default()
        })
    }

    /// The metadata, if title, date and source are known.
    pub(super) fn finish(self) -> Option<Metadata> {
        self.metadata().filter(|metadata| metadata.title.is_some())
    }
}

/// The articles of the text; `None` if it is no such export, or an article of it lacks its title, date or source.
pub(super) fn articles(text: &str) -> Option<Vec<Extracted>> {
    let mut found = Vec::new();
    let mut lines = Vec::new();
    for line in text.lines().map(str::trim_end) {
        match is_identifier(line) {
            true => found.push(article(&std::mem::take(&mut lines))?),
            false => lines.push(line),
        }
    }
    // After the last article there may be a line on the search, but no other text.
    let rest = lines.join("\n").trim().len();
    (!found.is_empty() && rest <= MAX_REST).then_some(found)
}

/// The most text after the last identifier, in bytes.
const MAX_REST: usize = 2_000;

/// How many lines are identifiers.
pub(super) fn identifiers(text: &str) -> usize {
    text.lines().filter(|line| is_identifier(line.trim_end())).count()
}

/// « Document LEMOND0020250313el3d0000x », also after its code `AN`.
fn is_identifier(line: &str) -> bool {
    let line = line.strip_prefix("AN").map_or(line, str::trim_start);
    let Some(id) = line.strip_prefix("Document ").map(str::trim) else { return false };
    // Six signs of the paper, filled up with zeros, then two zeros and the day.
    let is_code = |code: &str| code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let day = id.get(8..16).and_then(dates::compact);
    id.get(..6).is_some_and(is_code)
        && id.get(6..8) == Some("00")
        && day.is_some()
        && id.len() <= 40
        && id.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn article(lines: &[&str]) -> Option<Extracted> {
    coded(lines).or_else(|| running(lines))
}

/// An article whose parts begin with a code of two letters.
fn coded(lines: &[&str]) -> Option<Extracted> {
    let mut parts: Vec<(&str, String)> = Vec::new();
    for line in lines {
        match (code(line), parts.last_mut()) {
            (Some((code, value)), _) => parts.push((code, value.to_owned())),
            (None, Some((_, value))) => *value = format!("{value}\n{line}"),
            (None, None) if line.trim().is_empty() => {}
            (None, None) => return None,
        }
    }
    let mut head = Head::default();
    parts.iter().for_each(|(code, value)| head.set(code, value));
    let text = parts.iter().filter(|(code, _)| matches!(*code, "LP" | "TD")).map(|(_, value)| value.trim());
    let text = text.collect::<Vec<_>>().join("\n\n");
    (!text.is_empty()).then_some(())?;
    Some(Extracted { metadata: head.finish()?, text, ..Extracted::default() })
}

fn code(line: &str) -> Option<(&str, &str)> {
    const CODES: &str = "SE HD CR BY WC PD ET SN SC ED PG LA CY LP TD RF CT CO IN NS RE IPC IPD PUB";
    let (code, value) = line.trim_start().split_once([' ', '\t']).unwrap_or((line.trim(), ""));
    CODES.split(' ').any(|known| known == code).then(|| (code, value.trim()))
}

/// An article whose head is a run of lines: title, byline, words, day, paper, until an empty line.
fn running(lines: &[&str]) -> Option<Extracted> {
    let words = lines.iter().position(|line| is_words(line))?;
    let above: Vec<&str> =
        lines[..words].iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
    let mut head = Head::running(lines[words + 1..].iter().map(|line| line.trim()));
    let (title, others) = above.split_first().filter(|(_, others)| others.len() <= 4)?;
    head.title = metadata::line(title);
    let byline = |line: &&&str| {
        ["Par ", "PAR ", "By ", "Propos recueillis par "].iter().any(|by| line.starts_with(by))
    };
    head.author = others.iter().find(byline).and_then(|line| metadata::author(line));
    let end = lines[words..].iter().position(|line| line.trim().is_empty())?;
    let text = notices::without(lines[words + end..].join("\n").trim());
    (!text.is_empty()).then_some(())?;
    Some(Extracted { metadata: head.finish()?, text, ..Extracted::default() })
}

/// « 1 234 mots ».
pub(super) fn is_words(line: &str) -> bool {
    let line = line.trim();
    let number = ["mots", "words", "mot"].iter().find_map(|unit| line.strip_suffix(unit)).unwrap_or_default();
    let is_number = |c: char| c.is_ascii_digit() || c.is_whitespace() || c == ',' || c == '.';
    number.contains(|c: char| c.is_ascii_digit()) && number.chars().all(is_number)
}

/// The day that a line is, and nothing else.
fn whole_day(line: &str) -> Option<Date> {
    let (day, place) = dates::first(line)?;
    (place.start == 0 && place.end == line.len()).then_some(day).and_then(metadata::plausible)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &[&str]) {
        let shown = |found: Extracted| {
            let m = found.metadata;
            let fields = [m.title, m.date.map(|day| day.to_string()), m.source, m.author, Some(found.text)];
            fields.into_iter().flatten().collect::<Vec<_>>().join(" | ")
        };
        assert_eq!(
            articles(text).unwrap_or_default().into_iter().map(shown).collect::<Vec<_>>(),
            expected,
            "{text}"
        );
    }

    const ONE: &str = "Le blé monte\n\nÉconomie\nPar Anne Roche\n1 234 mots\n13 mars 2025\n06:00\nLa Gazette\nGAZET\n12\nFrançais\n\
        Copyright 2025 La Gazette\n\nUn.\n\nDeux.\n\nDocument GAZET00020250313el3d0000x\n";
    const TWO: &str = "HD Le vote\nBY Luc Morel\nWC 20 mots\nPD 14 mars 2025\nSN Le Courrier\nLP\nTrois.\n\nTD Quatre.\n\
        AN Document COURR00020250314el3e0000y\n";

    #[test]
    fn articles_end_with_their_identifier() {
        let one = "Le blé monte | 2025-03-13 | La Gazette | Anne Roche | Un.\n\nDeux.";
        let two = "Le vote | 2025-03-14 | Le Courrier | Luc Morel | Trois.\n\nQuatre.";
        check(&format!("{ONE}\n{TWO}\n\nRécapitulatif de la recherche"), &[one, two]);
    }

    #[test]
    fn a_text_that_is_not_sure_is_none() {
        check("Un titre\n\nUn texte.", &[]);
        check("Un titre\n\nUn texte.\n\nDocument GAZET00020250313el3d0000x", &[]);
        check(&format!("{ONE}Un titre\n\nUn texte.\nDocument COURR00020250314el3e0000y"), &[]);
        check("Document final\n12 mots", &[]);
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "(HD|LP|12 mots|13 mars 2025|Document GAZET00020250313el3d0000x|é| |\n|AN ){0,20}") {
            let _ = (articles(&text), identifiers(&text));
        }
    }
}
