//! The analyzer: runs the chain on one text after the other.
//!
//! An analyzer belongs to one thread. Its word cache never changes what it returns. When it is dropped, its
//! workspace goes back to the pool of the chain, so that the next analyzer starts with a filled cache.

use crate::text::{
    normalize,
    normalize::Normalized,
    unglue::{self, camel_name},
};

use super::{
    chain::Chain,
    names,
    pool::Workspace,
    rules::{ordinal, sign},
    scanner::{Cursor, Kind, Link},
    term_filter::{FilteredToken, TermFilter},
    token_writer::TokenWriter,
    tokens::Tokens,
};

/// Turns texts into tokens, one after the other. Its buffers are reused.
pub struct Analyzer<'c> {
    chain: &'c Chain,
    workspace: Workspace,
}

impl Chain {
    /// An analyzer for one thread. It takes an idle workspace from the pool, if there is one.
    pub fn analyzer(&self) -> Analyzer<'_> {
        Analyzer { chain: self, workspace: self.pool.take() }
    }
}

impl Drop for Analyzer<'_> {
    fn drop(&mut self) {
        // A panic may have left the workspace half written: it is dropped with the analyzer.
        if !std::thread::panicking() {
            self.chain.pool.put_back(std::mem::take(&mut self.workspace));
        }
    }
}

impl Analyzer<'_> {
    /// The tokens of a document's text.
    pub fn analyze(&mut self, text: &str) -> &Tokens {
        self.run(text, false, None)
    }

    /// The tokens of a document's text that pass `filter`, by position: every token that has one of the forms of the
    /// filter, and very few others.
    pub fn analyze_filtered<'a>(
        &'a mut self,
        text: &str,
        filter: &'a TermFilter,
    ) -> impl Iterator<Item = FilteredToken<'a>> + 'a {
        self.run(text, false, Some(filter)).filtered(filter)
    }

    /// The tokens of a query: the same chain, with three differences.
    ///
    /// - Tokens that only widen a text are left out: `95 %` asks for `95%`, and `RTX4090` does not ask for `4090`.
    /// - A listed acronym needs no capitals (`ai act`).
    /// - Names are marked (`Token::is_name`), and each has its other number as an alternative (`GPU`, `GPUs`).
    ///
    /// The tokens of one position are alternatives.
    pub fn analyze_query(&mut self, text: &str) -> &Tokens {
        self.run(text, true, None)
    }

    /// `text` in lower case without accents, as in the exact form of tokens.
    pub fn fold(&self, text: &str) -> String {
        self.chain.fold(text)
    }

    /// Empties the word cache. The tokens stay the same; the first texts take longer.
    pub fn forget(&mut self) {
        self.workspace = Workspace::default();
    }

    fn run(&mut self, text: &str, for_query: bool, filter: Option<&TermFilter>) -> &Tokens {
        let Workspace { scanner, tokens } = &mut self.workspace;
        let normalized = normalize(text);
        scanner.scan(normalized.as_str(), &unglue::breaks(normalized.as_str()));
        tokens.clear(for_query);
        if filter.is_none() {
            scanner.look_up(normalized.as_str(), &tokens.cache);
        }
        let mut cursor = scanner.cursor(normalized.as_str());
        let mut out = TokenWriter::new(&self.chain.lists, tokens, filter);
        while cursor.at < cursor.pieces.len() {
            cursor.at += read(self.chain, cursor, &mut out).0;
        }
        if for_query {
            names::mark(tokens, normalized.as_str(), &self.chain.lists);
        }
        point_into_original(tokens, &normalized);
        tokens
    }
}

/// Maps the offsets of tokens from the normalised text to the original.
fn point_into_original(tokens: &mut Tokens, normalized: &Normalized<'_>) {
    if !normalized.is_changed() {
        return;
    }
    for entry in &mut tokens.entries {
        entry.start = normalized.original(entry.start as usize) as u32;
        entry.end = normalized.original_end(entry.end as usize) as u32;
    }
}

/// Reads one word at the cursor. Returns the number of pieces that it takes and the name of the step that read it.
pub(super) fn read(chain: &Chain, cursor: Cursor<'_>, out: &mut TokenWriter<'_>) -> (usize, &'static str) {
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

/// Whether no rule can accept the piece. Most words are letters between spaces, so the rules need not be asked.
fn is_plain(cursor: &Cursor<'_>) -> bool {
    let Some(piece) = cursor.piece(0) else { return false };
    let followed_by_word = match piece.link {
        Link::Space => cursor.kind(1) == Kind::Letters,
        Link::Break => piece.end - piece.start > 3 || !may_have_sign(cursor),
        _ => false,
    };
    piece.kind == Kind::Letters && !piece.camel && followed_by_word
}

/// Whether a short word may be part of a longer one: `C++`, `R & D`, `L. 123`, `m²`, `n°`.
fn may_have_sign(cursor: &Cursor<'_>) -> bool {
    let behind = cursor.after(0).as_bytes();
    cursor.kind(1) == Kind::Digits
        || matches!(behind, [b'+' | b'#', ..] | [b' ', b'&', ..] | [0xc2, 0xb0 | 0xb2 | 0xb3, ..])
}

/// Reads a plain word. A listed prefix (`cyber`) is also joined with the next word, and so are, in a query, the parts
/// of a name that is written as one word (`Tik Tok`).
fn word(chain: &Chain, cursor: &Cursor<'_>, out: &mut TokenWriter<'_>) {
    let for_query = out.for_query();
    if let Some(ordinal) = ordinal::roman(cursor.text(0)) {
        return out.word(cursor.range(0, 1), &ordinal);
    }
    let is_acronym = || chain.capitals.is_acronym(cursor, for_query);
    let word = out.word_or_acronym(cursor.range(0, 1), cursor.text(0), cursor.cached(), is_acronym);
    if let Some(unit) = sign::spelt_power(cursor) {
        out.stack(cursor.range(0, 2), &unit, 2);
    }
    out.stack_abbreviated(cursor.range(0, 1), cursor.text(0), word, || has_point(cursor));
    if let Some(ordinal) = ordinal::bare(cursor.text(0)).filter(|_| for_query) {
        out.stack(cursor.range(0, 1), &ordinal, 1);
    }
    let is_followed = || cursor.link(0) == Link::Space && cursor.kind(1) == Kind::Letters;
    if word.is_prefix() && is_followed() && !out.is_stop_word(cursor.text(1)) {
        out.stack(cursor.range(0, 2), &format!("{}{}", cursor.text(0), cursor.text(1)), 2);
    } else if for_query
        && is_followed()
        && let Some(name) = camel_name(&format!("{}{}", cursor.text(0), cursor.text(1)))
    {
        out.stack(cursor.range(0, 2), name, 2);
    }
}

/// Whether the point of an abbreviation follows, and not the end of a sentence: before a number, a small letter or the
/// letter of a number (« art. L. 123 », not « av. J.-C. »).
fn has_point(cursor: &Cursor<'_>) -> bool {
    let next = cursor.text(1);
    let is_reference = || next.len() == 1 && cursor.kind(2) == Kind::Digits;
    let goes_on = cursor.kind(1) == Kind::Digits || next.starts_with(char::is_lowercase) || is_reference();
    goes_on && cursor.after(0).starts_with('.')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::scanner::Scanner;

    proptest! {
        #[test]
        fn no_rule_wants_what_is_plain(
            text in "(C|R|D|L|m²|n°|no|8h|XXIe|:|art|Marks|SoftBank|est|10|123|é|É|l|U|s|iPhone|[ .,'&+#/()·-]|[ ]|\n|. | & ){0,24}",
        ) {
            let chain = Chain::french();
            let mut scanner = Scanner::default();
            scanner.scan(&text, &unglue::breaks(&text));
            for for_query in [false, true] {
                let mut tokens = Tokens { for_query, ..Tokens::default() };
                let mut out = TokenWriter::new(&chain.lists, &mut tokens, None);
                let cursors = (0..scanner.pieces.len()).map(|at| scanner.cursor(&text).forward(at));
                for cursor in cursors.filter(is_plain) {
                    for rule in &chain.rules {
                        prop_assert_eq!(rule.read(cursor, &mut out), 0, "{} {}", rule.name(), cursor.text(0));
                    }
                }
            }
        }
    }

    #[test]
    fn analyzers_reuse_workspaces() {
        let chain = Chain::french();
        let check = |expected| assert_eq!(chain.pool.idle().len(), expected);
        check(0);
        chain.analyzer().analyze("les puces");
        check(1);
        let first = chain.analyzer();
        let second = chain.analyzer();
        assert!(!first.workspace.tokens.is_empty() && second.workspace.tokens.is_empty());
        check(0);
        drop((first, second));
        check(2);
    }
}
