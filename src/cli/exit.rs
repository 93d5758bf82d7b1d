//! The end of the program: outcomes and failures, with their exit codes.

use std::io;
use std::path::Path;

use crate::eval::EvalError;
use crate::export::{UnknownField, UnknownFormat};
use crate::model::Kind;
use crate::overview::OverviewError;
use crate::provenance::ManifestError;
use crate::search::SearchError;
use crate::session::SessionError;
use crate::settings::SettingsError;
use crate::wording::{Complaint, Wrong};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// There are hits, or the work is done.
    Done,
    /// There are no hits.
    Nothing,
    /// A list is not what it was.
    Differs,
    /// The work is done, but some files are not in the index.
    Partial,
}

impl Outcome {
    pub(super) fn code(self) -> u8 {
        match self {
            Outcome::Done => 0,
            Outcome::Nothing | Outcome::Differs => 1,
            Outcome::Partial => 3,
        }
    }
}

/// Why a command could not do its work.
pub(super) struct Failure {
    kind: Kind,
    /// The error; `wording` makes the sentence when it is printed.
    pub(super) wrong: Box<dyn Wrong>,
    /// Whether the reader of the output closed the pipe. That ends the program, with exit code 0.
    pub(super) is_closed_pipe: bool,
}

impl Failure {
    fn new(kind: Kind, wrong: impl Wrong + 'static) -> Self {
        Failure { kind, wrong: Box::new(wrong), is_closed_pipe: false }
    }

    /// A write to a file failed.
    pub(super) fn writing(path: &Path, error: &io::Error) -> Self {
        Failure::unwritable(Some(path), error)
    }

    /// A write to a file, or to standard output, failed.
    pub(super) fn unwritable(path: Option<&Path>, error: &io::Error) -> Self {
        let complaint = Complaint::Unwritable { path: path.map(Path::to_owned), said: error.to_string() };
        Failure { is_closed_pipe: error.kind() == io::ErrorKind::BrokenPipe, ..complaint.into() }
    }

    /// The exit code: 2 for errors of any kind.
    pub(super) fn code(&self) -> u8 {
        match self.kind {
            _ if self.is_closed_pipe => 0,
            Kind::User | Kind::Missing | Kind::Data | Kind::System => 2,
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::unwritable(None, &error)
    }
}

macro_rules! failure_from {
    ($($error:ty: $kind:expr),* $(,)?) => {$(
        impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                let kind: fn(&$error) -> Kind = $kind;
                Failure::new(kind(&error), error)
            }
        }
    )*};
}

failure_from! {
    SearchError: SearchError::kind,
    SessionError: SessionError::kind,
    SettingsError: SettingsError::kind,
    EvalError: EvalError::kind,
    OverviewError: OverviewError::kind,
    Complaint: Complaint::kind,
    UnknownFormat: |_| Kind::User,
    UnknownField: |_| Kind::User,
    ManifestError: |_| Kind::Data,
}
