//! Flags with named values. The names are those of requests in JSON; the English help of each is here.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::export::FormatName;
use crate::model::{FacetBy, LineOrder, Neighbour, Step};
use crate::search::{Match, Order};

/// Parses an order of hits.
pub(super) fn order() -> impl TypedValueParser<Value = Order> {
    let named = |order: Order, help: &'static str| PossibleValue::new(order.to_string()).help(help);
    let orders = [
        named(Order::Relevance, "Best match first"),
        named(Order::Newest, "Latest first"),
        named(Order::Oldest, "Earliest first"),
        named(Order::Id, "By the article's name"),
    ];
    PossibleValuesParser::new(orders).try_map(|name| name.parse::<Order>())
}

/// Parses a format of an export.
pub(super) fn format() -> impl TypedValueParser<Value = FormatName> {
    PossibleValuesParser::new(FormatName::ALL.map(FormatName::name))
        .try_map(|name| name.parse::<FormatName>())
}

/// Parses the length of the periods of a timeline.
pub(super) fn step() -> impl TypedValueParser<Value = Step> {
    PossibleValuesParser::new(Step::ALL.map(|step| step.to_string())).try_map(|name| name.parse::<Step>())
}

/// Parses what articles are counted by.
pub(super) fn facet() -> impl TypedValueParser<Value = FacetBy> {
    PossibleValuesParser::new(FacetBy::ALL.map(|by| by.to_string())).try_map(|name| name.parse::<FacetBy>())
}

/// Parses an order of the lines of a concordance.
pub(super) fn line_order() -> impl TypedValueParser<Value = LineOrder> {
    let named = |order: LineOrder| {
        PossibleValue::new(order.to_string()).help(match order {
            LineOrder::Date => "The latest article first",
            LineOrder::Left => "By the words before, from the nearest on",
            LineOrder::Right => "By the words after",
            LineOrder::Source => "By source, then by date",
        })
    };
    PossibleValuesParser::new(LineOrder::ALL.map(named)).try_map(|name| name.parse::<LineOrder>())
}

/// Parses what the uses of a concordance are counted by.
pub(super) fn neighbour() -> impl TypedValueParser<Value = Neighbour> {
    let named = |by: Neighbour| {
        PossibleValue::new(by.to_string()).help(match by {
            Neighbour::Form => "The keyword as it stands in the text",
            Neighbour::Left => "The word before it",
            Neighbour::Right => "The word after it",
        })
    };
    PossibleValuesParser::new(Neighbour::ALL.map(named)).try_map(|name| name.parse::<Neighbour>())
}

/// Parses how much of a query an article must satisfy.
pub(super) fn matching() -> impl TypedValueParser<Value = Match> {
    let named = |matching: Match, help: &'static str| PossibleValue::new(matching.to_string()).help(help);
    let ways = [
        named(
            Match::Auto,
            "All of it, or enough of many words; then the best of the rest where that is less than a page",
        ),
        named(Match::All, "All of it, to the letter"),
        named(Match::Any, "Any part of it"),
    ];
    PossibleValuesParser::new(ways).try_map(|name| name.parse::<Match>())
}
