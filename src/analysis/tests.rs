//! The laws that hold for every text, and the two notations in which the rules write their tests.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::{Chain, Token, rules::Rule};

static CHAIN: LazyLock<Chain> = LazyLock::new(Chain::french);

/// Tokens as `exact/stacked(span) next`.
pub(crate) fn exact(text: &str) -> String {
    exact_of(&CHAIN, text)
}

fn exact_of(chain: &Chain, text: &str) -> String {
    let mut analyzer = chain.analyzer();
    let mut out = String::new();
    let mut last = None;
    for token in analyzer.analyze(text).iter() {
        match last {
            None => {}
            Some(position) if position == token.position => out.push('/'),
            Some(_) => out.push(' '),
        }
        out.push_str(token.exact);
        if token.span > 1 {
            out.push_str(&format!("({})", token.span));
        }
        last = Some(token.position);
    }
    out
}

/// Checks the tokens of `input` twice: with `rule` as the only rule of the chain, and with all rules.
pub(super) fn check_rule(rule: impl Rule + 'static, input: &str, expected: &str) {
    let mut alone = Chain::french();
    alone.rules = vec![Box::new(rule)];
    assert_eq!(exact_of(&alone, input), expected, "{input}, the rule alone");
    check_chain(input, expected);
}

/// Checks the tokens of `input` with all rules.
pub(super) fn check_chain(input: &str, expected: &str) {
    assert_eq!(exact(input), expected, "{input}, all rules");
}

/// The stems of all tokens that have one.
pub(crate) fn stems(text: &str) -> String {
    let mut analyzer = CHAIN.analyzer();
    analyzer
        .analyze(text)
        .iter()
        .filter_map(|token| token.stem.map(str::to_owned))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The surface words of the primary tokens, as a highlight would mark them.
fn check(text: &str, expected: &[&str]) {
    let mut analyzer = CHAIN.analyzer();
    let words: Vec<&str> =
        analyzer.analyze(text).iter().map(|t| &text[t.start as usize..t.end as usize]).collect();
    assert_eq!(words, expected);
}

#[test]
fn highlights_mark_the_word() {
    check("l’avocat de l’E\u{301}tat", &["avocat", "de", "E\u{301}tat"]);
    check("d’un ﬁnancement\u{ad} à\u{a0}95\u{a0}%", &["un", "ﬁnancement", "à", "95", "95\u{a0}%"]);
    check("Washington, D.C., hier", &["Washington", "D.C.", "hier"]);
    check("États-UnisDe plus", &["États", "États-Unis", "Unis", "De", "plus"]);
}

/// Fragments that the rules care about, glued at random.
fn fragments() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "l",
        "'",
        "’",
        "-",
        ".",
        ",",
        "·",
        "(",
        ")",
        "/",
        "&",
        "%",
        " ",
        "\u{a0}",
        "\u{ad}",
        "\n",
        "1",
        "500",
        "95",
        "A",
        "É",
        "AI",
        "RTX",
        "Trump",
        "semi",
        "conducteur",
        "euse",
        "s",
        "e",
        "milliards",
        "nm",
        "€",
        "黄",
        "仁",
        "e\u{301}",
        "ﬁ",
        "œ",
        "d",
        "aujourd",
        "hui",
        "SoftBank",
        "iPhone",
        "Il",
        "++",
        "#",
        "pour",
        "cent",
        "«",
        "»",
    ]);
    prop::collection::vec(pieces, 0..14).prop_map(|pieces| pieces.concat())
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![fragments(), "(?s).{0,60}", "[a-zéèœ' .A-Z0-9-]{0,60}"]
}

/// A token that owns its words, so that it can be kept.
type Owned = (u32, u32, u32, u32, String, Option<String>, Option<String>);

fn own(token: Token<'_>) -> Owned {
    let owned = |word: Option<&str>| word.map(str::to_owned);
    let Token { start, end, position, span, exact, stem, stem_alt, .. } = token;
    (start, end, position, span, exact.to_owned(), owned(stem), owned(stem_alt))
}

fn tokens(chain: &Chain, text: &str) -> Vec<Owned> {
    let mut analyzer = chain.analyzer();
    analyzer.forget();
    analyzer.analyze(text).iter().map(own).collect()
}

fn assert_law_abiding(text: &str, found: &[Owned], positions: u32) {
    let mut last = (0, 0);
    for (start, end, position, span, exact, stem, stem_alt) in found {
        let from = *start as usize;
        let to = *end as usize;
        assert!(from < to && to <= text.len(), "{text:?} {exact}");
        assert!(text.is_char_boundary(from) && text.is_char_boundary(to), "{text:?} {exact}");
        assert!(last <= (*position, 0) && position + span.saturating_sub(1) < positions + 2, "{text:?}");
        assert!(*span >= 1 && *position < positions);
        for word in [Some(exact), stem.as_ref(), stem_alt.as_ref()].into_iter().flatten() {
            assert!(!word.is_empty() && word.len() <= 255 && !word.contains(char::is_whitespace), "{word:?}");
        }
        last = (*position, 0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_token_abides_by_the_laws(text in texts()) {
        let mut analyzer = CHAIN.analyzer();
        let tokens = analyzer.analyze(&text);
        let found: Vec<Owned> = tokens.iter().map(own).collect();
        assert_law_abiding(&text, &found, tokens.positions());
        prop_assert!(found.windows(2).all(|pair| pair[0].2 == pair[1].2 || pair[0].0 <= pair[1].0));
        let query = analyzer.analyze_query(&text);
        let found: Vec<Owned> = query.iter().map(own).collect();
        assert_law_abiding(&text, &found, query.positions());
    }

    #[test]
    fn the_same_text_gives_the_same_tokens(first in texts(), second in texts()) {
        let mut analyzer = CHAIN.analyzer();
        analyzer.analyze_query(&second);
        let again: Vec<Owned> = analyzer.analyze(&first).iter().map(own).collect();
        prop_assert_eq!(again, tokens(&CHAIN, &first));
    }

    #[test]
    fn any_apostrophe_gives_the_same_tokens(text in fragments(), to in "[’‘ʼ′`＇]") {
        let words = |text: &str| tokens(&CHAIN, text).into_iter().map(|t| (t.2, t.3, t.4, t.5, t.6)).collect::<Vec<_>>();
        prop_assert_eq!(words(&text), words(&text.replace('\'', &to)));
    }
}

#[test]
fn a_word_of_ten_thousand_letters_is_one_token() {
    let text = "é".repeat(10_000);
    assert_eq!(CHAIN.analyzer().analyze(&text).len(), 1);
}

/// The stems of a token.
fn stems_of(token: Token<'_>) -> Vec<String> {
    [token.stem, token.stem_alt].into_iter().flatten().map(str::to_owned).collect()
}

/// Whether a query of one word meets a text of one word by their stems.
fn meets(query: &str, text: &str) -> bool {
    let texts: Vec<String> = CHAIN.analyzer().analyze(text).iter().flat_map(stems_of).collect();
    CHAIN.analyzer().analyze_query(query).iter().flat_map(stems_of).any(|stem| texts.contains(&stem))
}

/// Accented words that are other words without their accents, each with that spelling.
fn accented_words() -> impl Iterator<Item = (&'static str, &'static str)> {
    crate::text::entries(super::words::lemmas::LEMMAS).flat_map(|line| {
        let mut parts = line.split(' ');
        let key = parts.next().unwrap_or_default();
        parts.filter_map(move |part| Some((key, part.split_once('=')?.0)))
    })
}

#[test]
fn words_typed_without_accents_and_words_in_capitals_reach_the_accented_ones() {
    let is_stop = |word: &str| CHAIN.is_stop_word(word);
    let mut count = 0;
    for (key, accented) in accented_words().filter(|(key, accented)| !is_stop(key) && !is_stop(accented)) {
        assert!(meets(key, accented), "{key} does not reach {accented}");
        assert!(meets(accented, &key.to_uppercase()), "{accented} does not reach {key} in capitals");
        count += 1;
    }
    assert!(count > 1000, "{count}");
}

/// One inflection typed without accents, another in the text.
#[test]
fn inflections_typed_without_accents_reach_accented_ones() {
    let pairs = [
        ("generaux", "générale"),
        ("negociations", "négociation"),
        ("securites", "sécurité"),
        ("elus", "élue"),
        ("francaises", "français"),
        ("acquereurs", "acquéreur"),
        ("eleves", "élève"),
        ("oeuvres", "œuvre"),
        ("cotes", "côté"),
        ("taiwanaises", "taïwanais"),
    ];
    for (query, text) in pairs {
        assert!(meets(query, text), "{query} does not reach {text}");
    }
}
