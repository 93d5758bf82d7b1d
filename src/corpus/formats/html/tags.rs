//! The tags and comments of markup, one after the other: linear in time, no recursion, whatever the markup.
//!
//! A tag ends where the HTML standard ends it (13.2.5, tokenization). No tree is built, and no entity is resolved.
//! Libraries either recurse for each attribute or compare each attribute with all before it.

use std::ops::Range;

/// The most attributes of a tag that are looked at one by one.
const MAX_ATTRIBUTES: usize = 1_001;
/// The most tags without an end that are looked for. The search for each one's end goes through the whole rest.
const MAX_UNFINISHED: usize = 4;

/// How often the text may be gone through again, at most, where tags are within what looked like a tag.
const MAX_AGAIN: usize = 4;

/// A piece of markup, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) kind: Kind,
    pub(super) place: Range<usize>,
}

/// The kind of a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A start tag.
    Start(Start),
    /// An end tag.
    End {
        /// The name in lower case.
        name: String,
        /// Whether it has attributes: prose after a mention, perhaps.
        is_odd: bool,
    },
    /// A comment, or what parsers take for one, such as a document type.
    Comment {
        /// Whether it begins with `<!--` and nothing ends it. The place is that of these four bytes.
        is_open: bool,
    },
    /// A `<` and a letter, of a tag that nothing ends. The place is that of the `<`.
    Unfinished,
}

/// A start tag.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Start {
    /// The name in lower case.
    pub(super) name: String,
    /// The number of attributes, at most [`MAX_ATTRIBUTES`].
    pub(super) attributes: usize,
    /// Whether an attribute has no value and is not known to need none, or a `<` in its value: prose between `<` and `>`, perhaps.
    pub(super) is_odd: bool,
    pub(super) self_closing: bool,
}

/// Attributes that need no value.
const BARE: &str = "allowfullscreen alt amp async autofocus autoplay checked class controls crossorigin data default defer \
    disabled download hidden href id inert ismap itemscope loop multiple muted name nomodule noshade novalidate nowrap open \
    playsinline readonly required reversed seamless selected style title value";

/// The pieces of a text of markup.
pub(super) struct Tags<'a> {
    html: &'a str,
    at: usize,
    unfinished: usize,
    /// The number of bytes that were gone through again.
    again: usize,
    /// Whether no comment ends after `at`.
    no_comment_ends: bool,
}

impl<'a> Tags<'a> {
    pub(super) fn new(html: &'a str) -> Self {
        Tags { html, at: 0, unfinished: 0, again: 0, no_comment_ends: false }
    }

    /// Goes on at the end tag of `name`, or at the end of the text. Returns whether there is such an end tag.
    pub(super) fn skip_to_end_of(&mut self, name: &str) -> bool {
        let rest = &self.html[self.at..];
        let end = if name == "script" { script_end(rest) } else { end_tag(rest, name) };
        self.at = end.map_or(self.html.len(), |end| self.at + end);
        end.is_some()
    }

    /// Goes on behind the first `<` of a piece that is no markup. When this was done too often, there are no more tags.
    pub(super) fn look_into(&mut self, place: &Range<usize>) {
        self.at = place.start + 1;
        self.again += place.len();
        if self.again > MAX_AGAIN * self.html.len() {
            self.unfinished = MAX_UNFINISHED;
        }
    }

    fn piece(&mut self, from: usize, to: usize, kind: Kind) -> Option<Piece> {
        self.at = to;
        Some(Piece { kind, place: from..to })
    }

    fn comment(&mut self, from: usize) -> Option<Piece> {
        let rest = &self.html[from..];
        let Some(inner) = rest.strip_prefix("<!--") else {
            let to = rest.find('>').map_or(self.html.len(), |end| from + end + 1);
            return self.piece(from, to, Kind::Comment { is_open: false });
        };
        // `<!-->` and `<!--->` are whole.
        let short = [">", "->"].into_iter().find(|end| inner.starts_with(end)).map(|end| 4 + end.len());
        let end =
            short.or_else(|| if self.no_comment_ends { None } else { comment_end(inner).map(|end| 4 + end) });
        self.no_comment_ends |= end.is_none();
        let to = from + end.unwrap_or(4);
        self.piece(from, to, Kind::Comment { is_open: end.is_none() })
    }

    fn tag(&mut self, from: usize, is_end: bool) -> Option<Piece> {
        let named = from + 1 + usize::from(is_end);
        let found = match self.unfinished < MAX_UNFINISHED {
            true => tag(&self.html.as_bytes()[named..]),
            false => None,
        };
        let Some((start, length)) = found else {
            self.unfinished += 1;
            return self.piece(from, from + 1, Kind::Unfinished);
        };
        let kind = match is_end {
            true => Kind::End { is_odd: start.attributes > 0, name: start.name },
            false => Kind::Start(start),
        };
        self.piece(from, named + length, kind)
    }
}

impl Iterator for Tags<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let bytes = self.html.as_bytes();
        loop {
            let from = self.at + self.html[self.at..].find('<')?;
            let next = |n: usize| bytes.get(from + n).copied().unwrap_or(b' ');
            match (next(1), next(2)) {
                (b'a'..=b'z' | b'A'..=b'Z', _) => return self.tag(from, false),
                (b'/', b'a'..=b'z' | b'A'..=b'Z') => return self.tag(from, true),
                (b'!' | b'?', _) => return self.comment(from),
                (b'/', _) if from + 2 < bytes.len() => return self.comment(from),
                _ => self.at = from + 1,
            }
        }
    }
}

/// Where the text of a comment ends, after its end mark.
fn comment_end(inner: &str) -> Option<usize> {
    let marks = inner.match_indices("--").map(|(at, _)| at + 2);
    marks.into_iter().find_map(|at| {
        let rest = inner[at..].trim_start_matches('-');
        let at = inner.len() - rest.len();
        if rest.starts_with('>') { Some(at + 1) } else { rest.starts_with("!>").then_some(at + 2) }
    })
}

/// Where the last end tag of this name stands, of those without attributes.
pub(super) fn last_end_tag(text: &str, name: &str) -> Option<usize> {
    let is_bare = |at: &usize| {
        let rest = &text[at + 2..];
        is_named(rest, name) && rest[name.len()..].trim_start().starts_with('>')
    };
    text.rmatch_indices("</").map(|(at, _)| at).find(is_bare)
}

/// Where `</name` stands, as an end tag.
fn end_tag(text: &str, name: &str) -> Option<usize> {
    text.match_indices("</").map(|(at, _)| at).find(|at| is_named(&text[at + 2..], name))
}

/// Whether a tag's text begins with this name.
fn is_named(text: &str, name: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        && bytes.get(name.len()).is_some_and(|c| c.is_ascii_whitespace() || matches!(c, b'>' | b'/'))
}

/// Where a script ends: at the first `</script`, unless it stands behind `<!--` and `<script`.
fn script_end(text: &str) -> Option<usize> {
    let (mut in_comment, mut in_inner) = (false, false);
    for (at, mark) in text.match_indices(['<', '-']) {
        let rest = &text[at..];
        match mark {
            "-" if rest.starts_with("-->") => (in_comment, in_inner) = (false, false),
            "-" => {}
            _ if rest.starts_with("<!--") => in_comment = true,
            _ if is_named(&rest[1..], "script") => in_inner |= in_comment,
            _ if rest.starts_with("</") && is_named(&rest[2..], "script") && !in_inner => return Some(at),
            _ if rest.starts_with("</") && is_named(&rest[2..], "script") => in_inner = false,
            _ => {}
        }
    }
    None
}

/// A tag from its name on, and its length. `None` if the text ends before it.
fn tag(bytes: &[u8]) -> Option<(Start, usize)> {
    let end = position(bytes, 0, |c| c.is_ascii_whitespace() || matches!(c, b'/' | b'>'))?;
    let name = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
    let mut start = Start { name, ..Start::default() };
    let mut at = end;
    loop {
        at = position(bytes, at, |c| !c.is_ascii_whitespace())?;
        match bytes[at] {
            b'>' => return Some((start, at + 1)),
            b'/' if bytes.get(at + 1) == Some(&b'>') => {
                start.self_closing = true;
                return Some((start, at + 2));
            }
            b'/' => at += 1,
            _ => at = attribute(bytes, at, &mut start)?,
        }
    }
}

/// Notes the attribute at `at`. Returns where it ends.
fn attribute(bytes: &[u8], at: usize, start: &mut Start) -> Option<usize> {
    // A `=` at the start belongs to the name.
    let named = position(bytes, at + 1, |c| c.is_ascii_whitespace() || matches!(c, b'/' | b'>' | b'='))?;
    let next = position(bytes, named, |c| !c.is_ascii_whitespace())?;
    start.attributes = (start.attributes + 1).min(MAX_ATTRIBUTES);
    if bytes[next] != b'=' {
        start.is_odd = start.is_odd || start.attributes == MAX_ATTRIBUTES || !is_bare(&bytes[at..named]);
        return Some(named);
    }
    let value = position(bytes, next + 1, |c| !c.is_ascii_whitespace())?;
    match bytes[value] {
        b'>' => Some(value),
        quote @ (b'"' | b'\'') => position(bytes, value + 1, |c| c == quote).map(|end| end + 1),
        _ => {
            let end = position(bytes, value, |c| c.is_ascii_whitespace() || c == b'>')?;
            start.is_odd |= bytes[value..end].contains(&b'<');
            Some(end)
        }
    }
}

fn is_bare(name: &[u8]) -> bool {
    name.starts_with(b"data-")
        || BARE.split_whitespace().any(|bare| bare.as_bytes().eq_ignore_ascii_case(name))
}

fn position(bytes: &[u8], from: usize, is: impl Fn(u8) -> bool) -> Option<usize> {
    bytes.get(from..)?.iter().position(|c| is(*c)).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(html: &str, expected: &str) {
        let show = |piece: Piece| {
            let text = &html[piece.place];
            match piece.kind {
                Kind::Start(s) => format!(
                    "{}+{}{}{}",
                    s.name,
                    s.attributes,
                    if s.is_odd { "?" } else { "" },
                    if s.self_closing { "/" } else { "" }
                ),
                Kind::End { name, .. } => format!("-{name}"),
                Kind::Comment { is_open } => format!("{text}{}", if is_open { "…" } else { "" }),
                Kind::Unfinished => text.to_owned(),
            }
        };
        let got: Vec<String> = Tags::new(html).map(show).collect();
        assert_eq!(got.join(" "), expected, "{html}");
    }

    #[test]
    fn tags_end_where_the_standard_says() {
        check("a<P>b</p >c<br/>", "p+0 -p br+0/");
        check("<a href='>' b=\"/>\" c=d/>x<a/b>", "a+3 a+1?");
        check("<a = ==\"x\" b = >", "a+2");
        check("1 < 2 <3 <> </> </ x></", "</> </ x>");
        check("<!doctype html><!-- <b> --><?xml x?>", "<!doctype html> <!-- <b> --> <?xml x?>");
        check("<!--><b><!---><i><!--a--!><u><!--b--->", "<!--> b+0 <!---> i+0 <!--a--!> u+0 <!--b--->");
        check("x <!-- y <b>z</b>", "<!--… b+0 -b");
        check("<b passe et que la prime>c <a title=\"x", "b+5? <");
        check("<input disabled hidden><p data-x>", "input+2 p+1");
    }

    #[test]
    fn hostile_markup_takes_linear_time() {
        for bomb in ["<a ", "<a x=\"", "<!--", "<", "</", "</a", "<a x=1 ", "x=\"y\" "] {
            let html = format!("<p {}", bomb.repeat(50_000));
            let _ = Tags::new(&html).count();
        }
        let wide = format!("<p {}>", "a=\"x\" ".repeat(30_000));
        assert!(
            matches!(&Tags::new(&wide).next(), Some(Piece { kind: Kind::Start(s), .. }) if s.attributes == MAX_ATTRIBUTES)
        );
    }

    proptest! {
        #[test]
        fn pieces_are_apart_and_in_order(html in "[<>/a-cé!?=\"'& -]{0,80}") {
            let mut end = 0;
            for piece in Tags::new(&html) {
                prop_assert!(piece.place.start >= end && html[piece.place.clone()].starts_with('<'));
                end = piece.place.end;
            }
        }
    }
}
