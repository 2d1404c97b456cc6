//! Trees of causes that nobody draws by hand.

use serde_json::{Value, json};

use crate::harness::Home;

/// Answers with ten thousand causes, each under the one that `above` names.
fn causes(above: impl Fn(u32) -> Option<u32>) -> Value {
    let causes: Vec<_> = (1..=10_000)
        .map(|number| json!({"number": number, "under": above(number), "statement": format!("Cause {number} of many")}))
        .collect();
    json!({
        "schema": 1,
        "log": "A big one",
        "significance": "full",
        "intended": {"statement": "Understand it"},
        "happened": {"moments": [{"number": 1, "what": "It came otherwise."}]},
        "why": {"causes": causes},
    })
}

/// Asserts that all ten thousand causes come back as they were given, and are drawn.
fn assert_kept_and_shown(above: impl Fn(u32) -> Option<u32>) {
    let home = Home::new();
    let id = home.review(&causes(&above));
    let entry = home.entry(&id);
    let kept = entry["review"]["answers"]["why"]["causes"].as_array().unwrap();
    assert_eq!(kept.len(), 10_000);
    for (number, cause) in (1..).zip(kept) {
        let under = above(number).map_or(Value::Null, Value::from);
        assert_eq!((&cause["number"], &cause["under"]), (&json!(number), &under));
        assert_eq!(cause["statement"], format!("Cause {number} of many"));
    }
    let shown = home.done(&["show", &id]);
    for number in [1, 2, 4_999, 10_000] {
        assert!(shown.contains(&format!(" {number}. Cause {number} of many")), "{number} is not drawn");
    }
    for format in ["md", "jsonl", "csv"] {
        home.done(&["export", &id, "--format", format]);
    }
    home.assert_sound();
}

#[test]
fn a_tree_of_ten_thousand_causes_is_kept_and_shown() {
    assert_kept_and_shown(|number| (number > 1).then_some(number / 2));
}

#[test]
fn a_chain_of_ten_thousand_causes_is_kept_and_shown() {
    assert_kept_and_shown(|number| (number > 1).then_some(number - 1));
}

#[test]
fn a_circle_of_causes_is_refused_and_nothing_is_kept() {
    let home = Home::new();
    // The first one hangs under the last.
    let circle = causes(|number| Some(if number == 1 { 10_000 } else { number - 1 }));
    home.feed(&["review", "--from", "-"], circle.to_string()).assert_refused(
        3,
        &["would lead back to itself", "Hint: put it under a cause that does not come from it"],
    );
    let loose = causes(|number| (number > 1).then_some(20_000));
    home.feed(&["review", "--from", "-"], loose.to_string())
        .assert_refused(3, &["cause 2 stands under cause 20000, which does not exist"]);
    assert_eq!(home.entries(), [] as [Value; 0]);
}

#[test]
fn answers_nested_without_end_are_refused() {
    let home = Home::new();
    for opening in ["[", "{\"why\":", "{\"answers\":{\"why\":["] {
        home.feed(&["review", "--from", "-"], opening.repeat(100_000)).assert_refused(3, &["standard input"]);
    }
    assert_eq!(home.entries(), [] as [Value; 0]);
}
