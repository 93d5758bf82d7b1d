//! The words of a query or of a name, as the chain analyses them, and when two words match.

use crate::analysis::{Analyzer, Token};
use crate::text::normalize;

use super::entry::{Kind, Language, Name};
use super::halves::halves;
use super::inflection::forms;

/// Articles and prepositions, folded: what may stand between two words of a French name. Elided articles are no words.
pub const LINKS: [&str; 13] =
    ["a", "au", "aux", "dans", "de", "des", "du", "en", "la", "le", "les", "pour", "sur"];

/// One reading at one position.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) exact: String,
    stem: Option<String>,
    stem_alt: Option<String>,
    /// The word as written, in small letters; `None` where it is plain ASCII.
    accented: Option<String>,
    /// The forms that meet the word, where it stands in a name that is inflected: in small letters, and the exact form.
    forms: Vec<(String, String)>,
    /// The number of positions it covers.
    pub(super) span: usize,
    /// Its bytes in the text.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The readings of a text by position. A position that only a longer reading covers has none.
#[derive(Debug)]
pub(super) struct Words(Vec<Vec<Word>>);

impl Words {
    pub(super) fn of(text: &str, analyzer: &mut Analyzer<'_>) -> Words {
        let tokens = analyzer.analyze_query(text);
        let mut words: Vec<Vec<Word>> = Vec::new();
        words.resize_with(tokens.positions() as usize, Vec::new);
        for token in tokens.iter().filter(|token| !token.is_other_number) {
            // In texts `marche` is also read as « marché ». In names it is not.
            let is_new = |place: &&mut Vec<Word>| place.iter().all(|word| word.exact != token.exact);
            if let Some(place) = words.get_mut(token.position as usize).filter(is_new) {
                place.push(Word::of(&token, text));
            }
        }
        Words(words)
    }

    /// The words of a name, as it is written and as it may be written too.
    pub(super) fn of_name(name: &Name, kind: Kind, analyzer: &mut Analyzer<'_>) -> Vec<Words> {
        if !kind.is_inflected() || name.keeps_case {
            let spellings = std::iter::once(name.text.clone()).chain(halves(&name.text));
            return spellings.map(|text| Words::of(&text, analyzer)).collect();
        }
        let mut words = Words::of(&name.text, analyzer);
        let len = words.len();
        for word in words.0.iter_mut().flatten().filter(|word| word.stem.is_some()) {
            let surface = name.text.get(word.start..word.end).unwrap_or("");
            let forms = forms(surface, name.language, len == word.span).into_iter();
            word.forms = forms.map(|form| (letters(&form), analyzer.fold(&form))).collect();
        }
        vec![words]
    }

    /// The number of positions.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The readings at a position.
    pub(super) fn at(&self, position: usize) -> &[Word] {
        self.0.get(position).map_or(&[], Vec::as_slice)
    }

    /// Whether an article or a preposition stands at a position.
    pub(super) fn is_link(&self, position: usize) -> bool {
        self.is_stop(position) && self.at(position).iter().all(|word| LINKS.contains(&word.exact.as_str()))
    }

    /// Whether all readings at a position are stop words.
    pub(super) fn is_stop(&self, position: usize) -> bool {
        let words = self.at(position);
        !words.is_empty() && words.iter().all(|word| word.stem.is_none())
    }
}

impl Word {
    fn of(token: &Token<'_>, text: &str) -> Word {
        let surface = text.get(token.start as usize..token.end as usize).unwrap_or("");
        Word {
            exact: token.exact.to_owned(),
            stem: token.stem.map(str::to_owned),
            stem_alt: token.stem_alt.map(str::to_owned),
            accented: (!surface.is_ascii()).then(|| letters(surface)).filter(|letters| !letters.is_ascii()),
            forms: Vec::new(),
            span: token.span.max(1) as usize,
            start: token.start as usize,
            end: token.end as usize,
        }
    }

    /// Whether this word of a query is the word `name`, letter by letter. The query may leave accents out, but an accent
    /// that is typed counts: `méta` is not `Meta`.
    pub(super) fn is(&self, name: &Word) -> bool {
        self.exact == name.exact && (self.accented.is_none() || self.accented == name.accented)
    }

    /// Whether this word of a query is an inflection of the word `name`. `among_others`: the name has several words, so that
    /// equal letters are enough, and `part de marche` is « part de marché ».
    pub(super) fn inflects(&self, name: &Word, language: Language, among_others: bool) -> bool {
        let met = |(form, exact): &(String, String)| match &self.accented {
            Some(accented) => accented == form,
            None => *exact == self.exact && (language == Language::English || self.may_be(name, form)),
        };
        name.forms.iter().any(met) || (among_others && self.is(name))
    }

    /// Whether this word, typed without accents, may be that form of `name`: accents are left out where the word without
    /// them is no other word, which the stems tell.
    fn may_be(&self, name: &Word, form: &str) -> bool {
        let (Some(stem), Some(of)) = (&self.stem, &name.stem) else { return false };
        form.is_ascii()
            || stem == of
            || name.stem_alt.as_ref() == Some(stem)
            || self.stem_alt.as_ref() == Some(of)
    }

    /// Whether the word is no stop word.
    pub(super) fn is_meaningful(&self) -> bool {
        self.stem.is_some()
    }
}

/// The letters and digits of a surface, in small letters and one form.
fn letters(surface: &str) -> String {
    let normal = normalize(surface);
    normal.as_str().chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Chain;
    use crate::thesaurus::Role;

    /// How a typed word meets a word of a name: `is`, `inflects`, or not at all. `!` marks an English name.
    fn check(typed: &str, name: &str, expected: &str) {
        let chain = Chain::french();
        let mut analyzer = chain.analyzer();
        let language = if name.ends_with('!') { Language::English } else { Language::French };
        let name = name.trim_end_matches('!').to_owned();
        let name = Name { text: name, weight: 1.0, role: Role::Both, keeps_case: false, language };
        let (typed, name) =
            (Words::of(typed, &mut analyzer), Words::of_name(&name, Kind::Term, &mut analyzer));
        let (typed, name) = (&typed.at(0)[0], &name[0].at(0)[0]);
        let met: Vec<&str> = [("is", typed.is(name)), ("inflects", typed.inflects(name, language, false))]
            .into_iter()
            .filter_map(|(what, holds)| holds.then_some(what))
            .collect();
        assert_eq!(met.join(" "), expected);
    }

    #[test]
    fn meetings() {
        check("nvidia", "NVIDIA", "is inflects");
        check("méta", "Meta", "");
        check("taiwan", "Taïwan", "is inflects");
        check("e\u{301}tat", "État", "is inflects");
        check("puces", "puce", "inflects");
        check("arme", "Arm", "");
        check("marche", "marché", "is");
        check("securite", "sécurité", "is inflects");
        check("chinoises", "chinois", "inflects");
        check("annoncé", "annonce", "");
        check("étrangère", "étranger", "inflects");
        check("traiter", "traité", "");
        check("procéder", "procédé", "");
        check("concernes", "concern!", "");
        check("police", "policy!", "");
        check("policies", "policy!", "inflects");
        check("plan", "planes!", "");
    }
}
