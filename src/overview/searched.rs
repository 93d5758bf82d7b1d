//! The articles that a share is a share of: those that satisfy the filters of a request, whatever else it asks for.

use crate::model::{Date, DateRange, Detail};
use crate::query::{Ast, Field, Parsed};
use crate::search::{Match, Request};

/// The request for all articles that the filters of another one let through: its dates and source, and those that the
/// query names by field (`source:`, `auteur:`, `langue:`, `date:`).
pub(super) fn searched(request: &Request, parsed: &Parsed) -> (Request, Parsed) {
    let filters = match &parsed.ast {
        Ast::All(parts) => parts.iter().filter(|part| is_filter(part)).cloned().collect(),
        other if is_filter(other) => vec![other.clone()],
        _ => Vec::new(),
    };
    let ast = Ast::all(filters.into_iter().chain([every_article()]));
    let request = Request { matching: Match::All, feedback: false, detail: Detail::Name, ..request.clone() };
    (request, Parsed { ast, diagnostics: Vec::new() })
}

/// Whether a part of a query asks for metadata only. The title is a part of the text.
fn is_filter(ast: &Ast) -> bool {
    match ast {
        Ast::Date(_) => true,
        Ast::Field { field, .. } => *field != Field::Title,
        Ast::Not(inner) | Ast::Boost(inner, _) => is_filter(inner),
        Ast::All(parts) | Ast::Any(parts) => parts.iter().all(is_filter),
        Ast::Word(_) | Ast::Phrase(_) | Ast::Near(_) | Ast::Together(_) | Ast::Nothing => false,
    }
}

/// A tree that every article matches. The empty tree asks for nothing.
fn every_article() -> Ast {
    let any_date = || Ast::Date(DateRange { since: None, until: Some(Date::MAX) });
    Ast::any([any_date(), Ast::Not(Box::new(any_date()))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;

    /// `expected` is the query of the filters.
    fn check(query: &str, expected: &str) {
        let (_, searched) = searched(&Request::new(query), &parse(query));
        let expected = Ast::all([parse(expected).ast, every_article()]);
        assert_eq!(searched.ast.to_string(), expected.to_string(), "{query}");
    }

    #[test]
    fn filters_stay_and_words_go() {
        check("puces Chine", "");
        check("puces source:Temps date:2025", "source:Temps date:2025");
        check("puces SAUF (source:Temps OU langue:en)", "SAUF (source:Temps OU langue:en)");
        check("puces OU source:Temps", "");
        check("titre:puces", "");
        check("auteur:Dupont", "auteur:Dupont");
        check("", "");
    }
}
