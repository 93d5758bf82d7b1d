//! Our zones and forms as tantivy's fields, and an article as a document: its passages are runs of its words.

use std::io;

use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{TantivyDocument, Term};

use super::packing::Packer;
use crate::backend::record::{Prepared, Words, decode_words};
use crate::model::Date;
use crate::schema::{Form, Zone};

/// The name under which our reader of word streams is known to tantivy.
const WORDS: &str = "words";

/// The fields of the index.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    /// The hash of the article's identifier: what a removal names.
    pub(super) key: Field,
    /// The article's identifier: what ties are broken by.
    pub(super) id: Field,
    /// The day of the article, see [`day_number`].
    pub(super) day: Field,
    /// How many words the text has.
    pub(super) words: Field,
    /// How many words the title has.
    pub(super) title_words: Field,
    /// How many words each passage has.
    pub(super) passage_words: Field,
    /// How many bytes each passage has.
    pub(super) passage_bytes: Field,
    /// The article itself, see `packing`.
    pub(super) packed: Field,
    zones: Vec<(Zone, Form, Field)>,
}

impl Fields {
    /// The field that holds a form of the words of a zone; names have no stems, so their surface is it.
    pub(super) fn words_of(&self, zone: Zone, form: Form) -> Field {
        let at = |wanted: Form| {
            self.zones.iter().find(|(z, f, _)| *z == zone && *f == wanted).map(|(_, _, field)| *field)
        };
        at(form).or_else(|| at(Form::Exact)).unwrap_or(self.key)
    }

    /// The term that only this article has.
    pub(super) fn key_of(&self, id: &str) -> Term {
        Term::from_field_text(self.key, &key(id))
    }
}

/// Identifiers may be long; their hashes are not.
fn key(id: &str) -> String {
    let hash = blake3::hash(id.as_bytes());
    hash.to_hex()[..32].to_owned()
}

/// The schema of format [`crate::schema::FORMAT`].
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let number = || NumericOptions::default().set_fast();
    let mut zones = Vec::new();
    for zone in Zone::ALL {
        for &form in zone.forms() {
            let field = builder.add_text_field(&format!("{}_{}", zone.name(), form.name()), word_options());
            zones.push((zone, form, field));
        }
    }
    let fields = Fields {
        key: builder.add_text_field("key", STRING),
        id: builder.add_text_field("id", TextOptions::default().set_fast("raw")),
        day: builder.add_u64_field("day", number()),
        words: builder.add_u64_field("words", number()),
        title_words: builder.add_u64_field("title_words", number()),
        passage_words: builder.add_u64_field("passage_words", number()),
        passage_bytes: builder.add_u64_field("passage_bytes", number()),
        packed: builder.add_bytes_field("packed", STORED),
        zones,
    };
    (builder.build(), fields)
}

/// Lengths are kept exactly in a field of their own, so tantivy's coarse ones are not written.
fn word_options() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(WORDS)
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    TextOptions::default().set_indexing_options(indexing)
}

/// The only tokenizer of the index: it reads word streams.
pub(super) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(WORDS, WordTokenizer::default());
    manager
}

/// An article as a document.
pub(super) fn document(
    fields: &Fields,
    prepared: Prepared,
    packer: &mut Packer,
) -> io::Result<TantivyDocument> {
    let words = prepared.words();
    let Prepared { article, title_words, passages, streams } = prepared;
    let mut document = TantivyDocument::default();
    document.add_text(fields.key, key(&article.id));
    document.add_text(fields.id, &article.id);
    document.add_u64(fields.day, day_number(article.metadata.date));
    document.add_u64(fields.words, words);
    document.add_u64(fields.title_words, u64::from(title_words));
    for passage in &passages {
        document.add_u64(fields.passage_words, u64::from(passage.words));
        document.add_u64(fields.passage_bytes, passage.range.len() as u64);
    }
    for stream in &streams {
        document.add_text(fields.words_of(stream.zone, stream.form), stream.words.as_str());
    }
    document.add_bytes(fields.packed, &packer.pack(article)?);
    Ok(document)
}

/// A day as a number that grows with time; 0 for none.
pub(super) fn day_number(date: Option<Date>) -> u64 {
    let days = |date: Date| (date - Date::constant(1, 1, 1)).get_days();
    date.map_or(0, |date| u64::from(days(date).max(0).unsigned_abs()) + 1)
}

/// Hands a word stream to tantivy word by word.
#[derive(Clone, Default)]
struct WordTokenizer {
    token: Token,
}

struct WordTokens<'a> {
    words: Words<'a>,
    token: &'a mut Token,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordTokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordTokens<'a> {
        self.token.reset();
        WordTokens { words: decode_words(text), token: &mut self.token }
    }
}

impl TokenStream for WordTokens<'_> {
    fn advance(&mut self) -> bool {
        let Some((position, word)) = self.words.next() else { return false };
        self.token.position = position as usize;
        self.token.text.clear();
        self.token.text.push_str(word);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_grow_with_time_and_none_is_zero() {
        let day = |text: &str| day_number(crate::model::parse_date(text));
        assert!(day("2025-10-28") < day("2025-10-29") && day("0001-01-01") > 0);
        assert_eq!(day_number(None), 0);
    }

    #[test]
    fn streams_reach_tantivy_with_their_positions() {
        let mut tokenizer = WordTokenizer::default();
        let mut stream = crate::backend::WordStream::default();
        [(0, "a"), (2, "b"), (2, "c")].into_iter().for_each(|(position, word)| stream.push(position, word));
        let mut tokens = tokenizer.token_stream(stream.as_str());
        let mut got = Vec::new();
        while tokens.advance() {
            got.push((tokens.token().position, tokens.token().text.clone()));
        }
        assert_eq!(got, [(0, "a".to_owned()), (2, "b".to_owned()), (2, "c".to_owned())]);
    }
}
