//! The names of the months, as they stand in articles and in queries.

/// The names and abbreviations of the months, French and English, without accents.
const MONTHS: [&[&str]; 12] = [
    &["janvier", "janv", "jan", "january"],
    &["fevrier", "fevr", "fev", "february", "feb"],
    &["mars", "mar", "march"],
    &["avril", "avr", "april", "apr"],
    &["mai", "may"],
    &["juin", "june", "jun"],
    &["juillet", "juil", "juill", "july", "jul"],
    &["aout", "aou", "august", "aug"],
    &["septembre", "sept", "sep", "september"],
    &["octobre", "oct", "october"],
    &["novembre", "nov", "november"],
    &["decembre", "dec", "december"],
];

/// The number of the month, from 1, that a word names. Case and accents do not matter.
pub fn month_named(word: &str) -> Option<i8> {
    if word.len() >= 16 {
        return None;
    }
    let word = unaccented(word);
    let month = MONTHS.iter().position(|names| names.contains(&word.as_str()))?;
    i8::try_from(month + 1).ok()
}

/// A word in small letters, without the accents that names of months and of spans of time have.
pub(super) fn unaccented(word: &str) -> String {
    let plain = |c: char| match c {
        'é' | 'è' => 'e',
        'û' | 'ù' => 'u',
        other => other,
    };
    // Decomposed accents stand after their letter.
    word.to_lowercase().chars().filter(|c| !('\u{300}'..'\u{370}').contains(c)).map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, expected: Option<i8>) {
        assert_eq!(month_named(word), expected, "{word}");
    }

    #[test]
    fn months() {
        check("octobre", Some(10));
        check("AOÛT", Some(8));
        check("fe\u{301}vrier", Some(2));
        check("October", Some(10));
        check("", None);
        check("marsien", None);
    }
}
