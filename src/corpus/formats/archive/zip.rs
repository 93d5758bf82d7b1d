//! Zip archives.

use std::io::{BufRead, Cursor};

use ::zip::ZipArchive;
use ::zip::result::ZipError;

use super::{Members, Stop, inner_name};
use crate::corpus::formats::container::is_zip;
use crate::corpus::formats::reader::{About, Reader, Refused, Sign};
use crate::corpus::input::{damaged, whole};
use crate::corpus::limits::Limits;
use crate::corpus::sink::Sink;
use crate::model::{Reason, Stage};

/// The reader of zip archives.
pub(in crate::corpus::formats) struct Zip;

impl Reader for Zip {
    fn about(&self) -> About {
        About {
            name: "ZIP",
            en: "each file of an archive, as a file by itself",
            fr: "chaque fichier d'une archive, comme un fichier à part",
        }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["zip"]
    }

    fn sign(&self, start: &[u8]) -> Sign {
        if is_zip(start) { Sign::Sure } else { Sign::None }
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn largest(&self, limits: &Limits) -> u64 {
        limits.archive.max_bytes
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        let most = output.limits.archive.max_bytes;
        let bytes = whole(input, most).map_err(|reason| Refused(Stage::Read, reason))?;
        zip(&bytes, output)
    }
}

/// Reads the bytes of a zip archive.
pub(in crate::corpus::formats) fn zip(bytes: &[u8], output: &mut Sink<'_>) -> Result<(), Refused> {
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| Refused(Stage::Read, reason(&error)))?;
    let mut members = Members::of(output)?;
    for at in 0..archive.len() {
        if member(&mut archive, at, &mut members).is_err() {
            break;
        }
    }
    members.end();
    Ok(())
}

fn member(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    at: usize,
    members: &mut Members<'_, '_>,
) -> Result<(), Stop> {
    let entry = match archive.by_index_raw(at) {
        Ok(entry) => entry,
        Err(error) => {
            members.refuse(&format!("#{}", at + 1), reason(&error));
            return Ok(());
        }
    };
    let declared =
        entry.name().map_or_else(|_| String::from_utf8_lossy(entry.name_raw()).into_owned(), Into::into);
    let (is_folder, is_link) = (entry.is_dir(), entry.is_symlink());
    let (is_encrypted, packed) = (entry.encrypted(), entry.compressed_size());
    drop(entry);
    if is_folder {
        return Ok(());
    }
    let Some(name) = inner_name(&declared) else {
        members.refuse(&declared, Reason::MemberOutside);
        return Ok(());
    };
    if !members.wants(&name)? || is_link {
        return Ok(());
    }
    if is_encrypted {
        members.refuse(&name, Reason::Encrypted);
        return Ok(());
    }
    match archive.by_index(at) {
        Ok(mut entry) => members.read(&name, &mut entry, Some(packed)),
        Err(error) => {
            members.refuse(&name, reason(&error));
            Ok(())
        }
    }
}

/// An error of the archive as the reason of a problem.
pub(in crate::corpus::formats) fn reason(error: &ZipError) -> Reason {
    match error {
        ZipError::Io(error) => damaged(error),
        ZipError::UnsupportedArchive(said) => Reason::UnknownPacking { said: (*said).to_owned() },
        ZipError::CompressionMethodNotSupported(method) => {
            Reason::UnknownPacking { said: format!("method {method}") }
        }
        _ => Reason::PackedDamaged,
    }
}
