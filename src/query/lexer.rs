//! The lexer: a query in; words, phrases, dates, operators and balanced parentheses out.
//!
//! Parentheses nest at most [`MAX_DEPTH`] deep. The lexer takes linear time: it reads each character a bounded number of
//! times, and keeps no more than the limits allow.

use std::ops::Range;

use super::ast::{Ast, Field, Phrase, Span};
use super::date;
use super::diagnostic::{Remarks, Severity, cite};
use super::limits::{DEFAULT_DISTANCE, MAX_BYTES, MAX_DEPTH, MAX_WORDS};
use super::phrase;
use super::remark::Remark;
use super::unknown_field;
use super::word;
use crate::model::Date;

/// Opening quotes, each with its closing quotes. Some people type `”` on both sides.
const QUOTES: [(char, &[char]); 5] =
    [('"', &['"']), ('«', &['»']), ('“', &['”']), ('„', &['“', '”']), ('”', &['”'])];

/// The most words of a date: `24 octobre 2025..3 novembre 2025`.
const DATE_WORDS: usize = 5;

/// A token of the query language.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Open,
    Close(Option<f32>),
    Not,
    And,
    Or,
    Near(u32),
    Same,
    Field(Field),
    /// A word, phrase or date, with its boost.
    Leaf(Ast),
}

/// A token and its byte range. A parenthesis that the lexer closed itself has an empty range.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lexeme {
    pub(super) token: Token,
    pub(super) span: Range<usize>,
}

/// The tokens of a query. `today` is the day that relative dates count from.
pub(super) fn lex(input: &str, today: Date, remarks: &mut Remarks) -> Vec<Lexeme> {
    let text = cut(input, remarks);
    let last_closer = QUOTES.map(|(_, closers)| text.rfind(closers).unwrap_or(0));
    let mut lexer = Lexer {
        input: text,
        today,
        at: 0,
        tokens: Vec::new(),
        open: Vec::new(),
        words: 0,
        full: false,
        last_closer,
        remarks,
    };
    while !lexer.full && lexer.step() {}
    lexer.close_all();
    lexer.tokens
}

/// The query cut to [`MAX_BYTES`], at the last white space if there is any.
fn cut<'a>(input: &'a str, remarks: &mut Remarks) -> &'a str {
    if input.len() <= MAX_BYTES {
        return input;
    }
    let end = (0..=MAX_BYTES).rev().find(|i| input.is_char_boundary(*i)).unwrap_or(0);
    let end = input[..end].rfind(is_space).unwrap_or(end);
    remarks.say(Severity::Error, end..input.len(), Remark::TooLong { most: MAX_BYTES });
    &input[..end]
}

struct Lexer<'a> {
    input: &'a str,
    today: Date,
    at: usize,
    tokens: Vec<Lexeme>,
    /// The offsets of the open parentheses.
    open: Vec<usize>,
    words: usize,
    /// Whether a limit was reached.
    full: bool,
    /// The offset of the last closing quote of each of [`QUOTES`]. It keeps the search for closing quotes linear.
    last_closer: [usize; 5],
    remarks: &'a mut Remarks,
}

impl<'a> Lexer<'a> {
    /// Reads the next token; false at the end.
    fn step(&mut self) -> bool {
        let Some(c) = self.peek() else { return false };
        match c {
            c if is_space(c) => self.at += c.len_utf8(),
            '(' => self.open(),
            ')' => self.close(),
            '|' => self.bar(),
            c if is_quote(c) => self.quote(false),
            '-' if self.is_glued() => self.at += 1,
            _ => self.term(),
        }
        true
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn rest(&self) -> &'a str {
        &self.input[self.at..]
    }

    fn push(&mut self, token: Token, start: usize) {
        self.tokens.push(Lexeme { token, span: start..self.at });
    }

    /// Adds a leaf of `words` words, unless the query has too many then.
    fn leaf(&mut self, ast: Ast, words: usize, start: usize) {
        self.words += words;
        if self.words <= MAX_WORDS {
            return self.push(Token::Leaf(ast), start);
        }
        self.full = true;
        self.remarks.say(Severity::Error, start..self.at, Remark::TooManyWords { most: MAX_WORDS });
    }

    /// Whether a quote or parenthesis ends just before. A dash there is no NOT (« "puces"-Chine »).
    fn is_glued(&self) -> bool {
        self.input[..self.at].chars().next_back().is_some_and(|c| c == ')' || is_quote(c))
    }

    fn open(&mut self) {
        let start = self.at;
        self.at += 1;
        if self.open.len() < MAX_DEPTH {
            self.open.push(start);
            return self.push(Token::Open, start);
        }
        self.full = true;
        self.remarks.say(Severity::Error, start..self.at, Remark::TooDeep { most: MAX_DEPTH });
    }

    fn close(&mut self) {
        let start = self.at;
        self.at += 1;
        if self.open.pop().is_none() {
            return self.remarks.say(Severity::Warning, start..self.at, Remark::UnopenedParenthesis);
        }
        let boost = self.marks(&['^']).and_then(|marks| marks.boost);
        self.push(Token::Close(boost), start);
    }

    /// Reads the marks that begin here with one of `signs`, if the run is made of marks.
    fn marks(&mut self, signs: &[char]) -> Option<word::PhraseMarks> {
        let run = Some(self.run()).filter(|run| run.starts_with(signs))?;
        let marks = word::phrase_marks(run, self.at, self.remarks)?;
        self.at += run.len();
        Some(marks)
    }

    fn bar(&mut self) {
        let start = self.at;
        self.at += self.rest().len() - self.rest().trim_start_matches('|').len();
        self.push(Token::Or, start);
    }

    /// Reads a phrase. If the quote is never closed it is ignored, and the words after it are plain words.
    fn quote(&mut self, exact: bool) {
        let start = self.at;
        let Some((opening, end)) = self.closing_quote() else { return self.stray_quote() };
        let inside = &self.input[start + opening..end];
        let text = inside.trim_matches(is_space);
        let text_start = start + opening + inside.len() - inside.trim_start_matches(is_space).len();
        self.at = end;
        self.at += self.peek().map_or(0, char::len_utf8);
        let marks = self.marks(&['~', '^']);
        if !word::has_content(text) {
            return self.remarks.say(Severity::Warning, start..self.at, Remark::EmptyQuotes);
        }
        let slop = marks.as_ref().map_or(0, |marks| marks.slop);
        let words = text.split_whitespace().count();
        let inside = text_start..text_start + text.len();
        let phrase::PhraseText { text, prefix } = phrase::read(text, exact, inside, self.remarks);
        let span = Span { start: text_start, end: text_start + text.len() };
        let phrase = Ast::Phrase(Phrase { text, exact, prefix, slop, span });
        self.leaf(word::boosted(phrase, marks.and_then(|marks| marks.boost)), words, start);
    }

    /// The length of the opening quote in bytes, and the offset of the closing quote.
    fn closing_quote(&self) -> Option<(usize, usize)> {
        let c = self.peek()?;
        let kind = QUOTES.iter().position(|(open, _)| *open == c)?;
        let inside = self.at + c.len_utf8();
        if self.last_closer[kind] < inside {
            return None;
        }
        let length = self.input[inside..].find(QUOTES[kind].1)?;
        Some((c.len_utf8(), inside + length))
    }

    fn stray_quote(&mut self) {
        let start = self.at;
        let c = self.peek().unwrap_or('"');
        self.at += c.len_utf8();
        let remark = match c {
            '»' | '”' => Remark::UnopenedQuote,
            _ => Remark::UnclosedQuote,
        };
        self.remarks.say(Severity::Warning, start..self.at, remark);
    }

    /// Reads a word with its prefixes: `+`, `-`, a field, `=`.
    fn term(&mut self) {
        let plus = self.plus();
        let minus = !plus && self.minus();
        let field = self.field();
        if field == Some(FieldName::Date) {
            return self.date();
        }
        let exact = self.equals();
        match self.peek() {
            Some(c) if is_quote(c) => self.quote(exact),
            Some('(') if exact || plus || minus || field.is_some() => self.open(),
            _ if exact || plus || minus || field.is_some() => self.word(exact),
            _ => self.bare(),
        }
    }

    /// Skips a `+` before a word. Some engines need it; here every word is required.
    fn plus(&mut self) -> bool {
        let is_slash = |rest: &str| rest.starts_with('/') && is_operator(rest);
        let found = self.starts_term('+') || self.run().strip_prefix('+').is_some_and(is_slash);
        if found {
            self.remarks.say(Severity::Note, self.at..self.at + 1, Remark::NeedlessPlus);
            self.at += 1;
        }
        found
    }

    fn minus(&mut self) -> bool {
        let found = self.starts_term('-');
        if found {
            self.at += 1;
            self.push(Token::Not, self.at - 1);
        }
        found
    }

    /// Whether `sign` stands here before a word, a group or a phrase, and not alone or before a number.
    fn starts_term(&self, sign: char) -> bool {
        let Some(rest) = self.rest().strip_prefix(sign) else { return false };
        let first = rest.chars().next();
        first.is_some_and(|c| c.is_alphabetic() || c == '(' || is_quote(c)) || starts_exact(rest)
    }

    fn equals(&mut self) -> bool {
        let found = starts_exact(self.rest());
        self.at += usize::from(found);
        if found && self.peek() == Some('(') {
            self.remarks.say(Severity::Warning, self.at - 1..self.at, Remark::ExactGroup);
        }
        found
    }

    /// Reads a field whose value follows the colon directly. `date:` is recognised and not consumed.
    fn field(&mut self) -> Option<FieldName> {
        let start = self.at;
        let (name, _) = self.run().split_once(':')?;
        let field = FieldName::of(name)?;
        self.at += name.len() + 1;
        let has_value = self.has_value();
        match field {
            FieldName::Text(field) if has_value => self.push(Token::Field(field), start),
            _ => self.at = start,
        }
        has_value.then_some(field)
    }

    /// Whether a phrase, a group or a word begins here.
    fn has_value(&self) -> bool {
        let opens = self.peek().is_some_and(|c| c == '(' || is_quote(c));
        opens || starts_exact(self.rest()) || word::is_word(self.run())
    }

    fn date(&mut self) {
        let start = self.at;
        self.at += "date:".len();
        let value = self.date_value();
        let fault = match date::read(value, self.today) {
            Ok(range) => return self.leaf(Ast::Date(range), 1, start),
            Err(fault) => fault,
        };
        let typed = cite(&self.input[start..self.at]);
        let remark = match fault {
            date::Fault::NoDate => Remark::NoDate { typed },
            date::Fault::Backwards => Remark::BackwardsDate { typed },
        };
        self.remarks.say(Severity::Error, start..self.at, remark);
    }

    /// Reads what stands in quotes, or the longest date of several words (`24 octobre 2025`), or one run.
    fn date_value(&mut self) -> &'a str {
        if let Some((opening, end)) = self.closing_quote() {
            let inside = &self.input[self.at + opening..end];
            self.at = end;
            self.at += self.peek().map_or(0, char::len_utf8);
            return inside;
        }
        let start = self.at;
        let mut ends = Vec::new();
        while ends.len() < DATE_WORDS && !self.run().is_empty() {
            self.at += self.run().len();
            ends.push(self.at);
            self.at += self.rest().len() - self.rest().trim_start_matches(is_space).len();
        }
        let is_date =
            |end: &usize| date::read(&self.input[start..*end], self.today) != Err(date::Fault::NoDate);
        self.at = ends.iter().rev().copied().find(is_date).or(ends.first().copied()).unwrap_or(start);
        &self.input[start..self.at]
    }

    /// Reads a word after a sign or a field, which is never an operator.
    fn word(&mut self, exact: bool) {
        let start = self.at;
        let run = self.run();
        self.at += run.len();
        if let Some(ast) = word::read(run, start, exact, self.remarks) {
            self.leaf(ast, 1, start);
        }
    }

    /// Reads a run without prefixes: an operator, a smiley or a word.
    fn bare(&mut self) {
        let start = self.at;
        let run = self.run();
        if let Some(token) = operator(run, start, self.remarks) {
            self.at += run.len();
            return self.push(token, start);
        }
        let smiley = self.smiley(run);
        if smiley > 0 {
            self.at += smiley;
            return;
        }
        self.note_space_after_field(run);
        self.note_unknown_field(run);
        self.note_minus(run);
        self.word(false);
    }

    /// The length of a smiley such as `:)`, whose parenthesis is no token; 0 if there is none.
    fn smiley(&self, run: &str) -> usize {
        let is_face = run.starts_with([':', ';']) && run.chars().all(|c| matches!(c, ':' | ';' | '-' | '\''));
        let mut after = self.rest()[run.len()..].chars();
        let is_mouth = match (after.next(), after.next()) {
            (Some(')'), _) => self.open.is_empty(),
            (Some('('), next) => next.is_none_or(is_space),
            _ => false,
        };
        if is_face && is_mouth { run.len() + 1 } else { 0 }
    }

    fn note_space_after_field(&mut self, run: &str) {
        let Some(name) = run.strip_suffix(':') else { return };
        if FieldName::of(name).is_some() {
            let remark = Remark::FieldAlone { typed: cite(run) };
            self.remarks.say(Severity::Note, self.at..self.at + run.len(), remark);
        }
    }

    fn note_unknown_field(&mut self, run: &str) {
        let opens = self.rest()[run.len()..].starts_with(|c: char| c == '(' || is_quote(c));
        if let Some(unknown_field::Unknown { typed, nearest }) = unknown_field::unknown(run, opens) {
            let span = self.at..self.at + typed.len();
            let remark = Remark::UnknownField { typed: cite(&typed), nearest };
            self.remarks.say(Severity::Warning, span, remark);
        }
    }

    /// Notes that a `-` before a number is read as a minus: `-5G` may be meant as NOT, `-5 %` is not.
    fn note_minus(&mut self, run: &str) {
        let number = run.strip_prefix('-').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if let Some(number) = number {
            let remark = Remark::Minus { before: cite(number) };
            self.remarks.say(Severity::Note, self.at..self.at + 1, remark);
        }
    }

    /// The longest run from here that may be a word.
    fn run(&self) -> &'a str {
        &self.rest()[..self.run_length()]
    }

    fn run_length(&self) -> usize {
        let rest = self.rest();
        let mut length = 0;
        while let Some(c) = rest[length..].chars().next() {
            length += match c {
                '(' => match inclusive_ending(&rest[..length], &rest[length..]) {
                    0 => break,
                    ending => ending,
                },
                c if is_boundary(c) => break,
                c => c.len_utf8(),
            };
        }
        length
    }

    /// Closes the parentheses that are still open.
    fn close_all(&mut self) {
        while let Some(start) = self.open.pop() {
            if !self.full {
                self.remarks.say(Severity::Warning, start..start + 1, Remark::UnclosedParenthesis);
            }
            self.push(Token::Close(None), self.at);
        }
    }
}

/// The meaning of a name before a colon.
#[derive(Clone, Copy, PartialEq)]
enum FieldName {
    Text(Field),
    Date,
}

impl FieldName {
    fn of(name: &str) -> Option<FieldName> {
        let date = name.eq_ignore_ascii_case("date").then_some(FieldName::Date);
        date.or_else(|| Field::named(name).map(FieldName::Text))
    }
}

/// The operator of a run, which must be in capitals. Closing punctuation after it is ignored.
fn operator(run: &str, start: usize, remarks: &mut Remarks) -> Option<Token> {
    let span = start..start + run.len();
    match word::trim_closing(run) {
        "OU" | "OR" => Some(Token::Or),
        "ET" | "AND" | "&&" => Some(Token::And),
        "SAUF" | "NOT" => Some(Token::Not),
        "MEME" | "MÊME" | "ME\u{302}ME" | "SAME" => Some(Token::Same),
        text => near(text, span, remarks),
    }
}

/// Reads `PRES`, `PRES/5` and their other spellings, those of press databases too: `W/3`, `ADJ3`, `NEAR3`, `/5`.
fn near(text: &str, span: Range<usize>, remarks: &mut Remarks) -> Option<Token> {
    let name = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &text[name.len()..];
    match (name.strip_suffix('/').unwrap_or(name), digits) {
        ("PRES" | "PRÈS" | "PRE\u{300}S" | "NEAR", "") if !name.ends_with('/') => {
            return Some(Token::Near(DEFAULT_DISTANCE));
        }
        ("PRES" | "PRÈS" | "PRE\u{300}S" | "NEAR" | "ADJ", digits) if !digits.is_empty() => {}
        ("W" | "w" | "N" | "", digits) if name.ends_with('/') && !digits.is_empty() => {}
        _ => return no_distance(text, span, remarks),
    }
    let distance = word::distance(digits, 1, span.clone(), remarks)?;
    if !matches!(name, "PRES/" | "PRÈS/" | "PRE\u{300}S/" | "NEAR/") {
        remarks.say(Severity::Note, span, Remark::ReadAsNear { typed: cite(text), distance });
    }
    Some(Token::Near(distance))
}

/// Notes that `PRES/` with something that is no distance is text.
fn no_distance(text: &str, span: Range<usize>, remarks: &mut Remarks) -> Option<Token> {
    let name = text.split_once('/').map(|(name, _)| name);
    if let Some("PRES" | "PRÈS" | "PRE\u{300}S" | "NEAR") = name {
        remarks.say(Severity::Note, span, Remark::NoDistance { typed: cite(text) });
    }
    None
}

/// Whether a word without prefixes is an operator.
pub(super) fn is_operator(text: &str) -> bool {
    operator(text, 0, &mut Remarks::default()).is_some()
}

/// Whether `rest` begins with `=` before a word, a phrase or, by mistake, a group.
fn starts_exact(rest: &str) -> bool {
    let next = rest.strip_prefix('=').and_then(|rest| rest.chars().next());
    next.is_some_and(|c| c.is_alphanumeric() || c == '(' || is_quote(c))
}

/// The length of an inclusive ending in parentheses, `(e)` in « employé(e)s », which is part of the word; 0 if there is
/// none.
fn inclusive_ending(before: &str, rest: &str) -> usize {
    let letters = rest[1..].chars().take(6).take_while(|c| c.is_lowercase());
    let length: usize = letters.map(char::len_utf8).sum();
    let is_ending = length > 0 && before.ends_with(char::is_lowercase) && rest[1 + length..].starts_with(')');
    if is_ending { length + 2 } else { 0 }
}

pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '«' | '»' | '“' | '”' | '„')
}

fn is_boundary(c: char) -> bool {
    is_space(c) || is_quote(c) || matches!(c, '(' | ')' | '|')
}

#[cfg(test)]
mod tests {
    use crate::query::sexp;

    fn check(input: &str, expected: &str) {
        assert_eq!(sexp::parsed(input), expected, "{input}");
    }

    #[test]
    fn quotes() {
        check("\"part de marché\"", r#""part de marché""#);
        check("«\u{a0}part de marché\u{202f}» Chine", r#"(all "part de marché" Chine)"#);
        check("“a b”„c d“„e f””g h”", r#"(all "a b" "c d" "e f" "g h")"#);
        check("=\"les puces\" =«la puce»", r#"(all ="les puces" ="la puce")"#);
        check("\"a b\"~5 \"a b\"^2, «a b»~3^1,5", r#"(all "a b"~5 (boost 2 "a b") (boost 1.5 "a b"~3))"#);
        check("\"a b\"~", r#""a b"~5 ; note@5..6"#);
        check("\"a b\"~500", r#""a b"~100 ; warning@5..9"#);
        check("l'\"IA\"Act", r#"(all l' "IA" Act)"#);
    }

    #[test]
    fn quotes_alone() {
        check("\"part de marché", "(all part de marché) ; warning@0..1");
        check("« Nous devons", "(all Nous devons) ; warning@0..2");
        check("devons » agir", "(all devons agir) ; warning@7..9");
        check("écran 12\"", "(all écran 12) ; warning@9..10");
        check("«»\" \"", "nothing ; warning@0..4 ; warning@4..7");
        check("-\"a", "(not a) ; warning@1..2");
    }

    #[test]
    fn signs() {
        check("-Chine -(a b) -\"c d\" -=e", r#"(all (not Chine) (not (all a b)) (not "c d") (not =e))"#);
        check("Trump - Xi – Corée", "(all Trump Xi Corée)");
        check("-5 --since -- \"a\"-b (c)-d", r#"(all -5 --since "a" b c d) ; note@0..1"#);
        check("+Chine +OU C++ +5", "(all Chine OU C++ +5) ; note@0..1 ; note@7..8");
        check("=(a b)", "(all a b) ; warning@0..1");
        check("-OU =ET", "(all (not OU) =ET)");
    }

    #[test]
    fn fields() {
        check("titre:puces Title:«a b» lang:fr", r#"(all (title puces) (title "a b") (language fr))"#);
        check("auteur:(a OU b)^2 -source:=AFP", "(all (author (boost 2 (any a b))) (not (source =AFP)))");
        check("titre: puces", "(all titre puces) ; note@0..6");
        check("NVIDIA: record https://x.fr 12:30 RGPD:", "(all NVIDIA record https://x.fr 12:30 RGPD)");
        check("titre:=\"a b\" -titre:=(a)", r#"(all (title ="a b") (not (title a))) ; warning@20..21"#);
        check("titre:source:x titre:OU", "(all (title source:x) (title OU))");
        check("titre:) source:? x", "(all titre source x) ; note@0..6 ; warning@6..7");
        check("titre:\"", "nothing ; warning@0..6 ; warning@6..7");
    }

    #[test]
    fn dates() {
        check(
            "date:2025-10..2025-11 -date:2026",
            "(all (date 2025-10-01..2025-11-30) (not (date 2026-01-01..2026-12-31)))",
        );
        check("Date:>=2025-10", "(date 2025-10-01..)");
        check("a date:demain", "a ; error@2..13");
        check("a date:24/10/2025 b", "(all a (date 2025-10-24..2025-10-24) b)");
        check("date:octobre 2025 Chine", "(all (date 2025-10-01..2025-10-31) Chine)");
        check("date:24 octobre 2025..3 nov. 2025", "(date 2025-10-24..2025-11-03)");
        check("date:«oct. 2025» a", "(all (date 2025-10-01..2025-10-31) a)");
        check("date:2026..2025 a", "a ; error@0..15");
        check("date:2025 2024", "(all (date 2025-01-01..2025-12-31) 2024)");
        check("date:(2025)", "2025 ; error@0..5");
        check("date: 2025", "(all date 2025) ; note@0..5");
    }

    #[test]
    fn operators_are_capital() {
        check("a ou b et c sauf d not e Or f", "(all a ou b et c sauf d not e Or f)");
        check("a|b || c OR d OU e", "(any a b c d e)");
        check("a && b AND c ET d", "(all a b c d)");
        check("a MÊME b", "(together a b)");
        check("a ME\u{302}ME b SAME c", "(together a b c)");
        check("a PRÈS b", "(near 5 a b)");
        check("a PRE\u{300}S/3 b", "(near 3 a b)");
        check("a W/3 b w/3 c", "(all (near 3 a b) (near 3 b c)) ; note@2..5 ; note@2..5 ; note@8..11");
        check("a ADJ3 b", "(near 3 a b) ; note@2..6");
        check("a NEAR3 b", "(near 3 a b) ; note@2..7");
        check("a /5 b", "(near 5 a b) ; note@2..4");
        check("+/5 W3 ADJ 24/7", "(all /5 W3 ADJ 24/7) ; note@0..1");
        check("a NEAR/0 b", "(near 1 a b) ; warning@2..8");
        check("a NEAR/99999999999 b", "(near 100 a b) ; warning@2..18");
        check("PRES/x OÙ O\u{d9}", "(all PRES/x OÙ OÙ) ; note@0..6");
    }

    #[test]
    fn parentheses() {
        check("(a OU b) c)", "(all (any a b) c) ; warning@10..11");
        check("puces (a OU b", "(all puces (any a b)) ; warning@6..7");
        check("a () b ( )", "(all a b) ; warning@2..4 ; warning@7..10");
        check("(a b)^2 (c)^x", "(all (boost 2 (all a b)) c ^x)");
        check("merci :) ;-) :( x", "(all merci x)");
        check("(a :)", "a");
    }

    #[test]
    fn limits() {
        let words = "mot ".repeat(130);
        assert!(sexp::parsed(&words).ends_with(" mot) ; error@512..515"));
        let deep = format!("{}a", "(".repeat(33));
        check(&deep, "nothing ; error@32..33");
        let phrase = format!("a \"{words}\" b");
        check(&phrase, "a ; error@2..524");
        assert!(sexp::parsed(&"date:2025 ".repeat(200)).ends_with(" ; error@1280..1289"));
        let long = format!("a {}", "é".repeat(5000));
        check(&long, "a ; error@1..10002");
    }
}
