//! Numbers of legal articles: « L. 121-1 », « L.121-1 », « L 121-1 » and « L121-1 » all give `l121-1`.
//!
//! In a text the number is stacked over its parts, which stay. A query asks for the whole number only. « 49-3 » and
//! « 49 alinéa 3 » are also `49.3`.

use crate::analysis::{
    rules::Rule,
    scanner::{Cursor, Kind, Link},
    token_writer::TokenWriter,
};

/// The most numbers that hyphens join.
const MAX_NUMBERS: usize = 4;

/// Reads the numbers of legal articles.
pub(in crate::analysis) struct Reference;

impl Rule for Reference {
    fn name(&self) -> &'static str {
        "reference"
    }

    fn read(&self, cursor: Cursor<'_>, out: &mut TokenWriter<'_>) -> usize {
        if let Some((pieces, words)) = paragraph(&cursor) {
            let form = format!("{}.{}", cursor.text(0), cursor.text(pieces - 1));
            out.word(cursor.range(0, 1), cursor.text(0));
            out.stack(cursor.range(0, pieces), &form, words);
            return 1;
        }
        let numbers = numbers(&cursor);
        if numbers < 2 {
            return 0;
        }
        let digits: Vec<&str> = (1..=numbers).map(|ahead| cursor.text(ahead)).collect();
        let form = format!("{}{}", cursor.text(0), digits.join("-"));
        let whole = cursor.range(0, numbers + 1);
        if out.for_query() {
            out.word(whole, &form);
            return numbers + 1;
        }
        let short = format!("{}{}", cursor.text(0), cursor.text(1));
        if cursor.link(0) == Link::Glued {
            out.word(cursor.range(0, 2), &short);
            out.stack(whole, &form, numbers);
            return 2;
        }
        out.word(cursor.range(0, 1), cursor.text(0));
        out.stack(cursor.range(0, 2), &short, 2);
        out.stack(whole, &form, numbers + 1);
        1
    }
}

/// The pieces and the words of an article with its paragraph, of one digit: « 49-3 », « 49 alinéa 3 », « 49 al. 3 ».
fn paragraph(cursor: &Cursor<'_>) -> Option<(usize, usize)> {
    let last = match (cursor.link(0), cursor.text(1)) {
        (Link::Mark(b'-'), _) => 1,
        (Link::Space, "alinéa" | "al") => 2,
        _ => return None,
    };
    let is_article = cursor.kind(0) == Kind::Digits && cursor.text(0).len() == 2;
    let is_digit = cursor.kind(last) == Kind::Digits && cursor.text(last).len() == 1;
    let after = cursor.after(last).trim_start();
    let goes_on = after.starts_with(['-', '%', '/']) || cursor.link(last) == Link::Glued;
    (is_article && is_digit && !goes_on && !cursor.text(0).starts_with('0')).then_some((last + 1, last + 1))
}

/// How many numbers joined by hyphens follow the capital at the cursor. 0 if something else stands there.
fn numbers(cursor: &Cursor<'_>) -> usize {
    let letter = cursor.text(0);
    let is_capital = letter.len() == 1 && letter.chars().all(char::is_uppercase);
    if cursor.kind(0) != Kind::Letters || !is_capital || cursor.kind(1) != Kind::Digits {
        return 0;
    }
    let between = &cursor.text[cursor.range(0, 1).1..cursor.range(1, 1).0];
    if !matches!(between, "" | " " | "." | ". ") {
        return 0;
    }
    let goes_on = |ahead: &usize| {
        cursor.link(*ahead) == Link::Mark(b'-')
            && cursor.kind(ahead + 1) == Kind::Digits
            && cursor.link(ahead + 1) != Link::Glued
    };
    let count = 1 + (1..MAX_NUMBERS).take_while(goes_on).count();
    if cursor.link(count) == Link::Mark(b'-') { 0 } else { count }
}

#[cfg(test)]
mod tests {
    use crate::analysis::{Chain, tests::check_chain};

    #[test]
    fn numbers_of_articles() {
        check_chain("l'art. L. 121-1", "art/article l/l121(2)/l121-1(3) 121 1");
        check_chain("L.121-1", "l/l121(2)/l121-1(3) 121 1");
        check_chain("R4127-1-2 du code", "r4127/r4127-1-2(3) 1 2 du code");
    }

    #[test]
    fn paragraphs() {
        check_chain("l'article 49-3", "article 49/49.3(2) 3");
        check_chain("49 alinéa 3, 49 al. 3", "49/49.3(3) alinea 3 49/49.3(3) al/alinea 3");
        check_chain("de 12-5 %, 2-0, 12-3-4", "de 12 5/5% 2 0 12 3 4");
    }

    #[test]
    fn others() {
        check_chain("H 100, F-16", "h/h100(2) 100 f/f16(2) 16");
        check_chain("DeepSeek-R1", "deepseek/deepseekr1(2) r1");
    }

    #[test]
    fn a_query_asks_for_the_whole() {
        let chain = Chain::french();
        let mut analyzer = chain.analyzer();
        for query in ["L121-1", "L. 121-1", "L.121-1", "L 121-1"] {
            let forms: Vec<&str> = analyzer.analyze_query(query).iter().map(|token| token.exact).collect();
            assert_eq!(forms, ["l121-1"], "{query}");
        }
    }
}
