//! `vigie search`: prints a page of hits, for reading or as JSON.

use std::io::{self, Write};

use super::args::{Global, SearchArgs};
use super::asked::{engine, parse, request, tell};
use super::exit::{Failure, Outcome};
use super::terminal::{Role, Terminal, harmless, on_one_line};
use crate::model::{Explanation, Hit, SearchResponse};
use crate::query::Diagnostic;
use crate::search::Request;
use crate::session::Session;
use crate::wording::{Answer, Complaint, Lang, Say, counts, explained, looked_for, missing, nothing_found};

pub(super) fn run(args: &SearchArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    let request =
        Request { page: args.page, explain: args.explain, ..request(session, &args.asked, args.matching) };
    if args.page == 0 {
        return Err(Complaint::PageZero.into());
    }
    let parsed = parse(&request.query, args.asked.strict, global)?;
    let response = engine(session, global)?.search(&request, &parsed)?;
    response.notes.iter().for_each(|note| tell(&note.say(global.lang), global));
    print(args, &response, &parsed.diagnostics, global)?;
    if response.hits.is_empty() {
        tell(&nothing_found(global.lang, &response), global);
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Done)
}

fn print(
    args: &SearchArgs,
    response: &SearchResponse,
    diagnostics: &[Diagnostic],
    global: &Global,
) -> io::Result<()> {
    let out = &mut io::BufWriter::new(io::stdout().lock());
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &Answer::new(response, diagnostics))?;
        writeln!(out)?;
    } else if args.jsonl {
        for hit in &response.hits {
            serde_json::to_writer(&mut *out, hit)?;
            writeln!(out)?;
        }
    } else if !response.hits.is_empty() {
        let page = Page {
            terminal: Terminal::stdout(global.color),
            lang: global.lang,
            is_whole: args.whole,
            is_explained: args.explain,
        };
        page.print(out, response)?;
    }
    out.flush()
}

/// A page of hits for reading.
struct Page {
    terminal: Terminal,
    lang: Lang,
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
            let missing = harmless(&missing(self.lang, &hit.missing));
            self.terminal.paragraph(out, "     ", &self.terminal.paint(Role::Warning, &missing))?;
        }
        hit.explanation.iter().try_for_each(|explanation| self.explanation(out, explanation))?;
        writeln!(out)
    }

    /// The snippet, or the whole passage. An ellipsis marks each end where text is left out.
    fn passage(&self, hit: &Hit) -> String {
        let shown = if self.is_whole { 0..hit.text.len() } else { hit.snippet.clone() };
        let inside = hit.marks.iter().filter(|mark| shown.start <= mark.start && mark.end <= shown.end);
        let marks: Vec<_> = inside.map(|mark| mark.start - shown.start..mark.end - shown.start).collect();
        let before = if shown.start > 0 { "… " } else { "" };
        let after = if shown.end < hit.text.len() { " …" } else { "" };
        format!("{before}{}{after}", self.terminal.marked(&hit.text[shown], &marks, true))
    }

    /// The score, and its parts on the lines below.
    fn explanation(&self, out: &mut dyn Write, explanation: &Explanation) -> io::Result<()> {
        for (number, line) in explained(self.lang, explanation).iter().enumerate() {
            let indent = if number == 0 { "     " } else { "       " };
            self.terminal.paragraph(out, indent, &self.terminal.paint(Role::Faint, &harmless(line)))?;
        }
        Ok(())
    }

    fn summary(&self, out: &mut dyn Write, response: &SearchResponse) -> io::Result<()> {
        self.terminal.paragraph(out, "", &counts(self.lang, response))?;
        let line = looked_for(self.lang, &response.query, self.is_explained);
        self.terminal.paragraph(out, "", &self.terminal.paint(Role::Faint, &harmless(&line)))
    }
}

/// Source, date, article and passage of a hit, on one line.
fn origin(hit: &Hit) -> String {
    let passage = format!("passage\u{a0}{}/{}", hit.passage, hit.passages);
    let date = hit.metadata.date.map(|date| date.to_string());
    let name = hit.metadata.title.as_ref().map(|_| hit.id.clone());
    let parts = [hit.metadata.source.clone(), date, name, Some(passage)];
    harmless(&on_one_line(&parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")))
}
