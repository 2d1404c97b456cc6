use hansei_app::patterns::{Card, CardEntry, Estimates, Patterns, Place, Rate, State as Stands, Why};
use hansei_method::estimate::{Estimate, Measure};
use hansei_method::id::EntryId;
use hansei_method::rate::{Occurrences, Trend};
use hansei_method::tendency::Tendency;
use hansei_recall::{Excerpt, SearchQuery};
use uuid::Uuid;

use super::super::fixture::{HOSTILE, check, lines};
use super::*;

fn entry(number: u128, occurred: &str, words: &str) -> CardEntry {
    let excerpt = Excerpt::cut(words, &SearchQuery::parse("forgot").unwrap(), 40);
    CardEntry {
        id: EntryId::new(Uuid::from_u128(number)),
        title: words.to_owned(),
        occurred: occurred.parse().unwrap(),
        context: Some("home".to_owned()),
        lesson: Some("Hang them up".to_owned()),
        why: Some(Why::Heard { excerpt, phrases: vec!["forgot".to_owned()] }),
        is_new: false,
        is_added: false,
    }
}

fn card(state: Stands) -> Card {
    let stretch = |count, months| Occurrences { count, months };
    let change = hansei_app::patterns::Change {
        on: "2025-12-01".parse().unwrap(),
        before: stretch(4, 12.0),
        after: stretch(1, 6.0),
        trend: Trend::Unclear,
        fall: Some(0.72),
    };
    Card {
        key: "relying-on-memory".parse().unwrap(),
        version: 3,
        state,
        name: "Two pockets".to_owned(),
        tendency: Tendency::with_key("relying-on-memory"),
        sentence: "An intention had nothing to call it up.".to_owned(),
        is_claimed: true,
        contexts: vec![("home".to_owned(), 2), ("work".to_owned(), 1)],
        unplaced: 1,
        entries: vec![
            CardEntry { is_new: true, ..entry(4, "2026-03-02", "I forgot the keys again") },
            CardEntry {
                why: None,
                is_added: true,
                lesson: None,
                ..entry(3, "2025-10-01", "The van stood there")
            },
            CardEntry { why: Some(Why::Tagged("forgot".to_owned())), ..entry(2, "2025-06-01", "Milk") },
            entry(1, "2025-01-02", "I forgot the milk"),
        ],
        left_out: vec![entry(9, "2025-02-02", "I forgot nothing")],
        rate: Rate {
            from: "2024-12-01".parse().unwrap(),
            to: "2026-05-14".parse().unwrap(),
            whole: stretch(5, 18.0),
            change: Some(change),
        },
        committed_in: Some(EntryId::new(Uuid::from_u128(1))),
        estimates: Estimates::default(),
        words: Vec::new(),
        merged: vec![("procrastination".parse().unwrap(), "Procrastination".to_owned())],
        said_at: None,
        undo: Some("renamed".to_owned()),
    }
}

fn today() -> Date {
    "2026-05-14".parse().unwrap()
}

fn drawn(card: &Card) -> Markup {
    let others = [("over-promising".parse().unwrap(), "Over-promising".to_owned())];
    let page = whole(&View { card, others: &others, today: today(), wrong: None });
    check(&page);
    page
}

fn listed(cards: Vec<Card>, ideas: Vec<Idea>) -> Markup {
    let few = vec![Few {
        key: "handoff-loss".parse().unwrap(),
        name: "Handoff loss".to_owned(),
        entries: 3,
        contexts: vec!["clinic".to_owned()],
    }];
    let away = vec![Away {
        key: "over-promising".parse().unwrap(),
        version: 2,
        name: "Over-promising".to_owned(),
        state: Stands::Rejected { then: 3, has_doubled: false },
    }];
    let page = page(&Patterns { cards, few, away, ideas, entries: 41 }, today());
    check(&page);
    page
}

#[test]
fn a_confirmed_pattern_shows_its_entries_numbers_and_what_can_be_said() {
    insta::assert_snapshot!(lines(drawn(&card(Stands::Confirmed))));
}

#[test]
fn a_possible_pattern_is_asked_about_on_the_list() {
    let found = Card {
        version: 1,
        undo: None,
        merged: Vec::new(),
        name: "Relying on memory".to_owned(),
        ..card(Stands::Open)
    };
    insta::assert_snapshot!(lines(listed(vec![found], Vec::new())));
}

#[test]
fn of_many_patterns_ten_are_shown_whole_and_the_others_named() {
    let one = |number: usize| Card { key: format!("like-{number}").parse().unwrap(), ..card(Stands::Open) };
    let html = listed((0..60).map(one).collect(), Vec::new()).into_string();
    assert_eq!(html.matches("<article").count(), 10);
    assert!(html.contains("href=\"/patterns/like-59\""), "{html}");
}

#[test]
fn an_empty_log_is_told_when_patterns_appear() {
    let html = page(
        &Patterns { cards: Vec::new(), few: Vec::new(), away: Vec::new(), ideas: Vec::new(), entries: 2 },
        today(),
    );
    let html = html.into_string();
    assert!(html.contains("three entries from two kinds of situation"), "{html}");
    assert!(html.contains("There are 2 entries so far"), "{html}");
}

#[test]
fn what_came_back_after_a_no_says_so() {
    let html = drawn(&card(Stands::Rejected { then: 2, has_doubled: true })).into_string();
    assert!(html.contains("no pattern of yours, with 2 entries. There are 4 now."), "{html}");
    let html = drawn(&card(Stands::Rejected { then: 3, has_doubled: false })).into_string();
    assert!(html.contains("shown again when it has 6 entries"), "{html}");
}

#[test]
fn fewer_than_three_before_a_commitment_are_not_compared() {
    let mut few = card(Stands::Confirmed);
    let change = few.rate.change.as_mut().unwrap();
    (change.before.count, change.fall) = (1, None);
    let html = drawn(&few).into_string();
    assert!(html.contains("unclear") && html.contains("nothing to compare"), "{html}");
    assert!(!html.contains("in 100 that"), "{html}");
}

#[test]
fn own_estimates_are_told_each_and_in_the_middle() {
    let estimate = Estimate {
        name: "Work".to_owned(),
        intended: "2 evenings".to_owned(),
        actual: "17 evenings".to_owned(),
        measure: Measure::Times(8.5),
        is_limit: false,
    };
    let each = vec![(EntryId::new(Uuid::from_u128(1)), estimate)];
    let estimates = Estimates { each, times: Some((8.5, 1)), days: None };
    let html = drawn(&Card { estimates, ..card(Stands::Open) }).into_string();
    assert!(html.contains("it took 8.5 times as long (one estimate)"), "{html}");
    assert!(html.contains("8.5 times as long"), "{html}");
}

#[test]
fn a_thought_in_three_places_is_shown_with_each_of_them() {
    let place = |number: u128, thought| Place {
        id: EntryId::new(Uuid::from_u128(number)),
        title: "The bolts were metric".to_owned(),
        occurred: "2026-03-02".parse().unwrap(),
        thought,
        excerpt: Excerpt::cut("A shared glossary", &SearchQuery::parse("glossary").unwrap(), 40),
    };
    let places = vec![place(1, Thought::Parked), place(2, Thought::NotNow), place(3, Thought::Assumed)];
    let html = listed(Vec::new(), vec![Idea { words: vec!["glossary".to_owned()], places }]).into_string();
    assert!(html.contains("This thought stands in 3 places"), "{html}");
    for place in ["Parked", "Not now", "Taken for granted"] {
        assert!(html.contains(place), "{html}");
    }
}

#[test]
fn hostile_words_stay_words() {
    let mut hostile = card(Stands::Confirmed);
    hostile.name = HOSTILE.to_owned();
    hostile.contexts[0].0 = HOSTILE.to_owned();
    hostile.entries[0] = CardEntry { is_new: true, ..entry(4, "2026-03-02", HOSTILE) };
    hostile.merged[0].1 = HOSTILE.to_owned();
    hostile.entries[2].why = Some(Why::Tagged(HOSTILE.to_owned()));
    for html in [drawn(&hostile).into_string(), listed(vec![hostile.clone()], Vec::new()).into_string()] {
        assert!(!html.contains("<script>"), "{html}");
    }
}
