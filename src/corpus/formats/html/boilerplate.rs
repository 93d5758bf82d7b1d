//! Boilerplate: removes the prompts and link lists that sites put between the blocks of an article.
//!
//! Only whole short blocks are removed, never a sentence of a paragraph. The phrases are in `boilerplate.txt`.

use std::sync::LazyLock;

use super::blocks::{Block, Kind};

/// The length in characters from which a block is no prompt.
const MAX_PROMPT: usize = 120;
/// The fewest list items of links in a row that are removed.
const MIN_LINKS: usize = 2;

/// A shorter block, in bytes, repeats nothing.
const MIN_REPEAT: usize = 25;
/// A longer block is no quotation in large letters.
const MAX_REPEAT: usize = 400;
/// The number of blocks around one in which its repetition is looked for.
const NEAR: usize = 12;

static PROMPTS: LazyLock<Prompts> = LazyLock::new(|| Prompts::new(include_str!("boilerplate.txt")));

struct Prompts {
    whole: Vec<&'static str>,
    starts: Vec<&'static str>,
    parts: Vec<&'static str>,
    pointers: Vec<&'static str>,
}

impl Prompts {
    fn new(list: &'static str) -> Self {
        let of = |mark| list.lines().filter_map(move |line| line.strip_prefix(mark)).collect();
        Prompts { whole: of("= "), starts: of("^ "), parts: of("* "), pointers: of("> ") }
    }
}

/// The blocks without prompts, links to other pages and the section name above the article.
pub(super) fn removed(mut blocks: Vec<Block>) -> Vec<Block> {
    if begins_with_section(&blocks) {
        blocks.remove(0);
    }
    let has_prose = blocks.iter().any(|block| block.kind != Kind::Heading && !is_linked(block));
    let runs = blocks.chunk_by(|a, b| is_link(a) == is_link(b));
    let kept = runs.filter(|run| !(is_link(&run[0]) && run.len() >= MIN_LINKS)).flatten();
    // A paragraph that is a link points elsewhere. A page of links only is kept.
    let points = |block: &Block| has_prose && block.kind != Kind::Item && is_linked(block);
    let is_half_linked = |block: &Block| block.linked * 2 >= block.text.len() && is_pointer(&block.text);
    let kept = kept.filter(|block| !points(block) && !is_half_linked(block) && !is_prompt(&block.text));
    without_repeats(kept.cloned().collect())
}

/// The blocks without those that repeat a part of a near one, as a quotation in large letters does.
fn without_repeats(blocks: Vec<Block>) -> Vec<Block> {
    let repeats = |n: usize, block: &Block| {
        let text = block.text.trim_matches(|c: char| !c.is_alphanumeric());
        let near = &blocks[n.saturating_sub(NEAR)..blocks.len().min(n + NEAR)];
        let is_longer = |other: &&Block| other.text.len() > block.text.len() + 2;
        block.kind == Kind::Other
            && (MIN_REPEAT..=MAX_REPEAT).contains(&text.len())
            && near.iter().filter(is_longer).any(|other| other.text.contains(text))
    };
    blocks
        .iter()
        .enumerate()
        .filter(|(n, block)| !repeats(*n, block))
        .map(|(_, block)| block.clone())
        .collect()
}

/// Whether the first block is a section name, up to three words above the first paragraph: « Cloud », « Vie politique ».
fn begins_with_section(blocks: &[Block]) -> bool {
    let [first, next, ..] = blocks else { return false };
    let short = first.text.split_whitespace().count() <= 3 && first.text.len() <= 40;
    let above_prose = next.kind == Kind::Other && next.text.chars().count() >= MAX_PROMPT;
    short && first.kind == Kind::Other && above_prose && !first.text.ends_with(['.', '!', '?', ':', '»'])
}

fn is_link(block: &Block) -> bool {
    block.kind == Kind::Item && is_linked(block)
}

fn is_linked(block: &Block) -> bool {
    block.unlinked() * 10 <= block.text.len()
}

/// Whether a text points to another article: « À lire aussi : … ».
pub(super) fn is_pointer(text: &str) -> bool {
    let bare = bare(text);
    PROMPTS
        .pointers
        .iter()
        .any(|start| bare.strip_prefix(start).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}

fn is_prompt(text: &str) -> bool {
    if text.chars().count() >= MAX_PROMPT {
        return false;
    }
    let bare = bare(text);
    PROMPTS.whole.contains(&bare.as_str())
        || PROMPTS.starts.iter().any(|start| bare.starts_with(start))
        || PROMPTS.parts.iter().any(|part| bare.contains(part))
        || is_pointer(text)
}

/// The start of a text in lower case, with straight apostrophes and without signs around it.
fn bare(text: &str) -> String {
    let start: String = text.trim().chars().take(MAX_PROMPT).collect();
    let plain = start.to_lowercase().replace('’', "'").replace('\u{a0}', " ");
    plain.trim_matches(|c: char| !c.is_alphanumeric() && c != '©').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: bool) {
        assert_eq!(is_prompt(text), expected, "{text}");
    }

    #[test]
    fn prompts_and_sentences() {
        check("Lire aussi : Les puces de la discorde", true);
        check("→ À lire aussi", true);
        check("© Reuters", true);
        check("Il vous reste 80 % de cet article à lire.", true);
        check("PARTAGER", true);
        check("Partager la valeur", false);
        check("La publicité en ligne recule.", false);
        check(&format!("Voir aussi {}", "mot ".repeat(40)), false);
    }

    #[test]
    fn lists_of_links_go_and_lists_of_words_stay() {
        let item = |linked| Block { text: "un lien".to_owned(), kind: Kind::Item, linked, set_off: false };
        assert_eq!(removed(vec![item(7), item(7), item(7), item(0)]).len(), 1);
        assert_eq!(removed(vec![item(7), item(0), item(7)]).len(), 3);
    }

    #[test]
    fn the_rubric_goes() {
        let block = |text: &str, kind| Block { text: text.to_owned(), kind, linked: 0, set_off: true };
        let story = || block(&"Une question, une réponse sous serment. ".repeat(4), Kind::Other);
        assert_eq!(removed(vec![block("Cloud", Kind::Other), story()]), [story()]);
        assert_eq!(removed(vec![block("Cloud", Kind::Heading), story()]).len(), 2);
        assert_eq!(removed(vec![block("Cloud", Kind::Other)]).len(), 1);
    }

    #[test]
    fn the_list_is_sorted_without_doubles() {
        let lines: Vec<&str> =
            include_str!("boilerplate.txt").lines().filter(|l| !l.starts_with('#')).collect();
        assert!(lines.is_sorted_by(|a, b| a < b), "{lines:?}");
    }
}
