//! Runs the chain: a text goes in, its tokens come out, and the buffers stay for the next text.
//!
//! One analyzer works for one thread; what it remembers of words never changes what it answers.

use crate::text::{normalize, normalize::Normalized, unglue};

use super::{
    chain::Chain,
    scan::{Cursor, Kind, Link, Scan},
    tokens::{Tokens, Writer},
};

/// Turns texts into tokens, one after the other.
pub struct Analyzer<'c> {
    chain: &'c Chain,
    scan: Scan,
    tokens: Tokens,
}

impl Chain {
    /// A worker with its own buffers and its own memory of stems: one for each thread.
    pub fn analyzer(&self) -> Analyzer<'_> {
        Analyzer { chain: self, scan: Scan::default(), tokens: Tokens::default() }
    }
}

impl Analyzer<'_> {
    /// The tokens of a document's text.
    pub fn analyze(&mut self, text: &str) -> &Tokens {
        self.run(text, false)
    }

    /// The tokens of a query: the same chain, with three differences.
    ///
    /// What only widens a text is left out, so that `95 %` asks for `95%` and `RTX4090` not for any `4090`;
    /// a listed acronym needs no capitals (`ai act`); and an accented word does not reach for its unaccented
    /// spelling where that is another word (`marché`, `marche`). Each position asks for one of its tokens.
    pub fn analyze_query(&mut self, text: &str) -> &Tokens {
        self.run(text, true)
    }

    fn run(&mut self, text: &str, for_query: bool) -> &Tokens {
        let normalized = normalize(text);
        self.scan.fill(normalized.as_str(), &unglue::breaks(normalized.as_str()));
        self.tokens.clear(for_query);
        let mut cursor = Cursor { text: normalized.as_str(), pieces: &self.scan.pieces, at: 0 };
        let mut out = Writer { lists: &self.chain.lists, tokens: &mut self.tokens };
        while cursor.at < cursor.pieces.len() {
            cursor.at += read(self.chain, cursor, &mut out).0;
        }
        self.point_into_original(&normalized);
        &self.tokens
    }

    fn point_into_original(&mut self, normalized: &Normalized<'_>) {
        if !normalized.is_changed() {
            return;
        }
        for entry in &mut self.tokens.entries {
            entry.start = normalized.original(entry.start as usize) as u32;
            entry.end = normalized.original_end(entry.end as usize) as u32;
        }
    }
}

/// Reads what is under the cursor: how many pieces that took, and the name of the step that took them.
pub(super) fn read(chain: &Chain, cursor: Cursor<'_>, out: &mut Writer<'_>) -> (usize, &'static str) {
    if !is_plain(&cursor) {
        for rule in &chain.rules {
            let taken = rule.read(cursor, out);
            if taken > 0 {
                return (taken, rule.name());
            }
        }
    }
    word(chain, &cursor, out);
    (1, "word")
}

/// Whether no rule can want the piece: most words are letters between spaces.
fn is_plain(cursor: &Cursor<'_>) -> bool {
    let Some(piece) = cursor.piece(0) else { return false };
    let followed_by_word = match piece.link {
        Link::Space => cursor.kind(1) == Kind::Letters,
        // A single letter may have its sign: `C++`, `R & D`.
        Link::Break => piece.end - piece.start > 3,
        _ => false,
    };
    piece.kind == Kind::Letters && !piece.camel && followed_by_word
}

/// An ordinary word; where the list has it before others, also written together with the next.
fn word(chain: &Chain, cursor: &Cursor<'_>, out: &mut Writer<'_>) {
    let for_query = out.for_query();
    let is_acronym = || chain.capitals.is_acronym(cursor, for_query);
    let word = out.word_or_acronym(cursor.range(0, 1), cursor.text(0), is_acronym);
    let is_followed = || cursor.link(0) == Link::Space && cursor.kind(1) == Kind::Letters;
    if word.is_prefix && is_followed() && !out.is_stop_word(cursor.text(1)) {
        out.stack(cursor.range(0, 2), &format!("{}{}", cursor.text(0), cursor.text(1)), 2);
    }
}
