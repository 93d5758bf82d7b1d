//! The French sentences on invalid arguments. clap has the English ones.

use super::Lang;

/// A fault of the arguments, with the words as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadArgument {
    /// There is no such command.
    UnknownCommand {
        /// As typed.
        command: String,
    },
    /// There is no such argument.
    Unknown {
        /// As typed.
        argument: String,
    },
    /// The value of an argument is not valid.
    Value {
        /// The argument.
        argument: String,
        /// The value, as typed.
        value: String,
        /// The reason, where it is known.
        because: Option<String>,
    },
    /// An argument has no value.
    NoValue {
        /// The argument.
        argument: String,
    },
    /// Arguments are missing.
    Missing {
        /// The missing arguments.
        arguments: Vec<String>,
    },
    /// Two arguments exclude each other, or one occurs twice.
    Conflict {
        /// One of them.
        argument: String,
        /// The others.
        others: Vec<String>,
    },
    /// An argument has too many or too few values.
    Count {
        /// The argument.
        argument: String,
    },
    /// An argument is not UTF-8.
    NotUtf8,
}

/// What else stands under the error.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Around {
    /// The possible values.
    pub possible: Vec<String>,
    /// Names similar to the typed one.
    pub similar: Vec<String>,
    /// Advice.
    pub advice: Option<String>,
    /// The usage of the command.
    pub usage: Option<String>,
}

impl BadArgument {
    /// The sentence.
    pub fn french(&self) -> String {
        match self {
            BadArgument::UnknownCommand { command } => format!("commande inconnue «\u{a0}{command}\u{a0}»"),
            BadArgument::Unknown { argument } => format!("argument inattendu «\u{a0}{argument}\u{a0}»"),
            BadArgument::Value { argument, value, because: None } => {
                format!("valeur «\u{a0}{value}\u{a0}» non valable pour «\u{a0}{argument}\u{a0}»")
            }
            BadArgument::Value { argument, value, because: Some(because) } => {
                format!(
                    "valeur «\u{a0}{value}\u{a0}» non valable pour «\u{a0}{argument}\u{a0}»\u{a0}: {because}"
                )
            }
            BadArgument::NoValue { argument } => format!("il manque une valeur à «\u{a0}{argument}\u{a0}»"),
            BadArgument::Missing { arguments } => {
                format!("ces arguments obligatoires manquent\u{a0}:\n  {}", arguments.join("\n  "))
            }
            BadArgument::Conflict { argument, others } if others.iter().all(|other| other == argument) => {
                format!("l'argument «\u{a0}{argument}\u{a0}» ne peut être donné qu'une fois")
            }
            BadArgument::Conflict { argument, others } => {
                let others = others.join(", ");
                format!("l'argument «\u{a0}{argument}\u{a0}» ne va pas avec «\u{a0}{others}\u{a0}»")
            }
            BadArgument::Count { argument } => {
                format!("l'argument «\u{a0}{argument}\u{a0}» n'a pas le bon nombre de valeurs")
            }
            BadArgument::NotUtf8 => "un argument n'est pas de l'UTF-8".to_owned(),
        }
    }
}

impl Around {
    /// The lines under the sentence.
    pub fn french(&self) -> String {
        let possible = (!self.possible.is_empty())
            .then(|| format!("\n  [valeurs possibles\u{a0}: {}]", self.possible.join(", ")));
        let similar = (!self.similar.is_empty()).then(|| {
            format!("\n\n  conseil\u{a0}: il existe «\u{a0}{}\u{a0}»", self.similar.join("\u{a0}», «\u{a0}"))
        });
        let usage = self.usage.as_ref().map(|usage| format!("\n\nUtilisation\u{a0}: {usage}"));
        let advice = self.advice.as_ref().map(|advice| format!("\n\n  conseil\u{a0}: {advice}"));
        let parts = [possible, similar, advice, usage].into_iter().flatten().collect::<String>();
        format!("{parts}\n\nPour en savoir plus, essayez «\u{a0}--help\u{a0}».")
    }
}

/// Why a number is refused, as the standard library says it.
pub fn number(english: &str) -> Option<&'static str> {
    match english {
        "invalid digit found in string" => Some("ce n'est pas un nombre entier"),
        "cannot parse integer from empty string" => Some("il est vide"),
        "number too large to fit in target type" => Some("ce nombre est trop grand"),
        _ => None,
    }
}

/// The advice to someone who left a word out of a query with a dash that the shell passed on as a flag.
pub fn leave_out(lang: Lang, word: &str) -> String {
    say!(lang,
        en: "to leave out `{word}`, quote the query (`'puces -{word}'`) or write `SAUF {word}`",
        fr: "pour exclure « {word} », mettez la requête entre apostrophes (`'puces -{word}'`) ou écrivez `SAUF {word}`")
}
