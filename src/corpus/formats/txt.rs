//! Plain text: the headline and the header lines below it become metadata, the rest is the text.
//!
//! The first line is a headline only if it is set off like one. A text without a headline keeps every line.

use std::io::BufRead;

use super::html;
use super::press;
use super::reader::{About, Reader, Refused, decoding_warnings, text_bytes};
use crate::corpus::metadata;
use crate::corpus::metadata::headers::{Headers, header, is_among_headers};
use crate::corpus::{extracted::Extracted, sink::Sink};
use crate::model::{Metadata, Origin, Reason, Stage};
use crate::text::decode::decode;

/// The reader of plain text.
pub(super) struct Txt;

/// The longest headline, in characters.
const MAX_TITLE: usize = 200;
/// The longest headline without an empty line after it, in characters.
const MAX_TITLE_UNSET: usize = 120;

/// The most words of the name of a section.
const MAX_SECTION: usize = 3;

impl Reader for Txt {
    fn about(&self) -> About {
        About {
            name: "TXT",
            en: "plain text; the headline and the header lines above it are metadata",
            fr: "texte brut ; le titre et les lignes d'en-tête deviennent des métadonnées",
        }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        let bytes = text_bytes(input, output.limits.max_document_bytes)?;
        if html::is_page(&bytes) {
            output.warn(Stage::Parse, None, Reason::PageInText);
            return html::page(&bytes, output);
        }
        let decoded = decode(&bytes, None);
        if decoded.text.trim().is_empty() {
            output.warn(Stage::Read, None, Reason::Empty);
            return Ok(());
        }
        let mut warnings = decoding_warnings(&decoded);
        if let Some(articles) = press::of_text(&decoded.text) {
            warnings.into_iter().for_each(|(stage, reason)| output.warn(stage, None, reason));
            articles
                .into_iter()
                .for_each(|found| output.document(Extracted { encoding: decoded.encoding, ..found }));
            return Ok(());
        }
        warnings.extend(press::doubt(&decoded.text));
        let (metadata, text) = article(&without_entities(decoded.text));
        let mut found =
            Extracted { metadata, text, encoding: decoded.encoding, warnings, ..Extracted::default() };
        found.say(Origin::FirstLines);
        output.document(found);
        Ok(())
    }
}

/// The text with the entities resolved that programs leave in it: `L&#039;accord`. A text that only mentions `&amp;` stays.
fn without_entities(text: String) -> String {
    let is_number = |rest: &str| {
        rest.split_once(';').is_some_and(|(digits, _)| digits.len() <= 5 && digits.parse::<u32>().is_ok())
    };
    let has_numbers = text.match_indices("&#").any(|(at, mark)| is_number(&text[at + mark.len()..]));
    let has_names = ["&nbsp;", "&eacute;", "&rsquo;", "&laquo;"].iter().any(|name| text.contains(name));
    if has_numbers || has_names { html::unescaped(&text) } else { text }
}

/// Splits a text into the metadata of its first lines and the rest.
fn article(text: &str) -> (Metadata, String) {
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    let mut headers = Headers::default();
    let mut at = headers.take(&lines, 0);
    let has_title = headers.metadata.title.is_some();
    if !has_title && is_section(&lines[at..]) {
        headers.unknown.push(lines[at].trim().to_owned());
        at += 2;
    }
    if let Some(title) = headline(&lines[at..]).filter(|_| !has_title) {
        headers.metadata.title = metadata::line(title);
        at = headers.take(&lines, at + 1);
    }
    if at == lines.len() {
        // A text of header lines only has no other text: they are the text.
        return (Metadata::default(), text.trim().to_owned());
    }
    // A line that states nothing known is not lost.
    let unknown = std::mem::take(&mut headers.unknown);
    let text = unknown
        .iter()
        .map(String::as_str)
        .chain([lines[at..].join("\n").trim()])
        .collect::<Vec<_>>()
        .join("\n\n");
    (headers.finish(), text)
}

/// Whether the first line is the name of a section: short, set off, and above a headline with header lines.
fn is_section(lines: &[&str]) -> bool {
    let [first, second, rest @ ..] = lines else { return false };
    let is_short = (1..=MAX_SECTION).contains(&first.split_whitespace().count()) && header(first).is_none();
    is_short && second.trim().is_empty() && is_among_headers(rest) && header(rest[0]).is_none()
}

/// The first line, if it is a headline: an empty line or header lines follow, or it is short and a long paragraph
/// follows.
fn headline<'a>(lines: &[&'a str]) -> Option<&'a str> {
    let (first, rest) = lines.split_first()?;
    let next = rest.first().copied().unwrap_or_default();
    let has_text = rest.iter().any(|line| !line.trim().is_empty());
    let length = first.chars().count();
    let shaped = length <= MAX_TITLE && first.chars().any(char::is_alphabetic) && lacks_full_stop(first);
    let set_off = next.trim().is_empty() || header(next).is_some() || is_among_headers(rest);
    let above = length <= MAX_TITLE_UNSET
        && !first.ends_with(':')
        && next.chars().count() >= MAX_TITLE_UNSET.max(2 * length);
    (has_text && shaped && (set_off || above)).then(|| first.trim())
}

/// Whether a line does not end like a sentence. A headline in capitals may end with a point.
fn lacks_full_stop(line: &str) -> bool {
    let is_in_capitals = !line.chars().any(char::is_lowercase);
    is_in_capitals || !(line.ends_with(['.', ',', ';']) || line.ends_with(".»") || line.ends_with(". »"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(input: &str, expected: [&str; 6]) {
        let (m, text) = article(input);
        let fields = [m.title, m.date.map(|d| d.to_string()), m.author, m.source, m.url]
            .map(Option::unwrap_or_default);
        let got: Vec<&str> = fields.iter().map(String::as_str).chain([text.as_str()]).collect();
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
    fn a_head_may_have_one_unknown_line() {
        check(
            "Un titre\nRubrique : Politique\nPar Anne Roche, le 12 mars 2024\n\nTexte.",
            ["Un titre", "2024-03-12", "Anne Roche", "", "", "Rubrique : Politique\n\nTexte."],
        );
        check(
            "Titre : Un titre\nDate : 24 juin 1875\n\nLigne\n\nTexte.",
            ["Un titre", "1875-06-24", "", "", "", "Ligne\n\nTexte."],
        );
        assert_eq!(without_entities("L&#039;accord &amp; 5&nbsp;&euro;".into()), "L'accord & 5\u{a0}€");
        assert_eq!(without_entities("Le signe &amp; en HTML".into()), "Le signe &amp; en HTML");
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
