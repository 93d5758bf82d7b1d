//! `vigie check-quote`: whether the corpus says what a quotation, or every quotation of a draft, says.

use std::fs;
use std::io::{self, Read, Write};

use super::args::{CheckQuoteArgs, Global};
use super::asked::{engine, parse, tell};
use super::exit::{Failure, Outcome};
use super::terminal::harmless;
use crate::model::{Detail, Metadata};
use crate::quotation::{Found, Quoted, Verdict, check, query_words, quotations};
use crate::search::{Engine, Match, Request};
use crate::session::Session;
use crate::wording::{Complaint, compared, quotations_checked, verdict_word};

/// How many articles are compared with a quotation: those with all its words first, then those with most of their weight.
const CANDIDATES: usize = 50;
/// The most words of a quotation that articles are looked for by.
const MOST_WORDS: usize = 24;

/// A quotation with what was found.
struct Checked {
    quoted: Quoted,
    found: Option<Place>,
}

/// Where a quotation stands.
struct Place {
    found: Found,
    id: String,
    metadata: Metadata,
    passage: usize,
}

pub(super) fn run(args: &CheckQuoteArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    let quoted = quoted(args)?;
    let engine = engine(session, global)?;
    let out = &mut io::BufWriter::new(io::stdout().lock());
    let mut counts = [0; 3];
    let mut checked = Vec::new();
    for quoted in quoted {
        let checked_one = Checked { found: find(&quoted.text, &engine)?, quoted };
        counts[2 - checked_one.verdict() as usize] += 1;
        if !args.json {
            checked_one.print(out, global)?;
        }
        checked.push(checked_one);
    }
    if args.json {
        let list: Vec<serde_json::Value> = checked.iter().map(Checked::json).collect();
        serde_json::to_writer_pretty(&mut *out, &list).map_err(io::Error::from)?;
        writeln!(out)?;
    }
    out.flush()?;
    tell(&quotations_checked(global.lang, counts), global);
    Ok(if counts[1] + counts[2] == 0 { Outcome::Done } else { Outcome::Differs })
}

/// The quotations of the arguments or of the draft. A text without quotes is one quotation.
fn quoted(args: &CheckQuoteArgs) -> Result<Vec<Quoted>, Failure> {
    let Some(path) = &args.draft else {
        let text = args.quotation.join(" ");
        let found = quotations(&text);
        return Ok(if found.is_empty() { vec![Quoted { text, line: 1 }] } else { found });
    };
    let unreadable = |error: io::Error| Complaint::Unreadable { path: path.clone(), said: error.to_string() };
    let mut draft = String::new();
    match path.as_os_str() == "-" {
        true => drop(io::stdin().lock().read_to_string(&mut draft).map_err(unreadable)?),
        false => draft = fs::read_to_string(path).map_err(unreadable)?,
    }
    let found = quotations(&draft);
    if found.is_empty() { Err(Complaint::NothingQuoted { path: path.clone() }.into()) } else { Ok(found) }
}

/// The article that says the quotation, or most of it.
fn find(quotation: &str, engine: &Engine) -> Result<Option<Place>, Failure> {
    let query = query_words(quotation, MOST_WORDS);
    if query.is_empty() {
        return Ok(None);
    }
    let parsed = parse(&query, false)?;
    let mut best: Option<Place> = None;
    for matching in [Match::All, Match::Any] {
        let request = Request {
            matching,
            limit: CANDIDATES,
            per_article: Some(1),
            expand: false,
            detail: Detail::Name,
            ..Request::new(query.clone())
        };
        for hit in engine.search(&request, &parsed)?.hits {
            let marked = engine.article(&hit.id, None)?;
            let Some(found) = check(quotation, &marked.article.text) else { continue };
            let is_better = best
                .as_ref()
                .is_none_or(|best| (found.verdict, found.share) > (best.found.verdict, best.found.share));
            if is_better {
                let starts = marked.passages.iter().take_while(|passage| passage.start <= found.range.start);
                let passage = starts.count();
                best = Some(Place { passage, id: hit.id, metadata: marked.article.metadata, found });
            }
            if best.as_ref().is_some_and(|best| best.found.verdict == Verdict::Exact) {
                return Ok(best);
            }
        }
    }
    Ok(best)
}

impl Checked {
    fn verdict(&self) -> Verdict {
        self.found.as_ref().map_or(Verdict::Absent, |place| place.found.verdict)
    }

    fn print(&self, out: &mut dyn Write, global: &Global) -> io::Result<()> {
        let line = self.quoted.line;
        let text = self.quoted.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let word = verdict_word(global.lang, self.verdict());
        writeln!(out, "{line}: {word}{}{}", global.lang.colon(), harmless(&text))?;
        let Some(place) = &self.found else { return Ok(()) };
        if !place.found.differences.is_empty() {
            writeln!(out, "    {}", harmless(&compared(&place.found.differences)))?;
        }
        let day = place.metadata.date.map(|day| day.to_string());
        let known =
            [place.metadata.title.clone(), place.metadata.source.clone(), day, Some(place.id.clone())];
        let known: Vec<String> = known.into_iter().flatten().collect();
        writeln!(out, "    {} §{}", harmless(&known.join(" · ")), place.passage)
    }

    fn json(&self) -> serde_json::Value {
        let mut value = serde_json::json!({
            "quotation": self.quoted.text, "line": self.quoted.line, "verdict": self.verdict(),
        });
        if let Some(place) = &self.found {
            value["id"] = place.id.clone().into();
            value["passage"] = place.passage.into();
            value["start"] = place.found.range.start.into();
            value["end"] = place.found.range.end.into();
            value["differences"] = serde_json::json!(place.found.differences);
            value["metadata"] = serde_json::json!(place.metadata);
        }
        value
    }
}
