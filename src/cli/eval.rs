//! `vigie eval`: measures the ranking or a run, or compares two runs.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Map, Value, json};

use super::args::{EvalArgs, Global};
use super::asked::{engine, tell};
use super::exit::{Failure, Outcome};
use super::terminal::{harmless, on_one_line};
use crate::eval::{
    self, Difference, Metric, Note, Qrels, ROUNDS, Run, Scores, SetMeans, SetMeasures, SetScores, Topic,
    Values,
};
use crate::export::{Exporter, Format, List};
use crate::model::{Hit, Understood};
use crate::search::{Engine, Match};
use crate::session::Session;
use crate::wording::{Complaint, Lang, Say, Table, list_labels, more_notes, none_judged, searched, table};

/// The most notes on topics that are printed; the others are counted.
const MAX_NOTES: usize = 10;

pub(super) fn run(args: &EvalArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    let (topics, qrels) = files(args)?;
    let qrels = Qrels::open(qrels)?;
    if let Some(runs) = &args.compare {
        return compare(args, runs, &qrels, global);
    }
    if let (Some(topics), true) = (topics, args.set) {
        return measure_sets(args, topics, &qrels, session, global);
    }
    let run = match (topics, &args.score) {
        (Some(topics), None) => search(args, topics, &qrels, session, global)?,
        (_, run) => read(run.as_deref().unwrap_or(Path::new("")), &qrels, global)?,
    };
    remark_judged(&run, &qrels, global);
    print_scores(args, &Scores::of(&run, &qrels), &table(global.lang))?;
    let is_empty = run.topics().all(|topic| run.found(topic).is_empty());
    Ok(if is_empty { Outcome::Nothing } else { Outcome::Done })
}

/// Measures the sets of articles that match.
fn measure_sets(
    args: &EvalArgs,
    topics: &Path,
    qrels: &Qrels,
    session: &Session,
    global: &Global,
) -> Result<Outcome, Failure> {
    let file = topics.display().to_string();
    let topics = eval::open_topics(topics)?;
    tell_all(&eval::unmatched(topics.iter().map(|topic| topic.id.as_str()), &file, qrels), global);
    let (run, _) = answer_all(args, &engine(session, global)?, &topics, global)?;
    remark_judged(&run, qrels, global);
    let scores = SetScores::of(&run, &topics, qrels);
    print_sets(args, &scores, &table(global.lang))?;
    let mean = scores.mean();
    Ok(if mean.empty == mean.topics { Outcome::Nothing } else { Outcome::Done })
}

fn print_sets(args: &EvalArgs, scores: &SetScores, words: &Table) -> io::Result<()> {
    let out = &mut io::BufWriter::new(io::stdout().lock());
    let row = |name: &str, means: &SetMeans| {
        let SetMeasures { precision, recall, f1 } = means.mean;
        json!({ "kind": name, "topics": means.topics, "empty": means.empty, "precision": precision, "recall": recall, "f1": f1 })
    };
    if args.json {
        let kinds: Vec<Value> = scores.by_kind().iter().map(|(kind, means)| row(kind, means)).collect();
        let mut value = row(words.all, &scores.mean());
        value["kinds"] = Value::Array(kinds);
        if args.per_topic {
            let topics = scores.topics.iter().map(|(topic, size, SetMeasures { precision, recall, f1 })| {
                (
                    topic.clone(),
                    json!({ "articles": size, "precision": precision, "recall": recall, "f1": f1 }),
                )
            });
            value["per_topic"] = Value::Object(topics.collect());
        }
        print_json(out, value)?;
    } else if args.per_topic {
        writeln!(out, "{}\tarticles\tprecision\trecall\tF1", words.topic)?;
        for (topic, size, SetMeasures { precision, recall, f1 }) in &scores.topics {
            let topic = harmless(&on_one_line(topic));
            writeln!(out, "{topic}\t{size}\t{precision:.4}\t{recall:.4}\t{f1:.4}")?;
        }
    } else {
        let (kind, topics, empty) = (words.kind, words.topics, words.empty);
        writeln!(
            out,
            "{kind:<20} {topics:>7} {empty:>7} {:>9} {:>7} {:>7}",
            words.precision, words.recall, "F1"
        )?;
        for (kind, means) in scores.by_kind().iter().chain([&(words.all, scores.mean())]) {
            let SetMeans { topics, empty, mean: SetMeasures { precision, recall, f1 } } = means;
            let kind = harmless(&on_one_line(kind));
            writeln!(out, "{kind:<20} {topics:>7} {empty:>7} {precision:>9.4} {recall:>7.4} {f1:>7.4}")?;
        }
    }
    out.flush()
}

/// The file of topics, where the command searches, and the file of judgements.
fn files(args: &EvalArgs) -> Result<(Option<&Path>, &Path), Failure> {
    let is_searched = args.score.is_none() && args.compare.is_none();
    match (&args.files[..], is_searched) {
        ([topics, qrels], true) => Ok((Some(topics), qrels)),
        ([qrels], false) => Ok((None, qrels)),
        (_, true) => Err(Complaint::NoJudgements.into()),
        (_, false) => Err(Complaint::NoTopicsNeeded.into()),
    }
}

/// Reads a run from a file.
fn read(path: &Path, qrels: &Qrels, global: &Global) -> Result<Run, Failure> {
    let run = Run::open(path)?;
    let file = path.display().to_string();
    tell_all(&eval::unmatched(run.topics(), &file, qrels), global);
    Ok(run)
}

/// Searches the index for all topics. Writes the run to a file where a flag names one.
fn search(
    args: &EvalArgs,
    topics: &Path,
    qrels: &Qrels,
    session: &Session,
    global: &Global,
) -> Result<Run, Failure> {
    let file = topics.display().to_string();
    let topics = eval::open_topics(topics)?;
    let asked = topics.iter().map(|topic| topic.id.as_str());
    tell_all(&eval::unmatched(asked, &file, qrels), global);
    if let Some(path) = &args.run {
        // An unwritable file is an error before the search, not after it.
        OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .map_err(|error| Failure::writing(path, &error))?;
    }
    let engine = engine(session, global)?;
    let start = Instant::now();
    let (run, lines) = answer_all(args, &engine, &topics, global)?;
    tell(&searched(global.lang, topics.len(), start.elapsed().as_secs_f64()), global);
    if let Some(path) = &args.run {
        fs::write(path, lines).map_err(|error| Failure::writing(path, &error))?;
    }
    Ok(run)
}

/// The run of all topics, and its lines in the format of TREC.
fn answer_all(
    args: &EvalArgs,
    engine: &Engine,
    topics: &[Topic],
    global: &Global,
) -> Result<(Run, Vec<u8>), Failure> {
    let options = eval::Options {
        matching: args.matching.unwrap_or(if args.set { Match::Auto } else { Match::Any }),
        depth: args.depth as usize,
        passages: args.passages,
        set: args.set,
        expand: !args.no_expand,
        feedback: args.feedback,
    };
    let mut run = Run::default();
    let mut lines = Vec::new();
    let mut notes = Vec::new();
    for topic in topics {
        let answer = eval::answer(engine, topic, &options)?;
        if let Some(response) = answer.response.as_ref().filter(|_| args.run.is_some()) {
            write_run(topic, &response.query, &response.hits, args.passages, &mut lines)?;
        }
        run.insert(&topic.id, answer.found);
        notes.extend(answer.notes);
    }
    tell_all(&notes[..notes.len().min(MAX_NOTES)], global);
    if notes.len() > MAX_NOTES {
        tell(&more_notes(global.lang, notes.len() - MAX_NOTES), global);
    }
    Ok((run, lines))
}

/// Appends the lines of a topic, as `vigie export` writes them. A run that reads them has the hits in the same order.
fn write_run(
    topic: &Topic,
    query: &Understood,
    hits: &[Hit],
    passages: bool,
    lines: &mut Vec<u8>,
) -> io::Result<()> {
    let format = Format::Trec { topic: topic.id.clone(), tag: "vigie".to_owned(), passages };
    // A run has no words of any language.
    let list = List { query, how: &[], labels: list_labels(Lang::En) };
    let mut exporter = Exporter::new(lines, format, &list)?;
    hits.iter().try_for_each(|hit| exporter.write(hit))?;
    exporter.finish().map(|_| ())
}

fn tell_all(notes: &[Note], global: &Global) {
    notes.iter().for_each(|note| tell(&on_one_line(&note.say(global.lang)), global));
}

/// Prints a note where no hit is judged: then the judgements seem to name other articles.
fn remark_judged(run: &Run, qrels: &Qrels, global: &Global) {
    let (judged, hits) = eval::judged_hits(run, qrels);
    if judged == 0 && hits > 0 {
        let ours = run.topics().find_map(|topic| run.found(topic).first()).map_or("", String::as_str);
        tell(&none_judged(global.lang, ours), global);
    }
}

fn compare(args: &EvalArgs, runs: &[PathBuf], qrels: &Qrels, global: &Global) -> Result<Outcome, Failure> {
    let mut scores = Vec::new();
    for path in runs {
        scores.push(Scores::of(&read(path, qrels, global)?, qrels));
    }
    let [a, b] = &scores[..] else {
        return Err(Complaint::TwoRuns.into());
    };
    let differences = eval::compare(a, b);
    let words = table(global.lang);
    let out = &mut io::BufWriter::new(io::stdout().lock());
    match (args.json, args.per_topic) {
        (true, per_topic) => print_json(out, compared(a, b, &differences, per_topic))?,
        (false, true) => {
            let rows = topic_differences(a, b, words.all);
            print_topics(out, &words, rows, |value| format!("{value:+.4}"))?;
        }
        (false, false) => print_differences(out, &words, a.count(), &differences)?,
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn print_scores(args: &EvalArgs, scores: &Scores, words: &Table) -> io::Result<()> {
    let out = &mut io::BufWriter::new(io::stdout().lock());
    match (args.json, args.per_topic) {
        (true, per_topic) => print_json(out, measured(scores, per_topic))?,
        (false, true) => {
            let mean = scores.mean();
            let rows = scores.topics().map(|(topic, values)| (topic, *values)).chain([(words.all, mean)]);
            print_topics(out, words, rows, |value| format!("{value:.4}"))?;
        }
        (false, false) => {
            writeln!(out, "{:<8} {}", words.topics, scores.count())?;
            for (metric, value) in scores.mean().iter() {
                writeln!(out, "{:<8} {value:.4}", metric.name())?;
            }
        }
    }
    out.flush()
}

/// Prints a line for each topic, with tabs between the columns.
fn print_topics<'a>(
    out: &mut dyn Write,
    words: &Table,
    rows: impl Iterator<Item = (&'a str, Values)>,
    show: impl Fn(f64) -> String,
) -> io::Result<()> {
    writeln!(out, "{}\t{}", words.topic, Metric::ALL.map(Metric::name).join("\t"))?;
    for (topic, values) in rows {
        let values: Vec<String> = values.iter().map(|(_, value)| show(value)).collect();
        writeln!(out, "{}\t{}", harmless(&on_one_line(topic)), values.join("\t"))?;
    }
    Ok(())
}

/// The difference B − A of the measures for each topic, then of the means.
fn topic_differences<'a>(
    a: &'a Scores,
    b: &'a Scores,
    all: &'a str,
) -> impl Iterator<Item = (&'a str, Values)> {
    let more = |a: &Values, b: &Values| Values::from_fn(|metric| b.get(metric) - a.get(metric));
    let mean = more(&a.mean(), &b.mean());
    a.topics().zip(b.topics()).map(move |((topic, a), (_, b))| (topic, more(a, b))).chain([(all, mean)])
}

fn print_differences(
    out: &mut dyn Write,
    words: &Table,
    topics: usize,
    differences: &[Difference],
) -> io::Result<()> {
    writeln!(out, "{:<8} {topics}", words.topics)?;
    writeln!(
        out,
        "{:<8} {:>7} {:>7} {:>8} {:>7} {:>7} {:>7}",
        words.metric, "A", "B", "B-A", "p", words.better, words.worse
    )?;
    for Difference { metric, a, b, p, better, worse } in differences {
        let name = metric.name();
        writeln!(out, "{name:<8} {a:>7.4} {b:>7.4} {:>+8.4} {p:>7.4} {better:>7} {worse:>7}", b - a)?;
    }
    Ok(())
}

fn print_json(out: &mut dyn Write, value: Value) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &value).map_err(io::Error::from)?;
    writeln!(out)
}

fn object(values: &Values) -> Value {
    Value::Object(values.iter().map(|(metric, value)| (metric.name().to_owned(), json!(value))).collect())
}

fn measured(scores: &Scores, per_topic: bool) -> Value {
    let mut value = json!({ "topics": scores.count(), "metrics": object(&scores.mean()) });
    if per_topic {
        let topics = scores.topics().map(|(topic, values)| (topic.to_owned(), object(values)));
        value["per_topic"] = Value::Object(topics.collect());
    }
    value
}

fn compared(a: &Scores, b: &Scores, differences: &[Difference], per_topic: bool) -> Value {
    let metrics = differences.iter().map(|Difference { metric, a, b, p, better, worse }| {
        let row = json!({ "a": a, "b": b, "difference": b - a, "p": p, "better": better, "worse": worse });
        (metric.name().to_owned(), row)
    });
    let metrics = Value::Object(metrics.collect::<Map<String, Value>>());
    let mut value = json!({ "topics": a.count(), "rounds": ROUNDS, "metrics": metrics });
    if per_topic {
        let topics = a
            .topics()
            .zip(b.topics())
            .map(|((topic, a), (_, b))| (topic.to_owned(), json!({ "a": object(a), "b": object(b) })));
        value["per_topic"] = Value::Object(topics.collect());
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DateRange;

    /// Checks that a run, written and read again, has the same articles in the same order.
    fn check(hits: &[(&str, f32)]) {
        let query = Understood {
            typed: String::new(),
            canonical: String::new(),
            concepts: Vec::new(),
            left_out: Vec::new(),
            dates: DateRange::default(),
            source: None,
        };
        let topic = Topic { id: "sujet 1".to_owned(), ..Topic::default() };
        let hit = |&(id, score): &(&str, f32)| Hit { id: id.to_owned(), score, ..Hit::default() };
        let hits: Vec<Hit> = hits.iter().map(hit).collect();
        let mut lines = Vec::new();
        write_run(&topic, &query, &hits, false, &mut lines).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.run");
        fs::write(&path, lines).unwrap();
        let run = Run::open(&path).unwrap();
        assert_eq!(run.topics().collect::<Vec<_>>(), if hits.is_empty() { vec![] } else { vec!["sujet 1"] });
        assert_eq!(run.found("sujet 1"), hits.iter().map(|hit| hit.id.clone()).collect::<Vec<_>>());
    }

    #[test]
    fn a_run_is_measured_as_it_was_found() {
        check(&[]);
        check(&[("a", 3.0), ("c", 2.0), ("b", 2.0), ("28 octobre, 25 %.txt", 2.0), ("z", 1e9)]);
    }
}
