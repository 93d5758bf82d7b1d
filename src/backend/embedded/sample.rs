//! A small index for the tests of single files.

use std::sync::Arc;

use tantivy::{Index, ReloadPolicy};
use tempfile::TempDir;

use super::Indexer;
use super::directory::IndexDirectory;
use super::schema::{Fields, schema};
use super::segment::Segment;
use crate::backend::{
    Change, Forms, Labels, Prepared, PreparedPassage, Stored, Totals, WordList, Words, Write, WriterOptions,
};
use crate::schema::Zone;

/// The segments of an index.
pub(super) struct Sample {
    pub(super) fields: Fields,
    pub(super) segments: Vec<Segment>,
    _folder: TempDir,
}

/// An article whose text is `text`: words between spaces, each posted as it is, and under its stem, which is the word
/// without its digits. All words are one passage.
pub(super) fn article(text: &str) -> Prepared {
    let list = Arc::<WordList>::default();
    let mut words = Words::new(list.clone(), text.len());
    for (position, word) in (0..).zip(text.split_whitespace()) {
        let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = words.know(list.add(Forms { exact: word, stem: Some(stem), ..Forms::default() }));
        words.put(position, number);
    }
    let length = text.split_whitespace().count() as u32;
    Prepared {
        date: None,
        labels: Labels::default(),
        stored: Stored::Plain(Box::default(), text.to_owned()),
        title_words: 0,
        passages: vec![PreparedPassage { range: 0..text.len(), words: length }],
        zones: vec![(Zone::Body, words)],
    }
}

impl Sample {
    /// An index of articles with these texts, in one segment; those at `removed` are removed in a second run.
    pub(super) fn new(texts: &[&str], removed: &[usize]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let added = texts
            .iter()
            .enumerate()
            .map(|(place, text)| Change::Add { id: place.to_string(), article: Box::new(article(text)) });
        let gone = removed.iter().map(|place| Change::Remove { id: place.to_string() });
        for changes in [added.collect(), gone.collect::<Vec<_>>()] {
            let mut writer =
                Indexer::open(folder.path(), WriterOptions { memory: 1 << 24, jobs: 1 }).unwrap();
            writer.apply(changes).unwrap();
            writer.commit(Totals::default(), "").unwrap();
            Box::new(writer).finish().unwrap();
        }
        let index = Index::open(IndexDirectory::open(folder.path()).unwrap()).unwrap();
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().unwrap();
        let segments =
            reader.searcher().segment_readers().iter().map(|one| Segment::open(one).unwrap()).collect();
        Sample { fields: schema().1, segments, _folder: folder }
    }
}
