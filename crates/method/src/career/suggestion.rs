//! What an entry offers for a chapter: the person's own words, gathered from where they stand.

use crate::account::{Account, Met};
use crate::entry::Entry;
use crate::gap::{GapRow, gap};
use crate::intention::Intention;
use crate::plan::{Commitment, Plan};
use crate::stage::Answer;
use crate::text::{Line, Text};

use super::{MOST_CHARACTERS, Part};

/// The most differences between what was intended and what came that are offered.
const MOST_GAPS: usize = 3;

/// What is offered for a chapter, to be written anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What stands above it: the entry's title.
    pub heading: Line,
    /// What went wrong: what was intended, what came, and what was chosen as its cause.
    pub wrong: Option<Text>,
    /// What I learned: the lesson.
    pub learned: Option<Text>,
    /// What I do now: the commitments, or else what is done about what was not in one's own hands.
    pub now: Option<Text>,
}

impl Suggestion {
    /// Gathers what an entry offers. A text that is too long for a chapter is cut, and ends in "…".
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        let plan = entry.plan();
        Self {
            heading: entry.title.clone(),
            wrong: written(&wrong(entry)),
            learned: plan.and_then(|plan| plan.lesson.as_ref()).and_then(|lesson| written(lesson.as_str())),
            now: plan.and_then(|plan| written(&now(plan))),
        }
    }

    /// Borrows what is offered for one of the texts.
    #[must_use]
    pub fn text(&self, part: Part) -> Option<&Text> {
        match part {
            Part::Wrong => &self.wrong,
            Part::Learned => &self.learned,
            Part::Now => &self.now,
        }
        .as_ref()
    }
}

fn wrong(entry: &Entry) -> String {
    let answers = &entry.review.answers;
    let intention = answers.intended().and_then(Answer::given);
    let account = answers.happened().and_then(Answer::given);
    let intended = intention.and_then(|intention| intention.statement.as_ref());
    let cause = entry.record().root_cause;
    let lines = [
        intended.map(|statement| format!("Intended: {}", statement.as_str().trim())),
        Some(came(entry, intention, account)),
        cause.map(|cause| format!("How that came about: {}", cause.trim())),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// Says what came: where it differs from what was intended, or else the last moment, or what was written down first.
fn came(entry: &Entry, intention: Option<&Intention>, account: Option<&Account>) -> String {
    let rows = intention.zip(account).map(|(intention, account)| gap(intention, account)).unwrap_or_default();
    let is_gap = |row: &&GapRow| row.actual.is_some() && row.met != Met::AsIntended;
    let gaps: Vec<_> = rows.iter().filter(is_gap).take(MOST_GAPS).map(told).collect();
    if !gaps.is_empty() {
        return gaps.join("\n");
    }
    let last = account.and_then(|account| account.moments.iter().last());
    if let Some(last) = last {
        return format!("What came: {}", last.what.as_str().trim());
    }
    entry.body.as_ref().map_or_else(|| entry.title.to_string(), |body| body.as_str().trim().to_owned())
}

fn told(row: &GapRow) -> String {
    let actual = row.actual.as_deref().unwrap_or_default().trim();
    let (Some(name), Some(intended)) = (&row.name, &row.intended) else {
        return format!("What nobody had planned: {actual}");
    };
    let difference = row.difference.as_ref().map_or(String::new(), |difference| format!(", {difference}"));
    // A colon before each, so that a word with a capital after it is not taken for a name.
    format!("{name}, intended: {intended}; came: {actual}{difference}")
}

fn now(plan: &Plan) -> String {
    let commitments: Vec<_> = plan.commitments.iter().map(Commitment::sentence).collect();
    if !commitments.is_empty() {
        return commitments.join("\n");
    }
    let influences = plan.influences.iter().map(|influence| influence.how.to_string());
    let resilience = plan.resilience.iter().map(|item| item.what.to_string());
    influences.chain(resilience).collect::<Vec<_>>().join("\n")
}

fn written(words: &str) -> Option<Text> {
    let words = match words.char_indices().nth(MOST_CHARACTERS - 1) {
        Some((end, last)) if end + last.len_utf8() < words.len() => format!("{}…", &words[..end]),
        _ => words.to_owned(),
    };
    Text::optional(&words).ok().flatten()
}
