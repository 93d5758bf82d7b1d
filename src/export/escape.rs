//! Text goes in; Markdown that shows exactly that text comes out, with the matches in bold.
//!
//! Every sign that would be markup is escaped. No HTML is written. A match stays plain where Markdown cannot make it bold.

use std::ops::Range;

use percent_encoding::percent_encode_byte;

/// Signs that are always escaped.
const MARKUP: &str = "\\`*_[]<>#|~$^{}@";
/// Signs that are markup at the start of a line, or after the same sign.
const LEADING: &str = "-+=:%!";

/// The paragraphs of `text` (its lines that are not blank), escaped, with `marks` in bold.
pub(super) fn paragraphs(text: &str, marks: &[Range<usize>]) -> Vec<String> {
    lines(text).into_iter().map(|line| paragraph(text, line, marks)).collect()
}

/// `text` on one line, escaped.
pub(super) fn inline(text: &str) -> String {
    paragraphs(text, &[]).join(" ")
}

/// The URL as the target of a link; `None` unless its scheme is `http` or `https`.
pub(super) fn target(url: &str) -> Option<String> {
    let url = url.trim();
    if !is_web_address(url) {
        return None;
    }
    let mut target = String::with_capacity(url.len());
    for (at, c) in url.char_indices() {
        let is_unsafe =
            is_blank(c) || matches!(c, '(' | ')' | '<' | '>' | '\\' | '"' | '|' | '`' | '[' | ']');
        if is_unsafe {
            let mut bytes = [0; 4];
            target.extend(c.encode_utf8(&mut bytes).bytes().map(percent_encode_byte));
        } else if opens_entity(&url[at..]) {
            target.push_str("&amp;");
        } else {
            target.push(c);
        }
    }
    Some(target)
}

/// Whether the URL begins with `http://` or `https://`: no other address becomes a link.
pub(super) fn is_web_address(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| matches!(scheme.as_str(), "http" | "https"))
}

/// The lines that are not blank, without the white space around them.
fn lines(text: &str) -> Vec<Range<usize>> {
    let is_break = |c: char| matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    text.split(is_break)
        .map(|line| line.trim_matches(is_blank))
        .filter(|line| !line.is_empty())
        .map(|line| {
            let start = line.as_ptr() as usize - text.as_ptr() as usize;
            start..start + line.len()
        })
        .collect()
}

fn paragraph(text: &str, line: Range<usize>, marks: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(line.len() + 16);
    let mut done = line.start;
    for bold in bolds(text, &line, marks) {
        escape(&text[done..bold.start], done == line.start, &mut out);
        out.push_str("**");
        escape(&text[bold.clone()], false, &mut out);
        out.push_str("**");
        done = bold.end;
    }
    escape(&text[done..line.end], done == line.start, &mut out);
    out
}

/// The parts of `marks` that can be bold in `line`. Marks that touch are joined; white space at their edges is cut off.
fn bolds(text: &str, line: &Range<usize>, marks: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut bolds: Vec<Range<usize>> = Vec::new();
    for mark in marks {
        let clipped = mark.start.max(line.start)..mark.end.min(line.end);
        let Some(inside) =
            text.get(clipped.clone()).filter(|inside| !inside.trim_matches(is_blank).is_empty())
        else {
            continue;
        };
        let start = clipped.start + (inside.len() - inside.trim_start_matches(is_blank).len());
        let end = clipped.end - (inside.len() - inside.trim_end_matches(is_blank).len());
        match bolds.last_mut() {
            Some(last) if start <= last.end => last.end = last.end.max(end),
            _ => bolds.push(start..end),
        }
    }
    bolds.retain(|bold| can_be_bold(text, line, bold));
    bolds
}

/// Whether `**` around `bold` opens and closes. CommonMark denies it between a sign inside and a letter outside.
fn can_be_bold(text: &str, line: &Range<usize>, bold: &Range<usize>) -> bool {
    let inside = &text[bold.clone()];
    let before = text[line.start..bold.start].chars().next_back();
    let after = text[bold.end..line.end].chars().next();
    let is_held = |inner: Option<char>, outer: Option<char>| {
        inner.is_some_and(char::is_alphanumeric) || outer.is_none_or(is_boundary)
    };
    is_held(inside.chars().next(), before) && is_held(inside.chars().next_back(), after)
}

fn is_boundary(c: char) -> bool {
    is_blank(c) || c.is_ascii_punctuation() || "«»’“”…–—".contains(c)
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Appends `text`, which is part of a line, escaped. `opens_line`: the line begins with it.
fn escape(text: &str, opens_line: bool, out: &mut String) {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let list_sign = (opens_line && digits > 0).then_some(digits);
    let mut before = if opens_line { None } else { Some(' ') };
    for (at, c) in text.char_indices() {
        let is_leading = LEADING.contains(c) && before.is_none_or(|before| before == c);
        let is_list = list_sign == Some(at) && matches!(c, '.' | ')');
        if MARKUP.contains(c) || is_leading || is_list || opens_entity(&text[at..]) {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
        before = Some(c);
    }
}

/// Whether `text` begins with a character reference (`&amp;`, `&#233;`).
fn opens_entity(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('&') else { return false };
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '#');
    end.is_some_and(|end| end > 0 && rest[end..].starts_with(';'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::*;

    fn check(input: &str, expected: &str) {
        assert_eq!(inline(input), expected, "{input:?}");
    }

    #[test]
    fn signs_are_escaped_where_they_are_markup() {
        check("# titre", "\\# titre");
        check("- un", "\\- un");
        check("semi-conducteurs", "semi-conducteurs");
        check("12. douze", "12\\. douze");
        check("3,5 milliards de $", "3,5 milliards de \\$");
        check("a_b *c* [d](e)", "a\\_b \\*c\\* \\[d\\](e)");
        check("<script>", "\\<script\\>");
        check("R&D, AT&T;", "R&D, AT\\&T;");
        check("&eacute;", "\\&eacute;");
        check("a -- b", "a -\\- b");
        check("un\n\n deux", "un deux");
    }

    #[test]
    fn matches_are_bold() {
        let bold = |text: &str, marks: &[(usize, usize)]| {
            let marks: Vec<Range<usize>> = marks.iter().map(|&(start, end)| start..end).collect();
            paragraphs(text, &marks).join("/")
        };
        assert_eq!(bold("l’avocat", &[(4, 10)]), "l’**avocat**");
        assert_eq!(bold("la puce\nla puce", &[(3, 7), (11, 15)]), "la **puce**/la **puce**");
        assert_eq!(bold("puce\npuce", &[(0, 9)]), "**puce**/**puce**");
        assert_eq!(bold("25 %", &[(0, 4)]), "**25 %**");
        assert_eq!(bold("É.-U.s", &[(0, 6)]), "É.-U.s");
        assert_eq!(bold("semi-conducteur", &[(0, 4), (4, 15)]), "**semi-conducteur**");
        assert_eq!(bold("hors de portée", &[(90, 99)]), "hors de portée");
    }

    #[test]
    fn links_lead_to_pages_only() {
        assert_eq!(target("javascript:alert(1)"), None);
        assert_eq!(target("exemple.fr"), None);
        let wiki = target("https://fr.example/Puce_(électronique)?a=1&b=2&amp;c");
        assert_eq!(wiki.as_deref(), Some("https://fr.example/Puce_%28électronique%29?a=1&b=2&amp;amp;c"));
    }

    /// What a reader of Markdown sees: the text with breaks as spaces, and how many spans are bold.
    fn seen(markdown: &str) -> Result<(String, usize), String> {
        let all =
            Options::all() - Options::ENABLE_SMART_PUNCTUATION - Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
        let (mut text, mut bold) = (String::new(), 0);
        for event in Parser::new_ext(markdown, all) {
            match event {
                Event::Text(words) => text.push_str(&words),
                Event::SoftBreak | Event::End(TagEnd::Paragraph) => text.push(' '),
                Event::Start(Tag::Strong) => bold += 1,
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Strong) => {}
                other => return Err(format!("{other:?} in {markdown:?}")),
            }
        }
        Ok((words(&text), bold))
    }

    fn words(text: &str) -> String {
        text.split(is_blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }

    proptest! {
        #[test]
        fn text_never_becomes_markup(text in "(\\PC|[\\\\`*_{}\\[\\]()<>#+.!|~$^&;:=%@\" \t\r\n0-9a-c-]){0,60}") {
            let markdown = paragraphs(&text, &[]).join("\n\n");
            prop_assert_eq!(seen(&markdown), Ok((words(&text), 0)));
        }

        #[test]
        fn bold_leaves_the_text_as_it_is(
            text in "[a-cé«»’%.*_$ \n-]{0,40}",
            cuts in prop::collection::btree_set(0_usize..60, 0..8),
        ) {
            let places: Vec<usize> = cuts.into_iter().filter(|&cut| text.is_char_boundary(cut)).collect();
            let marks: Vec<Range<usize>> = places.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect();
            let markdown = paragraphs(&text, &marks).join("\n\n");
            let bolds: usize = lines(&text).iter().map(|line| bolds(&text, line, &marks).len()).sum();
            prop_assert_eq!(seen(&markdown), Ok((words(&text), bolds)));
        }
    }
}
