use jiff::civil::date;
use jiff::tz::TimeZone;
use serde_json::json;
use uuid::Uuid;

use super::sample::*;
use super::*;
use crate::automaticity::{Rating, Scores};
use crate::entry::Kind;
use crate::growth::State;
use crate::plan::Strength;
use crate::practice::Ending;

#[test]
fn entries_are_counted_by_the_day_they_are_about() {
    let mut log = Log::of("2026-Q2");
    log.entries = vec![
        entry(1, Kind::Failure, date(2026, 4, 1)),
        EntryFacts { is_reviewed: true, controls: [2, 1, 0], ..entry(2, Kind::Failure, date(2026, 5, 2)) },
        EntryFacts {
            is_reviewed: true,
            is_none_mine: true,
            controls: [0, 0, 3],
            ..entry(3, Kind::NearMiss, date(2026, 6, 30))
        },
        entry(4, Kind::Success, date(2026, 6, 1)),
        EntryFacts { captured: date(2026, 4, 3), ..entry(5, Kind::Failure, date(2026, 3, 31)) },
        entry(6, Kind::Failure, date(2026, 7, 1)),
    ];
    let report = log.report();
    let counted = Counts {
        entries: 4,
        failures: 2,
        near_misses: 1,
        successes: 1,
        reviewed: 2,
        none_mine: 1,
        told_later: 1,
        ..Counts::default()
    };
    assert_eq!((report.entries, report.controls), (counted, [2, 1, 3]));
    let earlier = report.earlier.unwrap();
    assert_eq!((earlier.is_frozen, earlier.entries.entries, earlier.entries.failures), (false, 1, 1));
    assert_eq!(report.successes.iter().map(|line| line.title.as_str()).collect::<Vec<_>>(), ["entry 4"]);
}

#[test]
fn lessons_are_counted_where_they_stood_and_where_they_stand() {
    let mut log = Log::of("2026-Q2");
    log.told = vec![
        // Stands as it stood: the moment came up in March and not since.
        Told::planned(1, date(2026, 3, 1)).observed(date(2026, 3, 10), 7, "d"),
        // New, then practised.
        Told::planned(2, date(2026, 3, 1)).observed(date(2026, 4, 1), 7, "dm"),
        // Established in the period: six times done over five weeks.
        Told::planned(3, date(2026, 3, 1)).observed(date(2026, 3, 20), 7, "dddddddddd"),
        // Planned in the period.
        Told::planned(4, date(2026, 5, 1)),
        // Planned after it.
        Told::planned(5, date(2026, 7, 2)),
        // Ended in it, and ended before it.
        Told::planned(6, date(2026, 1, 1)),
        Told::planned(7, date(2026, 1, 1)),
        // Taken out of its plan.
        Told::planned(8, date(2026, 1, 1)),
    ];
    log.told[5].practice.ending = Some(Ending::Retired { on: date(2026, 5, 5) });
    log.told[6].practice.ending = Some(Ending::Retired { on: date(2026, 3, 31) });
    log.told[7].practice.is_dropped = true;
    let lessons = log.report().lessons;
    let flow = |from, to, count| Flow { from, to, count };
    assert_eq!(
        lessons.flows,
        [
            flow(None, Place::New, 1),
            flow(Some(Place::Practising), Place::Established, 1),
            flow(Some(Place::Practising), Place::Practising, 1),
            flow(Some(Place::New), Place::Practising, 1),
            flow(Some(Place::New), Place::Ended, 1),
        ]
    );
    assert_eq!((lessons.stood(Place::Practising), lessons.stand(Place::Practising)), (2, 2));
    assert_eq!((lessons.all(), lessons.planned_since(), lessons.moved), (5, 1, 2));
    assert_eq!((lessons.observed.met, lessons.observed.done, lessons.observed.missed), (10, 9, 1));
}

#[test]
fn what_came_after_the_period_changes_nothing_of_it() {
    let mut log = Log::of("2026-Q1");
    log.told = vec![
        Told::planned(1, date(2026, 1, 5)).observed(date(2026, 1, 10), 7, "dddddddd"),
        Told::planned(2, date(2026, 1, 5)),
    ];
    let before = log.report();
    log.told[0] = Told::planned(1, date(2026, 1, 5)).observed(date(2026, 1, 10), 7, "dddddddd").observed(
        date(2026, 4, 2),
        3,
        "mmmm",
    );
    log.told[0].practice.ratings.push(Rating { on: date(2026, 4, 1), scores: Scores::One(2) });
    log.told[1] = Told::planned(2, date(2026, 1, 5)).observed(date(2026, 4, 2), 3, "d");
    log.told.push(Told::planned(3, date(2026, 4, 1)));
    log.today = date(2026, 6, 1);
    assert_eq!(log.report(), before);
}

#[test]
fn a_lesson_that_moved_is_told_with_its_evidence() {
    let mut log = Log::of("2026-Q2");
    let mut told = Told::planned(3, date(2026, 3, 1)).observed(date(2026, 3, 20), 7, "dddddddddd");
    told.practice.lesson = Some("Say it back.".parse().unwrap());
    told.practice.ratings = vec![
        Rating { on: date(2026, 5, 1), scores: Scores::One(3) },
        Rating { on: date(2026, 6, 1), scores: Scores::Four([3, 4, 3, 4]) },
    ];
    log.told = vec![told];
    let report = log.report();
    let [line] = &*report.moved else { panic!("one moved") };
    assert_eq!(
        (line.sentence.as_str(), line.state, line.state_name.as_str()),
        ("If moment 3, then I will stop.", State::Established, "established")
    );
    let change = &line.changes[0];
    assert_eq!(
        (line.changes.len(), change.from.as_str(), change.to.as_str()),
        (1, "practising", "established")
    );
    assert_eq!(
        line.evidence,
        [
            "Planned on 1 March 2026; since then the moment came up 10 times: 10 done.",
            "In 2 different situations.",
            "It happened again in 0 of 10: still compatible with up to 26 %.",
            "Rated 2 times, last on 1 June 2026: 3.5 of 7 automatic.",
        ]
    );
}

#[test]
fn the_three_oldest_that_were_never_tested_are_named_and_all_are_counted() {
    let mut log = Log::of("2026-Q2");
    let planned = [(1, 20), (2, 10), (3, 5), (4, 15)];
    log.told = planned.map(|(number, day)| Told::planned(number, date(2026, 2, day))).into();
    log.told.push(Told::planned(5, date(2026, 6, 29)));
    log.told[0].practice.begun_on = None;
    let report = log.report();
    let named: Vec<_> = report.untested.iter().map(|line| line.practice).collect();
    assert_eq!(named, [3, 2, 4].map(practice_id));
    assert_eq!((report.lessons.untested, report.lessons.waiting), (4, 1));
}

#[test]
fn situations_are_told_apart_as_states_tell_them() {
    let mut log = Log::of("2026-Q2");
    let mut told = Told::planned(1, date(2026, 4, 1)).observed(date(2026, 4, 2), 3, "dddd");
    for (moment, context) in told.observed.iter_mut().zip(["Ward", "ward", "at night", "WARD"]) {
        moment.context = Some(context.parse().unwrap());
    }
    log.told = vec![told];
    assert_eq!(log.report().moved[0].evidence[1], "In 2 different situations.");
}

#[test]
fn what_was_set_aside_does_not_wait_for_its_turn() {
    let mut log = Log::of("2026-Q2");
    log.told = vec![Told::planned(1, date(2026, 2, 1)), Told::planned(2, date(2026, 2, 2))];
    for told in &mut log.told {
        told.practice.begun_on = None;
    }
    log.told[1].practice.is_aside = true;
    let report = log.report();
    let last: Vec<_> = report.untested.iter().map(|line| line.evidence.last().unwrap().as_str()).collect();
    assert_eq!(last, ["It waits for its turn.", "It was set aside."]);
    assert_eq!(report.lessons.waiting, 1);
}

#[test]
fn actions_are_counted_by_their_strength_in_the_period_they_were_planned_in() {
    let mut log = Log::of("2026-Q2");
    log.told = [(1, 4), (2, 5), (3, 6), (4, 1), (5, 7)]
        .map(|(number, month)| Told::planned(number, date(2026, month, 2)))
        .into();
    log.told[1].practice.commitment.strength = Strength::Stronger;
    let report = log.report();
    assert_eq!(report.strengths, [2, 0, 1]);
    assert_eq!(report.earlier.unwrap().strengths, [1, 0, 0]);
}

#[test]
fn a_way_on_is_due_on_the_day_that_was_chosen_for_it() {
    let mut log = Log::of("2026-Q2");
    for (number, on) in
        [(1, "2026-06-30"), (2, "2026-04-01"), (3, "2026-07-01"), (4, "2026-09-30"), (5, "2026-10-01")]
    {
        let choice = json!({"way": "retry", "reason": "the tender comes again", "on": on});
        log.entries.push(EntryFacts {
            choice: serde_json::from_value(choice).unwrap(),
            ..entry(number, Kind::Failure, date(2025, 11, 3))
        });
    }
    let report = log.report();
    let titles = |lines: &[DueLine]| lines.iter().map(|line| line.title.clone()).collect::<Vec<_>>();
    assert_eq!(titles(&report.due), ["entry 2", "entry 1"]);
    assert_eq!(titles(&report.coming), ["entry 3", "entry 4"]);
    assert_eq!((report.due_count, report.next_on), (2, date(2026, 9, 30)));
}

#[test]
fn the_last_one_is_compared_as_it_was_frozen() {
    let mut log = Log::of("2026-Q1");
    log.entries = vec![entry(1, Kind::Failure, date(2026, 2, 1))];
    log.answers.say(Asked::Watch, Some("the ten minutes at takeover".parse().unwrap()));
    let mut last = quarter("2026-Q1");
    last.answer(log.answers.clone()).unwrap();
    last.freeze(frozen(log.report()), |_| "print".to_owned()).unwrap();
    let mut log = Log { last: Some(last), ..Log::of("2026-Q2") };
    log.entries = vec![entry(2, Kind::Failure, date(2026, 2, 2)), entry(3, Kind::Failure, date(2026, 2, 3))];
    let earlier = log.report().earlier.unwrap();
    assert_eq!((earlier.is_frozen, earlier.entries.entries), (true, 1));
    assert_eq!(earlier.watched.as_deref(), Some("the ten minutes at takeover"));
}

#[test]
fn a_period_that_is_not_over_is_told_up_to_today() {
    let mut log = Log::of("2026-Q2");
    log.today = date(2026, 4, 20);
    log.told = vec![Told::planned(1, date(2026, 4, 1))];
    let report = log.report();
    assert_eq!((report.as_of, report.lessons.untested), (date(2026, 4, 20), 1));
}

#[test]
fn a_period_with_nothing_in_it_is_a_report_too() {
    let report = Log::of("0001-Q1").report();
    assert_eq!((report.entries, report.earlier, report.lessons), Default::default());
}

#[test]
fn a_frozen_review_takes_nothing_more() {
    let mut quarter = quarter("2026-Q2");
    quarter.freeze(frozen(Log::of("2026-Q2").report()), |_| "print".to_owned()).unwrap();
    let before = quarter.clone();
    assert_eq!(quarter.answer(Answers::default()), Err(QuarterError::Frozen));
    let again = quarter.freeze(frozen(Log::of("2026-Q2").report()), |_| "other".to_owned());
    assert_eq!((again, quarter), (Err(QuarterError::Frozen), before));
}

#[test]
fn the_fingerprint_is_that_of_the_review_without_it() {
    let mut quarter = quarter("2026-Q2");
    let mut seen = None;
    let print = |whole: &Quarter| {
        seen = Some(whole.clone());
        "print".to_owned()
    };
    quarter.freeze(frozen(Log::of("2026-Q2").report()), print).unwrap();
    assert_eq!(quarter.without_fingerprint(), seen.unwrap());
    assert_eq!(quarter.frozen.unwrap().fingerprint.as_deref(), Some("print"));
}

#[test]
fn what_is_written_is_read_again() {
    let mut log = Log::of("2026-Q2");
    log.entries = vec![entry(1, Kind::Success, date(2026, 4, 1))];
    log.told = vec![Told::planned(3, date(2026, 3, 1)).observed(date(2026, 3, 20), 7, "dddddddddd")];
    log.answers.success_entry = Some(EntryId::new(Uuid::from_u128(1)));
    log.answers.decide(Decision { practice: practice_id(3), verdict: Some(Verdict::Keep), note: None });
    let mut quarter = quarter("2026-Q2");
    quarter.answer(log.answers.clone()).unwrap();
    quarter.freeze(frozen(log.report()), |_| "print".to_owned()).unwrap();
    let written = serde_json::to_string(&quarter).unwrap();
    let read: Quarter = serde_json::from_str(&written).unwrap();
    assert_eq!((&read, serde_json::to_string(&read).unwrap()), (&quarter, written));
}

#[test]
fn what_was_erased_is_taken_out_of_it_and_its_fingerprint_goes() {
    let mut log = Log::of("2026-Q2");
    log.entries = vec![entry(1, Kind::Success, date(2026, 4, 1))];
    log.told = vec![
        Told::planned(3, date(2026, 3, 1)).observed(date(2026, 3, 20), 7, "dddddddddd"),
        Told::planned(4, date(2026, 3, 1)),
    ];
    log.answers.success_entry = Some(log.entries[0].id);
    for practice in [3, 4].map(practice_id) {
        log.answers.decide(Decision { practice, verdict: Some(Verdict::Retire), note: None });
    }
    let mut whole = quarter("2026-Q2");
    whole.answer(log.answers.clone()).unwrap();
    whole.freeze(frozen(log.report()), |_| "print".to_owned()).unwrap();
    let forgotten = |gone: &Gone| {
        let mut quarter = whole.clone();
        let has_changed = quarter.forget(gone);
        let written = serde_json::to_string(&quarter).unwrap();
        (has_changed, quarter.frozen.unwrap().fingerprint, written)
    };
    let id = |number| Some(EntryId::new(Uuid::from_u128(number)));
    let (_, fingerprint, written) = forgotten(&Gone { entry: id(1), ..Gone::default() });
    assert!(fingerprint.is_none() && !written.contains("entry 1"), "{written}");
    let gone = Gone { entry: id(1_003), practices: [practice_id(3)].into(), ..Gone::default() };
    let (_, fingerprint, written) = forgotten(&gone);
    assert!(
        fingerprint.is_none() && !written.contains("moment 3") && written.contains("moment 4"),
        "{written}"
    );
    let (has_changed, fingerprint, _) = forgotten(&Gone { entry: id(77), ..Gone::default() });
    assert_eq!((has_changed, fingerprint.as_deref()), (false, Some("print")));
}

#[test]
fn nothing_is_begun_for_days_that_have_not_come() {
    let ahead = Quarter::begin(QuarterId::new(Uuid::nil()), "2026-Q3".parse().unwrap(), date(2026, 6, 30));
    assert_eq!(ahead, Err(QuarterError::Future));
}

#[test]
fn what_a_report_needs_is_taken_from_an_entry() {
    let entry: crate::entry::Entry = serde_json::from_value(json!({
        "id": Uuid::from_u128(9), "title": "late", "occurred": "2026-04-01", "kind": "near_miss",
        "captured_at": "2026-04-01T23:30:00Z",
        "review": {"answers": {
            "skipped": {"intended": "clear", "happened": "clear"},
            "why": {"factors": [{"statement": "fog", "control": "outside"}, {"statement": "ice", "control": "outside"}]},
            "next": {"lesson": "leave early", "choice": {"way": "stop", "reason": "enough", "on": "2026-08-01"}},
            "finished_at": "2026-04-02T10:00:00Z",
        }},
    }))
    .unwrap();
    let facts = EntryFacts::of(&entry, &TimeZone::get("Europe/Berlin").unwrap());
    assert_eq!((facts.occurred, facts.captured), (date(2026, 4, 1), date(2026, 4, 2)));
    assert_eq!((facts.controls, facts.is_none_mine, facts.is_reviewed), ([0, 0, 2], true, true));
    assert_eq!(facts.lesson.as_deref(), Some("leave early"));
}
