//! A query tree to a plan: the planner resolves fields, analyses and expands words, and adds the filters.

use super::expansion::{entry_named_by, names, variants};
use super::matcher::{FormPolicy, groups, matcher};
use super::patterns;
use super::relax::{all_of, expected, relaxed};
use super::request::Request;
use super::weights::WEIGHTS;
use crate::analysis::{Analyzer, Chain};
use crate::backend::plan::{Concept, Matcher, Node, Plan, Role, Term};
use crate::backend::{BackendError, ConceptSet, Search};
use crate::model::{self, Note};
use crate::query::{self, Ast, Field, Phrase, Strength, Word};
use crate::schema::{Form, Zone};
use crate::thesaurus::Thesaurus;

/// A plan, and what an answer tells the reader about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The plan. Its `articles` ask for the whole query.
    pub plan: Plan,
    /// The same condition with any one topic in place of all of them. `None` for a query of fewer than two topics.
    pub any: Option<Node>,
    /// The concepts of the query, in its order, as the reader sees them.
    pub concepts: Vec<model::Concept>,
    /// The concepts that an article should have: numbers in the plan.
    pub expected: Vec<usize>,
    /// The stop words that the plan leaves out.
    pub left_out: Vec<String>,
    /// What the planner left out for another reason, corrected or limited.
    pub notes: Vec<Note>,
}

impl Planned {
    /// The expected concepts that an article lacks, as typed. `has` is the set that it has.
    pub(super) fn missing(&self, has: ConceptSet) -> Vec<String> {
        let lacks = self.expected.iter().filter(|&&number| !has.has(number));
        lacks.map(|&number| self.plan.concepts[number].label.clone()).collect()
    }
}

/// The plan of a request. `ast` is the request's query, parsed. A query of nothing but stop words is planned again with
/// its stop words.
pub(super) fn plan(
    ast: &Ast,
    request: &Request,
    backend: &dyn Search,
    chain: &Chain,
    thesaurus: Option<&Thesaurus>,
) -> Result<Planned, BackendError> {
    let thesaurus = thesaurus.filter(|_| request.expand);
    let first = Planner::new(backend, chain, thesaurus, FormPolicy::Inflected).plan(ast, request)?;
    let says_nothing = first.plan.concepts.is_empty() && ast.words().next().is_some();
    if says_nothing {
        Planner::new(backend, chain, None, FormPolicy::WithStopWords).plan(ast, request)
    } else {
        Ok(first)
    }
}

/// What a part of the tree inherits from the nodes above it.
#[derive(Clone, Copy)]
struct Context {
    field: Option<Field>,
    boost: f32,
    excluded: bool,
}

struct Planner<'a> {
    backend: &'a dyn Search,
    chain: &'a Chain,
    thesaurus: Option<&'a Thesaurus>,
    analyzer: Analyzer<'a>,
    /// The forms that a word without operator matches.
    forms: FormPolicy,
    plan: Plan,
    concepts: Vec<model::Concept>,
    left_out: Vec<String>,
    notes: Vec<Note>,
    /// How many words the pattern of the current concept matches, where there are too many to search for.
    found: Option<usize>,
    /// The other names of the current concept.
    also: Vec<String>,
}

impl<'a> Planner<'a> {
    fn new(
        backend: &'a dyn Search,
        chain: &'a Chain,
        thesaurus: Option<&'a Thesaurus>,
        forms: FormPolicy,
    ) -> Self {
        let plan = Plan { articles: Node::Every, concepts: Vec::new(), weights: WEIGHTS };
        Planner {
            backend,
            chain,
            thesaurus,
            analyzer: chain.analyzer(),
            forms,
            plan,
            concepts: Vec::new(),
            left_out: Vec::new(),
            notes: Vec::new(),
            found: None,
            also: Vec::new(),
        }
    }

    fn plan(mut self, ast: &Ast, request: &Request) -> Result<Planned, BackendError> {
        let context = Context { field: None, boost: 1.0, excluded: false };
        let query = match ast {
            Ast::Nothing => Node::Every,
            ast => self.node(ast, context)?.unwrap_or(Node::Nothing),
        };
        let filters = self.filters(request)?;
        let any =
            relaxed(&query, &self.plan.concepts).map(|any| all_of([vec![any], filters.clone()].concat()));
        let expected = expected(&query, &self.plan.concepts);
        self.plan.articles = all_of([vec![query], filters].concat());
        let Planner { plan, concepts, left_out, notes, .. } = self;
        Ok(Planned { plan, any, concepts, expected, left_out, notes })
    }

    fn filters(&mut self, request: &Request) -> Result<Vec<Node>, BackendError> {
        let mut filters = Vec::new();
        if request.dates != model::DateRange::default() {
            filters.push(Node::Dates(request.dates));
        }
        if let Some(source) = &request.source {
            let matcher = matcher(source, Zone::Source, FormPolicy::Exact, 0, &mut self.analyzer);
            filters.push(matcher.map_or(Node::Nothing, |matcher| self.filter(source, matcher)));
        }
        Ok(filters)
    }

    /// Adds a concept that only narrows the answer: a filter of the request.
    fn filter(&mut self, label: &str, matcher: Matcher) -> Node {
        let concept =
            Concept { label: label.to_owned(), matchers: vec![matcher], role: Role::Filter, boost: 1.0 };
        self.plan.concepts.push(concept);
        Node::Concept(self.plan.concepts.len() - 1)
    }

    /// The condition of a part of the tree. `None` where no word is left to search for.
    fn node(&mut self, ast: &Ast, context: Context) -> Result<Option<Node>, BackendError> {
        Ok(match ast {
            Ast::Nothing => None,
            Ast::All(parts) => {
                let parts = self.grouped(parts);
                self.nodes(&parts, context)?
            }
            .map(all_of),
            Ast::Any(parts) => self.nodes(parts, context)?.map(Node::Any),
            Ast::Not(inner) => {
                let context = Context { excluded: !context.excluded, ..context };
                self.node(inner, context)?.map(|node| Node::Not(Box::new(node)))
            }
            Ast::Field { field, inner } => self.node(inner, Context { field: Some(*field), ..context })?,
            Ast::Boost(inner, factor) => {
                self.node(inner, Context { boost: context.boost * factor, ..context })?
            }
            Ast::Date(range) => Some(Node::Dates(*range)),
            Ast::Word(_) | Ast::Phrase(_) | Ast::Near(_) | Ast::Together(_) => self.concept(ast, context)?,
        })
    }

    fn nodes(&mut self, parts: &[Ast], context: Context) -> Result<Option<Vec<Node>>, BackendError> {
        let mut nodes = Vec::new();
        for part in parts {
            nodes.extend(self.node(part, context)?);
        }
        Ok((!nodes.is_empty()).then_some(nodes))
    }

    /// The parts, with each group of neighbouring words joined to one word: a figure and its sign (`95 %`), the halves
    /// of a product's name (`H 20`), a name of the thesaurus. Apart, such words would match far too much.
    fn grouped(&mut self, parts: &[Ast]) -> Vec<Ast> {
        let mut result = Vec::with_capacity(parts.len());
        for run in parts.chunk_by(|a, b| plain_word(a).is_some() && plain_word(b).is_some()) {
            let words: Vec<&Word> = run.iter().filter_map(plain_word).collect();
            let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
            let groups = self.groups(&texts);
            for (place, part) in run.iter().enumerate() {
                match groups.iter().find(|(first, last)| (*first..=*last).contains(&place)) {
                    Some(&(first, last)) if first == place => {
                        result.push(Ast::Word(joined(&words[first..=last])))
                    }
                    Some(_) => {}
                    None => result.push(part.clone()),
                }
            }
        }
        result
    }

    /// The names of several words, and the words that the chain reads as one where they overlap no name: the first and
    /// the last word of each.
    fn groups(&mut self, words: &[&str]) -> Vec<(usize, usize)> {
        if words.len() < 2 {
            return Vec::new();
        }
        let mut all =
            self.thesaurus.map_or_else(Vec::new, |thesaurus| names(thesaurus, words, &mut self.analyzer));
        for (first, last) in groups(words, &mut self.analyzer) {
            if all.iter().all(|&(f, l)| last < f || l < first) {
                all.push((first, last));
            }
        }
        all
    }

    fn concept(&mut self, ast: &Ast, context: Context) -> Result<Option<Node>, BackendError> {
        let mut matchers: Vec<Matcher> = Vec::new();
        for &zone in zones(context.field) {
            // Only a pattern has other terms in each zone: those of the zone's vocabulary.
            match matchers.first().filter(|_| !has_pattern(ast)) {
                Some(same) => matchers.push(same.clone().in_zone(zone)),
                None => matchers.extend(self.matcher(ast, zone)?),
            }
        }
        let label = label(ast);
        if matchers.is_empty() {
            self.leave_out(label);
            return Ok(None);
        }
        let is_topic = !context.excluded && matchers.iter().all(|matcher| matcher.zone().is_prose());
        self.concepts.push(model::Concept {
            label: label.clone(),
            field: context.field.map(|field| field.name().to_owned()),
            excluded: context.excluded,
            words: words(&matchers[0]),
            also: std::mem::take(&mut self.also),
            words_found: self.found.take(),
        });
        let role = if is_topic { Role::Topic } else { Role::Filter };
        self.plan.concepts.push(Concept { label, matchers, role, boost: context.boost });
        Ok(Some(Node::Concept(self.plan.concepts.len() - 1)))
    }

    fn leave_out(&mut self, label: String) {
        if self.chain.is_stop_word(&self.chain.fold(&label)) {
            if !self.left_out.contains(&label) {
                self.left_out.push(label);
            }
        } else {
            self.notes.push(Note::Wordless { typed: label });
        }
    }

    /// The matcher of `ast` in one zone. `None` where no word is left to search for.
    fn matcher(&mut self, ast: &Ast, zone: Zone) -> Result<Option<Matcher>, BackendError> {
        Ok(match ast {
            Ast::Word(word) => self.word(word, zone)?,
            Ast::Phrase(phrase) => self.phrase(phrase, zone),
            Ast::Near(near) => {
                let left = self.matcher(&near.left, zone)?;
                let right = self.matcher(&near.right, zone)?;
                match (left, right) {
                    (Some(left), Some(right)) => Some(Matcher::Near {
                        left: Box::new(left),
                        right: Box::new(right),
                        distance: near.distance,
                    }),
                    (left, right) => left.or(right),
                }
            }
            Ast::Together(parts) => self.matchers(parts, zone)?.map(Matcher::Together),
            Ast::Any(parts) => self.matchers(parts, zone)?.map(Matcher::Either),
            Ast::All(parts) => self.matchers(parts, zone)?.map(Matcher::Together),
            Ast::Field { inner, .. } | Ast::Boost(inner, _) => self.matcher(inner, zone)?,
            Ast::Not(_) | Ast::Date(_) | Ast::Nothing => None,
        })
    }

    fn matchers(&mut self, parts: &[Ast], zone: Zone) -> Result<Option<Vec<Matcher>>, BackendError> {
        let mut matchers = Vec::new();
        for part in parts {
            matchers.extend(self.matcher(part, zone)?);
        }
        Ok((!matchers.is_empty()).then_some(matchers))
    }

    /// The matcher of a phrase. A phrase of nothing but stop words is matched exactly: it has nothing to inflect.
    fn phrase(&mut self, phrase: &Phrase, zone: Zone) -> Option<Matcher> {
        let is_plain = !phrase.exact && phrase.slop == 0;
        let variants = if is_plain { self.variants(&phrase.text, true, zone) } else { None };
        let forms = if phrase.exact { FormPolicy::Exact } else { self.forms };
        variants
            .or_else(|| matcher(&phrase.text, zone, forms, phrase.slop, &mut self.analyzer))
            .or_else(|| matcher(&phrase.text, zone, FormPolicy::Exact, phrase.slop, &mut self.analyzer))
    }

    fn word(&mut self, word: &Word, zone: Zone) -> Result<Option<Matcher>, BackendError> {
        if word.prefix || word.strength == Strength::Fuzzy {
            return self.pattern(word, zone);
        }
        if word.strength == Strength::Exact {
            return Ok(matcher(&word.text, zone, FormPolicy::Exact, 0, &mut self.analyzer));
        }
        if let Some(variants) = self.variants(&word.text, false, zone) {
            return Ok(Some(variants));
        }
        let typed = matcher(&word.text, zone, self.forms, 0, &mut self.analyzer);
        match typed {
            Some(Matcher::Terms { terms, .. })
                if self.is_nowhere(&terms)? && !self.chain.is_french(&word.text) =>
            {
                self.corrected(word, zone, terms).map(Some)
            }
            typed => Ok(typed),
        }
    }

    /// The matcher of all names of the entry that `text` names. `None` where it names none.
    fn variants(&mut self, text: &str, is_phrase: bool, zone: Zone) -> Option<Matcher> {
        let thesaurus = self.thesaurus.filter(|_| zone.is_prose())?;
        let entry = entry_named_by(thesaurus, text, &mut self.analyzer)?;
        let matcher = variants(entry, text, is_phrase, zone, &mut self.analyzer)?;
        self.also = entry.variants().map(|name| name.text.clone()).filter(|name| name != text).collect();
        Some(matcher)
    }

    /// Whether no text and no title has the word. False without expansion: no word is corrected then.
    fn is_nowhere(&self, terms: &[Term]) -> Result<bool, BackendError> {
        if self.thesaurus.is_none() {
            return Ok(false);
        }
        let zones = [Zone::Body, Zone::Title];
        let wanted: Vec<(Zone, &Term)> =
            zones.iter().flat_map(|zone| terms.iter().map(|term| (*zone, term))).collect();
        Ok(self.backend.frequencies(&wanted)?.iter().all(|&articles| articles == 0))
    }

    /// The matcher of the words near a misspelt word; of the word itself, `terms`, where no word is near.
    fn corrected(&mut self, word: &Word, zone: Zone, terms: Vec<Term>) -> Result<Matcher, BackendError> {
        let mut nearest = patterns::corrections(self.backend, Zone::Body, &self.chain.fold(&word.text))?;
        // A name asks for exact forms. It is no misspelling of a common word: « Tchad » is not *tchat*.
        if terms.iter().all(|term| term.form == Form::Exact) {
            nearest.retain(|near| !self.chain.is_common_word(&near.text));
        }
        if nearest.is_empty() || !zone.is_prose() {
            return Ok(Matcher::Terms { zone, terms });
        }
        self.also = nearest.iter().map(|term| term.text.clone()).collect();
        let note = Note::Mended { typed: word.text.clone(), instead: self.also.clone() };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
        Ok(Matcher::Terms { zone, terms: nearest })
    }

    /// The matcher of a prefix or a fuzzy word. Where the chain splits the word (« l'export* »), its last part is the
    /// pattern, and the other parts must stand before it.
    fn pattern(&mut self, word: &Word, zone: Zone) -> Result<Option<Matcher>, BackendError> {
        let forms = if word.strength == Strength::Exact { FormPolicy::Exact } else { self.forms };
        let base = matcher(&word.text, zone, FormPolicy::Exact, 0, &mut self.analyzer);
        let Some(last) =
            base.as_ref().and_then(|base| base.terms().last().map(|(_, term)| term.text.clone()))
        else {
            return Ok(None);
        };
        let matched = match word.prefix {
            true => patterns::prefix(self.backend, zone, last)?,
            false => patterns::fuzzy(self.backend, zone, &last)?,
        };
        if let Some(found) = matched.found {
            let searched = matched.terms.len();
            self.notes.push(Note::TooMany { typed: word.text.clone(), found, searched });
            self.found = Some(found);
        }
        Ok(match (matcher(&word.text, zone, forms, 0, &mut self.analyzer), base) {
            (_, Some(Matcher::Sequence { zone, mut slots, slop })) => {
                if let Some(slot) = slots.last_mut() {
                    slot.terms = matched.terms;
                }
                Some(Matcher::Sequence { zone, slots, slop })
            }
            (Some(Matcher::Terms { zone, terms }), _) if !word.prefix => {
                Some(Matcher::Terms { zone, terms: [terms, matched.terms].concat() })
            }
            _ => Some(Matcher::Terms { zone, terms: matched.terms }),
        })
    }
}

/// The word without operators that `ast` is: only such a word joins its neighbours.
fn plain_word(ast: &Ast) -> Option<&Word> {
    match ast {
        Ast::Word(word) if word.strength == Strength::Inflected && !word.prefix => Some(word),
        _ => None,
    }
}

/// Whether a word of the tree is a pattern.
fn has_pattern(ast: &Ast) -> bool {
    let is_pattern = |word: &Word| word.prefix || word.strength == Strength::Fuzzy;
    ast.words().any(|leaf| matches!(leaf.term, query::Term::Word(word) if is_pattern(word)))
}

fn joined(words: &[&Word]) -> Word {
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let mut whole = words[0].clone();
    whole.text = texts.join(" ");
    whole.span.end = words[words.len() - 1].span.end;
    whole
}

/// The zones of a field. Without a field: text and title.
fn zones(field: Option<Field>) -> &'static [Zone] {
    match field {
        None => &[Zone::Body, Zone::Title],
        Some(Field::Title) => &[Zone::Title],
        Some(Field::Source) => &[Zone::Source],
        Some(Field::Author) => &[Zone::Author],
        Some(Field::Language) => &[Zone::Language],
    }
}

/// A concept as typed.
fn label(ast: &Ast) -> String {
    ast.to_string()
}

/// The terms of a matcher, as the reader sees them: `=` marks an exact form.
fn words(matcher: &Matcher) -> Vec<String> {
    let show = |term: &Term| match term.form {
        Form::Exact => format!("={}", term.text),
        Form::Stem => term.text.clone(),
    };
    let mut words: Vec<String> = Vec::new();
    for (_, term) in matcher.terms() {
        let word = show(term);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}
