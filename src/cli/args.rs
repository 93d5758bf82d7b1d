//! The definitions of the arguments. The doc comments are the English help: `-h` prints the first line, `--help` all.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

use super::choices::{format, matching, order};
use super::overview_args::{CompareArgs, FacetsArgs, KwicArgs, TermsArgs, TimelineArgs};
use super::today::today;
use super::which::Which;
use crate::export::FormatName;
use crate::model::{Date, DateRangeError, Period};
use crate::search::{Match, Order};
use crate::session::EngineKind;
use crate::settings::{Given, OneOrMany};
use crate::wording::{Lang, Say};

/// A search engine for people who follow technology policy in the French press.
///
/// It finds the passages of French articles that speak of a subject: inflections, accents and apostrophes
/// do not matter, a phrase is a phrase, and every count is exact.
///
/// Exit status: 0 hits (or done), 1 no hits, 2 error, 3 done but some files are not in the index.
#[derive(Debug, Parser)]
#[command(name = "vigie", version, max_term_width = 100, arg_required_else_help = true)]
#[command(
    after_help = "Examples:\n  vigie index corpus\n  vigie search 'restrictions \"puces d’IA\" Chine'\n  \
    vigie export '\"part de marché\" NVIDIA' --since 2025-04 -o hits.csv\n\nThe query language: `vigie help search`."
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) global: Global,
}

/// Flags of every command.
#[derive(Debug, Args)]
pub(super) struct Global {
    /// The folder of the index [default: `index/` of the project]
    ///
    /// The project is the nearest folder, from here upwards, with a `vigie.toml`, an index or a corpus.
    #[arg(
        long,
        global = true,
        display_order = 901,
        value_name = "DIR",
        env = "VIGIE_INDEX",
        hide_env_values = true
    )]
    pub(super) index: Option<PathBuf>,
    /// When to colour: `auto` colours a terminal, unless NO_COLOR is set
    #[arg(
        long,
        global = true,
        display_order = 902,
        value_enum,
        default_value_t,
        value_name = "WHEN",
        hide_possible_values = true
    )]
    pub(super) color: Color,
    /// The language of what is printed: `fr` or `en` [default: that of the locale]
    ///
    /// A locale (LC_ALL, LC_MESSAGES, LANG) that begins with `fr` is French, any other is English. JSON and files
    /// for programs are the same in both; those for people (workbooks, pages, pictures) are in this language.
    #[arg(
        id = "lang",
        long = "lang",
        global = true,
        display_order = 903,
        value_enum,
        value_name = "LANG",
        env = "VIGIE_LANG",
        hide_env_values = true,
        hide_possible_values = true
    )]
    language: Option<Language>,
    /// The language from `language` and the locale.
    #[arg(skip)]
    pub(super) lang: Lang,
    /// Print nothing but the result and errors
    #[arg(long, short, global = true, display_order = 904)]
    pub(super) quiet: bool,
    /// The engine of a new index; an index that is there keeps its own
    ///
    /// `reference` reads every article for every question. It is there to hold the other against.
    #[arg(
        long,
        global = true,
        display_order = 905,
        hide = true,
        value_name = "ENGINE",
        env = "VIGIE_ENGINE",
        hide_env_values = true
    )]
    pub(super) engine: Option<EngineKind>,
}

/// A language by its code; [`chosen`](super::language::chosen) has read it before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Language {
    Fr,
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Fr => Lang::Fr,
            Language::En => Lang::En,
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Index(IndexArgs),
    Search(SearchArgs),
    Export(ExportArgs),
    Verify(VerifyArgs),
    Timeline(TimelineArgs),
    Facets(FacetsArgs),
    Kwic(KwicArgs),
    Terms(TermsArgs),
    Compare(CompareArgs),
    Eval(EvalArgs),
    Show(ShowArgs),
    Cite(CiteArgs),
    CheckQuote(CheckQuoteArgs),
    #[command(visible_alias = "pourquoi-pas")]
    WhyNot(WhyNotArgs),
    Status(StatusArgs),
    Analyze(AnalyzeArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

/// Index a corpus, or bring its index up to date
///
/// Reads texts, web pages, JSON, feeds, mail, PDF and office documents, tables, press exports, and archives of them.
/// Hidden files and those that a `.vigieignore` names are left out. Only what is new, changed, moved or
/// gone is touched; a run that is stopped leaves the index as it was. The run that makes an index saves what it
/// has once a minute: if it is stopped, the next one goes on from there.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  vigie index\n  vigie index ~/articles --index ~/articles-index\n  vigie index --dry-run"
)]
pub(super) struct IndexArgs {
    /// Folders or files to index [default: those of the index, else `corpus/` of the project]
    #[arg(value_name = "CORPUS")]
    pub(super) corpora: Vec<PathBuf>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Read everything again, into a new index that takes the old one's place when whole
    #[arg(long)]
    pub(super) rebuild: bool,
    /// Remove the articles of files that are no longer there, however many they are
    ///
    /// Without it a run that misses more than a tenth of the files keeps their articles, and says so: a drive may not
    /// be mounted.
    #[arg(long)]
    pub(super) remove_missing: bool,
    /// Read files again that were refused, though they have not changed
    #[arg(long)]
    pub(super) retry: bool,
    /// Follow links that lead out of the corpus
    ///
    /// Without it they are named and not followed; what was read through them stays. `follow = true` in `vigie.toml`
    /// says it once for all.
    #[arg(long)]
    follow: bool,
    /// Threads that read and analyse [default: the number of cores]
    ///
    /// Where there are several, one more writes; a single one does all.
    #[arg(long, value_name = "N", env = "VIGIE_JOBS", hide_env_values = true)]
    jobs: Option<usize>,
    /// Memory for words that are not yet on disk, in MiB [default: 128]
    ///
    /// Words past it are written as a part of the index of their own, so the more there is the fewer parts are merged. At
    /// least 16 MiB and at most 2 GiB are used.
    #[arg(long, value_name = "MIB", env = "VIGIE_MEMORY", hide_env_values = true)]
    memory: Option<usize>,
    /// Seconds of the processor that reading one file may take [default: 60]
    ///
    /// Past it the file is named as failed, and the rest goes on.
    #[arg(long, value_name = "SECONDS", env = "VIGIE_FILE_SECONDS", hide_env_values = true)]
    file_seconds: Option<u64>,
    /// Memory that reading one file may take, in MiB [default: 1024]
    ///
    /// As many files are read at a time as there are threads. Past it the file is named as failed, and the rest goes on. At
    /// least 128 MiB are used.
    #[arg(long, value_name = "MIB", env = "VIGIE_FILE_MEMORY", hide_env_values = true)]
    file_memory: Option<u64>,
    /// Print the report as JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Which articles are asked for; the same for every command that takes a query.
#[derive(Debug, Args)]
pub(super) struct Asked {
    /// What to look for
    ///
    /// Words must all be in the article: puces Chine. OU (OR), SAUF (NOT, -), parentheses. « … » or "…" is a
    /// phrase, "…"~5 one with five words of room, A PRES/5 B words near each other, A MEME B in one passage.
    /// puces finds its inflections, =puces that form only, puces~ misspellings, export* beginnings.
    /// titre: source: auteur: langue: date:2025-10..2025-11 hold a word to a field. Put -- before a query
    /// that starts with a dash. A lone - reads the query from standard input.
    #[arg(value_name = "QUERY", required_unless_present_any = ["since", "until", "source"])]
    #[arg(value_hint = ValueHint::Other)]
    pub(super) query: Vec<String>,
    #[command(flatten)]
    pub(super) which: Which,
    /// How many hits of one article to show, 0 for all
    #[arg(long, value_name = "N", value_hint = ValueHint::Other)]
    pub(super) per_article: Option<usize>,
    /// The order of the hits
    #[arg(long, value_parser = order(), default_value = "relevance", value_name = "ORDER")]
    pub(super) sort: Order,
    /// Show every passage with a part of the query, not only those that say it
    ///
    /// A passage says it if it has by itself what an article must have. Of an article in which none does, the best is
    /// shown.
    #[arg(long)]
    pub(super) all_passages: bool,
}

/// Find passages
///
/// Shows the best passages with what matches in them marked, and says how many articles and passages match.
/// Builds the index first where there is a corpus and no index.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  vigie search restrictions exportation puces\n  vigie search '\"part de marché\" NVIDIA' --since 2025-04\n  \
    vigie search 'Huawei SAUF téléphone' --sort newest --limit 5\n  vigie search 'Trump Xi' --json"
)]
pub(super) struct SearchArgs {
    #[command(flatten)]
    pub(super) asked: Asked,
    /// How much of the query an article must have
    #[arg(long = "match", value_parser = matching(), default_value = "auto", value_name = "HOW")]
    pub(super) matching: Match,
    /// Hits on a page [default: 10]
    #[arg(long, short = 'n', value_name = "N", value_hint = ValueHint::Other)]
    pub(super) limit: Option<usize>,
    /// The page
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) page: usize,
    /// Show whole passages
    #[arg(long)]
    pub(super) whole: bool,
    /// Show how each score came about
    #[arg(long)]
    pub(super) explain: bool,
    /// Print the answer as one JSON object
    #[arg(long, conflicts_with = "jsonl")]
    pub(super) json: bool,
    /// Print the hits as JSON, one a line
    #[arg(long)]
    pub(super) jsonl: bool,
}

/// Write every hit to a file
///
/// There is no limit on the number of hits. The file appears under its name when it is whole, with a manifest that says
/// how the list was made: `FILE.vigie.json` beside it, in a workbook a sheet. `vigie verify` compares it later.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  vigie export '\"part de marché\" NVIDIA' -o hits.xlsx\n  \
    vigie export 'terres rares' --fields date,source,title,text -o hits.tsv\n  vigie export puces -o - --format jsonl")]
pub(super) struct ExportArgs {
    #[command(flatten)]
    pub(super) asked: Asked,
    /// The file; `-` is standard output
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: PathBuf,
    /// The format: jsonl, csv, tsv, xlsx, trec, md, html, bib, ris, csl, txm or iramuteq [default: by the file's extension]
    ///
    /// bib, ris and csl have an entry for each article; txm and iramuteq its whole text.
    #[arg(long, value_name = "FORMAT", value_parser = format(), ignore_case = true, hide_possible_values = true)]
    pub(super) format: Option<FormatName>,
    /// The columns, in order: `--fields rank,title,date,text`
    #[arg(long, value_name = "FIELDS", value_hint = ValueHint::Other)]
    pub(super) fields: Option<String>,
    /// Write the list by this template, in the language of Jinja
    ///
    /// It sees `query`, `how` and `hits` with the fields of jsonl, and `sentence` and `words_found`: see `docs/EXPORTS.md`.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["format", "fields"])]
    pub(super) template: Option<PathBuf>,
    /// In CSV and TSV: headings in words of the language of --lang, and columns for people
    #[arg(long)]
    pub(super) headings: bool,
    /// How much of the query an article must have
    #[arg(long = "match", value_parser = matching(), default_value = "auto", value_name = "HOW")]
    pub(super) matching: Match,
    /// Write CSV as a French Excel reads it: `;` between cells, a decimal comma, a mark of UTF-8
    #[arg(long)]
    pub(super) excel: bool,
    /// Leave matches unmarked in Markdown
    #[arg(long)]
    pub(super) no_marks: bool,
    /// In a TREC run: list passages, not articles
    #[arg(long)]
    pub(super) passages: bool,
    /// In a TREC run: the number of the topic [default: 1]
    #[arg(long, value_name = "ID", value_hint = ValueHint::Other)]
    pub(super) topic: Option<String>,
    /// In a TREC run: the name of the run [default: vigie]
    #[arg(long, value_name = "NAME", value_hint = ValueHint::Other)]
    pub(super) tag: Option<String>,
    /// Replace a file that exists
    #[arg(long)]
    pub(super) force: bool,
}

/// Say whether the index still gives the list that was exported
///
/// Asks the queries of its manifest again, and names the hits that came, went or moved, and why. Exit status: 0 the same
/// list, 1 another list or a changed file, 2 error.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  vigie verify hits.csv\n  vigie verify hits.xlsx --json")]
pub(super) struct VerifyArgs {
    /// The exported file, or its manifest (`FILE.vigie.json`)
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Print the comparison as JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Measure the ranking against judgements
///
/// Searches every topic and compares what is found with the articles that people judged relevant: nDCG@10,
/// MRR@10, R@10, R@100 and MAP, as trec_eval computes them. Formats and formulas: `docs/EVALUATION.md`.
#[derive(Debug, Args)]
#[command(
    override_usage = "vigie eval [OPTIONS] <TOPICS> <QRELS>\n       vigie eval [OPTIONS] --score <RUN> <QRELS>\n       \
    vigie eval [OPTIONS] --compare <RUN_A> <RUN_B> <QRELS>",
    after_help = "Examples:\n  vigie eval topics.tsv qrels.trec --run a.run\n  \
    vigie eval --score a.run qrels.trec --per-topic\n  vigie eval --compare a.run b.run qrels.trec"
)]
pub(super) struct EvalArgs {
    /// The topics (`id<TAB>query` or TREC), then the judgements (TREC, or topic, article, grade between tabs)
    ///
    /// With --score or --compare the judgements only.
    #[arg(value_names = ["TOPICS", "QRELS"], num_args = 1..=2, required = true)]
    pub(super) files: Vec<PathBuf>,
    /// Measure a TREC run from elsewhere; nothing is searched
    #[arg(long, value_name = "RUN", conflicts_with_all = ["compare", "matching", "depth", "run", "passages"])]
    pub(super) score: Option<PathBuf>,
    /// Compare two TREC runs, with a paired randomisation test; nothing is searched
    #[arg(long, num_args = 2, value_names = ["RUN_A", "RUN_B"])]
    #[arg(conflicts_with_all = ["matching", "depth", "run", "passages"])]
    pub(super) compare: Option<Vec<PathBuf>>,
    /// How much of the query an article must have [default: any, with --set auto]
    #[arg(long = "match", value_parser = matching(), value_name = "HOW")]
    pub(super) matching: Option<Match>,
    /// Measure the set of articles that match, whatever their order, by kind of topic
    ///
    /// Precision counts grades of 1 and more, recall grades of 2 and more, as far as a topic has such articles.
    #[arg(long, conflicts_with_all = ["score", "compare", "depth", "run", "passages"])]
    pub(super) set: bool,
    /// How many articles are asked for in each topic
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) depth: u32,
    /// Rank passages, not articles; judgements name them `article#p3`
    #[arg(long)]
    pub(super) passages: bool,
    /// Write what was found as a TREC run
    #[arg(long, value_name = "FILE")]
    pub(super) run: Option<PathBuf>,
    /// Look for the words as typed only, not for other names of the same thing
    #[arg(long)]
    pub(super) no_expand: bool,
    /// Also weigh the words that the best passages share
    #[arg(long)]
    pub(super) feedback: bool,
    /// Print the measures of each topic, between tabs
    #[arg(long)]
    pub(super) per_topic: bool,
    /// Print the measures as JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Show a whole article
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  vigie search Pékin && vigie show 1\n  vigie show rtx-pro-6000d --query Pékin\n  \
    vigie show corpus/carnet-puces/2025-09-22-rtx-pro-6000d.md --passage 3"
)]
pub(super) struct ShowArgs {
    /// The article: its number in the last answer, its name or a part of it, or the path of its file
    ///
    /// A number is that of a hit that `vigie search` showed last; its matches are marked.
    #[arg(value_name = "ARTICLE")]
    pub(super) article: String,
    /// Mark what matches this query
    #[arg(long, value_name = "QUERY", value_hint = ValueHint::Other)]
    pub(super) query: Option<String>,
    /// Show only this passage and its neighbours; passages are numbered in the margin
    #[arg(long, value_name = "N", conflicts_with = "json")]
    pub(super) passage: Option<u32>,
    /// Show what is known of the article, and where each value comes from, without the text
    #[arg(long, conflicts_with_all = ["json", "passage", "query"])]
    pub(super) meta: bool,
    /// Print it as JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Cite a passage: its exact words, and where they stand
///
/// Of a hit that `vigie search` showed last, the sentence that says most of the query. The hash is that of the whole text of
/// the article.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  vigie search Pékin && vigie cite 1\n  vigie cite rtx-pro-6000d --passage 3 --format md\n  \
    vigie cite 2 --whole --style en"
)]
pub(super) struct CiteArgs {
    /// The article: its number in the last answer, its name or a part of it, or the path of its file
    #[arg(value_name = "HIT")]
    pub(super) hit: String,
    /// The sentence that says most of this query
    #[arg(long, value_name = "QUERY", value_hint = ValueHint::Other)]
    pub(super) query: Option<String>,
    /// Cite this passage
    #[arg(long, value_name = "N")]
    pub(super) passage: Option<u32>,
    /// Cite this sentence of the passage
    #[arg(long, value_name = "N")]
    pub(super) sentence: Option<u32>,
    /// Cite the whole passage
    #[arg(long, conflicts_with = "sentence")]
    pub(super) whole: bool,
    /// Cut after so many words, with […]
    #[arg(long, value_name = "N")]
    pub(super) words: Option<usize>,
    /// French or English quotes and dates [default: the language of --lang]
    #[arg(long, value_enum, value_name = "LANG", hide_possible_values = true)]
    pub(super) style: Option<Language>,
    /// The form: text, md, bib, ris, csl or json
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT", hide_possible_values = true)]
    pub(super) format: CiteFormat,
}

/// The form of a citation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum CiteFormat {
    #[default]
    Text,
    Md,
    Bib,
    Ris,
    Csl,
    Json,
}

/// Check quotations against the corpus: exact, altered or absent
///
/// Compares the words; apostrophes, quotes and spaces of typography count for nothing, […] is a cut. Of an altered
/// quotation it shows [-what it says-] and [+what the text says+]. Exit status: 0 all are exact, 1 not all, 2 error.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  vigie check-quote 'La part de marché se joue maintenant.'\n  \
    vigie check-quote --draft note.md")]
pub(super) struct CheckQuoteArgs {
    /// The quotation, or a text with quotations
    #[arg(value_name = "TEXT", required_unless_present = "draft", value_hint = ValueHint::Other)]
    pub(super) quotation: Vec<String>,
    /// Check everything that this text quotes, in « », “ ” or \"\"; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "quotation")]
    pub(super) draft: Option<PathBuf>,
    /// Print the verdicts as JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Say whether an article matches a query, and if not why
///
/// Names the clause of the query that the article fails, and shows the passage that comes nearest. Of an article that
/// matches it says at which rank.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  vigie why-not rtx-pro-6000d 'Trump Xi Busan'\n  \
    vigie search Pékin && vigie why-not 1 'Pékin SAUF puces' --since 2025-11")]
pub(super) struct WhyNotArgs {
    /// The article: its number in the last answer, its name or a part of it, or the path of its file
    #[arg(value_name = "ARTICLE")]
    pub(super) article: String,
    #[command(flatten)]
    pub(super) asked: Asked,
    /// How much of the query an article must have
    #[arg(long = "match", value_parser = matching(), default_value = "auto", value_name = "HOW")]
    pub(super) matching: Match,
    /// Print it as JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Say what is in the index and whether it is up to date
#[derive(Debug, Args)]
pub(super) struct StatusArgs {
    /// Check every file of the index against its checksum
    #[arg(long)]
    pub(super) check: bool,
    /// Name every file that was not read, or of which a part was not or was guessed, and say why
    #[arg(long)]
    pub(super) problems: bool,
    /// Print it as JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Show what the analysis makes of a text, step by step
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  vigie analyze \"l'exportation de semi-conducteurs\"")]
pub(super) struct AnalyzeArgs {
    /// The text
    #[arg(value_name = "TEXT", required = true)]
    pub(super) text: Vec<String>,
}

/// Print the completions of a shell
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  vigie completions bash > ~/.local/share/bash-completion/completions/vigie"
)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub(super) shell: clap_complete::Shell,
}

/// Print the manual page
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  vigie man | man -l -")]
pub(super) struct ManArgs {}

/// The error for a value that is not a date. clap prints its `Display`, which is English.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.say(Lang::En))]
pub(super) struct BadDate(pub(super) DateRangeError);

pub(super) fn first_day(text: &str) -> Result<Date, BadDate> {
    Period::parse(text, today()).map(|period| period.first).map_err(BadDate)
}

pub(super) fn last_day(text: &str) -> Result<Date, BadDate> {
    Period::parse(text, today()).map(|period| period.end()).map_err(BadDate)
}

impl Cli {
    /// The same arguments, with the language of the output.
    pub(super) fn speaking(mut self, lang: Lang) -> Self {
        self.global.lang = lang;
        self
    }

    /// The settings from the flags and the environment.
    pub(super) fn given(&self) -> Given {
        let base = Given { index: self.global.index.clone(), ..Given::default() };
        let one = |path: &Option<PathBuf>| path.clone().map(OneOrMany::One);
        match &self.command {
            Command::Index(args) => {
                let corpus = (!args.corpora.is_empty()).then(|| OneOrMany::Many(args.corpora.clone()));
                let IndexArgs { jobs, memory, file_seconds, file_memory, .. } = *args;
                let follow = args.follow.then_some(true);
                Given { corpus, jobs, memory, file_seconds, file_memory, follow, ..base }
            }
            Command::Search(args) => Given {
                corpus: one(&args.asked.which.corpus),
                limit: args.limit,
                per_article: args.asked.per_article,
                ..base
            },
            // An export has all hits of an article, unless a flag limits them.
            Command::Export(args) => Given {
                corpus: one(&args.asked.which.corpus),
                per_article: args.asked.per_article.or(Some(0)),
                ..base
            },
            Command::Timeline(args) => Given { corpus: one(&args.which.corpus), ..base },
            Command::Facets(args) => Given { corpus: one(&args.which.corpus), ..base },
            Command::Kwic(args) => Given { corpus: one(&args.which.corpus), ..base },
            Command::Terms(args) => Given { corpus: one(&args.which.corpus), ..base },
            Command::Compare(args) => Given { corpus: one(&args.which.corpus), ..base },
            _ => base,
        }
    }
}
