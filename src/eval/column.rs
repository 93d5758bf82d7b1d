//! A column of a TREC file to the name that it stands for.
//!
//! White space separates columns, so `vigie export` percent-encodes names. A column that is not the encoding of a name
//! is a name itself; nothing is refused.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// The name that a column stands for: `%20` is a space, `%` alone is the empty name.
pub(super) fn decode(column: &str) -> Cow<'_, str> {
    match column {
        "%" => Cow::Borrowed(""),
        _ => percent_decode_str(column).decode_utf8().unwrap_or(Cow::Borrowed(column)),
    }
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
