//! An entry of RIS: a tag of two letters, two spaces, a dash, a space, the value; lines end in CR LF.

use super::Reference;

/// The entry.
pub(super) fn entry(reference: &Reference<'_>) -> String {
    let mut entry = String::new();
    let mut tag = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            entry.push_str(&format!("{name}  - {value}\r\n"));
        }
    };
    tag("TY", Some("NEWS".to_owned()));
    tag("ID", Some(reference.key.clone()));
    tag("TI", reference.title());
    reference.authors().into_iter().for_each(|author| tag("AU", Some(author)));
    tag("T2", reference.source());
    let day = reference.metadata.date;
    tag("PY", day.map(|day| format!("{:04}", day.year())));
    tag("DA", day.map(|day| format!("{:04}/{:02}/{:02}", day.year(), day.month(), day.day())));
    tag("UR", reference.url());
    tag("LA", reference.language());
    tag("ER", Some(String::new()));
    entry
}
