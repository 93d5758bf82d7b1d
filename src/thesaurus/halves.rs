//! Names that are written in one word with a capital inside, and as two words just as well: `TikTok`, `Tik Tok`.

/// The least number of letters of each half: « iPhone » has none.
const LEAST: usize = 2;

/// The name with its two halves apart. `None` for any other name.
pub fn halves(name: &str) -> Option<String> {
    let is_word = name.bytes().all(|b| b.is_ascii_alphabetic());
    let bytes = name.as_bytes();
    let is_seam = |at: &usize| bytes[at - 1].is_ascii_lowercase() && bytes[*at].is_ascii_uppercase();
    let mut seams = (1..bytes.len()).filter(is_seam);
    let (Some(seam), None, true) = (seams.next(), seams.next(), is_word) else { return None };
    let (left, right) = name.split_at(seam);
    (left.len() >= LEAST && right.len() >= LEAST).then(|| format!("{left} {right}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: Option<&str>) {
        assert_eq!(halves(name).as_deref(), expected, "{name}");
    }

    #[test]
    fn a_capital_inside_parts_a_name() {
        check("TikTok", Some("Tik Tok"));
        check("OpenAI", Some("Open AI"));
        check("ChatGPT", Some("Chat GPT"));
        check("iPhone", None);
        check("NVIDIA", None);
        check("Meta", None);
        check("Jean Zay", None);
    }
}
