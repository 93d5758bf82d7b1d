//! A list in the form of the reader's own template, in the language of Jinja.
//!
//! The template sees `query` (typed, canonical, …), `how` (labels and texts), and `hits` with the fields of `jsonl` and those
//! of lists for people. It is one text for the whole list, so all hits are in memory: there is a limit.

use std::io::{self, Write};

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value, context};

use super::cell::{sentence, words_found};
use super::list::List;
use super::shape::Shape;
use crate::model::{Hit, Understood};

/// The most hits of a list that is written by a template: about 200 MB.
pub const MOST_HITS: usize = 100_000;

/// A list that waits for its template.
pub(super) struct Template {
    source: String,
    is_html: bool,
    query: Understood,
    how: Vec<(String, String)>,
    hits: Vec<Value>,
}

impl Template {
    /// The template is parsed now, so that a fault is told before anything is searched.
    pub(super) fn new(source: String, is_html: bool, list: &List<'_>) -> io::Result<Self> {
        check_template(&source).map_err(io::Error::other)?;
        Ok(Template { source, is_html, query: list.query.clone(), how: list.how.to_vec(), hits: Vec::new() })
    }
}

/// Whether a text is a template.
///
/// # Errors
/// What is wrong with it, and in which line.
pub fn check_template(source: &str) -> Result<(), String> {
    let place = |error: minijinja::Error| match error.line() {
        Some(line) => format!("line {line}: {}", error.detail().unwrap_or("syntax error")),
        None => error.to_string(),
    };
    Environment::new().template_from_str(source).map(drop).map_err(place)
}

impl Shape for Template {
    fn row(&mut self, hit: &Hit, _: &mut dyn Write) -> io::Result<bool> {
        if self.hits.len() == MOST_HITS {
            return Err(io::Error::other(format!(
                "a template holds {MOST_HITS} hits, and the list has more"
            )));
        }
        let mut fields = serde_json::to_value(hit)?;
        if let serde_json::Value::Object(fields) = &mut fields {
            fields.insert("sentence".to_owned(), sentence(hit).into());
            fields.insert("words_found".to_owned(), words_found(hit).into());
        }
        self.hits.push(Value::from(Serde(&fields)));
        Ok(true)
    }

    fn foot(&mut self, _: u64, out: &mut dyn Write) -> io::Result<()> {
        let mut environment = Environment::new();
        let is_html = self.is_html;
        environment
            .set_auto_escape_callback(move |_| if is_html { AutoEscape::Html } else { AutoEscape::None });
        let hits = std::mem::take(&mut self.hits);
        let values = context! { query => Serde(&self.query), how => Serde(&self.how), hits => hits };
        let template = environment.template_from_str(&self.source).map_err(io::Error::other)?;
        let text = template.render(values).map_err(io::Error::other)?;
        out.write_all(text.as_bytes())?;
        // Jinja drops the last line feed of a template.
        if text.ends_with('\n') || text.is_empty() { Ok(()) } else { out.write_all(b"\n") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    fn check(source: &str, is_html: bool, expected: &str) {
        let (mut template, mut out) =
            (Template::new(source.to_owned(), is_html, &sample::list()).unwrap(), Vec::new());
        sample::hits().iter().for_each(|hit| assert!(template.row(hit, &mut out).unwrap()));
        template.foot(3, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn lists_take_the_form_of_the_template() {
        check("{{ query.typed }}: {{ hits|length }}", false, "puces NVIDIA: 3\n");
        check(
            "{% for hit in hits %}{{ hit.rank }} {{ hit.sentence }}|{% endfor %}",
            true,
            "1 Le contrôle des puces pèse sur NVIDIA.|2 - 25 % de taxe; =SOMME(A1) sur les puces &quot;H20&quot;|3 *NVIDIA* publie.|\n",
        );
        check(
            "{% for label, text in how %}{{ label }} {{ text }}{% endfor %}",
            false,
            "Query =puces NVIDIA\n",
        );
    }

    #[test]
    fn a_template_with_a_fault_is_refused_first() {
        assert!(check_template("{% for hit in hits %}").unwrap_err().contains("line 1"));
    }
}
