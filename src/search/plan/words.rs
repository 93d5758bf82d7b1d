//! The words and phrases of a query to matchers: inflections, names, misspellings, beginnings.

use super::Planner;
use crate::backend::BackendError;
use crate::backend::plan::{Matcher, Term};
use crate::model::Note;
use crate::query::{Ast, Phrase, Strength, Word};
use crate::schema::{Form, Zone};
use crate::search::expansion::{OpenedName, named_by, opened};
use crate::search::matcher::{FormPolicy, matcher};
use crate::search::patterns;
use crate::thesaurus::{Entry, Name};

impl Planner<'_> {
    /// The matcher of `ast` in one zone. `None` where no word is left to search for.
    pub(super) fn matcher(&mut self, ast: &Ast, zone: Zone) -> Result<Option<Matcher>, BackendError> {
        Ok(match ast {
            Ast::Word(word) => self.word(word, zone)?,
            Ast::Phrase(phrase) if phrase.prefix => self.phrase_beginning(phrase, zone)?,
            Ast::Phrase(phrase) => self.phrase(phrase, zone)?,
            Ast::Near(near) => {
                let left = self.matcher(&near.left, zone)?;
                let right = self.matcher(&near.right, zone)?;
                match (left, right) {
                    (Some(left), Some(right)) => Some(Matcher::Near {
                        left: Box::new(left),
                        right: Box::new(right),
                        distance: near.distance,
                    }),
                    (left, right) => left.or(right),
                }
            }
            Ast::Together(parts) => self.matchers(parts, zone)?.map(Matcher::Together),
            Ast::Any(parts) => self.matchers(parts, zone)?.map(Matcher::Either),
            Ast::All(parts) => self.matchers(parts, zone)?.map(Matcher::Together),
            Ast::Field { inner, .. } | Ast::Boost(inner, _) => self.matcher(inner, zone)?,
            Ast::Not(_) | Ast::Date(_) | Ast::Nothing => None,
        })
    }

    fn matchers(&mut self, parts: &[Ast], zone: Zone) -> Result<Option<Vec<Matcher>>, BackendError> {
        let mut matchers = Vec::new();
        for part in parts {
            matchers.extend(self.matcher(part, zone)?);
        }
        Ok((!matchers.is_empty()).then_some(matchers))
    }

    /// The matcher of a phrase. A phrase of nothing but stop words is matched exactly: it has nothing to inflect.
    fn phrase(&mut self, phrase: &Phrase, zone: Zone) -> Result<Option<Matcher>, BackendError> {
        let is_plain = !phrase.exact && phrase.slop == 0;
        let variants = if is_plain { self.variants(&phrase.text, zone)? } else { None };
        let forms = if phrase.exact { FormPolicy::Exact } else { self.forms };
        Ok(variants
            .or_else(|| matcher(&phrase.text, zone, forms, phrase.slop, &mut self.analyzer))
            .or_else(|| matcher(&phrase.text, zone, FormPolicy::Exact, phrase.slop, &mut self.analyzer)))
    }

    /// The matcher of a phrase whose last word is a prefix. Stop words stand in it as typed: the prefix may be that of one.
    fn phrase_beginning(&mut self, phrase: &Phrase, zone: Zone) -> Result<Option<Matcher>, BackendError> {
        let forms = if phrase.exact { FormPolicy::Exact } else { FormPolicy::WithStopWords };
        let typed = first_reading(matcher(&phrase.text, zone, forms, phrase.slop, &mut self.analyzer));
        let Some(Matcher::Sequence { zone, mut slots, slop }) = typed else {
            let strength = if phrase.exact { Strength::Exact } else { Strength::Inflected };
            let word = Word { text: phrase.text.clone(), strength, prefix: true, span: phrase.span };
            return self.pattern(&word, zone);
        };
        let surface = matcher(&phrase.text, zone, FormPolicy::Exact, phrase.slop, &mut self.analyzer);
        let last = first_reading(surface).and_then(|m| m.terms().last().map(|(_, term)| term.text.clone()));
        let matched = patterns::prefix(self.tools.backend, zone, last.unwrap_or_default())?;
        if let Some(found) = matched.found {
            let searched = matched.terms.len();
            self.notes.push(Note::TooMany { typed: phrase.text.clone(), found, searched });
            self.found = Some(found);
        }
        if let Some(slot) = slots.last_mut() {
            slot.terms = matched.terms;
        }
        Ok(Some(Matcher::Sequence { zone, slots, slop }))
    }

    fn word(&mut self, word: &Word, zone: Zone) -> Result<Option<Matcher>, BackendError> {
        if word.prefix || word.strength == Strength::Fuzzy {
            return self.pattern(word, zone);
        }
        if word.strength == Strength::Exact {
            return Ok(matcher(&word.text, zone, FormPolicy::Exact, 0, &mut self.analyzer));
        }
        if let Some(variants) = self.variants(&word.text, zone)? {
            return Ok(Some(variants));
        }
        let typed = matcher(&word.text, zone, self.forms, 0, &mut self.analyzer);
        match typed {
            Some(Matcher::Terms { terms, .. })
                if self.is_nowhere(&terms)? && !self.tools.chain.is_french(&word.text) =>
            {
                self.corrected(word, zone, terms).map(Some)
            }
            typed => Ok(typed),
        }
    }

    /// The typed words with the other names of the entry that they name. `None` where they name none.
    fn variants(&mut self, text: &str, zone: Zone) -> Result<Option<Matcher>, BackendError> {
        let Some(thesaurus) = self.tools.thesaurus.filter(|_| zone.is_prose()) else { return Ok(None) };
        let Some(named) = named_by(thesaurus, text, &mut self.analyzer) else { return Ok(None) };
        let Some(typed) = matcher(text, zone, self.forms_of(named.entry), 0, &mut self.analyzer) else {
            return Ok(None);
        };
        if !self.expands || self.is_excluded {
            return Ok(Some(typed));
        }
        let mut names = opened(thesaurus, named.entry, zone, &mut self.analyzer);
        if named.weight < Name::EQUIVALENT {
            names = names.of_lesser_name(named.weight);
        }
        if self.is_wide {
            names.equivalents.append(&mut names.near);
        }
        names.equivalents.retain(|other| other.name != text && other.matcher != typed);
        let also = self.present(names.equivalents, zone)?;
        let near = self.present(names.near, zone)?;
        if let Some(longer) = names.longer {
            self.names.longer = self.terms.prune(longer, self.tools.backend)?;
        }
        let found = also.iter().map(|(_, matcher)| matcher).filter(|matcher| !is_nothing(matcher));
        let found = self.names.outside_longer(found.cloned().collect());
        let matcher = match found {
            Some(Matcher::Either(found)) => Matcher::Either([vec![typed.clone()], found].concat()),
            Some(found) => Matcher::Either(vec![typed.clone(), found]),
            None => typed.clone(),
        };
        self.names.typed = Some(typed);
        self.names.also.extend(also);
        self.names.near.extend(near);
        Ok(Some(matcher))
    }

    /// The names, each with a matcher of what some article has. One that is nowhere gets a matcher of nothing.
    fn present(
        &mut self,
        names: Vec<OpenedName>,
        zone: Zone,
    ) -> Result<Vec<(String, Matcher)>, BackendError> {
        let mut present = Vec::with_capacity(names.len());
        for OpenedName { name, matcher } in names {
            let matcher = self.terms.prune(matcher, self.tools.backend)?;
            present.push((name, matcher.unwrap_or(Matcher::Terms { zone, terms: Vec::new() })));
        }
        Ok(present)
    }

    /// The forms of the typed name of an entry: the name of a person or a thing has no inflections.
    fn forms_of(&self, entry: &Entry) -> FormPolicy {
        if entry.kind.is_inflected() { self.forms } else { FormPolicy::Name }
    }

    /// Whether no text and no title has the word. False without expansion: no word is corrected then.
    fn is_nowhere(&self, terms: &[Term]) -> Result<bool, BackendError> {
        if !self.expands {
            return Ok(false);
        }
        let zones = [Zone::Body, Zone::Title];
        let wanted: Vec<(Zone, &Term)> =
            zones.iter().flat_map(|zone| terms.iter().map(|term| (*zone, term))).collect();
        Ok(self.tools.backend.frequencies(&wanted)?.iter().all(|&articles| articles == 0))
    }

    /// The matcher of the words near a misspelt word; of the word itself, `terms`, where no word is near.
    fn corrected(&mut self, word: &Word, zone: Zone, terms: Vec<Term>) -> Result<Matcher, BackendError> {
        let mut nearest =
            patterns::corrections(self.tools.backend, Zone::Body, &self.tools.chain.fold(&word.text))?;
        // A name asks for exact forms. It is no misspelling of a common word: « Tchad » is not *tchat*.
        if terms.iter().all(|term| term.form == Form::Exact) {
            nearest.retain(|near| !self.tools.chain.is_common_word(&near.text));
        }
        if nearest.is_empty() || !zone.is_prose() {
            return Ok(Matcher::Terms { zone, terms });
        }
        let instead: Vec<String> = nearest.iter().map(|term| term.text.clone()).collect();
        let of_term = |term: &Term| (term.text.clone(), Matcher::Terms { zone, terms: vec![term.clone()] });
        self.names.also.extend(nearest.iter().map(of_term));
        let note = Note::Mended { typed: word.text.clone(), instead };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
        Ok(Matcher::Terms { zone, terms: nearest })
    }

    /// The matcher of a prefix or a fuzzy word. Where the chain splits the word (« l'export* »), its last part is the
    /// pattern, and the other parts must stand before it.
    fn pattern(&mut self, word: &Word, zone: Zone) -> Result<Option<Matcher>, BackendError> {
        let forms = if word.strength == Strength::Exact { FormPolicy::Exact } else { self.forms };
        let base = matcher(&word.text, zone, FormPolicy::Exact, 0, &mut self.analyzer);
        let Some(last) =
            base.as_ref().and_then(|base| base.terms().last().map(|(_, term)| term.text.clone()))
        else {
            return Ok(None);
        };
        let matched = match word.prefix {
            true => patterns::prefix(self.tools.backend, zone, last)?,
            false => patterns::fuzzy(self.tools.backend, zone, &last)?,
        };
        if let Some(found) = matched.found {
            let searched = matched.terms.len();
            self.notes.push(Note::TooMany { typed: word.text.clone(), found, searched });
            self.found = Some(found);
        }
        Ok(match (matcher(&word.text, zone, forms, 0, &mut self.analyzer), base) {
            (_, Some(Matcher::Sequence { zone, mut slots, slop })) => {
                if let Some(slot) = slots.last_mut() {
                    slot.terms = matched.terms;
                }
                Some(Matcher::Sequence { zone, slots, slop })
            }
            (Some(Matcher::Terms { zone, terms }), _) if !word.prefix => {
                Some(Matcher::Terms { zone, terms: [terms, matched.terms].concat() })
            }
            _ => Some(Matcher::Terms { zone, terms: matched.terms }),
        })
    }
}

/// Whether a matcher has no terms, and so no matches.
pub(super) fn is_nothing(matcher: &Matcher) -> bool {
    matcher.terms().is_empty()
}

/// The words in a row, without the readings that join some of them.
fn first_reading(matcher: Option<Matcher>) -> Option<Matcher> {
    match matcher {
        Some(Matcher::Either(readings)) => readings.into_iter().next(),
        matcher => matcher,
    }
}
