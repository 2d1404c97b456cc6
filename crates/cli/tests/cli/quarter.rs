//! The review of a period at the command line: told, answered, frozen, written to files, skipped.

use serde_json::json;

use crate::harness::Home;

/// A period that today lies in, whenever that is.
const ALWAYS: &str = "2020-01-01..2999-12-31";

#[test]
fn a_period_is_told_answered_and_frozen() {
    let home = Home::new();
    home.log("The proposal came late");
    let draft = home.done(&["quarter", "--period", ALWAYS, "--say", "taken=Ask first."]);
    for words in [
        "1 January 2020 to 31 December 2999",
        "Draft, told up to",
        "Entries about these days                       1",
        "Ask first.",
    ] {
        assert!(draft.contains(words), "{words}: {draft}");
    }
    let frozen = home.done(&["quarter", "--period", ALWAYS, "--freeze"]);
    assert!(frozen.contains("Fingerprint ") && frozen.contains("Ask first."), "{frozen}");
    assert_eq!(home.run(&["quarter", "--period", ALWAYS, "--say", "taken=No."]).code, Some(5));
    home.log("Another one");
    assert_eq!(home.done(&["quarter", "show", ALWAYS]), frozen);
    home.done(&["quarter", "show", ALWAYS, "--markdown", "look.md", "--html", "look.html"]);
    let written = |name: &str| std::fs::read_to_string(home.path().join(name)).unwrap();
    assert!(written("look.md").starts_with("# 1 January 2020"));
    assert!(written("look.html").contains("</html>"));
    home.assert_sound();
}

#[test]
fn programs_get_a_review_as_an_object() {
    let home = Home::new();
    home.log("The proposal came late");
    let shown = home.json(&["quarter", "--period", ALWAYS, "--freeze"]);
    assert_eq!(
        (&shown["frozen"], &shown["is_as_frozen"], &shown["report"]["entries"]["entries"]),
        (&json!(true), &json!(true), &json!(1))
    );
    let list = home.json(&["quarter"]);
    assert_eq!((&list["quarters"][0]["id"], &list["months"]), (&shown["id"], &json!(3)));
    let id = shown["id"].as_str().unwrap();
    home.done(&["quarter", "remove", id]);
    assert_eq!(home.run(&["quarter", "show", id]).code, Some(4));
    home.done(&["quarter", "take-back", id]);
    assert_eq!(home.json(&["quarter", "show", ALWAYS])["id"], shown["id"]);
    assert_eq!(home.run(&["quarter", "erase", id]).code, Some(3));
    home.done(&["quarter", "erase", id, "--yes"]);
    assert_eq!(home.json(&["quarter", "--list"])["quarters"], json!([]));
}

#[test]
fn what_is_due_can_be_skipped() {
    let home = Home::new();
    assert!(home.done(&["quarter"]).starts_with("There is nothing to look back on yet."));
    assert_eq!(home.run(&["quarter", "--skip"]).code, Some(3));
    home.log("The proposal came late");
    let due = |home: &Home| home.json(&["quarter", "--list"])["due_on"].as_str().unwrap().to_owned();
    let before = due(&home);
    home.done(&["quarter", "--skip"]);
    assert!(due(&home) > before);
    home.done(&["quarter", "--every", "6"]);
    assert_eq!(home.json(&["quarter"])["months"], 6);
}

#[test]
fn what_is_no_period_or_no_answer_says_what_is() {
    let home = Home::new();
    let answer = home.run(&["quarter", "--period", "soon"]);
    assert!(answer.code == Some(2) && answer.err.contains("2026-Q2"), "{answer:?}");
    let answer = home.run(&["quarter", "--say", "mood=fine"]);
    assert!(answer.code == Some(2) && answer.err.contains("changed, returned"), "{answer:?}");
    let answer = home.run(&["quarter", "--period", "2999-Q1"]);
    assert!(answer.code == Some(3) && answer.err.contains("has not begun"), "{answer:?}");
}
