//! The reading side: one committed state of an index folder.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::postings::TermInfo;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{
    DocId, DocSet, Index, IndexMeta, InvertedIndexReader, ReloadPolicy, Searcher, SegmentReader, TERMINATED,
};

use super::answer::answer;
use super::counted::Counted;
use super::dictionary;
use super::directory::IndexDirectory;
use super::fault::backend_error;
use super::mapping::{Fields, schema};
use super::packing::Unpacker;
use super::part::Part;
use super::scorer::Scorer;
use super::shelf::Shelf;
use super::sieve::Sieve;
use crate::backend::plan::{Plan, Term};
use crate::backend::{
    Address, BackendError, Found, Hit, Pattern, Search, StoredPassage, Totals, Vocabulary, Wanted,
};
use crate::model::{Article, Explanation};
use crate::schema::{Form, Zone};

/// Reads an index folder as it was committed when it was opened.
pub struct Reader {
    folder: PathBuf,
    fields: Fields,
    searcher: Searcher,
    parts: Vec<Part>,
    payload: Payload,
    /// Those that no one uses at the moment.
    unpackers: Mutex<Vec<Unpacker>>,
}

/// What a commit says of itself.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct Payload {
    pub(super) totals: Totals,
    pub(super) note: String,
    /// The name of the dictionary that texts are packed with.
    pub(super) dictionary: Option<String>,
    /// How many removals there were since the index was made.
    pub(super) turn: u64,
}

impl Payload {
    /// What the commit says; nothing where it says none.
    pub(super) fn of(meta: &IndexMeta) -> Self {
        meta.payload.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    pub(super) fn encode(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Reader {
    /// Opens the last committed state.
    ///
    /// # Errors
    /// When files are missing or damaged, or cannot be read.
    pub fn open(folder: &Path) -> Result<Self, BackendError> {
        guarded(folder, || Self::open_tantivy(folder))
    }

    fn open_tantivy(folder: &Path) -> tantivy::Result<Self> {
        let index = Index::open(IndexDirectory::open(folder)?)?;
        let payload = Payload::of(&index.load_metas()?);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let (_, fields) = schema();
        let searcher = reader.searcher();
        let parts = searcher.segment_readers().iter().map(Part::open).collect::<tantivy::Result<_>>()?;
        let unpackers = Mutex::default();
        Ok(Reader { folder: folder.to_owned(), fields, searcher, parts, payload, unpackers })
    }

    /// The caller's note of the last commit.
    pub fn note(&self) -> &str {
        &self.payload.note
    }

    /// Checks every file of the index against its checksum; gives the names of the damaged ones.
    ///
    /// # Errors
    /// When files cannot be read at all.
    pub fn damaged_files(&self) -> Result<Vec<PathBuf>, BackendError> {
        let mut damaged: Vec<PathBuf> =
            self.read(|| self.searcher.index().validate_checksum())?.into_iter().collect();
        damaged.extend(dictionary::damaged(&self.folder, self.payload.dictionary.as_deref()));
        damaged.sort();
        Ok(damaged)
    }

    /// Reads from the engine. Where damaged files make it panic, that is damage and nothing worse.
    fn read<T>(&self, work: impl FnOnce() -> tantivy::Result<T>) -> Result<T, BackendError> {
        guarded(&self.folder, work)
    }

    fn scorer<'p>(&self, plan: &'p Plan) -> tantivy::Result<Scorer<'p>> {
        Scorer::new(plan, self.payload.totals, |zone, term| self.articles_with(zone, term))
    }

    fn articles_with(&self, zone: Zone, term: &Term) -> tantivy::Result<u64> {
        let field = self.fields.words_of(zone, term.form);
        let term = tantivy::Term::from_field_text(field, &term.text);
        let mut total = 0;
        for reader in self.searcher.segment_readers() {
            let inverted = reader.inverted_index(field)?;
            if let Some(info) = inverted.get_term_info(&term)? {
                total += articles_at(reader, &inverted, &info)?;
            }
        }
        Ok(total)
    }

    fn run(&self, plan: &Plan, wanted: &Wanted) -> tantivy::Result<Found> {
        answer(&self.parts, &self.fields, &self.scorer(plan)?, plan, wanted)
    }

    /// Reads the articles of some addresses closely, each once, in the order in which they are stored.
    fn read_closely(
        &self,
        plan: &Plan,
        addresses: &[Address],
        mut visit: impl FnMut(usize, &Scorer<'_>, &Counted),
    ) -> tantivy::Result<()> {
        let scorer = self.scorer(plan)?;
        let mut counted = Counted::default();
        let mut order: Vec<usize> = (0..addresses.len()).collect();
        order.sort_unstable_by_key(|&place| addresses[place]);
        for of_part in order.chunk_by(|&a, &b| addresses[a].part == addresses[b].part) {
            let part = &self.parts[addresses[of_part[0]].part as usize];
            let mut readings = Sieve::open(plan, part, &self.fields)?.readings()?;
            for &place in of_part {
                counted.read(part, addresses[place].article, &mut readings, &scorer);
                visit(place, &scorer, &counted);
            }
        }
        Ok(())
    }

    fn explain_hit(&self, plan: &Plan, hit: &Hit) -> tantivy::Result<Explanation> {
        let mut explanation = Explanation::default();
        self.read_closely(plan, &[hit.address], |_, scorer, counted| {
            explanation = scorer.explain(counted, hit.address.passage as usize, hit.score);
        })?;
        Ok(explanation)
    }

    fn concepts_at(&self, plan: &Plan, addresses: &[Address]) -> tantivy::Result<Vec<Vec<bool>>> {
        let mut all = vec![Vec::new(); addresses.len()];
        self.read_closely(plan, addresses, |place, _, counted| {
            all[place] = (0..plan.concepts.len()).map(|concept| counted.has(concept)).collect();
        })?;
        Ok(all)
    }

    /// Reads what is stored. Unpackers are kept for those who come later: each holds the dictionary made ready.
    fn with_shelf<T>(&self, read: impl FnOnce(Shelf<'_>) -> tantivy::Result<T>) -> tantivy::Result<T> {
        let idle = || self.unpackers.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = idle().pop();
        let mut unpacker = match kept {
            Some(unpacker) => unpacker,
            None => Unpacker::new(&dictionary::read(&self.folder, self.payload.dictionary.as_deref())?)?,
        };
        let result = read(Shelf { parts: &self.parts, unpacker: &mut unpacker });
        idle().push(unpacker);
        result
    }

    fn find_article(&self, id: &str) -> tantivy::Result<Option<(u32, DocId)>> {
        let key = self.fields.key_of(id);
        for (number, reader) in self.searcher.segment_readers().iter().enumerate() {
            let inverted = reader.inverted_index(self.fields.key)?;
            let Some(mut postings) = inverted.read_postings(&key, IndexRecordOption::Basic)? else {
                continue;
            };
            while postings.doc() != TERMINATED {
                if !reader.is_deleted(postings.doc()) {
                    return Ok(Some((number as u32, postings.doc())));
                }
                postings.advance();
            }
        }
        Ok(None)
    }

    fn load_article(&self, id: &str) -> tantivy::Result<Option<Article>> {
        let Some((number, article)) = self.find_article(id)? else { return Ok(None) };
        self.with_shelf(|mut shelf| shelf.article(number, article)).map(Some)
    }

    fn words_like(&self, zone: Zone, form: Form, pattern: &Pattern) -> tantivy::Result<Vec<(String, u64)>> {
        let field = self.fields.words_of(zone, form);
        let mut counts: FxHashMap<String, u64> = FxHashMap::default();
        for reader in self.searcher.segment_readers() {
            let inverted = reader.inverted_index(field)?;
            let mut note = |word: &[u8], info: &TermInfo| {
                let articles = articles_at(reader, &inverted, info)?;
                if articles > 0 {
                    *counts.entry(String::from_utf8_lossy(word).into_owned()).or_default() += articles;
                }
                tantivy::Result::Ok(())
            };
            match pattern {
                Pattern::Prefix(prefix) => {
                    let mut words = inverted.terms().range().ge(prefix.as_bytes()).into_stream()?;
                    while words.advance() && words.key().starts_with(prefix.as_bytes()) {
                        note(words.key(), words.value())?;
                    }
                }
                Pattern::Fuzzy(word, distance) => {
                    let term = tantivy::Term::from_field_text(field, word);
                    let query = FuzzyTermQuery::new(term, *distance, true);
                    let mut words = inverted.terms().search(query.automaton()?).into_stream()?;
                    while words.advance() {
                        note(words.key(), words.value())?;
                    }
                }
            }
        }
        Ok(counts.into_iter().collect())
    }
}

/// In how many articles of a part a term stands. Removed articles do not count, so that an index that was brought up to
/// date answers as one that was built anew.
fn articles_at(
    reader: &SegmentReader,
    inverted: &InvertedIndexReader,
    info: &TermInfo,
) -> tantivy::Result<u64> {
    Ok(match reader.alive_bitset() {
        // The dictionary knows how many there were.
        None => u64::from(info.doc_freq),
        Some(alive) => {
            let postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
            u64::from(postings.doc_freq_given_deletes(alive))
        }
    })
}

fn guarded<T>(folder: &Path, work: impl FnOnce() -> tantivy::Result<T>) -> Result<T, BackendError> {
    // Nothing that was half changed is used again: the reader is read only.
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(|error| backend_error(folder, &error, None)),
        Err(_) => {
            let reason = "a file of it cannot be read as what it should be".to_owned();
            Err(BackendError::Damaged { path: folder.to_owned(), reason })
        }
    }
}

impl Search for Reader {
    fn totals(&self) -> Totals {
        self.payload.totals
    }

    fn search(&self, plan: &Plan, wanted: &Wanted) -> Result<Found, BackendError> {
        self.read(|| self.run(plan, wanted))
    }

    fn passages(&self, addresses: &[Address]) -> Result<Vec<StoredPassage>, BackendError> {
        self.read(|| self.with_shelf(|mut shelf| shelf.passages(addresses)))
    }

    fn names(&self, addresses: &[Address]) -> Result<Vec<(String, u32)>, BackendError> {
        let mut names = Vec::with_capacity(addresses.len());
        for some in addresses.chunk_by(|a, b| a.part == b.part) {
            names.extend(self.read(|| self.parts[some[0].part as usize].names(some))?);
        }
        Ok(names)
    }

    fn explain(&self, plan: &Plan, hit: &Hit) -> Result<Explanation, BackendError> {
        self.read(|| self.explain_hit(plan, hit))
    }

    fn concepts(&self, plan: &Plan, addresses: &[Address]) -> Result<Vec<Vec<bool>>, BackendError> {
        self.read(|| self.concepts_at(plan, addresses))
    }

    fn article(&self, id: &str) -> Result<Option<Article>, BackendError> {
        self.read(|| self.load_article(id))
    }

    fn vocabulary(
        &self,
        zone: Zone,
        form: Form,
        pattern: &Pattern,
        limit: usize,
    ) -> Result<Vocabulary, BackendError> {
        let mut words = self.read(|| self.words_like(zone, form, pattern))?;
        words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let total = words.len();
        words.truncate(limit);
        Ok(Vocabulary { words, total })
    }

    fn frequency(&self, zone: Zone, term: &Term) -> Result<u64, BackendError> {
        self.read(|| self.articles_with(zone, term))
    }
}
