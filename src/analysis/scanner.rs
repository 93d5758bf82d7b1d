//! The scanner: cuts normalised text into pieces. A piece is a run of letters, a run of digits, one sign or one
//! ideograph, with the link that joins it to the next piece.
//!
//! The scanner decides nothing about words: the rules decide whether `semi-conducteurs` is one word or two. It allocates
//! nothing but the lists that it fills.

use crate::text::swar::{find_first, select_non_lowercase};

use super::words::word_cache::{Word, WordCache};

/// The kind of characters in a piece.
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

/// The characters between a piece and the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// Nothing: letters against digits.
    Glued,
    /// One space.
    Space,
    /// One of `'`, `-`, `.`, `,`, `·`, `/`, `&`, `(` or `)`, alone.
    Mark(u8),
    /// A hyphen at the end of a line, between two letters of which the second is small.
    LineHyphen,
    /// A point and a hyphen, as in `É.-U.`
    PointHyphen,
    /// An apostrophe that is not followed by a piece.
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
    /// Whether a capital stands inside after a small letter and before a letter (`SoftBank`, `OpenAI`).
    pub(super) camel: bool,
}

/// The pieces of a text. The lists are reused for the next text.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    pub(super) pieces: Vec<Piece>,
    /// The cached word of each piece, if the cache has it. The list is empty if the pieces were not looked up.
    pub(super) cached: Vec<Option<Word>>,
}

impl Scanner {
    /// Looks all pieces of letters up in one loop, so that the cache misses of the look-ups overlap.
    pub(super) fn look_up(&mut self, text: &str, cache: &WordCache) {
        let word = |piece: &Piece| match piece.kind {
            Kind::Letters => cache.get(&text[piece.start as usize..piece.end as usize]),
            _ => None,
        };
        self.cached.extend(self.pieces.iter().map(word));
    }

    /// A cursor at the first piece of `text`.
    pub(super) fn cursor<'s>(&'s self, text: &'s str) -> Cursor<'s> {
        Cursor { text, pieces: &self.pieces, cached: &self.cached, at: 0 }
    }

    /// Cuts `text` into pieces. No piece crosses one of `breaks`, which are byte offsets in order.
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
            // A space link ends where the next piece starts.
            next = if piece.link == Link::Space { Some(end + 1) } else { next_start(text, end) };
            self.pieces.push(piece);
        }
    }
}

/// The kind of the character at byte offset `at`, and its length in bytes. The kind is `None` for a separator.
#[inline]
fn kind_at(text: &str, at: usize) -> (Option<Kind>, usize) {
    let Some(byte) = text.as_bytes().get(at) else { return (None, 0) };
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' => (Some(Kind::Letters), 1),
        b'0'..=b'9' => (Some(Kind::Digits), 1),
        b'$' => (Some(Kind::Currency), 1),
        0..0x80 => (None, 1),
        // These bytes begin U+00C0 to U+017F, the letters of French. All of them are letters but `×` and `÷`.
        0xc3 if matches!(text.as_bytes().get(at + 1), Some(0x97 | 0xb7)) => (None, 2),
        0xc3..=0xc5 => (Some(Kind::Letters), 2),
        _ => (kind_of_wide(text, at), text[at..].chars().next().map_or(1, char::len_utf8)),
    }
}

fn kind_of_wide(text: &str, at: usize) -> Option<Kind> {
    let c = text[at..].chars().next()?;
    match c {
        '\u{a3}' | '\u{a5}' | '\u{20a0}'..='\u{20c0}' => Some(Kind::Currency),
        _ if is_ideograph(c) => Some(Kind::Ideograph),
        _ if c.is_alphabetic() || is_foreign_digit(c) => Some(Kind::Letters),
        _ => None,
    }
}

/// Whether `c` is a Chinese character, kana or Hangul. They are written without spaces: each is a token.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether `c` is a digit of another script, which counts as a letter. Superscript digits (footnotes) and fractions
/// do not.
fn is_foreign_digit(c: char) -> bool {
    c.is_numeric() && !matches!(c, '\u{b2}'..='\u{be}' | '\u{2070}'..='\u{218b}' | '\u{2460}'..='\u{24ff}')
}

/// Whether `c` is a mark that combines with the letter before it.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// The offset of the first piece at or after `at`.
fn next_start(text: &str, mut at: usize) -> Option<usize> {
    while at < text.len() {
        let (kind, len) = kind_at(text, at);
        if kind.is_some() {
            return Some(at);
        }
        at += len;
    }
    None
}

/// The piece that starts at `start`. It ends at or before `limit`.
fn piece(text: &str, start: usize, limit: usize) -> Piece {
    let (kind, len) = kind_at(text, start);
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

/// The end of a run of `kind`, and whether an ASCII capital stands in it at or after `end`.
fn run_end(text: &str, mut end: usize, limit: usize, kind: Kind) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut has_capital = false;
    loop {
        if kind == Kind::Letters {
            // The fast path: nearly all letters are `a` to `z`.
            end += find_first(&bytes[end..limit], select_non_lowercase).unwrap_or(limit - end);
        }
        if end >= limit {
            break;
        }
        let (next, len) = kind_at(text, end);
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

/// Whether an ASCII capital stands after a lowercase letter and before a letter.
fn has_inner_capital(bytes: &[u8]) -> bool {
    bytes.windows(3).any(|three| {
        three[1].is_ascii_uppercase()
            && (three[0].is_ascii_lowercase() || three[0] >= 0x80)
            && (three[2].is_ascii_alphabetic() || three[2] >= 0x80)
    })
}

/// The link after the piece of `kind` that ends at `end`.
fn link(text: &str, end: usize, kind: Kind) -> Link {
    let starts_piece = |at: usize| kind_at(text, at).0.is_some();
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
        Some(b'-') if kind == Kind::Letters && is_cut_by_line_end(text, end + 1) => Link::LineHyphen,
        Some(_) => glued(kind_at(text, end).0, kind),
        None => Link::Break,
    }
}

/// Whether a line ends at `at` and the next one begins with a small letter.
fn is_cut_by_line_end(text: &str, at: usize) -> bool {
    let rest = &text[at..];
    let next = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'));
    next.is_some_and(|next| next.trim_start_matches(' ').starts_with(char::is_lowercase))
}

/// The link between two adjacent pieces: letters and digits are glued, signs and ideographs are not.
fn glued(next: Option<Kind>, kind: Kind) -> Link {
    match (kind, next) {
        (Kind::Letters, Some(Kind::Digits)) | (Kind::Digits, Some(Kind::Letters)) => Link::Glued,
        _ => Link::Break,
    }
}

/// A position in the list of pieces. Piece 0 is the current one, piece 1 the next.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'s> {
    pub(super) text: &'s str,
    pub(super) pieces: &'s [Piece],
    pub(super) cached: &'s [Option<Word>],
    pub(super) at: usize,
}

impl<'s> Cursor<'s> {
    /// Piece `ahead`, if there is one.
    #[inline]
    pub(super) fn piece(&self, ahead: usize) -> Option<&'s Piece> {
        self.pieces.get(self.at + ahead)
    }

    /// The characters of piece `ahead`. Past the end they are empty.
    #[inline]
    pub(super) fn text(&self, ahead: usize) -> &'s str {
        self.piece(ahead).map_or("", |piece| &self.text[piece.start as usize..piece.end as usize])
    }

    /// The cached word of piece 0, if the cache has it.
    #[inline]
    pub(super) fn cached(&self) -> Option<Word> {
        self.cached.get(self.at).copied().flatten()
    }

    /// The kind of piece `ahead`.
    #[inline]
    pub(super) fn kind(&self, ahead: usize) -> Kind {
        self.piece(ahead).map_or(Kind::End, |piece| piece.kind)
    }

    /// The link between piece `ahead` and the next one.
    #[inline]
    pub(super) fn link(&self, ahead: usize) -> Link {
        self.piece(ahead).map_or(Link::Break, |piece| piece.link)
    }

    /// The byte range, start and end, of `count` pieces from piece `first` on.
    #[inline]
    pub(super) fn range(&self, first: usize, count: usize) -> (usize, usize) {
        let start = self.piece(first).map_or(0, |piece| piece.start as usize);
        let end = self.piece(first + count.saturating_sub(1)).map_or(start, |piece| piece.end as usize);
        (start, end)
    }

    /// The text after piece `ahead`.
    pub(super) fn after(&self, ahead: usize) -> &'s str {
        &self.text[self.range(ahead, 1).1..]
    }

    /// The cursor moved on by `count` pieces.
    pub(super) fn forward(self, count: usize) -> Cursor<'s> {
        Cursor { at: self.at + count, ..self }
    }

    /// The number of pieces from piece 0 on that are glued together: 2 for `RTX4090`.
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
