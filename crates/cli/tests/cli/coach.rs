//! The coach at the command line: one question or none, and nothing kept.

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
