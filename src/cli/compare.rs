//! `vigie compare`: two queries beside each other.

use std::io::{self, Write};

use super::args::Global;
use super::asked::{Asking, engine, tell_notes, tell_notes_on};
use super::exit::{Failure, Outcome};
use super::overview_args::CompareArgs;
use super::terminal::{Role, Terminal, harmless, on_one_line};
use crate::model::{Comparison, Hit, Shared};
use crate::overview::compare;
use crate::session::{self, Session};
use crate::wording::{Lang, both, looked_for, only};

pub(super) fn run(args: &CompareArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    let asked = [&args.first, &args.second]
        .map(|query| Asking::about(session, std::slice::from_ref(query), &args.which, args.matching));
    let [first, second] = asked;
    let (first, second) = (first?, second?);
    let engine = engine(session, global)?;
    let found = first.kept(compare(&engine, &first.asked(), &second.asked(), args.limit), global)?;
    let out = &mut io::BufWriter::new(io::stdout().lock());
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &found).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        let page = Page { terminal: Terminal::stdout(global.color), lang: global.lang };
        page.print(out, &found)?;
    }
    out.flush()?;
    tell_notes(&found.notes, global);
    let Comparison { only_first, both, only_second, .. } = &found;
    let counts = [only_first.articles + both.articles, only_second.articles + both.articles];
    for (asking, articles) in [&first, &second].into_iter().zip(counts) {
        asking.tell_remarks(global);
        let notes = session::filter_notes(&engine, &asking.request, &asking.parsed, articles)?;
        tell_notes_on(&asking.request.query, &notes, global);
    }
    tell_notes(&session.behind(), global);
    Ok(if counts == [0, 0] { Outcome::Nothing } else { Outcome::Done })
}

struct Page {
    terminal: Terminal,
    lang: Lang,
}

impl Page {
    fn print(&self, out: &mut dyn Write, found: &Comparison) -> io::Result<()> {
        let Comparison { queries: [first, second], only_first, both: of_both, only_second, .. } = found;
        self.part(out, &only(self.lang, &first.typed, only_first.articles), only_first)?;
        self.part(out, &both(self.lang, of_both.articles), of_both)?;
        self.part(out, &only(self.lang, &second.typed, only_second.articles), only_second)?;
        for query in [first, second] {
            let line = harmless(&looked_for(self.lang, query, false));
            self.terminal.hanging(out, "", "  ", &self.terminal.paint(Role::Faint, &line))?;
        }
        Ok(())
    }

    /// A heading, and the best articles below it.
    fn part(&self, out: &mut dyn Write, heading: &str, part: &Shared) -> io::Result<()> {
        self.terminal.paragraph(out, "", &self.terminal.paint(Role::Title, &harmless(heading)))?;
        part.best.iter().try_for_each(|hit| self.hit(out, hit))?;
        if part.best.is_empty() { Ok(()) } else { writeln!(out) }
    }

    /// The article, then what its best passage says.
    fn hit(&self, out: &mut dyn Write, hit: &Hit) -> io::Result<()> {
        let title = hit.metadata.title.as_ref().unwrap_or(&hit.id);
        let date = hit.metadata.date.map(|date| date.to_string());
        let parts = [Some(title.clone()), hit.metadata.source.clone(), date];
        let origin = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        self.terminal.hanging(out, "  ", "    ", &harmless(&on_one_line(&origin)))?;
        let inside =
            hit.marks.iter().filter(|mark| hit.snippet.start <= mark.start && mark.end <= hit.snippet.end);
        let start = hit.snippet.start;
        let marks: Vec<_> = inside.map(|mark| mark.start - start..mark.end - start).collect();
        let text = self.terminal.marked(&hit.text[hit.snippet.clone()], &marks, false);
        self.terminal.hanging(out, &format!("    §{} ", hit.passage), "      ", &text)
    }
}
