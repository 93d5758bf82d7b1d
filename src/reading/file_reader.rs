//! The reader of files: in a child process if there is a command for it, else in this process.

use std::io;

use super::command::ReaderCommand;
use super::death::Death;
use super::message::Request;
use super::process::{End, Process};
use crate::corpus::{self, Chunk, Entry, Item, ReadOptions};
use crate::model::{Problem, Stage};

/// Reads one file after another. Each thread has its own.
pub struct FileReader<'r> {
    options: &'r ReadOptions,
    command: Option<&'r ReaderCommand>,
    /// The process, once there is something to read.
    process: Option<Process>,
}

impl<'r> FileReader<'r> {
    /// A reader with a child process if `command` says how it is started.
    pub fn new(options: &'r ReadOptions, command: Option<&'r ReaderCommand>) -> Self {
        FileReader { options, command, process: None }
    }

    /// Reads a file as [`corpus::read`] does. A file that kills the child process has a failed problem.
    ///
    /// # Errors
    /// A child process cannot be started: no file can be read.
    pub fn read(
        &mut self,
        entry: &Entry,
        sink: &mut dyn FnMut(Item),
    ) -> io::Result<Result<blake3::Hash, Problem>> {
        let Some(command) = self.command else { return Ok(corpus::read(entry, self.options, sink)) };
        match self.ask(command, &Request::file(entry), sink)? {
            Ok(Ok(Some(hash))) => Ok(Ok(hash)),
            Ok(Ok(None)) => Ok(corpus::hash(entry)),
            Ok(Err(problem)) => Ok(Err(problem)),
            Err(death) => Ok(refused(entry, command, &death, sink)),
        }
    }

    /// Parses a chunk as [`corpus::read_chunk`] does. If it kills the child process, each line is tried by itself, and those
    /// that kill it again have failed problems.
    ///
    /// # Errors
    /// A child process cannot be started: no line can be parsed.
    pub fn read_chunk(&mut self, entry: &Entry, chunk: Chunk, sink: &mut dyn FnMut(Item)) -> io::Result<()> {
        let Some(command) = self.command else {
            corpus::read_chunk(entry, &chunk, self.options, sink);
            return Ok(());
        };
        // Nothing of a chunk is taken before all of it was parsed: its lines may be tried again.
        let mut items = Vec::new();
        let request = Request::lines(entry, chunk);
        let answer = self.ask(command, &request, &mut |item| items.push(item))?;
        let Request::Lines { chunk, .. } = request else { return Ok(()) };
        match answer {
            Ok(_) => items.into_iter().for_each(sink),
            Err(death) => match chunk.split() {
                Some(lines) => lines.into_iter().try_for_each(|line| self.read_chunk(entry, line, sink))?,
                None => {
                    let reason = death.reason(command.limits);
                    let problem = Problem::failed(&entry.name, Stage::Parse, reason);
                    sink(Item::Problem(problem.at_line(chunk.first_line())));
                }
            },
        }
        Ok(())
    }

    /// Asks the process, which is started if there is none.
    fn ask(
        &mut self,
        command: &ReaderCommand,
        request: &Request,
        sink: &mut dyn FnMut(Item),
    ) -> io::Result<Result<End, Death>> {
        let process = match &mut self.process {
            Some(process) => process,
            none => none.insert(Process::start(command, self.options)?),
        };
        let answer = process.ask(request, sink);
        if answer.is_err() {
            self.process = None;
        }
        Ok(answer)
    }
}

/// The end of a file that killed its process. With its hash it need not be tried again before it changes.
fn refused(
    entry: &Entry,
    command: &ReaderCommand,
    death: &Death,
    sink: &mut dyn FnMut(Item),
) -> Result<blake3::Hash, Problem> {
    let problem = Problem::failed(&entry.name, Stage::Parse, death.reason(command.limits));
    if !death.is_due_to_file() {
        return Err(problem);
    }
    let hash = corpus::hash(entry)?;
    sink(Item::Problem(problem));
    Ok(hash)
}
