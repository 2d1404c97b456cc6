use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::entry::Entry;
use crate::growth::{Growth, History};
use crate::opportunity::Opportunity;
use crate::parameters::Parameters;
use crate::practice::Practice;

const PLANNED: Date = date(2026, 3, 25);

fn entry_id(number: u64) -> EntryId {
    EntryId::new(Uuid::from_u64_pair(3, number))
}

fn entry(fields: &Value) -> Entry {
    let mut all = json!({"id": entry_id(1), "title": "The proposal came a week late", "occurred": "2026-03-22",
        "captured_at": "2026-03-23T08:00:00Z"});
    all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    serde_json::from_value(all).unwrap()
}

fn reviewed() -> Entry {
    entry(&json!({"review": {"answers": {
        "intended": {"statement": "The proposal is there by 15 March", "targets": [
            {"number": 1, "name": "Day", "slot": {"deadline": "2026-03-15"}},
            {"number": 2, "name": "Price", "slot": {"amount": "$200"}}]},
        "happened": {"moments": [{"what": "It came on the 22nd"}], "outcomes": [
            {"target": 1, "actual": {"date": "2026-03-22"}}, {"target": 2, "actual": {"amount": "$200"}}]},
        "why": {"causes": [{"statement": "The draft waited for a number", "chosen": true}]},
        "next": {"lesson": "Ask for the number on the first day",
            "commitments": [{"cue": "a draft waits for a number", "act": "ask for it the same day"}]},
        "finished_at": "2026-03-25T08:00:00Z",
    }}}))
}

fn practice(number: u64, fields: &Value) -> Practice {
    let mut all = json!({"id": Uuid::from_u64_pair(7, number), "about": {"commitment": {"entry": entry_id(1), "number": 1}},
        "planned_on": PLANNED, "commitment": {"number": 1, "cue": format!("moment {number}"), "act": "ask"}});
    all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    serde_json::from_value(all).unwrap()
}

/// Observations a week apart: `d`one, `h`alf, `m`issed, done and it came back `x`, did `n`ot come up.
fn observed(practice: &Practice, letters: &str) -> Vec<Opportunity> {
    let one = |(at, letter): (usize, char)| {
        let did = |did: &str, recurred: &str| json!({"met": {"did": did, "recurred": recurred}});
        let outcome = match letter {
            'd' => did("done", "no"),
            'h' => did("half", "unknown"),
            'm' => did("missed", "unknown"),
            'x' => did("done", "yes"),
            _ => json!("did_not_come_up"),
        };
        let when = PLANNED.saturating_add((7 * (i64::try_from(at).unwrap() + 1)).days());
        let known = if at % 2 == 0 { "artefact" } else { "myself" };
        let context = if at % 2 == 0 { "the depot" } else { "home" };
        serde_json::from_value(
            json!({"id": Uuid::from_u64_pair(8, at as u64), "practice": practice.id, "when": when,
            "outcome": outcome, "known": known, "noted_at": "2026-04-01T08:00:00Z", "context": context}),
        )
        .unwrap()
    };
    letters.chars().enumerate().map(one).collect()
}

fn told(entry: &Entry, plans: &[(Practice, &str)]) -> Vec<Evidence> {
    let today = date(2026, 7, 1);
    let observed: Vec<_> = plans.iter().map(|(practice, letters)| observed(practice, letters)).collect();
    let growths: Vec<_> = plans
        .iter()
        .zip(&observed)
        .map(|((practice, _), observed)| {
            let history = History {
                kind: practice.commitment.kind,
                begun: practice.planned_on,
                observations: observed,
                ratings: &practice.ratings,
                ending: practice.ending,
                until: None,
            };
            Growth::of(&history, &Parameters::default(), today)
        })
        .collect();
    let practised: Vec<_> = plans
        .iter()
        .zip(&observed)
        .zip(&growths)
        .map(|(((practice, _), observed), growth)| Practised { practice, observed, growth })
        .collect();
    Evidence::of(&Sources { entry, practised: &practised, zone: &TimeZone::UTC })
}

fn words(lines: &[Evidence]) -> Vec<&str> {
    lines.iter().map(|line| line.words.as_str()).collect()
}

fn story(entries: &[u64]) -> CareerStory {
    let chapter = |number: &u64| Chapter {
        entry: entry_id(*number),
        heading: format!("Chapter {number}").parse().unwrap(),
        wrong: None,
        learned: None,
        now: None,
        hidden: BTreeSet::new(),
    };
    CareerStory {
        id: CareerId::new(Uuid::from_u128(1)),
        title: "What went wrong".parse().unwrap(),
        intro: None,
        chapters: entries.iter().map(chapter).collect(),
    }
}

fn order(story: &CareerStory) -> Vec<EntryId> {
    story.chapters.iter().map(|chapter| chapter.entry).collect()
}

#[test]
fn what_was_observed_is_told_with_its_counts_and_what_they_still_fit() {
    let lines = told(&reviewed(), &[(practice(1, &json!({})), "ddddmdddd")]);
    assert_eq!(
        words(&lines),
        [
            "It happened on 22 March 2026, was written down a day later, and reviewed to the end 2 days later.",
            "Done for the first time on 1 April 2026, 10 days after it happened.",
            "Planned on 25 March 2026; since then the moment came up 9 times: 8 done, 1 missed. In 2 different situations. \
             Known: 5 by something to look at, 4 by memory.",
            "Of 8 times of which it is known, it happened again in none; that still fits up to 31 in 100.",
            "By a rule of thumb: practising since 1 April 2026, because the moment came up. That is too early to rely on.",
        ]
    );
    assert!(lines.iter().all(|line| line.key.is_some() && line.of.is_none()));
}

#[test]
fn a_state_is_told_with_its_day_and_its_reason() {
    let lines = told(&reviewed(), &[(practice(1, &json!({})), "ddddddddd")]);
    assert_eq!(
        words(&lines)[4],
        "By a rule of thumb: established since 6 May 2026, because it was done nearly always, over weeks and in more than \
         one context."
    );
}

#[test]
fn few_times_are_said_to_be_few() {
    let lines = told(&reviewed(), &[(practice(1, &json!({})), "d")]);
    let lines = words(&lines);
    assert_eq!(
        lines[3],
        "The one time of which it is known, it did not happen again; that is too few to say more."
    );
    assert!(lines[4].ends_with("because the moment came up. That is too early to rely on."), "{}", lines[4]);
    let again = told(&reviewed(), &[(practice(1, &json!({})), "xxd")]);
    assert_eq!(
        words(&again)[3],
        "Of 3 times of which it is known, it happened again in 2; that is too few to say more."
    );
}

#[test]
fn what_was_never_tested_is_said_and_cannot_be_left_out_beside_a_claim() {
    for (plans, said) in [
        (vec![], "Not tested yet: nothing was observed of what is planned."),
        (
            vec![(practice(1, &json!({})), "")],
            "Not tested yet: planned on 25 March 2026, and nothing was observed since.",
        ),
        (
            vec![(practice(1, &json!({})), "nn")],
            "Not tested yet: planned on 25 March 2026; asked 2 times, the moment had not come up.",
        ),
    ] {
        let lines = told(&reviewed(), &plans);
        assert_eq!((words(&lines)[1], lines[1].key, lines.len()), (said, None, 2));
        let mut chapter = Chapter::of(entry_id(1), Suggestion::of(&reviewed()));
        assert!(chapter.tells(&lines[1]));
        chapter.hide(EvidenceKey::Dates, true);
        assert!(!chapter.tells(&lines[0]) && chapter.tells(&lines[1]));
        (chapter.learned, chapter.now) = (None, None);
        assert!(!chapter.tells(&lines[1]), "nothing is claimed that could be tested");
    }
}

#[test]
fn where_nothing_is_planned_nothing_could_be_tested() {
    let lines = told(&entry(&json!({})), &[]);
    assert_eq!(words(&lines)[1], "Not tested yet: nothing is planned whose moment could be observed.");
}

#[test]
fn of_several_plans_each_line_says_which_it_is_of() {
    let lines = told(&reviewed(), &[(practice(1, &json!({})), "dh"), (practice(2, &json!({})), "")]);
    let of: Vec<_> = lines.iter().filter_map(|line| line.of.as_deref()).collect();
    assert_eq!(of.len(), 4);
    assert_eq!(lines.last().unwrap().of.as_deref(), Some("If moment 2, then I will ask."));
    assert!(lines.last().unwrap().words.starts_with("Not tested yet: planned on 25 March 2026"));
    assert!(lines.last().unwrap().key.is_some(), "it can be left out beside one that was tested");
}

#[test]
fn a_plan_is_said_once_for_the_lines_that_follow_each_other() {
    let lines = told(&reviewed(), &[(practice(1, &json!({})), "dd"), (practice(2, &json!({})), "d")]);
    let said = |at: usize| lines[at].of_after(at.checked_sub(1).map(|before| &lines[before])).is_some();
    let said: Vec<_> = (0..lines.len()).map(said).collect();
    assert_eq!(said, [false, false, true, false, false, true, false, false]);
}

#[test]
fn what_was_done_only_in_part_or_slips_is_said() {
    let lines = told(&reviewed(), &[(practice(1, &json!({})), "h")]);
    assert_eq!(
        words(&lines)[1],
        "Done, in part, for the first time on 1 April 2026, 10 days after it happened."
    );
    let missed = told(&reviewed(), &[(practice(1, &json!({})), "m")]);
    assert!(!words(&missed).iter().any(|line| line.starts_with("Done")));
    let slipping = told(&reviewed(), &[(practice(1, &json!({})), "ddddddddmm")]);
    assert!(words(&slipping).iter().any(|line| line.starts_with("By a rule of thumb: slipping since")));
}

#[test]
fn nothing_is_said_of_what_sort_of_person_somebody_is() {
    let plans = ["", "n", "d", "dm", "x", "ddddddddd", "ddddddddmm"];
    for letters in plans {
        let said = words(&told(&reviewed(), &[(practice(1, &json!({})), letters)])).join(" ").to_lowercase();
        for claim in ["resilien", "adaptab", "innovat", "improve", "great", "success", "%"] {
            assert!(!said.contains(claim), "{said}");
        }
    }
}

#[test]
fn days_that_run_backwards_are_given_as_days() {
    let early = entry(&json!({"occurred": "2026-04-02"}));
    assert_eq!(
        words(&told(&early, &[]))[0],
        "It happened on 2 April 2026, was written down on 23 March 2026, and its review is not finished."
    );
    let late = entry(&json!({"occurred": "2026-06-01"}));
    assert_eq!(
        words(&told(&late, &[(practice(1, &json!({})), "d")]))[1],
        "Done for the first time on 1 April 2026."
    );
}

#[test]
fn a_chapter_begins_with_what_the_entry_holds() {
    let suggestion = Suggestion::of(&reviewed());
    assert_eq!(
        suggestion.wrong.unwrap().as_str(),
        "Intended: The proposal is there by 15 March\nDay, intended: by 2026-03-15; came: 2026-03-22, 7 days late\n\
         How that came about: The draft waited for a number"
    );
    assert_eq!(suggestion.learned.unwrap().as_str(), "Ask for the number on the first day");
    assert_eq!(
        suggestion.now.unwrap().as_str(),
        "If a draft waits for a number, then I will ask for it the same day."
    );
    let captured = Suggestion::of(&entry(&json!({"body": "All of it"})));
    assert_eq!((captured.wrong.unwrap().as_str(), captured.learned, captured.now), ("All of it", None, None));
}

#[test]
fn what_is_offered_is_never_too_long_to_be_kept() {
    let long = "ä".repeat(MOST_CHARACTERS + 1);
    let chapter = Chapter::of(entry_id(1), Suggestion::of(&entry(&json!({"body": long}))));
    let text = chapter.wrong.as_ref().unwrap();
    assert_eq!(text.as_str().chars().count(), MOST_CHARACTERS);
    let mut kept = story(&[]);
    kept.add(chapter).unwrap();
    let whole = Suggestion::of(&entry(&json!({"body": "ä".repeat(MOST_CHARACTERS)})));
    assert!(whole.wrong.unwrap().as_str().ends_with('ä'));
}

#[test]
fn an_entry_has_one_chapter_and_a_story_has_twelve() {
    let mut full = story(&(1..=12).collect::<Vec<_>>());
    assert_eq!(full.check(), Ok(()));
    let again = full.chapters[0].clone();
    assert_eq!(full.add(again), Err(CareerError::Twice));
    let more = story(&[13]).chapters.remove(0);
    assert_eq!(full.add(more), Err(CareerError::Chapters(13)));
    assert_eq!(story(&[1, 1]).check(), Err(CareerError::Twice));
    let mut long = story(&[1]);
    long.intro = Some("x".repeat(MOST_CHARACTERS + 1).parse().unwrap());
    assert_eq!(long.check(), Err(CareerError::TooLong(MOST_CHARACTERS + 1)));
}

#[test]
fn chapters_move_among_those_that_are_seen_and_stay_at_the_ends() {
    let mut four = story(&[1, 2, 3, 4]);
    let is_seen = |entry| entry != entry_id(2);
    four.shift(entry_id(3), false, is_seen).unwrap();
    assert_eq!(order(&four), [3, 2, 1, 4].map(entry_id));
    four.shift(entry_id(3), false, is_seen).unwrap();
    four.shift(entry_id(4), true, is_seen).unwrap();
    assert_eq!(order(&four), [3, 2, 1, 4].map(entry_id));
    assert_eq!(four.shift(entry_id(2), true, is_seen), Err(CareerError::NoChapter));
}

#[test]
fn what_is_not_seen_is_kept_where_it_was_when_others_are_put_in() {
    let mut three = story(&[1, 2, 3]);
    let others = story(&[3, 4, 1]).chapters;
    three.put_chapters(others, |entry| entry != entry_id(2));
    assert_eq!(order(&three), [3, 2, 4, 1].map(entry_id));
    three.put_chapters(Vec::new(), |entry| entry != entry_id(2));
    assert_eq!(order(&three), [entry_id(2)]);
}

#[test]
fn what_is_erased_is_told_nowhere() {
    let mut three = story(&[1, 2, 3]);
    assert!(three.forget(|entry| entry == entry_id(2)));
    assert!(!three.forget(|entry| entry == entry_id(2)));
    assert_eq!(order(&three), [1, 3].map(entry_id));
}

#[test]
fn a_line_of_evidence_is_named_in_writing_and_read_back() {
    let id = practice(1, &json!({})).id;
    for key in [
        EvidenceKey::Dates,
        EvidenceKey::FirstAct,
        EvidenceKey::Practised(id),
        EvidenceKey::Recurred(id),
        EvidenceKey::State(id),
    ] {
        assert_eq!(key.to_string().parse(), Ok(key));
    }
    for wrong in ["", "dates.", "dates.x", "state", "state.7", "mood"] {
        assert!(wrong.parse::<EvidenceKey>().is_err(), "{wrong}");
    }
}

#[test]
fn what_went_well_is_called_so() {
    assert_eq!(Part::Wrong.name(Kind::Success), "What went well");
    assert_eq!(
        Part::ALL.map(|part| part.name(Kind::Failure)),
        ["What went wrong", "What I learned", "What I do now"]
    );
}
