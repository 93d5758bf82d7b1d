//! Workbooks of Excel and LibreOffice, by the crate `calamine`.

use std::io::{BufRead, Cursor};

use calamine::{Data, Ods, Range, Reader as _, Sheets, Xls, Xlsb, Xlsx};

use super::Columns;
use crate::corpus::formats::container::{is_compound, is_one};
use crate::corpus::formats::reader::{About, Reader, Refused, Sign, parsed};
use crate::corpus::input::whole;
use crate::corpus::sink::Sink;
use crate::model::{Reason, Stage, Unit};

/// The reader of workbooks.
pub(in crate::corpus::formats) struct Workbook;

impl Reader for Workbook {
    fn about(&self) -> About {
        About {
            name: "XLSX",
            en: "one text a row, of each sheet; the headings say which column is which",
            fr: "un texte par ligne, de chaque feuille ; les intitulés disent le rôle des colonnes",
        }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xlsx", "xlsm", "xlsb", "xls", "ods"]
    }

    fn sign(&self, start: &[u8]) -> Sign {
        if is_one(start) { Sign::Likely } else { Sign::None }
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        let most = output.limits.max_document_bytes;
        let bytes = whole(input, most).map_err(|reason| Refused(Stage::Read, reason))?;
        check_size(&bytes, output.limits.max_texts_bytes)?;
        let mut workbook = parsed("XLSX", || open(&bytes))?.map_err(|error| damaged(&error))?;
        let mut next = 1;
        let mut without = Vec::new();
        let names = workbook.sheet_names();
        if names.iter().any(|name| name == OF_HIT_LISTS) {
            return Err(Refused(Stage::Parse, Reason::HitList));
        }
        for name in &names {
            match parsed("XLSX", || workbook.worksheet_range(name))? {
                Ok(range) => without.extend(rows(&range, &mut next, output).err()),
                Err(error) => {
                    let Refused(stage, reason) = damaged(&error);
                    output.fail(stage, None, reason);
                }
            }
        }
        without.into_iter().for_each(|reason| output.fail(Stage::Parse, None, reason));
        Ok(())
    }
}

/// The sheet that workbooks of hits have which this program exports.
const OF_HIT_LISTS: &str = "vigie";

/// Opens a workbook as what it is, so that an error is that of its format.
fn open(bytes: &[u8]) -> Result<Sheets<Cursor<&[u8]>>, calamine::Error> {
    let input = Cursor::new(bytes);
    if is_compound(bytes) {
        return Ok(Sheets::Xls(Xls::new(input)?));
    }
    let has = |name: &str| {
        ::zip::ZipArchive::new(Cursor::new(bytes)).is_ok_and(|zip| zip.index_for_name(name).is_some())
    };
    match () {
        () if has("xl/workbook.bin") => Ok(Sheets::Xlsb(Xlsb::new(input)?)),
        () if has("mimetype") => Ok(Sheets::Ods(Ods::new(input)?)),
        () => Ok(Sheets::Xlsx(Xlsx::new(input)?)),
    }
}

/// Sends the rows of a sheet. The error is that it has no texts. `next` is the number of the next text of the workbook.
fn rows(range: &Range<Data>, next: &mut u64, output: &mut Sink<'_>) -> Result<(), Reason> {
    let first = range.start().map_or(0, |(row, _)| u64::from(row)) + 1;
    let mut all = (first..).zip(range.rows());
    let is_filled = |row: &[Data]| row.iter().filter(|cell| !matches!(cell, Data::Empty)).count() > 0;
    let Some((_, headings)) = all.find(|(_, row)| is_filled(row)) else { return Ok(()) };
    let columns = Columns::of(&headings.iter().map(shown).collect::<Vec<_>>(), output)?;
    for (line, row) in all.filter(|(_, row)| is_filled(row)) {
        columns.send(&row.iter().map(shown).collect::<Vec<_>>(), [*next, line], "utf-8", output);
        *next += 1;
    }
    Ok(())
}

/// The value of a cell as a person sees it, a day in ISO 8601.
fn shown(cell: &Data) -> String {
    match cell {
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Empty | Data::Error(_) => String::new(),
        cell => cell.to_string(),
    }
}

/// Refuses a workbook whose parts unpack to more than `most` bytes: it is read into memory.
fn check_size(bytes: &[u8], most: u64) -> Result<(), Refused> {
    let Ok(zip) = ::zip::ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
    match zip.decompressed_size().is_some_and(|size| size > u128::from(most)) {
        true => Err(Refused(Stage::Read, Reason::TooLarge { unit: Unit::Archive, most })),
        false => Ok(()),
    }
}

fn damaged(error: &calamine::Error) -> Refused {
    let said = error.to_string();
    if said.contains("password") {
        return Refused(Stage::Parse, Reason::Encrypted);
    }
    Refused(Stage::Parse, Reason::Damaged { format: "XLSX".to_owned(), said })
}
