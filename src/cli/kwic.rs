//! `vigie kwic`: a concordance on the screen, or a file of all uses.

use std::io::{self, Write};

use super::args::Global;
use super::asked::{Asking, engine, parse, tell, tell_notes};
use super::bars::{Cell, aligned, bar, beginning, ending, fitted, padded, wide};
use super::exit::{Failure, Outcome};
use super::overview_args::KwicArgs;
use super::save::{kind, refuse_loss, save};
use super::terminal::{Role, Terminal, harmless, on_one_line};
use crate::export::{UseFormat, UseWriter};
use crate::model::{Concordance, LineOrder, NeighbourCount, Sample, Use};
use crate::overview::{Listing, concordance, each_use};
use crate::query::Parsed;
use crate::search::Engine;
use crate::session::Session;
use crate::wording::{
    Lang, concordance_totals, forms_of, group_heading, in_articles, looked_for, no_neighbour, percent,
    sampled, saved, undated_label, uses_shown,
};

/// The files that a concordance is written to.
const KINDS: &[&str] = &["csv", "tsv", "jsonl"];
/// The characters on each side of the keyword, in a file and in JSON.
const CONTEXT: usize = 80;

pub(super) fn run(args: &KwicArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    let kind = args.output.as_deref().map(|path| kind(path, KINDS)).transpose()?;
    let asking = Asking::about(session, &args.query, &args.which, args.matching)?;
    let of = args.of.as_deref().map(|of| parse(of, args.which.strict)).transpose()?;
    let engine = engine(session, global)?;
    let found = match (&args.output, kind) {
        (Some(path), Some(kind)) => {
            refuse_loss(path, args.force)?;
            let format = match kind {
                "csv" => UseFormat::Csv,
                "tsv" => UseFormat::Tsv,
                _ => UseFormat::Jsonl,
            };
            let found = save(path, |out| write(args, &engine, &asking, of.as_ref(), format, out))?;
            tell(
                &format!("{}; {}", saved(global.lang, path), concordance_totals(global.lang, &found)),
                global,
            );
            found
        }
        _ => {
            let found = concordance(&engine, &asking.asked(), of.as_ref(), listing(args));
            let found = asking.kept(found, global)?;
            print(args, &found, global)?;
            found
        }
    };
    asking.tell_remarks(global);
    tell_notes(&found.notes, global);
    tell_notes(&asking.notes(session, &engine, found.matching)?, global);
    Ok(if found.uses > 0 { Outcome::Done } else { Outcome::Nothing })
}

fn listing(args: &KwicArgs) -> Listing {
    let is_shown = args.output.is_none() && args.group.is_none();
    let limit = if is_shown { args.limit } else { 0 };
    Listing {
        order: args.sort,
        group: args.group,
        sample: args.sample.map(|size| Sample { size, seed: args.seed }),
        context: args.context.unwrap_or(if args.json || !is_shown { CONTEXT } else { MOST_CONTEXT }),
        limit: (limit > 0).then_some(limit),
    }
}

/// Writes all uses. Without a sort or a sample they go by one at a time.
fn write(
    args: &KwicArgs,
    engine: &Engine,
    asking: &Asking,
    of: Option<&Parsed>,
    format: UseFormat,
    out: &mut dyn Write,
) -> Result<Concordance, Failure> {
    let (listing, mut writer) = (listing(args), UseWriter::new(format, out)?);
    if listing.order == LineOrder::Date && listing.sample.is_none() {
        let take = |one: Use| writer.write(&one).map_err(Failure::from);
        return each_use(engine, &asking.asked(), of, listing.context, None, take);
    }
    let found = concordance(engine, &asking.asked(), of, listing)?;
    found.lines.iter().try_for_each(|one| writer.write(one))?;
    Ok(found)
}

fn print(args: &KwicArgs, found: &Concordance, global: &Global) -> io::Result<()> {
    let out = &mut io::BufWriter::new(io::stdout().lock());
    if args.json {
        serde_json::to_writer_pretty(&mut *out, found)?;
        writeln!(out)?;
    } else {
        Page { terminal: Terminal::stdout(global.color), lang: global.lang }.print(out, found)?;
    }
    out.flush()
}

/// The most characters of context that a screen can need.
const MOST_CONTEXT: usize = 200;
/// The most columns of a source, and of the keyword.
const MOST_SOURCE: usize = 18;
const MOST_FORM: usize = 40;
/// The columns of a date.
const DATE: usize = 10;

struct Page {
    terminal: Terminal,
    lang: Lang,
}

/// The columns of a line.
struct Columns {
    source: usize,
    passage: usize,
    left: usize,
    form: usize,
    right: usize,
}

impl Page {
    fn print(&self, out: &mut dyn Write, found: &Concordance) -> io::Result<()> {
        match found.group {
            Some(group) => {
                let heading = group_heading(self.lang, group, &found.keyword);
                self.terminal.paragraph(out, "", &harmless(&heading))?;
                self.groups(out, &found.groups, found.uses)?;
            }
            None => {
                self.terminal.paragraph(
                    out,
                    "",
                    &harmless(&forms_of(self.lang, &found.keyword, &found.forms)),
                )?;
                let columns = self.columns(&found.lines);
                found.lines.iter().try_for_each(|one| self.line(out, one, &columns))?;
            }
        }
        self.terminal.paragraph(out, "", &self.totals(found))?;
        let line = harmless(&looked_for(self.lang, &found.query, false));
        self.terminal.hanging(out, "", "  ", &self.terminal.paint(Role::Faint, &line))
    }

    /// Narrow terminals give the source less, so that the context keeps its room.
    fn columns(&self, lines: &[Use]) -> Columns {
        let widest = |text: &dyn Fn(&Use) -> String| {
            lines.iter().map(|one| wide(&text(one))).max().unwrap_or_default()
        };
        let form = widest(&|one| parted(one).0).min(MOST_FORM);
        let passage = widest(&place);
        let most = MOST_SOURCE.min(self.terminal.columns / 6);
        let source = widest(&|one| shown(&source(one))).min(most);
        let rest = self.terminal.columns.saturating_sub(DATE + source + passage + form + 6);
        Columns { source, passage, left: rest / 2, form, right: rest - rest / 2 }
    }

    /// Date, source, passage; then the text before the keyword, the keyword, the text after it.
    fn line(&self, out: &mut dyn Write, one: &Use, columns: &Columns) -> io::Result<()> {
        let date = one.metadata.date.map_or_else(|| undated_label(self.lang), |date| date.to_string());
        let source = fitted(&shown(&source(one)), columns.source);
        let origin = format!("{} {source} {}", padded(&date, DATE), padded(&place(one), columns.passage));
        let (form, right) = parted(one);
        let left = aligned(&last_words(shown(&one.left).trim_end(), columns.left), columns.left);
        let (form, right) = (fitted(&form, columns.form), first_words(&right, columns.right));
        let (origin, form) =
            (self.terminal.paint(Role::Faint, &origin), self.terminal.paint(Role::Title, &form));
        writeln!(out, "{}", format!("{origin}  {left} {form} {right}").trim_end())
    }

    fn groups(&self, out: &mut dyn Write, groups: &[NeighbourCount], uses: u64) -> io::Result<()> {
        let name = |group: &NeighbourCount| match group.words.as_str() {
            "" => no_neighbour(self.lang),
            words => shown(words),
        };
        let widest = |text: &dyn Fn(&NeighbourCount) -> String| {
            groups.iter().map(|one| wide(&text(one))).max().unwrap_or(0)
        };
        let share = |group: &NeighbourCount| percent(self.lang, Some(group.uses as f64 / uses as f64));
        let names = widest(&name).min(MOST_FORM);
        let cell = Cell {
            bar: 0,
            count: widest(&|one| one.uses.to_string()),
            share: widest(&share),
            all: widest(&|one| in_articles(self.lang, one.articles)),
        };
        let cell = cell.with_width((self.terminal.columns.saturating_sub(names + 2)).min(60));
        let most = groups.first().map_or(1, |group| group.uses);
        for group in groups {
            let drawn = bar(group.uses as f64 / most as f64, cell.bar);
            let (count, articles) = (group.uses.to_string(), in_articles(self.lang, group.articles));
            let cells = cell.filled(&drawn, &count, &share(group), &articles);
            writeln!(out, "{}  {cells}", fitted(&name(group), names))?;
        }
        Ok(())
    }

    /// « 5 uses in 5 articles; all shown ».
    fn totals(&self, found: &Concordance) -> String {
        let mut totals = concordance_totals(self.lang, found);
        if let Some(sample) = found.sample {
            totals += &sampled(self.lang, sample);
        }
        if found.group.is_none() && found.uses > 0 {
            let of = found.sample.map_or(found.uses, |sample| found.uses.min(sample.size as u64));
            totals += &uses_shown(self.lang, found.lines.len() as u64, of);
        }
        totals
    }
}

/// The keyword with the punctuation that follows it at once, and the text after that.
fn parted(one: &Use) -> (String, String) {
    let (form, right) = (shown(&one.form), shown(&one.right));
    let end = right.find(|c: char| c.is_alphanumeric() || c.is_whitespace()).unwrap_or(right.len());
    (form + &right[..end], right[end..].trim_start().to_owned())
}

/// The last whole words that fit.
fn last_words(text: &str, columns: usize) -> String {
    let end = ending(text, columns);
    let cut = end.len() < text.len() && !text[..text.len() - end.len()].ends_with(char::is_whitespace);
    let start = if cut { end.find(char::is_whitespace).unwrap_or(end.len()) } else { 0 };
    end[start..].trim_start().to_owned()
}

/// The first whole words that fit.
fn first_words(text: &str, columns: usize) -> String {
    let start = beginning(text, columns);
    let cut = start.len() < text.len() && !text[start.len()..].starts_with(char::is_whitespace);
    let end = if cut { start.rfind(char::is_whitespace).unwrap_or(0) } else { start.len() };
    start[..end].trim_end().to_owned()
}

fn shown(text: &str) -> String {
    harmless(&on_one_line(text))
}

fn source(one: &Use) -> String {
    one.metadata.source.clone().unwrap_or_else(|| one.id.clone())
}

/// The number of the passage; a title has none.
fn place(one: &Use) -> String {
    if one.passage == 0 { "T".to_owned() } else { format!("§{}", one.passage) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, columns: usize, expected: [&str; 2]) {
        assert_eq!([first_words(text, columns), last_words(text, columns)], expected, "{text}");
    }

    #[test]
    fn contexts_are_cut_between_words() {
        check("des puces pour la Chine", 9, ["des puces", "la Chine"]);
        check("des puces pour la Chine", 11, ["des puces", "la Chine"]);
        check("des puces", 20, ["des puces", "des puces"]);
        check("anticonstitutionnellement", 5, ["", ""]);
        check("黄仁勋 黄仁勋", 6, ["黄仁勋", "黄仁勋"]);
    }

    #[test]
    fn punctuation_stays_with_the_keyword() {
        let check = |right: &str, expected: [&str; 2]| {
            let one = Use { form: "puces".to_owned(), right: right.to_owned(), ..Use::default() };
            let (form, right) = parted(&one);
            assert_eq!([form.as_str(), right.as_str()], expected);
        };
        check(", puis", ["puces,", "puis"]);
        check(" pour", ["puces", "pour"]);
        check(" : 5", ["puces", ": 5"]);
        check("", ["puces", ""]);
    }
}
