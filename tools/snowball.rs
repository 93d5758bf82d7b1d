//! One word a line in, `word<TAB>stem` out: Snowball's French stems by the crate that the program uses.
//!
//! For `tools/lemmas.py`, which must know what the program would make of a word without its table.

use std::io::{self, Read, Write};

fn main() -> io::Result<()> {
    let stemmer = rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::French);
    let mut words = String::new();
    io::stdin().read_to_string(&mut words)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for word in words.lines() {
        writeln!(out, "{word}\t{}", stemmer.stem(word))?;
    }
    out.flush()
}
