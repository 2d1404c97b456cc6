//! What is told beside the questions: earlier lessons, minutes, what the review holds.

use super::*;

impl Bench {
    /// Begins another attempt at the goal of an entry with a lesson and a plan.
    async fn attempted(significance: Significance) -> Self {
        let mut bench = Self::new(significance).await;
        let first = serde_json::json!({"lesson": "A scope moves", "commitments": [{"cue": "it grows", "act": "say the price"}]});
        let said = Reviewed {
            intended: serde_json::from_str(r#"{"statement": "Deliver by March 15"}"#).unwrap(),
            happened: serde_json::from_str(r#"{"moments": [{"what": "it was late"}]}"#).unwrap(),
            why: serde_json::from_str(r#"{"causes": [{"statement": "the scope grew"}]}"#).unwrap(),
            next: serde_json::from_value(first).unwrap(),
            ..Reviewed::default()
        };
        bench.app.review(bench.id, None, &said).await.unwrap();
        bench.id = bench.app.attempt_again(bench.id, None, "The second proposal", None).await.unwrap().id;
        bench
    }

    async fn applies(&self) -> Vec<Option<bool>> {
        self.entry().await.attempt.unwrap().lessons.iter().map(|lesson| lesson.applies).collect()
    }
}

#[tokio::test]
async fn what_earlier_attempts_taught_is_shown_and_asked_about_until_it_is_written_what_happened() {
    let bench = Bench::attempted(Significance::Small).await;
    let seen = bench.answer("y\n·\n^C").await;
    let asked = "Attempt 2. What the earlier attempts taught:\n  A scope moves\n> Does it apply this time: y yes, n no?";
    assert!(seen.contains(asked), "{seen}");
    assert_eq!(bench.applies().await, [Some(true), None]);
    let seen = bench.answer("n\nit was late again\n·\n^C").await;
    assert!(seen.contains("  If it grows, then I will say the price.\n> Does it apply"), "{seen}");
    assert_eq!(bench.applies().await, [Some(true), Some(false)]);
    let seen = bench.answer("^C").await;
    assert!(seen.contains("  1. A scope moves [applies]\n"), "{seen}");
    assert!(!seen.contains("Does it apply"), "{seen}");
}

#[tokio::test]
async fn an_earlier_lesson_that_was_answered_is_kept_when_the_person_leaves_at_the_next() {
    let bench = Bench::attempted(Significance::Small).await;
    bench.answer("n\n^C").await;
    assert_eq!(bench.applies().await, [Some(false), None]);
    bench.answer(".\n^C").await;
    assert_eq!(bench.applies().await, [Some(false), None]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_minutes_spent_stand_behind_each_question_and_at_the_end() {
    let bench = Bench::new(Significance::Small).await;
    // A page saves another answer while the line is typed, and five minutes pass.
    bench.meanwhile("Deliver in time", "2026-05-13T10:05:00+02:00[Europe/Berlin]", "Deliver by March 15");
    let seen = bench.answer("·\n·\nDeliver in time\n·\nm\n^C").await;
    assert!(seen.contains("1 of 4 · what was intended\n"), "{seen}");
    assert!(seen.contains("2 of 4 · what happened · 5 min\n"), "{seen}");
    assert!(seen.ends_with("5 minutes spent on it.\n"), "{seen}");
}

#[tokio::test]
async fn what_the_review_holds_and_what_it_does_not_is_told_before_it_is_closed() {
    let bench = Bench::new(Significance::Small).await;
    let seen =
        bench.answer("·\n·\nDeliver\n·\nit was late\n·\n\\skip clear enough\nask first\n·\n·\ny").await;
    let (_, told) = seen.split_once("4 of 4").unwrap();
    let holds = "A list to look through, not a grade.\n  This review holds: an intention · the facts in order · a lesson · something to\n  do, or none on purpose\n  It does not hold: a cause chosen to act on\n> Close the review?";
    assert!(told.contains(holds), "{told}");
}
