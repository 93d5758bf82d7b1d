//! All entries together: a user's own, then those that come with the program.

use std::collections::HashSet;

use crate::analysis::{Analyzer, Chain};

use super::entry::Entry;
use super::error::{Problem, ThesaurusError};
use super::file::{check_neighbours, fault, read};
use super::lazy_entry::LazyEntry;
use super::packed::Packed;
use super::prefix_index::{Place, PrefixIndex, prefix};
use super::words::Words;

/// The entries that come with the program, as the build script packed them.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/thesaurus.postcard"));

/// The most words of a name. A longer name is a sentence.
const MAX_WORDS: usize = 12;

/// The entries and their names.
#[derive(Debug)]
pub struct Thesaurus {
    /// The user's own first, then all of the program's. A [`Place`] numbers them in this order.
    entries: Vec<LazyEntry>,
    /// How many are the user's own.
    own: usize,
    /// The names of the user's own entries.
    own_prefixes: PrefixIndex,
    packed: Packed<'static>,
    /// The numbers of the program's entries that a user's entry of the same id replaces.
    replaced: HashSet<u32>,
    /// The user's files, for the fingerprint.
    own_texts: Vec<String>,
}

/// The neighbours of an entry: those that it names, and those that name it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relations {
    /// Ids of more general entries (BT).
    pub broader: Vec<String>,
    /// Ids of more special entries (NT).
    pub narrower: Vec<String>,
    /// Ids of entries that are often meant together with it (RT).
    pub related: Vec<String>,
}

impl Thesaurus {
    /// The entries that come with the program.
    pub fn built_in() -> Self {
        Thesaurus::with_own(Vec::new(), PrefixIndex::default(), Vec::new())
    }

    /// Adds the entries of a user's file. An entry with the id of another one replaces it; a name that another
    /// entry has too means the user's entry first.
    ///
    /// # Errors
    /// When the file has a fault. Nothing of it is used then.
    pub fn with_file(
        self,
        path_for_messages: &str,
        text: &str,
        chain: &Chain,
    ) -> Result<Self, ThesaurusError> {
        let mut own = read(path_for_messages, text)?;
        let problem = |id: &str, problem| fault(path_for_messages, text, id, problem);
        for entry in &own {
            check_words(entry, chain).map_err(|found| problem(&entry.id, found))?;
        }
        let known = self.entries().chain(&own).map(|entry| entry.id.as_str()).collect();
        check_neighbours(&own, &known).map_err(|(id, found)| problem(&id, found))?;
        let added: HashSet<&str> = own.iter().map(|entry| entry.id.as_str()).collect();
        let earlier = self.entries[..self.own].iter().map(LazyEntry::get);
        let kept: Vec<Entry> = earlier.filter(|entry| !added.contains(entry.id.as_str())).cloned().collect();
        own.extend(kept);
        let own_prefixes = PrefixIndex::of(&own, |text| chain.fold(text));
        let own_texts = self.own_texts.into_iter().chain([text.to_owned()]).collect();
        Ok(Thesaurus::with_own(own, own_prefixes, own_texts))
    }

    fn with_own(own: Vec<Entry>, own_prefixes: PrefixIndex, own_texts: Vec<String>) -> Self {
        let packed = Packed::open(PACKED);
        let ids: HashSet<&str> = own.iter().map(|entry| entry.id.as_str()).collect();
        let numbered = (own.len() as u32..).zip(&packed.entries);
        let replaced = numbered.filter(|(_, (id, _))| ids.contains(id)).map(|(number, _)| number).collect();
        let count = own.len();
        let built_in = packed.entries.iter().map(|(_, bytes)| LazyEntry::packed(bytes));
        let entries = own.into_iter().map(LazyEntry::read).chain(built_in).collect();
        Thesaurus { entries, own: count, own_prefixes, packed, replaced, own_texts }
    }

    /// Sixteen hexadecimal digits. Two thesauri with the same ones understand every query in the same way.
    pub fn fingerprint(&self) -> String {
        let mut hash = blake3::Hasher::new();
        let own = self.own_texts.iter().map(String::as_bytes);
        for bytes in std::iter::once(PACKED).chain(own) {
            hash.update(&(bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        }
        hash.finalize().to_hex()[..16].to_owned()
    }

    /// The entry with an id.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries().find(|entry| entry.id == id)
    }

    /// All entries, the user's own first.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        let in_use = (0..).zip(&self.entries).filter(|(number, _)| !self.replaced.contains(number));
        in_use.map(|(_, entry)| entry.get())
    }

    /// The names that may begin with `word`, which is folded.
    pub(super) fn beginning_with(&self, word: &str) -> Vec<Place> {
        let prefix = prefix(word);
        let own = self.own as u32;
        let built_in = self.packed.places(&prefix).into_iter();
        let built_in = built_in.map(|place| Place { entry: place.entry + own, ..place });
        let in_use = built_in.filter(|place| !self.replaced.contains(&place.entry));
        self.own_prefixes.places(&prefix).iter().copied().chain(in_use).collect()
    }

    /// The neighbours of an entry. Of two neighbours one has to name the other, not both.
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

    /// The entry with a number.
    pub(super) fn at(&self, number: u32) -> &Entry {
        self.entries[number as usize].get()
    }

    /// The words of a name, in each of its spellings.
    pub(super) fn words(&self, place: Place, analyzer: &mut Analyzer<'_>) -> &[Words] {
        self.entries[place.entry as usize].words(place.name, analyzer)
    }

    /// Whether the entry is the user's own.
    pub(super) fn is_own(&self, number: u32) -> bool {
        (number as usize) < self.own
    }
}

/// Checks that the analysis finds one to [`MAX_WORDS`] words in every name, not all of them stop words.
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
        let shown = match Thesaurus::built_in().with_file("own.toml", own, &chain) {
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
    fn a_replaced_entry_is_gone() {
        let chain = Chain::french();
        let own = entry("nvidia", "names = [\"Le Caméléon\"]");
        let thesaurus = Thesaurus::built_in().with_file("own.toml", &own, &chain).unwrap();
        assert_eq!(thesaurus.entries().filter(|entry| entry.id == "nvidia").count(), 1);
        let mut analyzer = chain.analyzer();
        assert_eq!(thesaurus.matches("NVIDIA", &mut analyzer), []);
        assert_eq!(thesaurus.matches("le caméléon", &mut analyzer)[0].entry.id, "nvidia");
        assert_eq!(thesaurus.matches("AMD", &mut analyzer)[0].entry.id, "amd");
    }

    #[test]
    fn a_later_file_comes_before_an_earlier_one() {
        let chain = Chain::french();
        let file = |id: &str, name: &str| entry(id, &format!("names = [{name:?}]"));
        let thesaurus = Thesaurus::built_in().with_file("a.toml", &file("a", "Zorglub"), &chain).unwrap();
        let thesaurus = thesaurus.with_file("b.toml", &file("b", "Zorglub"), &chain).unwrap();
        let mut analyzer = chain.analyzer();
        assert_eq!(thesaurus.matches("zorglub", &mut analyzer)[0].entry.id, "b");
        let thesaurus = thesaurus.with_file("c.toml", &file("b", "Bulgroz"), &chain).unwrap();
        assert_eq!(thesaurus.matches("zorglub", &mut analyzer)[0].entry.id, "a");
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
        let built_in = Thesaurus::built_in();
        assert_eq!(built_in.fingerprint(), Thesaurus::built_in().fingerprint());
        let own = Thesaurus::built_in().with_file("own.toml", "# nothing", &chain).unwrap();
        assert_ne!(built_in.fingerprint(), own.fingerprint());
    }

    #[test]
    fn neighbours_know_each_other() {
        let thesaurus = Thesaurus::built_in();
        let hisilicon = thesaurus.entry("hisilicon").unwrap();
        let huawei = thesaurus.entry("huawei").unwrap();
        assert!(thesaurus.relations(hisilicon).broader.contains(&"huawei".to_owned()));
        assert!(thesaurus.relations(huawei).narrower.contains(&"hisilicon".to_owned()));
    }
}
