//! What is refused, and that nothing is lost by it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};

use crate::harness::Home;

#[test]
fn a_file_that_is_there_is_replaced_only_where_somebody_says_so() {
    let home = Home::new();
    let id = home.review(&json!({
        "schema": 1, "log": "The proposal came late", "finish": true,
        "intended": {"statement": "On Friday"}, "happened": {"unplanned": ["It came on Monday"]},
        "skipped": {"why": "known", "next": "nothing"},
    }));
    let story = home.json(&["career", "new", &id])["id"].as_str().unwrap().to_owned();
    home.feed(&["quarter", "--period", "2026-Q1", "--freeze"], "").done();
    for (name, command) in [
        ("log.jsonl", vec!["export", "-o", "log.jsonl"]),
        ("one.md", vec!["export", &id, "-o", "one.md"]),
        ("shared.html", vec!["share", &id, "-o", "shared.html"]),
        ("story.html", vec!["career", "export", &story, "-o", "story.html"]),
        ("quarter.md", vec!["quarter", "show", "2026-Q1", "--markdown", "quarter.md"]),
        ("due.ics", vec!["remind", "--calendar", "due.ics"]),
        ("copy.db", vec!["backup", "copy.db"]),
    ] {
        let path = home.path().join(name);
        fs::write(&path, "mine").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        home.run(&command).assert_refused(
            3,
            &[&format!("{name} is there already, and stays as it is"), "replace this one with --force"],
        );
        assert_eq!(fs::read(&path).unwrap(), b"mine", "{name}");
        home.done(&[&command[..], &["--force"]].concat());
        assert_ne!(fs::read(&path).unwrap(), b"mine", "{name}");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    }
    let parts = fs::read_dir(home.path())
        .unwrap()
        .filter(|file| file.as_ref().unwrap().file_name().to_string_lossy().contains(".part"));
    assert_eq!(parts.count(), 0);
}

#[test]
fn the_data_itself_and_what_is_no_file_are_never_written_over() {
    let home = Home::new();
    home.log("Before");
    for name in ["data/hansei.db", "./data/../data/hansei.db", "data/serve.lock"] {
        for command in [["export", "-o", name], ["backup", name, "--json"], ["remind", "--calendar", name]] {
            home.run(&[&command[..], &["--force"]].concat())
                .assert_refused(3, &["is a part of the data itself"]);
        }
    }
    // A pipe stands in for a device, which whoever runs the tests may be able to replace.
    let pipe = home.path().join("pipe");
    make_pipe(&pipe);
    home.run(&["backup", "pipe", "--force"])
        .assert_refused(3, &["pipe is no file", "name a file or a folder"]);
    assert!(!fs::metadata(&pipe).unwrap().is_file());
    home.assert_sound();
    assert_eq!(home.sorted("title"), ["Before"]);
}

fn make_pipe(path: &std::path::Path) {
    assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn what_cannot_be_read_or_written_is_named_with_what_to_do() {
    let home = Home::new();
    home.log("Before");
    fs::write(home.path().join("noise.db"), [0xA5; 900]).unwrap();
    for (command, code, parts) in [
        (
            vec!["export", "-o", "not/there.md"],
            4,
            ["there is no folder not", "make it, or name another place"],
        ),
        (vec!["backup", "not/there.db"], 4, ["there is no folder not", "make it, or name another place"]),
        (vec!["import", "data"], 3, ["data is a folder", "name a file"]),
        (vec!["restore", "noise.db"], 3, ["noise.db is no backup that can be put back", "choose another"]),
        (
            vec!["log", "x", "--data-dir", "/proc/not/there"],
            1,
            ["/proc/not/there cannot be made", "--data-dir"],
        ),
    ] {
        let answer = home.run(&command);
        answer.assert_refused(code, &parts);
        assert!(!answer.err.contains("os error") && !answer.err.contains("doctor"), "{answer:?}");
    }
    let noise = std::os::unix::ffi::OsStrExt::from_bytes(b"it was \xff so");
    let noise: &std::ffi::OsStr = noise;
    let answer: crate::harness::Answer = home.command(&["log"]).arg(noise).output().unwrap().into();
    answer.assert_refused(2, &["what was typed is not text in UTF-8", "Hint: type it anew"]);
    assert_eq!(home.sorted("title"), ["Before"]);
}

#[test]
fn a_day_that_has_not_come_is_refused_wherever_something_happened() {
    let home = Home::new();
    let id = home.log("It was so");
    let refused = "2099-01-01 has not come yet";
    home.run(&["log", "It will be so", "--on", "2099-01-01"]).assert_refused(3, &[refused]);
    home.run(&["edit", &id, "--on", "2099-01-01"]).assert_refused(3, &[refused, "give a day up to today"]);
    for happened in [
        json!({"moments": [{"when": "2099-01-01", "what": "so"}]}),
        json!({"outcomes": [{"target": 1, "actual": {"date": "2099-01-01"}}]}),
    ] {
        let answers = json!({
            "schema": 1, "log": "x", "happened": happened,
            "intended": {"statement": "x", "targets": [{"name": "Done", "slot": {"deadline": "2099-06-01"}}]},
        });
        home.feed(&["review", "--from", "-"], answers.to_string()).assert_refused(3, &[refused]);
    }
    assert_eq!(home.entries().len(), 1);
    assert_eq!(home.json(&["show", &id])["entry"]["occurred"], home.entries()[0]["date"]);
}

#[test]
fn answers_that_cannot_be_read_are_refused_with_the_field_and_the_line() {
    let home = Home::new();
    let refused = |answers: &str, parts: &[&str]| {
        let answer = home.feed(&["review", "--from", "-"], answers);
        answer.assert_refused(3, parts);
        assert!(!answer.err.contains("column"), "{answer:?}");
    };
    let zone = json!({"schema": 1, "log": "x", "intended": {"statement": "x"}, "happened": {"zone": "Mars/Base", "unplanned": ["y"]}});
    refused(&zone.to_string(), &["there is no time zone \"Mars/Base\"", "write one like \"Europe/Berlin\""]);
    refused(
        r#"{"schema": 1, "happened": {"zone": 7}}"#,
        &["standard input: the field \"happened.zone\": a number stands where a text belongs"],
    );
    refused(
        "{\"schema\": 1,\n\"happened\": {\n\"zone\": 7}}",
        &["standard input: line 3: the field \"happened.zone\": a number stands where a text belongs"],
    );
    let both = json!({"schema": 1, "log": "x", "skipped": {"intended": "x", "happened": "x", "why": "x"},
        "next": {"commitments": [{"cue": "c", "act": "a"}], "knowledge_only": true}});
    refused(&both.to_string(), &["and \"knowledge only\" that nothing will", "Hint: keep one of the two"]);
    refused("{\"schema\": 1,\n\"log\"}", &["standard input: line 2: this is not JSON (expected `:`)"]);
    assert_eq!(home.entries(), [] as [Value; 0]);
}

#[test]
fn a_search_without_a_word_is_refused_in_a_sentence() {
    let home = Home::new();
    for words in ["", "  ", "?!", "\u{200b}"] {
        for command in [vec!["search", words], vec!["learned", words], vec!["library", "search", words]] {
            home.run(&command)
                .assert_refused(3, &["there is no word to look for", "Hint: write a letter or a digit"]);
        }
        home.feed(&["similar", "-"], words).assert_refused(3, &["there is no word to look for"]);
    }
}
