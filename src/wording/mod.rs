//! The sentences that people read: values of the other rooms in, English and French sentences out.
//!
//! The other rooms return notes, remarks, problems and errors as values. Each value has one arm of a `match` here, with
//! its two sentences side by side (`say!`); the compiler asks for both when a value is added. Advice depends on the
//! front end: that of the command line, with its commands and flags, is in `hints`, `complaints` and `help`. The room
//! knows no clap and no terminal, and prints nothing.

/// The sentence in the language of the reader. Names in braces are variables.
macro_rules! say {
    ($lang:expr, en: $en:literal, fr: $fr:literal $(,)?) => {
        match $lang {
            $crate::wording::Lang::En => format!($en),
            $crate::wording::Lang::Fr => format!($fr),
        }
    };
    // With a number that chooses between the singular and the plural.
    ($lang:expr, $count:expr, en: [$en:literal, $en_more:literal], fr: [$fr:literal, $fr_more:literal] $(,)?) => {
        match ($lang, $crate::wording::plural($lang, $count)) {
            ($crate::wording::Lang::En, $crate::wording::Plural::One) => format!($en),
            ($crate::wording::Lang::En, $crate::wording::Plural::Other) => format!($en_more),
            ($crate::wording::Lang::Fr, $crate::wording::Plural::One) => format!($fr),
            ($crate::wording::Lang::Fr, $crate::wording::Plural::Other) => format!($fr_more),
        }
    };
}

mod citation;
mod complaints;
mod diagnosis;
mod errors;
mod eval;
mod help;
mod hints;
mod how;
mod lang;
mod list;
mod notes;
mod origins;
mod overview;
mod plural;
mod problems;
mod programs;
mod remarks;
mod screen;
mod status;
mod system;
#[cfg(test)]
mod tests;
mod usage;
mod verify;
mod why_not;

pub use citation::{Cited, citation, compared, place_cited, quotations_checked, text_hash, verdict_word};
pub use complaints::Complaint;
pub use diagnosis::diagnosis;
pub use help::{Help, Page, after, page, value_name};
pub use hints::{more_problems, more_values, uses_shown};
pub use how::how;
pub use lang::{Label, Lang};
pub use list::list_labels;
pub use origins::{Described, described};
pub use overview::{
    about_terms, articles_match, both, concordance_totals, events_outside, facet_heading, forms_of,
    group_heading, in_articles, legend, measure, name_of_series, no_neighbour, no_terms, not_an_event,
    of_all, only, percent, sampled, saved, series_totals, term_columns, timeline_heading, undated_label,
    value_of_facet,
};
pub use plural::{Plural, passages, plural};
pub use programs::{Answer, Indexed, StatusAnswer, Worded};
pub use remarks::pointed;
pub use screen::{
    Bars, Table, bars, counts, explained, export_done, index_report, indexed, left_out_kinds, looked_for,
    missing, more_notes, none_judged, nothing_found, on_page, passages_shown, searched, table,
};
pub use status::status;
pub use usage::{Around, BadArgument, leave_out, number};
pub use verify::{FileState, limits_met, verified};
pub use why_not::{clause, comes_nearest, place, verdict};

/// A value that has a sentence: lower case, no final point.
pub trait Say {
    /// The sentence.
    fn say(&self, lang: Lang) -> String;
}

/// A value that has advice for users of the command line.
pub trait Advise {
    /// The advice; `None` where there is none.
    fn advise(&self, lang: Lang) -> Option<String>;
}

/// An error, with or without advice.
pub trait Wrong: Say + Advise {}

impl<T: Say + Advise> Wrong for T {}

/// The first `most` of the words, and the number of the others: `a, b and 2 more`.
fn named<S: AsRef<str>>(lang: Lang, words: &[S], most: usize) -> String {
    let shown: Vec<&str> = words.iter().take(most).map(AsRef::as_ref).collect();
    let (shown, more) = (shown.join(", "), words.len().saturating_sub(most));
    match more {
        0 => shown,
        more => say!(lang, more as u64,
            en: ["{shown} and {more} more", "{shown} and {more} more"],
            fr: ["{shown} et {more} autre", "{shown} et {more} autres"]),
    }
}
