//! An entry: one person, firm, thing or idea, with all its names and its neighbours.

use serde::{Deserialize, Serialize};

/// One person, firm, thing or idea.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Unique and stable, in small letters with hyphens: `jensen-huang`.
    pub id: String,
    /// What sort of thing it is.
    pub kind: Kind,
    /// All its names; the first is the preferred one.
    pub names: Vec<Name>,
    /// Ids of more general entries (BT), as the file has them.
    pub broader: Vec<String>,
    /// Ids of more special entries (NT), as the file has them.
    pub narrower: Vec<String>,
    /// Ids of entries that are often meant together with this one (RT), as the file has them.
    pub related: Vec<String>,
    /// Ids of entries whose names have a name of this one in them, and mean something else: *Huang He* for *Huang*.
    pub except: Vec<String>,
    /// A source or a caveat.
    pub note: Option<String>,
}

impl Entry {
    /// The name to show.
    pub fn preferred(&self) -> &str {
        self.names.first().map_or("", |name| &name.text)
    }

    /// The names that texts are searched for when a query means this entry.
    pub fn variants(&self) -> impl Iterator<Item = &Name> {
        self.names.iter().filter(|name| name.role != Role::Typed)
    }

    /// The ids of other entries that the file names.
    pub(super) fn neighbours(&self) -> impl Iterator<Item = &String> {
        self.broader.iter().chain(&self.narrower).chain(&self.related).chain(&self.except)
    }
}

/// One name of an entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Name {
    /// The name as people write it.
    pub text: String,
    /// How surely the name means the entry, over 0 and up to 1: 1 for a synonym, less for a name that may mean it.
    pub weight: f32,
    /// Whether the name counts in queries, in texts or in both.
    pub role: Role,
    /// Whether its capitals count: `US` is not `us`.
    pub keeps_case: bool,
    /// The language whose inflections meet it, where it is an ordinary word.
    pub language: Language,
}

impl Name {
    /// The least weight of an equivalent.
    pub const EQUIVALENT: f32 = 0.8;

    /// Whether the name means the entry surely enough to stand for any other name of it. A lesser name may mean it.
    pub fn is_equivalent(&self) -> bool {
        self.weight >= Name::EQUIVALENT
    }
}

/// The language of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// Gender and number of French.
    French,
    /// The English plural; also for names of other languages.
    English,
}

/// Where a name counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// In queries it means the entry, and texts are searched for it.
    Both,
    /// In queries it means the entry; texts are not searched for it.
    Typed,
    /// Texts are searched for it; in queries it does not mean the entry.
    Searched,
}

/// What sort of thing an entry is. Of two entries with the same name, the lesser kind comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A human being.
    Person,
    /// A company, or an association of companies.
    Firm,
    /// A product or service.
    Product,
    /// A country, a city, a region, and the government that goes by its name.
    Place,
    /// A public body.
    Agency,
    /// A law, a regulation, a programme or a rule.
    Law,
    /// An agreement between states.
    Treaty,
    /// A fair, a summit, an incident.
    Event,
    /// An idea: its names are ordinary words, which are inflected.
    Term,
}

impl Kind {
    /// Every kind, in order.
    pub const ALL: [Kind; 9] = [
        Kind::Person,
        Kind::Firm,
        Kind::Product,
        Kind::Place,
        Kind::Agency,
        Kind::Law,
        Kind::Treaty,
        Kind::Event,
        Kind::Term,
    ];

    /// The kind as the files write it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Firm => "firm",
            Kind::Product => "product",
            Kind::Place => "place",
            Kind::Agency => "agency",
            Kind::Law => "law",
            Kind::Treaty => "treaty",
            Kind::Event => "event",
            Kind::Term => "term",
        }
    }

    /// Whether names are ordinary words, which match by their stems. Names of other kinds match letter by letter.
    pub fn is_inflected(self) -> bool {
        self == Kind::Term
    }
}
