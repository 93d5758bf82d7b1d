//! What the filters of a request keep out of its answer, counted: articles without a date, sources that do not exist.

use super::error::SessionError;
use crate::backend::{Facet, FacetCounts};
use crate::model::{Date, DateRange, Note, SourceCount};
use crate::query::{Ast, Field, Parsed, Term};
use crate::search::{Engine, Request};

/// The notes on the filters of a request that `articles` articles match: how many articles are left out (or with
/// [`Request::undated`] kept) that have no date; and the known sources, where nothing is found and a source that was
/// asked for does not exist.
///
/// # Errors
/// The engine cannot read its data, or its control stops the search.
pub fn filter_notes(
    engine: &Engine,
    request: &Request,
    parsed: &Parsed,
    articles: u64,
) -> Result<Vec<Note>, SessionError> {
    let mut notes = Vec::new();
    notes.extend(undated(engine, request, parsed)?);
    if articles == 0 {
        notes.extend(unknown_sources(engine, request, parsed)?);
    }
    Ok(notes)
}

/// The note on articles that match but for their date, which is unknown. `None` where there are none, or no dates are
/// asked for.
fn undated(engine: &Engine, request: &Request, parsed: &Parsed) -> Result<Option<Note>, SessionError> {
    let ast = without_dates(&parsed.ast);
    if request.dates == DateRange::default() && ast == parsed.ast {
        return Ok(None);
    }
    // A query of nothing but dates: every article without one is left out.
    let ast = if ast == Ast::Nothing { Ast::Not(Box::new(any_date())) } else { ast };
    let request = Request { dates: DateRange::default(), feedback: false, ..request.clone() };
    let counts = counts(engine, &request, ast, Facet::Month)?;
    let articles = counts.iter().find(|(month, _)| month.is_none()).map_or(0, |(_, count)| *count);
    Ok((articles > 0).then_some(Note::Undated { articles, kept: request.undated }))
}

/// The tree without the dates that every article must have.
fn without_dates(ast: &Ast) -> Ast {
    match ast {
        Ast::Date(_) => Ast::Nothing,
        Ast::All(parts) => Ast::all(parts.iter().filter(|part| !matches!(part, Ast::Date(_))).cloned()),
        other => other.clone(),
    }
}

/// A note on each source that was asked for and that no article has.
fn unknown_sources(engine: &Engine, request: &Request, parsed: &Parsed) -> Result<Vec<Note>, SessionError> {
    let in_query = parsed.ast.words().filter(|leaf| leaf.positive && leaf.field == Some(Field::Source));
    let in_query = in_query.filter_map(|leaf| match leaf.term {
        Term::Word(word) => (!word.prefix).then(|| word.text.clone()),
        Term::Phrase(phrase) => (!phrase.prefix).then(|| phrase.text.clone()),
    });
    let mut notes = Vec::new();
    for typed in request.source.clone().into_iter().chain(in_query) {
        let only = Request { source: Some(typed.clone()), ..Request::new("") };
        let is_known =
            counts(engine, &only, Ast::Nothing, Facet::Source)?.iter().any(|(_, count)| *count > 0);
        if !is_known {
            notes.push(Note::UnknownSource { typed, known: sources(engine)? });
        }
    }
    Ok(notes)
}

/// The sources of all articles, those with the most articles first.
pub(super) fn sources(engine: &Engine) -> Result<Vec<SourceCount>, SessionError> {
    let counts = counts(engine, &Request::new(""), every_article(), Facet::Source)?;
    let known =
        counts.into_iter().filter_map(|(source, articles)| Some(SourceCount { source: source?, articles }));
    let mut known: Vec<SourceCount> = known.collect();
    known.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.source.cmp(&b.source)));
    Ok(known)
}

/// How many articles have no date.
pub(super) fn count_undated(engine: &Engine) -> Result<u64, SessionError> {
    let ast = Ast::Not(Box::new(any_date()));
    let counts = counts(engine, &Request::new(""), ast, Facet::Month)?;
    Ok(counts.iter().map(|(_, count)| count).sum())
}

/// A tree that every article with a date matches.
pub(super) fn any_date() -> Ast {
    Ast::Date(DateRange { since: None, until: Some(Date::MAX) })
}

/// A tree that every article matches. The empty tree asks for nothing.
fn every_article() -> Ast {
    Ast::any([any_date(), Ast::Not(Box::new(any_date()))])
}

fn counts(
    engine: &Engine,
    request: &Request,
    ast: Ast,
    facet: Facet,
) -> Result<Vec<(Option<String>, u64)>, SessionError> {
    let parsed = Parsed { ast, diagnostics: Vec::new() };
    let counted = engine.counts(request, &parsed, &[facet])?;
    Ok(counted.into_iter().flat_map(|FacetCounts { counts, .. }| counts).collect())
}
