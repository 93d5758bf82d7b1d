//! Reading: files of the corpus in; their documents and problems out, from a process that may crash, hang or swell without
//! harm to the run.
//!
//! A [`FileReader`] reads in a child process ([`ReaderCommand`]) or, without one, in this process. The child is this program,
//! started with [`ARGUMENT`]; it calls [`serve`], which answers requests until its input ends. It is asked for one file after
//! another, and replaced when it dies. What killed it costs one file, or one line of a file of one text a line.
//!
//! `message` is what the two processes say to each other, `process` the parent's side, `serve` the child's, and `death` why a
//! child ended.

mod command;
mod death;
#[cfg(debug_assertions)]
mod fault;
mod file_reader;
mod message;
mod process;
mod serve;

pub use command::{ARGUMENT, FileLimits, ReaderCommand};
pub use file_reader::FileReader;
#[cfg(fuzzing)]
pub use message::fuzz_message;
pub use serve::serve;
