//! An entry of BibTeX. A title stands in two pairs of braces: no style changes its capitals.

use super::Reference;

/// The entry.
pub(super) fn entry(reference: &Reference<'_>) -> String {
    let day = reference.metadata.date;
    let url = reference.url().map(|url| verbatim(&url));
    let fields = [
        ("title", reference.title().map(|title| format!("{{{}}}", escaped(&title)))),
        ("author", authors(&reference.authors())),
        ("journal", reference.source().map(|source| escaped(&source))),
        ("date", day.map(|day| day.to_string())),
        ("year", day.map(|day| day.year().to_string())),
        ("url", url),
        ("langid", reference.language().map(|code| language(&code))),
    ];
    let kind = if reference.source().is_some() { "article" } else { "misc" };
    let fields = fields.into_iter().filter_map(|(name, value)| Some(format!("  {name} = {{{}}},\n", value?)));
    format!("@{kind}{{{},\n{}}}\n", reference.key, fields.collect::<String>())
}

/// The names with `and` between them; a name that has the word itself, in braces.
fn authors(names: &[String]) -> Option<String> {
    let name = |name: &String| {
        let is_split = name.split(' ').any(|word| word.eq_ignore_ascii_case("and"));
        if is_split { format!("{{{}}}", escaped(name)) } else { escaped(name) }
    };
    (!names.is_empty()).then(|| names.iter().map(name).collect::<Vec<_>>().join(" and "))
}

/// The text with every sign escaped that TeX would take for its own.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '{' => out.push_str("\\{"),
            '}' => out.push_str("\\}"),
            '%' | '#' | '$' | '&' | '_' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// An address, which TeX takes as it is; braces and backslashes would end it.
fn verbatim(url: &str) -> String {
    url.replace('\\', "%5C").replace('{', "%7B").replace('}', "%7D").replace(' ', "%20")
}

/// The name that BibLaTeX has for a language.
fn language(code: &str) -> String {
    match code {
        "fr" => "french".to_owned(),
        "en" => "english".to_owned(),
        "de" => "german".to_owned(),
        "es" => "spanish".to_owned(),
        "it" => "italian".to_owned(),
        other => escaped(other),
    }
}
