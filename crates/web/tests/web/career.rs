//! Career stories, from the browser.

use hansei_app::review::Reviewed;
use hansei_method::id::EntryId;
use serde_json::json;

use crate::harness::House;

/// Reviews something to the end with a lesson and a commitment.
pub(crate) async fn reviewed(house: &House, title: &str) -> EntryId {
    let id = EntryId::new(house.captured(title).await);
    let answers = Reviewed {
        intended: serde_json::from_value(json!({"statement": "It is given once"})).unwrap(),
        happened: serde_json::from_value(json!({"moments": [{"what": "It was given twice"}]})).unwrap(),
        why: serde_json::from_value(json!({"factors": [{"statement": "The noise", "control": "outside"}]}))
            .unwrap(),
        next: serde_json::from_value(json!({"lesson": "Say it back",
            "commitments": [{"cue": "an order comes by phone", "act": "read it back"}],
            "choice": {"way": "retry", "reason": "The aim is the same"}}))
        .unwrap(),
        finish: true,
        ..Reviewed::default()
    };
    house.app.review(id, None, &answers).await.unwrap();
    id
}

/// Begins a story from these entries and returns its address.
async fn begun(house: &House, entries: &[EntryId]) -> String {
    let mut fields = vec![("key".to_owned(), "k1".to_owned())];
    for (at, entry) in entries.iter().enumerate() {
        fields.push((format!("entry.{at}.id"), entry.to_string()));
        fields.push((format!("entry.{at}.chosen"), "true".to_owned()));
    }
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let first = house.post("/career", &fields).await.expect(303).header("location").to_owned();
    let again = house.post("/career", &fields).await.expect(303).header("location").to_owned();
    assert_eq!(first, again, "a form that is sent twice begins one story");
    first
}

#[tokio::test]
async fn a_story_is_begun_written_and_handed_over() {
    let house = House::new().await;
    assert!(house.get("/career").await.expect(200).body.contains("there is none yet"));
    let (one, two) = (reviewed(&house, "The call with Anna").await, reviewed(&house, "The second one").await);
    let at = begun(&house, &[one]).await;
    let page = house.get(&at).await.expect(200).body;
    assert!(
        page.contains("Say it back") && page.contains("Not tested yet: planned on 14 May 2026"),
        "{page}"
    );
    let entry = one.to_string();
    let fields = [
        ("title", "Twice"),
        ("chapter.0.entry", entry.as_str()),
        ("chapter.0.heading", "The call with Anna"),
        ("chapter.0.now", "I read it\r\nback"),
        ("chapter.0.lines", "dates"),
        ("do", "save"),
    ];
    let saved = house.post(&at, &fields).await.expect(303);
    let page = house.get(saved.header("location")).await.expect(200).body;
    assert!(page.contains("The story is kept.") && page.contains("I read it\nback"), "{page}");
    let mut adding = fields;
    let second = two.to_string();
    adding[5] = ("do", "add");
    let adding: Vec<_> = adding.into_iter().chain([("entry", second.as_str())]).collect();
    house.post(&at, &adding).await.expect(303);
    let moving = format!("earlier.{two}");
    let mut fields = fields;
    fields[5] = ("do", &moving);
    assert_eq!(house.post(&at, &fields).await.expect(303).header("location"), format!("{at}#c-{two}"));
    let page = house.get(&format!("{at}/document")).await.expect(200).body;
    assert!(page.contains("Download as a page") && page.contains("What the log shows"), "{page}");
    let named = [("name.0.from", "Anna"), ("name.0.to", "a colleague")];
    let page = house.post(&format!("{at}/document"), &named).await.expect(200).body;
    assert!(page.contains("<mark>a colleague</mark>"), "{page}");
    let taken = [("name.0.from", "Anna"), ("name.0.to", "a colleague"), ("as", "markdown")];
    let taken = house.post(&format!("{at}/document/download"), &taken).await.expect(200);
    assert!(taken.header("content-disposition").contains("story.md"));
    let text = taken.body;
    assert!(text.starts_with("# Twice\n") && !text.contains("Anna"), "{text}");
    let places = [text.find("The second one"), text.find("The call with a colleague")];
    assert!(places[0] < places[1] && places[0].is_some(), "{text}");
    assert_eq!(text.matches("It happened on").count(), 1, "the dates of one chapter are left out: {text}");
}

#[tokio::test]
async fn what_is_typed_is_kept_as_it_is_typed_and_what_cannot_be_kept_stays_on_the_page() {
    let house = House::new().await;
    let one = reviewed(&house, "One").await;
    let at = begun(&house, &[one]).await;
    house.post(&format!("{at}/draft"), &[("title", "Begun"), ("intro", "Three nights")]).await.expect(204);
    assert!(house.get(&at).await.expect(200).body.contains("Three nights"));
    house.post(&format!("{at}/draft"), &[("title", ""), ("intro", "Four")]).await.expect(422);
    let page = house.post(&at, &[("title", " "), ("intro", "Four nights")]).await.expect(422).body;
    assert!(page.contains("give the story a title") && page.contains("Four nights"), "{page}");
    house.get("/career/x").await.expect(404);
    house.get("/career/00000000-0000-4000-8000-000000000000").await.expect(404);
    house.get("/career?entry=00000000-0000-4000-8000-000000000000").await.expect(404);
    house.post(&format!("{at}/document/download"), &[("as", "pdf")]).await.expect(422);
}

#[tokio::test]
async fn an_entry_is_put_into_a_story_from_its_own_page() {
    let house = House::new().await;
    let (one, bare) = (reviewed(&house, "One").await, EntryId::new(house.captured("No lesson yet").await));
    let at = begun(&house, &[one]).await;
    let page = house.get(&format!("/entries/{bare}")).await.expect(200).body;
    assert!(page.contains(&format!("/career?entry={bare}")), "{page}");
    let page = house.get(&format!("/career?entry={bare}")).await.expect(200).body;
    assert!(page.contains("Put it into") && page.contains("No lesson yet"), "{page}");
    let entry = bare.to_string();
    for _ in 0..2 {
        let added = house.post(&format!("{at}/add"), &[("entry", &entry)]).await.expect(303);
        assert_eq!(added.header("location"), format!("{at}#c-{bare}"));
    }
    assert!(house.get(&at).await.expect(200).body.contains("Chapter 2"));
    assert!(house.get(&format!("/career?entry={bare}")).await.expect(200).body.contains("It is in there"));
}

#[tokio::test]
async fn a_removed_story_comes_back_and_an_erased_one_does_not() {
    let house = House::new().await;
    let one = reviewed(&house, "One").await;
    let at = begun(&house, &[one]).await;
    house.post(&format!("{at}/remove"), &[("version", "7")]).await.expect(409);
    house.post(&format!("{at}/remove"), &[("version", "1")]).await.expect(303);
    house.get(&at).await.expect(404);
    assert!(house.get("/career").await.expect(200).body.contains("Erase for good"));
    house.post(&format!("{at}/take-back"), &[]).await.expect(303);
    house.get(&at).await.expect(200);
    assert!(house.get(&format!("{at}/erase")).await.expect(200).body.contains("Nothing brings it back"));
    house.post(&format!("{at}/erase"), &[]).await.expect(303);
    house.get(&at).await.expect(404);
}
