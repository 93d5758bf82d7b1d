//! Hits as a page that needs nothing else: to read, to print, to send on.
//!
//! All text is escaped, no script runs (the page forbids it itself), and only addresses of the web become links.

use std::io::{self, Write};
use std::ops::Range;

use html_escape::{encode_double_quoted_attribute as attribute, encode_text};

use super::escape::is_web_address;
use super::list::{Labels, List};
use super::shape::Shape;
use crate::model::Hit;

/// A page that is being written.
pub(super) struct Html {
    title: String,
    how: Vec<(String, String)>,
    labels: Labels,
    /// The article of the hit before.
    article: Option<String>,
}

/// Colours and sizes. On paper each passage stays on one page where it fits, and addresses are written out.
const STYLE: &str = "\
body{font:16px/1.5 Georgia,'Times New Roman',serif;max-width:46em;margin:2em auto;padding:0 1em;color:#1a1a1a;background:#fff}
h1{font-size:1.6em;margin:0 0 .2em}h2{font-size:1.15em;margin:1.8em 0 0}
.about,.place,footer{color:#555;font-size:.85em}.about{margin:0}
blockquote{margin:.6em 0 .1em;padding:0 0 0 .8em;border-left:3px solid #c9d6e2}blockquote p{margin:.3em 0}
mark{background:#fff1a8;color:inherit;font-weight:bold}a{color:#0b5394}
table{border-collapse:collapse;width:100%;font-size:.85em}th{text-align:left;vertical-align:top;width:13em;padding-right:1em}
td{white-space:pre-wrap;overflow-wrap:anywhere}th,td{border-top:1px solid #ddd;padding:.25em .5em .25em 0}
@media print{body{margin:0;max-width:none;font-size:11pt}blockquote,.place{break-inside:avoid}h2{break-after:avoid}
mark{background:none;text-decoration:underline}h2 a[href]::after{content:' (' attr(href) ')';font-size:.75em;font-weight:normal}}";

impl Html {
    pub(super) fn new(list: &List<'_>) -> Self {
        let typed = line(&list.query.typed);
        let title = if typed.is_empty() { "*".to_owned() } else { typed };
        Html { title, how: list.how.to_vec(), labels: list.labels, article: None }
    }

    /// The heading of an article.
    fn heading(&self, hit: &Hit, out: &mut dyn Write) -> io::Result<()> {
        let metadata = &hit.metadata;
        let title = metadata.title.as_deref().map(line).filter(|title| !title.is_empty());
        let title = title.unwrap_or_else(|| line(&hit.id));
        let title = encode_text(&title);
        match metadata.url.as_deref().map(str::trim).filter(|url| is_web_address(url)) {
            Some(url) => {
                let url = line(url);
                writeln!(out, "<h2><a href=\"{}\" rel=\"noreferrer\">{title}</a></h2>", attribute(&url))?;
            }
            None => writeln!(out, "<h2>{title}</h2>")?,
        }
        let day = metadata.date.map(|day| day.to_string());
        let about = [metadata.source.clone(), metadata.author.clone(), day, Some(hit.id.clone())];
        let about: Vec<String> = about.into_iter().flatten().map(|text| line(&text)).collect();
        writeln!(out, "<p class=\"about\">{}</p>", encode_text(&about.join(" · ")))
    }
}

impl Shape for Html {
    fn head(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let title = encode_text(&self.title);
        let lang = self.labels.lang;
        writeln!(out, "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">")?;
        writeln!(out, "<meta name=\"vigie\" content=\"hit-list\">")?;
        let policy = "default-src 'none'; style-src 'unsafe-inline'";
        writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")?;
        writeln!(out, "<meta name=\"viewport\" content=\"width=device-width\">")?;
        writeln!(out, "<title>{title}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n<h1>{title}</h1>")
    }

    fn row(&mut self, hit: &Hit, out: &mut dyn Write) -> io::Result<bool> {
        if self.article.as_ref() != Some(&hit.id) {
            self.heading(hit, out)?;
            self.article = Some(hit.id.clone());
        }
        writeln!(out, "<blockquote>{}</blockquote>", passage(&hit.text, &hit.marks))?;
        let mut place = format!("{} · §{}/{}", hit.rank, hit.passage, hit.passages);
        let lacks = if hit.missing.is_empty() { &hit.lacks } else { &hit.missing };
        if !lacks.is_empty() {
            let heading = (self.labels.heading)(super::field::FieldName::Lacks);
            place.push_str(&format!(" · {heading} : {}", line(&lacks.join(", "))));
        }
        writeln!(out, "<p class=\"place\">{}</p>", encode_text(&place))?;
        Ok(true)
    }

    fn foot(&mut self, _: u64, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<footer>\n<h2>{}</h2>\n<table>", encode_text(self.labels.how))?;
        for (label, text) in &self.how {
            writeln!(
                out,
                "<tr><th>{}</th><td>{}</td></tr>",
                encode_text(label),
                encode_text(&printable(text))
            )?;
        }
        writeln!(out, "</table>\n</footer>\n</body>\n</html>")
    }
}

/// The lines of a passage as paragraphs, with what matches marked.
fn passage(text: &str, marks: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end().len();
        if end > start {
            out.push_str(&format!("<p>{}</p>", marked(text, start..end, marks)));
        }
        start += line.len();
    }
    out
}

fn marked(text: &str, line: Range<usize>, marks: &[Range<usize>]) -> String {
    let mut out = String::new();
    let mut done = line.start;
    let show = |part: &str| encode_text(&printable(part)).into_owned();
    for mark in marks.iter().filter(|mark| mark.start < line.end && mark.end > line.start) {
        let (start, end) = (mark.start.max(done), mark.end.min(line.end));
        let (Some(before), Some(inside)) = (text.get(done..start), text.get(start..end)) else { continue };
        out.push_str(&format!("{}<mark>{}</mark>", show(before), show(inside)));
        done = end;
    }
    out + &show(text.get(done..line.end).unwrap_or(""))
}

/// The text with spaces for control characters; line breaks stay.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
}

/// The text on one line.
fn line(text: &str) -> String {
    let is_gap = |c: char| c.is_whitespace() || c.is_control();
    text.split(is_gap).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use dom_query::Document;
    use proptest::prelude::*;

    use super::*;
    use crate::export::sample;

    fn page(hits: &[Hit]) -> String {
        let (mut html, mut out) = (Html::new(&sample::list()), Vec::new());
        html.head(&mut out).unwrap();
        hits.iter().for_each(|hit| assert!(html.row(hit, &mut out).unwrap()));
        html.foot(hits.len() as u64, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn check(text: &str, mark: Range<usize>, expected: &str) {
        assert_eq!(passage(text, std::slice::from_ref(&mark)), expected);
    }

    #[test]
    fn passages_are_paragraphs_with_marks() {
        check("Des puces.\n\nFin.", 4..9, "<p>Des <mark>puces</mark>.</p><p>Fin.</p>");
        check("<b>&", 0..3, "<p><mark>&lt;b&gt;</mark>&amp;</p>");
        check("a\nb", 0..3, "<p><mark>a</mark></p><p><mark>b</mark></p>");
        check("é", 1..2, "<p>é</p>");
    }

    #[test]
    fn the_page() {
        insta::assert_snapshot!("html", page(&sample::hits()));
    }

    #[test]
    fn only_the_web_is_linked() {
        let mut hit = sample::hits().remove(0);
        for (url, links) in
            [("javascript:alert(1)", 0), ("https://a.example/\"><script>x", 1), ("data:text/html,x", 0)]
        {
            hit.metadata.url = Some(url.to_owned());
            let document = Document::from(page(std::slice::from_ref(&hit)));
            assert_eq!(document.select("a").length(), links, "{url}");
            assert_eq!(document.select("script").length(), 0, "{url}");
        }
    }

    proptest! {
        #[test]
        fn the_structure_is_ours(hits in prop::collection::vec(sample::any_hit(), 0..5)) {
            let document = Document::from(page(&hits));
            let articles = hits.chunk_by(|a, b| a.id == b.id).count();
            prop_assert_eq!(document.select("body > h2").length(), articles);
            prop_assert_eq!(document.select("blockquote").length(), hits.len());
            let ours = "html,head,meta,title,style,body,h1,h2,a,p,blockquote,mark,footer,table,tbody,tr,th,td";
            prop_assert_eq!(document.select("*").length(), document.select(ours).length());
        }
    }
}
