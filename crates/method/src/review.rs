//! The After-Action Review: four questions, in order.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::account::Account;
use crate::analysis::Analysis;
use crate::answers::{Answers, StageError};
use crate::intention::Intention;
use crate::items::Renumbered;
use crate::plan::Plan;
use crate::question::Question;
use crate::spent::TimeSpent;
use crate::stage::{Answer, Stage};
use crate::standing::Standing;
use crate::text::{self, Text};

/// The review of one entry: how far it has come, and what lies beside the four answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Review {
    /// The answers so far.
    #[schema(value_type = Answers)]
    pub answers: Stage,
    /// Ideas for question 4 that came early and wait there.
    pub parked: Vec<Text>,
    /// The time spent.
    pub spent: TimeSpent,
    /// Each time a finished review was opened again.
    pub reopened: Vec<Reopening>,
    /// How it felt. Kept, never analysed.
    // B35
    #[serde(deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub feeling: Option<Text>,
    /// Whom the person could tell.
    // B26
    #[serde(deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub confidant: Option<Text>,
    /// "Not now": the day before which nothing asks about this.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub not_before: Option<Date>,
    /// What was said of the lesson when it came back; another lesson begins anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
}

/// One time a finished review was opened again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reopening {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What is new: a fact, a cause, something to do.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub reason: Option<Text>,
    /// How many facts, causes and actions there were then; unknown for what was opened again before hansei counted them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub had: Option<u32>,
}

/// How often a review is opened again within [`CIRCLING_DAYS`] with nothing new before that is said (H01).
pub const CIRCLING: usize = 3;
/// See [`CIRCLING`].
pub const CIRCLING_DAYS: i64 = 7;

/// The most ideas that can wait for question 4.
pub const MOST_PARKED: usize = 200;

/// Why a review cannot change as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReviewError {
    /// The order of the questions.
    #[error(transparent)]
    Stage(#[from] StageError),
    /// Too many ideas wait already.
    #[error("{MOST_PARKED} ideas are waiting for question 4 already; take some out first")]
    TooManyParked,
    /// Finishing an open end.
    #[error(
        "the review has no choice yet; say how it goes on (retry differently, change course or stop), and why"
    )]
    NoChoice,
    /// Planning something, and saying that nothing is planned.
    #[error(
        "a commitment says what will be done, and \"knowledge only\" that nothing will; keep one of the two and take the other out"
    )]
    KnowledgeAndPlan,
    /// Reopening what is not closed.
    #[error("this review is still open; go on where it stopped")]
    NotFinished,
}

impl Review {
    /// Answers question 1, or answers it anew; what had been said about a target that is gone goes with it.
    ///
    /// A target without a number of its own gets one that no target had before, unless it goes by the name of one; what
    /// became of the numbers is returned, for what is said about the targets in the same breath.
    pub fn intend(&mut self, mut intention: Intention) -> Result<Renumbered, ReviewError> {
        let renumbered = intention.number_after(&given(self.answers.intended()));
        let targets = intention.targets.clone();
        self.change(|answers| {
            if let Some(account) = &mut answers.happened {
                account.outcomes.retain(|outcome| targets.get(outcome.target).is_some());
            }
            answers.intended = Some(intention);
            answers.skipped.intended = None;
        })?;
        Ok(renumbered)
    }

    /// Answers question 2, or answers it anew.
    pub fn recount(&mut self, mut account: Account) -> Result<(), ReviewError> {
        account.number_after(&given(self.answers.happened()));
        self.change(|answers| {
            answers.happened = Some(account);
            answers.skipped.happened = None;
        })
    }

    /// Answers question 3, or answers it anew; the numbers of the factors become what those of targets do in [`Review::intend`].
    pub fn explain(&mut self, mut analysis: Analysis) -> Result<Renumbered, ReviewError> {
        let renumbered = analysis.number_after(&given(self.answers.why()));
        self.change(|answers| {
            if let Some(plan) = &mut answers.next {
                plan.keep_links_to(&analysis.factors);
            }
            answers.why = Some(analysis);
            answers.skipped.why = None;
        })?;
        Ok(renumbered)
    }

    /// Answers question 4, or answers it anew. What was kept before knowledge only excluded a commitment can still be read.
    pub fn plan(&mut self, mut plan: Plan) -> Result<(), ReviewError> {
        plan.check_knowledge_only()?;
        let before = given(self.answers.next());
        plan.number_after(&before);
        let is_another_lesson = plan.lesson != before.lesson;
        self.change(|answers| {
            answers.next = Some(plan);
            answers.skipped.next = None;
        })?;
        if is_another_lesson {
            self.standing = None;
        }
        Ok(())
    }

    /// Skips a question that has no answer, with a reason, so that the next one opens.
    pub fn skip(&mut self, question: Question, reason: Text) -> Result<(), ReviewError> {
        self.change(|answers| *answers.skipped.reason_mut(question) = Some(reason))
    }

    /// Takes a parked idea out and returns it; `None` when there is none at that place.
    pub fn unpark(&mut self, place: usize) -> Option<Text> {
        (place < self.parked.len()).then(|| self.parked.remove(place))
    }

    /// Keeps an idea for question 4 that came early.
    pub fn park(&mut self, idea: Text) -> Result<(), ReviewError> {
        if self.parked.len() >= MOST_PARKED {
            return Err(ReviewError::TooManyParked);
        }
        self.parked.push(idea);
        Ok(())
    }

    /// Closes the review. All four questions are answered or skipped; `choice_is_asked` where the depth asks how it goes on.
    pub fn finish(&mut self, choice_is_asked: bool, now: Timestamp) -> Result<(), ReviewError> {
        let plan = self.answers.next().and_then(Answer::given);
        if choice_is_asked && plan.is_some_and(|plan| plan.choice.is_none()) {
            return Err(ReviewError::NoChoice);
        }
        self.change(|answers| answers.finished_at = Some(now))?;
        self.spent.pause(now);
        Ok(())
    }

    /// Opens a finished review again.
    pub fn reopen(&mut self, reason: Option<Text>, now: Timestamp) -> Result<(), ReviewError> {
        if !matches!(self.answers, Stage::Done { .. }) {
            return Err(ReviewError::NotFinished);
        }
        self.change(|answers| answers.finished_at = None)?;
        self.reopened.push(Reopening { at: now, reason, had: Some(self.told()) });
        Ok(())
    }

    /// Says whether the review goes round in circles: opened again and again within days, and no fact, cause or action is
    /// new since the first of these times. What somebody named as new when they opened it counts as new.
    #[must_use]
    pub fn is_circling(&self, now: Timestamp) -> bool {
        let Some(first) = self.reopened.len().checked_sub(CIRCLING) else { return false };
        let last = &self.reopened[first..];
        let is_recent = now.duration_since(last[0].at) <= SignedDuration::from_hours(24 * CIRCLING_DAYS);
        let is_nothing_new = last.iter().all(|reopening| reopening.reason.is_none())
            && last[0].had.is_some_and(|had| self.told() <= had);
        is_recent && is_nothing_new && !matches!(self.answers, Stage::Done { .. })
    }

    /// Counts the facts, causes and actions that are told.
    fn told(&self) -> u32 {
        let happened = self.answers.happened().and_then(Answer::given);
        let moments = happened.map_or(0, |account| account.moments.len() + account.unplanned.len());
        let why = self.answers.why().and_then(Answer::given);
        let causes = why.map_or(0, |why| {
            why.causes.len() + why.factors.len() + why.assumptions.len() + why.signals.len()
        });
        let next = self.answers.next().and_then(Answer::given);
        let actions =
            next.map_or(0, |plan| plan.commitments.len() + plan.influences.len() + plan.resilience.len());
        u32::try_from(moments + causes + actions).unwrap_or(u32::MAX)
    }

    /// Says whether the review was closed although it leaves nothing in the person's own hands (B02).
    #[must_use]
    pub fn is_closed_without_own_factor(&self) -> bool {
        let analysis = self.answers.why().and_then(Answer::given);
        matches!(self.answers, Stage::Done { .. }) && analysis.is_some_and(Analysis::is_without_own_factor)
    }

    fn change(&mut self, change: impl FnOnce(&mut Answers)) -> Result<(), ReviewError> {
        let mut answers = Answers::from(self.answers.clone());
        change(&mut answers);
        self.answers = Stage::try_from(answers)?;
        Ok(())
    }
}

/// Returns the answer that is there, or an empty one.
fn given<T: Clone + Default>(answer: Option<&Answer<T>>) -> T {
    answer.and_then(Answer::given).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

    fn json<T: serde::de::DeserializeOwned>(text: &str) -> T {
        serde_json::from_str(text).unwrap()
    }

    fn intention() -> Intention {
        json(
            r#"{"statement": "deliver", "targets": [{"name": "Day", "slot": {"deadline": "2026-03-15"}}, {"name": "Price", "slot": {"amount": "$2"}}]}"#,
        )
    }

    fn account() -> Account {
        json(
            r#"{"moments": [{"what": "it was late"}], "outcomes": [{"target": 1, "actual": {"date": "2026-03-22"}}, {"target": 2, "actual": {"amount": "$3"}}]}"#,
        )
    }

    fn analysis() -> Analysis {
        json(r#"{"factors": [{"statement": "my estimate", "control": "mine"}]}"#)
    }

    fn plan() -> Plan {
        json(r#"{"lesson": "ask first", "influences": [{"factor": 1, "how": "ask"}]}"#)
    }

    fn answered() -> Review {
        let mut review = Review::default();
        review.intend(intention()).unwrap();
        review.recount(account()).unwrap();
        review.explain(analysis()).unwrap();
        review.plan(plan()).unwrap();
        review
    }

    #[test]
    fn a_plan_that_says_that_nothing_is_planned_is_refused_and_what_was_kept_so_is_read() {
        let both: Plan = json(r#"{"commitments": [{"cue": "c", "act": "a"}], "knowledge_only": true}"#);
        let mut review = answered();
        assert_eq!(review.plan(both.clone()), Err(ReviewError::KnowledgeAndPlan));
        assert_eq!(review, answered());
        let mut written = serde_json::to_value(&review).unwrap();
        written["answers"]["next"] = serde_json::to_value(&both).unwrap();
        let mut kept: Review = serde_json::from_value(written).unwrap();
        assert_eq!(kept.answers.next().and_then(Answer::given).map(|plan| plan.knowledge_only), Some(true));
        // Everything else of it can be changed, and one of the two can go.
        kept.recount(account()).unwrap();
        kept.plan(Plan { knowledge_only: false, ..both }).unwrap();
    }

    #[test]
    fn the_questions_open_in_order() {
        let mut review = Review::default();
        let refused = StageError::NotYet { question: Question::Why, before: Question::Intended };
        assert_eq!(review.explain(analysis()), Err(ReviewError::Stage(refused)));
        assert_eq!(review, Review::default());
    }

    #[test]
    fn a_skipped_question_opens_the_next_and_can_still_be_answered() {
        let mut review = Review::default();
        review.intend(intention()).unwrap();
        review.skip(Question::Happened, "no notes from that day".parse().unwrap()).unwrap();
        review.explain(analysis()).unwrap();
        review.recount(account()).unwrap();
        assert_eq!(review.answers.happened(), Some(&Answer::Given(account())));
    }

    #[test]
    fn finishing_asks_for_the_choice_where_the_depth_does() {
        let mut review = answered();
        assert_eq!(review.finish(true, NOW), Err(ReviewError::NoChoice));
        review.finish(false, NOW).unwrap();
        assert_eq!(review.answers.next_question(), None);
    }

    #[test]
    fn an_unanswered_review_does_not_finish() {
        let refused = StageError::Unfinished(Question::ALL.to_vec());
        assert_eq!(Review::default().finish(false, NOW), Err(ReviewError::Stage(refused)));
    }

    #[test]
    fn reopening_is_recorded_with_what_is_new() {
        let mut review = answered();
        assert_eq!(review.reopen(None, NOW), Err(ReviewError::NotFinished));
        review.finish(false, NOW).unwrap();
        review.reopen(Text::optional("the invoice turned up").unwrap(), NOW).unwrap();
        assert_eq!(review.reopened.len(), 1);
        assert!(matches!(review.answers, Stage::Next { .. }));
    }

    #[test]
    fn a_review_goes_in_circles_when_it_is_opened_again_thrice_in_a_week_with_nothing_new() {
        let day = |days: i64| NOW + SignedDuration::from_hours(24 * days);
        let open_again = |review: &mut Review, at: Timestamp, reason: &str| {
            review.finish(false, at).unwrap();
            review.reopen(Text::optional(reason).unwrap(), at).unwrap();
        };
        let opened = |days: [i64; 3], reason: &str| {
            let mut review = answered();
            for at in days {
                open_again(&mut review, day(at), reason);
            }
            review
        };
        let circling = opened([0, 2, 5], "");
        assert!(circling.is_circling(day(5)) && circling.is_circling(day(7)));
        assert!(!circling.is_circling(day(8)), "the first time is more than a week ago");
        assert!(!opened([0, 2, 9], "").is_circling(day(9)));
        assert!(!opened([0, 2, 5], "the invoice turned up").is_circling(day(5)), "something new was named");
        let mut with_a_fact = circling.clone();
        with_a_fact
            .recount(json(r#"{"moments": [{"what": "it was late"}, {"what": "the invoice came"}]}"#))
            .unwrap();
        assert!(!with_a_fact.is_circling(day(5)));
        let mut closed = circling.clone();
        closed.finish(false, day(5)).unwrap();
        assert!(!closed.is_circling(day(5)));
        let mut older = circling;
        older.reopened[0].had = None;
        assert!(!older.is_circling(day(5)), "what was not counted is not held against anybody");
    }

    #[test]
    fn what_became_of_a_removed_target_goes_with_it() {
        let mut review = answered();
        let mut without = intention();
        without.targets.remove(1).unwrap();
        review.intend(without).unwrap();
        let account = review.answers.happened().and_then(Answer::given).unwrap();
        assert_eq!(account.outcomes.iter().map(|outcome| outcome.target).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn what_became_of_a_removed_target_is_never_told_of_a_new_one() {
        let mut review = answered();
        let said = r#"{"targets": [{"number": 2, "name": "Price", "slot": {"amount": "$2"}}, {"name": "Board meeting", "slot": {"deadline": "2026-04-01"}}]}"#;
        let renumbered = review.intend(json(said)).unwrap();
        let intention = review.answers.intended().and_then(Answer::given).unwrap();
        let numbers: Vec<_> = intention.targets.iter().map(|target| target.number).collect();
        assert_eq!((numbers, renumbered.of(1)), (vec![2, 3], 3));
        let account = review.answers.happened().and_then(Answer::given).unwrap();
        assert_eq!(account.outcomes.iter().map(|outcome| outcome.target).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn a_target_that_goes_by_the_same_name_stays_the_same() {
        let mut review = answered();
        let said = r#"{"targets": [{"name": "Price", "slot": {"amount": "$5"}}]}"#;
        review.intend(json(said)).unwrap();
        let account = review.answers.happened().and_then(Answer::given).unwrap();
        assert_eq!(account.outcomes.iter().map(|outcome| outcome.target).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn what_was_planned_for_a_removed_factor_is_never_told_of_a_new_one() {
        let mut review = answered();
        review.explain(json(r#"{"factors": [{"statement": "the storm", "control": "outside"}]}"#)).unwrap();
        let plan = review.answers.next().and_then(Answer::given).unwrap();
        assert_eq!(plan.influences.get(1).unwrap().factor, None);
    }

    #[test]
    fn a_question_with_an_answer_is_not_passed_over() {
        let mut review = answered();
        let before = review.clone();
        let refused = StageError::AnsweredAndSkipped(Question::Happened);
        let reason = "no notes from that day".parse().unwrap();
        assert_eq!(review.skip(Question::Happened, reason), Err(ReviewError::Stage(refused)));
        assert_eq!(review, before);
    }

    #[test]
    fn a_plan_outlives_the_factor_it_pointed_at() {
        let mut review = answered();
        review.explain(json(r#"{"signals": [{"what": "a late mail"}]}"#)).unwrap();
        let plan = review.answers.next().and_then(Answer::given).unwrap();
        assert_eq!(plan.influences.get(1).unwrap().factor, None);
    }

    #[test]
    fn closing_with_nothing_in_ones_own_hands_is_possible_and_shown() {
        let mut review = answered();
        review.explain(json(r#"{"factors": [{"statement": "the storm", "control": "outside"}]}"#)).unwrap();
        review.finish(false, NOW).unwrap();
        assert!(review.is_closed_without_own_factor());
    }
}
