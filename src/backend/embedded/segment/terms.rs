//! The terms of one segment, each with its live document frequency: removed articles do not count, so an index that was
//! brought up to date answers as a new one.

use tantivy::InvertedIndexReader;
use tantivy::Term;
use tantivy::postings::TermInfo;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::termdict::TermDictionary;

use super::{Segment, TermPostings};
use crate::backend::embedded::error::Result;
use crate::backend::embedded::schema::Fields;
use crate::backend::{Pattern, plan};
use crate::schema::{Form, Zone};

impl Segment {
    /// The number of articles that have a term.
    pub(in crate::backend::embedded) fn frequency(
        &self,
        fields: &Fields,
        zone: Zone,
        term: &plan::Term,
    ) -> Result<u64> {
        let postings = TermPostings::open(self, fields, zone, term)?;
        postings.map_or(Ok(0), |postings| postings.live_doc_freq(self))
    }

    /// The words of a zone that match a pattern, each with the number of articles that have it.
    pub(in crate::backend::embedded) fn words_like(
        &self,
        fields: &Fields,
        zone: Zone,
        form: Form,
        pattern: &Pattern,
    ) -> Result<Vec<(String, u64)>> {
        let index = self.reader.inverted_index(fields.words_of(zone, form)?)?;
        let found = match pattern {
            Pattern::Prefix(prefix) => with_prefix(index.terms(), prefix)?,
            Pattern::Fuzzy(word, distance) => near(index.terms(), word, *distance)?,
        };
        let counted = found.into_iter().map(|(word, info)| Ok((word, live_doc_freq(self, &index, &info)?)));
        counted.collect()
    }
}

/// The words of a dictionary that begin with `prefix`.
fn with_prefix(dictionary: &TermDictionary, prefix: &str) -> Result<Vec<(String, TermInfo)>> {
    let mut words = dictionary.range().ge(prefix.as_bytes()).into_stream()?;
    let mut found = Vec::new();
    while words.advance() && words.key().starts_with(prefix.as_bytes()) {
        found.extend(entry(words.key(), words.value()));
    }
    Ok(found)
}

/// The words of a dictionary at most `distance` edits away from `word`; a transposition is one edit.
fn near(dictionary: &TermDictionary, word: &str, distance: u8) -> Result<Vec<(String, TermInfo)>> {
    // The automaton depends on the text of the term alone.
    let term = Term::from_field_text(Field::from_field_id(0), word);
    let automaton = FuzzyTermQuery::new(term, distance, true).automaton()?;
    let mut words = dictionary.search(automaton).into_stream()?;
    let mut found = Vec::new();
    while words.advance() {
        found.extend(entry(words.key(), words.value()));
    }
    Ok(found)
}

/// An entry of a dictionary; `None` for bytes that are no text.
fn entry(word: &[u8], info: &TermInfo) -> Option<(String, TermInfo)> {
    Some((std::str::from_utf8(word).ok()?.to_owned(), info.clone()))
}

/// The document frequency of a term without removed articles.
pub(super) fn live_doc_freq(segment: &Segment, index: &InvertedIndexReader, info: &TermInfo) -> Result<u64> {
    let Some(alive) = segment.reader.alive_bitset() else { return Ok(u64::from(info.doc_freq)) };
    let postings = index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    Ok(u64::from(postings.doc_freq_given_deletes(alive)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::embedded::sample::Sample;

    const TEXTS: [&str; 4] = ["puce1 puce2 puces", "puce1 chine", "upce1", "puce2 puces"];

    /// The words that match, each with its number of articles; the last article is removed.
    fn check(form: Form, pattern: Pattern, expected: &str) {
        let Sample { fields, segments, .. } = &Sample::new(&TEXTS, &[3]);
        let found = segments[0].words_like(fields, Zone::Body, form, &pattern).unwrap();
        let found: Vec<String> = found.iter().map(|(word, articles)| format!("{word} {articles}")).collect();
        assert_eq!(found.join(", "), expected, "{form:?} {pattern:?}");
    }

    #[test]
    fn words_are_found_and_counted_without_removed_articles() {
        let prefix = |text: &str| Pattern::Prefix(text.to_owned());
        let fuzzy = |text: &str, distance| Pattern::Fuzzy(text.to_owned(), distance);
        check(Form::Exact, prefix("puce"), "puce1 2, puce2 1, puces 1");
        check(Form::Stem, prefix("p"), "puce 2, puces 1");
        check(Form::Exact, prefix("x"), "");
        check(Form::Exact, fuzzy("puce1", 0), "puce1 2");
        check(Form::Exact, fuzzy("puce1", 1), "puce1 2, puce2 1, puces 1, upce1 1");
    }
}
