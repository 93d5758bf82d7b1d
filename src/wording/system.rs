//! The messages of the operating system, which are English: French for the usual ones.
//!
//! A message that is not in the table stays English. The English column is that of the GNU C library (`strerror`).

use super::Lang;

const REFUSALS: &[(&str, &str)] = &[
    ("operation not permitted", "opération non permise"),
    ("no such file or directory", "aucun fichier ou dossier de ce nom"),
    ("input/output error", "erreur d'entrée/sortie"),
    ("permission denied", "permission refusée"),
    ("device or resource busy", "périphérique ou ressource occupé"),
    ("file exists", "le fichier existe déjà"),
    ("not a directory", "ce n'est pas un dossier"),
    ("is a directory", "c'est un dossier"),
    ("too many open files", "trop de fichiers ouverts"),
    ("file too large", "fichier trop gros"),
    ("no space left on device", "plus de place sur le disque"),
    ("read-only file system", "système de fichiers en lecture seule"),
    ("file name too long", "nom de fichier trop long"),
    ("too many levels of symbolic links", "trop de liens symboliques"),
    ("disk quota exceeded", "quota de disque dépassé"),
    ("stale file handle", "le fichier a disparu du serveur"),
    ("not a regular file", "ce n'est pas un fichier ordinaire"),
];

/// A message of the system in `lang`, with the number of the error after it.
pub(super) fn system(lang: Lang, said: &str) -> String {
    let (text, number) = said.split_at(said.find(" (os error").unwrap_or(said.len()));
    let known = REFUSALS.iter().find(|(english, _)| english.eq_ignore_ascii_case(text));
    match (lang, known) {
        (Lang::Fr, Some((_, french))) => format!("{french}{number}"),
        _ => said.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(said: &str, expected: &str) {
        assert_eq!(system(Lang::Fr, said), expected);
        assert_eq!(system(Lang::En, said), said);
    }

    #[test]
    fn usual_refusals() {
        check("No such file or directory (os error 2)", "aucun fichier ou dossier de ce nom (os error 2)");
        check("is a directory", "c'est un dossier");
        check("something else", "something else");
    }

    #[test]
    fn the_english_column_is_what_this_system_says() {
        for number in [1, 2, 5, 13, 17, 20, 21, 28, 30, 36] {
            let said = std::io::Error::from_raw_os_error(number).to_string();
            assert_ne!(system(Lang::Fr, &said), said, "{said}");
        }
    }
}
