use hansei_app::adoption::AdoptionHit;
use hansei_app::library::{CaseHit, LookedCases, ToldCase};
use hansei_app::list::Hit;
use hansei_app::similar::Similar;
use hansei_recall::{Excerpt, SearchQuery};
use hansei_store::KeptAdoption;
use serde_json::json;

use super::*;
use crate::pages::fixture::{self, lines as drawn_lines};

fn overview(entries: i64) -> Overview {
    let day = |text: &str| Some(text.parse().unwrap());
    let (first, last) = if entries == 0 { (None, None) } else { (day("2025-09-30"), day("2026-03-22")) };
    Overview { entries, first, last, open_reviews: 0, trashed: 0 }
}

fn drawn(asked: &Asked, answer: &Answer, entries: i64) -> Markup {
    let tags = [("scope".parse().unwrap(), 3)];
    let overview = overview(entries);
    let page = page(&View {
        asked,
        overview: Some(&overview),
        tags: &tags,
        answer,
        expected: &maud::html! {},
        today: fixture::frame().today(),
    });
    fixture::check(&page);
    page
}

fn hit(entry: &hansei_method::entry::Entry, words: &str) -> Hit {
    let query = SearchQuery::parse(words).unwrap();
    let line = fixture::listed(entry);
    let text = entry.body.as_ref().map_or("", |body| body.as_str());
    Hit {
        is_word_for_word: false,
        title: hansei_recall::mark(&line.title, &query),
        excerpt: Excerpt::cut(text, &query, 40),
        line,
    }
}

#[test]
fn an_empty_log_says_how_it_begins() {
    let answer = Answer::Lines(Page { lines: Vec::new(), next: None });
    insta::assert_snapshot!(drawn_lines(drawn(&Asked::default(), &answer, 0)));
}

#[test]
fn entries_stand_under_their_years_with_their_four_fields() {
    let old =
        fixture::entry(json!({"title": "Labelling rule", "occurred": "2025-10-14", "kind": "near_miss"}));
    let lines = vec![fixture::listed(&fixture::whole()), fixture::listed(&old)];
    let cursor = hansei_store::Cursor {
        occurred: "2025-10-14".to_owned(),
        captured_at: "2025-10-14T09:00:00Z".parse().unwrap(),
        id: fixture::id(),
    };
    let answer = Answer::Lines(Page { lines, next: Some(cursor) });
    let asked = Asked { tag: "scope".to_owned(), ..Asked::default() };
    insta::assert_snapshot!(drawn_lines(drawn(&asked, &answer, 2)));
}

#[test]
fn a_search_shows_lessons_first_with_what_was_looked_for_marked() {
    let line = fixture::entry(
        json!({"title": "Scope again", "body": "the scope, once more", "occurred": "2026-01-02"}),
    );
    let answer = hits(vec![hit(&line, "scope"), hit(&fixture::whole(), "requirements")]);
    let asked = Asked { q: "scope".to_owned(), ..Asked::default() };
    insta::assert_snapshot!(drawn_lines(drawn(&asked, &answer, 2)));
}

#[test]
fn a_search_without_a_hit_says_what_that_may_mean() {
    let html = drawn(&Asked { q: "x".to_owned(), ..Asked::default() }, &hits(Vec::new()), 4).into_string();
    assert!(html.contains("Nothing in the log matches."), "{html}");
    assert!(html.contains("No entries"), "{html}");
}

#[test]
fn hostile_words_stay_words() {
    let entry = fixture::hostile();
    let lines = vec![fixture::listed(&entry)];
    for answer in [Answer::Lines(Page { lines, next: None }), hits(vec![hit(&entry, "script")])] {
        let asked = Asked { q: fixture::HOSTILE.to_owned(), tag: "<b>".to_owned(), ..Asked::default() };
        assert!(drawn(&asked, &answer, 1).into_string().contains("&lt;"));
    }
}

fn hits(hits: Vec<Hit>) -> Answer {
    Answer::Hits(Looked { hits, ..Looked::default() })
}

#[test]
fn after_one_s_own_come_adopted_lessons_and_then_what_others_told() {
    let query = SearchQuery::parse("unit").unwrap();
    let of_case = |told: ToldCase| CaseHit {
        title: hansei_recall::mark(told.case.title.as_str(), &query),
        excerpt: Excerpt::cut("", &query, 40),
        is_word_for_word: false,
        told,
    };
    let of_adoption = |kept: KeptAdoption| AdoptionHit {
        lesson: hansei_recall::mark(kept.adoption.lesson.as_str(), &query),
        excerpt: Excerpt::cut("a number without its unit", &query, 40),
        adoption: kept.adoption,
    };
    let cases = LookedCases {
        hits: vec![of_case(fixture::told(fixture::case())), of_case(fixture::told(fixture::hostile_case()))],
        ..LookedCases::default()
    };
    let adopted = vec![of_adoption(fixture::kept_adoption()), of_adoption(fixture::hostile_adoption())];
    let looked = Looked { hits: vec![hit(&fixture::whole(), "scope")], adopted, cases, ..Looked::default() };
    let asked = Asked { q: "unit".to_owned(), ..Asked::default() };
    insta::assert_snapshot!(drawn_lines(drawn(&asked, &Answer::Hits(looked.clone()), 4)));
    let page = drawn(&asked, &Answer::Hits(Looked { hits: Vec::new(), ..looked }), 4).into_string();
    assert!(
        page.contains("No entry of yours has all of these words.")
            && page.contains("What others went through"),
        "{page}"
    );
}

#[test]
fn what_was_looked_for_instead_is_said_and_what_is_like_it_comes_where_nothing_has_every_word() {
    let asked = Asked { q: "recieved".to_owned(), ..Asked::default() };
    let looked = Looked {
        instead: Some("received <b>".to_owned()),
        hits: vec![hit(&fixture::whole(), "requirements")],
        ..Looked::default()
    };
    let page = drawn(&asked, &Answer::Hits(looked), 4).into_string();
    assert!(
        page.contains("No entry has all of these words. This is for “<bdi>received &lt;b&gt;</bdi>”."),
        "{page}"
    );
    let line = fixture::listed(&fixture::whole());
    let close = vec![Similar { line, shared: vec!["scope".to_owned()], same: None }];
    let page = drawn(&asked, &Answer::Hits(Looked { close, ..Looked::default() }), 4).into_string();
    assert!(page.contains("No entry has all of these words. Most like them:"), "{page}");
    assert!(
        !page.contains("No entries") && page.contains("None with all of these words, 1 near them"),
        "{page}"
    );
    assert!(page.contains("Northgate proposal a week late") && !page.contains("Same kind?"), "{page}");
}

#[test]
fn what_is_near_follows_the_few_that_were_found_or_gets_a_place() {
    let asked = Asked { q: "the scope of it once more".to_owned(), ..Asked::default() };
    let line = fixture::listed(&fixture::whole());
    let close = vec![Similar { line, shared: Vec::new(), same: None }];
    let looked = Looked { hits: vec![hit(&fixture::hostile(), "script")], close, ..Looked::default() };
    let html = drawn(&asked, &Answer::Hits(looked.clone()), 4).into_string();
    let (found, near) = (html.find("1 entry").unwrap(), html.find("Most like what you asked").unwrap());
    assert!(found < near && html.contains("Few entries have all of these words."), "{html}");
    let typed = Looked { close: Vec::new(), near_is_due: true, ..looked };
    let html = drawn(&asked, &Answer::Hits(typed), 4).into_string();
    assert!(html.contains("/log/near") && !html.contains("Most like what you asked"), "{html}");
}
