//! How a list was made, for people: the manifest as labels and texts.

use super::screen::looked_for;
use super::{Lang, Say};
use crate::model::{DateRange, Understood};
use crate::provenance::{Listed, Manifest};
use crate::search::{Match, Order, Passages, Request};

/// How a list was made: a label and its text, in the order in which people ask.
pub fn how(lang: Lang, manifest: &Manifest) -> Vec<(String, String)> {
    let mut rows: Vec<(String, String)> =
        manifest.queries.iter().flat_map(|listed| of_query(lang, listed)).collect();
    rows.extend(of_index(lang, manifest));
    rows.extend([
        (say!(lang, en: "made", fr: "fait le"), manifest.made.clone()),
        (say!(lang, en: "program", fr: "programme"), format!("vigie {}", manifest.version)),
        (say!(lang, en: "to make it again", fr: "pour la refaire"), manifest.command.clone()),
    ]);
    rows
}

fn of_query(lang: Lang, listed: &Listed) -> Vec<(String, String)> {
    let Listed { request, canonical, passages, articles, .. } = listed;
    let mut rows = Vec::new();
    let mut row = |label: String, text: String| {
        if !text.is_empty() {
            rows.push((label, text));
        }
    };
    row(say!(lang, en: "name", fr: "nom"), listed.name.clone().unwrap_or_default());
    row(say!(lang, en: "query, as typed", fr: "requête, telle quelle"), request.query.clone());
    row(say!(lang, en: "as read", fr: "comprise comme"), canonical.clone());
    row(say!(lang, en: "names and words", fr: "noms et mots"), names(lang, listed));
    row(say!(lang, en: "period", fr: "période"), period(lang, request.dates, request.undated));
    row(say!(lang, en: "source", fr: "source"), request.source.clone().unwrap_or_default());
    row(say!(lang, en: "options", fr: "options"), options(lang, request).join(", "));
    row(say!(lang, en: "order", fr: "ordre"), order(lang, request.order));
    let (hits, saying, parts) = (passages.hits, passages.saying, passages.parts);
    row(say!(lang, en: "articles that match", fr: "articles qui correspondent"), articles.to_string());
    row(
        say!(lang, en: "passages", fr: "passages"),
        say!(lang,
        en: "{hits} listed; {saying} say it, {parts} have a part of it",
        fr: "{hits} dans la liste ; {saying} le disent, {parts} en ont une partie"),
    );
    let notes: Vec<String> = listed.notes.iter().map(|note| note.say(lang)).collect();
    row(say!(lang, en: "notes", fr: "remarques"), notes.join("\n"));
    rows
}

/// The names that were looked for, with their numbers of articles.
fn names(lang: Lang, listed: &Listed) -> String {
    let understood = Understood {
        typed: listed.request.query.clone(),
        canonical: listed.canonical.clone(),
        concepts: listed.concepts.clone(),
        left_out: listed.left_out.clone(),
        dates: listed.request.dates,
        source: None,
    };
    looked_for(lang, &understood, true)
}

fn period(lang: Lang, dates: DateRange, keeps_undated: bool) -> String {
    let text = match (dates.since, dates.until) {
        (None, None) => return String::new(),
        (Some(since), None) => say!(lang, en: "from {since} on", fr: "à partir du {since}"),
        (None, Some(until)) => say!(lang, en: "up to {until}", fr: "jusqu'au {until}"),
        (Some(since), Some(until)) => {
            say!(lang, en: "from {since} to {until}", fr: "du {since} au {until}")
        }
    };
    match keeps_undated {
        true => say!(lang, en: "{text}, and without a date", fr: "{text}, et sans date"),
        false => text,
    }
}

fn options(lang: Lang, request: &Request) -> Vec<String> {
    let given = [
        (request.matching == Match::All, say!(lang, en: "all of it, to the letter", fr: "tout, à la lettre")),
        (request.matching == Match::Any, say!(lang, en: "any part of it", fr: "une partie suffit")),
        (!request.expand, say!(lang, en: "words as typed only", fr: "mots tels quels seulement")),
        (
            request.wide,
            say!(lang, en: "narrower and broader names too", fr: "noms plus étroits et plus larges aussi"),
        ),
        (
            request.passages == Passages::All,
            say!(lang, en: "every passage with a part", fr: "tout passage qui en a une partie"),
        ),
        (
            request.feedback,
            say!(lang, en: "words of the best passages too", fr: "mots des meilleurs passages aussi"),
        ),
    ];
    let mut told: Vec<String> =
        given.into_iter().filter(|(is_given, _)| *is_given).map(|(_, text)| text).collect();
    if let Some(most) = request.per_article.filter(|most| *most > 0) {
        told.push(say!(lang, most as u64,
            en: ["at most {most} hit of an article", "at most {most} hits of an article"],
            fr: ["au plus {most} résultat par article", "au plus {most} résultats par article"]));
    }
    told
}

fn order(lang: Lang, order: Order) -> String {
    match order {
        Order::Relevance => say!(lang, en: "best match first", fr: "les plus pertinents d'abord"),
        Order::Newest => say!(lang, en: "latest first", fr: "les plus récents d'abord"),
        Order::Oldest => say!(lang, en: "earliest first", fr: "les plus anciens d'abord"),
        Order::Id => say!(lang, en: "by the article's name", fr: "par nom d'article"),
    }
}

fn of_index(lang: Lang, manifest: &Manifest) -> Vec<(String, String)> {
    let index = &manifest.index;
    vec![
        (say!(lang, en: "articles searched", fr: "articles cherchés"), index.searched.to_string()),
        (say!(lang, en: "without a date", fr: "sans date"), index.undated.to_string()),
        (
            say!(lang, en: "files not read, or not whole", fr: "fichiers non lus, ou en partie"),
            index.not_read.to_string(),
        ),
        (say!(lang, en: "fingerprint of the texts", fr: "empreinte des textes"), index.corpus.clone()),
        (say!(lang, en: "fingerprint of the analysis", fr: "empreinte de l'analyse"), index.chain.clone()),
        (
            say!(lang, en: "fingerprint of the thesaurus", fr: "empreinte du thésaurus"),
            index.thesaurus.clone(),
        ),
    ]
}
