//! `vigie cite`: the exact words of a hit, ready to paste, with where they stand.

use std::io::{self, Write};
use std::ops::Range;

use super::args::{CiteArgs, CiteFormat, Global};
use super::asked::{engine, parse};
use super::exit::{Failure, Outcome};
use super::show::target;
use super::terminal::harmless;
use crate::export::{Reference, Style, markdown_quotation};
use crate::search::MarkedArticle;
use crate::session::Session;
use crate::wording::{Cited, Complaint, Lang, citation, place_cited, text_hash};

pub(super) fn run(args: &CiteArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    let engine = engine(session, global)?;
    let target = target(&args.hit, args.query.as_deref(), session)?;
    let parsed = target.query.as_deref().map(|query| parse(query, false)).transpose()?;
    let marked = engine.article(&target.id, parsed.as_ref())?;
    let (passage, range) = chosen(args, &marked, target.hit)?;
    let text = cut(&marked.article.text[range.clone()], args.words);
    let lang = args.style.map_or(global.lang, Lang::from);
    print(args, lang, &marked, passage, range, &text)?;
    Ok(Outcome::Done)
}

/// The passage and the part of it to cite: the sentence that is asked for; of a hit that was shown the one that says most
/// of it; else all.
fn chosen(args: &CiteArgs, marked: &MarkedArticle, hit: Option<u32>) -> Result<(u32, Range<usize>), Failure> {
    let count = marked.passages.len();
    let Some(passage) = args.passage.or(hit) else {
        return Err(Complaint::WhichPassage { passages: count }.into());
    };
    let place = (passage as usize).checked_sub(1).filter(|place| *place < count);
    let place = place.ok_or(Complaint::NoSuchPassage { passage, passages: count })?;
    let range = match args.sentence {
        Some(number) => {
            let sentences = marked.sentences(place);
            let found = (number as usize).checked_sub(1).and_then(|at| sentences.get(at)).cloned();
            found.ok_or(Complaint::NoSuchSentence { sentence: number, sentences: sentences.len() })?
        }
        None if args.whole || args.passage.is_some() => marked.trimmed(place),
        None => marked.best_sentence(place),
    };
    Ok((passage, range))
}

/// The first words of a text, on one line. A cut is marked.
fn cut(text: &str, most: Option<usize>) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    match most {
        Some(most) if most < words.len() => format!("{} […]", words[..most].join(" ")),
        _ => text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" "),
    }
}

fn print(
    args: &CiteArgs,
    lang: Lang,
    marked: &MarkedArticle,
    passage: u32,
    range: Range<usize>,
    quotation: &str,
) -> io::Result<()> {
    let article = &marked.article;
    let hash = blake3::hash(article.text.as_bytes()).to_hex();
    let page = article.pages.of(range.start as u64..range.end as u64);
    let cited = Cited { quotation, metadata: &article.metadata, id: &article.id, passage, page };
    let out = &mut io::stdout().lock();
    let entry = |style| Reference::of(&article.id, &article.metadata).entry(style);
    match args.format {
        CiteFormat::Text => {
            writeln!(out, "{}", harmless(&citation(lang, &cited)))?;
            writeln!(out, "{}", text_hash(lang, &hash[..16]))
        }
        CiteFormat::Md => write!(out, "{}", harmless(&markdown(lang, &cited))),
        CiteFormat::Bib => write!(out, "{}", entry(Style::Bibtex)),
        CiteFormat::Ris => write!(out, "{}", entry(Style::Ris)),
        CiteFormat::Csl => writeln!(out, "[{}]", entry(Style::Csl).trim_end()),
        CiteFormat::Json => {
            let value = serde_json::json!({
                "quotation": quotation, "id": article.id, "path": article.path, "metadata": article.metadata,
                "passage": passage, "page": page, "start": range.start, "end": range.end,
                "blake3": hash.as_str(), "citation": citation(lang, &cited),
            });
            serde_json::to_writer_pretty(&mut *out, &value)?;
            writeln!(out)
        }
    }
}

/// A quotation of Markdown with its source below.
fn markdown(lang: Lang, cited: &Cited<'_>) -> String {
    markdown_quotation(cited.quotation, &place_cited(lang, cited), cited.metadata.url.as_deref())
}
