//! The syntax tree of a query, in no engine's terms.
//!
//! A list is never empty, never holds a list of its own kind, and never holds [`Ast::Nothing`], which stands only alone.
//! The tree does not know how words are analysed or which fields an index has.

use serde::Serialize;

use crate::model::DateRange;

/// A byte range of the query, on character boundaries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// A node of the tree.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ast {
    /// Articles that satisfy all of these, in the order typed.
    All(Vec<Ast>),
    /// Articles that satisfy at least one of these.
    Any(Vec<Ast>),
    /// Articles that do not satisfy this.
    Not(Box<Ast>),
    /// One word.
    Word(Word),
    /// A phrase.
    Phrase(Phrase),
    /// Two operands near each other, in either order.
    Near(Near),
    /// Operands in one passage.
    Together(Vec<Ast>),
    /// A query of one field. Of nested fields the innermost counts.
    Field {
        /// The field.
        field: Field,
        /// The query of the field.
        inner: Box<Ast>,
    },
    /// Articles of these days.
    Date(DateRange),
    /// A query whose score is multiplied by the number.
    Boost(Box<Ast>, f32),
    /// The empty query.
    Nothing,
}

/// Which forms of a word match.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// `puces`: its inflections match.
    #[default]
    Inflected,
    /// `=puces`: only that form matches.
    Exact,
    /// `puces~`: misspellings match too.
    Fuzzy,
}

/// One word as typed, not analysed: `l'IA` and `Trump-Xi` are one word here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Word {
    /// The word without its marks and closing punctuation. It is the slice of the query at `span`.
    pub text: String,
    /// Which forms match.
    pub strength: Strength,
    /// Whether the word is a prefix (`export*`). A prefix is never [`Strength::Fuzzy`].
    pub prefix: bool,
    /// Where `text` stands in the query.
    pub span: Span,
}

/// A phrase as typed, not analysed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Phrase {
    /// The words, without the white space at either end. They are the slice of the query at `span`, but for an apostrophe
    /// where a space stands for one (`état d urgence`).
    pub text: String,
    /// Whether only these forms match (`="…"`), and not their inflections.
    pub exact: bool,
    /// Whether the last word is a prefix (`"accord de par*"`). The `*` is not in `text`.
    pub prefix: bool,
    /// The greatest number of words between those of the phrase (`"…"~5`).
    pub slop: u32,
    /// Where `text` stands in the query.
    pub span: Span,
}

impl Phrase {
    /// The words of the phrase, each by itself.
    pub fn words(&self) -> Vec<Word> {
        let start = |word: &str| word.as_ptr() as usize - self.text.as_ptr() as usize;
        let word = |text: &str| {
            let from = self.span.start + start(text);
            let span = Span { start: from, end: from + text.len() };
            Word { text: text.to_owned(), strength: Strength::Inflected, prefix: false, span }
        };
        let is_word = |text: &&str| text.chars().any(char::is_alphanumeric);
        let pieces =
            self.text.split_whitespace().map(|text| text.trim_matches(['!', '?', ',', ';', ':', '…', '.']));
        let mut words: Vec<Word> = pieces.filter(is_word).map(word).collect();
        if let Some(last) = words.last_mut() {
            last.prefix = self.prefix;
        }
        words
    }
}

/// Two words, phrases, or alternatives of these, near each other in either order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Near {
    /// The operand typed first.
    pub left: Box<Ast>,
    /// The operand typed second.
    pub right: Box<Ast>,
    /// The greatest distance in words, from 1.
    pub distance: u32,
}

/// A field of an article that a query can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// `titre:` or `title:`
    Title,
    /// `source:`
    Source,
    /// `auteur:` or `author:`
    Author,
    /// `langue:`, `lang:` or `language:`
    Language,
}

impl Field {
    /// The name in French, without the colon.
    pub fn name(self) -> &'static str {
        match self {
            Field::Title => "titre",
            Field::Source => "source",
            Field::Author => "auteur",
            Field::Language => "langue",
        }
    }

    /// The field of a French or English name, in any case.
    pub(super) fn named(name: &str) -> Option<Field> {
        let is = |names: &[&str]| names.iter().any(|n| n.eq_ignore_ascii_case(name));
        match () {
            () if is(&["titre", "title"]) => Some(Field::Title),
            () if is(&["source"]) => Some(Field::Source),
            () if is(&["auteur", "author"]) => Some(Field::Author),
            () if is(&["langue", "lang", "language"]) => Some(Field::Language),
            () => None,
        }
    }
}

/// A word or phrase of the tree, with its context.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leaf<'a> {
    /// The word or phrase.
    pub term: Term<'a>,
    /// Whether the term is wanted: it stands under an even number of NOTs.
    pub positive: bool,
    /// The innermost field around the term.
    pub field: Option<Field>,
}

/// The term of a leaf.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Term<'a> {
    /// A word.
    Word(&'a Word),
    /// A phrase.
    Phrase(&'a Phrase),
}

impl Ast {
    /// All of these. Empty queries are dropped and nested lists are flattened; a single query stays as it is.
    pub fn all(parts: impl IntoIterator<Item = Ast>) -> Ast {
        let open = |part| match part {
            Ast::All(inner) => inner,
            Ast::Nothing => Vec::new(),
            other => vec![other],
        };
        list(parts.into_iter().flat_map(open).collect(), Ast::All)
    }

    /// Any of these. Empty queries are dropped and nested lists are flattened; a single query stays as it is.
    pub fn any(parts: impl IntoIterator<Item = Ast>) -> Ast {
        let open = |part| match part {
            Ast::Any(inner) => inner,
            Ast::Nothing => Vec::new(),
            other => vec![other],
        };
        list(parts.into_iter().flat_map(open).collect(), Ast::Any)
    }

    /// The words and phrases in the order typed.
    pub fn words(&self) -> impl Iterator<Item = Leaf<'_>> {
        Leaves { waiting: vec![(self, true, None)] }
    }
}

/// The list of `parts`, or the only part, or nothing.
fn list(mut parts: Vec<Ast>, build: fn(Vec<Ast>) -> Ast) -> Ast {
    match (parts.len(), parts.pop()) {
        (_, None) => Ast::Nothing,
        (1, Some(only)) => only,
        (_, Some(last)) => {
            parts.push(last);
            build(parts)
        }
    }
}

/// A depth-first walk over the leaves, with its own stack.
struct Leaves<'a> {
    waiting: Vec<(&'a Ast, bool, Option<Field>)>,
}

impl<'a> Iterator for Leaves<'a> {
    type Item = Leaf<'a>;

    fn next(&mut self) -> Option<Leaf<'a>> {
        while let Some((ast, positive, field)) = self.waiting.pop() {
            match ast {
                Ast::Word(word) => return Some(Leaf { term: Term::Word(word), positive, field }),
                Ast::Phrase(phrase) => return Some(Leaf { term: Term::Phrase(phrase), positive, field }),
                Ast::All(parts) | Ast::Any(parts) | Ast::Together(parts) => {
                    self.waiting.extend(parts.iter().rev().map(|part| (part, positive, field)));
                }
                Ast::Not(inner) => self.waiting.push((inner, !positive, field)),
                Ast::Boost(inner, _) => self.waiting.push((inner, positive, field)),
                Ast::Field { field, inner } => self.waiting.push((inner, positive, Some(*field))),
                Ast::Near(near) => {
                    self.waiting.push((&near.right, positive, field));
                    self.waiting.push((&near.left, positive, field));
                }
                Ast::Date(_) | Ast::Nothing => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;

    /// Leaves as `+text`, `-text`, with the field before.
    fn check(input: &str, expected: &str) {
        let show = |leaf: Leaf<'_>| {
            let text = match leaf.term {
                Term::Word(word) => &word.text,
                Term::Phrase(phrase) => &phrase.text,
            };
            let field = leaf.field.map(|f| format!("{}:", f.name())).unwrap_or_default();
            format!("{}{field}{text}", if leaf.positive { '+' } else { '-' })
        };
        let leaves: Vec<String> = parse(input).ast.words().map(show).collect();
        assert_eq!(leaves.join(" "), expected, "{input}");
    }

    #[test]
    fn leaves_carry_polarity_and_field() {
        check("", "");
        check("a (b OU «c d») -e", "+a +b +c d -e");
        check("-(a -b)", "-a +b");
        check("titre:(a source:b) c", "+titre:a +source:b +c");
        check("a PRES/5 b c MEME d date:2025 e^2", "+a +b +c +d +e");
    }

    #[test]
    fn lists_are_built_small() {
        let word = || parse("a").ast;
        assert_eq!(Ast::all([Ast::Nothing]), Ast::Nothing);
        assert_eq!(Ast::any([word(), Ast::Nothing]), word());
        let nested = Ast::all([Ast::all([word(), word()]), word()]);
        assert_eq!(nested, Ast::All(vec![word(), word(), word()]));
    }

    #[test]
    fn json_names_are_plain() {
        let json = serde_json::to_string(&parse("titre:=puces -date:2025").ast).unwrap();
        let expected = concat!(
            r#"{"all":[{"field":{"field":"title","inner":{"word":{"text":"puces","strength":"exact","#,
            r#""prefix":false,"span":{"start":7,"end":12}}}}},"#,
            r#"{"not":{"date":{"since":"2025-01-01","until":"2025-12-31"}}}]}"#
        );
        assert_eq!(json, expected);
    }
}
