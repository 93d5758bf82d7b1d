//! What an entry is: one person, firm, thing or idea, all the names that it has, and its neighbours.

use serde::Deserialize;

/// One person, firm, thing or idea.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Unique and stable, in small letters with hyphens: `jensen-huang`.
    pub id: String,
    /// What sort of thing it is.
    pub kind: Kind,
    /// All its names; the first is the preferred one.
    pub names: Vec<Name>,
    /// Entries that say more than this one, as its file has them.
    pub broader: Vec<String>,
    /// Entries that say less than this one, as its file has them.
    pub narrower: Vec<String>,
    /// Entries that are often meant together with this one, as its file has them.
    pub related: Vec<String>,
    /// A source or a caveat.
    pub note: Option<String>,
}

impl Entry {
    /// The name to show.
    pub fn preferred(&self) -> &str {
        self.names.first().map_or("", |name| &name.text)
    }

    /// What to look for in texts where this entry is meant.
    pub fn variants(&self) -> impl Iterator<Item = &Name> {
        self.names.iter().filter(|name| name.role != Role::Typed)
    }
}

/// One name of an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// As people write it.
    pub text: String,
    /// How surely it means the entry: 1 for another name of the same thing, less for what may mean it.
    pub weight: f32,
    /// Whether it counts in queries, in texts or in both.
    pub role: Role,
    /// Whether its capitals count: `US` is not `us`.
    pub keeps_case: bool,
}

/// Where a name counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Typed, it means the entry; where the entry is meant, texts are searched for it.
    Both,
    /// Typed, it means the entry; texts are not searched for it.
    Typed,
    /// Texts are searched for it; typed, it does not mean the entry.
    Searched,
}

/// What sort of thing an entry is. The order settles which of two entries with the same name comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A human being.
    Person,
    /// A company, or an association of companies.
    Firm,
    /// Something that is made or sold.
    Product,
    /// A country, a city, a region, and the government that goes by its name.
    Place,
    /// A public body.
    Agency,
    /// A law, a regulation, a programme or a rule.
    Law,
    /// An agreement between states.
    Treaty,
    /// A fair, a summit, something that happened.
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

    /// As in the files.
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

    /// Whether the names are ordinary words, met by their stems; the others are met letter by letter.
    pub fn is_inflected(self) -> bool {
        self == Kind::Term
    }
}
