//! Passages: an article's text in, runs of whole sentences out. The passage is the unit that is ranked.
//!
//! Passages are byte ranges that follow one another without gap or overlap: their slices put together are the text. The
//! room changes no character, and knows neither formats nor engines.

mod grouping;
mod line;
mod sentence;
mod word_count;

use std::ops::Range;

pub use grouping::{MAX_WORDS, TARGET_WORDS};
pub use word_count::count_words;

/// One passage of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The byte range in the text. It includes the white space around the sentences.
    pub range: Range<usize>,
    /// The byte range of the heading that opens the passage, if one does. It lies within `range`.
    pub heading: Option<Range<usize>>,
}

/// Cuts `text` into passages. An empty text gives none, a text without words gives one.
///
/// ```
/// use vigie::passage;
///
/// let text = "Les puces. ".repeat(60);
/// let passages = passage::cut(&text);
/// assert_eq!(passages.len(), 2);
/// assert_eq!(passages[0].range.end, passages[1].range.start);
/// ```
pub fn cut(text: &str) -> Vec<Passage> {
    let sentences: Vec<sentence::Sentence> =
        line::lines(text).flat_map(|line| sentence::split(text, &line)).collect();
    grouping::group(text, &sentences)
}

/// The byte ranges of the sentences and headings of `text`, without the white space around them.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    line::lines(text).flat_map(|line| sentence::split(text, &line)).map(|s| s.range).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let got: Vec<&str> = cut(text).iter().map(|p| text[p.range.clone()].trim()).collect();
        assert_eq!(got, expected, "{text}");
    }

    fn words(n: usize) -> String {
        format!("Un {}. ", vec!["mot"; n - 1].join(" "))
    }

    proptest! {
        #[test]
        fn slices_put_together_are_the_text(text in "(\\PC|[.\n« »A-Zéà ]){0,400}") {
            let passages = cut(&text);
            let rebuilt: String = passages.iter().map(|p| &text[p.range.clone()]).collect();
            prop_assert_eq!(rebuilt, text.clone());
            prop_assert!(passages.windows(2).all(|w| w[0].range.end == w[1].range.start));
            for passage in &passages {
                if let Some(heading) = &passage.heading {
                    prop_assert!(passage.range.start <= heading.start && heading.end <= passage.range.end);
                }
            }
        }
    }

    #[test]
    fn short_text_is_one_passage() {
        check("", &[]);
        check("Un mot.", &["Un mot."]);
        check("\n\n  \n", &[""]);
    }

    #[test]
    fn a_long_paragraph_is_cut_between_sentences() {
        let text = format!("{}{}{}{}", words(40), words(40), words(40), words(40));
        let sizes: Vec<usize> =
            cut(&text).iter().map(|p| text[p.range.clone()].split_whitespace().count()).collect();
        assert_eq!(sizes, [80, 80]);
    }

    #[test]
    fn a_sentence_without_end_is_cut_between_words() {
        let text = vec!["mot"; 1000].join(" ");
        let passages = cut(&text);
        assert!(passages.iter().all(|p| text[p.range.clone()].split_whitespace().count() <= MAX_WORDS));
    }

    #[test]
    fn a_heading_opens_the_passage_below_it() {
        let text = format!("{}\n\nLes restrictions\n\n{}", words(70), words(70));
        let passages = cut(&text);
        assert_eq!(passages.len(), 2);
        assert_eq!(passages[1].heading.clone().map(|h| &text[h]), Some("Les restrictions"));
        assert!(text[passages[1].range.clone()].starts_with("Les restrictions"));
    }
}
