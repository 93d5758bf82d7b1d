//! What a front end itself objects to: no error of a room below.

use std::path::PathBuf;

use super::errors::unreadable;
use super::system::system;
use super::{Lang, Say};
use crate::export::FormatName;
use crate::model::Kind;

/// Why a front end does not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Complaint {
    /// It is not known in which folder the program runs.
    Nowhere {
        /// What the system said.
        said: String,
    },
    /// Pages are counted from 1.
    PageZero,
    /// Files of the index do not have their checksums.
    DamagedFiles {
        /// The folder of the generation.
        folder: PathBuf,
        /// The files.
        files: Vec<String>,
    },
    /// Topics were named, and no judgements.
    NoJudgements,
    /// A run was named with topics, which it does not need.
    NoTopicsNeeded,
    /// More or fewer than two runs are to be compared.
    TwoRuns,
    /// A format has columns of its own.
    FixedFields {
        /// The format.
        format: FormatName,
    },
    /// The name of a file does not tell the format.
    FormatUntold {
        /// The file.
        file: PathBuf,
    },
    /// A folder has the name of the file to write.
    IsFolder {
        /// The folder.
        path: PathBuf,
    },
    /// A file cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        said: String,
    },
    /// A file, or standard output where none is named, cannot be written to.
    Unwritable {
        /// The file.
        path: Option<PathBuf>,
        /// What the system said.
        said: String,
    },
    /// The program is wrong.
    OurFault,
}

impl Complaint {
    /// Whose fault it is.
    pub fn kind(&self) -> Kind {
        match self {
            Complaint::DamagedFiles { .. } | Complaint::OurFault => Kind::Data,
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
            Complaint::DamagedFiles { folder, files } => {
                let names: Vec<String> = files.iter().map(|file| format!("`{file}`")).collect();
                let (folder, names) = (folder.display(), names.join(", "));
                say!(lang,
                    en: "damaged files in `{folder}`: {names}",
                    fr: "fichiers endommagés dans `{folder}` : {names}")
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
