//! One observation of what is practised: did the moment come up, what was done, and did the failure come back?
//!
//! Two questions are kept apart: whether it was done, and whether it helped.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _, Zoned};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::entry::Significance;
use crate::id::{OpportunityId, PracticeId};
use crate::occurred::{NotYet, Occurred, check_past};
use crate::text::{self, Line};

/// How many days an open question waits for its answer before it is kept as unknown.
///
/// Source: a choice of the product. After four weeks most people guess whether a moment came up.
pub const DAYS_OPEN: i32 = 28;

/// One observation of something that is practised.
// D01
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Opportunity {
    /// Names it, for good.
    pub id: OpportunityId,
    /// What it is an observation of.
    pub practice: PracticeId,
    /// When the moment came up, or when somebody looked whether it had.
    pub when: Occurred,
    /// What there was to see.
    pub outcome: Outcome,
    /// How one knows.
    #[serde(default, skip_serializing_if = "Witness::is_default")]
    pub known: Witness,
    /// When that was said.
    #[schema(value_type = String, format = DateTime)]
    pub noted_at: Timestamp,
    /// The situation: a project, a place, people by their roles.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub context: Option<Line>,
    /// A line about it.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub note: Option<Line>,
}

/// What there was to see.
// D22
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OpportunityOutcome)]
pub enum Outcome {
    /// The moment may have come up; the next check-in asks.
    Pending,
    /// Nobody said in time: unknown, which is not missed.
    Expired,
    /// Somebody looked, and the moment had not come up.
    DidNotComeUp,
    /// What was to be built is there.
    Installed,
    /// What was built was looked for and is still there.
    StillThere,
    /// The moment came up.
    Met(Met),
    /// What was built was taken away.
    Gone,
}

/// What happened when the moment came up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OpportunityMet)]
pub struct Met {
    /// Whether it was done.
    pub did: Did,
    /// Whether the failure came back.
    #[serde(default)]
    pub recurred: Recurred,
    /// How much hung on it when the failure came back; `None` when nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub significance: Option<Significance>,
    /// Whether a reminder helped.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reminded: bool,
}

/// Whether it was done. What was built and came into play is done; what was got round is missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Did {
    /// As it was planned.
    Done,
    /// In part, or late.
    Half,
    /// Not at all.
    Missed,
}

/// Whether the failure came back.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Recurred {
    /// It is not known, or not known yet.
    #[default]
    Unknown,
    /// It stayed away.
    No,
    /// It came back.
    Yes,
}

/// How one knows what there was to see.
// D18
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Witness {
    /// By one's own memory.
    #[default]
    Myself,
    /// By something that can be looked at: a message, a commit, a checklist.
    Artefact,
    /// Somebody else saw it.
    SomebodyElse,
}

/// Why an open question cannot be answered with that.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResolveError {
    /// It is not open any more.
    #[error("this moment has an answer already; undo that one first, or note another moment")]
    Answered,
    /// An open question, or an unknown one, is no answer.
    #[error("that is no answer; say what there was to see, or leave the question open")]
    NoAnswer,
}

impl Opportunity {
    /// Notes that a moment may have come up, to be asked about later; a day later than tomorrow is refused.
    pub fn pending(
        id: OpportunityId,
        practice: PracticeId,
        when: Occurred,
        now: &Zoned,
    ) -> Result<Self, NotYet> {
        check_past(when.date(), now)?;
        Ok(Self {
            id,
            practice,
            when,
            outcome: Outcome::Pending,
            known: Witness::Myself,
            noted_at: now.timestamp(),
            context: None,
            note: None,
        })
    }

    /// Answers an open question; an unknown one may still be answered when somebody remembers.
    pub fn resolve(&mut self, outcome: Outcome, known: Witness, now: Timestamp) -> Result<(), ResolveError> {
        if self.is_answered() {
            return Err(ResolveError::Answered);
        }
        if !outcome.is_answer() {
            return Err(ResolveError::NoAnswer);
        }
        (self.outcome, self.known, self.noted_at) = (outcome, known, now);
        Ok(())
    }

    /// Says whether somebody said what there was to see.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.outcome.is_answer()
    }

    /// Returns the first day on which an open question is kept as unknown; `None` where there is no open question.
    #[must_use]
    pub fn expires_on(&self) -> Option<Date> {
        (self.outcome == Outcome::Pending).then(|| self.when.date().saturating_add(DAYS_OPEN.days()))
    }

    /// Keeps an open question as unknown when its time is over, never as missed, and says whether it did.
    pub fn expire(&mut self, today: Date) -> bool {
        let is_over = self.expires_on().is_some_and(|day| today >= day);
        if is_over {
            self.outcome = Outcome::Expired;
        }
        is_over
    }

    /// Returns the situation as it is told from others, whatever is written large in it; `None` when nobody said.
    #[must_use]
    pub fn situation(&self) -> Option<String> {
        self.context.as_ref().map(|context| context.as_str().trim().to_lowercase())
    }

    /// Returns what happened when the moment came up; `None` when it did not, or nobody knows.
    #[must_use]
    pub fn met(&self) -> Option<Met> {
        match self.outcome {
            Outcome::Met(met) => Some(met),
            _ => None,
        }
    }
}

impl Outcome {
    fn is_answer(self) -> bool {
        !matches!(self, Self::Pending | Self::Expired)
    }
}

impl Met {
    /// Makes the answer of one key: what was done, and nothing else said.
    #[must_use]
    pub fn quick(did: Did) -> Self {
        Self { did, recurred: Recurred::Unknown, significance: None, reminded: false }
    }

    /// Reads the two questions together; `None` while it is not known whether the failure came back, or where it was
    /// done in part, which speaks for neither side.
    #[must_use]
    pub fn reading(self) -> Option<Reading> {
        match (self.did, self.recurred) {
            (Did::Done, Recurred::No) => Some(Reading::Support),
            (Did::Done, Recurred::Yes) => Some(Reading::Challenge),
            (Did::Missed, Recurred::No) => Some(Reading::Luck),
            (Did::Missed, Recurred::Yes) => Some(Reading::Lapse),
            (Did::Half, _) | (_, Recurred::Unknown) => None,
        }
    }
}

/// What the two answers say together: was it done, and did the failure stay away?
// D02
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reading {
    /// Done, and it stayed away.
    Support,
    /// Done, and it came back: the lesson is to be revised, not the effort.
    Challenge,
    /// Not done, and it stayed away.
    Luck,
    /// Not done, and it came back.
    Lapse,
}

impl Reading {
    /// Says it in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Support => "done, and it did not happen again",
            Self::Challenge => "done, and it happened again: look at the lesson, not at the effort",
            Self::Luck => "not done, and it did not happen again this time",
            Self::Lapse => "not done, and it happened again",
        }
    }
}

impl Did {
    /// All three, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Done, Self::Half, Self::Missed];

    /// Names it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Half => "half",
            Self::Missed => "missed",
        }
    }

    /// Returns how much of it was done: 1, ½ or 0.
    #[must_use]
    pub fn share(self) -> f64 {
        match self {
            Self::Done => 1.0,
            Self::Half => 0.5,
            Self::Missed => 0.0,
        }
    }
}

impl Recurred {
    /// All three, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::No, Self::Yes, Self::Unknown];

    /// Names it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::No => "no",
            Self::Yes => "yes",
        }
    }
}

impl Witness {
    /// All three, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Myself, Self::Artefact, Self::SomebodyElse];

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde calls")]
    fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Answers "how do you know?".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Myself => "I remember",
            Self::Artefact => "there is something to look at",
            Self::SomebodyElse => "somebody else saw it",
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;

    const ID: &str = "3f2a0000-0000-4000-8000-000000000000";
    const NOTED: &str = "2026-03-02T09:00:00Z";

    fn opportunity() -> Opportunity {
        Opportunity::pending(ID.parse().unwrap(), ID.parse().unwrap(), "2026-03-02".parse().unwrap(), &now())
            .unwrap()
    }

    fn now() -> Zoned {
        at(NOTED).to_zoned(jiff::tz::TimeZone::UTC)
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn it_is_written_with_what_was_said_and_nothing_else() {
        let mut opportunity = opportunity();
        let written = |outcome| {
            json!({
                "id": ID, "practice": ID, "when": "2026-03-02", "outcome": outcome, "noted_at": NOTED,
            })
        };
        let met = json!({"met": {"did": "done", "recurred": "unknown"}});
        for (outcome, form) in [
            (Outcome::Pending, json!("pending")),
            (Outcome::Expired, json!("expired")),
            (Outcome::DidNotComeUp, json!("did_not_come_up")),
            (Outcome::Installed, json!("installed")),
            (Outcome::StillThere, json!("still_there")),
            (Outcome::Met(Met::quick(Did::Done)), met),
            (Outcome::Gone, json!("gone")),
        ] {
            opportunity.outcome = outcome;
            assert_eq!(serde_json::to_value(&opportunity).unwrap(), written(form.clone()));
            assert_eq!(serde_json::from_value::<Opportunity>(written(form)).unwrap(), opportunity);
        }
    }

    #[test]
    fn all_that_can_be_said_is_read_back_as_it_was() {
        let written = json!({
            "id": ID, "practice": ID, "when": "2026-03-02T15:00",
            "outcome": {"met": {"did": "half", "recurred": "yes", "significance": "small", "reminded": true}},
            "known": "somebody_else", "noted_at": NOTED, "context": "at the depot", "note": "the form was there, the call was not",
        });
        let read: Opportunity = serde_json::from_value(written.clone()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), written);
    }

    #[test]
    fn one_word_is_enough_to_read_what_was_done() {
        let read: Met = serde_json::from_value(json!({"did": "missed"})).unwrap();
        assert_eq!(read, Met::quick(Did::Missed));
    }

    #[test]
    fn what_nobody_answers_in_four_weeks_is_unknown_and_not_missed() {
        let mut opportunity = opportunity();
        assert!(!opportunity.expire(date(2026, 3, 29)));
        assert!(opportunity.expire(date(2026, 3, 30)));
        assert_eq!((opportunity.outcome, opportunity.met()), (Outcome::Expired, None));
        assert!(!opportunity.expire(date(2027, 1, 1)));
    }

    #[test]
    fn an_unknown_moment_may_be_remembered_and_an_answer_stands() {
        let mut opportunity = opportunity();
        opportunity.outcome = Outcome::Expired;
        let (later, done) = (at("2026-05-01T09:00:00Z"), Outcome::Met(Met::quick(Did::Done)));
        assert_eq!(opportunity.resolve(done, Witness::Artefact, later), Ok(()));
        let again = opportunity.resolve(Outcome::DidNotComeUp, Witness::Myself, at(NOTED));
        assert_eq!(again, Err(ResolveError::Answered));
        let expected =
            Opportunity { outcome: done, known: Witness::Artefact, noted_at: later, ..self::opportunity() };
        assert_eq!(opportunity, expected);
    }

    #[test]
    fn a_moment_later_than_tomorrow_is_refused() {
        let noted = |when: &str| {
            let Opportunity { id, practice, .. } = opportunity();
            Opportunity::pending(id, practice, when.parse().unwrap(), &now()).map(|it| it.when.to_string())
        };
        assert_eq!(noted("2026-03-03T23:00"), Ok("2026-03-03T23:00".to_owned()));
        for when in ["2026-03-04", "2062-03-02"] {
            let refused = noted(when).unwrap_err().to_string();
            assert!(refused.starts_with(&format!("{when} has not come yet; ")), "{refused}");
        }
    }

    #[test]
    fn what_says_nothing_is_no_answer() {
        for nothing in [Outcome::Pending, Outcome::Expired] {
            let mut opportunity = opportunity();
            let refused = opportunity.resolve(nothing, Witness::Myself, at("2026-05-01T09:00:00Z"));
            assert_eq!((refused, opportunity), (Err(ResolveError::NoAnswer), tests::opportunity()));
        }
    }

    #[test]
    fn on_one_day_it_is_built_then_met_then_gone_and_done_before_it_is_missed() {
        let met = |did| Outcome::Met(Met::quick(did));
        let in_order = [
            Outcome::Pending,
            Outcome::Expired,
            Outcome::DidNotComeUp,
            Outcome::Installed,
            Outcome::StillThere,
            met(Did::Done),
            met(Did::Half),
            met(Did::Missed),
            Outcome::Gone,
        ];
        let mut turned = in_order;
        turned.reverse();
        turned.sort_unstable();
        assert_eq!(turned, in_order);
    }

    #[test]
    fn whether_it_was_done_and_whether_it_helped_are_read_together() {
        let reading = |did, recurred| Met { recurred, ..Met::quick(did) }.reading();
        let readings = Did::ALL.map(|did| Recurred::ALL.map(|recurred| reading(did, recurred)));
        assert_eq!(
            readings,
            [
                [Some(Reading::Support), Some(Reading::Challenge), None],
                [None, None, None],
                [Some(Reading::Luck), Some(Reading::Lapse), None],
            ]
        );
    }

    #[test]
    fn a_moment_at_the_end_of_time_is_no_panic() {
        let mut opportunity = opportunity();
        opportunity.when = "9999-12-31".parse().unwrap();
        assert_eq!(opportunity.expires_on(), Some(Date::MAX));
    }
}
