//! Tar archives, which are mostly gzipped.

use std::io::BufRead;

use ::tar::{Archive, Entry};

use super::{Members, Stop, inner_name};
use crate::corpus::formats::reader::{About, Reader, Refused, Sign};
use crate::corpus::input::damaged;
use crate::corpus::limits::Limits;
use crate::corpus::sink::Sink;
use crate::model::{Reason, Stage};

/// The reader of tar archives.
pub(in crate::corpus::formats) struct Tar;

/// What stands at [`MAGIC_AT`] since 1988.
const MAGIC: &[u8] = b"ustar";
const MAGIC_AT: usize = 257;

impl Reader for Tar {
    fn about(&self) -> About {
        About {
            name: "TAR",
            en: "each file of an archive, as a file by itself",
            fr: "chaque fichier d'une archive, comme un fichier à part",
        }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["tar", "tgz"]
    }

    fn sign(&self, start: &[u8]) -> Sign {
        let magic = start.get(MAGIC_AT..MAGIC_AT + MAGIC.len());
        if magic == Some(MAGIC) { Sign::Sure } else { Sign::None }
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn largest(&self, limits: &Limits) -> u64 {
        limits.archive.max_unpacked_bytes
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        let mut archive = Archive::new(input);
        let entries = archive.entries().map_err(|error| Refused(Stage::Read, damaged(&error)))?;
        let mut members = Members::of(output)?;
        for entry in entries {
            let went_on = match entry {
                Ok(mut entry) => member(&mut entry, &mut members),
                Err(error) => {
                    members.output.fail(Stage::Read, None, cut_or_damaged(&error));
                    Err(Stop)
                }
            };
            if went_on.is_err() {
                break;
            }
        }
        members.end();
        Ok(())
    }
}

fn member(entry: &mut Entry<'_, impl BufRead>, members: &mut Members<'_, '_>) -> Result<(), Stop> {
    let declared = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    let kind = entry.header().entry_type();
    if kind.is_symlink() || kind.is_hard_link() {
        members.output.member(&declared).warn(Stage::Read, None, Reason::MemberLink);
    }
    if !kind.is_file() {
        return Ok(());
    }
    let Some(name) = inner_name(&declared) else {
        members.refuse(&declared, Reason::MemberOutside);
        return Ok(());
    };
    match members.wants(&name)? {
        true => members.read(&name, entry, None),
        false => Ok(()),
    }
}

/// The reason of a failed read. Where a tar archive was cut, its reader has words of its own.
fn cut_or_damaged(error: &std::io::Error) -> Reason {
    match damaged(error) {
        Reason::System { .. } => Reason::PackedDamaged,
        reason => reason,
    }
}
