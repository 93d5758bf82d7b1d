//! Why so few articles match, in sentences: one a line, for the screen.

use super::Lang;
use super::plural::articles;
use crate::model::{DateRange, Diagnosis, Filter, Spelling, TopicCount, WithoutFilter, WithoutTopic};

/// What stands between the parts of a line.
const BETWEEN: &str = " · ";

/// The lines of a diagnosis: what each topic finds alone, what leaving something out would find, usual spellings.
pub fn diagnosis(lang: Lang, diagnosis: &Diagnosis) -> Vec<String> {
    let Diagnosis { alone, without_topic, without_filter, spellings } = diagnosis;
    let alone = list(alone, |TopicCount { typed, articles }| format!("{typed} {articles}"));
    let alone = (!alone.is_empty())
        .then(|| say!(lang, en: "articles of each alone: {alone}", fr: "articles de chacun seul : {alone}"));
    let lines = [
        alone,
        Some(list(without_topic, |without| added(lang, without))),
        Some(list(without_filter, |without| narrowed(lang, without))),
    ];
    let spellings = spellings.iter().map(|spelling| spelt(lang, spelling));
    lines.into_iter().flatten().filter(|line| !line.is_empty()).chain(spellings).collect()
}

fn list<T>(parts: &[T], say: impl Fn(&T) -> String) -> String {
    parts.iter().map(say).collect::<Vec<_>>().join(BETWEEN)
}

/// « without `zéro`: 3 more ».
fn added(lang: Lang, WithoutTopic { typed, more }: &WithoutTopic) -> String {
    say!(lang, *more,
        en: ["without `{typed}`: {more} more", "without `{typed}`: {more} more"],
        fr: ["sans « {typed} » : {more} de plus", "sans « {typed} » : {more} de plus"])
}

/// « 41 without --since ».
fn narrowed(lang: Lang, WithoutFilter { filter, articles }: &WithoutFilter) -> String {
    let name = named(lang, filter);
    say!(lang, en: "{articles} without {name}", fr: "{articles} sans {name}")
}

/// The name of a filter: as it is typed.
pub(super) fn named(lang: Lang, filter: &Filter) -> String {
    match filter {
        Filter::Period { dates } => flags(*dates).to_owned(),
        Filter::Source { .. } => "--source".to_owned(),
        Filter::Field { typed } => typed.clone(),
        Filter::Excluded { typed } => say!(lang, en: "NOT {typed}", fr: "SAUF {typed}"),
        Filter::All => say!(lang, en: "any of these filters", fr: "aucun de ces filtres"),
    }
}

/// The flags of these dates.
fn flags(dates: DateRange) -> &'static str {
    match (dates.since, dates.until) {
        (Some(_), Some(_)) => "--since --until",
        (None, Some(_)) => "--until",
        (_, None) => "--since",
    }
}

/// « Comptex 1 article; computex 9 ».
fn spelt(lang: Lang, spelling: &Spelling) -> String {
    let Spelling { typed, articles: count, usual, usual_articles } = spelling;
    let count = articles(lang, *count);
    say!(lang,
        en: "{typed} {count}; spelt {usual}: {usual_articles}",
        fr: "{typed} : {count} ; écrit {usual} : {usual_articles}")
}
