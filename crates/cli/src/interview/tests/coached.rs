//! What the coach asks during the interview, and what becomes of it.

use hansei_app::coaching::Outcome;

use super::*;

const VAGUE: &str = "I wanted the project to go well.";
const ASKED_VAGUE: &str = "If a stranger had watched, what would they have seen";
pub(super) const PLAIN: &str = "Deliver the proposal by March 15";
const FAILURE: &str = "I am a failure.";
const ASKED_FAILURE: &str = "That is a hard thing to write down.\nThat is a sentence about you.";

impl Bench {
    /// Lists what was asked, and what became of it, in the order of the rules.
    pub(super) async fn became(&self) -> Vec<(&'static str, Outcome)> {
        let mut became = Vec::new();
        for counts in self.app.coach_counts().await.unwrap() {
            let open = counts.asked - counts.meant - counts.revised - counts.kept;
            for (count, outcome) in [
                (open, Outcome::Open),
                (counts.meant, Outcome::Meant),
                (counts.revised, Outcome::Revised),
                (counts.kept, Outcome::Kept),
            ] {
                for _ in 0..count {
                    became.push((counts.flaw.rule(), outcome));
                }
            }
        }
        became
    }

    async fn intended(&self) -> String {
        let entry = self.entry().await;
        let intention = entry.review.answers.intended().and_then(|answer| answer.given().cloned()).unwrap();
        intention.statement.unwrap().to_string()
    }

    /// Returns what is kept of a question that is not done.
    pub(super) async fn kept(&self, question: Question) -> String {
        self.app.draft(self.id, question).await.unwrap().map_or_else(String::new, |draft| draft.body)
    }

    pub(super) async fn choose(&self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.app.settings().await.unwrap();
        change(&mut settings);
        self.app.choose(&settings).await.unwrap();
    }
}

#[tokio::test]
async fn a_question_is_put_once_with_the_words_that_raised_it_and_enter_keeps_the_answer() {
    let bench = Bench::coached(Significance::Small).await;
    let seen = bench.answer(&format!("·\n·\n{VAGUE}\n^M\n·\n^C")).await;
    let (_, after) = seen.split_once(&format!("> What was the intended outcome? {VAGUE}\n")).unwrap();
    let (asked, after) =
        after.split_once(&format!("> What was the intended outcome? «{VAGUE}» ^M\n")).unwrap();
    insta::assert_snapshot!(asked);
    assert!(after.contains("2 of 4") && !after.contains(ASKED_VAGUE), "{after}");
    assert_eq!(bench.intended().await, VAGUE);
    assert_eq!(bench.became().await, [("vague-intention", Outcome::Kept)]);
}

#[tokio::test]
async fn what_is_written_anew_takes_its_place_and_is_not_asked_about_whatever_it_is() {
    for anew in [PLAIN, "We wanted a good result for everybody"] {
        let bench = Bench::coached(Significance::Small).await;
        let seen = bench.answer(&format!("·\n·\n{VAGUE}\n{anew}\n·\n^C")).await;
        assert_eq!(seen.matches(ASKED_VAGUE).count(), 1, "{seen}");
        assert_eq!(bench.intended().await, anew);
        assert_eq!(bench.became().await, [("vague-intention", Outcome::Revised)]);
    }
}

#[tokio::test]
async fn what_was_meant_is_kept_and_not_asked_about_again() {
    let bench = Bench::coached(Significance::Small).await;
    bench.answer(&format!("·\n·\n{VAGUE}\n\\meant\n·\n^C")).await;
    assert_eq!(bench.intended().await, VAGUE);
    assert_eq!(bench.became().await, [("vague-intention", Outcome::Meant)]);
    let lines = format!("{PLAIN}\n<\n{VAGUE}\n·\n^C");
    let seen = bench.answer_with(&lines, Some(Question::Intended), None).await.unwrap();
    assert!(!seen.contains(ASKED_VAGUE), "{seen}");
    assert_eq!(bench.became().await, [("vague-intention", Outcome::Meant)]);
}

#[tokio::test]
async fn what_stands_there_already_is_no_new_answer() {
    let bench = Bench::coached(Significance::Small).await;
    let intended = Some(serde_json::from_value(serde_json::json!({ "statement": VAGUE })).unwrap());
    bench.app.review(bench.id, None, &Reviewed { intended, ..Reviewed::default() }).await.unwrap();
    let seen = bench.answer_with("^M\n·\n^C", Some(Question::Intended), None).await.unwrap();
    assert!(seen.contains("2 of 4") && !seen.contains(ASKED_VAGUE), "{seen}");
}

#[tokio::test]
async fn a_sentence_of_what_did_not_happen_is_parked_and_its_line_is_asked_for_without_it() {
    let bench = Bench::coached(Significance::Small).await;
    let seen = bench
        .answer(&format!(
            "·\n·\n{PLAIN}\n·\n12:00 The alarm rang. She should have escalated at noon. [the log]\n\\move\n^M\n·\n^C"
        ))
        .await;
    assert!(seen.contains("\u{201c}She should have escalated at noon\u{201d}"), "{seen}");
    assert!(seen.contains("Parked for question 4."), "{seen}");
    assert!(seen.contains("«12:00 The alarm rang. [the log]» ^M"), "{seen}");
    let entry = bench.entry().await;
    assert_eq!(entry.review.parked[0].as_str(), "She should have escalated at noon.");
    let account = entry.review.answers.happened().and_then(|answer| answer.given().cloned()).unwrap();
    assert_eq!(account.moments.as_slice()[0].what.as_str(), "The alarm rang.");
    assert_eq!(bench.became().await, [("counterfactual", Outcome::Revised)]);
}

#[tokio::test]
async fn a_line_that_is_nothing_else_is_asked_for_empty() {
    let bench = Bench::coached(Significance::Small).await;
    let seen = bench
        .answer(&format!(
            "·\n·\n{PLAIN}\n·\nShe should have escalated at noon.\n\\move\nThe alarm rang\n·\n^C"
        ))
        .await;
    let anew = "Parked for question 4.\n> What happened first? Begin before it began: The alarm rang\n";
    assert!(seen.contains(anew), "{seen}");
}

#[tokio::test]
async fn two_questions_at_most_are_put_about_the_answers_to_one_of_the_four() {
    let bench = Bench::coached(Significance::Small).await;
    let told = "Everything fell apart because the team dropped the ball.";
    let seen = bench
        .answer(&format!("·\n·\n{VAGUE}\n^M\n·\n{told}\n^M\n{told}\n^M\n{told}\n·\n{FAILURE}\n^M\n^C"))
        .await;
    let asked: Vec<_> = seen.matches("(Enter keeps it").collect();
    assert_eq!(asked.len(), 4, "{seen}");
}

#[tokio::test]
async fn whoever_goes_back_is_not_asked_again_about_the_same_line() {
    let bench = Bench::coached(Significance::Ordinary).await;
    let seen = bench.answer(&format!("·\n·\n{VAGUE}\n<\n{VAGUE}\n^M\n<\n^M\n^C")).await;
    assert_eq!(seen.matches(ASKED_VAGUE).count(), 1, "{seen}");
    assert_eq!(seen.matches("1 of 4").count(), 2, "the way back leads out of the question: {seen}");
}

#[tokio::test]
async fn a_judgement_of_oneself_is_acknowledged_and_one_can_stop_here_with_everything_kept() {
    let bench = Bench::coached(Significance::Small).await;
    let before = format!("·\n·\n{PLAIN}\n·\nThe proposal went out on 22 March\n·");
    let seen = bench.answer(&format!("{before}\n{FAILURE}\n\\stop")).await;
    let (_, asked) = seen.split_once(&format!("How did that come about? {FAILURE}\n")).unwrap();
    assert!(asked.trim_start().starts_with(ASKED_FAILURE), "{asked}");
    assert!(asked.contains("hansei settings --self-judgements no"), "{asked}");
    assert!(asked.contains("\nEverything is kept. Go on with: hansei review 3f2a"), "{asked}");
    assert!(bench.kept(Question::Why).await.contains(FAILURE));
    assert!(!bench.entry().await.review.spent.is_running());
}

#[tokio::test]
async fn the_words_for_the_coach_are_understood_behind_what_stands_in_the_line() {
    let bench = Bench::coached(Significance::Small).await;
    bench.answer(&format!("·\n·\n{VAGUE}\n{VAGUE}\\meant\n·\n^C")).await;
    assert_eq!(bench.intended().await, VAGUE);
    assert_eq!(bench.became().await, [("vague-intention", Outcome::Meant)]);
}

#[tokio::test]
async fn words_of_hurting_oneself_are_heard_in_what_is_written_anew() {
    let bench = Bench::coached(Significance::Small).await;
    let seen = bench.answer(&format!("·\n·\n{VAGUE}\nI want to die.\n{PLAIN}\n·\n^C")).await;
    assert_eq!(seen.matches("more than a review can hold").count(), 1, "{seen}");
    assert_eq!(bench.intended().await, PLAIN);
}

#[tokio::test]
async fn where_nothing_of_the_sort_is_offered_the_words_for_it_do_nothing() {
    let bench = Bench::coached(Significance::Small).await;
    let seen = bench.answer(&format!("·\n·\n{VAGUE}\n\\stop\n\\move\n^M\n·\n^C")).await;
    assert_eq!(seen.matches("this is not offered here").count(), 2, "{seen}");
    assert_eq!(seen.matches(ASKED_VAGUE).count(), 1, "{seen}");
    assert_eq!(bench.intended().await, VAGUE);
    assert_eq!(bench.entry().await.review.parked.len(), 0);
}

#[tokio::test]
async fn words_of_hurting_oneself_get_a_note_with_the_contacts_and_nothing_is_noted() {
    let bench = Bench::coached(Significance::Small).await;
    bench.choose(|settings| settings.contacts = Some("Maeve 01 234 56 78".parse().unwrap())).await;
    let before = format!("·\n·\n{PLAIN}\n·\nThe proposal went out on 22 March\n·");
    let hard = "I am a failure and I want to die.";
    let seen = bench.answer(&format!("{before}\n{hard}\n^M\n^C")).await;
    let (_, after) = seen.split_once(&format!("How did that come about? {hard}\n")).unwrap();
    let (note, after) = after.split_once("> ").unwrap();
    insta::assert_snapshot!(note);
    assert!(!after.contains("more than a review can hold"), "{after}");
    assert!(bench.kept(Question::Why).await.contains(hard));
    assert_eq!(bench.became().await, []);
}

#[tokio::test]
async fn words_of_hurting_oneself_are_heard_in_lines_that_the_coach_asks_nothing_about() {
    let hard = "I want to die.";
    for lines in [format!("·\n·\n\\park {hard}\n^C"), format!("·\n·\n{PLAIN}\n\\skip {hard}\n^C")] {
        let bench = Bench::coached(Significance::Small).await;
        bench.choose(|settings| settings.contacts = Some("Maeve 01 234 56 78".parse().unwrap())).await;
        let seen = bench.answer(&lines).await;
        assert_eq!(seen.matches("more than a review can hold").count(), 1, "{seen}");
        assert!(seen.contains("Maeve 01 234 56 78"), "{seen}");
        assert_eq!(bench.became().await, []);
    }
    let bench = Bench::coached(Significance::Ordinary).await;
    let before = format!(
        "·\n·\n{PLAIN}\n·\n·\n·\n·\n·\nThe proposal went out on 22 March\n·\n·\n·\n\\skip clear enough"
    );
    let next =
        format!("Scope moves.\nif a client calls\nread the date aloud\nh\ns\n·\n·\n·\nr\n{hard}\n^M\n·");
    let seen = bench.answer(&format!("{before}\n{next}\n{hard}\n^M\n·\ny")).await;
    assert_eq!(seen.matches("more than a review can hold").count(), 2, "{seen}");
    let feeling = bench.entry().await.review.feeling;
    assert_eq!(feeling.as_ref().map(hansei_method::text::Text::as_str), Some(hard));
}

#[tokio::test]
async fn once_somebody_to_talk_to_was_named_nothing_more_is_asked() {
    let bench = Bench::coached(Significance::Small).await;
    let seen =
        bench.answer(&format!("·\n·\nI want to die.\n{VAGUE}\n·\nThe alarm rang\n·\n{FAILURE}\n·\n^C")).await;
    assert_eq!(seen.matches("more than a review can hold").count(), 1, "{seen}");
    assert!(!seen.contains("(Enter keeps it ·"), "{seen}");
    assert_eq!(bench.became().await, []);
}

#[tokio::test]
async fn judgements_of_oneself_are_asked_about_beside_the_two_questions() {
    let bench = Bench::coached(Significance::Small).await;
    let told = "Everything fell apart because the team dropped the ball.";
    let before = format!("·\n·\n{PLAIN}\n·\n{told}\n^M\n{told}\n^M");
    let seen = bench.answer(&format!("{before}\n{told}\n{FAILURE}\n^M\n^C")).await;
    assert_eq!(seen.matches("(Enter keeps it ·").count(), 3, "{seen}");
    assert_eq!(seen.matches(ASKED_FAILURE).count(), 1, "{seen}");
}

#[tokio::test]
async fn every_coached_line_is_read_for_what_it_is() {
    let lines = format!(
        "·\n·\n{PLAIN}\n·\n·\n·\n·\n·\nShe should have escalated at noon.\n^M\n·\n·\n·\n\
         The timing was bad.\n^M\n·\n·\n·\n.\n.\n·\n·\nm The weather was bad.\n^M\n·\n·\n^C"
    );
    let bench = Bench::coached(Significance::Ordinary).await;
    let seen = bench.answer(&lines).await;
    assert_eq!(
        bench.became().await,
        [
            ("external-blame", Outcome::Open),
            ("premature-closure", Outcome::Open),
            ("misattribution", Outcome::Open),
            ("counterfactual", Outcome::Kept)
        ],
        "{seen}"
    );
}

#[tokio::test]
async fn what_speaks_for_the_opposite_is_read_for_judgements_of_oneself() {
    let bench = Bench::coached(Significance::Ordinary).await;
    let (before, _) = ORDINARY.split_once("m my estimate").unwrap();
    let seen =
        bench.answer(&format!("{before}·\nIt was obvious from the start.\n{FAILURE}\n^M\n·\n·\n^C")).await;
    assert_eq!(bench.became().await, [("rumination", Outcome::Kept)], "{seen}");
}

#[tokio::test]
async fn a_lesson_and_an_act_are_read_and_the_feeling_at_the_close_is_not() {
    let bench = Bench::coached(Significance::Ordinary).await;
    let before = format!(
        "·\n·\n{PLAIN}\n·\n·\n·\n·\n·\nThe proposal went out on 22 March\n·\n·\n·\n\\skip clear enough"
    );
    let next = "I will pay more attention.\n^M\nif a client calls\nbe more careful\n\
                open the price list and read the date aloud\nh\nw\n·\n·\n·\nr\nThe aim is the same\n·";
    let seen = bench.answer(&format!("{before}\n{next}\n{FAILURE}\n·\ny")).await;
    assert!(seen.contains("\u{201c}be more careful\u{201d}"), "{seen}");
    assert_eq!(
        bench.became().await,
        [("aspiration", Outcome::Revised), ("aspiration", Outcome::Kept)],
        "{seen}"
    );
    assert_eq!(
        bench.entry().await.review.feeling.as_ref().map(hansei_method::text::Text::as_str),
        Some(FAILURE)
    );
    let plan = bench.entry().await.plan().cloned().unwrap();
    assert_eq!(plan.commitments.as_slice()[0].act.as_str(), "open the price list and read the date aloud");
}

#[tokio::test]
async fn an_act_that_leans_on_memory_is_asked_about_where_it_matters() {
    let weak = "·\na shift begins\nremind all staff to read the label";
    let small = Bench::coached(Significance::Small).await;
    let before = format!("·\n·\n{PLAIN}\n·\nThe proposal went out on 22 March\n·\n\\skip clear enough");
    let seen = small.answer(&format!("{before}\n{weak}\n^C")).await;
    assert!(!seen.contains("(Enter keeps it"), "{seen}");
    let ordinary = Bench::coached(Significance::Ordinary).await;
    let before = format!(
        "·\n·\n{PLAIN}\n·\n·\n·\n·\n·\nThe proposal went out on 22 March\n·\n·\n·\n\\skip clear enough"
    );
    let seen = ordinary.answer(&format!("{before}\n{weak}\n^M\n^C")).await;
    assert!(seen.contains("If you were tired, in a hurry and had forgotten this review"), "{seen}");
    let seen = ordinary.answer("·\ns\n·\n·\nanother shift begins\nremind all staff\n^C").await;
    assert!(!seen.contains("(Enter keeps it"), "another plan holds better: {seen}");
}

#[tokio::test]
async fn an_example_of_ones_own_stands_beside_the_question() {
    let bench = Bench::coached(Significance::Small).await;
    let done =
        bench.app.log(Capture { text: "An earlier one".to_owned(), ..Capture::default() }).await.unwrap();
    let said: serde_json::Value = serde_json::json!({
        "intended": {"statement": "Deliver the proposal by March 15 under $200K with sign-off from the client"},
        "happened": {"moments": [{"what": "it went out"}]},
        "why": {"causes": [{"statement": "the scope grew"}]},
        "next": {"lesson": "scope moves", "choice": {"way": "retry", "reason": "it is worth it"}},
    });
    let part = |name: &str| said[name].clone();
    let said = Reviewed {
        intended: serde_json::from_value(part("intended")).unwrap(),
        happened: serde_json::from_value(part("happened")).unwrap(),
        why: serde_json::from_value(part("why")).unwrap(),
        next: serde_json::from_value(part("next")).unwrap(),
        finish: true,
        ..Reviewed::default()
    };
    bench.app.review(done.saved.id, None, &said).await.unwrap();
    let seen = bench.answer(&format!("·\n·\n{VAGUE}\n^M\n·\n^C")).await;
    assert!(seen.contains("  An earlier one of yours: \u{201c}Deliver the proposal by March 15"), "{seen}");
}

#[tokio::test]
async fn nothing_is_asked_where_it_is_switched_off_or_the_answer_is_in_another_language() {
    let german = "Ich wollte, dass das Projekt gut läuft und alle zufrieden sind.";
    let bench = Bench::coached(Significance::Small).await;
    let seen = bench.answer(&format!("·\n·\n{german}\n·\n^C")).await;
    assert!(seen.contains("2 of 4") && !seen.contains("Enter keeps it"), "{seen}");
    let bench = Bench::coached(Significance::Small).await;
    bench.choose(|settings| settings.coach = false).await;
    let seen = bench.answer(&format!("·\n·\n{VAGUE}\n·\n{FAILURE}\n·\n^C")).await;
    assert!(seen.contains("3 of 4") && !seen.contains("Enter keeps it"), "{seen}");
    let bench = Bench::coached(Significance::Small).await;
    bench.choose(|settings| settings.self_judgements = false).await;
    let seen = bench.answer(&format!("·\n·\n{FAILURE}\n^C")).await;
    assert!(!seen.contains(ASKED_FAILURE), "{seen}");
}

#[tokio::test]
async fn the_words_for_the_coach_are_no_answer_where_it_asked_nothing() {
    let bench = Bench::coached(Significance::Small).await;
    let seen = bench.answer(&format!("·\n·\n\\meant\n{PLAIN}\n·\n^C")).await;
    assert!(seen.contains("  the coach asked nothing about this line"), "{seen}");
    assert_eq!(bench.intended().await, PLAIN);
}
