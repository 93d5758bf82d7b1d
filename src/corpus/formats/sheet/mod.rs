//! Tables: one text a row. What the columns hold is told by their headings, in French and English.

mod columns;
mod csv;
mod workbook;

pub(super) use csv::Csv;
pub(super) use workbook::Workbook;

use std::collections::HashMap;

use columns::{Column, column};

use super::html;
use crate::corpus::extracted::Extracted;
use crate::corpus::metadata;
use crate::corpus::sink::Sink;
use crate::model::{Reason, Stage};

/// The columns of a table that are known.
struct Columns {
    /// The place of each column in a row. Of several for one thing the first is taken.
    places: HashMap<Column, usize>,
    /// The column of the texts.
    text: usize,
}

/// Headings that the tables of hits which this program exports have, all of them.
const OF_HIT_LISTS: [&str; 4] = ["rank", "passage", "passages", "score"];

/// Headings that such tables for people have, in English and French, and by their names.
const OF_HIT_LISTS_FOR_PEOPLE: [[&str; 2]; 3] = [
    ["the sentence that says it", "words found"],
    ["phrase qui le dit", "mots trouvés"],
    ["sentence", "words_found"],
];

impl Columns {
    /// The columns with these headings, some of which the rules of the corpus name. The error names them: no column holds texts.
    fn of(headings: &[String], output: &Sink<'_>) -> Result<Self, Reason> {
        let has = |name: &&str| headings.iter().any(|heading| heading.trim() == *name);
        let has_sentence = OF_HIT_LISTS_FOR_PEOPLE.iter().any(|pair| pair.iter().all(has));
        if OF_HIT_LISTS.iter().all(has) || has_sentence {
            // Its texts are in the corpus already: they would count twice.
            return Err(Reason::HitList);
        }
        let named = |heading: &'_ String| output.rules.heading(output.name(), heading).to_owned();
        let is_renamed = |heading: &&String| named(heading) != **heading;
        let mut places = HashMap::new();
        for wanted in [true, false] {
            let some = headings.iter().enumerate().filter(|(_, heading)| is_renamed(heading) == wanted);
            for (at, heading) in some {
                if let Some(column) = column(&named(heading)) {
                    places.entry(column).or_insert(at);
                }
            }
        }
        match places.get(&Column::Text).or_else(|| places.get(&Column::Summary)) {
            Some(&text) => Ok(Columns { text, places }),
            None => {
                let named =
                    headings.iter().map(|heading| heading.trim()).filter(|heading| !heading.is_empty());
                Err(Reason::NoTextColumn { columns: named.map(str::to_owned).collect() })
            }
        }
    }

    /// Sends the text of a row, whose number among the texts is `ordinal` and in the file `line`. A blank row is no text.
    fn send(&self, row: &[String], [ordinal, line]: [u64; 2], encoding: &'static str, output: &mut Sink<'_>) {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        let get = |column: Column| self.places.get(&column).and_then(|at| row.get(*at)).map(String::as_str);
        let mut found = Extracted {
            ordinal: u32::try_from(ordinal).ok(),
            line: Some(line),
            encoding,
            id: get(Column::Id).and_then(metadata::line),
            ..Extracted::default()
        };
        found.metadata.title = get(Column::Title).and_then(|title| metadata::line(&html::inline(title)));
        found.metadata.source = get(Column::Source).and_then(metadata::line);
        found.metadata.author = get(Column::Author).and_then(metadata::author);
        found.metadata.url = get(Column::Url).and_then(metadata::url);
        found.metadata.language = get(Column::Language).and_then(metadata::language);
        match get(Column::Date).filter(|date| !date.trim().is_empty()).map(metadata::date) {
            Some(Ok(day)) => found.metadata.date = Some(day),
            Some(Err(warning)) => found.warnings.push((Stage::Parse, warning)),
            None => {}
        }
        let text = row.get(self.text).map_or("", String::as_str);
        match html::fragment_or_text(&crate::text::decode::clean(text), output.limits.html.max_depth) {
            Ok(text) => {
                found.text = text;
                output.document(found);
            }
            Err(reason) => output.fail(Stage::Parse, Some(line), reason),
        }
    }
}

#[cfg(test)]
mod tests;
