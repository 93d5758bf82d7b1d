//! The columns by name: `title,date,text` to a list of [`FieldName`].
//!
//! This file has the names of the columns; `cell` and `jsonl` have their contents.

use std::fmt;

use crate::model::Detail;

/// One column of CSV and TSV, one key of JSON lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldName {
    /// The place in the whole answer, from 1.
    Rank,
    /// The article's identifier.
    Id,
    /// The article's file, relative to the corpus.
    Path,
    /// The headline.
    Title,
    /// The day of publication, `YYYY-MM-DD`.
    Date,
    /// The paper, site or desk.
    Source,
    /// Who signed it.
    Author,
    /// Where it was published.
    Url,
    /// An ISO 639-1 code.
    Language,
    /// The place of the passage in the article, from 1.
    Passage,
    /// How many passages the article has.
    Passages,
    /// The pages that the passage lies on, where the article has pages.
    Page,
    /// Where the passage begins in the article's text, in bytes.
    Start,
    /// Where the passage ends in the article's text, in bytes.
    End,
    /// The passage.
    Text,
    /// The sentences of the passage to show where there is no room for all.
    Snippet,
    /// What matches in the passage, as byte ranges.
    Marks,
    /// What matches in the title, as byte ranges.
    TitleMarks,
    /// The score; comparable within one answer only.
    Score,
    /// What of the query the article lacks.
    Missing,
    /// What of the query the passage has.
    Has,
    /// What of the query the passage lacks.
    Lacks,
    /// Whether the passage says it: whether it has by itself what an article must have.
    Complete,
    /// How the score came about, where it was asked for.
    Explanation,
    /// The sentence of the passage that says most of it.
    Sentence,
    /// The passage, under the name that readers of a list know.
    Context,
    /// The words of the passage that match, as they stand there.
    WordsFound,
    /// Nothing: room for the reader.
    Remark,
}

/// Why a text is not a list of columns.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is not a field")]
pub struct UnknownField {
    /// The name that nobody knows.
    pub name: String,
    /// A known name that resembles it.
    pub nearest: Option<FieldName>,
}

impl FieldName {
    /// All fields: those of a line of JSON in its order, then those that only lists for people have.
    pub const ALL: [FieldName; 28] = [
        FieldName::Rank,
        FieldName::Id,
        FieldName::Path,
        FieldName::Title,
        FieldName::Date,
        FieldName::Source,
        FieldName::Author,
        FieldName::Url,
        FieldName::Language,
        FieldName::Passage,
        FieldName::Passages,
        FieldName::Page,
        FieldName::Start,
        FieldName::End,
        FieldName::Text,
        FieldName::Snippet,
        FieldName::Marks,
        FieldName::TitleMarks,
        FieldName::Score,
        FieldName::Missing,
        FieldName::Has,
        FieldName::Lacks,
        FieldName::Complete,
        FieldName::Explanation,
        FieldName::Sentence,
        FieldName::Context,
        FieldName::WordsFound,
        FieldName::Remark,
    ];

    /// How many of [`FieldName::ALL`] a line of JSON has by default.
    const IN_JSON: usize = 24;

    /// The default columns of a workbook: what an editor reads, follows up and writes into.
    pub const READABLE: [FieldName; 12] = [
        FieldName::Rank,
        FieldName::Date,
        FieldName::Source,
        FieldName::Title,
        FieldName::Sentence,
        FieldName::Context,
        FieldName::Passage,
        FieldName::Page,
        FieldName::WordsFound,
        FieldName::Lacks,
        FieldName::Id,
        FieldName::Remark,
    ];

    /// The default columns of CSV and TSV: what people read, count and cite.
    pub const COLUMNS: [FieldName; 15] = [
        FieldName::Rank,
        FieldName::Id,
        FieldName::Title,
        FieldName::Date,
        FieldName::Source,
        FieldName::Author,
        FieldName::Url,
        FieldName::Passage,
        FieldName::Passages,
        FieldName::Page,
        FieldName::Score,
        FieldName::Complete,
        FieldName::Has,
        FieldName::Lacks,
        FieldName::Text,
    ];

    /// The name in `--fields`, in header rows and as a JSON key.
    pub fn name(self) -> &'static str {
        match self {
            FieldName::Rank => "rank",
            FieldName::Id => "id",
            FieldName::Path => "path",
            FieldName::Title => "title",
            FieldName::Date => "date",
            FieldName::Source => "source",
            FieldName::Author => "author",
            FieldName::Url => "url",
            FieldName::Language => "language",
            FieldName::Passage => "passage",
            FieldName::Passages => "passages",
            FieldName::Page => "page",
            FieldName::Start => "start",
            FieldName::End => "end",
            FieldName::Text => "text",
            FieldName::Snippet => "snippet",
            FieldName::Marks => "marks",
            FieldName::TitleMarks => "title_marks",
            FieldName::Score => "score",
            FieldName::Missing => "missing",
            FieldName::Has => "has",
            FieldName::Lacks => "lacks",
            FieldName::Complete => "complete",
            FieldName::Explanation => "explanation",
            FieldName::Sentence => "sentence",
            FieldName::Context => "context",
            FieldName::WordsFound => "words_found",
            FieldName::Remark => "remark",
        }
    }

    /// The default keys of a line of JSON.
    pub fn in_json() -> Vec<FieldName> {
        FieldName::ALL[..FieldName::IN_JSON].to_vec()
    }

    /// How much of a hit has to be worked out for this column.
    pub fn detail(self) -> Detail {
        match self {
            FieldName::Rank | FieldName::Id | FieldName::Passage | FieldName::Score => Detail::Name,
            FieldName::Snippet
            | FieldName::Marks
            | FieldName::TitleMarks
            | FieldName::Sentence
            | FieldName::WordsFound => Detail::Marks,
            _ => Detail::Text,
        }
    }
}

impl fmt::Display for FieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Reads a list of columns separated by commas. A name that is repeated is dropped, because a JSON object cannot hold a
/// key twice.
///
/// # Errors
/// At the first name that is not a field; an empty list is an empty name.
pub fn parse_fields(text: &str) -> Result<Vec<FieldName>, UnknownField> {
    let mut fields = Vec::new();
    for name in text.split(',') {
        let field = parse_field(name.trim())?;
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    Ok(fields)
}

fn parse_field(name: &str) -> Result<FieldName, UnknownField> {
    let lower = name.to_lowercase();
    let found = FieldName::ALL.into_iter().find(|field| field.name() == lower);
    found.ok_or_else(|| UnknownField { name: name.to_owned(), nearest: nearest(&lower) })
}

/// The field whose name is the fewest edits away, if at least half of the letters stay.
fn nearest(name: &str) -> Option<FieldName> {
    let name: String = name.chars().take(32).collect();
    let edits = |field: &FieldName| {
        let longest = field.name().len().max(name.chars().count());
        (strsim::levenshtein(&name, field.name()), longest)
    };
    let best = FieldName::ALL.into_iter().min_by_key(|field| edits(field).0)?;
    let (edits, length) = edits(&best);
    (edits * 2 <= length).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: Result<&[FieldName], Option<FieldName>>) {
        let got = parse_fields(input).map_err(|error| error.nearest);
        assert_eq!(got, expected.map(<[FieldName]>::to_vec), "{input}");
    }

    #[test]
    fn lists() {
        check("title,date,text", Ok(&[FieldName::Title, FieldName::Date, FieldName::Text]));
        check(" Rank , SCORE", Ok(&[FieldName::Rank, FieldName::Score]));
        check("id,id", Ok(&[FieldName::Id]));
        for field in FieldName::ALL {
            check(field.name(), Ok(&[field]));
        }
    }

    #[test]
    fn the_nearest_is_suggested() {
        check("titre", Err(Some(FieldName::Title)));
        check("id,auteur", Err(Some(FieldName::Author)));
        check("langue", Err(Some(FieldName::Language)));
        check("texte", Err(Some(FieldName::Text)));
        check("tilte", Err(Some(FieldName::Title)));
        check("x", Err(None));
        check("", Err(None));
        check("title,", Err(None));
        check(&"é".repeat(9_999), Err(None));
    }
}
