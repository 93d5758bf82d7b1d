//! Runs the chain: a text goes in, its tokens come out, and the buffers stay for the next text.
//!
//! One analyzer works for one thread; what it remembers of words never changes what it answers. Its desk goes back
//! to the chain when it is done, with the words that it has met, so that the next one has less to work out.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::text::{normalize, normalize::Normalized, unglue};

use super::{
    chain::Chain,
    interest::{Interest, Sighting},
    scan::{Cursor, Kind, Link, Scan},
    tokens::{Tokens, Writer},
};

/// Turns texts into tokens, one after the other.
pub struct Analyzer<'c> {
    chain: &'c Chain,
    desk: Desk,
}

/// What an analyzer works with: its buffers, and in the tokens the words that it has met.
#[derive(Debug, Default)]
struct Desk {
    scan: Scan,
    tokens: Tokens,
}

/// The desks at which nobody works: never more than there were analyzers at one time.
#[derive(Debug, Default)]
pub(super) struct Desks(Mutex<Vec<Desk>>);

impl Desks {
    fn free(&self) -> MutexGuard<'_, Vec<Desk>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Chain {
    /// A worker for one thread, at the desk of one that is done where there is one.
    pub fn analyzer(&self) -> Analyzer<'_> {
        Analyzer { chain: self, desk: self.desks.free().pop().unwrap_or_default() }
    }
}

impl Drop for Analyzer<'_> {
    fn drop(&mut self) {
        // What a panic left half done is thrown away.
        if !std::thread::panicking() {
            self.chain.desks.free().push(std::mem::take(&mut self.desk));
        }
    }
}

impl Analyzer<'_> {
    /// The tokens of a document's text.
    pub fn analyze(&mut self, text: &str) -> &Tokens {
        self.run(text, false, None)
    }

    /// Of the tokens of a document's text those that may have one of the forms that someone looks for, by position:
    /// all that have one, and hardly another.
    pub fn sightings<'a>(
        &'a mut self,
        text: &str,
        interest: &'a Interest,
    ) -> impl Iterator<Item = Sighting<'a>> + 'a {
        self.run(text, false, Some(interest)).sightings(interest)
    }

    /// The tokens of a query: the same chain, with three differences.
    ///
    /// What only widens a text is left out, so that `95 %` asks for `95%` and `RTX4090` not for any `4090`;
    /// a listed acronym needs no capitals (`ai act`); and an accented word does not reach for its unaccented
    /// spelling where that is another word (`marché`, `marche`). Each position asks for one of its tokens.
    pub fn analyze_query(&mut self, text: &str) -> &Tokens {
        self.run(text, true, None)
    }

    /// Forgets all words, its own and those of earlier analyzers: answers stay the same, and are slower at first.
    pub fn forget(&mut self) {
        self.desk = Desk::default();
    }

    fn run(&mut self, text: &str, for_query: bool, interest: Option<&Interest>) -> &Tokens {
        let Desk { scan, tokens } = &mut self.desk;
        let normalized = normalize(text);
        scan.fill(normalized.as_str(), &unglue::breaks(normalized.as_str()));
        tokens.clear(for_query);
        if interest.is_none() {
            scan.meet(normalized.as_str(), &tokens.lexicon);
        }
        let mut cursor = scan.cursor(normalized.as_str());
        let mut out = Writer::new(&self.chain.lists, tokens, interest);
        while cursor.at < cursor.pieces.len() {
            cursor.at += read(self.chain, cursor, &mut out).0;
        }
        point_into_original(tokens, &normalized);
        tokens
    }
}

fn point_into_original(tokens: &mut Tokens, normalized: &Normalized<'_>) {
    if !normalized.is_changed() {
        return;
    }
    for entry in &mut tokens.entries {
        entry.start = normalized.original(entry.start as usize) as u32;
        entry.end = normalized.original_end(entry.end as usize) as u32;
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
        Link::Break => piece.end - piece.start > 3 || !may_have_sign(cursor),
        _ => false,
    };
    piece.kind == Kind::Letters && !piece.camel && followed_by_word
}

/// Whether a short word has what makes more of it: `C++`, `R & D`, `L. 123`.
fn may_have_sign(cursor: &Cursor<'_>) -> bool {
    let behind = cursor.after(0).as_bytes();
    cursor.kind(1) == Kind::Digits || matches!(behind, [b'+' | b'#', ..] | [b' ', b'&', ..])
}

/// An ordinary word; where the list has it before others, also written together with the next.
fn word(chain: &Chain, cursor: &Cursor<'_>, out: &mut Writer<'_>) {
    let for_query = out.for_query();
    let is_acronym = || chain.capitals.is_acronym(cursor, for_query);
    let word = out.word_or_acronym(cursor.range(0, 1), (cursor.text(0), cursor.met()), is_acronym);
    let is_followed = || cursor.link(0) == Link::Space && cursor.kind(1) == Kind::Letters;
    if word.is_prefix() && is_followed() && !out.is_stop_word(cursor.text(1)) {
        out.stack(cursor.range(0, 2), &format!("{}{}", cursor.text(0), cursor.text(1)), 2);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_rule_wants_what_is_plain(
            text in "(C|R|D|L|art|Marks|SoftBank|est|10|123|é|É|l|U|s|iPhone|[ .,'&+#/()·-]|[ ]|\n|. | & ){0,24}",
        ) {
            let chain = Chain::french();
            let mut scan = Scan::default();
            scan.fill(&text, &unglue::breaks(&text));
            for for_query in [false, true] {
                let mut tokens = Tokens { for_query, ..Tokens::default() };
                let mut out = Writer::new(&chain.lists, &mut tokens, None);
                let cursors = (0..scan.pieces.len()).map(|at| scan.cursor(&text).forward(at));
                for cursor in cursors.filter(is_plain) {
                    for rule in &chain.rules {
                        prop_assert_eq!(rule.read(cursor, &mut out), 0, "{} {}", rule.name(), cursor.text(0));
                    }
                }
            }
        }
    }

    #[test]
    fn a_desk_goes_from_hand_to_hand() {
        let chain = Chain::french();
        let check = |expected| assert_eq!(chain.desks.free().len(), expected);
        check(0);
        chain.analyzer().analyze("les puces");
        check(1);
        let (first, second) = (chain.analyzer(), chain.analyzer());
        assert!(!first.desk.tokens.is_empty() && second.desk.tokens.is_empty());
        check(0);
        drop((first, second));
        check(2);
    }
}
