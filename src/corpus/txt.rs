//! A plain text in; its headline and the header lines below it become metadata, the rest is the text.
//!
//! A first line is a headline only when it stands like one; a text without a headline keeps every line.

use std::io::BufRead;

use super::metadata;
use super::output::{Found, Output};
use super::reader::{Reader, Refused, text_bytes};
use super::{dates, html};
use crate::model::{Date, Metadata, Stage};
use crate::text::decode::{Decoded, decode};

/// Pasted and exported articles.
pub(super) struct Txt;

/// The longest headline, in characters.
const MAX_TITLE: usize = 200;
/// The longest headline that no empty line sets off.
const MAX_TITLE_UNSET: usize = 120;
/// The longest line that can be a date, a byline or a source.
const MAX_HEADER: usize = 160;
/// How many header lines are looked for.
const MAX_HEADERS: usize = 8;

impl Reader for Txt {
    fn read(&self, input: &mut dyn BufRead, output: &mut Output<'_>) -> Result<(), Refused> {
        let bytes = text_bytes(input, output.limits.max_document_bytes)?;
        if html::is_page(&bytes) {
            output.warn(Stage::Parse, None, "a web page in a text file: read as a web page");
            return html::page(&bytes, output);
        }
        let decoded = decode(&bytes, None);
        let warnings = doubts(&decoded);
        let (metadata, text) = article(&decoded.text);
        output.document(Found { metadata, text, encoding: decoded.encoding, warnings, ..Found::default() });
        Ok(())
    }
}

/// What to say about bytes that did not decode cleanly.
pub(super) fn doubts(decoded: &Decoded) -> Vec<(Stage, String)> {
    let mended = decoded.mended;
    let replaced = decoded.replaced;
    let mixed =
        (mended > 0).then(|| format!("mixed encodings: {mended} stray bytes were read as windows-1252"));
    let lost = (replaced > 0).then(|| format!("{replaced} unreadable characters were replaced by U+FFFD"));
    mixed.into_iter().chain(lost).map(|reason| (Stage::Decode, reason)).collect()
}

/// Splits a text into what its first lines say and the rest.
fn article(text: &str) -> (Metadata, String) {
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    let mut headers = Headers::default();
    let mut at = headers.take(&lines, 0);
    if let Some(title) = headline(&lines[at..]) {
        headers.metadata.title = metadata::line(title);
        at = headers.take(&lines, at + 1);
    }
    if at == lines.len() {
        // Nothing but headers is no article: keep the lines.
        return (Metadata::default(), text.trim().to_owned());
    }
    (headers.finish(), lines[at..].join("\n").trim().to_owned())
}

/// The first line, if it stands like a headline: set off by an empty line or by header lines, or short above
/// a paragraph.
fn headline<'a>(lines: &[&'a str]) -> Option<&'a str> {
    let (first, rest) = lines.split_first()?;
    let next = rest.first().copied().unwrap_or_default();
    let has_text = rest.iter().any(|line| !line.trim().is_empty());
    let length = first.chars().count();
    let shaped = length <= MAX_TITLE && first.chars().any(char::is_alphabetic) && unended(first);
    let set_off = next.trim().is_empty() || header(next).is_some();
    let above = length <= MAX_TITLE_UNSET
        && !first.ends_with(':')
        && next.chars().count() >= MAX_TITLE_UNSET.max(2 * length);
    (has_text && shaped && (set_off || above)).then(|| first.trim())
}

/// A sentence ends in a point; a headline does not, unless it is all capitals.
fn unended(line: &str) -> bool {
    let shouted = !line.chars().any(char::is_lowercase);
    shouted || !(line.ends_with(['.', ',', ';']) || line.ends_with(".»") || line.ends_with(". »"))
}

/// What one header line says.
#[derive(Debug, PartialEq)]
enum Header {
    Date(Date),
    Updated(Date),
    Author(String),
    Source(String),
    Url(String),
}

#[derive(Default)]
struct Headers {
    metadata: Metadata,
    updated: Option<Date>,
}

impl Headers {
    /// Takes header lines, and empty lines between them, from line `at` on; gives the first line after.
    fn take(&mut self, lines: &[&str], at: usize) -> usize {
        let mut end = at;
        for (n, line) in lines.iter().enumerate().skip(at).take(2 * MAX_HEADERS) {
            match (line.trim().is_empty(), header(line)) {
                (true, _) => {}
                (false, Some(said)) => {
                    said.into_iter().for_each(|header| self.note(header));
                    end = n + 1;
                }
                (false, None) => break,
            }
        }
        end + lines[end..].iter().take_while(|line| line.trim().is_empty()).count()
    }

    /// The first to speak is believed.
    fn note(&mut self, header: Header) {
        let known = &mut self.metadata;
        match header {
            Header::Date(day) => known.date = known.date.or(Some(day)),
            Header::Updated(day) => self.updated = self.updated.or(Some(day)),
            Header::Author(name) => known.author = known.author.take().or(Some(name)),
            Header::Source(name) => known.source = known.source.take().or(Some(name)),
            Header::Url(url) => known.url = known.url.take().or(Some(url)),
        }
    }

    /// A day of revision counts only when no day of publication is given.
    fn finish(self) -> Metadata {
        Metadata { date: self.metadata.date.or(self.updated), ..self.metadata }
    }
}

/// Everything a header line says; `None` when any part of it is text.
fn header(line: &str) -> Option<Vec<Header>> {
    if line.chars().count() > MAX_HEADER {
        return None;
    }
    let parts =
        line.split(['|', '•', '·']).flat_map(|part| part.split(" - ")).flat_map(|part| part.split(" — "));
    let parts: Vec<&str> = parts.map(str::trim).filter(|part| !part.is_empty()).collect();
    let said: Option<Vec<Vec<Header>>> = parts.iter().map(|part| header_part(part)).collect();
    said.map(|said| said.into_iter().flatten().collect()).filter(|said: &Vec<Header>| !said.is_empty())
}

fn header_part(part: &str) -> Option<Vec<Header>> {
    let one = |header: Header| vec![header];
    let labelled = labelled(part).map(one);
    let address = || metadata::url(part).map(Header::Url).map(one);
    labelled.or_else(address).or_else(|| byline(part).map(one)).or_else(|| dated(part))
}

/// `Source : Le Monde`, `Auteur : Jeanne Martin`, `URL : https://…`.
fn labelled(part: &str) -> Option<Header> {
    let (label, value) = part.split_once(':')?;
    let value = value.trim();
    match label.trim().to_lowercase().as_str() {
        "source" | "journal" | "média" | "site" => {
            metadata::url(value).map(Header::Url).or_else(|| metadata::line(value).map(Header::Source))
        }
        "auteur" | "autrice" | "auteurs" | "author" => metadata::author(value).map(Header::Author),
        "url" | "lien" | "adresse" | "link" => metadata::url(value).map(Header::Url),
        "date" => dates::whole(value).and_then(metadata::sane).map(Header::Date),
        _ => None,
    }
}

/// `Par Jeanne Martin et Paul Durand`, but not « Par ailleurs ».
fn byline(part: &str) -> Option<Header> {
    let names = ["Par ", "PAR ", "By "].iter().find_map(|by| part.strip_prefix(by))?;
    let small = ["de", "du", "des", "la", "le", "et", "and", "avec", "von", "van", "à"];
    let is_name =
        |word: &str| word.starts_with(char::is_uppercase) || small.contains(&word) || word.starts_with("d'");
    let plain = !names.ends_with('.') && names.split_whitespace().count() <= 12;
    (plain && names.split_whitespace().all(is_name))
        .then(|| metadata::author(names).map(Header::Author))
        .flatten()
}

/// Words that may stand around a date in a header line; anything else makes it a sentence.
const AROUND_DATES: &[&str] = &[
    "publié",
    "publiée",
    "publie",
    "published",
    "posted",
    "le",
    "la",
    "mis",
    "mise",
    "en",
    "ligne",
    "à",
    "a",
    "jour",
    "modifié",
    "modifiée",
    "updated",
    "on",
    "at",
    "date",
    "de",
    "publication",
    "parution",
    "paru",
    "h",
    "min",
    "gmt",
    "cet",
    "cest",
    "utc",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "et",
    "dernière",
    "jourle",
];

/// `Publié le 12 mars 2024 à 10h30, mis à jour le 13 mars 2024`.
fn dated(part: &str) -> Option<Vec<Header>> {
    let places: Vec<_> = dates::all(part).collect();
    let mut from = 0;
    let mut said = Vec::new();
    for (day, place) in places {
        let before = &part[from..place.start];
        let day = metadata::sane(day)?;
        said.push(if is_update(before) { Header::Updated(day) } else { Header::Date(day) });
        only_words(before).then_some(())?;
        from = place.end;
    }
    (only_words(&part[from..]) && !said.is_empty()).then_some(said)
}

/// The beginning of `text`, of at most `bytes` bytes, cut between two characters.
pub(super) fn upto(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// Whether the words before a date say that the text was revised on it.
pub(super) fn is_update(before: &str) -> bool {
    let lower = before.to_lowercase();
    ["à jour", "a jour", "modifi", "updated", "actualis"].iter().any(|word| lower.contains(word))
}

fn only_words(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words
        .into_iter()
        .all(|word| word.chars().count() == 1 || AROUND_DATES.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(input: &str, expected: [&str; 6]) {
        let (m, text) = article(input);
        let said = [m.title, m.date.map(|d| d.to_string()), m.author, m.source, m.url]
            .map(Option::unwrap_or_default);
        let got: Vec<&str> = said.iter().map(String::as_str).chain([text.as_str()]).collect();
        assert_eq!(got, expected, "{input}");
    }

    #[test]
    fn headlines() {
        check("Un titre\n\nLe texte.", ["Un titre", "", "", "", "", "Le texte."]);
        check("Une phrase.\n\nLe texte.", ["", "", "", "", "", "Une phrase.\n\nLe texte."]);
        check("ARRÊT TOTAL.\n\nLe texte.", ["ARRÊT TOTAL.", "", "", "", "", "Le texte."]);
        check("Une ligne\nEt une autre.", ["", "", "", "", "", "Une ligne\nEt une autre."]);
        check("Un titre seul", ["", "", "", "", "", "Un titre seul"]);
        check("", ["", "", "", "", "", ""]);
    }

    #[test]
    fn a_short_line_above_a_paragraph_is_a_headline() {
        let paragraph = "Le gouvernement a annoncé mardi de nouvelles règles ".repeat(4) + ".";
        check(&format!("Les puces\n{paragraph}"), ["Les puces", "", "", "", "", &paragraph]);
        let glued = format!("{paragraph}\n{paragraph}");
        check(&glued, ["", "", "", "", "", &glued]);
    }

    #[test]
    fn header_lines() {
        let text = "Un titre\nPar Jeanne Martin | Publié le 12 mars 2024 à 10h30, mis à jour le 13 mars 2024\n\
                    Source : Le Monde\nhttps://example.org/a\n\nPar ailleurs, rien.";
        check(
            text,
            [
                "Un titre",
                "2024-03-12",
                "Jeanne Martin",
                "Le Monde",
                "https://example.org/a",
                "Par ailleurs, rien.",
            ],
        );
        check(
            "Mis à jour le 13/03/2024\n\nUn titre\n\nTexte.",
            ["Un titre", "2024-03-13", "", "", "", "Texte."],
        );
        check("12/03/2026\nTexte du jour.", ["", "2026-03-12", "", "", "", "Texte du jour."]);
    }

    #[test]
    fn sentences_are_no_headers() {
        for line in [
            "Le 12 mars 2024, le ministre a parlé.",
            "Par ailleurs, rien.",
            "Source : https",
            "Note : rien",
            "30 février 2024",
        ] {
            let kept = header(line).filter(|said| !matches!(said[..], [Header::Source(_)]));
            assert_eq!(kept, None, "{line}");
        }
    }

    proptest! {
        #[test]
        fn no_line_is_lost_without_a_title(text in "[a-z .\n]{0,200}") {
            let (metadata, rest) = article(&text);
            let title = metadata.title.unwrap_or_default();
            let squeezed = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(squeezed(&format!("{title} {rest}")), squeezed(&text));
        }

        #[test]
        fn nothing_panics(text in "\\PC{0,80}(\n\\PC{0,40}){0,4}") {
            let _ = article(&text);
        }
    }
}
