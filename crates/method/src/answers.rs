//! The answers of a review as they are written down, and the rule that turns them into a [`Stage`].

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::account::Account;
use crate::analysis::Analysis;
use crate::id::Number;
use crate::intention::Intention;
use crate::plan::Plan;
use crate::question::Question;
use crate::stage::{Answer, Stage};
use crate::text::{self, Text};

/// The answers as they are written down: in files, in the API, in the database. [`Stage`] is what they amount to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Answers {
    /// Question 1: what was the intended outcome?
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intended: Option<Intention>,
    /// Question 2: what actually happened?
    #[serde(skip_serializing_if = "Option::is_none")]
    pub happened: Option<Account>,
    /// Question 3: why was there a gap?
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Analysis>,
    /// Question 4: what will I do differently?
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Plan>,
    /// The reasons for questions that were passed over.
    #[serde(skip_serializing_if = "Skips::is_empty")]
    pub skipped: Skips,
    /// When the review was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<Timestamp>,
}

/// The written reasons for questions that were passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Skips {
    /// Why question 1 was passed over.
    #[serde(deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub intended: Option<Text>,
    /// Why question 2 was passed over.
    #[serde(deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub happened: Option<Text>,
    /// Why question 3 was passed over.
    #[serde(deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub why: Option<Text>,
    /// Why question 4 was passed over.
    #[serde(deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub next: Option<Text>,
}

/// Why answers are no review.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StageError {
    /// A question was answered before the one that comes before it.
    #[error("question {} ({}) opens when question {} ({}) has an answer; answer that first, or skip it with a reason", question.number(), question.name(), before.number(), before.name())]
    NotYet {
        /// The question that was answered.
        question: Question,
        /// The one that has no answer.
        before: Question,
    },
    /// Closing a review with questions that have neither an answer nor a reason for none.
    #[error("the review is not closed: {} no answer yet; {}", unanswered(_0), if _0.len() == 1 { "give one, or skip the question with a reason" } else { "answer them in this order, or skip each with a reason" })]
    Unfinished(Vec<Question>),
    /// A question has both an answer and a reason for none.
    #[error(
        "question {} ({}) has an answer, and a reason to pass it over as well; leave the reason out, or empty the answer first",
        _0.number(), _0.name()
    )]
    AnsweredAndSkipped(Question),
    /// What came is given for a target that was never intended.
    #[error("there is no target {0} in question 1 for what came; give the number of one that is there")]
    NoSuchTarget(Number),
    /// A part of the plan points at a factor that is not there.
    #[error(
        "there is no factor {0} in question 3 for the plan to point at; give the number of one that is there, or leave it out"
    )]
    NoSuchFactor(Number),
}

/// Names the questions that have no answer, with the verb: "question 3 (why) and question 4 (…) have".
fn unanswered(missing: &[Question]) -> String {
    let named: Vec<String> = missing
        .iter()
        .map(|question| format!("question {} ({})", question.number(), question.name()))
        .collect();
    match named.as_slice() {
        [] => "nothing has".to_owned(),
        [one] => format!("{one} has"),
        [before @ .., last] => format!("{} and {last} have", before.join(", ")),
    }
}

impl Skips {
    /// Says whether no question was passed over.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Borrows the reason for passing a question over, to change it.
    pub fn reason_mut(&mut self, question: Question) -> &mut Option<Text> {
        match question {
            Question::Intended => &mut self.intended,
            Question::Happened => &mut self.happened,
            Question::Why => &mut self.why,
            Question::Next => &mut self.next,
        }
    }
}

impl TryFrom<Answers> for Stage {
    type Error = StageError;

    fn try_from(answers: Answers) -> Result<Self, StageError> {
        fn answer<T>(
            question: Question,
            given: Option<T>,
            reason: Option<Text>,
        ) -> Result<Option<Answer<T>>, StageError> {
            match (given, reason) {
                (Some(_), Some(_)) => Err(StageError::AnsweredAndSkipped(question)),
                (Some(given), None) => Ok(Some(Answer::Given(given))),
                (None, reason) => Ok(reason.map(Answer::Skipped)),
            }
        }
        let Answers { intended, happened, why, next, skipped, finished_at } = answers;
        let intended = answer(Question::Intended, intended.filter(Intention::has_content), skipped.intended)?;
        let happened = answer(Question::Happened, happened.filter(Account::has_content), skipped.happened)?;
        let why = answer(Question::Why, why.filter(Analysis::has_content), skipped.why)?;
        let next = answer(Question::Next, next.filter(Plan::has_content), skipped.next)?;
        check_outcomes(intended.as_ref(), happened.as_ref())?;
        check_factors(why.as_ref(), next.as_ref())?;
        let is_there = [intended.is_some(), happened.is_some(), why.is_some(), next.is_some()];
        let missing: Vec<Question> = Question::ALL
            .into_iter()
            .zip(is_there)
            .filter_map(|(question, is_there)| (!is_there).then_some(question))
            .collect();
        if finished_at.is_some() && !missing.is_empty() {
            return Err(StageError::Unfinished(missing));
        }
        let early = |question, before| Err(StageError::NotYet { question, before });
        match (intended, happened, why, next, finished_at) {
            (Some(intended), Some(happened), Some(why), Some(next), Some(finished_at)) => {
                Ok(Self::Done { intended, happened, why, next, finished_at })
            }
            (Some(intended), Some(happened), Some(why), Some(next), None) => {
                Ok(Self::Next { intended, happened, why, next })
            }
            (Some(intended), Some(happened), Some(why), None, None) => {
                Ok(Self::Why { intended, happened, why })
            }
            (Some(intended), Some(happened), None, None, None) => Ok(Self::Happened { intended, happened }),
            (Some(intended), None, None, None, None) => Ok(Self::Intended { intended }),
            (None, None, None, None, None) => Ok(Self::Captured),
            (None, Some(_), ..) => early(Question::Happened, Question::Intended),
            (None, None, Some(_), ..) => early(Question::Why, Question::Intended),
            (None, ..) => early(Question::Next, Question::Intended),
            (_, None, Some(_), ..) => early(Question::Why, Question::Happened),
            (_, None, ..) => early(Question::Next, Question::Happened),
            (_, _, None, ..) => early(Question::Next, Question::Why),
            (_, _, _, None, Some(_)) => Err(StageError::Unfinished(missing)),
        }
    }
}

/// What came has to answer a target that was intended.
fn check_outcomes(
    intended: Option<&Answer<Intention>>,
    happened: Option<&Answer<Account>>,
) -> Result<(), StageError> {
    let Some(account) = happened.and_then(Answer::given) else {
        return Ok(());
    };
    let intention = intended.and_then(Answer::given);
    let known = |target| intention.is_some_and(|intention| intention.targets.get(target).is_some());
    match account.outcomes.iter().find(|outcome| !known(outcome.target)) {
        Some(loose) => Err(StageError::NoSuchTarget(loose.target)),
        None => Ok(()),
    }
}

/// What is planned has to point at a factor that was sorted.
fn check_factors(why: Option<&Answer<Analysis>>, next: Option<&Answer<Plan>>) -> Result<(), StageError> {
    let Some(plan) = next.and_then(Answer::given) else {
        return Ok(());
    };
    let analysis = why.and_then(Answer::given);
    let known = |factor: &Number| analysis.is_some_and(|analysis| analysis.factors.get(*factor).is_some());
    let influences = plan.influences.iter().filter_map(|influence| influence.factor);
    let resilience = plan.resilience.iter().filter_map(|resilience| resilience.factor);
    match influences.chain(resilience).find(|factor| !known(factor)) {
        Some(loose) => Err(StageError::NoSuchFactor(loose)),
        None => Ok(()),
    }
}

impl From<Stage> for Answers {
    fn from(stage: Stage) -> Self {
        fn parts<T>(answer: Answer<T>) -> (Option<T>, Option<Text>) {
            match answer {
                Answer::Given(answer) => (Some(answer), None),
                Answer::Skipped(reason) => (None, Some(reason)),
            }
        }
        let (intended, happened, why, next, finished_at) = match stage {
            Stage::Captured => return Self::default(),
            Stage::Intended { intended } => (intended, None, None, None, None),
            Stage::Happened { intended, happened } => (intended, Some(happened), None, None, None),
            Stage::Why { intended, happened, why } => (intended, Some(happened), Some(why), None, None),
            Stage::Next { intended, happened, why, next } => {
                (intended, Some(happened), Some(why), Some(next), None)
            }
            Stage::Done { intended, happened, why, next, finished_at } => {
                (intended, Some(happened), Some(why), Some(next), Some(finished_at))
            }
        };
        let mut skipped = Skips::default();
        let (intended, reason) = parts(intended);
        skipped.intended = reason;
        let (happened, reason) = happened.map_or((None, None), parts);
        skipped.happened = reason;
        let (why, reason) = why.map_or((None, None), parts);
        skipped.why = reason;
        let (next, reason) = next.map_or((None, None), parts);
        skipped.next = reason;
        Self { intended, happened, why, next, skipped, finished_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::StageKind;

    fn stage(json: &str) -> Result<Stage, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn an_answer_without_the_one_before_is_refused_by_name() {
        let refused = stage(r#"{"happened": {"unplanned": ["rain"]}}"#).unwrap_err();
        assert!(
            refused.contains(
                "question 2 (what happened) opens when question 1 (what was intended) has an answer"
            ),
            "{refused}"
        );
    }

    #[test]
    fn closing_names_what_has_no_answer_yet() {
        let (first, closed) = (
            r#""intended": {"statement": "a"}, "happened": {"unplanned": ["b"]}"#,
            r#""finished_at": "2026-03-02T10:00:00Z""#,
        );
        let refused = stage(&format!(r#"{{{first}, "skipped": {{"why": "c"}}, {closed}}}"#)).unwrap_err();
        assert_eq!(
            refused,
            "the review is not closed: question 4 (what I will do differently) has no answer yet; give one, or skip the question with a reason"
        );
        let refused = stage(&format!("{{{first}, {closed}}}")).unwrap_err();
        assert!(
            refused.contains("question 3 (why) and question 4 (what I will do differently) have no answer yet; answer them in this order"),
            "{refused}"
        );
    }

    #[test]
    fn an_empty_answer_is_no_answer() {
        assert_eq!(stage(r#"{"intended": {}}"#), Ok(Stage::Captured));
    }

    #[test]
    fn a_reason_stands_in_for_an_answer() {
        let skipped =
            stage(r#"{"skipped": {"intended": "nothing was planned"}, "happened": {"unplanned": ["rain"]}}"#)
                .unwrap();
        assert_eq!(skipped.next_question(), Some(Question::Why));
        assert_eq!(skipped.skipped(Question::Intended).unwrap().as_str(), "nothing was planned");
    }

    #[test]
    fn an_answer_and_a_reason_for_none_are_refused_and_neither_is_dropped() {
        let refused =
            stage(r#"{"intended": {"statement": "a"}, "skipped": {"intended": "nothing was planned"}}"#);
        assert!(refused.unwrap_err().contains("question 1 (what was intended) has an answer, and a reason"));
        let emptied = stage(r#"{"intended": {}, "skipped": {"intended": "nothing was planned"}}"#).unwrap();
        assert_eq!(emptied.skipped(Question::Intended).unwrap().as_str(), "nothing was planned");
    }

    #[test]
    fn a_finished_review_survives_being_written_and_read() {
        let json = r#"{"intended": {"statement": "a"}, "happened": {"unplanned": ["b"]}, "skipped": {"why": "c"}, "next": {"lesson": "d"}, "finished_at": "2026-03-02T10:00:00Z"}"#;
        let done = stage(json).unwrap();
        assert_eq!(done.kind(), StageKind::Done);
        assert_eq!(stage(&serde_json::to_string(&done).unwrap()), Ok(done));
    }

    #[test]
    fn what_came_must_answer_something_intended() {
        let refused = stage(
            r#"{"intended": {"statement": "a"}, "happened": {"outcomes": [{"target": 3, "actual": {"amount": "5"}}]}}"#,
        );
        assert!(refused.unwrap_err().contains("no target 3"));
    }

    #[test]
    fn a_question_is_open_when_it_is_next_or_answered() {
        let intended = stage(r#"{"intended": {"statement": "a"}}"#).unwrap();
        let open: Vec<_> = Question::ALL.into_iter().filter(|question| intended.is_open(*question)).collect();
        assert_eq!(open, [Question::Intended, Question::Happened]);
        let answered = Question::ALL.into_iter().filter(|question| intended.is_answered(*question));
        assert_eq!(answered.collect::<Vec<_>>(), [Question::Intended]);
    }
}
