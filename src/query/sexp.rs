//! Trees and diagnostics as one short line, for tests: `(all puces =Chine) ; warning@9..12`.

use super::ast::{Ast, Field, Strength};
use super::parse;

/// The tree of a query, then the severities and spans of its diagnostics.
pub(super) fn parsed(input: &str) -> String {
    let parsed = parse(input);
    let remarks = parsed.diagnostics.iter();
    let weight = |severity| format!("{severity:?}").to_lowercase();
    let remarks = remarks.map(|d| format!(" ; {}@{}..{}", weight(d.severity), d.span.start, d.span.end));
    std::iter::once(tree(&parsed.ast)).chain(remarks).collect()
}

fn tree(ast: &Ast) -> String {
    let list = |name: &str, parts: &[Ast]| {
        let parts: Vec<String> = parts.iter().map(tree).collect();
        format!("({name} {})", parts.join(" "))
    };
    match ast {
        Ast::All(parts) => list("all", parts),
        Ast::Any(parts) => list("any", parts),
        Ast::Together(parts) => list("together", parts),
        Ast::Not(inner) => format!("(not {})", tree(inner)),
        Ast::Near(near) => format!("(near {} {} {})", near.distance, tree(&near.left), tree(&near.right)),
        Ast::Field { field, inner } => format!("({} {})", field_name(*field), tree(inner)),
        Ast::Boost(inner, boost) => format!("(boost {boost} {})", tree(inner)),
        Ast::Date(range) => {
            let day = |day: Option<crate::model::Date>| day.map(|d| d.to_string()).unwrap_or_default();
            format!("(date {}..{})", day(range.since), day(range.until))
        }
        Ast::Word(word) => {
            let exact = if word.strength == Strength::Exact { "=" } else { "" };
            let fuzzy = if word.strength == Strength::Fuzzy { "~" } else { "" };
            format!("{exact}{}{}{fuzzy}", word.text, if word.prefix { "*" } else { "" })
        }
        Ast::Phrase(phrase) => {
            let slop = if phrase.slop > 0 { format!("~{}", phrase.slop) } else { String::new() };
            let star = if phrase.prefix { "*" } else { "" };
            let text = format!("{}{star}", phrase.text);
            format!("{}{text:?}{slop}", if phrase.exact { "=" } else { "" })
        }
        Ast::Nothing => "nothing".to_owned(),
    }
}

fn field_name(field: Field) -> &'static str {
    match field {
        Field::Title => "title",
        Field::Source => "source",
        Field::Author => "author",
        Field::Language => "language",
    }
}
