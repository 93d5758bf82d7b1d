//! Mail: a message, or a mailbox of messages, such as newsletters; and pages that a browser saved as a message.
//!
//! The subject is the title, the name of the sender the source. Attachments are named and not read.

mod mailbox;
mod message;
mod page;

use std::io::BufRead;

use super::reader::{About, Reader, Refused, Sign};
use crate::corpus::input::{damaged, whole};
use crate::corpus::sink::Sink;
use crate::model::{Reason, Stage, Unit};

/// The reader of single messages.
pub(super) struct Eml;

/// The reader of mailboxes.
pub(super) struct Mbox;

pub(super) use page::Mhtml;

/// The first header of saved messages. Texts do not begin so.
const SIGNS: [&[u8]; 5] =
    [b"Return-Path: <", b"Received: from ", b"Delivered-To: ", b"MIME-Version: 1", b"DKIM-Signature: "];

impl Reader for Eml {
    fn about(&self) -> About {
        About {
            name: "EML",
            en: "a message: its subject is the title, the name of its sender the source; attachments are named and not read",
            fr: "un message : l'objet est le titre, le nom de l'expéditeur la source ; les pièces jointes sont nommées et non lues",
        }
    }

    fn sign(&self, start: &[u8]) -> Sign {
        let is_mail = SIGNS
            .iter()
            .any(|sign| start.get(..sign.len()).is_some_and(|own| own.eq_ignore_ascii_case(sign)));
        if is_mail { Sign::Likely } else { Sign::None }
    }

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
    fn about(&self) -> About {
        About {
            name: "MBOX",
            en: "a mailbox: an article for each message",
            fr: "une boîte aux lettres : un article par message",
        }
    }

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
