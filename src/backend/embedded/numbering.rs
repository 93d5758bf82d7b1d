//! The numbers of inflections, given in the order in which they are met, and once for the whole index: parts are
//! merged as they are.

use rustc_hash::FxHashMap;
use tantivy::Index;

use super::error::Result;
use super::inflections::{Inflections, LONGEST, OTHER};
use super::mapping::Fields;

/// About what an entry of the tables takes beside its letters, in bytes.
const ENTRY_BYTES: usize = 48;

/// Gives numbers while articles are added.
pub(super) struct Numbering {
    /// Those of the parts that were there before.
    before: Vec<Inflections>,
    /// Numbers that were asked for in this run, by form and stem.
    numbers: FxHashMap<String, u8>,
    /// The next number of each stem that was asked for.
    next: FxHashMap<String, u8>,
    /// Form and stem, put together.
    pair: String,
    bytes: usize,
}

impl Numbering {
    /// Goes on where the last commit of an index ended.
    pub(super) fn after(index: &Index, fields: &Fields) -> Result<Self> {
        let parts = index.searchable_segments()?;
        let before = parts.iter().map(|part| Inflections::of(part, fields)).collect::<Result<_>>()?;
        Ok(Numbering {
            before,
            numbers: FxHashMap::default(),
            next: FxHashMap::default(),
            pair: String::new(),
            bytes: 0,
        })
    }

    /// About how many bytes are held.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// The number of a form under a stem; [`OTHER`] where it has none.
    pub(super) fn number(&mut self, form: &str, stem: &str) -> Result<u8> {
        if form.len() > LONGEST || stem.len() > LONGEST {
            return Ok(OTHER);
        }
        self.pair.clear();
        self.pair.extend([form, "\0", stem]);
        if let Some(number) = self.numbers.get(&self.pair) {
            return Ok(*number);
        }
        let number = match self.given_before(form, stem)? {
            Some(number) => number,
            None => self.give(stem)?,
        };
        self.bytes += self.pair.len() + ENTRY_BYTES;
        self.numbers.insert(self.pair.clone(), number);
        Ok(number)
    }

    fn given_before(&self, form: &str, stem: &str) -> Result<Option<u8>> {
        for part in &self.before {
            if let Some(number) = part.number(form, stem)? {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    /// The next number of a stem, as long as there are any.
    fn give(&mut self, stem: &str) -> Result<u8> {
        if !self.next.contains_key(stem) {
            let mut given = self.before.iter().map(|part| part.next_number(stem));
            let next = given.try_fold(0, |most, next| Result::Ok(most.max(next?)))?;
            self.bytes += stem.len() + ENTRY_BYTES;
            self.next.insert(stem.to_owned(), next);
        }
        let next = self.next.entry(stem.to_owned()).or_default();
        let number = (*next).min(OTHER);
        *next = number.saturating_add(1).min(OTHER);
        Ok(number)
    }
}
