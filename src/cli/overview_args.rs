//! The arguments of the commands that look at all matching articles together.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::choices::{facet, line_order, matching, neighbour, step};
use super::which::Which;
use crate::model::{FacetBy, LineOrder, Neighbour, Step};
use crate::search::Match;

/// Show how many articles match over time, and what share of all articles that is
///
/// Each argument is a query of its own, so put one of several words in quotes; several stand side by side. A share is
/// one of all articles of the period that the filters let through: --since, --until, --source, and source:, auteur:,
/// langue: and date: in the query. Articles without a date stand in no bar and are counted below.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  vigie timeline H20 --since 2025\n  \
    vigie timeline 'terres rares' 'puces H20' --by quarter\n  \
    vigie timeline Nexperia --by week -o nexperia.svg")]
pub(super) struct TimelineArgs {
    /// The queries, each in the language of `vigie search`
    #[arg(value_name = "QUERY", required_unless_present_any = ["since", "until", "source"])]
    #[arg(value_hint = ValueHint::Other)]
    pub(super) queries: Vec<String>,
    /// The length of the periods
    #[arg(long, value_parser = step(), default_value = "month", value_name = "STEP")]
    pub(super) by: Step,
    /// A series for each source, its shares among the articles of that source
    #[arg(long)]
    pub(super) by_source: bool,
    /// Draw the bars by share, not by number of articles
    #[arg(long, conflicts_with = "json")]
    pub(super) share: bool,
    /// What happened meanwhile: a file of lines such as `2025-10-30 Trump–Xi à Busan`
    ///
    /// A line begins with a date, in any form that --since takes; empty lines and lines that begin with # are left out.
    #[arg(long, value_name = "FILE")]
    pub(super) events: Option<PathBuf>,
    #[command(flatten)]
    pub(super) which: Which,
    /// How much of a query an article must have
    #[arg(long = "match", value_parser = matching(), default_value = "auto", value_name = "HOW")]
    pub(super) matching: Match,
    /// Print it as JSON
    #[arg(long, conflicts_with = "output")]
    pub(super) json: bool,
    /// Write it to a file: .csv, .svg or .json
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Replace a file that exists
    #[arg(long, requires = "output")]
    pub(super) force: bool,
}

/// Count the articles that match by source, language, corpus and time
///
/// The share beside a count is one of all articles with that value that the filters let through: which source writes
/// about it most, for its size.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  vigie facets 'contrôle des exportations'\n  \
    vigie facets Nexperia --by source,month --since 2025-09")]
pub(super) struct FacetsArgs {
    /// What to look for, as for `vigie search`
    #[arg(value_name = "QUERY", required_unless_present_any = ["since", "until", "source"])]
    #[arg(value_hint = ValueHint::Other)]
    pub(super) query: Vec<String>,
    /// What to count by: source, language, corpus, year, month
    #[arg(long, value_parser = facet(), value_delimiter = ',', value_name = "FACETS")]
    #[arg(hide_possible_values = true, default_value = "source,language,corpus,year")]
    pub(super) by: Vec<FacetBy>,
    #[command(flatten)]
    pub(super) which: Which,
    /// How much of the query an article must have
    #[arg(long = "match", value_parser = matching(), default_value = "auto", value_name = "HOW")]
    pub(super) matching: Match,
    /// How many values of a facet to show, 0 for all; years and months are always all there
    #[arg(long, short = 'n', value_name = "N", default_value_t = 20, value_hint = ValueHint::Other)]
    pub(super) limit: usize,
    /// Print it as JSON, with all values
    #[arg(long)]
    pub(super) json: bool,
}

/// List each use of a word or phrase with the words around it
///
/// A concordance (keyword in context): a line for each use in all articles that match. The keyword is the first phrase or
/// group of the query (`"part de marché"`, `(restriction OU licence)`), else its first word, in all forms that a search
/// finds; the rest of the query chooses articles. T stands for the title.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  vigie kwic '\"part de marché\" NVIDIA' --sort right\n  \
    vigie kwic 'Trump Xi' --of rencontre --group left\n  vigie kwic puces --sample 50 --seed 7 -o puces.csv")]
pub(super) struct KwicArgs {
    /// What to look for, as for `vigie search`
    #[arg(value_name = "QUERY", required = true, value_hint = ValueHint::Other)]
    pub(super) query: Vec<String>,
    /// List the uses of this instead, in the articles that match the query
    #[arg(long, value_name = "QUERY", value_hint = ValueHint::Other)]
    pub(super) of: Option<String>,
    /// The order of the lines; words sort as in French, without accents and capitals
    #[arg(long, value_parser = line_order(), default_value = "date", value_name = "ORDER")]
    pub(super) sort: LineOrder,
    /// Count the uses by a neighbour, or by the form of the keyword, instead of listing them
    #[arg(long, value_parser = neighbour(), value_name = "BY", conflicts_with = "output")]
    pub(super) group: Option<Neighbour>,
    /// The most characters on each side [default: what fits the terminal, 80 in a file]
    #[arg(long, value_name = "N", value_hint = ValueHint::Other)]
    pub(super) context: Option<usize>,
    /// How many lines to show, 0 for all; a file has all
    #[arg(long, short = 'n', value_name = "N", default_value_t = 100, value_hint = ValueHint::Other)]
    pub(super) limit: usize,
    /// Draw so many uses at random
    #[arg(long, value_name = "N", value_hint = ValueHint::Other, conflicts_with = "group")]
    pub(super) sample: Option<usize>,
    /// The seed of the sample: the same one draws the same uses
    #[arg(long, value_name = "SEED", default_value_t = 1, value_hint = ValueHint::Other)]
    pub(super) seed: u64,
    #[command(flatten)]
    pub(super) which: Which,
    /// How much of the query an article must have
    #[arg(long = "match", value_parser = matching(), default_value = "auto", value_name = "HOW")]
    pub(super) matching: Match,
    /// Print it as JSON
    #[arg(long, conflicts_with = "output")]
    pub(super) json: bool,
    /// Write all uses to a file: .csv, .tsv or .jsonl
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Replace a file that exists
    #[arg(long, requires = "output")]
    pub(super) force: bool,
}

/// List the words and names that are typical of the articles that match
///
/// A word counts with all its inflections. It is typical if a larger share of these articles than of the rest has it,
/// by Dunning's log-likelihood G² (1993); the rest are the other articles that the filters let through. Little words and
/// the words of the query are left out. Names are taken from the best 200 articles.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  vigie terms 'terres rares'\n  vigie terms Nexperia --since 2025-09 -n 50 --json"
)]
pub(super) struct TermsArgs {
    /// What to look for, as for `vigie search`
    #[arg(value_name = "QUERY", required_unless_present_any = ["since", "until", "source"])]
    #[arg(value_hint = ValueHint::Other)]
    pub(super) query: Vec<String>,
    /// How many terms to show
    #[arg(long, short = 'n', value_name = "N", default_value_t = 25, value_hint = ValueHint::Other)]
    pub(super) limit: usize,
    #[command(flatten)]
    pub(super) which: Which,
    /// How much of the query an article must have
    #[arg(long = "match", value_parser = matching(), default_value = "auto", value_name = "HOW")]
    pub(super) matching: Match,
    /// Print it as JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Compare two queries: the articles of the one only, of both, of the other only
///
/// Each argument is a query of its own, so put one of several words in quotes.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  vigie compare 'restrictions exportation puces' 'export controls' --no-expand\n  \
    vigie compare Nvidia Huawei --since 2025 -n 5"
)]
pub(super) struct CompareArgs {
    /// The first query
    #[arg(value_name = "QUERY_A", value_hint = ValueHint::Other)]
    pub(super) first: String,
    /// The second query
    #[arg(value_name = "QUERY_B", value_hint = ValueHint::Other)]
    pub(super) second: String,
    /// How many articles of each part to show
    #[arg(long, short = 'n', value_name = "N", default_value_t = 3, value_hint = ValueHint::Other)]
    pub(super) limit: usize,
    #[command(flatten)]
    pub(super) which: Which,
    /// How much of a query an article must have
    #[arg(long = "match", value_parser = matching(), default_value = "auto", value_name = "HOW")]
    pub(super) matching: Match,
    /// Print it as JSON
    #[arg(long)]
    pub(super) json: bool,
}
