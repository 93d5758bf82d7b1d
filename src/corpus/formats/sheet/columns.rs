//! Columns: the heading of a column in; what it holds out. The table lists the headings that people and databases use.

use unicode_normalization::UnicodeNormalization;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Column {
    Id,
    Title,
    Text,
    /// A standfirst or a summary: the text, where there is no other.
    Summary,
    Date,
    Source,
    Author,
    Url,
    Language,
}

/// The headings of each column, in lower case, without accents, with single spaces.
const HEADINGS: &[(Column, &[&str])] = &[
    (Column::Id, &["id", "identifiant", "guid", "uid", "doc id", "article id", "id article", "reference"]),
    (Column::Title, &["title", "titre", "headline", "titre de l article", "titre article", "article title"]),
    (
        Column::Text,
        &[
            "text",
            "texte",
            "contenu",
            "content",
            "body",
            "corps",
            "corps du texte",
            "article",
            "fulltext",
            "full text",
            "texte integral",
            "texte complet",
            "texte de l article",
            "article text",
            "plain text",
            "article body",
            "articlebody",
        ],
    ),
    (
        Column::Summary,
        &["summary", "resume", "description", "chapo", "chapeau", "abstract", "extrait", "excerpt", "lead"],
    ),
    (
        Column::Date,
        &[
            "date",
            "jour",
            "date de publication",
            "date publication",
            "publication date",
            "published",
            "published at",
            "publish date",
            "published date",
            "pub date",
            "pubdate",
            "datepublished",
            "publishedat",
            "date de parution",
            "parution",
            "date parution",
        ],
    ),
    (
        Column::Source,
        &[
            "source",
            "journal",
            "media",
            "publication",
            "publisher",
            "editeur",
            "site",
            "support",
            "titre de presse",
            "nom de la source",
            "source name",
            "titre du journal",
            "newspaper",
            "outlet",
            "media name",
        ],
    ),
    (
        Column::Author,
        &[
            "author",
            "authors",
            "auteur",
            "auteurs",
            "auteur s",
            "byline",
            "signature",
            "journaliste",
            "creator",
        ],
    ),
    (Column::Url, &["url", "link", "lien", "adresse", "permalink", "href", "adresse web", "article url"]),
    (Column::Language, &["language", "langue", "lang"]),
];

/// What the column with this heading holds.
pub(super) fn column(heading: &str) -> Option<Column> {
    let plain: String =
        heading.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect::<String>().to_lowercase();
    let words: Vec<&str> =
        plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let plain = words.join(" ");
    HEADINGS.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(column, _)| *column)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(heading: &str, expected: Option<Column>) {
        assert_eq!(column(heading), expected, "{heading}");
    }

    #[test]
    fn headings() {
        check("Titre de l’article", Some(Column::Title));
        check(" MÉDIA ", Some(Column::Source));
        check("publish_date", Some(Column::Date));
        check("Auteur(s)", Some(Column::Author));
        check("Prix", None);
        check("", None);
    }
}
