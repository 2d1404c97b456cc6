//! Clocks that change: summer time, journeys, midnight, a 29 February, and trips back in time.

use std::sync::Arc;

use hansei_app::practice::Practised;
use hansei_app::reminders::Channel;
use hansei_method::growth::State;
use hansei_method::opportunity::Did;
use hansei_method::quarter::Period;
use serde_json::json;

use crate::harness::*;
use crate::practice::{did, one_habit, planned};
use crate::reminders::Pigeon;

const DAY: i64 = 24 * 60 * 60;

/// Notes that it was done, so many times in so many days, in two situations.
async fn done(bench: &Bench, it: &Practised, times: usize, days: i64) {
    for at in 0..times {
        bench.pass(days * DAY);
        let context = Some(["at home", "at work"][at % 2].parse().unwrap());
        let noted = hansei_app::practice::Noted { context, ..did(Did::Done) };
        bench.app.note_moment(it.practice.id, &noted).await.unwrap();
    }
}

async fn growth(bench: &Bench) -> Vec<hansei_method::growth::Growth> {
    bench.app.practices().await.unwrap().into_iter().map(|it| it.growth).collect()
}

async fn asked(bench: &Bench) -> usize {
    bench.app.practices_asked().await.unwrap().len()
}

#[tokio::test]
async fn a_trip_back_in_time_and_forth_again_moves_no_state() {
    let bench = Bench::new().await;
    let it = one_habit(&bench).await;
    done(&bench, &it, 9, 6).await;
    bench.app.note_moment(it.practice.id, &did(Did::Missed)).await.unwrap();
    let before = growth(&bench).await;
    assert_eq!(before[0].state, State::Established);
    for back in [1, 30, 366, 20 * 366] {
        bench.pass(-back * DAY);
        let then = growth(&bench).await;
        let told = |growth: &hansei_method::growth::Growth| {
            (growth.state, growth.transitions.clone(), growth.tally, growth.recurrence, growth.last_evidence)
        };
        assert_eq!(told(&then[0]), told(&before[0]), "{back} days back");
        bench.pass(back * DAY);
        assert_eq!(growth(&bench).await, before, "{back} days back and forth");
    }
}

#[tokio::test]
async fn what_was_answered_is_not_asked_again_by_a_clock_that_is_set_back() {
    let bench = Bench::new().await;
    let it = one_habit(&bench).await;
    for day in ["2026-05-15", "2026-05-21", "2026-06-05", "2026-07-13"] {
        bench.set(&format!("{day}T09:00:00"));
        assert_eq!(asked(&bench).await, 1, "{day}");
        bench.app.note_moment(it.practice.id, &did(Did::Done)).await.unwrap();
        assert_eq!(asked(&bench).await, 0, "{day}");
    }
    // The last answers lie ahead of these clocks; those before them count all the same.
    for day in ["2026-07-12", "2026-06-20", "2026-06-05", "2026-05-22", "2025-07-13"] {
        bench.set(&format!("{day}T09:00:00"));
        assert_eq!(asked(&bench).await, 0, "{day}");
    }
    bench.set("2026-07-13T10:00:00");
    assert_eq!(asked(&bench).await, 0);
}

#[tokio::test]
async fn whoever_answers_and_flies_west_is_not_asked_again() {
    let bench = Bench::new().await;
    bench.travel("2026-05-14T20:00[Asia/Tokyo]");
    let it = one_habit(&bench).await;
    bench.travel("2026-05-15T09:00[Asia/Tokyo]");
    assert_eq!(asked(&bench).await, 1);
    bench.app.note_moment(it.practice.id, &did(Did::Done)).await.unwrap();
    // It is still the day before there.
    bench.travel("2026-05-14T23:00[America/Los_Angeles]");
    assert_eq!(asked(&bench).await, 0);
    bench.travel("2026-05-15T08:00[America/Los_Angeles]");
    assert_eq!(asked(&bench).await, 0);
}

#[tokio::test]
async fn whoever_travels_is_reminded_once_of_everything() {
    let bench = Bench::new().await;
    let pigeon = Arc::new(Pigeon::default());
    let app = bench.again().await.with_carrier(pigeon.clone());
    bench.set("2026-05-14T23:30:00");
    one_habit(&bench).await;
    app.choose_reminders(|it| it.desktop = true).await.unwrap();
    for (at, messages) in [
        ("2026-05-15T09:00[Europe/Berlin]", 1),
        ("2026-05-15T19:00[Asia/Tokyo]", 1),
        ("2026-05-16T09:00[Asia/Tokyo]", 1),
        ("2026-05-15T20:00[America/Los_Angeles]", 1),
        // The first entry was written down on 14 May in Berlin, and on the 15th in Tokyo.
        ("2026-08-14T09:00[Europe/Berlin]", 2),
        ("2026-08-15T09:00[Asia/Tokyo]", 2),
        ("2026-08-15T09:00[America/Los_Angeles]", 2),
        ("2026-08-16T09:00[Europe/Berlin]", 2),
    ] {
        bench.travel(at);
        app.remind().await.unwrap();
        assert_eq!(pigeon.subjects().len(), messages, "{at}: {:?}", pigeon.subjects());
    }
    let ways = app.reminders_overview().await.unwrap().ways;
    assert_eq!(ways.iter().find(|way| way.channel == Channel::Desktop).unwrap().unsent, 0);
}

#[tokio::test]
async fn a_question_comes_with_its_day_however_many_hours_the_night_has() {
    // Summer time ends, and begins; a year has a 29 February.
    for (planned, last, first) in [
        ("2026-10-24T22:00:00", "2026-10-24T23:59:59", "2026-10-25T00:00:00"),
        ("2026-10-25T00:30:00", "2026-10-25T23:59:59", "2026-10-26T00:00:00"),
        ("2027-03-27T23:30:00", "2027-03-27T23:59:59", "2027-03-28T00:00:00"),
        ("2027-03-28T00:30:00", "2027-03-28T23:59:59", "2027-03-29T00:00:00"),
        ("2028-02-28T12:00:00", "2028-02-28T23:59:59", "2028-02-29T00:00:00"),
        ("2028-02-29T12:00:00", "2028-02-29T23:59:59", "2028-03-01T00:00:00"),
    ] {
        let bench = Bench::new().await;
        bench.set(planned);
        let it = one_habit(&bench).await;
        bench.set(last);
        assert_eq!(asked(&bench).await, 0, "{last}");
        bench.set(first);
        assert_eq!(asked(&bench).await, 1, "{first}");
        bench.app.note_moment(it.practice.id, &did(Did::Done)).await.unwrap();
        assert_eq!(asked(&bench).await, 0, "{first}");
    }
}

#[tokio::test]
async fn an_hour_that_comes_twice_is_one_day_and_changes_no_growth() {
    let bench = Bench::new().await;
    bench.set("2026-10-01T10:00:00");
    let it = one_habit(&bench).await;
    bench.travel("2026-10-25T02:30:00+02:00[Europe/Berlin]");
    bench.app.note_moment(it.practice.id, &did(Did::Done)).await.unwrap();
    let before = growth(&bench).await;
    bench.travel("2026-10-25T02:10:00+01:00[Europe/Berlin]");
    assert_eq!(growth(&bench).await, before);
    bench.app.note_moment(it.practice.id, &did(Did::Missed)).await.unwrap();
    let days: Vec<_> = bench.app.practice(it.practice.id).await.unwrap().observed;
    assert!(days.iter().all(|moment| moment.when.date().to_string() == "2026-10-25"), "{days:?}");
}

#[tokio::test]
async fn a_quarter_has_the_days_that_were_written_wherever_it_is_looked_at() {
    let bench = Bench::new().await;
    bench.set("2026-06-30T23:45:00");
    planned(&bench, "It was late", &json!([{"cue": "it is late", "act": "stop"}])).await;
    let it = bench.app.practices().await.unwrap().remove(0);
    bench.app.note_moment(it.practice.id, &did(Did::Done)).await.unwrap();
    bench.set("2026-07-01T00:10:00");
    bench.log("It was early").await;
    let (second, third): (Period, Period) = ("2026-Q2".parse().unwrap(), "2026-Q3".parse().unwrap());
    for at in [
        "2026-07-01T00:20[Europe/Berlin]",
        "2026-07-01T07:20[Asia/Tokyo]",
        "2026-07-02T00:20[America/Los_Angeles]",
        "2026-10-26T00:20[Europe/Berlin]",
    ] {
        bench.travel(at);
        let told = bench.app.report_of(second).await.unwrap();
        assert_eq!((told.entries.entries, told.entries.moments, told.lessons.moved), (1, 1, 1), "{at}");
        let told = bench.app.report_of(third).await.unwrap();
        assert_eq!((told.entries.entries, told.entries.moments, told.lessons.moved), (1, 0, 0), "{at}");
    }
}

#[tokio::test]
async fn a_year_after_a_29_february_a_review_is_due_on_the_last_of_the_month() {
    let bench = Bench::new().await;
    bench.set("2028-02-29T12:00:00");
    bench.log("It was a day too many").await;
    bench.app.review_every(12).await.unwrap();
    assert_eq!(bench.app.quarter_due().await.unwrap(), Some("2029-02-28".parse().unwrap()));
    let told = bench.app.report_of("2028-02".parse().unwrap()).await.unwrap();
    assert_eq!((told.entries.entries, told.as_of.to_string()), (1, "2028-02-29".to_owned()));
}

#[tokio::test]
async fn a_frozen_review_stands_whatever_the_clock_shows() {
    let bench = Bench::new().await;
    let it = one_habit(&bench).await;
    done(&bench, &it, 3, 5).await;
    bench.set("2026-06-30T20:00:00");
    let id = bench.app.begin_quarter(Some("2026-Q2".parse().unwrap())).await.unwrap().id;
    bench.app.freeze_quarter(id, None).await.unwrap();
    let frozen = bench.app.look_back(id).await.unwrap();
    for at in [
        "2020-01-01T00:00[Europe/Berlin]",
        "2026-07-01T00:00[Asia/Tokyo]",
        "2030-02-28T12:00[America/Los_Angeles]",
    ] {
        bench.travel(at);
        assert_eq!(bench.app.look_back(id).await.unwrap(), frozen, "{at}");
    }
    bench.travel("2020-01-01T00:00[Europe/Berlin]");
    let due = bench.app.quarter_due().await.unwrap();
    assert_eq!(due, Some("2026-09-30".parse().unwrap()));
}
