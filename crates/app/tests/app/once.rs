use hansei_app::AppError;
use hansei_app::capture::Capture;

use crate::harness::Bench;

fn late() -> Capture {
    Capture { text: "late".to_owned(), ..Capture::default() }
}

#[tokio::test]
async fn the_same_request_under_the_same_key_is_done_once_and_answered_twice() {
    let bench = Bench::new().await;
    let once = bench.app.once("k1", "POST late".to_owned()).unwrap();
    let first = once.log(late()).await.unwrap().saved;
    assert_eq!(once.log(late()).await.unwrap().saved, first);
    assert_eq!(bench.app.overview().await.unwrap().entries, 1);
}

#[tokio::test]
async fn another_request_under_the_same_key_is_refused() {
    let bench = Bench::new().await;
    bench.app.once("k1", "POST late".to_owned()).unwrap().log(late()).await.unwrap();
    let other = bench.app.once("k1", "POST early".to_owned()).unwrap();
    assert!(matches!(other.log(late()).await, Err(AppError::Invalid(_))));
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_week() {
    let bench = Bench::new().await;
    bench.app.once("k1", "a".to_owned()).unwrap().log(late()).await.unwrap();
    bench.pass(8 * 24 * 3_600);
    bench.app.once("k2", "b".to_owned()).unwrap().log(late()).await.unwrap();
    bench.app.once("k1", "a".to_owned()).unwrap().log(late()).await.unwrap();
    assert_eq!(bench.app.overview().await.unwrap().entries, 3);
}

#[tokio::test]
async fn a_request_that_failed_leaves_its_key_free() {
    let bench = Bench::new().await;
    let once = bench.app.once("k1", "a".to_owned()).unwrap();
    once.log(Capture::default()).await.unwrap_err();
    once.log(late()).await.unwrap();
    assert_eq!(bench.app.overview().await.unwrap().entries, 1);
}
