//! The stemmer: a word in lower case in; the stem that all its inflections share out, folded.
//!
//! The first of these decides: the classes by hand (`data/stems.txt`: a class and its forms; `data/verbs.txt`: verbs whose
//! present plural Snowball does not stem), the classes of the dictionary (`super::lemmas`), Snowball's French rules.
//! Snowball needs the accents, so its stem is folded afterwards. A stem is never empty.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

use crate::text::entries;

use crate::analysis::{
    words::fold::fold,
    words::lemmas::{Spelling, is_known, spelling},
};

pub(in crate::analysis) const STEMS: &str = include_str!("../data/stems.txt");
pub(in crate::analysis) const VERBS: &str = include_str!("../data/verbs.txt");

/// The stems of words with another first letter, accents aside: the stem of « irons » is that of *aller*, the stem of
/// « jihad » that of *djihad*.
const NEW_INITIAL: [&str; 14] = [
    "aller_",
    "avoir",
    "calif",
    "casher_",
    "chari",
    "chiit",
    "djihad",
    "djihadisme_",
    "djihadiste_",
    "egalite_",
    "etre",
    "fantasm",
    "oeil_",
    "vodk",
];

/// Whether a word with another first letter, accents aside, may have this stem.
pub(in crate::analysis) fn may_change_initial(stem: &str) -> bool {
    NEW_INITIAL.contains(&stem)
}

/// The stem of a word, and how the word relates to other spellings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::analysis) struct Stem {
    /// The stem of the word as written.
    pub(in crate::analysis) stem: String,
    /// The stem of the word without its accents, if it differs.
    pub(in crate::analysis) unaccented: Option<String>,
    /// Whether the word without its accents is another word (`marche` for `marché`).
    pub(in crate::analysis) has_homograph: bool,
    /// For a word without accents, the other words that it becomes with accents: `marché` for `marche`.
    pub(in crate::analysis) accented: Vec<&'static str>,
}

/// Why two words that share a stem are conflated.
///
/// ```
/// use vigie::analysis::{Chain, Conflation};
///
/// let chain = Chain::french();
/// assert_eq!(chain.conflation("vendre", "vente"), Conflation::Word);
/// assert_eq!(chain.conflation("marche", "marché"), Conflation::Accents);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conflation {
    /// The lists or the dictionary have both as forms of one word.
    Word,
    /// Snowball's rules give both the same stem, and neither is listed.
    Rule,
    /// They are two words that match only because accents may be left out: `marche` and `marché`.
    Accents,
}

/// The class of a form.
#[derive(Clone, Copy)]
enum Class {
    /// The class has this stem.
    Stem(&'static str),
    /// The class has the stem of this verb. It is computed when needed, since there are hundreds of verbs.
    Verb(&'static str),
}

/// The French stemmer.
pub(in crate::analysis) struct FrenchStemmer {
    classes: FxHashMap<Cow<'static, str>, Class>,
    snowball: Stemmer,
}

impl FrenchStemmer {
    pub(in crate::analysis) fn new() -> Self {
        let mut stemmer =
            FrenchStemmer { classes: FxHashMap::default(), snowball: Stemmer::create(Algorithm::French) };
        stemmer.add_verbs();
        stemmer.add_classes();
        stemmer
    }

    /// The stem of `word`, which is in lower case.
    pub(in crate::analysis) fn stem(&self, word: &str) -> Stem {
        let folded = fold(word);
        let spelling = spelling(word);
        let stem = self.one_stem(word, spelling);
        if folded == word {
            let others = spelling.into_iter().flat_map(|spelling| spelling.homographs());
            let accented = others.map(|(word, _)| word).collect();
            return Stem { stem, unaccented: None, has_homograph: false, accented };
        }
        let unaccented = self.one_stem(&folded, spelling);
        let differs = unaccented != stem;
        let has_homograph = differs && (spelling.is_some() || self.classes.contains_key(&*folded));
        Stem { stem, unaccented: differs.then_some(unaccented), has_homograph, accented: Vec::new() }
    }

    /// Whether `word`, in lower case, is in the dictionary or in a list made by hand.
    pub(in crate::analysis) fn is_known(&self, word: &str) -> bool {
        self.is_listed(word)
            || is_known(&self.snowball_stem(word))
            || is_known(&self.snowball_stem(&fold(word)))
    }

    /// Why two words in lower case, which share a stem, are conflated.
    pub(in crate::analysis) fn conflation(&self, one: &str, other: &str) -> Conflation {
        let a = self.stem(one);
        let b = self.stem(other);
        let is_by_rule = || !self.is_listed(one) && !self.is_listed(other);
        let is_another =
            |word, stem: &Stem| stem.has_homograph && self.is_distinguished_by_accents(word, stem);
        match a.stem == b.stem {
            true if is_by_rule() => Conflation::Rule,
            false if is_another(one, &a) || is_another(other, &b) => Conflation::Accents,
            _ => Conflation::Word,
        }
    }

    /// Whether the dictionary has `word` with these accents, and it is no participle: « marché », not « mesuré ».
    fn is_distinguished_by_accents(&self, word: &str, stem: &Stem) -> bool {
        let is_listed =
            spelling(word).is_some_and(|spelling| spelling.homographs().any(|(form, _)| form == word));
        let root = ["é", "ée", "és", "ées"].iter().find_map(|ending| word.strip_suffix(ending));
        let is_participle = root.is_some_and(|root| self.stem(&format!("{root}er")).stem == stem.stem);
        is_listed && !is_participle
    }

    /// Whether the class of `word` is set by hand or by its lemma.
    fn is_listed(&self, word: &str) -> bool {
        self.classes.contains_key(word) || spelling(word).is_some()
    }

    /// The stem by hand, by lemma or by Snowball, in this order.
    fn one_stem(&self, word: &str, spelling: Option<Spelling>) -> String {
        match (self.classes.get(word), spelling) {
            (Some(Class::Stem(stem)), _) => (*stem).to_owned(),
            (Some(Class::Verb(verb)), _) => self.snowball_stem(verb),
            (None, Some(spelling)) => spelling.class(word).to_owned(),
            (None, None) => self.snowball_stem(word),
        }
    }

    fn snowball_stem(&self, word: &str) -> String {
        if !word.chars().all(is_french_letter) {
            return fold(word).into_owned();
        }
        let stem = self.snowball.stem(word);
        let stem = fold(&stem);
        if stem.is_empty() { fold(word).into_owned() } else { stem.into_owned() }
    }

    /// Puts « exportent » and « exportons » into the class of « exporter ».
    fn add_verbs(&mut self) {
        for verb in entries(VERBS) {
            let root = verb.strip_suffix("er").unwrap_or(verb);
            for ending in ["ent", "ons"] {
                let form = format!("{root}{ending}");
                self.add_unaccented(&form, Class::Verb(verb));
                self.classes.insert(form.into(), Class::Verb(verb));
            }
        }
    }

    /// Adds the classes by hand. A form without its accents has the class of the form, unless it is listed itself.
    fn add_classes(&mut self) {
        let lines = || entries(STEMS).filter_map(|line| line.split_once('='));
        let forms = |forms: &'static str| forms.split_whitespace();
        for (class, listed) in lines() {
            forms(listed).for_each(|form| self.add_unaccented(form, Class::Stem(class.trim())));
        }
        for (class, listed) in lines() {
            forms(listed).for_each(|form| {
                self.classes.insert(form.into(), Class::Stem(class.trim()));
            });
        }
    }

    fn add_unaccented(&mut self, form: &str, class: Class) {
        if !form.is_ascii() {
            self.classes.insert(fold(form).into_owned().into(), class);
        }
    }
}

/// Whether Snowball's French rules know the letter.
fn is_french_letter(c: char) -> bool {
    c.is_ascii_lowercase() || matches!(c, 'à'..='ÿ' | 'œ')
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::analysis::words::lemmas::LEMMAS;
    use proptest::prelude::*;

    fn classes() -> impl Iterator<Item = (&'static str, &'static str)> {
        entries(STEMS).map(|line| line.split_once('=').unwrap())
    }

    /// Words on one side of `|` share a stem; words on different sides do not.
    fn check(groups: &str) {
        let stemmer = FrenchStemmer::new();
        let stems: Vec<Vec<String>> =
            groups.split('|').map(|g| g.split_whitespace().map(|w| stemmer.stem(w).stem).collect()).collect();
        for (i, group) in stems.iter().enumerate() {
            assert!(group.iter().all(|stem| *stem == group[0]), "{groups}: {stems:?}");
            assert!(stems[..i].iter().all(|other| other[0] != group[0]), "{groups}: {stems:?}");
        }
    }

    /// The stems of `word` that have another first letter.
    fn with_new_initial(stemmer: &FrenchStemmer, word: &str) -> Vec<String> {
        let Stem { stem, unaccented, .. } = stemmer.stem(word);
        let is_other = |stem: &String| stem.chars().next() != fold(word).chars().next();
        std::iter::once(stem).chain(unaccented).filter(is_other).collect()
    }

    #[test]
    fn stems_of_listed_words_begin_as_these() {
        let stemmer = FrenchStemmer::new();
        let spelt = |line: &'static str| line.split_once(' ').map(|(word, _)| word);
        let lemmas = entries(LEMMAS).filter_map(spelt).flat_map(|word| {
            let accented = spelling(word).into_iter().flat_map(|spelling| spelling.homographs());
            std::iter::once(word).chain(accented.map(|(accented, _)| accented))
        });
        let words = stemmer.classes.keys().map(|word| word.as_ref()).chain(lemmas);
        let others: BTreeSet<String> = words.flat_map(|word| with_new_initial(&stemmer, word)).collect();
        assert!(others.iter().eq(&NEW_INITIAL), "{others:?}");
    }

    proptest! {
        #[test]
        fn stems_begin_as_their_words(word in "[a-zà-ÿœ]{1,24}|[a-zéèêiuyqç]{1,12}|[a-z]\\PC{1,12}") {
            let others = with_new_initial(&FrenchStemmer::new(), &word.to_lowercase());
            prop_assert!(others.iter().all(|stem| may_change_initial(stem)), "{others:?}");
        }

        #[test]
        fn no_word_panics_or_vanishes(word in "[a-zà-ÿœ]{1,24}|[a-zéèêiuyqç]{1,12}|\\PC{1,12}") {
            let stemmer = FrenchStemmer { classes: FxHashMap::default(), snowball: Stemmer::create(Algorithm::French) };
            prop_assert!(!stemmer.stem(&word).stem.is_empty() || fold(&word).is_empty());
        }
    }

    #[test]
    fn gender_and_number() {
        check("français française françaises | franc francs | france");
        check("japonais japonaise japonaises");
        check("taïwanais taïwanaise");
        check("chinois chinoise chinoises");
        check("travail travaux");
        check("général généraux générale");
        check("genou genoux");
        check("nouveau nouvelle nouveaux nouvelles");
    }

    #[test]
    fn strangers_stay_apart() {
        check("marché marchés | marche marcher");
        check("part parts | partie parties | parti partis | partir");
        check("mauvais mauvaise | mauve");
        check("palais | pal");
        check("organe organes | organisation organisations organiser");
        check("université universités | univers | universel");
        check("données donnée | donner donne donnent | don dons");
        check("puce puces | puceron pucerons");
        check("meta | mettre met");
        check("micron | microns");
    }

    #[test]
    fn derivations_that_news_treat_as_one() {
        check("négocient négociation négociations négocier");
        check("vendre vendu vendus vente ventes vendent");
        check("interdire interdit interdiction interdictions");
        check("restreindre restriction restrictions restreint");
        check("tarif tarifs tarifaire tarifaires");
        check("concurrent concurrents concurrence");
        check("exporter exportation exportations exportent");
    }

    #[test]
    fn unaccented_words_reach_accented_ones() {
        let stemmer = FrenchStemmer::new();
        for accented in ["sécurité", "généraux", "Xénakis", "cuvée", "élève", "œuvre"] {
            let folded = fold(accented);
            let accented = accented.to_lowercase();
            let text = stemmer.stem(&accented);
            let query = stemmer.stem(&folded);
            assert!(text.stem == query.stem || text.unaccented == Some(query.stem), "{accented}");
        }
        assert!(stemmer.stem("marché").has_homograph && !stemmer.stem("sécurité").has_homograph);
        assert_eq!(stemmer.stem("marche").accented, ["marché"]);
    }

    #[test]
    fn conflation() {
        let stemmer = FrenchStemmer::new();
        let check =
            |one, other, expected| assert_eq!(stemmer.conflation(one, other), expected, "{one} {other}");
        check("vendre", "vente", Conflation::Word);
        check("securite", "sécurité", Conflation::Word);
        check("xenakis", "xénakis", Conflation::Rule);
        check("exporter", "exportation", Conflation::Rule);
        check("mesure", "mesuré", Conflation::Word);
        check("événement", "évènement", Conflation::Rule);
        check("marche", "marché", Conflation::Accents);
        check("marcher", "marchés", Conflation::Accents);
    }

    #[test]
    fn lists_are_sorted_without_duplicates() {
        assert!(classes().map(|(class, _)| class.trim()).is_sorted_by(|a, b| a < b));
        assert!(entries(VERBS).is_sorted_by(|a, b| a < b));
        let mut forms: Vec<&str> = classes().flat_map(|(_, forms)| forms.split_whitespace()).collect();
        forms.sort_unstable();
        for pair in forms.windows(2) {
            assert_ne!(pair[0], pair[1], "listed twice");
        }
    }
}
