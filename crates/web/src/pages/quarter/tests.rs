use hansei_app::quarter::{LookedBack, Quarters, Rhythm, fingerprint};
use hansei_method::id::QuarterId;
use hansei_method::quarter::{Answers, Asked, Decision, Frozen, Quarter, Report, Verdict};
use hansei_store::KeptQuarter;
use jiff::Timestamp;
use jiff::civil::date;
use serde_json::{Value, json};
use uuid::Uuid;

use super::step::Step;
use super::{guide, list, whole};
use crate::forms::{Form, Wrongs};
use crate::pages::fixture::{self, HOSTILE, NO_SPACES, RIGHT_TO_LEFT};

fn lesson(number: u128, [words, title]: [&str; 2], changes: &Value) -> Value {
    json!({
        "practice": Uuid::from_u128(number), "title": title, "planned_on": "2026-03-02",
        "about": {"commitment": {"entry": fixture::id(), "number": 1}}, "sentence": words, "lesson": words,
        "state": if number == 2 { "lapsed" } else { "established" },
        "state_name": if number == 2 { "lapsed" } else { "established" }, "changes": changes,
        "flags": ["challenged: it was done, and it happened again, so look at the lesson"],
        "evidence": ["Planned on 2 March 2026; since then the moment came up 9 times: 8 done, 1 missed."],
    })
}

/// A report with something in every part, in these words.
fn report([words, other]: [&str; 2]) -> Report {
    let counts = |entries: u32| {
        json!({"entries": entries, "failures": 4, "near_misses": 3, "successes": 1, "mixed": 1, "reviewed": 7,
            "none_mine": 0, "told_later": 2, "moments": 15, "done": 13})
    };
    let stretch = |count: u32, months: u32| json!({"count": count, "months": months, "words": format!("{count} in {months} months")});
    let due = json!({"entry": fixture::id(), "title": words, "way": "retry differently", "reason": other, "on": "2026-05-01"});
    let change = json!({"on": "2026-05-19", "from": "practising", "to": "established", "because": "it was done nearly always"});
    serde_json::from_value(json!({
        "as_of": "2026-06-30", "entries": counts(9),
        "earlier": {"period": {"first": "2026-01-01", "last": "2026-03-31"}, "is_frozen": true, "entries": counts(7),
            "strengths": [3, 2, 0], "watched": other},
        "lessons": {
            "flows": [
                {"to": "new", "count": 2}, {"from": "established", "to": "established", "count": 2},
                {"from": "established", "to": "slipping", "count": 1},
                {"from": "practising", "to": "established", "count": 2}, {"from": "new", "to": "ended", "count": 1},
            ],
            "moved": 3, "untested": 5, "challenged": 1, "waiting": 2,
            "observed": {"met": 15, "done": 13, "missed": 2},
        },
        "moved": [lesson(1, [words, other], &json!([change])), lesson(2, [other, words], &json!([change]))],
        "steady": [lesson(3, [words, other], &json!([]))],
        "untested": [lesson(2, [words, other], &json!([])), lesson(4, [words, other], &json!([]))],
        "patterns": [
            {"key": "handoff-loss", "name": words, "is_confirmed": true, "entries": 4, "in_period": 1, "situations": 3,
                "whole": stretch(4, 12), "change": {"on": "2026-05-12", "before": stretch(4, 12), "after": stretch(0, 6),
                "fall_percent": 94, "trend": "likely falling"}},
            {"key": "like-1", "name": other, "is_confirmed": false, "entries": 1, "in_period": 0, "situations": 1,
                "whole": stretch(1, 3)},
        ],
        "strengths": [3, 4, 2], "controls": [8, 5, 2], "due": [due], "due_count": 2, "coming": [due],
        "successes": [{"entry": fixture::id(), "title": words, "on": "2026-05-08", "lesson": other}],
        "success": {"entry": fixture::id(), "title": words, "on": "2026-05-08", "lesson": other},
        "decided": [{"practice": Uuid::from_u128(4), "about": {"commitment": {"entry": fixture::id(), "number": 1}},
            "sentence": words, "verdict": "retire", "note": other}],
        "next_on": "2026-09-30",
    }))
    .unwrap()
}

/// A report of a log with nothing in it.
fn nothing() -> Report {
    serde_json::from_value(json!({
        "as_of": "2026-05-14", "entries": {"entries": 0, "failures": 0, "near_misses": 0, "successes": 0, "mixed": 0,
            "reviewed": 0, "none_mine": 0, "told_later": 0, "moments": 0, "done": 0},
        "lessons": {"flows": [], "moved": 0, "untested": 0, "challenged": 0, "waiting": 0, "observed": {}},
        "moved": [], "steady": [], "untested": [], "patterns": [], "strengths": [0, 0, 0], "controls": [0, 0, 0],
        "due": [], "due_count": 0, "coming": [], "successes": [], "next_on": "2026-09-30",
    }))
    .unwrap()
}

fn answers(words: &str) -> Answers {
    let mut answers = Answers::default();
    for asked in Asked::ALL {
        answers.say(asked, Some(words.parse().unwrap()));
    }
    answers
}

fn draft(report: Report, answers: Answers) -> LookedBack {
    let id = QuarterId::new(Uuid::from_u128(0x9a));
    let mut quarter = Quarter::begin(id, "2026-Q2".parse().unwrap(), date(2026, 6, 30)).unwrap();
    quarter.answers = answers;
    let saved_at = Timestamp::UNIX_EPOCH;
    LookedBack { kept: KeptQuarter { quarter, version: 3, saved_at, deleted_at: None }, report }
}

fn frozen(report: Report, answers: Answers) -> LookedBack {
    let mut look = draft(report.clone(), answers);
    let frozen = Frozen {
        at: "2026-06-30T16:20:00Z".parse().unwrap(),
        clock: "2026-06-30T18:20".parse().unwrap(),
        owner: Some("Bríd".parse().unwrap()),
        report: Box::new(report),
        fingerprint: None,
    };
    look.kept.quarter.freeze(frozen, fingerprint).unwrap();
    look
}

fn checked(main: maud::Markup) -> String {
    fixture::check(&fixture::frame().page("Quarter", crate::page::layout::Here::Quarter, &main));
    fixture::lines(main)
}

fn quarters(drafts: Vec<LookedBack>, frozen: Vec<LookedBack>) -> Quarters {
    let kept = |looks: Vec<LookedBack>| looks.into_iter().map(|look| look.kept).collect();
    Quarters {
        due_on: Some(date(2026, 7, 1)),
        offered: Some("2026-Q2".parse().unwrap()),
        rhythm: Rhythm::default(),
        drafts: kept(drafts),
        frozen: kept(frozen),
    }
}

const WORDS: [&str; 2] =
    ["If an order comes by phone, then I will read it back.", "the ten minutes at takeover"];

#[test]
fn a_frozen_review_is_a_document() {
    insta::assert_snapshot!(checked(whole::page(&frozen(report(WORDS), answers("Handing over.")))));
}

#[test]
fn a_review_of_nothing_says_so() {
    insta::assert_snapshot!(checked(whole::page(&frozen(nothing(), Answers::default()))));
}

#[test]
fn whatever_was_written_stays_words() {
    for words in [[HOSTILE, RIGHT_TO_LEFT], [NO_SPACES, HOSTILE]] {
        let look = frozen(report(words), answers(words[0]));
        checked(whole::page(&look));
        let look = draft(report(words), answers(words[0]));
        for step in Step::ALL {
            checked(guide::page(&look, step, &look.kept.quarter.answers, &Wrongs::default()));
        }
        let all = quarters(
            vec![draft(report(words), answers(words[0]))],
            vec![frozen(report(words), answers(words[0]))],
        );
        checked(list::page(&all, &[], Some((words[0], words[1])), date(2026, 7, 2)));
    }
}

#[test]
fn a_review_that_is_not_what_was_frozen_says_so() {
    let mut look = frozen(report(WORDS), answers("Handing over."));
    look.kept.quarter.answers.taken = Some("Something else.".parse().unwrap());
    let page = checked(whole::page(&look));
    assert!(page.contains("This is not what was frozen") && !page.contains("Fingerprint "), "{page}");
}

#[test]
fn each_lesson_that_is_told_can_be_decided_about_once() {
    let mut answers = answers("Handing over.");
    let note = Some("the trays come later".parse().unwrap());
    let practice = hansei_method::id::PracticeId::new(Uuid::from_u128(2));
    answers.decide(Decision { practice, verdict: Some(Verdict::Reword), note });
    let look = draft(report(WORDS), answers);
    insta::assert_snapshot!(checked(guide::page(
        &look,
        Step::Lessons,
        &look.kept.quarter.answers,
        &Wrongs::default()
    )));
}

#[test]
fn the_parts_of_a_draft_lead_from_the_first_to_the_last() {
    assert_eq!((Step::Held.before(), Step::Next.after()), (None, None));
    let mut steps = vec![Step::Held];
    while let Some(next) = steps[steps.len() - 1].after() {
        assert_eq!((next.before(), Step::named(next.word())), (steps.last().copied(), Some(next)));
        steps.push(next);
    }
    assert_eq!(steps, Step::ALL);
}

#[test]
fn what_is_typed_into_one_part_changes_no_other() {
    let mut kept = answers("Handing over.");
    kept.next_on = Some(date(2026, 10, 1));
    let form = Form::parse("returned=Time%21&next_on=2027-01-01&taken=no").unwrap();
    Step::Recurs.read(&form, &mut Wrongs::default()).put(&mut kept);
    let mut expected = answers("Handing over.");
    expected.next_on = Some(date(2026, 10, 1));
    expected.returned = Some("Time!".parse().unwrap());
    assert_eq!(kept, expected);
}

#[test]
fn the_list_names_what_is_due_begun_and_frozen() {
    let removed = draft(report(WORDS), Answers::default()).kept;
    let all = quarters(
        vec![draft(report(WORDS), Answers::default())],
        vec![frozen(report(WORDS), answers("Handing over."))],
    );
    insta::assert_snapshot!(checked(list::page(&all, &[removed], None, date(2026, 7, 2))));
}

#[test]
fn the_list_of_an_empty_log_offers_to_write_something_down() {
    let all = Quarters { due_on: None, offered: None, ..quarters(vec![], vec![]) };
    insta::assert_snapshot!(checked(list::page(&all, &[], None, date(2026, 7, 2))));
}
