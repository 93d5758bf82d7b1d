//! A tree in; its canonical query out, with French operators and only the parentheses that are needed.
//!
//! Law: parsing the output gives the same tree, spans aside, if the output keeps within the limits of a query. The
//! diagnostics of the output are notes at most.

use std::fmt::{self, Display, Formatter};

use super::ast::{Ast, Phrase, Strength, Word};
use super::lexer::is_operator;
use super::unknown_field::unknown;
use crate::model::DateRange;

impl Display for Ast {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Ast::Any(parts) => joined(f, parts, " OU "),
            Ast::All(parts) => joined(f, parts, " "),
            Ast::Together(parts) => joined(f, parts, " MEME "),
            Ast::Near(near) => {
                write!(f, "{} PRES/{} {}", Inside(&near.left), near.distance, Inside(&near.right))
            }
            Ast::Not(inner) => write!(f, "SAUF {}", Atom(inner)),
            Ast::Field { field, inner } => write!(f, "{}:{}", field.name(), Value(inner)),
            Ast::Boost(inner, boost) => write!(f, "{}^{boost}", Boosted(inner)),
            Ast::Word(word) if needs_plus(&written(word)) => write!(f, "+{}", written(word)),
            Ast::Word(word) => f.write_str(&written(word)),
            Ast::Phrase(phrase) => quoted(f, phrase),
            Ast::Date(range) => date(f, range),
            Ast::Nothing => Ok(()),
        }
    }
}

fn joined(f: &mut Formatter<'_>, parts: &[Ast], operator: &str) -> fmt::Result {
    for (i, part) in parts.iter().enumerate() {
        write!(f, "{}{}", if i == 0 { "" } else { operator }, Inside(part))?;
    }
    Ok(())
}

/// A member of a list. Only alternatives need parentheses.
struct Inside<'a>(&'a Ast);

impl Display for Inside<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Ast::Any(_) => write!(f, "({})", self.0),
            other => write!(f, "{other}"),
        }
    }
}

/// The operand of SAUF.
struct Atom<'a>(&'a Ast);

impl Display for Atom<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Ast::Word(_) | Ast::Phrase(_) | Ast::Date(_) | Ast::Field { .. } | Ast::Boost(..) => {
                write!(f, "{}", self.0)
            }
            other => write!(f, "({other})"),
        }
    }
}

/// The value of a field. A word there is never an operator.
struct Value<'a>(&'a Ast);

impl Display for Value<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Ast::Word(word) => f.write_str(&written(word)),
            Ast::Boost(inner, boost) if matches!(**inner, Ast::Word(_)) => {
                write!(f, "{}^{boost}", Value(inner))
            }
            Ast::Phrase(_) | Ast::Boost(..) => write!(f, "{}", self.0),
            other => write!(f, "({other})"),
        }
    }
}

/// The operand of `^2`.
struct Boosted<'a>(&'a Ast);

impl Display for Boosted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Ast::Word(word) if unknown(&written(word), false).is_some() => write!(f, "+{}", written(word)),
            Ast::Word(word) => f.write_str(&written(word)),
            Ast::Phrase(_) => write!(f, "{}", self.0),
            other => write!(f, "({other})"),
        }
    }
}

/// Whether a word alone would be an operator, or get the remark on a field that does not exist.
fn needs_plus(word: &str) -> bool {
    is_operator(word) || unknown(word, false).is_some()
}

fn written(word: &Word) -> String {
    let equals = if word.strength == Strength::Exact { "=" } else { "" };
    let star = if word.prefix { "*" } else { "" };
    let tilde = if word.strength == Strength::Fuzzy { "~" } else { "" };
    format!("{equals}{}{star}{tilde}", word.text)
}

/// The phrase in the first kind of quotes whose closing quote it does not contain.
fn quoted(f: &mut Formatter<'_>, phrase: &Phrase) -> fmt::Result {
    let text = &phrase.text;
    let equals = if phrase.exact { "=" } else { "" };
    let star = if phrase.prefix { "*" } else { "" };
    match text {
        text if !text.contains('"') => write!(f, "{equals}\"{text}{star}\"")?,
        text if !text.contains('»') => write!(f, "{equals}« {text}{star} »")?,
        text => write!(f, "{equals}“{text}{star}”")?,
    }
    if phrase.slop > 0 { write!(f, "~{}", phrase.slop) } else { Ok(()) }
}

fn date(f: &mut Formatter<'_>, range: &DateRange) -> fmt::Result {
    let day = |day: Option<crate::model::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    match (range.since, range.until) {
        (Some(since), Some(until)) if since == until => write!(f, "date:{since}"),
        (since, until) => write!(f, "date:{}..{}", day(since), day(until)),
    }
}

#[cfg(test)]
mod tests {
    use crate::query::parse;

    fn check(input: &str, expected: &str) {
        assert_eq!(parse(input).ast.to_string(), expected, "{input}");
    }

    #[test]
    fn canonical_form() {
        check("", "");
        check("a|b AND c", "a OU b c");
        check("(a|b) AND -c", "(a OU b) SAUF c");
        check("NOT (a b) -(-c)", "SAUF (a b) SAUF (SAUF c)");
        check("a NEAR (b or)^2 c", "a b or c");
        check("(a|b) NEAR «c d» SAME e", "(a OU b) PRES/5 \"c d\" \"c d\" MEME e");
        check("title:(a|b)^2 (lang:fr)^2,5 author:-x", "titre:(a OU b)^2 (langue:fr)^2.5 auteur:-x");
        check("titre:(-a) titre:(source:b)", "titre:(SAUF a) titre:(source:b)");
        check("date:2025-10-28 -date:<2025", "date:2025-10-28 SAUF date:..2024-12-31");
        check("+OU -ET titre:OU +NOT^2", "+OU SAUF +ET titre:OU NOT^2");
        check("« a \"b » „a \"b» c“~2", "« a \"b » “a \"b» c”~2");
        check("titel:x titel:y^2 titre:titel:z^3", "+titel:x +titel:y^2 titre:titel:z^3");
        check("\"accord de par*\"~2 date:2025-10", "\"accord de par*\"~2 date:2025-10-01..2025-10-31");
        check("=a* b~ exp* =\"c d\"^3", "=a b~ exp* =\"c d\"^3");
    }
}
