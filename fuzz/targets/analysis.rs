//! Passages partition a text, sentences and words lie in it.

#![no_main]

use std::cell::RefCell;
use std::sync::LazyLock;

use vigie::analysis::{Analyzer, Chain};

static CHAIN: LazyLock<Chain> = LazyLock::new(Chain::french);

thread_local! {
    static ANALYZER: RefCell<Analyzer<'static>> = RefCell::new(CHAIN.analyzer());
}

libfuzzer_sys::fuzz_target!(|text: &str| {
    let mut end = 0;
    for passage in vigie::passage::cut(text) {
        assert!(passage.range.start >= end && text.is_char_boundary(passage.range.end), "{passage:?}");
        assert!(text[end..passage.range.start].trim().is_empty(), "text before {passage:?} is in no passage");
        end = passage.range.end;
        ANALYZER.with_borrow_mut(|analyzer| {
            let part = &text[passage.range.clone()];
            for token in analyzer.analyze(part).iter() {
                let range = token.start as usize..token.end as usize;
                assert!(part.get(range.clone()).is_some(), "{range:?}");
            }
        });
    }
});
