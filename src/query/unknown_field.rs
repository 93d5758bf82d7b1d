//! A name before a colon that is no field: `titel:NVIDIA`, `journal:Monde`. It is text, with a remark.
//!
//! Much that has a colon is no field at all and gets no remark: `12:30`, `https://…`, `NVIDIA: record`, `NVIDIA:record`.

use super::ast::Field;

/// Names that people know from elsewhere, with the field that does it here.
const ELSEWHERE: [(&str, &str); 16] = [
    ("journal", "source"),
    ("media", "source"),
    ("média", "source"),
    ("presse", "source"),
    ("publication", "source"),
    ("newspaper", "source"),
    ("site", "source"),
    ("headline", "titre"),
    ("by", "auteur"),
    ("par", "auteur"),
    ("jour", "date"),
    ("day", "date"),
    ("année", "date"),
    ("year", "date"),
    ("since", "date"),
    ("after", "date"),
];

/// What stands before the colon of an address.
const SCHEMES: [&str; 5] = ["http", "https", "ftp", "mailto", "tel"];

/// The longest name that is taken for a field, in letters.
const LONGEST: usize = 16;

/// The name of a field that does not exist, and the field that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unknown {
    /// The name, with its colon.
    pub(super) typed: String,
    /// The nearest field.
    pub(super) nearest: Option<String>,
}

/// The unknown field at the start of `run`. `opens` says that a phrase or a group follows the run.
pub(super) fn unknown(run: &str, opens: bool) -> Option<Unknown> {
    let (name, value) = run.split_once(':')?;
    let has_value = match value.chars().next() {
        Some(first) => first.is_alphanumeric() || matches!(first, '=' | '<' | '>'),
        None => opens,
    };
    let is_name = name.chars().all(char::is_alphabetic) && (2..=LONGEST).contains(&name.chars().count());
    let lower = name.to_lowercase();
    if !has_value || !is_name || is_field(&lower) || SCHEMES.contains(&lower.as_str()) {
        return None;
    }
    let nearest = nearest(&lower);
    // A capital begins a name: « NVIDIA:record » misses a space, and is text.
    let is_meant = nearest.is_some() || lower == name;
    is_meant.then(|| Unknown { typed: format!("{name}:"), nearest })
}

fn is_field(name: &str) -> bool {
    name == "date" || Field::named(name).is_some()
}

/// The field that a name is spelt nearly as, or stands for elsewhere.
fn nearest(name: &str) -> Option<String> {
    let elsewhere = ELSEWHERE.iter().find(|(known, _)| *known == name).map(|(_, field)| *field);
    let known = ["titre", "title", "source", "auteur", "author", "langue", "language", "date"];
    let most = if name.chars().count() < 5 { 1 } else { 2 };
    let near = known.iter().map(|field| (strsim::osa_distance(name, field), *field));
    let near = near.filter(|(edits, _)| *edits <= most).min().map(|(_, field)| field);
    elsewhere.or(near).map(|field| format!("{field}:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(run: &str, expected: Option<(&str, &str)>) {
        let got = unknown(run, false).map(|found| (found.typed, found.nearest.unwrap_or_default()));
        assert_eq!(got, expected.map(|(typed, nearest)| (typed.to_owned(), nearest.to_owned())), "{run}");
    }

    #[test]
    fn misspelt_and_foreign_names() {
        check("titel:NVIDIA", Some(("titel:", "title:")));
        check("Titer:NVIDIA", Some(("Titer:", "titre:")));
        check("sorce:AFP", Some(("sorce:", "source:")));
        check("journal:Monde", Some(("journal:", "source:")));
        check("dat:2025", Some(("dat:", "date:")));
        check("texte:plan", Some(("texte:", "")));
        assert!(unknown("texte:", true).is_some());
    }

    #[test]
    fn text_with_a_colon() {
        for run in [
            "12:30",
            "https://example.org",
            "mailto:a@example.org",
            "NVIDIA:",
            "NVIDIA:record",
            "l'IA:puces",
            "a:b",
            "titre:x",
            "date:2025",
            "texte:",
            "IA",
        ] {
            check(run, None);
        }
    }
}
