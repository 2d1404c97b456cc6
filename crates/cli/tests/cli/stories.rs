//! Three accounts of real failures, entered whole from files: nothing in them is dropped for want of a place.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::Home;

const STORIES: [(&str, &str); 3] = [
    ("client-proposal", include_str!("../stories/client-proposal.json")),
    ("gitlab-2017", include_str!("../stories/gitlab-2017.json")),
    ("mars-climate-orbiter", include_str!("../stories/mars-climate-orbiter.json")),
];

fn stories() -> impl Iterator<Item = (&'static str, Value)> {
    STORIES.into_iter().map(|(name, story)| (name, serde_json::from_str(story).unwrap()))
}

/// Enters a story as a script does: the line first, then the answers to it.
fn enter(home: &Home, story: &Value) -> String {
    let mut answers = story.clone();
    let line = answers.as_object_mut().unwrap().remove("log").unwrap();
    let id = home.log(line.as_str().unwrap());
    let saved = home.feed(&["review", &id, "--from", "-", "--json"], answers.to_string()).json();
    assert_eq!((saved["id"].as_str(), saved["stage"].as_str()), (Some(id.as_str()), Some("done")));
    id
}

/// Asserts that all that was given is there at the same place; what came on top is hansei's own.
fn assert_holds(place: &str, kept: &Value, given: &Value) {
    match (kept, given) {
        (Value::Object(kept), Value::Object(given)) => {
            for (name, given) in given {
                let place = format!("{place}/{name}");
                assert_holds(&place, kept.get(name).unwrap_or_else(|| panic!("{place} is lost")), given);
            }
        }
        (Value::Array(kept), Value::Array(given)) => {
            assert_eq!(kept.len(), given.len(), "{place}");
            for (number, (kept, given)) in kept.iter().zip(given).enumerate() {
                assert_holds(&format!("{place}/{number}"), kept, given);
            }
        }
        // An amount is a number with its unit, however it was typed; the gap below says what it was read as.
        _ if place.ends_with("/amount") => assert!(kept.is_string(), "{place}"),
        _ => assert_eq!(kept, given, "{place}"),
    }
}

#[test]
fn every_word_of_a_story_is_kept_at_its_place() {
    let home = Home::new();
    for (name, story) in stories() {
        let shown = home.json(&["show", &enter(&home, &story)]);
        let entry = &shown["entry"];
        assert_eq!(shown["stage"], "done", "{name}");
        assert_holds(name, &entry["review"]["answers"], &story["answers"]);
        for field in ["kind", "significance", "context"] {
            assert_eq!(entry[field], story[field], "{name}");
        }
        let tags = |value: &Value| serde_json::from_value::<BTreeSet<String>>(value.clone()).unwrap();
        assert_eq!(tags(&entry["tags"]), tags(&story["tags"]), "{name}");
        let line = story["log"].as_str().unwrap();
        let (day, words) = line.split_once(": ").unwrap();
        assert_eq!(entry["occurred"].as_str().unwrap().replace('T', " "), day);
        assert_eq!(format!("{}. {}", text(&entry["title"]), text(&entry["body"])), words);
    }
    home.assert_sound();
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// Collects every sentence: texts of two words or more.
fn sentences<'v>(value: &'v Value, into: &mut Vec<&'v str>) {
    match value {
        Value::String(text) if text.contains(' ') => into.push(text),
        Value::Array(values) => values.iter().for_each(|value| sentences(value, into)),
        Value::Object(fields) => {
            fields.iter().filter(|(name, _)| *name != "amount").for_each(|(_, value)| sentences(value, into));
        }
        _ => {}
    }
}

#[test]
fn every_sentence_of_a_story_is_shown_and_exported_for_reading() {
    let home = Home::new();
    // Lines are broken to be read, and the tree draws its branches beside them.
    let in_one_line = |text: &str| text.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    for (name, story) in stories() {
        let id = enter(&home, &story);
        let shown = in_one_line(&home.done(&["show", &id]));
        let exported = in_one_line(&home.done(&["export", &id, "--format", "md"]));
        let gap = home.json(&["show", &id])["gap"].take();
        let mut all = Vec::new();
        sentences(&story["answers"], &mut all);
        assert!(all.len() > 20, "{name}");
        for sentence in all {
            // The table of the gap breaks what is long into lines beside other columns.
            let is_in_the_gap = gap.as_array().unwrap().iter().any(|row| row["actual"] == *sentence);
            assert!(
                shown.contains(&in_one_line(sentence)) || is_in_the_gap,
                "{name} does not show: {sentence}"
            );
            assert!(exported.contains(&in_one_line(sentence)), "{name} does not export: {sentence}");
        }
    }
}

#[test]
fn the_gap_of_the_proposal_is_seven_days_and_a_quarter_too_much() {
    let home = Home::new();
    let (_, story) = stories().next().unwrap();
    let id = enter(&home, &story);
    let gap = home.json(&["show", &id])["gap"].take();
    let part = |name: &str| gap.as_array().unwrap().iter().map(|row| row[name].clone()).collect::<Value>();
    assert_eq!(part("intended"), json!(["by 2026-03-15", "under $200K", "All three stakeholders"]));
    assert_eq!(part("difference"), json!(["7 days late", "+$47,000 (+23.5 %)", null]));
    assert_eq!(part("met"), json!(["short", "short", "short"]));
    let shown = home.done(&["show", &id]);
    assert!(shown.contains("7 days late") && shown.contains("+$47,000 (+23.5 %)"), "{shown}");
}

#[test]
fn answers_given_out_and_taken_in_again_are_the_same() {
    let home = Home::new();
    for (name, story) in stories() {
        let first = home.entry(&enter(&home, &story));
        let given_out = &first["review"]["answers"];
        let file = json!({"schema": 1, "log": story["log"], "answers": given_out});
        let mut again = home.entry(&home.review(&file))["review"]["answers"].take();
        // The one thing that is another: when it was finished.
        again["finished_at"] = given_out["finished_at"].clone();
        assert_eq!(&again, given_out, "{name}");
        // Into the very same entry, they change nothing else either.
        let id = text(&first["id"]);
        home.feed(&["review", id, "--from", "-"], json!({"schema": 1, "answers": given_out}).to_string())
            .done();
        let mut same = home.entry(id);
        same["review"]["answers"]["finished_at"] = given_out["finished_at"].clone();
        assert_eq!(same, first, "{name}");
    }
}

#[test]
fn a_story_in_one_file_makes_its_own_entry() {
    let home = Home::new();
    for (name, story) in stories() {
        let (one, two) = (home.entry(&home.review(&story)), home.entry(&enter(&home, &story)));
        for field in ["title", "body", "occurred", "context", "tags", "kind", "significance"] {
            assert_eq!(one[field], two[field], "{name}");
        }
        let answers = |entry: &Value| {
            let mut answers = entry["review"]["answers"].clone();
            answers.as_object_mut().unwrap().remove("finished_at").unwrap();
            answers
        };
        assert_eq!(answers(&one), answers(&two), "{name}");
    }
}
