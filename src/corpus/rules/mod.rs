//! Rules: what people say in `vigie.toml` of the texts of a folder, of the names of sources, and of the keys of their data.
//!
//! A rule is about the files below the folder of its file. It says what a text does not say itself: it wins over what was
//! guessed from paths, addresses, properties and the text. `file` reads the file.

mod file;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::extracted::Extracted;
use super::metadata::keys::folded;
use super::metadata::same_name;
use crate::model::{Date, Origin};
pub use file::{Field, Names, RulesError, RulesFile, Texts};

/// The rules of all files named `vigie.toml` that are about a corpus.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// The rules of each file, those of outer folders first.
    folders: Vec<Folder>,
}

/// The rules of one file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Folder {
    /// What the names of its files begin with: the name of the folder and `/`, nothing for a whole corpus.
    prefix: String,
    source: Option<String>,
    author: Option<String>,
    date: Option<Date>,
    language: Option<String>,
    /// The name of a source, and its other names.
    sources: Vec<(String, Vec<String>)>,
    /// A field of an article, by the key that Vigie knows, and the keys that have it.
    keys: Vec<(String, Vec<String>)>,
}

impl Rules {
    /// No rules.
    pub const fn none() -> Self {
        Rules { folders: Vec::new() }
    }

    /// The rules of one file, about all corpora.
    pub fn of(file: RulesFile) -> Self {
        let mut rules = Rules::none();
        rules.add("", file);
        rules
    }

    /// Adds the rules of a file in the folder whose files have names that begin with `prefix`. Those of outer folders
    /// are added first.
    pub fn add(&mut self, prefix: &str, file: RulesFile) {
        let folder = Folder { prefix: prefix.to_owned(), ..file.into() };
        if folder != (Folder { prefix: prefix.to_owned(), ..Folder::default() }) {
            self.folders.push(folder);
        }
    }

    /// The rules about the file `name`, the nearest first.
    fn about<'r>(&'r self, name: &'r str) -> impl Iterator<Item = &'r Folder> {
        self.folders.iter().rev().filter(move |folder| name.starts_with(&folder.prefix))
    }

    /// Completes what a text of the file `name` says of itself.
    pub(super) fn complete(&self, name: &str, found: &mut Extracted) {
        for folder in self.about(name) {
            let (known, origins) = (&mut found.metadata, &mut found.origins);
            fill(&mut known.source, &mut origins.source, folder.source.as_ref());
            fill(&mut known.author, &mut origins.author, folder.author.as_ref());
            fill(&mut known.date, &mut origins.date, folder.date.as_ref());
            fill(&mut known.language, &mut origins.language, folder.language.as_ref());
        }
        let Some(source) = &mut found.metadata.source else { return };
        let names = self.about(name).flat_map(|folder| &folder.sources);
        let is_other = |(_, others): &&(String, Vec<String>)| others.iter().any(|one| same_name(one, source));
        if let Some((one, _)) = names.into_iter().find(is_other) {
            source.clone_from(one);
        }
    }

    /// Gives the keys of objects the names that readers know.
    pub(super) fn rename(&self, name: &str, value: &mut Value) {
        match value {
            Value::Object(object) => {
                object.values_mut().for_each(|inner| self.rename(name, inner));
                let renamed = |(field, keys): &(String, Vec<String>)| rename_key(object, field, keys);
                self.about(name).flat_map(|folder| &folder.keys).for_each(renamed);
            }
            Value::Array(list) => list.iter_mut().for_each(|inner| self.rename(name, inner)),
            _ => {}
        }
    }

    /// Whether keys are renamed.
    pub(super) fn renames(&self) -> bool {
        self.folders.iter().any(|folder| !folder.keys.is_empty())
    }

    /// The heading of a column of the file `name` as readers know it.
    pub(super) fn heading<'r>(&'r self, name: &'r str, heading: &'r str) -> &'r str {
        let mut keys = self.about(name).flat_map(|folder| &folder.keys);
        let is_named = |(_, names): &&(String, Vec<String>)| names.iter().any(|one| same_name(one, heading));
        keys.find(is_named).map_or(heading, |(field, _)| field)
    }
}

/// Fills a field with the value of a rule, unless the text says it.
fn fill<T: Clone>(known: &mut Option<T>, origin: &mut Option<Origin>, rule: Option<&T>) {
    let is_guess = match origin {
        None | Some(Origin::Path | Origin::Address | Origin::Properties | Origin::Text) => true,
        Some(_) => known.is_none(),
    };
    if let Some(value) = rule.filter(|_| is_guess) {
        (*known, *origin) = (Some(value.clone()), Some(Origin::Settings));
    }
}

/// Moves the value of the first of `keys` that an object has to the key `field`.
fn rename_key(object: &mut Map<String, Value>, field: &str, keys: &[String]) {
    let wanted =
        keys.iter().find_map(|key| object.keys().find(|known| folded(known) == folded(key)).cloned());
    if let Some(value) = wanted.and_then(|key| object.remove(&key)) {
        object.retain(|known, _| folded(known) != field);
        object.insert(field.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rules() -> Rules {
        let mut rules = Rules::default();
        let outer = "[texts]\nlanguage = \"fr\"\n[sources]\n\"Lettre de Bruxelles\" = [\"lettre-bruxelles\", \"bxl.example\"]\n\
            [keys]\ntext = [\"Corps nettoyé\"]\ntitle = \"accroche\"";
        rules.add("", RulesFile::parse(outer).unwrap());
        rules.add("notes/", RulesFile::parse("[texts]\nsource = \"Cabinet\"\ndate = 2025-10-28").unwrap());
        rules
    }

    /// A text of the file `name` with this source; its source, date and language.
    fn check(name: &str, source: Option<&str>, origin: Origin, expected: &str) {
        let mut found = Extracted::default();
        found.metadata.source = source.map(str::to_owned);
        found.say(origin);
        rules().complete(name, &mut found);
        let m = found.metadata;
        let date = m.date.map(|date| date.to_string());
        let shown: Vec<String> = [m.source, date, m.language].into_iter().flatten().collect();
        assert_eq!(shown.join(" | "), expected, "{name}");
    }

    #[test]
    fn a_text_says_more_than_a_rule_and_a_rule_more_than_a_path() {
        check("a.txt", None, Origin::File, "fr");
        check("lettre-bruxelles/a.txt", Some("lettre-bruxelles"), Origin::Path, "Lettre de Bruxelles | fr");
        check("a.json", Some("BXL.example"), Origin::Address, "Lettre de Bruxelles | fr");
        check("notes/a.txt", Some("notes"), Origin::Path, "Cabinet | 2025-10-28 | fr");
        check("notes/a.txt", Some("AFP"), Origin::File, "AFP | 2025-10-28 | fr");
    }

    #[test]
    fn keys_get_the_names_that_are_known() {
        let mut value = json!([{"corps_nettoyé": "A", "Text": "B", "accroche": "C"}]);
        rules().rename("a.json", &mut value);
        assert_eq!(value, json!([{"text": "A", "title": "C"}]));
        assert_eq!(rules().heading("a.csv", "CORPS NETTOYÉ"), "text");
        assert_eq!(rules().heading("a.csv", "Rubrique"), "Rubrique");
    }
}
