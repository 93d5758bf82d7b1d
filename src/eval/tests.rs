//! The measures beside those of a public implementation, on a small frozen example.
