//! Patterns: found, confirmed, renamed, merged, rejected and undone at the command line.

use crate::harness::Home;

fn forgetful(home: &Home) -> Vec<String> {
    let told = [("Forgot the keys", "home"), ("It slipped my mind", "work"), ("I forgot the milk", "home")];
    let keep = |(text, tag): (&str, &str)| {
        let id = home.log(text);
        home.done(&["edit", &id, "--tag", tag]);
        id
    };
    told.into_iter().map(keep).collect()
}

#[test]
fn an_empty_log_says_when_patterns_appear() {
    let home = Home::new();
    let answer = home.run(&["patterns"]);
    assert!(answer.err.contains("three entries from two kinds of situation"), "{answer:?}");
}

#[test]
fn what_recurs_is_listed_shown_and_decided() {
    let home = Home::new();
    let ids = forgetful(&home);
    assert!(home.done(&["patterns"]).contains("? Relying on memory"));
    let shown = home.done(&["patterns", "show", "relying"]);
    for words in [
        "3 entries in 2 kinds of situation: home (2), work (1)",
        "It slipped my mind",
        "no commitment was made",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    home.done(&["patterns", "rename", "relying", "Two pockets"]);
    let list = home.json(&["patterns"]);
    assert_eq!(
        (list["patterns"][0]["name"].as_str(), list["patterns"][0]["state"].as_str()),
        (Some("Two pockets"), Some("confirmed"))
    );
    home.done(&["patterns", "belongs", "relying", &ids[0], "--not"]);
    assert_eq!(
        home.json(&["patterns", "show", "relying"])["pattern"]["left_out"].as_array().unwrap().len(),
        1
    );
    home.done(&["patterns", "reject", "relying"]);
    assert_eq!(home.json(&["patterns"])["put_away"][0]["state"], "rejected");
    let listed = home.done(&["patterns"]);
    let away = "Put away by you:\n  relying-on-memory · Two pockets: no pattern of yours\n";
    assert!(listed.contains(away), "{listed}");
    for _ in 0..3 {
        home.done(&["patterns", "undo", "relying"]);
    }
    assert_eq!(home.json(&["patterns"])["patterns"][0]["state"], "open");
    assert_eq!(home.run(&["patterns", "undo", "relying"]).code, Some(3));
    assert_eq!(home.run(&["patterns", "show", "nothing"]).code, Some(4));
    home.assert_sound();
}

#[test]
fn what_was_merged_is_listed_with_what_it_is_the_same_as() {
    let home = Home::new();
    forgetful(&home);
    for (text, tag) in
        [("I put it off", "home"), ("I kept putting it off", "work"), ("I procrastinated", "home")]
    {
        let id = home.log(text);
        home.done(&["edit", &id, "--tag", tag]);
    }
    home.done(&["patterns", "merge", "procrastination", "relying"]);
    let listed = home.done(&["patterns"]);
    let away = "Put away by you:\n  procrastination · Procrastination: the same as Relying on memory\n";
    assert!(listed.contains(away), "{listed}");
}
