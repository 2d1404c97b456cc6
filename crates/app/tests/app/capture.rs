use hansei_app::AppError;
use hansei_app::capture::Capture;

use crate::harness::Bench;

#[tokio::test]
async fn a_line_is_kept_with_the_day_that_was_read_from_it() {
    let bench = Bench::new().await;
    let capture = Capture { text: "yesterday: The pump failed. Twice.".to_owned(), ..Capture::default() };
    let logged = bench.app.log(capture).await.unwrap();
    let entry = bench.app.entry(logged.saved.id).await.unwrap().entry;
    assert_eq!(
        (entry.title.as_str(), entry.occurred.to_string()),
        ("The pump failed", "2026-05-13".to_owned())
    );
    assert_eq!(logged.read_from.as_deref(), Some("yesterday"));
}

#[tokio::test]
async fn nothing_is_not_kept() {
    let bench = Bench::new().await;
    let refused = bench.app.log(Capture { text: " \n".to_owned(), ..Capture::default() }).await;
    assert!(matches!(refused, Err(AppError::Invalid(_))));
    assert_eq!(bench.app.overview().await.unwrap().entries, 0);
}

#[tokio::test]
async fn an_entry_is_found_by_the_start_of_its_id() {
    let bench = Bench::new().await;
    let (one, two) = (bench.log("one").await, bench.log("two").await);
    let short = bench.app.short_id(one).await.unwrap();
    assert_eq!(bench.app.find(&short).await.unwrap(), one);
    assert_eq!(bench.app.find(&two.to_string()).await.unwrap(), two);
    assert!(matches!(bench.app.find("0000").await, Err(AppError::Invalid(_))), "both start so");
    assert!(matches!(bench.app.find("ffff").await, Err(AppError::NotFound(_))));
    assert!(matches!(bench.app.find("x'; --").await, Err(AppError::Invalid(_))));
}
