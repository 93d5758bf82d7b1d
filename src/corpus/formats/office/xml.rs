//! XML as a stream of pieces. No tree is built and nothing recurses, so depth costs nothing. A DTD is passed over: entities
//! that it declares are unknown, and dropped.

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// A piece of a document. Names have their prefix.
pub(super) enum Piece<'p> {
    /// The start of an element. An empty one has an end too.
    Open(&'p str, &'p BytesStart<'p>),
    /// The end of an element.
    Close(&'p str),
    /// Characters, with entities resolved.
    Text(&'p str),
}

/// Gives each piece of `xml` to `take`. The error is what the parser met; the pieces before it were given.
pub(super) fn each(xml: &str, mut take: impl FnMut(Piece<'_>)) -> Result<(), String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) => take(Piece::Open(tag.name().as_ref(), &tag)),
            Event::Empty(tag) => {
                take(Piece::Open(tag.name().as_ref(), &tag));
                take(Piece::Close(tag.name().as_ref()));
            }
            Event::End(tag) => take(Piece::Close(tag.name().as_ref())),
            Event::Text(text) => take(Piece::Text(&text)),
            Event::CData(text) => take(Piece::Text(&text)),
            Event::GeneralRef(entity) => resolved(&entity, &mut take),
            Event::Eof => return Ok(()),
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_) => {}
        }
    }
}

fn resolved(entity: &BytesRef<'_>, take: &mut impl FnMut(Piece<'_>)) {
    if let Some(text) = resolve_xml_entity(entity) {
        return take(Piece::Text(text));
    }
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        take(Piece::Text(c.encode_utf8(&mut [0; 4])));
    }
}

/// An attribute of an element.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok()??;
    Some(
        attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map_or_else(|_| attribute.value.to_string(), Into::into),
    )
}
