//! A name of the thesaurus to a matcher of its exact forms in texts.
//!
//! Every word of a term is met by its own inflections, never by a stem. Between two words of a French name stand
//! articles and prepositions, one, two or none: « restrictions d'exportation », « restriction des exportations »,
//! « restrictions sur les exportations », but not « contrôlée peut valoir exportation ». Other names (persons, firms, …)
//! are met as they are written, or with their two halves apart (`TikTok`, `Tik Tok`).

use std::sync::{Arc, LazyLock};

use super::super::matcher::{FormPolicy, matcher};
use super::super::weights::EXACT;
use crate::analysis::{Analyzer, Token, Tokens};
use crate::backend::plan::{LinkedWord, Matcher, Slot, Term};
use crate::schema::{Form, Zone};
use crate::thesaurus::{Kind, LINKS, Language, Name, forms, halves};

/// The most articles and prepositions between two words of a French name: « restriction à la vente ».
const MOST_LINKS: u32 = 2;

/// [`LINKS`] as terms, one list for all names.
static LINK_TERMS: LazyLock<Arc<[Term]>> =
    LazyLock::new(|| LINKS.iter().map(|link| exact((*link).to_owned())).collect());

/// The matcher of a name in one zone. `None` where the name has no word to search for.
pub(super) fn name_matcher(
    name: &Name,
    kind: Kind,
    zone: Zone,
    analyzer: &mut Analyzer<'_>,
) -> Option<Matcher> {
    if !kind.is_inflected() || name.keeps_case {
        let spellings = std::iter::once(name.text.clone()).chain(halves(&name.text));
        let mut found =
            spellings.filter_map(|text| matcher(&text, zone, FormPolicy::Name, 0, analyzer)).collect();
        return either(&mut found);
    }
    let tokens = analyzer.analyze_query(&name.text);
    let joins = tokens.iter().filter(|token| token.span > 1);
    let readings = std::iter::once(None).chain(joins.map(Some)).map(|join| Reading::new(name, tokens, join));
    let mut readings: Vec<Reading> = readings.collect();
    let mut found = Vec::new();
    for reading in &mut readings {
        reading.fold(analyzer);
        let matcher = reading.matcher(zone);
        found.extend(matcher.filter(|matcher| !found.contains(matcher)));
    }
    either(&mut found)
}

/// The matcher of any of these.
fn either(alternatives: &mut Vec<Matcher>) -> Option<Matcher> {
    if alternatives.len() > 1 {
        Some(Matcher::Either(std::mem::take(alternatives)))
    } else {
        alternatives.pop()
    }
}

/// The words of a name, as the chain reads them.
struct Reading(Vec<Part>);

/// One word of a name.
struct Part {
    /// Its forms.
    forms: Vec<String>,
    /// The stem of an acronym that is spelt as a stop word: `AI`, which « j'ai » has not.
    stem: Option<String>,
    /// Whether articles and prepositions may stand between the word before and this one.
    is_linked: bool,
}

impl Reading {
    /// The words of `name`. With a `join`, that token replaces the words that it covers.
    fn new(name: &Name, tokens: &Tokens, join: Option<Token<'_>>) -> Reading {
        let covered = |token: &Token<'_>| {
            join.as_ref().is_some_and(|j| (j.position..j.position + j.span).contains(&token.position))
        };
        let taken = |token: &Token<'_>| join == Some(*token) || (token.span == 1 && !covered(token));
        let words: Vec<Token<'_>> = tokens.iter().filter(taken).collect();
        let is_french = name.language == Language::French;
        let is_link = |token: &Token<'_>| is_french && token.stem.is_none() && LINKS.contains(&token.exact);
        let is_alone = words.iter().all(|word| word.position == words[0].position);
        let last = words.iter().map(|word| word.position).max();
        let mut parts: Vec<Part> = Vec::new();
        let mut before: Option<Token<'_>> = None;
        for word in words.into_iter().filter(|token| !is_link(token)) {
            let surface = name.text.get(word.start as usize..word.end as usize).unwrap_or("");
            // The head of an English name is its last word.
            let inflects = is_french || Some(word.position) == last;
            let forms = match inflects {
                true => [vec![word.exact.to_owned()], forms(surface, name.language, is_alone)].concat(),
                false => vec![word.exact.to_owned()],
            };
            match (parts.last_mut(), before) {
                (Some(part), Some(b)) if b.position == word.position => part.forms.extend(forms),
                (_, b) => parts.push(Part {
                    forms,
                    stem: word.stem.filter(|_| word.is_like_stop_word).map(str::to_owned),
                    is_linked: b.is_some_and(|b| is_linked(name, &b, &word)),
                }),
            }
            before = Some(word);
        }
        Reading(parts)
    }

    /// Turns the forms into exact forms.
    fn fold(&mut self, analyzer: &Analyzer<'_>) {
        for part in &mut self.0 {
            let mut exact: Vec<String> = Vec::new();
            for form in part.forms.iter().map(|form| analyzer.fold(form)) {
                if !exact.contains(&form) {
                    exact.push(form);
                }
            }
            part.forms = exact;
        }
    }

    /// The matcher of the words. `None` where there is none.
    fn matcher(&self, zone: Zone) -> Option<Matcher> {
        match &self.0[..] {
            [] => None,
            [only] => Some(Matcher::Terms { zone, terms: only.terms() }),
            parts if parts.iter().all(|part| !part.is_linked) => {
                let slots = (0..).zip(parts).map(|(offset, part)| Slot { offset, terms: part.terms() });
                Some(Matcher::Sequence { zone, slots: slots.collect(), slop: 0 })
            }
            parts => {
                let word = |part: &Part| LinkedWord {
                    most_links: if part.is_linked { MOST_LINKS } else { 0 },
                    terms: part.terms(),
                };
                let words = parts.iter().map(word).collect();
                Some(Matcher::Linked { zone, words, links: LINK_TERMS.clone() })
            }
        }
    }
}

impl Part {
    fn terms(&self) -> Vec<Term> {
        match &self.stem {
            Some(stem) => vec![Term { form: Form::Stem, text: stem.clone(), weight: EXACT }],
            None => self.forms.iter().cloned().map(exact).collect(),
        }
    }
}

/// Whether a French name has something between two of its words, if only an elided article.
fn is_linked(name: &Name, before: &Token<'_>, word: &Token<'_>) -> bool {
    let between = name.text.get(before.end as usize..word.start as usize).unwrap_or("");
    name.language == Language::French && between.contains(char::is_alphabetic)
}

fn exact(text: String) -> Term {
    Term { form: Form::Exact, text, weight: EXACT }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Chain;
    use crate::backend::marks;
    use crate::thesaurus::Role;

    /// What of `text` is a match of the name. `!` marks an English name, `^` one of a firm or a person.
    fn check(name: &str, text: &str, expected: &str) {
        let chain = Chain::french();
        let mut analyzer = chain.analyzer();
        let kind = if name.starts_with('^') { Kind::Firm } else { Kind::Term };
        let language = if name.ends_with('!') { Language::English } else { Language::French };
        let bare = name.trim_matches(['^', '!']).to_owned();
        let bare = Name { text: bare, weight: 1.0, role: Role::Both, keeps_case: false, language };
        let matcher = name_matcher(&bare, kind, Zone::Body, &mut analyzer).unwrap();
        let tokens = analyzer.analyze(text);
        let mut at = |_: Zone, term: &Term, out: &mut Vec<u32>| {
            let same = tokens.iter().filter(|token| token.exact == term.text);
            out.extend(same.map(|token| token.position));
        };
        let found = marks(&matcher, &mut at);
        let bytes = |start: u32, end: u32| {
            let words = tokens.iter().filter(|t| (start..end).contains(&t.position)).collect::<Vec<_>>();
            let from = words.iter().map(|token| token.start).min().unwrap_or(0);
            let to = words.iter().map(|token| token.end).max().unwrap_or(0);
            text[from as usize..to as usize].to_owned()
        };
        let shown: Vec<String> = found.iter().map(|span| bytes(span.start, span.end)).collect();
        assert_eq!(shown.join(" | "), expected, "{name} in {text}");
    }

    #[test]
    fn a_noun_is_met_by_its_inflections() {
        check("puce", "des puces et une puce", "puces | puce");
        check("but", "il but son café, elle boit", "but");
        check("permis", "le permis permet, ils permettent", "permis");
        check("traité", "le traité, des traités, un traitement à traiter", "traité | traités");
        check("chinois", "la chinoise et les Chinois, la Chine", "chinoise | Chinois");
        check("GPU", "des GPUs", "GPUs");
    }

    #[test]
    fn an_english_name_has_its_own_plural() {
        check("policy!", "policies, policy, la police politique", "policies | policy");
        check("export control!", "export controls, exports control", "export controls");
    }

    #[test]
    fn between_words_stand_articles_and_prepositions() {
        let name = "restriction des exportations";
        check(name, "les restrictions d'exportation", "restrictions d'exportation");
        check(name, "restriction à l'exportation", "restriction à l'exportation");
        check(name, "des restrictions sur les exportations", "restrictions sur les exportations");
        check("contrôle à l'exportation", "technologie contrôlée peut valoir exportation", "");
        check("contrôle à l'exportation", "un contrôle ne vaut exportation", "");
        check("interdiction d'exporter", "il n'interdit pas d'exporter", "");
        check(
            "petites et moyennes entreprises",
            "les petites et moyennes entreprises",
            "petites et moyennes entreprises",
        );
        check("puce mémoire", "la puce de mémoire", "");
    }

    #[test]
    fn other_names_are_met_as_written_or_in_two_words() {
        check("^TikTok", "Tik Tok et TikTok", "Tik Tok | TikTok");
        check("^Meta", "il met une arme, Meta", "Meta");
    }
}
