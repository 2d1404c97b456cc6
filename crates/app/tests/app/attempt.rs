use hansei_app::review::Reviewed;

use crate::harness::{Bench, json};

#[tokio::test]
async fn another_attempt_is_linked_and_asks_about_the_lessons_before() {
    let bench = Bench::new().await;
    let first = bench.log("Referrals late").await;
    let said = Reviewed {
        intended: json(r#"{"statement": "all referrals in 2 days"}"#),
        skipped: json(r#"{"happened": "x", "why": "x"}"#),
        next: json(r#"{"lesson": "one inbox is not enough"}"#),
        ..Reviewed::default()
    };
    bench.app.review(first, None, &said).await.unwrap();
    let second = bench.app.attempt_again(first, "Referrals, second try", None).await.unwrap().id;
    let third = bench.app.attempt_again(second, "Referrals, third try", None).await.unwrap().id;

    let chain = bench.app.attempts(second).await.unwrap();
    let numbers: Vec<_> =
        chain.iter().map(|kept| (kept.entry.id, kept.entry.attempt.as_ref().unwrap().number)).collect();
    assert_eq!(numbers, [(first, 1), (second, 2), (third, 3)]);

    bench.app.lesson_applies(second, None, 0, Some(true)).await.unwrap();
    let lesson = bench.app.entry(second).await.unwrap().entry.attempt.unwrap().lessons.remove(0);
    assert_eq!((lesson.lesson.as_str(), lesson.applies), ("one inbox is not enough", Some(true)));
}

#[tokio::test]
async fn an_entry_without_another_attempt_stands_alone() {
    let bench = Bench::new().await;
    let id = bench.log("once").await;
    assert_eq!(bench.app.attempts(id).await.unwrap().len(), 1);
}
