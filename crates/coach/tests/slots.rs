//! The parts of plain intentions and actions, as different people write them, are found where they stand.

use std::collections::BTreeMap;

use hansei_coach::{Context, Field, read};
use serde::Deserialize;

const SENTENCES: &str = include_str!("../data/slots.jsonl");

#[derive(Deserialize)]
struct Line {
    field: String,
    text: String,
    slots: BTreeMap<String, Option<String>>,
}

#[test]
fn the_parts_of_plain_sentences_are_found_where_they_stand() {
    let mut wrong = Vec::new();
    for line in SENTENCES.lines() {
        let line: Line = serde_json::from_str(line).unwrap();
        let field = if line.field == "q1" { Field::Intended } else { Field::Next };
        let found = read(field, &line.text, &Context::default()).slots.unwrap();
        for slot in found.0 {
            let expected = line.slots[slot.name].as_deref();
            let is_right = match (&slot.words, expected) {
                (Some(words), Some(expected)) => line
                    .text
                    .match_indices(expected)
                    .any(|(at, _)| at < words.end && words.start < at + expected.len()),
                (found, expected) => found.is_none() && expected.is_none(),
            };
            if !is_right {
                let found = slot.words.map(|words| &line.text[words]);
                wrong.push(format!("{}\n    {}: {found:?}, not {expected:?}", line.text, slot.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} parts\n{}", wrong.len(), wrong.join("\n"));
}
