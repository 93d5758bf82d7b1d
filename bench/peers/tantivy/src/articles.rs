//! What is read: articles, and the time that the process has used.

use std::borrow::Cow;

/// A line of a corpus.
#[derive(serde::Deserialize)]
pub struct Article<'a> {
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    #[serde(borrow, default)]
    pub title: Cow<'a, str>,
    #[serde(borrow)]
    pub text: Cow<'a, str>,
}

impl<'a> Article<'a> {
    pub fn read(line: &'a str) -> Self {
        serde_json::from_str(line).expect("a line of JSON with id, title and text")
    }
}

/// User and system seconds of this process so far, to a hundredth.
pub fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux");
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = after_name.split_whitespace().skip(11).take(2).map(|cell| cell.parse().unwrap_or(0.0)).sum();
    ticks / 100.0
}
