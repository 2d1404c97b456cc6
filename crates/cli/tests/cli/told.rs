//! What the commands print, word for word.

mod copies;
mod library;
mod practice;

use std::cell::Cell;

use serde_json::json;

use crate::harness::{Answer, Home};

/// A home in which it is the same Wednesday until that is changed, and everything that was typed and printed.
struct Session {
    home: Home,
    /// How many commands were run: the ids that the next one makes begin with it.
    count: Cell<u16>,
    seen: String,
    now: &'static str,
    columns: &'static str,
}

impl Session {
    fn new() -> Self {
        let now = "2026-05-13T10:00:00+02:00[Europe/Berlin]";
        Self { home: Home::new(), count: Cell::new(0xa000), seen: String::new(), now, columns: "100" }
    }

    fn run(&self, args: &[&str]) -> Answer {
        self.count.set(self.count.get() + 1);
        let mut command = self.home.command(args);
        command.env("HANSEI_TEST_NOW", self.now);
        command.env("HANSEI_TEST_IDS", self.count.get().to_string()).env("COLUMNS", self.columns);
        command.output().unwrap().into()
    }

    /// Makes an entry and returns the start of its id.
    fn log(&mut self, text: &str) -> String {
        let logged: serde_json::Value =
            serde_json::from_str(&self.run(&["log", text, "--json"]).done()).unwrap();
        logged["short"].as_str().unwrap().to_owned()
    }

    /// Makes an entry and returns its whole id.
    fn log_whole(&self, text: &str) -> String {
        self.run(&["log", text, "--json"]).id()
    }

    /// Types a command and writes down what came.
    fn type_in(&mut self, args: &[&str]) {
        let answer = self.run(args);
        let quoted = |arg: &&str| {
            let is_plain = !arg.is_empty() && !arg.contains([' ', '"']);
            if is_plain { (*arg).to_owned() } else { format!("'{arg}'") }
        };
        let typed: Vec<String> = args.iter().map(quoted).collect();
        let code =
            answer.code.filter(|code| *code != 0).map_or(String::new(), |code| format!("exit code {code}\n"));
        let came = format!("$ hansei {}\n{}{}{code}\n", typed.join(" "), answer.out, answer.err);
        self.seen.push_str(&came.replace(self.home.path().to_str().unwrap(), "HOME"));
    }
}

#[test]
fn a_first_day() {
    let mut session = Session::new();
    session.type_in(&[]);
    session.type_in(&["list"]);
    session.log("yesterday: the demo failed in front of the client. The projector was off.");
    let near = session.log("The backup was empty, and nobody needed it");
    session.type_in(&[
        "edit",
        &near,
        "--kind",
        "near-miss",
        "--tag",
        "Backups, friday",
        "--context",
        "Nightly run",
    ]);
    session.type_in(&[]);
    session.type_in(&["list"]);
    session.type_in(&["list", "--kind", "near-miss", "--json"]);
    session.type_in(&["put-off", &near, "in 2 weeks"]);
    session.type_in(&[]);
    insta::assert_snapshot!(session.seen);
}

#[test]
fn the_echo_says_which_words_were_read_as_a_date() {
    let session = Session::new();
    let told = |text: &str| {
        let told = session.run(&["log", text]).done();
        told.split_once(" · ").unwrap().1.to_owned()
    };
    assert_eq!(told("yesterday: it failed"), "Tue 12 May 2026 (read from \"yesterday\")\n");
    assert_eq!(
        told("last friday 15:00: it failed"),
        "Fri 8 May 2026, 15:00 (read from \"last friday 15:00\")\n"
    );
    assert_eq!(told("2026-03-02: it failed"), "Mon 2 Mar 2026 (read from \"2026-03-02\")\n");
    assert_eq!(told("it failed"), "Wed 13 May 2026, 10:00\n");
}

#[test]
fn an_entry_changed_deleted_and_brought_back() {
    let mut session = Session::new();
    let id = session.log("2026-03-02: The proposal went out late");
    session.type_in(&["edit", &id, "--title", "The proposal went out a week late"]);
    session.type_in(&["edit", &id]);
    session.type_in(&["history", &id]);
    session.type_in(&["undo"]);
    session.type_in(&["undo", &id]);
    session.type_in(&["undo", &id, "--to", "2"]);
    session.type_in(&["history", &id, "--version", "1"]);
    session.type_in(&["delete", &id]);
    session.type_in(&["show", &id]);
    session.type_in(&["deleted"]);
    session.type_in(&["take-back", &id]);
    session.type_in(&["erase", &id]);
    session.type_in(&["erase", &id, "--yes"]);
    session.type_in(&["take-back", &id]);
    session.type_in(&["show", "not-an-id"]);
    insta::assert_snapshot!(session.seen);
}

#[test]
fn a_whole_story_and_what_was_learned() {
    let mut session = Session::new();
    let story = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stories/client-proposal.json");
    let id =
        session.log("2026-03-22: The client proposal went out a week late. It also came in over budget.");
    session.type_in(&["review", &id, "--from", story]);
    session.seen = session.seen.replace(story, "STORY");
    session.type_in(&["show", &id]);
    session.type_in(&["list", "--fields"]);
    session.type_in(&["search", "protocol", "kickoff"]);
    session.type_in(&["search", "nowhere"]);
    session.type_in(&["learned", "scope"]);
    session.type_in(&["review", &id, "--from", story]);
    session.seen = session.seen.replace(story, "STORY");
    session.type_in(&["reopen", &id, "--because", "the invoice turned up"]);
    session.type_in(&["review", &id]);
    insta::assert_snapshot!(session.seen);
}

#[test]
fn what_was_like_it_before_comes_with_its_lesson() {
    let mut session = Session::new();
    let first =
        session.log("2026-03-02: The van came late. The driver was never told that the venue had moved.");
    let answers = json!({
        "skipped": {"intended": "plain enough"}, "happened": {"moments": [{"what": "It stood before the old hall"}]},
        "schema": 1, "why": {"causes": [{"statement": "Nobody owned the list of who is told", "chosen": true}]},
        "next": {"lesson": "A move is told to everybody on the list", "knowledge_only": true},
    });
    let file = session.home.path().join("answers.json");
    std::fs::write(&file, answers.to_string()).unwrap();
    session.run(&["review", &first, "--from", file.to_str().unwrap()]).done();
    session.log("I gave the patient twice the dose. The label was hard to read at night.");
    let last =
        session.log("The caterer stood before a closed hall. Nobody told her that the venue had moved.");
    session.type_in(&["similar", &last]);
    session.type_in(&["similar", &last, "--same", &first]);
    session.type_in(&["similar", &first]);
    session.type_in(&["similar", &last, "--different", &first]);
    session.type_in(&["similar", &last]);
    session.type_in(&["similar", &last, "--far"]);
    session.type_in(&["similar", &last, "--unsaid", &first]);
    session.type_in(&["similar", &last, "--limit", "1", "--json"]);
    session.type_in(&["learned", "telling", "the", "guests", "that", "the", "venue", "has", "moved"]);
    session.type_in(&["search", "catrer"]);
    session.type_in(&["search", "catrer", "--limit", "1", "--json"]);
    insta::assert_snapshot!(session.seen);
}

#[test]
fn a_review_that_was_opened_again_tells_what_was_new() {
    let session = Session::new();
    let id = session.log_whole("2026-03-22: The client proposal went out a week late");
    let story = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stories/client-proposal.json");
    session.run(&["review", &id, "--from", story]).done();
    session.run(&["reopen", &id, "--because", "the invoice turned up"]).done();
    let told = session.run(&["show", &id]).done();
    assert!(told.contains("the invoice turned up"), "{told}");
}

#[test]
fn another_attempt_brings_the_earlier_lessons_along() {
    let mut session = Session::new();
    let first = session.log("2026-03-02: The proposal went out late");
    let answers = json!({
        "schema": 1,
        "intended": {"statement": "Deliver by 1 March", "targets": [{"name": "Day", "slot": {"deadline": "2026-03-01"}}]},
        "happened": {"outcomes": [{"target": 1, "actual": {"date": "2026-03-08"}}]},
        "why": {"causes": [{"statement": "The scope grew", "chosen": true}]},
        "next": {"lesson": "Scope moves", "commitments": [{"cue": "it grows", "act": "stop"}]},
    });
    session.home.feed(&["review", &first, "--from", "-"], answers.to_string()).done();
    let again = session.run(&["attempt", &first, "The second one", "--changed", "a clause", "--json"]).done();
    let again: serde_json::Value = serde_json::from_str(&again).unwrap();
    let second = again["short"].as_str().unwrap().to_owned();
    session.type_in(&["attempts", &second, "--applies", "1"]);
    session.type_in(&["attempts", &second, "--applies-not", "2"]);
    session.type_in(&["attempts", &second, "--applies", "9"]);
    session.type_in(&["attempts", &first]);
    session.type_in(&["show", &second]);
    insta::assert_snapshot!(session.seen);
}

#[test]
fn a_log_moved_out_and_in() {
    let mut session = Session::new();
    session.log("2026-03-02: The proposal went out late");
    session.type_in(&["export", "-o", "log.jsonl"]);
    session.type_in(&["export", "--format", "csv"]);
    session.type_in(&["--data-dir", "elsewhere", "import", "log.jsonl", "--preview"]);
    session.type_in(&["--data-dir", "elsewhere", "import", "log.jsonl"]);
    session.type_in(&["--data-dir", "elsewhere", "import", "log.jsonl"]);
    std::fs::write(
        session.home.path().join("bad.jsonl"),
        "{\"hansei\": \"export\", \"schema\": 1}\n{\"title\": 1}\n",
    )
    .unwrap();
    session.type_in(&["import", "bad.jsonl"]);
    session.type_in(&["import", "bad.jsonl", "--all-or-nothing"]);
    session.type_in(&["import", "missing.jsonl"]);
    insta::assert_snapshot!(session.seen);
    let [here, there] =
        [&["export"][..], &["--data-dir", "elsewhere", "export"]].map(|args| session.run(args).done());
    assert_eq!(here, there);
}

#[test]
fn an_entry_for_one_person_says_what_was_replaced_and_what_was_not() {
    let mut session = Session::new();
    let id = session.log("2026-03-02: Anna left Northgate. ANNA had asked twice, and Bob knew.");
    session.type_in(&["share", &id, "--suggest"]);
    session.type_in(&[
        "share",
        &id,
        "--replace",
        "anna=the lead",
        "--replace",
        "Zoe=x",
        "--for",
        "Sam",
        "-o",
        "for-sam.md",
    ]);
    session.type_in(&["share", &id, "--replace", "anna"]);
    session.type_in(&["share", &id, "--replace", "anna=the lead", "--preview"]);
    let written = std::fs::read_to_string(session.home.path().join("for-sam.md")).unwrap();
    assert!(!written.to_lowercase().contains("anna"), "{written}");
    assert!(session.run(&["share", &id]).done().starts_with("<!doctype html>"));
    insta::assert_snapshot!(session.seen);
}

#[test]
fn a_backup_made_and_put_back() {
    let mut session = Session::new();
    let id = session.log("2026-03-02: The first one");
    session.type_in(&["restore"]);
    session.type_in(&["backup"]);
    session.type_in(&["restore"]);
    session.log("2026-03-03: The second one");
    session.type_in(&["erase", &id, "--yes"]);
    let backup = "data/backups/hansei-20260513-080000-by-hand.db";
    session.type_in(&["restore", backup]);
    session.type_in(&["restore", backup, "--yes"]);
    session.type_in(&["list"]);
    session.type_in(&["--data-dir", "data/other", "restore", backup, "--yes"]);
    session.type_in(&["restore", "data/hansei"]);
    insta::assert_snapshot!(session.seen);
}

#[test]
fn a_backup_is_also_found_in_the_data_folder() {
    let session = Session::new();
    session.run(&["log", "The first one"]).done();
    session.run(&["backup"]).done();
    for name in ["backups/hansei-20260513-080000-by-hand.db", "hansei-20260513-080000-by-hand.db"] {
        assert!(session.run(&["restore", name]).done().starts_with("In the backup  1 entry"), "{name}");
    }
}

#[test]
fn a_demo_keeps_to_its_own_folder() {
    let mut session = Session::new();
    session.log("2026-03-02: My own entry");
    session.type_in(&["demo"]);
    session.type_in(&["demo"]);
    session.type_in(&["list"]);
    session.type_in(&["settings"]);
    session.type_in(&["settings", "--name", "Anna's log", "--automatic-backups", "no"]);
    insta::assert_snapshot!(session.seen);
    let count = |args: &[&str]| session.run(args).done().lines().count();
    let before = count(&["--data-dir", "data/demo", "list", "--limit", "200"]);
    session.run(&["demo", "--again"]).done();
    assert_eq!(count(&["--data-dir", "data/demo", "list", "--limit", "200"]), before);
}

#[test]
fn a_demo_that_somebody_writes_in_is_not_thrown_away_by_mistake() {
    let session = Session::new();
    session.run(&["--data-dir", "data/demo", "log", "my own words"]).done();
    session.run(&["demo", "--again"]).assert_refused(5, &["was not made by hansei demo"]);
    assert!(session.run(&["--data-dir", "data/demo", "list"]).done().contains("my own words"));
}

#[test]
fn a_page_of_the_list_goes_on_where_the_last_one_ended() {
    let session = Session::new();
    for day in 1..=7 {
        session.run(&["log", &format!("2026-03-0{day}: day {day}")]).done();
    }
    let mut seen = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let mut args = vec!["list", "--limit", "3", "--json"];
        if let Some(cursor) = &after {
            args.extend(["--after", cursor]);
        }
        let page: serde_json::Value = serde_json::from_str(&session.run(&args).done()).unwrap();
        seen.extend(
            page["entries"]
                .as_array()
                .unwrap()
                .iter()
                .map(|entry| entry["title"].as_str().unwrap().to_owned()),
        );
        match page["next"].as_str() {
            Some(cursor) => after = Some(cursor.to_owned()),
            None => break,
        }
    }
    assert_eq!(seen, (1..=7).rev().map(|day| format!("day {day}")).collect::<Vec<_>>());
    session.run(&["list", "--after", "nowhere"]).assert_refused(3, &["not a place in a list"]);
}

#[test]
fn a_configuration_is_read_and_a_mistake_in_it_is_named() {
    let session = Session::new();
    let config = session.home.path().join(".config/hansei/config.toml");
    std::fs::write(&config, "automatic-backups = false\ndata-dir = \"from-config\"\n").unwrap();
    let mut command = session.home.command(&["log", "x"]);
    assert!(Answer::from(command.env_remove("HANSEI_DATA_DIR").output().unwrap()).code == Some(0));
    assert!(session.home.path().join("from-config/hansei.db").is_file());
    std::fs::write(&config, "automatic-backups = false\n\nprot = 8080\n").unwrap();
    session.run(&["list"]).assert_refused(2, &["config.toml, line 3", "unknown field `prot`"]);
}

#[test]
fn deleted_entries_are_listed_page_by_page() {
    let session = Session::new();
    let ids: Vec<String> = (1..=3).map(|day| session.log_whole(&format!("day {day}"))).collect();
    for id in &ids {
        session.run(&["delete", id]).done();
    }
    let page: serde_json::Value =
        serde_json::from_str(&session.run(&["deleted", "--limit", "2", "--json"]).done()).unwrap();
    let next = page["next"].as_str().unwrap();
    let rest: serde_json::Value =
        serde_json::from_str(&session.run(&["deleted", "--after", next, "--json"]).done()).unwrap();
    let seen = [&page, &rest].map(|page| page["entries"].as_array().unwrap().len());
    assert_eq!((seen, rest["next"].as_str()), ([2, 1], None));
    session.run(&["deleted", "--after", "nowhere"]).assert_refused(3, &["not a place in a list"]);
}

#[test]
fn a_line_is_kept_with_at_most_eight_keystrokes_beside_its_text() {
    let home = Home::new();
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md")).unwrap();
    let alias = "alias h='hansei log'";
    for told in [home.done(&["log", "--help"]), readme] {
        assert!(told.lines().any(|line| line.trim().starts_with(alias)), "{told}");
    }
    let text = "yesterday: the demo failed";
    let typed = format!("h \"{text}\"\n");
    assert!(typed.len() - text.len() <= 8);
    // What is typed is read by a shell that knows the alias and finds the program on its path.
    let folder = std::path::Path::new(crate::harness::HANSEI).parent().unwrap();
    let mut shell = std::process::Command::new("/bin/sh");
    home.settle(&mut shell).env("PATH", folder).args(["-c", &format!("{alias}\n{typed}")]);
    let done = shell.output().unwrap();
    assert!(done.status.success(), "{done:?}");
    assert!(home.done(&["list"]).contains("the demo failed"));
}
