//! What of an entry patterns are found in.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use hansei_method::entry::{Entry, Kind};
use hansei_method::estimate::{self, Estimate};
use hansei_method::id::EntryId;
use hansei_method::occurred::Occurred;
use hansei_method::stage::Answer;
use jiff::Timestamp;

use crate::told::Told;

/// Where an idea stands that nobody acted on yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thought {
    /// It came early and was parked.
    Parked,
    /// It was put down under "not now".
    NotNow,
    /// It was taken for granted.
    Assumed,
}

/// What of an entry patterns are found in.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) id: EntryId,
    pub(crate) title: String,
    pub(crate) occurred: Occurred,
    pub(crate) captured_at: Timestamp,
    /// Whether it can be evidence: what came out as intended is none.
    pub(crate) is_evidence: bool,
    /// What happened, how it came about and the lesson, a line each; emptied when everything was found.
    pub(crate) text: String,
    /// The bytes of the text that say how it came about: its causes and factors.
    pub(crate) causes: Range<usize>,
    pub(crate) tags: Vec<String>,
    /// The kind of situation it belongs to; `None` where nothing tells.
    pub(crate) context: Option<String>,
    goal: Option<EntryId>,
    pub(crate) lesson: Option<String>,
    /// When a commitment was made; an open review may still change its mind.
    pub(crate) committed_at: Option<Timestamp>,
    pub(crate) estimates: Vec<Estimate>,
    pub(crate) thoughts: Vec<(Thought, String)>,
}

impl Seen {
    /// Reads an entry.
    pub(crate) fn of(entry: &Entry) -> Self {
        let answers = &entry.review.answers;
        let account = answers.happened().and_then(Answer::given);
        let intention = answers.intended().and_then(Answer::given);
        let situation = entry.context.as_ref().and_then(|context| context.as_str().split(',').next());
        let Told { text, causes } = Told::of(entry);
        Self {
            id: entry.id,
            title: entry.title.to_string(),
            occurred: entry.occurred,
            captured_at: entry.captured_at,
            is_evidence: entry.kind != Kind::Success,
            text,
            causes,
            tags: entry.tags.iter().map(ToString::to_string).collect(),
            context: situation.map(|part| part.trim().to_lowercase()).filter(|part| !part.is_empty()),
            goal: entry.attempt.as_ref().map(|attempt| attempt.goal),
            lesson: entry.plan().and_then(|plan| plan.lesson.as_ref()).map(ToString::to_string),
            committed_at: committed_at(entry),
            estimates: intention
                .zip(account)
                .map_or_else(Vec::new, |(intention, account)| estimate::estimates(intention, account)),
            thoughts: thoughts(entry),
        }
    }
}

/// Sorts entries into kinds of situation.
///
/// Of an entry's tags the one that the most entries carry is its kind of situation, so that a narrow tag beside a broad one
/// makes no second kind: "clinic, handover" and "clinic, induction" are both the clinic. Tags that name a tendency say
/// what went wrong and not where, so they are passed over. Without a tag it is the first part of the entry's context, up
/// to a comma; without either nothing tells, and the entry counts for none. All attempts at one goal are one situation.
pub(crate) fn sort_into_contexts(seen: &mut [Seen], says_what: impl Fn(&str) -> bool) {
    let mut carried: BTreeMap<String, usize> = BTreeMap::new();
    for tag in seen.iter().flat_map(|seen| &seen.tags) {
        *carried.entry(tag.clone()).or_default() += 1;
    }
    carried.retain(|tag, _| !says_what(tag));
    for seen in seen.iter_mut() {
        let known = seen.tags.iter().filter(|tag| carried.contains_key(*tag));
        let broadest = known.max_by(|one, other| carried[*one].cmp(&carried[*other]).then(other.cmp(one)));
        seen.context = broadest.cloned().or_else(|| seen.context.take());
    }
    let mut first: HashMap<EntryId, (Timestamp, EntryId, String)> = HashMap::new();
    for seen in seen.iter() {
        let (Some(goal), Some(context)) = (seen.goal, &seen.context) else { continue };
        let this = (seen.captured_at, seen.id, context.clone());
        let first = first.entry(goal).or_insert_with(|| this.clone());
        if (this.0, this.1) < (first.0, first.1) {
            *first = this;
        }
    }
    for seen in seen.iter_mut() {
        if let Some((.., context)) = seen.goal.and_then(|goal| first.get(&goal)) {
            seen.context = Some(context.clone());
        }
    }
}

/// Says when a commitment of this entry was made: when its review was closed, the first time as far as that is known.
fn committed_at(entry: &Entry) -> Option<Timestamp> {
    entry.plan().filter(|plan| !plan.commitments.is_empty())?;
    let reopened = entry.review.reopened.first().map(|again| again.at);
    reopened.or_else(|| entry.review.answers.finished_at())
}

fn thoughts(entry: &Entry) -> Vec<(Thought, String)> {
    let parked = entry.review.parked.iter().map(|text| (Thought::Parked, text.to_string()));
    let not_now = entry.plan().into_iter().flat_map(|plan| &plan.not_now);
    let not_now = not_now.map(|text| (Thought::NotNow, text.to_string()));
    let assumed = entry.analysis().into_iter().flat_map(|analysis| &analysis.assumptions);
    let assumed = assumed.map(|assumption| (Thought::Assumed, assumption.statement.to_string()));
    parked.chain(not_now).chain(assumed).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn seen(number: u32, mut fields: Value) -> Seen {
        let mut all = json!({
            "id": format!("00000000-0000-4000-8000-{number:012}"), "title": "The van was late",
            "occurred": "2026-03-02", "captured_at": format!("2026-03-0{number}T08:00:00Z"),
        });
        all.as_object_mut().unwrap().append(fields.as_object_mut().unwrap());
        Seen::of(&serde_json::from_value(all).unwrap())
    }

    fn contexts(mut all: Vec<Seen>) -> Vec<Option<String>> {
        sort_into_contexts(&mut all, |tag| tag == "forgot");
        all.into_iter().map(|seen| seen.context).collect()
    }

    #[test]
    fn the_broadest_tag_is_the_situation_and_a_tendency_is_none() {
        let found = contexts(vec![
            seen(1, json!({"tags": ["clinic", "handover", "forgot"]})),
            seen(2, json!({"tags": ["clinic", "induction", "forgot"]})),
            seen(3, json!({"tags": ["choir", "forgot"]})),
            seen(4, json!({"tags": ["forgot"]})),
        ]);
        assert_eq!(found, [Some("clinic".into()), Some("clinic".into()), Some("choir".into()), None]);
    }

    #[test]
    fn without_a_tag_the_first_part_of_the_context_tells() {
        let found = contexts(vec![
            seen(1, json!({"context": "Clinic, phone"})),
            seen(2, json!({"context": " clinic "})),
            seen(3, json!({})),
        ]);
        assert_eq!(found, [Some("clinic".into()), Some("clinic".into()), None]);
    }

    #[test]
    fn attempts_at_one_goal_are_one_situation() {
        let goal = "00000000-0000-4000-8000-000000000001";
        let found = contexts(vec![
            seen(2, json!({"tags": ["fair"], "attempt": {"goal": goal, "number": 2}})),
            seen(1, json!({"tags": ["market"], "attempt": {"goal": goal, "number": 1}})),
        ]);
        assert_eq!(found, [Some("market".into()), Some("market".into())]);
    }

    #[test]
    fn a_commitment_is_made_when_its_review_is_closed() {
        let review = |finished: Value, again: Value| {
            json!({"review": {"reopened": again, "answers": {
                "skipped": {"intended": "x", "happened": "x", "why": "x"}, "finished_at": finished,
                "next": {"commitments": [{"cue": "it rains", "act": "wait"}],
                    "choice": {"way": "retry", "reason": "x"}}}}})
        };
        let day = json!("2026-03-05T08:00:00Z");
        assert_eq!(seen(1, review(Value::Null, json!([]))).committed_at, None);
        assert_eq!(seen(1, review(day.clone(), json!([]))).committed_at, "2026-03-05T08:00:00Z".parse().ok());
        let again = json!([{"at": "2026-03-03T08:00:00Z"}]);
        assert_eq!(seen(1, review(day, again)).committed_at, "2026-03-03T08:00:00Z".parse().ok());
    }
}
