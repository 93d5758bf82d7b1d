//! `vigie show`: prints a whole article, with the matches of a query marked.

use std::io::{self, Write};

use super::args::{Global, ShowArgs};
use super::asked::{engine, parse};
use super::exit::{Failure, Outcome};
use super::terminal::{Role, Terminal, harmless, on_one_line};
use crate::search::MarkedArticle;
use crate::session::Session;

pub(super) fn run(args: &ShowArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    let parsed = args.query.as_deref().map(|query| parse(query, false, global)).transpose()?;
    let marked = engine(session, global)?.article(&args.article, parsed.as_ref())?;
    let out = &mut io::BufWriter::new(io::stdout().lock());
    if args.json {
        let MarkedArticle { article, marks, title_marks } = &marked;
        let value = serde_json::json!({ "article": article, "marks": marks, "title_marks": title_marks });
        serde_json::to_writer_pretty(&mut *out, &value).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        print(out, &marked, &Terminal::stdout(global.color))?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn print(out: &mut dyn Write, marked: &MarkedArticle, terminal: &Terminal) -> io::Result<()> {
    let MarkedArticle { article, marks, title_marks } = marked;
    let metadata = &article.metadata;
    if let Some(title) = &metadata.title {
        let title = terminal.marked(title, title_marks, false);
        terminal.paragraph(out, "", &terminal.paint(Role::Title, &title))?;
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
    terminal.paragraph(out, "", &terminal.paint(Role::Faint, &origin))?;
    writeln!(out)?;
    let mut start = 0;
    for line in article.text.split_inclusive('\n') {
        let body = line.trim_end();
        let within = marks.iter().filter(|mark| start <= mark.start && mark.start < start + body.len());
        let local = within
            .map(|mark| mark.start - start..mark.end.min(start + body.len()) - start)
            .collect::<Vec<_>>();
        terminal.paragraph(out, "", &terminal.marked(body, &local, false))?;
        start += line.len();
    }
    Ok(())
}
