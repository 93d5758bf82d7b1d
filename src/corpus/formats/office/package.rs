//! Packages: office documents that are zip archives of XML.

use std::io::{Cursor, Read};

use ::zip::ZipArchive;
use ::zip::result::ZipError;

use super::damaged;
use crate::corpus::formats::archive::zip_reason;
use crate::corpus::formats::reader::Refused;
use crate::model::{Reason, Stage, Unit};

/// An open package.
pub(super) struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    format: &'static str,
    /// The longest part in bytes.
    most: u64,
}

impl<'b> Package<'b> {
    /// Opens the package of a document in `format`, whose parts have at most `most` bytes.
    pub(super) fn open(bytes: &'b [u8], format: &'static str, most: u64) -> Result<Self, Refused> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| refused(&error))?;
        Ok(Package { zip, format, most })
    }

    /// A part that the document must have.
    pub(super) fn part(&mut self, name: &str) -> Result<String, Refused> {
        self.optional(name)?.ok_or_else(|| damaged(self.format, format!("no part {name}")))
    }

    /// A part that the document may have, as text. Such parts are in UTF-8, or declare UTF-16 by a mark.
    pub(super) fn optional(&mut self, name: &str) -> Result<Option<String>, Refused> {
        let part = match self.zip.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(refused(&error)),
        };
        if part.encrypted() {
            return Err(Refused(Stage::Read, Reason::Encrypted));
        }
        let mut bytes = Vec::new();
        let read = part.take(self.most + 1).read_to_end(&mut bytes);
        read.map_err(|error| Refused(Stage::Read, crate::corpus::input::damaged(&error)))?;
        if bytes.len() as u64 > self.most {
            let reason = Reason::TooLarge { unit: Unit::Document, most: self.most };
            return Err(Refused(Stage::Read, reason));
        }
        Ok(Some(crate::text::decode::decode(&bytes, None).text))
    }
}

fn refused(error: &ZipError) -> Refused {
    Refused(Stage::Read, zip_reason(error))
}
