//! `vigie search`: a page of passages, for reading or as JSON.

use std::io::{self, Write};

use super::args::{Global, SearchArgs};
use super::asked::{engine, parse, request, tell};
use super::exit::{Failure, Outcome};
use super::terminal::{Role, Terminal, harmless, on_one_line};
use crate::model::{Concept, Explanation, Hit, SearchResponse};
use crate::search::Request;
use crate::session::Session;

pub(super) fn run(args: &SearchArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    let request =
        Request { page: args.page, explain: args.explain, ..request(session, &args.asked, args.matching) };
    if args.page == 0 {
        return Err(Failure::user("there is no page 0\nhint: pages are counted from 1"));
    }
    let parsed = parse(&request.query, args.asked.strict, global)?;
    let response = engine(session, global)?.search(&request, &parsed)?;
    response.notes.iter().for_each(|note| tell(note, global));
    print(args, &response, global)?;
    if response.hits.is_empty() {
        tell(&nothing(&response), global);
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Done)
}

/// What to say where there is nothing to show.
fn nothing(response: &SearchResponse) -> String {
    match (response.page, response.passages) {
        (1, _) if response.articles == 0 => "no article matches".to_owned(),
        (page, Some(found)) => format!("page {page} is past the end: {found} passages match"),
        (page, None) => format!("page {page} is past the end: {} articles match", response.articles),
    }
}

fn print(args: &SearchArgs, response: &SearchResponse, global: &Global) -> io::Result<()> {
    let out = &mut io::BufWriter::new(io::stdout().lock());
    if args.json {
        serde_json::to_writer_pretty(&mut *out, response)?;
        writeln!(out)?;
    } else if args.jsonl {
        for hit in &response.hits {
            serde_json::to_writer(&mut *out, hit)?;
            writeln!(out)?;
        }
    } else if !response.hits.is_empty() {
        let terminal = Terminal::stdout(global.color);
        Page { terminal, is_whole: args.whole, is_explained: args.explain }.print(out, response)?;
    }
    out.flush()
}

/// The page for reading.
struct Page {
    terminal: Terminal,
    is_whole: bool,
    is_explained: bool,
}

impl Page {
    fn print(&self, out: &mut dyn Write, response: &SearchResponse) -> io::Result<()> {
        for hit in &response.hits {
            self.hit(out, hit)?;
        }
        self.summary(out, response)
    }

    fn hit(&self, out: &mut dyn Write, hit: &Hit) -> io::Result<()> {
        let number = self.terminal.paint(Role::Faint, &format!("{:>3}", hit.rank));
        let title = match &hit.metadata.title {
            Some(title) => self.terminal.marked(title, &hit.title_marks, false),
            None => harmless(&on_one_line(&hit.id)),
        };
        let title = self.terminal.paint(Role::Title, &title);
        self.terminal.hanging(out, &format!("{number}  "), "     ", &title)?;
        self.terminal.paragraph(out, "     ", &self.terminal.paint(Role::Faint, &origin(hit)))?;
        for line in self.passage(hit).lines().filter(|line| !line.trim().is_empty()) {
            self.terminal.paragraph(out, "     ", line)?;
        }
        if !hit.missing.is_empty() {
            let missing = format!("missing: {}", hit.missing.join(", "));
            self.terminal.paragraph(out, "     ", &self.terminal.paint(Role::Warning, &missing))?;
        }
        hit.explanation.iter().try_for_each(|explanation| self.explanation(out, explanation))?;
        writeln!(out)
    }

    /// The snippet, or all of the passage; what is cut off is shown by an ellipsis.
    fn passage(&self, hit: &Hit) -> String {
        let shown = if self.is_whole { 0..hit.text.len() } else { hit.snippet.clone() };
        let inside = hit.marks.iter().filter(|mark| shown.start <= mark.start && mark.end <= shown.end);
        let marks: Vec<_> = inside.map(|mark| mark.start - shown.start..mark.end - shown.start).collect();
        let before = if shown.start > 0 { "… " } else { "" };
        let after = if shown.end < hit.text.len() { " …" } else { "" };
        format!("{before}{}{after}", self.terminal.marked(&hit.text[shown], &marks, true))
    }

    fn explanation(&self, out: &mut dyn Write, explanation: &Explanation) -> io::Result<()> {
        let Explanation { score, passage, article, nearness, concepts } = explanation;
        let sum = format!(
            "score {score:.3} = passage {passage:.3} + article {article:.3} + nearness {nearness:.3}"
        );
        self.terminal.paragraph(out, "     ", &self.terminal.paint(Role::Faint, &sum))?;
        for concept in concepts {
            let line = format!(
                "{}: idf {:.2}; passage {:.1} matches → {:.3}; article {:.1} in text, {:.1} in title → {:.3}",
                harmless(&concept.label),
                concept.idf,
                concept.in_passage,
                concept.passage_score,
                concept.in_article,
                concept.in_title,
                concept.article_score
            );
            self.terminal.paragraph(out, "       ", &self.terminal.paint(Role::Faint, &line))?;
        }
        Ok(())
    }

    fn summary(&self, out: &mut dyn Write, response: &SearchResponse) -> io::Result<()> {
        let partial = response.partial_articles.filter(|&articles| articles > 0);
        let counts = match (response.articles, partial) {
            (0, Some(partial)) => {
                format!("no article has all of it, {} a part of it", counted(partial, "has", "have"))
            }
            (all, partial) => {
                let passages = response.passages.map(|found| counted(found, "passage", "passages"));
                let passages = passages.map_or_else(String::new, |found| format!(" and {found}"));
                let more = partial
                    .map(|partial| format!(", {} a part of it", counted(partial, "more has", "more have")));
                format!("{}{passages} match{}", counted(all, "article", "articles"), more.unwrap_or_default())
            }
        };
        let (first, last) = (response.hits[0].rank, response.hits[response.hits.len() - 1].rank);
        let shown = format!("; shown: {first}–{last}");
        self.terminal.paragraph(out, "", &format!("{counts}{shown}"))?;
        let query = &response.query;
        let concepts =
            query.concepts.iter().map(|c| concept(c, self.is_explained)).collect::<Vec<_>>().join(" · ");
        let looked_for = (!concepts.is_empty()).then(|| format!("looked for: {concepts}"));
        let left_out = query.left_out.join(", ");
        let left_out =
            (!left_out.is_empty()).then(|| format!("left out, as in nearly every text: {left_out}"));
        let line = [looked_for, left_out].into_iter().flatten().collect::<Vec<_>>().join("; ");
        self.terminal.paragraph(out, "", &self.terminal.paint(Role::Faint, &harmless(&line)))
    }
}

/// Source, date, name and place of a hit, on one line.
fn origin(hit: &Hit) -> String {
    let passage = format!("passage\u{a0}{}/{}", hit.passage, hit.passages);
    let date = hit.metadata.date.map(|date| date.to_string());
    let name = hit.metadata.title.as_ref().map(|_| hit.id.clone());
    let parts = [hit.metadata.source.clone(), date, name, Some(passage)];
    harmless(&on_one_line(&parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")))
}

/// A concept; what a pattern stands for is named, other indexed words only where scores are explained.
fn concept(concept: &Concept, is_explained: bool) -> String {
    const NAMED: usize = 6;
    let is_pattern = concept.label.ends_with(['*', '~']);
    let mut words = String::new();
    if is_pattern || is_explained {
        let named: Vec<&str> =
            concept.words.iter().take(NAMED).map(|word| word.trim_start_matches('=')).collect();
        let more = concept.words.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        words = format!(" ({}{more})", named.join(", "));
    }
    if !concept.also.is_empty() {
        let more = concept.also.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let named: Vec<&str> = concept.also.iter().take(NAMED).map(String::as_str).collect();
        words = format!(" (also {}{more})", named.join(", "));
    }
    let excluded = if concept.excluded { "not " } else { "" };
    let field = concept.field.as_ref().map(|field| format!("{field}:")).unwrap_or_default();
    format!("{excluded}{field}{}{words}", concept.label)
}

/// `1 article`, `2 articles`.
pub(super) fn counted(count: u64, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}
