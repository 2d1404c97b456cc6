//! An entry as something to read: headings, facts, lists. Markdown and HTML are both drawn from it.

use std::collections::BTreeSet;

use hansei_method::entry::Entry;
use hansei_method::factor::Control;
use hansei_method::occurred::Occurred;
use hansei_method::question::Question;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::chapters;

/// One part of an entry that can be shown or left out. The title and the date are always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The situation, the kind of event and the tags.
    Situation,
    /// What was written down at capture beyond the title.
    Body,
    /// Question 1.
    Intended,
    /// Question 2.
    Happened,
    /// Question 3.
    Why,
    /// Question 4.
    Next,
    /// What lies beside the answers: how it felt, whom the person could tell, ideas that wait, how long it took.
    Beside,
}

impl Part {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 7] =
        [Self::Situation, Self::Body, Self::Intended, Self::Happened, Self::Why, Self::Next, Self::Beside];

    /// Names the part as it is offered.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Situation => "the situation and the tags",
            Self::Body => "what was written down first",
            Self::Intended => Question::Intended.name(),
            Self::Happened => Question::Happened.name(),
            Self::Why => Question::Why.name(),
            Self::Next => Question::Next.name(),
            Self::Beside => "what lies beside the review: feelings, ideas, time spent",
        }
    }

    /// Returns the word that stands for it in forms and commands.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Situation => "situation",
            Self::Body => "body",
            Self::Intended => Question::Intended.word(),
            Self::Happened => Question::Happened.word(),
            Self::Why => Question::Why.word(),
            Self::Next => Question::Next.word(),
            Self::Beside => "beside",
        }
    }

    /// Reads the word that stands for it.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.word() == word.trim().to_lowercase())
    }

    /// Lists every part.
    #[must_use]
    pub fn all() -> BTreeSet<Self> {
        Self::ALL.into_iter().collect()
    }
}

/// The facts whose values are hansei's: times of its own clock, counts, words of the method.
const OURS: [&str; 12] = [
    "When",
    "Kind",
    "Attempt",
    "Goal",
    "Action",
    "How it goes on",
    "Look again on",
    "Written down",
    "Depth",
    "Minutes spent",
    "Closed",
    "Not before",
];

/// One entry, laid out for reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Story {
    pub(crate) title: String,
    pub(crate) blocks: Vec<Block>,
}

/// A piece of a [`Story`]. What is `&'static` is hansei's, every `String` holds a person's words, unless it says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    /// The heading of a part.
    Heading(&'static str),
    /// The heading of a part, in a person's words.
    Chapter(String),
    /// A smaller heading within a part.
    Label(&'static str),
    /// Names with a short value each.
    Facts(Vec<(&'static str, String)>),
    /// Words as they were written, perhaps many lines.
    Words(String),
    /// A list, or a tree as a list whose items have levels.
    List(Vec<Point>),
    /// Rows of what it is about, what was intended, what came, and the difference.
    Gap(Vec<[String; 4]>),
    /// Rows of figures under names, all of them hansei's; the first of each row names it.
    Table {
        /// What stands above the columns.
        head: Vec<String>,
        /// The rows, each as long as the head.
        rows: Vec<Vec<String>>,
    },
    /// What the log shows, a sentence each.
    Lines(Vec<Line>),
}

/// A sentence of hansei's about something of a person's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// What it is about, in the person's words; `None` where that is plain.
    pub(crate) of: Option<String>,
    /// What hansei says of it: dates and counts, and nobody's words.
    pub(crate) words: String,
}

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Point {
    /// 1 for the items of a plain list and for the roots of a tree.
    pub(crate) level: usize,
    /// What stands before the words: a time, a name.
    pub(crate) lead: Option<String>,
    pub(crate) words: String,
    pub(crate) notes: Vec<(&'static str, String)>,
}

impl Story {
    /// Lays out the chosen parts of an entry.
    pub(crate) fn of(entry: &Entry, parts: &BTreeSet<Part>) -> Self {
        let mut blocks = Vec::new();
        chapters::facts(entry, parts, &mut blocks);
        for part in parts {
            match part {
                Part::Situation => {}
                Part::Body => chapters::body(entry, &mut blocks),
                Part::Intended => chapters::intended(entry, &mut blocks),
                Part::Happened => chapters::happened(entry, parts, &mut blocks),
                Part::Why => chapters::why(entry, &mut blocks),
                Part::Next => chapters::next(entry, parts, &mut blocks),
                Part::Beside => chapters::beside(entry, &mut blocks),
            }
        }
        Self { title: entry.title.to_string(), blocks }
    }

    /// Lets every piece of a person's words be changed; hansei's own words stay.
    pub(crate) fn rewrite(&mut self, mut change: impl FnMut(&str) -> String) {
        self.title = change(&self.title);
        for block in &mut self.blocks {
            block.for_each(&mut |words| *words = change(words));
        }
    }

    /// Lists every piece of a person's words, and nothing that hansei wrote.
    pub(crate) fn texts(&self) -> Vec<String> {
        let mut texts = vec![self.title.clone()];
        for block in &self.blocks {
            let mut block = block.clone();
            if let Block::Facts(facts) = &mut block {
                facts.retain(|(name, _)| !OURS.contains(name));
            }
            block.for_each(&mut |words| {
                if !is_day(words) {
                    texts.push(words.clone());
                }
            });
        }
        texts
    }
}

impl Block {
    fn for_each(&mut self, visit: &mut dyn FnMut(&mut String)) {
        match self {
            Self::Heading(_) | Self::Label(_) | Self::Table { .. } => {}
            Self::Facts(facts) => facts.iter_mut().for_each(|(_, value)| visit(value)),
            Self::Words(words) | Self::Chapter(words) => visit(words),
            Self::Lines(lines) => lines.iter_mut().filter_map(|line| line.of.as_mut()).for_each(visit),
            Self::Gap(rows) => rows.iter_mut().flatten().for_each(visit),
            Self::List(points) => {
                for point in points {
                    point.lead.iter_mut().for_each(&mut *visit);
                    visit(&mut point.words);
                    point.notes.iter_mut().for_each(|(_, note)| visit(note));
                }
            }
        }
    }
}

impl Point {
    pub(crate) fn new(words: impl Into<String>) -> Self {
        Self { level: 1, lead: None, words: words.into(), notes: Vec::new() }
    }

    pub(crate) fn at(mut self, level: usize) -> Self {
        self.level = level;
        self
    }

    pub(crate) fn led_by(mut self, lead: impl Into<String>) -> Self {
        self.lead = Some(lead.into());
        self
    }

    pub(crate) fn note(mut self, name: &'static str, words: Option<impl ToString>) -> Self {
        self.notes.extend(words.map(|words| (name, words.to_string())));
        self
    }
}

/// Writes when something happened, as the pages do: "Fri 6 Nov 2026, 15:00".
pub(crate) fn day(occurred: Occurred) -> String {
    let day = date(occurred.date());
    match occurred.time() {
        Some(time) if time.second() != 0 => format!("{day}, {}", time.strftime("%H:%M:%S")),
        Some(time) => format!("{day}, {}", time.strftime("%H:%M")),
        None => day,
    }
}

/// Writes a day: "Fri 6 Nov 2026".
pub(crate) fn date(date: Date) -> String {
    // jiff writes years below 1000 without zeros, which reads like another number.
    format!("{} {:04}", date.strftime("%a %-d %b"), date.year())
}

/// Says whether words are a day as [`day`] or [`minute`] writes it, perhaps after "by".
fn is_day(words: &str) -> bool {
    let words = words.strip_prefix("by ").unwrap_or(words);
    let words = words.strip_suffix(" UTC").unwrap_or(words);
    words.split_once(' ').is_some_and(|(_, rest)| rest.parse::<Occurred>().is_ok())
}

/// Writes a moment of hansei's own clock to the minute.
pub(crate) fn minute(at: Timestamp) -> String {
    let at = at.to_zoned(TimeZone::UTC);
    format!("{}, {} UTC", date(at.date()), at.strftime("%H:%M"))
}

/// Names a kind of control as a heading.
pub(crate) fn control(control: Control) -> &'static str {
    match control {
        Control::Mine => "Fully mine",
        Control::Partly => "Partly mine",
        Control::Outside => "Outside",
    }
}
