//! What a review holds and what it does not: a checklist, never a grade (B04).

use crate::analysis::Analysis;
use crate::entry::{Entry, Significance};
use crate::stage::Answer;

/// One thing that a review can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    /// What it is.
    pub name: &'static str,
    /// Whether it is there.
    pub is_there: bool,
}

impl Entry {
    /// Lists what the review holds at its depth, in the order of the questions.
    #[must_use]
    pub fn checklist(&self) -> Vec<Check> {
        let mut list = self.essentials().to_vec();
        if self.significance >= Significance::Ordinary {
            list.extend(self.ordinary());
        }
        if self.significance >= Significance::Full {
            list.extend(self.full());
        }
        list
    }

    fn essentials(&self) -> [Check; 5] {
        let account = self.review.answers.happened().and_then(Answer::given);
        let chosen = self.analysis().is_some_and(|analysis| !analysis.causes.chosen().is_empty());
        let plan = self.plan();
        [
            check("an intention", self.review.answers.intended().and_then(Answer::given).is_some()),
            check("the facts in order", account.is_some_and(|account| !account.moments.is_empty())),
            check("a cause chosen to act on", chosen),
            check("a lesson", plan.is_some_and(|plan| plan.lesson.is_some())),
            check(
                "something to do, or none on purpose",
                plan.is_some_and(|plan| plan.has_action() || plan.knowledge_only),
            ),
        ]
    }

    fn ordinary(&self) -> [Check; 7] {
        let analysis = self.analysis();
        let targets =
            self.review.answers.intended().and_then(Answer::given).map(|intention| &intention.targets);
        let targets = targets.filter(|targets| !targets.is_empty());
        let account = self.review.answers.happened().and_then(Answer::given);
        let answered = targets.zip(account).is_some_and(|(targets, account)| {
            targets.iter().all(|target| account.outcome(target.number).is_some())
        });
        [
            check("something to measure it by", targets.is_some()),
            check("what became of each target", answered),
            check("two causes or more", analysis.is_some_and(|analysis| analysis.causes.len() >= 2)),
            check(
                "a way back to a decision or a condition",
                analysis.is_some_and(|analysis| analysis.causes.reaches_what_could_differ()),
            ),
            check("each chosen cause sorted by control", analysis.is_some_and(Analysis::sorts_what_it_chose)),
            check("factors sorted by control", analysis.is_some_and(|analysis| !analysis.factors.is_empty())),
            check("how it goes on", self.plan().is_some_and(|plan| plan.choice.is_some())),
        ]
    }

    fn full(&self) -> [Check; 3] {
        let analysis = self.analysis();
        [
            check("the opposite case", analysis.is_some_and(|analysis| !analysis.counter.is_empty())),
            check("assumptions", analysis.is_some_and(|analysis| !analysis.assumptions.is_empty())),
            check("missed signals", analysis.is_some_and(|analysis| !analysis.signals.is_empty())),
        ]
    }
}

fn check(name: &'static str, is_there: bool) -> Check {
    Check { name, is_there }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deeper_review_is_asked_for_more() {
        let mut entry: Entry = serde_json::from_str(
            r#"{"id": "6f2c7e86-7d0f-4d0c-9a3e-1b2f0d3c4e5a", "title": "Late", "occurred": "2026-03-22", "captured_at": "2026-03-23T08:00:00Z"}"#,
        )
        .unwrap();
        let lengths = Significance::ALL.map(|significance| {
            entry.significance = significance;
            entry.checklist().len()
        });
        assert_eq!(lengths, [5, 12, 15]);
        assert!(entry.checklist().iter().all(|check| !check.is_there));
    }
}
