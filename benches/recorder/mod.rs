//! A backend that passes every question on to the embedded engine and tells what it was asked to search.

use std::sync::Arc;
use std::time::{Duration, Instant};

use vigie::backend::plan::{Plan, Term};
use vigie::backend::{
    Address, BackendError, Control, Facet, FacetCounts, Found, Hit, Pattern, Search, StoredPassage, Totals,
    Vocabulary, Wanted,
};
use vigie::model::{Article, Explanation};
use vigie::schema::{Form, Zone};

/// Hears of a search its plan, what was wanted, and how long it took.
pub(crate) type Tell = Box<dyn Fn(&Plan, &Wanted, Duration) + Send + Sync>;

/// The embedded engine, overheard.
pub(crate) struct Heard {
    /// Who answers.
    pub(crate) reader: Arc<dyn Search>,
    /// Who hears of each search.
    pub(crate) tell: Tell,
}

impl Search for Heard {
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

    fn damages(&self) -> Result<Vec<String>, BackendError> {
        self.reader.damages()
    }
}
