//! What the two processes say to each other: messages of postcard, each with its length before it.
//!
//! The parent sends [`Setup`] once and then requests. The child answers each request with replies, of which the last one is
//! [`Reply::End`].

use std::ffi::OsString;
use std::io::{self, Read, Write};

use postcard::{from_bytes, to_extend};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::command::FileLimits;
use crate::corpus::{Chunk, Entry, ReadOptions};
use crate::model::{Document, Problem};

/// The first message to the child.
#[derive(Serialize, Deserialize)]
pub(super) struct Setup {
    pub(super) options: ReadOptions,
    pub(super) of_file: FileLimits,
}

/// What the child is asked to do.
#[derive(Serialize, Deserialize)]
pub(super) enum Request {
    /// Read a whole file.
    File {
        /// The path to open, which need not be UTF-8.
        path: OsString,
        name: String,
        size: u64,
        modified: i64,
    },
    /// Parse lines of a file.
    Lines { name: String, chunk: Chunk },
}

impl Request {
    pub(super) fn file(entry: &Entry) -> Self {
        let Entry { path, name, size, modified } = entry.clone();
        Request::File { path: path.into_os_string(), name, size, modified }
    }

    pub(super) fn lines(entry: &Entry, chunk: Chunk) -> Self {
        Request::Lines { name: entry.name.clone(), chunk }
    }
}

/// A part of the answer.
#[derive(Serialize, Deserialize)]
pub(super) enum Reply {
    Document(Box<Document>),
    Problem(AsJson),
    /// The end of the answer: the hash of the file, or why it could not be read. Lines have no hash.
    End(Result<Option<[u8; blake3::OUT_LEN]>, AsJson>),
}

/// A problem as the JSON that programs get: its shape depends on its code, which postcard cannot write.
#[derive(Serialize, Deserialize)]
pub(super) struct AsJson(String);

impl AsJson {
    pub(super) fn of(problem: &Problem) -> io::Result<Self> {
        Ok(AsJson(serde_json::to_string(problem)?))
    }

    pub(super) fn problem(&self) -> io::Result<Problem> {
        Ok(serde_json::from_str(&self.0)?)
    }
}

/// A buffer that is larger than this is not kept for the next message, in bytes.
const KEPT: usize = 1 << 20;

/// Writes messages, with one buffer for all.
#[derive(Default)]
pub(super) struct Writer(Vec<u8>);

impl Writer {
    pub(super) fn put(&mut self, output: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
        self.0.clear();
        self.0.extend([0; size_of::<u32>()]);
        let mut bytes = to_extend(message, std::mem::take(&mut self.0)).map_err(io::Error::other)?;
        let length = u32::try_from(bytes.len() - size_of::<u32>()).map_err(io::Error::other)?;
        bytes[..size_of::<u32>()].copy_from_slice(&length.to_le_bytes());
        output.write_all(&bytes)?;
        if bytes.capacity() <= KEPT {
            self.0 = bytes;
        }
        Ok(())
    }
}

/// Reads messages, with one buffer for all.
#[derive(Default)]
pub(super) struct Reader(Vec<u8>);

impl Reader {
    /// Reads a message of at most `most` bytes. `None` where the input ends.
    ///
    /// # Errors
    /// The input cannot be read, ends within a message, or is no message. Memory grows with the bytes that have come.
    pub(super) fn take<T: DeserializeOwned>(
        &mut self,
        input: &mut impl Read,
        most: u64,
    ) -> io::Result<Option<T>> {
        self.0.clear();
        if self.0.capacity() > KEPT {
            self.0 = Vec::new();
        }
        input.by_ref().take(size_of::<u32>() as u64).read_to_end(&mut self.0)?;
        if self.0.is_empty() {
            return Ok(None);
        }
        let cut = |_| io::Error::from(io::ErrorKind::UnexpectedEof);
        let length = self.0[..].try_into().map(u32::from_le_bytes).map_err(cut)?;
        if u64::from(length) > most {
            return Err(io::Error::other("a message is too long"));
        }
        self.0.clear();
        input.by_ref().take(u64::from(length)).read_to_end(&mut self.0)?;
        if self.0.len() as u64 != u64::from(length) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        from_bytes(&self.0).map(Some).map_err(io::Error::other)
    }
}

/// Reads `bytes` as replies and as requests, for tests with hostile bytes.
#[cfg(fuzzing)]
pub fn fuzz_message(bytes: &[u8]) {
    let (mut input, mut reader) = (bytes, Reader::default());
    while let Ok(Some(reply)) = reader.take::<Reply>(&mut input, 1 << 20) {
        if let Reply::Problem(problem) | Reply::End(Err(problem)) = reply {
            let _ = problem.problem();
        }
    }
    let mut input = bytes;
    while let Ok(Some(_)) = reader.take::<Request>(&mut input, 1 << 20) {}
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What is written is read again, and input that was cut anywhere is an error or the end.
    fn check(texts: &[String], cut: usize) {
        let (mut writer, mut reader, mut bytes) = (Writer::default(), Reader::default(), Vec::new());
        texts.iter().for_each(|text| writer.put(&mut bytes, text).unwrap());
        let mut input = &bytes[..];
        for text in texts {
            assert_eq!(reader.take::<String>(&mut input, 1 << 20).unwrap().as_ref(), Some(text));
        }
        assert!(reader.take::<String>(&mut input, 1 << 20).unwrap().is_none());
        let mut input = &bytes[..cut.min(bytes.len())];
        while let Ok(Some(_)) = reader.take::<String>(&mut input, 1 << 20) {}
    }

    proptest! {
        #[test]
        fn messages_are_read_as_written(texts in prop::collection::vec("\\PC{0,20}", 0..6), cut in 0usize..200) {
            check(&texts, cut);
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = Reader::default().take::<Reply>(&mut &bytes[..], 1 << 20);
        }
    }

    #[test]
    fn a_message_past_the_limit_is_refused() {
        let mut bytes = Vec::new();
        Writer::default().put(&mut bytes, &"abcdef".to_owned()).unwrap();
        assert!(Reader::default().take::<String>(&mut &bytes[..], 3).is_err());
    }
}
