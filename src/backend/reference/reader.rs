//! The reading side: one committed state, all in memory.

use std::path::{Path, PathBuf};

use super::answer::{answer, counts, days, read, tally, words};
use super::article::Article;
use super::file::{self, Content};
use super::vocabulary::words_like;
use crate::backend::plan::{Node, Plan, Term};
use crate::backend::ranking::Scorer;
use crate::backend::{
    Address, BackendError, Control, DayCounts, Facet, FacetCounts, Found, Hit, Pattern, Search,
    StoredPassage, Totals, Vocabulary, Wanted,
};
use crate::model::{self, Explanation};
use crate::schema::{Form, Zone};

/// Reads the generation in a folder. An address has the index of the article in it.
pub(in crate::backend) struct Reader {
    folder: PathBuf,
    content: Content,
}

impl Reader {
    /// Opens the last committed state.
    pub(in crate::backend) fn open(folder: &Path) -> Result<Self, BackendError> {
        Ok(Reader { folder: folder.to_owned(), content: file::read(folder)? })
    }

    fn at(&self, address: Address) -> Result<&Article, BackendError> {
        let article = self.content.articles.get(address.article() as usize);
        article.ok_or_else(|| self.misplaced("an address is of no article"))
    }

    fn misplaced(&self, reason: &str) -> BackendError {
        BackendError::Damaged { path: self.folder.clone(), reason: reason.to_owned() }
    }

    fn frequency(&self, zone: Zone, term: &Term) -> u64 {
        self.content.articles.iter().filter(|article| article.has(zone, term)).count() as u64
    }

    fn scorer<'p>(&self, plan: &'p Plan) -> Result<Scorer<'p>, BackendError> {
        Scorer::new(plan, self.content.totals, |zone, term| Ok(self.frequency(zone, term)))
    }
}

impl Search for Reader {
    fn totals(&self) -> Totals {
        self.content.totals
    }

    fn note(&self) -> &str {
        &self.content.note
    }

    fn search(&self, plan: &Plan, wanted: &Wanted, control: &Control) -> Result<Found, BackendError> {
        answer(&self.content.articles, &self.scorer(plan)?, wanted, control)
    }

    fn counts(
        &self,
        plan: &Plan,
        facets: &[Facet],
        control: &Control,
    ) -> Result<Vec<FacetCounts>, BackendError> {
        counts(&self.content.articles, &self.scorer(plan)?, facets, control)
    }

    fn days(
        &self,
        plan: &Plan,
        by: Option<Facet>,
        control: &Control,
    ) -> Result<Vec<DayCounts>, BackendError> {
        days(&self.content.articles, &self.scorer(plan)?, by, control)
    }

    fn words(
        &self,
        plan: &Plan,
        zone: Zone,
        form: Form,
        control: &Control,
    ) -> Result<Vec<(String, u64)>, BackendError> {
        words(&self.content.articles, &self.scorer(plan)?, (zone, form), control)
    }

    fn tally(&self, plan: &Plan, conditions: &[Node], control: &Control) -> Result<Vec<u64>, BackendError> {
        tally(&self.content.articles, &self.scorer(plan)?, conditions, control)
    }

    fn ids(&self, addresses: &[Address]) -> Result<Vec<String>, BackendError> {
        addresses.iter().map(|address| Ok(self.at(*address)?.id.clone())).collect()
    }

    fn passages(&self, addresses: &[Address]) -> Result<Vec<StoredPassage>, BackendError> {
        let passage = |address: &Address| {
            let passage = self.at(*address)?.passage(address.passage());
            passage.ok_or_else(|| self.misplaced("a passage is not in its article"))
        };
        addresses.iter().map(passage).collect()
    }

    fn explain(&self, plan: &Plan, hit: &Hit) -> Result<Explanation, BackendError> {
        let matches = read(self.at(hit.address)?, plan);
        Ok(self.scorer(plan)?.explain(&matches, hit.address.passage() as usize, hit.score))
    }

    fn article(&self, id: &str) -> Result<Option<model::Article>, BackendError> {
        Ok(self.content.articles.iter().find(|article| article.id == id).map(Article::whole))
    }

    fn vocabulary(
        &self,
        zone: Zone,
        form: Form,
        pattern: &Pattern,
        limit: usize,
    ) -> Result<Vocabulary, BackendError> {
        let mut words = words_like(&self.content.articles, zone, form, pattern);
        let total = words.len();
        words.truncate(limit);
        Ok(Vocabulary { words, total })
    }

    fn frequencies(&self, terms: &[(Zone, &Term)]) -> Result<Vec<u64>, BackendError> {
        Ok(terms.iter().map(|(zone, term)| self.frequency(*zone, term)).collect())
    }
}
