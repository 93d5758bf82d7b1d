//! A backend that passes every call on to an engine and records the searches.

use std::sync::Arc;
use std::time::{Duration, Instant};

use vigie::backend::plan::{Node, Plan, Term};
use vigie::backend::{
    Address, BackendError, Control, DayCounts, Facet, FacetCounts, Found, Hit, Pattern, Search,
    StoredPassage, Totals, Vocabulary, Wanted,
};
use vigie::model::{Article, Explanation};
use vigie::schema::{Form, Zone};

/// Called after each search, with its plan, the requested hits and the duration.
pub(crate) type Tell = Box<dyn Fn(&Plan, &Wanted, Duration) + Send + Sync>;

/// An engine whose searches are recorded.
pub(crate) struct Recorder {
    /// The engine that answers.
    pub(crate) reader: Arc<dyn Search>,
    /// The callback.
    pub(crate) tell: Tell,
}

impl Search for Recorder {
    fn totals(&self) -> Totals {
        self.reader.totals()
    }

    fn note(&self) -> &str {
        self.reader.note()
    }

    fn search(&self, plan: &Plan, wanted: &Wanted, control: &Control) -> Result<Found, BackendError> {
        let start = Instant::now();
        let found = self.reader.search(plan, wanted, control);
        (self.tell)(plan, wanted, start.elapsed());
        found
    }

    fn counts(
        &self,
        plan: &Plan,
        facets: &[Facet],
        control: &Control,
    ) -> Result<Vec<FacetCounts>, BackendError> {
        self.reader.counts(plan, facets, control)
    }

    fn days(
        &self,
        plan: &Plan,
        by: Option<Facet>,
        control: &Control,
    ) -> Result<Vec<DayCounts>, BackendError> {
        self.reader.days(plan, by, control)
    }

    fn words(
        &self,
        plan: &Plan,
        zone: Zone,
        form: Form,
        control: &Control,
    ) -> Result<Vec<(String, u64)>, BackendError> {
        self.reader.words(plan, zone, form, control)
    }

    fn tally(&self, plan: &Plan, conditions: &[Node], control: &Control) -> Result<Vec<u64>, BackendError> {
        self.reader.tally(plan, conditions, control)
    }

    fn ids(&self, addresses: &[Address]) -> Result<Vec<String>, BackendError> {
        self.reader.ids(addresses)
    }

    fn passages(&self, addresses: &[Address]) -> Result<Vec<StoredPassage>, BackendError> {
        self.reader.passages(addresses)
    }

    fn explain(&self, plan: &Plan, hit: &Hit) -> Result<Explanation, BackendError> {
        self.reader.explain(plan, hit)
    }

    fn article(&self, id: &str) -> Result<Option<Article>, BackendError> {
        self.reader.article(id)
    }

    fn vocabulary(
        &self,
        zone: Zone,
        form: Form,
        pattern: &Pattern,
        limit: usize,
    ) -> Result<Vocabulary, BackendError> {
        self.reader.vocabulary(zone, form, pattern, limit)
    }

    fn frequencies(&self, terms: &[(Zone, &Term)]) -> Result<Vec<u64>, BackendError> {
        self.reader.frequencies(terms)
    }
}
