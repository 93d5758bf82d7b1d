//! Tables as people save them.

use crate::corpus::limits::Limits;
use crate::corpus::tests::{items_of, line_of};

/// Texts as `id [title | source | date] text`, and problems, in order.
fn check(name: &str, bytes: &[u8], expected: &[&str]) {
    let show = |document| line_of(document, |m| [m.title, m.source, m.date.map(|date| date.to_string())]);
    let got = items_of(name, bytes, &Limits::default(), show);
    assert_eq!(got, expected, "{name}");
}

#[test]
fn separators_and_encodings() {
    let row = "Les puces | Le Monde | 2025-10-28] Un texte, « long ».";
    check(
        "a.csv",
        "Titre;Média;Date;Texte\nLes puces;Le Monde;28/10/2025;Un texte, « long ».".as_bytes(),
        &[&format!("a.csv#1 [{row}")],
    );
    check(
        "a.csv",
        b"titre,source,date,contenu\nLe march\xe9,Le Monde,28 octobre 2025,\"Un, deux\"\n",
        &["a.csv#1 [Le marché | Le Monde | 2025-10-28] Un, deux"],
    );
    check("a.tsv", b"id\ttext\nx1\tUn\nx2\tDeux\n", &["x1 [ |  | ] Un", "x2 [ |  | ] Deux"]);
    check("a.csv", b"sep=|\nTexte|Titre\nUn|Deux\n", &["a.csv#1 [Deux |  | ] Un"]);
    check("a.csv", "texte\n\"Un\n\nDeux\"\n".as_bytes(), &["a.csv#1 [ |  | ] Un\n\nDeux"]);
}

#[test]
fn bad_rows_and_tables() {
    check(
        "hits.csv",
        b"rank,id,passage,passages,score,text\n1,a.txt,1,2,3.5,Les puces\n",
        &["hits.csv: parse: hit_list"],
    );
    check("a.csv", b"nom;prix\nA;3\n", &["a.csv: parse: no_text_column: [\"nom\",\"prix\"]"]);
    check(
        "a.csv",
        b"titre;texte;date\nA;;x\nB;Un;9999-99-99\nC;Deux\n;;\n",
        &[
            "a.csv:2: parse: bad_date: x",
            "a.csv:2: parse: no_text",
            "a.csv:3: parse: bad_date: 9999-99-99",
            "a.csv#2 [B |  | ] Un",
            "a.csv#3 [C |  | ] Deux",
        ],
    );
    check("a.csv", b"titre;description\nA;Un\n", &["a.csv#1 [A |  | ] Un"]);
}

/// A workbook with one sheet of texts.
fn workbook() -> Vec<u8> {
    use ::zip::write::SimpleFileOptions;
    use std::io::{Cursor, Write};
    const PARTS: &[(&str, &str)] = &[
        (
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#,
        ),
        (
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        (
            "xl/worksheets/sheet1.xml",
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Titre</t></is></c><c r="B1" t="inlineStr"><is><t>Texte</t></is></c><c r="C1" t="inlineStr"><is><t>Date</t></is></c></row><row r="3"><c r="A3" t="inlineStr"><is><t>Les puces</t></is></c><c r="B3" t="inlineStr"><is><t>Un &amp; deux</t></is></c><c r="C3" t="inlineStr"><is><t>2025-10-28</t></is></c></row></sheetData></worksheet>"#,
        ),
    ];
    let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in PARTS {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn workbooks() {
    let bytes = workbook();
    check("a.xlsx", &bytes, &["a.xlsx#1 [Les puces |  | 2025-10-28] Un & deux"]);
    check(
        "a.xls",
        b"Titre\tTexte\nA\tUn\n",
        &["a.xls: parse: read_as: TXT", "a.xls [ |  | ] Titre Texte\nA Un"],
    );
    check(
        "a.xlsx",
        &bytes[..bytes.len() / 2],
        &["a.xlsx: parse: damaged: XLSX, Xlsx error: Zip error: invalid Zip archive: Could not find EOCD"],
    );
}

#[test]
fn a_parser_that_gives_up_is_damage() {
    // A compound file whose head names sectors that are not there.
    let mut bytes = vec![0; 600];
    bytes[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    bytes[24..32].copy_from_slice(&[0x3b, 0, 3, 0, 0xfe, 0xff, 9, 0]);
    bytes[44] = 1;
    bytes[76] = 0x40;
    bytes.extend("Workbook".encode_utf16().flat_map(u16::to_le_bytes));
    let got = items_of("a.xls", &bytes, &Limits::default(), |document| document.text);
    assert!(got.len() == 1 && got[0].starts_with("a.xls: parse: damaged: XLSX"), "{got:?}");
}
