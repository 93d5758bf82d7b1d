//! PDF made by the tests, sound and damaged.

use crate::corpus::limits::Limits;
use crate::corpus::tests::{items_of, line_of};
use crate::model::Document;

/// A PDF with these lines on its pages, in Helvetica.
fn pdf(pages: &[&[&str]]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|at| format!("{} 0 R", 5 + 2 * at)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Count {} /Kids [{}] >>", pages.len(), kids.join(" ")),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        "<< /Title (Les puces) /Author (Jeanne Martin) /CreationDate (D:20251028090000Z) >>".to_owned(),
    ];
    for (at, lines) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            6 + 2 * at
        ));
        let show = |(line, text): (usize, &&str)| {
            // The last line of a page stands at its foot.
            let y = if line + 1 == lines.len() && line > 0 {
                40
            } else {
                790 - 14 * line - if line > 0 { 60 } else { 0 }
            };
            format!("BT /F1 11 Tf 1 0 0 1 60 {y} Tm ({text}) Tj ET\n")
        };
        let content: String = lines.iter().enumerate().map(show).collect();
        objects.push(format!("<< /Length {} >>\nstream\n{content}endstream", content.len()));
    }
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).bytes());
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    places.iter().for_each(|place| out.extend(format!("{place:010} 00000 n \n").bytes()));
    out.extend(
        format!(
            "trailer << /Size {} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n%%EOF\n",
            objects.len() + 1
        )
        .bytes(),
    );
    out
}

/// Texts as `id [title | author | date] text`, and problems, in order.
fn check(name: &str, bytes: &[u8], expected: &[&str]) {
    let show = |mut document: Document| {
        // A bar stands where a page begins, but the first.
        let starts = document.pages.starts.iter().skip(1).rev();
        starts.for_each(|start| document.text.insert(*start as usize, '|'));
        line_of(document, |m| [m.title, m.author, m.date.map(|date| date.to_string())])
    };
    let got = items_of(name, bytes, &Limits::default(), show);
    assert_eq!(got, expected, "{name}");
}

#[test]
fn text_and_properties() {
    let bytes = pdf(&[&["Le gouvernement a pr\\351sent\\351 lundi un plan pour les puces."]]);
    let text =
        "[Les puces | Jeanne Martin | 2025-10-28] Le gouvernement a présenté lundi un plan pour les puces.";
    check("a.pdf", &bytes, &[&format!("a.pdf {text}")]);
    check("a.txt", &bytes, &["a.txt: parse: read_as: PDF", &format!("a.txt {text}")]);
}

#[test]
fn pages_are_known() {
    let bytes =
        pdf(&[&["Les puces de la"], &[], &["soci\\351t\\351 NVIDIA."], &["La Chine et ses exportations."]]);
    let text = "Les puces de la| |société NVIDIA.\n\n|La Chine et ses exportations.";
    check("a.pdf", &bytes, &[&format!("a.pdf [Les puces | Jeanne Martin | 2025-10-28] {text}")]);
}

#[test]
fn scans_and_damage() {
    check("a.pdf", &pdf(&[&[], &[]]), &["a.pdf: parse: scanned: 2"]);
    let bytes = pdf(&[&["Les puces de NVIDIA"]]);
    let cut = bytes.strip_suffix(b"%%EOF\n").unwrap();
    let text = "a.pdf [Les puces | Jeanne Martin | 2025-10-28] Les puces de NVIDIA";
    check("a.pdf", cut, &["a.pdf: parse: cut_short", text]);
    check("a.pdf", &bytes[..40], &["a.pdf: parse: damaged: PDF, PDF parsing error: startxref not found"]);
    check(
        "a.pdf",
        b"<!doctype html><p>Les puces de NVIDIA",
        &["a.pdf: parse: read_as: HTML", "a.pdf: parse: whole_page", "a.pdf [ |  | ] Les puces de NVIDIA"],
    );
}
