//! A document to an article that a backend can take: passages cut, words analysed, the text packed.

use crate::analysis::{Analyzer, Chain, Edition, Token, Tokens};
use crate::backend::{Forms, Maker, Pack, Prepared, PreparedPassage, Record, Stored, Words};
use crate::model::Document;
use crate::passage;
use crate::schema::Zone;

/// Prepares one document after another.
pub(super) struct Preparer<'c> {
    analyzer: Analyzer<'c>,
    met: Met,
    packer: Box<dyn Pack>,
}

/// The words of one zone so far.
struct ZoneWords {
    words: Words,
    /// How many positions they take.
    positions: u32,
}

/// Which words of the analyzer stand in the zone at hand, and their numbers there.
#[derive(Default)]
struct Met {
    /// For each word the zone in which it was met last, and its number there.
    words: Vec<(u32, u32)>,
    /// Zones are counted from 1.
    zone: u32,
    /// That of the analyzer's numbers.
    edition: Option<Edition>,
}

impl<'c> Preparer<'c> {
    /// A preparer that analyses by `chain`, for the backend that `packer` packs for.
    pub(super) fn new(chain: &'c Chain, packer: Box<dyn Pack>) -> Self {
        Preparer { analyzer: chain.analyzer(), met: Met::default(), packer }
    }

    /// Cuts, analyses and packs. The identifier is the path's; the caller gives the final one.
    pub(super) fn prepare(&mut self, document: Document) -> Prepared {
        let id = document.path_id();
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
        let mut prepared = Prepared { id, date, stored, title_words, passages, zones };
        self.packer.pack(&mut prepared);
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
        ZoneWords { words: Words::with_capacity(bytes), positions: 0 }
    }

    /// Adds the words of a text; gives how many positions they take.
    fn add(&mut self, zone: &mut ZoneWords, text: &str) -> u32 {
        let tokens = self.analyzer.analyze(text);
        self.met.keep_up(tokens.edition());
        let maker = Maker(tokens.edition().number());
        for (place, (position, number)) in tokens.numbered().enumerate() {
            let word = self.met.word(number, || {
                let made = u32::try_from(number).ok().map(|number| (maker, number));
                zone.words.learn(forms(tokens, place), made)
            });
            zone.words.put(zone.positions + position, word);
        }
        zone.positions += tokens.positions();
        tokens.positions()
    }
}

impl Met {
    /// Forgets all words where their numbers are void.
    fn keep_up(&mut self, edition: Edition) {
        if self.edition.replace(edition) != Some(edition) {
            self.words.clear();
        }
    }

    /// The number in the zone of the analyzer's word `number`; `learn` gives it where the word is new.
    fn word(&mut self, number: usize, learn: impl FnOnce() -> u32) -> u32 {
        if self.words.len() <= number {
            self.words.resize(number + 1, (0, 0));
        }
        let (zone, word) = &mut self.words[number];
        if *zone != self.zone {
            (*zone, *word) = (self.zone, learn());
        }
        *word
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
    let Token { exact, stem, stem_alt, cased, is_like_stop_word, .. } = tokens.at(place);
    Forms { exact, stem, stem_alt, cased, is_common: is_like_stop_word }
}
