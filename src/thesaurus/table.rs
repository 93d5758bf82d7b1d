//! All the entries together: those that come with the program, and a user's own before them.

use rustc_hash::FxHashSet;

use crate::analysis::{Analyzer, Chain};

use super::entry::Entry;
use super::error::{Problem, ThesaurusError};
use super::file::{fault, read};
use super::plain;
use super::slot::Slot;
use super::starts::{Place, Starts};
use super::words::Words;

/// The files that come with the program: kinds in their order.
pub(super) const FILES: [(&str, &str); 8] = [
    ("people.toml", include_str!("data/people.toml")),
    ("firms.toml", include_str!("data/firms.toml")),
    ("products.toml", include_str!("data/products.toml")),
    ("places.toml", include_str!("data/places.toml")),
    ("agencies.toml", include_str!("data/agencies.toml")),
    ("laws.toml", include_str!("data/laws.toml")),
    ("events.toml", include_str!("data/events.toml")),
    ("terms.toml", include_str!("data/terms.toml")),
];

/// A longer name is a sentence.
const MAX_WORDS: usize = 12;

/// The entries and their names.
#[derive(Debug)]
pub struct Thesaurus {
    /// The user's own first.
    entries: Vec<Slot>,
    /// How many are the user's own.
    own: usize,
    pub(super) starts: Starts,
    /// The user's files, for the fingerprint.
    own_texts: Vec<String>,
}

/// The neighbours of an entry, from its own words and from theirs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relations {
    /// Ids of entries that say more.
    pub broader: Vec<String>,
    /// Ids of entries that say less.
    pub narrower: Vec<String>,
    /// Ids of entries that are often meant too.
    pub related: Vec<String>,
}

impl Thesaurus {
    /// The entries that come with the program.
    pub fn built_in(chain: &Chain) -> Self {
        let entries = FILES.iter().flat_map(|(_, text)| {
            // A test reads every one of these files, so none is lost here.
            plain::read(text).unwrap_or_default().into_iter().map(Slot::of_plain)
        });
        Thesaurus::of(entries.collect(), 0, Vec::new(), chain)
    }

    /// Adds the entries of a user's file. One with the id of another entry takes its place; one with a name
    /// of another entry comes before it.
    ///
    /// # Errors
    /// When the file is not understood; it is then left out as a whole.
    pub fn with_file(
        self,
        path_for_messages: &str,
        text: &str,
        chain: &Chain,
    ) -> Result<Self, ThesaurusError> {
        let mut entries = read(path_for_messages, text)?;
        let problem = |id: &str, problem| fault(path_for_messages, text, id, problem);
        for entry in &entries {
            check_words(entry, chain).map_err(|found| problem(&entry.id, found))?;
        }
        let Thesaurus { entries: others, own, mut own_texts, .. } = self;
        let others: Vec<Entry> = others.into_iter().map(Slot::into_entry).collect();
        let added: FxHashSet<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
        let known: FxHashSet<&str> = others.iter().chain(&entries).map(|entry| entry.id.as_str()).collect();
        for entry in &entries {
            let nowhere = |id: &&String| !known.contains(id.as_str());
            if let Some(id) = neighbours(entry).find(nowhere) {
                return Err(problem(&entry.id, Problem::NoSuchEntry(id.clone())));
            }
        }
        let replaced: Vec<bool> = others.iter().map(|entry| added.contains(entry.id.as_str())).collect();
        let own = entries.len() + replaced[..own].iter().filter(|replaced| !**replaced).count();
        let kept = others.into_iter().zip(replaced).filter(|(_, replaced)| !replaced);
        entries.extend(kept.map(|(entry, _)| entry));
        own_texts.push(text.to_owned());
        Ok(Thesaurus::of(entries.into_iter().map(Slot::of_entry).collect(), own, own_texts, chain))
    }

    fn of(entries: Vec<Slot>, own: usize, own_texts: Vec<String>, chain: &Chain) -> Self {
        let starts = Starts::of(&entries, chain);
        Thesaurus { entries, own, starts, own_texts }
    }

    /// Sixteen hexadecimal digits: others mean that a query may be understood otherwise.
    pub fn fingerprint(&self) -> String {
        let mut hash = blake3::Hasher::new();
        let own = self.own_texts.iter().map(String::as_str);
        for text in FILES.iter().map(|(_, text)| *text).chain(own) {
            hash.update(&(text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        }
        hash.finalize().to_hex()[..16].to_owned()
    }

    /// The entry with an id.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries().find(|entry| entry.id == id)
    }

    /// All entries, the user's own first.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().map(Slot::get)
    }

    /// The neighbours of an entry. It is enough that one of two neighbours names the other.
    pub fn relations(&self, entry: &Entry) -> Relations {
        let mut relations = Relations {
            broader: entry.broader.clone(),
            narrower: entry.narrower.clone(),
            related: entry.related.clone(),
        };
        for other in self.entries().filter(|other| other.id != entry.id) {
            let add = |to: &mut Vec<String>, said: &[String]| {
                if said.contains(&entry.id) && !to.contains(&other.id) {
                    to.push(other.id.clone());
                }
            };
            add(&mut relations.broader, &other.narrower);
            add(&mut relations.narrower, &other.broader);
            add(&mut relations.related, &other.related);
        }
        relations
    }

    pub(super) fn at(&self, number: u32) -> &Entry {
        self.entries[number as usize].get()
    }

    /// The words of a name.
    pub(super) fn words(&self, place: Place, analyzer: &mut Analyzer<'_>) -> &Words {
        self.entries[place.entry as usize].words(place.name, analyzer)
    }

    /// Whether the entry is the user's own.
    pub(super) fn is_own(&self, number: u32) -> bool {
        (number as usize) < self.own
    }
}

/// The ids that an entry names.
pub(super) fn neighbours(entry: &Entry) -> impl Iterator<Item = &String> {
    entry.broader.iter().chain(&entry.narrower).chain(&entry.related)
}

/// Whether every name is one to twelve words for the chain.
pub(super) fn check_words(entry: &Entry, chain: &Chain) -> Result<(), Problem> {
    let mut analyzer = chain.analyzer();
    for name in &entry.names {
        let words = Words::of(&name.text, &mut analyzer);
        let says_something = (0..words.len()).any(|position| !words.is_stop(position));
        if !says_something || words.len() > MAX_WORDS {
            return Err(Problem::BadName(name.text.clone()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a user's file changes, or the message.
    fn check(own: &str, id: &str, expected: &str) {
        let chain = Chain::french();
        let shown = match Thesaurus::built_in(&chain).with_file("own.toml", own, &chain) {
            Ok(thesaurus) => {
                thesaurus.entry(id).map_or("nothing".to_owned(), |entry| entry.preferred().to_owned())
            }
            Err(error) => error.to_string().lines().next().unwrap_or("").to_owned(),
        };
        assert_eq!(shown, expected);
    }

    fn entry(id: &str, rest: &str) -> String {
        format!("[[entry]]\nid = \"{id}\"\nkind = \"firm\"\n{rest}\n")
    }

    #[test]
    fn a_users_entries() {
        check(&entry("acme", "names = [\"Acme\"]"), "acme", "Acme");
        check(&entry("acme", "names = [\"Acme\"]"), "nvidia", "NVIDIA");
        check(&entry("nvidia", "names = [\"Le Caméléon\"]"), "nvidia", "Le Caméléon");
        check("", "acme", "nothing");
    }

    #[test]
    fn a_users_faults() {
        check(
            &entry("acme", "names = [\"…\"]"),
            "",
            "`own.toml`, line 2, entry `acme`: the name \"…\" holds no word, or more than twelve",
        );
        check(
            &entry("acme", "names = [\"Acme\"]\nbroader = [\"Nvidia\"]"),
            "",
            "`own.toml`, line 2, entry `acme`: its neighbour `Nvidia` is nowhere",
        );
    }

    #[test]
    fn another_file_has_another_fingerprint() {
        let chain = Chain::french();
        let built_in = Thesaurus::built_in(&chain);
        assert_eq!(built_in.fingerprint(), Thesaurus::built_in(&chain).fingerprint());
        let own = Thesaurus::built_in(&chain).with_file("own.toml", "# nothing", &chain).unwrap();
        assert_ne!(built_in.fingerprint(), own.fingerprint());
    }

    #[test]
    fn neighbours_know_each_other() {
        let chain = Chain::french();
        let thesaurus = Thesaurus::built_in(&chain);
        let hisilicon = thesaurus.entry("hisilicon").unwrap();
        let huawei = thesaurus.entry("huawei").unwrap();
        assert!(thesaurus.relations(hisilicon).broader.contains(&"huawei".to_owned()));
        assert!(thesaurus.relations(huawei).narrower.contains(&"hisilicon".to_owned()));
    }
}
