//! An article as plain data: its stored part, and its words with their positions and forms.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::backend::plan::Term;
use crate::backend::ranking::Lengths;
use crate::backend::{Facet, Forms, Labels, Prepared, Record, Stored, StoredPassage, Words};
use crate::model::{self, Date};
use crate::schema::{Form, Zone};

/// An article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Article {
    pub(super) id: String,
    pub(super) date: Option<Date>,
    labels: Labels,
    record: Record,
    text: String,
    title_words: u32,
    passages: Vec<Passage>,
    zones: Vec<(Zone, Vec<Word>)>,
}

/// A passage: a range of bytes of the text, and a number of words of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Passage {
    bytes: Range<usize>,
    words: u32,
}

/// An occurrence of a word; several may share a position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Word {
    position: u32,
    exact: String,
    stem: Option<String>,
    stem_alt: Option<String>,
    cased: Option<String>,
}

impl Article {
    /// The article from its prepared form; `None` where another engine encoded that.
    pub(super) fn new(id: String, prepared: Prepared) -> Option<Self> {
        let Prepared { date, labels, stored, title_words, passages, zones } = prepared;
        let Stored::Plain(record, text) = stored else { return None };
        let passages =
            passages.into_iter().map(|passage| Passage { bytes: passage.range, words: passage.words });
        let zones = zones.iter().map(|(zone, words)| (*zone, words_of(words)));
        Some(Article {
            id,
            date,
            labels,
            record: *record,
            text,
            title_words,
            passages: passages.collect(),
            zones: zones.collect(),
        })
    }

    /// The numbers of its words.
    pub(super) fn lengths(&self) -> Lengths {
        let words: u64 = self.passages.iter().map(|passage| u64::from(passage.words)).sum();
        Lengths { text: words as f32, title: self.title_words as f32 }
    }

    /// For each passage, the position after its last word.
    pub(super) fn ends(&self) -> Vec<u32> {
        let mut end = 0;
        let ends = self.passages.iter().map(|passage| {
            end += passage.words;
            end
        });
        ends.collect()
    }

    /// The words of a zone in runs that no match crosses: the passages of the body, or all words of another zone.
    pub(super) fn runs(&self, zone: Zone) -> Vec<&[Word]> {
        let words = self.words(zone);
        if zone != Zone::Body {
            return vec![words];
        }
        let mut rest = words;
        let runs = self.ends().into_iter().map(|end| {
            let (run, after) = rest.split_at(rest.partition_point(|word| word.position < end));
            rest = after;
            run
        });
        runs.collect()
    }

    /// The value of a facet; `None` where the article has none.
    pub(super) fn value(&self, facet: Facet) -> Option<String> {
        let Labels { source, language, corpus } = &self.labels;
        match facet {
            Facet::Month => self.date.map(|date| format!("{:04}-{:02}", date.year(), date.month())),
            Facet::Source => source.clone(),
            Facet::Language => language.clone(),
            Facet::Corpus => corpus.clone(),
        }
    }

    /// Whether a zone has the term.
    pub(super) fn has(&self, zone: Zone, term: &Term) -> bool {
        !positions(self.words(zone), zone, term).is_empty()
    }

    /// All forms of one kind in a zone.
    pub(super) fn forms(&self, zone: Zone, form: Form) -> impl Iterator<Item = &str> {
        self.words(zone).iter().flat_map(move |word| word.forms(zone, form)).flatten()
    }

    /// The whole article.
    pub(super) fn whole(&self) -> model::Article {
        let Record { path, metadata, origins, pages, encoding } = self.record.clone();
        model::Article {
            id: self.id.clone(),
            path,
            metadata,
            origins,
            encoding,
            text: self.text.clone(),
            pages,
        }
    }

    /// The passage at `place`, from 0; `None` past the last.
    pub(super) fn passage(&self, place: u32) -> Option<StoredPassage> {
        let Range { start, end } = self.passages.get(place as usize)?.bytes;
        let Record { path, metadata, pages, .. } = self.record.clone();
        Some(StoredPassage {
            id: self.id.clone(),
            path,
            metadata,
            number: place + 1,
            passages: self.passages.len() as u32,
            range: start as u64..end as u64,
            page: pages.of(start as u64..end as u64),
            text: self.text.get(start..end)?.to_owned(),
        })
    }

    fn words(&self, zone: Zone) -> &[Word] {
        self.zones.iter().find(|(of, _)| *of == zone).map_or(&[], |(_, words)| words)
    }
}

impl Word {
    /// The forms of one kind: the surface and the cased name, or the two stems. In zones without stems (names) both
    /// kinds are the surface and the cased name.
    fn forms(&self, zone: Zone, form: Form) -> [Option<&str>; 2] {
        match form {
            Form::Stem if zone.has_stems() => [self.stem.as_deref(), self.stem_alt.as_deref()],
            _ => [Some(&self.exact), self.cased.as_deref()],
        }
    }
}

/// The positions of a term among words of a zone: ascending, each once.
pub(super) fn positions(words: &[Word], zone: Zone, term: &Term) -> Vec<u32> {
    let is_it = |word: &&Word| word.forms(zone, term.form).contains(&Some(&term.text));
    let mut found: Vec<u32> = words.iter().filter(is_it).map(|word| word.position).collect();
    found.dedup();
    found
}

fn words_of(words: &Words) -> Vec<Word> {
    let mut found = Vec::new();
    words.each(|position, forms| {
        let Forms { exact, stem, stem_alt, cased } = forms;
        let [stem, stem_alt, cased] = [stem, stem_alt, cased].map(|form| form.map(str::to_owned));
        found.push(Word { position, exact: exact.to_owned(), stem, stem_alt, cased });
    });
    found
}
