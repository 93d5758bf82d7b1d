//! Bylines: a declared author or a line « Par … » in; the names out, without what stands around them.

use super::{dates, line};

/// The longest list of authors, in characters.
const MAX_AUTHOR: usize = 1_000;

/// Words before names, in small letters. The longer stands before the shorter.
const BEFORE: &[&str] = &[
    "propos recueillis par ",
    "recueilli par ",
    "recueillis par ",
    "interview par ",
    "texte de ",
    "texte : ",
    "article de ",
    "écrit par ",
    "rédigé par ",
    "publié par ",
    "written by ",
    "par ",
    "by ",
];
/// The beginnings of what is said of a person, in small letters.
const ROLES: &[&str] = &[
    "envoyé",
    "notre envoyé",
    "nos envoyé",
    "correspondant",
    "notre correspondant",
    "nos correspondant",
    "de notre",
    "journaliste",
    "chef du service",
    "cheffe du service",
    "rédacteur",
    "rédactrice",
    "grand reporter",
    "avec notre",
    "à ",
    "bureau ",
    "service ",
    "special correspondent",
];

/// The names of a byline, separated by `, `. The address of a profile is no name.
pub(in crate::corpus) fn names(value: &str) -> Option<String> {
    let value = line(value)?;
    let mut rest = trimmed(&value);
    while let Some(shorter) = without_words_before(rest) {
        rest = trimmed(shorter);
    }
    let without = without_remarks(rest);
    let mut parts =
        without.split([',', ';']).map(|part| without_point(part.trim())).filter(|part| !part.is_empty());
    let first = parts.next()?.to_owned();
    let names =
        parts.filter(|part| !is_said_of_a_person(part)).fold(first, |names, part| names + ", " + part);
    let is_name = names.chars().any(char::is_alphabetic) && !names.contains("://") && !names.starts_with('@');
    (is_name && names.chars().count() <= MAX_AUTHOR).then_some(names)
}

/// The rest of a line after « Par », « Recueilli par » and the like.
pub(in crate::corpus) fn without_words_before(text: &str) -> Option<&str> {
    let begins = |words: &&&str| {
        let start = text.char_indices().nth(words.chars().count()).map_or(text.len(), |(at, _)| at);
        text[..start].to_lowercase() == **words
    };
    let words = BEFORE.iter().find(begins)?;
    let start = text.char_indices().nth(words.chars().count()).map_or(text.len(), |(at, _)| at);
    Some(&text[start..]).filter(|rest| !rest.is_empty())
}

/// Whether a part of a byline is a role, a place of work or a day, and no name.
pub(in crate::corpus) fn is_said_of_a_person(part: &str) -> bool {
    let lower = part.trim().to_lowercase();
    ROLES.iter().any(|role| lower.starts_with(role)) || dates::first(part).is_some()
}

/// The text without what stands in brackets and says where a person works.
fn without_remarks(text: &str) -> String {
    let Some((before, rest)) = text.split_once('(') else { return text.to_owned() };
    let Some((remark, after)) = rest.split_once(')') else { return text.to_owned() };
    match remark.split(',').any(is_said_of_a_person) {
        true => format!("{} {}", before.trim_end(), without_remarks(after.trim_start())).trim().to_owned(),
        false => format!("{before}({remark}){}", without_remarks(after)),
    }
}

/// The text without the point that ends it like a sentence. That of an initial stays.
fn without_point(text: &str) -> &str {
    let is_initial = |text: &str| text.chars().rev().nth(1).is_none_or(|c| !c.is_alphabetic());
    text.strip_suffix('.').filter(|rest| !is_initial(rest)).unwrap_or(text)
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || [',', ':', '-', '–', '—', '*', '_'].contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(value: &str, expected: &str) {
        assert_eq!(names(value).unwrap_or_default(), expected, "{value}");
    }

    #[test]
    fn what_stands_around_names_goes() {
        check("Par Jeanne Martin,", "Jeanne Martin");
        check("Recueilli par Anne ROCHE.", "Anne ROCHE");
        check("PROPOS RECUEILLIS PAR ANNE ROCHE", "ANNE ROCHE");
        check("par Anne Roche; Luc Morel", "Anne Roche, Luc Morel");
        check("Anne Roche, envoyée spéciale à Bruxelles", "Anne Roche");
        check("Anne Roche (Bruxelles, correspondante) et Luc Morel", "Anne Roche et Luc Morel");
        check("Anne Roche, à Lyon", "Anne Roche");
        check("Anne Roche (AFP)", "Anne Roche (AFP)");
        check("Paul D.", "Paul D.");
        check("Parfait Nguema", "Parfait Nguema");
        check("https://example.org/jeanne", "");
        check("par ", "par");
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "(par|Par |é|\\(|\\)|,|;| |\\.|\\PC){0,12}") {
            let _ = names(&text);
        }
    }
}
