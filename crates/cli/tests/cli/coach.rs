//! The coach at the command line: one question or none, nothing kept of it, and what became of those that were asked.

use serde_json::{Value, json};

use crate::harness::Home;

#[test]
fn a_question_comes_after_the_standing_one_with_the_words_that_made_it() {
    let home = Home::new();
    let told = home.feed(&["coach", "why"], "We were late.\nI am a failure.\n").done();
    let (standing, asked) = told.split_once("\n\n").unwrap();
    assert_eq!(standing, "How did that come about?");
    let lines: Vec<_> = asked.lines().collect();
    assert_eq!(
        lines[..2],
        [
            "That is a hard thing to write down.",
            "That is a sentence about you. What is the sentence about what happened, and at what moment?",
        ]
    );
    assert!(lines[2].starts_with("  \u{201c}") && lines[2].ends_with('\u{201d}'), "{told}");
    assert!(lines[2].contains("I am") && lines.len() == 3, "{told}");
    assert!(!home.data().exists(), "the data was opened");
}

#[test]
fn an_answer_that_needs_no_question_gets_the_standing_one_with_what_is_there() {
    let home = Home::new();
    let answer = "I intended to deliver the client proposal by March 15 with a budget under $200K and buy-in from all \
                  three stakeholders.";
    assert_eq!(
        home.feed(&["coach", "intended"], answer).done(),
        "What would you have seen, by when, that told you it worked?\n  \
         4 of 4 present: an amount, a day or time, somebody, something to see\n"
    );
    assert_eq!(
        home.feed(&["coach", "opposite"], "It was entirely her fault.").done(),
        "What speaks against the cause you chose, and how would you know?\n"
    );
}

#[test]
fn an_action_is_told_with_how_well_it_holds() {
    let home = Home::new();
    let told = home.feed(&["coach", "next"], "Remind all staff at the next huddle.").done();
    assert!(told.contains("  weaker: works if I remember"), "{told}");
}

#[test]
fn what_could_be_asked_too_is_shown_to_whoever_wants_it() {
    let home = Home::new();
    let answer = "I am a failure. It was all the fault of the supplier, who is unreasonable.";
    let shown = home.feed(&["coach", "why", "--json"], answer).json();
    assert_ne!(shown["hints"], json!([]));
    let heading = "\nCould be asked too, less surely:\n";
    let with = home.feed(&["coach", "why", "--hints"], answer).done();
    let (before, hints) = with.split_once(heading).unwrap();
    assert!(
        hints.starts_with(shown["hints"][0]["question"].as_str().unwrap().split(". ").next().unwrap()),
        "{with}"
    );
    assert_eq!(home.feed(&["coach", "why"], answer).done(), before);
}

#[test]
fn how_a_factor_was_sorted_decides_what_is_asked() {
    let home = Home::new();
    let rule = |control: &str| {
        let args = ["coach", "factor", "--control", control, "--json"];
        home.feed(&args, "The weather was bad.").json()["asked"]["rule"].take()
    };
    assert_eq!([rule("mine"), rule("outside")], [json!("misattribution"), Value::Null]);
}

#[test]
fn programs_get_all_of_it() {
    let home = Home::new();
    let answer = "I\u{2019}ll be more careful.";
    let mut shown = home.feed(&["coach", "next", "--json"], answer).json();
    let asked = shown["asked"].take();
    assert_eq!(
        shown,
        json!({
            "schema": 1,
            "field": "next",
            "standing": "When will the moment come, and what exactly will you do then?",
            "asked": null,
            "hints": [],
            "slots": [
                {"name": "the moment", "words": null},
                {"name": "who", "words": {"from": 0, "to": 6, "text": "I\u{2019}ll"}},
                {"name": "the act", "words": null},
                {"name": "a number", "words": null},
            ],
            "strength": "weaker",
            "needs_care": false,
            "contacts": null,
        })
    );
    assert_eq!(
        [&asked["rule"], &asked["code"], &asked["weight"], &asked["offer"]],
        ["aspiration", "F8", "nudge", "as_if_then"]
    );
    assert_eq!([&asked["acknowledgement"], &asked["second_question"]], [&Value::Null; 2]);
    let place = |name: &str| usize::try_from(asked["words"][name].as_u64().unwrap()).unwrap();
    assert_eq!(asked["words"]["text"], answer[place("from")..place("to")]);
    assert!((0.0..=1.0).contains(&asked["chance"].as_f64().unwrap()));
}

#[test]
fn what_is_no_field_and_no_text_is_refused() {
    let home = Home::new();
    let unknown = home.feed(&["coach", "sideways"], "x");
    assert_eq!((unknown.code, unknown.out.as_str()), (Some(2), ""));
    assert!(unknown.err.contains("pre-mortem"), "{unknown:?}");
    for blank in ["", " \n"] {
        home.feed(&["coach", "why"], blank).assert_refused(3, &["nothing written"]);
    }
    home.feed(&["coach", "why"], "a\0b").assert_refused(3, &["NUL"]);
    home.feed(&["coach", "why"], "a".repeat((1 << 20) + 1)).assert_refused(3, &["bytes"]);
}

#[test]
fn another_language_gets_the_standing_question_alone() {
    let home = Home::new();
    let german = "Ich bin ein totaler Versager und alle wissen es, weil ich immer alles falsch mache.";
    assert_eq!(home.feed(&["coach", "why", "--hints"], german).done(), "How did that come about?\n");
}

#[test]
fn words_of_hurting_oneself_get_a_kind_sentence_and_no_question() {
    let home = Home::new();
    let answer = "I am a failure and I want to die.";
    let told = home.feed(&["coach", "why", "--hints"], answer).done();
    assert!(told.contains("more than a review can hold") && !told.contains('?'), "{told}");
    let shown = home.feed(&["coach", "why", "--json"], answer).json();
    assert_eq!(
        [&shown["needs_care"], &shown["asked"], &shown["hints"]],
        [&json!(true), &Value::Null, &json!([])]
    );
}

/// Lets three wishes of one entry have been meant as they stand, and one be saved without its words.
fn wishes(home: &Home) -> String {
    let id = home.log("The handover was late");
    let asked = [
        ("I will be more careful", "meant", 1),
        ("I will try harder", "meant", 2),
        ("I will pay more attention", "meant", 3),
        ("I need to be more organised", "revised", 4),
    ];
    for (words, outcome, at) in asked {
        let phrase = words.to_lowercase();
        home.run_sql(&format!(
            "INSERT INTO asked (space, entry, field, rule, phrase, words, asked_at, outcome) \
             SELECT space, id, 'next', 'aspiration', '{phrase}', '{words}', {at}, '{outcome}' FROM entry"
        ));
    }
    id
}

#[test]
fn what_was_meant_and_what_is_switched_off_is_not_asked_about() {
    let home = Home::new();
    let asked = |field: &str, answer: &str| {
        home.feed(&["coach", field, "--json"], answer).json()["asked"]["rule"].take()
    };
    assert_eq!(asked("why", "I am a failure."), "rumination");
    home.done(&["settings", "--self-judgements", "no"]);
    assert_ne!(asked("why", "I am a failure."), "rumination");
    let id = home.log("The handover was late");
    assert_eq!(asked("next", "I will be more careful."), "aspiration");
    home.run_sql(
        "INSERT INTO asked (space, entry, field, rule, phrase, words, asked_at, outcome) \
         SELECT space, id, 'next', 'aspiration', 'x', 'I will be more careful', 1, 'meant' FROM entry",
    );
    assert_eq!(asked("next", "I will be more careful."), Value::Null);
    assert_eq!(asked("next", "I will try harder."), "aspiration");
    home.done(&["erase", &id, "--yes"]);
    home.done(&["settings", "--coach", "no"]);
    let silent = home.feed(&["coach", "next"], "I will be more careful.");
    assert!(silent.err.contains("hansei settings --coach yes"), "{silent:?}");
    let told = silent.done();
    assert!(told.starts_with("When will the moment come") && told.matches('?').count() == 1, "{told}");
}

#[test]
fn whom_the_person_named_is_told_where_it_is_needed() {
    let home = Home::new();
    let answer = "I am a failure and I want to die.";
    assert!(!home.feed(&["coach", "why"], answer).done().contains("You named"));
    home.done(&["settings", "--contacts", "Maeve 01 234 56 78"]);
    let told = home.feed(&["coach", "why"], answer).done();
    assert!(told.ends_with("You named for such a moment:\n  Maeve 01 234 56 78\n"), "{told}");
    let contacts = |answer: &str| home.feed(&["coach", "why", "--json"], answer).json()["contacts"].take();
    assert_eq!([contacts(answer), contacts("We were late.")], [json!("Maeve 01 234 56 78"), Value::Null]);
}

#[test]
fn what_was_asked_is_counted_and_the_words_that_were_meant_are_listed() {
    let home = Home::new();
    let id = wishes(&home);
    insta::assert_snapshot!(home.done(&["coach", "--stats"]).replace(&id[..4], "3f2a"));
    let shown = home.json(&["coach", "--stats"]);
    assert_eq!(
        shown["rules"],
        json!([{"rule": "aspiration", "code": "F8", "asked": 4, "kept": 0, "revised": 1, "meant": 3, "quiet": true}])
    );
    assert_eq!(
        shown["meant"][2],
        json!({
            "entry": id,
            "short": id[..4],
            "field": "next",
            "rule": "aspiration",
            "words": "I will be more careful"
        })
    );
}

#[test]
fn a_rule_that_has_gone_quiet_is_heard_again_when_somebody_asks_for_it() {
    let home = Home::new();
    wishes(&home);
    let wish = "I want to be a better listener at work.";
    let asked = |wish: &str| home.feed(&["coach", "next", "--json"], wish).json()["asked"]["rule"].take();
    assert_eq!(asked(wish), Value::Null);
    assert!(home.done(&["coach", "--again", "blame"]).contains("has not gone quiet"));
    assert_eq!(asked(wish), Value::Null);
    assert!(home.done(&["coach", "--again", "aspiration"]).contains("is heard again"));
    assert_eq!([asked(wish), asked("I will try harder.")], [json!("aspiration"), Value::Null]);
    assert_eq!(home.json(&["coach", "--stats"])["rules"][0]["quiet"], false);
}

#[test]
fn all_of_it_is_forgotten_by_whoever_is_sure() {
    let home = Home::new();
    wishes(&home);
    home.run(&["coach", "--forget"]).assert_refused(2, &["no way back", "--yes"]);
    assert_eq!(home.json(&["coach", "--stats"])["rules"][0]["asked"], 4);
    home.done(&["coach", "--forget", "--yes"]);
    let forgotten = home.run(&["coach", "--stats"]);
    assert!(forgotten.out.is_empty() && forgotten.err.starts_with("Nothing was asked yet."), "{forgotten:?}");
    let asked = home.feed(&["coach", "next", "--json"], "I will try harder.").json();
    assert_eq!(asked["asked"]["rule"], "aspiration");
}

#[test]
fn where_there_is_no_data_none_is_made() {
    let home = Home::new();
    assert!(home.run(&["coach", "--stats"]).err.starts_with("Nothing was asked yet."));
    assert_eq!(home.json(&["coach", "--stats"])["rules"], json!([]));
    home.done(&["coach", "--again", "blame"]);
    home.done(&["coach", "--forget", "--yes"]);
    assert!(!home.data().exists(), "the data was opened");
}

#[test]
fn one_thing_is_done_at_a_time() {
    let home = Home::new();
    for args in [
        &["coach"][..],
        &["coach", "why", "--stats"],
        &["coach", "--stats", "--forget"],
        &["coach", "--stats", "--hints"],
        &["coach", "--again", "sideways"],
        &["coach", "why", "--yes"],
    ] {
        let refused = home.run(args);
        assert_eq!((refused.code, refused.out.as_str()), (Some(2), ""), "{args:?}: {refused:?}");
    }
}

#[test]
fn answers_from_a_file_that_speak_of_hurting_oneself_are_kept_and_then_met_with_whom_the_person_named() {
    let home = Home::new();
    let id = home.log("The handover was late");
    home.done(&["settings", "--contacts", "Maeve 01 234 56 78"]);
    let answers = r#"{"schema": 1, "intended": {"statement": "Hand over at six"}, "happened": {"moments": [
        {"number": 1, "when": null, "what": "Some days I want to die."}]}}"#;
    let answers = answers.replace("\"when\": null, ", "");
    std::fs::write(home.path().join("answers.json"), &answers).unwrap();
    for kept in [
        home.run(&["review", &id, "--from", "answers.json"]),
        home.feed(&["review", &id, "--from", "-"], &answers),
    ] {
        assert!(kept.err.contains("more than a review can hold") && kept.err.contains("Maeve"), "{kept:?}");
        let told = kept.done();
        assert!(told.starts_with("Saved ") && !told.contains("Maeve"), "{told}");
    }
    let kept = home.feed(&["review", &id, "--from", "-"], r#"{"schema": 1, "feeling": "Tired"}"#);
    assert!(!kept.err.contains("more than a review can hold"), "{kept:?}");
}

#[test]
fn a_logged_line_that_speaks_of_hurting_oneself_is_kept_and_then_met_with_whom_the_person_named() {
    let home = Home::new();
    home.done(&["settings", "--contacts", "Maeve 01 234 56 78"]);
    let kept = home.run(&["log", "Some days I want to die."]);
    assert!(kept.err.contains("more than a review can hold") && kept.err.contains("Maeve"), "{kept:?}");
    let told = kept.done();
    assert!(told.starts_with("Kept ") && told.lines().count() == 1, "{told}");
    assert_eq!(home.entries().len(), 1);
    assert_eq!(home.run(&["log", "The pump stopped."]).err, "");
    home.done(&["settings", "--coach", "no"]);
    assert_eq!(home.run(&["log", "I want to die."]).err, "");
}
