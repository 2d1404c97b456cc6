//! The coach beside a person: what it heeds of them, what it asked and what became of it, and where it is silent.
//!
//! What was asked is kept for the person's own look and for the coach's manners: words that were meant as they stand are not
//! asked about again, and a rule that was waved away too often goes quiet. None of it is ever exported or sent.

mod example;
mod kept;

use std::collections::BTreeMap;

use hansei_coach::closure::{self, AskedOfTree};
use hansei_coach::control::{self, AskedOfFactor};
use hansei_coach::{Asked, Context, Field, Flaw, Meant, Reading};
use hansei_method::cause::CauseTree;
use hansei_method::entry::{Entry, Significance};
use hansei_method::factor::{Control, Factor};
use hansei_method::id::{EntryId, Number};
use hansei_method::items::Items;
use hansei_method::plan::{Strength, after_i_will};
use hansei_method::text::Text;
use hansei_recall::search_text;
use hansei_store::AskedLine;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{App, AppError};

/// The name under which it is kept which rules the person wants to hear again, and since when.
const AGAIN: &str = "coach";

/// A rule goes quiet when more than [`MOST_WAVED_AWAY`] of its last [`LAST`] questions were waved away (C05).
pub const LAST: u32 = 10;
/// See [`LAST`].
pub const MOST_WAVED_AWAY: usize = 2;

/// The most characters of words that are kept with a question.
const LONGEST_WORDS: usize = 400;

/// The most questions that one step asks (C01). What is asked about oneself comes first and is not counted among them.
pub const MOST_ASKED: usize = 2;

/// What is said instead of a question to somebody who writes of hurting themselves.
pub const CARE: &str = "What you write here is more than a review can hold. Somebody to talk to now is worth more than any \
    question: a person you trust, or a helpline where you live. The review can wait.";

/// What became of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was asked, and nothing was saved since.
    Open,
    /// "This is what I meant."
    Meant,
    /// The answer was saved without these words.
    Revised,
    /// The answer was saved as it was.
    Kept,
}

/// An answer, and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The field.
    pub field: Field,
    /// The answer.
    pub answer: &'a str,
    /// How it is sorted, where it is a factor.
    pub control: Option<Control>,
    /// Its number, where it is a commitment that was saved before.
    pub commitment: Option<Number>,
}

impl<'a> Place<'a> {
    /// An answer in a field.
    #[must_use]
    pub fn of(field: Field, answer: &'a str) -> Self {
        Self { field, answer, control: None, commitment: None }
    }
}

/// What the coach heeds of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heeded {
    /// Whether the coach is switched off altogether.
    pub is_silent: bool,
    /// What was meant as it stands.
    pub meant: Vec<Meant>,
    /// What is not asked about: switched off, or gone quiet.
    pub off: Vec<Flaw>,
    /// Whom to talk to, in the person's own words.
    pub contacts: Option<Text>,
}

/// What was asked by one rule so far, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleCounts {
    /// The rule.
    pub flaw: Flaw,
    /// How often it was asked.
    pub asked: u64,
    /// How often the words were meant as they stand.
    pub meant: u64,
    /// How often the answer was saved without the words.
    pub revised: u64,
    /// How often the answer was saved as it was.
    pub kept: u64,
    /// Whether it has gone quiet by itself.
    pub is_quiet: bool,
}

/// Words that were meant as they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeantWords {
    /// The entry in which they stand.
    pub entry: EntryId,
    /// Where they stand.
    pub field: Field,
    /// What was asked about.
    pub flaw: Flaw,
    /// The words.
    pub words: String,
}

/// Since when rules are heard again that had gone quiet.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Again(BTreeMap<String, Timestamp>);

impl Again {
    fn read(value: Option<Value>) -> Result<Self, AppError> {
        Ok(value.map(serde_json::from_value).transpose().map_err(AppError::broken)?.unwrap_or_default())
    }
}

impl Heeded {
    /// Reads an answer of an entry, as far as this person wants that.
    #[must_use]
    pub fn read(&self, entry: Option<&Entry>, place: &Place<'_>) -> Reading {
        let beside = entry.filter(|_| place.field == Field::Why).map(beside).unwrap_or_default();
        let others = entry.map(|entry| other_strengths(entry, place.commitment)).unwrap_or_default();
        let context = Context {
            beside: &beside,
            others: &others,
            is_serious: entry.is_some_and(|entry| entry.significance >= Significance::Ordinary),
            ..Context::default()
        };
        self.read_beside(place, &context)
    }

    /// Reads an answer with what is known beside it, as far as this person wants that; what they meant or do not want to be
    /// asked about comes from here, and the control from the place.
    #[must_use]
    pub fn read_beside(&self, place: &Place<'_>, context: &Context<'_>) -> Reading {
        let context =
            Context { control: place.control, meant: &self.meant, off: &self.off, ..context.clone() };
        // Switched off, it reads nothing at all.
        let answer = if self.is_silent { "" } else { place.answer };
        hansei_coach::read(place.field, answer, &context)
    }

    /// Says whether a text speaks of hurting oneself, wherever it stands; never where the coach is switched off.
    #[must_use]
    pub fn needs_care(&self, text: &str) -> bool {
        let context = Context { off: &Flaw::ALL, ..Context::default() };
        !self.is_silent && hansei_coach::read(Field::Elsewhere, text, &context).needs_care
    }

    /// Says whether to tell somebody that the review goes in circles: it does, and they want to hear about such things.
    #[must_use]
    pub fn is_circling(&self, entry: &Entry, now: Timestamp) -> bool {
        let is_heard = !self.is_silent && !self.off.contains(&Flaw::Rumination);
        is_heard && entry.review.is_circling(now)
    }

    /// Asks at most one question about a tree of causes below the gap, which `gap` states.
    #[must_use]
    pub fn of_tree(&self, entry: &Entry, gap: &str, causes: &CauseTree) -> Option<AskedOfTree> {
        let context = Context {
            is_serious: entry.significance >= Significance::Ordinary,
            meant: &self.meant,
            off: &self.off,
            ..Context::default()
        };
        (!self.is_silent).then(|| closure::tree(gap, causes, entry.plan(), &context)).flatten()
    }

    /// Asks about at most one of the factors as they were sorted.
    #[must_use]
    pub fn of_factors(&self, factors: &Items<Factor>) -> Option<AskedOfFactor> {
        let context = Context { meant: &self.meant, off: &self.off, ..Context::default() };
        (!self.is_silent).then(|| control::factors(factors, &context)).flatten()
    }
}

/// Returns every text in JSON, each on a line of its own: what a program sent, to be read for words of hurting oneself.
#[must_use]
pub fn words_in(sent: &Value) -> String {
    match sent {
        Value::String(text) => format!("{text}\n"),
        Value::Array(items) => items.iter().map(words_in).collect(),
        Value::Object(fields) => fields.values().map(words_in).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => String::new(),
    }
}

impl App {
    /// Says what the coach heeds of this person.
    pub async fn heeded(&self) -> Result<Heeded, AppError> {
        let settings = self.settings().await?;
        let lines = self.store.asked_with(self.space, Outcome::Meant.word()).await?;
        let meant: Vec<Meant> = lines.iter().filter_map(meant).collect();
        let mut off = self.quiet(&lines).await?;
        if !settings.self_judgements && !off.contains(&Flaw::Rumination) {
            off.push(Flaw::Rumination);
        }
        Ok(Heeded { is_silent: !settings.coach, meant, off, contacts: settings.contacts })
    }

    /// Lists the rules that have gone quiet, given everything that was meant.
    async fn quiet(&self, meant: &[AskedLine]) -> Result<Vec<Flaw>, AppError> {
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for line in meant {
            *times.entry(line.rule.as_str()).or_default() += 1;
        }
        let mut quiet = Vec::new();
        if times.values().all(|times| *times <= MOST_WAVED_AWAY) {
            return Ok(quiet);
        }
        let again = Again::read(self.store.setting(self.space, AGAIN).await?)?;
        for (rule, _) in times.into_iter().filter(|(_, times)| *times > MOST_WAVED_AWAY) {
            let after = again.0.get(rule).copied();
            let last = self.store.asked_last(self.space, rule, after, LAST).await?;
            let waved_away = last.iter().filter(|line| line.outcome == Outcome::Meant.word()).count();
            if waved_away > MOST_WAVED_AWAY {
                quiet.extend(Flaw::named(rule));
            }
        }
        Ok(quiet)
    }

    /// Lets a rule be heard again that has gone quiet; what it asked before no longer counts for that.
    pub async fn hear_again(&self, flaw: Flaw) -> Result<(), AppError> {
        let (space, now) = (self.space, self.now().timestamp());
        hansei_store::transaction!(self.store, tx => {
            let mut again = Again::read(tx.setting(space, AGAIN).await?)?;
            again.0.insert(flaw.rule().to_owned(), now);
            let value = serde_json::to_value(&again).map_err(AppError::broken)?;
            Ok::<_, AppError>(tx.put_setting(space, AGAIN, &value).await?)
        })
    }

    /// Counts what was asked by each rule, in the order of the flaws; rules that never asked anything are left out.
    pub async fn coach_counts(&self) -> Result<Vec<RuleCounts>, AppError> {
        let counted = self.store.asked_counts(self.space).await?;
        let meant = self.store.asked_with(self.space, Outcome::Meant.word()).await?;
        let quiet = self.quiet(&meant).await?;
        let of = |flaw: Flaw| {
            let of_rule = || counted.iter().filter(move |count| count.rule == flaw.rule());
            let with = |outcome: Outcome| {
                of_rule()
                    .filter(|count| count.outcome == outcome.word())
                    .map(|count| count.count.unsigned_abs())
                    .sum()
            };
            RuleCounts {
                flaw,
                asked: of_rule().map(|count| count.count.unsigned_abs()).sum(),
                meant: with(Outcome::Meant),
                revised: with(Outcome::Revised),
                kept: with(Outcome::Kept),
                is_quiet: quiet.contains(&flaw),
            }
        };
        Ok(Flaw::ALL.into_iter().map(of).filter(|counts| counts.asked > 0).collect())
    }

    /// Lists the words that were meant as they stand, the last first; those of deleted entries are left out.
    pub async fn meant_words(&self) -> Result<Vec<MeantWords>, AppError> {
        let mut words = Vec::new();
        for line in self.store.asked_with(self.space, Outcome::Meant.word()).await? {
            let is_there = self.store.entry(self.space, line.entry).await?;
            if is_there.is_some_and(|kept| kept.deleted_at.is_none())
                && let (Some(field), Some(flaw)) = (Field::named(&line.field), Flaw::named(&line.rule))
            {
                words.push(MeantWords { entry: line.entry, field, flaw, words: line.words });
            }
        }
        Ok(words)
    }
}

impl Outcome {
    /// Returns the word under which it is kept.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Meant => "meant",
            Self::Revised => "revised",
            Self::Kept => "kept",
        }
    }
}

/// Puts what a review says about causes and factors into one text.
fn beside(entry: &Entry) -> String {
    let Some(analysis) = entry.analysis() else { return String::new() };
    let causes = analysis.causes.iter().map(|cause| cause.statement.as_str());
    let factors = analysis.factors.iter().map(|factor| factor.statement.as_str());
    causes.chain(factors).collect::<Vec<_>>().join("\n")
}

/// Lists how well the commitments of a plan hold, without one of them.
fn other_strengths(entry: &Entry, without: Option<Number>) -> Vec<Strength> {
    let Some(plan) = entry.plan() else { return Vec::new() };
    let others = plan.commitments.iter().filter(|commitment| Some(commitment.number) != without);
    others.map(|commitment| commitment.strength).collect()
}

/// Chooses which answers of a step are asked about, by their places: what is asked about oneself, and of the rest what comes
/// first in the order of the flaws, as long as there are not too many with the `others` that are asked about already. Where
/// somebody writes of hurting themselves, nothing is asked.
#[must_use]
pub fn chosen(read: &[(Field, &Reading)], others: usize) -> Vec<usize> {
    if read.iter().any(|(_, reading)| reading.needs_care) {
        return Vec::new();
    }
    let asked = read.iter().enumerate().filter_map(|(place, (field, reading))| {
        let flaw = reading.asked.as_ref()?.flaw;
        Some((field.flaws().iter().position(|other| *other == flaw)?, place, flaw))
    });
    let mut asked: Vec<_> = asked.collect();
    asked.sort_unstable();
    let (of_self, rest): (Vec<_>, Vec<_>) =
        asked.into_iter().partition(|(_, _, flaw)| *flaw == Flaw::Rumination);
    let rest = rest.into_iter().take(MOST_ASKED.saturating_sub(others));
    of_self.into_iter().take(MOST_ASKED).chain(rest).map(|(_, place, _)| place).collect()
}

/// Writes a commitment as the coach reads it: without an "I will" of its own, and with the act as the end of it.
#[must_use]
pub fn spoken(cue: &str, act: &str) -> String {
    match (cue.trim(), act.trim()) {
        ("", act) => act.to_owned(),
        (cue, act) => format!("If {cue}, then I will {}", without_i_will(act)),
    }
}

/// Takes "I will" or "I'll" off an act; "I am a failure" is none, and stays as it stands.
fn without_i_will(act: &str) -> &str {
    let rest = after_i_will(act);
    let taken = act[..act.len() - rest.len()].trim();
    if taken.len() > 1 { rest } else { act }
}

/// Reads a line of what was meant as it stands; `None` for a rule or a field of a newer hansei.
fn meant(line: &AskedLine) -> Option<Meant> {
    let (field, flaw) = (Field::named(&line.field)?, Flaw::named(&line.rule)?);
    Some(Meant { field, flaw, phrase: line.words.clone() })
}

/// Cuts words that are too long to keep, behind a whole word: half a word would be known nowhere again.
fn cut(words: &str) -> &str {
    let Some((end, _)) = words.char_indices().nth(LONGEST_WORDS) else { return words };
    let cut = &words[..end];
    if words[end..].starts_with(char::is_whitespace) {
        return cut;
    }
    cut.rfind(char::is_whitespace).map_or(cut, |space| &cut[..space])
}

/// Makes the line that is kept of a question.
fn line(entry: EntryId, field: Field, asked: &Asked, answer: &str, at: Timestamp) -> AskedLine {
    let words = cut(&answer[asked.words.clone()]).to_owned();
    AskedLine {
        entry,
        field: field.word().to_owned(),
        rule: asked.flaw.rule().to_owned(),
        phrase: search_text(&words),
        words,
        asked_at: at,
        outcome: Outcome::Open.word().to_owned(),
    }
}
