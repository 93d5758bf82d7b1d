//! A timeline as a picture: SVG 1.1 without scripts, fonts or links, so that any browser and any editor shows it.

use std::fmt::Write as _;
use std::io::{self, Write};

use html_escape::encode_text;

use crate::model::{Bar, Date, Timeline};

/// The words of the picture, in the language of the reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Legend {
    /// What the picture shows.
    pub title: String,
    /// The name of each series.
    pub series: Vec<String>,
    /// What stands in no bar, a line each.
    pub below: Vec<String>,
    /// What a bar says when it is pointed at, by series and period.
    pub bars: Vec<Vec<String>>,
}

/// The width of the picture, in pixels.
const WIDTH: f64 = 960.0;
/// The height of the longest bar.
const HEIGHT: f64 = 280.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 16.0;
/// The height of a line of text.
const LINE: f64 = 18.0;
/// The columns of a name of a period, in pixels.
const KEY_WIDTH: f64 = 66.0;
/// Colours that readers with colour blindness tell apart: M. Okabe and K. Ito, *Color Universal Design*, 2008.
const COLOURS: [&str; 7] = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#666666"];

/// Draws a timeline: bars of all series side by side in each period, lines where something happened, a legend.
///
/// # Errors
/// The writer fails.
pub fn timeline_svg(line: &Timeline, by_share: bool, legend: &Legend, out: &mut dyn Write) -> io::Result<()> {
    let picture = Picture::new(line, by_share, legend);
    out.write_all(picture.drawn().as_bytes())
}

struct Picture<'a> {
    line: &'a Timeline,
    by_share: bool,
    legend: &'a Legend,
    /// The value at the top of the axis.
    top: f64,
    /// The y of the top of the axis.
    y: f64,
    /// The width of a period.
    step: f64,
}

impl<'a> Picture<'a> {
    fn new(line: &'a Timeline, by_share: bool, legend: &'a Legend) -> Self {
        let periods = line.series.first().map_or(0, |series| series.rows.len()).max(1);
        let bars = line.series.iter().flat_map(|series| &series.rows);
        let most = bars.map(|bar| length(bar, by_share)).fold(0.0, f64::max);
        Picture {
            line,
            by_share,
            legend,
            top: round_up(most, by_share),
            y: LINE * (2.5 + legend.series.len() as f64),
            step: (WIDTH - LEFT - RIGHT) / periods as f64,
        }
    }

    fn drawn(&self) -> String {
        let below = self.legend.below.len() + self.line.events.len();
        let height = self.y + HEIGHT + LINE * (3.0 + below as f64);
        let title = encode_text(&self.legend.title);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
             height=\"{height}\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n<title>{title}</title>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
        );
        text(&mut svg, LEFT, LINE, "font-size=\"15\" font-weight=\"bold\"", &self.legend.title);
        self.names(&mut svg);
        self.axis(&mut svg);
        for number in 0..self.line.series.len() {
            self.bars(&mut svg, number);
        }
        self.periods(&mut svg);
        self.events(&mut svg);
        svg + "</svg>\n"
    }

    /// The names of the series, each with its colour.
    fn names(&self, svg: &mut String) {
        for (number, name) in self.legend.series.iter().enumerate() {
            let y = LINE * (2.0 + number as f64);
            let top = y - 10.0;
            rectangle(svg, [LEFT, top, 10.0, 10.0], colour(number), "");
            text(svg, LEFT + 16.0, y, "", name);
        }
    }

    /// Four lines across, with their values.
    fn axis(&self, svg: &mut String) {
        for quarter in 0..=4 {
            let share = f64::from(quarter) / 4.0;
            let y = self.y + HEIGHT * (1.0 - share);
            let _ = writeln!(
                svg,
                "<line x1=\"{LEFT}\" x2=\"{}\" y1=\"{y}\" y2=\"{y}\" stroke=\"#ddd\"/>",
                WIDTH - RIGHT
            );
            let value = self.top * share;
            let value = if self.by_share { format!("{:.1} %", value * 100.0) } else { format!("{value}") };
            text(svg, LEFT - 6.0, y + 4.0, "text-anchor=\"end\" fill=\"#555\"", &value);
        }
    }

    fn bars(&self, svg: &mut String, number: usize) {
        let width = self.step * 0.8 / self.line.series.len() as f64;
        for (place, bar) in self.line.series[number].rows.iter().enumerate() {
            let height = HEIGHT * length(bar, self.by_share) / self.top;
            let x = LEFT + self.step * (place as f64 + 0.1) + width * number as f64;
            let said = self.legend.bars.get(number).and_then(|bars| bars.get(place));
            if height > 0.0 {
                let box_ = [x, self.y + HEIGHT - height, width, height];
                rectangle(svg, box_, colour(number), said.map_or("", String::as_str));
            }
        }
    }

    /// The names of periods, as many as have room.
    fn periods(&self, svg: &mut String) {
        let Some(series) = self.line.series.first() else { return };
        let every = (KEY_WIDTH / self.step).ceil().max(1.0) as usize;
        for (place, bar) in series.rows.iter().enumerate().step_by(every) {
            let x = LEFT + self.step * (place as f64 + 0.5);
            text(svg, x, self.y + HEIGHT + LINE, "text-anchor=\"middle\" fill=\"#555\"", &bar.key);
        }
        for (number, said) in self.legend.below.iter().enumerate() {
            text(svg, LEFT, self.y + HEIGHT + LINE * (2.3 + number as f64), "fill=\"#555\"", said);
        }
    }

    /// A dashed line with a number for each event within the periods, and what happened below.
    fn events(&self, svg: &mut String) {
        for (number, event) in self.line.events.iter().enumerate() {
            let said = format!("{}. {} {}", number + 1, event.date, event.text);
            let below = self.legend.below.len() + number;
            text(svg, LEFT, self.y + HEIGHT + LINE * (2.3 + below as f64), "", &said);
            let Some(x) = self.place(event.date) else { continue };
            let (top, bottom) = (self.y, self.y + HEIGHT);
            let _ = writeln!(
                svg,
                "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{top}\" y2=\"{bottom}\" stroke=\"#000\" stroke-dasharray=\"3 3\"/>"
            );
            text(svg, x, top - 4.0, "text-anchor=\"middle\"", &(number + 1).to_string());
        }
    }

    /// The x of a day.
    fn place(&self, day: Date) -> Option<f64> {
        let rows = &self.line.series.first()?.rows;
        let place = rows.iter().position(|bar| (bar.from..=bar.to).contains(&day))?;
        let days = |from: Date, to: Date| f64::from((to - from).get_days());
        let within = days(rows[place].from, day) / (days(rows[place].from, rows[place].to) + 1.0);
        Some(LEFT + self.step * (place as f64 + within))
    }
}

fn length(bar: &Bar, by_share: bool) -> f64 {
    if by_share { bar.share.unwrap_or_default() } else { bar.articles as f64 }
}

/// A round value that is not less: 1, 2, 4 or 8 times a power of ten, at least 4 articles, so that quarters are whole.
fn round_up(value: f64, is_share: bool) -> f64 {
    if is_share {
        return [0.01, 0.02, 0.04, 0.1, 0.2, 0.4, 1.0].into_iter().find(|top| *top >= value).unwrap_or(1.0);
    }
    let mut tops = (0..20).flat_map(|power| [4.0, 8.0, 12.0, 20.0].map(|top| top * 10_f64.powi(power)));
    tops.find(|top| *top >= value).unwrap_or(value)
}

fn colour(number: usize) -> &'static str {
    COLOURS[number % COLOURS.len()]
}

fn text(svg: &mut String, x: f64, y: f64, how: &str, words: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" {how}>{}</text>", encode_text(&printable(words)));
}

fn rectangle(svg: &mut String, [x, y, width, height]: [f64; 4], fill: &str, said: &str) {
    let _ = writeln!(
        svg,
        "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{width:.2}\" height=\"{height:.2}\" fill=\"{fill}\">\
         <title>{}</title></rect>",
        encode_text(&printable(said))
    );
}

/// The text without the characters that XML 1.0 does not allow.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || "\u{fffe}\u{ffff}".contains(c) { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::timeline_csv::tests::sample;

    fn drawn(by_share: bool) -> String {
        let line = sample();
        let legend = Legend {
            title: "a < b & \u{1}c".to_owned(),
            series: line.series.iter().map(|series| series.query.clone()).collect(),
            ..Legend::default()
        };
        let mut out = Vec::new();
        timeline_svg(&line, by_share, &legend, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// The number of elements with this name; a parser that others wrote reads the picture.
    fn check(by_share: bool, name: &str, expected: usize) {
        let svg = drawn(by_share);
        let mut reader = quick_xml::Reader::from_str(&svg);
        let mut found = 0;
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Start(tag) if tag.name().as_ref() == name => found += 1,
                _ => {}
            }
        }
        assert_eq!(found, expected, "{name}\n{svg}");
    }

    #[test]
    fn a_picture_is_xml_with_a_bar_for_each_period_that_has_articles() {
        for by_share in [false, true] {
            check(by_share, "svg", 1);
            // The colour of the series, and its only bar that is not empty.
            check(by_share, "rect", 2);
        }
    }

    #[test]
    fn the_axis_ends_at_a_round_value() {
        let check = |value, expected| assert_eq!(round_up(value, false), expected, "{value}");
        check(0.0, 4.0);
        check(5.0, 8.0);
        check(130.0, 200.0);
    }
}
