//! `vigie search`: prints a page of hits, for reading or as JSON.

use std::io::{self, Write};

use super::args::{Global, SearchArgs};
use super::asked::{Asking, engine, tell, tell_notes};
use super::exit::{Failure, Outcome};
use super::last_answer;
use super::terminal::{Role, Terminal, harmless, on_one_line};
use crate::model::{Explanation, Hit, SearchResponse};
use crate::query::Diagnostic;
use crate::search::Request;
use crate::session::Session;
use crate::wording::{
    Answer, Complaint, Lang, counts, diagnosis, explained, looked_for, missing, nothing_found, on_page,
    passages,
};

pub(super) fn run(args: &SearchArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    if args.page == 0 {
        return Err(Complaint::PageZero.into());
    }
    if args.limit == Some(0) {
        return Err(Complaint::LimitZero.into());
    }
    let mut asking = Asking::new(session, &args.asked, args.matching)?;
    asking.request = Request { page: args.page, explain: args.explain, ..asking.request };
    let engine = engine(session, global)?;
    let mut response = asking.kept(engine.search(&asking.request, &asking.parsed), global)?;
    response.notes.extend(asking.notes(session, &engine, response.articles)?);
    print(args, &response, &asking.parsed.diagnostics, global)?;
    // Below the hits: above ten of them nobody would see it.
    asking.tell_remarks(global);
    tell_notes(&response.notes, global);
    last_answer::keep(session, &response);
    if response.hits.is_empty() {
        tell(&nothing_found(global.lang, &response), global);
        why(global.lang, &response).iter().for_each(|line| tell(line, global));
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Done)
}

/// Why so few articles match.
fn why(lang: Lang, response: &SearchResponse) -> Vec<String> {
    response.diagnosis.iter().flat_map(|few| diagnosis(lang, few)).collect()
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

/// What stands before the text of a hit: the room of its rank.
const INDENT: &str = "     ";

impl Page {
    fn print(&self, out: &mut dyn Write, response: &SearchResponse) -> io::Result<()> {
        for hits in by_article(&response.hits) {
            self.article(out, &hits)?;
        }
        self.summary(out, response)
    }

    /// One heading, and the article's hits below it. `hits` is not empty.
    fn article(&self, out: &mut dyn Write, hits: &[&Hit]) -> io::Result<()> {
        let Some(first) = hits.first() else { return Ok(()) };
        let title = match &first.metadata.title {
            Some(title) => self.terminal.marked(title, &first.title_marks, false),
            None => harmless(&on_one_line(&first.id)),
        };
        self.terminal.paragraph(out, "", &self.terminal.paint(Role::Title, &title))?;
        self.terminal.paragraph(out, "", &self.terminal.paint(Role::Faint, &self.origin(first)))?;
        if !first.missing.is_empty() {
            let missing = harmless(&missing(self.lang, &first.missing));
            self.terminal.paragraph(out, "", &self.terminal.paint(Role::Warning, &missing))?;
        }
        hits.iter().try_for_each(|hit| self.hit(out, hit))?;
        writeln!(out)
    }

    /// The rank, the number of the passage, and what it says.
    fn hit(&self, out: &mut dyn Write, hit: &Hit) -> io::Result<()> {
        let rank = self.terminal.paint(Role::Faint, &format!("{:>3}", hit.rank));
        let page = hit.page.map(|page| format!(" {}", on_page(page))).unwrap_or_default();
        let number = self.terminal.paint(Role::Faint, &format!("§{}{page}", hit.passage));
        let mut first = format!("{rank}  {number} ");
        let passage = self.passage(hit);
        for line in passage.lines().filter(|line| !line.trim().is_empty()) {
            self.terminal.hanging(out, &first, INDENT, line)?;
            INDENT.clone_into(&mut first);
        }
        hit.explanation.iter().try_for_each(|explanation| self.explanation(out, explanation))
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
            let indent = if number == 0 { INDENT } else { "       " };
            self.terminal.paragraph(out, indent, &self.terminal.paint(Role::Faint, &harmless(line)))?;
        }
        Ok(())
    }

    fn summary(&self, out: &mut dyn Write, response: &SearchResponse) -> io::Result<()> {
        self.terminal.paragraph(out, "", &counts(self.lang, response))?;
        let line = looked_for(self.lang, &response.query, self.is_explained);
        let lines = std::iter::once(line).chain(why(self.lang, response));
        lines.into_iter().try_for_each(|line| {
            self.terminal.hanging(out, "", INDENT, &self.terminal.paint(Role::Faint, &harmless(&line)))
        })
    }

    /// Source, date, name and length of an article, on one line.
    fn origin(&self, hit: &Hit) -> String {
        let date = hit.metadata.date.map(|date| date.to_string());
        let name = hit.metadata.title.as_ref().map(|_| hit.id.clone());
        let length = passages(self.lang, u64::from(hit.passages)).replace(' ', "\u{a0}");
        let parts = [hit.metadata.source.clone(), date, name, Some(length)];
        harmless(&on_one_line(&parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")))
    }
}

/// The hits by article, in the order of each article's first hit.
fn by_article(hits: &[Hit]) -> Vec<Vec<&Hit>> {
    let mut articles: Vec<Vec<&Hit>> = Vec::new();
    for hit in hits {
        match articles.iter_mut().find(|article| article.iter().any(|other| other.id == hit.id)) {
            Some(article) => article.push(hit),
            None => articles.push(vec![hit]),
        }
    }
    articles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ids: &str, expected: &str) {
        let hit = |(rank, id): (usize, &str)| Hit { rank, id: id.to_owned(), ..Hit::default() };
        let hits: Vec<Hit> = (1..).zip(ids.split_whitespace()).map(hit).collect();
        let ranks = |article: &Vec<&Hit>| {
            article.iter().map(|hit| hit.rank.to_string()).collect::<Vec<_>>().join(" ")
        };
        let shown: Vec<String> = by_article(&hits).iter().map(ranks).collect();
        assert_eq!(shown.join(", "), expected, "{ids}");
    }

    #[test]
    fn an_article_has_one_heading() {
        check("a a b", "1 2, 3");
        check("a b a c b", "1 3, 2 5, 4");
        check("", "");
    }
}
