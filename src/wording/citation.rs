//! Citations and verdicts on quotations, for people.

use super::Lang;
use super::screen::on_page;
use crate::model::{Date, Metadata, PageRange};
use crate::quotation::{Difference, Verdict};

/// What is cited.
#[derive(Debug, Clone, Copy)]
pub struct Cited<'a> {
    /// The exact words.
    pub quotation: &'a str,
    /// What is known of the article.
    pub metadata: &'a Metadata,
    /// The identifier of the article, for one without a title.
    pub id: &'a str,
    /// The number of the passage, from 1.
    pub passage: u32,
    /// The pages that it lies on, where the article has pages.
    pub page: Option<PageRange>,
}

/// The citation on one line: `« … » (Titre, Source, 28 octobre 2025, § 4), https://…`.
pub fn citation(lang: Lang, cited: &Cited<'_>) -> String {
    let url = cited.metadata.url.as_deref().map(|url| format!(", {url}")).unwrap_or_default();
    format!("{} ({}){url}", quoted(lang, cited.quotation), place_cited(lang, cited))
}

/// Where a quotation stands: `Titre, Source, 28 octobre 2025, § 4, p. 12`.
pub fn place_cited(lang: Lang, cited: &Cited<'_>) -> String {
    let Cited { metadata, id, passage, page, .. } = *cited;
    let title = metadata.title.as_deref().unwrap_or(id);
    let day = metadata.date.map(|date| written_out(lang, date));
    let parts = [Some(title.to_owned()), metadata.author.clone(), metadata.source.clone(), day];
    let known: Vec<String> = parts.into_iter().flatten().collect();
    let page = page.map(|page| format!(", {}", on_page(page))).unwrap_or_default();
    format!("{}, §\u{a0}{passage}{page}", known.join(", "))
}

/// The words between the quotes of a language.
fn quoted(lang: Lang, text: &str) -> String {
    match lang {
        Lang::En => format!("“{text}”"),
        Lang::Fr => format!("«\u{a0}{text}\u{a0}»"),
    }
}

/// A day as it is written in a text.
fn written_out(lang: Lang, date: Date) -> String {
    const ENGLISH: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const FRENCH: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let (day, year, month) = (date.day(), date.year(), date.month().unsigned_abs() as usize - 1);
    match lang {
        Lang::En => format!("{day} {} {year}", ENGLISH[month]),
        Lang::Fr if day == 1 => format!("1er {} {year}", FRENCH[month]),
        Lang::Fr => format!("{day} {} {year}", FRENCH[month]),
    }
}

/// The line under a citation: the fingerprint of the article's text.
pub fn text_hash(lang: Lang, hash: &str) -> String {
    say!(lang, en: "BLAKE3 of the text: {hash}", fr: "BLAKE3 du texte : {hash}")
}

/// The verdict on a quotation in one word.
pub fn verdict_word(lang: Lang, verdict: Verdict) -> &'static str {
    match (verdict, lang) {
        (Verdict::Exact, Lang::En | Lang::Fr) => "exact",
        (Verdict::Altered, Lang::En) => "altered",
        (Verdict::Altered, Lang::Fr) => "altéré",
        (Verdict::Absent, Lang::En | Lang::Fr) => "absent",
    }
}

/// The words compared: `[-…-]` is in the quotation only, `[+…+]` in the text only.
pub fn compared(differences: &[Difference]) -> String {
    let shown = differences.iter().map(|difference| match difference {
        Difference::Same(text) => text.clone(),
        Difference::Quoted(text) => format!("[-{text}-]"),
        Difference::Source(text) => format!("[+{text}+]"),
    });
    shown.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The line below all verdicts.
pub fn quotations_checked(lang: Lang, [exact, altered, absent]: [usize; 3]) -> String {
    say!(lang,
        en: "{exact} exact, {altered} altered, {absent} absent; apostrophes, quotes and spaces count for nothing",
        fr: "exactes : {exact}, altérées : {altered}, absentes : {absent} ; apostrophes, guillemets et espaces ne comptent pas")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lang: Lang, metadata: &Metadata, page: Option<u32>, expected: &str) {
        let page = page.map(|page| PageRange { first: page, last: page });
        let cited = Cited { quotation: "Les puces.", metadata, id: "a.txt", passage: 4, page };
        assert_eq!(citation(lang, &cited).replace('\u{a0}', " "), expected);
    }

    #[test]
    fn citations_say_what_is_known() {
        check(Lang::Fr, &Metadata::default(), Some(12), "« Les puces. » (a.txt, § 4, p. 12)");
        let metadata = Metadata {
            title: Some("Titre".to_owned()),
            source: Some("Le Monde".to_owned()),
            date: Date::new(2025, 8, 1).ok(),
            url: Some("https://a.example".to_owned()),
            ..Metadata::default()
        };
        check(
            Lang::Fr,
            &metadata,
            None,
            "« Les puces. » (Titre, Le Monde, 1er août 2025, § 4), https://a.example",
        );
        check(
            Lang::En,
            &metadata,
            None,
            "“Les puces.” (Titre, Le Monde, 1 August 2025, § 4), https://a.example",
        );
    }
}
