//! Writes a manifest line by line: a key of the object a line, then a hit a line. The lines together are one JSON object.

use std::io;

use super::manifest::{FileFacts, Key, Manifest};

/// A manifest that is being written. It remembers one line and a hash.
pub struct ManifestWriter {
    /// The last hit, which has a comma behind it if another follows.
    last: Option<String>,
    hash: blake3::Hasher,
}

impl ManifestWriter {
    /// Writes what stands before the hits.
    ///
    /// # Errors
    /// When `out` refuses a line.
    pub fn begin(
        manifest: &Manifest,
        out: &mut dyn FnMut(&str) -> io::Result<()>,
    ) -> io::Result<ManifestWriter> {
        out("{")?;
        if let serde_json::Value::Object(entries) = serde_json::to_value(manifest)? {
            for (key, value) in &entries {
                out(&format!("  \"{key}\": {value},"))?;
            }
        }
        out("  \"hits\": [")?;
        Ok(ManifestWriter { last: None, hash: blake3::Hasher::new() })
    }

    /// Writes the next hit.
    ///
    /// # Errors
    /// As [`ManifestWriter::begin`].
    pub fn hit(&mut self, key: &Key, out: &mut dyn FnMut(&str) -> io::Result<()>) -> io::Result<()> {
        let line = key.line()?;
        self.hash.update(line.as_bytes()).update(b"\n");
        match self.last.replace(line) {
            Some(before) => out(&format!("    {before},")),
            None => Ok(()),
        }
    }

    /// Writes the last hit and what stands behind it: the hash of the hits and, for a manifest beside its file, the file.
    ///
    /// # Errors
    /// As [`ManifestWriter::begin`].
    pub fn finish(
        self,
        file: Option<&FileFacts>,
        out: &mut dyn FnMut(&str) -> io::Result<()>,
    ) -> io::Result<()> {
        if let Some(last) = self.last {
            out(&format!("    {last}"))?;
        }
        out("  ],")?;
        let hash = self.hash.finalize().to_hex();
        match file {
            Some(file) => {
                out(&format!("  \"list\": \"{hash}\","))?;
                out(&format!("  \"file\": {}", serde_json::to_string(file)?))?;
            }
            None => out(&format!("  \"list\": \"{hash}\""))?,
        }
        out("}")
    }
}
