//! An entry as it is written, and how TOML has it.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use super::entry::Kind;

/// Names with their weights, by name.
pub(super) type Weights = Vec<(String, f32)>;

/// An entry as written: nothing of it is checked.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) names: Vec<String>,
    #[serde(default, deserialize_with = "weights")]
    pub(super) weaker: Weights,
    #[serde(default, deserialize_with = "weights")]
    pub(super) typed: Weights,
    #[serde(default, deserialize_with = "weights")]
    pub(super) searched: Weights,
    #[serde(default)]
    pub(super) case: Vec<String>,
    #[serde(default)]
    pub(super) broader: Vec<String>,
    #[serde(default)]
    pub(super) narrower: Vec<String>,
    #[serde(default)]
    pub(super) related: Vec<String>,
    pub(super) note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    entry: Vec<Written>,
}

/// The entries of a TOML text, in order.
pub(super) fn as_toml(text: &str) -> Result<Vec<Written>, toml::de::Error> {
    toml::from_str::<File>(text).map(|file| file.entry)
}

fn weights<'de, D: Deserializer<'de>>(table: D) -> Result<Weights, D::Error> {
    Ok(BTreeMap::deserialize(table)?.into_iter().collect())
}
