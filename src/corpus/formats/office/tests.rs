//! Office documents made by the tests, sound and damaged.

use std::io::{Cursor, Write};

use ::zip::ZipWriter;
use ::zip::write::SimpleFileOptions;

use crate::corpus::limits::Limits;
use crate::corpus::tests::{items_of, line_of};

/// A package of parts.
fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Texts as `id [title | author | date] text`, and problems, in order.
fn check(name: &str, bytes: &[u8], expected: &[&str]) {
    let show = |document| line_of(document, |m| [m.title, m.author, m.date.map(|date| date.to_string())]);
    let got = items_of(name, bytes, &Limits::default(), show);
    assert_eq!(got, expected, "{name}");
}

const ODT: &str = r#"<office:document-content><office:body><office:text>
<text:tracked-changes><text:p>effacé</text:p></text:tracked-changes>
<text:h text:outline-level="1">Puces et souveraineté</text:h>
<text:p>L&#8217;exportation<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Une note.</text:p></text:note-body></text:note> &amp; la<text:s text:c="2"/>suite<office:annotation><text:p>non</text:p></office:annotation>.</text:p>
<table:table><table:table-row><table:table-cell><text:p>Un</text:p></table:table-cell><table:table-cell><text:p>Deux</text:p></table:table-cell></table:table-row></table:table>
</office:text></office:body></office:document-content>"#;
const META: &str = "<office:meta><dc:title>Puces &amp; Cie</dc:title><meta:initial-creator>Élodie Lefèvre</meta:initial-creator>\
                    <meta:creation-date>2025-10-28T09:00:00</meta:creation-date></office:meta>";

fn odt() -> Vec<u8> {
    packed(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", ODT),
        ("meta.xml", META),
    ])
}

#[test]
fn opendocument_texts() {
    let text = "[Puces & Cie | Élodie Lefèvre | 2025-10-28] Puces et souveraineté\n\n\
                L’exportation [Une note.] & la  suite.\n\nUn | Deux";
    check("a.odt", &odt(), &[&format!("a.odt {text}")]);
    check("a.txt", &odt(), &["a.txt: parse: read_as: ODT", &format!("a.txt {text}")]);
    let outer = packed(&[("x", "y")]);
    check("b.odt", &outer, &["b.odt: parse: read_as: ZIP", "b.odt/x [ |  | ] y"]);
    let slides =
        packed(&[("mimetype", "application/vnd.oasis.opendocument.presentation"), ("content.xml", ODT)]);
    let text = "Puces et souveraineté |  | ] L’exportation [Une note.] & la  suite.\n\nUn | Deux";
    check("a.odp", &slides, &[&format!("a.odp [{text}")]);
    let bare = packed(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", ODT)]);
    check(
        "2024-01-02-a.odt",
        &bare,
        &["2024-01-02-a.odt [Puces et souveraineté |  | 2024-01-02] \
           L’exportation [Une note.] & la  suite.\n\nUn | Deux"],
    );
}

#[test]
fn damaged_packages() {
    let bytes = odt();
    check("a.odt", &bytes[..bytes.len() / 2], &["a.odt: read: packed_damaged"]);
    let none = packed(&[("mimetype", "application/vnd.oasis.opendocument.text")]);
    check("a.odt", &none, &["a.odt: parse: damaged: ODT, no part content.xml"]);
    let deep = format!("<office:body>{}x", "<text:section>".repeat(200_000));
    let deep = packed(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &deep)]);
    check("a.odt", &deep, &["a.odt [ |  | ] x"]);
    let bomb = "<!DOCTYPE a [<!ENTITY b \"&c;&c;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]><office:body><text:p>x&b;&c;</text:p>";
    let bomb = packed(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", bomb)]);
    check("a.odt", &bomb, &["a.odt [ |  | ] x"]);
}

#[test]
fn an_export_in_rich_text_is_many_articles() {
    let article = |title: &str, number: u8| {
        format!(
            "{title}\\par Par Anne Roche\\par 12 mots\\par 13 mars 2025\\par La Gazette\\par Fran\\'e7ais\\par\\par \
             Un texte.\\par\\par Document GAZET00020250313el3d0000{number}\\par\n"
        )
    };
    let text = format!("{{\\rtf1\\ansi {}{}}}", article("Le bl\\'e9 monte", 1), article("Le vote", 2));
    check(
        "a.rtf",
        text.as_bytes(),
        &[
            "a.rtf#1 [Le blé monte | Anne Roche | 2025-03-13] Un texte.",
            "a.rtf#2 [Le vote | Anne Roche | 2025-03-13] Un texte.",
        ],
    );
}

const DOCX: &[(&str, &str)] = &[
    (
        "[Content_Types].xml",
        r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#,
    ),
    (
        "docProps/core.xml",
        r#"<?xml version="1.0"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>Les puces</dc:title><dc:creator>Utilisateur</dc:creator><dcterms:created>2025-10-28T09:00:00Z</dcterms:created></cp:coreProperties>"#,
    ),
    (
        "word/document.xml",
        r#"<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Les puces</w:t></w:r></w:p><w:p><w:r><w:t xml:space="preserve">Le </w:t></w:r><w:r><w:t>marché.</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Un</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Deux</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"#,
    ),
];

#[test]
fn word_documents() {
    let bytes = packed(DOCX);
    check("a.docx", &bytes, &["a.docx [Les puces |  | 2025-10-28] Le marché.\n\nUn | Deux"]);
    check(
        "a.doc",
        &bytes,
        &["a.doc: parse: read_as: DOCX", "a.doc [Les puces |  | 2025-10-28] Le marché.\n\nUn | Deux"],
    );
    check(
        "a.docx",
        &bytes[..bytes.len() / 2],
        &["a.docx: parse: damaged: DOCX, ZIP archive error: Could not find EOCD"],
    );
    check(
        "a.doc",
        b"Les puces de NVIDIA.",
        &["a.doc: parse: read_as: TXT", "a.doc [ |  | ] Les puces de NVIDIA."],
    );
    let page = b"<html><body><p>Les puces de NVIDIA sont en Chine.</p></body></html>";
    check(
        "a.doc",
        page,
        &["a.doc: parse: read_as: HTML", "a.doc [ |  | ] Les puces de NVIDIA sont en Chine."],
    );
}

#[test]
fn rich_texts() {
    let text = br"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0 Arial;}}{\info{\title Les puces}{\author \'c9lodie}{\creatim\yr2025\mo10\dy28\hr9}{\revtim\yr0\mo0\dy0}}
{\header Page}\pard\outlinelevel0 Titre\par\pard L\'92export\u8212-\'e0\~: d\'e8s{\super\chftn{\footnote\pard Une note.}} lundi\par
\trowd Un\cell Deux\cell\row{\*\inconnu x}\u-10179?\u-8704? {\field{\*\fldinst HYPERLINK}{\fldrslt lien}}";
    let expected = "a.rtf [Les puces | Élodie | 2025-10-28] Titre\n\nL’export—à\u{a0}: dès [Une note.] lundi\n\nUn | Deux\n\n😀 lien";
    check("a.rtf", text, &[expected]);
    check("a.txt", text, &["a.txt: parse: read_as: RTF", &expected.replacen("a.rtf", "a.txt", 1)]);
    check("a.rtf", &b"{\\rtf1 ".repeat(20_000), &["a.rtf: parse: elements_too_deep: 10000"]);
    check("a.rtf", br"{\rtf1 Les puces\bin99999999 x", &["a.rtf [ |  | ] Les puces"]);
    check("a.rtf", br"{\rtf1 }}}}} A", &["a.rtf [ |  | ] A"]);
}

#[test]
fn books() {
    let opf = r#"<package><metadata><dc:title>Le livre</dc:title><dc:creator>Jeanne Martin</dc:creator><dc:creator>Paul Roy</dc:creator><dc:date>2024-03-12</dc:date></metadata>
<manifest><item id="c" href="cover.xhtml"/><item id="a" href="text/un%20.xhtml"/><item id="b" href="b.xhtml"/></manifest><spine><itemref idref="c"/><itemref idref="a"/><itemref idref="b"/><itemref idref="z"/></spine></package>"#;
    let bytes = packed(&[
        ("mimetype", "application/epub+zip"),
        (
            "META-INF/container.xml",
            r#"<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>"#,
        ),
        ("OPS/book.opf", opf),
        ("OPS/cover.xhtml", "<html><body><img src=\"x\"/></body></html>"),
        (
            "OPS/text/un .xhtml",
            "<html><head><title>x</title></head><body><h1>Un &amp; deux</h1><p>Les puces.</p></body></html>",
        ),
    ]);
    check(
        "a.epub",
        &bytes,
        &[
            "a.epub#1 [Le livre – Un & deux | Jeanne Martin, Paul Roy | 2024-03-12] Les puces.",
            "a.epub:3: parse: damaged: EPUB, no part OPS/b.xhtml",
        ],
    );
}
