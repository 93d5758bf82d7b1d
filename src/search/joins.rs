//! Neighbouring words of a query to segments: single words, and words that may be read as one.
//!
//! A figure and its unit (`95 %`, `5 nm`, `1,5 milliard`) are one word: apart they would match far too much. The halves
//! of a product's name (`H 20`) and a name of the thesaurus (`Huang Renxun`) may be one: the planner searches for the one
//! reading or for all of the words.

use super::expansion::{named_by, names};
use crate::analysis::Analyzer;
use crate::query::Word;
use crate::thesaurus::Thesaurus;

/// The most words that a figure and its unit take (« 1,5 milliard d'euros »).
const MAX_FIGURE: usize = 4;

/// A part of a run of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Segment {
    /// One word, or a figure with its unit.
    Word(Word),
    /// Words that may be read as one.
    Joined {
        /// The one reading.
        whole: Word,
        /// The words.
        words: Vec<Word>,
    },
}

/// The segments of a run of words, in order.
pub(super) fn segments(
    words: &[&Word],
    thesaurus: Option<&Thesaurus>,
    analyzer: &mut Analyzer<'_>,
) -> Vec<Segment> {
    let words = figures(words, analyzer);
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let mut joins = match thesaurus {
        Some(thesaurus) if words.len() > 1 => names(thesaurus, &texts, analyzer),
        _ => Vec::new(),
    };
    for first in 0..words.len().saturating_sub(1) {
        let is_free = joins.iter().all(|&(from, to)| to < first || first + 1 < from);
        if is_free && is_one_word(&texts[first..=first + 1], analyzer) {
            joins.push((first, first + 1));
        }
    }
    let mut segments = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        match joins.iter().find(|(first, _)| *first == at) {
            Some(&(first, last)) => {
                let words = words[first..=last].to_vec();
                segments.push(Segment::Joined { whole: joined(&words), words });
                at = last + 1;
            }
            None => {
                segments.push(parted(&words[at], thesaurus, analyzer));
                at += 1;
            }
        }
    }
    segments
}

/// A word, and its parts where each of them is a name: `US-China`, « sino-américain ».
fn parted(word: &Word, thesaurus: Option<&Thesaurus>, analyzer: &mut Analyzer<'_>) -> Segment {
    let parts: Vec<Word> = pieces(word).collect();
    let mut is_name =
        |part: &Word| thesaurus.is_some_and(|names| named_by(names, &part.text, analyzer).is_some());
    match parts.len() > 1 && parts.iter().all(&mut is_name) {
        true => Segment::Joined { whole: word.clone(), words: parts },
        false => Segment::Word(word.clone()),
    }
}

/// What stands between the hyphens of a word.
fn pieces(word: &Word) -> impl Iterator<Item = Word> + '_ {
    let start = |piece: &str| piece.as_ptr() as usize - word.text.as_ptr() as usize;
    let is_hyphen = |c: char| matches!(c, '-' | '\u{2010}' | '\u{2011}');
    word.text.split(is_hyphen).filter(|piece| !piece.is_empty()).map(move |piece| {
        let mut part = word.clone();
        part.span.start = word.span.start + start(piece);
        part.span.end = part.span.start + piece.len();
        part.text = piece.to_owned();
        part
    })
}

/// The words, each figure joined with its unit.
fn figures(words: &[&Word], analyzer: &mut Analyzer<'_>) -> Vec<Word> {
    let mut result = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let most = if words[at].text.starts_with(|c: char| c.is_ascii_digit()) { MAX_FIGURE } else { 1 };
        let lengths = (2..=most.min(words.len() - at)).rev();
        let texts =
            |length: usize| words[at..at + length].iter().map(|word| word.text.as_str()).collect::<Vec<_>>();
        let length = lengths.into_iter().find(|&length| is_one_word(&texts(length), analyzer)).unwrap_or(1);
        let of_figure: Vec<Word> = words[at..at + length].iter().map(|&word| word.clone()).collect();
        result.push(joined(&of_figure));
        at += length;
    }
    result
}

/// Whether the chain reads these words as one.
fn is_one_word(words: &[&str], analyzer: &mut Analyzer<'_>) -> bool {
    let text = words.join(" ");
    let tokens = analyzer.analyze_query(&text);
    let covers = |start: u32, end: u32| start == 0 && end as usize == text.len();
    words.len() > 1 && tokens.iter().any(|token| covers(token.start, token.end))
}

fn joined(words: &[Word]) -> Word {
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let mut whole = words[0].clone();
    whole.text = texts.join(" ");
    whole.span.end = words[words.len() - 1].span.end;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Chain;
    use crate::query::{Term, parse};

    /// Segments between ` | `; of words that may be one, the words in braces.
    fn check(query: &str, expected: &str) {
        let chain = Chain::french();
        let thesaurus = Thesaurus::built_in();
        let parsed = parse(query).ast;
        let words: Vec<&Word> = parsed
            .words()
            .filter_map(|leaf| match leaf.term {
                Term::Word(word) => Some(word),
                Term::Phrase(_) => None,
            })
            .collect();
        let shown = |segment: &Segment| match segment {
            Segment::Word(word) => word.text.clone(),
            Segment::Joined { words, .. } => {
                let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
                format!("{{{}}}", words.join(" "))
            }
        };
        let segments = segments(&words, Some(&thesaurus), &mut chain.analyzer());
        let shown: Vec<String> = segments.iter().map(shown).collect();
        assert_eq!(shown.join(" | "), expected, "{query}");
        for segment in &segments {
            let (Segment::Word(whole) | Segment::Joined { whole, .. }) = segment;
            assert_eq!(query.get(whole.span.start..whole.span.end), Some(whole.text.as_str()), "{query}");
        }
    }

    #[test]
    fn a_figure_and_its_unit_are_one_word() {
        check("NVIDIA 95 % Chine", "NVIDIA | 95 % | Chine");
        check("SMIC 5 nm", "SMIC | 5 nm");
        check("Apple 500 millions", "Apple | 500 millions");
    }

    #[test]
    fn names_may_be_one_word_or_several() {
        check("part de marché NVIDIA", "{part de marché} | NVIDIA");
        check("Huang Renxun Computex", "{Huang Renxun} | Computex");
        check("H 20 Chine", "{H 20} | Chine");
        check("Busan 30 octobre", "{Busan 30} | octobre");
        check("US-China tariffs", "{US China} | tariffs");
        check("semi-conducteurs Chine", "semi-conducteurs | Chine");
    }
}
