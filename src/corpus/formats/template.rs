//! A template of a reader: copy it, rename the type, and add the type to `READERS` in `formats/mod.rs`.
//!
//! The example format is plain text in capitals. The template is compiled for tests only.

use std::io::BufRead;

use super::reader::{About, Reader, Refused, decoding_warnings, text_bytes};
use crate::corpus::{extracted::Extracted, sink::Sink};
use crate::text::decode::decode;

/// Files of the format. A reader has no state.
struct Template;

impl Reader for Template {
    fn about(&self) -> About {
        About { name: "Template", en: "an example", fr: "un exemple" }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["template"]
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        // 1. Read the bytes within the limit. `?` refuses the whole file with a reason that names what to do.
        let bytes = text_bytes(input, output.limits.max_document_bytes)?;
        // 2. Decode them. Repairs become warnings.
        let decoded = decode(&bytes, None);
        let mut found = Extracted {
            encoding: decoded.encoding,
            warnings: decoding_warnings(&decoded),
            ..Extracted::default()
        };
        // 3. Fill in what the format says. The sink completes date, source and language from path and text.
        found.text = decoded.text.to_lowercase();
        // 4. Send the text. Send several, with `ordinal` from 1, if a file has several texts.
        output.document(found);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::limits::Limits;
    use crate::corpus::sink::Item;
    use crate::corpus::tests::shown;

    fn check(input: &str, expected: &str) {
        let mut items = Vec::new();
        let limits = Limits::default();
        let mut send = |item| items.push(item);
        let read = Template.read(&mut input.as_bytes(), &mut Sink::new("a.template", &limits, &mut send));
        assert!(read.is_ok() && Template.extensions() == ["template"]);
        let shown = items.iter().map(|item| match item {
            Item::Document(document) => document.text.clone(),
            Item::Problem(problem) => shown(problem),
            Item::Chunk(chunk) => format!("{chunk:?}"),
        });
        assert_eq!(shown.collect::<Vec<_>>().join("|"), expected);
    }

    #[test]
    fn texts() {
        check("LES PUCES", "les puces");
        check(" ", "a.template: parse: no_text");
    }
}
