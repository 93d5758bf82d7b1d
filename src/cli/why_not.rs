//! `vigie why-not`: says why an article does not match a query, or at which rank it does.

use std::io::{self, Write};

use super::args::{Global, WhyNotArgs};
use super::asked::{Asking, engine, tell_notes};
use super::exit::{Failure, Outcome};
use super::show::target;
use super::terminal::{Role, Terminal, harmless, on_one_line};
use crate::model::{Nearest, Verdict};
use crate::session::Session;
use crate::wording::{Lang, clause, comes_nearest, place, verdict};

pub(super) fn run(args: &WhyNotArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    // The engine comes first: it builds a missing index.
    let engine = engine(session, global)?;
    let target = target(&args.article, None, session)?;
    let asking = Asking::new(session, &args.asked, args.matching)?;
    let verdict = asking.kept(engine.why_not(&target.id, &asking.request, &asking.parsed), global)?;
    let out = &mut io::BufWriter::new(io::stdout().lock());
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &verdict).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        Page { terminal: Terminal::stdout(global.color), lang: global.lang }.print(out, &verdict)?;
    }
    out.flush()?;
    asking.tell_remarks(global);
    tell_notes(&verdict.notes, global);
    Ok(Outcome::Done)
}

struct Page {
    terminal: Terminal,
    lang: Lang,
}

/// What stands before the text of a passage.
const INDENT: &str = "     ";

impl Page {
    /// The article, the verdict, and each clause that fails with its passage.
    fn print(&self, out: &mut dyn Write, found: &Verdict) -> io::Result<()> {
        self.head(out, found)?;
        self.terminal.paragraph(out, "", &harmless(&verdict(self.lang, found)))?;
        for failing in &found.clauses {
            self.terminal.hanging(out, "- ", "  ", &harmless(&clause(self.lang, failing)))?;
            failing.shown().iter().try_for_each(|nearest| self.passage(out, nearest))?;
        }
        if let Some(nearest) = &found.nearest {
            let line = format!("{}{}", comes_nearest(self.lang), self.lang.colon().trim_end());
            self.terminal.paragraph(out, "", &line)?;
            self.passage(out, nearest)?;
        }
        Ok(())
    }

    /// The title, and what is known of the article.
    fn head(&self, out: &mut dyn Write, found: &Verdict) -> io::Result<()> {
        let metadata = &found.metadata;
        if let Some(title) = &metadata.title {
            let title = self.terminal.paint(Role::Title, &harmless(&on_one_line(title)));
            self.terminal.paragraph(out, "", &title)?;
        }
        let date = metadata.date.map(|date| date.to_string());
        let parts = [metadata.source.clone(), date, Some(found.id.clone())];
        let origin = harmless(&on_one_line(&parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")));
        self.terminal.paragraph(out, "", &self.terminal.paint(Role::Faint, &origin))?;
        writeln!(out)
    }

    /// The part of a passage that has the marks, with its number.
    fn passage(&self, out: &mut dyn Write, nearest: &Nearest) -> io::Result<()> {
        let Nearest { passage, text, marks, snippet } = nearest;
        let inside = marks.iter().filter(|mark| snippet.start <= mark.start && mark.end <= snippet.end);
        let marks: Vec<_> = inside.map(|m| m.start - snippet.start..m.end - snippet.start).collect();
        let before = if snippet.start > 0 { "… " } else { "" };
        let after = if snippet.end < text.len() { " …" } else { "" };
        let shown = self.terminal.marked(&text[snippet.clone()], &marks, false);
        let number = self.terminal.paint(Role::Faint, &place(self.lang, *passage));
        self.terminal.hanging(out, &format!("  {number} "), INDENT, &format!("{before}{shown}{after}"))
    }
}
