use hansei_app::App;
use hansei_store::Filter;
use hansei_store::test_support::run_sql;

use crate::harness::*;

/// Counts what is found of an amount, up to 100.
async fn found(app: &App) -> usize {
    app.search("4711", &Filter::default(), 100).await.unwrap().len()
}

async fn are_taken_anew_once(bench: Bench) {
    let (app, store) = (&bench.app, bench.app.store());
    for number in 0..205 {
        bench.log(&format!("Invoice {number} of $4711")).await;
    }
    assert_eq!(found(app).await, 100);
    // As an earlier hansei left it: without the amounts, and without a word of how the words were taken.
    run_sql(store, "UPDATE search SET title = 'invoice', body = 'invoice'").await.unwrap();
    run_sql(store, "DELETE FROM setting WHERE name = 'searched'").await.unwrap();
    assert_eq!(found(app).await, 0);
    let mut told = Vec::new();
    app.renew_words(|more| told.push(more)).await.unwrap();
    assert_eq!((found(app).await, told), (100, vec![200, 5]));
    run_sql(store, "UPDATE search SET title = 'invoice', body = 'invoice'").await.unwrap();
    app.renew_words(|_| panic!("they were taken")).await.unwrap();
    app.rebuild(|_, _| ()).await.unwrap();
    assert_eq!(found(app).await, 100);
    assert_eq!(store.verify().await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn words_that_were_taken_otherwise_are_taken_anew_once() {
    are_taken_anew_once(Bench::new().await).await;
}

#[tokio::test]
async fn words_that_were_taken_otherwise_on_postgres_are_taken_anew_once() {
    if let Some(bench) = Bench::postgres(1).await {
        are_taken_anew_once(bench).await;
    }
}

#[tokio::test]
async fn of_the_words_before_nothing_stays_in_the_index_also_where_that_was_broken_off() {
    let bench = Bench::new().await;
    let (app, store) = (&bench.app, bench.app.store());
    bench.log("Invoice of $4711").await;
    let blocks =
        "SELECT CAST(count(*) AS TEXT) FROM search_data WHERE instr(block, CAST('quince' AS BLOB)) > 0";
    run_sql(store, "UPDATE search SET body = 'quince'; DELETE FROM setting WHERE name = 'searched'")
        .await
        .unwrap();
    assert_ne!(run_sql(store, blocks).await.unwrap(), ["0"]);
    app.renew_words(|_| ()).await.unwrap();
    assert_eq!(run_sql(store, blocks).await.unwrap(), ["0"]);
    // As it stands where the program ended between the last batch and the tidying.
    run_sql(
        store,
        "UPDATE setting SET value = json_set(value, '$.untidy', json('true')) WHERE name = 'searched'",
    )
    .await
    .unwrap();
    let untidy = "SELECT CAST(count(*) AS TEXT) FROM setting WHERE name = 'searched' AND value LIKE '%\"untidy\":true%'";
    assert_eq!(run_sql(store, untidy).await.unwrap(), ["1"]);
    app.renew_words(|_| panic!("the words were taken")).await.unwrap();
    assert_eq!(run_sql(store, untidy).await.unwrap(), ["0"]);
}
