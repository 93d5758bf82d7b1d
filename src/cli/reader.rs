//! This program as a reader of files, for another run of it. It is no command for people: no help names it.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::reading::{ARGUMENT, serve};

/// Whether the arguments ask for a reader of files.
pub(super) fn is_meant(args: &[OsString]) -> bool {
    matches!(args, [_, argument] if argument == ARGUMENT)
}

/// Reads files until standard input ends.
pub(super) fn run() -> ExitCode {
    // A panic of a reader is caught, and reported to the parent.
    std::panic::set_hook(Box::new(|_| {}));
    let fault = if cfg!(debug_assertions) { std::env::var("VIGIE_READER_FAULT").ok() } else { None };
    match serve(&mut io::stdin().lock(), io::stdout().lock(), fault.as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// The program that runs. Linux has a name for it that holds even after an upgrade has replaced the file.
pub(super) fn program() -> PathBuf {
    let itself = PathBuf::from("/proc/self/exe");
    match cfg!(target_os = "linux") && itself.try_exists().unwrap_or(false) {
        true => itself,
        // Where the system does not say it, the shell's way of finding it is left.
        false => std::env::current_exe().unwrap_or_else(|_| "vigie".into()),
    }
}
