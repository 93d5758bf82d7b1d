//! Why an article does not match, in sentences.

use super::diagnosis::named as filter_name;
use super::plural::articles;
use super::{Lang, named};
use crate::model::{Clause, Date, DateRange, Filter, Verdict, Weighed};

/// The most other names of a topic that are printed.
const NAMED: usize = 4;

/// Whether the article matches, and where it stands in the answer.
pub fn verdict(lang: Lang, verdict: &Verdict) -> String {
    let query = &verdict.query;
    let all = articles(lang, verdict.articles);
    match (verdict.matches, verdict.rank) {
        (true, Some(rank)) => say!(lang,
            en: "it matches `{query}`: hit {rank} of an answer with {all}",
            fr: "il correspond à « {query} » : résultat {rank} d'une réponse de {all}"),
        (true, None) => say!(lang, en: "it matches `{query}`", fr: "il correspond à « {query} »"),
        (false, Some(rank)) => say!(lang,
            en: "it has only a part of `{query}`: hit {rank}, after those that match ({all})",
            fr: "il n'a qu'une partie de « {query} » : résultat {rank}, après ceux qui correspondent ({all})"),
        (false, None) => say!(lang,
            en: "it does not match `{query}`",
            fr: "il ne correspond pas à « {query} »"),
    }
}

/// The line over the passage that has the most of the query.
pub fn comes_nearest(lang: Lang) -> String {
    say!(lang, en: "it comes nearest in", fr: "ce qui s'en approche le plus")
}

/// The place of a passage: its number, or that it is the title.
pub fn place(lang: Lang, passage: Option<u32>) -> String {
    match passage {
        Some(number) => format!("§{number}"),
        None => say!(lang, en: "title", fr: "titre"),
    }
}

/// Why a clause fails.
pub fn clause(lang: Lang, clause: &Clause) -> String {
    match clause {
        Clause::Lacks { typed, also, articles: count } => lacks(lang, typed, also, *count),
        Clause::Apart { typed, words, found, articles: count, .. } => {
            let apart = match found == words {
                true => say!(lang,
                    en: "it has all words of {typed} in one passage, but not as asked",
                    fr: "il a tous les mots de {typed} dans un même passage, mais pas comme demandé"),
                false => say!(lang,
                    en: "it lacks {typed}: no passage has more than {found} of its {words} words that count",
                    fr: "il n'a pas {typed} : aucun passage n'a plus de {found} de ses {words} mots qui comptent"),
            };
            apart + &others(lang, *count)
        }
        Clause::NoneOf { typed } => {
            let typed = typed.join(", ");
            say!(lang, en: "it has none of: {typed}", fr: "il n'a rien de : {typed}")
        }
        Clause::Light { has, lacks, percent, least } => light(lang, has, lacks, [*percent, *least]),
        Clause::Filtered { by, date, at } => filtered(lang, by, *date, at.is_some()),
    }
}

/// « it lacks `Busan` or another of its names (Pusan); 8 articles have it ».
fn lacks(lang: Lang, typed: &str, also: &[String], count: u64) -> String {
    let names = named(lang, also, NAMED);
    let names = match names.is_empty() {
        true => names,
        false => {
            say!(lang, en: " or another of its names ({names})", fr: " ni un autre de ses noms ({names})")
        }
    };
    let lacks = say!(lang, en: "it lacks `{typed}`{names}", fr: "il n'a pas « {typed} »{names}");
    lacks + &others(lang, count)
}

/// « ; 8 articles have it ».
fn others(lang: Lang, count: u64) -> String {
    let all = articles(lang, count);
    match count {
        0 => say!(lang, en: "; no article has it", fr: " ; aucun article ne l'a"),
        _ => say!(lang, count,
            en: ["; {all} has it", "; {all} have it"],
            fr: [" ; {all} l'a", " ; {all} l'ont"]),
    }
}

/// « it has 26 % of the weight of the words, and 65 % is asked for; it has: Corée 26 %; it lacks: Trump 74 % ».
fn light(lang: Lang, has: &[Weighed], lacks: &[Weighed], [percent, least]: [u32; 2]) -> String {
    let list = |words: &[Weighed]| {
        let words = words.iter().map(|Weighed { typed, percent }| format!("{typed} {percent} %"));
        words.collect::<Vec<_>>().join(", ")
    };
    let (has, lacks) = (list(has), list(lacks));
    let none = say!(lang, en: "nothing", fr: "rien");
    let has = if has.is_empty() { none } else { has };
    say!(lang,
        en: "it has {percent} % of the weight of the words, and {least} % is asked for; it has: {has}; it lacks: {lacks}",
        fr: "il a {percent} % du poids des mots, et il en faut {least} % ; il a : {has} ; il n'a pas : {lacks}")
}

fn filtered(lang: Lang, by: &Filter, date: Option<Date>, has_place: bool) -> String {
    let name = match by {
        Filter::Period { dates } => period(*dates),
        other => filter_name(lang, other),
    };
    match (by, date) {
        (Filter::Source { typed }, _) => say!(lang,
            en: "its source is not `{typed}` ({name})",
            fr: "sa source n'est pas « {typed} » ({name})"),
        (Filter::Excluded { typed }, _) if has_place => say!(lang,
            en: "it has `{typed}`, which NOT excludes",
            fr: "il a « {typed} », que SAUF exclut"),
        (Filter::Excluded { .. }, _) => say!(lang, en: "{name} leaves it out", fr: "{name} l'exclut"),
        (_, Some(date)) => say!(lang,
            en: "its date, {date}, is outside {name}",
            fr: "sa date, {date}, est en dehors de {name}"),
        (Filter::Period { .. }, None) => say!(lang,
            en: "it has no date, and {name} asks for one (--undated keeps it)",
            fr: "il n'a pas de date, et {name} en demande une (--undated le garde)"),
        (Filter::Field { .. } | Filter::All, None) => say!(lang,
            en: "it does not have {name}",
            fr: "il n'a pas {name}"),
    }
}

/// The days of the request, as the flags that ask for them.
fn period(dates: DateRange) -> String {
    let since = dates.since.map(|day| format!("--since {day}"));
    let until = dates.until.map(|day| format!("--until {day}"));
    since.into_iter().chain(until).collect::<Vec<_>>().join(" ")
}
