//! `vigie facets`: the matching articles by source, language, corpus, year and month.

use std::io::{self, Write};

use super::args::Global;
use super::asked::{Asking, engine, tell_notes};
use super::bars::{Cell, bar, fitted, wide};
use super::exit::{Failure, Outcome};
use super::overview_args::FacetsArgs;
use super::terminal::{Role, Terminal, harmless, on_one_line};
use crate::model::{FacetTable, FacetValue, Facets};
use crate::overview::facets;
use crate::session::Session;
use crate::wording::{
    Lang, articles_match, facet_heading, looked_for, more_values, of_all, percent, value_of_facet,
};

pub(super) fn run(args: &FacetsArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    let asking = Asking::about(session, &args.query, &args.which, args.matching)?;
    let engine = engine(session, global)?;
    let found = asking.kept(facets(&engine, &asking.asked(), &args.by), global)?;
    let out = &mut io::BufWriter::new(io::stdout().lock());
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &found).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        let limit = if args.limit == 0 { usize::MAX } else { args.limit };
        let page = Page { terminal: Terminal::stdout(global.color), lang: global.lang, limit };
        page.print(out, &found)?;
    }
    out.flush()?;
    asking.tell_remarks(global);
    tell_notes(&found.notes, global);
    tell_notes(&asking.notes(session, &engine, found.articles)?, global);
    Ok(if found.articles > 0 { Outcome::Done } else { Outcome::Nothing })
}

struct Page {
    terminal: Terminal,
    lang: Lang,
    /// The most values of a facet.
    limit: usize,
}

/// The most columns of the name of a value.
const MOST_NAME: usize = 32;

impl Page {
    fn print(&self, out: &mut dyn Write, found: &Facets) -> io::Result<()> {
        for table in found.facets.iter().filter(|table| !table.values.is_empty()) {
            self.table(out, table)?;
            writeln!(out)?;
        }
        self.terminal.paragraph(out, "", &articles_match(self.lang, found.articles, found.all))?;
        let line = harmless(&looked_for(self.lang, &found.query, false));
        self.terminal.hanging(out, "", "  ", &self.terminal.paint(Role::Faint, &line))
    }

    fn table(&self, out: &mut dyn Write, table: &FacetTable) -> io::Result<()> {
        let heading = facet_heading(self.lang, table.by);
        writeln!(out, "{}", self.terminal.paint(Role::Title, &heading))?;
        let limit = if table.by.is_time() { usize::MAX } else { self.limit };
        let shown = &table.values[..table.values.len().min(limit)];
        let name = |value: &FacetValue| harmless(&on_one_line(&value_of_facet(self.lang, value)));
        let widest = |text: &dyn Fn(&FacetValue) -> String| {
            shown.iter().map(|value| wide(&text(value))).max().unwrap_or_default()
        };
        let names = widest(&name).min(MOST_NAME);
        let cell = Cell {
            bar: 0,
            count: widest(&|value| value.articles.to_string()),
            share: widest(&|value| percent(self.lang, Some(value.share))),
            all: widest(&|value| of_all(self.lang, value.all)),
        };
        let cell = cell.with_width(self.terminal.columns.saturating_sub(names + 4));
        let most = shown.iter().map(|value| value.articles).max().unwrap_or_default();
        for value in shown {
            let drawn = bar(value.articles as f64 / most as f64, cell.bar);
            let (count, share) = (value.articles.to_string(), percent(self.lang, Some(value.share)));
            let cells = cell.filled(&drawn, &count, &share, &of_all(self.lang, value.all));
            writeln!(out, "  {}  {cells}", fitted(&name(value), names))?;
        }
        match table.values.len() - shown.len() {
            0 => Ok(()),
            more => writeln!(out, "  {}", more_values(self.lang, more)),
        }
    }
}
