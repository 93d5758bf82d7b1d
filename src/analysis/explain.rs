//! The steps of the chain with the output of each, for a reader who asks why a word was found or missed.
//!
//! Indexing and searching never use it.

use crate::text::{normalize, unglue};

use super::{
    analyzer::read,
    chain::Chain,
    scanner::Scanner,
    token_writer::TokenWriter,
    tokens::{Token, Tokens},
};

/// One step of the chain and its output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The name of the step.
    pub name: &'static str,
    /// The pieces of text, or the tokens, after the step.
    pub output: Vec<String>,
}

/// The output of each step of `chain` for `text`.
pub fn explain(chain: &Chain, text: &str) -> Vec<Step> {
    let normalized = normalize(text);
    let normal = normalized.as_str();
    let breaks = unglue::breaks(normal);
    let mut scanner = Scanner::default();
    scanner.scan(normal, &breaks);
    let mut analyzer = chain.analyzer();
    let tokens: Vec<Token<'_>> = analyzer.analyze(text).iter().collect();
    vec![
        Step { name: "normalize", output: vec![normal.to_owned()] },
        Step { name: "unglue", output: parts(normal, &breaks) },
        Step { name: "rules", output: rules(chain, normal, &scanner) },
        Step { name: "words", output: tokens.iter().map(|token| surface(text, token)).collect() },
        Step { name: "exact", output: tokens.iter().map(exact).collect() },
        Step { name: "stem", output: tokens.iter().filter_map(stem).collect() },
    ]
}

/// The pieces that each rule reads: `elision: l`, `acronym: D.C`.
fn rules(chain: &Chain, text: &str, scanner: &Scanner) -> Vec<String> {
    let mut tokens = Tokens::default();
    let mut out = TokenWriter::new(&chain.lists, &mut tokens, None);
    let mut cursor = scanner.cursor(text);
    let mut taken_by = Vec::new();
    while cursor.at < cursor.pieces.len() {
        let (taken, rule) = read(chain, cursor, &mut out);
        let (start, end) = cursor.range(0, taken);
        taken_by.push(format!("{rule}: {}", &text[start..end]));
        cursor.at += taken;
    }
    taken_by
}

/// `text` cut at `breaks`.
fn parts(text: &str, breaks: &[usize]) -> Vec<String> {
    let starts = std::iter::once(0).chain(breaks.iter().copied());
    let ends = breaks.iter().copied().chain([text.len()]);
    starts.zip(ends).map(|(start, end)| text[start..end].to_owned()).collect()
}

/// The word as it stands in the text, as a highlight marks it.
fn surface(text: &str, token: &Token<'_>) -> String {
    text.get(token.start as usize..token.end as usize).unwrap_or_default().to_owned()
}

/// The exact form with its position, and its span if that is not 1.
fn exact(token: &Token<'_>) -> String {
    match token.span {
        1 => format!("{}@{}", token.exact, token.position),
        span => format!("{}@{}+{span}", token.exact, token.position),
    }
}

/// The stems of a token; `None` for a stop word.
fn stem(token: &Token<'_>) -> Option<String> {
    let stem = token.stem?;
    Some(token.stem_alt.map_or_else(|| stem.to_owned(), |alt| format!("{stem}|{alt}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, name: &str, expected: &[&str]) {
        let all = explain(&Chain::french(), input);
        let step = all.iter().find(|step| step.name == name).unwrap();
        assert_eq!(step.output, expected);
    }

    #[test]
    fn each_step_is_explained() {
        let text = "L’été, proposéÀ l'e-mail";
        check(text, "normalize", &["L'été, proposéÀ l'e-mail"]);
        check(text, "unglue", &["L'été, proposé", "À l'e-mail"]);
        let rules = ["elision: L", "word: été", "word: proposé", "word: À", "elision: l", "compound: e-mail"];
        check(text, "rules", &rules);
        check(text, "words", &["été", "proposé", "À", "e", "e-mail", "mail"]);
        check(text, "exact", &["ete@0", "propose@1", "a@2", "e@3", "email@3+2", "mail@4"]);
        check("la Sécurité", "stem", &["securite_"]);
    }
}
