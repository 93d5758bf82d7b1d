//! Mail: a message, or a mailbox of messages, such as newsletters.
//!
//! The subject is the title, the name of the sender the source. Attachments are named and not read.

mod mailbox;
mod message;

use std::io::BufRead;

use super::reader::{Reader, Refused};
use crate::corpus::input::{damaged, whole};
use crate::corpus::sink::Sink;
use crate::model::{Reason, Stage, Unit};

/// The reader of single messages.
pub(super) struct Eml;

/// The reader of mailboxes.
pub(super) struct Mbox;

impl Reader for Eml {
    fn extensions(&self) -> &'static [&'static str] {
        &["eml"]
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        let bytes =
            whole(input, output.limits.max_document_bytes).map_err(|reason| Refused(Stage::Read, reason))?;
        message::read(&bytes, None, output);
        Ok(())
    }
}

impl Reader for Mbox {
    fn extensions(&self) -> &'static [&'static str] {
        &["mbox"]
    }

    fn streams(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        let most = output.limits.max_document_bytes;
        let mut messages = mailbox::Messages::new(input, most);
        for number in 1.. {
            match messages.next_message() {
                Ok(mailbox::Next::Message(bytes)) => message::read(bytes, Some(number), output),
                Ok(mailbox::Next::TooLarge) => {
                    output.fail(
                        Stage::Read,
                        Some(number.into()),
                        Reason::TooLarge { unit: Unit::Document, most },
                    );
                }
                Ok(mailbox::Next::None) => break,
                Err(error) => return Err(Refused(Stage::Read, damaged(&error))),
            }
        }
        Ok(())
    }
}
