use hansei_app::AppError;
use hansei_app::practice::Practised;
use hansei_method::practice::Turn;
use hansei_store::Filter;

use crate::harness::Bench;

#[tokio::test]
async fn the_demo_shows_practice_in_every_state() {
    let bench = Bench::new().await;
    bench.app.fill_with_demo().await.unwrap();
    let practised = bench.app.practices().await.unwrap();
    let mut shown: Vec<_> = practised
        .iter()
        .filter(|it| it.practice.turn() != Turn::Waiting)
        .map(|it| {
            let flags: Vec<_> = it.growth.flags.iter().map(|flag| format!("{flag:?}")).collect();
            let name = it.growth.state.name_for(it.practice.commitment.kind, it.growth.is_rare);
            format!("{name} {}, {}: {}", flags.join(" "), it.growth.tally.words(), it.practice.commitment.cue)
        })
        .collect();
    shown.sort();
    insta::assert_snapshot!(shown.join("\n"), @r"
    automatic , installed once; still there once; the moment came up 3 times: 3 done: a booking fails
    automatic , installed once; still there once; the moment came up 3 times: 3 done: a new patient folder is made
    automatic , the moment came up 26 times: 25 done, 1 missed: a patient tells me about an allergy
    established , the moment came up 17 times: 16 done, 1 half done: a pump is set
    lapsed , the moment came up 12 times: 10 done, 2 missed: I put a version live
    new , the moment has not come up yet: a tenth of the time is over
    new Untested, the moment has not come up yet: an improvement hangs on one person knowing why
    practising , the moment came up 3 times: 2 done, 1 missed: somebody asks whether all is well and it is not
    practising , the moment came up 5 times: 3 done, 1 half done, 1 missed: I am asked how long something in the tool will take
    practising , the moment came up 5 times: 4 done, 1 missed: I promise somebody a call
    practising , the moment came up 7 times: 7 done: something goes to the printer with names in it
    practising Challenged, the moment came up 8 times: 7 done, 1 half done: somebody asks me for more than two hours
    practising Retired, the moment came up twice: 2 done: I hand money to somebody
    ");
    let asked: Vec<_> = bench.app.practices_asked().await.unwrap();
    assert!((1..=3).contains(&asked.len()), "{}", asked.len());
    let since = |it: &Practised| it.observed.iter().all(|seen| seen.when.date() >= it.practice.planned_on);
    assert!(practised.iter().all(since));
}

#[tokio::test]
async fn the_demo_fills_an_empty_log_and_only_that() {
    let bench = Bench::new().await;
    let count = bench.app.fill_with_demo().await.unwrap();
    assert_eq!(bench.app.list(&Filter::default(), None, 200).await.unwrap().lines.len(), count);
    assert!(matches!(bench.app.fill_with_demo().await, Err(AppError::Invalid(_))));
    assert_eq!(bench.app.store().verify().await.unwrap(), Vec::<String>::new());
}
