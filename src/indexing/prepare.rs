//! A document to an article that a backend can take: passages cut, words analysed.

use crate::analysis::{Analyzer, Tokens};
use crate::backend::{Prepared, PreparedPassage, WordStream, ZoneWords};
use crate::model::{Article, Document};
use crate::passage;
use crate::schema::{Form, Zone};

/// Cuts and analyses. The identifier is the path's; the caller gives the final one.
pub(super) fn prepare(document: Document, analyzer: &mut Analyzer<'_>) -> Prepared {
    let id = document.path_id();
    let Document { path, metadata, encoding, text, .. } = document;
    let article = Article { id, path, metadata, encoding, text };
    let mut body = Streams::of(Zone::Body, article.text.len());
    let mut passages: Vec<PreparedPassage> = Vec::new();
    for passage in passage::cut(&article.text) {
        let tokens = analyzer.analyze(&article.text[passage.range.clone()]);
        body.add(tokens);
        passages.push(PreparedPassage { range: passage.range, words: tokens.positions() });
    }
    if passages.is_empty() {
        passages.push(PreparedPassage { range: 0..0, words: 0 });
    }
    let mut streams = body.finish();
    streams.extend(metadata_streams(&article, analyzer));
    let title_words =
        article.metadata.title.as_deref().map_or(0, |title| analyzer.analyze(title).positions());
    Prepared { article, title_words, passages, streams }
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
            let mut streams = Streams::of(zone, text.len());
            streams.add(analyzer.analyze(text));
            all.extend(streams.finish());
        }
    }
    all
}

/// The word streams of one zone, one for each of its forms, written text by text.
struct Streams {
    streams: Vec<ZoneWords>,
    /// How many words the texts so far have.
    words: u32,
}

impl Streams {
    /// For texts of `bytes` in all.
    fn of(zone: Zone, bytes: usize) -> Self {
        let stream = |&form: &Form| ZoneWords { zone, form, words: WordStream::with_capacity(bytes) };
        Streams { streams: zone.forms().iter().map(stream).collect(), words: 0 }
    }

    fn add(&mut self, tokens: &Tokens) {
        for token in tokens.iter() {
            let position = self.words + token.position;
            for stream in &mut self.streams {
                let words = match stream.form {
                    Form::Exact => [Some(token.exact), token.cased],
                    Form::Stem => [token.stem, token.stem_alt],
                };
                words.into_iter().flatten().for_each(|word| stream.words.push(position, word));
            }
        }
        self.words += tokens.positions();
    }

    fn finish(self) -> Vec<ZoneWords> {
        self.streams
    }
}
