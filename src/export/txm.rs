//! Articles as a corpus of TXM: a zip archive with a text file for each and `metadata.csv`, whose column `id` names them.

use std::fs::File;
use std::io::{self, Seek, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::shape::Shape;
use crate::model::Hit;

/// A corpus for TXM. The text of a hit is that of its article. Archive and metadata are temporary files until the end.
pub(super) struct Txm {
    archive: Option<ZipWriter<File>>,
    metadata: csv::Writer<File>,
    texts: u64,
}

impl Txm {
    pub(super) fn new() -> io::Result<Self> {
        let archive = Some(ZipWriter::new(tempfile::tempfile()?));
        let mut metadata = csv::Writer::from_writer(tempfile::tempfile()?);
        metadata.write_record(["id", "title", "source", "date", "author", "language", "url", "article"])?;
        Ok(Txm { archive, metadata, texts: 0 })
    }
}

impl Shape for Txm {
    fn row(&mut self, hit: &Hit, _: &mut dyn Write) -> io::Result<bool> {
        self.texts += 1;
        let name = format!("t{:06}", self.texts);
        let Some(archive) = &mut self.archive else { return Ok(false) };
        archive.start_file(format!("{name}.txt"), SimpleFileOptions::default())?;
        archive.write_all(printable(&hit.text).as_bytes())?;
        let known = &hit.metadata;
        let day = known.date.map(|day| day.to_string());
        let values = [&known.title, &known.source, &day, &known.author, &known.language, &known.url];
        let values = values.map(|value| line(value.as_deref().unwrap_or("")));
        let id = line(&hit.id);
        let row = std::iter::once(&name).chain(&values).chain(std::iter::once(&id));
        self.metadata.write_record(row)?;
        Ok(true)
    }

    fn foot(&mut self, _: u64, out: &mut dyn Write) -> io::Result<()> {
        let Some(mut archive) = self.archive.take() else { return Ok(()) };
        self.metadata.flush()?;
        let mut metadata = self.metadata.get_ref();
        metadata.rewind()?;
        archive.start_file("metadata.csv", SimpleFileOptions::default())?;
        io::copy(&mut metadata, &mut archive)?;
        let mut file = archive.finish()?;
        file.rewind()?;
        io::copy(&mut file, out).map(drop)
    }
}

/// The text with spaces for control characters; line breaks stay.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
}

fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;
    use crate::export::sample;

    fn check(hits: &[Hit], name: &str, expected: &str) {
        let (mut txm, mut out) = (Txm::new().unwrap(), Vec::new());
        hits.iter().for_each(|hit| assert!(txm.row(hit, &mut out).unwrap()));
        txm.foot(hits.len() as u64, &mut out).unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(out)).unwrap();
        assert_eq!(archive.len(), hits.len() + 1);
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, expected);
    }

    #[test]
    fn the_archive_has_the_texts_and_their_metadata() {
        let hits = sample::hits();
        check(&hits[..1], "t000001.txt", &hits[0].text);
        check(
            &hits[..1],
            "metadata.csv",
            "id,title,source,date,author,language,url,article\n\
             t000001,\"Les puces, « l’or » de 2025\",Le Quotidien,2025-10-28,,fr,\
             https://quotidien.example/puces?a=1&b=2,quotidien/puces.md\n",
        );
    }
}
