//! What the index holds, named without any engine: zones, forms, and the number of the format.
//!
//! The contract between writing and reading: both sides of a backend are built from these names.

use serde::{Deserialize, Serialize};

/// The number of the format on disk. It is raised when zones, forms or stored data change; an index
/// of another number is refused with the command that rebuilds it.
pub const FORMAT: u32 = 9;

/// A part of an article in which words can be looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Zone {
    /// The text.
    Body,
    /// The headline.
    Title,
    /// The name of the paper, site or desk.
    Source,
    /// The names of who signed.
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

    /// The forms in which the words of the zone are indexed: prose has both, names only the surface.
    pub fn forms(self) -> &'static [Form] {
        match self {
            Zone::Body | Zone::Title => &[Form::Exact, Form::Stem],
            Zone::Source | Zone::Author | Zone::Language | Zone::Url => &[Form::Exact],
        }
    }

    /// Whether its words are indexed by their stems too.
    pub fn has_stems(self) -> bool {
        self.forms().contains(&Form::Stem)
    }

    /// The zones whose words are.
    pub fn with_stems() -> impl Iterator<Item = Zone> {
        Zone::ALL.into_iter().filter(|zone| zone.has_stems())
    }

    /// Whether words found here say what an article is about; the other zones only narrow the answer.
    pub fn is_prose(self) -> bool {
        matches!(self, Zone::Body | Zone::Title)
    }
}

/// A form in which a word is indexed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// The surface form, lower case, without accents.
    Exact,
    /// The stem.
    Stem,
}

impl Form {
    /// The suffix of the form in the names of the index.
    pub fn name(self) -> &'static str {
        match self {
            Form::Exact => "exact",
            Form::Stem => "stem",
        }
    }
}
