//! The status of an index, line by line.

use super::Lang;
use super::hints::update;
use super::notes::source;
use super::plural::articles;
use super::screen::{failed, holds, kept};
use crate::indexing::Counts;
use crate::model::SourceCount;
use crate::session::Status;

/// The lines of the status: a label, and its text.
pub fn status(lang: Lang, status: &Status) -> Vec<(String, String)> {
    let corpora: Vec<String> = status.corpora.iter().map(|corpus| corpus.display().to_string()).collect();
    let (format, chain) = (status.format, &status.chain);
    let mib = lang.decimal(status.bytes as f64 / f64::from(1 << 20), 1);
    let mut lines = vec![
        (say!(lang, en: "index", fr: "index"), status.index.display().to_string()),
        (say!(lang, en: "corpus", fr: "corpus"), corpora.join(", ")),
        (
            say!(lang, en: "format", fr: "format"),
            say!(lang, en: "{format}, chain {chain}", fr: "{format}, chaîne {chain}"),
        ),
        (say!(lang, en: "holds", fr: "contenu"), holds(lang, status.holds, status.files as u64)),
        (say!(lang, en: "dates", fr: "dates"), dates(lang, status)),
        (say!(lang, en: "sources", fr: "sources"), sources(lang, &status.sources)),
        (say!(lang, en: "size", fr: "taille"), say!(lang, en: "{mib} MiB", fr: "{mib} Mio")),
        (say!(lang, en: "state", fr: "état"), state(lang, status.to_do.as_ref())),
    ];
    for names in &status.alike {
        let rule = one_source(lang, names);
        lines.push((say!(lang, en: "alike", fr: "proches"), rule));
    }
    if let Some(kept) = status.report.as_ref().and_then(|report| kept(lang, report)) {
        lines.push((say!(lang, en: "not seen", fr: "non vus"), kept));
    }
    if status.is_checked {
        let whole = say!(lang, en: "all files are whole", fr: "tous les fichiers sont intacts");
        lines.push((say!(lang, en: "checksums", fr: "sommes"), whole));
    }
    lines
}

/// The first and the last day, and how many articles have none.
fn dates(lang: Lang, status: &Status) -> String {
    let undated = articles(lang, status.undated);
    match (status.dates.since, status.dates.until) {
        (Some(first), Some(last)) => say!(lang,
            en: "{first} to {last}; without a date: {undated}",
            fr: "du {first} au {last} ; sans date : {undated}"),
        _ => say!(lang, en: "without a date: {undated}", fr: "sans date : {undated}"),
    }
}

/// All sources: a query names them, so none is left out.
fn sources(lang: Lang, sources: &[SourceCount]) -> String {
    match sources {
        [] => say!(lang, en: "none is known", fr: "aucune n'est connue"),
        sources => sources.iter().map(source).collect::<Vec<_>>().join(", "),
    }
}

/// Sources that may be one, and the rule that makes them one: the first name has the most articles.
fn one_source(lang: Lang, names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let (one, others) = (&quoted[0], quoted[1..].join(", "));
    let rule = format!("{one} = [{others}]");
    say!(lang,
        en: "is this one source? `[sources]` of `vigie.toml` says so: {rule}",
        fr: "une seule source ? `[sources]` de `vigie.toml` le dit : {rule}")
}

fn state(lang: Lang, to_do: Option<&Counts>) -> String {
    let Some(counts) = to_do else {
        return say!(lang, en: "the corpus is not there", fr: "le corpus est introuvable");
    };
    let (failed, update) = (failed(lang, counts.failed), update(lang));
    let Counts { added, changed, removed, .. } = counts;
    match (added, changed, removed) {
        (0, 0, 0) => say!(lang, en: "up to date, {failed}", fr: "à jour, {failed}"),
        _ => say!(lang,
            en: "out of date: {added} new, {changed} changed, {removed} gone, {failed}; {update}",
            fr: "pas à jour : nouveaux {added}, modifiés {changed}, disparus {removed}, {failed} ; {update}"),
    }
}
