use hansei_app::AppError;
use hansei_store::Filter;

use crate::harness::Bench;

#[tokio::test]
async fn the_demo_fills_an_empty_log_and_only_that() {
    let bench = Bench::new().await;
    let count = bench.app.fill_with_demo().await.unwrap();
    assert_eq!(bench.app.list(&Filter::default(), None, 200).await.unwrap().lines.len(), count);
    assert!(matches!(bench.app.fill_with_demo().await, Err(AppError::Invalid(_))));
    assert_eq!(bench.app.store().verify().await.unwrap(), Vec::<String>::new());
}
