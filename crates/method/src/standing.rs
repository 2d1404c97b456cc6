//! Whether a lesson still stands: what its owner said when it came back.

use jiff::civil::Date;
use jiff::{ToSpan as _, tz::TimeZone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::entry::Entry;
use crate::stage::Answer;

/// How many days after its review was closed a lesson comes back for the first time.
///
/// Source: a choice of the product. Long enough to have met the moment again, short enough to remember it.
const FIRST: i32 = 30;

/// How many days after it was answered it comes back again.
///
/// Source: a choice of the product: about once a quarter.
const AGAIN: i32 = 90;

/// What somebody says of a lesson that comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// It is still true.
    Keep,
    /// It is true and not yet done by itself: it wants practice.
    Practise,
    /// It has done its work, or was wrong: it does not come back.
    Retire,
}

impl Said {
    /// All that can be said, in the order in which it is offered.
    pub const ALL: [Self; 3] = [Self::Keep, Self::Practise, Self::Retire];

    /// Returns the word that files, addresses and commands use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Practise => "practise",
            Self::Retire => "retire",
        }
    }

    /// Says it of the lesson: "still true".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Keep => "still true",
            Self::Practise => "wants practice",
            Self::Retire => "retired",
        }
    }
}

/// What was said of a lesson, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// What was said last.
    pub said: Said,
    /// The day it was said.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
}

/// Nothing can be said of a lesson that is not there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this entry has no lesson yet; finish its review with one first")]
pub struct NoLesson;

impl Entry {
    /// Keeps what its owner says of the lesson.
    pub fn say_of_lesson(&mut self, said: Said, on: Date) -> Result<(), NoLesson> {
        if self.review.answers.finished_at().is_none() || !self.has_lesson() {
            return Err(NoLesson);
        }
        self.review.standing = Some(Standing { said, on });
        Ok(())
    }

    /// Returns the day from which the lesson comes back as a question; `None` where there is none yet or it was retired.
    ///
    /// A month after the review was closed (its day in UTC), then a quarter after each answer.
    #[must_use]
    pub fn lesson_returns_on(&self) -> Option<Date> {
        let closed = self.review.answers.finished_at().filter(|_| self.has_lesson())?;
        let (from, days) = match self.review.standing {
            Some(Standing { said: Said::Retire, .. }) => return None,
            Some(Standing { on, .. }) => (on, AGAIN),
            None => (closed.to_zoned(TimeZone::UTC).date(), FIRST),
        };
        Some(from.saturating_add(days.days()))
    }

    /// Says whether the lesson was retired.
    #[must_use]
    pub fn is_lesson_retired(&self) -> bool {
        matches!(self.review.standing, Some(Standing { said: Said::Retire, .. }))
    }

    fn has_lesson(&self) -> bool {
        let plan = self.review.answers.next().and_then(Answer::given);
        plan.is_some_and(|plan| plan.lesson.is_some())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn entry(finished: bool, lesson: Option<&str>) -> Entry {
        let next = serde_json::json!({"lesson": lesson, "knowledge_only": true});
        let finished_at = finished.then_some("2026-03-22T23:30:00Z");
        serde_json::from_value(serde_json::json!({
            "id": "3f2a0000-0000-4000-8000-000000000000", "kind": "failure", "significance": "small",
            "title": "The proposal went out late", "occurred": "2026-03-20", "captured_at": "2026-03-20T10:00:00Z",
            "review": {"answers": {"intended": {"statement": "on time"}, "happened": {"moments": [{"what": "late"}]},
                "why": {"factors": [{"statement": "my estimate", "control": "mine"}]}, "next": next,
                "finished_at": finished_at}},
        }))
        .unwrap()
    }

    #[test]
    fn a_lesson_comes_back_a_month_after_the_review_and_a_quarter_after_each_answer() {
        let mut entry = entry(true, Some("Ask for the calendar first"));
        assert_eq!(entry.lesson_returns_on(), Some(date(2026, 4, 21)));
        entry.say_of_lesson(Said::Keep, date(2026, 5, 1)).unwrap();
        assert_eq!(entry.lesson_returns_on(), Some(date(2026, 7, 30)));
        entry.say_of_lesson(Said::Practise, date(2026, 8, 1)).unwrap();
        assert_eq!(entry.lesson_returns_on(), Some(date(2026, 10, 30)));
    }

    #[test]
    fn a_retired_lesson_stays_away_until_it_is_taken_back() {
        let mut entry = entry(true, Some("Ask for the calendar first"));
        entry.say_of_lesson(Said::Retire, date(2026, 5, 1)).unwrap();
        assert!(entry.is_lesson_retired() && entry.lesson_returns_on().is_none());
        entry.say_of_lesson(Said::Keep, date(2026, 5, 2)).unwrap();
        assert!(!entry.is_lesson_retired() && entry.lesson_returns_on().is_some());
    }

    #[test]
    fn nothing_comes_back_where_no_review_was_closed_with_a_lesson() {
        for mut entry in [entry(false, Some("Ask first")), entry(true, None)] {
            assert_eq!(entry.lesson_returns_on(), None);
            assert_eq!(entry.say_of_lesson(Said::Keep, date(2026, 5, 1)), Err(NoLesson));
        }
    }

    #[test]
    fn another_lesson_begins_anew_and_the_same_one_does_not() {
        let mut entry = entry(true, Some("Ask for the calendar first"));
        entry.say_of_lesson(Said::Retire, date(2026, 5, 1)).unwrap();
        let mut plan = entry.review.answers.next().and_then(Answer::given).cloned().unwrap();
        entry.review.plan(plan.clone()).unwrap();
        assert!(entry.is_lesson_retired());
        plan.lesson = Some("Ask twice".parse().unwrap());
        entry.review.plan(plan).unwrap();
        assert_eq!(entry.review.standing, None);
    }

    #[test]
    fn the_end_of_time_is_no_panic() {
        let mut entry = entry(true, Some("Ask first"));
        entry.say_of_lesson(Said::Keep, Date::MAX).unwrap();
        assert_eq!(entry.lesson_returns_on(), Some(Date::MAX));
    }
}
