//! Conflation: notes on hits that match by stem but show another word than the one typed.
//!
//! A stem may join words that a reader tells apart. Without accents `marche` also matches « marché », and a stemmer
//! cuts the endings of names. A false alarm is worse than silence, so a note names three kinds of form only:
//! - a form that the dictionary knows as another word, and that differs from the typed one by its accents;
//! - a form that differs by more than an ending, of inflection or of the derivations that the stemmer joins on purpose;
//! - a form in small letters, where the typed word is a name, unless the form looks like the plural of that name.

mod forms;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

pub(super) use forms::StemmedWord;

use forms::SurfaceForm;

use crate::analysis::{Analyzer, Chain, Conflation};
use crate::model::{Hit, Note};

/// The least number of letters that two forms of one word share. A word of so few letters is too short to judge.
const LEAST_LETTERS: usize = 2;

/// Endings of nouns and adjectives: gender and number.
const OF_NOUNS: &str = "
    s x e es al ale als ales au aux el elle els elles eau eaux en enne ens ennes er ere ers eres f fs ve ves if ifs
    ive ives eux euse euses c que cs ques";
/// Endings of verbs: conjugation.
const OF_VERBS: &str = "
    a ai aient ais ait ames ant ante antes ants as assent at ates ent ente entes ents er era erai eraient erais erait eras erent erez
    eriez erions erons eront ez i ie ies iez ions ir ira irai iraient irais irait iras irent irez iriez irions irons
    iront is issaient issais issait issant issante issantes issants isse issent isses issez issiez issions issons it
    ites ons oir re t u ue ues us d ds";
/// Endings of the derivations that the stemmer joins on purpose: action nouns, relational adjectives, adverbs.
const OF_DERIVATIONS: &str = "
    able ables ible ibles age ages aire aires ance ances ence ences ateur ateurs atrice atrices ation ations atif
    atifs ative atives ement ements eur eurs ie ies ion ions ique iques iquement issement issements ite ites iteur iteurs
    itif itifs itrice itrices itive itives ition itions ment ments alement ablement iblement ivement ativement eusement oire oires sion sions teur
    teurs trice trices tion tions tionnel tionnels tionnelle tionnelles ure ures";

static ENDINGS: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| skeletons([OF_NOUNS, OF_VERBS, OF_DERIVATIONS].join(" ").as_str()));
static NOUN_ENDINGS: LazyLock<FxHashSet<String>> = LazyLock::new(|| skeletons(OF_NOUNS));

/// The notes on `words`, from the forms that `hits` show.
pub(super) fn notes(
    words: &[StemmedWord],
    hits: &[Hit],
    chain: &Chain,
    analyzer: &mut Analyzer<'_>,
) -> Vec<Note> {
    words.iter().filter_map(|word| note(&word.typed, &word.forms(hits, analyzer), chain)).collect()
}

/// The note that some of the forms `found` are other words than `typed`. `None` where all are the same word.
fn note(typed: &str, found: &BTreeSet<SurfaceForm>, chain: &Chain) -> Option<Note> {
    // French custom leaves the accents of capitals out.
    let spelt_out: Vec<&SurfaceForm> = found.iter().filter(|form| !is_in_capitals(&form.word)).collect();
    let word = TypedWord::new(typed, &spelt_out, chain);
    let others = spelt_out.iter().filter(|form| word.is_other_word(&form.word));
    let others = others.map(|form| form.word.to_lowercase());
    let others: BTreeSet<String> = others.collect();
    let accented = word.accented(&others);
    (!others.is_empty()).then(|| Note::Conflated {
        typed: typed.to_owned(),
        others: others.into_iter().collect(),
        accented,
    })
}

/// The word as typed, with what its forms in the hits say about it.
struct TypedWord<'a> {
    word: &'a str,
    folded: String,
    skeleton: String,
    /// Whether it was typed without accents and a hit shows it without. Where no hit does, the searcher left the
    /// accents out and meant the accented word.
    is_unaccented: bool,
    /// Whether the hits show a name: the form has a capital within a sentence, and no hit shows it without.
    is_name: bool,
    chain: &'a Chain,
}

impl<'a> TypedWord<'a> {
    fn new(word: &'a str, found: &[&SurfaceForm], chain: &'a Chain) -> Self {
        let folded = chain.fold(word);
        let is_typed_so = is_accentless(word, chain) && !is_in_capitals(word);
        let is_unaccented = is_typed_so && found.iter().any(|form| is_accentless(&form.word, chain));
        let mut same = found.iter().filter(|form| chain.fold(&form.word) == folded);
        let is_name = has_capital(word)
            && found.iter().any(|form| form.is_within && form.word == word)
            && same.all(|form| has_capital(&form.word));
        let skeleton = skeleton(&folded);
        TypedWord { word, folded, skeleton, is_unaccented, is_name, chain }
    }

    /// Whether `form` is another word. The chain is asked last: stemming both words is the slowest step.
    fn is_other_word(&self, form: &str) -> bool {
        let is_inflection = self.is_inflection(form);
        let may_be_by_accents = self.is_unaccented && !is_accentless(form, self.chain);
        (may_be_by_accents || !is_inflection)
            && match self.chain.conflation(self.word, form) {
                Conflation::Accents => self.is_unaccented,
                Conflation::Rule => !is_inflection,
                Conflation::Word => false,
            }
    }

    fn is_inflection(&self, form: &str) -> bool {
        let endings = if self.is_name && !has_capital(form) { &NOUN_ENDINGS } else { &ENDINGS };
        is_inflection(&self.skeleton, &skeleton(&self.chain.fold(form)), endings)
    }

    /// The one of `others` that differs from the typed word by its accents only. The operator `=` folds accents, so the
    /// searcher who means that word has to type its accents.
    fn accented(&self, others: &BTreeSet<String>) -> Option<String> {
        others.iter().find(|form| self.chain.fold(form) == self.folded).cloned()
    }
}

fn is_accentless(word: &str, chain: &Chain) -> bool {
    chain.fold(word) == word.to_lowercase()
}

fn has_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn is_in_capitals(word: &str) -> bool {
    word.chars().all(char::is_uppercase)
}

/// Whether two words have a common beginning, each followed by one of `endings` or by nothing. Words too short to judge
/// count as inflections.
fn is_inflection(a: &str, b: &str, endings: &FxHashSet<String>) -> bool {
    let is_ending = |rest: &str| rest.is_empty() || endings.contains(rest);
    let common = a.char_indices().zip(b.chars()).take_while(|((_, x), y)| x == y);
    let mut splits = common.map(|((at, letter), _)| at + letter.len_utf8()).skip(LEAST_LETTERS - 1);
    let is_short = [a, b].iter().any(|word| word.chars().count() <= LEAST_LETTERS);
    a == b || is_short || splits.any(|at| is_ending(&a[at..]) && is_ending(&b[at..]))
}

fn skeletons(endings: &str) -> FxHashSet<String> {
    endings.split_whitespace().map(skeleton).collect()
}

/// A folded word whose spelling no longer depends on its ending: « appelle » and « appeler », « paie » and « payer »,
/// « exigea » and « exiger », « signaux » and « signaler », « récemment » and « récent » get a common beginning.
fn skeleton(word: &str) -> String {
    let root = |ending| word.strip_suffix(ending).filter(|root| root.chars().count() >= LEAST_LETTERS);
    let adverb = ["emment", "amment"].into_iter().find_map(|ending| Some((root(ending)?, &ending[..1])));
    let word = match (root("aux"), adverb) {
        (Some(root), _) => format!("{root}al"),
        (_, Some((root, vowel))) => format!("{root}{vowel}nt"),
        _ => word.to_owned(),
    };
    let mut letters: Vec<char> =
        word.replace('y', "i").replace("gea", "ga").replace("geo", "go").chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `found` is a list of words; a `.` marks the first word of a sentence.
    fn check(typed: &str, found: &str, expected: Option<(&[&str], Option<&str>)>) {
        let form = |word: &str| {
            let is_within = !word.starts_with('.');
            SurfaceForm { word: word.trim_start_matches('.').to_owned(), is_within }
        };
        let found = found.split(' ').map(form).collect();
        let expected = expected.map(|(others, accented)| Note::Conflated {
            typed: typed.to_owned(),
            others: others.iter().map(|form| (*form).to_owned()).collect(),
            accented: accented.map(str::to_owned),
        });
        assert_eq!(note(typed, &found, &Chain::french()), expected, "{typed}: {found:?}");
    }

    #[test]
    fn inflections_are_the_same_word() {
        check("puces", "puce puces .Puces PUCES", None);
        check("chinois", "chinoise Chinois chinoises", None);
        check("travail", "travaux travail", None);
        check("Payer", ".Payer paie paient", None);
        check("appel", "appelle appeler appels", None);
        check("changer", "changea changeons changement", None);
        check("signal", "signaux signaler signalement", None);
        check("Européenne", "européens Européenne Européen", None);
    }

    #[test]
    fn derivations_that_the_stems_join_are_the_same_word() {
        check("exporter", "exportation exportateurs exportent", None);
        check("vendre", "vente vendu", None);
        check("récent", "récemment récents", None);
        check("juridique", "juridiquement juridiques", None);
    }

    #[test]
    fn other_words_by_the_dictionary_meet_without_accents() {
        check("marche", "marche marché", Some((&["marché"], Some("marché"))));
        check("marche", "marches marché Marchés", Some((&["marché", "marchés"], Some("marché"))));
        check("marcher", "marche Marchés", Some((&["marchés"], None)));
        // No hit shows the word without accents: the searcher meant the accented word.
        check("marche", "marché marchés MARCHE", None);
        check("marché", "marché MARCHE", None);
        check("mesure", "mesure mesuré", None);
        check("securite", "sécurité securite", None);
    }

    #[test]
    fn endings_that_no_inflection_has_make_another_word() {
        check("christian", "christian christianisme", Some((&["christianisme"], None)));
        check("citerne", "citernes citernistes", Some((&["citernistes"], None)));
    }

    #[test]
    fn names_are_not_words_in_small_letters() {
        check("James", ".James James jamais", Some((&["jamais"], None)));
        check("james", "James jamais", None);
        check("James", ".James jamais", None);
        check("James", "James james jamais", None);
        check("Commission", "Commission commissions", None);
    }
}
