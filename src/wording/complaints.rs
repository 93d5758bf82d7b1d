//! The errors of a front end itself, beside those of the rooms below.

use std::path::PathBuf;

use super::errors::unreadable;
use super::system::system;
use super::{Lang, Say};
use crate::export::FormatName;
use crate::model::{Date, Kind};

/// An error of a front end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Complaint {
    /// The working folder is unknown.
    Nowhere {
        /// The system's message.
        said: String,
    },
    /// The request asks for page 0; pages count from 1.
    PageZero,
    /// The request asks for pages without hits.
    LimitZero,
    /// The last day that is asked for is before the first.
    EmptyPeriod {
        /// The first day.
        since: Date,
        /// The last day.
        until: Date,
    },
    /// A hit is asked for by its number, and no answer is kept.
    NoLastAnswer {
        /// The number.
        rank: usize,
    },
    /// A hit of an answer is asked for that an earlier state of the index gave.
    OldAnswer {
        /// The query of the answer.
        query: String,
    },
    /// The last answer shows no hit with this number.
    NoSuchHit {
        /// The number.
        rank: usize,
        /// The number of the first hit that it shows.
        first: usize,
        /// The number of the last one.
        last: usize,
    },
    /// An article has no passage with this number.
    NoSuchPassage {
        /// The number.
        passage: u32,
        /// How many passages the article has.
        passages: usize,
    },
    /// An article is cited, but no passage of it.
    WhichPassage {
        /// How many passages it has.
        passages: usize,
    },
    /// A passage has no sentence with this number.
    NoSuchSentence {
        /// The number.
        sentence: u32,
        /// How many sentences the passage has.
        sentences: usize,
    },
    /// A draft quotes nothing.
    NothingQuoted {
        /// The file.
        path: PathBuf,
    },
    /// An option says nothing about this format.
    Meaningless {
        /// The option.
        option: &'static str,
        /// The format.
        format: FormatName,
    },
    /// A template has a fault.
    BadTemplate {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        said: String,
    },
    /// The file to write exists.
    FileExists {
        /// The file.
        path: PathBuf,
    },
    /// An evaluation has topics but no judgements.
    NoJudgements,
    /// An evaluation has both a run and topics; a run needs none.
    NoTopicsNeeded,
    /// A comparison has more or fewer than two runs.
    TwoRuns,
    /// The columns of a format cannot be chosen.
    FixedFields {
        /// The format.
        format: FormatName,
    },
    /// The extension of a file names no format.
    FormatUntold {
        /// The file.
        file: PathBuf,
    },
    /// The extension of a file is none that the command writes.
    FileKind {
        /// The file.
        file: PathBuf,
        /// The extensions that it writes.
        known: &'static [&'static str],
    },
    /// The path of the file to write is a folder.
    IsFolder {
        /// The folder.
        path: PathBuf,
    },
    /// A file cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's message.
        said: String,
    },
    /// A file cannot be written; `None` is standard output.
    Unwritable {
        /// The file.
        path: Option<PathBuf>,
        /// The system's message.
        said: String,
    },
    /// The program has a fault.
    OurFault,
}

impl Complaint {
    /// Whose fault it is.
    pub fn kind(&self) -> Kind {
        match self {
            Complaint::OurFault => Kind::Data,
            Complaint::Unwritable { .. } => Kind::System,
            _ => Kind::User,
        }
    }
}

impl Say for Complaint {
    fn say(&self, lang: Lang) -> String {
        match self {
            Complaint::Nowhere { said } => {
                let said = system(lang, said);
                say!(lang, en: "cannot tell where this is: {said}", fr: "dossier courant introuvable : {said}")
            }
            Complaint::PageZero => say!(lang, en: "there is no page 0", fr: "il n'y a pas de page 0"),
            Complaint::LimitZero => say!(lang,
                en: "a page of 0 hits shows nothing",
                fr: "une page de 0 résultat ne montre rien"),
            Complaint::EmptyPeriod { since, until } => say!(lang,
                en: "no day lies between {since} and {until}: the period ends before it begins",
                fr: "aucun jour entre {since} et {until} : la période finit avant de commencer"),
            Complaint::NoLastAnswer { rank } => say!(lang,
                en: "there is no last answer to take hit {rank} from",
                fr: "pas de dernière réponse où prendre le résultat {rank}"),
            Complaint::OldAnswer { query } => say!(lang,
                en: "the index has changed since the last answer, to `{query}`",
                fr: "l'index a changé depuis la dernière réponse, à « {query} »"),
            Complaint::NoSuchHit { rank, first, last } => say!(lang,
                en: "the last answer shows hits {first}–{last}, not {rank}",
                fr: "la dernière réponse montre les résultats {first}–{last}, pas {rank}"),
            Complaint::NoSuchPassage { passage, passages } => say!(lang, *passages as u64,
                en: ["there is no passage {passage}: the article has {passages}", "there is no passage {passage}: the article has {passages}"],
                fr: ["il n'y a pas de passage {passage} : l'article en a {passages}", "il n'y a pas de passage {passage} : l'article en a {passages}"]),
            Complaint::WhichPassage { passages } => say!(lang, *passages as u64,
                en: ["which passage? The article has {passages}", "which passage? The article has {passages}"],
                fr: ["quel passage ? L'article en a {passages}", "quel passage ? L'article en a {passages}"]),
            Complaint::NoSuchSentence { sentence, sentences } => say!(lang,
                en: "there is no sentence {sentence}: the passage has {sentences}",
                fr: "il n'y a pas de phrase {sentence} : le passage en a {sentences}"),
            Complaint::NothingQuoted { path } => {
                let path = path.display();
                say!(lang,
                    en: "`{path}` quotes nothing of two words or more",
                    fr: "`{path}` ne cite rien d'au moins deux mots")
            }
            Complaint::Meaningless { option, format } => say!(lang,
                en: "`{option}` has no meaning in {format}",
                fr: "`{option}` n'a pas de sens pour le format {format}"),
            Complaint::BadTemplate { path, said } => {
                let path = path.display();
                say!(lang,
                    en: "`{path}` is no template: {said}",
                    fr: "`{path}` n'est pas un modèle : {said}")
            }
            Complaint::FileExists { path } => {
                let path = path.display();
                say!(lang, en: "`{path}` exists", fr: "`{path}` existe déjà")
            }
            Complaint::NoJudgements => {
                say!(lang, en: "there are no judgements", fr: "il n'y a pas de jugements")
            }
            Complaint::NoTopicsNeeded => say!(lang,
                en: "a run needs no topics",
                fr: "un run n'a pas besoin de sujets"),
            Complaint::TwoRuns => say!(lang,
                en: "two runs are compared, no more and no fewer",
                fr: "on compare deux runs, ni plus ni moins"),
            Complaint::FixedFields { format } => say!(lang,
                en: "`--fields` has no meaning in {format}",
                fr: "`--fields` n'a pas de sens pour le format {format}"),
            Complaint::FormatUntold { file } => {
                let file = file.display();
                say!(lang, en: "`{file}` does not tell the format", fr: "`{file}` n'indique pas le format")
            }
            Complaint::FileKind { file, .. } => {
                let file = file.display();
                say!(lang, en: "`{file}` does not tell what to write", fr: "`{file}` n'indique pas quoi écrire")
            }
            Complaint::IsFolder { path } => {
                let path = path.display();
                say!(lang, en: "`{path}` is a folder", fr: "`{path}` est un dossier")
            }
            Complaint::Unreadable { path, said } => unreadable(lang, &path.display().to_string(), said),
            Complaint::Unwritable { path, said } => {
                let said = system(lang, said);
                let path = match path {
                    Some(path) => format!("`{}`", path.display()),
                    None => say!(lang, en: "standard output", fr: "la sortie standard"),
                };
                say!(lang, en: "cannot write to {path}: {said}", fr: "impossible d'écrire dans {path} : {said}")
            }
            Complaint::OurFault => say!(lang,
                en: "something is wrong in vigie itself",
                fr: "il y a une erreur dans vigie même"),
        }
    }
}
