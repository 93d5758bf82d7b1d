//! The reading side: one committed state of an index folder.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Index, ReloadPolicy, TERMINATED};

use super::commit::Payload;
use super::directory::IndexDirectory;
use super::error::{Error, Result};
use super::integrity;
use super::schema::{Fields, schema};
use super::search::Searched;
use super::segment::{Segment, location};
use super::store::{Decoder, Dictionary, StoreReader, dictionary};
use crate::backend::plan::{Node, Plan, Term};
use crate::backend::ranking::Scorer;
use crate::backend::{
    Address, BackendError, Control, DayCounts, Facet, FacetCounts, Found, Hit, Pattern, Search,
    StoredPassage, Totals, Vocabulary, Wanted,
};
use crate::model::{Article, Explanation};
use crate::schema::{Form, Zone};

type BackendResult<T> = std::result::Result<T, BackendError>;

/// Reads an index folder as it was committed when it was opened.
pub(in crate::backend) struct Searcher {
    folder: PathBuf,
    fields: Fields,
    segments: Vec<Segment>,
    payload: Payload,
    /// Read at once, as everything else is mapped at once: a writer may remove the files of this state while it is
    /// still in use.
    dictionary: Dictionary,
    /// Decoders that nobody uses at the moment. Each holds the dictionary made ready.
    decoders: Mutex<Vec<Decoder>>,
}

impl Searcher {
    /// Opens the last committed state.
    pub(in crate::backend) fn open(folder: &Path) -> BackendResult<Self> {
        guarded(folder, || Self::open_index(folder))
    }

    fn open_index(folder: &Path) -> Result<Self> {
        let index = Index::open(IndexDirectory::open(folder)?)?;
        let meta = index.load_metas()?;
        let payload = Payload::of(&meta)?;
        meta.segments.iter().try_for_each(|segment| integrity::check_for_reading(&index, segment))?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let segments =
            reader.searcher().segment_readers().iter().map(Segment::open).collect::<Result<_>>()?;
        let (_, fields) = schema();
        let dictionary = dictionary::read(folder, payload.dictionary.as_deref())?;
        let folder = folder.to_owned();
        Ok(Searcher { folder, fields, segments, payload, dictionary, decoders: Mutex::default() })
    }

    /// Compares every file of the last commit with its checksum.
    pub(in crate::backend) fn check(folder: &Path) -> BackendResult<()> {
        check_all(folder)
    }

    /// Reads from the index. Damaged files may make tantivy panic; that is damage and nothing worse.
    fn read<T>(&self, work: impl FnOnce() -> Result<T>) -> BackendResult<T> {
        guarded(&self.folder, work)
    }

    fn scorer<'p>(&self, plan: &'p Plan) -> Result<Scorer<'p>> {
        Scorer::new(plan, self.payload.totals, |zone, term| self.frequency(zone, term))
    }

    fn frequency(&self, zone: Zone, term: &Term) -> Result<u64> {
        self.segments.iter().map(|segment| segment.frequency(&self.fields, zone, term)).sum()
    }

    fn searched<'a>(&'a self, plan: &'a Plan, control: &'a Control) -> Searched<'a> {
        Searched { segments: &self.segments, fields: &self.fields, plan, control }
    }

    fn segment(&self, number: u32) -> Result<&Segment> {
        let segment = self.segments.get(number as usize);
        segment.ok_or_else(|| Error::damaged("an address leads to no segment"))
    }

    fn explain_hit(&self, plan: &Plan, hit: &Hit) -> Result<Explanation> {
        let (number, doc) = location(hit.address);
        let scorer = self.scorer(plan)?;
        let control = Control::default();
        let matches = self.searched(plan, &control).article(self.segment(number)?, doc, &scorer)?;
        Ok(scorer.explain(&matches, hit.address.passage() as usize, hit.score))
    }

    /// The identifiers of the articles of `addresses`, which are all in one segment.
    fn ids_of_segment(&self, addresses: &[Address]) -> Result<Vec<String>> {
        let Some(&first) = addresses.first() else { return Ok(Vec::new()) };
        let docs: Vec<DocId> = addresses.iter().map(|&address| location(address).1).collect();
        self.segment(location(first).0)?.ids(&docs)
    }

    /// Reads stored articles.
    fn with_store<T>(&self, read: impl FnOnce(StoreReader<'_>) -> Result<T>) -> Result<T> {
        let idle = || self.decoders.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = idle().pop();
        let mut decoder = match kept {
            Some(decoder) => decoder,
            None => Decoder::new(&self.dictionary)?,
        };
        let result = read(StoreReader { segments: &self.segments, decoder: &mut decoder });
        idle().push(decoder);
        result
    }

    fn find_article(&self, id: &str) -> Result<Option<(u32, DocId)>> {
        let key = self.fields.key_of(id);
        for (number, Segment { reader, .. }) in (0..).zip(&self.segments) {
            let inverted = reader.inverted_index(self.fields.key)?;
            let Some(mut postings) = inverted.read_postings(&key, IndexRecordOption::Basic)? else {
                continue;
            };
            while postings.doc() != TERMINATED {
                if !reader.is_deleted(postings.doc()) {
                    return Ok(Some((number, postings.doc())));
                }
                postings.advance();
            }
        }
        Ok(None)
    }

    fn load_article(&self, id: &str) -> Result<Option<Article>> {
        let Some((segment, doc)) = self.find_article(id)? else { return Ok(None) };
        self.with_store(|mut store| store.article(segment, doc)).map(Some)
    }

    fn words_like(&self, zone: Zone, form: Form, pattern: &Pattern) -> Result<Vec<(String, u64)>> {
        let mut counts: FxHashMap<String, u64> = FxHashMap::default();
        for segment in &self.segments {
            for (word, articles) in segment.words_like(&self.fields, zone, form, pattern)? {
                *counts.entry(word).or_default() += articles;
            }
        }
        counts.retain(|_, articles| *articles > 0);
        Ok(counts.into_iter().collect())
    }
}

/// Reads from the index in `folder`. Where that fails because of damage, the files are named.
fn guarded<T>(folder: &Path, work: impl FnOnce() -> Result<T>) -> BackendResult<T> {
    caught(folder, work).map_err(|error| match error {
        BackendError::Damaged { .. } => check_all(folder).err().unwrap_or(error),
        error => error,
    })
}

fn check_all(folder: &Path) -> BackendResult<()> {
    caught(folder, || integrity::check_all(&Index::open(IndexDirectory::open(folder)?)?, folder))
}

fn caught<T>(folder: &Path, work: impl FnOnce() -> Result<T>) -> BackendResult<T> {
    // A searcher only reads, so nothing that was half changed is used again.
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(|error| error.for_callers(folder, None)),
        Err(_) => {
            let reason = "a file of it cannot be read as what it should be".to_owned();
            Err(BackendError::Damaged { path: folder.to_owned(), reason })
        }
    }
}

impl Search for Searcher {
    fn totals(&self) -> Totals {
        self.payload.totals
    }

    fn note(&self) -> &str {
        &self.payload.note
    }

    fn search(&self, plan: &Plan, wanted: &Wanted, control: &Control) -> BackendResult<Found> {
        self.read(|| self.searched(plan, control).hits(&self.scorer(plan)?, wanted))
    }

    fn counts(&self, plan: &Plan, facets: &[Facet], control: &Control) -> BackendResult<Vec<FacetCounts>> {
        self.read(|| self.searched(plan, control).counts(facets))
    }

    fn days(&self, plan: &Plan, by: Option<Facet>, control: &Control) -> BackendResult<Vec<DayCounts>> {
        self.read(|| self.searched(plan, control).days(by))
    }

    fn words(
        &self,
        plan: &Plan,
        zone: Zone,
        form: Form,
        control: &Control,
    ) -> BackendResult<Vec<(String, u64)>> {
        self.read(|| self.searched(plan, control).words(zone, form))
    }

    fn tally(&self, plan: &Plan, conditions: &[Node], control: &Control) -> BackendResult<Vec<u64>> {
        self.read(|| self.searched(plan, control).tally(conditions))
    }

    fn ids(&self, addresses: &[Address]) -> BackendResult<Vec<String>> {
        let of_segments = addresses.chunk_by(|&a, &b| location(a).0 == location(b).0);
        let ids = of_segments.map(|of_segment| self.read(|| self.ids_of_segment(of_segment)));
        Ok(ids.collect::<BackendResult<Vec<_>>>()?.concat())
    }

    fn passages(&self, addresses: &[Address]) -> BackendResult<Vec<StoredPassage>> {
        self.read(|| self.with_store(|mut store| store.passages(addresses)))
    }

    fn explain(&self, plan: &Plan, hit: &Hit) -> BackendResult<Explanation> {
        self.read(|| self.explain_hit(plan, hit))
    }

    fn article(&self, id: &str) -> BackendResult<Option<Article>> {
        self.read(|| self.load_article(id))
    }

    fn vocabulary(
        &self,
        zone: Zone,
        form: Form,
        pattern: &Pattern,
        limit: usize,
    ) -> BackendResult<Vocabulary> {
        let mut words = self.read(|| self.words_like(zone, form, pattern))?;
        words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let total = words.len();
        words.truncate(limit);
        Ok(Vocabulary { words, total })
    }

    fn frequencies(&self, terms: &[(Zone, &Term)]) -> BackendResult<Vec<u64>> {
        self.read(|| terms.iter().map(|(zone, term)| self.frequency(*zone, term)).collect())
    }
}
