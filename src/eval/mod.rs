//! How good the answers are: topics and judgements in, measures and their significance out.
//!
//! In: topics, judgements (qrels) and runs, as files that other programs write and read; an engine to ask.
//! Out: nDCG, MRR, recall and MAP for each topic and in all, and how likely chance alone explains the
//! difference of two runs. It never prints, and never measures on half a file: one bad line refuses it.
//! Formats and formulas are described in `docs/EVALUATION.md`.

mod answer;
mod column;
mod compare;
mod error;
mod metric;
mod qrels;
mod remarks;
mod run;
mod scores;
mod source;
#[cfg(test)]
mod tests;
mod topics;

pub use answer::{Answer, Options, answer};
pub use compare::{Difference, ROUNDS, compare};
pub use error::{BadLine, EvalError, Fault, Shape};
pub use metric::Metric;
pub use qrels::Qrels;
pub use remarks::{Note, judged_hits, unmatched};
pub use run::Run;
pub use scores::{Scores, Values};
pub use topics::{Topic, open_topics};
