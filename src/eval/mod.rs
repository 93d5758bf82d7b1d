//! Evaluation of the ranking: topics and judgements to measures, and two runs to a p-value.
//!
//! In: files of topics, judgements (qrels) and runs, in the formats of TREC; an engine to search with. Out: nDCG, MRR,
//! recall and MAP, for each topic and on average; for two runs, the probability that chance explains their difference.
//! The room never prints, and refuses a file with one bad line. `docs/EVALUATION.md` describes formats and formulas.

mod answer;
mod column;
mod compare;
mod error;
mod metric;
mod qrels;
mod remarks;
mod run;
mod scores;
mod set;
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
pub use set::{SetMeans, SetMeasures, SetScores};
pub use topics::{Topic, open_topics};
