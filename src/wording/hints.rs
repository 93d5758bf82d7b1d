//! The advice on errors, for users of the command line. Only this file, `help` and `complaints` name commands and
//! flags.

use super::remarks::instead;
use super::{Advise, Complaint, Lang};
use crate::backend::{BackendError, IndexFolderError};
use crate::eval::{EvalError, Shape};
use crate::export::{FieldName, FormatName, UnknownField, UnknownFormat};
use crate::indexing::IndexingError;
use crate::model::Note;
use crate::overview::OverviewError;
use crate::query::Remark;
use crate::search::SearchError;
use crate::session::SessionError;
use crate::settings::SettingsError;
use crate::thesaurus::{Problem, ThesaurusError};

/// The advice on an index that this program cannot read.
fn rebuild(lang: Lang) -> String {
    say!(lang,
        en: "`vigie index --rebuild` makes it again from the corpus",
        fr: "`vigie index --rebuild` le refait à partir du corpus")
}

fn name_another_folder(lang: Lang) -> String {
    say!(lang, en: "name another folder with `--index`", fr: "indiquez un autre dossier avec `--index`")
}

/// The line on the problems that are not printed.
pub fn more_problems(lang: Lang, count: usize) -> String {
    say!(lang, count as u64,
        en: ["… and {count} more: `vigie status --problems` names them all", "… and {count} more: `vigie status --problems` names them all"],
        fr: ["… et {count} autre : `vigie status --problems` les nomme tous", "… et {count} autres : `vigie status --problems` les nomme tous"])
}

/// The line on the values of a facet that are not printed.
pub fn more_values(lang: Lang, count: usize) -> String {
    say!(lang, count as u64,
        en: ["… and {count} more: `--limit 0` shows all", "… and {count} more: `--limit 0` shows all"],
        fr: ["… et {count} autre : `--limit 0` les montre toutes", "… et {count} autres : `--limit 0` les montre toutes"])
}

/// How many uses of a concordance are printed.
pub fn uses_shown(lang: Lang, shown: u64, of: u64) -> String {
    if shown >= of {
        return say!(lang, en: "; all shown", fr: " ; tout est affiché");
    }
    say!(lang, en: "; shown: {shown} of {of} (`--limit 0` shows all)", fr: " ; affichés : {shown} sur {of} (`--limit 0` les montre tous)")
}

/// The advice on an index that is not up to date.
pub(super) fn update(lang: Lang) -> String {
    say!(lang, en: "`vigie index` mends it", fr: "`vigie index` y remédie")
}

impl Advise for Remark {
    fn advise(&self, lang: Lang) -> Option<String> {
        instead(lang, self)
    }
}

impl Advise for Note {
    fn advise(&self, lang: Lang) -> Option<String> {
        match self {
            Note::Undated { kept: false, .. } => {
                Some(say!(lang, en: "`--undated` keeps them", fr: "`--undated` les garde"))
            }
            Note::Behind { .. } => Some(update(lang)),
            Note::NotRead { .. } => Some(say!(lang,
                en: "`vigie status --problems` names them",
                fr: "`vigie status --problems` les nomme")),
            _ => None,
        }
    }
}

impl Advise for BackendError {
    fn advise(&self, lang: Lang) -> Option<String> {
        match self {
            BackendError::Damaged { .. } | BackendError::DamagedFiles { .. } => Some(rebuild(lang)),
            BackendError::DiskFull { .. } => Some(say!(lang,
                en: "free some space and run the command again; what was indexed before is untouched",
                fr: "libérez de la place et relancez la commande ; ce qui était indexé est intact")),
            BackendError::Stopped | BackendError::TimedOut | BackendError::Io { .. } => None,
        }
    }
}

impl Advise for IndexFolderError {
    fn advise(&self, lang: Lang) -> Option<String> {
        match self {
            IndexFolderError::Missing(_) => {
                Some(say!(lang, en: "`vigie index CORPUS` makes one", fr: "`vigie index CORPUS` en fait un"))
            }
            IndexFolderError::IsFile(_) | IndexFolderError::NotAnIndex { .. } => {
                Some(name_another_folder(lang))
            }
            IndexFolderError::Damaged { .. }
            | IndexFolderError::OtherFormat { .. }
            | IndexFolderError::OtherChain { .. } => Some(rebuild(lang)),
            IndexFolderError::Locked { .. } => Some(say!(lang,
                en: "wait until it ends, or stop it; what it had not committed is lost, nothing else",
                fr: "attendez la fin, ou arrêtez-la ; seul ce qu'elle n'avait pas validé est perdu")),
            IndexFolderError::Io { .. } => None,
        }
    }
}

impl Advise for IndexingError {
    fn advise(&self, lang: Lang) -> Option<String> {
        match self {
            IndexingError::IndexFolder(error) => error.advise(lang),
            IndexingError::Backend(error) => error.advise(lang),
            IndexingError::NoCorpus(_) => Some(say!(lang,
                en: "name a folder or file that is there",
                fr: "indiquez un dossier ou un fichier qui existe")),
            IndexingError::CorpusUnreadable { .. } | IndexingError::Reader(_) => None,
            IndexingError::CorpusName(_) => Some(say!(lang,
                en: "rename the folder, or give its parent",
                fr: "renommez le dossier, ou indiquez son parent")),
            IndexingError::OtherCorpus { .. } => Some(say!(lang,
                en: "`--index DIR` makes another index, `--rebuild` replaces this one",
                fr: "`--index DOSSIER` fait un autre index, `--rebuild` remplace celui-ci")),
            IndexingError::Missing(_) => Some(say!(lang,
                en: "if a drive is not mounted, mount it; if the files are gone, add `--remove-missing`",
                fr: "si un disque n'est pas monté, montez-le ; si les fichiers ont disparu, ajoutez `--remove-missing`")),
            IndexingError::Manifest { .. } => Some(rebuild(lang)),
        }
    }
}

impl Advise for SearchError {
    fn advise(&self, lang: Lang) -> Option<String> {
        match self {
            SearchError::Backend(error) => error.advise(lang),
            SearchError::NoArticle(_) => Some(say!(lang,
                en: "`vigie search` shows the names of articles",
                fr: "`vigie search` affiche les noms des articles")),
            SearchError::Stopped | SearchError::TimedOut => None,
            SearchError::TooManyConcepts => Some(say!(lang,
                en: "`--no-expand` looks for the words as typed only",
                fr: "`--no-expand` ne cherche que les mots tels quels")),
            SearchError::Empty => Some(say!(lang,
                en: "`vigie search puces Chine`, or a filter such as `--since 2025-10`",
                fr: "`vigie search puces Chine`, ou un filtre comme `--since 2025-10`")),
        }
    }
}

impl Advise for SessionError {
    fn advise(&self, lang: Lang) -> Option<String> {
        match self {
            SessionError::IndexFolder(error) => error.advise(lang),
            SessionError::Backend(error) => error.advise(lang),
            SessionError::Indexing(error) => error.advise(lang),
            SessionError::Search(error) => error.advise(lang),
            SessionError::Thesaurus(error) => error.advise(lang),
            SessionError::SeveralArticles { .. } => Some(say!(lang,
                en: "give more of the name",
                fr: "donnez-en davantage")),
            SessionError::NoCorpus => Some(say!(lang,
                en: "`vigie index .` indexes this folder",
                fr: "`vigie index .` indexe ce dossier")),
            // A query's remarks have their own advice.
            SessionError::ThesaurusUnreadable { .. } | SessionError::NotUnderstood { .. } => None,
        }
    }
}

impl Advise for SettingsError {
    fn advise(&self, lang: Lang) -> Option<String> {
        match self {
            SettingsError::Unreadable { .. } => None,
            SettingsError::NotUnderstood { .. } => Some(say!(lang,
                en: "it may set `index`, `corpus`, `thesaurus`, `jobs`, `memory`, `file-seconds`, `file-memory`, `follow`, `limit`, `per-article`, and `[limits]`, `[texts]`, `[sources]`, `[keys]`",
                fr: "il peut fixer `index`, `corpus`, `thesaurus`, `jobs`, `memory`, `file-seconds`, `file-memory`, `follow`, `limit`, `per-article`, et `[limits]`, `[texts]`, `[sources]`, `[keys]`")),
        }
    }
}

impl Advise for ThesaurusError {
    fn advise(&self, lang: Lang) -> Option<String> {
        Some(match self.problem {
            Problem::NotUnderstood(_) => say!(lang,
                en: "an entry begins with [[entry]] and has `id`, `kind`, `names`; it may have `weaker`, `typed`, `searched`, `case`, `broader`, `narrower`, `related`, `note`",
                fr: "une entrée commence par [[entry]] et a `id`, `kind`, `names` ; elle peut avoir `weaker`, `typed`, `searched`, `case`, `broader`, `narrower`, `related`, `note`"),
            Problem::BadId => say!(lang,
                en: "use small letters without accents, digits and hyphens: `jensen-huang`",
                fr: "des minuscules sans accent, des chiffres et des traits d'union : `jensen-huang`"),
            Problem::SameId => say!(lang,
                en: "give one of them another id, or make them one entry",
                fr: "donnez un autre identifiant à l'une, ou faites-en une seule entrée"),
            Problem::NoName => say!(lang,
                en: "write at least one: `names = [\"…\"]`",
                fr: "écrivez-en au moins un : `names = [\"…\"]`"),
            Problem::BadName(_) => say!(lang,
                en: "write it as it stands in a text, in one to twelve words",
                fr: "écrivez-le comme dans un texte, en un à douze mots"),
            Problem::SameName(_) => say!(lang,
                en: "take one out; a name has one weight",
                fr: "ôtez-en un ; un nom n'a qu'un poids"),
            Problem::BadWeight(..) => say!(lang,
                en: "use a number over 0 and up to 1; in `weaker`, under 1",
                fr: "un nombre supérieur à 0, jusqu'à 1 ; dans `weaker`, inférieur à 1"),
            Problem::MarkOfNothing(field, _) => say!(lang,
                en: "`{field}` repeats names that stand in another list, letter by letter",
                fr: "`{field}` répète, lettre pour lettre, des noms d'une autre liste"),
            Problem::NoSuchEntry(_) => say!(lang,
                en: "`broader`, `narrower` and `related` list ids of entries, not names",
                fr: "`broader`, `narrower` et `related` citent des identifiants d'entrées, pas des noms"),
        })
    }
}

impl Advise for UnknownFormat {
    fn advise(&self, lang: Lang) -> Option<String> {
        let known = FormatName::ALL.map(|format| format!("`{format}`")).join(", ");
        Some(say!(lang, en: "the formats are {known}", fr: "les formats sont {known}"))
    }
}

impl Advise for UnknownField {
    fn advise(&self, lang: Lang) -> Option<String> {
        let known = FieldName::ALL.map(|field| format!("`{field}`")).join(", ");
        let nearest =
            |field| say!(lang, en: "did you mean `{field}`? ", fr: "vouliez-vous dire `{field}` ? ");
        let nearest = self.nearest.map(nearest).unwrap_or_default();
        Some(say!(lang, en: "{nearest}the fields are {known}", fr: "{nearest}les champs sont {known}"))
    }
}

impl Advise for OverviewError {
    fn advise(&self, lang: Lang) -> Option<String> {
        match self {
            OverviewError::Search(error) => error.advise(lang),
            OverviewError::TooManyPeriods { .. } => Some(say!(lang,
                en: "longer periods (`--by year`), or bounds (`--since`, `--until`), make fewer",
                fr: "des périodes plus longues (`--by year`) ou des bornes (`--since`, `--until`) en feront moins")),
        }
    }
}

impl Advise for EvalError {
    fn advise(&self, lang: Lang) -> Option<String> {
        match self {
            EvalError::Unreadable { .. } | EvalError::NotUtf8(_) => None,
            EvalError::Lines { shape, .. } => {
                let shape = shape_of_line(lang, *shape);
                Some(say!(lang,
                    en: "mend or delete what is named; {shape}",
                    fr: "corrigez ou supprimez ce qui est cité ; {shape}"))
            }
            EvalError::NothingRelevant(_) => Some(
                say!(lang, en: "a grade over 0 is relevant", fr: "une note supérieure à 0 est pertinente"),
            ),
        }
    }
}

fn shape_of_line(lang: Lang, shape: Shape) -> String {
    match shape {
        Shape::Topic => say!(lang,
            en: "a line is an identifier, a tab and a query",
            fr: "une ligne est un identifiant, une tabulation et une requête"),
        Shape::TopicRecord => say!(lang,
            en: "a topic is `<top> <num> identifier <title> query </top>`",
            fr: "un sujet est `<top> <num> identifiant <title> requête </top>`"),
        Shape::Judgement => say!(lang,
            en: "a judgement is `topic 0 article grade` between spaces, or topic, article and grade between tabs",
            fr: "un jugement est `sujet 0 article note` entre espaces, ou sujet, article et note entre tabulations"),
        Shape::Run => say!(lang,
            en: "a line of a run is `topic Q0 article rank score tag` between spaces",
            fr: "une ligne d'un run est `sujet Q0 article rang score nom` entre espaces"),
    }
}

impl Advise for Complaint {
    fn advise(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Complaint::PageZero => {
                say!(lang, en: "pages are counted from 1", fr: "les pages sont comptées à partir de 1")
            }
            Complaint::LimitZero => say!(lang,
                en: "`--limit 1` is the least; `vigie export` writes every hit",
                fr: "`--limit 1` est le minimum ; `vigie export` écrit tous les résultats"),
            Complaint::EmptyPeriod { .. } => say!(lang,
                en: "exchange `--since` and `--until`",
                fr: "échangez `--since` et `--until`"),
            Complaint::NoLastAnswer { .. } => say!(lang,
                en: "search first; or give the article's name, or a part of it",
                fr: "cherchez d'abord ; ou donnez le nom de l'article, ou une partie"),
            Complaint::OldAnswer { .. } => say!(lang,
                en: "search again, then `vigie show N`",
                fr: "refaites la recherche, puis `vigie show N`"),
            Complaint::NoSuchHit { .. } => say!(lang,
                en: "`vigie search … --page N` shows other hits",
                fr: "`vigie search … --page N` en montre d'autres"),
            Complaint::Meaningless { format, .. } => say!(lang,
                en: "leave it out, or choose another format than {format} with `--format`",
                fr: "retirez-la, ou choisissez un autre format que {format} avec `--format`"),
            Complaint::FileExists { .. } => say!(lang,
                en: "name another file, or replace it with `--force`",
                fr: "indiquez un autre fichier, ou remplacez-le avec `--force`"),
            Complaint::BadTemplate { .. } => say!(lang,
                en: "`docs/EXPORTS.md` describes templates",
                fr: "`docs/EXPORTS.md` décrit les modèles"),
            Complaint::NoJudgements => say!(lang,
                en: "`vigie eval TOPICS QRELS`",
                fr: "`vigie eval SUJETS JUGEMENTS`"),
            Complaint::NoTopicsNeeded => say!(lang,
                en: "`vigie eval --score RUN QRELS`, `vigie eval --compare RUN_A RUN_B QRELS`",
                fr: "`vigie eval --score RUN JUGEMENTS`, `vigie eval --compare RUN_A RUN_B JUGEMENTS`"),
            Complaint::FixedFields { .. } => say!(lang,
                en: "it chooses the columns of jsonl, csv, tsv and xlsx",
                fr: "il choisit les colonnes de jsonl, csv, tsv et xlsx"),
            Complaint::FileKind { known, .. } => {
                let known = known.iter().map(|name| format!(".{name}")).collect::<Vec<_>>().join(", ");
                say!(lang,
                    en: "its name must end in one of {known}",
                    fr: "son nom doit finir par l'un de {known}")
            }
            Complaint::FormatUntold { .. } => {
                let known = FormatName::ALL.map(FormatName::name).join(", ");
                say!(lang, en: "name it with `--format`: {known}", fr: "indiquez-le avec `--format` : {known}")
            }
            Complaint::IsFolder { .. } => {
                say!(lang, en: "name a file in it", fr: "indiquez un fichier dans ce dossier")
            }
            Complaint::OurFault => say!(lang,
                en: "please report the command and the file",
                fr: "merci de signaler la commande et le fichier"),
            Complaint::WhichPassage { .. } => say!(lang,
                en: "`--passage N`; `vigie show` numbers them in the margin",
                fr: "`--passage N` ; `vigie show` les numérote dans la marge"),
            Complaint::NothingQuoted { .. } => say!(lang,
                en: "quotations stand in « », “ ” or straight quotes",
                fr: "les citations sont entre « », “ ” ou guillemets droits"),
            Complaint::Nowhere { .. }
            | Complaint::NoSuchSentence { .. }
            | Complaint::TwoRuns
            | Complaint::NoSuchPassage { .. }
            | Complaint::Unreadable { .. }
            | Complaint::Unwritable { .. } => return None,
        })
    }
}
