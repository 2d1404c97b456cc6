//! What is said once on the page after an act: that it was kept, and how to take it back.
//!
//! The address carries a short code and the random id of the entry or the adopted lesson, never anything a person wrote.

use axum::response::Redirect;
use hansei_method::id::{AdoptionId, EntryId};
use maud::{Markup, html};
use serde::Deserialize;

use crate::page::parts::kept_and;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    Captured,
    Details,
    Deleted,
    TakenBack,
    Erased,
    Undone,
    BroughtBack,
    PutOff,
    AskedAgain,
    Finished,
    Reopened,
    Attempt,
    Lesson,
    LessonKept,
    LessonPractised,
    LessonRetired,
    Settings,
    Pattern,
    PatternUndone,
    Adopted,
    AdoptedAnew,
    AdoptedRemoved,
    AdoptedBack,
    ToldToMe,
    TakenAway,
    Heard,
    Forgotten,
    QuarterFrozen,
    QuarterSkipped,
    QuarterRemoved,
    StoryKept,
    StoryRemoved,
}

/// The part of an address that says what was done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Flash {
    kept: String,
    entry: String,
    adopted: String,
}

const ALL: [(Done, &str, &str); 32] = [
    (Done::Captured, "captured", "Kept."),
    (Done::Details, "details", "The details are kept."),
    (Done::Deleted, "deleted", "Deleted. It can be taken back."),
    (Done::TakenBack, "taken-back", "Taken back."),
    (Done::Erased, "erased", "Erased for good."),
    (Done::Undone, "undone", "Undone. What was undone stays in the history."),
    (Done::BroughtBack, "brought-back", "That version is back."),
    (Done::PutOff, "put-off", "Put off. Nothing asks about it before that day."),
    (Done::AskedAgain, "asked-again", "It can be asked about again."),
    (Done::Finished, "finished", "The review is closed."),
    (Done::Reopened, "reopened", "The review is open again."),
    (Done::Attempt, "attempt", "The next attempt is started."),
    (Done::Lesson, "lesson", "The answer is kept."),
    (Done::LessonKept, "lesson-kept", "Still true. It comes back in about three months."),
    (Done::LessonPractised, "lesson-practised", "Noted: you want to practise it."),
    (Done::LessonRetired, "lesson-retired", "Retired. It does not come back; the entry keeps it."),
    (Done::Settings, "settings", "The settings are kept."),
    (Done::Pattern, "pattern", "Kept as you said. It can be undone below."),
    (Done::PatternUndone, "pattern-undone", "Undone."),
    (Done::Adopted, "adopted", "Adopted. It begins as new, like a lesson of your own, and keeps its source."),
    (Done::AdoptedAnew, "adopted-anew", "The adopted lesson is kept as you wrote it now."),
    (Done::AdoptedRemoved, "adopted-removed", "Removed. It can be taken back."),
    (Done::AdoptedBack, "adopted-back", "Taken back."),
    (Done::ToldToMe, "told", "Kept in “Told to me”."),
    (Done::TakenAway, "taken-away", "The collection is taken away. Lessons that were adopted from it stay."),
    (Done::Heard, "heard", "It can be asked about again."),
    (Done::Forgotten, "forgotten", "Forgotten."),
    (
        Done::QuarterFrozen,
        "quarter-frozen",
        "Frozen. What is changed in the log from now on changes nothing of it.",
    ),
    (Done::QuarterSkipped, "quarter-skipped", "Skipped. The next one is due a period later."),
    (Done::QuarterRemoved, "quarter-removed", "Removed. It can be taken back below."),
    (Done::StoryKept, "story-kept", "The story is kept."),
    (Done::StoryRemoved, "story-removed", "Removed. It can be taken back below."),
];

impl Done {
    /// Goes to the next page, which says what was done.
    pub(crate) fn then(self, address: &str, entry: Option<EntryId>) -> Redirect {
        Redirect::to(&self.address(address, entry))
    }

    /// Writes the address of the page that says what was done. A fragment stays at its end.
    pub(crate) fn address(self, address: &str, entry: Option<EntryId>) -> String {
        let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
        let code = ALL.iter().find(|(done, ..)| *done == self).map_or("", |(_, code, _)| code);
        let entry = entry.map_or_else(String::new, |id| format!("&entry={id}"));
        let fragment = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
        format!("{path}?kept={code}{entry}{fragment}")
    }

    /// Goes to the next page, which says what was done to an adopted lesson.
    pub(crate) fn to_adopted(self, address: &str, adopted: AdoptionId) -> Redirect {
        Redirect::to(&format!("{}&adopted={adopted}", self.address(address, None)))
    }

    /// Names where the act is taken back; `None` for what needs no way back or has none.
    fn undo(self, entry: EntryId) -> Option<String> {
        match self {
            Self::Captured => Some(format!("/entries/{entry}/delete")),
            Self::Details
            | Self::BroughtBack
            | Self::PutOff
            | Self::Finished
            | Self::Reopened
            | Self::Lesson
            | Self::LessonKept
            | Self::LessonPractised
            | Self::LessonRetired => Some(format!("/entries/{entry}/undo")),
            Self::Deleted => Some(format!("/entries/{entry}/take-back")),
            _ => None,
        }
    }

    /// Names where an act on an adopted lesson is taken back.
    fn undo_adopted(self, adopted: AdoptionId) -> Option<String> {
        match self {
            Self::Adopted | Self::AdoptedBack => Some(format!("/library/adopted/{adopted}/remove")),
            Self::AdoptedRemoved => Some(format!("/library/adopted/{adopted}/take-back")),
            _ => None,
        }
    }
}

impl Flash {
    /// Reads what was done; `None` when the address says nothing, or nothing that is known.
    pub(crate) fn done(&self) -> Option<Done> {
        ALL.iter().find(|(_, code, _)| *code == self.kept).map(|(done, ..)| *done)
    }

    /// Reads which entry it was done to.
    pub(crate) fn entry(&self) -> Option<EntryId> {
        self.entry.parse().ok()
    }

    /// Draws the sentence for what was done.
    pub(crate) fn line(&self) -> Markup {
        self.line_and(&html! {})
    }

    /// Draws the sentence for what was done, with more ways on beside the way back.
    pub(crate) fn line_and(&self, more: &Markup) -> Markup {
        let sentence =
            ALL.iter().find(|(done, ..)| Some(*done) == self.done()).map_or("", |(.., words)| words);
        self.says(sentence, more)
    }

    /// Draws another sentence for what was done, with more ways on beside the way back.
    pub(crate) fn says(&self, sentence: &str, more: &Markup) -> Markup {
        let Some(done) = self.done() else { return html! {} };
        let adopted: Option<AdoptionId> = self.adopted.parse().ok();
        let undo = self.entry().and_then(|entry| done.undo(entry));
        let undo = undo.or_else(|| adopted.and_then(|adopted| done.undo_adopted(adopted)));
        kept_and(sentence, undo.as_deref(), more)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_was_deleted_can_be_taken_back_from_the_next_page() {
        let id = EntryId::new(Uuid::from_u128(7));
        assert_eq!(Done::Deleted.address("/log#top", Some(id)), format!("/log?kept=deleted&entry={id}#top"));
        let flash = Flash { kept: "deleted".to_owned(), entry: id.to_string(), ..Flash::default() };
        let html = flash.line().into_string();
        assert!(html.contains(&format!("action=\"/entries/{id}/take-back\"")), "{html}");
    }

    #[test]
    fn an_adopted_lesson_is_removed_and_brought_back_from_the_next_page() {
        let id = AdoptionId::new(Uuid::from_u128(7));
        for (code, way) in [("adopted", "remove"), ("adopted-removed", "take-back")] {
            let flash = Flash { kept: code.to_owned(), adopted: id.to_string(), ..Flash::default() };
            let html = flash.line().into_string();
            assert!(html.contains(&format!("action=\"/library/adopted/{id}/{way}\"")), "{html}");
        }
    }

    #[test]
    fn an_address_that_somebody_made_up_says_nothing() {
        for (code, entry) in [("<script>", ""), ("", "deleted"), ("erased ", "x")] {
            let flash = Flash { kept: code.to_owned(), entry: entry.to_owned(), adopted: entry.to_owned() };
            assert_eq!(flash.line().into_string(), "");
        }
    }

    #[test]
    fn every_act_has_its_own_code() {
        for (done, code, _) in ALL {
            let flash = Flash { kept: code.to_owned(), ..Flash::default() };
            assert_eq!(flash.done(), Some(done));
        }
    }
}
