//! What the program ends with: one table from outcomes to exit codes, one place that prints errors.

use std::io;

use crate::eval::EvalError;
use crate::model::Kind;
use crate::query;
use crate::search::SearchError;
use crate::session::SessionError;
use crate::settings::SettingsError;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// There are hits, or the work is done.
    Done,
    /// There are no hits.
    Nothing,
    /// The work is done, but some files are not in the index.
    Partial,
}

impl Outcome {
    pub(super) fn code(self) -> u8 {
        match self {
            Outcome::Done => 0,
            Outcome::Nothing => 1,
            Outcome::Partial => 3,
        }
    }
}

/// Why a command could not do its work.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) kind: Kind,
    /// What is wrong, and after a line break `hint: …`.
    pub(super) message: String,
    /// Whether nobody reads what is written any more, which is no failure.
    pub(super) is_closed_pipe: bool,
}

impl Failure {
    pub(super) fn user(message: impl Into<String>) -> Self {
        Failure { kind: Kind::User, message: message.into(), is_closed_pipe: false }
    }

    /// The program is wrong.
    pub(super) fn internal() -> Self {
        let message = "something is wrong in vigie itself\nhint: please report the command and the file";
        Failure { kind: Kind::Data, message: message.to_owned(), is_closed_pipe: false }
    }

    /// A write to standard output or to a file failed.
    pub(super) fn writing(target: &str, error: &io::Error) -> Self {
        let message = format!("cannot write to {target}: {error}");
        Failure { kind: Kind::System, message, is_closed_pipe: error.kind() == io::ErrorKind::BrokenPipe }
    }

    /// Every error is 2; the kinds are told apart by their words.
    pub(super) fn code(&self) -> u8 {
        match self.kind {
            _ if self.is_closed_pipe => 0,
            Kind::User | Kind::Missing | Kind::Data | Kind::System => 2,
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::writing("standard output", &error)
    }
}

macro_rules! failure_from {
    ($($error:ty),*) => {$(
        impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Failure { kind: error.kind(), message: error.to_string(), is_closed_pipe: false }
            }
        }
    )*};
}

failure_from!(EvalError, SearchError, SettingsError);

impl From<SessionError> for Failure {
    fn from(error: SessionError) -> Self {
        let message = match &error {
            SessionError::NoCorpus => "there is no corpus here: no folder `corpus`, here or above\nhint: `vigie index .` indexes this folder".to_owned(),
            SessionError::NotUnderstood { query, refusals } => {
                let shown: Vec<String> = refusals.iter().map(|refusal| query::render(query, refusal)).collect();
                format!("{error}\n{}", shown.join("\n"))
            }
            other => other.to_string(),
        };
        Failure { kind: error.kind(), message, is_closed_pipe: false }
    }
}
