//! The sentences of the screens: the page of an answer, the report of a run, the end of an export or an evaluation.

use std::collections::BTreeMap;
use std::path::Path;

use super::plural::{articles, counted, files, passages, words};
use super::{Lang, named};
use crate::indexing::{Change, Missing, Report};
use crate::model::{Concept, CountedName, Explanation, PageRange, PassageCounts, SearchResponse, Understood};

/// The pages of a passage: `p. 4`, in both languages.
pub fn on_page(page: PageRange) -> String {
    format!("p.\u{a0}{page}")
}

/// The most words or names of a concept that are printed.
const NAMED: usize = 6;

/// The numbers of matching articles and passages, and the ranks of the hits on the page.
pub fn counts(lang: Lang, response: &SearchResponse) -> String {
    let partial = response.partial_articles.filter(|&partial| partial > 0);
    let found = match (response.articles, partial) {
        (0, Some(partial)) => say!(lang, partial,
            en: ["no article has all of it, {partial} has a part of it",
                "no article has all of it, {partial} have a part of it"],
            fr: ["aucun article n'a tout, {partial} en a une partie",
                "aucun article n'a tout, {partial} en ont une partie"]),
        (all, partial) => {
            let more = |partial| {
                say!(lang, partial,
                    en: ["; {partial} more article has a part of it", "; {partial} more articles have a part of it"],
                    fr: [" ; {partial} autre article en a une partie", " ; {partial} autres articles en ont une partie"])
            };
            saying(lang, all, response.passages) + &partial.map(more).unwrap_or_default()
        }
    };
    match (response.hits.first(), response.hits.last()) {
        (Some(first), Some(last)) => {
            let (first, last) = (first.rank, last.rank);
            say!(lang, en: "{found}; shown: {first}–{last}", fr: "{found} ; affichés : {first}–{last}")
        }
        _ => found,
    }
}

/// « 14 passages in 13 articles say it; 19 more articles say it in pieces; 57 more passages have a part ».
fn saying(lang: Lang, all: u64, counts: PassageCounts) -> String {
    let PassageCounts { saying, saying_articles, parts, is_exact, .. } = counts;
    let (pieces, in_articles) = (all.saturating_sub(saying_articles), articles(lang, saying_articles));
    let found = passages(lang, saying);
    let mut sentence = match (is_exact, saying) {
        (true, 0) => {
            let (articles, parts) = (articles(lang, all), passages(lang, parts));
            return say!(lang, all,
                en: ["{articles} says it in pieces; {parts} with a part of it",
                    "{articles} say it in pieces; {parts} with a part of it"],
                fr: ["{articles} le dit par morceaux ; {parts} avec une partie",
                    "{articles} le disent par morceaux ; {parts} avec une partie"]);
        }
        (true, _) => say!(lang, saying,
            en: ["{found} in {in_articles} says it", "{found} in {in_articles} say it"],
            fr: ["{found} de {in_articles} le dit", "{found} de {in_articles} le disent"]),
        (false, _) => {
            let all = articles(lang, all);
            return say!(lang,
                en: "{all} match; at least {found} in {in_articles} say it",
                fr: "{all} correspondent ; au moins {found} de {in_articles} le disent");
        }
    };
    if pieces > 0 {
        sentence += &say!(lang, pieces,
            en: ["; {pieces} more article says it in pieces", "; {pieces} more articles say it in pieces"],
            fr: [" ; {pieces} autre article le dit par morceaux", " ; {pieces} autres articles le disent par morceaux"]);
    }
    if parts > 0 {
        sentence += &say!(lang, parts,
            en: ["; {parts} more passage has a part", "; {parts} more passages have a part"],
            fr: [" ; {parts} autre passage en a une partie", " ; {parts} autres passages en ont une partie"]);
    }
    sentence
}

/// The note on a page without hits.
pub fn nothing_found(lang: Lang, response: &SearchResponse) -> String {
    let page = response.page;
    if page == 1 && response.articles == 0 {
        return say!(lang, en: "no article matches", fr: "aucun article ne correspond");
    }
    let count = response.passages.hits;
    let found = passages(lang, count);
    say!(lang, count,
        en: ["page {page} is past the end: {found} matches", "page {page} is past the end: {found} match"],
        fr: ["la page {page} dépasse la fin : {found} correspond", "la page {page} dépasse la fin : {found} correspondent"])
}

/// The words that the search looked for, and those that it left out. With `is_explained`, all terms.
pub fn looked_for(lang: Lang, query: &Understood, is_explained: bool) -> String {
    let shown = query.concepts.iter().filter(|concept| is_explained || concept.part_of.is_none());
    let concepts: Vec<String> = shown.map(|c| concept(lang, c, is_explained)).collect();
    let (concepts, left_out) = (concepts.join(" · "), query.left_out.join(", "));
    match (concepts.is_empty(), left_out.is_empty()) {
        (true, true) => String::new(),
        (false, true) => say!(lang, en: "looked for: {concepts}", fr: "cherché : {concepts}"),
        (true, false) => say!(lang,
            en: "left out, as little words: {left_out}",
            fr: "laissé de côté, comme petits mots : {left_out}"),
        (false, false) => say!(lang,
            en: "looked for: {concepts}; left out, as little words: {left_out}",
            fr: "cherché : {concepts} ; laissé de côté, comme petits mots : {left_out}"),
    }
}

/// A concept, with the words that a pattern stands for. With `is_explained`, the terms of other concepts too.
fn concept(lang: Lang, concept: &Concept, is_explained: bool) -> String {
    let is_pattern = concept.label.ends_with(['*', '~']);
    let words: Vec<&str> = concept.words.iter().map(|word| word.trim_start_matches('=')).collect();
    let named_words = (is_pattern || is_explained).then(|| format!(" ({})", named(lang, &words, NAMED)));
    let found = names_found(lang, &concept.also, is_explained);
    let ranked = names_found(lang, &concept.near, is_explained).filter(|_| is_explained);
    let also = match (found, ranked) {
        (None, None) => None,
        (Some(also), None) => Some(say!(lang, en: " (also {also})", fr: " (aussi {also})")),
        (None, Some(near)) => {
            Some(say!(lang, en: " (brought forward by {near})", fr: " (mis en avant par {near})"))
        }
        (Some(also), Some(near)) => Some(say!(lang,
            en: " (also {also}; brought forward by {near})",
            fr: " (aussi {also} ; mis en avant par {near})")),
    };
    let words = also.or(named_words).unwrap_or_default();
    let field = concept.field.as_deref().map(|name| field(lang, name)).unwrap_or_default();
    let label = match concept.articles {
        Some(articles) => format!("{} {articles}", concept.label),
        None => concept.label.clone(),
    };
    match concept.excluded {
        true => say!(lang, en: "not {field}{label}{words}", fr: "sauf {field}{label}{words}"),
        false => format!("{field}{label}{words}"),
    }
}

/// The names that some article has, each with the number of these, the most frequent first. With `is_explained` those
/// that are nowhere too. `None` where there is none.
fn names_found(lang: Lang, names: &[CountedName], is_explained: bool) -> Option<String> {
    let is_shown = |name: &&CountedName| is_explained || name.articles != Some(0);
    let shown = names.iter().filter(is_shown).map(|CountedName { name, articles }| match articles {
        Some(articles) => format!("{name} {articles}"),
        None => name.clone(),
    });
    let shown: Vec<String> = shown.collect();
    let most = if is_explained { usize::MAX } else { NAMED };
    (!shown.is_empty()).then(|| named(lang, &shown, most))
}

/// The name of a field in the query language of `lang`.
fn field(lang: Lang, name: &str) -> String {
    let name = match (lang, name) {
        (Lang::Fr, "title") => "titre",
        (Lang::Fr, "author") => "auteur",
        (Lang::Fr, "language") => "langue",
        (_, name) => name,
    };
    format!("{name}:")
}

/// The concepts of the query that an article lacks.
pub fn missing(lang: Lang, missing: &[String]) -> String {
    let missing = missing.join(", ");
    say!(lang, en: "missing: {missing}", fr: "il manque : {missing}")
}

/// The explanation of a score: the sum, then a line for each concept.
pub fn explained(lang: Lang, explanation: &Explanation) -> Vec<String> {
    let number = |value: f32, digits| lang.decimal(f64::from(value), digits);
    let three = |value| number(value, 3);
    let [score, passage, article] = [explanation.score, explanation.passage, explanation.article].map(three);
    let [nearness, lead] = [explanation.nearness, explanation.lead].map(three);
    let sum = say!(lang,
        en: "score {score} = passage {passage} + article {article} + nearness {nearness} + lead {lead}",
        fr: "score {score} = passage {passage} + article {article} + proximité {nearness} + début {lead}");
    let lines = explanation.concepts.iter().map(|concept| {
        let (label, idf) = (&concept.label, number(concept.idf, 2));
        let [in_passage, in_text, in_title] =
            [concept.in_passage, concept.in_article, concept.in_title].map(|value| number(value, 1));
        let [passage, article] = [concept.passage_score, concept.article_score].map(three);
        say!(lang,
            en: "{label}: idf {idf}; passage {in_passage} matches → {passage}; article {in_text} in text, {in_title} in title → {article}",
            fr: "{label} : idf {idf} ; passage : {in_passage} occurrences → {passage} ; article : {in_text} dans le texte, {in_title} dans le titre → {article}")
    });
    std::iter::once(sum).chain(lines).collect()
}

/// The report of a run, or with `is_dry` of a dry run.
pub fn index_report(lang: Lang, report: &Report, is_dry: bool) -> Vec<String> {
    let would = |(name, change): &(String, Change)| match change {
        Change::Added => say!(lang, en: "would be added: {name}", fr: "serait ajouté : {name}"),
        Change::Changed => say!(lang, en: "would be changed: {name}", fr: "serait modifié : {name}"),
        Change::Removed => say!(lang, en: "would be removed: {name}", fr: "serait retiré : {name}"),
    };
    let mut lines: Vec<String> = report.names.iter().filter(|_| is_dry).map(would).collect();
    lines.push(files_of(lang, report));
    lines.extend(kept(lang, report));
    let totals = &report.totals;
    let (articles, passages) = (articles(lang, totals.articles), passages(lang, totals.passages));
    let words = words(lang, totals.words);
    lines.push(match is_dry {
        true => say!(lang,
            en: "the index holds {articles}, {passages}, {words}",
            fr: "l'index contient {articles}, {passages}, {words}"),
        false => say!(lang,
            en: "the index now holds {articles}, {passages}, {words}",
            fr: "l'index contient maintenant {articles}, {passages}, {words}"),
    });
    lines
}

/// The numbers of files, by what the run did with them.
fn files_of(lang: Lang, report: &Report) -> String {
    let files = &report.files;
    let count = |count, english, french: [&'static str; 2]| counted(lang, count, [english; 2], french);
    let moved = (files.moved > 0).then(|| count(files.moved, "moved", ["déplacé", "déplacés"]));
    let counts = [
        Some(count(files.added, "added", ["ajouté", "ajoutés"])),
        Some(count(files.changed, "changed", ["modifié", "modifiés"])),
        moved,
        Some(count(files.removed, "removed", ["retiré", "retirés"])),
        Some(count(files.unchanged, "unchanged", ["inchangé", "inchangés"])),
        Some(failed(lang, files.failed)),
    ];
    counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What is said of files that were not seen, and whose articles stay.
pub(super) fn kept(lang: Lang, report: &Report) -> Option<String> {
    if let Some(Missing { files, of }) = report.missing {
        return Some(say!(lang, files,
            en: ["{files} of {of} files is missing: its articles stay in the index. If the file is gone, add --remove-missing", "{files} of {of} files are missing: their articles stay in the index. If the files are gone, add --remove-missing"],
            fr: ["{files} fichier sur {of} manque : ses articles restent dans l'index. S'il a disparu, ajoutez --remove-missing", "{files} fichiers sur {of} manquent : leurs articles restent dans l'index. S'ils ont disparu, ajoutez --remove-missing"]));
    }
    let unseen = report.files.unseen;
    (unseen > 0).then(|| say!(lang, unseen,
        en: ["{unseen} file could not be seen: its articles stay as they were", "{unseen} files could not be seen: their articles stay as they were"],
        fr: ["{unseen} fichier n'a pas été vu : ses articles restent tels quels", "{unseen} fichiers n'ont pas été vus : leurs articles restent tels quels"]))
}

/// The number of files, or parts of files, that are not in the index.
pub(super) fn failed(lang: Lang, count: u64) -> String {
    counted(lang, count, ["failed"; 2], ["échec", "échecs"])
}

/// The numbers of files in formats that the program does not read, by extension.
pub fn left_out_kinds(lang: Lang, skipped: &BTreeMap<String, u64>) -> String {
    let kinds = skipped.iter().map(|(kind, count)| match kind.as_str() {
        "" => say!(lang, en: "{count} without extension", fr: "{count} sans extension"),
        kind => format!("{count} .{kind}"),
    });
    let kinds = kinds.collect::<Vec<_>>().join(", ");
    say!(lang,
        en: "left out, formats that are not read: {kinds}",
        fr: "laissé de côté, formats qui ne sont pas lus : {kinds}")
}

/// The first indexing, by another command than `index`: what it did, in seconds. `folder` is that of the index.
pub fn indexed(lang: Lang, report: &Report, folder: &Path, seconds: f64) -> String {
    let (count, folder, seconds) = (report.files.added, folder.display(), lang.decimal(seconds, 1));
    let files = files(lang, count);
    say!(lang, count,
        en: ["indexed {files} into {folder}/ ({seconds} s)", "indexed {files} into {folder}/ ({seconds} s)"],
        fr: ["{files} indexé dans {folder}/ ({seconds} s)", "{files} indexés dans {folder}/ ({seconds} s)"])
}

/// The line under some passages of an article, from `first` to `last` of `count`.
pub fn passages_shown(lang: Lang, first: usize, last: usize, count: usize) -> String {
    say!(lang, en: "shown: §{first}–§{last} of {count}", fr: "affichés : §{first}–§{last} sur {count}")
}

/// The end of an export to `place`, or to standard output.
pub fn export_done(lang: Lang, rows: u64, place: Option<&str>, found: [u64; 2]) -> String {
    let [found_passages, found_articles] = found;
    let rows_written = say!(lang, rows,
        en: ["{rows} row written", "{rows} rows written"],
        fr: ["{rows} ligne écrite", "{rows} lignes écrites"]);
    let to = |place| say!(lang, en: " to {place}", fr: " dans {place}");
    let place = place.map(to).unwrap_or_default();
    let (passages, articles) = (passages(lang, found_passages), articles(lang, found_articles));
    say!(lang, found_passages,
        en: ["{rows_written}{place}: {passages} of {articles} matches", "{rows_written}{place}: {passages} of {articles} match"],
        fr: ["{rows_written}{place} : {passages} de {articles} correspond", "{rows_written}{place} : {passages} de {articles} correspondent"])
}

/// The progress bar of a run: a template of `indicatif` for each step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars {
    /// For the listing of the corpus.
    pub listing: String,
    /// For the reading of files.
    pub reading: String,
    /// For the commit.
    pub writing: String,
}

/// The templates of the bar.
pub fn bars(lang: Lang) -> Bars {
    Bars {
        listing: say!(lang,
            en: "listing the corpus: {{pos}} files",
            fr: "liste du corpus : {{pos}} fichiers"),
        reading: say!(lang,
            en: "{{prefix}}/{{msg}} files, {{bytes}}/{{total_bytes}}, {{bytes_per_sec}}, {{eta}} left [{{wide_bar}}]",
            fr: "{{prefix}}/{{msg}} fichiers, {{bytes}}/{{total_bytes}}, {{bytes_per_sec}}, encore {{eta}} [{{wide_bar}}]"),
        writing: say!(lang,
            en: "writing the index… ({{elapsed}})",
            fr: "écriture de l'index… ({{elapsed}})"),
    }
}

/// The duration of an evaluation's search, in seconds.
pub fn searched(lang: Lang, topics: usize, seconds: f64) -> String {
    let each = lang.decimal(1000.0 * seconds / topics.max(1) as f64, 1);
    let seconds = lang.decimal(seconds, 1);
    say!(lang, topics as u64,
        en: ["{topics} topic searched in {seconds} s, {each} ms each", "{topics} topics searched in {seconds} s, {each} ms each"],
        fr: ["{topics} sujet cherché en {seconds} s, soit {each} ms", "{topics} sujets cherchés en {seconds} s, {each} ms par sujet"])
}

/// The line on the notes of an evaluation that are not printed.
pub fn more_notes(lang: Lang, count: usize) -> String {
    say!(lang, count as u64,
        en: ["and {count} more of such notes", "and {count} more of such notes"],
        fr: ["et {count} autre remarque de ce genre", "et {count} autres remarques de ce genre"])
}

/// The note that no hit is judged: the identifiers of the articles may differ.
pub fn none_judged(lang: Lang, ours: &str) -> String {
    say!(lang,
        en: "none of the hits is judged; are articles named otherwise there than `{ours}`?",
        fr: "aucun résultat n'est jugé ; les articles y portent-ils d'autres noms que `{ours}` ?")
}

/// The words in a table of measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// The heading of the topics.
    pub topic: &'static str,
    /// The label of the number of topics.
    pub topics: &'static str,
    /// The label of the mean over all topics.
    pub all: &'static str,
    /// The heading of the measures.
    pub metric: &'static str,
    /// The heading of the number of topics that the second run answers better.
    pub better: &'static str,
    /// The heading of the number of topics that it answers worse.
    pub worse: &'static str,
    /// The heading of the kinds of topics.
    pub kind: &'static str,
    /// The heading of the number of topics for which nothing was found.
    pub empty: &'static str,
    /// The heading of precision.
    pub precision: &'static str,
    /// The heading of recall.
    pub recall: &'static str,
}

/// The words in a table of measures.
pub fn table(lang: Lang) -> Table {
    match lang {
        Lang::En => Table {
            topic: "topic",
            topics: "topics",
            all: "all",
            metric: "metric",
            better: "better",
            worse: "worse",
            kind: "kind",
            empty: "empty",
            precision: "precision",
            recall: "recall",
        },
        Lang::Fr => Table {
            topic: "sujet",
            topics: "sujets",
            all: "tous",
            metric: "mesure",
            better: "mieux",
            worse: "pire",
            kind: "genre",
            empty: "vides",
            precision: "précision",
            recall: "rappel",
        },
    }
}

/// The numbers of articles, passages, words and files of an index.
pub(super) fn holds(lang: Lang, totals: crate::backend::Totals, file_count: u64) -> String {
    let (articles, files) = (articles(lang, totals.articles), files(lang, file_count));
    let (passages, words) = (passages(lang, totals.passages), words(lang, totals.words));
    say!(lang, en: "{articles} from {files}, {passages}, {words}", fr: "{articles} de {files}, {passages}, {words}")
}
