//! Bibliographies, read back by programs that others wrote.

use proptest::prelude::*;

use super::*;
use crate::export::sample;

fn written(style: Style, hits: &[Hit]) -> String {
    let (mut bibliography, mut out) = (Bibliography::new(style), Vec::new());
    bibliography.head(&mut out).unwrap();
    hits.iter().for_each(|hit| assert!(bibliography.row(hit, &mut out).unwrap()));
    bibliography.foot(hits.len() as u64, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Titles, authors, papers and addresses as the readers of others find them.
fn check(hit: &Hit) {
    let title = line(hit.metadata.title.as_deref());
    let source = line(hit.metadata.source.as_deref());
    let hits = [hit.clone(), hit.clone()];
    let bibtex = written(Style::Bibtex, &hits);
    let parsed = biblatex::Bibliography::parse(&bibtex).unwrap_or_else(|error| panic!("{error}\n{bibtex}"));
    assert_eq!(parsed.len(), 2, "{bibtex}");
    for entry in parsed.iter() {
        let text = |name: &str| entry.get(name).map(biblatex::ChunksExt::format_verbatim);
        assert_eq!(text("title"), title, "{bibtex}");
        assert_eq!(text("journal"), source, "{bibtex}");
    }
    let ris = written(Style::Ris, &hits);
    let read = biblib::CitationParser::parse(&biblib::RisParser::new(), &ris).unwrap();
    assert_eq!(read.len(), 2, "{ris}");
    for citation in &read {
        assert_eq!(line(Some(&citation.title)), title, "{ris}");
        assert_eq!(citation.journal.as_deref().and_then(|name| line(Some(name))), source, "{ris}");
    }
    let csl: Vec<serde_json::Value> = serde_json::from_str(&written(Style::Csl, &hits)).unwrap();
    assert_eq!(csl.len(), 2);
    assert_eq!(csl[0]["title"].as_str().map(str::to_owned), title);
    assert_ne!(csl[0]["id"], csl[1]["id"]);
}

#[test]
fn entries() {
    let hit = sample::hits().remove(0);
    insta::assert_snapshot!("bibtex", written(Style::Bibtex, std::slice::from_ref(&hit)));
    insta::assert_snapshot!("csl", written(Style::Csl, std::slice::from_ref(&hit)));
    insta::assert_snapshot!("ris", written(Style::Ris, &[hit]));
}

#[test]
fn hostile_metadata_stays_what_it_is() {
    for text in [
        "100 % {de} \\puces_ & $x$ ~ ^ #1 @article{x,}",
        "} @comment{",
        "TY  - JOUR\nER  - ",
        "« L’or » and “more”",
        "\\",
        "{{}",
    ] {
        let mut hit = sample::hits().remove(0);
        hit.metadata.title = Some(text.to_owned());
        hit.metadata.source = Some(text.to_owned());
        hit.metadata.author = Some("Simon and Schuster, Jeanne d’Arc".to_owned());
        check(&hit);
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(hit in sample::any_hit()) {
        check(&hit);
    }
}
