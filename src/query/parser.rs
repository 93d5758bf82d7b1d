//! The parser: tokens in; a tree out, by recursive descent.
//!
//! Parentheses in the tokens are balanced and within the depth limit, so the descent is bounded. The tree keeps the
//! invariants of [`Ast`]. Parsing never fails: an operator without an operand is ignored with a warning, and is never
//! searched as a word.

use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use super::ast::{Ast, Field, Near};
use super::diagnostic::{Remarks, Severity, cite};
use super::lexer::{Lexeme, Token};
use super::word::boosted;

/// Parses the tokens of `input`.
pub(super) fn build(input: &str, tokens: Vec<Lexeme>, remarks: &mut Remarks) -> Ast {
    Parser { input, tokens: tokens.into_iter().peekable(), remarks }.any()
}

struct Parser<'a> {
    input: &'a str,
    tokens: Peekable<IntoIter<Lexeme>>,
    remarks: &'a mut Remarks,
}

/// The operands of one precedence level that were read so far, and the operators between them.
#[derive(Default)]
struct Level {
    operands: Vec<Ast>,
    /// The operators that have an operand on both sides.
    links: Vec<Lexeme>,
    /// The last operator, if its right operand was not read yet.
    pending: Option<Lexeme>,
}

impl Parser<'_> {
    /// Parses `A OU B`, which binds weakest.
    fn any(&mut self) -> Ast {
        let mut level = Level::default();
        loop {
            match self.peek() {
                None | Some(Token::Close(_)) => break,
                Some(Token::Or) => self.operator(&mut level),
                Some(_) => {
                    let operand = self.all();
                    self.operand(&mut level, operand);
                }
            }
        }
        self.end(&mut level);
        Ast::any(level.operands)
    }

    /// Parses `A B` and `A ET B`.
    fn all(&mut self) -> Ast {
        let mut level = Level::default();
        loop {
            match self.peek() {
                None | Some(Token::Close(_) | Token::Or) => break,
                Some(Token::And) => self.operator(&mut level),
                Some(_) => {
                    let operand = self.near();
                    self.operand(&mut level, operand);
                }
            }
        }
        self.end(&mut level);
        Ast::all(level.operands)
    }

    /// Parses `A PRES/5 B` and `A MEME B`.
    fn near(&mut self) -> Ast {
        let mut level = Level::default();
        loop {
            match self.peek() {
                None | Some(Token::Close(_) | Token::Or | Token::And) => break,
                Some(Token::Near(_) | Token::Same) => self.operator(&mut level),
                Some(_) if level.pending.is_none() && !level.operands.is_empty() => break,
                Some(_) => {
                    let operand = self.not();
                    self.operand(&mut level, operand);
                }
            }
        }
        self.end(&mut level);
        self.link(level)
    }

    /// Parses `SAUF A`, which binds strongest. Two of them cancel out.
    fn not(&mut self) -> Ast {
        let is_not = |lexeme: &Lexeme| lexeme.token == Token::Not;
        let mut nots = Vec::new();
        while let Some(lexeme) = self.tokens.next_if(is_not) {
            nots.push(lexeme.span);
        }
        let operand = self.primary();
        let (Some(first), Some(last)) = (nots.first(), nots.last()) else { return operand };
        if operand == Ast::Nothing {
            self.dangling(first.start..last.end, "after");
        } else if nots.len() > 1 {
            let message = "a NOT of a NOT: two of them cancel out";
            self.remarks.say(Severity::Warning, first.start..last.end, message);
        }
        if nots.len() % 2 == 0 || operand == Ast::Nothing { operand } else { Ast::Not(Box::new(operand)) }
    }

    /// Parses a leaf, a group, or a field before one of these. If none begins here it takes no token and returns
    /// [`Ast::Nothing`].
    fn primary(&mut self) -> Ast {
        let begins = |lexeme: &Lexeme| matches!(lexeme.token, Token::Leaf(_) | Token::Open | Token::Field(_));
        match self.tokens.next_if(begins) {
            Some(Lexeme { token: Token::Leaf(ast), .. }) => ast,
            Some(Lexeme { token: Token::Open, span }) => self.group(span),
            Some(Lexeme { token: Token::Field(field), span }) => self.field(field, span),
            _ => Ast::Nothing,
        }
    }

    fn group(&mut self, open: Range<usize>) -> Ast {
        let is_empty = matches!(self.peek(), Some(Token::Close(_)));
        let inner = self.any();
        let Some(Lexeme { token: Token::Close(boost), span }) = self.tokens.next() else { return inner };
        if is_empty && !span.is_empty() {
            self.remarks.say(
                Severity::Warning,
                open.start..span.end,
                "there is nothing in these parentheses",
            );
        }
        boosted(inner, boost)
    }

    fn field(&mut self, field: Field, span: Range<usize>) -> Ast {
        let has_value = matches!(self.peek(), Some(Token::Leaf(_) | Token::Open));
        match if has_value { self.primary() } else { Ast::Nothing } {
            Ast::Nothing => {
                self.dangling(span, "after");
                Ast::Nothing
            }
            inner => Ast::Field { field, inner: Box::new(inner) },
        }
    }

    fn peek(&mut self) -> Option<&Token> {
        self.tokens.peek().map(|lexeme| &lexeme.token)
    }

    /// Takes an operator. An operator that is still pending has no right operand.
    fn operator(&mut self, level: &mut Level) {
        self.end(level);
        level.pending = self.tokens.next();
    }

    fn operand(&mut self, level: &mut Level, operand: Ast) {
        if operand == Ast::Nothing {
            return;
        }
        match level.pending.take() {
            Some(operator) if level.operands.is_empty() => self.dangling(operator.span, "before"),
            operator => level.links.extend(operator),
        }
        level.operands.push(operand);
    }

    fn end(&mut self, level: &mut Level) {
        if let Some(operator) = level.pending.take() {
            self.dangling(operator.span, "after");
        }
    }

    fn dangling(&mut self, span: Range<usize>, side: &str) {
        let typed = self.input.get(span.clone()).unwrap_or_default();
        let message = format!("`{}` has nothing {side} it and is ignored", cite(typed));
        self.remarks.say(Severity::Warning, span, message);
    }

    /// Joins operands by PRES and MEME. If an operand is not a word, a phrase or alternatives of these, the operators
    /// are read as ET.
    fn link(&mut self, level: Level) -> Ast {
        let Some(first) = level.links.first().map(|link| link.span.clone()) else {
            return Ast::all(level.operands);
        };
        let operands: Vec<Ast> =
            level.operands.into_iter().map(|ast| self.without_boost(ast, &first)).collect();
        if !operands.iter().all(is_near_operand) {
            let message = "between anything but words, phrases and (A OU B), this is read as ET";
            self.remarks.advise(
                Severity::Warning,
                first,
                message,
                "write `(puce OU GPU) PRES/5 \"part de marché\"`",
            );
            return Ast::all(operands);
        }
        let parts = pairs(&operands, &level.links);
        if parts.len() > 1 {
            let message = "read pair by pair: `A PRES B PRES C` asks for `A PRES B` and `B PRES C`";
            self.remarks.say(Severity::Note, first, message);
        }
        Ast::all(parts)
    }

    /// Removes the boost of one operand of PRES, with a warning.
    fn without_boost(&mut self, ast: Ast, operator: &Range<usize>) -> Ast {
        match ast {
            Ast::Boost(inner, _) => {
                let message = "a boost on one side of this is ignored";
                let hint = "put it on the whole: `(A PRES/5 B)^2`";
                self.remarks.advise(Severity::Warning, operator.clone(), message, hint);
                self.without_boost(*inner, operator)
            }
            Ast::Any(parts) => Ast::any(parts.into_iter().map(|part| self.without_boost(part, operator))),
            other => other,
        }
    }
}

fn is_near_operand(ast: &Ast) -> bool {
    let is_leaf = |ast: &Ast| matches!(ast, Ast::Word(_) | Ast::Phrase(_));
    match ast {
        Ast::Any(parts) => parts.iter().all(is_leaf),
        other => is_leaf(other),
    }
}

/// One node for each PRES, and one for each run of MEME.
fn pairs(operands: &[Ast], links: &[Lexeme]) -> Vec<Ast> {
    let mut parts: Vec<Ast> = Vec::new();
    for (link, pair) in links.iter().zip(operands.windows(2)) {
        let [left, right] = pair else { continue };
        match (&link.token, parts.last_mut()) {
            (Token::Near(distance), _) => parts.push(Ast::Near(Near {
                left: Box::new(left.clone()),
                right: Box::new(right.clone()),
                distance: *distance,
            })),
            (_, Some(Ast::Together(together))) => together.push(right.clone()),
            _ => parts.push(Ast::Together(vec![left.clone(), right.clone()])),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use crate::query::sexp;

    fn check(input: &str, expected: &str) {
        assert_eq!(sexp::parsed(input), expected, "{input}");
    }

    #[test]
    fn precedence() {
        check("a OU b c", "(any a (all b c))");
        check("a ET SAUF b OU c", "(any (all a (not b)) c)");
        check("a PRES/5 b c OU d", "(any (all (near 5 a b) c) d)");
        check("(a OU (b OU c)) (d (e f))", "(all (any a b c) d e f)");
        check("SAUF a b", "(all (not a) b)");
        check("-a", "(not a)");
        check("SAUF (a PRES b)", "(not (near 5 a b))");
    }

    #[test]
    fn operators_without_operands() {
        check("contrôle AND", "contrôle ; warning@10..13");
        check("OU contrôle", "contrôle ; warning@0..2");
        check("a OU OU b", "(any a b) ; warning@2..4");
        check("OU ET a", "a ; warning@0..2 ; warning@3..5");
        check("a ET OU b", "(any a b) ; warning@2..4");
        check("a OU ET b", "(any a b) ; warning@5..7");
        check("(a ET) b", "(all a b) ; warning@3..5");
        check("PRES/5 a MEME", "a ; warning@0..6 ; warning@9..13");
        check("a PRES/5 OU b", "(any a b) ; warning@2..8");
        check("() PRES/5 a", "a ; warning@0..2 ; warning@3..9");
    }

    #[test]
    fn negation() {
        check("NOT", "nothing ; warning@0..3");
        check("a SAUF OU b", "(any a b) ; warning@2..6");
        check("NOT NOT a", "a ; warning@0..7");
        check("NOT NOT -a", "(not a) ; warning@0..9");
        check("-(-a)", "(not (not a))");
    }

    #[test]
    fn nearness() {
        check("(a OU «b c») PRES/7 de*", r#"(near 7 (any a "b c") de*)"#);
        check("a MEME (b) MEME c", "(together a b c)");
        check("a PRES/3 b PRES/4 c", "(all (near 3 a b) (near 4 b c)) ; note@2..8");
        check("a PRES/3 b MEME c MEME d", "(all (near 3 a b) (together b c d)) ; note@2..8");
        check("a PRES/3 (b c)", "(all a b c) ; warning@2..8");
        check("a PRES/3 titre:b", "(all a (title b)) ; warning@2..8");
        check("SAUF a PRES/3 b", "(all (not a) b) ; warning@7..13");
        check("a^2 PRES/3 (b OU c)", "(near 3 a (any b c)) ; warning@4..10");
        check("a PRES/3 (b OU c^3)", "(near 3 a (any b c)) ; warning@2..8");
    }
}
