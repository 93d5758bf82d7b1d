//! Names: tells which words of a query are proper names or acronyms, which have no inflections.
//!
//! No list decides but the dictionary. A capitalised word is a name if the dictionary has no such noun, adjective or
//! infinitive: « Vienne » is no form of *venir*, « Gers » none of *gérer*, while « Restrictions » stays a word. A short
//! word in capitals is an acronym (`MIT`, `GPUs`), unless the words around it are in capitals too (`LES PUCES`).

use super::{
    tokens::{Entry, Tokens},
    words::{fold::fold, lemmas::is_ordinary, word_cache::WordLists},
};

/// The most letters of an acronym that is also an ordinary word: `SEC`, `IRA`, `BRIC`.
const MAX_ACRONYM_LETTERS: usize = 4;
/// What follows a verb at the head of a question, after a hyphen: « Peut-on », « Faut-il », « Sont-elles ».
const PRONOUNS: [&str; 12] =
    ["ce", "elle", "elles", "il", "ils", "je", "nous", "on", "t", "tu", "vous", "moi"];

/// What a word in capitals is, or a capitalised one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Name,
    Acronym,
}

/// Marks the names among the tokens of a query, whose offsets point into `text`. After each stands its other number, as
/// another reading: `GPUs` for `GPU`.
pub(super) fn mark(tokens: &mut Tokens, text: &str, lists: &WordLists) {
    let entries = std::mem::take(&mut tokens.entries);
    for (place, entry) in entries.iter().enumerate() {
        let kind = kind(&entries, place, text, tokens, lists);
        tokens.entries.push(Entry { is_name: kind != Kind::Word, ..*entry });
        if let Some(other) = other_number(surface(entry, text), kind, lists) {
            let word = tokens.cache.get_or_insert(&other, lists);
            let other =
                Entry { word: word.id, hashes: word.hashes, is_name: true, is_other_number: true, ..*entry };
            tokens.entries.push(other);
        }
    }
}

fn surface<'t>(entry: &Entry, text: &'t str) -> &'t str {
    &text[entry.start as usize..entry.end as usize]
}

fn kind(entries: &[Entry], place: usize, text: &str, tokens: &Tokens, lists: &WordLists) -> Kind {
    let entry = &entries[place];
    let word = surface(entry, text);
    let is_stop_word = || tokens.cache.form(entry.word).is_stop_word;
    let is_capitalised = word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic);
    if entry.is_acronym {
        return Kind::Acronym;
    }
    if !is_capitalised || entry.span > 1 || is_stop_word() || word.chars().nth(1).is_none() {
        return Kind::Word;
    }
    if !is_upper(acronym(word)) {
        let is_name = !is_ordinary(&fold(word)) && !is_before_pronoun(entry, text);
        return if is_name { Kind::Name } else { Kind::Word };
    }
    let is_name = match is_among_capitals(entries, place, text) {
        true => !is_ordinary(&fold(word)) && !lists.stemmer.is_known(&word.to_lowercase()),
        false => acronym(word).chars().count() <= MAX_ACRONYM_LETTERS || !is_ordinary(&fold(word)),
    };
    if is_name { Kind::Acronym } else { Kind::Word }
}

/// The acronym without the *s* of its plural: `GPU` for `GPUs`.
fn acronym(word: &str) -> &str {
    word.strip_suffix('s').filter(|rest| rest.chars().nth(1).is_some()).unwrap_or(word)
}

fn is_upper(word: &str) -> bool {
    word.chars().all(char::is_uppercase)
}

/// Whether a verb at the head of a question ends here: « Peut-on ».
fn is_before_pronoun(entry: &Entry, text: &str) -> bool {
    let rest = text[entry.end as usize..].strip_prefix('-').unwrap_or_default();
    let next = &rest[..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())];
    PRONOUNS.contains(&&*next.to_lowercase())
}

/// Whether the words before and after are in capitals too. Words of one letter are passed over.
fn is_among_capitals(entries: &[Entry], place: usize, text: &str) -> bool {
    let here = entries[place].position;
    let is_word = |entry: &&Entry| {
        let word = surface(entry, text);
        entry.position != here && word.chars().nth(1).is_some() && word.chars().all(char::is_alphabetic)
    };
    let before = entries[..place].iter().rev().find(is_word);
    let after = entries[place..].iter().find(is_word);
    let mut words = before.into_iter().chain(after).map(|entry| surface(entry, text)).peekable();
    words.peek().is_some() && words.all(is_upper)
}

/// The plural of a name in the singular, and the other way round. `None` where that is a French word.
fn other_number(word: &str, kind: Kind, lists: &WordLists) -> Option<String> {
    let singular = word.strip_suffix('s');
    let other = || singular.map_or_else(|| format!("{word}s"), str::to_owned);
    match kind {
        Kind::Word => None,
        Kind::Acronym => word.chars().all(char::is_alphabetic).then(other),
        Kind::Name => Some(other()).filter(|other| !lists.stemmer.is_known(&other.to_lowercase())),
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::Chain;

    /// The words of a query: `^` stands before a name, `/` before another reading.
    fn check(query: &str, expected: &str) {
        let chain = Chain::french();
        let mut analyzer = chain.analyzer();
        let mut out = String::new();
        let mut last = None;
        for token in analyzer.analyze_query(query).iter().filter(|token| token.stem.is_some()) {
            out.push_str(if last == Some(token.position) { "/" } else { " " });
            out.push_str(if token.is_name { "^" } else { "" });
            out.push_str(if token.is_name { token.exact } else { token.stem.unwrap() });
            last = Some(token.position);
        }
        assert_eq!(out.trim_start(), expected, "{query}");
    }

    #[test]
    fn names_are_not_words() {
        check("Vienne", "^vienne");
        check("accord de Vienne", "accord ^vienne");
        check("Monti Gers", "^monti ^gers");
        check("les Houthis", "^houthis/^houthi");
        check("Boeing Merkel", "^boeing/^boeings ^merkel/^merkels");
    }

    #[test]
    fn acronyms_are_not_words() {
        check("MIT", "^mit/^mits");
        check("un GPU, des GPUs", "^gpu/^gpus ^gpus/^gpu");
        check("la SEC", "^sec/^secs");
        check("l'AI Act", "^ai/^ais ^act/^acts");
        check("UNESCO", "^unesco/^unescos");
    }

    #[test]
    fn capitalised_words_are_words() {
        check("Restrictions", "restreindre_");
        check("Puces chinoises", "puc chinois_");
        check("PUCES", "puc");
        check("LES PUCES", "puc");
        check("LES PRIX MONTENT", "prix_ mont");
        check("Peut-on licencier ?", "pouvoir_ licenci");
        check("puces vienne", "puc venir_");
    }
}
