//! Hits as a note in Markdown: the query, then for each article a heading, its passages as quotations with
//! the matches in bold, and under each a reference. Ready to paste; text never becomes markup.

use std::io::{self, Write};

use super::escape::{inline, paragraphs, target};
use super::shape::Shape;
use crate::model::{DateRange, Hit, Understood};

/// A note.
pub(super) struct Markdown {
    title: String,
    details: Vec<String>,
    marks: bool,
    /// The article whose heading was written last.
    article: Option<String>,
}

impl Markdown {
    pub(super) fn new(query: &Understood, marks: bool) -> Self {
        let title = if query.typed.trim().is_empty() { "*" } else { &query.typed };
        Markdown { title: inline(title), details: details(query), marks, article: None }
    }
}

impl Shape for Markdown {
    fn head(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "# {}", self.title)?;
        if self.details.is_empty() { Ok(()) } else { writeln!(out, "\n{}", self.details.join(" · ")) }
    }

    fn row(&mut self, hit: &Hit, out: &mut dyn Write) -> io::Result<bool> {
        if self.article.as_ref() != Some(&hit.id) {
            writeln!(out, "\n## {}", heading(hit))?;
            self.article = Some(hit.id.clone());
        }
        let marks = if self.marks { &hit.marks[..] } else { &[] };
        let quoted = paragraphs(&hit.text, marks).join("\n>\n> ");
        writeln!(out, "\n> {quoted}\n\n{}", reference(hit))?;
        Ok(true)
    }

    /// The count stands at the end because hits come one at a time. The word is the same in French and in English.
    fn foot(&mut self, rows: u64, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n*{rows} passage{}*", if rows == 1 { "" } else { "s" })
    }
}

/// A quotation with a line below it that says where it stands, a link where the address is one of the web.
pub fn quotation(text: &str, place: &str, url: Option<&str>) -> String {
    let paragraphs = paragraphs(text, &[]).into_iter().map(|paragraph| format!("> {paragraph}\n"));
    let place = match url.and_then(target) {
        Some(target) => format!("[{}]({target})", inline(place)),
        None => inline(place),
    };
    format!("{}>\n> — {place}\n", paragraphs.collect::<Vec<_>>().join(">\n"))
}

/// The canonical query where it differs from the query as typed, and the filters.
fn details(query: &Understood) -> Vec<String> {
    let canonical = Some(&query.canonical).filter(|canonical| **canonical != query.typed);
    let details = [canonical.cloned(), period(&query.dates), query.source.clone()];
    details.into_iter().flatten().map(|text| inline(&text)).filter(|text| !text.is_empty()).collect()
}

/// A period as `--since` and `--until` hold it, in the notation of dates in queries.
fn period(dates: &DateRange) -> Option<String> {
    let day = |day: Option<crate::model::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let is_open = dates.since.is_none() && dates.until.is_none();
    (!is_open).then(|| format!("{}..{}", day(dates.since), day(dates.until)))
}

/// `Title (Source, 2025-10-28)`.
fn heading(hit: &Hit) -> String {
    let metadata = &hit.metadata;
    let title = metadata.title.as_deref().map(inline).filter(|title| !title.is_empty());
    let title = title.unwrap_or_else(|| inline(&hit.id));
    let source = metadata.source.as_deref().map(inline).filter(|source| !source.is_empty());
    let origin: Vec<String> =
        [source, metadata.date.map(|date| date.to_string())].into_iter().flatten().collect();
    if origin.is_empty() { title } else { format!("{title} ({})", origin.join(", ")) }
}

/// `[id, passage 3/8](url)`; without a link where there is no address of a page.
fn reference(hit: &Hit) -> String {
    let name = format!("{}, passage {}/{}", inline(&hit.id), hit.passage, hit.passages);
    let mut reference = match hit.metadata.url.as_deref().and_then(target) {
        Some(target) => format!("[{name}]({target})"),
        None => format!("\\[{name}\\]"),
    };
    if !hit.missing.is_empty() {
        reference.push_str(&format!(" — missing: {}", inline(&hit.missing.join(", "))));
    }
    reference
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;
    use crate::export::sample;

    fn check(hit: &Hit, expected: &str) {
        let mut out = Vec::new();
        Markdown::new(&sample::query(), true).row(hit, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn a_hit_of_which_little_is_known() {
        let hit = Hit { id: "a_b.txt".to_owned(), passage: 1, passages: 1, ..Hit::default() };
        let hit = Hit { text: "Un.\nDeux.\n".to_owned(), missing: vec!["Corée".to_owned()], ..hit };
        let expected =
            "\n## a\\_b.txt\n\n> Un.\n>\n> Deux.\n\n\\[a\\_b.txt, passage 1/1\\] — missing: Corée\n";
        check(&hit, expected);
    }

    #[test]
    fn a_query_of_filters_only_has_a_title() {
        let query = Understood { typed: " ".to_owned(), canonical: String::new(), ..sample::query() };
        let mut out = Vec::new();
        Markdown::new(&query, true).head(&mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "# \\*\n\n2025-04-01.. · Le Quotidien\n");
    }

    proptest! {
        #[test]
        fn the_structure_is_ours(hits in prop::collection::vec(sample::any_hit(), 0..5)) {
            let (mut note, mut out) = (Markdown::new(&sample::query(), false), Vec::new());
            note.head(&mut out).unwrap();
            hits.iter().for_each(|hit| assert!(note.row(hit, &mut out).unwrap()));
            note.foot(hits.len() as u64, &mut out).unwrap();
            let out = String::from_utf8(out).unwrap();
            let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
            let starts = |is: fn(&Tag<'_>) -> bool| {
                let events = Parser::new_ext(&out, options);
                events.filter(|event| matches!(event, Event::Start(tag) if is(tag))).count()
            };
            let articles = hits.chunk_by(|a, b| a.id == b.id).count();
            prop_assert_eq!(starts(|tag| matches!(tag, Tag::Heading { .. })), articles + 1, "{}", out);
            prop_assert_eq!(starts(|tag| matches!(tag, Tag::BlockQuote(_))), hits.len(), "{}", out);
            prop_assert_eq!(starts(|tag| matches!(tag, Tag::Emphasis)), 1, "{}", out);
            let ours = |tag: &Tag<'_>| matches!(
                tag,
                Tag::Heading { .. } | Tag::BlockQuote(_) | Tag::Paragraph | Tag::Link { .. } | Tag::Emphasis
            );
            prop_assert!(starts(|_| true) == starts(ours), "{}", out);
        }
    }
}
