//! The reading side: one committed state of an index folder.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Index, ReloadPolicy, Searcher, TERMINATED};

use super::answer::answer;
use super::commit::Payload;
use super::counted;
use super::dictionary;
use super::directory::IndexDirectory;
use super::error::Result;
use super::mapping::{Fields, schema};
use super::packing::Unpacker;
use super::part::{Ends, Part, location};
use super::shelf::Shelf;
use super::sieve::Sieve;
use crate::backend::plan::{Plan, Term};
use crate::backend::ranking::{ArticleMatches, Scorer};
use crate::backend::{
    Address, BackendError, Control, Found, Hit, Pattern, Search, StoredPassage, Totals, Vocabulary, Wanted,
};
use crate::model::{Article, Explanation};
use crate::schema::{Form, Zone};

/// Reads an index folder as it was committed when it was opened.
pub(in crate::backend) struct Reader {
    folder: PathBuf,
    fields: Fields,
    searcher: Searcher,
    parts: Vec<Part>,
    payload: Payload,
    /// Those that no one uses at the moment.
    unpackers: Mutex<Vec<Unpacker>>,
}

impl Reader {
    /// Opens the last committed state.
    pub(in crate::backend) fn open(folder: &Path) -> std::result::Result<Self, BackendError> {
        guarded(folder, || Self::open_tantivy(folder))
    }

    fn open_tantivy(folder: &Path) -> Result<Self> {
        let index = Index::open(IndexDirectory::open(folder)?)?;
        let payload = Payload::of(&index.load_metas()?)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let (_, fields) = schema();
        let searcher = reader.searcher();
        let parts = searcher.segment_readers().iter().map(Part::open);
        let parts = parts.collect::<Result<_>>()?;
        let unpackers = Mutex::default();
        Ok(Reader { folder: folder.to_owned(), fields, searcher, parts, payload, unpackers })
    }

    /// Reads from the engine. Where damaged files make it panic, that is damage and nothing worse.
    fn read<T>(&self, work: impl FnOnce() -> Result<T>) -> std::result::Result<T, BackendError> {
        guarded(&self.folder, work)
    }

    fn scorer<'p>(&self, plan: &'p Plan) -> Result<Scorer<'p>> {
        Scorer::new(plan, self.payload.totals, |zone, term| self.articles_with(zone, term))
    }

    fn articles_with(&self, zone: Zone, term: &Term) -> Result<u64> {
        self.parts.iter().map(|part| part.articles_with(&self.fields, zone, term)).sum()
    }

    fn run(&self, plan: &Plan, wanted: &Wanted, control: &Control) -> Result<Found> {
        answer(&self.parts, &self.fields, &self.scorer(plan)?, plan, wanted, control)
    }

    fn explain_hit(&self, plan: &Plan, hit: &Hit) -> Result<Explanation> {
        let (number, article) = location(hit.address);
        let part = &self.parts[number as usize];
        let (scorer, mut matches) = (self.scorer(plan)?, ArticleMatches::default());
        let mut readings = Sieve::open(plan, part, &self.fields)?.readings()?;
        counted::read(&mut matches, (part, article), &mut Ends::new(part), &mut readings, &scorer);
        Ok(scorer.explain(&matches, hit.address.passage() as usize, hit.score))
    }

    /// The identifiers of the articles of `addresses`, which are all in one part.
    fn ids_of_part(&self, addresses: &[Address]) -> Result<Vec<String>> {
        let articles: Vec<DocId> = addresses.iter().map(|&address| location(address).1).collect();
        let Some(&first) = addresses.first() else { return Ok(Vec::new()) };
        self.parts[location(first).0 as usize].identifiers(&articles)
    }

    fn damaged_files(&self) -> Result<Vec<String>> {
        let mut damaged: Vec<PathBuf> = self.searcher.index().validate_checksum()?.into_iter().collect();
        damaged.extend(dictionary::damaged(&self.folder, self.payload.dictionary.as_deref()));
        damaged.sort();
        Ok(damaged.iter().map(|file| file.display().to_string()).collect())
    }

    /// Reads what is stored. Unpackers are kept for those who come later: each holds the dictionary made ready.
    fn with_shelf<T>(&self, read: impl FnOnce(Shelf<'_>) -> Result<T>) -> Result<T> {
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

    fn find_article(&self, id: &str) -> Result<Option<(u32, DocId)>> {
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

    fn load_article(&self, id: &str) -> Result<Option<Article>> {
        let Some((number, article)) = self.find_article(id)? else { return Ok(None) };
        self.with_shelf(|mut shelf| shelf.article(number, article)).map(Some)
    }

    fn words_like(&self, zone: Zone, form: Form, pattern: &Pattern) -> Result<Vec<(String, u64)>> {
        let mut counts: FxHashMap<String, u64> = FxHashMap::default();
        for part in &self.parts {
            for (word, articles) in part.words_like(&self.fields, zone, form, pattern)? {
                *counts.entry(word).or_default() += articles;
            }
        }
        counts.retain(|_, articles| *articles > 0);
        Ok(counts.into_iter().collect())
    }
}

fn guarded<T>(folder: &Path, work: impl FnOnce() -> Result<T>) -> std::result::Result<T, BackendError> {
    // Nothing that was half changed is used again: the reader is read only.
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(|error| error.for_callers(folder, None)),
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

    fn note(&self) -> &str {
        &self.payload.note
    }

    fn search(
        &self,
        plan: &Plan,
        wanted: &Wanted,
        control: &Control,
    ) -> std::result::Result<Found, BackendError> {
        self.read(|| self.run(plan, wanted, control))
    }

    fn ids(&self, addresses: &[Address]) -> std::result::Result<Vec<String>, BackendError> {
        let of_parts = addresses.chunk_by(|&a, &b| location(a).0 == location(b).0);
        let ids = of_parts.map(|of_part| self.read(|| self.ids_of_part(of_part)));
        Ok(ids.collect::<std::result::Result<Vec<_>, _>>()?.concat())
    }

    fn passages(&self, addresses: &[Address]) -> std::result::Result<Vec<StoredPassage>, BackendError> {
        self.read(|| self.with_shelf(|mut shelf| shelf.passages(addresses)))
    }

    fn explain(&self, plan: &Plan, hit: &Hit) -> std::result::Result<Explanation, BackendError> {
        self.read(|| self.explain_hit(plan, hit))
    }

    fn article(&self, id: &str) -> std::result::Result<Option<Article>, BackendError> {
        self.read(|| self.load_article(id))
    }

    fn vocabulary(
        &self,
        zone: Zone,
        form: Form,
        pattern: &Pattern,
        limit: usize,
    ) -> std::result::Result<Vocabulary, BackendError> {
        let mut words = self.read(|| self.words_like(zone, form, pattern))?;
        words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let total = words.len();
        words.truncate(limit);
        Ok(Vocabulary { words, total })
    }

    fn frequencies(&self, terms: &[(Zone, &Term)]) -> std::result::Result<Vec<u64>, BackendError> {
        self.read(|| terms.iter().map(|(zone, term)| self.articles_with(*zone, term)).collect())
    }

    fn damages(&self) -> std::result::Result<Vec<String>, BackendError> {
        self.read(|| self.damaged_files())
    }
}
