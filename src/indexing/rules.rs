//! The rules of a run: those of the project, and those of every `vigie.toml` in the corpora.

use std::fs;

use crate::corpus::{Listing, Rules, RulesError, RulesFile};
use crate::model::{Problem, Reason, Stage};

/// Adds the rules of the files that were listed. A file that has none to read is a problem of the listing.
pub(super) fn gather(project: &Rules, listing: &mut Listing) -> Rules {
    let mut rules = project.clone();
    // An outer folder has the shorter name, and comes first.
    listing.rules.sort();
    for (folder, path) in &listing.rules {
        let unreadable = |error: std::io::Error| RulesError { line: None, said: error.to_string() };
        match fs::read_to_string(path).map_err(unreadable).and_then(|text| RulesFile::parse(&text)) {
            Ok(file) => rules.add(folder, file),
            Err(RulesError { line, said }) => {
                let name = format!("{folder}vigie.toml");
                let problem = Problem::failed(name, Stage::Parse, Reason::BadRules { said });
                listing.problems.push(Problem { line, ..problem });
            }
        }
    }
    rules
}
