//! The index: one field for title and text, its analysis, and queries over it.

use std::borrow::Cow;
use std::fs;

use tantivy::query::{BooleanQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::snippet::SnippetGenerator;
use tantivy::tokenizer::{Language, LowerCaser, SimpleTokenizer, Stemmer, TextAnalyzer, TokenStream};
use tantivy::{Index, Result, Searcher, TantivyDocument, Term};

use crate::articles::Article;

const CHAIN: &str = "french";

pub struct Engine {
    pub index: Index,
    id: Field,
    body: Field,
}

impl Engine {
    pub fn create(folder: &str) -> Result<Self> {
        let _ = fs::remove_dir_all(folder);
        fs::create_dir_all(folder)?;
        let mut schema = Schema::builder();
        schema.add_text_field("id", STRING | STORED);
        let words = TextFieldIndexing::default()
            .set_tokenizer(CHAIN)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        schema.add_text_field("body", TextOptions::default().set_indexing_options(words).set_stored());
        Engine::with(Index::create_in_dir(folder, schema.build())?)
    }

    pub fn open(folder: &str) -> Result<Self> {
        Engine::with(Index::open_in_dir(folder)?)
    }

    fn with(index: Index) -> Result<Self> {
        index.tokenizers().register(CHAIN, chain());
        let schema = index.schema();
        let (id, body) = (schema.get_field("id")?, schema.get_field("body")?);
        Ok(Engine { index, id, body })
    }

    pub fn document(&self, article: &Article<'_>) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        document.add_text(self.id, &article.id);
        document.add_text(self.body, format!("{}\n{}", article.title, article.text));
        document
    }

    pub fn stored<'a>(&self, document: &'a TantivyDocument) -> Article<'a> {
        let text = |field| Cow::Borrowed(document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default());
        Article { id: text(self.id), title: Cow::Borrowed(""), text: text(self.body) }
    }

    /// Who makes snippets for a query.
    pub fn snippets(&self, searcher: &Searcher, query: &dyn Query) -> Result<SnippetGenerator> {
        SnippetGenerator::create(searcher, query, self.body)
    }

    pub fn id_term(&self, id: &str) -> Term {
        Term::from_field_text(self.id, id)
    }

    /// The words of `text` as a query of that kind.
    pub fn query(&self, kind: &str, text: &str) -> Box<dyn Query> {
        let mut chain = chain();
        let mut words = chain.token_stream(text);
        let mut terms = Vec::new();
        while words.advance() {
            let token = words.token();
            terms.push((token.position, Term::from_field_text(self.body, &token.text)));
        }
        let leaf = |term| Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>;
        match (terms.len(), kind) {
            (0, _) => Box::new(EmptyQuery),
            (1, _) => leaf(terms.remove(0).1),
            (_, "phrase") => Box::new(PhraseQuery::new_with_offset(terms)),
            _ => {
                let occur = if kind == "and" { Occur::Must } else { Occur::Should };
                Box::new(BooleanQuery::new(terms.into_iter().map(|(_, term)| (occur, leaf(term))).collect()))
            }
        }
    }
}

fn chain() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(LowerCaser)
        .filter(Stemmer::new(Language::French))
        .build()
}
