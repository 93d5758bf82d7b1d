//! The sentences of overviews: timelines, facets, concordances, typical terms, comparisons.

use std::path::Path;

use super::plural::articles;
use super::{Lang, named};
use crate::export::Legend;
use crate::model::{
    Concordance, FacetBy, FacetValue, Neighbour, NeighbourCount, Sample, Series, Step, Timeline,
};

/// The heading of a timeline.
pub fn timeline_heading(lang: Lang, by: Step, by_share: bool) -> String {
    let step = step_name(lang, by);
    match by_share {
        false => say!(lang,
            en: "articles by {step}, and their share of all articles searched",
            fr: "articles par {step}, et leur part de tous les articles parcourus"),
        true => say!(lang,
            en: "share of all articles searched, by {step}",
            fr: "part de tous les articles parcourus, par {step}"),
    }
}

fn step_name(lang: Lang, by: Step) -> &'static str {
    match (lang, by) {
        (Lang::En, Step::Day) => "day",
        (Lang::En, Step::Week) => "week",
        (Lang::En, Step::Month) => "month",
        (Lang::En, Step::Quarter) => "quarter",
        (Lang::En, Step::Year) => "year",
        (Lang::Fr, Step::Day) => "jour",
        (Lang::Fr, Step::Week) => "semaine",
        (Lang::Fr, Step::Month) => "mois",
        (Lang::Fr, Step::Quarter) => "trimestre",
        (Lang::Fr, Step::Year) => "an",
    }
}

/// The name of a series: its query where there are several, its source where there are sources.
pub fn name_of_series(lang: Lang, line: &Timeline, series: &Series) -> String {
    let query = (line.queries.len() > 1).then(|| series.query.clone());
    let source = series.source.clone().map(|source| source.unwrap_or_else(|| without_source(lang)));
    let parts: Vec<String> = query.into_iter().chain(source).collect();
    parts.join(" · ")
}

fn without_source(lang: Lang) -> String {
    say!(lang, en: "(no source)", fr: "(sans source)")
}

/// A share in percent, with a decimal where it is small.
pub fn percent(lang: Lang, share: Option<f64>) -> String {
    let Some(share) = share else { return "–".to_owned() };
    let value = share * 100.0;
    let digits = usize::from(value > 0.0 && value < 9.95);
    let number = lang.decimal(value, digits);
    say!(lang, en: "{number}%", fr: "{number}\u{a0}%")
}

/// What a share is a share of.
pub fn of_all(lang: Lang, all: u64) -> String {
    say!(lang, en: "of {all}", fr: "sur {all}")
}

/// The line below the bars of a series.
pub fn series_totals(lang: Lang, series: &Series) -> String {
    let Series { all, undated, .. } = series;
    let line = articles_match(lang, series.articles, *all);
    match undated {
        0 => line,
        undated => {
            line + &say!(lang, *undated,
            en: ["; {undated} of them has no date and is in no bar", "; {undated} of them have no date and are in no bar"],
            fr: [" ; {undated} n'a pas de date et n'est dans aucune barre", " ; {undated} n'ont pas de date et ne sont dans aucune barre"])
        }
    }
}

/// The line on events that stand beside no bar.
pub fn events_outside(lang: Lang, count: usize) -> String {
    say!(lang, count as u64,
        en: ["{count} event lies outside these periods", "{count} events lie outside these periods"],
        fr: ["{count} événement est hors de ces périodes", "{count} événements sont hors de ces périodes"])
}

/// The note on a line of an events file that is none.
pub fn not_an_event(lang: Lang, path: &Path, line: usize, text: &str) -> String {
    let path = path.display();
    say!(lang,
        en: "{path}, line {line}: `{text}` does not begin with a date and say what happened; it is left out",
        fr: "{path}, ligne {line} : « {text} » ne commence pas par une date suivie d'un fait ; elle est laissée de côté")
}

/// The note on a file that was written.
pub fn saved(lang: Lang, path: &Path) -> String {
    let path = path.display();
    say!(lang, en: "written to {path}", fr: "écrit dans {path}")
}

/// The words of the picture of a timeline.
pub fn legend(lang: Lang, line: &Timeline, by_share: bool) -> Legend {
    let named = |series: &Series| {
        let name = name_of_series(lang, line, series);
        if name.is_empty() { series.query.clone() } else { name }
    };
    let below = line.series.iter().filter(|series| series.undated > 0);
    let below =
        below.map(|series| format!("{}{}{}", named(series), lang.colon(), series_totals(lang, series)));
    let bars = |series: &Series| {
        let said = series.rows.iter().map(|bar| {
            let (count, share, all) =
                (articles(lang, bar.articles), percent(lang, bar.share), of_all(lang, bar.all));
            format!("{}{}{count}, {share} {all}", bar.key, lang.colon())
        });
        said.collect()
    };
    let step = step_name(lang, line.by);
    let title = match by_share {
        false => say!(lang, en: "articles by {step}", fr: "articles par {step}"),
        true => timeline_heading(lang, line.by, by_share),
    };
    Legend {
        title,
        series: line.series.iter().map(named).collect(),
        below: below.collect(),
        bars: line.series.iter().map(bars).collect(),
    }
}

/// How many of the articles that were searched match.
pub fn articles_match(lang: Lang, count: u64, all: u64) -> String {
    let found = articles(lang, count);
    match count {
        0 => {
            say!(lang, en: "no article matches, of {all} searched", fr: "aucun article ne correspond, sur {all}")
        }
        count => say!(lang, count,
            en: ["{found} of {all} searched matches", "{found} of {all} searched match"],
            fr: ["{found} sur {all} correspond", "{found} sur {all} correspondent"]),
    }
}

/// The heading of the counts by a facet.
pub fn facet_heading(lang: Lang, by: FacetBy) -> String {
    match by {
        FacetBy::Source => say!(lang, en: "by source", fr: "par source"),
        FacetBy::Language => say!(lang, en: "by language", fr: "par langue"),
        FacetBy::Corpus => say!(lang, en: "by corpus", fr: "par corpus"),
        FacetBy::Year => say!(lang, en: "by year", fr: "par an"),
        FacetBy::Month => say!(lang, en: "by month", fr: "par mois"),
    }
}

/// The value of a facet.
pub fn value_of_facet(lang: Lang, value: &FacetValue) -> String {
    value.value.clone().unwrap_or_else(|| say!(lang, en: "(none)", fr: "(sans)"))
}

/// The most forms of a keyword that are named.
const NAMED_FORMS: usize = 6;

/// « part de marché »: the keyword of a concordance, and its forms in the texts.
pub fn forms_of(lang: Lang, keyword: &str, forms: &[NeighbourCount]) -> String {
    let shown: Vec<String> =
        forms.iter().map(|form| format!("«\u{a0}{}\u{a0}» {}", form.words, form.uses)).collect();
    let colon = lang.colon();
    match forms {
        [] => keyword.to_owned(),
        _ => format!("{keyword}{colon}{}", named(lang, &shown, NAMED_FORMS)),
    }
}

/// The heading of the counts by neighbour.
pub fn group_heading(lang: Lang, group: Neighbour, keyword: &str) -> String {
    match group {
        Neighbour::Form => say!(lang, en: "{keyword}, by its form", fr: "{keyword}, par forme"),
        Neighbour::Left => {
            say!(lang, en: "{keyword}, by the word before", fr: "{keyword}, par mot précédent")
        }
        Neighbour::Right => say!(lang, en: "{keyword}, by the word after", fr: "{keyword}, par mot suivant"),
    }
}

/// The neighbour of a keyword that begins or ends a text.
pub fn no_neighbour(lang: Lang) -> String {
    say!(lang, en: "(none)", fr: "(aucun)")
}

/// In how many articles a neighbour is.
pub fn in_articles(lang: Lang, count: u64) -> String {
    let count = articles(lang, count);
    say!(lang, en: "in {count}", fr: "dans {count}")
}

/// The date of a line without one.
pub fn undated_label(lang: Lang) -> String {
    say!(lang, en: "undated", fr: "sans date")
}

/// « 5 uses in 5 articles », and how many articles match where some have the keyword nowhere.
pub fn concordance_totals(lang: Lang, found: &Concordance) -> String {
    let Concordance { uses, matching, keyword, .. } = found;
    if *matching == 0 {
        return say!(lang, en: "no article matches", fr: "aucun article ne correspond");
    }
    let with = articles(lang, found.articles);
    let line = say!(lang, *uses,
        en: ["{uses} use in {with}", "{uses} uses in {with}"],
        fr: ["{uses} emploi dans {with}", "{uses} emplois dans {with}"]);
    match matching - found.articles {
        0 => line,
        without => {
            line + &say!(lang, without,
            en: [", {without} more article matches without {keyword}", ", {without} more articles match without {keyword}"],
            fr: [", {without} autre article correspond sans {keyword}", ", {without} autres articles correspondent sans {keyword}"])
        }
    }
}

/// The sample that was drawn.
pub fn sampled(lang: Lang, sample: Sample) -> String {
    let Sample { size, seed } = sample;
    say!(lang, en: "; {size} drawn at random, seed {seed}", fr: " ; {size} tirés au hasard, graine {seed}")
}

/// The headings of the columns of typical terms: the term, in matching articles, in the rest, the measure.
pub fn term_columns(lang: Lang) -> [String; 4] {
    match lang {
        Lang::En => ["term", "articles", "of the rest", "G²"],
        Lang::Fr => ["terme", "articles", "des autres", "G²"],
    }
    .map(str::to_owned)
}

/// A measure with a decimal.
pub fn measure(lang: Lang, value: f64) -> String {
    lang.decimal(value, 1)
}

/// The line on what typical terms are measured by.
pub fn about_terms(lang: Lang) -> String {
    say!(lang,
        en: "G²: log-likelihood (Dunning 1993) by articles, against the rest; over 10.83 chance is below .1 %",
        fr: "G² : log-vraisemblance (Dunning 1993) par article, contre les autres ; au-delà de 10,83 le hasard est sous 0,1 %")
}

/// The line where no term is typical.
pub fn no_terms(lang: Lang) -> String {
    say!(lang, en: "no word is typical of them", fr: "aucun mot n'en est typique")
}

/// The heading of the articles that only one query has.
pub fn only(lang: Lang, query: &str, count: u64) -> String {
    let count = articles(lang, count);
    say!(lang, en: "only {query}: {count}", fr: "seulement {query} : {count}")
}

/// The heading of the articles that both queries have.
pub fn both(lang: Lang, count: u64) -> String {
    let count = articles(lang, count);
    say!(lang, en: "both: {count}", fr: "les deux : {count}")
}
