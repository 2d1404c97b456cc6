use hansei_app::career::{Told, ToldChapter, document as written};
use hansei_app::redaction::Redactions;
use hansei_method::career::{CareerStory, Chapter, Evidence, Practised as Planned, Sources, Suggestion};
use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_store::KeptCareer;
use jiff::tz::TimeZone;
use serde_json::json;

use super::super::fixture::{self, HOSTILE, NO_SPACES, RIGHT_TO_LEFT, check, lines, practised};
use super::*;
use crate::forms::Row;

const STORY: &str = "5709e000-7d0f-4d0c-9a3e-1b2f0d3c4e5a";

fn numbered(entry: &Entry, number: u32) -> Entry {
    let id: EntryId = format!("{number:08x}-7d0f-4d0c-9a3e-1b2f0d3c4e5a").parse().unwrap();
    Entry { id, ..entry.clone() }
}

/// A chapter about an entry, with one plan of it that was observed so.
fn chapter(entry: &Entry, letters: &str) -> ToldChapter {
    let it = practised(7, json!({}), letters);
    let planned = [Planned { practice: &it.practice, observed: &it.observed, growth: &it.growth }];
    let sources = Sources { entry, practised: &planned, zone: &TimeZone::UTC };
    ToldChapter {
        chapter: Chapter::of(entry.id, Suggestion::of(entry)),
        title: entry.title.to_string(),
        kind: entry.kind,
        occurred: entry.occurred,
        suggestion: Suggestion::of(entry),
        evidence: Evidence::of(&sources),
    }
}

fn told(title: &str, chapters: Vec<ToldChapter>) -> Told {
    let story = CareerStory {
        id: STORY.parse().unwrap(),
        title: title.parse().unwrap(),
        intro: None,
        chapters: chapters.iter().map(|told| told.chapter.clone()).collect(),
    };
    let kept =
        KeptCareer { story, version: 2, saved_at: "2026-05-13T21:00:00Z".parse().unwrap(), deleted_at: None };
    Told { kept, chapters, away: 0, on: fixture::now().date() }
}

fn drawn(told: &Told, typed: Option<&Form>, wrong: &Wrongs) -> String {
    let offered = [fixture::listed(&fixture::whole())];
    let today = fixture::now().date();
    let page = edit::page(&edit::View { told, offered: &offered, typed, wrong, today });
    check(&page);
    lines(page)
}

fn listed(stories: &[KeptCareer], entries: usize) -> String {
    let entries = vec![fixture::listed(&fixture::whole()); entries.min(1)];
    let offered = Offered { entries, named: None };
    let page =
        list::page(stories, &[], &offered, (&Form::default(), &Wrongs::default(), "k"), &fixture::frame());
    check(&page);
    lines(page)
}

#[test]
fn without_a_lesson_the_list_says_how_a_story_begins() {
    insta::assert_snapshot!(listed(&[], 0));
}

#[test]
fn a_story_is_begun_from_entries_with_a_lesson() {
    insta::assert_snapshot!(listed(&[told("Handing over", vec![]).kept], 1));
}

#[test]
fn the_words_stand_first_and_what_the_log_shows_below_each() {
    let mut observed = chapter(&fixture::whole(), "ddddmdddd");
    observed.chapter.now = Some("I write it down.".parse().unwrap());
    let story =
        told("Handing over, three times", vec![observed, chapter(&numbered(&fixture::captured(), 2), "")]);
    insta::assert_snapshot!(drawn(&story, None, &Wrongs::default()));
}

#[test]
fn what_was_never_tested_has_no_box_to_take_it_away() {
    let html = drawn(&told("x", vec![chapter(&fixture::whole(), "")]), None, &Wrongs::default());
    let fixed = html.split("<p class=\"fixed\">").nth(1).and_then(|rest| rest.split("</p>").next()).unwrap();
    assert!(fixed.contains("Not tested yet") && !fixed.contains("<input"), "{html}");
    assert!(!html.contains("What the entry holds"), "{html}");
}

#[test]
fn what_could_not_be_kept_stays_in_its_field_and_says_why() {
    let story = told("x", vec![chapter(&fixture::whole(), "d")]);
    let mut form = Form::default();
    form.set("title", "Typed");
    let long = "y".repeat(5001);
    let entry = story.chapters[0].chapter.entry.to_string();
    form.push("chapter", Row::of([("entry", entry), ("now", long)]));
    let mut wrong = Wrongs::default();
    Said::read(&form, &mut wrong);
    let html = drawn(&story, Some(&form), &wrong);
    assert!(html.contains("this text has 5001 characters; keep it to 5000"), "{html}");
    assert!(html.contains("give the chapter a heading") && html.contains("yyyyy"), "{html}");
    assert!(html.contains("value=\"Typed\""), "{html}");
}

#[test]
fn a_form_changes_what_it_showed_and_nothing_else() {
    let story =
        told("x", vec![chapter(&fixture::whole(), "d"), chapter(&numbered(&fixture::whole(), 2), "d")]);
    let first = &story.chapters[0];
    let keys: Vec<String> =
        first.evidence.iter().filter_map(|line| line.key).map(|key| key.to_string()).collect();
    let mut form = Form::default();
    form.set("title", "Another");
    let row = [
        ("entry", first.chapter.entry.to_string()),
        ("heading", "Mine".to_owned()),
        ("now", "I ask".to_owned()),
        ("lines", keys.join(" ")),
        ("tell-dates", "true".to_owned()),
    ];
    form.push("chapter", Row::of(row));
    let said = Said::read(&form, &mut Wrongs::default());
    let mut changed = story.kept.story.clone();
    said.put(&mut changed);
    assert_eq!(changed.chapters[1], story.kept.story.chapters[1]);
    let chapter = &changed.chapters[0];
    assert_eq!(
        (chapter.heading.as_str(), chapter.wrong.as_ref(), chapter.hidden.len()),
        ("Mine", None, keys.len() - 1)
    );
    assert!(!chapter.hidden.iter().any(|key| key.to_string() == "dates"), "{:?}", chapter.hidden);
}

#[test]
fn every_button_of_the_page_is_read() {
    let entry = fixture::id();
    for (sent, press) in [
        ("", Press::Save),
        ("save", Press::Save),
        ("look", Press::Look),
        (&format!("earlier.{entry}"), Press::Move { entry, later: false }),
        (&format!("later.{entry}"), Press::Move { entry, later: true }),
        (&format!("out.{entry}"), Press::TakeOut(entry)),
        ("out.x", Press::Save),
        ("add", Press::Add(entry)),
    ] {
        assert_eq!(Press::read(sent, &entry.to_string()), press, "{sent}");
    }
    assert_eq!(Press::read("add", ""), Press::Save);
}

#[test]
fn the_document_is_looked_at_before_it_is_taken() {
    let story = told("Anna Schmidt and I", vec![chapter(&fixture::whole(), "ddd")]);
    let page = shown::page(&story, &names(&story), &Form::default(), None);
    check(&page);
    insta::assert_snapshot!(lines(page));
}

#[test]
fn hostile_endless_and_right_to_left_words_stay_words() {
    for words in [HOSTILE, NO_SPACES, RIGHT_TO_LEFT] {
        let mut one = chapter(&fixture::hostile(), "ddddd");
        one.chapter.heading = words.parse().unwrap();
        one.chapter.now = Some(words.parse().unwrap());
        let mut story = told(words, vec![one, chapter(&numbered(&fixture::hostile(), 2), "")]);
        story.kept.story.intro = Some(words.parse().unwrap());
        drawn(&story, None, &Wrongs::default());
        listed(&[story.kept.clone()], 1);
        check(&shown::page(&story, &names(&story), &Form::default(), None));
        let html = written(&story, &Redactions::default(), Kind::Html).document;
        assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
    }
}

#[test]
fn far_too_much_is_drawn_whole() {
    let chapters = (1..=12).map(|number| chapter(&numbered(&fixture::whole(), number), &"d".repeat(90)));
    let html = drawn(&told("x", chapters.collect()), None, &Wrongs::default());
    assert_eq!(html.matches("class=\"chapter\"").count(), 12);
}
