//! The sentences of the notes on an answer.

use super::plural::{articles, words};
use super::{Lang, Say, named};
use crate::model::{Note, SourceCount};

/// The most forms of another word that a note names.
const NAMED_FORMS: usize = 3;

/// The most sources that a note names.
const NAMED_SOURCES: usize = 12;

/// The most words of feedback that a note names.
const NAMED_RELATED: usize = 8;

impl Say for Note {
    fn say(&self, lang: Lang) -> String {
        match self {
            Note::Wordless { typed } => say!(lang,
                en: "`{typed}` holds no word and was left out",
                fr: "« {typed} » ne contient aucun mot et n'a pas été pris en compte"),
            Note::Mended { typed, instead } => {
                let instead = instead.join(", ");
                say!(lang,
                    en: "`{typed}` is nowhere; searched instead: {instead}",
                    fr: "« {typed} » ne figure nulle part ; recherché à sa place : {instead}")
            }
            Note::Nowhere { words } => {
                let named = words.iter().map(|word| say!(lang, en: "`{word}`", fr: "« {word} »"));
                let named = named.collect::<Vec<_>>().join(", ");
                say!(lang,
                    en: "no article has {named}: left out (--match all asks for it)",
                    fr: "aucun article n'a {named} : laissé de côté (--match all l'exige)")
            }
            Note::NoRoom { typed, most } => say!(lang,
                en: "`{typed}` was left out: a query has room for {most} words and names",
                fr: "« {typed} » a été laissé de côté : une requête a de la place pour {most} mots et noms"),
            Note::Enough { percent } => say!(lang,
                en: "not every word is asked for: an article has at least {percent} % of their weight (--match all asks for each)",
                fr: "chaque mot n'est pas exigé : un article a au moins {percent} % de leur poids (--match all les exige tous)"),
            Note::PhraseNowhere { typed } => say!(lang,
                en: "no article has {typed} word for word: its words were searched",
                fr: "aucun article n'a {typed} mot à mot : ses mots ont été cherchés"),
            Note::TooMany { typed, found, searched } => {
                let found = words(lang, *found as u64);
                say!(lang,
                    en: "`{typed}` stands for {found}; the {searched} most frequent were searched",
                    fr: "« {typed} » correspond à {found} ; les {searched} plus fréquents ont été recherchés")
            }
            Note::Conflated { typed, others, accented } => {
                conflated(lang, typed, others, accented.as_deref())
            }
            Note::Undated { articles: count, kept } => undated(lang, *count, *kept),
            Note::UnknownSource { typed, known } => {
                let known: Vec<String> = known.iter().map(source).collect();
                if known.is_empty() {
                    return say!(lang,
                        en: "no article has the source `{typed}`, or any other",
                        fr: "aucun article n'a pour source « {typed} », ni aucune autre");
                }
                let known = named(lang, &known, NAMED_SOURCES);
                say!(lang,
                    en: "no article has the source `{typed}`; the sources are: {known}",
                    fr: "aucun article n'a pour source « {typed} » ; les sources sont : {known}")
            }
            Note::Behind { added, changed, removed } => say!(lang,
                en: "the index is behind its corpus: {added} new, {changed} changed, {removed} gone",
                fr: "l'index est en retard sur son corpus : nouveaux {added}, modifiés {changed}, disparus {removed}"),
            Note::NotRead { files } => say!(lang, *files,
                en: ["{files} file of the corpus was not read, or not whole: what it says is not in the answer",
                    "{files} files of the corpus were not read, or not whole: what they say is not in the answer"],
                fr: ["{files} fichier du corpus n'a pas été lu, ou pas en entier : ce qu'il dit n'est pas dans la réponse",
                    "{files} fichiers du corpus n'ont pas été lus, ou pas en entier : ce qu'ils disent n'est pas dans la réponse"]),
            Note::Related { words, searched } => {
                let words = named(lang, words, NAMED_RELATED);
                match searched {
                    true => say!(lang,
                        en: "also searched, from the best passages: {words}",
                        fr: "recherché aussi, d'après les meilleurs passages : {words}"),
                    false => say!(lang,
                        en: "also weighed, from the best passages: {words}",
                        fr: "compte aussi, d'après les meilleurs passages : {words}"),
                }
            }
        }
    }
}

/// The note on articles without a date.
fn undated(lang: Lang, count: u64, is_kept: bool) -> String {
    let articles = articles(lang, count);
    match is_kept {
        true => say!(lang, count,
            en: ["{count} of these articles has no date", "{count} of these articles have no date"],
            fr: ["{count} de ces articles n'a pas de date", "{count} de ces articles n'ont pas de date"]),
        false => say!(lang, count,
            en: ["{articles} that matches has no date and is left out", "{articles} that match have no date and are left out"],
            fr: ["{articles} qui correspond n'a pas de date et est laissé de côté", "{articles} qui correspondent n'ont pas de date et sont laissés de côté"]),
    }
}

/// A source with the number of its articles.
pub(super) fn source(known: &SourceCount) -> String {
    format!("{} ({})", known.source, known.articles)
}

/// The note on conflated words. Its advice is in the query language, which is the same in every front end.
fn conflated(lang: Lang, typed: &str, others: &[String], accented: Option<&str>) -> String {
    let quoted = |form: &String| say!(lang, en: "« {form} »", fr: "« {form} »");
    let others = named(lang, &others.iter().map(quoted).collect::<Vec<_>>(), NAMED_FORMS);
    match accented {
        Some(form) => say!(lang,
            en: "`{typed}` also finds {others}; if you mean « {form} », write it with its accents",
            fr: "« {typed} » trouve aussi {others} ; si vous cherchez « {form} », mettez les accents"),
        None => say!(lang,
            en: "`{typed}` also finds {others}: write ={typed} for that form only",
            fr: "« {typed} » trouve aussi {others} : écrivez ={typed} pour cette seule forme"),
    }
}
