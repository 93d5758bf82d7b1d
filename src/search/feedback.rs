//! Pseudo-relevance feedback: the words that the best passages share, as further concepts of low weight.
//!
//! In: a plan. Out: the plan with related concepts, and their words as a reader would write them. The method is the
//! third relevance model (RM3) of Abdul-Jaleel and others, "UMass at TREC 2004: Novelty and HARD" (2004): the weight of
//! a word is its frequency in the best passages, each weighted by its score. Unlike RM3, the query keeps its full
//! weight.

use rustc_hash::{FxHashMap, FxHashSet};

use super::required::widened;
use super::weights::FEEDBACK;
use crate::analysis::Analyzer;
use crate::backend::plan::{Concept, Matcher, Node, Plan, Role, Term};
use crate::backend::{Address, BackendError, Control, Search, Wanted};
use crate::schema::{Form, Zone};

/// A word of the best passages.
#[derive(Default)]
struct Candidate {
    /// The sum over the passages of (the passage's share of all scores × the word's share of the passage).
    probability: f32,
    /// The spelling in the first passage that has the word, in small letters.
    spelling: String,
}

/// Adds related concepts to `plan`. With `widens`, an article also matches by a related concept alone. Returns the
/// added words, the heaviest first.
pub(super) fn feed_back(
    plan: &mut Plan,
    widens: bool,
    backend: &dyn Search,
    control: &Control,
    analyzer: &mut Analyzer<'_>,
) -> Result<Vec<String>, BackendError> {
    let topics = plan.concepts.iter().filter(|concept| concept.role == Role::Topic).count();
    if topics == 0 {
        // Without a topic all passages score the same: none is better than another.
        return Ok(Vec::new());
    }
    let candidates = candidates(plan, backend, control, analyzer)?;
    let best = candidates.first().map_or(1.0, |(_, first)| first.probability);
    let mut spellings = Vec::new();
    for (stem, Candidate { probability, spelling }) in candidates {
        let boost = FEEDBACK.weight * probability / best / topics as f32;
        let term = Term { form: Form::Stem, text: stem, weight: 1.0 };
        let matcher = |zone| Matcher::Terms { zone, terms: vec![term.clone()] };
        let matchers = vec![matcher(Zone::Body), matcher(Zone::Title)];
        plan.concepts.push(Concept { label: spelling.clone(), matchers, role: Role::Related, boost });
        spellings.push(spelling);
    }
    if widens {
        let related = plan.concepts.len() - spellings.len()..plan.concepts.len();
        let asked = std::mem::replace(&mut plan.articles, Node::Nothing);
        plan.articles = widened(asked, &plan.concepts, related.map(Node::Concept));
    }
    Ok(spellings)
}

/// The words to add, with their stems, the heaviest first.
fn candidates(
    plan: &Plan,
    backend: &dyn Search,
    control: &Control,
    analyzer: &mut Analyzer<'_>,
) -> Result<Vec<(String, Candidate)>, BackendError> {
    let wanted = Wanted { limit: Some(FEEDBACK.passages), per_article: Some(1), ..Wanted::default() };
    let hits = backend.search(plan, &wanted, control)?.hits;
    let scores: f32 = hits.iter().map(|hit| hit.score).sum();
    let mut counted: FxHashMap<String, Candidate> = FxHashMap::default();
    let addresses: Vec<Address> = hits.iter().map(|hit| hit.address).collect();
    for (hit, passage) in hits.iter().zip(backend.passages(&addresses)?) {
        let tokens = analyzer.analyze(&passage.text);
        let each = hit.score / scores / tokens.positions() as f32;
        for token in tokens.iter().filter(|token| token.exact.chars().any(char::is_alphabetic)) {
            let Some(stem) = token.stem.filter(|_| token.exact.chars().nth(1).is_some()) else { continue };
            let candidate = counted.entry(stem.to_owned()).or_default();
            candidate.probability += each;
            if candidate.spelling.is_empty() {
                candidate.spelling = passage.text[token.start as usize..token.end as usize].to_lowercase();
            }
        }
    }
    let mut candidates = informative(counted, plan, backend)?;
    candidates.sort_by(|(a, x), (b, y)| y.probability.total_cmp(&x.probability).then_with(|| a.cmp(b)));
    let room = Plan::MAX_CONCEPTS.saturating_sub(plan.concepts.len());
    candidates.truncate(FEEDBACK.words.min(room));
    Ok(candidates)
}

/// The candidates without the words of the query and without words of too many articles.
fn informative(
    counted: FxHashMap<String, Candidate>,
    plan: &Plan,
    backend: &dyn Search,
) -> Result<Vec<(String, Candidate)>, BackendError> {
    let asked = plan.concepts.iter().flat_map(|concept| &concept.matchers).flat_map(Matcher::terms);
    let asked: FxHashSet<&str> = asked.map(|(_, term)| term.text.as_str()).collect();
    let most = (FEEDBACK.most_common * backend.totals().passages as f32) as u64;
    let new = counted.into_iter().filter(|(stem, _)| !asked.contains(stem.as_str()));
    let (terms, candidates): (Vec<Term>, Vec<Candidate>) =
        new.map(|(text, candidate)| (Term { form: Form::Stem, text, weight: 1.0 }, candidate)).unzip();
    let wanted: Vec<(Zone, &Term)> = terms.iter().map(|term| (Zone::Body, term)).collect();
    let articles = backend.frequencies(&wanted)?;
    let all = terms.into_iter().zip(candidates).zip(articles);
    Ok(all.filter(|(_, articles)| *articles <= most).map(|((term, c), _)| (term.text, c)).collect())
}
