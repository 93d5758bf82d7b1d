//! The sentences of an evaluation: bad lines of its files, and its notes.

use super::remarks::severity_label;
use super::{Lang, Say, named};
use crate::eval::{Fault, Note};

/// The most topics that a note names.
const NAMED_TOPICS: usize = 5;

impl Say for Fault {
    fn say(&self, lang: Lang) -> String {
        match self {
            Fault::NoTab { line } => say!(lang,
                en: "there is no tab in `{line}`",
                fr: "il n'y a pas de tabulation dans `{line}`"),
            Fault::NoIdentifier => say!(lang,
                en: "the topic has no identifier",
                fr: "le sujet n'a pas d'identifiant"),
            Fault::NoQuery { topic } => say!(lang,
                en: "topic `{topic}` has no query",
                fr: "le sujet `{topic}` n'a pas de requête"),
            Fault::TopicTwice { topic } => say!(lang,
                en: "topic `{topic}` stands there twice",
                fr: "le sujet `{topic}` figure deux fois"),
            Fault::OutsideTopic { tag } => say!(lang,
                en: "`<{tag}>` stands outside of a topic",
                fr: "`<{tag}>` se trouve hors d'un sujet"),
            Fault::Columns { count, line } => say!(lang, *count as u64,
                en: ["{count} column in `{line}`", "{count} columns in `{line}`"],
                fr: ["{count} colonne dans `{line}`", "{count} colonnes dans `{line}`"]),
            Fault::BadGrade { grade } => say!(lang,
                en: "the grade `{grade}` is no whole number",
                fr: "la note `{grade}` n'est pas un nombre entier"),
            Fault::BadScore { score } => say!(lang,
                en: "the score `{score}` is no number",
                fr: "le score `{score}` n'est pas un nombre"),
            Fault::JudgedTwice { article, topic } => say!(lang,
                en: "`{article}` is judged twice for topic `{topic}`",
                fr: "`{article}` est jugé deux fois pour le sujet `{topic}`"),
            Fault::FoundTwice { article, topic } => say!(lang,
                en: "`{article}` stands twice under topic `{topic}`",
                fr: "`{article}` figure deux fois sous le sujet `{topic}`"),
        }
    }
}

impl Say for Note {
    fn say(&self, lang: Lang) -> String {
        match self {
            Note::NotJudged { file, topics } => {
                let (count, topics) = topics_of(lang, topics);
                say!(lang,
                    en: "topics of `{file}` without judgements, not measured ({count}): {topics}",
                    fr: "sujets de `{file}` sans jugement, non mesurés ({count}) : {topics}")
            }
            Note::NothingRelevant { topics } => {
                let (count, topics) = topics_of(lang, topics);
                say!(lang,
                    en: "judged topics without a relevant article, not measured ({count}): {topics}",
                    fr: "sujets jugés sans article pertinent, non mesurés ({count}) : {topics}")
            }
            Note::NotAsked { file, topics } => {
                let (count, topics) = topics_of(lang, topics);
                say!(lang,
                    en: "judged topics that are not in `{file}`, counted as 0 ({count}): {topics}",
                    fr: "sujets jugés absents de `{file}`, comptés 0 ({count}) : {topics}")
            }
            Note::Query { topic, severity, remark } => {
                let remark = severity_label(*severity).before(lang, &remark.say(lang));
                say!(lang, en: "topic `{topic}`: {remark}", fr: "sujet `{topic}` : {remark}")
            }
            Note::Nothing { topic, query } => say!(lang,
                en: "topic `{topic}`: there is nothing to search for in `{query}`",
                fr: "sujet `{topic}` : il n'y a rien à chercher dans `{query}`"),
        }
    }
}

fn topics_of(lang: Lang, topics: &[String]) -> (usize, String) {
    let quoted: Vec<String> = topics.iter().map(|topic| format!("`{topic}`")).collect();
    (topics.len(), named(lang, &quoted, NAMED_TOPICS))
}
