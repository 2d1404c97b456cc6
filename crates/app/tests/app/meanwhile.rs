//! Several at once on PostgreSQL, where nobody queues up for the whole database.

use std::collections::BTreeSet;

use hansei_app::entry::Details;
use hansei_app::{App, AppError, Saved};
use hansei_method::id::EntryId;

use crate::harness::Bench;

/// How many tests there are here.
const TESTS: usize = 4;

/// How many at once: more than a piece of work is tried.
const WRITERS: usize = 8;

/// Lets all of them work at once and returns what came of each.
async fn at_once<F>(work: impl Fn(usize) -> F) -> Vec<Result<Saved, AppError>>
where
    F: Future<Output = Result<Saved, AppError>> + Send + 'static,
{
    let writers: Vec<_> = (0..WRITERS).map(|number| tokio::spawn(work(number))).collect();
    let mut done = Vec::new();
    for writer in writers {
        done.push(writer.await.unwrap());
    }
    done
}

async fn rename(app: App, id: EntryId, expected: Option<i64>, number: usize) -> Result<Saved, AppError> {
    let title = Some(format!("Title {number}").parse().unwrap());
    app.describe(id, expected, &Details { title, ..Details::default() }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_that_name_no_version_all_get_through() {
    let Some(bench) = Bench::postgres(TESTS).await else { return };
    let id = bench.log("one").await;
    let done = at_once(|number| rename(bench.app.clone(), id, None, number)).await;
    let versions: BTreeSet<_> = done.into_iter().map(|saved| saved.unwrap().version).collect();
    assert_eq!(versions, (2..=9).collect());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_changes_that_name_the_same_version_one_gets_through() {
    let Some(bench) = Bench::postgres(TESTS).await else { return };
    let id = bench.log("one").await;
    let done = at_once(|number| rename(bench.app.clone(), id, Some(1), number)).await;
    assert_eq!(done.iter().filter(|saved| saved.is_ok()).count(), 1);
    for error in done.into_iter().filter_map(Result::err) {
        assert!(
            error.to_string().starts_with("this entry was changed somewhere else (version 2 now"),
            "{error}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_at_once_is_done_once_and_answered_each_time() {
    let Some(bench) = Bench::postgres(TESTS).await else { return };
    for (round, expected) in [None, Some(1), None, Some(1)].into_iter().enumerate() {
        let id = bench.log("one").await;
        let once = bench.app.once(&format!("k{round}"), "a".to_owned()).unwrap();
        for saved in at_once(|_| rename(once.clone(), id, expected, 2)).await {
            assert_eq!(saved.unwrap(), Saved { id, version: 2 });
        }
        let gone = bench.app.once(&format!("d{round}"), "a".to_owned()).unwrap();
        let delete = |_| {
            let gone = gone.clone();
            async move { gone.delete(id, None).await }
        };
        for saved in at_once(delete).await {
            assert_eq!(saved.unwrap(), Saved { id, version: 3 });
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn attempts_that_are_started_at_once_have_a_number_each() {
    let Some(bench) = Bench::postgres(TESTS).await else { return };
    let first = bench.log("one").await;
    let again = |from: EntryId| {
        let app = bench.app.clone();
        async move { app.attempt_again(from, None, "again", None).await }
    };
    let done = at_once(|_| again(first)).await;
    let second = done.into_iter().map(|saved| saved.unwrap().id).min().unwrap();
    for saved in at_once(|number| again(if number % 2 == 0 { first } else { second })).await {
        saved.unwrap();
    }
    let chain = bench.app.attempts(first).await.unwrap();
    let numbers: Vec<_> = chain.iter().map(|kept| kept.entry.attempt.as_ref().unwrap().number).collect();
    assert_eq!(numbers, (1..=17).collect::<Vec<_>>());
}
