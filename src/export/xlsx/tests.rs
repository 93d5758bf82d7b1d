//! Workbooks, read back by the crate that reads those of others.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx as Read, open_workbook_from_rs};
use proptest::prelude::*;

use super::text::{cut, parts, runs};
use super::*;
use crate::export::sample;

fn workbook(hits: &[Hit], fields: &[FieldName]) -> (Read<Cursor<Vec<u8>>>, Limits) {
    let mut out = Vec::new();
    let mut xlsx = Xlsx::new(fields.to_vec(), &sample::list()).unwrap();
    xlsx.head(&mut out).unwrap();
    hits.iter().for_each(|hit| assert!(xlsx.row(hit, &mut out).unwrap()));
    xlsx.keep("{").unwrap();
    xlsx.foot(hits.len() as u64, &mut out).unwrap();
    (open_workbook_from_rs(Cursor::new(out)).unwrap(), xlsx.limits())
}

/// The rows of the passages of `hits`, the head first.
fn rows(hits: &[Hit], fields: &[FieldName]) -> Vec<Vec<Data>> {
    let (mut book, _) = workbook(hits, fields);
    let range = book.worksheet_range("Passages").unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

/// `expected` is the cell of the first sample hit, as its type and text.
fn check(field: FieldName, expected: &str) {
    let rows = rows(&sample::hits()[..1], &[field]);
    assert_eq!(format!("{:?}", rows[1][0]), expected, "{field}");
}

#[test]
fn cells_have_types() {
    check(FieldName::Rank, "Float(1.0)");
    check(FieldName::Title, "String(\"Les puces, « l’or » de 2025\")");
    check(FieldName::Sentence, "String(\"Le contrôle des puces pèse sur NVIDIA.\")");
    check(FieldName::WordsFound, "String(\"puces, NVIDIA\")");
    check(FieldName::Complete, "Bool(true)");
    let day = &rows(&sample::hits(), &[FieldName::Date])[1][0];
    assert!(matches!(day, Data::DateTime(day) if day.as_f64() == 45_958.0), "{day:?}");
}

#[test]
fn the_sheets_are_the_passages_how_and_the_manifest() {
    let (mut book, limits) = workbook(&sample::hits(), &FieldName::READABLE);
    assert_eq!(book.sheet_names(), ["Passages", "How", RECORD]);
    let how = book.worksheet_range("How").unwrap();
    assert_eq!(how.get_value((0, 1)), Some(&Data::String("=puces NVIDIA".to_owned())));
    assert_eq!(book.worksheet_range(RECORD).unwrap().get_value((0, 0)), Some(&Data::String("{".to_owned())));
    assert_eq!(limits, Limits::default());
}

#[test]
fn links_lead_to_the_web_only() {
    let hit = |url: &str| {
        let mut hit = sample::hits().remove(0);
        hit.metadata.url = Some(url.to_owned());
        hit
    };
    let links = |url: &str| {
        let mut out = Vec::new();
        let mut xlsx = Xlsx::new(vec![FieldName::Title], &sample::list()).unwrap();
        xlsx.row(&hit(url), &mut out).unwrap();
        (xlsx.sheets[0].links, xlsx.limits.plain_links)
    };
    assert_eq!(links("https://a.example/b c?d=\"e\"#f"), (1, 0));
    assert_eq!(links("javascript:alert(1)"), (0, 0));
    assert_eq!(links("file:///etc/passwd"), (0, 0));
    assert_eq!(links(&format!("https://a.example/{}", "x".repeat(3000))), (0, 1));
}

#[test]
fn a_long_text_is_cut_and_counted() {
    let hit = Hit { text: "é".repeat(40_000), ..Hit::default() };
    let (mut book, limits) = workbook(&[hit], &[FieldName::Context]);
    let cell = book.worksheet_range("Passages").unwrap().get_value((1, 0)).unwrap().to_string();
    assert!(cell.ends_with("é […]") && cell.chars().count() == 32_767, "{}", cell.chars().count());
    assert_eq!(limits.cut_cells, 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn text_stays_text(hits in prop::collection::vec(sample::any_hit(), 1..4)) {
        let rows = rows(&hits, &[FieldName::Context]);
        for (row, hit) in rows[1..].iter().zip(&hits) {
            let shown = printable(&hit.text).replace('\r', "\n");
            match &row[0] {
                Data::String(text) => prop_assert_eq!(text.replace('\r', "\n"), shown),
                Data::Empty => prop_assert_eq!(shown, ""),
                other => prop_assert!(false, "{:?}", other),
            }
        }
    }

    #[test]
    fn parts_and_runs_are_the_text(text in "[a\u{1F600}é]{0,40}", many in 0_usize..3000) {
        let long = text.repeat(many);
        prop_assert_eq!(parts(&long).concat(), long.clone());
        prop_assert!(parts(&long).iter().all(|part| part.encode_utf16().count() <= 32_767));
        prop_assert!(cut(&long).0.encode_utf16().count() <= 32_767);
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let marks: Vec<_> = ends.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect();
        prop_assert_eq!(runs(&text, &marks).into_iter().map(|(_, run)| run).collect::<String>(), text);
    }
}
