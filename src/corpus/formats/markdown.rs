//! Markdown: the front matter becomes metadata, the words become the text, without the marks.
//!
//! Headings stand between empty lines, list items and table cells on lines of their own. Images leave their description,
//! links their words. Code is kept; comments and tags are removed.

use std::borrow::Cow;
use std::io::BufRead;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::html;
use super::reader::{About, Reader, Refused, decoding_warnings, text_bytes};
use crate::corpus::metadata;
use crate::corpus::metadata::front_matter::{self, Split};
use crate::corpus::metadata::headers::Headers;
use crate::corpus::metadata::keys::Keys;
use crate::corpus::{extracted::Extracted, sink::Sink};
use crate::model::{Origin, Stage};
use crate::text::decode::decode;

/// The reader of Markdown.
pub(super) struct Markdown;

impl Reader for Markdown {
    fn about(&self) -> About {
        About {
            name: "Markdown",
            en: "text with marks, and its front matter",
            fr: "texte balisé, et son en-tête",
        }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        let bytes = text_bytes(input, output.limits.max_document_bytes)?;
        let decoded = decode(&bytes, None);
        let mut found = article(&decoded.text, output.limits.html.max_depth);
        found.encoding = decoded.encoding;
        found.warnings.extend(decoding_warnings(&decoded));
        output.document(found);
        Ok(())
    }
}

fn article(text: &str, max_html_depth: usize) -> Extracted {
    let mut found = Extracted::default();
    let Split { block, body } = front_matter::split(text);
    match block {
        Some(Ok(keys)) => Keys::new(keys).describe(&mut found),
        Some(Err(reason)) => found.warnings.push((Stage::Parse, reason)),
        None => {}
    }
    let mut lines = Lines { max_html_depth, ..Lines::default() };
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let body = without_shortcodes(body);
    Parser::new_ext(&body, options | Options::ENABLE_TASKLISTS).for_each(|event| lines.event(event));
    found.say(Origin::File);
    let (title, text) = lines.finish(found.metadata.title.as_deref());
    found.metadata.title = found.metadata.title.take().or(title);
    found.text = text;
    read_head(&mut found);
    found.say(Origin::FirstLines);
    found
}

/// Completes the metadata from the byline and the date line at the start of the text, and removes them.
fn read_head(found: &mut Extracted) {
    let lines: Vec<&str> = found.text.lines().collect();
    let mut headers = Headers::default();
    let at = headers.take(&lines, 0);
    if at == 0 || at == lines.len() || !headers.unknown.is_empty() {
        return;
    }
    let text = lines[at..].join("\n");
    let head = headers.finish();
    let known = &mut found.metadata;
    known.title = known.title.take().or(head.title);
    known.date = known.date.or(head.date);
    known.author = known.author.take().or(head.author);
    known.source = known.source.take().or(head.source);
    known.url = known.url.take().or(head.url);
    found.text = text;
}

/// The text without the marks of a site's templates, `{{< figure … >}}` and `{{% notice %}}`. What stands between two of them stays.
fn without_shortcodes(text: &str) -> Cow<'_, str> {
    let ends = [("{{<", ">}}"), ("{{%", "%}}")];
    if !ends.iter().any(|(open, _)| text.contains(open)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("{{") {
        let mark = ends.iter().find(|(open, _)| rest[at..].starts_with(open));
        let end = mark
            .and_then(|(_, close)| rest[at..].lines().next()?.find(close).map(|end| at + end + close.len()));
        out.push_str(&rest[..at]);
        let end = end.unwrap_or_else(|| {
            out.push_str("{{");
            at + 2
        });
        rest = &rest[end..];
    }
    Cow::Owned(out + rest)
}

/// The text so far, and the title.
#[derive(Default)]
struct Lines {
    text: String,
    /// The first-level heading at the start of the text.
    title: Option<String>,
    in_title: bool,
    /// The raw HTML since the last other event.
    raw: String,
    max_html_depth: usize,
}

impl Lines {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.push(&text),
            Event::SoftBreak => self.push(" "),
            Event::HardBreak => self.push("\n"),
            Event::Rule => self.block(),
            Event::Html(raw) => self.raw.push_str(&raw),
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<br") => self.push("\n"),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.block();
                let opens = *level == pulldown_cmark::HeadingLevel::H1 && self.text.is_empty();
                self.in_title = opens && self.title.is_none();
            }
            Tag::Item | Tag::TableHead | Tag::TableRow | Tag::TableCell => self.line(),
            Tag::Paragraph if self.text.ends_with('\n') => {}
            Tag::Paragraph | Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::Table(_) => self.block(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.in_title = false;
                self.block();
            }
            TagEnd::Paragraph | TagEnd::BlockQuote(_) | TagEnd::CodeBlock | TagEnd::Table => self.block(),
            TagEnd::List(_) => self.block(),
            TagEnd::HtmlBlock => self.html(),
            TagEnd::Item | TagEnd::TableCell | TagEnd::TableRow | TagEnd::TableHead => self.line(),
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        match self.in_title {
            true => self.title.get_or_insert_default().push_str(text),
            false => self.text.push_str(text),
        }
    }

    /// Writes the text of a raw HTML block. A block that is nested too deep is written as it is.
    fn html(&mut self) {
        let raw = std::mem::take(&mut self.raw);
        let text = html::fragment(&raw, self.max_html_depth).unwrap_or(raw);
        self.block();
        self.push(&text);
        self.block();
    }

    /// Ends the line, if one has begun.
    fn line(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Ends the block: an empty line follows.
    fn block(&mut self) {
        self.line();
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// The title and the text. A heading that differs from the title of the front matter stays in the text.
    fn finish(self, known: Option<&str>) -> (Option<String>, String) {
        let text = self.text.trim().to_owned();
        let title = self.title.as_deref().and_then(metadata::line);
        match (title, known) {
            (Some(title), Some(known)) if title != known => (None, format!("{title}\n\n{text}")),
            // The heading is the only text.
            (Some(title), _) if text.is_empty() => (None, title),
            (title, _) => (title, text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(input: &str, title: &str, text: &str) {
        let found = article(input, 512);
        assert_eq!(
            (found.metadata.title.as_deref().unwrap_or_default(), found.text.as_str()),
            (title, text),
            "{input}"
        );
    }

    #[test]
    fn a_block_of_markup_that_never_ends_is_text() {
        check(
            "# A\n\n<script> est une balise.\n\nFin <b>vive</b>.",
            "A",
            "<script> est une balise. Fin vive.",
        );
        check("# A\n\n<!-- jamais fermé\n\nFin.", "A", "<!-- jamais fermé Fin.");
    }

    #[test]
    fn marks_go_and_words_stay() {
        check(
            "# Un *titre*\n\nDu **gras**, `code`, [un lien](http://x) ![une image](y.png).",
            "Un titre",
            "Du gras, code, un lien une image.",
        );
        check("Texte\n\n## Les puces ##\nSuite\ncoupée", "", "Texte\n\nLes puces\n\nSuite coupée");
        check("- un\n- deux\n  - trois\n\nFin", "", "un\ndeux\ntrois\n\nFin");
        check("| A | B |\n|---|---|\n| 1 | 2 |\n\nFin", "", "A\nB\n1\n2\n\nFin");
        check("```rust\nlet a_b = 1;\n```\nFin", "", "let a_b = 1;\n\nFin");
        check("a <!-- rien --> b\n\n<!-- rien -->\n\n<div><p>c</p></div>", "", "a  b\n\nc");
        check("> cité\n\n1. un\n\n   suite\n2. deux", "", "cité\n\nun\n\nsuite\n\ndeux");
        check("# Seul", "", "Seul");
    }

    #[test]
    fn bylines_and_shortcodes_go() {
        check("# A\n\n*Par Anne Roche, le 13 mars 2025*\n\nTexte.", "A", "Texte.");
        check(
            "Un\n\n{{< figure src=\"a\" >}}\n\n{{% notice %}}Deux{{% /notice %}} {{ trois }}",
            "",
            "Un\n\nDeux {{ trois }}",
        );
        check("\n---\ntitle: A\n---\n\nTexte", "A", "Texte");
        check("Title: A\nDate: 2025-03-13\n\nTexte", "A", "Texte");
    }

    #[test]
    fn front_matter_speaks_first() {
        check("---\nTitre: Un\ndate: 2024-03-12\n---\n# Un\n\nTexte", "Un", "Texte");
        check("---\ntitle: Un\n---\n# Deux\n\nTexte", "Un", "Deux\n\nTexte");
        check("---\ntitle: [Un\n---\n# Deux\n\nTexte", "Deux", "Texte");
        check("+++\ntitle = \"Un\"\n+++\nTexte", "Un", "Texte");
        check("---\nPas de fin", "", "Pas de fin");
        let toml = article("+++\ndate = 2024-03-12\nauteur = [\"A B\", \"C D\"]\n+++\nTexte", 9).metadata;
        assert_eq!(
            (toml.date.map(|d| d.to_string()).as_deref(), toml.author.as_deref()),
            (Some("2024-03-12"), Some("A B, C D"))
        );
        assert_eq!(article("---\nx: [\n---\nTexte", 9).warnings.len(), 1);
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "[#*_`>|<!\\[\\]()+~a-zé0-9. \n-]{0,200}") {
            let _ = article(&text, 512);
        }
    }
}
