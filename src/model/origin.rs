//! Where the value of a field of the metadata comes from.

use serde::{Deserialize, Serialize};

use super::Metadata;

/// What said the value of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The place that the format has for it: a key, a column, a header, front matter.
    File,
    /// The linked data (JSON-LD) of a web page.
    LinkedData,
    /// A `meta` element or an attribute in the head of a web page.
    MetaElement,
    /// What a web page shows: a heading, a byline, a date beside it.
    Page,
    /// The address of a web page.
    Address,
    /// The lines above the text, or its title.
    FirstLines,
    /// The dateline that the text begins with.
    Dateline,
    /// The properties of a document, which its program writes.
    Properties,
    /// The name of the file, or of its folder.
    Path,
    /// The text itself: its language was detected.
    Text,
    /// A rule in `vigie.toml`.
    Settings,
}

/// The origin of each field of a [`Metadata`]; `None` where the field is unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origins {
    /// Of the title.
    pub title: Option<Origin>,
    /// Of the day of publication.
    pub date: Option<Origin>,
    /// Of the source.
    pub source: Option<Origin>,
    /// Of the author.
    pub author: Option<Origin>,
    /// Of the address.
    pub url: Option<Origin>,
    /// Of the language.
    pub language: Option<Origin>,
}

impl Origins {
    /// Every field that `metadata` has comes from `origin`.
    pub fn all(metadata: &Metadata, origin: Origin) -> Self {
        Origins::default().completed(metadata, origin)
    }

    /// The same, with `origin` for the fields that `metadata` has and no origin is known of.
    #[must_use]
    pub fn completed(self, metadata: &Metadata, origin: Origin) -> Self {
        let of = |known: Option<Origin>, is_there: bool| known.or(Some(origin)).filter(|_| is_there);
        Origins {
            title: of(self.title, metadata.title.is_some()),
            date: of(self.date, metadata.date.is_some()),
            source: of(self.source, metadata.source.is_some()),
            author: of(self.author, metadata.author.is_some()),
            url: of(self.url, metadata.url.is_some()),
            language: of(self.language, metadata.language.is_some()),
        }
    }
}
