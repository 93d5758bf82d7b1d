//! Notices of press databases, which are no part of an article.

/// The words with which a notice begins, in small letters.
const NOTICES: &[&str] = &[
    "ce certificat est émis",
    "le présent document est protégé",
    "cet article est paru dans",
    "tous droits réservés",
    "all rights reserved",
    "© ",
    "(c) ",
    "copyright ",
    "news·",
    "note(s) :",
    "©",
];
/// A longer paragraph is no notice, in bytes.
const MAX_NOTICE: usize = 400;

/// Whether a paragraph is a notice.
pub(super) fn is_notice(paragraph: &str) -> bool {
    let start = paragraph.trim().chars().take(40).collect::<String>().to_lowercase();
    paragraph.len() <= MAX_NOTICE && NOTICES.iter().any(|notice| start.starts_with(notice))
}

/// The text without notices at its end.
pub(super) fn without(text: &str) -> String {
    let mut paragraphs: Vec<&str> = text.trim().split("\n\n").collect();
    while paragraphs.last().is_some_and(|last| is_notice(last) || last.trim().is_empty()) {
        paragraphs.pop();
    }
    paragraphs.join("\n\n")
}

/// The name of a paper without the number of its issue: « La Gazette, no. 4512 ».
pub(super) fn paper(name: &str) -> &str {
    let marks = [", no.", ", n°", ", no ", " no. ", " n° "];
    marks.iter().filter_map(|mark| name.find(mark)).min().map_or(name, |at| &name[..at]).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(without(text), expected);
    }

    #[test]
    fn only_the_end_is_cut() {
        check("Un.\n\nCe certificat est émis à Université X.\n\n© 2025 Le Courrier", "Un.");
        check("Tous droits réservés, dit-il.\n\nDeux.", "Tous droits réservés, dit-il.\n\nDeux.");
        assert_eq!(paper("La Gazette, no. 4512"), "La Gazette");
        assert_eq!(paper("Le Courrier"), "Le Courrier");
    }
}
