//! Two windows on one question: both answers are offered, and neither is lost.

use crate::desk::{Desk, leads};

/// A question that was answered in another window after this one was opened, and what is typed in this one.
async fn two_windows(fields: &[(&str, &str)]) -> (Desk, String) {
    let desk = Desk::new().await;
    let seen = desk.version().await;
    desk.save("intended", &[("statement", "Saved in the other window")]).await.expect(303);
    let mine = [&[("version", seen.as_str())], fields].concat();
    let page = desk.post("intended", &mine).await.expect(409).body;
    (desk, page)
}

#[tokio::test]
async fn two_windows_on_one_question_are_a_conflict_that_shows_both() {
    let desk = Desk::new().await;
    let seen = desk.version().await;
    desk.save("intended", &[("statement", "Saved in the other window")]).await.expect(303);
    let mine = [("version", seen.as_str()), ("statement", "Typed in this window")];
    let page = desk.post("intended", &mine).await.expect(409).body;
    assert!(page.contains("Typed in this window</textarea>"), "{page}");
    assert!(page.contains("Saved in the other window</p>"), "{page}");
    // The page carries the newest version, so that saving it again is a choice and no conflict.
    desk.save("intended", &[("statement", "Typed in this window")]).await.expect(303);
    assert_eq!(desk.review().await["answers"]["intended"]["statement"], "Typed in this window");
}

#[tokio::test]
async fn keeping_what_was_saved_elsewhere_puts_what_was_typed_into_the_history() {
    let (desk, page) = two_windows(&[("statement", "Typed in this window"), ("park", "a clause")]).await;
    for (sent, words) in [("save", "Put mine in its place"), ("keep-saved", "Keep what was saved")] {
        assert!(
            page.contains(&format!("value=\"{sent}\"")) && page.contains(&format!(">{words}<")),
            "{page}"
        );
    }
    let typed = [("statement", "Typed in this window"), ("park", "a clause"), ("do", "keep-saved")];
    let kept = desk.save("intended", &typed).await;
    assert_eq!(leads(&kept), "intended?aside=3");
    let review = desk.review().await;
    assert_eq!(review["answers"]["intended"]["statement"], "Saved in the other window");
    assert_eq!(review["parked"], serde_json::json!([]));
    let page = desk.open(leads(&kept)).await;
    assert!(page.contains("Saved in the other window</textarea>"), "{page}");
    assert!(page.contains("What you typed is version 3 in the history."), "{page}");
    assert!(!page.contains("Typed in this window"), "{page}");
    let aside = desk.open("history/3").await;
    assert!(aside.contains("Typed in this window") && aside.contains("Bring this version back"), "{aside}");
    desk.post("undo", &[]).await.expect(303);
    assert_eq!(desk.review().await["answers"]["intended"]["statement"], "Typed in this window");
}

#[tokio::test]
async fn a_reason_for_passing_over_a_question_is_put_into_the_history_as_well() {
    let (desk, page) = two_windows(&[("skip_reason", "nothing was planned"), ("do", "skip")]).await;
    assert!(page.contains(">Pass over it all the same<") && page.contains("value=\"skip\""), "{page}");
    let typed = [("skip_reason", "nothing was planned"), ("do", "keep-saved")];
    assert_eq!(leads(&desk.save("intended", &typed).await), "intended?aside=3");
    assert_eq!(desk.review().await["answers"]["skipped"], serde_json::Value::Null);
    assert!(desk.open("history/3").await.contains("nothing was planned"));
}

#[tokio::test]
async fn what_can_be_no_answer_is_not_lost_when_what_was_saved_is_kept() {
    let (desk, _) = two_windows(&[("statement", "Typed in this window")]).await;
    let typed = [("target.0.kind", "amount"), ("target.0.value", "cheap"), ("do", "keep-saved")];
    let page = desk.refused("intended", &typed).await;
    assert!(page.contains("there is no number") && page.contains("cheap</textarea>"), "{page}");
    assert_eq!(desk.review().await["answers"]["intended"]["statement"], "Saved in the other window");
}

#[tokio::test]
async fn what_is_saved_as_it_was_typed_needs_no_place_in_the_history() {
    let (desk, _) = two_windows(&[("statement", "Typed in this window")]).await;
    let before = desk.version().await;
    let same = [("statement", "Saved in the other window"), ("do", "keep-saved")];
    assert_eq!(leads(&desk.save("intended", &same).await), "intended");
    assert_eq!(desk.version().await, before);
    assert!(!desk.open("intended?aside=99").await.contains("in the history"));
}

#[tokio::test]
async fn two_windows_on_two_questions_are_no_conflict() {
    let desk = Desk::before("happened").await;
    let seen = desk.version().await;
    desk.save("intended", &[("statement", "Another sentence")]).await.expect(303);
    desk.post("happened", &[("version", &seen), ("quick", "it rained")]).await.expect(303);
    desk.post("happened", &[("version", &seen), ("quick", "and snowed")]).await.expect(409);
}
