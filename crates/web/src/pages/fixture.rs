//! Entries to draw pages from in tests: a line, a whole review, and words that were meant to break something.

use hansei_app::library::ToldCase;
use hansei_app::practice::Practised;
use hansei_method::adoption::{Adoption, Provenance};
use hansei_method::case::Case;
use hansei_method::entry::Entry;
use hansei_method::growth::{Growth, History};
use hansei_method::id::EntryId;
use hansei_method::opportunity::Opportunity;
use hansei_method::parameters::Parameters;
use hansei_method::practice::Practice;
use hansei_store::{Kept, KeptAdoption, KeptCollection, Listed};
use jiff::Zoned;
use maud::Markup;
use serde_json::{Value, json};

use super::frame::Frame;

pub(crate) const HOSTILE: &str =
    "<script>alert(1)</script> & \"quotes\" 'single' <img src=x onerror=alert(1)>";
pub(crate) const RIGHT_TO_LEFT: &str = "וידאתי שהתרופה נכונה לפני שניתקתי את השיחה, בשעה 10:41.";
pub(crate) const NO_SPACES: &str = "https://example.test/a/very/long/address/without/any/place/to/break/it/which/people/do/paste/into/one/line?and=more&of=the&same=again";

/// A Thursday morning.
pub(crate) fn now() -> Zoned {
    "2026-05-14T10:00:00+02:00[Europe/Berlin]".parse().unwrap()
}

/// A frame at that time.
pub(crate) fn frame() -> Frame {
    Frame::at(now())
}

/// A line that was captured and not looked at since.
pub(crate) fn captured() -> Entry {
    entry(json!({"title": "Handover ended before we reached bed 9", "occurred": "2026-05-13"}))
}

/// A finished review with something in every field.
pub(crate) fn whole() -> Entry {
    entry(with_everything([
        "Northgate proposal a week late",
        "Northgate, first phase",
        "The client added requirements",
        "no clause on scope",
    ]))
}

/// A finished review with hostile, endless and right-to-left words in every field.
pub(crate) fn hostile() -> Entry {
    entry(with_everything([HOSTILE, NO_SPACES, RIGHT_TO_LEFT, HOSTILE]))
}

/// Makes an entry from JSON; what is left out is filled in.
pub(crate) fn entry(mut json: Value) -> Entry {
    let fields = json.as_object_mut().unwrap();
    fields.entry("id").or_insert(json!("6f2c7e86-7d0f-4d0c-9a3e-1b2f0d3c4e5a"));
    fields.entry("captured_at").or_insert(json!("2026-05-13T20:00:00Z"));
    serde_json::from_value(json).unwrap()
}

/// Keeps an entry as the store would.
pub(crate) fn kept(entry: Entry) -> Kept {
    Kept { entry, version: 3, saved_at: "2026-05-13T21:00:00Z".parse().unwrap(), deleted_at: None }
}

/// Lists an entry as the store would.
pub(crate) fn listed(entry: &Entry) -> Listed {
    Listed {
        id: entry.id,
        version: 3,
        kind: entry.kind,
        significance: entry.significance,
        stage: entry.review.answers.kind(),
        record: entry.record(),
        title: entry.title.to_string(),
        tags: entry.tags.iter().cloned().collect(),
        controls: entry.controls().into_iter().collect(),
        saved_at: "2026-05-13T21:00:00Z".parse().unwrap(),
        captured_at: entry.captured_at,
        attempt: entry.attempt.as_ref().map(|attempt| attempt.number),
        minutes: i64::from(entry.review.spent.seconds / 60),
    }
}

/// Makes something that is practised, with what was observed of it week by week, the last time a week ago.
///
/// A letter is an observation: `d`one, `h`alf, `m`issed, done and it came back `x`, did `n`ot come up, `p`ending, `i`nstalled,
/// still `t`here, `g`one. What is left out of the practice is filled in.
pub(crate) fn practised(number: u32, mut practice: Value, letters: &str) -> Practised {
    let id = format!("{number:08x}-7d0f-4d0c-9a3e-1b2f0d3c4e5a");
    let fields = practice.as_object_mut().unwrap();
    for (name, value) in [
        ("about", json!({"commitment": {"entry": id, "number": 1}})),
        (
            "commitment",
            json!({"number": 1, "cue": "a doctor gives me an order by phone", "act": "read it back"}),
        ),
        ("planned_on", json!("2024-01-01")),
        ("begun_on", json!("2024-01-01")),
        ("id", json!(id)),
    ] {
        fields.entry(name).or_insert(value);
    }
    let practice: Practice = serde_json::from_value(practice).unwrap();
    let today = now().date();
    let count = i64::try_from(letters.len()).unwrap();
    let observed: Vec<Opportunity> = (0_u32..)
        .zip(letters.chars())
        .map(|(at, letter)| {
            let when = today.saturating_add(jiff::Span::new().weeks(i64::from(at) - count));
            let met = |did: &str, recurred: &str| json!({"met": {"did": did, "recurred": recurred}});
            let outcome = match letter {
                'd' => met("done", "no"),
                'h' => met("half", "unknown"),
                'm' => met("missed", "unknown"),
                'x' => met("done", "yes"),
                'n' => json!("did_not_come_up"),
                'i' => json!("installed"),
                't' => json!("still_there"),
                'g' => json!("gone"),
                _ => json!("pending"),
            };
            let context = if at % 2 == 0 { "on the ward" } else { "at the clinic" };
            serde_json::from_value(json!({
                "id": format!("{number:08x}-{at:04x}-4d0c-9a3e-1b2f0d3c4e5a"), "practice": practice.id, "when": when.to_string(),
                "outcome": outcome, "noted_at": "2026-05-13T20:00:00Z", "context": context,
                "known": if at % 3 == 0 { "artefact" } else { "myself" },
            }))
            .unwrap()
        })
        .collect();
    let history = History {
        kind: practice.commitment.kind,
        begun: practice.planned_on,
        observations: &observed,
        ratings: &practice.ratings,
        ending: practice.ending,
        until: None,
    };
    let growth = Growth::of(&history, &Parameters::default(), today);
    Practised {
        practice,
        version: 1,
        title: "The order was misheard".to_owned(),
        occurred: Some("2024-01-01".parse().unwrap()),
        observed,
        growth,
    }
}

/// The id that every entry has unless it was given another.
pub(crate) fn id() -> EntryId {
    "6f2c7e86-7d0f-4d0c-9a3e-1b2f0d3c4e5a".parse().unwrap()
}

/// One element a line, so that a difference can be read.
pub(crate) fn lines(page: Markup) -> String {
    page.into_string().replace("><", ">\n<")
}

/// Checks what every page has to hold to, whatever words are on it.
pub(crate) fn check(page: &Markup) {
    let html = &page.0;
    assert!(!html.contains("<img"), "a person's words became an element");
    assert!(!html.contains("<script>"), "a person's words became a script");
    for attribute in [" style=", " onclick=", " hx-on", " href=\"javascript:"] {
        assert!(!html.contains(attribute), "{attribute}");
    }
    let values = |attribute: &str| -> Vec<String> {
        let start = format!(" {attribute}=\"");
        html.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
    };
    let ids = values("id");
    for id in &ids {
        assert_eq!(ids.iter().filter(|other| *other == id).count(), 1, "the id {id} stands twice");
    }
    for attribute in ["aria-labelledby", "aria-describedby", "for"] {
        for id in values(attribute).iter().flat_map(|ids| ids.split(' ')) {
            assert!(ids.iter().any(|one| one == id), "{attribute}={id} leads nowhere");
        }
    }
}

fn with_everything([title, context, words, short]: [&str; 4]) -> Value {
    json!({
        "title": title, "context": context, "body": words, "occurred": "2026-03-22T17:30", "kind": "mixed",
        "significance": "full", "tags": ["client work", "scope"],
        "attempt": {"goal": "6f2c7e86-7d0f-4d0c-9a3e-1b2f0d3c4e5a", "number": 2, "changed": words,
            "lessons": [{"from": "6f2c7e86-7d0f-4d0c-9a3e-1b2f0d3c4e5a", "lesson": words, "applies": true},
                        {"from": "6f2c7e86-7d0f-4d0c-9a3e-1b2f0d3c4e5a", "lesson": short}]},
        "review": {
            "answers": {
                "intended": {"statement": words, "goal": "learning", "targets": [
                    {"name": short, "slot": {"deadline": "2026-03-15"}},
                    {"name": "Budget", "slot": {"amount": "under $200K"}},
                    {"name": "Sign-off", "slot": {"party": words}},
                    {"name": "Seen", "slot": {"observable": short}}]},
                "happened": {"zone": short, "disagreement": words, "unplanned": [words],
                    "moments": [
                        {"when": "2026-02-03T11:20", "what": words, "source": "my memory", "decision": true},
                        {"when": "then", "what": short, "source": words, "known": "later"},
                        {"when": "after 23:00", "what": words},
                        {"when": "17:20", "what": words}],
                    "outcomes": [
                        {"target": 1, "actual": {"date": "2026-03-22"}},
                        {"target": 2, "actual": {"amount": "$247K"}},
                        {"target": 3, "actual": {"words": {"words": words, "met": "short"}}}]},
                "why": {
                    "causes": [
                        {"statement": words, "certainty": "confirmed", "evidence": short},
                        {"statement": short, "under": 1, "kind": "decision", "chosen": true, "decision":
                            {"known": words, "not_known": short, "options": words, "confidence": 80, "soundness": "sound"}},
                        {"statement": words, "under": 2, "kind": "condition"}],
                    "factors": [
                        {"statement": words, "control": "mine", "cause": 2},
                        {"statement": short, "control": "partly"},
                        {"statement": words, "control": "outside"}],
                    "balance": words,
                    "counter": [{"question": words, "answer": short}],
                    "assumptions": [
                        {"statement": words, "confidence": 90, "status": "broken", "cause": 1},
                        {"statement": short, "status": "held"}, {"statement": words}],
                    "signals": [{"what": words, "visible": "yes", "where": short}, {"what": short}]},
                "next": {"lesson": words,
                    "commitments": [{"cue": short, "act": words, "kind": "system", "strength": "stronger",
                        "review_on": "2026-06-30", "evidence": words}],
                    "influences": [{"factor": 2, "how": words}],
                    "resilience": [{"factor": 3, "kind": "second_source", "what": short}],
                    "not_now": [words],
                    "choice": {"way": "retry", "reason": words, "on": "2026-06-01"}},
                "finished_at": "2026-04-01T09:30:00Z"},
            "parked": [words], "feeling": words, "confidant": short, "spent": {"seconds": 2040},
            "reopened": [{"at": "2026-03-30T08:00:00Z", "reason": words}]}
    })
}

/// A case with every part, in the words of someone who was not there.
pub(crate) fn case() -> Case {
    case_of(json!({
        "key": "a/7", "title": "Two teams passed a number without its unit",
        "intended": "Enter orbit on 23 September.",
        "happened": "The first pass was too low.\n\nThe craft was lost.\n- nobody was hurt\n- the year was",
        "why": "The interface asked for metric units; nobody tested the file against it.",
        "response": "A board looked at it.", "change": "Units are verified.", "lesson": "Write the unit.",
        "occurred": "1999-09-23", "link": "https://example.org/mco", "labels": ["spaceflight", "units"]
    }))
}

/// A case with hostile, endless and right-to-left words in every part, and a link that would run.
pub(crate) fn hostile_case() -> Case {
    case_of(json!({
        "key": "../<b>", "title": HOSTILE, "intended": NO_SPACES, "happened": HOSTILE, "why": RIGHT_TO_LEFT,
        "response": HOSTILE, "change": NO_SPACES, "lesson": RIGHT_TO_LEFT, "link": "javascript:alert(1)",
        "labels": vec![HOSTILE; 50]
    }))
}

/// Makes a case from JSON.
pub(crate) fn case_of(json: Value) -> Case {
    serde_json::from_value(json).unwrap()
}

/// A collection with this name and so many cases in it.
pub(crate) fn collection(name: &str, cases: i64) -> KeptCollection {
    let collection = serde_json::from_value(json!({
        "id": "c0113c70-7d0f-4d0c-9a3e-1b2f0d3c4e5a", "name": name, "source": "A board of inquiry",
        "licence": "public domain", "notice": "It may be passed on.", "link": "https://example.org/reports"
    }));
    KeptCollection {
        collection: collection.unwrap(),
        version: 1,
        cases,
        added_at: "2026-05-13T21:00:00Z".parse().unwrap(),
    }
}

/// Says who tells a case.
pub(crate) fn told(case: Case) -> ToldCase {
    ToldCase { case, collection: collection("Reports", 2).collection }
}

/// A lesson that was adopted from that case.
pub(crate) fn adoption() -> Adoption {
    adopted_in(&told(case()), "We pass quotas without units", "Write the unit where the number stands")
}

/// The adopted lesson as the store would keep it.
pub(crate) fn kept_adoption() -> KeptAdoption {
    kept_adopted(adoption())
}

/// An adopted lesson with hostile words wherever there are any.
pub(crate) fn hostile_adoption() -> KeptAdoption {
    kept_adopted(adopted_in(&told(hostile_case()), NO_SPACES, HOSTILE))
}

fn adopted_in(told: &ToldCase, condition: &str, lesson: &str) -> Adoption {
    let json = json!({
        "id": "ad0b7ed0-7d0f-4d0c-9a3e-1b2f0d3c4e5a", "from": Provenance::of(&told.case, &told.collection),
        "conditions": [condition, RIGHT_TO_LEFT], "difference": "Ours is found after a quarter.", "lesson": lesson,
        "commitment": {"number": 1, "cue": "I hand over a number", "act": lesson, "kind": "system", "strength": "stronger"}
    });
    serde_json::from_value(json).unwrap()
}

fn kept_adopted(adoption: Adoption) -> KeptAdoption {
    KeptAdoption {
        adoption,
        version: 2,
        created_at: "2026-05-13T21:00:00Z".parse().unwrap(),
        deleted_at: None,
    }
}
