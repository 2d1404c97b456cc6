//! The Failure Log's view of an entry: exactly four fields.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;

use crate::analysis::Analysis;
use crate::entry::Entry;
use crate::factor::Control;
use crate::occurred::Occurred;
use crate::plan::Plan;
use crate::stage::Answer;

/// One line of the log: date and context, root cause, lesson, behavioural change. The review stands behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Record {
    /// When it happened.
    pub date: Occurred,
    /// What happened and in which situation.
    pub context: String,
    /// The causes that were chosen to act on; `None` until one is.
    pub root_cause: Option<String>,
    /// The lesson in a sentence; `None` until it is written.
    pub lesson: Option<String>,
    /// What is done differently since; `None` until something is planned or knowing was said to be enough.
    pub change: Option<String>,
}

impl Entry {
    /// Reads the entry as one line of the log.
    #[must_use]
    pub fn record(&self) -> Record {
        let context = match &self.context {
            Some(context) => format!("{}, {context}", self.title),
            None => self.title.to_string(),
        };
        Record {
            date: self.occurred,
            context,
            root_cause: self.analysis().and_then(root_cause),
            lesson: self.plan().and_then(|plan| plan.lesson.as_ref().map(ToString::to_string)),
            change: self.plan().and_then(change),
        }
    }

    /// Returns the analysis, once question 3 has an answer.
    #[must_use]
    pub fn analysis(&self) -> Option<&Analysis> {
        self.review.answers.why().and_then(Answer::given)
    }

    /// Lists the kinds of control that its factors were sorted under.
    #[must_use]
    pub fn controls(&self) -> BTreeSet<Control> {
        self.analysis()
            .map(|analysis| analysis.factors.iter().map(|factor| factor.control).collect())
            .unwrap_or_default()
    }
}

/// Names the chosen causes; where none was chosen, the one that stands alone at the end of the only chain.
fn root_cause(analysis: &Analysis) -> Option<String> {
    let mut causes = analysis.causes.chosen();
    if causes.is_empty() {
        causes = analysis.causes.leaves();
        causes.truncate(usize::from(causes.len() == 1));
    }
    joined(causes.into_iter().map(|cause| cause.statement.to_string()))
}

fn change(plan: &Plan) -> Option<String> {
    let commitments = plan.commitments.iter().map(crate::plan::Commitment::sentence);
    let influences = plan.influences.iter().map(|influence| influence.how.to_string());
    let resilience = plan.resilience.iter().map(|item| format!("{}: {}", item.kind.name(), item.what));
    let none = || plan.knowledge_only.then(|| "Knowledge only, no action".to_owned());
    joined(commitments.chain(influences).chain(resilience)).or_else(none)
}

/// Joins parts to one line; only the last keeps its full stop.
fn joined(parts: impl Iterator<Item = String>) -> Option<String> {
    parts.reduce(|before, part| format!("{}; {part}", before.strip_suffix('.').unwrap_or(&before)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(review: &str) -> Entry {
        let json = format!(
            r#"{{"id": "6f2c7e86-7d0f-4d0c-9a3e-1b2f0d3c4e5a", "title": "Proposal late", "context": "Northgate",
                "occurred": "2026-03-22", "captured_at": "2026-03-23T08:00:00Z", "review": {{"answers": {review}}}}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    #[test]
    fn a_finished_review_fills_the_four_fields() {
        let record = entry(
            r#"{"skipped": {"intended": "x", "happened": "x"},
                "why": {"causes": [{"statement": "No clause", "chosen": true}, {"statement": "A short month"}]},
                "next": {"lesson": "Scope moves", "commitments": [{"cue": "it grows", "act": "stop"}]}}"#,
        )
        .record();
        assert_eq!(record.context, "Proposal late, Northgate");
        assert_eq!(record.root_cause.as_deref(), Some("No clause"));
        assert_eq!(record.lesson.as_deref(), Some("Scope moves"));
        assert_eq!(record.change.as_deref(), Some("If it grows, then I will stop."));
    }

    #[test]
    fn what_is_done_reads_as_one_line() {
        let next = r#"{"commitments": [{"cue": "it grows", "act": "stop"}], "influences": [{"how": "Ask the lead"}, {"how": "Ask twice"}]}"#;
        let entry = entry(&format!(
            r#"{{"skipped": {{"intended": "x", "happened": "x", "why": "x"}}, "next": {next}}}"#
        ));
        let change = entry.record().change.unwrap();
        assert_eq!(change, "If it grows, then I will stop; Ask the lead; Ask twice");
    }

    #[test]
    fn several_branches_without_a_choice_name_no_root_cause() {
        let record = entry(
            r#"{"skipped": {"intended": "x", "happened": "x"}, "why": {"causes": [{"statement": "a"}, {"statement": "b"}]}}"#,
        );
        assert_eq!(record.record().root_cause, None);
    }

    #[test]
    fn knowledge_only_is_said_where_nothing_is_planned() {
        let record = entry(
            r#"{"skipped": {"intended": "x", "happened": "x", "why": "x"}, "next": {"knowledge_only": true}}"#,
        );
        assert_eq!(record.record().change.as_deref(), Some("Knowledge only, no action"));
    }
}
