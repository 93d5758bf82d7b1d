//! Markup before it is parsed: what a parser would take for markup though its writer did not mean it so.
//!
//! In a text that only mentions a tag, the tag is text. In a page, `<a id="x"/>` ends where its writer ended it.

use std::borrow::Cow;
use std::collections::HashMap;

use super::guard::{RAW_TEXT, VOID};
use super::tags::{Kind, Piece, Start, Tags, last_end_tag};

/// Elements whose content readers do not see, or see as it is typed. Without its end tag such a tag is only mentioned.
const CLOSED: &str = "audio button canvas iframe math noembed noframes noscript object plaintext script select style svg \
    template textarea title video xmp";
/// The other elements of HTML, also of its older versions. What is named otherwise is no tag: `<jean@example.fr>`.
const ELEMENTS: &str = "a abbr acronym address applet area article aside b base basefont bdi bdo bgsound big blink blockquote \
    body br caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset \
    figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i img input ins kbd label \
    legend li link main map mark marquee menu meta meter nav nobr ol optgroup option output p param picture pre progress q rb \
    rp rt rtc ruby s samp search section slot small source span strike strong sub summary sup table tbody td tfoot th thead \
    time tr track tt u ul var wbr";

/// The text with `&lt;` for each `<` that begins no tag or comment.
pub(super) fn literal(text: &str) -> Cow<'_, str> {
    let mut ends = Ends::new(text);
    let mut tags = Tags::new(text);
    let mut drawings = 0_usize;
    let mut changes = Vec::new();
    while let Some(Piece { kind, place }) = tags.next() {
        let is_markup = match &kind {
            Kind::Start(start) => drawings > 0 || is_tag(start, &mut ends, place.end),
            Kind::End { name, is_odd } => !is_odd && (drawings > 0 || is_element(name)),
            Kind::Comment { is_open } => !is_open && is_comment(&text[place.clone()]),
            Kind::Unfinished => false,
        };
        let is_raw = |start: &Start| drawings == 0 && RAW_TEXT.contains(&start.name.as_str());
        let looked_at = match &kind {
            // The end tag behind the raw text ends it, whatever it has.
            Kind::Start(start) if is_markup && is_raw(start) => {
                let is_cut = !tags.skip_to_end_of(&start.name)
                    || tags.next().is_none_or(|end| end.kind == Kind::Unfinished);
                is_cut.then_some(place.start..text.len())
            }
            _ => (!is_markup).then_some(place),
        };
        match kind {
            Kind::Start(start) if is_markup && is_drawing(&start.name) && !start.self_closing => {
                drawings += 1
            }
            Kind::End { name, .. } if is_markup && is_drawing(&name) => drawings = drawings.saturating_sub(1),
            _ => {}
        }
        if let Some(place) = looked_at {
            changes.push((place.start, "&lt;"));
            tags.look_into(&place);
        }
    }
    replaced(text, &changes, 1)
}

/// Whether elements of other names than HTML's are in this one.
fn is_drawing(name: &str) -> bool {
    matches!(name, "svg" | "math")
}

/// The page with an end tag for each element that ends itself, as XHTML allows. Parsers of HTML leave it open: a page's
/// text would be in an anchor, or in a script.
pub(super) fn closed(page: &str) -> Cow<'_, str> {
    let is_xml = page.trim_start().starts_with("<?xml");
    let mut tags = Tags::new(page);
    let mut ends = Vec::new();
    while let Some(Piece { kind, place }) = tags.next() {
        let Kind::Start(start) = kind else { continue };
        let is_raw = RAW_TEXT.contains(&start.name.as_str());
        if start.self_closing && (is_xml || !is_raw) && !VOID.contains(&start.name.as_str()) {
            ends.push((place.end - 2, start.name));
        } else if is_raw {
            tags.skip_to_end_of(&start.name);
        }
    }
    let ends: Vec<_> = ends.into_iter().map(|(at, name)| (at, format!("></{name}>"))).collect();
    replaced(page, &ends, 2)
}

/// The text with `width` bytes replaced at each place.
fn replaced<'a>(text: &'a str, changes: &[(usize, impl AsRef<str>)], width: usize) -> Cow<'a, str> {
    if changes.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8 * changes.len());
    let mut end = 0;
    for (at, new) in changes {
        out.push_str(&text[end..*at]);
        out.push_str(new.as_ref());
        end = at + width;
    }
    Cow::Owned(out + &text[end..])
}

fn is_tag(start: &Start, ends: &mut Ends<'_>, end: usize) -> bool {
    let must_close = CLOSED.split_whitespace().any(|name| name == start.name);
    let empty = start.self_closing && is_drawing(&start.name);
    !start.is_odd && is_element(&start.name) && (!must_close || empty || ends.follow(&start.name, end))
}

/// Whether this is an element of HTML, of an own vocabulary (`amp-img`) or of an office program (`o:p`).
fn is_element(name: &str) -> bool {
    let own =
        name.contains(['-', ':']) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == ':');
    let known = |list: &str| list.split_whitespace().any(|element| element == name);
    own || known(ELEMENTS) || known(CLOSED)
}

fn is_comment(text: &str) -> bool {
    let lower = text.get(..10).unwrap_or_default().to_ascii_lowercase();
    ["<!--", "<?xml", "<!doctype", "<!["]
        .iter()
        .any(|start| text.starts_with(start) || lower.starts_with(start))
}

/// Where the last end tag of each name stands.
struct Ends<'a> {
    text: &'a str,
    last: HashMap<String, Option<usize>>,
}

impl<'a> Ends<'a> {
    fn new(text: &'a str) -> Self {
        Ends { text, last: HashMap::new() }
    }

    /// Whether an end tag of this name stands after `at`.
    fn follow(&mut self, name: &str, at: usize) -> bool {
        let text = self.text;
        let last = || last_end_tag(text, name);
        self.last.entry(name.to_owned()).or_insert_with(last).is_some_and(|last| last >= at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(of: fn(&str) -> Cow<'_, str>, input: &str, expected: &str) {
        assert_eq!(of(input), expected, "{input}");
    }

    #[test]
    fn what_is_only_mentioned_is_text() {
        check(literal, "un <script> ici, <b>puis</b>", "un &lt;script> ici, <b>puis</b>");
        check(literal, "a<!-- b <i>c</i>", "a&lt;!-- b <i>c</i>");
        check(literal, "a<!-- b --><script>x<y</script>c", "a<!-- b --><script>x<y</script>c");
        check(literal, "<svg><path/></svg><p>x", "<svg><path/></svg><p>x");
        check(literal, "cours<b passe et que la prime>c", "cours&lt;b passe et que la prime>c");
        check(
            literal,
            "Anne <anne@x.fr>, <NVIDIA> et <o:p>x</o:p>",
            "Anne &lt;anne@x.fr>, &lt;NVIDIA> et <o:p>x</o:p>",
        );
        check(literal, "lien <a href=\"x>y</a>", "lien &lt;a href=\"x>y</a>");
        check(literal, "</script> et <!important>", "</script> et &lt;!important>");
    }

    #[test]
    fn elements_that_end_themselves() {
        check(closed, "<h2><a id=\"x\"/>A</h2><br/><p/>", "<h2><a id=\"x\"></a>A</h2><br/><p></p>");
        check(closed, "<script src=x /></script><div/>", "<script src=x /></script><div></div>");
        check(
            closed,
            "<?xml version=\"1.0\"?><script src='x'/><p>",
            "<?xml version=\"1.0\"?><script src='x'></script><p>",
        );
        check(closed, "<script>'<a/>'</script>", "<script>'<a/>'</script>");
    }

    proptest! {
        #[test]
        fn all_else_stays(html in "(</?(a|b|script|svg|x)( x=\"1\"| y)?/?>|<!--|-->|[a-zé< ]{1,9}){0,20}") {
            prop_assert_eq!(literal(&html).replace("&lt;", "<"), html.clone());
            let _ = closed(&html);
        }
    }
}
