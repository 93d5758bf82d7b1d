//! The sentences of remarks on a query. Their advice is in the query language, so it holds in every front end.

use super::{Label, Lang, Say};
use crate::query::{Diagnostic, Remark, Severity, Side, point};

/// The query, a line with carets under the place, the remark and the advice; each line ends with a line break.
pub fn pointed(lang: Lang, query: &str, diagnostic: &Diagnostic) -> String {
    let Diagnostic { span, severity, remark } = diagnostic;
    let sentence = severity_label(*severity).before(lang, &remark.say(lang));
    let hint = instead(lang, remark).map(|hint| Label::Hint.before(lang, &hint) + "\n").unwrap_or_default();
    format!("{}{sentence}\n{hint}", point(query, *span))
}

/// The label of a remark.
pub(super) fn severity_label(severity: Severity) -> Label {
    match severity {
        Severity::Note => Label::Note,
        Severity::Warning => Label::Warning,
        Severity::Error => Label::Error,
    }
}

impl Say for Remark {
    fn say(&self, lang: Lang) -> String {
        match self {
            Remark::TooLong { most } => say!(lang,
                en: "a query has at most {most} bytes; the rest is left out",
                fr: "une requête compte au plus {most} octets ; la suite est laissée de côté"),
            Remark::TooManyWords { most } => say!(lang,
                en: "a query has at most {most} words; the rest is left out",
                fr: "une requête compte au plus {most} mots ; la suite est laissée de côté"),
            Remark::TooDeep { most } => say!(lang,
                en: "parentheses nest at most {most} deep; the rest is left out",
                fr: "les parenthèses s'imbriquent sur {most} niveaux au plus ; la suite est laissée de côté"),
            Remark::UnopenedParenthesis => say!(lang,
                en: "this `)` was never opened and is ignored",
                fr: "cette `)` n'a pas été ouverte : elle est ignorée"),
            Remark::UnclosedParenthesis => say!(lang,
                en: "this `(` is never closed",
                fr: "cette `(` n'est pas fermée"),
            Remark::EmptyParentheses => say!(lang,
                en: "there is nothing in these parentheses",
                fr: "ces parenthèses sont vides"),
            Remark::UnopenedQuote => say!(lang,
                en: "this quote was never opened and is ignored",
                fr: "ce guillemet n'a pas été ouvert : il est ignoré"),
            Remark::UnclosedQuote => say!(lang,
                en: "this quote is never closed and is ignored",
                fr: "ce guillemet n'est pas fermé : il est ignoré"),
            Remark::EmptyQuotes => say!(lang,
                en: "there is no word between these quotes",
                fr: "il n'y a aucun mot entre ces guillemets"),
            Remark::NeedlessPlus => say!(lang,
                en: "`+` is not needed: every word is wanted already",
                fr: "`+` est inutile : tous les mots sont déjà voulus"),
            Remark::ExactGroup => say!(lang,
                en: "`=` stands before a word or phrase; before a group it is ignored",
                fr: "`=` se met devant un mot ou une expression ; devant un groupe, il est ignoré"),
            Remark::NoDate { typed } => say!(lang,
                en: "`{typed}` names no date",
                fr: "`{typed}` n'est pas une date"),
            Remark::BackwardsDate { typed } => say!(lang,
                en: "`{typed}` ends before it begins",
                fr: "`{typed}` finit avant de commencer"),
            Remark::UnknownField { typed, .. } => say!(lang,
                en: "`{typed}` is no field, and is read as text",
                fr: "`{typed}` n'est pas un champ : c'est lu comme du texte"),
            Remark::FieldAlone { typed } => say!(lang,
                en: "`{typed}` is read as a word",
                fr: "`{typed}` est lu comme un mot"),
            Remark::Minus { before: _ } => say!(lang,
                en: "this `-` is read as a minus",
                fr: "ce `-` est lu comme le signe moins"),
            Remark::ReadAsNear { typed, distance } => say!(lang,
                en: "`{typed}` is read as PRES/{distance}: within {distance} words, in either order",
                fr: "`{typed}` est lu comme PRES/{distance} : à {distance} mots au plus, dans un ordre ou l'autre"),
            Remark::NoDistance { typed } => say!(lang,
                en: "`{typed}` is read as text",
                fr: "`{typed}` est lu comme du texte"),
            Remark::StarInside => say!(lang,
                en: "this `*` is read as text",
                fr: "cette `*` est lue comme du texte"),
            Remark::QuestionInside => say!(lang,
                en: "this `?` is read as text",
                fr: "ce `?` est lu comme du texte"),
            Remark::SignInQuotes { sign } => say!(lang,
                en: "`{sign}` within quotes is read as text",
                fr: "`{sign}` entre guillemets est lu comme du texte"),
            Remark::ShortPrefix { least } => say!(lang,
                en: "`*` needs at least {least} letters or digits before it",
                fr: "il faut au moins {least} lettres ou chiffres devant `*`"),
            Remark::FaultsNotCounted => say!(lang,
                en: "the number after `~` is ignored: how many faults pass depends on the word's length",
                fr: "le nombre après `~` est ignoré : les fautes admises dépendent de la longueur du mot"),
            Remark::TildeIgnored { beside } => say!(lang,
                en: "`~` is ignored beside `{beside}`",
                fr: "`~` est ignoré à côté de `{beside}`"),
            Remark::DefaultDistance { distance } => say!(lang,
                en: "`~` after a phrase is read as `~{distance}`",
                fr: "`~` après une expression est lu comme `~{distance}`"),
            Remark::DistanceOutOfRange { least, most, taken } => say!(lang,
                en: "a distance lies between {least} and {most} words; read as {taken}",
                fr: "une distance va de {least} à {most} mots ; lue comme {taken}"),
            Remark::BoostOutOfRange { most } => say!(lang,
                en: "a boost lies above 0 and goes up to {most}",
                fr: "un poids est supérieur à 0 et va jusqu'à {most}"),
            Remark::SeveralBoosts => say!(lang,
                en: "only the last boost is taken",
                fr: "seul le dernier poids est pris en compte"),
            Remark::BoostIgnored => say!(lang,
                en: "a boost on one side of this is ignored",
                fr: "un poids d'un seul côté de cet opérateur est ignoré"),
            Remark::Dangling { typed, missing: Side::Before } => say!(lang,
                en: "`{typed}` has nothing before it and is ignored",
                fr: "il n'y a rien avant `{typed}`, qui est ignoré"),
            Remark::Dangling { typed, missing: Side::After } => say!(lang,
                en: "`{typed}` has nothing after it and is ignored",
                fr: "il n'y a rien après `{typed}`, qui est ignoré"),
            Remark::DoubleNot => say!(lang,
                en: "a NOT of a NOT: two of them cancel out",
                fr: "un SAUF devant un SAUF : ils s'annulent"),
            Remark::ReadAsAnd => say!(lang,
                en: "between anything but words, phrases and (A OU B), this is read as ET",
                fr: "ailleurs qu'entre des mots, des expressions et (A OU B), ceci est lu comme ET"),
            Remark::PairByPair => say!(lang,
                en: "read pair by pair: `A PRES B PRES C` asks for `A PRES B` and `B PRES C`",
                fr: "lu deux par deux : `A PRES B PRES C` demande `A PRES B` et `B PRES C`"),
            Remark::More { count } => say!(lang, *count as u64,
                en: ["{count} more remark is not shown", "{count} more remarks are not shown"],
                fr: ["{count} autre remarque n'est pas affichée", "{count} autres remarques ne sont pas affichées"]),
        }
    }
}

/// The advice: what to type instead.
pub(super) fn instead(lang: Lang, remark: &Remark) -> Option<String> {
    Some(match remark {
        Remark::UnopenedQuote | Remark::UnclosedQuote => say!(lang,
            en: "a phrase is `\"…\"`, `« … »` or `“…”`",
            fr: "une expression s'écrit `\"…\"`, `« … »` ou `“…”`"),
        Remark::NoDate { .. } => say!(lang,
            en: "write `date:2025`, `date:2025-10`, `date:28/10/2025`, `date:2025-10..2025-11`, `date:>=2025-10` or `date:7j`",
            fr: "écrivez `date:2025`, `date:2025-10`, `date:28/10/2025`, `date:2025-10..2025-11`, `date:>=2025-10` ou `date:7j`"),
        Remark::BackwardsDate { .. } => say!(lang,
            en: "exchange the two days",
            fr: "échangez les deux jours"),
        Remark::UnknownField { nearest, .. } => {
            let nearest = nearest.as_ref().map(
                |field| say!(lang, en: "did you mean `{field}`? ", fr: "vouliez-vous dire `{field}` ? "),
            );
            let nearest = nearest.unwrap_or_default();
            say!(lang,
                en: "{nearest}the fields are `titre:`, `source:`, `auteur:`, `langue:`, `date:`; words alone are looked for in title and text",
                fr: "{nearest}les champs sont `titre:`, `source:`, `auteur:`, `langue:`, `date:` ; les mots seuls sont cherchés dans le titre et le texte")
        }
        Remark::FieldAlone { typed } => say!(lang,
            en: "to search a field, write its value right behind the colon: `{typed}…`",
            fr: "pour chercher dans un champ, écrivez sa valeur juste après les deux-points : `{typed}…`"),
        Remark::Minus { before } => say!(lang,
            en: "to leave it out, write `SAUF {before}`",
            fr: "pour l'exclure, écrivez `SAUF {before}`"),
        Remark::NoDistance { .. } => say!(lang,
            en: "to find words near each other, write `PRES/5`",
            fr: "pour des mots proches, écrivez `PRES/5`"),
        Remark::QuestionInside => say!(lang,
            en: "no sign stands for one letter; `pl*` finds any ending, `plan~` misspellings",
            fr: "aucun signe ne remplace une lettre ; `pl*` trouve toutes les fins, `plan~` les fautes"),
        Remark::SignInQuotes { sign: '*' } => say!(lang,
            en: "within quotes `*` stands for the rest of the last word only: `\"accord de par*\"`",
            fr: "entre guillemets, `*` remplace seulement la suite du dernier mot : `\"accord de par*\"`"),
        Remark::StarInside => say!(lang,
            en: "`*` stands for the rest of a word, at its end only: `export*`",
            fr: "`*` remplace la suite d'un mot, à sa fin seulement : `export*`"),
        Remark::ShortPrefix { .. } => say!(lang, en: "write `export*`", fr: "écrivez `export*`"),
        Remark::BoostIgnored => say!(lang,
            en: "put it on the whole: `(A PRES/5 B)^2`",
            fr: "mettez-le sur l'ensemble : `(A PRES/5 B)^2`"),
        Remark::ReadAsAnd => say!(lang,
            en: "write `(puce OU GPU) PRES/5 \"part de marché\"`",
            fr: "écrivez `(puce OU GPU) PRES/5 \"part de marché\"`"),
        Remark::TooLong { .. }
        | Remark::TooManyWords { .. }
        | Remark::TooDeep { .. }
        | Remark::UnopenedParenthesis
        | Remark::UnclosedParenthesis
        | Remark::EmptyParentheses
        | Remark::EmptyQuotes
        | Remark::NeedlessPlus
        | Remark::ExactGroup
        | Remark::FaultsNotCounted
        | Remark::TildeIgnored { .. }
        | Remark::DefaultDistance { .. }
        | Remark::ReadAsNear { .. }
        | Remark::SignInQuotes { .. }
        | Remark::DistanceOutOfRange { .. }
        | Remark::BoostOutOfRange { .. }
        | Remark::SeveralBoosts
        | Remark::Dangling { .. }
        | Remark::DoubleNot
        | Remark::PairByPair
        | Remark::More { .. } => return None,
    })
}
