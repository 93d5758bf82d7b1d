//! The rules of one `vigie.toml`, as people write them.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::value::Datetime;

use super::Folder;
use crate::corpus::metadata;
use crate::model::Date;

/// The rules of one `vigie.toml`. What else it may set is for the settings.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct RulesFile {
    /// What the texts of the folder do not say themselves.
    pub texts: Texts,
    /// One name for each source, and its other names.
    pub sources: BTreeMap<String, Names>,
    /// The keys of JSON and the headings of tables that have a field.
    pub keys: BTreeMap<Field, Names>,
}

/// What the texts of a folder do not say themselves.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Texts {
    /// The newspaper, site or agency.
    pub source: Option<String>,
    /// The author.
    pub author: Option<String>,
    /// The day of publication.
    pub date: Option<Day>,
    /// The language, as an ISO 639-1 code or a name.
    pub language: Option<Language>,
}

/// A day: `2025-10-28` or `"28/10/2025"`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "TextOrDatetime")]
pub struct Day(Date);

/// A language: `"fr"`, `"français"`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct Language(String);

#[derive(Deserialize)]
#[serde(untagged)]
enum TextOrDatetime {
    Text(String),
    Datetime(Datetime),
}

/// One name, or a list of them.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Names {
    /// One name.
    One(String),
    /// Several names, the first that is there counts.
    Many(Vec<String>),
}

/// A field of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Field {
    Id,
    Title,
    Text,
    Summary,
    Date,
    Source,
    Author,
    Url,
    Language,
}

/// Why a file has no rules.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{said}")]
pub struct RulesError {
    /// The line of the fault, from 1, where it has one.
    pub line: Option<u64>,
    /// The fault.
    pub said: String,
}

impl RulesFile {
    /// The rules in the text of a `vigie.toml`.
    ///
    /// # Errors
    /// The text is no TOML, or a rule is not one.
    pub fn parse(text: &str) -> Result<Self, RulesError> {
        toml::from_str(text).map_err(|error: toml::de::Error| {
            let before = error.span().and_then(|span| text.get(..span.start));
            let line = before.map(|before| before.matches('\n').count() as u64 + 1);
            RulesError { line, said: error.message().trim_end().replace('\n', "; ") }
        })
    }
}

impl TryFrom<TextOrDatetime> for Day {
    type Error = String;

    fn try_from(value: TextOrDatetime) -> Result<Self, String> {
        let text = match value {
            TextOrDatetime::Text(text) => text,
            TextOrDatetime::Datetime(day) => day.to_string(),
        };
        metadata::date(&text).map(Day).map_err(|_| format!("`{text}` is no day"))
    }
}

impl TryFrom<String> for Language {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        metadata::language(&text).map(Language).ok_or_else(|| format!("`{text}` is no language"))
    }
}

impl Field {
    /// The key that readers know.
    fn key(self) -> &'static str {
        match self {
            Field::Id => "id",
            Field::Title => "title",
            Field::Text => "text",
            Field::Summary => "summary",
            Field::Date => "date",
            Field::Source => "source",
            Field::Author => "author",
            Field::Url => "url",
            Field::Language => "language",
        }
    }
}

impl From<Names> for Vec<String> {
    fn from(names: Names) -> Self {
        match names {
            Names::One(name) => vec![name],
            Names::Many(names) => names,
        }
    }
}

impl From<RulesFile> for Folder {
    fn from(file: RulesFile) -> Self {
        let Texts { source, author, date, language } = file.texts;
        Folder {
            prefix: String::new(),
            source,
            author,
            date: date.map(|Day(day)| day),
            language: language.map(|Language(code)| code),
            sources: file.sources.into_iter().map(|(name, others)| (name, others.into())).collect(),
            keys: file.keys.into_iter().map(|(field, keys)| (field.key().to_owned(), keys.into())).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number of rules of a text, or its fault after the number of its line.
    fn check(text: &str, expected: Result<usize, &str>) {
        let got = RulesFile::parse(text).map(|file| {
            let Texts { source, author, date, language } = file.texts;
            let texts = [source.is_some(), author.is_some(), date.is_some(), language.is_some()];
            texts.into_iter().filter(|is_there| *is_there).count() + file.sources.len() + file.keys.len()
        });
        let got = got.map_err(|error| format!("{} {}", error.line.unwrap_or_default(), error.said));
        assert_eq!(got, expected.map_err(str::to_owned), "{text}");
    }

    #[test]
    fn rules_are_read() {
        check("", Ok(0));
        check("limit = 5\n[texts]\ndate = \"28/10/2025\"\nlanguage = \"français\"", Ok(2));
        check("[keys]\ntext = \"corps\"\nurl = [\"a\", \"b\"]\n[sources]\nAFP = \"afp.com\"", Ok(3));
    }

    #[test]
    fn faults_are_told() {
        check("[texts]\ndate = \"hier\"", Err("2 `hier` is no day"));
        check("[texts]\nlanguage = \"klingon\"", Err("2 `klingon` is no language"));
        let fields = "`source`, `author`, `date`, `language`";
        check("[texts]\ntitre = \"A\"", Err(&format!("2 unknown field `titre`, expected one of {fields}")));
    }
}
