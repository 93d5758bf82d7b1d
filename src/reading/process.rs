//! The parent's side: one process that reads files, asked for one answer after another.

use std::io::{self, BufReader, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::command::{ARGUMENT, ReaderCommand};
use super::death::Death;
use super::message::{Reader, Reply, Request, Setup, Writer};
use crate::corpus::{Item, ReadOptions};
use crate::model::Problem;

/// How the answer for a file ends: its hash, or why it could not be read. Lines have no hash.
pub(super) type End = Result<Option<blake3::Hash>, Problem>;

/// What is kept of what a process says on standard error, in bytes.
const MOST_SAID: u64 = 4096;
/// What a message has beside the texts of a file, in bytes.
const FRAME: u64 = 1 << 20;

/// A process that reads files. It ends with this value.
pub(super) struct Process {
    child: Child,
    requests: ChildStdin,
    replies: BufReader<Patient>,
    writer: Writer,
    reader: Reader,
    /// The longest reply in bytes.
    longest: u64,
}

impl Process {
    /// Starts a process.
    ///
    /// # Errors
    /// The system starts none.
    pub(super) fn start(command: &ReaderCommand, options: &ReadOptions) -> io::Result<Self> {
        let mut child = Command::new(&command.program)
            .arg0("vigie")
            .arg(ARGUMENT)
            // What it says when it dies is read after that: more than a pipe holds would block it.
            .env("RUST_BACKTRACE", "0")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let (Some(mut requests), Some(replies)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("a process has no pipes"));
        };
        let mut writer = Writer::default();
        let setup = Setup { options: options.clone(), of_file: command.limits };
        // A process that is dead already is noticed with the first request.
        let _ = writer.put(&mut requests, &setup);
        let half = i64::try_from(command.limits.silence().div_ceil(2)).unwrap_or(i64::MAX);
        let patience = Timespec { tv_sec: half, tv_nsec: 0 };
        let replies = BufReader::with_capacity(64 * 1024, Patient { replies, patience });
        let limits = &options.limits;
        let longest = limits.max_texts_bytes.max(limits.max_line_bytes.saturating_mul(4)) + FRAME;
        Ok(Process { child, requests, replies, writer, reader: Reader::default(), longest })
    }

    /// Sends a request and gives the items of the answer to `sink`, in order.
    ///
    /// # Errors
    /// The process died. It cannot be asked again.
    pub(super) fn ask(&mut self, request: &Request, sink: &mut dyn FnMut(Item)) -> Result<End, Death> {
        let sent = self.writer.put(&mut self.requests, request).and_then(|()| self.requests.flush());
        let answer = match sent {
            Ok(()) => self.answer(sink),
            // It is dead already.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(None),
            Err(error) => Err(error),
        };
        match answer {
            Ok(Some(end)) => Ok(end),
            Ok(None) => Err(self.ended()),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(self.ended()),
            Err(error) if error.kind() == io::ErrorKind::TimedOut => Err(self.killed(Death::Silent)),
            Err(_) => Err(self.killed(Death::Garbled)),
        }
    }

    /// Reads an answer. `None` where the process closed its end.
    fn answer(&mut self, sink: &mut dyn FnMut(Item)) -> io::Result<Option<End>> {
        while let Some(reply) = self.reader.take(&mut self.replies, self.longest)? {
            match reply {
                Reply::Document(document) => sink(Item::Document(*document)),
                Reply::Problem(problem) => sink(Item::Problem(problem.problem()?)),
                Reply::End(Ok(hash)) => return Ok(Some(Ok(hash.map(blake3::Hash::from_bytes)))),
                Reply::End(Err(problem)) => return Ok(Some(Err(problem.problem()?))),
            }
        }
        Ok(None)
    }

    /// Waits for the end of a process that closed its pipes.
    fn ended(&mut self) -> Death {
        let mut said = Vec::new();
        if let Some(errors) = self.child.stderr.take() {
            // What cannot be read is not known.
            let _ = errors.take(MOST_SAID).read_to_end(&mut said);
        }
        match self.child.wait() {
            Ok(status) => Death::Ended(status, String::from_utf8_lossy(&said).into_owned()),
            Err(_) => Death::Garbled,
        }
    }

    fn killed(&mut self, death: Death) -> Death {
        self.end();
        death
    }

    /// Ends the process, which has nothing to lose. One that is dead already is only forgotten by the system.
    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

/// The replies. Reading waits for bytes, but not for ever.
struct Patient {
    replies: ChildStdout,
    /// Half of the time to wait: where both processes were stopped for hours, the first half ends at once, and a sound
    /// reader answers in the second.
    patience: Timespec,
}

impl Read for Patient {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut waiting = [PollFd::from_borrowed_fd(self.replies.as_fd(), PollFlags::IN)];
        let mut is_late = false;
        loop {
            match poll(&mut waiting, Some(&self.patience)) {
                Ok(0) if is_late => return Err(io::ErrorKind::TimedOut.into()),
                Ok(0) => is_late = true,
                Ok(_) => return self.replies.read(buffer),
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}
