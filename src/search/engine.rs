//! The engine: a backend, an analysis chain and a thesaurus behind the questions of a searcher.
//!
//! [`Engine::search`] answers with one page, [`Engine::stream`] with all hits, [`Engine::counts`] and [`Engine::days`]
//! with numbers of articles by source or by day, [`Engine::article`] with one article.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::conflation::{self, StemmedWord};
use super::diagnosis::{Diagnostician, ENOUGH_ARTICLES};
use super::error::SearchError;
use super::feedback::feed_back;
use super::fetch::FetchPhase;
use super::highlight::Highlighter;
use super::keyword;
use super::names;
use super::pair::{Pair, Part};
use super::plan::{Planned, plan};
use super::request::{Match, Request};
use super::snippet;
use super::stream::Stream;
use super::typical::Typical;
use super::why_not::Case;
use crate::analysis::Chain;
use crate::backend::plan::{Node, Order, Plan};
use crate::backend::{
    Address, BackendError, Control, DayCounts, Facet, FacetCounts, Matched, Passages, Search, Wanted,
};
use crate::model::{
    Article, Clause, Comparison, Detail, Diagnosis, Note, SCHEMA_VERSION, SearchResponse, Shared,
    TypicalTerms, Understood, Verdict,
};
use crate::passage;
use crate::query::{Ast, Parsed};
use crate::schema::Zone;
use crate::thesaurus::Thesaurus;

/// Answers requests from one committed state of a backend. An engine owns its parts and a clone is cheap, so every
/// thread can have its own.
#[derive(Clone)]
pub struct Engine {
    backend: Arc<dyn Search>,
    chain: Arc<Chain>,
    thesaurus: Option<Arc<Thesaurus>>,
    control: Control,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let totals = self.backend.totals();
        f.debug_struct("Engine")
            .field("totals", &totals)
            .field("control", &self.control)
            .finish_non_exhaustive()
    }
}

/// A whole article with the marks of a query.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkedArticle {
    /// The article.
    pub article: Article,
    /// The matches in its text: byte ranges, in order.
    pub marks: Vec<Range<usize>>,
    /// The matches in its title: byte ranges, in order.
    pub title_marks: Vec<Range<usize>>,
    /// Its passages: byte ranges of its text, in order.
    pub passages: Vec<Range<usize>>,
}

impl MarkedArticle {
    /// The passage at a place, from 0, without the white space around it, as a byte range of the text.
    pub fn trimmed(&self, place: usize) -> Range<usize> {
        let Range { start, end } = self.passages.get(place).cloned().unwrap_or_default();
        let text = &self.article.text[start..end];
        let leading = text.len() - text.trim_start().len();
        start + leading..start + leading + text.trim().len()
    }

    /// The sentences of the passage at a place, as byte ranges of the text.
    pub fn sentences(&self, place: usize) -> Vec<Range<usize>> {
        let Range { start, end } = self.trimmed(place);
        let sentences = passage::sentences(&self.article.text[start..end]).into_iter();
        sentences.map(|sentence| start + sentence.start..start + sentence.end).collect()
    }

    /// The sentence of the passage at a place that says most of the query, as a byte range of the text.
    pub fn best_sentence(&self, place: usize) -> Range<usize> {
        let Range { start, end } = self.trimmed(place);
        let inside = self.marks.iter().filter(|mark| start <= mark.start && mark.end <= end);
        let marks: Vec<Range<usize>> = inside.map(|mark| mark.start - start..mark.end - start).collect();
        let best = snippet::best_sentence(&self.article.text[start..end], &marks);
        start + best.start..start + best.end
    }
}

/// The uses of a keyword.
pub struct Uses {
    /// The keyword, as typed.
    pub keyword: String,
    /// The passages that have it, by article.
    pub stream: Stream,
}

/// Counts over all articles that match a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted<T> {
    /// How the query was understood.
    pub query: Understood,
    /// What the searcher should know.
    pub notes: Vec<Note>,
    /// The counts.
    pub counts: T,
}

impl Engine {
    /// An engine on `backend`, whose index was analysed by `chain`.
    pub fn new(backend: Arc<dyn Search>, chain: Arc<Chain>) -> Self {
        Engine { backend, chain, thesaurus: None, control: Control::default() }
    }

    /// The same engine with a thesaurus: it expands names and concepts.
    pub fn with_thesaurus(self, thesaurus: Arc<Thesaurus>) -> Self {
        Engine { thesaurus: Some(thesaurus), ..self }
    }

    /// The same engine with limits on each search: a number of threads, a stop flag, a deadline. The engine checks the
    /// flag and the deadline before each block of articles and before each hit. They do not stop lookups in the
    /// vocabulary, nor [`Engine::article`].
    pub fn with_control(self, control: Control) -> Self {
        Engine { control, ..self }
    }

    /// Answers a request with one page of hits. `parsed` is the request's query, parsed.
    ///
    /// # Errors
    /// The backend cannot read its data, the query asks for nothing, or the search is stopped.
    pub fn search(&self, request: &Request, parsed: &Parsed) -> Result<SearchResponse, SearchError> {
        let mut planned = self.plan(request, parsed)?;
        let page = request.page.max(1);
        let limit = request.limit.max(1);
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
        self.count_names(request, &mut planned)?;
        let query = understood(request, parsed, &planned);
        let diagnosis = self.diagnosis(request, parsed, &planned, found.articles)?;
        let mut notes = std::mem::take(&mut planned.notes);
        let mut analyzer = self.chain.analyzer();
        let stemmed_words = StemmedWord::in_plan(&planned.plan, &mut analyzer);
        let on_page = found.hits.get(start..).unwrap_or_default();
        let fetch = self.fetch_phase(planned, request, &found.matched);
        let hits = fetch.page(start.saturating_add(1), on_page)?;
        notes.extend(conflation::notes(&stemmed_words, &hits, &self.chain, &mut analyzer));
        Ok(SearchResponse {
            schema_version: SCHEMA_VERSION,
            query,
            notes,
            articles: found.articles,
            passages: found.passages,
            partial_articles,
            diagnosis,
            page,
            limit,
            hits,
        })
    }

    /// All hits of a request, in order. An article must satisfy the whole query, unless the request says
    /// [`Match::Any`].
    ///
    /// # Errors
    /// The backend cannot read its data, the query asks for nothing, or the search is stopped.
    pub fn stream(&self, request: &Request, parsed: &Parsed) -> Result<Stream, SearchError> {
        let mut planned = self.plan(request, parsed)?;
        let found = self.backend.search(&planned.plan, &wanted(request, None), &self.control)?;
        self.count_names(request, &mut planned)?;
        Ok(Stream {
            query: understood(request, parsed, &planned),
            articles: found.articles,
            passages: found.passages,
            notes: std::mem::take(&mut planned.notes),
            fetch: self.fetch_phase(planned, request, &found.matched),
            hits: found.hits,
        })
    }

    /// The passages in which a keyword is used, of all articles that match a request, by article: the latest first. Every
    /// mark is a use. The keyword is `of`; without it, the first phrase of the query, else its first word. An article
    /// without a use in its text has one hit, without marks: its title may have some.
    ///
    /// # Errors
    /// The backend cannot read its data, the query or `of` asks for nothing, or the search is stopped.
    pub fn uses(&self, request: &Request, parsed: &Parsed, of: Option<&Parsed>) -> Result<Uses, SearchError> {
        let mut planned = self.plan(request, parsed)?;
        let named = of.map(|of| self.plan(request, of)).transpose()?;
        let topics = match &named {
            Some(named) => named.topics.iter().collect(),
            None => keyword::first_topic(&planned).into_iter().collect::<Vec<_>>(),
        };
        let of = named.as_ref().unwrap_or(&planned);
        let keyword = keyword::keyword(of, &topics, &*self.backend, &self.control)?;
        if keyword.concepts.is_empty() {
            return Err(SearchError::Empty);
        }
        self.count_names(request, &mut planned)?;
        let query = understood(request, parsed, &planned);
        let label = keyword.label.clone();
        planned.plan = keyword::listing(&planned.plan, keyword);
        let request = Request { order: Order::Newest, per_article: None, ..request.clone() };
        let request = Request { passages: Passages::All, detail: Detail::Marks, explain: false, ..request };
        let found = self.backend.search(&planned.plan, &wanted(&request, None), &self.control)?;
        let stream = Stream {
            query,
            articles: found.articles,
            passages: found.passages,
            notes: std::mem::take(&mut planned.notes),
            fetch: self.fetch_phase(planned, &request, &found.matched),
            hits: found.hits,
        };
        Ok(Uses { keyword: label, stream })
    }

    /// The words and names that are typical of the articles that match a request, against the rest of those that
    /// `searched` matches, at most `most`.
    ///
    /// # Errors
    /// The backend cannot read its data, a query asks for nothing, or the search is stopped.
    pub fn typical_terms(
        &self,
        (request, parsed): (&Request, &Parsed),
        searched: (&Request, &Parsed),
        most: usize,
    ) -> Result<TypicalTerms, SearchError> {
        let mut planned = self.plan(request, parsed)?;
        let searched = self.plan(searched.0, searched.1)?.plan;
        self.count_names(request, &mut planned)?;
        let Engine { backend, chain, control, .. } = self;
        let size = |plan: &Plan| -> Result<u64, BackendError> {
            let counts = backend.counts(plan, &[Facet::Corpus], control)?;
            Ok(counts.iter().flat_map(|corpora| &corpora.counts).map(|(_, count)| count).sum())
        };
        let sizes = [size(&planned.plan)?, size(&searched)?];
        let mut typical = Typical {
            backend: &**backend,
            control,
            chain,
            analyzer: chain.analyzer(),
            matching: &planned.plan,
            searched: &searched,
            sizes,
        };
        let terms = typical.terms(most)?;
        let query = understood(request, parsed, &planned);
        Ok(TypicalTerms { query, notes: planned.notes, articles: sizes[0], all: sizes[1], terms })
    }

    /// The articles that match the one of two requests, both, or the other, with the best `few` of each.
    ///
    /// # Errors
    /// The backend cannot read its data, a query asks for nothing, both have too many concepts together, or the search is
    /// stopped.
    pub fn compare(
        &self,
        first: (&Request, &Parsed),
        second: (&Request, &Parsed),
        few: usize,
    ) -> Result<Comparison, SearchError> {
        let mut plans = [self.plan(first.0, first.1)?, self.plan(second.0, second.1)?];
        for (planned, (request, _)) in plans.iter_mut().zip([first, second]) {
            self.count_names(request, planned)?;
        }
        let pair = Pair::new(&plans[0].plan, &plans[1].plan).ok_or(SearchError::TooManyConcepts)?;
        let parts = [Part::OnlyFirst, Part::Both, Part::OnlySecond];
        let counts =
            self.backend.tally(&pair.either, &parts.map(|part| pair.condition(part)), &self.control)?;
        let mut shared = Vec::new();
        for (part, articles) in parts.into_iter().zip(counts) {
            let planned = Planned { plan: pair.plan(part), ..plans[0].clone() };
            let request = Request { per_article: Some(1), passages: Passages::All, ..first.0.clone() };
            let found = self.backend.search(&planned.plan, &wanted(&request, Some(few)), &self.control)?;
            let best = self.fetch_phase(planned, &request, &found.matched).page(1, &found.hits)?;
            shared.push(Shared { articles, best });
        }
        let [a, b] = &plans;
        let queries = [understood(first.0, first.1, a), understood(second.0, second.1, b)];
        let mut notes = a.notes.clone();
        notes.extend(b.notes.iter().filter(|note| !a.notes.contains(note)).cloned());
        let mut shared = shared.into_iter();
        let mut next = || shared.next().unwrap_or_default();
        Ok(Comparison { queries, notes, only_first: next(), both: next(), only_second: next() })
    }

    /// How many of all articles that match a request have each value of each facet, in the order of `facets`. As in
    /// [`Engine::stream`], an article must satisfy all of the query unless any part of it is enough.
    ///
    /// # Errors
    /// When the backend cannot read its data, nothing is asked for, or the control stops the search.
    pub fn counts(
        &self,
        request: &Request,
        parsed: &Parsed,
        facets: &[Facet],
    ) -> Result<Vec<FacetCounts>, SearchError> {
        let plan = self.plan(request, parsed)?.plan;
        Ok(self.backend.counts(&plan, facets, &self.control)?)
    }

    /// As [`Engine::counts`], with how the request is understood.
    ///
    /// # Errors
    /// As [`Engine::counts`].
    pub fn facets(
        &self,
        request: &Request,
        parsed: &Parsed,
        facets: &[Facet],
    ) -> Result<Counted<Vec<FacetCounts>>, SearchError> {
        self.counted(request, parsed, |plan| self.backend.counts(plan, facets, &self.control))
    }

    /// The articles that match a request, by day of publication and, with a facet, by its values. They are the same
    /// articles as those of [`Engine::counts`].
    ///
    /// # Errors
    /// As [`Engine::counts`].
    pub fn days(
        &self,
        request: &Request,
        parsed: &Parsed,
        by: Option<Facet>,
    ) -> Result<Counted<Vec<DayCounts>>, SearchError> {
        self.counted(request, parsed, |plan| self.backend.days(plan, by, &self.control))
    }

    fn counted<T>(
        &self,
        request: &Request,
        parsed: &Parsed,
        count: impl FnOnce(&Plan) -> Result<T, BackendError>,
    ) -> Result<Counted<T>, SearchError> {
        let mut planned = self.plan(request, parsed)?;
        let counts = count(&planned.plan)?;
        self.count_names(request, &mut planned)?;
        Ok(Counted { query: understood(request, parsed, &planned), notes: planned.notes, counts })
    }

    /// The article with the identifier `id`, with the matches of `parsed` marked.
    ///
    /// # Errors
    /// The index has no such article, or the backend cannot read its data.
    pub fn article(&self, id: &str, parsed: Option<&Parsed>) -> Result<MarkedArticle, SearchError> {
        let Some(article) = self.backend.article(id)? else {
            return Err(SearchError::NoArticle(id.to_owned()));
        };
        let passages: Vec<Range<usize>> =
            passage::cut(&article.text).into_iter().map(|passage| passage.range).collect();
        let Some(parsed) = parsed.filter(|parsed| parsed.ast != Ast::Nothing) else {
            return Ok(MarkedArticle { article, marks: Vec::new(), title_marks: Vec::new(), passages });
        };
        let planned = self.planned(parsed, &Request::new(""))?;
        let mut analyzer = self.chain.analyzer();
        let mut highlighter = Highlighter::new(&planned.plan);
        let mut marks = Vec::new();
        for passage in &passages {
            let found = highlighter.find(Zone::Body, &article.text[passage.clone()], &mut analyzer);
            let start = passage.start;
            marks.extend(found.into_iter().map(|mark| mark.start + start..mark.end + start));
        }
        let mut find_in_title = |title| highlighter.find(Zone::Title, title, &mut analyzer);
        let title_marks = article.metadata.title.as_deref().map(&mut find_in_title).unwrap_or_default();
        Ok(MarkedArticle { article, marks, title_marks, passages })
    }

    /// Whether the article with the identifier `id` matches a request, at which rank, and if not why. All matching articles
    /// are ranked for that.
    ///
    /// # Errors
    /// The index has no such article, the backend cannot read its data, the query asks for nothing, or the search is
    /// stopped.
    pub fn why_not(&self, id: &str, request: &Request, parsed: &Parsed) -> Result<Verdict, SearchError> {
        let Some(article) = self.backend.article(id)? else {
            return Err(SearchError::NoArticle(id.to_owned()));
        };
        let mut planned = self.plan(request, parsed)?;
        self.count_names(request, &mut planned)?;
        let (rank, articles) = self.rank(id, request, &planned)?;
        let mut case = Case::new(&planned, request, &article, self.chain.analyzer());
        let clauses = case.clauses();
        let lacks = clauses.iter().any(Clause::is_of_topic);
        Ok(Verdict {
            query: request.query.clone(),
            id: article.id.clone(),
            metadata: article.metadata.clone(),
            matches: case.holds(&planned.plan.articles),
            rank,
            articles,
            nearest: lacks.then(|| case.nearest()).flatten(),
            clauses,
            notes: planned.notes.clone(),
        })
    }

    /// The rank of the first hit of an article, from 1, and how many articles match.
    fn rank(
        &self,
        id: &str,
        request: &Request,
        planned: &Planned,
    ) -> Result<(Option<usize>, u64), BackendError> {
        let wanted = wanted(request, None);
        let mut found = self.backend.search(&planned.plan, &wanted, &self.control)?;
        if let Some(rest) = self.rest(request, planned, found.articles) {
            found.append(&self.backend.search(&rest, &wanted, &self.control)?);
        }
        let addresses: Vec<Address> = found.hits.iter().map(|hit| hit.address).collect();
        let place = self.backend.ids(&addresses)?.iter().position(|other| other == id);
        Ok((place.map(|place| place + 1), found.articles))
    }

    fn planned(&self, parsed: &Parsed, request: &Request) -> Result<Planned, BackendError> {
        let thesaurus = self.thesaurus.as_deref();
        plan(&parsed.ast, request, &*self.backend, &self.chain, thesaurus, &self.control)
    }

    fn plan(&self, request: &Request, parsed: &Parsed) -> Result<Planned, SearchError> {
        self.control.check()?;
        let mut planned = self.planned(parsed, request)?;
        if planned.plan.articles == Node::Every {
            return Err(SearchError::Empty);
        }
        if request.feedback {
            self.feed_back(request, &mut planned)?;
        }
        Ok(planned)
    }

    /// Counts the articles of each name, unless only identifiers are asked for.
    fn count_names(&self, request: &Request, planned: &mut Planned) -> Result<(), BackendError> {
        if request.detail == Detail::Name {
            return Ok(());
        }
        names::count(&mut planned.concepts, &planned.names, &*self.backend, &self.control)
    }

    /// Adds the words of pseudo-relevance feedback to the plan. With [`Match::Any`] one of them is enough for an
    /// article to match.
    fn feed_back(&self, request: &Request, planned: &mut Planned) -> Result<(), BackendError> {
        let widens = request.matching == Match::Any;
        let mut analyzer = self.chain.analyzer();
        let words = feed_back(&mut planned.plan, widens, &*self.backend, &self.control, &mut analyzer)?;
        if !words.is_empty() {
            planned.notes.push(Note::Related { words, searched: widens });
        }
        Ok(())
    }

    /// The plan of the second search of [`Match::Auto`]: articles that satisfy a part of the query, but not the whole.
    /// `None` where enough articles satisfy the whole, or the request asks for no such search.
    fn rest(&self, request: &Request, planned: &Planned, articles: u64) -> Option<Plan> {
        let is_wanted = request.matching == Match::Auto && request.order == Order::Relevance;
        let any = planned.any.as_ref().filter(|_| is_wanted && articles < request.limit as u64)?;
        let without = Node::Not(Box::new(planned.plan.articles.clone()));
        Some(Plan { articles: Node::All(vec![any.clone(), without]), ..planned.plan.clone() })
    }

    /// Why so few articles match, where few do.
    fn diagnosis(
        &self,
        request: &Request,
        parsed: &Parsed,
        planned: &Planned,
        articles: u64,
    ) -> Result<Option<Diagnosis>, BackendError> {
        if articles >= ENOUGH_ARTICLES {
            return Ok(None);
        }
        let Engine { backend, chain, thesaurus, control } = self;
        let diagnostician =
            Diagnostician { backend: &**backend, chain, thesaurus: thesaurus.as_deref(), control };
        diagnostician.diagnose(planned, request, &parsed.ast)
    }

    fn fetch_phase(&self, planned: Planned, request: &Request, matched: &[Matched]) -> FetchPhase {
        let backend = self.backend.clone();
        let chain = self.chain.clone();
        FetchPhase::new(backend, chain, planned, request, matched, self.control.clone())
    }
}

/// The articles whose passages are counted for a page. An export counts all.
const COUNTED: usize = 500;

fn wanted(request: &Request, limit: Option<usize>) -> Wanted {
    let per_article = request.per_article.filter(|&most| most > 0);
    Wanted { order: request.order, limit, per_article, passages: request.passages, counted: COUNTED }
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
