//! What a report tells one by one: lessons, what recurs, ways on, entries. With the words of the day it was made on.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::growth::State;
use crate::id::{EntryId, PracticeId};
use crate::practice::Subject;
use crate::rate::Trend;

use super::{Verdict, dated};

/// One lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LessonLine {
    /// What is practised.
    pub practice: PracticeId,
    /// Where it was planned.
    pub about: Subject,
    /// The title of that.
    pub title: String,
    /// The day it was planned.
    #[schema(value_type = String, format = Date)]
    pub planned_on: Date,
    /// What was planned, as one sentence.
    pub sentence: String,
    /// The lesson behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lesson: Option<String>,
    /// The state at the end.
    pub state: State,
    /// What that is called for it.
    pub state_name: String,
    /// What is said beside the state.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
    /// How it changed in the period, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ChangeLine>,
    /// What was observed up to the end, a sentence each.
    pub evidence: Vec<String>,
}

/// A change from one state to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeLine {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// What the state before is called.
    pub from: String,
    /// What the state after is called.
    pub to: String,
    /// Why.
    pub because: String,
}

/// Something that recurs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PatternLine {
    /// Its key.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// Whether the person confirmed it.
    pub is_confirmed: bool,
    /// How many entries stand behind it, up to the end.
    pub entries: u32,
    /// How many of them are about the period.
    pub in_period: u32,
    /// In how many kinds of situation.
    pub situations: u32,
    /// How often it came, and for how long one looked.
    pub whole: Stretch,
    /// How often it came before and after the first commitment; `None` while there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<RateChange>,
    /// The entries of whose words its name is made; nothing where the person named it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub named_after: BTreeSet<EntryId>,
}

/// How often something came in how long.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Stretch {
    /// How often.
    pub count: u32,
    /// How long, in months, to a tenth.
    pub months: f64,
    /// The same in words: "4 in 12 months".
    pub words: String,
}

/// How often something came before and after a commitment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RateChange {
    /// The day of the commitment.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// Until then.
    pub before: Stretch,
    /// Since then.
    pub after: Stretch,
    /// The probability that the rate fell, in per cent; `None` where nothing can be compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fall_percent: Option<u8>,
    /// What may be said of it: "likely falling" or "unclear".
    pub trend: String,
}

/// A way on that was chosen, with its day to look again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DueLine {
    /// The entry.
    pub entry: EntryId,
    /// Its title.
    pub title: String,
    /// What was chosen.
    pub way: String,
    /// Why.
    pub reason: String,
    /// The day to look again.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryLine {
    /// The entry.
    pub entry: EntryId,
    /// Its title.
    pub title: String,
    /// The day it happened.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// Its lesson.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lesson: Option<String>,
}

/// What was decided about a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// What is practised.
    pub practice: PracticeId,
    /// Where it was planned.
    pub about: Subject,
    /// What was planned, as one sentence.
    pub sentence: String,
    /// What was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// What the person said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl PatternLine {
    /// Says what stands behind it: "6 entries in 3 kinds of situation, 1 of this period; confirmed".
    #[must_use]
    pub fn seen(&self) -> String {
        let counted =
            |count: u32, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
        format!(
            "{} in {}, {} of this period; {}",
            counted(self.entries, "entry", "entries"),
            counted(self.situations, "kind of situation", "kinds of situation"),
            self.in_period,
            if self.is_confirmed { "confirmed" } else { "asked about, and nothing said of it yet" }
        )
    }

    /// Says how often it came: "4 in 9 months before the plan of 12 May 2026, 1 in 2 months since. Unclear."
    #[must_use]
    pub fn rate(&self) -> String {
        let Some(change) = &self.change else { return format!("{}.", self.whole.words) };
        let trend = match change.fall_percent {
            Some(percent) if change.trend == Trend::LikelyFalling.words() => {
                format!("Likely falling: {percent} in 100 that it comes less often than before.")
            }
            Some(_) => "Unclear whether that is less often.".to_owned(),
            None => "Too little to compare.".to_owned(),
        };
        let day = dated(change.on);
        format!("{} until the plan of {day}, {} since. {trend}", change.before.words, change.after.words)
    }
}
