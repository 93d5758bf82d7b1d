//! Names without what no article has. An entry opens to dozens of names in hundreds of forms, of which an index has a few:
//! the rest would be looked for in vain in every segment.

use rustc_hash::FxHashMap;

use crate::backend::plan::{Matcher, Slot, Term};
use crate::backend::{BackendError, Search};
use crate::schema::{Form, Zone};

/// Which terms some text or title has. It asks the backend once for each.
#[derive(Default)]
pub(in crate::search) struct Present(FxHashMap<(Form, String), bool>);

impl Present {
    /// The matcher without terms, and alternatives, that no text and no title has. `None` where nothing is left.
    pub(in crate::search) fn prune(
        &mut self,
        matcher: Matcher,
        backend: &dyn Search,
    ) -> Result<Option<Matcher>, BackendError> {
        Ok(match matcher {
            Matcher::Terms { zone, terms } => {
                let terms = self.kept(terms, backend)?;
                (!terms.is_empty()).then_some(Matcher::Terms { zone, terms })
            }
            Matcher::Sequence { zone, slots, slop } => {
                let mut kept = Vec::with_capacity(slots.len());
                for Slot { offset, terms } in slots {
                    kept.push(Slot { offset, terms: self.kept(terms, backend)? });
                }
                let is_possible = kept.iter().all(|slot| !slot.terms.is_empty());
                is_possible.then_some(Matcher::Sequence { zone, slots: kept, slop })
            }
            Matcher::Linked { zone, mut words, links } => {
                for word in &mut words {
                    word.terms = self.kept(std::mem::take(&mut word.terms), backend)?;
                }
                let is_possible = words.iter().all(|word| !word.terms.is_empty());
                is_possible.then_some(Matcher::Linked { zone, words, links })
            }
            Matcher::Either(parts) => {
                let mut kept = Vec::with_capacity(parts.len());
                for part in parts {
                    kept.extend(self.prune(part, backend)?);
                }
                if kept.len() > 1 { Some(Matcher::Either(kept)) } else { kept.pop() }
            }
            Matcher::Outside { matcher, longer } => {
                let longer = self.prune(*longer, backend)?;
                self.prune(*matcher, backend)?.map(|matcher| match longer {
                    Some(longer) => Matcher::Outside { matcher: Box::new(matcher), longer: Box::new(longer) },
                    None => matcher,
                })
            }
            other => Some(other),
        })
    }

    fn kept(&mut self, terms: Vec<Term>, backend: &dyn Search) -> Result<Vec<Term>, BackendError> {
        let mut kept = Vec::with_capacity(terms.len());
        for term in terms {
            if self.has(&term, backend)? {
                kept.push(term);
            }
        }
        Ok(kept)
    }

    fn has(&mut self, term: &Term, backend: &dyn Search) -> Result<bool, BackendError> {
        let key = (term.form, term.text.clone());
        if let Some(&is_there) = self.0.get(&key) {
            return Ok(is_there);
        }
        let counts = backend.frequencies(&[(Zone::Body, term), (Zone::Title, term)])?;
        let is_there = counts.iter().any(|&articles| articles > 0);
        self.0.insert(key, is_there);
        Ok(is_there)
    }
}
