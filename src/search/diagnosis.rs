//! Why so few: what each topic finds by itself, what leaving a topic or a filter out would find, and which word is usually
//! spelt otherwise here. The counts are exact, and come from one look at the index.

use super::expansion::named_by;
use super::filters::{filters, without};
use super::matcher::{FormPolicy, matcher};
use super::plan::{Planned, Topic};
use super::request::Request;
use super::weights::EXACT;
use crate::analysis::Chain;
use crate::backend::plan::{Concept, Matcher, Node, Plan, Role, Term};
use crate::backend::{BackendError, Control, Pattern, Search};
use crate::model::{Diagnosis, Filter, Spelling, TopicCount, WithoutFilter, WithoutTopic};
use crate::query::{self, Ast, Leaf, Strength, Word};
use crate::schema::{Form, Zone};
use crate::thesaurus::Thesaurus;

/// So many articles are enough; with fewer an answer says why.
pub(super) const ENOUGH_ARTICLES: u64 = 5;

/// The least letters of a word whose spelling is doubted: too many words are near a shorter one.
const LEAST_LETTERS: usize = 5;
/// How many times as many articles have the usual spelling, at least.
const MORE_USUAL: u64 = 5;
/// How many of the words one edit away are looked at, the most frequent.
const NEAR_WORDS: usize = 16;

/// What a diagnosis is made with.
#[derive(Clone, Copy)]
pub(super) struct Diagnostician<'a> {
    pub(super) backend: &'a dyn Search,
    pub(super) chain: &'a Chain,
    pub(super) thesaurus: Option<&'a Thesaurus>,
    pub(super) control: &'a Control,
}

impl Diagnostician<'_> {
    /// Why few articles match the plan of `request`, whose query is `ast`. `None` where there is nothing to tell.
    pub(super) fn diagnose(
        self,
        planned: &Planned,
        request: &Request,
        ast: &Ast,
    ) -> Result<Option<Diagnosis>, BackendError> {
        let topics = if planned.topics.len() > 1 { &planned.topics[..] } else { &[] };
        let filters = leave_outs(planned, request);
        let doubted = self.doubted(ast)?;
        let articles = &planned.plan.articles;
        let mut conditions = vec![articles.clone()];
        conditions.extend(topics.iter().map(|topic| without(articles, &[&topic.node])));
        conditions.extend(filters.iter().map(|(_, parts)| without(articles, parts)));
        let plan = spelt(&planned.plan, &doubted, &mut conditions);
        // Each number is taken in the order of its condition.
        let mut counts = self.backend.tally(&plan, &conditions, self.control)?.into_iter();
        let now = counts.next().unwrap_or_default();
        let diagnosis = Diagnosis {
            alone: topics.iter().map(alone).collect(),
            without_topic: without_topic(topics, now, counts.by_ref()),
            without_filter: without_filter(filters, now, counts.by_ref()),
            spellings: spellings(doubted, counts),
        };
        Ok(Some(diagnosis).filter(|diagnosis| !diagnosis.is_empty()))
    }

    /// The words of the query that another spelling is far more usual than, as far as there is room in a plan.
    fn doubted(self, ast: &Ast) -> Result<Vec<Doubted>, BackendError> {
        let mut doubted: Vec<Doubted> = Vec::new();
        for word in ast.words().filter(|leaf| leaf.positive && leaf.field.is_none()).flat_map(plain_words) {
            if doubted.iter().all(|known| known.typed != word)
                && let Some(found) = self.usual(word)?
            {
                doubted.push(found);
            }
        }
        Ok(doubted)
    }

    /// The usual spelling of `typed`. `None` for a word that is rightly spelt as far as is known, and for one that no text
    /// has: that one is mended elsewhere.
    fn usual(self, typed: String) -> Result<Option<Doubted>, BackendError> {
        let word = self.chain.fold(&typed);
        let is_doubtful = word.chars().count() >= LEAST_LETTERS && word.chars().all(char::is_alphabetic);
        if !is_doubtful || self.chain.is_french(&typed) {
            return Ok(None);
        }
        let own = self.backend.frequencies(&[(Zone::Body, &exact(&word))])?;
        let Some(own) = own.first().copied().filter(|own| *own > 0) else { return Ok(None) };
        let pattern = Pattern::Fuzzy(word.clone(), 1);
        let near = self.backend.vocabulary(Zone::Body, Form::Exact, &pattern, NEAR_WORDS)?.words;
        let is_usual =
            |(other, articles): &(String, u64)| *articles >= MORE_USUAL * own && self.is_meant(&word, other);
        let usual = near.into_iter().find(is_usual).map(|(usual, _)| usual);
        Ok(usual.map(|usual| Doubted { typed, word, usual }))
    }

    /// Whether `other` may be meant by `word`: it begins alike, is no inflection of it, and no name of another thing.
    fn is_meant(self, word: &str, other: &str) -> bool {
        let mut analyzer = self.chain.analyzer();
        let mut inflected = |text: &str| matcher(text, Zone::Body, FormPolicy::Inflected, 0, &mut analyzer);
        let is_inflection = inflected(word) == inflected(other)
            || ["s", "x", "e"]
                .iter()
                .any(|end| word.strip_suffix(end) == Some(other) || other.strip_suffix(end) == Some(word));
        other.chars().next() == word.chars().next()
            && other.chars().all(char::is_alphabetic)
            && !is_inflection
            && !self.is_other_name(word, other)
    }

    /// Whether `word` is a name in the thesaurus, and `other` is not one of the same thing.
    fn is_other_name(self, word: &str, other: &str) -> bool {
        let mut analyzer = self.chain.analyzer();
        let mut entry = |text| {
            let named = self.thesaurus.and_then(|thesaurus| named_by(thesaurus, text, &mut analyzer));
            named.map(|named| std::ptr::from_ref(named.entry))
        };
        entry(word).is_some_and(|own| entry(other) != Some(own))
    }
}

/// A word whose spelling is doubted.
struct Doubted {
    typed: String,
    /// The word, folded.
    word: String,
    /// The usual spelling, folded.
    usual: String,
}

/// The words of a leaf that stand for themselves and their inflections.
fn plain_words(leaf: Leaf<'_>) -> Vec<String> {
    let is_plain = |word: &Word| !word.prefix && word.strength == Strength::Inflected;
    match leaf.term {
        query::Term::Word(word) => {
            Some(word).filter(|word| is_plain(word)).map(|w| w.text.clone()).into_iter().collect()
        }
        query::Term::Phrase(phrase) if phrase.exact => Vec::new(),
        query::Term::Phrase(phrase) => {
            phrase.words().into_iter().filter(is_plain).map(|word| word.text).collect()
        }
    }
}

/// The filters to leave out: each, and all if there are several.
fn leave_outs<'p>(planned: &'p Planned, request: &Request) -> Vec<(Filter, Vec<&'p Node>)> {
    let each = filters(planned, request);
    let all = (each.len() > 1).then(|| (Filter::All, each.iter().map(|(_, node)| *node).collect()));
    each.iter().map(|(filter, node)| (filter.clone(), vec![*node])).chain(all).collect()
}

/// The plan over all articles, with both spellings of each doubted word as further concepts and `conditions`. Words for
/// which a plan has no room are not counted, and not told of.
fn spelt(plan: &Plan, doubted: &[Doubted], conditions: &mut Vec<Node>) -> Plan {
    let mut plan = Plan { articles: Node::Every, ..plan.clone() };
    for text in doubted.iter().flat_map(|word| [&word.word, &word.usual]) {
        if plan.concepts.len() == Plan::MAX_CONCEPTS {
            break;
        }
        let of_zone = |zone| Matcher::Terms { zone, terms: vec![exact(text)] };
        let matchers = [Zone::Body, Zone::Title].map(of_zone).to_vec();
        conditions.push(Node::Concept(plan.concepts.len()));
        plan.concepts.push(Concept { label: text.clone(), matchers, role: Role::Filter, boost: 1.0 });
    }
    plan
}

fn exact(text: &str) -> Term {
    Term { form: Form::Exact, text: text.to_owned(), weight: EXACT }
}

fn alone(topic: &Topic) -> TopicCount {
    TopicCount { typed: topic.label.clone(), articles: topic.articles }
}

fn without_topic(topics: &[Topic], now: u64, counts: impl Iterator<Item = u64>) -> Vec<WithoutTopic> {
    let counted = topics.iter().zip(counts).filter(|(_, articles)| *articles > now);
    counted
        .map(|(topic, articles)| WithoutTopic { typed: topic.label.clone(), more: articles - now })
        .collect()
}

fn without_filter(
    filters: Vec<(Filter, Vec<&Node>)>,
    now: u64,
    counts: impl Iterator<Item = u64>,
) -> Vec<WithoutFilter> {
    let counted = filters.into_iter().zip(counts).filter(|(_, articles)| *articles > now);
    counted.map(|((filter, _), articles)| WithoutFilter { filter, articles }).collect()
}

/// The doubted words with the counts of both spellings, as far as these were counted.
fn spellings(doubted: Vec<Doubted>, mut counts: impl Iterator<Item = u64>) -> Vec<Spelling> {
    let counted = doubted.into_iter().map_while(|Doubted { typed, usual, .. }| {
        let (articles, usual_articles) = (counts.next()?, counts.next()?);
        Some(Spelling { typed, articles, usual, usual_articles })
    });
    counted.collect()
}
