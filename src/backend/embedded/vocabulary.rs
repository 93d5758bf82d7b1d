//! Which words there are in a part of the index, and in how many of its articles each stands. Removed articles do not
//! count, so that an index that was brought up to date answers as one that was built anew.

use tantivy::postings::TermInfo;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{InvertedIndexReader, Term};

use super::error::Result;
use super::mapping::Fields;
use super::part::Part;
use crate::backend::{Pattern, plan};
use crate::schema::{Form, Zone};

impl Part {
    /// In how many articles a term stands.
    pub(super) fn articles_with(&self, fields: &Fields, zone: Zone, term: &plan::Term) -> Result<u64> {
        let field = fields.words_of(zone, term.form);
        let inverted = self.reader.inverted_index(field)?;
        let info = inverted.get_term_info(&Term::from_field_text(field, &term.text))?;
        info.map_or(Ok(0), |info| self.count(&inverted, &info))
    }

    /// The words of a zone that a pattern stands for, each with the number of articles where it stands. What is no text
    /// is passed over.
    pub(super) fn words_like(
        &self,
        fields: &Fields,
        zone: Zone,
        form: Form,
        pattern: &Pattern,
    ) -> Result<Vec<(String, u64)>> {
        let inverted = self.reader.inverted_index(fields.words_of(zone, form))?;
        let mut found = Vec::new();
        let mut take = |word: &[u8], info: &TermInfo| {
            if let Ok(word) = std::str::from_utf8(word) {
                found.push((word.to_owned(), info.clone()));
            }
        };
        match pattern {
            Pattern::Prefix(prefix) => {
                let mut words = inverted.terms().range().ge(prefix.as_bytes()).into_stream()?;
                while words.advance() && words.key().starts_with(prefix.as_bytes()) {
                    take(words.key(), words.value());
                }
            }
            Pattern::Fuzzy(word, distance) => {
                // Of the term only the word matters.
                let term = Term::from_field_text(Field::from_field_id(0), word);
                let query = FuzzyTermQuery::new(term, *distance, true);
                let mut words = inverted.terms().search(query.automaton()?).into_stream()?;
                while words.advance() {
                    take(words.key(), words.value());
                }
            }
        }
        let counted = found.into_iter().map(|(word, info)| Ok((word, self.count(&inverted, &info)?)));
        counted.collect()
    }

    /// In how many articles that have not been removed a term stands.
    fn count(&self, inverted: &InvertedIndexReader, info: &TermInfo) -> Result<u64> {
        Ok(match self.reader.alive_bitset() {
            None => u64::from(info.doc_freq),
            Some(alive) => {
                let postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
                u64::from(postings.doc_freq_given_deletes(alive))
            }
        })
    }
}
