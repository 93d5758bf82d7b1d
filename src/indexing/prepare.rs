//! A document to an article that a backend can take: passages cut, words analysed, the text packed.

use std::sync::Arc;

use crate::analysis::{Analyzer, Chain, Edition, Token, Tokens};
use crate::backend::{Encode, Forms, Prepared, PreparedPassage, Record, Stored, WordList, Words};
use crate::model::Document;
use crate::passage;
use crate::schema::Zone;

/// Prepares one document after another.
pub(super) struct Preparer<'c> {
    analyzer: Analyzer<'c>,
    met: Met,
    encoder: Box<dyn Encode>,
}

/// The words of one zone so far.
struct ZoneWords {
    words: Words,
    /// How many positions they take.
    positions: u32,
}

/// The words that were met.
#[derive(Default)]
struct Met {
    list: Arc<WordList>,
    /// By the analyzer's numbers.
    words: Vec<MetWord>,
    /// That of these numbers.
    edition: Option<Edition>,
    /// The zone at hand. Zones are counted from 1.
    zone: u32,
}

/// What is known of a word of the analyzer.
#[derive(Clone, Copy, Default)]
struct MetWord {
    /// Its number in the list.
    listed: Option<u32>,
    /// The zone in which it was met last, and its number there.
    zone: u32,
    word: u32,
}

/// A list of more bytes is left for a new one, since the words of a corpus have no end: 400,000 of usual lengths.
const MOST_BYTES: usize = if cfg!(test) { 1 << 10 } else { 16 << 20 };

impl<'c> Preparer<'c> {
    /// A preparer that analyses by `chain`, for the backend of `encoder`.
    pub(super) fn new(chain: &'c Chain, encoder: Box<dyn Encode>) -> Self {
        Preparer { analyzer: chain.analyzer(), met: Met::default(), encoder }
    }

    /// Cuts the text into passages, analyses it and encodes it.
    pub(super) fn prepare(&mut self, document: Document) -> Prepared {
        self.met.begin();
        let Document { path, metadata, encoding, text, .. } = document;
        let (body, passages) = self.body(&text);
        let (mut zones, mut title_words) = (vec![(Zone::Body, body)], 0);
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
        let stored = Stored::Plain(Record { path, metadata, encoding }, text);
        let mut prepared = Prepared { date, stored, title_words, passages, zones };
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

    /// A zone without words yet, of texts of `bytes` in all.
    fn zone(&mut self, bytes: usize) -> ZoneWords {
        self.met.zone += 1;
        ZoneWords { words: Words::new(self.met.list.clone(), bytes), positions: 0 }
    }

    /// Adds the words of a text; gives how many positions they take.
    fn add(&mut self, zone: &mut ZoneWords, text: &str) -> u32 {
        let tokens = self.analyzer.analyze(text);
        self.met.keep_up(tokens.edition());
        for (place, (position, number)) in tokens.numbered().enumerate() {
            let word = self.met.word(number, &mut zone.words, || forms(tokens, place));
            zone.words.put(zone.positions + position, word);
        }
        zone.positions += tokens.positions();
        tokens.positions()
    }
}

impl Met {
    /// Begins a document: all of its words are in one list.
    fn begin(&mut self) {
        if self.list.bytes() > MOST_BYTES {
            *self = Met::default();
        }
    }

    /// Forgets all words where their numbers are void.
    fn keep_up(&mut self, edition: Edition) {
        if self.edition.replace(edition) != Some(edition) {
            self.words.clear();
        }
    }

    /// The number among the `words` of the zone at hand of the analyzer's word `number`.
    fn word<'f>(&mut self, number: usize, words: &mut Words, forms: impl FnOnce() -> Forms<'f>) -> u32 {
        if self.words.len() <= number {
            self.words.resize(number + 1, MetWord::default());
        }
        let met = &mut self.words[number];
        if met.zone != self.zone {
            let listed = *met.listed.get_or_insert_with(|| self.list.add(forms()));
            (met.zone, met.word) = (self.zone, words.know(listed));
        }
        met.word
    }
}

/// A fingerprint of all that is indexed and stored of an article but its identifier.
pub(super) fn fingerprint(document: &Document) -> u64 {
    let mut hasher = blake3::Hasher::new();
    let metadata = serde_json::to_string(&document.metadata).unwrap_or_default();
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

    /// All words of a document, spelt out with their positions.
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

    /// What is made of a text does not depend on those before it.
    fn check(texts: &[String]) {
        let chain = Chain::french();
        let mut one = Preparer::new(&chain, Box::new(Nothing));
        for (place, text) in texts.iter().enumerate() {
            if place % 4 == 3 {
                // As it does by itself when it has met very many words.
                one.analyzer.forget();
            }
            let mut another = Preparer::new(&chain, Box::new(Nothing));
            assert_eq!(words(&mut one, text), words(&mut another, text), "{text}");
        }
        let longest = texts.iter().map(String::len).max().unwrap_or_default();
        let bytes = one.met.list.bytes();
        assert!(bytes <= MOST_BYTES + 40 * longest, "{bytes} bytes in one list");
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
