//! The nouns that every room shares: articles, passages, hits, dates, problems.
//!
//! The types have no behaviour beyond their invariants. The room knows no files, engines, HTTP or terminals.

mod concordance;
mod date;
mod diagnosis;
mod document;
mod facets;
mod month;
mod note;
mod origin;
mod pages;
mod period;
mod problem;
mod reason;
mod response;
mod step;
mod terms;
mod timeline;
mod verdict;

pub use concordance::{Concordance, LineOrder, Neighbour, NeighbourCount, Sample, Use};
pub use date::{DateRange, DateRangeError, parse_date, parse_period};
pub use diagnosis::{Diagnosis, Filter, Spelling, TopicCount, WithoutFilter, WithoutTopic};
pub use document::{Article, Document, Metadata};
pub use facets::{FacetBy, FacetTable, FacetValue, Facets};
pub use jiff::civil::Date;
pub use month::month_named;
pub use note::{Note, SourceCount};
pub use origin::{Origin, Origins};
pub use pages::{PageRange, Pages};
pub use period::{Period, today};
pub use problem::{Kind, Problem, Severity, Stage};
pub use reason::{Binary, Reason, Special, Unit};
pub use response::{
    Concept, ConceptExplanation, CountedName, Detail, Explanation, Hit, PassageCounts, SCHEMA_VERSION,
    SearchResponse, Understood,
};
pub use step::Step;
pub use terms::{Comparison, Shared, TypicalTerm, TypicalTerms};
pub use timeline::{Bar, Event, Series, Timeline};
pub use verdict::{Clause, Nearest, Verdict, Weighed};
