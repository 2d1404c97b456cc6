//! Calendars, read back by a parser that knows nothing of hansei: Python's `icalendar`.
//!
//! It is looked for in `target/icalendar`; `.ci/run` puts it there. Without it a local run says that this was left out; with the
//! variable `CI` set it fails.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use hansei_app::reminders::calendar::{Event, write};
use jiff::Timestamp;
use jiff::civil::Date;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

/// How many calendars are read back.
const CALENDARS: usize = 200;

fn python() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/icalendar/bin/python")
}

#[expect(clippy::disallowed_methods, reason = "a test asks whether it may leave itself out")]
fn is_ci() -> bool {
    std::env::var_os("CI").is_some()
}

/// Reads calendars with the other parser; `None` where it is missing.
fn read(calendars: &[String]) -> Option<Value> {
    if !python().exists() {
        assert!(!is_ci(), "target/icalendar is missing, and nothing is left out in CI");
        let sentence = "left out: reading calendars with another parser, for want of target/icalendar\n";
        std::io::stderr().write_all(sentence.as_bytes()).unwrap();
        return None;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/app/read_calendars.py");
    let mut reader = Command::new(python())
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    reader.stdin.take().unwrap().write_all(&serde_json::to_vec(calendars).unwrap()).unwrap();
    let ran = reader.wait_with_output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    Some(serde_json::from_slice(&ran.stdout).unwrap())
}

/// Texts of all that can stand in one, with the marks that mean something in a calendar among them.
fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![
            3 => "[^\\p{C}\\p{Z}]{0,30}".boxed(),
            2 => proptest::sample::select(vec![
                " ", ";", ",", ":", "\"", "\\", "\\n", "\\,", "\n", "END:VEVENT", "é", "日本", "🙂", "%0A", "=", "^n",
            ])
            .prop_map(str::to_owned)
            .boxed(),
        ],
        0..12,
    )
    .prop_map(|parts| format!("x{}x", parts.concat()))
}

fn event() -> impl Strategy<Value = Event> {
    let day = (1_i16..=9998, 1_i8..=12, 1_i8..=28);
    (text(), 0_i64..=4_000_000_000, day, text()).prop_map(|(uid, second, (year, month, day), summary)| {
        Event {
            uid,
            stamp: Timestamp::from_second(second).unwrap(),
            day: Date::new(year, month, day).unwrap(),
            summary,
        }
    })
}

#[test]
fn another_parser_reads_what_was_written() {
    let mut runner = TestRunner::deterministic();
    let strategy = proptest::collection::vec(event(), 0..4);
    let drawn: Vec<_> = (0..CALENDARS).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect();
    let written: Vec<_> = drawn.iter().map(|events| write(events)).collect();
    let Some(Value::Array(calendars)) = read(&written) else { return };
    assert_eq!(calendars.len(), CALENDARS);
    for (calendar, events) in calendars.iter().zip(&drawn) {
        let events: Vec<_> = events
            .iter()
            .map(|event| json!({"uid": event.uid, "stamp": event.stamp, "day": event.day, "summary": event.summary}))
            .collect();
        assert_eq!(*calendar, json!({"name": "hansei", "events": events}));
    }
}
