//! What is known of an article, line by line, and where each value comes from.

use super::Lang;
use super::plural::{pages, passages};
use crate::model::{Article, Origin};

/// One thing that is known of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// What it is.
    pub name: String,
    /// Its value, or that it is unknown.
    pub value: String,
    /// Where the value comes from; `None` where nothing is known, or where that is plain.
    pub origin: Option<String>,
}

/// What is known of an article of `count` passages.
pub fn described(lang: Lang, article: &Article, count: u64) -> Vec<Described> {
    let (known, origins) = (&article.metadata, &article.origins);
    let date = known.date.map(|date| date.to_string());
    let fields = [
        (say!(lang, en: "title", fr: "titre"), known.title.clone(), origins.title),
        (say!(lang, en: "date", fr: "date"), date, origins.date),
        (say!(lang, en: "source", fr: "source"), known.source.clone(), origins.source),
        (say!(lang, en: "author", fr: "auteur"), known.author.clone(), origins.author),
        (say!(lang, en: "address", fr: "adresse"), known.url.clone(), origins.url),
        (say!(lang, en: "language", fr: "langue"), known.language.clone(), origins.language),
    ];
    let field = |(name, value, origin): (String, Option<String>, Option<Origin>)| {
        let origin = origin.filter(|_| value.is_some()).map(|origin| source(lang, origin));
        Described { name, value: value.unwrap_or_else(|| "–".to_owned()), origin }
    };
    let plain = |name: String, value: String| Described { name, value, origin: None };
    let length = match article.pages.starts.len() as u64 {
        0 => passages(lang, count),
        number => passages(lang, count) + ", " + &pages(lang, number),
    };
    let mut lines: Vec<Described> = fields.into_iter().map(field).collect();
    lines.extend([
        plain(say!(lang, en: "identifier", fr: "identifiant"), article.id.clone()),
        plain(say!(lang, en: "file", fr: "fichier"), article.path.clone()),
        plain(say!(lang, en: "encoding", fr: "encodage"), article.encoding.clone()),
        plain(say!(lang, en: "length", fr: "longueur"), length),
    ]);
    lines
}

/// Where a value comes from.
fn source(lang: Lang, origin: Origin) -> String {
    match origin {
        Origin::File => say!(lang, en: "the file says so", fr: "le fichier le dit"),
        Origin::LinkedData => say!(lang, en: "linked data of the page", fr: "données liées de la page"),
        Origin::MetaElement => say!(lang, en: "head of the page", fr: "en-tête de la page"),
        Origin::Page => say!(lang, en: "shown on the page", fr: "affiché sur la page"),
        Origin::Address => say!(lang, en: "from the address", fr: "d'après l'adresse"),
        Origin::FirstLines => say!(lang, en: "first lines of the text", fr: "premières lignes du texte"),
        Origin::Dateline => say!(lang, en: "dateline of the text", fr: "début daté du texte"),
        Origin::Properties => say!(lang, en: "properties of the document", fr: "propriétés du document"),
        Origin::Path => say!(lang, en: "name of the file or folder", fr: "nom du fichier ou du dossier"),
        Origin::Text => say!(lang, en: "detected in the text", fr: "reconnue dans le texte"),
        Origin::Settings => say!(lang, en: "a rule of `vigie.toml`", fr: "une règle de `vigie.toml`"),
    }
}
