//! Rich text: control words in; paragraphs out. Nothing recurses: groups are a stack of states, which has a limit.

use std::io::BufRead;

use encoding_rs::*;

use super::{BETWEEN_CELLS, Block, Properties, document};
use crate::corpus::extracted::Extracted;
use crate::corpus::formats::press;
use crate::corpus::formats::reader::{About, Reader, Refused, Sign};
use crate::corpus::input::whole;
use crate::corpus::sink::Sink;
use crate::model::{Reason, Stage};

/// The reader of rich text.
pub(in crate::corpus::formats) struct Rtf;

/// How the format begins.
const MAGIC: &[u8] = b"{\\rtf";
/// The most groups within groups.
const DEEPEST: usize = 10_000;

impl Reader for Rtf {
    fn about(&self) -> About {
        About {
            name: "RTF",
            en: "a rich text, with its notes and properties",
            fr: "un texte enrichi, avec ses notes et propriétés",
        }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["rtf"]
    }

    fn sign(&self, start: &[u8]) -> Sign {
        if start.starts_with(MAGIC) { Sign::Sure } else { Sign::None }
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        let most = output.limits.max_document_bytes;
        let bytes = whole(input, most).map_err(|reason| Refused(Stage::Read, reason))?;
        let (blocks, properties) = parse(&bytes).map_err(|reason| Refused(Stage::Parse, reason))?;
        // A press database exports many articles in one text.
        let lines: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
        match press::of_text(&lines.join("\n")) {
            Some(articles) => articles
                .into_iter()
                .for_each(|found| output.document(Extracted { encoding: "utf-8", ..found })),
            None => output.document(document(blocks, &properties)),
        }
        Ok(())
    }
}

/// The paragraphs and the properties of a rich text.
fn parse(bytes: &[u8]) -> Result<(Vec<Block>, Properties), Reason> {
    let mut text = RichText::default();
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        rest = match byte {
            b'{' => text.begin().map(|()| after)?,
            b'}' => {
                text.end();
                after
            }
            b'\r' | b'\n' => after,
            b'\\' => text.control(after),
            _ => {
                text.byte(byte);
                after
            }
        };
    }
    text.flush();
    text.paragraph();
    Ok((text.blocks, text.properties))
}

/// The state of a group, which ends with it.
#[derive(Clone)]
struct Group {
    /// Where its text goes.
    goes: Goes,
    /// The number of characters after a Unicode character that stand for it.
    fallbacks: usize,
}

/// Where text goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Goes {
    Body,
    Note,
    Title,
    Author,
    /// The day on which the text was begun, and that on which it was saved.
    Created,
    Saved,
    /// It holds properties, and no text of its own.
    Info,
    Nowhere,
}

impl Default for Group {
    fn default() -> Self {
        Group { goes: Goes::Body, fallbacks: 1 }
    }
}

/// A rich text so far.
#[derive(Default)]
struct RichText {
    blocks: Vec<Block>,
    properties: Properties,
    /// The paragraph so far.
    text: String,
    is_heading: bool,
    group: Group,
    around: Vec<Group>,
    /// Bytes of a code page that are not decoded yet: a character may have two.
    pending: Vec<u8>,
    /// How many more characters stand for a Unicode character that was taken.
    ignored: usize,
    /// The first half of a character outside the first plane.
    high: Option<u16>,
    /// The code page of the document.
    page: Option<&'static Encoding>,
}

impl RichText {
    fn begin(&mut self) -> Result<(), Reason> {
        self.flush();
        self.ignored = 0;
        if self.around.len() >= DEEPEST {
            return Err(Reason::ElementsTooDeep { most: DEEPEST });
        }
        self.around.push(self.group.clone());
        Ok(())
    }

    fn end(&mut self) {
        self.flush();
        self.ignored = 0;
        let was = self.group.goes;
        if let Some(group) = self.around.pop() {
            self.group = group;
        }
        if was == Goes::Note && self.group.goes != Goes::Note {
            self.text.truncate(self.text.trim_end().len());
            self.text.push(']');
        }
    }

    /// Takes a byte of text.
    fn byte(&mut self, byte: u8) {
        match self.ignored {
            0 => self.pending.push(byte),
            _ => self.ignored -= 1,
        }
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let bytes = std::mem::take(&mut self.pending);
            let encoding = self.page.unwrap_or(WINDOWS_1252);
            self.push(&encoding.decode_without_bom_handling(&bytes).0);
        }
    }

    fn push(&mut self, text: &str) {
        let property = match self.group.goes {
            Goes::Body | Goes::Note => return self.text.push_str(text),
            Goes::Title => &mut self.properties.title,
            Goes::Author => &mut self.properties.author,
            Goes::Created | Goes::Saved | Goes::Info | Goes::Nowhere => return,
        };
        property.get_or_insert_default().push_str(text);
    }

    /// Ends the paragraph. Those of a note are part of the one around it.
    fn paragraph(&mut self) {
        match self.group.goes {
            Goes::Body => {
                let text = std::mem::take(&mut self.text);
                self.blocks.push(Block { text, is_heading: self.is_heading });
            }
            Goes::Note => self.text.push(' '),
            _ => {}
        }
    }

    /// Takes what follows a backslash. Returns what comes after it.
    fn control<'b>(&mut self, rest: &'b [u8]) -> &'b [u8] {
        let Some((&first, after)) = rest.split_first() else { return rest };
        if !first.is_ascii_alphabetic() {
            return self.symbol(first, after);
        }
        let end = rest.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (word, rest) = rest.split_at(end);
        let sign = usize::from(rest.first() == Some(&b'-') && rest.get(1).is_some_and(u8::is_ascii_digit));
        let digits = rest[sign..].iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let (number, rest) = rest.split_at(sign + digits);
        let number: Option<i64> = std::str::from_utf8(number).ok().and_then(|number| number.parse().ok());
        let rest = rest.strip_prefix(b" ").unwrap_or(rest);
        if word == b"bin" {
            let length = number.and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
            return rest.get(length..).unwrap_or_default();
        }
        if self.ignored > 0 && word != b"u" && !matches!(word, b"par" | b"cell" | b"row") {
            self.ignored -= 1;
            return rest;
        }
        self.flush();
        self.word(word, number);
        rest
    }

    fn symbol<'b>(&mut self, symbol: u8, rest: &'b [u8]) -> &'b [u8] {
        match symbol {
            b'\'' => {
                let digits = rest.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
                let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
                byte.into_iter().for_each(|byte| self.byte(byte));
                return rest.get(2..).unwrap_or_default();
            }
            b'*' if !rest.starts_with(b"\\footnote") => self.group.goes = Goes::Nowhere,
            b'{' | b'}' | b'\\' => self.byte(symbol),
            b'~' => self.character("\u{a0}"),
            b'_' => self.character("\u{2011}"),
            b'\r' | b'\n' => {
                self.flush();
                self.paragraph();
            }
            _ => {}
        }
        rest
    }

    fn character(&mut self, character: &str) {
        self.flush();
        match self.ignored {
            0 => self.push(character),
            _ => self.ignored -= 1,
        }
    }

    fn word(&mut self, word: &[u8], number: Option<i64>) {
        match word {
            b"u" => self.unicode(number.unwrap_or(63)),
            b"uc" => self.group.fallbacks = number.unwrap_or(1).clamp(0, 8) as usize,
            b"ansicpg" => self.page = number.and_then(code_page),
            b"mac" => self.page = Some(MACINTOSH),
            b"row" => {
                let end = self.text.trim_end_matches(BETWEEN_CELLS).len();
                self.text.truncate(end);
                self.paragraph();
            }
            b"par" | b"sect" | b"page" => self.paragraph(),
            b"line" => self.push("\n"),
            b"cell" | b"nestcell" => self.push(BETWEEN_CELLS),
            b"pard" => self.is_heading = false,
            b"outlinelevel" => self.is_heading = true,
            b"footnote" => {
                self.group.goes = Goes::Note;
                self.push(" [");
            }
            b"info" => self.group.goes = Goes::Info,
            b"title" if self.group.goes == Goes::Info => self.group.goes = Goes::Title,
            b"author" if self.group.goes == Goes::Info => self.group.goes = Goes::Author,
            b"creatim" if self.group.goes == Goes::Info => self.group.goes = Goes::Created,
            b"revtim" if self.group.goes == Goes::Info => self.group.goes = Goes::Saved,
            b"yr" | b"mo" | b"dy" => self.part_of_day(number.unwrap_or(0)),
            b"printim" | b"subject" | b"keywords" | b"operator" | b"company" | b"doccomm"
                if self.group.goes == Goes::Info =>
            {
                self.group.goes = Goes::Nowhere;
            }
            _ if is_no_text(word) => self.group.goes = Goes::Nowhere,
            _ => sign(word).into_iter().for_each(|sign| self.push(sign)),
        }
    }

    /// Takes the year, the month or the day of a property, in this order.
    fn part_of_day(&mut self, number: i64) {
        let day = match self.group.goes {
            Goes::Created => self.properties.created.get_or_insert_default(),
            Goes::Saved => self.properties.saved.get_or_insert_default(),
            _ => return,
        };
        let between = if day.is_empty() { "" } else { "-" };
        day.push_str(&format!("{between}{number:02}"));
    }

    /// Takes a unit of UTF-16. What stands for it in programs without Unicode follows.
    fn unicode(&mut self, number: i64) {
        self.ignored = self.group.fallbacks;
        let unit = if number < 0 { number + 0x1_0000 } else { number };
        let unit = u32::try_from(unit).unwrap_or(0xfffd);
        let character = match (self.high.take(), unit) {
            (_, 0xd800..=0xdbff) => {
                self.high = u16::try_from(unit).ok();
                None
            }
            (Some(high), 0xdc00..=0xdfff) => {
                char::decode_utf16([high, unit as u16]).next().and_then(Result::ok)
            }
            _ => char::from_u32(unit),
        };
        if let Some(character) = character {
            self.push(character.encode_utf8(&mut [0; 4]));
        }
    }
}

/// The encoding of a code page of Windows or of the Macintosh.
fn code_page(number: i64) -> Option<&'static Encoding> {
    Some(match number {
        874 => WINDOWS_874,
        932 => SHIFT_JIS,
        936 => GBK,
        949 => EUC_KR,
        950 => BIG5,
        1250 => WINDOWS_1250,
        1251 => WINDOWS_1251,
        1252 => WINDOWS_1252,
        1253 => WINDOWS_1253,
        1254 => WINDOWS_1254,
        1255 => WINDOWS_1255,
        1256 => WINDOWS_1256,
        1257 => WINDOWS_1257,
        1258 => WINDOWS_1258,
        10000 => MACINTOSH,
        65001 => UTF_8,
        _ => return None,
    })
}

/// The signs that are words.
fn sign(word: &[u8]) -> Option<&'static str> {
    Some(match word {
        b"tab" | b"emspace" | b"enspace" | b"qmspace" => " ",
        b"lquote" => "‘",
        b"rquote" => "’",
        b"ldblquote" => "“",
        b"rdblquote" => "”",
        b"endash" => "–",
        b"emdash" => "—",
        b"bullet" => "•",
        _ => return None,
    })
}

/// Whether a group that begins with this word holds no text of the document.
fn is_no_text(word: &[u8]) -> bool {
    matches!(
        word,
        b"fonttbl"
            | b"colortbl"
            | b"stylesheet"
            | b"pict"
            | b"object"
            | b"fldinst"
            | b"header"
            | b"headerl"
            | b"headerr"
            | b"headerf"
            | b"footer"
            | b"footerl"
            | b"footerr"
            | b"footerf"
            | b"themedata"
            | b"colorschememapping"
            | b"datastore"
            | b"latentstyles"
            | b"listtable"
            | b"listoverridetable"
            | b"rsidtbl"
            | b"generator"
            | b"xmlnstbl"
            | b"pntext"
            | b"listtext"
            | b"bkmkstart"
            | b"bkmkend"
            | b"annotation"
            | b"atnid"
            | b"deleted"
    )
}
