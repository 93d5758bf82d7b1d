//! Sources that may be one under two names: « lettre-bruxelles », the name of a folder, and « Lettre de Bruxelles ».

use unicode_normalization::UnicodeNormalization;

use crate::model::SourceCount;

/// Words that a short form of a name leaves out.
const SMALL: &[&str] = &["le", "la", "les", "l", "de", "du", "des", "d", "et", "the", "of", "and"];
/// What an address has before and behind the name of its site.
const OF_ADDRESSES: &[&str] = &["www", "fr", "com", "org", "net", "eu"];

/// The groups of sources whose names differ in case, accents, signs and small words only, in the order of `sources`.
pub(super) fn groups(sources: &[SourceCount]) -> Vec<Vec<String>> {
    let mut groups: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    for SourceCount { source, .. } in sources {
        let keys = keys(source);
        match groups.iter_mut().find(|(known, _)| known.iter().any(|key| keys.contains(key))) {
            Some((known, names)) => {
                known.extend(keys);
                names.push(source.clone());
            }
            None => groups.push((keys, vec![source.clone()])),
        }
    }
    groups.into_iter().map(|(_, names)| names).filter(|names| names.len() > 1).collect()
}

/// The letters of a name, and those of the words that count.
fn keys(name: &str) -> Vec<String> {
    let plain: String =
        name.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect::<String>().to_lowercase();
    let words = || plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !OF_ADDRESSES.contains(word));
    let keys = [words().collect(), words().filter(|word| !SMALL.contains(word)).collect::<String>()];
    keys.into_iter().filter(|key| !key.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: &[&str], expected: &[&[&str]]) {
        let sources: Vec<SourceCount> =
            names.iter().map(|name| SourceCount { source: (*name).to_owned(), articles: 1 }).collect();
        assert_eq!(groups(&sources), expected, "{names:?}");
    }

    #[test]
    fn a_name_and_its_short_forms() {
        check(
            &["Lettre de Bruxelles", "AFP", "lettre-bruxelles", "L’Écho", "lecho", "echo"],
            &[&["Lettre de Bruxelles", "lettre-bruxelles"], &["L’Écho", "lecho", "echo"]],
        );
        check(&["lemonde.fr", "Le Monde", "Le Monde diplomatique"], &[&["lemonde.fr", "Le Monde"]]);
        check(&["le monde", "Monde", "?", "!"], &[&["le monde", "Monde"]]);
        check(&["Les Échos", "La Tribune"], &[]);
    }
}
