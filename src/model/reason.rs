//! What went wrong with a file or a text, as values; `wording` has their sentences.

use serde::{Deserialize, Serialize};

/// What went wrong. As JSON: its fields beside a stable `code`. What the system or a library said stays in its words, which
/// are English.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// There is no such file or folder (any more).
    Missing,
    /// Its owner does not let this program read it.
    Forbidden,
    /// The system refused for another reason.
    System {
        /// What it said.
        said: String,
    },
    /// A folder was skipped that is an index of this program.
    Index,
    /// A link was skipped that leads out of the corpus.
    LinkOutside,
    /// A link was skipped that leads back to a folder above it.
    LinkLoop,
    /// A folder was skipped that a link leads to, or that lies below a link: it is read under another name.
    SameFolder {
        /// The name that it is read under.
        other: String,
    },
    /// A link leads nowhere.
    LinkNowhere,
    /// Something was skipped that is no file to read.
    Special {
        /// What it is.
        kind: Special,
    },
    /// A `.vigieignore` is no list of names, and not used.
    IgnoreList,
    /// A `.vigieignore` cannot be read, and is not used.
    IgnoreUnread {
        /// What the system or the reader of such lists said.
        said: String,
    },
    /// A line of a `.vigieignore` is not used.
    IgnoreLine {
        /// What is wrong with it.
        said: String,
    },
    /// No reader knows files of this kind.
    NoReader,
    /// It is longer than the limit.
    TooLarge {
        /// What is held to the limit.
        unit: Unit,
        /// The limit, in bytes.
        most: u64,
    },
    /// The file changed while it was being read.
    Changed,
    /// There is nothing in the file.
    Empty,
    /// A reader panicked, which is a fault of this program.
    ReaderFailed,
    /// The process that read it ended by a signal that the file called forth: a fault of this program.
    ReaderCrashed {
        /// The number of the signal; `None` if there was none.
        signal: Option<i32>,
    },
    /// The process that read it was ended from outside.
    ReaderKilled {
        /// The number of the signal.
        signal: i32,
    },
    /// The process that read it gave no answer.
    ReaderSilent {
        /// How long, in seconds.
        seconds: u64,
    },
    /// Reading it overflows the stack.
    TooDeep,
    /// Reading it takes too long.
    TimedOut {
        /// The limit, in seconds of the processor.
        seconds: u64,
    },
    /// Reading it takes too much memory.
    OutOfMemory {
        /// The limit, in bytes; `None` if there is none but that of the system.
        most: Option<u64>,
    },
    /// Packed data ends too early.
    PackedCut,
    /// Packed data is damaged.
    PackedDamaged,
    /// It is not text.
    NotText {
        /// What it is.
        kind: Binary,
    },
    /// Stray bytes in UTF-8 were read as windows-1252.
    MixedEncodings {
        /// How many.
        bytes: usize,
    },
    /// UTF-8 that had been read as windows-1252 was mended.
    Mojibake {
        /// How many characters.
        sequences: usize,
    },
    /// Characters that mean nothing were replaced by U+FFFD.
    Replaced {
        /// How many.
        characters: usize,
    },
    /// Words are so long that only their beginnings are in the index.
    LongWords {
        /// How many.
        words: usize,
        /// How many bytes of each are in the index.
        most: usize,
    },
    /// There is no text in it.
    NoText,
    /// No key of a JSON object holds a text.
    NoTextKey,
    /// A list of articles is empty.
    NoArticle,
    /// The text is not there: its summary was read in its place.
    SummaryOnly,
    /// Only the beginning of the text is there.
    TextCut {
        /// How many characters are missing.
        characters: usize,
    },
    /// A JSON value that should be an object with a text is something else.
    NotAnObject,
    /// It is not JSON.
    NotJson {
        /// What the parser met.
        said: String,
        /// Where, in bytes from 1.
        column: usize,
    },
    /// JSON is nested too deep.
    JsonTooDeep {
        /// Where, in bytes from 1.
        column: usize,
    },
    /// A `.json` file with one object a line was read as JSON lines.
    JsonLines,
    /// The front matter names no keys.
    FrontMatterKeys,
    /// The front matter cannot be read.
    FrontMatter {
        /// What the parser met.
        said: String,
    },
    /// A declared date is no day of a sane year, and was left out.
    BadDate {
        /// The date, as declared.
        declared: String,
    },
    /// A declared date is a month or a year, and was left out.
    DayMissing {
        /// The date, as declared.
        declared: String,
    },
    /// A declared date lies far ahead, and was kept.
    FutureDate {
        /// The date.
        declared: String,
    },
    /// A file was read as another format than its name says.
    ReadAs {
        /// The format.
        format: String,
    },
    /// It cannot be read as the format that it has.
    Damaged {
        /// The format.
        format: String,
        /// What its reader said.
        said: String,
    },
    /// A file ends too early: what stands before was read.
    CutShort,
    /// A PDF has pages and no text: most likely a scan.
    Scanned {
        /// The number of its pages.
        pages: usize,
    },
    /// Some pages of a PDF are pictures without text.
    PagesWithoutText {
        /// How many.
        pages: usize,
        /// The number of all pages.
        of: usize,
    },
    /// A `vigie.toml` in the corpus is not understood.
    BadRules {
        /// The fault.
        said: String,
    },
    /// A table is a list of hits that this program has exported.
    HitList,
    /// No column of a table holds texts.
    NoTextColumn {
        /// The headings of its columns.
        columns: Vec<String>,
    },
    /// It is protected by a password.
    Encrypted,
    /// It is packed by a method that is not read.
    UnknownPacking {
        /// The method, as its reader calls it.
        said: String,
    },
    /// A member of an archive is a link: what it leads to is read under its own name, if it is there.
    MemberLink,
    /// The name of a member leads out of its archive.
    MemberOutside,
    /// A member of an archive unpacks to much more than its size.
    Ratio {
        /// The limit: so many times its size.
        most: u64,
    },
    /// Archives are nested too deep.
    ArchivesTooDeep {
        /// The limit.
        most: usize,
    },
    /// An archive has too many members: the rest was not read.
    TooManyMembers {
        /// The limit.
        most: usize,
    },
    /// Members of an archive hold no text by their kind.
    MembersLeftOut {
        /// How many, by extension.
        kinds: std::collections::BTreeMap<String, u64>,
    },
    /// A web page in a text file was read as a web page.
    PageInText,
    /// No article stands out of a web page: all of it was kept.
    WholePage,
    /// Little of what a web page shows was taken for its article.
    LittleKept {
        /// The share of the page's prose that was kept.
        percent: usize,
    },
    /// It looks like an export of a press database, but its articles cannot be told apart: it was read as one text.
    ExportUnread,
    /// There is no element in what should be XML.
    NotXml,
    /// XML is damaged, and was read as far as it goes.
    DamagedXml {
        /// What the parser met.
        said: String,
    },
    /// There is no message in what should be mail.
    NotMail,
    /// An attachment of a message was not read.
    AttachmentNotRead {
        /// The name of its file.
        name: String,
    },
    /// A tag has too many attributes.
    TooManyAttributes {
        /// The limit.
        most: usize,
    },
    /// Elements are nested too deep.
    ElementsTooDeep {
        /// The limit.
        most: usize,
    },
    /// The declared identifier is that of another article.
    IdTaken {
        /// The identifier.
        id: Box<str>,
        /// The file of the article that has it.
        holder: Box<str>,
        /// The identifier that was given instead.
        given: Box<str>,
    },
}

/// What is held to a limit of length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// One document.
    Document,
    /// One web page.
    Page,
    /// One line of a file with a document a line.
    Line,
    /// All texts of one file.
    Texts,
    /// What one archive unpacks to.
    Archive,
}

/// What lies in a folder and is no file to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Special {
    /// A named pipe.
    Pipe,
    /// A socket.
    Socket,
    /// A device.
    Device,
    /// Something else.
    Other,
}

/// What a file is that is not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Binary {
    /// A PDF document.
    Pdf,
    /// A zip archive or an office document, which is one.
    Zip,
    /// Data packed by gzip.
    Gzip,
    /// A PNG image.
    Png,
    /// A JPEG image.
    Jpeg,
    /// A GIF image.
    Gif,
    /// A program.
    Program,
    /// An office document of the old formats.
    OldOffice,
    /// A rich text document.
    Rtf,
    /// A database of SQLite.
    Database,
    /// Other bytes.
    Unknown,
}
