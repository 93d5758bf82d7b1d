//! A draft to its quotations: what stands between « », “ ” or straight quotes, within one paragraph.

/// A quotation of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// What stands between the quotes, without the spaces at either end.
    pub text: String,
    /// The line in which it begins, from 1.
    pub line: usize,
}

/// A quotation of fewer words is a name or an expression, not a statement.
const LEAST_WORDS: usize = 2;

/// The quotations of a draft, in order. One within another belongs to the outer one. A quote that nothing closes before a
/// blank line quotes nothing.
pub fn quotations(draft: &str) -> Vec<Quoted> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((start, open)) = next_opening(draft, at) {
        let inside = start + open.len_utf8();
        let Some(length) = closing(&draft[inside..], open) else {
            at = inside;
            continue;
        };
        let text = draft[inside..inside + length].trim();
        if text.split_whitespace().count() >= LEAST_WORDS {
            let line = draft[..start].matches('\n').count() + 1;
            found.push(Quoted { text: text.to_owned(), line });
        }
        let end = inside + length;
        at = end + draft[end..].chars().next().map_or(0, char::len_utf8);
    }
    found
}

fn next_opening(draft: &str, from: usize) -> Option<(usize, char)> {
    let mut signs = draft[from..].char_indices().filter(|(_, c)| matches!(c, '«' | '“' | '"'));
    signs.next().map(|(at, c)| (from + at, c))
}

/// Where the quotation ends that `open` begins.
fn closing(rest: &str, open: char) -> Option<usize> {
    let close = match open {
        '«' => '»',
        '“' => '”',
        other => other,
    };
    let mut depth = 1;
    let mut is_blank = false;
    for (at, c) in rest.char_indices() {
        match c {
            c if c == close => depth -= 1,
            c if c == open => depth += 1,
            '\n' if is_blank => return None,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
        is_blank = c == '\n' || (is_blank && c.is_whitespace());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(draft: &str, expected: &[(&str, usize)]) {
        let got = quotations(draft);
        let got: Vec<(&str, usize)> = got.iter().map(|quoted| (quoted.text.as_str(), quoted.line)).collect();
        assert_eq!(got, expected, "{draft}");
    }

    #[test]
    fn quotations_of_a_draft() {
        check("Il dit : « La part de marché. »", &[("La part de marché.", 1)]);
        check("a\n“one two” et \"trois quatre\"", &[("one two", 2), ("trois quatre", 2)]);
        check("« a « b » c » puis « d e »", &[("a « b » c", 1), ("d e", 1)]);
        check("« jamais fermé\n\n« fermé ici »", &[("fermé ici", 3)]);
        check("« sur deux\nlignes »", &[("sur deux\nlignes", 1)]);
        check("le « H20 » et rien", &[]);
    }
}
