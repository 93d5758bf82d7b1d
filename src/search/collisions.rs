//! A word as typed and the forms that it found go in; what to say of those that are another word comes out.
//!
//! Stems join what a reader may hold for two words: `marche` is also « marché » where accents are left out, and rules
//! that cut endings know no names. A false alarm is worse than silence, so only these are said: another word by the
//! dictionary, which met the typed one without its accents; a form that neither an ending of inflection nor one that
//! the stems join on purpose makes of the typed one; a word in small letters beside a typed name, unless it looks like
//! its plural.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::surface::Surface;
use crate::analysis::{Chain, Conflation};

/// How many forms a note names.
const MOST_NAMED: usize = 3;

/// How many letters forms of one word share at least; a word of no more is too short to tell.
const LEAST_LETTERS: usize = 2;

/// Endings of nouns and adjectives, by gender and number.
const OF_NOUNS: &str = "
    s x e es al ale als ales au aux el elle els elles eau eaux en enne ens ennes er ere ers eres f fs ve ves if ifs
    ive ives eux euse euses c que cs ques";
/// Endings of conjugation.
const OF_VERBS: &str = "
    a ai aient ais ait ames ant ante antes ants as assent at ates ent ente entes ents er era erai eraient erais erait eras erent erez
    eriez erions erons eront ez i ie ies iez ions ir ira irai iraient irais irait iras irent irez iriez irions irons
    iront is issaient issais issait issant issante issantes issants isse issent isses issez issiez issions issons it
    ites ons oir re t u ue ues us d ds";
/// Endings of the derivations that the stems join on purpose: nouns of the act, adjectives of relation, adverbs.
const OF_DERIVATIONS: &str = "
    able ables ible ibles age ages aire aires ance ances ence ences ateur ateurs atrice atrices ation ations atif
    atifs ative atives ement ements eur eurs ie ies ion ions ique iques iquement issement issements ite ites iteur iteurs
    itif itifs itrice itrices itive itives ition itions ment ments alement ablement iblement ivement ativement eusement oire oires sion sions teur
    teurs trice trices tion tions tionnel tionnels tionnelle tionnelles ure ures";

static ENDINGS: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| skeletons([OF_NOUNS, OF_VERBS, OF_DERIVATIONS].join(" ").as_str()));
static NOUN_ENDINGS: LazyLock<FxHashSet<String>> = LazyLock::new(|| skeletons(OF_NOUNS));

/// What to say of the forms of `typed` that are another word, if any is.
pub(super) fn collisions(typed: &str, found: &BTreeSet<Surface>, chain: &Chain) -> Option<String> {
    // In capitals accents are left out by custom.
    let spelt_out: Vec<&Surface> = found.iter().filter(|form| !is_in_capitals(&form.word)).collect();
    let word = Typed::new(typed, &spelt_out, chain);
    let strangers = spelt_out.iter().filter(|form| word.is_stranger(&form.word));
    let strangers = strangers.map(|form| form.word.to_lowercase());
    let strangers: BTreeSet<String> = strangers.collect();
    let named: Vec<String> = strangers.iter().take(MOST_NAMED).map(|form| format!("« {form} »")).collect();
    let more = strangers.len().saturating_sub(MOST_NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let hint = word.hint(&strangers);
    (!named.is_empty()).then(|| format!("`{typed}` also finds {}{more}{hint}", named.join(", ")))
}

/// The word as typed, with what the forms that it found tell of it.
struct Typed<'a> {
    word: &'a str,
    folded: String,
    skeleton: String,
    /// Whether it was typed without accents and is met so: else whoever left them out meant the accented word.
    is_unaccented: bool,
    /// Whether it is a name where it was found: it has its capital within sentences, and never goes without.
    is_name: bool,
    chain: &'a Chain,
}

impl<'a> Typed<'a> {
    fn new(word: &'a str, found: &[&Surface], chain: &'a Chain) -> Self {
        let folded = chain.fold(word);
        let is_typed_so = is_accentless(word, chain) && !is_in_capitals(word);
        let is_unaccented = is_typed_so && found.iter().any(|form| is_accentless(&form.word, chain));
        let mut same = found.iter().filter(|form| chain.fold(&form.word) == folded);
        let is_name = has_capital(word)
            && found.iter().any(|form| form.is_within && form.word == word)
            && same.all(|form| has_capital(&form.word));
        let skeleton = skeleton(&folded);
        Typed { word, folded, skeleton, is_unaccented, is_name, chain }
    }

    /// How the two are related is asked where it may matter: to stem both takes longest.
    fn is_stranger(&self, form: &str) -> bool {
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

    /// How to be rid of `strangers`. By `=` those are not told from the typed word that differ by their accents only;
    /// whoever meant one of these writes its accents.
    fn hint(&self, strangers: &BTreeSet<String>) -> String {
        match strangers.iter().find(|form| self.chain.fold(form) == self.folded) {
            Some(form) => format!("; if you mean « {form} », write it with its accents"),
            None => format!(": write ={} for that form only", self.word),
        }
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

/// Whether two words are one beginning with two of `endings`, or too short to tell.
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

/// A folded word with the spellings made one that change before an ending: « appelle » and « appeler », « paie » and
/// « payer », « exigea » and « exiger », « signaux » and « signaler », « récemment » and « récent ».
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

    /// `found` is words; `.` stands before one that begins a sentence.
    fn check(typed: &str, found: &str, expected: Option<&str>) {
        let form = |word: &str| {
            let is_within = !word.starts_with('.');
            Surface { word: word.trim_start_matches('.').to_owned(), is_within }
        };
        let found = found.split(' ').map(form).collect();
        assert_eq!(collisions(typed, &found, &Chain::french()).as_deref(), expected, "{typed}: {found:?}");
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
        let said = "; if you mean « marché », write it with its accents";
        check("marche", "marche marché", Some(&format!("`marche` also finds « marché »{said}")));
        check(
            "marche",
            "marches marché Marchés",
            Some(&format!("`marche` also finds « marché », « marchés »{said}")),
        );
        check(
            "marcher",
            "marche Marchés",
            Some("`marcher` also finds « marchés »: write =marcher for that form only"),
        );
        // Whoever typed no accents and found none without them meant the accented word.
        check("marche", "marché marchés MARCHE", None);
        check("marché", "marché MARCHE", None);
        check("mesure", "mesure mesuré", None);
        check("securite", "sécurité securite", None);
    }

    #[test]
    fn endings_that_no_inflection_has_make_another_word() {
        let said = ": write =christian for that form only";
        check(
            "christian",
            "christian christianisme",
            Some(&format!("`christian` also finds « christianisme »{said}")),
        );
        check(
            "citerne",
            "citernes citernistes",
            Some("`citerne` also finds « citernistes »: write =citerne for that form only"),
        );
    }

    #[test]
    fn names_are_not_words_in_small_letters() {
        check(
            "James",
            ".James James jamais",
            Some("`James` also finds « jamais »: write =James for that form only"),
        );
        check("james", "James jamais", None);
        check("James", ".James jamais", None);
        check("James", "James james jamais", None);
        check("Commission", "Commission commissions", None);
    }

    #[test]
    fn a_note_names_few_forms() {
        let found = "citerne citernistes citerniste citernisme citernismes";
        let said =
            "« citernisme », « citernismes », « citerniste » and 1 more: write =citerne for that form only";
        check("citerne", found, Some(&format!("`citerne` also finds {said}")));
    }
}
