//! Where a review goes on, in words and as an address.

use hansei_method::id::EntryId;
use hansei_method::question::Question;
use hansei_method::stage::StageKind;

/// Names the question that comes next; `None` once all four are answered.
pub(crate) fn next(stage: StageKind) -> Option<Question> {
    match stage {
        StageKind::Captured => Some(Question::Intended),
        StageKind::Intended => Some(Question::Happened),
        StageKind::Happened => Some(Question::Why),
        StageKind::Why => Some(Question::Next),
        StageKind::Next | StageKind::Done => None,
    }
}

/// Gives the address at which a review goes on: the next question, or the last one once all four are answered.
pub(crate) fn continued(id: EntryId, stage: StageKind) -> String {
    format!("/entries/{id}/{}", next(stage).unwrap_or(Question::Next).word())
}

/// Says where an open review stopped: "Stopped at question 2 of 4, 14 minutes in".
pub(crate) fn stopped_at(stage: StageKind, minutes: i64) -> String {
    let place = next(stage).map_or_else(
        || "All four questions are answered; it is not closed".to_owned(),
        |question| format!("Stopped at question {} of 4", question.number()),
    );
    match minutes {
        ..=0 => place,
        1 => format!("{place}, 1 minute in"),
        minutes => format!("{place}, {minutes} minutes in"),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_review_goes_on_at_the_first_question_without_an_answer() {
        let id = EntryId::new(Uuid::nil());
        let words: Vec<_> = StageKind::ALL.iter().map(|stage| continued(id, *stage)).collect();
        let ends: Vec<_> = words.iter().filter_map(|address| address.rsplit('/').next()).collect();
        assert_eq!(ends, ["intended", "happened", "why", "next", "next", "next"]);
    }

    #[test]
    fn minutes_are_told_once_there_are_any() {
        assert_eq!(stopped_at(StageKind::Intended, 14), "Stopped at question 2 of 4, 14 minutes in");
        assert_eq!(stopped_at(StageKind::Why, 1), "Stopped at question 4 of 4, 1 minute in");
        assert_eq!(stopped_at(StageKind::Next, 0), "All four questions are answered; it is not closed");
    }
}
