//! A column of a TREC file to the name that it stands for.
//!
//! Columns stand between white space, so names are percent-encoded as `vigie export` writes them. What is no
//! encoding of a name is the name itself; nothing is refused.

use std::borrow::Cow;

/// The name that a column stands for: `%20` is a space, a single `%` the empty name.
pub(super) fn decode(column: &str) -> Cow<'_, str> {
    if !column.contains('%') {
        return Cow::Borrowed(column);
    }
    if column == "%" {
        return Cow::Borrowed("");
    }
    let mut bytes = Vec::with_capacity(column.len());
    let mut rest = column.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        match (first, after) {
            (b'%', &[high, low, ref after @ ..]) if digit(high).is_some() && digit(low).is_some() => {
                bytes.push(digit(high).unwrap_or(0) << 4 | digit(low).unwrap_or(0));
                rest = after;
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(column), Cow::Owned)
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(column: &str, expected: &str) {
        assert_eq!(decode(column), expected, "{column}");
    }

    #[test]
    fn names_with_spaces() {
        check("carnet/28%20octobre.txt", "carnet/28 octobre.txt");
        check("25%20%25.txt", "25 %.txt");
        check("a%C2%A0b", "a\u{a0}b");
        check("%", "");
    }

    #[test]
    fn what_is_no_encoding_is_a_name() {
        check("a.txt#p3", "a.txt#p3");
        check("100%", "100%");
        check("5%-6%", "5%-6%");
        check("%FF", "%FF");
    }

    proptest! {
        #[test]
        fn no_column_panics(column in "[%0-9A-Fa-fé]{0,12}") {
            decode(&column);
        }

        #[test]
        fn every_encoded_name_comes_back(name in "\\PC{0,12}") {
            let column: String = name.bytes().map(|byte| format!("%{byte:02x}")).collect();
            prop_assert_eq!(decode(&column), name.as_str());
        }
    }
}
