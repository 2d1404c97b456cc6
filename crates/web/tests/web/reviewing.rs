//! A review through its pages.

use crate::desk::{Desk, leads};

type Fields<'a> = &'a [(&'a str, &'a str)];

const INTENDED: Fields<'static> = &[
    ("statement", "Deliver by 15 March,\r\nunder $200,000"),
    ("target.0.name", "Delivered"),
    ("target.0.kind", "deadline"),
    ("target.0.value", "15 March 2026"),
    ("target.1.kind", "amount"),
    ("target.1.value", "under $200K"),
    ("do", "continue"),
];

const HAPPENED: Fields<'static> = &[
    ("paste", "2026-01-08: The brief came\r\n2026-02-03 11:20: I said yes on the phone"),
    ("outcome.0.target", "1"),
    ("outcome.0.value", "22 March 2026"),
    ("outcome.1.target", "2"),
    ("outcome.1.value", "$247K"),
    ("unplanned.0.words", "Two councils asked for the study"),
    ("do", "continue"),
];

const WHY: Fields<'static> = &[
    ("new.statement", "No step says what happens when the brief changes"),
    ("new.kind", "condition"),
    ("factor.0.statement", "The city changed its rule"),
    ("factor.0.control", "outside"),
    ("do", "continue"),
];

const NEXT: Fields<'static> = &[
    ("lesson", "A yes on the phone has no date in it"),
    ("commitment.0.cue", "a client asks for more"),
    ("commitment.0.act", "name the new date"),
    ("resilience.0.factor", "1"),
    ("resilience.0.kind", "buffer"),
    ("resilience.0.what", "a week before theirs"),
    ("way", "retry"),
    ("reason", "the next one is the same size"),
    ("do", "finish"),
];

#[tokio::test]
async fn four_posts_are_a_whole_review() {
    let desk = Desk::new().await;
    assert_eq!(leads(&desk.save("intended", INTENDED).await), "happened");
    assert_eq!(leads(&desk.save("happened", HAPPENED).await), "why");
    assert_eq!(leads(&desk.save("why", WHY).await), "next");
    let last = desk.save("next", NEXT).await;
    assert!(last.header("location").contains("kept=finished"), "{}", last.header("location"));
    insta::assert_json_snapshot!(desk.review().await["answers"]);
    assert!(desk.house.get(&format!("/entries/{}", desk.id)).await.expect(200).body.contains("+23.5 %"));
}

#[tokio::test]
async fn what_is_wrong_comes_back_with_all_that_was_typed_and_waits_as_a_draft() {
    let desk = Desk::new().await;
    let fields = [("statement", "Deliver"), ("target.0.kind", "amount"), ("target.0.value", "cheap <b>")];
    let page = desk.refused("intended", &fields).await;
    assert!(page.contains("href=\"#f-target.0.value\">Target 1: there is no number"), "{page}");
    assert!(page.contains("cheap &lt;b&gt;</textarea>") && !page.contains("Not saved yet"), "{page}");
    assert_eq!(desk.review().await["answers"], serde_json::json!({}));
    let again = desk.open("intended").await;
    assert!(
        again.contains("Not saved yet, from 10:41.") && again.contains("cheap &lt;b&gt;</textarea>"),
        "{again}"
    );
}

#[tokio::test]
async fn passing_over_a_question_without_a_reason_comes_back_with_what_was_typed() {
    let desk = Desk::before("happened").await;
    let page = desk.refused("happened", &[("quick", "half typed"), ("do", "skip")]).await;
    assert!(page.contains("href=\"#f-skip_reason\">say in a few words why it has no answer"), "{page}");
    assert!(page.contains("half typed"), "{page}");
    desk.save("happened", &[("skip_reason", "no notes"), ("do", "skip")]).await.expect(303);
    assert!(!desk.open("happened?check=skip").await.contains("say in a few words"));
}

#[tokio::test]
async fn what_is_wrong_is_read_from_the_draft_as_it_is_now() {
    let desk = Desk::new().await;
    let fields = [("statement", "Deliver"), ("target.0.kind", "amount"), ("target.0.value", "cheap")];
    desk.refused("intended", &fields).await;
    let better = [("statement", "Deliver"), ("target.0.kind", "amount"), ("target.0.value", "$3")];
    desk.save("intended/draft", &better).await.expect(204);
    let page = desk.open("intended?check=save").await;
    assert!(!page.contains("thing to change") && page.contains("Not saved yet, from 10:41."), "{page}");
}

#[tokio::test]
async fn a_refused_answer_does_not_make_one_that_was_saved_elsewhere_seen() {
    let desk = Desk::before("happened").await;
    let seen = desk.version().await;
    desk.save("intended", &[("statement", "Saved in the other window")]).await.expect(303);
    let mine = [("version", seen.as_str()), ("target.0.kind", "amount"), ("target.0.value", "cheap")];
    assert_eq!(leads(&desk.post("intended", &mine).await), "intended?check=save");
    let page = desk.open("intended?check=save").await;
    assert!(page.contains("there is no number") && page.contains("Saved in the other window</p>"), "{page}");
}

#[tokio::test]
async fn a_draft_outlives_the_browser_and_can_be_saved_or_discarded() {
    let desk = Desk::new().await;
    desk.save("intended/draft", &[("statement", "Half a sen"), ("target.0.kind", "amount"), ("do", "save")])
        .await
        .expect(204);
    let page = desk.open("intended").await;
    assert!(page.contains("Half a sen</textarea>") && page.contains("value=\"discard\""), "{page}");
    assert!(!page.contains("target.1."), "an empty row of the draft became a row of its own");
    desk.save("intended", &[("statement", "Half a sen"), ("do", "discard")]).await.expect(303);
    assert!(!desk.open("intended").await.contains("Half a sen"));
    desk.save("intended/draft", &[("statement", "A whole sentence")]).await.expect(204);
    desk.save("intended", &[("statement", "A whole sentence")]).await.expect(303);
    assert!(!desk.open("intended").await.contains("Not saved yet"));
}

#[tokio::test]
async fn a_draft_that_says_what_is_saved_is_no_news() {
    let desk = Desk::before("happened").await;
    let fields = [
        ("statement", "Deliver"),
        ("goal", "result"),
        ("target.0.number", "1"),
        ("target.0.name", "Day"),
        ("target.0.kind", "deadline"),
        ("target.0.value", "2026-03-15"),
        ("target.1.kind", "amount"),
    ];
    desk.save("intended/draft", &fields).await.expect(204);
    assert!(!desk.open("intended").await.contains("Not saved yet"));
}

#[tokio::test]
async fn rows_are_moved_removed_and_put_below_without_losing_what_was_typed() {
    let desk = Desk::before("happened").await;
    let rows = |act| {
        [
            ("moment.0.number", ""),
            ("moment.0.what", "first"),
            ("moment.1.what", "second"),
            ("moment.2.what", "third"),
            ("disagreement", "typed"),
            ("do", act),
        ]
    };
    let moved = desk.save("happened", &rows("up-moment.2")).await;
    assert_eq!(leads(&moved), "happened#moment-1");
    let page = desk.open("happened").await;
    let place = |words: &str| {
        page.find(&format!("{words}</textarea>")).unwrap_or_else(|| panic!("{words} is not there"))
    };
    assert!(place("first") < place("third") && place("third") < place("second"));
    assert!(page.contains("typed</textarea>"));
    assert_eq!(leads(&desk.save("happened", &rows("below-moment.0")).await), "happened?below=0");
    assert_eq!(leads(&desk.save("happened", &rows("remove-moment.1")).await), "happened#moment-0");
    assert!(!desk.open("happened").await.contains("second</textarea>"));
}

#[tokio::test]
async fn a_missing_part_is_added_as_a_row_of_its_kind() {
    let desk = Desk::new().await;
    let added = desk.save("intended", &[("statement", "Deliver"), ("do", "add-target.deadline")]).await;
    assert_eq!(leads(&added), "intended?at=target&add=deadline");
    let page = desk.open("intended?at=target&add=deadline").await;
    assert!(page.contains("<option value=\"deadline\" selected>"), "{page}");
}

#[tokio::test]
async fn continuing_from_an_empty_page_stays_and_says_so() {
    let desk = Desk::new().await;
    let page = desk.refused("intended", &[("do", "continue")]).await;
    assert!(page.contains("nothing is written here yet"), "{page}");
    // Once something is, the same address says so no more.
    desk.save("intended", &[("statement", "Deliver")]).await.expect(303);
    assert!(!desk.open("intended?check=continue").await.contains("nothing is written here yet"));
}

#[tokio::test]
async fn a_later_question_is_closed_until_the_one_before_is_answered_or_passed_over() {
    let desk = Desk::new().await;
    let page = desk.open("why").await;
    assert!(page.contains("Question 3 opens when question 1 has an answer."), "{page}");
    desk.post("skip", &[("question", "intended"), ("then", "why"), ("reason", " ")]).await.expect(422);
    let skipped = desk
        .post("skip", &[("question", "intended"), ("then", "why"), ("reason", "nothing was planned")])
        .await;
    assert_eq!(leads(&skipped), "why");
    assert!(desk.open("why").await.contains("Question 3 opens when question 2 has an answer."));
    desk.save("why", &[("new.statement", "typed too early")]).await.expect(409);
    desk.save("happened", &[("skip_reason", "no notes"), ("quick", "half typed"), ("do", "skip")])
        .await
        .expect(303);
    assert!(desk.open("why").await.contains("typed too early</textarea>"));
    assert!(desk.open("happened").await.contains("half typed"));
    assert_eq!(desk.review().await["answers"]["skipped"]["happened"], "no notes");
}

#[tokio::test]
async fn an_idea_is_parked_with_everything_else_that_was_typed() {
    let desk = Desk::before("happened").await;
    desk.save("happened", &[("quick", "it was sent"), ("park", "restate the price"), ("do", "park")])
        .await
        .expect(303);
    let review = desk.review().await;
    assert_eq!(review["parked"], serde_json::json!(["restate the price"]));
    assert_eq!(review["answers"]["happened"]["moments"][0]["what"], "it was sent");
    desk.save("happened", &[("quick", "x"), ("do", "unpark-0")]).await.expect(303);
    assert_eq!(desk.review().await["parked"], serde_json::json!([]));
}

#[tokio::test]
async fn a_parked_idea_goes_to_what_is_not_done_now() {
    let desk = Desk::before("next").await;
    desk.save("why", &[("park", "a course"), ("do", "park")]).await.expect(303);
    desk.save("next", &[("lesson", "x"), ("do", "notnow-0")]).await.expect(303);
    let review = desk.review().await;
    assert_eq!(
        (&review["parked"], &review["answers"]["next"]["not_now"]),
        (&serde_json::json!([]), &serde_json::json!(["a course"]))
    );
}

#[tokio::test]
async fn pausing_keeps_what_was_typed_even_when_it_does_not_hold_together_yet() {
    let desk = Desk::before("happened").await;
    assert!(desk.kept().await.entry.review.spent.is_running());
    let paused = desk.save("happened", &[("moment.0.when", "17:20"), ("do", "pause")]).await;
    assert_eq!(leads(&paused), "happened");
    assert!(!desk.kept().await.entry.review.spent.is_running());
    let page = desk.open("happened").await;
    assert!(page.contains("value=\"17:20\"") && page.contains(">Resume<"), "{page}");
    desk.save("happened", &[("quick", "17:20 it stopped"), ("do", "resume")]).await.expect(303);
    assert!(desk.kept().await.entry.review.spent.is_running());
}

#[tokio::test]
async fn typing_starts_the_clock() {
    let desk = Desk::new().await;
    desk.save("intended/draft", &[("statement", "x")]).await.expect(204);
    desk.house.now("2026-05-14T10:45:30[Europe/Berlin]");
    // Nobody knows yet whether they are still there; the next word says so.
    assert!(!desk.open("intended").await.contains("4 min"));
    desk.save("intended/draft", &[("statement", "x and y")]).await.expect(204);
    assert!(desk.open("intended").await.contains("4 min"));
}

#[tokio::test]
async fn an_ordinary_review_closes_with_a_choice_and_a_small_one_without() {
    let desk = Desk::before("next").await;
    let page = desk.refused("next", &[("lesson", "ask first"), ("do", "finish")]).await;
    assert!(page.contains("href=\"#f-way\"") && page.contains("ask first</textarea>"), "{page}");
    let small = hansei_app::entry::Details {
        significance: Some(hansei_method::entry::Significance::Small),
        ..Default::default()
    };
    desk.house.app.describe(desk.id.parse().unwrap(), None, &small).await.unwrap();
    desk.save("next", &[("lesson", "ask first"), ("do", "finish")]).await.expect(303);
}

#[tokio::test]
async fn a_closed_review_is_opened_again_before_it_is_changed() {
    let desk = Desk::before("next").await;
    desk.save("next", &[("lesson", "ask first"), ("way", "stop"), ("reason", "enough"), ("do", "finish")])
        .await
        .expect(303);
    assert_eq!(leads(&desk.house.get(&desk.path("review")).await), format!("/entries/{}", desk.id));
    assert!(desk.open("why").await.contains("This review is closed."));
    let late = desk.save("intended", &[("statement", "typed too late")]).await.expect(409).body;
    assert!(late.contains("What you typed is kept as a draft"), "{late}");
    desk.post("reopen", &[("reason", "the invoice turned up")]).await.expect(303);
    assert!(desk.open("intended").await.contains("typed too late</textarea>"));
}

#[tokio::test]
async fn a_review_goes_on_where_it_stopped() {
    let desk = Desk::before("why").await;
    assert_eq!(leads(&desk.house.get(&desk.path("review")).await), "why");
    assert_eq!(leads(&desk.post("resume", &[]).await), "why");
    assert_eq!(leads(&desk.post("pause", &[("then", "intended")]).await), "intended");
}

#[tokio::test]
async fn hostile_forms_are_answered_without_a_fault() {
    let desk = Desk::before("next").await;
    let rows: Vec<(String, String)> =
        (0..10_001).map(|at| (format!("moment.{at}.what"), "x".to_owned())).collect();
    let rows: Vec<(&str, &str)> = rows.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    desk.save("happened", &rows).await.expect(422);
    desk.refused("happened", &[("quick", "a\0b")]).await;
    desk.save(
        "intended",
        &[
            ("statement", "x"),
            ("target.4294967296.value", "y"),
            ("target.-1.kind", "party"),
            ("do", "remove-target.99"),
        ],
    )
    .await
    .expect(303);
    desk.save(
        "why",
        &[
            ("node.number", "77"),
            ("node.statement", "gone"),
            ("assumption.0.statement", "x"),
            ("assumption.0.cause", "99"),
        ],
    )
    .await
    .expect(303);
    desk.refused("why/causes", &[("new.under", "99"), ("new.statement", "loose")]).await;
    desk.save("next", &[("influence.0.factor", "99"), ("influence.0.how", "ask"), ("do", "unpark-7")])
        .await
        .expect(404);
    desk.open("happened?below=99999999&at=%3Cscript%3E&add=x").await;
    desk.house.get("/entries/nothing/why").await.expect(404);
    desk.house.get(&desk.path("why?node=x")).await.expect(422);
    // What was saved last can still be read.
    desk.open("why").await;
}

#[tokio::test]
async fn going_back_saves_and_what_is_wrong_waits_as_a_draft() {
    let desk = Desk::before("happened").await;
    assert_eq!(leads(&desk.save("happened", &[("quick", "it was sent"), ("do", "back")]).await), "intended");
    assert_eq!(desk.review().await["answers"]["happened"]["moments"][0]["what"], "it was sent");
    assert_eq!(
        leads(&desk.save("happened", &[("moment.0.when", "17:20"), ("do", "back")]).await),
        "intended"
    );
    assert!(desk.open("happened").await.contains("value=\"17:20\""));
}

#[tokio::test]
async fn a_reason_to_open_a_review_again_comes_back_when_it_is_refused() {
    let desk = Desk::before("next").await;
    desk.save("next", &[("lesson", "ask first"), ("way", "stop"), ("reason", "enough"), ("do", "finish")])
        .await
        .expect(303);
    let page = desk.save("reopen", &[("reason", "the invoice\0")]).await.expect(422).body;
    assert!(page.contains("the invoice"), "{page}");
    let reason = [("version", "1"), ("reason", "the invoice turned up")];
    let page = desk.post("reopen", &reason).await.expect(409).body;
    assert!(page.contains("the invoice turned up</textarea>"), "{page}");
    // Opened somewhere else in the meantime, the words are still there.
    desk.save("reopen", &[]).await.expect(303);
    let page = desk.save("reopen", &[("reason", "the invoice turned up")]).await.expect(422).body;
    assert!(page.contains("the invoice turned up</textarea>"), "{page}");
}

#[tokio::test]
async fn a_day_that_is_none_comes_back_as_it_was_typed() {
    let desk = Desk::new().await;
    let page = desk.post("put-off", &[("until", "next week")]).await.expect(422).body;
    assert!(page.contains("value=\"next week\""), "{page}");
    desk.save("intended", &[("statement", "Deliver")]).await.expect(303);
    let page = desk.post("put-off", &[("version", "1"), ("until", "2026-06-01")]).await.expect(409).body;
    assert!(page.contains("value=\"2026-06-01\""), "{page}");
}

#[tokio::test]
async fn a_question_is_passed_over_on_the_version_that_was_seen() {
    let desk = Desk::new().await;
    let seen = desk.version().await;
    desk.save("intended", &[("statement", "Deliver")]).await.expect(303);
    let reason = [("version", seen.as_str()), ("skip_reason", "nothing was planned"), ("do", "skip")];
    let page = desk.post("intended", &reason).await.expect(409).body;
    assert!(page.contains("nothing was planned</textarea>"), "{page}");
    let reason = [
        ("version", seen.as_str()),
        ("question", "intended"),
        ("then", "why"),
        ("reason", "nothing was planned"),
    ];
    let page = desk.post("skip", &reason).await.expect(409).body;
    assert!(page.contains("nothing was planned</textarea>"), "{page}");
    assert_eq!(desk.review().await["answers"]["intended"]["statement"], "Deliver");
}
