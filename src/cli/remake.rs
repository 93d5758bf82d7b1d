//! The command that makes an export again, from what was asked for: relative dates and a query on standard input are in
//! it as they were resolved.

use super::args::{ExportArgs, Global};
use crate::search::{Match, Order, Passages, Request};

/// The command, quoted for a POSIX shell.
pub(super) fn command(args: &ExportArgs, request: &Request, global: &Global) -> String {
    let mut words = vec!["vigie".to_owned(), "export".to_owned()];
    words.extend(filters(args, request));
    words.extend(form(args));
    if let Some(index) = &global.index {
        words.extend(["--index".to_owned(), index.display().to_string()]);
    }
    words.extend(["--lang".to_owned(), global.lang.code().to_owned()]);
    words.extend(["-o".to_owned(), args.output.display().to_string()]);
    if !request.query.is_empty() {
        words.extend(["--".to_owned(), request.query.clone()]);
    }
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

fn filters(args: &ExportArgs, request: &Request) -> Vec<String> {
    let valued = [
        ("--since", request.dates.since.map(|day| day.to_string())),
        ("--until", request.dates.until.map(|day| day.to_string())),
        ("--source", request.source.clone()),
        ("--per-article", args.asked.per_article.map(|most| most.to_string())),
        (
            "--sort",
            Some(request.order).filter(|order| *order != Order::default()).map(|order| order.to_string()),
        ),
        ("--match", Some(request.matching).filter(|how| *how != Match::default()).map(|how| how.to_string())),
    ];
    let plain = [
        ("--undated", request.undated),
        ("--no-expand", !request.expand),
        ("--wide", request.wide),
        ("--all-passages", request.passages == Passages::All),
        ("--feedback", request.feedback),
    ];
    [with_values(valued), without_values(plain)].concat()
}

fn form(args: &ExportArgs) -> Vec<String> {
    let valued = [
        ("--format", args.format.map(|format| format.to_string())),
        ("--fields", args.fields.clone()),
        ("--template", args.template.as_ref().map(|path| path.display().to_string())),
        ("--topic", args.topic.clone()),
        ("--tag", args.tag.clone()),
    ];
    let plain = [
        ("--headings", args.headings),
        ("--excel", args.excel),
        ("--no-marks", args.no_marks),
        ("--passages", args.passages),
    ];
    [with_values(valued), without_values(plain)].concat()
}

fn with_values<const N: usize>(flags: [(&str, Option<String>); N]) -> Vec<String> {
    let given = flags.into_iter().filter_map(|(flag, value)| Some([flag.to_owned(), value?]));
    given.flatten().collect()
}

fn without_values<const N: usize>(flags: [(&str, bool); N]) -> Vec<String> {
    flags.into_iter().filter(|(_, is_given)| *is_given).map(|(flag, _)| flag.to_owned()).collect()
}

/// The word as a POSIX shell reads it back.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, expected: &str) {
        assert_eq!(quoted(word), expected);
    }

    #[test]
    fn words_are_quoted_where_a_shell_needs_it() {
        check("hits.csv", "hits.csv");
        check("", "''");
        check("part de marché", "'part de marché'");
        check("l'IA \"$x\" `y` \\", "'l'\\''IA \"$x\" `y` \\'");
    }
}
