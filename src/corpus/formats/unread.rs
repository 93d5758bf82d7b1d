//! Names: which files hold no text by their kind, and are left out without being opened.
//!
//! Saved pages come with pictures, style sheets and scripts. They are counted by kind. All other files are opened, and those
//! that nobody can read are problems.

/// Pictures, sounds, films, fonts, style sheets, scripts, settings.
const KINDS: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "ico", "svg", "tif", "tiff", "heic", "psd", "mp3",
    "m4a", "wav", "ogg", "oga", "flac", "mp4", "m4v", "mov", "avi", "mkv", "webm", "woff", "woff2", "ttf",
    "otf", "eot", "css", "scss", "js", "mjs", "map", "toml",
];

/// What systems and this program put beside articles.
const NAMES: &[&str] = &["vigie.toml", "thumbs.db", "desktop.ini"];

/// The longest extension in characters. What follows the last point of « note du 12.03.2024 » is none.
const LONGEST_EXTENSION: usize = 8;

/// The extension of a name: what follows its last point, if that looks like one.
pub(super) fn extension(name: &str) -> Option<&str> {
    let (stem, extension) = name.rsplit('/').next()?.rsplit_once('.')?;
    let is_one = extension.len() <= LONGEST_EXTENSION
        && extension.starts_with(|c: char| c.is_ascii_alphabetic())
        && extension.chars().all(|c| c.is_ascii_alphanumeric());
    (is_one && !stem.is_empty()).then_some(extension)
}

/// The kind of a file that holds no text, by its name: its extension in lower case.
pub(in crate::corpus) fn kind(name: &str) -> Option<String> {
    let kind = extension(name)?.to_lowercase();
    KINDS.contains(&kind.as_str()).then_some(kind)
}

/// Whether a file of this name is no part of a corpus.
pub(in crate::corpus) fn is_left_out(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name).to_lowercase();
    NAMES.contains(&file.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, extension_of: Option<&str>, kind_of: Option<&str>) {
        assert_eq!((extension(name), kind(name).as_deref()), (extension_of, kind_of), "{name}");
    }

    #[test]
    fn extensions_and_kinds() {
        check("a/b.txt", Some("txt"), None);
        check("b.PNG", Some("PNG"), Some("png"));
        for none in ["note du 12.03.2024", "a.b/c", "M. Dupont", "c", ".txt", "", "fin."] {
            check(none, None, None);
        }
        assert!(is_left_out("a/Thumbs.db") && !is_left_out("a/b.db"));
    }
}
