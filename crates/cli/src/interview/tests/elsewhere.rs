//! What else may be written to an entry while it is reviewed in the terminal.

use super::*;

/// What a page keeps of question 1.
const OF_A_PAGE: &str = "statement=typed%20in%20the%20browser";

impl Bench {
    async fn draft(&self) -> Option<hansei_store::Draft> {
        self.app.draft(self.id, Question::Intended).await.unwrap()
    }

    /// Leaves a draft as a page does.
    async fn leave_page_draft(&self) {
        self.app.keep_own_draft(self.id, Question::Intended, OF_A_PAGE.to_owned(), None).await.unwrap();
    }

    /// Answers question 1 as a page does.
    async fn intend_in_a_page(&self, statement: &str) {
        let intended = serde_json::from_value(serde_json::json!({"statement": statement})).unwrap();
        let said = Reviewed { intended: Some(intended), typed_in: Some(Writer::Page), ..Reviewed::default() };
        self.app.review(self.id, None, &said).await.unwrap();
    }

    async fn statement(&self) -> String {
        let entry = self.entry().await;
        let intention = entry.review.answers.intended().and_then(|answer| answer.given().cloned()).unwrap();
        intention.statement.unwrap().to_string()
    }
}

#[tokio::test]
async fn what_the_interview_keeps_is_known_as_a_draft_of_the_terminal() {
    let bench = Bench::new(Significance::Ordinary).await;
    bench.answer("·\n·\nDeliver\n^C").await;
    assert_eq!(Writer::of(&bench.draft().await.unwrap().body), Writer::Terminal);
}

#[tokio::test]
async fn a_draft_of_a_page_stays_unless_the_person_says_otherwise() {
    let bench = Bench::new(Significance::Ordinary).await;
    bench.leave_page_draft().await;
    let seen = bench.answer("?\nx\nn\nDeliver\n^C").await;
    assert!(seen.contains("A page in the browser holds an answer to this that is not saved yet"), "{seen}");
    assert!(seen.contains("Everything but what you wrote to this question is kept."), "{seen}");
    assert_eq!(bench.draft().await.unwrap().body, OF_A_PAGE);
    // Leaving at the question of what becomes of it leaves it too, and so does saying yes until something is written.
    bench.answer("^C").await;
    bench.answer("y\n^C").await;
    assert_eq!(bench.draft().await.unwrap().body, OF_A_PAGE);
    bench.answer("y\nDeliver\n^C").await;
    assert_eq!(Writer::of(&bench.draft().await.unwrap().body), Writer::Terminal);
}

#[tokio::test]
async fn an_answer_that_is_saved_here_leaves_the_draft_of_a_page() {
    let bench = Bench::new(Significance::Small).await;
    bench.leave_page_draft().await;
    bench.answer("n\nDeliver in time\n·\n^C").await;
    assert_eq!(bench.statement().await, "Deliver in time");
    assert_eq!(bench.draft().await.unwrap().body, OF_A_PAGE);
}

#[tokio::test]
async fn an_answer_that_was_saved_elsewhere_while_this_one_waited_is_shown_and_asked_about() {
    for (choice, kept) in [("m", "Deliver"), ("t", "Deliver by March 15")] {
        let bench = Bench::new(Significance::Ordinary).await;
        bench.answer("·\n·\nDeliver\n^C").await;
        bench.intend_in_a_page("Deliver by March 15").await;
        let seen = bench.answer_with(&format!("{choice}\n^C"), Some(Question::Intended), None).await.unwrap();
        assert!(seen.contains("Saved there:\n  Deliver by March 15\n"), "{seen}");
        assert!(seen.contains("and not saved:\n  Deliver\n"), "{seen}");
        assert_eq!(bench.statement().await, "Deliver by March 15");
        let draft = bench.draft().await;
        assert_eq!(draft.is_some_and(|draft| draft.body.contains(&format!("\"{kept}\""))), choice == "m");
    }
}

#[tokio::test]
async fn whoever_leaves_where_two_answers_meet_is_asked_again_and_nothing_is_overwritten() {
    let bench = Bench::new(Significance::Ordinary).await;
    bench.answer("·\n·\nDeliver\n^C").await;
    bench.intend_in_a_page("Deliver by March 15").await;
    for _ in 0..2 {
        let seen = bench.answer_with("^C", Some(Question::Intended), None).await.unwrap();
        assert!(seen.contains("Which do you keep"), "{seen}");
    }
    assert_eq!(bench.statement().await, "Deliver by March 15");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_in_another_window_during_the_interview_is_met_even_after_minutes_of_work() {
    let bench = Bench::new(Significance::Small).await;
    // While the line is typed, five minutes pass and a page saves another answer.
    bench.meanwhile("Deliver in time", "2026-05-13T10:05:00+02:00[Europe/Berlin]", "Deliver by March 15");
    let seen = bench.answer("·\n·\nDeliver in time\n·\nt\n^C").await;
    assert!(seen.contains("This question was answered somewhere else in the meantime."), "{seen}");
    assert_eq!(bench.statement().await, "Deliver by March 15");
}

#[tokio::test]
async fn what_was_typed_last_is_kept_when_the_person_leaves_the_closing() {
    let bench = Bench::new(Significance::Ordinary).await;
    let lines: Vec<&str> = ORDINARY.lines().collect();
    let before = lines[..lines.len() - 3].join("\n");
    let seen = bench.answer(&format!("{before}\nrelieved\n^C")).await;
    assert!(seen.contains("Everything but this line is kept."), "{seen}");
    assert_eq!(bench.entry().await.review.feeling.unwrap().as_str(), "relieved");
}

#[tokio::test]
async fn a_review_that_cannot_be_closed_yet_leads_back_to_question_4_with_all_that_was_said() {
    let bench = Bench::new(Significance::Small).await;
    bench.answer("·\n·\nDeliver\n·\nit was late\n·\n\\skip clear enough\nask first\n·\n·\n^C").await;
    let deeper =
        hansei_app::entry::Details { significance: Some(Significance::Ordinary), ..Default::default() };
    bench.app.describe(bench.id, None, &deeper).await.unwrap();
    let seen = bench.answer("relieved\n·\ny\n^C").await;
    assert!(seen.contains("  the review has no choice yet"), "{seen}");
    assert!(seen.contains("4 of 4"), "{seen}");
    assert_eq!(bench.entry().await.review.feeling.unwrap().as_str(), "relieved");
}

#[tokio::test]
async fn an_idea_too_many_is_refused_in_words_and_stays_in_the_line() {
    let bench = Bench::new(Significance::Small).await;
    let ideas = (0..200).map(|at| format!("idea {at}").parse().unwrap()).collect();
    bench.app.review(bench.id, None, &Reviewed { park: ideas, ..Reviewed::default() }).await.unwrap();
    let seen = bench.answer("·\n·\n\\park one more\nDeliver\n·\n^C").await;
    assert!(seen.contains("  200 ideas are waiting for question 4 already"), "{seen}");
    assert!(seen.contains("«\\park one more»"), "{seen}");
    assert_eq!(bench.statement().await, "Deliver");
}
