//! The metadata of a page: title, date, author, source, URL and language of the article.
//!
//! The order of precedence is: linked data, `meta` elements, elements marked as date or byline, the address. It was chosen by
//! measurements on saved press pages. The tree is only read.

use std::collections::HashMap;

use dom_query::{Document, NodeRef};

use super::blocks::Block;
use super::json_ld::{self, LinkedData};
use super::title;
use crate::corpus::extracted::Extracted;
use crate::corpus::metadata::headers::{Headers, header, is_update};
use crate::corpus::metadata::{self, dates};
use crate::model::{Date, Origin};

const DATES: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "dc.date",
    "dc.date.issued",
    "dc.date.created",
    "dcterms.date",
    "dcterms.created",
    "dcterms.issued",
    "dcterms.available",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "cxenseparse:recs:publishtime",
];
const AUTHORS: &[&str] = &[
    "author",
    "article:author",
    "og:article:author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "parsely-author",
];
const BYLINES: &str = "[rel~=\"author\"], [itemprop~=\"author\"], [class*=\"author\"], [class*=\"auteur\"], \
    [class*=\"byline\"], [class*=\"signature\"]";
const DATELINES: &str =
    "[class*=\"date\"], [class*=\"publi\"], [class*=\"byline\"], [class*=\"meta\"], [class*=\"signature\"]";
/// The longest byline or date line in bytes.
const MAX_LINE: usize = 200;
/// The number of blocks at the start of the text that may be a byline or date line.
const HEAD_BLOCKS: usize = 8;
/// The number of bytes at the start of the text that may have the date of publication.
const HEAD_BYTES: usize = 1_500;
/// Elements in which names and days are those of other articles.
const BESIDE: &[&str] = &["nav", "aside", "footer"];
/// The most elements that are read for a date or a name.
const MAX_ELEMENTS: usize = 40;

/// A value, and what says it.
type Said<T> = Option<(T, Origin)>;

/// A value that `origin` says.
fn said<T>(value: Option<T>, origin: Origin) -> Said<T> {
    value.map(|value| (value, origin))
}

/// Reads the metadata of a page.
pub(super) fn read(tree: &Document) -> Extracted {
    let mut linked = json_ld::read(tree);
    linked.title = linked.title.map(|title| super::unescaped(&title));
    let meta = Meta::read(tree);
    let url = address(tree, &meta, linked.url.as_deref());
    let host = url.as_ref().and_then(|(url, _)| metadata::host(url));
    let site = said(meta.first(&["og:site_name"]).map(str::to_owned), Origin::MetaElement)
        .or(said(linked.source.take(), Origin::LinkedData))
        .and_then(|(name, origin)| said(metadata::line(&name), origin));
    let names = title::Names {
        meta: meta.first(&["og:title", "twitter:title", "dc.title"]),
        linked: linked.title.as_deref(),
        site: site.as_ref().map(|(site, _)| site.as_str()),
    };
    let date = said(linked.date.as_deref().and_then(declared), Origin::LinkedData)
        .or_else(|| date(tree, &meta, url.as_ref().map(|(url, _)| url.as_str())));
    let linked_language = || linked.language.as_deref().and_then(metadata::language);
    let language =
        said(language(tree, &meta), Origin::MetaElement).or(said(linked_language(), Origin::LinkedData));
    let author = author(tree, &meta, &linked, names.site);
    let mut found = Extracted::default();
    let (fields, origins) = (&mut found.metadata, &mut found.origins);
    (fields.title, origins.title) = title::find(tree, &names).unzip();
    (fields.date, origins.date) = date.unzip();
    (fields.author, origins.author) = author.unzip();
    (fields.source, origins.source) = site.or(said(host, Origin::Address)).unzip();
    (fields.language, origins.language) = language.unzip();
    (fields.url, origins.url) = url.unzip();
    found
}

/// Removes the byline and the date line at the start of the article. Completes the metadata from them, or from a
/// « publié le » further down.
pub(super) fn read_head(blocks: Vec<Block>, found: &mut Extracted) -> Vec<Block> {
    let mut headers = Headers::default();
    let mut kept = Vec::with_capacity(blocks.len());
    for (n, block) in blocks.into_iter().enumerate() {
        match header(&block.text).filter(|_| n < HEAD_BLOCKS) {
            Some(stated) => stated.into_iter().for_each(|header| headers.add(header)),
            None => kept.push(block),
        }
    }
    let head = headers.finish();
    let known = &mut found.metadata;
    known.date = known.date.or(head.date).or_else(|| announced(&kept));
    known.author = known.author.take().or(head.author);
    found.say(Origin::Page);
    kept
}

/// The date of a « publié le 12 mars 2024 » in the first lines. « le 12 mars » alone may be part of the story.
fn announced(blocks: &[Block]) -> Option<Date> {
    let mut seen = 0;
    let head = blocks.iter().take_while(|block| {
        seen += block.text.len();
        seen - block.text.len() < HEAD_BYTES
    });
    head.into_iter().find_map(|block| announced_in(&block.text))
}

fn announced_in(text: &str) -> Option<Date> {
    let start = &text[..text.floor_char_boundary(HEAD_BYTES)];
    let (day, place) = dates::first(start)?;
    let before = start[..place.start].to_lowercase();
    let says_so =
        ["publié le", "mis en ligne le", "paru le", "published"].iter().any(|word| before.contains(word));
    (says_so && !is_update(&before)).then_some(day).and_then(metadata::plausible)
}

/// The `meta` elements by name in lower case. Of two equal names the first counts.
struct Meta(HashMap<String, String>);

impl Meta {
    fn read(tree: &Document) -> Self {
        let mut values = HashMap::new();
        for meta in tree.select("meta[content]").nodes() {
            let content = meta.attr_or("content", "").trim().to_owned();
            for key in ["property", "name", "itemprop", "http-equiv"].iter().filter_map(|key| meta.attr(key))
            {
                if !content.is_empty() {
                    values.entry(key.to_lowercase()).or_insert_with(|| content.clone());
                }
            }
        }
        Meta(values)
    }

    fn all<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = &'a str> {
        names.iter().filter_map(|name| self.0.get(*name)).map(String::as_str)
    }

    fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.0.get(*name)).map(String::as_str)
    }
}

fn date(tree: &Document, meta: &Meta, url: Option<&str>) -> Said<Date> {
    let timed =
        || first_of(tree, "time[datetime]", |node| node.attr("datetime").as_deref().and_then(declared));
    let addressed = || url.and_then(dates::first).and_then(|(day, _)| metadata::plausible(day));
    said(meta.all(DATES).find_map(declared), Origin::MetaElement)
        .or_else(|| said(timed(), Origin::Page))
        .or_else(|| said(addressed(), Origin::Address))
        .or_else(|| said(first_of(tree, DATELINES, dateline), Origin::Page))
}

fn declared(text: &str) -> Option<Date> {
    metadata::date(text).ok()
}

fn dateline(node: &NodeRef<'_>) -> Option<Date> {
    let text = node.text();
    let (day, place) = dates::first(&text).filter(|_| text.len() <= MAX_LINE)?;
    (!is_update(&text[..place.start])).then_some(day).and_then(metadata::plausible)
}

/// The author, who is a person where the linked data, a `meta` element or a byline names one: the name of the `site` is none.
fn author(tree: &Document, meta: &Meta, linked: &LinkedData, site: Option<&str>) -> Said<String> {
    let is_person = |name: &String| !site.is_some_and(|site| metadata::same_name(site, name));
    let of_data = said(linked.author.as_deref().and_then(metadata::author), Origin::LinkedData);
    let of_meta = said(meta.all(AUTHORS).find_map(metadata::author), Origin::MetaElement);
    let signed = || said(first_of(tree, BYLINES, |node| byline(node).filter(is_person)), Origin::Page);
    let person = |found: &Said<String>| found.clone().filter(|(name, _)| is_person(name));
    person(&of_data).or_else(|| person(&of_meta)).or_else(signed).or(of_meta).or(of_data)
}

fn byline(node: &NodeRef<'_>) -> Option<String> {
    let text = node.text();
    let short = text.trim().len() <= MAX_LINE / 2 && !text.chars().any(|c| c.is_ascii_digit());
    short.then(|| metadata::author(&text)).flatten()
}

fn address(tree: &Document, meta: &Meta, linked: Option<&str>) -> Said<String> {
    let canonical = first_of(tree, "link[rel~=\"canonical\"]", |node| {
        node.attr("href").as_deref().and_then(metadata::url)
    });
    let stated = canonical.or_else(|| meta.first(&["og:url"]).and_then(metadata::url));
    said(stated, Origin::MetaElement).or_else(|| said(linked.and_then(metadata::url), Origin::LinkedData))
}

fn language(tree: &Document, meta: &Meta) -> Option<String> {
    let root = first_of(tree, "html[lang]", |node| node.attr("lang").as_deref().and_then(metadata::language));
    let xml = || first_of(tree, "html", |node| node.attr("xml:lang").as_deref().and_then(metadata::language));
    root.or_else(xml).or_else(|| meta.first(&["og:locale", "content-language"]).and_then(metadata::language))
}

/// The first answer among the first [`MAX_ELEMENTS`] that match `selector` and do not stand beside the article.
fn first_of<T>(tree: &Document, selector: &str, answer: impl Fn(&NodeRef<'_>) -> Option<T>) -> Option<T> {
    let is_beside = |node: &&NodeRef<'_>| {
        node.ancestors_it(None).any(|above| BESIDE.iter().any(|name| above.has_name(name)))
    };
    tree.select(selector).nodes().iter().filter(|node| !is_beside(node)).take(MAX_ELEMENTS).find_map(answer)
}
