//! A quotation beside a text: where it stands there, or what was altered.

use std::ops::Range;

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::tokens::{Token, tokens};

/// What stands for a cut within a quotation.
const CUTS: [&str; 4] = ["[…]", "[...]", "(…)", "(...)"];
/// The share of its words that a text must have near each other to be the altered source of a quotation.
const LEAST_SHARE: f64 = 0.6;

/// Whether a text says what a quotation says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// No text says it, or nearly.
    Absent,
    /// A text says nearly that.
    Altered,
    /// A text says exactly that.
    Exact,
}

/// A part of a comparison of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "text")]
pub enum Difference {
    /// Both have it.
    Same(String),
    /// Only the quotation has it.
    Quoted(String),
    /// Only the text has it.
    Source(String),
}

/// What a text has of a quotation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found {
    /// Whether it says it.
    pub verdict: Verdict,
    /// The bytes of the text that the quotation covers, cuts included.
    pub range: Range<usize>,
    /// The words compared, where the quotation was altered.
    pub differences: Vec<Difference>,
    /// The share of the words of the quotation that stand there.
    pub share: f64,
}

/// Compares a quotation with a text, piece by piece between its cuts. Signs at either end of a piece do not count: they
/// belong to the sentence around it. `None` where the text has too few of its words.
pub fn check(quotation: &str, text: &str) -> Option<Found> {
    let source = tokens(text);
    let pieces: Vec<Piece<'_>> = pieces(quotation).into_iter().filter_map(Piece::of).collect();
    exact(&pieces, &source).or_else(|| {
        let found = pieces.iter().map(|piece| piece.exact_or_altered(text, &source));
        found.collect::<Option<Vec<Found>>>().and_then(together)
    })
}

/// The quotation between its cuts.
fn pieces(quotation: &str) -> Vec<&str> {
    let cut = |pieces: Vec<_>, sign: &str| {
        pieces.into_iter().flat_map(|piece: &str| piece.split(sign).collect::<Vec<_>>()).collect()
    };
    CUTS.iter().fold(vec![quotation], |pieces, sign| cut(pieces, sign))
}

/// A piece of a quotation, without the signs at either end.
struct Piece<'q> {
    text: &'q str,
    tokens: Vec<Token>,
}

/// All pieces as they are, one after the other.
fn exact(pieces: &[Piece<'_>], source: &[Token]) -> Option<Found> {
    let (mut from, mut start) = (0, None);
    for Piece { tokens, .. } in pieces {
        let windows = source.get(from..)?.windows(tokens.len());
        let at = from + windows.into_iter().position(|window| is_same(window, tokens))?;
        start = start.or(Some(at));
        from = at + tokens.len();
    }
    let range = source.get(start?)?.range.start..source.get(from.checked_sub(1)?)?.range.end;
    Some(Found { verdict: Verdict::Exact, range, differences: Vec::new(), share: 1.0 })
}

fn is_same(one: &[Token], other: &[Token]) -> bool {
    one.iter().map(|token| &token.key).eq(other.iter().map(|token| &token.key))
}

/// What was found of the pieces, as one: its verdict is the worst of theirs, or altered where their order is another.
fn together(found: Vec<Found>) -> Option<Found> {
    let start = found.iter().map(|piece| piece.range.start).min()?;
    let end = found.iter().map(|piece| piece.range.end).max()?;
    let share = found.iter().map(|piece| piece.share).sum::<f64>() / found.len() as f64;
    let cut = Difference::Same("[…]".to_owned());
    let mut differences: Vec<Difference> = Vec::new();
    for piece in found {
        if !differences.is_empty() {
            differences.push(cut.clone());
        }
        differences.extend(piece.differences);
    }
    Some(Found { verdict: Verdict::Altered, range: start..end, differences, share })
}

impl<'q> Piece<'q> {
    fn of(text: &'q str) -> Option<Self> {
        let tokens = tokens(text);
        let first = tokens.iter().position(Token::is_word)?;
        let last = tokens.iter().rposition(Token::is_word)?;
        Some(Piece { text, tokens: tokens[first..=last].to_vec() })
    }

    fn exact_or_altered(&self, text: &str, source: &[Token]) -> Option<Found> {
        let at = source.windows(self.tokens.len()).position(|window| is_same(window, &self.tokens));
        let Some(at) = at else { return self.altered(text, source) };
        let same = &source[at..at + self.tokens.len()];
        let range = same.first()?.range.start..same.last()?.range.end;
        let differences = vec![Difference::Same(slice(text, same))];
        Some(Found { verdict: Verdict::Exact, range, differences, share: 1.0 })
    }

    /// The part of the text that has the most words of the piece, beside it.
    fn altered(&self, text: &str, source: &[Token]) -> Option<Found> {
        let (window, share) = nearest(&self.tokens, source)?;
        if share < LEAST_SHARE {
            return None;
        }
        let within = covered(&self.tokens, source, window)?;
        let found = &source[within];
        let differences = self.told(&operations(&self.tokens, found), found, text);
        let range = found.first()?.range.start..found.last()?.range.end;
        Some(Found { verdict: Verdict::Altered, range, differences, share })
    }

    /// The operations in the words of both sides.
    fn told(&self, operations: &[DiffOp], source: &[Token], text: &str) -> Vec<Difference> {
        let of_source = |range: Range<usize>| slice(text, &source[range]);
        let of_quoted = |range: Range<usize>| slice(self.text, &self.tokens[range]);
        let mut told = Vec::new();
        for operation in operations {
            let (old, new) = (operation.old_range(), operation.new_range());
            match operation {
                DiffOp::Equal { .. } => told.push(Difference::Same(of_source(new))),
                DiffOp::Delete { .. } => told.push(Difference::Quoted(of_quoted(old))),
                DiffOp::Insert { .. } => told.push(Difference::Source(of_source(new))),
                DiffOp::Replace { .. } => {
                    told.extend([Difference::Quoted(of_quoted(old)), Difference::Source(of_source(new))]);
                }
            }
        }
        told
    }
}

/// What makes the one list of tokens the other.
fn operations(quoted: &[Token], source: &[Token]) -> Vec<DiffOp> {
    let keys = |tokens: &[Token]| tokens.iter().map(|token| token.key.clone()).collect::<Vec<String>>();
    capture_diff_slices(Algorithm::Myers, &keys(quoted), &keys(source))
}

/// The tokens of the text that the quotation covers: from the first that both have to the last, and at either end as many as
/// the quotation has others there. What stands around them in the text is no difference.
fn covered(quoted: &[Token], source: &[Token], window: Range<usize>) -> Option<Range<usize>> {
    let operations = operations(quoted, &source[window.clone()]);
    let matched = |op: &DiffOp| matches!(op, DiffOp::Equal { .. });
    let first = operations.iter().find(|op| matched(op))?;
    let last = operations.iter().rfind(|op| matched(op))?;
    let start = (window.start + first.new_range().start).saturating_sub(first.old_range().start);
    let end = window.start + last.new_range().end + (quoted.len() - last.old_range().end);
    Some(start..end.min(source.len()))
}

/// The run of the text, twice as long as the quotation, with the largest share of its words; and that share.
fn nearest(quoted: &[Token], source: &[Token]) -> Option<(Range<usize>, f64)> {
    let mut wanted = std::collections::HashMap::<String, i64>::new();
    for token in quoted.iter().filter(|token| token.is_word()) {
        *wanted.entry(token.key.to_lowercase()).or_default() += 1;
    }
    let words: i64 = wanted.values().sum();
    let length = (quoted.len() + quoted.len() / 2).max(1).min(source.len());
    let keys: Vec<String> = source.iter().map(|token| token.key.to_lowercase()).collect();
    let (mut best, mut common) = ((0, 0), 0_i64);
    for (at, key) in keys.iter().enumerate() {
        if let Some(left) = wanted.get_mut(key) {
            common += i64::from(*left > 0);
            *left -= 1;
        }
        if at >= length
            && let Some(left) = wanted.get_mut(&keys[at - length])
        {
            *left += 1;
            common -= i64::from(*left > 0);
        }
        if common > best.1 {
            best = ((at + 1).saturating_sub(length), common);
        }
    }
    let window = best.0..(best.0 + length).min(source.len());
    (words > 0 && best.1 > 0).then(|| (window, best.1 as f64 / words as f64))
}

/// The text from the first token to the last.
fn slice(text: &str, tokens: &[Token]) -> String {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => text.get(first.range.start..last.range.end).unwrap_or("").to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "Jensen Huang l’a dit : « La part de marché de NVIDIA en Chine est pratiquement nulle. » Puis il est parti.";

    /// `expected`: `=` and the covered text, the difference, or nothing.
    fn verdict(quotation: &str, text: &str) -> String {
        let Some(found) = check(quotation, text) else { return String::new() };
        if found.verdict == Verdict::Exact {
            return format!("={}", &text[found.range]);
        }
        let shown = found.differences.iter().map(|difference| match difference {
            Difference::Same(text) => text.clone(),
            Difference::Quoted(text) => format!("[-{text}-]"),
            Difference::Source(text) => format!("[+{text}+]"),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    fn check_verdict(quotation: &str, expected: &str) {
        assert_eq!(verdict(quotation, TEXT), expected, "{quotation}");
    }

    #[test]
    fn exact_altered_or_absent() {
        check_verdict("l'a dit", "=l’a dit");
        check_verdict("la part de marché de NVIDIA", "[-la-] [+La+] part de marché de NVIDIA");
        check_verdict("La part de marché de NVIDIA,", "=La part de marché de NVIDIA");
        check_verdict(
            "La part de marché […] est pratiquement nulle.",
            "=La part de marché de NVIDIA en Chine est pratiquement nulle",
        );
        check_verdict(
            "La part de marché de NVIDIA en Chine est absolument nulle.",
            "La part de marché de NVIDIA en Chine est [-absolument-] [+pratiquement+] nulle",
        );
        check_verdict(
            "Jensen Huang […] La part du marché de NVIDIA",
            "Jensen Huang […] La part [-du-] [+de+] marché de NVIDIA",
        );
        check_verdict("Le blé tendre a perdu deux euros à Rouen.", "");
        check_verdict("", "");
    }

    proptest! {
        #[test]
        fn what_a_text_says_is_exact(words in prop::collection::vec("[a-zé]{1,6}", 3..40), from in 0_usize..40, many in 1_usize..40) {
            let text = words.join(" ");
            let from = from % words.len();
            let quotation = words[from..(from + many).min(words.len())].join("\u{a0} ");
            let found = check(&quotation, &text).unwrap();
            prop_assert_eq!(found.verdict, Verdict::Exact);
        }

        #[test]
        fn no_text_and_no_quotation_panic(quotation in "(\\PC|[’«»…\\[\\] \n\u{ad}]){0,40}", text in "(\\PC|[’«»… \n]){0,60}") {
            if let Some(found) = check(&quotation, &text) {
                prop_assert!(text.get(found.range).is_some());
            }
        }
    }
}
