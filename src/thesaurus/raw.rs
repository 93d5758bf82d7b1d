//! An entry as a TOML file has it, before anything of it is checked.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::entry::Kind;

/// Names with their weights, in the order of the names.
pub(super) type Weights = BTreeMap<String, f32>;

/// An entry as written.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEntry {
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) names: Vec<String>,
    #[serde(default)]
    pub(super) weaker: Weights,
    #[serde(default)]
    pub(super) typed: Weights,
    #[serde(default)]
    pub(super) searched: Weights,
    #[serde(default)]
    pub(super) case: Vec<String>,
    #[serde(default)]
    pub(super) english: Vec<String>,
    #[serde(default)]
    pub(super) broader: Vec<String>,
    #[serde(default)]
    pub(super) narrower: Vec<String>,
    #[serde(default)]
    pub(super) related: Vec<String>,
    #[serde(default)]
    pub(super) except: Vec<String>,
    pub(super) note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    entry: Vec<RawEntry>,
}

/// The entries of a TOML text, in order.
pub(super) fn from_toml(text: &str) -> Result<Vec<RawEntry>, toml::de::Error> {
    toml::from_str::<File>(text).map(|file| file.entry)
}
