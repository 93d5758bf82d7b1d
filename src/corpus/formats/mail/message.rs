//! A message: its bytes in, a text with title, source and day out.

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

use crate::corpus::formats::html;
use crate::corpus::metadata;
use crate::corpus::{extracted::Extracted, sink::Sink};
use crate::model::{Metadata, Reason, Stage};
use crate::text::decode::clean;

/// The most parts that hold parts. The parser recurses into each.
const MAX_NESTED: usize = 100;

/// Reads a message and sends its text.
pub(super) fn read(bytes: &[u8], number: Option<u32>, output: &mut Sink<'_>) {
    let line = number.map(u64::from);
    let message = match parsed(bytes) {
        Ok(message) => message,
        Err(reason) => return output.fail(Stage::Parse, line, reason),
    };
    let mut found = Extracted { ordinal: number, line, encoding: "mime", ..Extracted::default() };
    describe(&message, &mut found);
    found.text = text(&message, output.limits.html.max_depth);
    for part in message.attachments().filter(|part| part.content_id().is_none()) {
        let name = part.attachment_name().unwrap_or("?").to_owned();
        found.warnings.push((Stage::Parse, Reason::AttachmentNotRead { name }));
    }
    output.document(found);
}

/// Parses a message. The error is why it is none.
pub(super) fn parsed(bytes: &[u8]) -> Result<Message<'_>, Reason> {
    if nested(bytes) > MAX_NESTED {
        return Err(Reason::ElementsTooDeep { most: MAX_NESTED });
    }
    let message = MessageParser::default().parse(bytes).filter(|message| !message.headers().is_empty());
    message.ok_or(Reason::NotMail)
}

/// How many parts may hold parts.
fn nested(bytes: &[u8]) -> usize {
    let names: [&[u8]; 2] = [b"message/", b"multipart/"];
    let is_named = |at: usize| {
        names.iter().any(|name| {
            bytes[at..].len() >= name.len() && bytes[at..at + name.len()].eq_ignore_ascii_case(name)
        })
    };
    bytes.iter().enumerate().filter(|(at, byte)| matches!(byte, b'm' | b'M') && is_named(*at)).count()
}

/// The subject, the name of the sender, and the day, in the zone of the sender.
fn describe(message: &Message<'_>, found: &mut Extracted) {
    let sender = message.from().and_then(|from| from.first());
    let name = sender.and_then(|sender| sender.name().or(sender.address()));
    found.metadata = Metadata {
        title: message.subject().and_then(metadata::line),
        source: name.and_then(metadata::line),
        ..Metadata::default()
    };
    match message.date().map(|date| metadata::date(&date.to_rfc3339())) {
        Some(Ok(day)) => found.metadata.date = Some(day),
        Some(Err(reason)) => found.warnings.push((Stage::Parse, reason)),
        None => {}
    }
}

/// The text of the body. The page of a newsletter says more than its plain copy.
fn text(message: &Message<'_>, max_depth: usize) -> String {
    let parts = message.html_bodies().filter_map(|part| match &part.body {
        PartType::Html(page) => html::whole_text(&clean(page), max_depth).ok(),
        PartType::Text(text) => Some(clean(text)),
        _ => None,
    });
    let text = parts
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n");
    match text.is_empty() {
        // A page that cannot be read leaves its plain copy.
        true => message.body_text(0).map(|text| clean(&text).trim().to_owned()).unwrap_or_default(),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::limits::Limits;
    use crate::corpus::sink::Item;
    use crate::corpus::tests::shown;
    use proptest::prelude::*;

    fn items(bytes: &[u8]) -> Vec<String> {
        let limits = Limits::default();
        let mut seen = Vec::new();
        let mut send = |item: Item| {
            seen.push(match item {
                Item::Document(found) => {
                    let m = found.metadata;
                    let fields = [m.title, m.date.map(|day| day.to_string()), m.source, Some(found.text)];
                    fields.into_iter().flatten().collect::<Vec<_>>().join(" | ")
                }
                Item::Problem(problem) => shown(&problem),
                Item::Chunk(chunk) => format!("{chunk:?}"),
            });
        };
        read(bytes, None, &mut Sink::new("x.eml", &limits, &mut send));
        seen
    }

    fn check(message: &str, expected: &[&str]) {
        assert_eq!(items(message.replace('\n', "\r\n").as_bytes()), expected, "{message}");
    }

    const HEAD: &str = "From: =?utf-8?q?La_Lettre_de_Bruxelles?= <l@c.example>\nSubject: =?utf-8?B?UHVjZXMgZMOpasOgIGzDoA==?=\n\
        Date: Thu, 13 Mar 2025 23:30:00 +0000\nMIME-Version: 1.0\n";

    #[test]
    fn plain_and_marked_up() {
        check(
            &format!(
                "{HEAD}Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nLe d=E9bat."
            ),
            &["Puces déjà là | 2025-03-14 | La Lettre de Bruxelles | Le débat."],
        );
        let parts = "--b\nContent-Type: text/plain\n\nVoir en ligne\n--b\nContent-Type: text/html\n\n<head><title>x</title></head><p>Un.</p><p>Deux.</p>\n--b--\n";
        check(
            &format!("{HEAD}Content-Type: multipart/alternative; boundary=b\n\n{parts}"),
            &["Puces déjà là | 2025-03-14 | La Lettre de Bruxelles | Un.\n\nDeux."],
        );
    }

    #[test]
    fn attachments_are_named() {
        let parts = "--b\nContent-Type: text/plain\n\nUn.\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=r.pdf\n\nx\n--b--\n";
        check(
            &format!("{HEAD}Content-Type: multipart/mixed; boundary=b\n\n{parts}"),
            &[
                "x.eml: parse: attachment_not_read: r.pdf",
                "Puces déjà là | 2025-03-14 | La Lettre de Bruxelles | Un.",
            ],
        );
        check("", &["x.eml: parse: not_mail"]);
    }

    #[test]
    fn nested_messages_end() {
        let bomb = format!(
            "{HEAD}Content-Type: multipart/mixed; boundary=b\n\n{}",
            "--b\nContent-Type: message/rfc822\n\n".repeat(20_000)
        );
        assert_eq!(items(bomb.as_bytes()), ["x.eml: parse: elements_too_deep: 100"]);
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "(From: a\n|Content-Type: multipart/mixed; boundary=b\n|\n|--b|--|é|=\\?utf-8\\?q\\?a\\?=| ){0,20}") {
            let _ = items(text.as_bytes());
        }
    }
}
