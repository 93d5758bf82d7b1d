//! Normalised text goes in; its pieces come out: runs of letters, runs of digits, lone signs and ideographs,
//! each with the link that joins it to the next.
//!
//! Decides nothing about words: whether `semi-conducteurs` is one or two is for the rules. Allocates nothing
//! but the lists it fills.

use crate::text::swar::{first_marked, mark_all_but_small_letters};

use super::words::word_cache::{Word, WordCache};

/// What a piece consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters of an alphabet, with their marks.
    Letters,
    /// ASCII digits.
    Digits,
    /// One Chinese, Japanese or Korean character.
    Ideograph,
    /// A currency sign.
    Currency,
    /// Past the last piece.
    End,
}

/// What stands between a piece and the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// Nothing: letters against digits.
    Glued,
    /// One space.
    Space,
    /// One of `'`, `-`, `.`, `,`, `·`, `/`, `&`, `(` or `)`, alone.
    Mark(u8),
    /// A point and a hyphen, as in `É.-U.`
    PointHyphen,
    /// An apostrophe with something else than a letter after it.
    LooseApostrophe,
    /// Anything else.
    Break,
}

/// The middle dot of inclusive writing, as the byte of a [`Link::Mark`].
pub(super) const MIDDLE_DOT: u8 = 0xb7;

/// A run of characters of one kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) kind: Kind,
    pub(super) link: Link,
    /// Whether a capital with a small letter on each side stands inside (`SoftBank`).
    pub(super) camel: bool,
}

/// The pieces of a text; the lists are kept and refilled.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    pub(super) pieces: Vec<Piece>,
    /// For each piece the word that it is by itself, where the cache has met it; none where they were not looked up.
    pub(super) cached: Vec<Option<Word>>,
}

impl Scanner {
    /// Looks all pieces of letters up at once: the look-ups wait for memory, and so they wait together.
    pub(super) fn look_up(&mut self, text: &str, cache: &WordCache) {
        let word = |piece: &Piece| match piece.kind {
            Kind::Letters => cache.get(&text[piece.start as usize..piece.end as usize]),
            _ => None,
        };
        self.cached.extend(self.pieces.iter().map(word));
    }

    /// A place before the first piece of `text`.
    pub(super) fn cursor<'s>(&'s self, text: &'s str) -> Cursor<'s> {
        Cursor { text, pieces: &self.pieces, cached: &self.cached, at: 0 }
    }

    /// Cuts `text` into pieces; no piece runs across one of `breaks`.
    pub(super) fn scan(&mut self, text: &str, breaks: &[usize]) {
        self.pieces.clear();
        self.cached.clear();
        let mut breaks = breaks.iter().copied();
        let mut limit = breaks.next();
        let mut next = next_start(text, 0);
        while let Some(start) = next {
            while limit.is_some_and(|limit| limit <= start) {
                limit = breaks.next();
            }
            let piece = piece(text, start, limit.unwrap_or(text.len()));
            let end = piece.end as usize;
            // Most words stand between spaces, and what is behind this one is known to begin a word.
            next = if piece.link == Link::Space { Some(end + 1) } else { next_start(text, end) };
            self.pieces.push(piece);
        }
    }
}

/// The class of the character that `text` has at a byte offset, and its length.
#[inline]
fn class(text: &str, at: usize) -> (Option<Kind>, usize) {
    let Some(byte) = text.as_bytes().get(at) else { return (None, 0) };
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' => (Some(Kind::Letters), 1),
        b'0'..=b'9' => (Some(Kind::Digits), 1),
        b'$' => (Some(Kind::Currency), 1),
        0..0x80 => (None, 1),
        // U+00C0 to U+017F, the letters of French, begin with these; all are letters but `×` and `÷`.
        0xc3 if matches!(text.as_bytes().get(at + 1), Some(0x97 | 0xb7)) => (None, 2),
        0xc3..=0xc5 => (Some(Kind::Letters), 2),
        _ => (wide_class(text, at), text[at..].chars().next().map_or(1, char::len_utf8)),
    }
}

fn wide_class(text: &str, at: usize) -> Option<Kind> {
    let c = text[at..].chars().next()?;
    match c {
        '\u{a3}' | '\u{a5}' | '\u{20a0}'..='\u{20c0}' => Some(Kind::Currency),
        _ if is_ideograph(c) => Some(Kind::Ideograph),
        _ if c.is_alphabetic() || is_foreign_digit(c) => Some(Kind::Letters),
        _ => None,
    }
}

/// Chinese characters, kana, Hangul: written without spaces, each its own token.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Digits of other scripts count as letters; raised digits (footnotes) and fractions do not count.
fn is_foreign_digit(c: char) -> bool {
    c.is_numeric() && !matches!(c, '\u{b2}'..='\u{be}' | '\u{2070}'..='\u{218b}' | '\u{2460}'..='\u{24ff}')
}

/// Marks that stay with the letter before them.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Where the next piece starts, at or after `at`.
fn next_start(text: &str, mut at: usize) -> Option<usize> {
    while at < text.len() {
        let (kind, len) = class(text, at);
        if kind.is_some() {
            return Some(at);
        }
        at += len;
    }
    None
}

/// The piece that starts at `start` and ends at `limit` at the latest.
fn piece(text: &str, start: usize, limit: usize) -> Piece {
    let (kind, len) = class(text, start);
    let kind = kind.unwrap_or(Kind::Letters);
    let first_end = start + len;
    let (end, has_capital) = match kind {
        Kind::Letters | Kind::Digits => run_end(text, first_end, limit, kind),
        _ => (first_end, false),
    };
    let camel = has_capital && has_inner_capital(&text.as_bytes()[start..end]);
    let link = if end == limit { Link::Break } else { link(text, end, kind) };
    Piece { start: start as u32, end: end as u32, kind, link, camel }
}

/// Where the run of `kind` that has reached `end` ends, and whether an ASCII capital stands in the rest of it.
fn run_end(text: &str, mut end: usize, limit: usize, kind: Kind) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut has_capital = false;
    loop {
        if kind == Kind::Letters {
            // Nearly all letters are these.
            end += first_marked(&bytes[end..limit], mark_all_but_small_letters).unwrap_or(limit - end);
        }
        if end >= limit {
            break;
        }
        let (next, len) = class(text, end);
        let goes_on = next == Some(kind)
            || (next.is_none() && len > 1 && text[end..].chars().next().is_some_and(is_mark));
        if !goes_on {
            break;
        }
        has_capital |= bytes[end].is_ascii_uppercase();
        end += len;
    }
    (end, has_capital)
}

/// Whether an ASCII capital stands between small letters.
fn has_inner_capital(bytes: &[u8]) -> bool {
    bytes.windows(3).any(|three| {
        three[1].is_ascii_uppercase()
            && (three[0].is_ascii_lowercase() || three[0] >= 0x80)
            && (three[2].is_ascii_lowercase() || three[2] >= 0x80)
    })
}

/// What joins the piece of `kind` that ends at `end` to what follows.
fn link(text: &str, end: usize, kind: Kind) -> Link {
    let starts_piece = |at: usize| class(text, at).0.is_some();
    let bytes = text.as_bytes();
    match bytes.get(end) {
        Some(b' ') if starts_piece(end + 1) => Link::Space,
        Some(b'\'') if !starts_piece(end + 1) => Link::LooseApostrophe,
        Some(b'.') if bytes.get(end + 1) == Some(&b'-') && starts_piece(end + 2) => Link::PointHyphen,
        Some(mark @ (b'\'' | b'-' | b'.' | b',' | b'/' | b'&' | b'(' | b')')) if starts_piece(end + 1) => {
            Link::Mark(*mark)
        }
        Some(0xc2) if bytes.get(end + 1) == Some(&MIDDLE_DOT) && starts_piece(end + 2) => {
            Link::Mark(MIDDLE_DOT)
        }
        Some(_) => glued(class(text, end).0, kind),
        None => Link::Break,
    }
}

/// Letters against digits are glued; signs and ideographs stand alone.
fn glued(next: Option<Kind>, kind: Kind) -> Link {
    match (kind, next) {
        (Kind::Letters, Some(Kind::Digits)) | (Kind::Digits, Some(Kind::Letters)) => Link::Glued,
        _ => Link::Break,
    }
}

/// A place among the pieces, as the rules see it: `0` is the piece in hand, `1` the next.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'s> {
    pub(super) text: &'s str,
    pub(super) pieces: &'s [Piece],
    pub(super) cached: &'s [Option<Word>],
    pub(super) at: usize,
}

impl<'s> Cursor<'s> {
    /// The piece `ahead`, if there is one.
    #[inline]
    pub(super) fn piece(&self, ahead: usize) -> Option<&'s Piece> {
        self.pieces.get(self.at + ahead)
    }

    /// The characters of the piece `ahead`; nothing past the end.
    #[inline]
    pub(super) fn text(&self, ahead: usize) -> &'s str {
        self.piece(ahead).map_or("", |piece| &self.text[piece.start as usize..piece.end as usize])
    }

    /// The word that the piece in hand is by itself, where the cache has met it.
    #[inline]
    pub(super) fn cached(&self) -> Option<Word> {
        self.cached.get(self.at).copied().flatten()
    }

    /// The kind of the piece `ahead`.
    #[inline]
    pub(super) fn kind(&self, ahead: usize) -> Kind {
        self.piece(ahead).map_or(Kind::End, |piece| piece.kind)
    }

    /// What joins the piece `ahead` to the one after it.
    #[inline]
    pub(super) fn link(&self, ahead: usize) -> Link {
        self.piece(ahead).map_or(Link::Break, |piece| piece.link)
    }

    /// The bytes from the first to the last of `count` pieces.
    #[inline]
    pub(super) fn range(&self, first: usize, count: usize) -> (usize, usize) {
        let start = self.piece(first).map_or(0, |piece| piece.start as usize);
        let end = self.piece(first + count.saturating_sub(1)).map_or(start, |piece| piece.end as usize);
        (start, end)
    }

    /// All that follows the piece `ahead`.
    pub(super) fn after(&self, ahead: usize) -> &'s str {
        &self.text[self.range(ahead, 1).1..]
    }

    /// The cursor `count` pieces on.
    pub(super) fn forward(self, count: usize) -> Cursor<'s> {
        Cursor { at: self.at + count, ..self }
    }

    /// How many pieces from here on are glued together: `RTX4090` is two.
    pub(super) fn glued(&self) -> usize {
        1 + (0..).take_while(|ahead| self.link(*ahead) == Link::Glued).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: &str) {
        let mut scanner = Scanner::default();
        scanner.scan(input, &crate::text::unglue::breaks(input));
        let pieces: Vec<&str> =
            scanner.pieces.iter().map(|p| &input[p.start as usize..p.end as usize]).collect();
        assert_eq!(pieces.join("|"), expected);
    }

    #[test]
    fn pieces() {
        check("L'IA, à 1,5 Md€ !", "L|IA|à|1|5|Md|€");
        check("RTX4090 semi-conducteurs", "RTX|4090|semi|conducteurs");
        check("黄仁勋 dit", "黄|仁|勋|dit");
        check("proposéÀ l'époque", "proposé|À|l|époque");
        check("note¹ m² ½", "note|m");
        check("", "");
    }

    #[test]
    fn links() {
        let mut scanner = Scanner::default();
        scanner.scan("l'IA É.-U. 95 % mot-clé· h20 x' y", &[]);
        let links: Vec<Link> = scanner.pieces.iter().map(|p| p.link).collect();
        let expected = [
            Link::Mark(b'\''),
            Link::Space,
            Link::PointHyphen,
            Link::Break,
            Link::Break,
            Link::Mark(b'-'),
            Link::Break,
            Link::Glued,
            Link::Space,
            Link::LooseApostrophe,
            Link::Break,
        ];
        assert_eq!(links, expected);
    }
}
