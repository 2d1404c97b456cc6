//! What was typed and not saved, in the pages: kept, shown again, and never in the place of somebody else's.

use hansei_method::question::Question;

use crate::desk::{Desk, leads};

/// What the interview keeps of question 1.
const TERMINAL: &str = r#"{"terminal":1,"steps":{"answer":{"statement":"Deliver"},"at":"Outcomes"}}"#;

impl Desk {
    /// Leaves a draft as the terminal or a program does.
    async fn leave(&self, question: Question, body: &str) {
        self.house.app.keep_draft(self.entry(), question, body.to_owned(), None).await.unwrap();
    }

    async fn draft(&self, question: Question) -> Option<String> {
        self.house.app.draft(self.entry(), question).await.unwrap().map(|draft| draft.body)
    }

    fn entry(&self) -> hansei_method::id::EntryId {
        self.id.parse().unwrap()
    }
}

#[tokio::test]
async fn a_draft_of_the_terminal_leaves_the_saved_answer_on_the_page_and_is_named() {
    let desk = Desk::before("happened").await;
    desk.leave(Question::Intended, TERMINAL).await;
    let page = desk.open("intended").await;
    assert!(page.contains("Deliver</textarea>"), "{page}");
    assert!(page.contains("The terminal holds an answer to this that is not saved, from 10:41."), "{page}");
    assert!(page.contains("<code>hansei review "), "{page}");
    assert!(!page.contains("Save it"), "{page}");
}

#[tokio::test]
async fn a_page_never_writes_over_the_draft_of_the_terminal() {
    let desk = Desk::before("happened").await;
    desk.leave(Question::Intended, TERMINAL).await;
    desk.save("intended/draft", &[("statement", "typed here")]).await.expect(409);
    assert_eq!(desk.draft(Question::Intended).await.unwrap(), TERMINAL);
    // Nor does an answer that is saved here, nor the button for a draft of the page's own.
    desk.save("intended", &[("statement", "saved here")]).await.expect(303);
    desk.save("intended", &[("do", "discard")]).await.expect(303);
    assert_eq!(desk.draft(Question::Intended).await.unwrap(), TERMINAL);
    assert_eq!(desk.review().await["answers"]["intended"]["statement"], "saved here");
}

#[tokio::test]
async fn what_cannot_be_kept_beside_the_draft_of_the_terminal_stays_on_the_page_that_says_so() {
    let desk = Desk::before("happened").await;
    desk.leave(Question::Happened, TERMINAL).await;
    let fields = [("moment.0.when", "17:20"), ("do", "stop")];
    let page = desk.save("happened", &fields).await.expect(422).body;
    assert!(page.contains("value=\"17:20\""), "{page}");
    assert!(page.contains("the terminal holds an answer to this that waits to be saved"), "{page}");
}

#[tokio::test]
async fn the_draft_of_the_terminal_goes_when_that_is_asked_for_and_what_was_typed_stays() {
    let desk = Desk::before("happened").await;
    desk.leave(Question::Intended, TERMINAL).await;
    let fields = [("statement", "typed here"), ("do", "discard-theirs")];
    assert_eq!(leads(&desk.save("intended", &fields).await), "intended");
    let page = desk.open("intended").await;
    assert!(page.contains("typed here</textarea>") && page.contains("Not saved yet, from 10:41."), "{page}");
}

#[tokio::test]
async fn a_draft_stays_based_on_the_version_it_was_typed_on_and_shows_what_was_saved_since() {
    let desk = Desk::before("happened").await;
    let seen = desk.version().await;
    desk.save("intended", &[("statement", "Saved in the other window")]).await.expect(303);
    let mine = [("version", seen.as_str()), ("statement", "Typed in this window")];
    desk.post("intended/draft", &mine).await.expect(204);
    let page = desk.open("intended").await;
    assert!(page.contains("Typed in this window</textarea>"), "{page}");
    assert!(page.contains("The answer was saved somewhere else since"), "{page}");
    assert!(page.contains("Saved in the other window</p>"), "{page}");
    assert!(page.contains(">Put mine in its place<") && page.contains(">Keep what was saved<"), "{page}");
    // Typing on does not make the other answer seen.
    desk.save("intended/draft", &[("statement", "Typed in this window, longer")]).await.expect(204);
    assert!(desk.open("intended").await.contains("The answer was saved somewhere else since"));
}

#[tokio::test]
async fn letting_a_parked_idea_go_twice_takes_one_out() {
    let desk = Desk::before("next").await;
    for idea in ["a course", "a clause", "a call"] {
        desk.save("happened", &[("quick", "2026-03-22: it was sent"), ("park", idea)]).await.expect(303);
    }
    let version = desk.version().await;
    for _ in 0..2 {
        let press = [("version", version.as_str()), ("lesson", "ask first"), ("do", "unpark-0")];
        assert_eq!(leads(&desk.post("next", &press).await), "next");
    }
    assert_eq!(desk.review().await["parked"], serde_json::json!(["a clause", "a call"]));
    let version = desk.version().await;
    for _ in 0..2 {
        let press = [("version", version.as_str()), ("lesson", "ask first"), ("do", "notnow-0")];
        assert_eq!(leads(&desk.post("next", &press).await), "next");
    }
    let review = desk.review().await;
    assert_eq!(review["parked"], serde_json::json!(["a call"]));
    assert_eq!(review["answers"]["next"]["not_now"], serde_json::json!(["a clause"]));
}

#[tokio::test]
async fn typing_for_long_counts_as_work() {
    let desk = Desk::before("happened").await;
    desk.post("pause", &[]).await.expect(303);
    let before = desk.kept().await.entry.review.spent.seconds;
    for at in ["11:00", "11:08", "11:10", "11:16"] {
        desk.house.now(&format!("2026-05-14T{at}:00[Europe/Berlin]"));
        desk.save("happened/draft", &[("quick", at)]).await.expect(204);
    }
    let drafted = desk.kept().await;
    desk.house.now("2026-05-14T11:24:00[Europe/Berlin]");
    desk.save("happened", &[("quick", "2026-03-22: it was sent")]).await.expect(303);
    assert_eq!(desk.kept().await.entry.review.spent.seconds - before, 24 * 60);
    // A sign of work every few minutes, not with every key.
    assert_eq!(drafted.entry.review.spent.seconds - before, 16 * 60);
}

#[tokio::test]
async fn a_long_text_in_any_script_is_kept_as_a_draft() {
    let desk = Desk::new().await;
    let long = "ქ".repeat(600_000);
    desk.save("intended/draft", &[("statement", &long)]).await.expect(204);
    assert!(desk.open("intended").await.contains(&long));
}

#[tokio::test]
async fn what_is_too_long_to_wait_stays_on_the_page_that_says_so() {
    let desk = Desk::before("happened").await;
    let long = "a".repeat((4 << 20) + 1);
    let fields = [("moment.0.when", "17:20"), ("quick", long.as_str()), ("do", "pause")];
    let page = desk.save("happened", &fields).await.expect(422).body;
    assert!(page.contains("this is too long to wait unsaved") && page.contains(&long));
    let closed = desk.save("next", &[("lesson", &long)]).await.expect(409).body;
    assert!(closed.contains("stands on this page only") && closed.contains(&long));
    assert!(!closed.contains("is kept as a draft"));
}
