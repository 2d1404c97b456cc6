use hansei_app::review::Reviewed;
use hansei_method::id::EntryId;

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
    let second = bench.app.attempt_again(first, None, "Referrals, second try", None).await.unwrap().id;
    let third = bench.app.attempt_again(second, None, "Referrals, third try", None).await.unwrap().id;

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

/// Logs an entry with a lesson.
async fn with_a_lesson(bench: &Bench, text: &str, lesson: &str) -> EntryId {
    let id = bench.log(text).await;
    let said = Reviewed {
        skipped: json(r#"{"intended": "x", "happened": "x", "why": "x"}"#),
        next: json(&format!(r#"{{"lesson": "{lesson}"}}"#)),
        ..Reviewed::default()
    };
    bench.app.review(id, None, &said).await.unwrap();
    id
}

#[tokio::test]
async fn an_erased_entry_leaves_no_lesson_behind_in_later_attempts() {
    let bench = Bench::new().await;
    let first = with_a_lesson(&bench, "one", "a xylophone lesson").await;
    let second = bench.app.attempt_again(first, None, "two", None).await.unwrap().id;
    let third = bench.app.attempt_again(first, None, "three", None).await.unwrap().id;
    bench.app.lesson_applies(second, None, 0, Some(true)).await.unwrap();
    bench.app.delete(third, None).await.unwrap();
    bench.app.erase(first, None).await.unwrap();
    for id in [second, third] {
        let lines = bench.app.history(id, None).await.unwrap();
        for line in &lines {
            let entry = bench.app.revision(id, line.version).await.unwrap();
            assert_eq!(entry.attempt.unwrap().lessons, [], "version {} of {id}", line.version);
        }
        assert_eq!(lines[0].action, "an earlier lesson was erased");
        assert_eq!(bench.app.entry_or_deleted(id).await.unwrap().entry.attempt.unwrap().lessons, []);
    }
    assert!(bench.app.entry(third).await.is_err(), "it stays in the trash");
    assert_eq!(bench.app.store().verify().await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn only_the_lessons_of_what_is_erased_go() {
    let bench = Bench::new().await;
    let first = with_a_lesson(&bench, "one", "stays").await;
    let second = bench.app.attempt_again(first, None, "two", None).await.unwrap().id;
    let said = Reviewed {
        skipped: json(r#"{"intended": "x", "happened": "x", "why": "x"}"#),
        next: json(r#"{"lesson": "goes"}"#),
        ..Reviewed::default()
    };
    bench.app.review(second, None, &said).await.unwrap();
    let third = bench.app.attempt_again(second, None, "three", None).await.unwrap().id;
    bench.app.erase(second, None).await.unwrap();
    let lessons = bench.app.entry(third).await.unwrap().entry.attempt.unwrap().lessons;
    assert_eq!(lessons.iter().map(|lesson| lesson.lesson.as_str()).collect::<Vec<_>>(), ["stays"]);
}

#[tokio::test]
async fn the_number_of_an_attempt_in_the_trash_is_not_given_again() {
    let bench = Bench::new().await;
    let first = bench.log("one").await;
    assert_eq!(bench.app.last_attempt_number(first).await.unwrap(), 0);
    let second = bench.app.attempt_again(first, None, "two", None).await.unwrap().id;
    bench.app.delete(second, None).await.unwrap();
    assert_eq!(bench.app.last_attempt_number(first).await.unwrap(), 2);
    let third = bench.app.attempt_again(first, None, "three", None).await.unwrap().id;
    bench.app.take_back(second, None).await.unwrap();
    let chain = bench.app.attempts(third).await.unwrap();
    let numbers: Vec<_> =
        chain.iter().map(|kept| (kept.entry.id, kept.entry.attempt.as_ref().unwrap().number)).collect();
    assert_eq!(numbers, [(first, 1), (second, 2), (third, 3)]);
}

#[tokio::test]
async fn the_chain_goes_on_when_the_first_attempt_is_gone() {
    let bench = Bench::new().await;
    let first = bench.log("one").await;
    let second = bench.app.attempt_again(first, None, "two", None).await.unwrap().id;
    bench.app.delete(first, None).await.unwrap();
    let third = bench.app.attempt_again(second, None, "three", None).await.unwrap().id;
    bench.app.take_back(first, None).await.unwrap();
    let chain: Vec<_> = bench.app.attempts(first).await.unwrap().iter().map(|kept| kept.entry.id).collect();
    assert_eq!(chain, [first, second, third]);
}
