//! A timeline: how many of the articles of each period match, and what share of them that is.

use serde::Serialize;

use super::{Date, Note, Step, Understood};

/// The timeline of one or several queries. All series have the same periods.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Timeline {
    /// The length of the periods.
    pub by: Step,
    /// How each query was understood.
    pub queries: Vec<Understood>,
    /// What the searcher should know.
    pub notes: Vec<Note>,
    /// A series for each query, or for each source of each query.
    pub series: Vec<Series>,
    /// What happened meanwhile, by date.
    pub events: Vec<Event>,
}

/// The timeline of one query, or of one source of it. The bars and the undated articles add up to `articles`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Series {
    /// The query, as typed.
    pub query: String,
    /// The source, where series are split by source; within it `None` for articles without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Option<String>>,
    /// How many articles match.
    pub articles: u64,
    /// How many articles were searched: those that the filters let through, of this source where there is one.
    pub all: u64,
    /// How many of the articles that match have no date. They are in no bar.
    pub undated: u64,
    /// The periods, in order. Those in which nothing matches are there too.
    pub rows: Vec<Bar>,
}

/// One period of a series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    /// The name of the period: `2025-10`, `2025-W44`.
    pub key: String,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// How many articles match.
    pub articles: u64,
    /// How many articles were searched.
    pub all: u64,
    /// `articles` as a share of `all`; `None` where there is no article at all.
    pub share: Option<f64>,
}

impl Bar {
    /// A bar of `articles` matching ones among `all`. `first` is the first day of the period.
    pub fn new(by: Step, first: Date, articles: u64, all: u64) -> Self {
        let share = (all > 0).then(|| articles as f64 / all as f64);
        Bar { key: by.key(first), from: first, to: by.last(first), articles, all, share }
    }
}

/// Something that happened, from a file of events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// The day; of a longer period the first.
    pub date: Date,
    /// What happened.
    pub text: String,
}

impl Timeline {
    /// The events of the period that begins on `from` and ends on `to`.
    pub fn events_of(&self, bar: &Bar) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(|event| (bar.from..=bar.to).contains(&event.date))
    }

    /// The events before the first period and after the last.
    pub fn events_outside(&self) -> usize {
        let rows = self.series.first().map(|series| &series.rows[..]).unwrap_or_default();
        let shown: usize = rows.iter().map(|bar| self.events_of(bar).count()).sum();
        self.events.len() - shown
    }
}
