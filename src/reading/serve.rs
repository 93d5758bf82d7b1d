//! The child's side: requests in, replies out, until the input ends.
//!
//! The limits are set by the process on itself, before it opens the first file. The system enforces them: too much memory is
//! refused, which aborts the process; too much time of the processor ends it by a signal.

use std::io::{self, BufWriter, Read, Write};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};

use super::command::FileLimits;
use super::message::{AsJson, Reader, Reply, Request, Setup, Writer};
use crate::corpus::{self, Entry, Item, ReadOptions};
use crate::model::{Problem, Reason};

/// Answers requests until `input` ends. `fault` is what a build for tests does wrong, and where.
///
/// # Errors
/// The parent is gone, or what it sent is no request.
pub fn serve(input: &mut impl Read, output: impl Write, fault: Option<&str>) -> io::Result<()> {
    let mut reader = Reader::default();
    let Some(Setup { options, of_file }) = reader.take(input, u64::MAX)? else { return Ok(()) };
    restrict(of_file)?;
    let (output, writer) = (BufWriter::new(output), Writer::default());
    let mut server = Server { options, memory: of_file.memory, output, writer, lost: None };
    while let Some(request) = reader.take(input, u64::MAX)? {
        allow(of_file.seconds)?;
        #[cfg(debug_assertions)]
        super::fault::commit(fault, &request);
        server.answer(request)?;
    }
    let _ = fault;
    Ok(())
}

struct Server<W: Write> {
    options: ReadOptions,
    /// The memory of this process in bytes.
    memory: u64,
    output: BufWriter<W>,
    writer: Writer,
    /// Why a reply could not be sent.
    lost: Option<io::Error>,
}

impl<W: Write> Server<W> {
    fn answer(&mut self, request: Request) -> io::Result<()> {
        let options = self.options.clone();
        let end = match request {
            Request::File { path, name, size, modified } => {
                let entry = Entry { path: path.into(), name, size, modified };
                let end = corpus::read(&entry, &options, &mut |item| self.item(&entry, item));
                end.map(|hash| Some(hash.into()))
            }
            Request::Lines { name, chunk } => {
                let entry = Entry { name, ..Entry::default() };
                self.item(&entry, Item::Chunk(chunk));
                Ok(None)
            }
        };
        let end = match end {
            Ok(hash) => Ok(hash),
            Err(problem) => Err(AsJson::of(&problem)?),
        };
        self.send(&Reply::End(end));
        self.lost.take().map_or_else(|| self.output.flush(), Err)
    }

    fn item(&mut self, entry: &Entry, item: Item) {
        match item {
            Item::Document(document) => self.send(&Reply::Document(Box::new(document))),
            Item::Problem(problem) => self.problem(problem),
            Item::Chunk(chunk) => {
                let options = self.options.clone();
                corpus::read_chunk(entry, &chunk, &options, &mut |item| self.item(entry, item));
            }
        }
    }

    fn problem(&mut self, mut problem: Problem) {
        if let Reason::OutOfMemory { most } = &mut problem.reason {
            most.get_or_insert(self.memory);
        }
        match AsJson::of(&problem) {
            Ok(problem) => self.send(&Reply::Problem(problem)),
            Err(error) => self.lost = Some(error),
        }
    }

    /// Sends a reply. After a failure nothing more is sent.
    fn send(&mut self, reply: &Reply) {
        if self.lost.is_none() {
            self.lost = self.writer.put(&mut self.output, reply).err();
        }
    }
}

/// Limits the memory of this process, keeps it from writing core files, and lets it die with its parent.
fn restrict(limits: FileLimits) -> io::Result<()> {
    lower(Resource::As, limits.memory.max(FileLimits::LEAST_MEMORY))?;
    lower(Resource::Core, 0)?;
    #[cfg(target_os = "linux")]
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    Ok(())
}

/// Allows so many more seconds of the processor.
fn allow(seconds: u64) -> io::Result<()> {
    let used = clock_gettime(ClockId::ProcessCPUTime).tv_sec.unsigned_abs();
    // The limit is in whole seconds: the one that has begun is not counted.
    let current = Some(used.saturating_add(seconds).saturating_add(1));
    let maximum = getrlimit(Resource::Cpu).maximum;
    let current = if maximum.is_some_and(|most| current > Some(most)) { maximum } else { current };
    Ok(setrlimit(Resource::Cpu, Rlimit { current, maximum })?)
}

/// Lowers a limit of this process. One that is lower already stays.
fn lower(resource: Resource, most: u64) -> io::Result<()> {
    let Rlimit { current, maximum } = getrlimit(resource);
    let current = Some(current.map_or(most, |now| now.min(most)));
    Ok(setrlimit(resource, Rlimit { current, maximum })?)
}
