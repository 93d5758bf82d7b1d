//! The text of a file that is written plainly goes in; its entries as written come out, fast.
//!
//! The files that come with the program are read for every query, and to read them as TOML takes longer
//! than most searches. So what they are made of is read here: one field a line, strings without escapes,
//! lists, tables of weights, whole-line comments. At anything else it gives up, and the file is read as
//! TOML; it never gives another answer than TOML would.

use super::entry::Kind;
use super::written::Written;

/// The entries of `text`, or `None` where it is not written plainly.
pub(super) fn read(text: &str) -> Option<Vec<Plain<'_>>> {
    let mut reader = Reader { rest: text };
    let mut entries = Vec::new();
    reader.skip_lines();
    while !reader.rest.is_empty() {
        reader.take("[[entry]]\n")?;
        entries.push(reader.entry()?);
    }
    Some(entries)
}

/// An entry as it stands in the text.
#[derive(Debug)]
pub(super) struct Plain<'t> {
    id: &'t str,
    kind: Kind,
    note: Option<&'t str>,
    /// In the order of [`LISTS`].
    lists: [Vec<&'t str>; 5],
    /// In the order of [`TABLES`].
    tables: [Weights<'t>; 3],
}

/// Names with their weights, by name.
type Weights<'t> = Vec<(&'t str, f32)>;

/// The fields of one entry as they come.
#[derive(Default)]
struct Fields<'t> {
    id: Option<&'t str>,
    kind: Option<Kind>,
    note: Option<&'t str>,
    lists: [Option<Vec<&'t str>>; 5],
    tables: [Option<Weights<'t>>; 3],
}

const LISTS: [&str; 5] = ["names", "case", "broader", "narrower", "related"];
const TABLES: [&str; 3] = ["weaker", "typed", "searched"];

impl<'t> Plain<'t> {
    /// The names that mean the entry where they are typed, in the order of [`Entry::names`], whose first ones
    /// they are.
    ///
    /// [`Entry::names`]: super::entry::Entry::names
    pub(super) fn typed_names(&self) -> impl Iterator<Item = &'t str> {
        let [names, ..] = &self.lists;
        let [weaker, typed, _] = &self.tables;
        names.iter().copied().chain(weaker.iter().chain(typed).map(|(name, _)| *name))
    }

    /// The entry as any file has it.
    pub(super) fn written(&self) -> Written {
        let [names, case, broader, narrower, related] = self.lists.each_ref().map(|list| owned(list));
        let weights =
            |table: &Weights<'_>| table.iter().map(|(name, weight)| ((*name).to_owned(), *weight)).collect();
        let [weaker, typed, searched] = self.tables.each_ref().map(weights);
        let (id, kind, note) = (self.id.to_owned(), self.kind, self.note.map(str::to_owned));
        Written { id, kind, names, weaker, typed, searched, case, broader, narrower, related, note }
    }
}

fn owned(list: &[&str]) -> Vec<String> {
    list.iter().map(|item| (*item).to_owned()).collect()
}

impl<'t> Fields<'t> {
    fn whole(self) -> Option<Plain<'t>> {
        let [Some(_), ..] = self.lists else { return None };
        Some(Plain {
            id: self.id?,
            kind: self.kind?,
            note: self.note,
            lists: self.lists.map(Option::unwrap_or_default),
            tables: self.tables.map(Option::unwrap_or_default),
        })
    }
}

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn entry(&mut self) -> Option<Plain<'t>> {
        let mut fields = Fields::default();
        self.skip_lines();
        while !self.rest.is_empty() && !self.rest.starts_with('[') {
            self.field(&mut fields)?;
            self.skip_lines();
        }
        while let Some(rest) = self.rest.strip_prefix("[entry.") {
            self.rest = rest;
            let table = place(&TABLES, self.bare()?)?;
            self.take("]\n")?;
            let weights = self.weights_by_line()?;
            put(&mut fields.tables[table], weights)?;
        }
        fields.whole()
    }

    /// `key = value` and the end of the line.
    fn field(&mut self, fields: &mut Fields<'t>) -> Option<()> {
        let key = self.bare()?;
        self.take(" = ")?;
        match key {
            "id" => put(&mut fields.id, self.string()?)?,
            "note" => put(&mut fields.note, self.string()?)?,
            "kind" => {
                let name = self.string()?;
                put(&mut fields.kind, Kind::ALL.into_iter().find(|kind| kind.name() == name)?)?;
            }
            _ => match place(&LISTS, key) {
                Some(list) => put(&mut fields.lists[list], self.list()?)?,
                None => put(&mut fields.tables[place(&TABLES, key)?], self.weights_in_braces()?)?,
            },
        }
        self.end_of_line()
    }

    /// `["a", "b"]`, over several lines if need be.
    fn list(&mut self) -> Option<Vec<&'t str>> {
        let mut items = Vec::new();
        self.take("[")?;
        loop {
            self.skip_blanks();
            if self.take("]").is_some() {
                return Some(items);
            }
            items.push(self.string()?);
            self.skip_blanks();
            if self.take(",").is_none() {
                self.take("]")?;
                return Some(items);
            }
        }
    }

    /// `{ a = 0.5, "b c" = 0.3 }`
    fn weights_in_braces(&mut self) -> Option<Weights<'t>> {
        let mut weights = Weights::new();
        self.take("{ ")?;
        loop {
            self.weight(&mut weights)?;
            if self.take(", ").is_none() {
                self.take(" }")?;
                return by_name(weights);
            }
        }
    }

    /// The lines under `[entry.weaker]`.
    fn weights_by_line(&mut self) -> Option<Weights<'t>> {
        let mut weights = Weights::new();
        self.skip_lines();
        while !self.rest.is_empty() && !self.rest.starts_with('[') {
            self.weight(&mut weights)?;
            self.end_of_line()?;
            self.skip_lines();
        }
        by_name(weights)
    }

    fn weight(&mut self, weights: &mut Weights<'t>) -> Option<()> {
        let name = if self.rest.starts_with('"') { self.string()? } else { self.bare()? };
        self.take(" = ")?;
        let number = self.while_in(|byte| byte.is_ascii_digit() || byte == b'.');
        let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
        let is_plain = matches!(whole, "0" | "1") && !decimals.is_empty() && !decimals.contains('.');
        let weight = number.parse::<f64>().ok().filter(|_| is_plain)? as f32;
        weights.push((name, weight));
        Some(())
    }

    /// `"text"` without escapes.
    fn string(&mut self) -> Option<&'t str> {
        self.take("\"")?;
        let end = self.rest.find('"')?;
        let (text, rest) = (&self.rest[..end], &self.rest[end + 1..]);
        let is_plain = !text.bytes().any(|byte| byte < b' ' || byte == b'\\' || byte == 0x7f);
        // Three quotation marks open another sort of string.
        let is_one = !(text.is_empty() && rest.starts_with('"'));
        self.rest = rest;
        (is_plain && is_one).then_some(text)
    }

    /// A key without quotation marks.
    fn bare(&mut self) -> Option<&'t str> {
        let key = self.while_in(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        (!key.is_empty()).then_some(key)
    }

    fn while_in(&mut self, is_in: impl Fn(u8) -> bool) -> &'t str {
        let end = self.rest.bytes().position(|byte| !is_in(byte)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn take(&mut self, text: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(text)?;
        Some(())
    }

    fn end_of_line(&mut self) -> Option<()> {
        if self.rest.is_empty() { Some(()) } else { self.take("\n") }
    }

    fn skip_blanks(&mut self) {
        self.while_in(|byte| byte == b' ' || byte == b'\n');
    }

    /// Skips empty lines and lines of comment that hold nothing odd.
    fn skip_lines(&mut self) {
        loop {
            self.while_in(|byte| byte == b'\n');
            if !self.rest.starts_with('#') {
                return;
            }
            let line = self.rest.split('\n').next().unwrap_or("");
            if line.bytes().any(|byte| byte < b' ' || byte == 0x7f) {
                return;
            }
            self.rest = &self.rest[line.len()..];
        }
    }
}

fn place(keys: &[&str], key: &str) -> Option<usize> {
    keys.iter().position(|known| *known == key)
}

/// The weights in order, unless a name has two.
fn by_name(mut weights: Weights<'_>) -> Option<Weights<'_>> {
    weights.sort_unstable_by_key(|(name, _)| *name);
    weights.windows(2).all(|pair| pair[0].0 != pair[1].0).then_some(weights)
}

/// Fills a field that is still empty.
fn put<T>(field: &mut Option<T>, value: T) -> Option<()> {
    field.replace(value).is_none().then_some(())
}

#[cfg(test)]
mod tests {
    use super::super::written::as_toml;
    use super::*;
    use proptest::prelude::*;

    /// How many entries it reads, or that it gives up.
    fn check(input: &str, expected: Option<usize>) {
        assert_eq!(read(input).map(|entries| entries.len()), expected, "{input}");
    }

    #[test]
    fn plain_files() {
        check("", Some(0));
        check("# only a comment\n\n# two", Some(0));
        check(
            "[[entry]]\nid = \"a\"\nkind = \"term\"\nnames = [\n    \"x\",\n]\nweaker = { y = 0.5, \"é è\" = 0.1 }\n",
            Some(1),
        );
        check(
            "[[entry]]\nid = \"a\"\nkind = \"term\"\nnames = []\n[entry.typed]\n\"y\" = 1\n\n[[entry]]\nid = \"b\"\nkind = \"firm\"\nnames = [\"z\"]",
            Some(2),
        );
    }

    #[test]
    fn what_is_not_plain() {
        check("[[entry]]\nid = 'a'\nkind = \"term\"\nnames = [\"x\"]", None);
        check("[[entry]]\nid = \"a\"\nkind = \"term\"\nnames = [\"\\u00e9\"]", None);
        check("[[entry]]\nid = \"a\"\nid = \"b\"\nkind = \"term\"\nnames = [\"x\"]", None);
        check("[[entry]]\r\nid = \"a\"\r\nkind = \"term\"\r\nnames = [\"x\"]", None);
        check("[[entry]]\nid = \"a\"\nkind = \"term\"\nnames = [\"\"\"x\"\"\"]", None);
        check("[[entry]]\nid = \"a\"", None);
    }

    proptest! {
        #[test]
        fn it_never_differs_from_toml(text in "(\\[\\[entry\\]\\]\nid = \"[a-c]\"\nkind = \"(term|firm|x)\"\nnames = \\[(\"[a-zé#\\\\]{0,2}\"(, |,\n|,)?){0,3}\\]\n((weaker|typed|note|case|related) = (\\{ (\"?[aé]\"? = [0-9.]{1,4}(, | )?){0,2}\\}|\\[\"a\"\\]|\"x\")\n|\\[entry\\.(typed|weaker)\\]\n|b = 0\\.[0-9]\n|\"c\" = 1|\n|# x\n|#\t){0,4}){0,3}") {
            if let Some(entries) = read(&text) {
                let entries = entries.iter().map(Plain::written).collect();
                prop_assert_eq!(as_toml(&text).ok(), Some(entries));
            }
        }
    }
}
