//! The text of one file goes in; its entries come out, or the first thing that is wrong with them.
//!
//! Checks what one file can tell: ids, names and weights. Neighbours may stand in another file, and what is a
//! word only the analysis knows; both are for the table.

use rustc_hash::FxHashSet;

use super::entry::{Entry, Name, Role};
use super::error::{Problem, ThesaurusError};
use super::plain;
use super::written::{Weights, Written, as_toml};

/// The entries of the file called `path`, in order.
pub(super) fn read(path: &str, text: &str) -> Result<Vec<Entry>, ThesaurusError> {
    let all = match plain::read(text) {
        Some(all) => all.iter().map(plain::Plain::written).collect(),
        None => as_toml(text).map_err(|error| not_understood(path, text, &error))?,
    };
    let mut entries = Vec::with_capacity(all.len());
    for written in all {
        let id = written.id.clone();
        entries.push(entry(written).map_err(|problem| fault(path, text, &id, problem))?);
    }
    let mut ids = FxHashSet::default();
    match entries.iter().find(|entry| !ids.insert(entry.id.as_str())) {
        Some(twice) => Err(fault(path, text, &twice.id, Problem::SameId)),
        None => Ok(entries),
    }
}

/// A problem with the entry `id` of a file.
pub(super) fn fault(path: &str, text: &str, id: &str, problem: Problem) -> ThesaurusError {
    let is_its_id = |line: &str| id_on(line).is_some_and(|found| found == id);
    let lines: Vec<usize> = (1..).zip(text.lines()).filter(|(_, l)| is_its_id(l)).map(|(n, _)| n).collect();
    let line = if problem == Problem::SameId { lines.last() } else { lines.first() };
    ThesaurusError { file: path.to_owned(), line: line.copied(), entry: Some(id.to_owned()), problem }
}

fn not_understood(path: &str, text: &str, error: &toml::de::Error) -> ThesaurusError {
    let before = error.span().and_then(|span| text.get(..span.start));
    ThesaurusError {
        file: path.to_owned(),
        line: before.map(|before| before.matches('\n').count() + 1),
        // The entry at hand: the last that has begun, if its id has been read.
        entry: before.and_then(|before| {
            let at_hand = before.rsplit("[[entry]]").next()?;
            at_hand.lines().find_map(id_on).map(str::to_owned)
        }),
        problem: Problem::NotUnderstood(error.message().trim_end().to_owned()),
    }
}

/// The id that a line gives.
fn id_on(line: &str) -> Option<&str> {
    let value = line.trim().strip_prefix("id")?.trim_start().strip_prefix('=')?;
    value.split(['"', '\'']).nth(1)
}

/// One entry, checked.
pub(super) fn entry(written: Written) -> Result<Entry, Problem> {
    let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if written.id.is_empty() || !written.id.chars().all(is_id) {
        return Err(Problem::BadId);
    }
    let Written { id, kind, broader, narrower, related, note, .. } = written;
    let names = names(written.names, [written.weaker, written.typed, written.searched], written.case)?;
    Ok(Entry { id, kind, names, broader, narrower, related, note })
}

fn names(
    full: Vec<String>,
    [weaker, typed, searched]: [Weights; 3],
    case: Vec<String>,
) -> Result<Vec<Name>, Problem> {
    if full.is_empty() {
        return Err(Problem::NoName);
    }
    let name = |role| move |(text, weight)| Name { text, weight, role, keeps_case: false };
    let mut names: Vec<Name> = full.into_iter().map(|text| name(Role::Both)((text, 1.0))).collect();
    if let Some((text, weight)) = weaker.iter().find(|(_, weight)| *weight >= 1.0) {
        return Err(Problem::BadWeight(text.clone(), *weight));
    }
    names.extend(weaker.into_iter().map(name(Role::Both)));
    names.extend(typed.into_iter().map(name(Role::Typed)));
    names.extend(searched.into_iter().map(name(Role::Searched)));
    check_names(&names)?;
    for text in case {
        let Some(name) = names.iter_mut().find(|name| name.text == text) else {
            return Err(Problem::CaseOfNothing(text));
        };
        name.keeps_case = true;
    }
    Ok(names)
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
