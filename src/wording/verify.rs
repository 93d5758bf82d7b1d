//! What a comparison of a list with the index of now has found.

use super::{Advise, plural::passages};
use super::{Lang, Say};
use crate::export::Limits;
use crate::provenance::{Change, Changes, Differs, FORMAT, ManifestError, Moved, Why};

/// The most hits of a kind that are named. JSON has all.
const SHOWN: usize = 10;

/// The file of a list, as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// Its bytes are those that were written.
    Same,
    /// Its bytes are others.
    Changed,
    /// It is not there.
    Missing,
    /// The manifest lies in the file itself, and has no hash of it.
    Unknown,
}

/// The lines of a report: `then` and `now` are numbers of hits.
pub fn verified(
    lang: Lang,
    file: FileState,
    differs: Differs,
    [then, now]: [u64; 2],
    changes: &Changes,
) -> Vec<String> {
    let mut lines = vec![headline(lang, then, now, changes)];
    lines.extend(circumstances(lang, differs));
    match file {
        FileState::Changed => lines.push(say!(lang,
            en: "the file was changed after it was written",
            fr: "le fichier a été modifié après son écriture")),
        FileState::Missing => lines.push(say!(lang,
            en: "the file is not beside its manifest",
            fr: "le fichier n'est pas à côté de son manifeste")),
        FileState::Same | FileState::Unknown => {}
    }
    lines.extend(changed(lang, "+", &changes.came, say!(lang, en: "came", fr: "venus")));
    lines.extend(changed(lang, "-", &changes.went, say!(lang, en: "went", fr: "partis")));
    lines.extend(changed(
        lang,
        "~",
        &changes.edited,
        say!(lang, en: "the text has changed", fr: "le texte a changé"),
    ));
    lines.extend(moved(lang, &changes.moved));
    lines
}

fn headline(lang: Lang, then: u64, now: u64, changes: &Changes) -> String {
    if changes.are_none() {
        let passages = passages(lang, now);
        return say!(lang, en: "the same list: {passages}", fr: "la même liste : {passages}");
    }
    say!(lang,
        en: "another list: {then} passages then, {now} now",
        fr: "une autre liste : {then} passages alors, {now} maintenant")
}

/// What is another now than then.
fn circumstances(lang: Lang, differs: Differs) -> Option<String> {
    let given = [
        (differs.corpus, say!(lang, en: "the texts of the corpus", fr: "les textes du corpus")),
        (differs.chain, say!(lang, en: "the analysis", fr: "l'analyse")),
        (differs.thesaurus, say!(lang, en: "the thesaurus", fr: "le thésaurus")),
        (differs.version, say!(lang, en: "the program", fr: "le programme")),
    ];
    let others: Vec<String> = given.into_iter().filter(|(is, _)| *is).map(|(_, what)| what).collect();
    let others_named = others.join(", ");
    (!others.is_empty())
        .then(|| say!(lang, en: "changed since: {others_named}", fr: "changé depuis : {others_named}"))
}

fn changed(lang: Lang, sign: &str, changes: &[Change], what: String) -> Vec<String> {
    if changes.is_empty() {
        return Vec::new();
    }
    let count = changes.len();
    let colon = lang.colon();
    let mut lines = vec![format!("{what}{colon}{count}")];
    lines.extend(changes.iter().take(SHOWN).map(|change| {
        let Change { id, passage, rank, why, .. } = change;
        let why = why.say(lang);
        format!("  {sign} {rank:>4}  {id} §{passage}{colon}{why}")
    }));
    lines.extend(more(lang, count));
    lines
}

fn moved(lang: Lang, moved: &[Moved]) -> Vec<String> {
    if moved.is_empty() {
        return Vec::new();
    }
    let (count, colon) = (moved.len(), lang.colon());
    let what = say!(lang, en: "moved", fr: "déplacés");
    let mut lines = vec![format!("{what}{colon}{count}")];
    let shown = moved.iter().take(SHOWN);
    lines.extend(
        shown.map(|Moved { id, passage, from, to, .. }| format!("    {from:>4} → {to}  {id} §{passage}")),
    );
    lines.extend(more(lang, count));
    lines
}

fn more(lang: Lang, count: usize) -> Option<String> {
    let more = count.checked_sub(SHOWN).filter(|more| *more > 0)?;
    Some(say!(lang, more as u64,
        en: ["    and {more} more (all with `--json`)", "    and {more} more (all with `--json`)"],
        fr: ["    et {more} autre (tous avec `--json`)", "    et {more} autres (tous avec `--json`)"]))
}

impl Say for Why {
    fn say(&self, lang: Lang) -> String {
        match self {
            Why::ArticleNewOrChanged => say!(lang,
                en: "the article is new, or has changed",
                fr: "l'article est nouveau, ou a changé"),
            Why::ArticleChanged => say!(lang, en: "the article has changed", fr: "l'article a changé"),
            Why::ArticleGone => say!(lang,
                en: "the article is no longer in the index",
                fr: "l'article n'est plus dans l'index"),
            Why::ArticleRenamed { other } => say!(lang,
                en: "the same article as {other}",
                fr: "le même article que {other}"),
            Why::ArticleSame => say!(lang,
                en: "the article is the same: rules, or other articles, have changed",
                fr: "l'article est le même : les règles, ou d'autres articles, ont changé"),
        }
    }
}

impl Say for ManifestError {
    fn say(&self, lang: Lang) -> String {
        match self {
            ManifestError::NotOne(said) => {
                say!(lang, en: "no manifest of a list: {said}", fr: "ce n'est pas le manifeste d'une liste : {said}")
            }
            ManifestError::Newer { found } => say!(lang,
                en: "a manifest of format {found}; this program reads {FORMAT}",
                fr: "un manifeste au format {found} ; ce programme lit le format {FORMAT}"),
            ManifestError::Changed => say!(lang,
                en: "the hits of the manifest were changed after it was written",
                fr: "les résultats du manifeste ont été modifiés après son écriture"),
        }
    }
}

impl Advise for ManifestError {
    fn advise(&self, lang: Lang) -> Option<String> {
        Some(match self {
            ManifestError::NotOne(_) => say!(lang,
                en: "give an exported file, its `.vigie.json`, or a workbook of `vigie export`",
                fr: "donnez un fichier exporté, son `.vigie.json`, ou un classeur de `vigie export`"),
            ManifestError::Newer { .. } => {
                say!(lang, en: "use a newer vigie", fr: "utilisez un vigie plus récent")
            }
            ManifestError::Changed => {
                say!(lang, en: "export the list again", fr: "exportez de nouveau la liste")
            }
        })
    }
}

/// The limits of a format that a list met: a line each.
pub fn limits_met(lang: Lang, limits: Limits) -> Vec<String> {
    let Limits { cut_cells, plain_links, more_sheets } = limits;
    let mut lines = Vec::new();
    if cut_cells > 0 {
        lines.push(say!(lang, cut_cells,
            en: ["{cut_cells} cell was cut: a cell holds 32,767 characters", "{cut_cells} cells were cut: a cell holds 32,767 characters"],
            fr: ["{cut_cells} cellule a été coupée : une cellule contient 32 767 caractères", "{cut_cells} cellules ont été coupées : une cellule contient 32 767 caractères"]));
    }
    if plain_links > 0 {
        lines.push(say!(lang, plain_links,
            en: ["{plain_links} title has no link: a sheet holds 65,530 links, of 2,080 characters", "{plain_links} titles have no link: a sheet holds 65,530 links, of 2,080 characters"],
            fr: ["{plain_links} titre n'a pas de lien : une feuille contient 65 530 liens, de 2 080 caractères", "{plain_links} titres n'ont pas de lien : une feuille contient 65 530 liens, de 2 080 caractères"]));
    }
    if more_sheets > 0 {
        lines.push(say!(lang, more_sheets,
            en: ["the list goes on in {more_sheets} more sheet: a sheet holds 1,048,576 rows", "the list goes on in {more_sheets} more sheets: a sheet holds 1,048,576 rows"],
            fr: ["la liste continue dans {more_sheets} autre feuille : une feuille contient 1 048 576 lignes", "la liste continue dans {more_sheets} autres feuilles : une feuille contient 1 048 576 lignes"]));
    }
    lines
}
