//! The inflections of one word of a name: gender and number, and nothing else.
//!
//! A stem would do for finding them, but it finds strangers too: `police` has the stem of `policies`, `boit` that of
//! `but`. So the forms are written out from the name: a name never meets a verb or a derivation of its family. A form
//! that no text has costs nothing; where a rule would make another word of French, it does not apply.

use super::entry::Language;

/// The least number of letters of an acronym that takes a plural (`GPUs`): « AIs » would be the word « ais ».
const LEAST_ACRONYM: usize = 3;

/// French words in -s that are no plurals. Not listed: those that [`IS_SINGULAR`] tells.
const SINGULARS: &[&str] = &[
    "accès", "avis", "bois", "bras", "cas", "choix", "concours", "corps", "cours", "croix", "discours",
    "fils", "fois", "fonds", "frais", "mars", "mois", "palais", "parcours", "pays", "permis", "poids",
    "prix", "recours", "relais", "repas", "secours", "sens", "souris", "sous", "temps", "tiers", "univers",
    "voix",
];

/// Endings of French words in -s that are no plurals: « succès », « consensus », « stress », « français ».
const IS_SINGULAR: &[&str] = &["ès", "us", "ss", "ais", "is", "aos"];

/// Endings of masculine nouns and adjectives, the least number of letters of the word, and the feminine endings.
const FEMININE: &[(&str, usize, &[&str])] = &[
    ("teur", 6, &["trice", "teuse"]),
    ("ieur", 6, &["ieure"]),
    ("eur", 6, &["euse", "eure"]),
    ("eux", 5, &["euse"]),
    ("if", 5, &["ive"]),
    ("ien", 6, &["ienne"]),
    ("éen", 5, &["éenne"]),
    ("ais", 6, &["aise"]),
    ("ois", 6, &["oise"]),
    ("ain", 6, &["aine"]),
    ("ant", 6, &["ante"]),
    ("ent", 5, &["ente"]),
    ("and", 7, &["ande"]),
    ("al", 5, &["ale"]),
    ("el", 6, &["elle"]),
    ("ier", 6, &["ière"]),
    ("ger", 6, &["gère"]),
    ("gnol", 6, &["gnole"]),
    ("é", 5, &["ée"]),
];

/// Endings of words that have no feminine, or whose feminine would be another word: « document » and « documente »,
/// « entretien » and « entretienne », « appel » and « appelle », « traité » and « traitée ».
const NO_FEMININE: &[&str] = &[
    "ment", "argent", "ntretien", "soutien", "maintien", "appel", "té", "tié", "signal", "capital",
    "objectif", "cé",
];

/// The forms of one word of a name in small letters, the word itself first. `surface` is the word as the name has it.
/// `is_alone`: the name has no other word, so that the gender may be another one. In longer names adjectives follow
/// their noun.
pub fn forms(surface: &str, language: Language, is_alone: bool) -> Vec<String> {
    let word: String = surface.chars().filter(|c| *c != '-').flat_map(char::to_lowercase).collect();
    let mut forms = vec![word.clone()];
    if word.chars().count() < 2 || !word.chars().all(|c| c.is_alphabetic() && c < '\u{250}') {
        return forms;
    }
    if surface.bytes().all(|b| b.is_ascii_uppercase()) {
        forms.extend((surface.len() >= LEAST_ACRONYM).then(|| format!("{word}s")));
        return forms;
    }
    match language {
        Language::French => french(&word, is_alone, &mut forms),
        Language::English => {
            forms.extend([english_plural(&word), english_singular(&word)].into_iter().flatten())
        }
    }
    forms
}

fn french(word: &str, is_alone: bool, forms: &mut Vec<String>) {
    let singulars = french_singulars(word);
    let is_plural = !singulars.is_empty();
    forms.extend(singulars.iter().cloned());
    forms.extend(french_plural(word).filter(|_| !is_plural));
    if !is_alone || NO_FEMININE.iter().any(|ending| word.ends_with(ending)) {
        return;
    }
    let letters = word.chars().count();
    let rule = FEMININE.iter().find(|(ending, least, _)| word.ends_with(ending) && letters >= *least);
    for (ending, feminine) in
        rule.into_iter().flat_map(|(ending, _, all)| all.iter().map(move |f| (ending, f)))
    {
        let root = &word[..word.len() - ending.len()];
        forms.extend([format!("{root}{feminine}"), format!("{root}{feminine}s")]);
    }
}

/// The singulars that a plural may have; none for a singular.
fn french_singulars(word: &str) -> Vec<String> {
    let is_singular = SINGULARS.contains(&word) || IS_SINGULAR.iter().any(|ending| word.ends_with(ending));
    let root = |ending: &str| word.strip_suffix(ending).filter(|root| root.len() >= 2);
    if let Some(root) = root("eaux") {
        vec![format!("{root}eau")]
    } else if let Some(root) = root("aux") {
        vec![format!("{root}al"), format!("{root}au")]
    } else {
        root("s").filter(|_| !is_singular).map(str::to_owned).into_iter().collect()
    }
}

fn french_plural(word: &str) -> Option<String> {
    Some(match word {
        _ if word.ends_with(['s', 'x', 'z']) => return None,
        _ if word.ends_with("au") || word.ends_with("eu") => format!("{word}x"),
        _ if word.ends_with("al") => format!("{}ux", &word[..word.len() - 1]),
        "travail" => "travaux".to_owned(),
        _ => format!("{word}s"),
    })
}

fn english_plural(word: &str) -> Option<String> {
    if word.ends_with('s') && english_singular(word).is_some() {
        return None;
    }
    let is_consonant = |b: u8| !b"aeiou".contains(&b);
    Some(match word.as_bytes() {
        [.., b's' | b'x' | b'z'] | [.., b'c' | b's', b'h'] => format!("{word}es"),
        [root @ .., b'y'] if root.last().is_some_and(|b| is_consonant(*b)) => {
            format!("{}ies", &word[..word.len() - 1])
        }
        _ => format!("{word}s"),
    })
}

fn english_singular(word: &str) -> Option<String> {
    let is_plural = word.len() > 3 && !["ss", "us", "is"].iter().any(|ending| word.ends_with(ending));
    let root = |ending: &str| word.strip_suffix(ending).filter(|_| is_plural);
    let sibilant = || ["ses", "xes", "ches", "shes"].iter().any(|ending| word.ends_with(ending));
    if let Some(root) = root("ies") {
        Some(format!("{root}y"))
    } else if let Some(root) = root("es").filter(|_| sibilant()) {
        Some(root.to_owned())
    } else {
        root("s").map(str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The forms of a word that is a name by itself; after `…`, of one that stands in a longer name.
    fn check(word: &str, language: Language, expected: &str) {
        let is_alone = !word.starts_with('…');
        let word = word.trim_start_matches('…');
        assert_eq!(forms(word, language, is_alone).join(" "), expected, "{word}");
    }

    #[test]
    fn french_nouns_have_a_plural() {
        check("puce", Language::French, "puce puces");
        check("réseau", Language::French, "réseau réseaux");
        check("prix", Language::French, "prix");
        check("…données", Language::French, "données donnée");
        check("…sociaux", Language::French, "sociaux social sociau");
        check("…réseaux", Language::French, "réseaux réseau");
        check("accès", Language::French, "accès");
        check("but", Language::French, "but buts");
    }

    #[test]
    fn french_adjectives_have_a_feminine() {
        check("chinois", Language::French, "chinois chinoise chinoises");
        check("étranger", Language::French, "étranger étrangers étrangère étrangères");
        check("européen", Language::French, "européen européens européenne européennes");
        check("commercial", Language::French, "commercial commerciaux commerciale commerciales");
        check("salarié", Language::French, "salarié salariés salariée salariées");
        check("…salarié", Language::French, "salarié salariés");
    }

    #[test]
    fn no_form_is_another_word() {
        check("traité", Language::French, "traité traités");
        check("accord", Language::French, "accord accords");
        check("plan", Language::French, "plan plans");
        check("entretien", Language::French, "entretien entretiens");
        check("document", Language::French, "document documents");
        check("permis", Language::French, "permis");
    }

    #[test]
    fn english_names_have_an_english_plural() {
        check("policy", Language::English, "policy policies");
        check("policies", Language::English, "policies policy");
        check("chip", Language::English, "chip chips");
        check("control", Language::English, "control controls");
        check("concern", Language::English, "concern concerns");
        check("5g", Language::English, "5g");
    }

    #[test]
    fn acronyms_have_a_plural() {
        check("GPU", Language::English, "gpu gpus");
        check("PME", Language::French, "pme pmes");
        check("IA", Language::French, "ia");
    }
}
