//! The whole room on real files: the fixtures as a golden page, and folders with everything in them.
