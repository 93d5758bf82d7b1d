//! A request: plain values, read from JSON and written to it.

use std::fmt;
use std::str::FromStr;

use serde::de::IntoDeserializer;
use serde::de::value::Error as UnknownName;
use serde::{Deserialize, Serialize};

use crate::backend::Passages;
use crate::backend::plan::Order;
use crate::model::{DateRange, Detail};

/// How much of a query an article must satisfy. The names in JSON are `auto`, `all`, `any`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Match {
    /// The whole query; of a question or a query of many words, enough of them. Words that no article has are left out.
    /// Where fewer articles match than the page has hits, the best of those that have a part follow.
    #[default]
    Auto,
    /// The whole query, to the letter.
    All,
    /// Any part of the query.
    Any,
}

impl fmt::Display for Match {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

impl FromStr for Match {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Match::deserialize(name.into_deserializer())
    }
}

/// A query with its filters and the page to return.
///
/// In JSON a request is an object with the names of the fields. A missing field has the value of [`Request::new`]; an
/// unknown field is an error.
///
/// ```
/// use vigie::search::{Match, Order, Request};
///
/// let request: Request = serde_json::from_str(
///     r#"{
///         "query": "puces Chine",
///         "dates": { "since": "2025-10-01" },
///         "matching": "all",
///         "order": "newest",
///         "per_article": null
///     }"#,
/// )?;
/// assert_eq!(request.matching, Match::All);
/// assert_eq!(request.order, Order::Newest);
/// assert_eq!(request.per_article, None);
/// assert_eq!(request.limit, Request::new("").limit);
///
/// let unknown = serde_json::from_str::<Request>(r#"{ "querry": "puces" }"#);
/// assert!(unknown.unwrap_err().to_string().contains("unknown field `querry`"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Request {
    /// The query as typed.
    pub query: String,
    /// The dates of the articles. With one end given, an article without a date does not match, unless `undated`.
    pub dates: DateRange,
    /// Whether articles without a date match `dates`, and `date:` of the query.
    pub undated: bool,
    /// Words that the source of an article must have, in a row.
    pub source: Option<String>,
    /// How much of the query an article must satisfy.
    pub matching: Match,
    /// The most hits of a page; 0 counts as 1.
    pub limit: usize,
    /// The number of the page, from 1; 0 counts as 1.
    pub page: usize,
    /// The most hits of one article; `None` and 0 mean all.
    pub per_article: Option<usize>,
    /// Which passages of an article are hits.
    pub passages: Passages,
    /// The order of the hits.
    pub order: Order,
    /// Whether the thesaurus adds the other names of names and concepts, and near words replace a word that no text
    /// has.
    pub expand: bool,
    /// Whether narrower, broader and lesser names find articles too; otherwise they only rank.
    pub wide: bool,
    /// Whether pseudo-relevance feedback adds words of the best passages.
    pub feedback: bool,
    /// Whether each hit explains its score.
    pub explain: bool,
    /// How much of each hit to fetch.
    pub detail: Detail,
}

impl Request {
    /// A request for the first ten hits of a query, at most two of one article.
    pub fn new(query: impl Into<String>) -> Self {
        Request {
            query: query.into(),
            dates: DateRange::default(),
            undated: false,
            source: None,
            matching: Match::default(),
            limit: 10,
            page: 1,
            per_article: Some(2),
            passages: Passages::default(),
            order: Order::default(),
            expand: true,
            wide: false,
            feedback: false,
            explain: false,
            detail: Detail::default(),
        }
    }
}

impl Default for Request {
    /// A request with an empty query.
    fn default() -> Self {
        Request::new("")
    }
}

#[cfg(test)]
mod tests {
    use proptest::option;
    use proptest::prelude::*;

    use super::*;
    use crate::model::Date;

    fn days() -> impl Strategy<Value = Option<Date>> {
        option::of((1990..2050_i16, 1..=12_i8, 1..=28_i8).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap()))
    }

    prop_compose! {
        fn requests()(
            (query, source) in (".{0,12}", option::of(".{0,12}")),
            (since, until) in (days(), days()),
            matching in prop::sample::select(&[Match::Auto, Match::All, Match::Any][..]),
            order in prop::sample::select(&[Order::Relevance, Order::Newest, Order::Oldest, Order::Id][..]),
            passages in prop::sample::select(&[Passages::Saying, Passages::All][..]),
            detail in prop::sample::select(&[Detail::Name, Detail::Text, Detail::Marks][..]),
            (limit, page, per_article) in (any::<usize>(), any::<usize>(), any::<Option<usize>>()),
            (expand, wide, feedback, explain, undated) in any::<(bool, bool, bool, bool, bool)>(),
        ) -> Request {
            let dates = DateRange { since, until };
            Request {
                query, dates, undated, source, matching, limit, page, per_article, passages, order, expand, wide, feedback,
                explain, detail,
            }
        }
    }

    proptest! {
        #[test]
        fn a_request_comes_back_from_json(request in requests()) {
            let text = serde_json::to_string(&request).unwrap();
            prop_assert_eq!(serde_json::from_str::<Request>(&text).unwrap(), request);
        }

        #[test]
        fn names_are_those_of_json(request in requests()) {
            let json = serde_json::to_value(&request).unwrap();
            let Request { matching, order, .. } = request;
            prop_assert_eq!(&json["matching"], &matching.to_string());
            prop_assert_eq!(matching.to_string().parse::<Match>().unwrap(), matching);
            prop_assert_eq!(&json["order"], &order.to_string());
            prop_assert_eq!(order.to_string().parse::<Order>().unwrap(), order);
        }
    }

    /// `expected` is a request, or a part of the error.
    fn check(json: &str, expected: Result<Request, &str>) {
        match (serde_json::from_str::<Request>(json), expected) {
            (Ok(request), Ok(expected)) => assert_eq!(request, expected, "{json}"),
            (Err(error), Err(words)) => assert!(error.to_string().contains(words), "{json}: {error}"),
            (got, _) => panic!("{json}: {got:?}"),
        }
    }

    #[test]
    fn what_is_not_said_is_the_default_and_what_is_not_known_is_refused() {
        check("{}", Ok(Request::new("")));
        check(r#"{"query": "puces"}"#, Ok(Request::new("puces")));
        check(r#"{"per_article": null}"#, Ok(Request { per_article: None, ..Request::new("") }));
        check(r#"{"order": "newest"}"#, Ok(Request { order: Order::Newest, ..Request::new("") }));
        check(r#"{"dates": {"since": "2025-10-28"}}"#, {
            let since = Date::new(2025, 10, 28).ok();
            Ok(Request { dates: DateRange { since, until: None }, ..Request::new("") })
        });
        check(r#"{"querry": "puces"}"#, Err("querry"));
        check(r#"{"dates": {"from": "2025-10-28"}}"#, Err("from"));
        check(r#"{"matching": "ALL"}"#, Err("expected one of `auto`, `all`, `any`"));
        check(r#"{"limit": -1}"#, Err("-1"));
    }
}
