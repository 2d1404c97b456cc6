//! Question 2: what actually happened?

use jiff::Zoned;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::amount::Amount;
use crate::id::Number;
use crate::items::{Items, Renumbered, item};
use crate::occurred::{NotYet, Occurred, check_past};
use crate::text::{self, Line, Text};
use crate::when::When;

/// The facts in the order they happened, and what became of each thing that was intended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Account {
    /// The moments, first to last, starting before it began.
    #[schema(value_type = Vec<Moment>)]
    pub moments: Items<Moment>,
    /// The time zone that the times are in, as the person names it: "UTC", "local".
    #[serde(deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub zone: Option<Line>,
    /// What became of the intended targets.
    pub outcomes: Vec<Outcome>,
    /// What came although nobody had planned it, good or bad.
    pub unplanned: Vec<Text>,
    /// What somebody who disagrees would add.
    #[serde(deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub disagreement: Option<Text>,
}

/// One line of the timeline: when, what, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// The moment's number within the account; given by hansei when left out.
    #[serde(default)]
    pub number: Number,
    /// When it was: a time, a date, words, or "then".
    #[serde(default)]
    pub when: When,
    /// What could have been seen or heard.
    pub what: Text,
    /// How it is known: a log, a message, a memory.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub source: Option<Text>,
    /// Whether it was known at the time.
    #[serde(default)]
    pub known: Known,
    /// Whether the writer decided something here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub decision: bool,
}
item!(Moment, "moment", 5_000, what);

/// Whether a fact was known at the time or came out afterwards: what keeps hindsight out of the story.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// Known then.
    #[default]
    Then,
    /// Learned later.
    Later,
}

/// What became of one intended target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The number of the [`Target`](crate::intention::Target) it answers.
    pub target: Number,
    /// What came.
    pub actual: Actual,
    /// How it stands by the person's own word, where that is to count instead of what is computed: of an amount or a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met: Option<Met>,
}

/// What came, in the measure in which it was intended, or in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Actual {
    /// How much it was.
    Amount(Amount),
    /// When it was.
    Date(Occurred),
    /// In words, with the person's own verdict.
    Words {
        /// What came.
        words: Text,
        /// How that stands against what was intended.
        #[serde(default)]
        met: Met,
    },
}

/// How what came stands against what was intended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Met {
    /// As it was meant.
    AsIntended,
    /// Better than it was meant.
    Exceeded,
    /// Not as it was meant.
    Short,
    /// Nobody has said.
    #[default]
    Unsaid,
}

impl Account {
    /// Says whether there is anything that question 3 could ask about.
    #[must_use]
    pub fn has_content(&self) -> bool {
        !(self.moments.is_empty()
            && self.outcomes.is_empty()
            && self.unplanned.is_empty()
            && self.disagreement.is_none())
    }

    /// Refuses a day that has not come yet: what happened has been. What stands in `before` already is let stand.
    pub fn check_past(&self, before: Option<&Self>, now: &Zoned) -> Result<(), NotYet> {
        let known: Vec<Date> = before.map(Self::days).unwrap_or_default();
        let mut new = self.days().into_iter().filter(|day| !known.contains(day));
        new.try_for_each(|day| check_past(day, now))
    }

    /// Returns when the last moment was, a time alone as one of the last day that stands before it; `None` without a moment.
    #[must_use]
    pub fn ended(&self) -> Option<When> {
        let (last, before) = self.moments.as_slice().split_last()?;
        let day = before.iter().rev().find_map(|moment| moment.when.civil()?.0);
        Some(match (&last.when, day) {
            (When::Time(time), Some(day)) => When::DateTime(day.to_datetime(*time)),
            (when, _) => when.clone(),
        })
    }

    /// Lists the days of the moments and of what came.
    fn days(&self) -> Vec<Date> {
        let moments = self.moments.iter().filter_map(|moment| moment.when.civil()?.0);
        let came = self.outcomes.iter().filter_map(|outcome| match outcome.actual {
            Actual::Date(date) => Some(date.date()),
            Actual::Amount(_) | Actual::Words { .. } => None,
        });
        moments.chain(came).collect()
    }

    /// Lets what became of the targets follow them to their new numbers.
    pub fn follow(&mut self, targets: &Renumbered) {
        for outcome in &mut self.outcomes {
            outcome.target = targets.of(outcome.target);
        }
    }

    /// Numbers the moments that came without numbers, before this takes the place of `old`.
    pub(crate) fn number_after(&mut self, old: &Self) {
        self.moments.number_after(&old.moments);
    }

    /// Finds what became of a target; `None` when nobody has said yet.
    #[must_use]
    pub fn outcome(&self, target: Number) -> Option<&Actual> {
        self.outcomes.iter().find(|outcome| outcome.target == target).map(|outcome| &outcome.actual)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_alone_is_one_of_the_last_day_before_it() {
        let ended = |moments: &[&str]| {
            let moments: Vec<_> =
                moments.iter().map(|when| serde_json::json!({"when": when, "what": "it rained"})).collect();
            let account: Account = serde_json::from_value(serde_json::json!({ "moments": moments })).unwrap();
            account.ended().map(|when| when.to_string())
        };
        let told = ended(&["1998-12-11", "1999-09-23 09:00", "then", "09:04:52"]);
        assert_eq!(told.as_deref(), Some("1999-09-23 09:04:52"));
        assert_eq!(ended(&["15:00", "15:30"]).as_deref(), Some("15:30"));
        assert_eq!(ended(&["2026-03-02", "then"]).as_deref(), Some("then"));
        assert_eq!(ended(&[]), None);
    }
}
