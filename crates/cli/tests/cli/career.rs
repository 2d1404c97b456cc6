//! Career stories at the command line: begun, changed, shown and written for somebody.

use serde_json::{Value, json};

use crate::harness::Home;

fn reviewed(home: &Home, title: &str) -> String {
    home.review(&json!({
        "schema": 1, "log": title, "significance": "small",
        "answers": {
            "intended": {"statement": "Run it on staging"}, "happened": {"moments": [{"what": "It ran on the live cluster"}]},
            "why": {"factors": [{"statement": "I did not look", "control": "mine"}]},
            "next": {
                "lesson": "Read it aloud",
                "commitments": [{"cue": "I open a shell on a live host", "act": "read its name aloud"}],
                "choice": {"way": "retry", "reason": "the aim is the same"}
            }
        },
        "finish": true
    }))
}

fn begun(home: &Home, entries: &[&str]) -> String {
    let args: Vec<&str> = ["career", "new"].into_iter().chain(entries.iter().copied()).collect();
    home.json(&args)["id"].as_str().unwrap().to_owned()
}

fn shown(home: &Home, id: &str) -> Value {
    home.json(&["career", "show", id])
}

#[test]
fn a_story_is_begun_changed_and_written_for_somebody() {
    let home = Home::new();
    assert_eq!(home.done(&["career"]), "");
    let (one, two) = (reviewed(&home, "The migration with Anna ran live"), reviewed(&home, "The second one"));
    let id = begun(&home, &[&one[..8]]);
    home.done(&[
        "career",
        "edit",
        &id[..6],
        "--add",
        &two,
        "--earlier",
        &two,
        "--title",
        "What I took from it",
    ]);
    home.done(&[
        "career",
        "edit",
        &id,
        "--chapter",
        &one,
        "--now",
        "I read the name aloud.",
        "--wrong",
        "",
        "--leave-out",
        "dates",
    ]);
    let story = shown(&home, &id);
    assert_eq!((&story["title"], &story["version"]), (&json!("What I took from it"), &json!(5)));
    let chapters = &story["chapters"];
    assert_eq!(
        (&chapters[0]["title"], &chapters[1]["chapter"]["entry"]),
        (&json!("The second one"), &json!(one))
    );
    assert_eq!(chapters[1]["chapter"]["wrong"], Value::Null);
    assert_eq!(
        (&chapters[1]["evidence"][0]["key"], &chapters[1]["evidence"][0]["shown"]),
        (&json!("dates"), &json!(false))
    );
    let text = home.done(&["career", "show", "what i took from it"]);
    assert!(text.contains("I read the name aloud.") && text.contains("(left out)"), "{text}");
    assert!(text.contains("Not tested yet: planned on "), "{text}");
    let answer = home.run(&["career", "export", &id, "--format", "md", "--replace", "Anna=a colleague"]);
    assert!(answer.out.starts_with("# What I took from it\n"), "{answer:?}");
    assert!(
        answer.out.contains("The migration with a colleague ran live") && !answer.out.contains(&id[..8]),
        "{answer:?}"
    );
    assert!(answer.err.contains("Replaced \"Anna\" by \"a colleague\": once"), "{answer:?}");
    home.done(&["career", "export", &id, "-o", "story.html"]);
    assert!(std::fs::read_to_string(home.path().join("story.html")).unwrap().contains("</html>"));
    assert!(home.done(&["career", "export", &id, "--suggest"]).contains("Anna"));
    home.assert_sound();
}

#[test]
fn a_story_goes_through_the_text_of_the_editor_without_loss() {
    let home = Home::new();
    let one = reviewed(&home, "The migration ran live");
    let id = begun(&home, &[&one]);
    let before = shown(&home, &id);
    let written = home.done(&["career", "edit", &id, "--print"]);
    home.feed(&["career", "edit", &id, "--from", "-"], &written).done();
    assert_eq!(shown(&home, &id), before, "nothing is different");
    let changed =
        written.replace("=== intro\n", "=== intro\nThree nights.\n").replace("[x] dates", "[ ] dates");
    home.feed(&["career", "edit", &id, "--from", "-"], &changed).done();
    let after = shown(&home, &id);
    assert_eq!(
        (&after["intro"], &after["chapters"][0]["chapter"]["hidden"]),
        (&json!("Three nights."), &json!(["dates"]))
    );
    let whole =
        json!({"title": "Anew", "chapters": [{"entry": one, "heading": "One", "learned": "Look first"}]});
    home.feed(&["career", "edit", &id, "--from", "-"], whole.to_string()).done();
    assert_eq!(shown(&home, &id)["chapters"][0]["chapter"]["learned"], "Look first");
    let refused = home.feed(&["career", "edit", &id, "--from", "-"], "=== titel\nx");
    refused.assert_refused(3, &["standard input: line 1", "is no part of a story"]);
    home.run(&["career", "edit", &id]).assert_refused(2, &["an editor needs a terminal"]);
}

#[test]
fn a_removed_story_comes_back_and_an_erased_one_does_not() {
    let home = Home::new();
    let id = begun(&home, &[]);
    home.done(&["career", "remove", &id]);
    home.run(&["career", "show", &id]).assert_refused(4, &["no such story"]);
    assert_eq!(home.json(&["career"])["removed"][0]["id"], json!(id));
    assert!(home.done(&["career"]).contains("removed"));
    home.done(&["career", "take-back", &id]);
    assert_eq!(home.json(&["career"])["stories"][0]["id"], json!(id));
    home.run(&["career", "erase", &id]).assert_refused(3, &["--yes"]);
    home.done(&["career", "erase", &id, "--yes"]);
    assert_eq!(home.json(&["career"]), json!({"schema": 1, "stories": [], "removed": []}));
}

#[test]
fn what_is_wrong_says_what_to_do() {
    let home = Home::new();
    let one = home.log("Something");
    let id = begun(&home, &[&one]);
    home.run(&["career", "new", "ffff"]).assert_refused(4, &["no such entry"]);
    home.run(&["career", "edit", &id, "--add", &one])
        .assert_refused(3, &["has a chapter in the story already"]);
    home.run(&["career", "edit", &id, "--now", "x"]).code.filter(|code| *code == 2).unwrap();
    let answer = home.run(&["career", "edit", &id, "--chapter", &one, "--leave-out", "mood"]);
    assert!(answer.code == Some(2) && answer.err.contains("names no line of evidence"), "{answer:?}");
    let long = "x".repeat(5001);
    home.run(&["career", "edit", &id, "--chapter", &one, "--now", &long])
        .assert_refused(3, &["keep it to 5000"]);
}
