//! Archives: each member is read as the file that it is, by the same readers, within limits.
//!
//! A bad member is a problem of its own, which names it. Hidden members are left out, as hidden files are; those that hold no
//! text by their kind are counted.

mod http;
mod tar;
mod warc;
mod zip;

use std::collections::BTreeMap;
use std::io::{BufReader, Read};

use crate::corpus::formats::reader::Refused;
use crate::corpus::formats::{self, is_left_out, kind, largest};
use crate::corpus::input::whole;
use crate::corpus::read::guarded;
use crate::corpus::sink::Sink;
use crate::model::{Reason, Stage, Unit};
pub(super) use tar::Tar;
pub(super) use warc::Warc;
pub(super) use zip::{Zip, reason as zip_reason, zip};

/// A member as small as this is held to no ratio, in bytes.
const SMALL: u64 = 1 << 20;

/// The members of an archive that is being read.
struct Members<'s, 'a> {
    output: &'s mut Sink<'a>,
    /// The number of members that hold no text by their kind.
    left_out: BTreeMap<String, u64>,
}

/// The end of an archive before its last member.
struct Stop;

impl<'s, 'a> Members<'s, 'a> {
    /// Refuses archives in too many archives.
    fn of(output: &'s mut Sink<'a>) -> Result<Self, Refused> {
        let most = output.limits.archive.max_depth;
        match output.depth >= most {
            true => Err(Refused(Stage::Read, Reason::ArchivesTooDeep { most })),
            false => Ok(Members { output, left_out: BTreeMap::new() }),
        }
    }

    /// Whether a member of this name is to be opened. It is counted.
    fn wants(&mut self, name: &str) -> Result<bool, Stop> {
        let most = self.output.limits.archive.max_members;
        let members = &self.output.unpacked.members;
        if members.get() >= most {
            self.output.fail(Stage::Read, None, Reason::TooManyMembers { most });
            return Err(Stop);
        }
        members.set(members.get() + 1);
        if name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX") || is_left_out(name) {
            return Ok(false);
        }
        let kind = kind(name);
        let is_wanted = kind.is_none();
        kind.into_iter().for_each(|kind| self.leave_out(kind));
        Ok(is_wanted)
    }

    /// Counts a member that holds no text.
    fn leave_out(&mut self, kind: String) {
        *self.left_out.entry(kind).or_default() += 1;
    }

    /// Names a member that is not read.
    fn refuse(&mut self, name: &str, reason: Reason) {
        self.output.member(name).fail(Stage::Read, None, reason);
    }

    /// Reads a member. `packed` is its size in the archive, if that is another one.
    fn read(&mut self, name: &str, input: &mut dyn Read, packed: Option<u64>) -> Result<(), Stop> {
        self.read_from(name, input, packed, None)
    }

    /// Reads a member that was published at an address.
    fn read_at(&mut self, name: &str, input: &mut dyn Read, address: Option<String>) -> Result<(), Stop> {
        self.read_from(name, input, None, address)
    }

    fn read_from(
        &mut self,
        name: &str,
        input: &mut dyn Read,
        packed: Option<u64>,
        address: Option<String>,
    ) -> Result<(), Stop> {
        let limits = self.output.limits;
        let room = limits.archive.max_unpacked_bytes.saturating_sub(self.output.unpacked.bytes.get());
        let by_ratio =
            packed.map_or(u64::MAX, |packed| packed.saturating_mul(limits.archive.max_ratio).max(SMALL));
        let of_member = largest(name, limits).min(limits.archive.max_bytes);
        let most = room.min(by_ratio).min(of_member);
        let reason = match whole(&mut BufReader::new(input), most) {
            Ok(bytes) => {
                self.output.unpacked.bytes.update(|sum| sum + bytes.len() as u64);
                let read = |output: &mut Sink<'_>| formats::read(name, &mut &bytes[..], output);
                guarded(&mut self.output.member(name).at(address), read);
                return Ok(());
            }
            Err(Reason::TooLarge { .. }) if most == room => {
                let most = limits.archive.max_unpacked_bytes;
                self.output.fail(Stage::Read, None, Reason::TooLarge { unit: Unit::Archive, most });
                return Err(Stop);
            }
            Err(Reason::TooLarge { .. }) if most == by_ratio => {
                Reason::Ratio { most: limits.archive.max_ratio }
            }
            Err(reason) => reason,
        };
        self.output.unpacked.bytes.update(|sum| sum + most.min(packed.unwrap_or(0)));
        self.refuse(name, reason);
        Ok(())
    }

    /// Says what was left out.
    fn end(self) {
        if !self.left_out.is_empty() {
            self.output.warn(Stage::Read, None, Reason::MembersLeftOut { kinds: self.left_out });
        }
    }
}

/// The name of a member as that of a file below a folder. `None` if it leads out of there.
fn inner_name(name: &str) -> Option<String> {
    let parts = name.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".");
    let parts: Vec<&str> = parts.collect();
    let is_within = !parts.contains(&"..") && !parts.is_empty();
    is_within.then(|| parts.join("/"))
}

#[cfg(test)]
mod tests;
