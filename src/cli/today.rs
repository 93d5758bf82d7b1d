//! The day that `--since hier` and `date:7j` count from.

use crate::model::{self, Date};

/// Today on this machine. A test names another day in `VIGIE_TODAY`; a value that is no day is ignored.
pub(super) fn today() -> Date {
    let named = std::env::var("VIGIE_TODAY").ok();
    named.and_then(|day| model::parse_date(&day)).unwrap_or_else(model::today)
}

/// The moment, RFC 3339 with the offset of the user's time zone.
pub(super) fn now() -> String {
    jiff::ZonedDateTime::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}
