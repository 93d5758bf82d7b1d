//! Where a word stands in just that form: gathered from the postings of its stems, which say so beside each place.

use std::collections::BTreeMap;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::error::Result;
use super::inflections::{BITS, Inflections, NUMBERS, OTHER};

/// The postings of a form.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Gathered {
    /// The articles that have it, removed ones among them, ascending.
    pub(super) articles: Vec<DocId>,
    /// How often each has it.
    pub(super) frequencies: Vec<u32>,
    /// For each where its positions begin.
    starts: Vec<u32>,
    positions: Vec<u32>,
}

/// A place of a form: article and position.
type Place = (DocId, u32);

impl Gathered {
    /// The postings of forms that stand in the field `exact`, or under stems in the field `stem`. Forms of the same
    /// stem are best asked for together: its postings are read once.
    pub(super) fn of(
        forms: &[&str],
        reader: &SegmentReader,
        inflections: &Inflections,
        (exact, stem): (Field, Field),
    ) -> Result<Vec<Self>> {
        let mut places: Vec<Vec<Place>> = vec![Vec::new(); forms.len()];
        for (stem_text, forms) in by_stem(forms, inflections, exact)? {
            each_place(reader, stem, &stem_text, |article, position| {
                if let Some(form) = forms[position as usize % NUMBERS] {
                    places[form].push((article, position >> BITS));
                }
            })?;
        }
        for (form, places) in forms.iter().zip(&mut places) {
            each_place(reader, exact, form, |article, position| places.push((article, position)))?;
        }
        Ok(places.into_iter().map(Gathered::from_places).collect())
    }

    fn from_places(mut places: Vec<Place>) -> Self {
        // Of one stem they come in order.
        places.sort();
        places.dedup();
        let mut gathered = Gathered::default();
        for of_article in places.chunk_by(|a, b| a.0 == b.0) {
            gathered.articles.push(of_article[0].0);
            gathered.frequencies.push(of_article.len() as u32);
            gathered.starts.push(gathered.positions.len() as u32);
            gathered.positions.extend(of_article.iter().map(|(_, position)| position));
        }
        gathered
    }

    /// The positions in the article that is at `place` in the list, ascending.
    pub(super) fn positions(&self, place: usize) -> &[u32] {
        let start = self.starts[place] as usize;
        &self.positions[start..start + self.frequencies[place] as usize]
    }

    /// How many articles have the form that have not been removed.
    pub(super) fn alive(&self, reader: &SegmentReader) -> u64 {
        self.articles.iter().filter(|&&article| !reader.is_deleted(article)).count() as u64
    }
}

/// For each stem, which of its numbers are which of `forms`.
fn by_stem(
    forms: &[&str],
    inflections: &Inflections,
    exact: Field,
) -> Result<BTreeMap<String, [Option<usize>; NUMBERS]>> {
    let mut stems = BTreeMap::new();
    let Some(of_field) = inflections.forms(exact) else { return Ok(stems) };
    for (place, form) in forms.iter().enumerate() {
        let Some(info) = of_field.dictionary.get(form)? else { continue };
        for inflection in of_field.inflections(form.as_bytes(), &info).filter(|one| one.number < OTHER) {
            stems.entry(inflection.stem).or_insert([None; NUMBERS])[usize::from(inflection.number)] =
                Some(place);
        }
    }
    Ok(stems)
}

fn each_place(
    reader: &SegmentReader,
    field: Field,
    word: &str,
    mut visit: impl FnMut(DocId, u32),
) -> Result<()> {
    let (term, option) = (Term::from_field_text(field, word), IndexRecordOption::WithFreqsAndPositions);
    let postings: Option<SegmentPostings> = reader.inverted_index(field)?.read_postings(&term, option)?;
    let Some(mut postings) = postings else { return Ok(()) };
    let mut positions = Vec::new();
    while postings.doc() != TERMINATED {
        postings.positions(&mut positions);
        positions.iter().for_each(|&position| visit(postings.doc(), position));
        postings.advance();
    }
    Ok(())
}
