//! Header lines: a line in; the date, byline, source or address that it states out, if it states nothing else.
//!
//! Such lines stand around headlines in pasted texts and saved pages. Every word of the line must be explained, so a
//! sentence that contains a date is no header line.

use crate::corpus::metadata::{self, byline, dates};
use crate::model::{Date, Metadata};

/// The longest header line, in characters.
const MAX_HEADER: usize = 160;
/// The longest line among header lines that states nothing known, in characters.
const MAX_UNKNOWN: usize = 60;
/// The most header lines that are read.
const MAX_HEADERS: usize = 8;

/// A statement of a header line.
#[derive(Debug, PartialEq)]
pub(in crate::corpus) enum Header {
    Title(String),
    Date(Date),
    Updated(Date),
    Author(String),
    Source(String),
    Url(String),
}

/// The statements of all header lines of a text.
#[derive(Default)]
pub(in crate::corpus) struct Headers {
    pub(in crate::corpus) metadata: Metadata,
    updated: Option<Date>,
    /// The lines among header lines that state nothing known.
    pub(in crate::corpus) unknown: Vec<String>,
}

impl Headers {
    /// Reads header lines, and empty lines between them, from line `at` on. Returns the number of the first line after.
    pub(in crate::corpus) fn take(&mut self, lines: &[&str], at: usize) -> usize {
        let mut end = at;
        for (n, line) in lines.iter().enumerate().skip(at).take(2 * MAX_HEADERS) {
            match (line.trim().is_empty(), header(line)) {
                (true, _) => {}
                (false, Some(statements)) => {
                    statements.into_iter().for_each(|header| self.add(header));
                    end = n + 1;
                }
                (false, None) if self.may_have_unknown() && is_among_headers(&lines[n..]) => {
                    self.unknown.push(line.trim().to_owned());
                }
                (false, None) => break,
            }
        }
        end + lines[end..].iter().take_while(|line| line.trim().is_empty()).count()
    }

    /// Whether a line that states nothing known may stand here: below the title, and one of them.
    fn may_have_unknown(&self) -> bool {
        self.metadata.title.is_some() && self.unknown.is_empty()
    }

    /// Adds a statement. The first one of a kind counts.
    pub(in crate::corpus) fn add(&mut self, header: Header) {
        let known = &mut self.metadata;
        match header {
            Header::Title(title) => known.title = known.title.take().or(Some(title)),
            Header::Date(day) => known.date = known.date.or(Some(day)),
            Header::Updated(day) => self.updated = self.updated.or(Some(day)),
            Header::Author(name) => known.author = known.author.take().or(Some(name)),
            Header::Source(name) => known.source = known.source.take().or(Some(name)),
            Header::Url(url) => known.url = known.url.take().or(Some(url)),
        }
    }

    /// The metadata. The day of revision counts only if there is no day of publication.
    pub(in crate::corpus) fn finish(self) -> Metadata {
        Metadata { date: self.metadata.date.or(self.updated), ..self.metadata }
    }
}

/// Whether the first of the lines is short, such as the name of a section, and a header line follows at once.
pub(in crate::corpus) fn is_among_headers(lines: &[&str]) -> bool {
    let [first, second, ..] = lines else { return false };
    first.chars().count() <= MAX_UNKNOWN
        && !first.ends_with(['.', ',', ';', '!', '?'])
        && header(second).is_some()
}

/// The statements of a header line; `None` if any part of the line is other text.
pub(in crate::corpus) fn header(line: &str) -> Option<Vec<Header>> {
    if line.chars().count() > MAX_HEADER {
        return None;
    }
    let marks = [" - ", " – ", " — "];
    let parts = line.split(['|', '•', '·']).flat_map(|part| split_all(part, &marks));
    let parts: Vec<&str> = parts.map(str::trim).filter(|part| !part.is_empty()).collect();
    let statements: Vec<Option<Vec<Header>>> = parts.iter().map(|part| header_part(part)).collect();
    let unknown: Vec<&&str> = parts
        .iter()
        .zip(&statements)
        .filter(|(_, statements)| statements.is_none())
        .map(|(part, _)| part)
        .collect();
    let statements: Vec<Header> = statements.into_iter().flatten().flatten().collect();
    // Beside a date and a byline, one short part may be the name of a section.
    let is_section =
        |part: &str| statements.len() >= 2 && part.split_whitespace().count() <= 3 && !part.ends_with('.');
    let is_explained = match unknown[..] {
        [] => true,
        [part] => is_section(part),
        _ => false,
    };
    (is_explained && !statements.is_empty()).then_some(statements)
}

fn split_all<'a>(text: &'a str, marks: &[&str]) -> Vec<&'a str> {
    marks.iter().fold(vec![text], |parts, mark| parts.into_iter().flat_map(|part| part.split(mark)).collect())
}

/// The statements of a part of a line. The list is empty for words that only stand around a date.
fn header_part(part: &str) -> Option<Vec<Header>> {
    let one = |header: Header| vec![header];
    let labelled = labelled(part).map(one);
    let address = || metadata::url(part).map(Header::Url).map(one);
    let signed = || signed_and_dated(part).or_else(|| byline(part).map(one));
    labelled.or_else(address).or_else(signed).or_else(|| dated(part))
}

/// Reads `Par Anne Roche, le 13 mars 2025`, `jeudi 13 juin 2019, par Anne Roche`.
fn signed_and_dated(part: &str) -> Option<Vec<Header>> {
    let (day, place) = dates::first(part)?;
    let day = Header::Date(metadata::plausible(day)?);
    let (before, after) = (&part[..place.start], &part[place.end..]);
    let comma = |c: char| c == ',' || c.is_whitespace();
    match only_words(before) {
        true => Some(vec![day, byline(after.trim_matches(comma))?]),
        false => {
            let mut name = before.trim_end_matches(comma);
            while let Some((rest, _)) =
                name.rsplit_once(' ').filter(|(_, last)| is_around(&last.to_lowercase()))
            {
                name = rest.trim_end_matches(comma);
            }
            only_words(after).then_some(())?;
            Some(vec![byline(name)?, day])
        }
    }
}

/// Reads `Source : Le Monde`, `Auteur : Jeanne Martin`, `URL : https://…`.
fn labelled(part: &str) -> Option<Header> {
    let (label, value) = part.split_once(':')?;
    let value = value.trim();
    match label.trim().to_lowercase().as_str() {
        "source" | "journal" | "média" | "site" => {
            metadata::url(value).map(Header::Url).or_else(|| metadata::line(value).map(Header::Source))
        }
        "auteur" | "autrice" | "auteurs" | "author" => metadata::author(value).map(Header::Author),
        "url" | "lien" | "adresse" | "link" => metadata::url(value).map(Header::Url),
        "titre" | "title" => metadata::line(value).map(Header::Title),
        "date" | "publié le" | "date de publication" => metadata::date(value).ok().map(Header::Date),
        _ => None,
    }
}

/// Reads `Par Jeanne Martin et Paul Durand`, `Propos recueillis par …`, but not « Par ailleurs ». What is said of a person
/// may follow: « envoyée spéciale à Bruxelles ».
fn byline(part: &str) -> Option<Header> {
    let names = byline::without_words_before(part)?;
    let small = ["rédaction", "de", "du", "des", "la", "le", "et", "and", "avec", "von", "van", "à"];
    let is_name =
        |word: &str| word.starts_with(char::is_uppercase) || small.contains(&word) || word.starts_with("d'");
    let mut said = names.split(',').filter(|part| !byline::is_said_of_a_person(part));
    let plain = !names.ends_with('.') && names.split_whitespace().count() <= 12;
    (plain && said.all(|part| part.split_whitespace().all(is_name)))
        .then(|| metadata::author(names).map(Header::Author))
        .flatten()
}

/// Words that may stand around a date in a header line. With any other word the line is a sentence.
const AROUND_DATES: &str = "publié publiée publie published posted le la mis mise en ligne à a jour modifié modifiée \
    updated on at date de publication parution paru h min gmt cet cest utc et dernière lecture temps lundi mardi mercredi \
    jeudi vendredi samedi dimanche monday tuesday wednesday thursday friday saturday sunday";

/// Reads `Publié le 12 mars 2024 à 10h30, mis à jour le 13 mars 2024`.
fn dated(part: &str) -> Option<Vec<Header>> {
    let places: Vec<_> = dates::all(part).collect();
    let mut from = 0;
    let mut statements = Vec::new();
    for (day, place) in places {
        let before = &part[from..place.start];
        let day = metadata::plausible(day)?;
        statements.push(if is_update(before) { Header::Updated(day) } else { Header::Date(day) });
        only_words(before).then_some(())?;
        from = place.end;
    }
    only_words(&part[from..]).then_some(statements)
}

/// Whether the words before a date say that the text was revised then.
pub(in crate::corpus) fn is_update(before: &str) -> bool {
    let lower = before.to_lowercase();
    ["à jour", "a jour", "modifi", "updated", "actualis"].iter().any(|word| lower.contains(word))
}

fn only_words(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.all(|word| word.chars().count() == 1 || is_around(&word.to_lowercase()))
}

fn is_around(word: &str) -> bool {
    AROUND_DATES.split_whitespace().any(|around| around == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_no_headers() {
        for line in [
            "Le 12 mars 2024, le ministre a parlé.",
            "Par ailleurs, rien.",
            "Source : https",
            "Note : rien",
            "30 février 2024",
        ] {
            let kept = header(line).filter(|statements| !matches!(statements[..], [Header::Source(_)]));
            assert_eq!(kept, None, "{line}");
        }
    }

    #[test]
    fn parts_of_a_line() {
        let line = "Par Jeanne Martin – publié le 12 mars 2024 à 10h30 – lecture : 3 min";
        let day = Date::new(2024, 3, 12).ok();
        let all = header(line).unwrap_or_default();
        assert_eq!(
            all,
            [Some(Header::Author("Jeanne Martin".into())), day.map(Header::Date)].map(Option::unwrap)
        );
        assert_eq!(
            header("12 mars 2024 – 09h20 | Par Jeanne Martin | Énergie").map(|statements| statements.len()),
            Some(2)
        );
        for line in [
            "Par Anne Roche, le 12 mars 2024",
            "12 mars 2024, par Anne Roche",
            "Recueilli par Anne Roche, publié le 12/03/2024",
        ] {
            assert_eq!(header(line).map(|statements| statements.len()), Some(2), "{line}");
        }
        let author = Header::Author("Anne Roche".into());
        assert_eq!(header("Par Anne Roche, envoyée spéciale à Bruxelles"), Some(vec![author]));
        assert_eq!(header("Par le passé, le 12 mars 2024 était férié"), None);
        assert_eq!(header("lecture : 3 min"), None);
        assert_eq!(header("Énergie"), None);
    }
}
