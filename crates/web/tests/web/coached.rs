//! The coach beside a question: what it says of an answer, and what its buttons do.

use crate::desk::{Desk, leads};

const AT_NEXT: &str = "next/coach";

#[tokio::test]
async fn an_answer_is_read_while_it_is_typed_and_nothing_of_it_is_saved() {
    let desk = Desk::before("next").await;
    let version = desk.version().await;
    let vague = [("at", "lesson"), ("lesson", "I will be more careful.")];
    let asked = desk.post(AT_NEXT, &vague).await.expect(200).body;
    assert!(
        asked.contains(r#"data-for="lesson" data-rule="aspiration" data-from="0" data-to="22""#),
        "{asked}"
    );
    let good = [
        ("at", "lesson"),
        ("lesson", "If a client asks for more, then I stop and write the new date into the contract."),
    ];
    let asked = desk.post(AT_NEXT, &good).await.expect(200).body;
    assert!(!asked.contains("data-rule") && asked.contains("Make a plan of it"), "{asked}");
    assert_eq!(desk.post(AT_NEXT, &[("at", "nothing"), ("lesson", "x")]).await.expect(200).body, "");
    assert_eq!(desk.version().await, version);
    assert_eq!(desk.house.app.coach_counts().await.unwrap(), []);
}

#[tokio::test]
async fn a_step_asks_two_questions_at_most_and_one_about_oneself_beside_them() {
    let desk = Desk::before("next").await;
    let all = [
        ("lesson", "I will be more careful."),
        ("commitment.0.act", "try harder"),
        ("commitment.1.act", "pay more attention"),
        ("commitment.2.cue", "I am a failure again"),
        ("commitment.2.act", "hate myself"),
    ];
    let asked = desk.post(AT_NEXT, &all).await.expect(200).body;
    assert_eq!(asked.matches(r#"data-rule="aspiration""#).count(), 2, "{asked}");
    assert!(asked.contains(r#"data-for="commitment.2.act" data-rule="rumination""#), "{asked}");
    let third = [("at", "lesson"), ("lesson", "I will be more careful."), ("others", "2")];
    assert!(!desk.post(AT_NEXT, &third).await.expect(200).body.contains("data-rule"));
}

#[tokio::test]
async fn a_plan_is_read_as_one_sentence_and_only_its_act_is_marked() {
    let desk = Desk::before("next").await;
    let plan = [
        ("at", "commitment.0.act"),
        ("commitment.0.cue", "I feel pressed"),
        ("commitment.0.act", "be more careful"),
    ];
    let asked = desk.post(AT_NEXT, &plan).await.expect(200).body;
    assert!(asked.contains(r#"data-for="commitment.0.act""#), "{asked}");
    assert!(asked.contains(r#"data-from="0" data-to="15""#), "{asked}");
}

#[tokio::test]
async fn what_a_sentence_holds_is_taken_over_into_fields() {
    let desk = Desk::before("intended").await;
    let sentence = "Deliver the proposal by 2026-03-15 under $200K with sign-off from the client";
    let read =
        desk.post("intended/coach", &[("at", "statement"), ("statement", sentence)]).await.expect(200).body;
    assert!(read.contains("4 of 4 are in the sentence") && read.contains("take-over"), "{read}");
    let taken = desk.save("intended", &[("statement", sentence), ("do", "take-over")]).await;
    assert!(taken.status.as_u16() == 303, "{}", taken.body);
    let review = desk.review().await;
    let targets = review["answers"]["intended"]["targets"].as_array().unwrap();
    let slots: Vec<String> = targets.iter().map(|target| target["slot"].to_string()).collect();
    assert_eq!(slots.len(), 4, "{slots:?}");
    assert!(
        slots.iter().any(|slot| slot.contains("under $200K"))
            && slots.iter().any(|slot| slot.contains("2026-03-15")),
        "{slots:?}"
    );
    desk.save("intended", &[("statement", sentence), ("do", "take-over")]).await;
    let lesson = "If a client asks for more, then I write the new date into the contract.";
    let desk = Desk::before("next").await;
    desk.save("next", &[("lesson", lesson), ("do", "take-over")]).await;
    let review = desk.review().await;
    assert_eq!(review["answers"]["next"]["commitments"][0]["cue"], "a client asks for more");
}

#[tokio::test]
async fn a_whole_sentence_in_the_field_of_an_act_can_be_parted_and_no_will_is_doubled() {
    let desk = Desk::before("next").await;
    for (said, cue, act) in [
        ("When the kettle boils I will stand up", "the kettle boils", "stand up"),
        ("Before pushing heparin I will read the label", "Before pushing heparin", "read the label"),
    ] {
        let whole = [("at", "commitment.0.act"), ("commitment.0.act", said)];
        let read = desk.post(AT_NEXT, &whole).await.expect(200).body;
        let parts = format!(r#"data-part data-cue="{cue}" data-then="{act}""#);
        assert!(read.contains(&parts), "{read}");
        let named = [whole[0], whole[1], ("commitment.0.cue", "a shift begins")];
        assert!(!desk.post(AT_NEXT, &named).await.expect(200).body.contains("data-part"));
    }
    let more =
        [("at", "commitment.0.act"), ("commitment.0.act", "When it boils I will stand up. It is loud.")];
    assert!(!desk.post(AT_NEXT, &more).await.expect(200).body.contains("data-part"), "words would get lost");
    let lesson = "Before pushing heparin I will read the label aloud.";
    desk.save("next", &[("lesson", lesson), ("do", "take-over")]).await;
    let taken = &desk.review().await["answers"]["next"]["commitments"][0];
    assert_eq!(taken["act"], "read the label aloud.", "{taken}");
}

#[tokio::test]
async fn a_tree_that_ends_early_gets_one_question_at_its_cause() {
    let desk = Desk::before("why").await;
    desk.save("why", &[("new.statement", "The nurse misread the chart")]).await;
    desk.save("why", &[("new.under", "1"), ("new.statement", "She was careless")]).await;
    let asked = desk.open("why").await;
    assert!(
        asked.contains("What made that the sensible thing to do then?") && asked.contains("She was careless"),
        "{asked}"
    );
    assert_eq!(desk.house.app.coach_counts().await.unwrap(), [], "drawing it is not asking it");
    desk.post("why/question/asked?of=tree&number=2", &[]).await.expect(204);
    assert_eq!(desk.house.app.coach_counts().await.unwrap()[0].asked, 1);
    desk.post("why/question/meant?of=tree&number=7", &[]).await.expect(303);
    assert!(desk.open("why").await.contains("What made that the sensible"), "another cause was meant");
    desk.post("why/question/meant?of=tree&number=2", &[]).await.expect(303);
    assert!(!desk.open("why").await.contains("What made that the sensible"));
    desk.save("why", &[("new.statement", "I assumed the scope would hold")]).await;
    desk.post("why/causes/3/sort", &[("control", "outside")]).await.expect(303);
    let asked = desk.open("why").await;
    assert!(asked.contains("<mark>I assumed"), "{asked}");
}

#[tokio::test]
async fn what_was_meant_stays_away_until_it_is_asked_for() {
    let desk = Desk::before("next").await;
    let vague = [("at", "lesson"), ("lesson", "I will be more careful.")];
    desk.post("next/coach/asked", &vague).await.expect(204);
    assert_eq!(desk.house.app.coach_counts().await.unwrap()[0].asked, 1);
    let said = desk.post("next/coach/meant", &vague).await.expect(200).body;
    assert!(
        said.contains("Taken as you mean it")
            && said.contains(r#"data-act="unmean" value="I will be more careful""#),
        "{said}"
    );
    assert!(!desk.post(AT_NEXT, &vague).await.expect(200).body.contains("data-rule"));
    let again = [vague[0], vague[1], ("words", "I will be more careful")];
    let asked = desk.post("next/coach/unmean", &again).await.expect(200).body;
    assert!(asked.contains(r#"data-rule="aspiration""#), "{asked}");
}

#[tokio::test]
async fn what_did_not_happen_is_parked_for_question_4_and_comes_back() {
    let desk = Desk::before("happened").await;
    let typed = [("at", "quick"), ("quick", "13 March: We should have called the director at noon.")];
    let moved = desk.post("happened/coach/move", &typed).await.expect(200).body;
    assert!(moved.contains(r#"data-cut-from="10" data-cut-to="53""#), "{moved}");
    assert_eq!(desk.review().await["parked"][0], "We should have called the director at noon.");
    let back = [typed[0], typed[1], ("words", "We should have called the director at noon.")];
    desk.post("happened/coach/unmove", &back).await.expect(200);
    assert_eq!(desk.review().await["parked"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn words_of_hurting_oneself_are_met_with_whom_the_person_named_and_nothing_is_kept() {
    let desk = Desk::before("why").await;
    let settings = [("contacts", "Maeve 01 234 56 78"), ("coach", "true"), ("self_judgements", "true")];
    desk.house.post("/settings", &settings).await.expect(303);
    let typed = [("at", "new.statement"), ("new.statement", "Some days I want to die.")];
    let said = desk.post("why/coach", &typed).await.expect(200).body;
    assert!(said.contains("Maeve 01 234 56 78") && !said.contains("data-rule"), "{said}");
    desk.post("why/coach/asked", &typed).await.expect(204);
    assert_eq!(desk.house.app.coach_counts().await.unwrap(), []);
}

const HARD: &str = "Some days I want to die.";

/// What the note begins with.
const CARED: &str = "What you write here is more than a review can hold.";

async fn named_somebody(desk: &Desk) {
    let settings = [("contacts", "Maeve 01 234 56 78"), ("coach", "true"), ("self_judgements", "true")];
    desk.house.post("/settings", &settings).await.expect(303);
}

#[tokio::test]
async fn a_captured_line_that_speaks_of_hurting_oneself_is_kept_and_somebody_is_named_beside_that() {
    let desk = Desk::new().await;
    named_somebody(&desk).await;
    let kept = desk.house.post("/", &[("text", HARD)]).await;
    let next = desk.house.get(leads(&kept)).await.expect(200).body;
    let (note, rest) = next.split_once("Kept as a failure").unwrap();
    assert!(
        note.contains(CARED)
            && note.contains("Maeve 01 234 56 78")
            && rest.contains("Some days I want to die"),
        "{next}"
    );
    assert!(!desk.house.get("/").await.expect(200).body.contains(CARED), "it is said once");
    let review = desk.house.post("/", &[("text", HARD), ("then", "review")]).await;
    assert!(review.header("location").ends_with("/intended?note=shown"), "{:?}", review.headers);
    let plain = desk.house.post("/", &[("text", "The pump stopped")]).await;
    assert!(!plain.header("location").contains("note"), "{:?}", plain.headers);
}

#[tokio::test]
async fn words_of_hurting_oneself_are_heard_in_every_field_of_a_review() {
    for (question, fields) in [
        ("intended", &["statement", "target.0.name", "park", "skip_reason"][..]),
        ("happened", &["quick", "outcome.0.value", "unplanned.0.what", "disagreement", "park"]),
        (
            "why",
            &["new.statement", "counter.0.text", "assumption.0.statement", "signal.0.what", "skip_reason"],
        ),
        ("next", &["lesson", "commitment.0.cue", "factor.0.influence", "factor.0.resilience", "reason"]),
    ] {
        for field in fields {
            let desk = Desk::before(question).await;
            named_somebody(&desk).await;
            let press = if *field == "skip_reason" { "skip" } else { "save" };
            let answer = desk.save(question, &[(field, HARD), ("do", press)]).await;
            let page = if answer.status.as_u16() == 303 {
                desk.house.get(answer.header("location")).await.expect(200).body
            } else {
                answer.body
            };
            assert!(
                page.contains(CARED) && page.contains("Maeve 01 234 56 78"),
                "{question} {field}: {page}"
            );
            assert_eq!(desk.house.app.coach_counts().await.unwrap(), [], "{field}");
        }
    }
}

#[tokio::test]
async fn words_of_hurting_oneself_are_heard_beside_a_review_too_and_not_where_the_coach_is_silent() {
    let desk = Desk::before("next").await;
    for field in ["context", "feeling", "confidant", "body"] {
        let details = [("title", "A day"), ("occurred", "2026-05-01"), (field, HARD)];
        let answer = desk.save("details", &details).await.expect(303);
        assert!(answer.header("location").contains("note=shown"), "{field}: {:?}", answer.headers);
    }
    desk.house.post("/settings", &[("name", "")]).await.expect(303);
    let kept = desk.house.post("/", &[("text", HARD)]).await;
    assert!(!kept.header("location").contains("note"), "{:?}", kept.headers);
    assert!(!desk.house.get("/?note=shown").await.expect(200).body.contains(CARED));
}

#[tokio::test]
async fn sentences_about_oneself_are_left_alone_when_that_is_asked_for() {
    let desk = Desk::before("why").await;
    let typed = [("at", "new.statement"), ("new.statement", "I am a failure.")];
    assert!(desk.post("why/coach", &typed).await.expect(200).body.contains(r#"data-rule="rumination""#));
    desk.post("why/coach/off", &typed).await.expect(200);
    assert!(!desk.post("why/coach", &typed).await.expect(200).body.contains(r#"data-rule="rumination""#));
    desk.house.post("/settings", &[("name", "")]).await.expect(303);
    assert!(desk.post("why/coach", &typed).await.expect(200).body.contains("data-silent"));
}

#[tokio::test]
async fn what_was_asked_is_shown_to_the_person_and_forgotten_when_they_say_so() {
    let desk = Desk::before("next").await;
    assert!(desk.house.get("/coach").await.expect(200).body.contains("Nothing so far."));
    let vague = [("at", "lesson"), ("lesson", "I will be more careful.")];
    desk.post("next/coach/meant", &vague).await.expect(200);
    let page = desk.house.get("/coach").await.expect(200).body;
    assert!(
        page.contains("Asked once: 1 meant as it stands.") && page.contains("I will be more careful"),
        "{page}"
    );
    desk.house.get("/coach/forget").await.expect(200);
    desk.house.post("/coach/forget", &[]).await.expect(303);
    assert!(desk.house.get("/coach").await.expect(200).body.contains("Nothing so far."));
    desk.house.post("/coach/again", &[("rule", "no-such-rule")]).await.expect(422);
}

#[tokio::test]
async fn a_review_that_goes_in_circles_is_met_kindly() {
    let desk = Desk::before("next").await;
    desk.save(
        "next",
        &[("lesson", "Write it down"), ("way", "retry"), ("reason", "worth it"), ("do", "save")],
    )
    .await;
    let come_back = async || {
        let (app, id) = (&desk.house.app, desk.id.parse().unwrap());
        let finished = hansei_app::review::Reviewed { finish: true, ..Default::default() };
        app.review(id, None, &finished).await.unwrap();
        app.reopen(id, None, None).await.unwrap();
    };
    for _ in 0..3 {
        come_back().await;
    }
    let page = desk.open("why").await;
    assert!(page.contains(&format!("hx-get=\"{}\"", desk.path("circling"))), "{page}");
    let met = desk.open("circling").await;
    assert!(met.contains("You have come back to this again and again within a week."), "{met}");
    come_back().await;
    assert_eq!(desk.open("circling").await, met, "at the fourth time it is as true");
    desk.house.post("/settings", &[("coach", "true")]).await.expect(303);
    assert_eq!(desk.open("circling").await, "", "judgements of oneself are left alone");
    let facts = [("new.statement", "Nobody had the list")];
    desk.save("why", &facts).await;
    assert!(!desk.open("why").await.contains("/circling"));
}
