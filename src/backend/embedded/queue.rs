//! What waits for tantivy, held to a number of bytes: its own queue takes ten thousand articles, however large.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use tantivy::TantivyDocument;
use tantivy::schema::document::Document;

/// The room for documents that wait.
#[derive(Clone)]
pub(super) struct Room(Arc<State>);

struct State {
    limit: usize,
    taken: Mutex<usize>,
    freed: Condvar,
}

/// A place for one article; given back when it is taken up, or dropped.
pub(super) struct Place {
    room: Room,
    bytes: usize,
}

/// A document that has a place.
pub(super) struct Queued {
    document: TantivyDocument,
    _place: Place,
}

impl Room {
    /// Room for `limit` bytes.
    pub(super) fn new(limit: usize) -> Self {
        Room(Arc::new(State { limit, taken: Mutex::new(0), freed: Condvar::new() }))
    }

    /// Waits until there is room for `bytes`, or none is taken: what is larger than the room goes alone.
    pub(super) fn place(&self, bytes: usize) -> Place {
        let state = &self.0;
        let taken = state.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |taken: &mut usize| *taken > 0 && *taken + bytes > state.limit;
        let mut taken = state.freed.wait_while(taken, is_full).unwrap_or_else(PoisonError::into_inner);
        *taken += bytes;
        Place { room: self.clone(), bytes }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let state = &self.room.0;
        *state.taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        state.freed.notify_one();
    }
}

impl Queued {
    /// A document in its place.
    pub(super) fn new(document: TantivyDocument, place: Place) -> Self {
        Queued { document, _place: place }
    }
}

impl Document for Queued {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        Document::iter_fields_and_values(&self.document)
    }

    /// tantivy takes the document up.
    fn into_tantivy_document(self) -> TantivyDocument {
        self.document
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a place of `bytes` would have to wait now.
    fn check(room: &Room, bytes: usize, waits: bool) {
        let (sent, got) = std::sync::mpsc::channel();
        let elsewhere = room.clone();
        std::thread::spawn(move || drop(sent.send(elsewhere.place(bytes))));
        let wait = std::time::Duration::from_millis(if waits { 50 } else { 60_000 });
        assert_eq!(got.recv_timeout(wait).is_err(), waits, "{bytes} bytes");
    }

    #[test]
    fn what_does_not_fit_waits_until_there_is_room() {
        let room = Room::new(10);
        check(&room, 100, false);
        let queued = Queued::new(TantivyDocument::default(), room.place(7));
        check(&room, 3, false);
        check(&room, 4, true);
        queued.into_tantivy_document();
        check(&room, 4, false);
    }
}
