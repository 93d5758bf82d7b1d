//! The writing side: a list of articles; a commit writes all of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::article::Article;
use super::file::{self, Content};
use crate::backend::{BackendError, Change, Encode, Prepared, Totals, Write};

/// Writes the generation in a folder.
pub(in crate::backend) struct Writer {
    folder: PathBuf,
    articles: BTreeMap<String, Article>,
}

/// An encoder that leaves every article as it is.
struct Plain;

impl Writer {
    /// Opens the folder for writing; an empty folder becomes an index.
    pub(in crate::backend) fn open(folder: &Path) -> Result<Self, BackendError> {
        if folder.read_dir().is_ok_and(|mut files| files.next().is_none()) {
            file::write(folder, &Content::default())?;
        }
        let articles = file::read(folder)?.articles.into_iter();
        let articles = articles.map(|article| (article.id.clone(), article)).collect();
        Ok(Writer { folder: folder.to_owned(), articles })
    }

    fn change(&mut self, change: Change) -> Result<(), BackendError> {
        match change {
            Change::Remove { id } => drop(self.articles.remove(&id)),
            Change::Add { id, article } => {
                let article = Article::new(id.clone(), *article).ok_or_else(|| BackendError::Damaged {
                    path: self.folder.clone(),
                    reason: format!("`{id}` was encoded for another engine"),
                })?;
                self.articles.insert(id, article);
            }
        }
        Ok(())
    }
}

impl Write for Writer {
    fn encoder(&self) -> Box<dyn Encode> {
        Box::new(Plain)
    }

    fn apply(&mut self, changes: Vec<Change>) -> Result<(), BackendError> {
        changes.into_iter().try_for_each(|change| self.change(change))
    }

    fn commit(&mut self, totals: Totals, note: &str) -> Result<(), BackendError> {
        let articles = self.articles.values().cloned().collect();
        file::write(&self.folder, &Content { totals, note: note.to_owned(), articles })
    }

    fn finish(self: Box<Self>) -> Result<(), BackendError> {
        Ok(())
    }
}

impl Encode for Plain {
    fn encode(&mut self, _article: &mut Prepared) {}
}
