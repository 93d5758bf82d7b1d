//! The words of an exported list: the headings of its columns, the names of its sheets.

use super::Lang;
use crate::export::{FieldName, Labels};

/// The words of a list in one language.
pub fn list_labels(lang: Lang) -> Labels {
    match lang {
        Lang::En => Labels { lang: "en", heading: english, passages: "Passages", how: "How" },
        Lang::Fr => Labels { lang: "fr", heading: french, passages: "Passages", how: "Comment" },
    }
}

fn english(field: FieldName) -> &'static str {
    heading(field)[0]
}

fn french(field: FieldName) -> &'static str {
    heading(field)[1]
}

/// The heading of a column, English and French.
fn heading(field: FieldName) -> [&'static str; 2] {
    match field {
        FieldName::Rank => ["no.", "n°"],
        FieldName::Id => ["identifier", "identifiant"],
        FieldName::Path => ["file", "fichier"],
        FieldName::Title => ["title", "titre"],
        FieldName::Date => ["date", "date"],
        FieldName::Source => ["source", "source"],
        FieldName::Author => ["author", "auteur"],
        FieldName::Url => ["address", "adresse"],
        FieldName::Language => ["language", "langue"],
        FieldName::Passage => ["§", "§"],
        FieldName::Passages => ["of §", "sur §"],
        FieldName::Page => ["page", "page"],
        FieldName::Start => ["first byte", "premier octet"],
        FieldName::End => ["byte after", "octet suivant"],
        FieldName::Text => ["text", "texte"],
        FieldName::Snippet => ["excerpt", "extrait"],
        FieldName::Marks => ["matches", "repères"],
        FieldName::TitleMarks => ["matches in the title", "repères du titre"],
        FieldName::Score => ["score", "score"],
        FieldName::Missing => ["the article lacks", "manque à l'article"],
        FieldName::Has => ["has", "a"],
        FieldName::Lacks => ["lacks", "manque"],
        FieldName::Complete => ["says it", "le dit"],
        FieldName::Explanation => ["explanation", "explication"],
        FieldName::Sentence => ["the sentence that says it", "phrase qui le dit"],
        FieldName::Context => ["context", "contexte"],
        FieldName::WordsFound => ["words found", "mots trouvés"],
        FieldName::Remark => ["remark", "remarque"],
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn check(lang: Lang) {
        let heading = list_labels(lang).heading;
        let all: HashSet<&str> = FieldName::ALL.into_iter().map(heading).collect();
        assert_eq!(all.len(), FieldName::ALL.len(), "two columns of one list would have one heading");
    }

    #[test]
    fn no_two_columns_have_one_heading() {
        Lang::ALL.into_iter().for_each(check);
    }
}
