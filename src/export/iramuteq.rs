//! Articles as a corpus of IRaMuTeQ: a line of four stars with variables, then the text of the article.

use std::io::{self, Write};

use super::shape::Rows;
use crate::model::Hit;

/// A corpus for IRaMuTeQ. The text of a hit is that of its article.
pub(super) struct Iramuteq;

impl Rows for Iramuteq {
    fn row(&self, hit: &Hit, out: &mut dyn Write) -> io::Result<()> {
        let metadata = &hit.metadata;
        let day = metadata.date.map(|day| day.to_string());
        let month = day.as_deref().and_then(|day| day.get(..7)).map(str::to_owned);
        let variables = [
            ("id", Some(hit.id.clone())),
            ("source", metadata.source.clone()),
            ("date", day),
            ("mois", month),
            ("langue", metadata.language.clone()),
        ];
        write!(out, "****")?;
        for (name, value) in variables {
            let value = value.map(|value| modality(&value)).filter(|value| !value.is_empty());
            if let Some(value) = value {
                write!(out, " *{name}_{value}")?;
            }
        }
        writeln!(out)?;
        if let Some(title) = &metadata.title {
            writeln!(out, "{}.", plain(title).trim().trim_end_matches('.'))?;
        }
        plain(&hit.text).lines().try_for_each(|line| writeln!(out, "{line}"))?;
        writeln!(out)
    }
}

/// A value of a variable: letters and digits; `-` between words. The underscore divides name and value.
fn modality(value: &str) -> String {
    let parts = value.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

/// The text without stars, which begin texts and themes, and without control characters.
fn plain(text: &str) -> String {
    let is_bad = |c: char| c == '*' || (c.is_control() && c != '\n');
    text.chars().map(|c| if is_bad(c) { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::export::sample;

    fn check(hit: &Hit, expected: &str) {
        let mut out = Vec::new();
        Iramuteq.row(hit, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn an_article() {
        let hit = Hit { text: "Des *puces*.\n**** *x_y".to_owned(), ..sample::hits().remove(0) };
        check(
            &hit,
            "**** *id_quotidien-puces-md *source_Le-Quotidien *date_2025-10-28 *mois_2025-10 *langue_fr\n\
             Les puces, « l’or » de 2025.\nDes  puces .\n      x_y\n\n",
        );
    }

    proptest! {
        #[test]
        fn a_text_is_one_text(hits in prop::collection::vec(sample::any_hit(), 0..4)) {
            let mut out = Vec::new();
            hits.iter().for_each(|hit| Iramuteq.row(hit, &mut out).unwrap());
            let out = String::from_utf8(out).unwrap();
            prop_assert_eq!(out.matches("****").count(), hits.len());
        }
    }
}
