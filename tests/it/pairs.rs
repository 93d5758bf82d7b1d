//! Pairs of a query and a text, from the outside: each text is an article, each query is searched as anyone would.
//!
//! `pairs.json` are the pairs of the project's frame, each in a corpus of its own, so that a word which is nowhere
//! else may be mended; `own-pairs.txt` are ours, by rule of the chain, in one corpus for each rule.

use std::thread;

use serde_json::Value;

use crate::harness::Project;

/// One pair.
struct Pair {
    query: String,
    text: String,
    expected: bool,
    known_to_fail: bool,
}

impl Pair {
    fn told(&self) -> String {
        format!("{} {} | {}", if self.expected { '+' } else { '-' }, self.query, self.text)
    }
}

/// Whether each query finds its own text among all of them.
fn found(pairs: &[Pair]) -> Vec<bool> {
    let project = Project::new();
    for (number, pair) in pairs.iter().enumerate() {
        project.write(&format!("corpus/{number}.txt"), &pair.text);
    }
    let project = project.indexed();
    let finds = |(number, pair): (usize, &Pair)| {
        let ids = project.ids(&["--match", "all", "--", &pair.query]);
        ids.contains(&format!("{number}.txt"))
    };
    pairs.iter().enumerate().map(finds).collect()
}

/// The numbers (from 0) of the groups that give a wrong answer, asked side by side.
fn check(groups: &[Vec<Pair>]) -> Vec<(usize, usize)> {
    let workers = thread::available_parallelism().map_or(1, |n| n.get()).min(groups.len());
    let share = |worker: usize| {
        let mine = groups.iter().enumerate().skip(worker).step_by(workers);
        mine.flat_map(|(group, pairs)| {
            let wrong = found(pairs).into_iter().zip(pairs).enumerate();
            wrong
                .filter(|(_, (found, pair))| *found != pair.expected)
                .map(move |(at, _)| (group, at))
                .collect::<Vec<_>>()
        })
        .collect::<Vec<_>>()
    };
    let share = &share;
    let mut wrong: Vec<(usize, usize)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|worker| scope.spawn(move || share(worker))).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    wrong.sort_unstable();
    wrong
}

#[test]
fn the_pairs_of_the_frame() {
    let file = include_str!("../data/pairs.json");
    let pairs: Vec<Value> = serde_json::from_str(file).unwrap();
    let text = |pair: &Value, key: &str| pair[key].as_str().unwrap().to_owned();
    let groups: Vec<Vec<Pair>> = pairs
        .iter()
        .map(|pair| {
            let (query, text) = (text(pair, "query"), text(pair, "text"));
            vec![Pair { query, text, expected: pair["match"].as_bool().unwrap(), known_to_fail: false }]
        })
        .collect();
    let wrong: Vec<String> = check(&groups).iter().map(|(group, at)| groups[*group][*at].told()).collect();
    assert_eq!(groups.len(), 80);
    assert!(wrong.is_empty(), "{} of 80 are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn our_own_pairs() {
    let file = include_str!("../data/own-pairs.txt");
    let groups: Vec<Vec<Pair>> =
        file.split("\n## ").skip(1).map(|group| group.lines().filter_map(read).collect()).collect();
    let wrong = check(&groups);
    let mut surprises = Vec::new();
    for (g, group) in groups.iter().enumerate() {
        for (at, pair) in group.iter().enumerate() {
            match (wrong.contains(&(g, at)), pair.known_to_fail) {
                (true, false) => surprises.push(format!("wrong: {}", pair.told())),
                (false, true) => surprises.push(format!("right at last, take its `~` away: {}", pair.told())),
                _ => {}
            }
        }
    }
    assert!(
        surprises.is_empty(),
        "{} of {}:\n{}",
        surprises.len(),
        groups.iter().map(Vec::len).sum::<usize>(),
        surprises.join("\n")
    );
}

/// A line of `own-pairs.txt`.
fn read(line: &str) -> Option<Pair> {
    let (mark, pair) = line.split_once(' ')?;
    let expected = match mark.trim_end_matches('~') {
        "+" => true,
        "-" => false,
        _ => return None,
    };
    let (query, text) = pair.split_once(" | ")?;
    let known_to_fail = mark.ends_with('~');
    Some(Pair { query: unescaped(query), text: unescaped(text), expected, known_to_fail })
}

/// `\u{ad}` as the character that it names.
fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, rest) = part.split_once('}').unwrap();
        out.push(char::from_u32(u32::from_str_radix(number, 16).unwrap()).unwrap());
        out.push_str(rest);
    }
    out
}
