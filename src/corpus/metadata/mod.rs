//! Metadata: cleans and completes what formats, texts and paths say of an article.
//!
//! The order of precedence is: the format, the first lines of the text, the path. A later source never overwrites an earlier
//! one. Nothing is invented: what is unknown stays `None`. Only the language is detected, from the text.

pub(super) mod byline;
mod dateline;
pub(super) mod dates;
pub(super) mod front_matter;
pub(super) mod headers;
pub(super) mod keys;

use std::sync::LazyLock;

use jiff::tz::TimeZone;
use whichlang::Lang;

pub(super) use byline::names as author;

use crate::corpus::extracted::Extracted;
use crate::model::{Date, Origin, Reason, month_named};

/// The time of Paris by the rules in force since 1996, so that the day does not depend on the tables of a machine.
static PARIS: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap_or(TimeZone::UTC));
/// The years that an article may declare: newspapers begin in 1605.
const YEARS: std::ops::RangeInclusive<i16> = 1600..=2100;
/// The years of a day that is found in running text, where an older one is history.
const FOUND_YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;
/// How far ahead a day of publication may lie, in days: magazines bear the name of a later month.
const DAYS_AHEAD: i64 = 92;
/// The number of characters from which the language is detected. With 250 it was right for 4,749 of 4,756 French texts,
/// with 500 for 4,751.
const LANGUAGE_CHARS: usize = 250;
/// The fewest letters from which the text is believed rather than what is declared.
const SURE_LETTERS: usize = 80;
/// The languages that the detector knows.
const KNOWN: &str = "ar zh de en fr hi it ja ko nl pt ru es sv tr vi";
/// The fewest letters from which a language is detected.
const LANGUAGE_LETTERS: usize = 20;

/// Completes the metadata of a text: the day from its dateline, the path or the properties of the document, the source from the
/// path, the language from the text. `member` is the file within the innermost `archive`, and nearer to the text.
pub(in crate::corpus) fn complete(found: &mut Extracted, [name, archive]: [&str; 2], member: Option<&str>) {
    found.say(Origin::File);
    found.metadata.date = found.metadata.date.or_else(|| dateline::day(&found.text));
    found.say(Origin::Dateline);
    let member = member.map(|member| without_wrapper(archive, member));
    let of_path = || member.and_then(path_date).or_else(|| path_date(name));
    let known = &mut found.metadata;
    known.date = known.date.or_else(of_path);
    let source = known.source.take();
    known.source = source.or_else(|| member.and_then(path_source)).or_else(|| path_source(name));
    found.say(Origin::Path);
    found.metadata.date = found.metadata.date.or(found.made_on);
    found.say(Origin::Properties);
    let declared = found.metadata.language.take();
    found.metadata.language = told(declared.clone(), &found.text);
    if found.metadata.language != declared {
        found.origins.language = None;
    }
    found.say(Origin::Text);
}

/// The language of a text. What a page declares counts only where the text is short, or if the detector does not know the
/// language: templates declare languages that their articles are not in.
fn told(declared: Option<String>, text: &str) -> Option<String> {
    let (found, letters) = detect(text);
    let is_unknown = |language: &String| !KNOWN.split(' ').any(|known| known == language);
    declared.filter(|language| letters < SURE_LETTERS || is_unknown(language)).or(found)
}

/// The day of a moment where the articles are read: in Paris.
fn local_day(moment: jiff::Timestamp) -> Date {
    PARIS.to_datetime(moment).date()
}

/// Parses a declared date. The error is a warning for the user.
pub(in crate::corpus) fn date(declared: &str) -> Result<Date, Reason> {
    let named = instant(declared).or_else(|| dates::whole(declared)).or_else(|| epoch(declared));
    named.filter(|day| YEARS.contains(&day.year())).ok_or_else(|| {
        let text: String = declared.trim().chars().take(40).collect();
        match lacks_day(&text) {
            true => Reason::DayMissing { declared: text },
            false => Reason::BadDate { declared: text },
        }
    })
}

/// The local day of a moment in universal time: `2025-03-12T23:30:00Z`, `Wed, 12 Mar 2025 23:30:00 GMT`. A moment with
/// another offset is that of its writer, whose day counts.
fn instant(text: &str) -> Option<Date> {
    const UNIVERSAL: &[&str] = &["Z", "z", "+00:00", "-00:00", "+0000", "-0000", "GMT", "UTC", "UT"];
    let text = UNIVERSAL.iter().find_map(|mark| text.trim().strip_suffix(mark))?.trim_end();
    let day = dates::whole(text)?;
    let (hour, minute) = match text.split_once(':') {
        Some((before, after)) => (before.get(before.len().checked_sub(2)?..)?, after.get(..2)?),
        // `20250312T233000Z`
        None => (text.get(9..11)?, text.get(11..13)?),
    };
    let (hour, minute) = (hour.trim().parse().ok()?, minute.parse().ok()?);
    let moment = day.at(0, 0, 0, 0).with().hour(hour).minute(minute).build().ok()?;
    Some(local_day(TimeZone::UTC.to_timestamp(moment).ok()?))
}

/// Whether a text is a month or a year: `2025-03`, `mars 2025`, `2025`.
fn lacks_day(text: &str) -> bool {
    let is_year = |text: &str| text.len() == 4 && text.parse::<i16>().is_ok_and(|year| YEARS.contains(&year));
    let month = text.split_once(['-', '/', ' ', '.']);
    let is_month = |(a, b): (&str, &str)| {
        let names = |text: &str| {
            text.parse().is_ok_and(|month: u8| (1..=12).contains(&month)) || month_named(text).is_some()
        };
        is_year(a) && names(b) || names(a) && is_year(b)
    };
    is_year(text) || month.is_some_and(is_month)
}

/// A day found in text, if its year is one of [`FOUND_YEARS`].
pub(in crate::corpus) fn plausible(day: Date) -> Option<Date> {
    FOUND_YEARS.contains(&day.year()).then_some(day)
}

/// Whether a day lies so far ahead that it is most likely a mistake.
pub(in crate::corpus) fn is_far_ahead(day: Date) -> bool {
    let today = PARIS.to_datetime(jiff::Timestamp::now()).date();
    today.checked_add(jiff::Span::new().days(DAYS_AHEAD)).is_ok_and(|last| day > last)
}

/// The day of a number of seconds or milliseconds since 1970.
fn epoch(text: &str) -> Option<Date> {
    let number = text.trim().parse::<f64>().ok().filter(|n| n.is_finite() && n.abs() >= 1e6)?;
    let seconds = if number.abs() >= 1e11 { number / 1000.0 } else { number };
    Some(local_day(jiff::Timestamp::from_second(seconds as i64).ok()?))
}

/// A declared value on one line, with single spaces; `None` if it is blank.
pub(in crate::corpus) fn line(value: &str) -> Option<String> {
    let value = crate::text::decode::clean(value);
    let words = value.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

/// An absolute HTTP address; `None` for anything else.
pub(in crate::corpus) fn url(value: &str) -> Option<String> {
    let value = value.trim().trim_start_matches('<').trim_end_matches('>');
    let lower = value.get(..8.min(value.len())).unwrap_or_default().to_ascii_lowercase();
    let is_web = lower.starts_with("https://") || lower.starts_with("http://");
    let is_clean = !value.chars().any(|c| c.is_whitespace() || c.is_control());
    (is_web && is_clean && value.len() > 8).then(|| value.to_owned())
}

/// An address of a page, not of a site.
pub(in crate::corpus) fn page_url(value: &str) -> Option<String> {
    let url = url(value)?;
    let path = url.split_once("://")?.1.split_once('/')?.1;
    (!path.is_empty()).then_some(url)
}

/// The host of a web address without `www.`.
pub(in crate::corpus) fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
    host.contains('.').then_some(host)
}

/// Whether two names differ in case and signs at most.
pub(in crate::corpus) fn same_name(a: &str, b: &str) -> bool {
    keys::folded(a) == keys::folded(b)
}

/// A declared language as an ISO 639-1 code: `fr-FR`, `fra`, `French`, `français` → `fr`.
pub(in crate::corpus) fn language(declared: &str) -> Option<String> {
    let lower = declared.trim().to_lowercase();
    let first = lower.split(['-', '_', ',', ' ']).next().unwrap_or_default();
    let code = match first {
        "fra" | "fre" | "french" | "français" | "francais" => "fr",
        "eng" | "english" | "anglais" => "en",
        "deu" | "ger" | "german" | "allemand" => "de",
        "spa" | "spanish" | "espagnol" => "es",
        two => two,
    };
    (code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())).then(|| code.to_owned())
}

/// The language of the first words of a text, if they have enough letters, and the number of these. Numbers and signs say
/// nothing of a language.
fn detect(text: &str) -> (Option<String>, usize) {
    let words = text
        .split(|c: char| !c.is_alphabetic() && !"'’-".contains(c))
        .filter(|word| word.contains(char::is_alphabetic));
    let mut start = String::new();
    for word in words.take(LANGUAGE_CHARS) {
        start.push_str(word);
        start.push(' ');
        if start.len() >= LANGUAGE_CHARS {
            break;
        }
    }
    let letters = start.chars().filter(|c| c.is_alphabetic()).count();
    let found = (letters >= LANGUAGE_LETTERS).then(|| code(whichlang::detect_language(&start)).to_owned());
    (found, letters)
}

fn code(language: Lang) -> &'static str {
    match language {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    }
}

/// The name of a member without the folder that has the name of its archive: it says nothing of its texts.
fn without_wrapper<'m>(archive: &str, member: &'m str) -> &'m str {
    let file = archive.rsplit('/').next().unwrap_or(archive);
    match member.split_once('/') {
        Some((folder, rest)) if file.starts_with(folder) => rest,
        _ => member,
    }
}

/// `lemonde/2025-10-28-titre.txt`, `lemonde/2025/10/28/titre.txt`, `20251028_titre.txt`, `13-mars-2025.txt`, `13-03-2025.txt`
/// in the order of the French; the file before its folders.
fn path_date(name: &str) -> Option<Date> {
    let file = name.rsplit('/').next().unwrap_or(name);
    let leading = file.get(..8).filter(|_| !file[8..].starts_with(|c: char| c.is_ascii_alphanumeric()));
    let compact = leading.and_then(dates::compact).and_then(plausible);
    let found = compact.or_else(|| year_first(file)).or_else(|| dates::first(file).map(|(day, _)| day));
    found.or_else(|| year_first(name)).filter(|day| YEARS.contains(&day.year()))
}

/// A date in a path, if it begins with the year.
fn year_first(path: &str) -> Option<Date> {
    let is_clear = |at: usize| path[at..].bytes().take(4).filter(u8::is_ascii_digit).count() == 4;
    dates::all(path).find(|(_, place)| is_clear(place.start)).map(|(day, _)| day)
}

/// The name of the first folder, if it has a letter.
fn path_source(name: &str) -> Option<String> {
    let (folder, _) = name.split_once('/')?;
    folder.chars().any(char::is_alphabetic).then(|| folder.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(input: &str, expected: Option<&str>) {
        assert_eq!(date(input).ok().map(|d| d.to_string()).as_deref(), expected, "{input}");
    }

    #[test]
    fn declared_dates() {
        check("2024-03-12T23:30:00-05:00", Some("2024-03-12"));
        check("2025-03-12T23:30:00Z", Some("2025-03-13"));
        check("2025-07-12 22:30:00+00:00", Some("2025-07-13"));
        check("20250312T233000Z", Some("2025-03-13"));
        check("2025-03-12T21:30:00.000Z", Some("2025-03-12"));
        check("Wed, 12 Mar 2025 23:30:00 GMT", Some("2025-03-13"));
        check("12 mars 2024", Some("2024-03-12"));
        check("Tue, 12 Mar 2024 08:00:00 GMT", Some("2024-03-12"));
        check("20240312", Some("2024-03-12"));
        check("1710201600", Some("2024-03-12"));
        check("1710201600000", Some("2024-03-12"));
        for none in ["0000-00-00", "9999-12-31", "2024-02-30", "1589-07-14", "hier", "2024", "inf", ""] {
            check(none, None);
        }
    }

    #[test]
    fn paths_say_date_and_source() {
        let of = |name: &str| {
            let mut found = Extracted::default();
            complete(&mut found, [name; 2], None);
            let m = found.metadata;
            (m.date.map(|d| d.to_string()).unwrap_or_default(), m.source.unwrap_or_default())
        };
        let expected = |date: &str, source: &str| (date.to_owned(), source.to_owned());
        assert_eq!(of("lemonde/2025-10-28-titre-en-mots.txt"), expected("2025-10-28", "lemonde"));
        assert_eq!(of("lemonde/2025/10/28/titre.txt"), expected("2025-10-28", "lemonde"));
        assert_eq!(of("20251028_titre.txt"), expected("2025-10-28", ""));
        assert_eq!(of("lecourrier/13-03-2025 budget.txt"), expected("2025-03-13", "lecourrier"));
        assert_eq!(of("2025-mars-13.txt"), expected("2025-03-13", ""));
        assert_eq!(of("1875-06-24-crues.txt"), expected("1875-06-24", ""));
        assert_eq!(of("2025/x.txt"), expected("", ""));
        assert_eq!(of("000_249f48d15da27b34.txt"), expected("", ""));
        assert_eq!(of("é/12345678é.txt"), expected("", "é"));
    }

    #[test]
    fn names_addresses_languages() {
        assert_eq!(url("javascript:alert(1)"), None);
        assert_eq!(host("https://www.lemonde.fr:443/a").as_deref(), Some("lemonde.fr"));
        assert_eq!(language("fr-FR").as_deref(), Some("fr"));
        assert_eq!(language("Français").as_deref(), Some("fr"));
        assert_eq!(language("xx-unknown-long").as_deref(), Some("xx"));
    }

    #[test]
    fn the_text_tells_its_language() {
        let check = |declared: Option<&str>, text: &str, expected: Option<&str>| {
            assert_eq!(told(declared.map(str::to_owned), text).as_deref(), expected, "{text}");
        };
        let french = "Le gouvernement a annoncé de nouvelles mesures contre la hausse des prix, selon le ministre de l’Économie.";
        check(None, "Le gouvernement a annoncé de nouvelles mesures.", Some("fr"));
        check(Some("en"), french, Some("fr"));
        check(Some("br"), french, Some("br"));
        check(Some("en"), "Les puces", Some("en"));
        check(None, "IA", None);
        let licence = "----- 1996-2021 -----\n\n  Permission is granted to make and distribute verbatim copies of this document.";
        check(None, licence, Some("en"));
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "\\PC{0,60}", name in "[a-zé0-9/._-]{0,40}") {
            let _ = (date(&text), author(&text), url(&text), host(&text), language(&text));
            complete(&mut Extracted { text, ..Extracted::default() }, [&name; 2], Some(&name));
        }
    }
}
