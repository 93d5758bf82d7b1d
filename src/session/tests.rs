//! Sessions from the inside.
