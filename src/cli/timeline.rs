//! `vigie timeline`: bars on the screen, or a file.

use std::io::{self, Write};
use std::path::Path;

use super::args::Global;
use super::asked::{Asking, engine, tell, tell_notes, tell_notes_on};
use super::bars::{Cell, bar, fitted, wide};
use super::events;
use super::exit::{Failure, Outcome};
use super::overview_args::TimelineArgs;
use super::save::{kind, refuse_loss, save};
use super::terminal::{Role, Terminal, harmless, on_one_line};
use crate::export::{timeline_csv, timeline_svg};
use crate::model::{Bar, Series, Timeline};
use crate::overview::{TimelineOptions, timeline};
use crate::search::Engine;
use crate::session::{self, Session};
use crate::wording::{
    Lang, events_outside, legend, looked_for, name_of_series, of_all, percent, saved, series_totals,
    timeline_heading,
};

/// The files that a timeline is written to.
const KINDS: &[&str] = &["csv", "svg", "json"];

pub(super) fn run(args: &TimelineArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    let kind = args.output.as_deref().map(|path| kind(path, KINDS)).transpose()?;
    let asked = asked(args, session)?;
    let events = args.events.as_deref().map(|path| events::read(path, global)).transpose()?;
    let engine = engine(session, global)?;
    asked.iter().for_each(|asking| asking.tell_remarks(global));
    let options =
        TimelineOptions { by: args.by, by_source: args.by_source, events: events.unwrap_or_default() };
    let queries: Vec<_> = asked.iter().map(Asking::asked).collect();
    let line = timeline(&engine, &queries, options)?;
    match (&args.output, kind) {
        (Some(path), Some(kind)) => {
            refuse_loss(path, args.force)?;
            save(path, |out| write(&line, kind, args.share, global.lang, out, path))?;
            tell(&saved(global.lang, path), global);
        }
        _ if args.json => json(&line, &mut io::stdout().lock())?,
        _ => print(&line, args.share, global)?,
    }
    tell_notes(&line.notes, global);
    tell_filters(&asked, &line, session, &engine, global)?;
    Ok(if line.series.iter().any(|series| series.articles > 0) { Outcome::Done } else { Outcome::Nothing })
}

/// A request for each query; without a query, one for the filters alone.
fn asked(args: &TimelineArgs, session: &Session) -> Result<Vec<Asking>, Failure> {
    let about = |words: &[String]| Asking::about(session, words, &args.which, args.matching);
    match args.queries.as_slice() {
        [] => Ok(vec![about(&[])?]),
        queries => queries.iter().map(|query| about(std::slice::from_ref(query))).collect(),
    }
}

/// Says what the filters leave out, of each query.
fn tell_filters(
    asked: &[Asking],
    line: &Timeline,
    session: &Session,
    engine: &Engine,
    global: &Global,
) -> Result<(), Failure> {
    for Asking { request, parsed } in asked {
        let of_query = line.series.iter().filter(|series| series.query == request.query);
        let articles = of_query.map(|series| series.articles).sum();
        let notes = session::filter_notes(engine, request, parsed, articles)?;
        match asked.len() {
            1 => tell_notes(&notes, global),
            _ => tell_notes_on(&request.query, &notes, global),
        }
    }
    tell_notes(&session.behind(), global);
    Ok(())
}

fn json(line: &Timeline, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, line)?;
    writeln!(out)
}

fn write(
    line: &Timeline,
    kind: &str,
    by_share: bool,
    lang: Lang,
    out: &mut dyn Write,
    path: &Path,
) -> Result<(), Failure> {
    let written = match kind {
        "csv" => timeline_csv(line, out),
        "svg" => timeline_svg(line, by_share, &legend(lang, line, by_share), out),
        _ => json(line, out),
    };
    written.map_err(|error| Failure::writing(path, &error))
}

fn print(line: &Timeline, by_share: bool, global: &Global) -> io::Result<()> {
    let out = &mut io::BufWriter::new(io::stdout().lock());
    let page = Page { terminal: Terminal::stdout(global.color), lang: global.lang, by_share, line };
    page.print(out)?;
    out.flush()
}

/// A timeline on a screen.
struct Page<'a> {
    terminal: Terminal,
    lang: Lang,
    by_share: bool,
    line: &'a Timeline,
}

/// The least columns of a bar.
const LEAST_BAR: usize = 6;
/// The columns between two series.
const GAP: usize = 2;

impl Page<'_> {
    fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        self.terminal.paragraph(out, "", &timeline_heading(self.lang, self.line.by, self.by_share))?;
        let key = self.rows().iter().map(|bar| bar.key.len()).max().unwrap_or_default();
        if key > 0 {
            let cell = self.cell();
            let room = self.terminal.columns.saturating_sub(key);
            let least = GAP + cell.beside() + LEAST_BAR;
            // As many series as fit stand side by side, the others below.
            for series in self.line.series.chunks((room / least).max(1)) {
                let width = room / series.len() - GAP;
                self.block(out, series, key, &cell.with_width(width))?;
                writeln!(out)?;
            }
        }
        self.totals(out)
    }

    fn rows(&self) -> &[Bar] {
        self.line.series.first().map(|series| &series.rows[..]).unwrap_or_default()
    }

    /// The columns of the numbers beside a bar.
    fn cell(&self) -> Cell {
        let bars = || self.line.series.iter().flat_map(|series| &series.rows);
        let is_single = self.line.series.len() == 1;
        let widest = |text: &dyn Fn(&Bar) -> String| bars().map(|bar| wide(&text(bar))).max().unwrap_or(0);
        Cell {
            bar: 0,
            count: widest(&|bar| bar.articles.to_string()),
            share: widest(&|bar| percent(self.lang, bar.share)),
            all: if is_single { widest(&|bar| of_all(self.lang, bar.all)) } else { 0 },
        }
    }

    /// The longest bar of all, as a number of articles or a share.
    fn longest(&self) -> f64 {
        let bars = self.line.series.iter().flat_map(|series| &series.rows);
        bars.map(|bar| self.length(bar)).fold(0.0, f64::max)
    }

    fn length(&self, bar: &Bar) -> f64 {
        if self.by_share { bar.share.unwrap_or_default() } else { bar.articles as f64 }
    }

    /// Some series side by side: their names, a line for each period, what happened in it below.
    fn block(&self, out: &mut dyn Write, series: &[Series], key: usize, cell: &Cell) -> io::Result<()> {
        if self.line.series.len() > 1 || series.iter().any(|one| one.source.is_some()) {
            let names = series.iter().map(|one| {
                let name = harmless(&on_one_line(&name_of_series(self.lang, self.line, one)));
                let name = fitted(&name, cell.width());
                format!("{:GAP$}{}", "", self.terminal.paint(Role::Title, &name))
            });
            writeln!(out, "{}", format!("{:key$}{}", "", names.collect::<String>()).trim_end())?;
        }
        let longest = self.longest();
        for (number, row) in self.rows().iter().enumerate() {
            let cells = series.iter().filter_map(|one| one.rows.get(number)).map(|found| {
                let drawn = bar(self.length(found) / longest, cell.bar);
                let share = percent(self.lang, found.share);
                let all = if cell.all > 0 { of_all(self.lang, found.all) } else { String::new() };
                format!("{:GAP$}{}", "", cell.filled(&drawn, &found.articles.to_string(), &share, &all))
            });
            writeln!(out, "{}", format!("{:key$}{}", row.key, cells.collect::<String>()).trim_end())?;
            self.events(out, row, key)?;
        }
        Ok(())
    }

    /// What happened in a period.
    fn events(&self, out: &mut dyn Write, row: &Bar, key: usize) -> io::Result<()> {
        for event in self.line.events_of(row) {
            let text = harmless(&on_one_line(&event.text));
            let indent = " ".repeat(key + GAP);
            let line = format!("{} {text}", event.date);
            self.terminal.hanging(out, &format!("{indent}▲ "), &format!("{indent}  "), &line)?;
        }
        Ok(())
    }

    /// The number of articles of each series, and what stands in no bar.
    fn totals(&self, out: &mut dyn Write) -> io::Result<()> {
        for series in &self.line.series {
            let name = name_of_series(self.lang, self.line, series);
            let totals = series_totals(self.lang, series);
            let colon = self.lang.colon();
            let line = if name.is_empty() { totals } else { format!("{name}{colon}{totals}") };
            self.terminal.hanging(out, "", "  ", &harmless(&on_one_line(&line)))?;
        }
        if !self.line.events.is_empty() && self.line.events_outside() > 0 {
            self.terminal.paragraph(out, "", &events_outside(self.lang, self.line.events_outside()))?;
        }
        for query in &self.line.queries {
            let line = harmless(&looked_for(self.lang, query, false));
            self.terminal.hanging(out, "", "  ", &self.terminal.paint(Role::Faint, &line))?;
        }
        Ok(())
    }
}
