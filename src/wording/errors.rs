//! The sentences of the rooms' errors.

use super::plural::counted;
use super::system::system;
use super::{Lang, Say, pointed};
use crate::backend::{BackendError, IndexFolderError};
use crate::eval::EvalError;
use crate::export::{UnknownField, UnknownFormat};
use crate::indexing::{IndexingError, Missing};
use crate::model::DateRangeError;
use crate::overview::OverviewError;
use crate::search::SearchError;
use crate::session::SessionError;
use crate::settings::SettingsError;
use crate::thesaurus::{Problem, ThesaurusError};

/// The most articles that an error lists.
const NAMED_ARTICLES: usize = 10;

/// The most bad lines of a file that a sentence names.
const NAMED_LINES: usize = 10;

impl Say for BackendError {
    fn say(&self, lang: Lang) -> String {
        match self {
            BackendError::Damaged { path, reason } => {
                let (path, reason) = (path.display(), system(lang, reason));
                say!(lang,
                    en: "the index in `{path}` is damaged: {reason}",
                    fr: "l'index de `{path}` est endommagé : {reason}")
            }
            BackendError::DamagedFiles { path, files } => {
                let names: Vec<String> = files.iter().map(|file| format!("`{file}`")).collect();
                let (folder, names) = (path.display(), names.join(", "));
                say!(lang,
                    en: "missing or damaged files in `{folder}`: {names}",
                    fr: "fichiers absents ou endommagés dans `{folder}` : {names}")
            }
            BackendError::DiskFull { path, free } => {
                let path = path.display();
                say!(lang,
                    en: "no space left on the disk of `{path}` ({free} MiB free)",
                    fr: "plus de place sur le disque de `{path}` ({free} Mio libres)")
            }
            BackendError::Stopped => {
                say!(lang, en: "the search was stopped", fr: "la recherche a été arrêtée")
            }
            BackendError::TimedOut => say!(lang,
                en: "the search took longer than it may",
                fr: "la recherche a dépassé le temps permis"),
            BackendError::Io { path, reason } => {
                let (path, reason) = (path.display(), system(lang, reason));
                say!(lang,
                    en: "cannot use the index in `{path}`: {reason}",
                    fr: "l'index de `{path}` est inutilisable : {reason}")
            }
        }
    }
}

impl Say for IndexFolderError {
    fn say(&self, lang: Lang) -> String {
        match self {
            IndexFolderError::Missing(folder) => {
                let folder = folder.display();
                say!(lang, en: "there is no index in `{folder}`", fr: "il n'y a pas d'index dans `{folder}`")
            }
            IndexFolderError::IsFile(path) => {
                let path = path.display();
                say!(lang,
                    en: "`{path}` is a file, not the folder of an index",
                    fr: "`{path}` est un fichier, pas le dossier d'un index")
            }
            IndexFolderError::NotAnIndex { folder, found } => {
                let folder = folder.display();
                say!(lang,
                    en: "`{folder}` is not an index: it holds `{found}`, and no `vigie.json`",
                    fr: "`{folder}` n'est pas un index : il contient `{found}`, et pas de `vigie.json`")
            }
            IndexFolderError::Damaged { folder, reason } => {
                let folder = folder.display();
                say!(lang,
                    en: "the index in `{folder}` is damaged: `vigie.json`: {reason}",
                    fr: "l'index de `{folder}` est endommagé : `vigie.json` : {reason}")
            }
            IndexFolderError::OtherFormat { folder, found, ours } => {
                let folder = folder.display();
                say!(lang,
                    en: "the index in `{folder}` has format {found}, this program reads format {ours}",
                    fr: "l'index de `{folder}` est au format {found}, ce programme lit le format {ours}")
            }
            IndexFolderError::OtherChain { folder, found, ours } => {
                let folder = folder.display();
                say!(lang,
                    en: "the words of the index in `{folder}` were made by other rules of analysis ({found}) than this program's ({ours})",
                    fr: "les mots de l'index de `{folder}` viennent d'autres règles d'analyse ({found}) que celles de ce programme ({ours})")
            }
            IndexFolderError::Locked { folder, holder } => {
                let folder = folder.display();
                let holder = match holder {
                    Some(holder) => {
                        let (process, since) = (holder.process, &holder.since);
                        say!(lang, en: "process {process}, since {since}", fr: "processus {process}, depuis {since}")
                    }
                    None => say!(lang,
                        en: "a process that just started",
                        fr: "un processus qui vient de démarrer"),
                };
                say!(lang,
                    en: "another indexer is at work on `{folder}`: {holder}",
                    fr: "une autre indexation est en cours sur `{folder}` : {holder}")
            }
            IndexFolderError::Io { path, reason } => {
                let (path, reason) = (path.display(), system(lang, reason));
                say!(lang,
                    en: "cannot use the index folder `{path}`: {reason}",
                    fr: "le dossier d'index `{path}` est inutilisable : {reason}")
            }
        }
    }
}

impl Say for IndexingError {
    fn say(&self, lang: Lang) -> String {
        match self {
            IndexingError::IndexFolder(error) => error.say(lang),
            IndexingError::Backend(error) => error.say(lang),
            IndexingError::NoCorpus(path) => {
                let path = path.display();
                say!(lang, en: "there is no corpus in `{path}`", fr: "il n'y a pas de corpus dans `{path}`")
            }
            IndexingError::CorpusUnreadable { path, reason } => {
                let (path, reason) = (path.display(), system(lang, reason));
                say!(lang,
                    en: "cannot read the corpus `{path}`: {reason}",
                    fr: "le corpus `{path}` est illisible : {reason}")
            }
            IndexingError::Reader(said) => {
                let said = system(lang, said);
                say!(lang,
                    en: "cannot start the process that reads files: {said}",
                    fr: "le processus qui lit les fichiers ne démarre pas : {said}")
            }
            IndexingError::CorpusName(path) => {
                let path = path.display();
                say!(lang,
                    en: "the name of the corpus `{path}` is not UTF-8",
                    fr: "le nom du corpus `{path}` n'est pas en UTF-8")
            }
            IndexingError::OtherCorpus { folder, old, new } => {
                let folder = folder.display();
                say!(lang,
                    en: "the index in `{folder}` was built from {old}, not from {new}",
                    fr: "l'index de `{folder}` a été fait à partir de {old}, pas de {new}")
            }
            IndexingError::Missing(Missing { files, of }) => say!(lang, *files,
                en: ["{files} of {of} files is missing: a rebuild would lose its articles", "{files} of {of} files are missing: a rebuild would lose their articles"],
                fr: ["{files} fichier sur {of} manque : ses articles seraient perdus", "{files} fichiers sur {of} manquent : leurs articles seraient perdus"]),
            IndexingError::Manifest { folder, reason } => {
                let (folder, reason) = (folder.display(), system(lang, reason));
                say!(lang,
                    en: "the index in `{folder}` is damaged: the list of what was indexed: {reason}",
                    fr: "l'index de `{folder}` est endommagé : la liste de ce qui a été indexé : {reason}")
            }
        }
    }
}

impl Say for SearchError {
    fn say(&self, lang: Lang) -> String {
        match self {
            SearchError::Backend(error) => error.say(lang),
            SearchError::NoArticle(id) => say!(lang,
                en: "there is no article `{id}` in the index",
                fr: "il n'y a pas d'article `{id}` dans l'index"),
            SearchError::Stopped => BackendError::Stopped.say(lang),
            SearchError::TimedOut => BackendError::TimedOut.say(lang),
            SearchError::TooManyConcepts => say!(lang,
                en: "the two queries have too many words and names together",
                fr: "les deux requêtes ont ensemble trop de mots et de noms"),
            SearchError::Empty => {
                say!(lang, en: "there is nothing to search for", fr: "il n'y a rien à chercher")
            }
        }
    }
}

impl Say for SessionError {
    fn say(&self, lang: Lang) -> String {
        match self {
            SessionError::IndexFolder(error) => error.say(lang),
            SessionError::Backend(error) => error.say(lang),
            SessionError::Indexing(error) => error.say(lang),
            SessionError::Search(error) => error.say(lang),
            SessionError::Thesaurus(error) => error.say(lang),
            SessionError::ThesaurusUnreadable { path, reason } => {
                unreadable(lang, &path.display().to_string(), reason)
            }
            SessionError::NoCorpus => say!(lang,
                en: "there is no corpus here: no folder `corpus`, here or above",
                fr: "il n'y a pas de corpus ici : pas de dossier `corpus`, ni ici ni au-dessus"),
            SessionError::SeveralArticles { typed, ids } => {
                let count = ids.len();
                let listed =
                    ids.iter().take(NAMED_ARTICLES).map(|id| format!("\n  {id}")).collect::<String>();
                let more = count.saturating_sub(NAMED_ARTICLES);
                let more = (more > 0).then(|| {
                    say!(lang, more as u64,
                        en: ["\n  … and {more} more", "\n  … and {more} more"],
                        fr: ["\n  … et {more} autre", "\n  … et {more} autres"])
                });
                let more = more.unwrap_or_default();
                say!(lang,
                    en: "`{typed}` may be any of {count} articles:{listed}{more}",
                    fr: "« {typed} » peut être l'un de {count} articles :{listed}{more}")
            }
            SessionError::NotUnderstood { query, refusals } => {
                let remarks: Vec<String> =
                    refusals.iter().map(|diagnostic| pointed(lang, query, diagnostic)).collect();
                let remarks = remarks.join("\n");
                say!(lang,
                    en: "the query is not understood\n{remarks}",
                    fr: "la requête n'est pas comprise\n{remarks}")
            }
        }
    }
}

impl Say for SettingsError {
    fn say(&self, lang: Lang) -> String {
        match self {
            SettingsError::Unreadable { path, reason } => {
                unreadable(lang, &path.display().to_string(), reason)
            }
            SettingsError::NotUnderstood { path, reason } => {
                let path = path.display();
                say!(lang, en: "cannot understand `{path}`: {reason}", fr: "`{path}` est incompréhensible : {reason}")
            }
        }
    }
}

/// The sentence on a file that cannot be read.
pub(super) fn unreadable(lang: Lang, path: &str, reason: &str) -> String {
    let reason = system(lang, reason);
    say!(lang, en: "cannot read `{path}`: {reason}", fr: "`{path}` est illisible : {reason}")
}

impl Say for ThesaurusError {
    /// The form is `file`, line, entry: fault.
    fn say(&self, lang: Lang) -> String {
        let line = |line: &usize| say!(lang, en: ", line {line}", fr: ", ligne {line}");
        let entry = |entry: &String| say!(lang, en: ", entry `{entry}`", fr: ", entrée `{entry}`");
        let (line, entry) = (self.line.as_ref().map(line), self.entry.as_ref().map(entry));
        let place = [line, entry].into_iter().flatten().collect::<String>();
        format!("`{}`{place}{}{}", self.file, lang.colon(), self.problem.say(lang))
    }
}

impl Say for Problem {
    fn say(&self, lang: Lang) -> String {
        match self {
            Problem::NotUnderstood(reason) => {
                say!(lang, en: "not understood: {reason}", fr: "incompréhensible : {reason}")
            }
            Problem::BadId => say!(lang, en: "this is not an id", fr: "ce n'est pas un identifiant"),
            Problem::SameId => say!(lang,
                en: "another entry of the file has the same id",
                fr: "une autre entrée du fichier a le même identifiant"),
            Problem::NoName => say!(lang, en: "the entry has no names", fr: "l'entrée n'a pas de nom"),
            Problem::BadName(name) => say!(lang,
                en: "the name {name:?} holds no word, or more than twelve",
                fr: "le nom {name:?} ne contient aucun mot, ou plus de douze"),
            Problem::SameName(name) => say!(lang,
                en: "the name {name:?} stands in the entry twice",
                fr: "le nom {name:?} figure deux fois dans l'entrée"),
            Problem::BadWeight(name, weight) => say!(lang,
                en: "{weight} cannot be the weight of {name:?}",
                fr: "{weight} ne peut pas être le poids de {name:?}"),
            Problem::MarkOfNothing(field, name) => say!(lang,
                en: "`{field}` lists {name:?}, which is none of its names",
                fr: "`{field}` cite {name:?}, qui n'est pas un de ses noms"),
            Problem::NoSuchEntry(id) => say!(lang,
                en: "its neighbour `{id}` is nowhere",
                fr: "sa voisine `{id}` n'existe pas"),
        }
    }
}

impl Say for UnknownFormat {
    fn say(&self, lang: Lang) -> String {
        let name = &self.0;
        say!(lang, en: "`{name}` is not an export format", fr: "`{name}` n'est pas un format d'export")
    }
}

impl Say for UnknownField {
    fn say(&self, lang: Lang) -> String {
        let name = &self.name;
        say!(lang, en: "`{name}` is not a field", fr: "`{name}` n'est pas un champ")
    }
}

impl Say for DateRangeError {
    /// The sentence says what to write, because no advice follows it.
    fn say(&self, lang: Lang) -> String {
        let typed = &self.0;
        say!(lang,
            en: "`{typed}` is not a date: write `2025`, `2025-10`, `28/10/2025`, `octobre 2025`, `hier` or `7j`",
            fr: "`{typed}` n'est pas une date : écrivez `2025`, `2025-10`, `28/10/2025`, `octobre 2025`, `hier` ou `7j`")
    }
}

impl Say for OverviewError {
    fn say(&self, lang: Lang) -> String {
        match self {
            OverviewError::Search(error) => error.say(lang),
            OverviewError::TooManyPeriods { most, .. } => say!(lang,
                en: "the timeline would have more than {most} periods",
                fr: "la chronologie aurait plus de {most} périodes"),
        }
    }
}

impl Say for EvalError {
    fn say(&self, lang: Lang) -> String {
        match self {
            EvalError::Unreadable { path, reason } => unreadable(lang, &path.display().to_string(), reason),
            EvalError::NotUtf8(path) => {
                let path = path.display();
                say!(lang,
                    en: "cannot read `{path}`: it is not text in UTF-8",
                    fr: "`{path}` est illisible : ce n'est pas du texte en UTF-8")
            }
            EvalError::Lines { path, lines, .. } => {
                let (path, count) = (path.display(), lines.len() as u64);
                let bad = match count {
                    1 => say!(lang, en: "a bad line", fr: "une ligne fautive"),
                    count => {
                        counted(lang, count, ["bad line", "bad lines"], ["ligne fautive", "lignes fautives"])
                    }
                };
                let mut list =
                    say!(lang, en: "cannot use `{path}`: {bad}", fr: "`{path}` est inutilisable : {bad}");
                for line in lines.iter().take(NAMED_LINES) {
                    let (number, fault) = (line.number, line.fault.say(lang));
                    list += &say!(lang, en: "\n  line {number}: {fault}", fr: "\n  ligne {number} : {fault}");
                }
                let more = lines.len().saturating_sub(NAMED_LINES);
                if more > 0 {
                    list += &say!(lang, more as u64,
                        en: ["\n  and {more} more", "\n  and {more} more"],
                        fr: ["\n  et {more} autre", "\n  et {more} autres"]);
                }
                list
            }
            EvalError::NothingRelevant(path) => {
                let path = path.display();
                say!(lang,
                    en: "`{path}` has no topic with a relevant article",
                    fr: "`{path}` n'a aucun sujet avec un article pertinent")
            }
        }
    }
}
