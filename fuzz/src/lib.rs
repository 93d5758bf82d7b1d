//! What the targets of readers share.

use std::cell::RefCell;
use std::path::PathBuf;

use vigie::corpus::{self, Entry, Item, ReadOptions};
use vigie::model::Reason;

thread_local! {
    /// The file that readers get their bytes from, in memory where the system has such a folder.
    static FILE: RefCell<Option<PathBuf>> = const { RefCell::new(None) };
}

/// Reads `bytes` as a file with this extension. A panic is a finding, and so is a text that breaks the promises of a
/// document.
pub fn read(extension: &str, bytes: &[u8]) {
    // The parsers of other crates may panic, which is damage to their callers. A panic of our own is told by its reason.
    static HOOK: std::sync::Once = std::sync::Once::new();
    HOOK.call_once(|| std::panic::set_hook(Box::new(|info| eprintln!("{info}"))));
    let path = file(extension);
    std::fs::write(&path, bytes).expect("the folder for temporary files can be written to");
    let name = format!("fuzz.{extension}");
    let entry = Entry { path, name, size: bytes.len() as u64, ..Entry::default() };
    let options = ReadOptions::default();
    let _ = corpus::read(&entry, &options, &mut |item| take(&entry, &options, item));
}

fn take(entry: &Entry, options: &ReadOptions, item: Item) {
    match item {
        Item::Document(document) => {
            let text = &document.text;
            assert!(!text.contains(['\r', '\0']), "a text has no carriage return and no NUL");
            let title = document.metadata.title.unwrap_or_default();
            assert!(!title.contains('\n'), "a title is on one line");
        }
        Item::Problem(problem) => assert!(problem.reason != Reason::ReaderFailed, "{problem:?}"),
        Item::Chunk(chunk) => {
            corpus::read_chunk(entry, &chunk, options, &mut |item| take(entry, options, item));
        }
    }
}

fn file(extension: &str) -> PathBuf {
    FILE.with_borrow_mut(|file| {
        let make = || {
            let shared = PathBuf::from("/dev/shm");
            let folder = if shared.is_dir() { shared } else { std::env::temp_dir() };
            folder.join(format!("vigie-fuzz-{}.{extension}", std::process::id()))
        };
        file.get_or_insert_with(make).clone()
    })
}
