//! `vigie show`: prints an article, its passages numbered in the margin, with the matches of a query marked.

use std::io::{self, Write};
use std::ops::Range;

use super::args::{Global, ShowArgs};
use super::asked::{engine, here, parse, tell_remarks};
use super::exit::{Failure, Outcome};
use super::last_answer::LastAnswer;
use super::terminal::{Role, Terminal, harmless, on_one_line};
use crate::search::MarkedArticle;
use crate::session::Session;
use crate::wording::{Complaint, Described, Lang, described, passages_shown};

/// The article to show.
pub(super) struct Target {
    pub(super) id: String,
    /// The passage of the hit that was asked for, from 1.
    pub(super) hit: Option<u32>,
    /// The query whose matches are marked.
    pub(super) query: Option<String>,
}

pub(super) fn run(args: &ShowArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    // The engine comes first: it builds a missing index.
    let engine = engine(session, global)?;
    let target = target(&args.article, args.query.as_deref(), session)?;
    let parsed = target.query.as_deref().map(|query| parse(query, false)).transpose()?;
    if let (Some(parsed), Some(query)) = (&parsed, &args.query) {
        tell_remarks(query, parsed, global);
    }
    let marked = engine.article(&target.id, parsed.as_ref())?;
    if args.meta {
        known(&marked, global)?;
        return Ok(Outcome::Done);
    }
    let out = &mut io::BufWriter::new(io::stdout().lock());
    if args.json {
        let MarkedArticle { article, marks, title_marks, passages } = &marked;
        let value = serde_json::json!({
            "article": article, "marks": marks, "title_marks": title_marks, "passages": passages,
        });
        serde_json::to_writer_pretty(&mut *out, &value).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        let shown = shown(&marked, args.passage)?;
        let page = Page { terminal: Terminal::stdout(global.color), lang: global.lang, marked: &marked };
        page.print(out, shown, args.passage.or(target.hit))?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// The article that is named by `typed`. A number is a hit of the last answer; where that answer has no such hit, it may
/// still be the name of an article.
pub(super) fn target(typed: &str, query: Option<&str>, session: &Session) -> Result<Target, Failure> {
    let named = || -> Result<Target, Failure> {
        let id = session.find_article(typed, &here()?)?;
        Ok(Target { id, hit: None, query: query.map(str::to_owned) })
    };
    let Some(rank) = rank(typed) else { return named() };
    match hit(rank, session) {
        Ok((hit, last)) => Ok(Target { query: Some(query.map_or(last, str::to_owned)), ..hit }),
        Err(complaint) => named().map_err(|_| complaint.into()),
    }
}

fn rank(typed: &str) -> Option<usize> {
    typed.bytes().all(|b| b.is_ascii_digit()).then(|| typed.parse().ok()).flatten()
}

/// The hit of the last answer with this rank, and the query of that answer.
fn hit(rank: usize, session: &Session) -> Result<(Target, String), Complaint> {
    let Some(answer) = LastAnswer::read(session) else { return Err(Complaint::NoLastAnswer { rank }) };
    if !answer.is_current(session) {
        return Err(Complaint::OldAnswer { query: answer.query });
    }
    match (answer.hit(rank), answer.ranks()) {
        (Some(hit), _) => {
            let target = Target { id: hit.id.clone(), hit: Some(hit.passage), query: None };
            Ok((target, answer.query.clone()))
        }
        (None, Some((first, last))) => Err(Complaint::NoSuchHit { rank, first, last }),
        (None, None) => Err(Complaint::NoLastAnswer { rank }),
    }
}

/// The passages to print, as a range of their places: all, or the one that is asked for with its neighbours.
fn shown(marked: &MarkedArticle, passage: Option<u32>) -> Result<Range<usize>, Failure> {
    let count = marked.passages.len();
    let Some(number) = passage else { return Ok(0..count) };
    let place = number as usize;
    if place == 0 || place > count {
        return Err(Complaint::NoSuchPassage { passage: number, passages: count }.into());
    }
    Ok(place.saturating_sub(2)..(place + 1).min(count))
}

/// Prints what is known of an article, and where each value comes from.
fn known(marked: &MarkedArticle, global: &Global) -> io::Result<()> {
    let out = &mut io::BufWriter::new(io::stdout().lock());
    let terminal = Terminal::stdout(global.color);
    let lines = described(global.lang, &marked.article, marked.passages.len() as u64);
    let width = lines.iter().map(|line| line.name.chars().count()).max().unwrap_or_default() + 2;
    for Described { name, value, origin } in lines {
        let head = terminal.paint(Role::Faint, &format!("{name:<width$}"));
        let origin = origin.map(|origin| terminal.paint(Role::Faint, &format!("  ({origin})")));
        let text = harmless(&on_one_line(&value)).to_string() + &origin.unwrap_or_default();
        terminal.hanging(out, &head, &" ".repeat(width), &text)?;
    }
    out.flush()
}

struct Page<'a> {
    terminal: Terminal,
    lang: Lang,
    marked: &'a MarkedArticle,
}

impl Page<'_> {
    /// Prints the passages at `shown`, with the number of the passage `wanted` painted.
    fn print(&self, out: &mut dyn Write, shown: Range<usize>, wanted: Option<u32>) -> io::Result<()> {
        self.head(out)?;
        let count = self.marked.passages.len();
        for place in shown.clone() {
            let role = if wanted == Some(place as u32 + 1) { Role::Warning } else { Role::Faint };
            self.passage(out, place, role)?;
        }
        if shown.len() < count {
            let line = passages_shown(self.lang, shown.start + 1, shown.end, count);
            writeln!(out)?;
            self.terminal.paragraph(out, "", &self.terminal.paint(Role::Faint, &line))?;
        }
        Ok(())
    }

    /// The title, and what is known of the article.
    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        let MarkedArticle { article, title_marks, .. } = self.marked;
        let metadata = &article.metadata;
        if let Some(title) = &metadata.title {
            let title = self.terminal.marked(title, title_marks, false);
            self.terminal.paragraph(out, "", &self.terminal.paint(Role::Title, &title))?;
        }
        let date = metadata.date.map(|date| date.to_string());
        let parts = [
            metadata.source.clone(),
            metadata.author.clone(),
            date,
            metadata.language.clone(),
            metadata.url.clone(),
            Some(article.id.clone()),
            Some(article.encoding.clone()),
        ];
        let origin = harmless(&on_one_line(&parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")));
        self.terminal.paragraph(out, "", &self.terminal.paint(Role::Faint, &origin))?;
        writeln!(out)
    }

    /// One passage, line by line, with its number before the first line that has a word.
    fn passage(&self, out: &mut dyn Write, place: usize, role: Role) -> io::Result<()> {
        let MarkedArticle { article, marks, passages, .. } = self.marked;
        let width = format!("§{}", passages.len()).chars().count() + 1;
        let mut number = Some(format!("{:<width$}", format!("§{}", place + 1)));
        let Range { mut start, end } = passages[place].clone();
        for line in article.text[start..end].split_inclusive('\n') {
            let body = line.trim_end();
            let within = marks.iter().filter(|mark| start <= mark.start && mark.start < start + body.len());
            let local = within
                .map(|mark| mark.start - start..mark.end.min(start + body.len()) - start)
                .collect::<Vec<_>>();
            let text = self.terminal.marked(body, &local, false);
            let first = number.take_if(|_| !body.is_empty()).map(|number| self.terminal.paint(role, &number));
            match body.is_empty() {
                true => writeln!(out)?,
                false => {
                    let indent = " ".repeat(width);
                    self.terminal.hanging(out, &first.unwrap_or_else(|| indent.clone()), &indent, &text)?;
                }
            }
            start += line.len();
        }
        Ok(())
    }
}
