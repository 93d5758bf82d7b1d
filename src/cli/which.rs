//! Which articles are asked for, beside the query: the flags that every command with a query has.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::args::{first_day, last_day};
use crate::model::Date;

/// The filters of a request, and how its query is read.
#[derive(Debug, Args)]
pub(super) struct Which {
    /// Only articles from this day on: 2025-10-28, 28/10/2025, octobre 2025, 2025, hier, 7j
    ///
    /// 7j, 2sem, 3m, 1a (or d, w, y) are so long ago. Articles without a date are left out, and counted.
    #[arg(long, value_name = "DATE", value_parser = first_day, value_hint = ValueHint::Other)]
    pub(super) since: Option<Date>,
    /// Only articles up to this day (or to the end of that month or year)
    #[arg(long, value_name = "DATE", value_parser = last_day, value_hint = ValueHint::Other)]
    pub(super) until: Option<Date>,
    /// Keep the articles without a date, whatever dates are asked for
    #[arg(long)]
    pub(super) undated: bool,
    /// Only articles whose source has these words
    #[arg(long, value_name = "WORDS", value_hint = ValueHint::Other)]
    pub(super) source: Option<String>,
    /// Look for the words as typed only, not for other names of the same thing
    ///
    /// Without it Huang Renxun also finds Jensen Huang, export controls also finds restrictions à l'exportation,
    /// and a word that is nowhere finds words spelt nearly so; the answer says what was looked for. A word with =
    /// before it is never expanded.
    #[arg(long)]
    pub(super) no_expand: bool,
    /// Let narrower, broader and lesser names find articles too
    ///
    /// Without it they only bring an article forward that has the words as typed, or another name of the same thing.
    #[arg(long, conflicts_with = "no_expand")]
    pub(super) wide: bool,
    /// Also weigh the words that the best passages share
    ///
    /// Pseudo-relevance feedback: the ten best passages are read, and the words that they have in common count a
    /// little. It finds more of a subject, at about the cost of a second search; with `--match any` also articles
    /// that have none of the words of the query. The answer names the words.
    #[arg(long)]
    pub(super) feedback: bool,
    /// Refuse a query that is not understood as it stands
    #[arg(long)]
    pub(super) strict: bool,
    /// The corpus to index first where there is no index yet [default: `corpus/` of the project]
    #[arg(long, value_name = "CORPUS", env = "VIGIE_CORPUS", hide_env_values = true)]
    pub(super) corpus: Option<PathBuf>,
}
