//! A tree to a plan: fields resolved, words analysed and expanded, filters added.

use super::concept::{Reading, groups, matcher};
use super::condition::{all_of, relaxed, wanted};
use super::expand;
use super::meaning::{meaning, names, variants};
use super::rank::WEIGHTS;
use super::request::Request;
use crate::analysis::{Analyzer, Chain};
use crate::backend::plan::{Concept, Matcher, Node, Plan, Role, Term};
use crate::backend::{BackendError, ConceptSet, Search};
use crate::model::{self, Note};
use crate::query::{self, Ast, Field, Phrase, Strength, Word};
use crate::schema::{Form, Zone};
use crate::thesaurus::Thesaurus;

/// A plan, and what the answer has to say of how it came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The plan; its `articles` ask for all of the query.
    pub plan: Plan,
    /// The same with only a part of the query asked for, where it has parts.
    pub any: Option<Node>,
    /// The concepts in the order of the query, for people.
    pub concepts: Vec<model::Concept>,
    /// The concepts that an article should have: numbers in the plan.
    pub wanted: Vec<usize>,
    /// Words that were left out because they stand in nearly every text.
    pub left_out: Vec<String>,
    /// What was left out for another reason, or limited.
    pub notes: Vec<Note>,
}

impl Planned {
    /// The concepts that an article should have and does not, as typed; `has` are those that it has.
    pub(super) fn missing(&self, has: ConceptSet) -> Vec<String> {
        let lacks = self.wanted.iter().filter(|&&number| !has.has(number));
        lacks.map(|&number| self.plan.concepts[number].label.clone()).collect()
    }
}

/// Makes the plan of a request whose query was read as `ast`.
pub(super) fn plan(
    ast: &Ast,
    request: &Request,
    backend: &dyn Search,
    chain: &Chain,
    thesaurus: Option<&Thesaurus>,
) -> Result<Planned, BackendError> {
    let thesaurus = thesaurus.filter(|_| request.expand);
    let first = Planner::new(backend, chain, thesaurus, Reading::Inflected).plan(ast, request)?;
    let says_nothing = first.plan.concepts.is_empty() && ast.words().next().is_some();
    if says_nothing {
        Planner::new(backend, chain, None, Reading::WithStopWords).plan(ast, request)
    } else {
        Ok(first)
    }
}

/// What holds for a part of the tree because of what stands above it.
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
    /// How words that are not held to the letter are read.
    reading: Reading,
    plan: Plan,
    concepts: Vec<model::Concept>,
    left_out: Vec<String>,
    notes: Vec<Note>,
    /// Words of the vocabulary that the concept at hand stands for, where they could not all be taken.
    found: Option<usize>,
    /// The other names of the concept at hand.
    also: Vec<String>,
}

impl<'a> Planner<'a> {
    fn new(
        backend: &'a dyn Search,
        chain: &'a Chain,
        thesaurus: Option<&'a Thesaurus>,
        reading: Reading,
    ) -> Self {
        let plan = Plan { articles: Node::Every, concepts: Vec::new(), weights: WEIGHTS };
        let analyzer = chain.analyzer();
        let (concepts, left_out, notes) = (Vec::new(), Vec::new(), Vec::new());
        let (found, also) = (None, Vec::new());
        Planner { backend, chain, thesaurus, analyzer, reading, plan, concepts, left_out, notes, found, also }
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
        let wanted = wanted(&query, &self.plan.concepts);
        self.plan.articles = all_of([vec![query], filters].concat());
        let Planner { plan, concepts, left_out, notes, .. } = self;
        Ok(Planned { plan, any, concepts, wanted, left_out, notes })
    }

    fn filters(&mut self, request: &Request) -> Result<Vec<Node>, BackendError> {
        let mut filters = Vec::new();
        if request.dates != model::DateRange::default() {
            filters.push(Node::Dates(request.dates));
        }
        if let Some(source) = &request.source {
            let matcher = matcher(source, Zone::Source, Reading::Exact, 0, &mut self.analyzer);
            filters.push(matcher.map_or(Node::Nothing, |matcher| self.filter(source, matcher)));
        }
        Ok(filters)
    }

    /// A concept that only narrows the answer and is not the query's.
    fn filter(&mut self, label: &str, matcher: Matcher) -> Node {
        let concept =
            Concept { label: label.to_owned(), matchers: vec![matcher], role: Role::Filter, boost: 1.0 };
        self.plan.concepts.push(concept);
        Node::Concept(self.plan.concepts.len() - 1)
    }

    /// The condition that a part of the tree stands for, or `None` where no word of it is left.
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

    /// The parts with neighbouring words that the chain reads as one put together: a figure and its sign
    /// (`95 %`), the halves of a product's name (`H 20`). Apart they would say too little.
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

    /// Names of several words, and what the chain reads as one word where no name has it.
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
            // A pattern stands for the words of a zone; all else is the same in the text and in the title.
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

    /// What matches `ast` in one zone; `None` where no word of it is left to look for.
    fn matcher(&mut self, ast: &Ast, zone: Zone) -> Result<Option<Matcher>, BackendError> {
        Ok(match ast {
            Ast::Word(word) => self.word(word, zone)?,
            Ast::Phrase(phrase) => self.phrase(phrase, zone),
            Ast::Near(near) => {
                let sides = (self.matcher(&near.left, zone)?, self.matcher(&near.right, zone)?);
                match sides {
                    (Some(left), Some(right)) => {
                        let (left, right) = (Box::new(left), Box::new(right));
                        Some(Matcher::Near { left, right, distance: near.distance })
                    }
                    (one, other) => one.or(other),
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

    /// A phrase of stop words alone holds to the letter: there is nothing to inflect in it.
    fn phrase(&mut self, phrase: &Phrase, zone: Zone) -> Option<Matcher> {
        let is_plain = !phrase.exact && phrase.slop == 0;
        let variants = if is_plain { self.variants(&phrase.text, true, zone) } else { None };
        let reading = if phrase.exact { Reading::Exact } else { self.reading };
        variants
            .or_else(|| matcher(&phrase.text, zone, reading, phrase.slop, &mut self.analyzer))
            .or_else(|| matcher(&phrase.text, zone, Reading::Exact, phrase.slop, &mut self.analyzer))
    }

    fn word(&mut self, word: &Word, zone: Zone) -> Result<Option<Matcher>, BackendError> {
        if word.prefix || word.strength == Strength::Fuzzy {
            return self.pattern(word, zone);
        }
        if word.strength == Strength::Exact {
            return Ok(matcher(&word.text, zone, Reading::Exact, 0, &mut self.analyzer));
        }
        if let Some(variants) = self.variants(&word.text, false, zone) {
            return Ok(Some(variants));
        }
        let typed = matcher(&word.text, zone, self.reading, 0, &mut self.analyzer);
        match typed {
            Some(Matcher::Terms { terms, .. })
                if self.is_nowhere(&terms)? && !self.chain.is_french(&word.text) =>
            {
                self.mended(word, zone, terms).map(Some)
            }
            typed => Ok(typed),
        }
    }

    /// All names of the entry that `text` names, if it names one.
    fn variants(&mut self, text: &str, is_phrase: bool, zone: Zone) -> Option<Matcher> {
        let thesaurus = self.thesaurus.filter(|_| zone.is_prose())?;
        let entry = meaning(thesaurus, text, &mut self.analyzer)?;
        let matcher = variants(entry, text, is_phrase, zone, &mut self.analyzer)?;
        self.also = entry.variants().map(|name| name.text.clone()).filter(|name| name != text).collect();
        Some(matcher)
    }

    /// Whether a word stands in no text and no title; with words expanded only, for else it is not asked.
    fn is_nowhere(&self, terms: &[Term]) -> Result<bool, BackendError> {
        if self.thesaurus.is_none() {
            return Ok(false);
        }
        let zones = [Zone::Body, Zone::Title];
        let wanted: Vec<(Zone, &Term)> =
            zones.iter().flat_map(|zone| terms.iter().map(|term| (*zone, term))).collect();
        Ok(self.backend.frequencies(&wanted)?.iter().all(|&articles| articles == 0))
    }

    /// The words of the vocabulary that are spelt nearly as one that is nowhere; that one where there are none.
    fn mended(&mut self, word: &Word, zone: Zone, terms: Vec<Term>) -> Result<Matcher, BackendError> {
        let nearest = expand::mended(self.backend, Zone::Body, &self.chain.fold(&word.text))?;
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

    /// A prefix or a misspelling. Where the chain takes the word apart (« l'export* »), the pattern is its
    /// last part, and the others must stand before it.
    fn pattern(&mut self, word: &Word, zone: Zone) -> Result<Option<Matcher>, BackendError> {
        let reading = if word.strength == Strength::Exact { Reading::Exact } else { self.reading };
        let base = matcher(&word.text, zone, Reading::Exact, 0, &mut self.analyzer);
        let Some(last) =
            base.as_ref().and_then(|base| base.terms().last().map(|(_, term)| term.text.clone()))
        else {
            return Ok(None);
        };
        let expansion = match word.prefix {
            true => expand::prefix(self.backend, zone, last)?,
            false => expand::fuzzy(self.backend, zone, &last)?,
        };
        if let Some(found) = expansion.found {
            let (typed, searched) = (word.text.clone(), expansion.terms.len());
            self.notes.push(Note::TooMany { typed, found, searched });
            self.found = Some(found);
        }
        Ok(match (matcher(&word.text, zone, reading, 0, &mut self.analyzer), base) {
            (_, Some(Matcher::Sequence { zone, mut slots, slop })) => {
                if let Some(slot) = slots.last_mut() {
                    slot.terms = expansion.terms;
                }
                Some(Matcher::Sequence { zone, slots, slop })
            }
            (Some(Matcher::Terms { zone, terms }), _) if !word.prefix => {
                Some(Matcher::Terms { zone, terms: [terms, expansion.terms].concat() })
            }
            _ => Some(Matcher::Terms { zone, terms: expansion.terms }),
        })
    }
}

/// A word without marks: one that may belong with its neighbours.
fn plain_word(ast: &Ast) -> Option<&Word> {
    match ast {
        Ast::Word(word) if word.strength == Strength::Inflected && !word.prefix => Some(word),
        _ => None,
    }
}

/// Whether a word of it stands for words of the vocabulary.
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

/// Where a word is looked for. Without a field: in the text and in the title.
fn zones(field: Option<Field>) -> &'static [Zone] {
    match field {
        None => &[Zone::Body, Zone::Title],
        Some(Field::Title) => &[Zone::Title],
        Some(Field::Source) => &[Zone::Source],
        Some(Field::Author) => &[Zone::Author],
        Some(Field::Language) => &[Zone::Language],
    }
}

/// A concept as the reader typed it.
fn label(ast: &Ast) -> String {
    ast.to_string()
}

/// The indexed words of a matcher, for people.
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
