//! Whether a folder is an index of this program: indexes are never part of a corpus, wherever they lie.
//!
//! Without this rule `vigie index .` would read its own files from the second run on.

use std::fs;
use std::path::Path;

use serde::Deserialize;

/// The file that an index has, and no article is called.
const DESCRIPTOR: &str = "vigie.json";
/// The largest descriptor in bytes. A longer file is none.
const MAX_BYTES: u64 = 1024 * 1024;

/// What tells the descriptor from an article of that name.
#[derive(Deserialize)]
struct Descriptor {
    chain: String,
    generation: String,
}

/// Whether `folder` holds a descriptor and the engine's files that it names.
pub(super) fn is_index(folder: &Path) -> bool {
    let file = folder.join(DESCRIPTOR);
    let is_short = fs::metadata(&file).is_ok_and(|about| about.is_file() && about.len() <= MAX_BYTES);
    let text = is_short.then(|| fs::read_to_string(&file).ok()).flatten();
    let descriptor = text.and_then(|text| serde_json::from_str::<Descriptor>(&text).ok());
    descriptor.is_some_and(|Descriptor { chain, generation }| {
        !chain.is_empty() && !generation.is_empty() && folder.join(generation).is_dir()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(descriptor: &str, has_generation: bool, expected: bool) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(DESCRIPTOR), descriptor).unwrap();
        if has_generation {
            fs::create_dir(folder.path().join("g1")).unwrap();
        }
        assert_eq!(is_index(folder.path()), expected, "{descriptor}");
    }

    #[test]
    fn an_index_has_a_descriptor_and_what_it_names() {
        let ours = r#"{ "format": 9, "chain": "abc", "generation": "g1", "corpora": [".."] }"#;
        check(ours, true, true);
        check(ours, false, false);
        check(r#"{ "titre": "Vigie", "texte": "Un guet sur un mât." }"#, true, false);
        check("[", true, false);
    }
}
