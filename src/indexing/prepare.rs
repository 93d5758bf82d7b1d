//! Preparing: a document in; an article that a backend can take out. Its passages are cut, its words analysed, its text
//! compressed.

use std::sync::Arc;

use crate::analysis::{Analyzer, CacheId, Chain, Token, Tokens};
use crate::backend::{Encode, Forms, Labels, Prepared, PreparedPassage, Record, Stored, WordList, Words};
use crate::model::{Document, Metadata};
use crate::passage;
use crate::schema::Zone;

/// Prepares one document after another.
pub(super) struct Preparer<'c> {
    analyzer: Analyzer<'c>,
    ids: WordIds,
    encoder: Box<dyn Encode>,
}

/// The words of one zone so far.
struct ZoneWords {
    words: Words,
    /// The number of positions that they take.
    positions: u32,
}

/// A cache from the word ids of the analyzer to the ids of the word list and the zone.
#[derive(Default)]
struct WordIds {
    list: Arc<WordList>,
    /// The entries, by word id of the analyzer.
    words: Vec<WordEntry>,
    /// The word cache of these ids.
    cache_id: Option<CacheId>,
    /// The number of the current zone, counted through all documents from 1.
    zone: u32,
}

/// The ids of one word.
#[derive(Clone, Copy, Default)]
struct WordEntry {
    /// The id in the word list.
    listed: Option<u32>,
    /// The number of the zone in which the word was seen last.
    zone: u32,
    /// The id of the word in that zone.
    word: u32,
}

/// The size in bytes from which a new word list is begun, since a corpus has ever more words. This is about 400,000 words.
const MAX_LIST_BYTES: usize = if cfg!(test) { 1 << 10 } else { 16 << 20 };

impl<'c> Preparer<'c> {
    /// A preparer that analyses with `chain` and encodes with the `encoder` of a backend.
    pub(super) fn new(chain: &'c Chain, encoder: Box<dyn Encode>) -> Self {
        Preparer { analyzer: chain.analyzer(), ids: WordIds::default(), encoder }
    }

    /// Cuts the text into passages, analyses it and encodes it.
    pub(super) fn prepare(&mut self, document: Document) -> Prepared {
        self.ids.begin();
        let Document { path, metadata, origins, encoding, text, pages, .. } = document;
        let (body, passages) = self.body(&text);
        let mut zones = vec![(Zone::Body, body)];
        let mut title_words = 0;
        let named = [
            (Zone::Title, &metadata.title),
            (Zone::Source, &metadata.source),
            (Zone::Author, &metadata.author),
            (Zone::Language, &metadata.language),
            (Zone::Url, &metadata.url),
        ];
        for (zone, text) in named {
            let Some(text) = text else { continue };
            let mut of_zone = self.zone(text.len());
            let positions = self.add(&mut of_zone, text);
            if zone == Zone::Title {
                title_words = positions;
            }
            zones.push((zone, of_zone.words));
        }
        let date = metadata.date;
        let Metadata { source, language, .. } = metadata.clone();
        let labels = Labels { source, language, corpus: None };
        let record = Record { path, metadata, origins, pages, encoding };
        let stored = Stored::Plain(Box::new(record), text);
        let mut prepared = Prepared { date, labels, stored, title_words, passages, zones };
        self.encoder.encode(&mut prepared);
        prepared
    }

    fn body(&mut self, text: &str) -> (Words, Vec<PreparedPassage>) {
        let mut body = self.zone(text.len());
        let mut passages: Vec<PreparedPassage> = Vec::new();
        for passage in passage::cut(text) {
            let words = self.add(&mut body, &text[passage.range.clone()]);
            passages.push(PreparedPassage { range: passage.range, words });
        }
        if passages.is_empty() {
            passages.push(PreparedPassage { range: 0..0, words: 0 });
        }
        (body.words, passages)
    }

    /// An empty zone for texts of `bytes` bytes in all.
    fn zone(&mut self, bytes: usize) -> ZoneWords {
        self.ids.zone += 1;
        ZoneWords { words: Words::new(self.ids.list.clone(), bytes), positions: 0 }
    }

    /// Adds the words of a text to a zone. Returns the number of positions that they take.
    fn add(&mut self, zone: &mut ZoneWords, text: &str) -> u32 {
        let tokens = self.analyzer.analyze(text);
        self.ids.follow(tokens.cache_id());
        for (place, (position, number)) in tokens.word_ids().enumerate() {
            let word = self.ids.word(number, &mut zone.words, || forms(tokens, place));
            zone.words.put(zone.positions + position, word);
        }
        zone.positions += tokens.positions();
        tokens.positions()
    }
}

impl WordIds {
    /// Begins a document. All words of a document are in one list.
    fn begin(&mut self) {
        if self.list.bytes() > MAX_LIST_BYTES {
            *self = WordIds::default();
        }
    }

    /// Drops all entries if the word ids of the analyzer are void.
    fn follow(&mut self, cache_id: CacheId) {
        if self.cache_id.replace(cache_id) != Some(cache_id) {
            self.words.clear();
        }
    }

    /// The id in the current zone, whose words are `words`, of the analyzer's word `number`.
    fn word<'f>(&mut self, number: usize, words: &mut Words, forms: impl FnOnce() -> Forms<'f>) -> u32 {
        if self.words.len() <= number {
            self.words.resize(number + 1, WordEntry::default());
        }
        let ids = &mut self.words[number];
        if ids.zone != self.zone {
            let listed = *ids.listed.get_or_insert_with(|| self.list.add(forms()));
            ids.zone = self.zone;
            ids.word = words.know(listed);
        }
        ids.word
    }
}

/// The fingerprint of all that is indexed and stored of an article, except its final identifier.
pub(super) fn fingerprint(document: &Document) -> u64 {
    let mut hasher = blake3::Hasher::new();
    let said = (&document.metadata, &document.origins, &document.pages);
    let metadata = serde_json::to_string(&said).unwrap_or_default();
    let id = document.declared_id.as_deref().unwrap_or("");
    for part in [id, &document.path, &metadata, &document.encoding, &document.text] {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    let mut first = [0; 8];
    hasher.finalize_xof().fill(&mut first);
    u64::from_le_bytes(first)
}

fn forms(tokens: &Tokens, place: usize) -> Forms<'_> {
    let Token { exact, stem, stem_alt, cased, .. } = tokens.at(place);
    Forms { exact, stem, stem_alt, cased }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    struct Nothing;

    impl Encode for Nothing {
        fn encode(&mut self, _: &mut Prepared) {}
    }

    /// All words of a document with their zones and positions.
    fn words(preparer: &mut Preparer<'_>, text: &str) -> Vec<(Zone, u32, String)> {
        let mut document =
            Document { path: "a.txt".to_owned(), text: text.to_owned(), ..Document::default() };
        document.metadata.title = text.get(..text.len() / 2).map(str::to_owned);
        let mut all = Vec::new();
        for (zone, words) in preparer.prepare(document).zones {
            words.each(|position, forms| all.push((zone, position, format!("{forms:?}"))));
        }
        all
    }

    /// The words of a text do not depend on the texts before it.
    fn check(texts: &[String]) {
        let chain = Chain::french();
        let mut one = Preparer::new(&chain, Box::new(Nothing));
        for (place, text) in texts.iter().enumerate() {
            if place % 4 == 3 {
                // The analyzer does so itself when its cache is full.
                one.analyzer.forget();
            }
            let mut another = Preparer::new(&chain, Box::new(Nothing));
            assert_eq!(words(&mut one, text), words(&mut another, text), "{text}");
        }
        let longest = texts.iter().map(String::len).max().unwrap_or_default();
        let bytes = one.ids.list.bytes();
        assert!(bytes <= MAX_LIST_BYTES + 40 * longest, "{bytes} bytes in one list");
    }

    proptest! {
        #[test]
        fn a_text_is_prepared_the_same_whatever_came_before(
            texts in prop::collection::vec("((semi-)?[a-h]{1,3}|les?|US|us|marché|MARCHE|[ ,.\n]){0,20}", 1..40),
        ) {
            check(&texts);
        }
    }
}
