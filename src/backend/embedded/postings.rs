//! The postings of a term in one part of the index, whether the engine keeps them or they are gathered.

use std::sync::Arc;

use tantivy::postings::{BlockSegmentPostings, Postings as _, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader};

use super::error::Result;
use super::gathered::Gathered;
use super::inflections::BITS;
use super::mapping::Fields;
use super::part::Part;
use crate::backend::plan::Term;
use crate::schema::{Form, Zone};

/// The postings of a term.
pub(super) enum Postings {
    /// Those of the engine. Each position is moved up by so many bits.
    Kept { info: TermInfo, inverted: Arc<InvertedIndexReader>, bits: u32 },
    /// Those of a form, from the postings of its stems.
    Gathered(Arc<Gathered>),
}

impl Postings {
    /// Opens the postings of each term; `None` where no article has it.
    pub(super) fn open(
        part: &Part,
        fields: &Fields,
        zone: Zone,
        terms: &[Term],
    ) -> Result<Vec<Option<Self>>> {
        let mut postings = Vec::with_capacity(terms.len());
        let mut inflected = Vec::new();
        for (place, term) in terms.iter().enumerate() {
            if term.form == Form::Exact && part.form(fields, zone, &term.text)?.is_some() {
                inflected.push(place);
                postings.push(None);
            } else {
                postings.push(Self::kept(part, fields, zone, term)?);
            }
        }
        // A form may be asked for twice, with two weights; it is gathered once.
        let mut forms: Vec<&str> = inflected.iter().map(|&place| terms[place].text.as_str()).collect();
        forms.sort_unstable();
        forms.dedup();
        let gathered: Vec<_> = part.gather(fields, zone, &forms)?.into_iter().map(Arc::new).collect();
        for place in inflected {
            let form = forms.binary_search(&terms[place].text.as_str()).ok();
            postings[place] = form.map(|form| Postings::Gathered(Arc::clone(&gathered[form])));
        }
        Ok(postings)
    }

    fn kept(part: &Part, fields: &Fields, zone: Zone, term: &Term) -> Result<Option<Self>> {
        let field = fields.words_of(zone, term.form);
        let inverted = part.reader.inverted_index(field)?;
        let info = inverted.get_term_info(&tantivy::Term::from_field_text(field, &term.text))?;
        let bits = if fields.is_of_stems(field) { BITS } else { 0 };
        Ok(info.map(|info| Postings::Kept { info, inverted, bits }))
    }

    /// How many articles have the term, removed ones among them.
    pub(super) fn len(&self) -> u32 {
        match self {
            Postings::Kept { info, .. } => info.doc_freq,
            Postings::Gathered(gathered) => gathered.articles.len() as u32,
        }
    }

    /// The articles with frequencies, many at a time.
    pub(super) fn blocks(&self) -> Result<Blocks> {
        Ok(match self {
            Postings::Kept { info, inverted, .. } => {
                let blocks =
                    inverted.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
                Blocks::Kept(Box::new(blocks))
            }
            Postings::Gathered(gathered) => Blocks::Gathered(Arc::clone(gathered), false),
        })
    }

    /// A cursor before the first article that knows positions.
    pub(super) fn cursor(&self) -> Result<Cursor> {
        Ok(match self {
            Postings::Kept { info, inverted, bits } => {
                let option = IndexRecordOption::WithFreqsAndPositions;
                Cursor::Kept(Box::new(inverted.read_postings_from_terminfo(info, option)?), *bits)
            }
            Postings::Gathered(gathered) => Cursor::Gathered(Arc::clone(gathered), 0),
        })
    }
}

/// Postings block by block. What was gathered is one block, and then over.
pub(super) enum Blocks {
    Kept(Box<BlockSegmentPostings>),
    Gathered(Arc<Gathered>, bool),
}

impl Blocks {
    /// The articles of the block; none where all are behind.
    pub(super) fn articles(&self) -> &[DocId] {
        match self {
            Blocks::Kept(blocks) => blocks.docs(),
            Blocks::Gathered(gathered, is_over) => {
                if *is_over {
                    &[]
                } else {
                    &gathered.articles
                }
            }
        }
    }

    /// How often each article of the block has the term.
    pub(super) fn frequencies(&self) -> &[u32] {
        match self {
            Blocks::Kept(blocks) => blocks.freqs(),
            Blocks::Gathered(gathered, _) => &gathered.frequencies,
        }
    }

    /// Goes on to the block that has the first article from `target` on; gives the article's place in it.
    pub(super) fn seek(&mut self, target: DocId) -> usize {
        match self {
            Blocks::Kept(blocks) => blocks.seek(target),
            Blocks::Gathered(gathered, _) => gathered.articles.partition_point(|&article| article < target),
        }
    }

    /// Goes on to the next block.
    pub(super) fn advance(&mut self) {
        match self {
            Blocks::Kept(blocks) => blocks.advance(),
            Blocks::Gathered(_, is_over) => *is_over = true,
        }
    }
}

/// Positions in one article after another, never backwards.
pub(super) enum Cursor {
    Kept(Box<SegmentPostings>, u32),
    /// With how many articles are behind.
    Gathered(Arc<Gathered>, usize),
}

impl Cursor {
    /// How many articles have the term, removed ones among them.
    pub(super) fn len(&self) -> u32 {
        match self {
            Cursor::Kept(postings, _) => postings.doc_freq(),
            Cursor::Gathered(gathered, _) => gathered.articles.len() as u32,
        }
    }

    /// Puts the positions in an article into `found`, ascending; none where the article lacks the term.
    pub(super) fn read(&mut self, article: DocId, found: &mut Vec<u32>) {
        found.clear();
        match self {
            Cursor::Kept(postings, bits) => {
                let at = postings.doc();
                if at == article || at < article && postings.seek(article) == article {
                    postings.append_positions_with_offset(0, found);
                    if *bits > 0 {
                        found.iter_mut().for_each(|position| *position >>= *bits);
                    }
                }
            }
            Cursor::Gathered(gathered, behind) => {
                *behind += gathered.articles[*behind..].partition_point(|&at| at < article);
                if gathered.articles.get(*behind) == Some(&article) {
                    found.extend_from_slice(gathered.positions(*behind));
                }
            }
        }
    }
}
