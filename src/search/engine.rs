//! The front door: a backend, a chain, and the questions one can ask them.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::batches::Batches;
use super::collisions::collisions;
use super::feedback::feed_back;
use super::hits::HitMaker;
use super::marker::Marker;
use super::plan::{Planned, plan};
use super::request::{Match, Request};
use super::surface::Sought;
use crate::analysis::Chain;
use crate::backend::plan::{Node, Order, Plan};
use crate::backend::{BackendError, ConceptSet, Control, Search, Wanted};
use crate::model::{Article, Hit, Kind, Note, SCHEMA_VERSION, SearchResponse, Understood};
use crate::passage;
use crate::query::{Ast, Parsed};
use crate::schema::Zone;
use crate::thesaurus::Thesaurus;

/// Answers requests from one committed state of a backend. It owns what it needs and a clone is cheap, so that every
/// thread can have one.
#[derive(Clone)]
pub struct Engine {
    backend: Arc<dyn Search>,
    chain: Arc<Chain>,
    thesaurus: Option<Arc<Thesaurus>>,
    control: Control,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (totals, control) = (self.backend.totals(), &self.control);
        f.debug_struct("Engine").field("totals", &totals).field("control", control).finish_non_exhaustive()
    }
}

/// Why a request has no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The backend could not read its data.
    #[error(transparent)]
    Backend(BackendError),
    /// The caller stopped the search.
    #[error("the search was stopped")]
    Stopped,
    /// The search took longer than the caller gave it.
    #[error("the search took longer than it may")]
    TimedOut,
    /// There is no such article.
    #[error("no article `{0}` in the index")]
    NoArticle(String),
    /// There is nothing to look for.
    #[error("nothing to search for")]
    Empty,
}

impl SearchError {
    /// Whose fault it is.
    pub fn kind(&self) -> Kind {
        match self {
            SearchError::Backend(error) => error.kind(),
            SearchError::Stopped | SearchError::TimedOut => Kind::System,
            SearchError::NoArticle(_) => Kind::Missing,
            SearchError::Empty => Kind::User,
        }
    }
}

impl From<BackendError> for SearchError {
    fn from(error: BackendError) -> Self {
        match error {
            BackendError::Stopped => SearchError::Stopped,
            BackendError::TimedOut => SearchError::TimedOut,
            error => SearchError::Backend(error),
        }
    }
}

/// Every hit of a request, in order: of those that are not being read only the places are held in memory
/// (16 bytes a hit).
pub struct Stream {
    hits: Batches,
    /// How the query was understood.
    pub query: Understood,
    /// How many articles match.
    pub articles: u64,
    /// How many hits there are.
    pub passages: u64,
    /// What the searcher should know.
    pub notes: Vec<Note>,
}

impl Stream {
    /// Goes through the hits in order. What can be done with one by itself is `make`'s: it is called where the hit was
    /// made, on as many threads as the engine may use, while `take` gets what was made of those before. A flag or a
    /// deadline of the engine ends it before the next hit.
    ///
    /// # Errors
    /// When the backend cannot read its data or the search is stopped, and what `take` gives.
    pub fn each<T: Send, E: From<SearchError>>(
        self,
        make: impl Fn(Hit) -> T + Sync,
        take: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        self.hits.each(make, take)
    }
}

/// A whole article with what matches a query in it.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkedArticle {
    /// The article.
    pub article: Article,
    /// What matches in its text, as byte ranges in order.
    pub marks: Vec<Range<usize>>,
    /// What matches in its title.
    pub title_marks: Vec<Range<usize>>,
}

impl Engine {
    /// An engine on `backend`, whose words were made by `chain`.
    pub fn new(backend: Arc<dyn Search>, chain: Arc<Chain>) -> Self {
        Engine { backend, chain, thesaurus: None, control: Control::default() }
    }

    /// The same engine, which knows names and concepts.
    pub fn with_thesaurus(self, thesaurus: Arc<Thesaurus>) -> Self {
        Engine { thesaurus: Some(thesaurus), ..self }
    }

    /// The same engine, whose searches keep to some limits: how many threads each may use, a flag and a deadline that
    /// end it. They are looked at before each block of articles and before each hit; looking words up in the vocabulary
    /// and [`Engine::article`] are not stopped.
    pub fn with_control(self, control: Control) -> Self {
        Engine { control, ..self }
    }

    /// Answers a request whose query was read as `parsed`.
    ///
    /// # Errors
    /// When the backend cannot read its data, nothing is asked for, or the search is stopped.
    pub fn search(&self, request: &Request, parsed: &Parsed) -> Result<SearchResponse, SearchError> {
        let mut planned = self.plan(request, parsed)?;
        let (page, limit) = (request.page.max(1), request.limit.max(1));
        let start = (page - 1).saturating_mul(limit);
        let end = start.saturating_add(limit);
        let wanted = wanted(request, Some(end));
        let mut found = self.backend.search(&planned.plan, &wanted, &self.control)?;
        let mut partial_articles = None;
        if let Some(rest) = self.rest(request, &planned, found.articles) {
            let more = Wanted { limit: Some(end.saturating_sub(found.hits.len())), ..wanted };
            let partial = self.backend.search(&rest, &more, &self.control)?;
            partial_articles = Some(partial.articles);
            found.append(&partial);
        }
        let query = understood(request, parsed, &planned);
        let mut notes = std::mem::take(&mut planned.notes);
        let mut analyzer = self.chain.analyzer();
        let sought = Sought::in_plan(&planned.plan, &mut analyzer);
        let shown = found.hits.get(start..).unwrap_or_default();
        let hits = self.maker(planned, request, &found.concept_sets).make(start.saturating_add(1), shown)?;
        let met = sought.iter().map(|word| (word, word.forms(&hits, &mut analyzer)));
        notes.extend(met.filter_map(|(word, forms)| collisions(&word.typed, &forms, &self.chain)));
        Ok(SearchResponse {
            schema_version: SCHEMA_VERSION,
            query,
            notes,
            articles: found.articles,
            passages: found.passages,
            partial_articles,
            page,
            limit,
            hits,
        })
    }

    /// Every hit of a request, in order. Unless any part of the query is enough, all of it must match.
    ///
    /// # Errors
    /// When the backend cannot read its data, nothing is asked for, or the search is stopped.
    pub fn stream(&self, request: &Request, parsed: &Parsed) -> Result<Stream, SearchError> {
        let mut planned = self.plan(request, parsed)?;
        let found = self.backend.search(&planned.plan, &wanted(request, None), &self.control)?;
        Ok(Stream {
            query: understood(request, parsed, &planned),
            articles: found.articles,
            passages: found.hits.len() as u64,
            notes: std::mem::take(&mut planned.notes),
            hits: Batches::new(self.maker(planned, request, &found.concept_sets), found.hits),
        })
    }

    /// A whole article, with what matches `parsed` in it.
    ///
    /// # Errors
    /// When there is no such article or the backend cannot read its data.
    pub fn article(&self, id: &str, parsed: Option<&Parsed>) -> Result<MarkedArticle, SearchError> {
        let Some(article) = self.backend.article(id)? else {
            return Err(SearchError::NoArticle(id.to_owned()));
        };
        let Some(parsed) = parsed.filter(|parsed| parsed.ast != Ast::Nothing) else {
            return Ok(MarkedArticle { article, marks: Vec::new(), title_marks: Vec::new() });
        };
        let planned = self.planned(parsed, &Request::new(""))?;
        let (mut analyzer, mut marker) = (self.chain.analyzer(), Marker::new(&planned.plan));
        let mut marks = Vec::new();
        for passage in passage::cut(&article.text) {
            let text = &article.text[passage.range.clone()];
            let found = marker.find(Zone::Body, text, &mut analyzer);
            let start = passage.range.start;
            marks.extend(found.into_iter().map(|mark| mark.start + start..mark.end + start));
        }
        let mut find_in_title = |title| marker.find(Zone::Title, title, &mut analyzer);
        let title_marks = article.metadata.title.as_deref().map(&mut find_in_title).unwrap_or_default();
        Ok(MarkedArticle { article, marks, title_marks })
    }

    fn planned(&self, parsed: &Parsed, request: &Request) -> Result<Planned, BackendError> {
        plan(&parsed.ast, request, &*self.backend, &self.chain, self.thesaurus.as_deref())
    }

    fn plan(&self, request: &Request, parsed: &Parsed) -> Result<Planned, SearchError> {
        self.control.check()?;
        let mut planned = self.planned(parsed, request)?;
        if request.matching == Match::Any
            && let Some(any) = planned.any.take()
        {
            planned.plan.articles = any;
        }
        if planned.plan.articles == Node::Every {
            return Err(SearchError::Empty);
        }
        if request.feedback {
            self.feed_back(request, &mut planned)?;
        }
        Ok(planned)
    }

    /// Where any part of the query is enough, the words that were found so are enough too.
    fn feed_back(&self, request: &Request, planned: &mut Planned) -> Result<(), BackendError> {
        let widens = request.matching == Match::Any;
        let (backend, mut analyzer) = (&*self.backend, self.chain.analyzer());
        let words = feed_back(&mut planned.plan, widens, backend, &self.control, &mut analyzer)?;
        if !words.is_empty() {
            planned.notes.push(Note::Related { words, searched: widens });
        }
        Ok(())
    }

    /// What else to search where too few articles satisfy all of the query: those that satisfy a part.
    fn rest(&self, request: &Request, planned: &Planned, articles: u64) -> Option<Plan> {
        let is_wanted = request.matching == Match::Auto && request.order == Order::Relevance;
        let any = planned.any.as_ref().filter(|_| is_wanted && articles < request.limit as u64)?;
        let without = Node::Not(Box::new(planned.plan.articles.clone()));
        Some(Plan { articles: Node::All(vec![any.clone(), without]), ..planned.plan.clone() })
    }

    fn maker(&self, planned: Planned, request: &Request, concept_sets: &[ConceptSet]) -> HitMaker {
        let (backend, chain) = (self.backend.clone(), self.chain.clone());
        HitMaker::new(backend, chain, planned, request, concept_sets, self.control.clone())
    }
}

fn wanted(request: &Request, limit: Option<usize>) -> Wanted {
    let per_article = request.per_article.filter(|&most| most > 0);
    Wanted { order: request.order, limit, per_article }
}

fn understood(request: &Request, parsed: &Parsed, planned: &Planned) -> Understood {
    Understood {
        typed: request.query.clone(),
        canonical: parsed.ast.to_string(),
        concepts: planned.concepts.clone(),
        left_out: planned.left_out.clone(),
        dates: request.dates,
        source: request.source.clone(),
    }
}
