//! The two languages, and the words that stand before a sentence.

/// A language that people read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lang {
    /// English, where nothing says otherwise.
    #[default]
    En,
    /// French.
    Fr,
}

impl Lang {
    /// Both.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Fr];

    /// The name on the command line: an ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Fr => "fr",
        }
    }

    /// The language of a locale such as `fr_FR.UTF-8`: French is French everywhere, all else is English.
    pub fn of_locale(locale: &str) -> Lang {
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("fr") { Lang::Fr } else { Lang::En }
    }

    /// What parts a word from what it announces.
    pub fn colon(self) -> &'static str {
        match self {
            Lang::En => ": ",
            Lang::Fr => "\u{a0}: ",
        }
    }

    /// A number with so many decimals.
    pub(super) fn decimal(self, value: f64, digits: usize) -> String {
        let text = format!("{value:.digits$}");
        match self {
            Lang::En => text,
            Lang::Fr => text.replace('.', ","),
        }
    }
}

/// What a sentence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// Something went wrong.
    Error,
    /// Something may not be as it was meant.
    Warning,
    /// Something is good to know.
    Note,
    /// What to do.
    Hint,
    /// A file, or a part of it, is not in the index.
    Failed,
}

impl Label {
    /// The word before the colon.
    pub fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Label::Error, Lang::En) => "error",
            (Label::Error, Lang::Fr) => "erreur",
            (Label::Warning, Lang::En) => "warning",
            (Label::Warning, Lang::Fr) => "attention",
            (Label::Note, Lang::En) => "note",
            (Label::Note, Lang::Fr) => "note",
            (Label::Hint, Lang::En) => "hint",
            (Label::Hint, Lang::Fr) => "conseil",
            (Label::Failed, Lang::En) => "failed",
            (Label::Failed, Lang::Fr) => "échec",
        }
    }

    /// A sentence after its word.
    pub fn before(self, lang: Lang, sentence: &str) -> String {
        format!("{}{}{sentence}", self.word(lang), lang.colon())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(locale: &str, expected: Lang) {
        assert_eq!(Lang::of_locale(locale), expected, "{locale}");
    }

    #[test]
    fn locales() {
        for french in ["fr", "fr_FR.UTF-8", "fr_CA", "fr-BE", "FR", "fr@euro"] {
            check(french, Lang::Fr);
        }
        for other in ["C", "C.UTF-8", "POSIX", "en_GB.UTF-8", "fro", "frr_DE", ""] {
            check(other, Lang::En);
        }
    }
}
