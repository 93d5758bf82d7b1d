//! The schema of the index, in no engine's terms: zones, forms, and the number of the format.
//!
//! It is the contract between writing and reading: both sides of a backend use these names.

use serde::{Deserialize, Serialize};

/// The number of the format on disk. It is raised when zones, forms or stored data change. An index with another
/// number is refused; the error names the command that rebuilds it.
pub const FORMAT: u32 = 10;

/// A part of an article that is indexed by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Zone {
    /// The text.
    Body,
    /// The headline.
    Title,
    /// The name of the newspaper, site or agency.
    Source,
    /// The names of the authors.
    Author,
    /// The ISO 639-1 code of the language.
    Language,
    /// The address of publication.
    Url,
}

impl Zone {
    /// Every zone, in the order of the format.
    pub const ALL: [Zone; 6] =
        [Zone::Body, Zone::Title, Zone::Source, Zone::Author, Zone::Language, Zone::Url];

    /// The name of the zone in the index.
    pub fn name(self) -> &'static str {
        match self {
            Zone::Body => "body",
            Zone::Title => "title",
            Zone::Source => "source",
            Zone::Author => "author",
            Zone::Language => "language",
            Zone::Url => "url",
        }
    }

    /// The forms in which the words of the zone are indexed. Prose has both, names have the exact form only.
    pub fn forms(self) -> &'static [Form] {
        match self {
            Zone::Body | Zone::Title => &[Form::Exact, Form::Stem],
            Zone::Source | Zone::Author | Zone::Language | Zone::Url => &[Form::Exact],
        }
    }

    /// Whether the words of the zone are indexed by their stems too.
    pub fn has_stems(self) -> bool {
        self.forms().contains(&Form::Stem)
    }

    /// The zones whose words are indexed by their stems too.
    pub fn with_stems() -> impl Iterator<Item = Zone> {
        Zone::ALL.into_iter().filter(|zone| zone.has_stems())
    }

    /// Whether words of the zone say what an article is about. The other zones only filter.
    pub fn is_prose(self) -> bool {
        matches!(self, Zone::Body | Zone::Title)
    }
}

/// A form in which a word is indexed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// The exact form: the word in lower case without accents.
    Exact,
    /// The stem.
    Stem,
}

impl Form {
    /// The suffix of the form in the field names of the index.
    pub fn name(self) -> &'static str {
        match self {
            Form::Exact => "exact",
            Form::Stem => "stem",
        }
    }
}
