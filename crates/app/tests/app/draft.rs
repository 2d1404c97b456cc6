use hansei_app::AppError;
use hansei_method::question::Question;

use crate::harness::Bench;

#[tokio::test]
async fn a_draft_is_kept_over_the_one_before_and_thrown_away_on_request() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    for body in ["a", "ab"] {
        bench.app.keep_draft(id, Question::Intended, body.to_owned(), None).await.unwrap();
    }
    assert_eq!(bench.app.draft(id, Question::Intended).await.unwrap().unwrap().body, "ab");
    assert_eq!(bench.app.draft(id, Question::Why).await.unwrap(), None);
    bench.app.drop_draft(id, Question::Intended, None).await.unwrap();
    assert_eq!(bench.app.draft(id, Question::Intended).await.unwrap(), None);
}

#[tokio::test]
async fn what_no_database_keeps_is_refused_in_a_draft_too() {
    let bench = Bench::new().await;
    let id = bench.log("late").await;
    let refused = bench.app.keep_draft(id, Question::Intended, "a\0b".to_owned(), None).await;
    assert!(matches!(refused, Err(AppError::Invalid(_))));
}
