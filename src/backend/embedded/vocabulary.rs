//! Which words there are in a part of the index, and in how many of its articles each stands. Removed articles do not
//! count, so that an index that was brought up to date answers as one that was built anew.

use tantivy::postings::TermInfo;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::termdict::TermDictionary;
use tantivy::{InvertedIndexReader, Term};

use super::error::Result;
use super::inflections::Forms;
use super::mapping::Fields;
use super::part::Part;
use crate::backend::{Pattern, plan};
use crate::schema::{Form, Zone};

/// How many forms are counted at once: neighbours share stems, whose postings are read once.
const AT_ONCE: usize = 256;

impl Part {
    /// What is known of a form that stands under stems; `None` for other words.
    pub(super) fn form(&self, fields: &Fields, zone: Zone, form: &str) -> Result<Option<TermInfo>> {
        let forms = self.forms(fields, zone);
        Ok(forms.map_or(Ok(None), |forms| forms.dictionary.get(form))?)
    }

    /// The forms of a zone that stand under stems; `None` where its words have none.
    pub(super) fn forms(&self, fields: &Fields, zone: Zone) -> Option<&Forms> {
        self.inflections.forms(fields.words_of(zone, Form::Exact))
    }

    /// In how many articles a term stands.
    pub(super) fn articles_with(&self, fields: &Fields, zone: Zone, term: &plan::Term) -> Result<u64> {
        if term.form == Form::Exact
            && let Some(info) = self.form(fields, zone, &term.text)?
        {
            return Ok(self.count_forms(fields, zone, &[(term.text.clone(), info.doc_freq)])?[0]);
        }
        let field = fields.words_of(zone, term.form);
        let inverted = self.reader.inverted_index(field)?;
        let info = inverted.get_term_info(&Term::from_field_text(field, &term.text))?;
        info.map_or(Ok(0), |info| self.count(&inverted, &info))
    }

    /// Gives the words of a zone that a pattern stands for, each with the number of articles where it stands.
    pub(super) fn words_like(
        &self,
        fields: &Fields,
        (zone, form): (Zone, Form),
        pattern: &Pattern,
        mut visit: impl FnMut(&str, u64),
    ) -> Result<()> {
        let forms = self.forms(fields, zone).filter(|_| form == Form::Exact);
        let mut found = Vec::new();
        if let Some(forms) = forms {
            each_like(&forms.dictionary, pattern, |form, info| {
                found.push((form.to_owned(), info.doc_freq));
                Ok(())
            })?;
        }
        let counts = self.count_forms(fields, zone, &found)?;
        found.iter().zip(counts).for_each(|((form, _), count)| visit(form, count));
        let inverted = self.reader.inverted_index(fields.words_of(zone, form))?;
        each_like(inverted.terms(), pattern, |word, info| {
            let is_new = forms.map_or(Ok(None), |forms| forms.dictionary.get(word))?.is_none();
            if is_new {
                visit(word, self.count(&inverted, info)?);
            }
            Ok(())
        })
    }

    /// In how many articles each form of a zone stands, in the order of the dictionary.
    pub(super) fn count_all_forms(&self, fields: &Fields, zone: Zone) -> Result<Vec<u64>> {
        let mut all = Vec::new();
        if let Some(forms) = self.forms(fields, zone) {
            let mut words = forms.dictionary.stream()?;
            while words.advance() {
                all.push((String::from_utf8_lossy(words.key()).into_owned(), words.value().doc_freq));
            }
        }
        self.count_forms(fields, zone, &all)
    }

    /// In how many articles forms stand, of each of which the dictionary knows in how many it did.
    fn count_forms(&self, fields: &Fields, zone: Zone, forms: &[(String, u32)]) -> Result<Vec<u64>> {
        if !self.reader.has_deletes() {
            return Ok(forms.iter().map(|(_, articles)| u64::from(*articles)).collect());
        }
        let mut counts = Vec::with_capacity(forms.len());
        for some in forms.chunks(AT_ONCE) {
            let some: Vec<&str> = some.iter().map(|(form, _)| form.as_str()).collect();
            let gathered = self.gather(fields, zone, &some)?;
            counts.extend(gathered.iter().map(|form| form.alive(&self.reader)));
        }
        Ok(counts)
    }

    /// In how many articles a term of the engine stands.
    pub(super) fn count(&self, inverted: &InvertedIndexReader, info: &TermInfo) -> Result<u64> {
        Ok(match self.reader.alive_bitset() {
            None => u64::from(info.doc_freq),
            Some(alive) => {
                let postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
                u64::from(postings.doc_freq_given_deletes(alive))
            }
        })
    }
}

/// Gives the words of a dictionary that a pattern stands for. What is no text is passed over.
fn each_like(
    words: &TermDictionary,
    pattern: &Pattern,
    mut visit: impl FnMut(&str, &TermInfo) -> Result<()>,
) -> Result<()> {
    let mut give =
        |word: &[u8], info: &TermInfo| std::str::from_utf8(word).map_or(Ok(()), |word| visit(word, info));
    match pattern {
        Pattern::Prefix(prefix) => {
            let mut found = words.range().ge(prefix.as_bytes()).into_stream()?;
            while found.advance() && found.key().starts_with(prefix.as_bytes()) {
                give(found.key(), found.value())?;
            }
        }
        Pattern::Fuzzy(word, distance) => {
            // Of the term only the word matters.
            let term = Term::from_field_text(tantivy::schema::Field::from_field_id(0), word);
            let query = FuzzyTermQuery::new(term, *distance, true);
            let mut found = words.search(query.automaton()?).into_stream()?;
            while found.advance() {
                give(found.key(), found.value())?;
            }
        }
    }
    Ok(())
}
