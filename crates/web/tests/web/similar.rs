//! You may have been here before, on the pages.

use axum::body::Body;
use axum::http::{Request, header};
use uuid::Uuid;

use crate::harness::House;

/// Asks for what fills the place on a page, as its script does.
async fn part(house: &House, id: Uuid) -> String {
    let request = Request::get(format!("/entries/{id}/similar"))
        .header(header::COOKIE, &house.cookie)
        .header("hx-request", "true");
    house.send(request.body(Body::empty()).unwrap()).await.expect(200).body
}

#[tokio::test]
async fn the_place_on_a_page_fills_itself_with_what_is_near() {
    let house = House::new().await;
    let (first, last) = house.two_alike().await;
    let place = format!("hx-get=\"/entries/{last}/similar\"");
    for page in [format!("/entries/{last}"), format!("/?kept=captured&entry={last}")] {
        assert!(house.get(&page).await.expect(200).body.contains(&place), "{page}");
    }
    let intended = house.get(&format!("/entries/{last}/intended")).await.expect(200).body;
    assert!(!intended.contains(&place), "what was meant is written before one looks back");
    let part = part(&house, last).await;
    assert!(!part.contains("<html") && part.contains("You may have been here before"), "{part}");
    assert!(part.contains(&format!("href=\"/entries/{first}\"")), "{part}");
    assert!(part.contains("Both: <bdi>venue, told, moved</bdi>"), "{part}");
}

#[tokio::test]
async fn a_no_is_remembered_for_both_and_can_be_taken_back() {
    let house = House::new().await;
    let (first, last) = house.two_alike().await;
    let at = format!("/entries/{last}/similar");
    let say = async |same: &str| {
        let answer = house.post(&at, &[("other", &first.to_string()), ("same", same)]).await.expect(303);
        assert_eq!(answer.header("location"), at);
    };
    say("no").await;
    assert!(!part(&house, last).await.contains(&first.to_string()));
    assert!(!part(&house, first).await.contains(&last.to_string()));
    let page = house.get(&at).await.expect(200).body;
    assert!(
        page.contains("You said these are not the same kind") && page.contains("The van came late"),
        "{page}"
    );
    assert!(!page.contains("hx-target=\"#similar\""), "the whole page is not a part of itself: {page}");
    house.post(&at, &[("other", &first.to_string()), ("same", "perhaps")]).await.expect(422);
    house.post(&at, &[("other", &first.to_string())]).await.expect(422);
    say("").await;
    assert!(part(&house, last).await.contains(&first.to_string()));
    say("yes").await;
    assert!(part(&house, last).await.contains("You said: the same kind."));
}

#[tokio::test]
async fn an_entry_like_no_other_says_so_where_somebody_asks() {
    let house = House::new().await;
    let only = house.captured("The pump stopped").await;
    let page = house.get(&format!("/entries/{only}/similar")).await.expect(200).body;
    assert!(page.contains("Nothing else you wrote has anything in common with it."), "{page}");
    house.get("/entries/3c6ef372-fe94-482b-a739-80c0b9db906b/similar").await.expect(404);
}

#[tokio::test]
async fn what_cannot_be_told_leaves_the_page_around_it_alone() {
    let house = House::new().await;
    let (first, _) = house.two_alike().await;
    house.post(&format!("/entries/{first}/delete"), &[]).await.expect(303);
    let today = house.get(&format!("/?kept=captured&entry={first}")).await.expect(200).body;
    assert!(!today.contains("id=\"similar\""), "{today}");
    assert_eq!(part(&house, first).await, "<div id=\"similar\"></div>");
}
