//! The everyday pages from outside: what is posted is kept, what is wrong keeps what was typed, what was done can be undone.

use axum::body::Body;
use axum::http::{Request, header};
use hansei_method::id::EntryId;

use crate::harness::{Answer, House};

const HOSTILE: &str = "<script>alert(1)</script>";

impl House {
    /// Sends a form and follows where it leads.
    async fn done(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let address = self.post(path, fields).await.expect(303).header("location").to_owned();
        let (address, _) = address.split_once('#').unwrap_or((&address, ""));
        self.get(address).await.expect(200)
    }

    /// Sends a file as the import page does.
    async fn upload(&self, content: &str) -> Answer {
        let boundary = "x-boundary-x";
        let body = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"log.jsonl\"\r\nContent-Type: application/octet-stream\r\n\r\n{content}\r\n--{boundary}--\r\n"
        );
        let request = Request::post("/files/import")
            .header(header::COOKIE, &self.cookie)
            .header(header::ORIGIN, format!("http://127.0.0.1:{}", crate::harness::PORT))
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={boundary}"));
        self.send(request.body(Body::from(body)).expect("a whole request")).await
    }

    async fn entry(&self, text: &str) -> EntryId {
        EntryId::new(self.captured(text).await)
    }
}

/// Returns what stands between two pieces of a page.
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    page.split_once(before).and_then(|(_, rest)| rest.split_once(after)).map_or("", |(found, _)| found)
}

#[tokio::test]
async fn a_line_is_kept_with_the_day_it_names_and_can_be_taken_back() {
    let house = House::new().await;
    let page = house.done("/", &[("text", "yesterday: The demo broke"), ("key", "k1")]).await.body;
    assert!(page.contains("Kept as a failure on"), "{page}");
    assert!(page.contains("read from “yesterday”."), "{page}");
    let undo = between(&page, "<form method=\"post\" action=\"", "\"");
    let page = house.done(undo, &[]).await.body;
    assert!(page.contains("Deleted. It can be taken back."), "{page}");
    assert_eq!(house.app.overview().await.unwrap().entries, 0);
}

#[tokio::test]
async fn a_line_sent_twice_is_kept_once_and_a_changed_line_is_another_one() {
    let house = House::new().await;
    for text in ["once", "once", "other"] {
        house.post("/", &[("text", text), ("key", "k1")]).await.expect(303);
    }
    assert_eq!(house.app.overview().await.unwrap().entries, 2);
}

#[tokio::test]
async fn a_line_can_lead_straight_to_the_first_question() {
    let house = House::new().await;
    let answer = house.post("/", &[("text", "The demo broke"), ("then", "review")]).await.expect(303);
    assert!(answer.header("location").ends_with("/intended"), "{}", answer.header("location"));
}

#[tokio::test]
async fn an_empty_line_is_refused_at_its_box() {
    let house = House::new().await;
    let page = house.post("/", &[("text", " \r\n ")]).await.expect(422).body;
    assert!(page.contains("there is nothing to keep yet"), "{page}");
    assert!(page.contains("aria-invalid=\"true\""), "{page}");
}

#[tokio::test]
async fn words_that_are_searched_for_never_come_into_an_address() {
    let house = House::new().await;
    house.entry("The pump stopped. It was the fuse.").await;
    house.entry("Something else").await;
    let page = house.post("/log/search", &[("q", "fus")]).await.expect(200).body;
    assert!(page.contains("<mark>fuse</mark>") && page.contains("1 entry"), "{page}");
    assert!(!page.contains("?q=") && !page.contains("q=fus"), "{page}");
    let none = house.post("/log/search", &[("q", ""), ("kind", "near_miss")]).await.expect(303);
    assert_eq!(none.header("location"), "/log?kind=near_miss");
    assert_eq!(house.get("/log/search").await.expect(303).header("location"), "/log");
}

#[tokio::test]
async fn a_search_as_one_types_answers_with_the_part_that_changes() {
    let house = House::new().await;
    house.entry("The pump stopped").await;
    let request = Request::post("/log/search")
        .header(header::COOKIE, &house.cookie)
        .header(header::ORIGIN, format!("http://127.0.0.1:{}", crate::harness::PORT))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("hx-request", "true");
    let part = house.send(request.body(Body::from("q=pump&stage=captured")).unwrap()).await.expect(200).body;
    assert!(!part.contains("<html"), "{part}");
    assert!(part.contains("data-at=\"/log?stage=captured\""), "{part}");
    assert!(part.contains("<mark>pump</mark>") && part.contains("hx-swap-oob"), "{part}");
}

#[tokio::test]
async fn the_log_goes_on_page_by_page() {
    let house = House::new().await;
    for number in 0..60 {
        house.entry(&format!("Entry {number:02}")).await;
    }
    let first = house.get("/log").await.expect(200).body;
    assert_eq!(first.matches("data-open").count(), 50);
    let older = between(
        &first,
        "<nav class=\"pager\" aria-label=\"Pages of the log\"><a class=\"btn\" href=\"",
        "\"",
    );
    let second = house.get(older).await.expect(200).body;
    assert_eq!(second.matches("data-open").count(), 10);
    assert!(second.contains("60 entries") && second.contains(">Newest<"), "{second}");
}

#[tokio::test]
async fn the_deleted_entries_go_on_page_by_page() {
    let house = House::new().await;
    for number in 0..60 {
        let id = house.entry(&format!("Entry {number:02}")).await;
        house.app.delete(id, None).await.unwrap();
    }
    let first = house.get("/deleted").await.expect(200).body;
    assert_eq!(first.matches("/take-back\"").count(), 50);
    let older = format!("/deleted?after={}", between(&first, "href=\"/deleted?after=", "\""));
    let second = house.get(&older).await.expect(200).body;
    assert_eq!(second.matches("/take-back\"").count(), 10);
    assert!(second.contains(">Newest<"), "{second}");
}

#[tokio::test]
async fn an_entry_is_described_and_a_conflict_keeps_what_was_typed() {
    let house = House::new().await;
    let id = house.entry("The demo broke").await;
    let at = format!("/entries/{id}/details");
    let fields = |version, title| {
        [
            ("version", version),
            ("title", title),
            ("occurred", "2026-05-01"),
            ("kind", "near_miss"),
            ("significance", "full"),
            ("body", "line one\r\nline two"),
            ("tags", "demo, client"),
            ("feeling", "calm"),
        ]
    };
    let page = house.done(&at, &fields("1", "The demo stopped")).await.body;
    assert!(page.contains("The details are kept.") && page.contains("The demo stopped"), "{page}");
    let kept = house.app.entry(id).await.unwrap();
    assert_eq!(kept.entry.body.as_ref().map(hansei_method::text::Text::as_str), Some("line one\nline two"));
    assert_eq!(kept.version, 2, "the feeling is kept in the same change");

    let page = house.post(&at, &fields("1", "My own words")).await.expect(409).body;
    assert!(page.contains("value=\"My own words\"") && page.contains(">The demo stopped<"), "{page}");
    let version = between(&page, "name=\"version\" value=\"", "\"").to_owned();
    house.done(&at, &fields(&version, "My own words")).await;
    assert_eq!(house.app.entry(id).await.unwrap().entry.title.as_str(), "My own words");
}

#[tokio::test]
async fn an_entry_is_deleted_taken_back_and_erased() {
    let house = House::new().await;
    let id = house.entry("The demo broke").await;
    let at = |rest: &str| format!("/entries/{id}/{rest}");
    house.done(&at("delete"), &[("version", "1")]).await;
    house.get(&format!("/entries/{id}")).await.expect(404);
    let page = house.get("/deleted").await.expect(200).body;
    assert!(page.contains("The demo broke"), "{page}");
    house.done(&at("take-back"), &[]).await;
    house.done(&at("delete"), &[]).await;
    let page = house.get(&at("erase")).await.expect(200).body;
    assert!(page.contains("Erase this entry for good?") && page.contains("The demo broke"), "{page}");
    let page = house.done(&at("erase"), &[]).await.body;
    assert!(page.contains("Erased for good.") && page.contains("Nothing is deleted."), "{page}");
    house.get(&at("erase")).await.expect(404);
}

#[tokio::test]
async fn changes_are_undone_and_earlier_versions_come_back() {
    let house = House::new().await;
    let id = house.entry("The demo broke").await;
    let details = [("version", "1"), ("title", "Another title"), ("occurred", "2026-05-01")];
    house.done(&format!("/entries/{id}/details"), &details).await;
    let page = house.get(&format!("/entries/{id}/history")).await.expect(200).body;
    assert!(page.contains("Changed the details") && page.contains("Undo the last change"), "{page}");
    let page = house.done(&format!("/entries/{id}/undo"), &[("version", "2")]).await.body;
    assert!(page.contains("Undone.") && page.contains(">The demo broke</h1>"), "{page}");
    let earlier = house.get(&format!("/entries/{id}/history/2")).await.expect(200).body;
    assert!(earlier.contains("This is version 2, as it was."), "{earlier}");
    let page = house.done(&format!("/entries/{id}/history/2"), &[("version", "3")]).await.body;
    assert!(page.contains(">Another title</h1>"), "{page}");
    house.get(&format!("/entries/{id}/history/99")).await.expect(404);
    house.post(&format!("/entries/{id}/undo"), &[("version", "1")]).await.expect(409);
}

#[tokio::test]
async fn a_review_is_put_off_and_asked_about_again() {
    let house = House::new().await;
    let id = house.entry("The demo broke").await;
    let at = format!("/entries/{id}/put-off");
    let page = house.done(&at, &[("until", "2999-01-01")]).await.body;
    assert!(page.contains("nothing asks about this before"), "{page}");
    assert!(!house.get("/").await.expect(200).body.contains("The demo broke"));
    house.done(&at, &[]).await;
    assert!(house.get("/").await.expect(200).body.contains("The demo broke"));
    let page = house.post(&at, &[("until", "some day")]).await.expect(422).body;
    assert!(page.contains("this is not a day"), "{page}");
    let page = house.get(&format!("/entries/{id}")).await.expect(200).body;
    let form = between(&page, &format!("action=\"{at}\""), "</form>");
    let version = between(form, "name=\"version\" value=\"", "\"").to_owned();
    house.done(&at, &[("version", &version), ("until", "2999-01-01")]).await;
    house.post(&at, &[("version", &version), ("until", "2998-01-01")]).await.expect(409);
}

#[tokio::test]
async fn an_attempt_sent_twice_is_begun_once_and_another_one_is_another() {
    let house = House::new().await;
    let id = house.entry("First try").await;
    let at = format!("/entries/{id}/attempts");
    let page = house.get(&at).await.expect(200).body;
    let key = between(&page, "name=\"key\" value=\"", "\"").to_owned();
    let begin = async |line| house.post(&at, &[("line", line), ("key", &key)]).await.expect(303);
    let (first, again) = (begin("Second try").await, begin("Second try").await);
    assert_eq!(first.header("location"), again.header("location"));
    assert_eq!(house.app.overview().await.unwrap().entries, 2);
    begin("Third try").await;
    assert_eq!(house.app.overview().await.unwrap().entries, 3);
}

#[tokio::test]
async fn the_number_of_a_deleted_attempt_is_not_offered_again() {
    let house = House::new().await;
    let id = house.entry("First try").await;
    let at = format!("/entries/{id}/attempts");
    let second = house.app.attempt_again(id, None, "Second try", None).await.unwrap().id;
    house.done(&format!("/entries/{second}/delete"), &[]).await;
    assert!(house.get(&at).await.expect(200).body.contains("Start attempt 3"));
    house.done(&at, &[("line", "Third try")]).await;
    let page = house.get(&format!("/entries/{id}")).await.expect(200).body;
    assert!(page.contains("Attempt 1 of 3"), "{page}");
}

#[tokio::test]
async fn a_second_attempt_asks_about_the_lessons_of_the_first() {
    let house = House::new().await;
    let id = house.entry("First try").await;
    let lesson = hansei_app::review::Reviewed {
        skipped: serde_json::from_value(serde_json::json!({"intended": "a", "happened": "b", "why": "c"}))
            .unwrap(),
        next: Some(serde_json::from_value(serde_json::json!({"lesson": "Ask first"})).unwrap()),
        ..Default::default()
    };
    house.app.review(id, None, &lesson).await.unwrap();
    let page = house
        .done(&format!("/entries/{id}/attempts"), &[("line", "Second try"), ("changed", "I ask first")])
        .await
        .body;
    assert!(page.contains("Before attempt 2") && page.contains("Ask first"), "{page}");
    let next = between(&page, "action=\"/entries/", "/lessons\"").to_owned();
    let version = between(&page, "name=\"version\" value=\"", "\"").to_owned();
    let answer = [("version", version.as_str()), ("place", "0"), ("applies", "yes")];
    let page = house.done(&format!("/entries/{next}/lessons"), &answer).await.body;
    assert!(page.contains("It applies."), "{page}");
    let page = house
        .post(&format!("/entries/{id}/attempts"), &[("line", ""), ("changed", HOSTILE)])
        .await
        .expect(422)
        .body;
    assert!(page.contains("&lt;script&gt;"), "what was typed is kept: {page}");
}

#[tokio::test]
async fn a_log_moves_out_and_in_again() {
    let house = House::new().await;
    house.entry("The demo broke").await;
    let file = house.get("/files/export/jsonl").await.expect(200);
    assert!(file.header("content-disposition").starts_with("attachment; filename=\"hansei-"));
    let other = House::new().await;
    let page = other.upload(&format!("{}this is no line\n", file.body)).await.expect(200).body;
    assert!(
        page.contains("1 entry is new") && page.contains("The demo broke") && page.contains("Line 3"),
        "{page}"
    );
    assert_eq!(other.app.overview().await.unwrap().entries, 0, "looking changes nothing");
    let action = between(&page, "<form class=\"stack below-5\" method=\"post\" action=\"", "\"").to_owned();
    let page = other.post(&action, &[("all_or_nothing", "true")]).await.expect(422).body;
    assert!(page.contains("nothing was imported"), "{page}");

    let page = other.upload(&file.body).await.expect(200).body;
    let action = between(&page, "<form class=\"stack below-5\" method=\"post\" action=\"", "\"").to_owned();
    let page = other.post(&action, &[]).await.expect(200).body;
    assert!(page.contains("1 entry came in"), "{page}");
    let page = other.post(&action, &[]).await.expect(422).body;
    assert!(page.contains("not held any more"), "{page}");
    let page = other.upload(&file.body).await.expect(200).body;
    assert!(page.contains("this log does not have"), "{page}");
}

#[tokio::test]
async fn a_file_that_is_none_of_ours_is_refused_at_its_field() {
    let house = House::new().await;
    for content in ["", "%PDF-1.7 something"] {
        let page = house.upload(content).await.expect(422).body;
        assert!(page.contains("id=\"f-file-wrong\""), "{page}");
    }
}

#[tokio::test]
async fn one_entry_is_downloaded_in_its_own_file() {
    let house = House::new().await;
    let id = house.entry("The demo broke").await;
    for (ending, kind) in [("md", "text/markdown"), ("jsonl", "application/jsonl")] {
        let file = house.get(&format!("/entries/{id}/export.{ending}")).await.expect(200);
        assert!(file.header("content-type").starts_with(kind) && file.body.contains("The demo broke"));
    }
    house.get("/files/export/exe").await.expect(404);
}

#[tokio::test]
async fn what_is_shared_has_its_names_replaced() {
    let house = House::new().await;
    let id = house.entry("I told Anna Schmidt too late").await;
    let at = format!("/entries/{id}/share");
    let page = house.get(&at).await.expect(200).body;
    assert!(page.contains("value=\"Anna Schmidt\""), "the name is suggested: {page}");
    let form = [
        ("part-body", "true"),
        ("name.0.from", "Anna Schmidt"),
        ("name.0.to", "the client"),
        ("for", HOSTILE),
    ];
    let page = house.post(&at, &form).await.expect(200).body;
    assert!(page.contains("<mark>the client</mark>") && !page.contains("<script>"), "{page}");
    for kind in ["html", "markdown"] {
        let form = [form.as_slice(), &[("as", kind)]].concat();
        let file = house.post(&format!("{at}/download"), &form).await.expect(200);
        assert!(file.body.contains("the client") && !file.body.contains("Anna"), "{}", file.body);
        assert!(file.header("content-disposition").contains("shared-entry."));
    }
    house.post(&format!("{at}/download"), &[("as", "exe")]).await.expect(422);
}

#[tokio::test]
async fn what_would_make_a_shared_document_without_end_is_refused_and_kept_in_the_form() {
    let house = House::new().await;
    let id = house.entry("I told Anna Schmidt too late").await;
    let at = format!("/entries/{id}/share");
    let long = "b".repeat(301);
    let form = [("part-body", "true"), ("name.0.from", "a"), ("name.0.to", long.as_str())];
    let page = house.post(&at, &form).await.expect(422).body;
    assert!(page.contains("a name to replace has at most 300 characters; shorten it"), "{page}");
    assert!(page.contains(&format!("value=\"{long}\"")), "{page}");
    assert!(!page.contains("Anna Schmidt too late</h3>"), "no preview stands in for it: {page}");
    house.post(&format!("{at}/download"), &[&form[..], &[("as", "html")]].concat()).await.expect(422);
}

#[tokio::test]
async fn settings_are_kept_and_shown_on_every_page() {
    let house = House::new().await;
    let page = house.done("/settings", &[("name", "Bríd’s log"), ("automatic_backups", "true")]).await.body;
    assert!(page.contains("The settings are kept.") && page.contains("Bríd’s log"), "{page}");
    let today = house.get("/").await.expect(200).body;
    assert!(today.contains("Bríd’s log") && today.contains("data-letters=\"off\""), "{today}");
    let page = house.post("/settings", &[("name", "two\nlines")]).await.expect(422).body;
    assert!(page.contains("href=\"#f-name\""), "{page}");
}

#[tokio::test]
async fn an_entry_that_is_not_there_is_said_so_on_every_page_of_it() {
    let house = House::new().await;
    for rest in ["", "/details", "/history", "/attempts", "/share", "/erase", "/export.md"] {
        house.get(&format!("/entries/6f2c7e86-7d0f-4d0c-9a3e-1b2f0d3c4e5a{rest}")).await.expect(404);
        house.get(&format!("/entries/nothing{rest}")).await.expect(404);
    }
}
