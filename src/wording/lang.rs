//! The two languages, and the labels before a sentence.

/// A language of the output.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lang {
    /// English, the default.
    #[default]
    En,
    /// French.
    Fr,
}

impl Lang {
    /// Both languages.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Fr];

    /// The ISO 639-1 code, which names the language on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Fr => "fr",
        }
    }

    /// The language of a locale such as `fr_FR.UTF-8`: French for `fr` of any country, English for all others.
    pub fn of_locale(locale: &str) -> Lang {
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("fr") { Lang::Fr } else { Lang::En }
    }

    /// The colon between a label and its sentence, with its spaces.
    pub fn colon(self) -> &'static str {
        match self {
            Lang::En => ": ",
            Lang::Fr => "\u{a0}: ",
        }
    }

    /// A number with `digits` decimals.
    pub(super) fn decimal(self, value: f64, digits: usize) -> String {
        let text = format!("{value:.digits$}");
        match self {
            Lang::En => text,
            Lang::Fr => text.replace('.', ","),
        }
    }
}

/// The label of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// The command failed.
    Error,
    /// The result may differ from what the user meant.
    Warning,
    /// The user should know something.
    Note,
    /// Advice.
    Hint,
    /// A file, or a part of it, is not in the index.
    Failed,
}

impl Label {
    /// The word of the label.
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

    /// The label, a colon and the sentence.
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
