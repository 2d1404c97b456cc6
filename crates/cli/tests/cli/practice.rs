//! Practice at the command line: what is kept, refused and answered to programs.

use serde_json::{Value, json};

use crate::harness::Home;

fn planned(home: &Home) -> String {
    let answers = json!({
        "schema": 1, "log": "The migration ran on the live cluster", "significance": "small",
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
    });
    home.review(&answers);
    home.json(&["practice", "--all"])["practices"][0]["id"].as_str().unwrap().to_owned()
}

fn shown(home: &Home, id: &str) -> Value {
    home.json(&["practice", id])["practice"].take()
}

#[test]
fn without_a_terminal_nothing_is_asked() {
    let home = Home::new();
    planned(&home);
    let answer = home.run(&["practice"]);
    assert_eq!((answer.code, answer.out.as_str()), (Some(0), ""), "{answer:?}");
    assert!(answer.err.contains("Nothing is asked about today; the next question comes "), "{answer:?}");
}

#[test]
fn a_moment_is_noted_told_and_taken_back_by_the_id_that_was_printed() {
    let home = Home::new();
    let id = planned(&home);
    let answer = home.run(&["practice", &id[..6], "did"]);
    assert!(answer.out.starts_with("Kept: done, "), "{answer:?}");
    let undo =
        answer.err.lines().find_map(|line| line.strip_prefix("Take it back: hansei ")).unwrap().to_owned();
    let undo: Vec<&str> = undo.split(' ').collect();
    assert_eq!(shown(&home, &id)["growth"]["tally"]["done"], 1);
    home.done(&undo);
    assert_eq!(shown(&home, &id)["growth"]["tally"]["met"], 0);
    home.done(&undo);
    assert_eq!(shown(&home, &id)["growth"]["tally"]["done"], 1);
    home.assert_sound();
}

#[test]
fn its_practice_is_begun_set_aside_ended_and_taken_up_again() {
    let home = Home::new();
    let id = planned(&home);
    let turn = || shown(&home, &id)["turn"].take();
    for (act, after) in [
        ("--aside", "aside"),
        ("--begin", "begun"),
        ("--retire", "ended"),
        ("--resume", "begun"),
        ("--superseded", "ended"),
        ("--resume", "begun"),
    ] {
        assert_eq!(home.json(&["practice", &id, act])["id"], id.as_str());
        assert_eq!(turn(), after, "{act}");
    }
    home.done(&["practice", &id, "--rate", "5"]);
    home.done(&["practice", &id, "--rate", "5,4,6,5"]);
    home.done(&["practice", &id, "--unrate"]);
    assert_eq!(shown(&home, &id)["ratings"].as_array().unwrap().len(), 1);
}

#[test]
fn what_cannot_be_is_refused_with_what_to_do() {
    let home = Home::new();
    let id = planned(&home);
    for (args, code, part) in [
        (&["practice", "zz"][..], 4, "there is no practice zz"),
        (&["practice", "--undo", "0123"], 4, "there is no observation 0123"),
        (&["practice", &id, "gone"], 3, "only what is built"),
        (&["practice", &id, "no", "--reminded"], 3, "a moment that came up"),
        (&["practice", &id, "did", "--when", "sometime"], 3, "is no day"),
        (&["practice", &id, "did", "--when", "2062-03-02"], 3, "has not come yet"),
        (&["practice", &id, "--rate", "9"], 3, "is not on the scale"),
        (&["practice", &id, "--rate", "1,2"], 3, "rate the first line alone, or all four"),
        (&["practice", &id, "--unrate"], 3, "no rating to take back"),
        (&["practice", &id, "--superseded-by", &id], 3, "cannot take its own place"),
        (&["practice", &id, "--put-off", "soon"], 3, "is no day to come"),
        (&["growth", "--set", "stale_days=0"], 3, "stale_days is 0"),
        (&["growth", "--set", "stale_days"], 3, "NAME=VALUE"),
    ] {
        home.run(args).assert_refused(code, &[part]);
    }
    for args in [
        &["practice", &id, "did", "--begin"][..],
        &["practice", "--begin"],
        &["practice", &id, "--begin", "--aside"],
        &["practice", &id, "--reminded"],
        &["practice", &id, "--undo", "0123"],
    ] {
        assert_eq!(home.run(args).code, Some(2), "{args:?}");
    }
}

#[test]
fn numbers_are_set_and_set_back() {
    let home = Home::new();
    let value = |list: Value, name: &str| {
        let found = list["parameters"].as_array().unwrap().iter().find(|it| it["name"] == name).cloned();
        found.unwrap()["value"].take()
    };
    let set = home.json(&["growth", "--set", "stale_days=90", "--set", "fidelity=0.8"]);
    assert_eq!((value(set.clone(), "stale_days"), value(set, "fidelity")), (json!(90.0), json!(0.8)));
    assert_eq!(value(home.json(&["growth", "--parameters"]), "stale_days"), 90.0);
    assert_eq!(value(home.json(&["growth", "--reset"]), "stale_days"), 180.0);
}

#[test]
fn programs_get_growth_with_its_counts_and_today_with_what_is_asked() {
    let home = Home::new();
    let id = planned(&home);
    home.done(&["practice", &id, "did"]);
    let growth = home.json(&["growth"]);
    let practising = json!({"state": "practising", "lessons": 1, "moments": 1});
    assert!(growth["states"].as_array().unwrap().contains(&practising), "{growth:#}");
    assert_eq!(growth["practices"][0]["growth"]["words"], "the moment came up once: 1 done");
    assert_eq!(home.json(&[])["practices"], json!([]));
}
