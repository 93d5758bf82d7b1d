//! A query tree to a plan: the planner resolves fields, analyses and expands words (`words.rs`), and adds the filters.

mod words;

use super::capitals::settled;
use super::commonness::share;
use super::expansion::Present;
use super::function_words::is_function_word;
use super::joins::{Segment, segments};
use super::matcher::{FormPolicy, matcher};
use super::names::{Names, uncounted};
use super::request::{Match, Request};
use super::required::{Required, all_of, is_topic, leave_out, weight};
use super::weights::{NEAR, WEIGHTS};
use crate::analysis::{Analyzer, Chain};
use crate::backend::plan::{Concept, Group, Matcher, Node, Plan, Role, Term};
use crate::backend::{BackendError, ConceptSet, Control, Search};
use crate::model::{self, DateRange, Note};
use crate::query::{self, Ast, Field, Phrase, Strength, Word};
use crate::schema::{Form, Zone};
use crate::thesaurus::Thesaurus;
use words::is_nothing;

/// A part of the query that an article should have.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    /// As typed.
    pub label: String,
    /// The condition on an article, or on a passage.
    pub node: Node,
    /// Whether it is a plain word or a name: such topics may be missing where enough of the others are there.
    pub is_plain: bool,
    /// How many articles have it.
    pub articles: u64,
    /// Whether nothing asks for it, since no article has it and some has another topic.
    pub is_left_out: bool,
    /// How much an article that has it has of the query: see `search/required.rs`.
    pub weight: f32,
}

/// A plan, and what an answer tells the reader about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The plan. Its `articles` are those of the request: see [`Match`].
    pub plan: Plan,
    /// The same condition with any one topic in place of what is required. `None` where that is the same.
    pub any: Option<Node>,
    /// What an article should have, in the order of the query.
    pub topics: Vec<Topic>,
    /// What narrows the answer: dates, sources, what must not be there.
    pub filters: Vec<Node>,
    /// The concepts of the query, in its order, as the reader sees them.
    pub concepts: Vec<model::Concept>,
    /// The names of each of these.
    pub(super) names: Vec<Names>,
    /// The words that the plan leaves out, since they say nothing.
    pub left_out: Vec<String>,
    /// What the planner left out for another reason, corrected or limited.
    pub notes: Vec<Note>,
}

impl Planned {
    /// This plan, without other names, under the conditions of one with them: what an article must have does not depend
    /// on whether names are opened, so opening a name never loses an article. Both have the same concepts.
    fn with_conditions_of(mut self, opened: Planned) -> Planned {
        self.plan.articles = opened.plan.articles;
        self.plan.whole = opened.plan.whole;
        self.any = opened.any;
        self.notes = opened.notes.into_iter().filter(|note| !matches!(note, Note::Mended { .. })).collect();
        self
    }

    /// The labels of the topics asked for that `set` has (or with `has` false, lacks).
    pub(super) fn labels(&self, set: ConceptSet, has: bool) -> Vec<String> {
        let holds = |topic: &&Topic| topic.node.holds(&|number| set.has(number), &|_| true) == has;
        let asked = self.topics.iter().filter(|topic| !topic.is_left_out);
        asked.filter(holds).map(|topic| topic.label.clone()).collect()
    }
}

/// The plan of a request. `ast` is the request's query, parsed. A query of nothing but stop words is planned again with
/// its stop words; one with a phrase that is nowhere, with the words of the phrase.
pub(super) fn plan(
    ast: &Ast,
    request: &Request,
    backend: &dyn Search,
    chain: &Chain,
    thesaurus: Option<&Thesaurus>,
    control: &Control,
) -> Result<Planned, BackendError> {
    let tools = Tools { backend, chain, thesaurus, control };
    let opened = Request { expand: true, ..request.clone() };
    let first = tools.plan(ast, &opened, FormPolicy::Inflected)?;
    let says_nothing = first.plan.concepts.is_empty() && ast.words().next().is_some();
    if says_nothing {
        return Tools { thesaurus: None, ..tools }.plan(ast, request, FormPolicy::WithStopWords);
    }
    let loosened = if request.matching == Match::All { None } else { loosened(ast, &first) };
    let (ast, mut planned) = match loosened {
        None => (ast.clone(), first),
        Some((ast, phrases)) => {
            let mut again = tools.plan(&ast, &opened, FormPolicy::Inflected)?;
            again.notes.extend(phrases.into_iter().map(|typed| Note::PhraseNowhere { typed }));
            (ast, again)
        }
    };
    if !request.expand {
        let closed = tools.plan(&ast, request, FormPolicy::Inflected)?;
        planned = closed.with_conditions_of(planned);
    }
    Ok(planned)
}

/// The query with the words of each phrase that no article has in place of the phrase, and these phrases. `None` where
/// there is no such phrase. A phrase to the letter stays.
fn loosened(ast: &Ast, planned: &Planned) -> Option<(Ast, Vec<String>)> {
    let parts = if let Ast::All(parts) = ast { &parts[..] } else { std::slice::from_ref(ast) };
    let is_nowhere =
        |label: &str| planned.topics.iter().any(|topic| topic.label == label && topic.articles == 0);
    let (mut loose, mut phrases) = (Vec::new(), Vec::new());
    for part in parts {
        match part {
            Ast::Phrase(phrase) if !phrase.exact && is_nowhere(&label(part)) && phrase.text.contains(' ') => {
                phrases.push(label(part));
                loose.extend(phrase.words().into_iter().map(Ast::Word));
            }
            other => loose.push(other.clone()),
        }
    }
    (!phrases.is_empty()).then(|| (Ast::all(loose), phrases))
}

/// What a planner works with.
#[derive(Clone, Copy)]
struct Tools<'a> {
    backend: &'a dyn Search,
    chain: &'a Chain,
    thesaurus: Option<&'a Thesaurus>,
    control: &'a Control,
}

impl Tools<'_> {
    fn plan(self, ast: &Ast, request: &Request, forms: FormPolicy) -> Result<Planned, BackendError> {
        Planner::new(self, forms, request).plan(ast, request)
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
    tools: Tools<'a>,
    analyzer: Analyzer<'a>,
    /// The forms that a word without operator matches.
    forms: FormPolicy,
    /// Whether names open their other names, and misspelt words are corrected.
    expands: bool,
    /// Whether near names find articles too.
    is_wide: bool,
    /// Whether an article without a date has every date that is asked for.
    undated: bool,
    plan: Plan,
    /// Concepts that only rank: they come after all others.
    near: Vec<Concept>,
    /// Phrases, by the numbers of their concepts, each with its words, which only rank.
    phrases: Vec<(usize, Vec<Concept>)>,
    concepts: Vec<model::Concept>,
    left_out: Vec<String>,
    notes: Vec<Note>,
    /// Whether the current concept must not be there. It opens no names: they would lose articles.
    is_excluded: bool,
    /// How many words the pattern of the current concept matches, where there are too many to search for.
    found: Option<usize>,
    /// Which terms of names the index has.
    terms: Present,
    /// The names of the current concept.
    names: Names,
    /// The names of each concept before it.
    all_names: Vec<Names>,
    /// The name that the current word is a part of.
    part_of: Option<String>,
}

impl<'a> Planner<'a> {
    fn new(tools: Tools<'a>, forms: FormPolicy, request: &Request) -> Self {
        let plan = Plan {
            articles: Node::Every,
            whole: Node::Every,
            concepts: Vec::new(),
            groups: Vec::new(),
            weights: WEIGHTS,
        };
        Planner {
            tools,
            analyzer: tools.chain.analyzer(),
            forms,
            expands: request.expand,
            is_wide: request.wide,
            undated: request.undated,
            plan,
            near: Vec::new(),
            phrases: Vec::new(),
            concepts: Vec::new(),
            left_out: Vec::new(),
            notes: Vec::new(),
            is_excluded: false,
            found: None,
            terms: Present::default(),
            names: Names::default(),
            all_names: Vec::new(),
            part_of: None,
        }
    }

    fn plan(mut self, ast: &Ast, request: &Request) -> Result<Planned, BackendError> {
        let context = Context { field: None, boost: 1.0, excluded: false };
        let (mut topics, mut filters) = (Vec::new(), Vec::new());
        for part in self.parts(ast) {
            let Some(node) = self.part(&part, context)? else { continue };
            if is_topic(&node, &self.plan.concepts) {
                topics.push(Topic {
                    label: part.label(),
                    node,
                    is_plain: part.is_plain(),
                    articles: 0,
                    is_left_out: false,
                    weight: 0.0,
                });
            } else {
                filters.push(node);
            }
        }
        if topics.is_empty() && filters.is_empty() && *ast != Ast::Nothing {
            filters.push(Node::Nothing);
        }
        filters.extend(self.filters(request)?);
        self.add_ranking();
        self.count(&mut topics)?;
        leave_out(&mut topics, request.matching);
        self.weigh(&mut topics);
        let required = self.required(&topics, request)?;
        self.notes.extend(required.notes);
        self.plan.whole = required.whole;
        self.plan.articles = all_of([vec![required.articles], filters.clone()].concat());
        let any = required.any.map(|any| all_of([vec![any], filters.clone()].concat()));
        let Planner { plan, concepts, all_names: names, left_out, notes, .. } = self;
        Ok(Planned { plan, any, topics, filters, concepts, names, left_out, notes })
    }

    /// Adds the concepts that only rank, as far as there is room.
    fn add_ranking(&mut self) {
        let concepts = &mut self.plan.concepts;
        for (name, words) in self.phrases.drain(..) {
            if concepts.len() + words.len() <= Plan::MAX_CONCEPTS {
                let first = concepts.len();
                concepts.extend(words);
                self.plan.groups.push(Group { name, words: (first..concepts.len()).collect() });
            }
        }
        let room = Plan::MAX_CONCEPTS - concepts.len();
        concepts.extend(self.near.drain(..).take(room));
    }

    /// Counts the articles of each topic.
    fn count(&self, topics: &mut [Topic]) -> Result<(), BackendError> {
        let nodes: Vec<Node> = topics.iter().map(|topic| topic.node.clone()).collect();
        if nodes.is_empty() {
            return Ok(());
        }
        let counts = self.tools.backend.tally(&self.plan, &nodes, self.tools.control)?;
        topics.iter_mut().zip(counts).for_each(|(topic, articles)| topic.articles = articles);
        Ok(())
    }

    /// Weighs each topic by how rare it is here and in the press at large.
    fn weigh(&mut self, topics: &mut [Topic]) {
        let all = self.tools.backend.totals().articles as f32;
        for topic in topics {
            let here = topic.articles as f32 / all.max(1.0);
            let share = share(&topic.label, self.tools.chain, &mut self.analyzer);
            topic.weight = weight(here, share, all);
        }
    }

    /// What an article must have. Where no article has enough, those that have the most are enough.
    fn required(&self, topics: &[Topic], request: &Request) -> Result<Required, BackendError> {
        let tally = |nodes: &[Node]| self.tools.backend.tally(&self.plan, nodes, self.tools.control);
        Required::of(topics, request, tally)
    }

    /// The parts of the query that an article should have, or that narrow the answer.
    fn parts(&mut self, ast: &Ast) -> Vec<Part> {
        let parts = match ast {
            Ast::Nothing => return Vec::new(),
            Ast::All(parts) => &parts[..],
            other => std::slice::from_ref(other),
        };
        let mut result = Vec::with_capacity(parts.len());
        for run in parts.chunk_by(|a, b| plain_word(a).is_some() && plain_word(b).is_some()) {
            let words: Vec<&Word> = run.iter().filter_map(plain_word).collect();
            if words.len() == run.len() {
                let Tools { chain, thesaurus, .. } = self.tools;
                let words = settled(&words, chain, thesaurus, &mut self.analyzer);
                let words: Vec<&Word> = words.iter().collect();
                let segments = segments(&words, thesaurus, &mut self.analyzer);
                result.extend(segments.into_iter().map(Part::Words));
            } else {
                result.extend(run.iter().cloned().map(Part::Tree));
            }
        }
        result
    }

    fn part(&mut self, part: &Part, context: Context) -> Result<Option<Node>, BackendError> {
        match part {
            Part::Tree(Ast::Phrase(phrase)) if !phrase.exact => {
                let node = self.node(&Ast::Phrase(phrase.clone()), context)?;
                if let Some(Node::Concept(number)) = node {
                    self.rank_words(phrase, number, context);
                }
                Ok(node)
            }
            Part::Tree(ast) => self.node(ast, context),
            Part::Words(Segment::Word(word)) => self.node(&Ast::Word(word.clone()), context),
            Part::Words(Segment::Joined { whole, words }) => self.group(whole, words, context),
        }
    }

    /// The words of a phrase rank too: an article with all of them is nearer than one with some.
    fn rank_words(&mut self, phrase: &Phrase, number: usize, context: Context) {
        let boost = context.boost;
        let mut words = Vec::new();
        for word in phrase.words() {
            let of_zone = |zone| matcher(&word.text, zone, self.forms, 0, &mut self.analyzer);
            let matchers: Vec<Matcher> = zones(context.field).iter().copied().filter_map(of_zone).collect();
            if !matchers.is_empty() {
                words.push(Concept { label: word.text.clone(), matchers, role: Role::Related, boost });
            }
        }
        if words.len() > 1 {
            self.phrases.push((number, words));
        }
    }

    /// The condition of words that may be read as one: the one reading, or all of the words.
    fn group(
        &mut self,
        whole: &Word,
        words: &[Word],
        context: Context,
    ) -> Result<Option<Node>, BackendError> {
        let Some(Node::Concept(name)) = self.node(&Ast::Word(whole.clone()), context)? else {
            return Ok(None);
        };
        let mut numbers = Vec::new();
        self.part_of = Some(label(&Ast::Word(whole.clone())));
        for word in words {
            if let Some(Node::Concept(number)) = self.node(&Ast::Word(word.clone()), context)? {
                numbers.push(number);
            }
        }
        self.part_of = None;
        if numbers.is_empty() {
            return Ok(Some(Node::Concept(name)));
        }
        self.plan.groups.push(Group { name, words: numbers.clone() });
        let apart = all_of(numbers.into_iter().map(Node::Concept).collect());
        Ok(Some(Node::Any(vec![Node::Concept(name), apart])))
    }

    fn filters(&mut self, request: &Request) -> Result<Vec<Node>, BackendError> {
        let mut filters = Vec::new();
        if request.dates != model::DateRange::default() {
            filters.push(dated(request.dates, request.undated));
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
            Ast::All(_) => {
                let mut nodes = Vec::new();
                for part in self.parts(ast) {
                    nodes.extend(self.part(&part, context)?);
                }
                (!nodes.is_empty()).then(|| all_of(nodes))
            }
            Ast::Any(parts) => self.nodes(parts, context)?.map(Node::Any),
            Ast::Not(inner) => {
                let context = Context { excluded: !context.excluded, ..context };
                self.node(inner, context)?.map(|node| Node::Not(Box::new(node)))
            }
            Ast::Field { field, inner } => self.node(inner, Context { field: Some(*field), ..context })?,
            Ast::Boost(inner, factor) => {
                self.node(inner, Context { boost: context.boost * factor, ..context })?
            }
            Ast::Date(range) => Some(dated(*range, self.undated && !context.excluded)),
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

    fn concept(&mut self, ast: &Ast, context: Context) -> Result<Option<Node>, BackendError> {
        if context.field.is_none() && self.leaves_out(ast) {
            return Ok(None);
        }
        // The last place is for the source of the request.
        if self.plan.concepts.len() + 1 >= Plan::MAX_CONCEPTS {
            self.notes.push(Note::NoRoom { typed: label(ast), most: Plan::MAX_CONCEPTS - 1 });
            return Ok(None);
        }
        self.is_excluded = context.excluded;
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
        let names = std::mem::take(&mut self.names);
        let is_topic = !context.excluded && matchers.iter().all(|matcher| matcher.zone().is_prose());
        self.concepts.push(model::Concept {
            label: label.clone(),
            field: context.field.map(|field| field.name().to_owned()),
            excluded: context.excluded,
            words: words(&matchers[0]),
            articles: None,
            also: uncounted(&names.also),
            near: uncounted(&names.near),
            part_of: self.part_of.clone(),
            words_found: self.found.take(),
        });
        let role = if is_topic { Role::Topic } else { Role::Filter };
        if is_topic && matches!(ast, Ast::Word(_) | Ast::Phrase(_)) {
            self.rank_near(&names, context);
        }
        self.all_names.push(names);
        self.plan.concepts.push(Concept { label, matchers, role, boost: context.boost });
        Ok(Some(Node::Concept(self.plan.concepts.len() - 1)))
    }

    /// The narrower, broader and lesser names of a concept rank, as a concept of their own.
    fn rank_near(&mut self, names: &Names, context: Context) {
        let found = || names.near.iter().filter(|(_, matcher)| !is_nothing(matcher));
        let Some(ranking) = names.outside_longer(found().map(|(_, matcher)| matcher.clone()).collect())
        else {
            return;
        };
        let label = found().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
        let of_zone = |&zone: &Zone| ranking.clone().in_zone(zone);
        let matchers = zones(context.field).iter().map(of_zone).collect();
        let boost = context.boost * NEAR;
        self.near.push(Concept { label, matchers, role: Role::Related, boost });
    }

    /// Whether `ast` is a function word, which no article has to have. It is left out, and said to be.
    fn leaves_out(&mut self, ast: &Ast) -> bool {
        let Some(word) = plain_word(ast).filter(|_| self.forms != FormPolicy::WithStopWords) else {
            return false;
        };
        let is_left_out = is_function_word(&word.text);
        if is_left_out && !self.left_out.contains(&word.text) {
            self.left_out.push(word.text.clone());
        }
        is_left_out
    }

    fn leave_out(&mut self, label: String) {
        if self.tools.chain.is_stop_word(&self.tools.chain.fold(&label)) {
            if !self.left_out.contains(&label) {
                self.left_out.push(label);
            }
        } else {
            self.notes.push(Note::Wordless { typed: label });
        }
    }
}

/// A part of a query.
enum Part {
    Tree(Ast),
    Words(Segment),
}

impl Part {
    fn label(&self) -> String {
        match self {
            Part::Tree(ast) => label(ast),
            Part::Words(Segment::Word(word)) => label(&Ast::Word(word.clone())),
            Part::Words(Segment::Joined { whole, .. }) => label(&Ast::Word(whole.clone())),
        }
    }

    /// Whether it is plain words.
    fn is_plain(&self) -> bool {
        matches!(self, Part::Words(_))
    }
}

/// The word without operators that `ast` is: only such a word joins its neighbours.
fn plain_word(ast: &Ast) -> Option<&Word> {
    match ast {
        Ast::Word(word) if word.strength == Strength::Inflected && !word.prefix => Some(word),
        _ => None,
    }
}

/// The dates as a condition. With `undated`, an article without a date satisfies it too.
fn dated(range: DateRange, undated: bool) -> Node {
    if !undated {
        return Node::Dates(range);
    }
    Node::Any(vec![Node::Dates(range), Node::Undated])
}

/// Whether a word of the tree is a pattern.
fn has_pattern(ast: &Ast) -> bool {
    let is_pattern = |word: &Word| word.prefix || word.strength == Strength::Fuzzy;
    ast.words().any(|leaf| match leaf.term {
        query::Term::Word(word) => is_pattern(word),
        query::Term::Phrase(phrase) => phrase.prefix,
    })
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
    let text = ast.to_string();
    match ast {
        // The `+` says to a reader of the whole query that this is a word.
        Ast::Word(word) if !word.text.starts_with('+') => text.trim_start_matches('+').to_owned(),
        _ => text,
    }
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
