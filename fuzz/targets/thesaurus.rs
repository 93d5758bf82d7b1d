#![no_main]

use std::sync::LazyLock;

use vigie::analysis::Chain;
use vigie::thesaurus::Thesaurus;

static CHAIN: LazyLock<Chain> = LazyLock::new(Chain::french);

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = Thesaurus::built_in().with_file("fuzz.toml", text, &CHAIN);
});
