//! Pages, small and hostile, through the whole reader.

use proptest::prelude::*;

use super::*;
use crate::corpus::limits::Limits;
use crate::corpus::sink::Item;

fn items(html: &[u8]) -> Vec<Item> {
    let limits = Limits::default();
    let mut seen = Vec::new();
    let mut sink = |item| seen.push(item);
    let mut output = Sink::new("x.html", &limits, &mut sink);
    if let Err(Refused(stage, reason)) = page(html, &mut output) {
        output.fail(stage, None, reason);
    }
    seen
}

/// The text of the only document, or the problems.
fn check(html: &str, expected: &str) {
    let shown: Vec<String> = items(html.as_bytes())
        .into_iter()
        .filter_map(|item| match item {
            Item::Document(document) => Some(document.text),
            Item::Problem(problem) if problem.severity == crate::model::Severity::Failed => {
                Some(format!("{:?}", problem.reason))
            }
            Item::Problem(_) | Item::Chunk(_) => None,
        })
        .collect();
    assert_eq!(shown.join("\n--\n"), expected, "{}", &html[..html.len().min(200)]);
}

#[test]
fn lines_of_a_page() {
    check("<h1>A</h1><p>Un <b>mot</b>.<p>Deux<br>mots.", "Un mot.\n\nDeux\nmots.");
    check("<p>x</p><table><tr><td>a<td>b<tr><td>c</table><ul><li>d<li><p>e</p></ul>", "x\n\na\nb\nc\n\nd\ne");
    check("<p>x</p><h2>Les  puces</h2><p>«\u{a0}y\u{a0}»</p>", "x\n\nLes puces\n\n«\u{a0}y\u{a0}»");
    check("<script>x</script><nav>menu</nav>", "NoText");
    check("", "NoText");
}

#[test]
fn a_tag_with_thousands_of_attributes_is_refused() {
    let wide = |of: &str, n: usize| format!("<html {}><p>x", of.repeat(n));
    check(&wide("a=\"x\" ", 5_663), "TooManyAttributes { most: 1000 }");
    check(&wide("xmlns:a='u' ", 200_000), "TooManyAttributes { most: 1000 }");
}

#[test]
fn neighbours_are_not_glued() {
    let story = "<h1>A</h1><p>Le plan a été présenté hier.";
    check(
        &format!(
            "{story} <span>LIRE AUSSI <a href=x>Retour au charbon</a></span>Son entourage confirme.</p>"
        ),
        "Le plan a été présenté hier. Son entourage confirme.",
    );
    check(
        &format!("{story}<span>Il sera examiné.</span></p>"),
        "Le plan a été présenté hier. Il sera examiné.",
    );
    check(&format!("{story} Un <b>M</b>ot, mi<b>Di</b>."), "Le plan a été présenté hier. Un Mot, mi Di.");
}

#[test]
fn little_of_a_page_is_said() {
    let prose = "Une phrase du journal, assez longue pour compter comme de la prose. ".repeat(9);
    let page =
        format!("<h1>A</h1><p>{prose}</p><div class=comments>{}</div>", format!("<p>{prose}</p>").repeat(4));
    let said = items(page.as_bytes()).into_iter().any(
        |item| matches!(item, Item::Problem(problem) if problem.reason == Reason::LittleKept { percent: 20 }),
    );
    assert!(said);
}

#[test]
fn pieces_and_inline_text() {
    assert_eq!(fragment("<p>R&amp;D</p><p>&nbsp;x</p>", 9).as_deref(), Ok("R&D\n\nx"));
    assert_eq!(inline("L&rsquo;<em>IA</em>"), "L’IA");
    assert_eq!(inline("a < b && c"), "a < b && c");
    assert!(looks_marked_up("a<br/>b") && !looks_marked_up("if a <b2> c"));
}

/// Hostile pages are refused, or read; one that cost more than its length would hang the test.
#[test]
fn hostile_pages_end() {
    let bombs = [
        "<ul><li>".repeat(65_536),
        "<div>".repeat(200_000),
        format!("<p {}>x", "a".repeat(1_000_000)),
        format!("<p>{}", "<!--".repeat(100_000)),
        format!("<p>{}", "&".repeat(100_000)),
        format!("<p>{}", "\u{a0}«".repeat(100_000)),
        format!("<h1>A</h1>{}", "<div><a href=x><h3>".repeat(20_000)),
        "<p class=share>x".repeat(20_000),
        format!("<ul>{}", "<li><a href=x>x</a>".repeat(50_000)),
    ];
    for bomb in bombs {
        let _ = items(bomb.as_bytes());
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = items(&bytes);
    }

    #[test]
    fn no_mark_up_panics(html in "(</?(p|div|h1|table|td|li|ul|a|b|svg|article|title|aside|pre|br)( class=share| hidden)?>|[a-zé ]{1,9}){0,30}") {
        let _ = items(html.as_bytes());
    }
}
