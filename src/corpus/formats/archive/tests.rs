//! Archives made by the tests, good and hostile.

use std::io::{Cursor, Write};

use ::zip::ZipWriter;
use ::zip::write::SimpleFileOptions;

use crate::corpus::limits::{ArchiveLimits, Limits};
use crate::corpus::tests::items_of;

/// A zip archive.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A tar archive. Names that lead out are written as they are.
fn tarred(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = ::tar::Header::new_ustar();
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_entry_type(::tar::EntryType::Regular);
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// Identifiers with texts, and problems, in order.
fn check(name: &str, bytes: &[u8], expected: &[&str]) {
    let archive = ArchiveLimits { max_unpacked_bytes: 8 << 20, max_members: 6, ..ArchiveLimits::default() };
    let limits = Limits { max_document_bytes: 4 << 20, archive, ..Limits::default() };
    let got = items_of(name, bytes, &limits, |found| format!("{} {}", found.path_id(), found.text));
    assert_eq!(got, expected, "{name}");
}

const FILES: &[(&str, &[u8])] = &[
    ("a.txt", b"Les puces"),
    ("rapports/b.html", b"<!doctype html><html><body><p>Le march\xe9"),
    ("c.jsonl", b"{\"text\":\"Un\"}\n{\"text\":"),
    ("img/d.png", b"x"),
    ("img/.e.txt", b"x"),
];
const EXPECTED: &[&str] = &[
    "x/a.txt Les puces",
    "x/rapports/b.html: parse: whole_page",
    "x/rapports/b.html Le march\u{e9}",
    "x/c.jsonl#1 Un",
    "x/c.jsonl:2: parse: not_json: EOF while parsing a value, 8",
    "x: read: members_left_out: {\"png\":1}",
];

#[test]
fn members_are_files() {
    for (name, bytes) in
        [("x.zip", zipped(FILES)), ("x.tar", tarred(FILES)), ("x.tar.gz", gzipped(&tarred(FILES)))]
    {
        let expected: Vec<String> = EXPECTED.iter().map(|line| line.replacen('x', name, 1)).collect();
        check(name, &bytes, &expected.iter().map(String::as_str).collect::<Vec<_>>());
    }
    let outer = zipped(&[("lot/in.zip", &zipped(&[("a.txt", b"Les puces")]))]);
    check("x.zip", &outer, &["x.zip/lot/in.zip/a.txt Les puces"]);
    check("x.bin", &zipped(&[("a.txt", b"A")]), &["x.bin/a.txt A"]);
    check("x.txt", &zipped(&[("a.txt", b"A")]), &["x.txt: parse: read_as: ZIP", "x.txt/a.txt A"]);
    check("x.zip", &zipped(&[]), &[]);
}

#[test]
fn hostile_names() {
    let files: &[(&str, &[u8])] = &[("../a.txt", b"x"), ("/b.txt", b"B"), ("c/../../d.txt", b"x")];
    let outside = |name: &str| format!("{name}: read: member_outside");
    for (name, bytes) in [("x.zip", zipped(files)), ("x.tar", tarred(files))] {
        let (first, last) = (outside(&format!("{name}/../a.txt")), outside(&format!("{name}/c/../../d.txt")));
        check(name, &bytes, &[&first, &format!("{name}/b.txt B"), &last]);
    }
}

#[test]
fn hostile_sizes() {
    let bomb = vec![b'a'; 3 << 20];
    check(
        "x.zip",
        &zipped(&[("a.txt", &bomb), ("b.txt", b"B")]),
        &["x.zip/a.txt: read: ratio: 200", "x.zip/b.txt B"],
    );
    let long = vec![b'\n'; 5 << 20];
    check(
        "x.tar",
        &tarred(&[("a.txt", &long), ("b.txt", b"B")]),
        &["x.tar/a.txt: read: too_large: document, 4194304", "x.tar/b.txt B"],
    );
    let many: Vec<(&str, &[u8])> = ["a", "b", "c", "d", "e", "f", "g"].map(|name| (name, &b"x"[..])).to_vec();
    let expected = ["a", "b", "c", "d", "e", "f"].map(|name| format!("x.zip/{name} x"));
    let mut expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    expected.push("x.zip: read: too_many_members: 6");
    check("x.zip", &zipped(&many), &expected);
    let blank = vec![b' '; 3 << 20];
    let (empty, full) = ("x.tar/a.txt: read: empty", "x.tar: read: too_large: archive, 8388608");
    check("x.tar", &tarred(&[("a.txt", &blank[..]); 4]), &[empty, empty, full]);
}

#[test]
fn archives_within_archives() {
    let mut bytes = zipped(&[("a.txt", b"A")]);
    for _ in 0..3 {
        bytes = zipped(&[("n.zip", &bytes)]);
    }
    check("x.zip", &bytes, &["x.zip/n.zip/n.zip/n.zip: read: archives_too_deep: 3"]);
}

#[test]
fn cut_and_damaged_archives() {
    let zip = zipped(FILES);
    check("x.zip", &zip[..zip.len() / 2], &["x.zip: read: packed_damaged"]);
    check("x.zip", b"Les puces", &["x.zip: parse: read_as: TXT", "x.zip Les puces"]);
    let tar = tarred(&[("a.txt", b"A"), ("b.txt", b"B")]);
    check("x.tar", &tar[..1300], &["x.tar/a.txt A", "x.tar: read: packed_damaged"]);
    let mut broken = zipped(&[("a.txt", &b"Les puces ".repeat(30)), ("b.txt", b"B")]);
    broken[40] ^= 0xff;
    check("x.zip", &broken, &["x.zip/a.txt: read: packed_damaged", "x.zip/b.txt B"]);
}
