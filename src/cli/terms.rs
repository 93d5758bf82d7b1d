//! `vigie terms`: the words and names that are typical of the matching articles.

use std::io::{self, Write};

use super::args::Global;
use super::asked::{Asking, engine, tell_notes};
use super::bars::{aligned, padded, wide};
use super::exit::{Failure, Outcome};
use super::overview_args::TermsArgs;
use super::terminal::{Role, Terminal, harmless, on_one_line};
use crate::model::{TypicalTerm, TypicalTerms};
use crate::overview::typical_terms;
use crate::session::Session;
use crate::wording::{
    Complaint, Lang, about_terms, articles_match, looked_for, measure, no_terms, percent, term_columns,
};

pub(super) fn run(args: &TermsArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    if args.limit == 0 {
        return Err(Complaint::LimitZero.into());
    }
    let asking = Asking::about(session, &args.query, &args.which, args.matching)?;
    let engine = engine(session, global)?;
    let found = asking.kept(typical_terms(&engine, &asking.asked(), args.limit), global)?;
    let out = &mut io::BufWriter::new(io::stdout().lock());
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &found).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        print(&Terminal::stdout(global.color), global.lang, out, &found)?;
    }
    out.flush()?;
    asking.tell_remarks(global);
    tell_notes(&found.notes, global);
    tell_notes(&asking.notes(session, &engine, found.articles)?, global);
    Ok(if found.terms.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

/// A line for each term: in how many of the articles, in how many of the rest, the measure.
fn print(terminal: &Terminal, lang: Lang, out: &mut dyn Write, found: &TypicalTerms) -> io::Result<()> {
    let rest = found.all - found.articles;
    let of = |count: u64, all: u64| {
        let share = percent(lang, (all > 0).then(|| count as f64 / all as f64));
        format!("{count} {}", aligned(&share, 5))
    };
    let cells = |term: &TypicalTerm| {
        let name = harmless(&on_one_line(&term.term));
        [name, of(term.articles, found.articles), of(term.all - term.articles, rest), measure(lang, term.g2)]
    };
    let rows: Vec<[String; 4]> = found.terms.iter().map(cells).collect();
    let heads = term_columns(lang);
    let widths: Vec<usize> = (0..4)
        .map(|column| rows.iter().chain([&heads]).map(|row| wide(&row[column])).max().unwrap_or(0))
        .collect();
    let line = |row: &[String; 4]| {
        let first = padded(&row[0], widths[0]);
        let rest = (1..4).map(|column| aligned(&row[column], widths[column]));
        std::iter::once(first).chain(rest).collect::<Vec<_>>().join("  ")
    };
    if rows.is_empty() {
        terminal.paragraph(out, "", &no_terms(lang))?;
    } else {
        writeln!(out, "{}", terminal.paint(Role::Title, &line(&heads)))?;
        rows.iter().try_for_each(|row| writeln!(out, "{}", line(row)))?;
        terminal.hanging(out, "", "  ", &terminal.paint(Role::Faint, &about_terms(lang)))?;
    }
    terminal.paragraph(out, "", &articles_match(lang, found.articles, found.all))?;
    let looked = harmless(&looked_for(lang, &found.query, false));
    terminal.hanging(out, "", "  ", &terminal.paint(Role::Faint, &looked))
}
