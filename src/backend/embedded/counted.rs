//! One article read closely: what stands where in it, from its postings.

use tantivy::DocId;

use super::part::{Ends, Part};
use super::reading::Reading;
use crate::backend::ranking::{ArticleMatches, Scorer};

/// Reads an article of the part whose `ends` these are.
pub(super) fn read(
    matches: &mut ArticleMatches,
    (part, article): (&Part, DocId),
    ends: &mut Ends<'_>,
    readings: &mut [Vec<Reading<'_>>],
    scorer: &Scorer<'_>,
) {
    let ends = ends.of(article);
    matches.begin(part.lengths_of(article), ends, readings.len());
    for (concept, readings) in readings.iter_mut().enumerate() {
        let scores = scorer.scores(concept);
        for reading in readings {
            let zone = reading.zone;
            reading.each(article, ends, |found| match scores {
                true => matches.add(concept, zone, found.passage, found.weight, found.spans),
                false => matches.note(concept),
            });
        }
    }
}
