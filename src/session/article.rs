//! The article that someone means: a name as typed in; the identifier of the one article out.
//!
//! The forms, the first that fits any article wins: the identifier; a path from the shell; a name of a file or article
//! within the corpus without its extension; the last part of such a name; any part of an identifier.

use std::path::{Component, Path, PathBuf};

use super::error::SessionError;
use super::front::Session;
use super::reload::{State, on_one_state};
use crate::indexing::{self, ArticleName};
use crate::search::SearchError;

impl Session {
    /// The identifier of the article that `typed` means to someone in the folder `here`.
    ///
    /// # Errors
    /// [`SessionError::SeveralArticles`], [`SearchError::NoArticle`]; or the index cannot be read.
    pub fn find_article(&self, typed: &str, here: &Path) -> Result<String, SessionError> {
        let mut found = matching(&self.article_names()?, typed, &self.names_of_path(typed, here)?);
        match (found.len(), found.pop()) {
            (1, Some(only)) => Ok(only),
            (0, _) | (_, None) => Err(SearchError::NoArticle(typed.to_owned()).into()),
            (_, Some(last)) => {
                found.push(last);
                Err(SessionError::SeveralArticles { typed: typed.to_owned(), ids: found })
            }
        }
    }

    fn article_names(&self) -> Result<Vec<ArticleName>, SessionError> {
        on_one_state(&self.home, self.chain.fingerprint(), |State { folder, reader, .. }| {
            Ok(indexing::open_manifest(folder, &**reader)?.articles())
        })
    }

    /// The names that the file at `typed`, a path from `here`, has in the corpora.
    fn names_of_path(&self, typed: &str, here: &Path) -> Result<Vec<String>, SessionError> {
        let corpora = match self.corpora(false) {
            Ok(corpora) => corpora,
            Err(SessionError::NoCorpus) => Vec::new(),
            Err(error) => return Err(error),
        };
        Ok(indexing::names_in(&corpora, &absolute(&here.join(typed))))
    }
}

/// The identifiers of the articles that `typed` means; `paths` are the names of the file that it may be a path to.
fn matching(names: &[ArticleName], typed: &str, paths: &[String]) -> Vec<String> {
    let is_named = |name: &str, by: &str| name == by || stem(name) == by;
    let is_path = |name: &str| paths.iter().any(|path| is_named(name, path));
    let lower = typed.to_lowercase();
    let forms: [&dyn Fn(&ArticleName) -> bool; 5] = [
        &|name| name.id == typed,
        &|name| is_path(&name.file),
        &|name| is_named(&name.id, typed) || is_named(&name.file, typed),
        &|name| is_named(last_part(&name.id), typed) || is_named(last_part(&name.file), typed),
        &|name| !lower.is_empty() && name.id.to_lowercase().contains(&lower),
    ];
    let found = forms.iter().map(|form| names.iter().filter(|name| form(name)).collect::<Vec<_>>());
    let first = found.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
    first.into_iter().map(|name| name.id.clone()).collect()
}

fn last_part(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// The name without its extension, and without `.gz` behind it.
fn stem(name: &str) -> &str {
    let name = name.strip_suffix(".gz").unwrap_or(name);
    let dot = name.rfind('.').filter(|&dot| !name[dot..].contains('/'));
    dot.map_or(name, |dot| &name[..dot])
}

/// The path without links where its folder exists, else without `.` and `..`.
fn absolute(path: &Path) -> PathBuf {
    let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
    if let (Some(folder), Some(name)) = (folder, path.file_name()) {
        return folder.join(name);
    }
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four articles in three files; a path from the shell leads to `presse/a.md` of the corpus.
    fn check(typed: &str, paths: &[&str], expected: &[&str]) {
        let name = |(file, id): (&str, &str)| ArticleName { file: file.to_owned(), id: id.to_owned() };
        let names = [
            ("presse/a.md", "presse/a.md"),
            ("presse/b.jsonl", "presse/b.jsonl:1"),
            ("presse/b.jsonl", "presse/b.jsonl:2"),
            ("archives/a.txt.gz", "archives/a.txt.gz"),
        ];
        let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
        assert_eq!(matching(&names.map(name), typed, &paths), expected, "{typed}");
    }

    #[test]
    fn an_article_has_many_names() {
        check("presse/a.md", &[], &["presse/a.md"]);
        check("presse/a", &[], &["presse/a.md"]);
        check("./corpus/presse/a.md", &["presse/a.md"], &["presse/a.md"]);
        check("corpus/presse/a", &["presse/a"], &["presse/a.md"]);
        check("a.md", &[], &["presse/a.md"]);
        check("archives", &[], &["archives/a.txt.gz"]);
        check("B.JSONL:2", &[], &["presse/b.jsonl:2"]);
    }

    #[test]
    fn several_articles_are_all_named() {
        check("a", &[], &["presse/a.md", "archives/a.txt.gz"]);
        check("b.jsonl", &[], &["presse/b.jsonl:1", "presse/b.jsonl:2"]);
        check("presse", &[], &["presse/a.md", "presse/b.jsonl:1", "presse/b.jsonl:2"]);
    }

    #[test]
    fn nothing_is_no_name() {
        check("", &[], &[]);
        check("zzz", &[], &[]);
    }
}
