//! Texts and numbers as JSON, as `serde_json` writes them: most of an export is text, and most of a text is copied as it
//! is, many bytes at once.

/// How many bytes are tested in one go, without a branch, so that the compiler can do it side by side.
const BLOCK: usize = 32;

/// Appends `text` in quotes.
pub(super) fn string(text: &str, out: &mut String) {
    out.push('"');
    let mut done = 0;
    while let Some(at) = next_special(text.as_bytes(), done) {
        out.push_str(&text[done..at]);
        escape(text.as_bytes()[at], out);
        done = at + 1;
    }
    out.push_str(&text[done..]);
    out.push('"');
}

/// Appends `text` in quotes, or that there is none.
pub(super) fn optional(text: Option<&str>, out: &mut String) {
    match text {
        Some(text) => string(text, out),
        None => out.push_str("null"),
    }
}

/// Appends a number.
pub(super) fn number(mut number: u64, out: &mut String) {
    let mut digits = [b'0'; 20];
    let mut first = digits.len();
    while first == digits.len() || number > 0 {
        first -= 1;
        digits[first] = b'0' + (number % 10) as u8;
        number /= 10;
    }
    out.extend(digits[first..].iter().copied().map(char::from));
}

/// Appends what `put` makes of each of `items`, as a list.
pub(super) fn list<T>(items: &[T], out: &mut String, mut put: impl FnMut(&T, &mut String)) {
    out.push('[');
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        put(item, out);
    }
    out.push(']');
}

/// The first byte at or behind `at` that does not stand for itself.
fn next_special(bytes: &[u8], mut at: usize) -> Option<usize> {
    let is_special = |byte: u8| (byte < 0x20) | (byte == b'"') | (byte == b'\\');
    while let Some(block) = bytes[at..].first_chunk::<BLOCK>() {
        if block.iter().fold(false, |any, &byte| any | is_special(byte)) {
            break;
        }
        at += BLOCK;
    }
    bytes[at..].iter().position(|&byte| is_special(byte)).map(|ahead| at + ahead)
}

fn escape(byte: u8, out: &mut String) {
    let short = match byte {
        b'"' => "\\\"",
        b'\\' => "\\\\",
        b'\n' => "\\n",
        b'\r' => "\\r",
        b'\t' => "\\t",
        0x08 => "\\b",
        0x0c => "\\f",
        _ => return out.push_str(&format!("\\u{byte:04x}")),
    };
    out.push_str(short);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check<T: serde::Serialize>(value: &T, put: impl FnOnce(&mut String)) {
        let mut out = String::new();
        put(&mut out);
        assert_eq!(out, serde_json::to_string(value).unwrap());
    }

    proptest! {
        #[test]
        fn strings_are_those_of_serde_json(text in "(?s)(.|[\"\\\\\0-\x20]|[a-zé ]{30}){0,20}") {
            check(&text, |out| string(&text, out));
            check(&Some(&text), |out| optional(Some(&text), out));
            check(&text.split(' ').collect::<Vec<_>>(), |out| list(&text.split(' ').collect::<Vec<_>>(), out, |text, out| string(text, out)));
        }

        #[test]
        fn numbers_are_those_of_serde_json(value in any::<u64>(), digits in 0u32..64) {
            check(&(value >> digits), |out| number(value >> digits, out));
        }
    }

    #[test]
    fn nothing() {
        check(&0, |out| number(0, out));
        check(&None::<&str>, |out| optional(None, out));
    }
}
