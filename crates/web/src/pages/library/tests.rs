use hansei_app::library::{CaseHit, SimilarCase};
use hansei_recall::{Excerpt, SearchQuery};

use super::*;
use crate::pages::fixture::{self, lines};

fn drawn(asked: &Asked, collections: &[KeptCollection], answer: &Answer) -> Markup {
    let page = page(&View { asked, collections, going: 0, answer });
    fixture::check(&page);
    page
}

fn hit(told: &ToldCase, words: &str) -> CaseHit {
    let query = SearchQuery::parse(words).unwrap();
    let body = told.case.happened.as_ref().map_or("", |text| text.as_str());
    CaseHit {
        title: hansei_recall::mark(told.case.title.as_str(), &query),
        excerpt: Excerpt::cut(body, &query, 40),
        is_word_for_word: false,
        told: told.clone(),
    }
}

fn asking(words: &str) -> Asked {
    Asked { q: words.to_owned(), ..Asked::default() }
}

#[test]
fn an_empty_library_says_how_it_begins() {
    insta::assert_snapshot!(lines(drawn(&Asked::default(), &[], &Answer::Collections)));
}

#[test]
fn collections_stand_with_who_tells_them_and_how_they_go_again() {
    let mut bare = fixture::collection("Told to me", 1);
    (bare.collection.source, bare.collection.licence) = (None, None);
    (bare.collection.notice, bare.collection.link) = (None, None);
    let all = [fixture::collection("Reports", 12_345), bare];
    insta::assert_snapshot!(lines(drawn(&Asked::default(), &all, &Answer::Collections)));
}

#[test]
fn a_collection_is_read_a_page_at_a_time() {
    let all = [fixture::collection("Reports", 51)];
    let asked =
        Asked { collection: all[0].collection.id.to_string(), after: "50".to_owned(), ..Asked::default() };
    let cases = vec![fixture::told(fixture::case()), fixture::told(fixture::hostile_case())];
    let html = drawn(&asked, &all, &Answer::Cases(cases, Some(100))).into_string();
    let id = all[0].collection.id;
    for part in [
        format!("href=\"/library?collection={id}&amp;after=100\""),
        format!("href=\"/library?collection={id}\""),
        format!("href=\"/library/{id}/a%2F7\""),
        "51 cases".to_owned(),
    ] {
        assert!(html.contains(&part), "{part} in {html}");
    }
}

#[test]
fn what_was_found_is_marked_and_says_whose_it_is() {
    let hits = vec![
        hit(&fixture::told(fixture::case()), "craft"),
        hit(&fixture::told(fixture::hostile_case()), "script"),
    ];
    let looked = LookedCases { hits, instead: Some("craft <b>".to_owned()), ..LookedCases::default() };
    let all = [fixture::collection("Reports", 2)];
    insta::assert_snapshot!(lines(drawn(&asking("crafft"), &all, &Answer::Found(looked))));
}

#[test]
fn where_no_case_has_every_word_what_is_near_comes() {
    let all = [fixture::collection("Reports", 2)];
    let close = vec![SimilarCase { told: fixture::told(fixture::case()), shared: vec!["unit".to_owned()] }];
    let looked = LookedCases { close, ..LookedCases::default() };
    let html = drawn(&asking("unit of the quota"), &all, &Answer::Found(looked)).into_string();
    assert!(html.contains("Most like them:") && html.contains("Both: <bdi>unit</bdi>"), "{html}");
    let html = drawn(&asking("x"), &all, &Answer::Found(LookedCases::default())).into_string();
    assert!(html.contains("No case here is about that."), "{html}");
}

#[test]
fn the_words_of_a_search_are_in_no_address() {
    let html = drawn(
        &asking("private"),
        &[fixture::collection("Reports", 2)],
        &Answer::Found(LookedCases::default()),
    );
    let html = html.into_string();
    assert!(
        html.contains("data-at=\"/library\"") && html.contains("method=\"post\" action=\"/library/search\""),
        "{html}"
    );
}

#[test]
fn a_count_is_read_in_groups_of_three() {
    assert_eq!([999, 1_000, 1_234_567].map(grouped), ["999", "1,000", "1,234,567"]);
}
