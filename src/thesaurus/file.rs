//! The text of one TOML file goes in; its entries come out, or the first fault in them.
//!
//! The build script checks the files of the program with this same code. It checks ids, names, weights and
//! neighbours. Whether a name consists of words only the analysis can tell, so `table` checks that.

use std::collections::HashSet;

use super::entry::{Entry, Language, Name, Role};
use super::error::{Problem, ThesaurusError};
use super::raw::{RawEntry, Weights, from_toml};

/// The entries of the file called `path`, in order.
pub(super) fn read(path: &str, text: &str) -> Result<Vec<Entry>, ThesaurusError> {
    let mut entries = Vec::new();
    for raw in from_toml(text).map_err(|error| not_understood(path, text, &error))? {
        let id = raw.id.clone();
        entries.push(checked(raw).map_err(|problem| fault(path, text, &id, problem))?);
    }
    let mut ids = HashSet::new();
    match entries.iter().find(|entry| !ids.insert(entry.id.as_str())) {
        Some(twice) => Err(fault(path, text, &twice.id, Problem::SameId)),
        None => Ok(entries),
    }
}

/// Checks that every neighbour of `entries` is among the ids that are `known`.
pub(super) fn check_neighbours(entries: &[Entry], known: &HashSet<&str>) -> Result<(), (String, Problem)> {
    for entry in entries {
        if let Some(id) = entry.neighbours().find(|id| !known.contains(id.as_str())) {
            return Err((entry.id.clone(), Problem::NoSuchEntry(id.clone())));
        }
    }
    Ok(())
}

/// The error for a problem with the entry `id`, with the line where the entry gives its id.
pub(super) fn fault(path: &str, text: &str, id: &str, problem: Problem) -> ThesaurusError {
    let mut lines =
        (1..).zip(text.lines()).filter(|(_, line)| id_on(line) == Some(id)).map(|(number, _)| number);
    let line = if problem == Problem::SameId { lines.last() } else { lines.next() };
    ThesaurusError { file: path.to_owned(), line, entry: Some(id.to_owned()), problem }
}

fn not_understood(path: &str, text: &str, error: &toml::de::Error) -> ThesaurusError {
    let before = error.span().and_then(|span| text.get(..span.start));
    ThesaurusError {
        file: path.to_owned(),
        line: before.map(|before| before.matches('\n').count() + 1),
        // The last entry that has begun before the fault, where its id stands before the fault too.
        entry: before.and_then(|before| {
            let at_hand = before.rsplit("[[entry]]").next()?;
            at_hand.lines().find_map(id_on).map(str::to_owned)
        }),
        problem: Problem::NotUnderstood(error.message().trim_end().to_owned()),
    }
}

/// The id in a line `id = "…"`.
fn id_on(line: &str) -> Option<&str> {
    let value = line.trim().strip_prefix("id")?.trim_start().strip_prefix('=')?;
    value.split(['"', '\'']).nth(1)
}

/// The entry, if nothing is wrong with it.
fn checked(raw: RawEntry) -> Result<Entry, Problem> {
    let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if raw.id.is_empty() || !raw.id.chars().all(is_id) {
        return Err(Problem::BadId);
    }
    let mut names = names(raw.names, raw.weaker, raw.typed, raw.searched)?;
    mark("case", &mut names, raw.case, |name| name.keeps_case = true)?;
    mark("english", &mut names, raw.english, |name| name.language = Language::English)?;
    let RawEntry { id, kind, broader, narrower, related, except, note, .. } = raw;
    Ok(Entry { id, kind, names, broader, narrower, related, except, note })
}

/// All names in the order of [`Entry::names`]: the full ones, then each list of weights.
fn names(
    full: Vec<String>,
    weaker: Weights,
    typed: Weights,
    searched: Weights,
) -> Result<Vec<Name>, Problem> {
    if full.is_empty() {
        return Err(Problem::NoName);
    }
    if let Some((text, weight)) = weaker.iter().find(|(_, weight)| **weight >= 1.0) {
        return Err(Problem::BadWeight(text.clone(), *weight));
    }
    let name = |role| {
        move |(text, weight)| {
            // What only a query says is a way to ask in another language.
            let language = if role == Role::Typed { Language::English } else { Language::French };
            Name { text, weight, role, keeps_case: false, language }
        }
    };
    let full = full.into_iter().map(|text| (text, 1.0));
    let mut names: Vec<Name> = full.chain(weaker).map(name(Role::Both)).collect();
    names.extend(typed.into_iter().map(name(Role::Typed)));
    names.extend(searched.into_iter().map(name(Role::Searched)));
    check_names(&names)?;
    Ok(names)
}

/// Marks the names that the list called `field` repeats.
fn mark(
    field: &'static str,
    names: &mut [Name],
    repeated: Vec<String>,
    set: impl Fn(&mut Name),
) -> Result<(), Problem> {
    for text in repeated {
        match names.iter_mut().find(|name| name.text == text) {
            Some(name) => set(name),
            None => return Err(Problem::MarkOfNothing(field, text)),
        }
    }
    Ok(())
}

fn check_names(names: &[Name]) -> Result<(), Problem> {
    for (i, name) in names.iter().enumerate() {
        if !(name.weight > 0.0 && name.weight <= 1.0) {
            return Err(Problem::BadWeight(name.text.clone(), name.weight));
        }
        if names[..i].iter().any(|other| other.text == name.text) {
            return Err(Problem::SameName(name.text.clone()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The names of the entries as `text weight role`, or the message.
    fn check(input: &str, expected: &str) {
        let shown = match read("own.toml", input) {
            Ok(entries) => {
                entries.iter().flat_map(|entry| &entry.names).map(show).collect::<Vec<_>>().join(", ")
            }
            Err(error) => error.to_string().lines().next().unwrap_or("").to_owned(),
        };
        assert_eq!(shown, expected, "{input}");
    }

    fn show(name: &Name) -> String {
        let case = if name.keeps_case { " case" } else { "" };
        format!("{} {} {:?}{case}", name.text, name.weight, name.role)
    }

    fn one(rest: &str) -> String {
        format!("[[entry]]\nid = \"a\"\nkind = \"term\"\n{rest}\n")
    }

    #[test]
    fn names_by_list() {
        let lists = "names = [\"A\"]\nweaker = { B = 0.5 }\ntyped = { C = 1 }\nsearched = { D = 0.2 }\ncase = [\"A\"]";
        check(&one(lists), "A 1 Both case, B 0.5 Both, C 1 Typed, D 0.2 Searched");
        check("", "");
        check("# only a comment", "");
    }

    #[test]
    fn faults_say_where() {
        check(
            "[[entry]]\nid = \"É t\"\nkind = \"term\"\nnames = [\"x\"]",
            "`own.toml`, line 2, entry `É t`: this is not an id",
        );
        check(
            &(one("names = [\"x\"]") + &one("names = [\"y\"]")),
            "`own.toml`, line 6, entry `a`: another entry of the file has the same id",
        );
        check(&one("names = []"), "`own.toml`, line 2, entry `a`: the entry has no names");
        check(
            &one("names = [\"x\"]\nweaker = { x = 0.5 }"),
            "`own.toml`, line 2, entry `a`: the name \"x\" stands in the entry twice",
        );
        check(
            &one("names = [\"x\"]\nweaker = { y = 1.0 }"),
            "`own.toml`, line 2, entry `a`: 1 cannot be the weight of \"y\"",
        );
        check(
            &one("names = [\"x\"]\ntyped = { y = nan }"),
            "`own.toml`, line 2, entry `a`: NaN cannot be the weight of \"y\"",
        );
        check(
            &one("names = [\"x\"]\ncase = [\"y\"]"),
            "`own.toml`, line 2, entry `a`: `case` lists \"y\", which is none of its names",
        );
    }

    #[test]
    fn what_is_not_understood_says_where() {
        let error = |rest: &str| read("own.toml", &one(rest)).unwrap_err();
        assert_eq!(
            (error("nmes = [\"x\"]").line, error("nmes = [\"x\"]").entry.as_deref()),
            (Some(4), Some("a"))
        );
        assert_eq!(error("names = [\"x\"").entry.as_deref(), Some("a"));
    }

    proptest! {
        #[test]
        fn no_file_panics(text in "\\PC{0,60}|(\\[\\[entry\\]\\]\n|id = |kind = |names = |weaker = |\"[a-zé]*\"|\\{|\\}|\\[|\\]|=|\n|0\\.5|term|nan|-1){0,40}") {
            let _ = read("own.toml", &text);
        }
    }
}
