//! The formats in words. The table in the documentation is made of it.

use super::READERS;

/// A format that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatInfo {
    /// The name: `PDF`.
    pub name: &'static str,
    /// The extensions of its files, in lower case.
    pub extensions: &'static [&'static str],
    /// What is read, in English.
    pub en: &'static str,
    /// What is read, in French.
    pub fr: &'static str,
}

/// The formats that are read.
pub fn formats() -> Vec<FormatInfo> {
    let info = |reader: &&dyn super::Reader| {
        let about = reader.about();
        FormatInfo { name: about.name, extensions: reader.extensions(), en: about.en, fr: about.fr }
    };
    READERS.iter().map(info).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table, with a row for each format.
    fn table() -> String {
        let head = "| format | extensions | what is read | ce qui est lu |\n| --- | --- | --- | --- |\n";
        let row = |FormatInfo { name, extensions, en, fr }: &FormatInfo| {
            let extensions: Vec<String> = extensions.iter().map(|name| format!("`.{name}`")).collect();
            format!("| {name} | {} | {en} | {fr} |\n", extensions.join(" "))
        };
        head.to_owned() + &formats().iter().map(row).collect::<String>()
    }

    #[test]
    fn the_documentation_has_the_table() {
        let page = include_str!("../../../docs/FORMATS.md");
        assert!(page.contains(&table()), "docs/FORMATS.md should have this table:\n\n{}", table());
    }

    #[test]
    fn no_two_formats_have_an_extension() {
        let mut all: Vec<&str> = formats().iter().flat_map(|format| format.extensions).copied().collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
