//! The query language of `GRAMMAR.md`: a string in; a tree and diagnostics out.
//!
//! [`parse`] never fails and never panics: what a French keyboard types is text and never a syntax error. The room knows no
//! engine, no analysis, and not which fields an index has.

mod ast;
mod date;
mod diagnostic;
mod display;
mod lexer;
pub mod limits;
mod parser;
mod phrase;
mod remark;
#[cfg(test)]
mod sexp;
mod unknown_field;
mod word;

pub use ast::{Ast, Field, Leaf, Near, Phrase, Span, Strength, Term, Word};
pub use diagnostic::{Diagnostic, Severity, point};
pub use remark::{Remark, Side};

use crate::model::{Date, today};

/// A parsed query.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The tree.
    pub ast: Ast,
    /// The diagnostics, in the order of the query.
    pub diagnostics: Vec<Diagnostic>,
}

impl Parsed {
    /// The highest severity of the diagnostics. Callers refuse an error, and in strict mode a warning too.
    pub fn worst(&self) -> Option<Severity> {
        self.diagnostics.iter().map(|d| d.severity).max()
    }

    /// The diagnostics for which the query is not to be answered: errors; with `is_strict`, warnings too.
    pub fn refusals(&self, is_strict: bool) -> impl Iterator<Item = &Diagnostic> {
        let refused = if is_strict { Severity::Warning } else { Severity::Error };
        self.diagnostics.iter().filter(move |diagnostic| diagnostic.severity >= refused)
    }
}

/// Parses a query. Relative dates (`date:hier`, `date:7j`) count from this day of the machine: see [`parse_on`].
///
/// ```
/// use vigie::query::parse;
///
/// let parsed = parse("l'IA (puces OU GPU) -Corée titre:export*");
/// assert!(parsed.diagnostics.is_empty());
/// assert_eq!(parsed.ast.to_string(), "l'IA (puces OU GPU) SAUF Corée titre:export*");
///
/// let parsed = parse("\"part de marché");
/// assert_eq!(parsed.ast.to_string(), "part de marché");
/// assert_eq!(parsed.diagnostics.len(), 1);
/// ```
pub fn parse(input: &str) -> Parsed {
    parse_on(input, today())
}

/// Parses a query, with the day that relative dates count from.
///
/// ```
/// use vigie::model::Date;
/// use vigie::query::parse_on;
///
/// let parsed = parse_on("puces date:7j", Date::new(2025, 11, 3).unwrap());
/// assert_eq!(parsed.ast.to_string(), "puces date:2025-10-27..2025-11-03");
/// ```
pub fn parse_on(input: &str, today: Date) -> Parsed {
    let mut remarks = diagnostic::Remarks::default();
    let tokens = lexer::lex(input, today, &mut remarks);
    let ast = parser::build(input, tokens, &mut remarks);
    Parsed { ast, diagnostics: remarks.finish() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::limits::MAX_DEPTH;
    use super::*;

    /// Fragments of queries, well-formed and not.
    const PIECES: [&str; 84] = [
        "titel:",
        "texte:x",
        "Titer:y",
        "W/3",
        "NEAR3",
        "/5",
        "\"a d hui bc*\"",
        "date:octobre",
        "2025",
        "date:7j",
        "pl?n",
        "*\"",
        "puces",
        "l'IA",
        "D.C.",
        "OU",
        "ET",
        "SAUF",
        "NOT",
        "PRES/5",
        "MEME",
        "PRES",
        "&&",
        "|",
        "||",
        "(",
        ")",
        "(",
        ")",
        "\"",
        "\"a b\"",
        "« c d »",
        "«",
        "»",
        "“",
        "”",
        "„e \" f“",
        "=",
        "-",
        "+",
        "--",
        "~",
        "~5",
        "^2",
        "^0",
        "^2,5",
        "^999",
        "*",
        "**",
        "export*",
        "a",
        "b",
        "titre:",
        "title:x",
        "date:",
        "date:2025",
        "date:<0000",
        "source:(",
        "langue:=fr",
        ":",
        ":)",
        ":(",
        ";-)",
        ".",
        ",",
        "…",
        "!",
        "é",
        "e\u{301}",
        "\u{a0}",
        "\u{0}",
        "\t",
        "\n",
        "🙂",
        "(e)",
        "(e)s",
        "%",
        "5",
        "É.-U.",
        "\u{feff}",
        "\u{202e}",
        "PRES/0",
        "/",
        "'",
    ];

    fn soup() -> impl Strategy<Value = String> {
        let piece = (prop::sample::select(&PIECES[..]), prop::sample::select(&["", " ", " "][..]));
        let pieces = prop::collection::vec(piece, 0..40);
        pieces.prop_map(|pieces| pieces.into_iter().map(|(piece, space)| format!("{piece}{space}")).collect())
    }

    /// A tree as JSON without spans.
    fn placeless(ast: &Ast) -> serde_json::Value {
        fn strip(value: &mut serde_json::Value) {
            match value {
                serde_json::Value::Object(map) => {
                    map.remove("span");
                    map.values_mut().for_each(strip);
                }
                serde_json::Value::Array(list) => list.iter_mut().for_each(strip),
                _ => {}
            }
        }
        let mut value = serde_json::to_value(ast).unwrap();
        strip(&mut value);
        value
    }

    /// The depth of a tree. Checks the invariants of its lists too.
    fn depth(ast: &Ast) -> usize {
        let list = |parts: &[Ast], same: fn(&Ast) -> bool| {
            assert!(parts.len() > 1 && !parts.iter().any(same), "{ast:?}");
            parts.iter().map(depth).max().unwrap_or(0)
        };
        1 + match ast {
            Ast::All(parts) => list(parts, |part| matches!(part, Ast::All(_) | Ast::Nothing)),
            Ast::Any(parts) => list(parts, |part| matches!(part, Ast::Any(_) | Ast::Nothing)),
            Ast::Together(parts) => list(parts, |part| matches!(part, Ast::Together(_) | Ast::Nothing)),
            Ast::Not(inner) | Ast::Boost(inner, _) | Ast::Field { inner, .. } => {
                assert_ne!(**inner, Ast::Nothing);
                depth(inner)
            }
            Ast::Near(near) => depth(&near.left).max(depth(&near.right)),
            Ast::Word(_) | Ast::Phrase(_) | Ast::Date(_) | Ast::Nothing => 0,
        }
    }

    /// Every law that holds for any query.
    fn check_laws(input: &str) {
        let parsed = parse(input);
        for diagnostic in &parsed.diagnostics {
            let Span { start, end } = diagnostic.span;
            assert!(input.get(start..end).is_some_and(|s| !s.is_empty()), "{input:?} {diagnostic:?}");
            let remark = serde_json::to_value(&diagnostic.remark).unwrap();
            let mut typed = remark.as_object().unwrap().values().filter_map(|value| value.as_str());
            assert!(typed.all(|text| !text.contains(char::is_control) && text.chars().count() < 50));
            point(input, diagnostic.span);
        }
        for leaf in parsed.ast.words() {
            let (text, span) = match leaf.term {
                Term::Word(word) => (&word.text, word.span),
                Term::Phrase(phrase) => (&phrase.text, phrase.span),
            };
            let typed = input.get(span.start..span.end).map(|typed| typed.replace(' ', "'"));
            assert_eq!(typed, Some(text.replace(' ', "'")), "{input:?}");
        }
        assert!(depth(&parsed.ast) <= 8 * (MAX_DEPTH + 1), "{input:?}");
        check_display(input, &parsed.ast);
    }

    fn check_display(input: &str, ast: &Ast) {
        let written = ast.to_string();
        let again = parse(&written);
        let is_limit = |remark: &Remark| {
            matches!(remark, Remark::TooLong { .. } | Remark::TooManyWords { .. } | Remark::TooDeep { .. })
        };
        if again.diagnostics.iter().any(|diagnostic| is_limit(&diagnostic.remark)) {
            return;
        }
        assert_eq!(placeless(&again.ast), placeless(ast), "{input:?} → {written:?}");
        assert!(again.worst() <= Some(Severity::Note), "{input:?} → {written:?} {:?}", again.diagnostics);
        assert_eq!(again.ast.to_string(), written);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn laws_hold_for_soup(input in soup()) {
            check_laws(&input);
        }

        #[test]
        fn laws_hold_for_any_string(input in any::<String>()) {
            check_laws(&input);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20))]
        #[test]
        fn laws_hold_for_huge_strings(chars in prop::collection::vec(any::<char>(), 100_000)) {
            check_laws(&chars.into_iter().collect::<String>());
        }
    }

    /// Hostile queries: each fragment `times` over.
    fn hostile(times: usize) -> Vec<String> {
        let pieces = PIECES.iter().copied();
        let more = [
            "-(",
            "NOT ",
            "((",
            "a^2",
            "*a*",
            "~a~",
            "« ",
            "\"a",
            "titre:(",
            "=\"",
            ":( ",
            "a PRES/5 ",
            "(a OU ",
        ];
        pieces.chain(more).map(|piece| piece.repeat(times)).collect()
    }

    #[test]
    fn hostile_queries_do_not_overflow_a_small_stack() {
        let work = || hostile(5_000).iter().for_each(|query| check_laws(query));
        let small = std::thread::Builder::new().stack_size(512 * 1024);
        small.spawn(work).unwrap().join().unwrap();
    }

    fn check(input: &str, expected: &str) {
        assert_eq!(sexp::parsed(input), expected, "{input}");
    }

    #[test]
    fn every_example_of_the_grammar() {
        let page = include_str!("GRAMMAR.md");
        let blocks = page.split("```").skip(1).step_by(2).filter_map(|block| block.strip_prefix("query\n"));
        let examples: Vec<_> =
            blocks.flat_map(str::lines).map(|line| line.split_once('→').unwrap()).collect();
        assert!(examples.len() > 50, "the page has lost its examples");
        for (query, tree) in examples {
            check(query.trim(), tree.trim());
        }
    }

    #[test]
    fn the_grammar_tells_the_limits() {
        let page = include_str!("GRAMMAR.md");
        let limits = format!(
            "{} words (those within phrases counted, a date as one) and {MAX_DEPTH} paren",
            limits::MAX_WORDS
        );
        assert_eq!(limits::MAX_BYTES, 8192);
        assert!(page.contains("8,192 bytes") && page.contains(&limits));
        assert!(page.contains(&format!("At most {} remarks", limits::MAX_DIAGNOSTICS)));
    }

    #[test]
    fn what_tantivy_stumbles_on() {
        check("l'export", "l'export");
        check("contrôle de l'exportation", "(all contrôle de l'exportation)");
        check("l'accord sur l'IA", "(all l'accord sur l'IA)");
        check("aujourd'hui Chine", "(all aujourd'hui Chine)");
        check("«contrôle des exportations»", r#""contrôle des exportations""#);
        check("meta:x", "meta:x ; warning@0..5");
    }
}
