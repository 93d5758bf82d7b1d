//! A plan over one part of the index, a window of articles at a time: which articles match, and what the matches in
//! each count as a whole. Nothing here reads positions but where a match depends on them.

use tantivy::DocId;

use super::board::{Board, Found};
use super::error::Result;
use super::mapping::{Fields, day_number};
use super::part::{Ends, Part};
use super::reading::Reading;
use super::track::Track;
use super::window::{Set, WINDOW};
use crate::backend::Plan;
use crate::backend::plan::{Matcher, Node};
use crate::backend::ranking::{Counts, Scorer};
use crate::model::DateRange;
use crate::schema::Zone;

/// Goes through the windows of a part, never backwards.
pub(super) struct Sieve<'a> {
    part: &'a Part,
    window: usize,
    /// The articles of the window that may still match.
    within: Set,
    concepts: Vec<Concept<'a>>,
    /// Whether what is found of every concept that scores is what its matches count, whatever the article.
    is_exact: bool,
    /// The conditions that must all hold. What is cheap comes first: where it leaves nothing, or little, the rest is
    /// cheaper still.
    conditions: Vec<&'a Node>,
}

/// A concept of the plan.
struct Concept<'a> {
    tracks: Vec<Track<'a>>,
    /// Reads articles where the tallies are only bounds.
    weighing: Option<Vec<Reading<'a>>>,
}

impl<'a> Sieve<'a> {
    /// Opens the postings of every concept, before the first window.
    pub(super) fn open(plan: &'a Plan, part: &'a Part, fields: &Fields) -> Result<Self> {
        let track = |matcher: &'a Matcher| Track::open(matcher, part, fields);
        let concepts = plan.concepts.iter().map(|concept| {
            let tracks = concept.matchers.iter().map(track).collect::<Result<_>>()?;
            Ok(Concept { tracks, weighing: None })
        });
        let concepts: Vec<Concept<'_>> = concepts.collect::<Result<_>>()?;
        let mut conditions: Vec<&Node> = match &plan.articles {
            Node::All(parts) => parts.iter().collect(),
            node => vec![node],
        };
        conditions.sort_by_cached_key(|node| cost(node, &concepts));
        let scoring = plan.concepts.iter().zip(&concepts).filter(|(concept, _)| concept.role.scores());
        let is_exact = scoring.flat_map(|(_, concept)| &concept.tracks).all(Track::is_exact);
        Ok(Sieve { part, window: 0, within: Set::none(), concepts, is_exact, conditions })
    }

    /// About how many postings are read in all windows.
    pub(super) fn cost(&self) -> u64 {
        self.concepts.iter().flat_map(|concept| &concept.tracks).map(Track::cost).sum()
    }

    /// How many articles of a window match.
    pub(super) fn matches(&mut self, window: usize, board: &mut Board) -> Result<usize> {
        self.window = window;
        self.within = self.part.alive(window);
        board.clear(self.concepts.len());
        for place in 0..self.conditions.len() {
            let node = self.conditions[place];
            let found = self.found(node, board)?;
            self.within.keep(&found);
            if self.within.is_empty() {
                break;
            }
        }
        Ok(self.within.len())
    }

    /// Those of `within` that `node` holds for, and perhaps others.
    fn found(&mut self, node: &Node, board: &mut Board) -> Result<Set> {
        Ok(match node {
            Node::Every => self.within.clone(),
            Node::Nothing => Set::none(),
            Node::Concept(number) => {
                self.fill(*number, board)?;
                board.having(*number)
            }
            Node::Dates(range) => self.dated(range),
            Node::All(parts) => {
                let mut all = self.within.clone();
                for part in parts {
                    all.keep(&self.found(part, board)?);
                }
                all
            }
            Node::Any(parts) => {
                let mut any = Set::none();
                for part in parts {
                    any.add(&self.found(part, board)?);
                }
                any
            }
            Node::Not(part) => {
                let mut without = self.within.clone();
                without.drop(&self.found(part, board)?);
                without
            }
        })
    }

    fn dated(&self, range: &DateRange) -> Set {
        let since = day_number(range.since).max(1);
        let until = range.until.map_or(u64::MAX, |day| day_number(Some(day)));
        let days = self.part.days(self.window);
        let mut dated = Set::none();
        self.within.each(|place| {
            if (since..=until).contains(&u64::from(days[place])) {
                dated.insert(place);
            }
        });
        dated
    }

    /// Finds a concept in the articles that may still match: that there are fewer of them later does no harm.
    fn fill(&mut self, number: usize, board: &mut Board) -> Result<()> {
        let Board { concepts, spare, .. } = board;
        let Found { text, title, is_filled } = &mut concepts[number];
        if !std::mem::replace(is_filled, true) {
            for track in &mut self.concepts[number].tracks {
                let tally = if track.zone == Zone::Title { &mut *title } else { &mut *text };
                track.fill(self.part, self.window, &self.within, tally, spare)?;
            }
        }
        Ok(())
    }

    /// Reckons what each article of the window that matches scores at most by all of its matches; gives these articles.
    pub(super) fn score(&mut self, scorer: &Scorer<'_>, board: &mut Board) -> Result<&Set> {
        for number in (0..self.concepts.len()).filter(|&number| scorer.scores(number)) {
            self.fill(number, board)?;
        }
        board.score(&self.within, scorer, self.part.lengths(self.window));
        Ok(&self.within)
    }

    /// The score of one article of the window by all of its matches, which is at most `most`. Articles are asked for in
    /// ascending order.
    pub(super) fn weigh(
        &mut self,
        scorer: &Scorer<'_>,
        board: &Board,
        (place, most): (usize, f32),
        ends: &mut Ends<'_>,
    ) -> Result<f32> {
        let lengths = self.part.lengths(self.window)[place];
        let mut all = self.concepts.iter().zip(&board.concepts).enumerate();
        let is_sure = |(number, (concept, found)): (usize, (&Concept<'_>, &Found))| {
            !scorer.scores(number) || concept.is_sure(found, place)
        };
        if self.is_exact || all.all(is_sure) {
            return Ok(most);
        }
        let article = (self.window * WINDOW + place) as DocId;
        let mut score = 0.0;
        let all = self.concepts.iter_mut().zip(&board.concepts).enumerate();
        for (number, (concept, found)) in all.filter(|(number, _)| scorer.scores(*number)) {
            let counts = match concept.is_sure(found, place) {
                true => found.counts(place),
                false => concept.weigh(article, ends)?,
            };
            if !counts.are_none() {
                score += scorer.article(number, counts, lengths);
            }
        }
        Ok(score)
    }

    /// Reads articles closely, from the first on, concept by concept.
    pub(super) fn readings(&self) -> Result<Vec<Vec<Reading<'a>>>> {
        self.concepts.iter().map(Concept::readings).collect()
    }
}

/// About how many postings are read to see where a condition holds.
fn cost(node: &Node, concepts: &[Concept<'_>]) -> u64 {
    match node {
        Node::Every | Node::Nothing => 0,
        Node::Dates(_) => WINDOW as u64,
        Node::Concept(number) => concepts[*number].tracks.iter().map(Track::cost).sum(),
        Node::All(parts) | Node::Any(parts) => parts.iter().map(|part| cost(part, concepts)).sum(),
        Node::Not(part) => cost(part, concepts),
    }
}

impl<'a> Concept<'a> {
    /// Whether what was found in an article is what its matches count, and not only a bound.
    fn is_sure(&self, found: &Found, place: usize) -> bool {
        self.tracks.iter().all(|track| {
            let tally = if track.zone == Zone::Title { &found.title } else { &found.text };
            track.is_exact() || track.is_complete && tally.is_sure(place)
        })
    }

    fn readings(&self) -> Result<Vec<Reading<'a>>> {
        self.tracks.iter().map(Track::reading).collect()
    }

    fn weigh(&mut self, article: DocId, ends: &mut Ends<'_>) -> Result<Counts> {
        if self.weighing.is_none() {
            self.weighing = Some(self.readings()?);
        }
        let mut counts = Counts::default();
        for reading in self.weighing.iter_mut().flatten() {
            counts.add(reading.zone, reading.weight(article, ends));
        }
        Ok(counts)
    }
}
