//! Days at the edges of the calendar, and hours that came twice or never.

use serde_json::{Value, json};

use crate::harness::{Answer, Home, feed};

fn in_berlin(home: &Home, args: &[&str]) -> Answer {
    home.command(args).env("TZ", "Europe/Berlin").output().unwrap().into()
}

#[test]
fn the_first_and_the_last_day_are_kept_and_the_days_between_counted() {
    let home = Home::new();
    let answers = json!({
        "schema": 1,
        "log": "0001-01-01: It began",
        "intended": {"statement": "End it in time", "targets": [{"number": 1, "name": "The end", "slot": {"deadline": "0001-01-01"}}]},
        "happened": {
            "moments": [{"number": 1, "when": "0001-01-01 00:00", "what": "first"}, {"number": 2, "when": "9999-12-31 23:59", "what": "last"}],
            "outcomes": [{"target": 1, "actual": {"date": "9999-12-31"}}],
        },
    });
    // What happened has been: nobody but somebody of that day writes it down.
    let mut command = home.command(&["review", "--from", "-", "--json"]);
    let id =
        feed(command.env("HANSEI_TEST_NOW", "9999-12-30T12:00:00Z[UTC]"), answers.to_string().as_bytes())
            .id();
    let shown = home.json(&["show", &id]);
    assert_eq!(shown["entry"]["occurred"], "0001-01-01");
    assert_eq!(shown["gap"][0]["difference"], "3652058 days late");
    let moments = &shown["entry"]["review"]["answers"]["happened"]["moments"];
    assert_eq!([&moments[0]["when"], &moments[1]["when"]], ["0001-01-01 00:00", "9999-12-31 23:59"]);
    assert!(home.done(&["show", &id]).contains("3652058 days late"));
    assert!(home.done(&["list", "--from", "0001-01-01", "--to", "9999-12-31"]).contains("0001-01-01"));
    for format in ["md", "jsonl", "csv"] {
        let moved = home.done(&["export", "--format", format]);
        assert!(moved.contains("0001-01-01"), "{format}");
    }
}

#[test]
fn days_that_are_none_are_refused() {
    let home = Home::new();
    for day in ["0000-12-31", "10000-01-01", "2026-02-30", "-0001-01-01", "2026-13-01"] {
        let on = format!("--on={day}");
        home.run(&["log", "It was not", &on]).assert_refused(3, &[day]);
    }
    let deadline = json!({"schema": 1, "log": "x", "intended": {"statement": "x", "targets": [{"name": "x", "slot": {"deadline": "2026-02-30"}}]}});
    home.feed(&["review", "--from", "-"], deadline.to_string()).assert_refused(3, &["standard input: "]);
    assert_eq!(home.entries(), [] as [Value; 0]);
}

#[test]
fn an_hour_that_never_was_and_one_that_came_twice_are_kept_as_written() {
    let home = Home::new();
    for (day, hour) in [("2025-03-30", "02:30"), ("2025-10-26", "02:30"), ("2025-03-30", "03:00")] {
        let answer =
            in_berlin(&home, &["log", "The clocks changed", "--on", &format!("{day} {hour}"), "--json"]);
        let id = answer.id();
        assert_eq!(home.entry(&id)["occurred"], format!("{day}T{hour}"));
        assert!(in_berlin(&home, &["show", &id]).done().contains(hour));
    }
    let moments: Vec<_> = ["2025-03-30 01:59", "2025-03-30 02:30", "2025-10-26 02:30", "2025-10-26 02:30"]
        .map(|when| json!({"when": when, "what": "The clocks changed"}))
        .into();
    let id = home.review(&json!({
        "schema": 1,
        "log": "The clocks changed",
        "intended": {"statement": "Be there in time"},
        "happened": {"zone": "Europe/Berlin", "moments": moments},
    }));
    let happened = home.entry(&id)["review"]["answers"]["happened"].take();
    assert_eq!(happened["zone"], "Europe/Berlin");
    let kept: Vec<_> = happened["moments"].as_array().unwrap().iter().map(|moment| &moment["when"]).collect();
    assert_eq!(kept, ["2025-03-30 01:59", "2025-03-30 02:30", "2025-10-26 02:30", "2025-10-26 02:30"]);
    // Told from another side of the world, nothing moves.
    let shown = home.command(&["show", &id]).env("TZ", "Pacific/Auckland").output().unwrap();
    assert!(Answer::from(shown).done().contains("2025-03-30 02:30"));
}

#[test]
fn yesterday_is_the_day_before_also_when_a_day_has_twenty_three_hours() {
    let home = Home::new();
    for (now, day) in [
        // An hour into the day after the one that lost an hour, and after the one that won one.
        ("2025-03-31T00:30:00+02:00[Europe/Berlin]", "2025-03-30"),
        ("2025-10-27T00:30:00+01:00[Europe/Berlin]", "2025-10-26"),
        ("2025-01-01T00:00:00+01:00[Europe/Berlin]", "2024-12-31"),
    ] {
        let logged =
            home.command(&["log", "yesterday: it was so", "--json"]).env("HANSEI_TEST_NOW", now).output();
        assert_eq!(Answer::from(logged.unwrap()).json()["date"], day, "{now}");
    }
}

#[test]
fn a_day_that_cannot_be_read_is_kept_and_said() {
    let home = Home::new();
    let said = home.done(&["log", "2026-02-31: the pump stopped"]);
    let unread = "\"2026-02-31\" was not read as a day that has been, so it is dated now.";
    assert!(said.contains(unread), "{said}");
    assert!(!home.done(&["log", "Server 2: it stopped"]).contains("not read"));
    assert!(!home.done(&["log", "--on", "yesterday", "2026-02-31: x"]).contains("not read"));
}
