//! The words of a plan that match by stem, and the surface forms of each in the hits of a page.

use std::collections::BTreeSet;

use crate::analysis::Analyzer;
use crate::backend::plan::{Concept, Matcher, Plan, Role, Term};
use crate::model::Hit;
use crate::schema::Form;

/// A word of the query that matches every word with one of its stems.
pub(in crate::search) struct StemmedWord {
    /// The word as typed, without an elided article (« l' »).
    pub(super) typed: String,
    stems: Vec<String>,
}

/// A word as a text spells it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SurfaceForm {
    /// The spelling.
    pub(super) word: String,
    /// Whether it stands inside a sentence, where a capital means a name.
    pub(super) is_within: bool,
}

impl StemmedWord {
    /// The stemmed words of `plan`, each once. Names of the thesaurus, phrases and exact words are left out.
    pub(in crate::search) fn in_plan(plan: &Plan, analyzer: &mut Analyzer<'_>) -> Vec<StemmedWord> {
        let mut all: Vec<StemmedWord> = Vec::new();
        for concept in plan.concepts.iter().filter(|concept| concept.role == Role::Topic) {
            if let Some(word) = StemmedWord::from_concept(concept, analyzer)
                && all.iter().all(|other| other.typed != word.typed)
            {
                all.push(word);
            }
        }
        all
    }

    fn from_concept(concept: &Concept, analyzer: &mut Analyzer<'_>) -> Option<StemmedWord> {
        let is_plain = |matcher: &Matcher| matches!(matcher, Matcher::Terms { .. });
        let is_stem = |(_, term): (_, &Term)| term.form == Form::Stem;
        if !concept
            .matchers
            .iter()
            .all(|matcher| is_plain(matcher) && matcher.terms().into_iter().all(is_stem))
        {
            return None;
        }
        let tokens = analyzer.analyze_query(&concept.label);
        let token = tokens.iter().next().filter(|_| tokens.positions() == 1)?;
        let typed = concept.label.get(token.start as usize..token.end as usize)?.to_owned();
        let stems =
            concept.matchers.first()?.terms().into_iter().map(|(_, term)| term.text.clone()).collect();
        Some(StemmedWord { typed, stems }).filter(|word| word.typed.chars().all(char::is_alphabetic))
    }

    /// The forms of the word in `hits`: the marked words, of letters only, that have one of its stems.
    pub(super) fn forms(&self, hits: &[Hit], analyzer: &mut Analyzer<'_>) -> BTreeSet<SurfaceForm> {
        let in_titles = hits.iter().flat_map(|hit| {
            let title = hit.metadata.title.as_deref().unwrap_or_default();
            hit.title_marks.iter().map(move |mark| (title, mark))
        });
        let in_texts = hits.iter().flat_map(|hit| hit.marks.iter().map(|mark| (hit.text.as_str(), mark)));
        let marked = in_titles
            .chain(in_texts)
            .filter_map(|(text, mark)| Some((text.get(mark.clone())?, is_within(text.get(..mark.start)?))));
        // A page shows few forms, each many times: the analyzer sees each once.
        let mut forms: Vec<(&str, bool)> =
            marked.filter(|(word, _)| word.chars().all(char::is_alphabetic)).collect();
        forms.sort_unstable();
        forms.dedup();
        forms
            .into_iter()
            .filter(|(word, _)| self.has(word, analyzer))
            .map(|(word, is_within)| SurfaceForm { word: word.to_owned(), is_within })
            .collect()
    }

    fn has(&self, word: &str, analyzer: &mut Analyzer<'_>) -> bool {
        let is_mine = |stem: &str| self.stems.iter().any(|mine| mine == stem);
        let mut tokens = analyzer.analyze(word).iter();
        tokens.any(|token| [token.stem, token.stem_alt].into_iter().flatten().any(is_mine))
    }
}

/// Whether a word that follows `before` stands inside a sentence.
fn is_within(before: &str) -> bool {
    let last = before.trim_end().chars().next_back();
    let goes_on = last.is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '\'' | '’'));
    goes_on && !before.ends_with('\n')
}
