//! A document to an article that a backend can take: passages cut, words analysed.

use crate::analysis::{Analyzer, Tokens};
use crate::backend::{Prepared, PreparedPassage, ZoneWords, encode_words};
use crate::model::{Article, Document};
use crate::passage;
use crate::schema::{Form, Zone};

/// Cuts and analyses. The identifier is the path's; the caller gives the final one.
pub(super) fn prepare(document: Document, analyzer: &mut Analyzer<'_>) -> Prepared {
    let id = document.path_id();
    let Document { path, metadata, encoding, text, .. } = document;
    let article = Article { id, path, metadata, encoding, text };
    let mut passages: Vec<PreparedPassage> = Vec::new();
    for passage in passage::cut(&article.text) {
        let tokens = analyzer.analyze(&article.text[passage.range.clone()]);
        let words = tokens.positions();
        passages.push(PreparedPassage { range: passage.range, words, streams: streams(Zone::Body, tokens) });
    }
    if passages.is_empty() {
        passages.push(PreparedPassage { range: 0..0, words: 0, streams: Vec::new() });
    }
    passages[0].streams.extend(metadata_streams(&article, analyzer));
    let title_words =
        article.metadata.title.as_deref().map_or(0, |title| analyzer.analyze(title).positions());
    Prepared { article, title_words, passages }
}

/// A fingerprint of all that is indexed and stored of an article but its identifier.
pub(super) fn fingerprint(document: &Document) -> u64 {
    let mut hasher = blake3::Hasher::new();
    let metadata = serde_json::to_string(&document.metadata).unwrap_or_default();
    let id = document.declared_id.as_deref().unwrap_or("");
    for part in [id, &document.path, &metadata, &document.encoding, &document.text] {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    let mut first = [0; 8];
    hasher.finalize_xof().fill(&mut first);
    u64::from_le_bytes(first)
}

fn metadata_streams(article: &Article, analyzer: &mut Analyzer<'_>) -> Vec<ZoneWords> {
    let metadata = &article.metadata;
    let zones = [
        (Zone::Title, &metadata.title),
        (Zone::Source, &metadata.source),
        (Zone::Author, &metadata.author),
        (Zone::Language, &metadata.language),
        (Zone::Url, &metadata.url),
    ];
    let mut all = Vec::new();
    for (zone, value) in zones {
        if let Some(text) = value {
            all.extend(streams(zone, analyzer.analyze(text)));
        }
    }
    all
}

fn streams(zone: Zone, tokens: &Tokens) -> Vec<ZoneWords> {
    let forms = zone.forms().iter();
    forms.map(|&form| ZoneWords { zone, form, words: stream(form, tokens) }).collect()
}

fn stream(form: Form, tokens: &Tokens) -> String {
    match form {
        Form::Exact => encode_words(tokens.iter().flat_map(|token| {
            let words = [Some(token.exact), token.cased].into_iter().flatten();
            words.map(move |word| (token.position, word))
        })),
        Form::Stem => encode_words(tokens.iter().flat_map(|token| {
            let stems = [token.stem, token.stem_alt].into_iter().flatten();
            stems.map(move |stem| (token.position, stem))
        })),
    }
}
