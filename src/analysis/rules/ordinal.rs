//! Ordinals in Roman numerals: « XXIe » gives `21e`, as « 21e » and « 21ème » do.

/// The endings of an ordinal, longest first.
const ENDINGS: [&str; 6] = ["ème", "eme", "ère", "er", "re", "e"];

/// The form of an ordinal in Roman numerals up to 39, in capitals: `21e` for « XXIe », `1er` for « Ier ». `None` for
/// any other word. Greater numerals are left alone: « Ce », « Le » and « Me » are words.
pub(in crate::analysis) fn roman(word: &str) -> Option<String> {
    if !word.starts_with(['I', 'V', 'X']) || word.len() > "XXXVIIIème".len() {
        return None;
    }
    let ending = ENDINGS.into_iter().find(|ending| word.ends_with(ending))?;
    let number = value(&word[..word.len() - ending.len()])?;
    match (number, ending) {
        (1, "er" | "ère" | "re") => Some("1er".to_owned()),
        (1, _) | (_, "er" | "ère" | "re") => None,
        _ => Some(format!("{number}e")),
    }
}

/// The ordinal of a bare numeral of three letters or more, as a query may have it: `21e` for « XXI siècle ».
pub(in crate::analysis) fn bare(word: &str) -> Option<String> {
    let number = value(word).filter(|_| word.len() >= 3)?;
    Some(format!("{number}e"))
}

/// The value of a numeral of `I`, `V` and `X` in its one correct spelling.
fn value(numeral: &str) -> Option<u32> {
    let ones = numeral.trim_start_matches('X');
    let tens = numeral.len() - ones.len();
    let ones =
        ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"].iter().position(|one| *one == ones);
    // `IX` begins with `I`, so no `X` of it is trimmed.
    let number = tens as u32 * 10 + ones? as u32;
    (number > 0 && tens <= 3).then_some(number)
}

#[cfg(test)]
mod tests {
    use crate::analysis::tests::check_chain;

    #[test]
    fn one_form() {
        check_chain("le XXIe siècle, 21e, 21ème", "le 21e siecle 21e 21e");
        check_chain("Ve République, XIXᵉ, IXe", "5e republique 19e 9e");
        check_chain("François Ier", "francois 1er");
    }

    #[test]
    fn other_words() {
        check_chain("Vie Ile Xi XXI Ie Ive", "vie ile xi xxi ie ive");
        check_chain("IIIIe VVe Ver", "iiiie vve ver");
    }
}
