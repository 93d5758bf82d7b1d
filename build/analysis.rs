//! The part of the analysis that the build script needs.

#[path = "../src/analysis/words/fold.rs"]
mod fold;

/// Small letters without accents.
pub(crate) fn fold(text: &str) -> String {
    fold::fold(text).into_owned()
}
