//! Idle workspaces: the buffers and the word cache that one analyzer leaves for the next.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{scanner::Scanner, tokens::Tokens};

/// The buffers of one analyzer. The tokens hold its word cache.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    pub(super) scanner: Scanner,
    pub(super) tokens: Tokens,
}

/// The workspaces that no analyzer uses: at most as many as there were analyzers at one time.
#[derive(Debug, Default)]
pub(super) struct Pool(Mutex<Vec<Workspace>>);

impl Pool {
    /// An idle workspace, or a new one.
    pub(super) fn take(&self) -> Workspace {
        self.idle().pop().unwrap_or_default()
    }

    /// Keeps a workspace for the next analyzer.
    pub(super) fn put_back(&self, workspace: Workspace) {
        self.idle().push(workspace);
    }

    /// The idle workspaces.
    pub(super) fn idle(&self) -> MutexGuard<'_, Vec<Workspace>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
