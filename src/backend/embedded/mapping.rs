//! Our zones and forms as tantivy's fields, and an article as its documents: one for each passage, in
//! order, written as one group, so that an article is a run of neighbouring documents.

use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{TantivyDocument, Term};

use crate::backend::record::{Prepared, Words, decode_words};
use crate::model::{Date, Metadata};
use crate::schema::{Form, Zone};

/// The name under which our reader of word streams is known to tantivy.
const WORDS: &str = "words";

/// The fields of the index.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    /// The hash of the article's identifier, on every passage: what a removal names.
    pub(super) key: Field,
    /// The article's identifier, on its first passage: what ties are broken by.
    pub(super) id: Field,
    /// The place of the passage in its article, from 0.
    pub(super) ordinal: Field,
    /// How many passages the article has.
    pub(super) passages: Field,
    /// How many words the passage has.
    pub(super) words: Field,
    /// How many words the title has, on the first passage.
    pub(super) title_words: Field,
    /// The day of the article on its first passage, see [`day_number`].
    pub(super) day: Field,
    /// Where the passage starts in the text of its article, in bytes.
    pub(super) start: Field,
    /// The passage as it stands in the text.
    pub(super) text: Field,
    /// What is known of the article, as JSON, on its first passage.
    pub(super) head: Field,
    zones: Vec<(Zone, Form, Field)>,
}

/// What is stored of an article besides its passages.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub(super) struct Head {
    pub(super) id: String,
    pub(super) path: String,
    pub(super) metadata: Metadata,
    pub(super) encoding: String,
}

impl Fields {
    /// The field that holds a form of the words of a zone; names have no stems, so their surface is it.
    pub(super) fn words_of(&self, zone: Zone, form: Form) -> Field {
        let at = |wanted: Form| {
            self.zones.iter().find(|(z, f, _)| *z == zone && *f == wanted).map(|(_, _, field)| *field)
        };
        at(form).or_else(|| at(Form::Exact)).unwrap_or(self.key)
    }

    /// The term that all passages of an article share.
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
        ordinal: builder.add_u64_field("ordinal", number()),
        passages: builder.add_u64_field("passages", number()),
        words: builder.add_u64_field("words", number()),
        title_words: builder.add_u64_field("title_words", number()),
        day: builder.add_u64_field("day", number()),
        start: builder.add_u64_field("start", number()),
        text: builder.add_text_field("text", STORED),
        head: builder.add_text_field("head", STORED),
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

/// An article as documents, one for each passage.
pub(super) fn documents(fields: &Fields, prepared: Prepared) -> Vec<TantivyDocument> {
    let Prepared { article, title_words, passages } = prepared;
    let key = key(&article.id);
    let count = passages.len() as u64;
    let mut documents = Vec::with_capacity(passages.len());
    for (ordinal, passage) in passages.into_iter().enumerate() {
        let mut document = TantivyDocument::default();
        document.add_text(fields.key, &key);
        document.add_u64(fields.ordinal, ordinal as u64);
        document.add_u64(fields.passages, count);
        document.add_u64(fields.words, u64::from(passage.words));
        document.add_u64(fields.start, passage.range.start as u64);
        document.add_text(fields.text, &article.text[passage.range]);
        let of_first = |number: u64| if ordinal == 0 { number } else { 0 };
        document.add_u64(fields.day, of_first(day_number(article.metadata.date)));
        document.add_u64(fields.title_words, of_first(u64::from(title_words)));
        for stream in &passage.streams {
            document.add_text(fields.words_of(stream.zone, stream.form), &stream.words);
        }
        documents.push(document);
    }
    if let Some(first) = documents.first_mut() {
        let head = Head {
            id: article.id,
            path: article.path,
            metadata: article.metadata,
            encoding: article.encoding,
        };
        first.add_text(fields.id, &head.id);
        first.add_text(fields.head, serde_json::to_string(&head).unwrap_or_default());
    }
    documents
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
        let stream = crate::backend::encode_words([(0, "a"), (2, "b"), (2, "c")].into_iter());
        let mut tokens = tokenizer.token_stream(&stream);
        let mut got = Vec::new();
        while tokens.advance() {
            got.push((tokens.token().position, tokens.token().text.clone()));
        }
        assert_eq!(got, [(0, "a".to_owned()), (2, "b".to_owned()), (2, "c".to_owned())]);
    }
}
