//! The sentences of problems: files and texts that the indexer refused or repaired.

use super::system::system;
use super::{Lang, Say};
use crate::model::{Binary, Problem, Reason, Special, Stage, Unit};

impl Say for Problem {
    /// The form is `path:line: step: sentence`.
    fn say(&self, lang: Lang) -> String {
        let Problem { line, stage, reason, .. } = self;
        let place = self.place();
        let line = line.map(|line| format!(":{line}")).unwrap_or_default();
        format!("{place}{line}: {}{}{}", stage.say(lang), lang.colon(), reason.say(lang))
    }
}

impl Say for Stage {
    fn say(&self, lang: Lang) -> String {
        match self {
            Stage::Walk => say!(lang, en: "walk", fr: "parcours"),
            Stage::Read => say!(lang, en: "read", fr: "lecture"),
            Stage::Decode => say!(lang, en: "decode", fr: "décodage"),
            Stage::Parse => say!(lang, en: "parse", fr: "analyse"),
            Stage::Identify => say!(lang, en: "identify", fr: "identification"),
        }
    }
}

impl Say for Reason {
    fn say(&self, lang: Lang) -> String {
        match self {
            Reason::Missing => {
                say!(lang, en: "no such file or folder", fr: "ce fichier ou dossier n'existe pas")
            }
            Reason::Forbidden => say!(lang, en: "no permission to read it", fr: "pas le droit de le lire"),
            Reason::System { said } => system(lang, said),
            Reason::Index => say!(lang,
                en: "skipped: an index is not part of a corpus",
                fr: "ignoré : un index ne fait pas partie d'un corpus"),
            Reason::LinkOutside => say!(lang,
                en: "skipped: the link leads out of the corpus",
                fr: "ignoré : le lien mène hors du corpus"),
            Reason::LinkLoop => say!(lang,
                en: "skipped: the link leads back to a folder above it",
                fr: "ignoré : le lien ramène à un dossier parent"),
            Reason::SameFolder { other } => say!(lang,
                en: "skipped: the same folder as `{other}`",
                fr: "ignoré : le même dossier que « {other} »"),
            Reason::LinkNowhere => say!(lang, en: "the link leads nowhere", fr: "le lien ne mène nulle part"),
            Reason::Special { kind } => {
                let kind = kind.say(lang);
                say!(lang, en: "skipped: {kind}", fr: "ignoré : {kind}")
            }
            Reason::IgnoreList => say!(lang,
                en: "not used: not a list of names",
                fr: "non pris en compte : ce n'est pas une liste de noms"),
            Reason::IgnoreUnread { said } => {
                let said = system(lang, said);
                say!(lang, en: "not used: {said}", fr: "non pris en compte : {said}")
            }
            Reason::IgnoreLine { said } => say!(lang,
                en: "line not used: {said}",
                fr: "ligne non prise en compte : {said}"),
            Reason::NoReader => say!(lang,
                en: "no reader for files of this kind",
                fr: "ce type de fichier n'est pas lu"),
            Reason::TooLarge { unit, most } => {
                let (limit, unit, most) = (setting(*unit), unit.say(lang), size(lang, *most));
                say!(lang,
                    en: "larger than the limit of {most} for {unit}, `{limit}` in `[limits]`",
                    fr: "dépasse la limite de {most} pour {unit}, `{limit}` dans `[limits]`")
            }
            Reason::Changed => say!(lang,
                en: "it changed while it was being read: run again when it is complete",
                fr: "modifié pendant la lecture : relancez quand le fichier sera complet"),
            Reason::Empty => say!(lang, en: "empty file", fr: "fichier vide"),
            Reason::ReaderFailed => say!(lang,
                en: "its reader gave up: please report this file",
                fr: "son lecteur a échoué : merci de signaler ce fichier"),
            Reason::ReaderCrashed { signal: Some(signal) } => say!(lang,
                en: "its reader crashed (signal {signal}): please report this file",
                fr: "son lecteur s'est effondré (signal {signal}) : merci de signaler ce fichier"),
            Reason::ReaderCrashed { signal: None } => say!(lang,
                en: "its reader crashed: please report this file",
                fr: "son lecteur s'est effondré : merci de signaler ce fichier"),
            Reason::ReaderKilled { signal } => say!(lang,
                en: "its reader was stopped from outside (signal {signal}): the next run tries again",
                fr: "son lecteur a été arrêté de l'extérieur (signal {signal}) : la prochaine indexation réessaiera"),
            Reason::ReaderSilent { seconds } => say!(lang, *seconds,
                en: ["its reader gave no answer for {seconds} second: the next run tries again",
                    "its reader gave no answer for {seconds} seconds: the next run tries again"],
                fr: ["son lecteur n'a pas répondu pendant {seconds} seconde : la prochaine indexation réessaiera",
                    "son lecteur n'a pas répondu pendant {seconds} secondes : la prochaine indexation réessaiera"]),
            Reason::TooDeep => say!(lang,
                en: "nested too deep for its reader",
                fr: "trop profondément imbriqué pour son lecteur"),
            Reason::TimedOut { seconds } => say!(lang, *seconds,
                en: ["timed out: reading it takes more than {seconds} second",
                    "timed out: reading it takes more than {seconds} seconds"],
                fr: ["délai dépassé : sa lecture prend plus de {seconds} seconde",
                    "délai dépassé : sa lecture prend plus de {seconds} secondes"]),
            Reason::OutOfMemory { most: Some(most) } => {
                let most = size(lang, *most);
                say!(lang,
                    en: "out of memory: reading it takes more than {most}",
                    fr: "mémoire insuffisante : sa lecture prend plus de {most}")
            }
            Reason::OutOfMemory { most: None } => say!(lang, en: "out of memory", fr: "mémoire insuffisante"),
            Reason::PackedCut => say!(lang,
                en: "the packed data ends too early: the file was cut",
                fr: "les données compressées s'arrêtent trop tôt : le fichier a été tronqué"),
            Reason::PackedDamaged => say!(lang,
                en: "the packed data is damaged",
                fr: "les données compressées sont endommagées"),
            Reason::NotText { kind } => {
                let kind = kind.say(lang);
                say!(lang, en: "not text: {kind}", fr: "ce n'est pas du texte : {kind}")
            }
            Reason::MixedEncodings { bytes } => say!(lang, *bytes as u64,
                en: ["mixed encodings: {bytes} stray byte was read as windows-1252",
                    "mixed encodings: {bytes} stray bytes were read as windows-1252"],
                fr: ["encodages mélangés : {bytes} octet isolé lu comme windows-1252",
                    "encodages mélangés : {bytes} octets isolés lus comme windows-1252"]),
            Reason::LongWords { words, most } => say!(lang, *words as u64,
                en: ["{words} word is longer than {most} bytes: its beginning is in the index", "{words} words are longer than {most} bytes: their beginnings are in the index"],
                fr: ["{words} mot dépasse {most} octets : son début est dans l'index", "{words} mots dépassent {most} octets : leurs débuts sont dans l'index"]),
            Reason::Mojibake { sequences } => say!(lang, *sequences as u64,
                en: ["{sequences} character had been read in the wrong encoding (`Ã©`): mended",
                    "{sequences} characters had been read in the wrong encoding (`Ã©`): mended"],
                fr: ["{sequences} caractère avait été lu dans le mauvais encodage (« Ã© ») : réparé",
                    "{sequences} caractères avaient été lus dans le mauvais encodage (« Ã© ») : réparés"]),
            Reason::Replaced { characters } => say!(lang, *characters as u64,
                en: ["{characters} unreadable character was replaced by U+FFFD",
                    "{characters} unreadable characters were replaced by U+FFFD"],
                fr: ["{characters} caractère illisible remplacé par U+FFFD",
                    "{characters} caractères illisibles remplacés par U+FFFD"]),
            Reason::NoText => say!(lang, en: "no text in it", fr: "il ne contient pas de texte"),
            Reason::NoTextKey => say!(lang,
                en: "no text in it: looked for `text`, `body`, `content`, `articleBody` and the like",
                fr: "il ne contient pas de texte : cherché sous `text`, `body`, `contenu`, `articleBody` et d'autres noms usuels"),
            Reason::NoArticle => say!(lang, en: "no article in it", fr: "il ne contient aucun article"),
            Reason::SummaryOnly => say!(lang,
                en: "the text is not in it: its summary was read",
                fr: "le texte n'y est pas : son résumé a été lu"),
            Reason::TextCut { characters } => say!(lang, *characters as u64,
                en: ["only the beginning of the text is in it: {characters} character is missing",
                    "only the beginning of the text is in it: {characters} characters are missing"],
                fr: ["seul le début du texte y est : il manque {characters} caractère",
                    "seul le début du texte y est : il manque {characters} caractères"]),
            Reason::NotAnObject => say!(lang,
                en: "not an object with a text",
                fr: "ce n'est pas un objet avec un texte"),
            Reason::NotJson { said, column } => say!(lang,
                en: "not JSON: {said}, at column {column}",
                fr: "ce n'est pas du JSON : {said}, colonne {column}"),
            Reason::JsonTooDeep { column } => say!(lang,
                en: "JSON nested too deep, at column {column}",
                fr: "JSON trop profondément imbriqué, colonne {column}"),
            Reason::JsonLines => say!(lang,
                en: "one object a line in a `.json` file: read as JSON lines",
                fr: "un objet par ligne dans un fichier `.json` : lu comme JSON Lines"),
            Reason::FrontMatterKeys => say!(lang,
                en: "the front matter names no keys",
                fr: "l'en-tête ne nomme aucune clé"),
            Reason::FrontMatter { said } => say!(lang,
                en: "the front matter cannot be read: {said}",
                fr: "l'en-tête est illisible : {said}"),
            Reason::BadDate { declared } => say!(lang,
                en: "the date `{declared}` is no day between 1600 and 2100: left out",
                fr: "la date « {declared} » n'est pas un jour entre 1600 et 2100 : laissée de côté"),
            Reason::DayMissing { declared } => say!(lang,
                en: "the date `{declared}` names no day: left out",
                fr: "la date « {declared} » ne dit pas le jour : laissée de côté"),
            Reason::FutureDate { declared } => say!(lang,
                en: "the date `{declared}` lies far ahead: check it",
                fr: "la date « {declared} » est loin dans l'avenir : vérifiez-la"),
            Reason::ReadAs { format } => say!(lang,
                en: "not what its name says: read as {format}",
                fr: "ce n'est pas ce que dit son nom : lu comme {format}"),
            Reason::Damaged { format, said } => say!(lang,
                en: "damaged {format}: {said}",
                fr: "{format} endommagé : {said}"),
            Reason::CutShort => say!(lang,
                en: "it ends too early, as if it was cut: what could be read was kept",
                fr: "il s'arrête trop tôt, comme s'il avait été tronqué : ce qui a pu être lu a été gardé"),
            Reason::Scanned { pages } => say!(lang, *pages as u64,
                en: ["{pages} page without text, most likely a scan: run text recognition (OCR) on it",
                    "{pages} pages without text, most likely a scan: run text recognition (OCR) on it"],
                fr: ["{pages} page sans texte, sans doute un scan : passez-le à la reconnaissance de texte (OCR)",
                    "{pages} pages sans texte, sans doute un scan : passez-le à la reconnaissance de texte (OCR)"]),
            Reason::PagesWithoutText { pages, of } => say!(lang, *pages as u64,
                en: ["{pages} page of {of} is a picture without text", "{pages} pages of {of} are pictures without text"],
                fr: ["{pages} page sur {of} est une image sans texte", "{pages} pages sur {of} sont des images sans texte"]),
            Reason::BadRules { said } => say!(lang,
                en: "its rules are not understood, and none of them is used: {said}",
                fr: "ses règles ne sont pas comprises, et aucune ne s'applique : {said}"),
            Reason::HitList => say!(lang,
                en: "a list of hits that was exported: not indexed, its texts would count twice",
                fr: "une liste de résultats exportée : non indexée, ses textes compteraient deux fois"),
            Reason::NoTextColumn { columns } => {
                let columns = columns.join(", ");
                say!(lang,
                    en: "no column of texts (`text`, `body`, `content`); its columns: {columns}",
                    fr: "aucune colonne de textes (« texte », « contenu ») ; ses colonnes : {columns}")
            }
            Reason::Encrypted => say!(lang,
                en: "protected by a password: save it without one",
                fr: "protégé par un mot de passe : enregistrez-le sans"),
            Reason::UnknownPacking { said } => say!(lang,
                en: "packed by a method that is not read: {said}",
                fr: "compressé par une méthode qui n'est pas lue : {said}"),
            Reason::MemberLink => say!(lang,
                en: "skipped: a link in an archive",
                fr: "ignoré : un lien dans une archive"),
            Reason::MemberOutside => say!(lang,
                en: "not read: its name leads out of the archive",
                fr: "non lu : son nom mène hors de l'archive"),
            Reason::Ratio { most } => say!(lang,
                en: "not read: it unpacks to more than {most} times its size, `archive-ratio` in `[limits]`",
                fr: "non lu : décompressé, il dépasse {most} fois sa taille, `archive-ratio` dans `[limits]`"),
            Reason::ArchivesTooDeep { most } => say!(lang,
                en: "not read: archives nested deeper than {most}, `archive-depth` in `[limits]`",
                fr: "non lu : archives imbriquées sur plus de {most} niveaux, `archive-depth` dans `[limits]`"),
            Reason::TooManyMembers { most } => say!(lang,
                en: "more than {most} files in it, `archive-members` in `[limits]`: the rest was not read",
                fr: "plus de {most} fichiers à l'intérieur, `archive-members` dans `[limits]` : le reste n'a pas été lu"),
            Reason::MembersLeftOut { kinds } => {
                // An extension; of a web archive the kind of an answer, or the number of an error.
                let is_extension = |kind: &str| kind.starts_with(char::is_alphabetic) && !kind.contains('/');
                let shown = |(kind, count): (&String, &u64)| match is_extension(kind) {
                    true => format!("{count} .{kind}"),
                    false => format!("{count} {kind}"),
                };
                let kinds = kinds.iter().map(shown);
                let kinds = kinds.collect::<Vec<_>>().join(", ");
                say!(lang,
                    en: "left out, files without text: {kinds}",
                    fr: "laissé de côté, fichiers sans texte : {kinds}")
            }
            Reason::PageInText => say!(lang,
                en: "a web page in a text file: read as a web page",
                fr: "une page web dans un fichier texte : lu comme page web"),
            Reason::WholePage => say!(lang,
                en: "no article stands out: the whole page was kept",
                fr: "aucun article ne se détache : toute la page a été gardée"),
            Reason::LittleKept { percent } => say!(lang,
                en: "only {percent} % of the page's prose was taken for its article: check it",
                fr: "seuls {percent} % de la prose de la page ont été pris pour son article : vérifiez-le"),
            Reason::ExportUnread => say!(lang,
                en: "it looks like an export of a press database, but its articles cannot be told apart: read as one text",
                fr: "il ressemble à un export de base de presse, mais ses articles ne se distinguent pas : lu comme un seul texte"),
            Reason::NotXml => {
                say!(lang, en: "not XML: no element in it", fr: "ce n'est pas du XML : aucun élément")
            }
            Reason::DamagedXml { said } => say!(lang,
                en: "damaged XML, read as far as it goes: {said}",
                fr: "XML endommagé, lu autant que possible : {said}"),
            Reason::NotMail => {
                say!(lang, en: "not mail: no message in it", fr: "ce n'est pas un courriel : aucun message")
            }
            Reason::AttachmentNotRead { name } => say!(lang,
                en: "the attachment `{name}` was not read: save it beside the message",
                fr: "la pièce jointe `{name}` n'a pas été lue : enregistrez-la à côté du message"),
            Reason::TooManyAttributes { most } => say!(lang,
                en: "a tag with more than {most} attributes",
                fr: "une balise de plus de {most} attributs"),
            Reason::ElementsTooDeep { most } => say!(lang,
                en: "elements nested deeper than {most}",
                fr: "éléments imbriqués sur plus de {most} niveaux"),
            Reason::IdTaken { id, holder, given } => say!(lang,
                en: "the id `{id}` is already that of an article in `{holder}`; indexed as `{given}`",
                fr: "l'identifiant `{id}` est déjà celui d'un article de `{holder}` ; indexé sous `{given}`"),
        }
    }
}

impl Say for Unit {
    fn say(&self, lang: Lang) -> String {
        match self {
            Unit::Document => say!(lang, en: "one document", fr: "un document"),
            Unit::Page => say!(lang, en: "one page", fr: "une page"),
            Unit::Line => say!(lang, en: "one line", fr: "une ligne"),
            Unit::Texts => say!(lang, en: "the texts of one file", fr: "les textes d'un fichier"),
            Unit::Archive => say!(lang, en: "what an archive unpacks to", fr: "le contenu d'une archive"),
        }
    }
}

impl Say for Special {
    fn say(&self, lang: Lang) -> String {
        match self {
            Special::Pipe => say!(lang, en: "a named pipe", fr: "un tube nommé"),
            Special::Socket => say!(lang, en: "a socket", fr: "une socket"),
            Special::Device => say!(lang, en: "a device", fr: "un périphérique"),
            Special::Other => say!(lang, en: "not a regular file", fr: "ce n'est pas un fichier ordinaire"),
        }
    }
}

impl Say for Binary {
    fn say(&self, lang: Lang) -> String {
        match self {
            Binary::Pdf => say!(lang, en: "a PDF document", fr: "un document PDF"),
            Binary::Zip => say!(lang,
                en: "a zip archive or office document",
                fr: "une archive zip ou un document bureautique"),
            Binary::Gzip => say!(lang, en: "gzip data", fr: "des données gzip"),
            Binary::Png => say!(lang, en: "a PNG image", fr: "une image PNG"),
            Binary::Jpeg => say!(lang, en: "a JPEG image", fr: "une image JPEG"),
            Binary::Gif => say!(lang, en: "a GIF image", fr: "une image GIF"),
            Binary::Program => say!(lang, en: "a program", fr: "un programme"),
            Binary::OldOffice => say!(lang,
                en: "an old office document",
                fr: "un document bureautique d'ancien format"),
            Binary::Rtf => say!(lang, en: "a rich text document", fr: "un document RTF"),
            Binary::Database => say!(lang, en: "a database", fr: "une base de données"),
            Binary::Unknown => say!(lang, en: "binary data", fr: "des données binaires"),
        }
    }
}

/// A size in bytes, KiB or MiB, rounded down.
fn size(lang: Lang, bytes: u64) -> String {
    let (kib, mib) = (bytes / 1024, bytes / 1_048_576);
    match bytes {
        0..1024 => {
            say!(lang, bytes, en: ["{bytes} byte", "{bytes} bytes"], fr: ["{bytes} octet", "{bytes} octets"])
        }
        1024..1_048_576 => say!(lang, en: "{kib} KiB", fr: "{kib} Kio"),
        _ => say!(lang, en: "{mib} MiB", fr: "{mib} Mio"),
    }
}
/// The limit of a unit as `[limits]` of `vigie.toml` has it.
fn setting(unit: Unit) -> &'static str {
    match unit {
        Unit::Document => "document",
        Unit::Page => "page",
        Unit::Line => "line",
        Unit::Texts => "texts",
        Unit::Archive => "archive-unpacked",
    }
}
