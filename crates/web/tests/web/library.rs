//! Other people's failures on the pages: found, read, adopted, written down, taken away.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, header};
use hansei_app::library::{Described, starter};
use hansei_method::case::Case;
use serde_json::json;

use crate::harness::{Answer, House};

const LESSON: [(&str, &str); 5] = [
    ("conditions", "Numbers cross between teams\r\n\r\nNobody reads the interface"),
    ("difference", ""),
    ("lesson", "Write the unit where the number stands"),
    ("cue", "I hand over a number"),
    ("act", "write its unit beside it"),
];

/// Adds a collection with one case and returns the address of the case.
async fn with_a_case(house: &House, key: &str) -> String {
    let id = house.app.add_collection(Described::named("Reports".parse().unwrap())).await.unwrap().id;
    let case: Case = serde_json::from_value(json!({
        "key": key, "title": "A number without its unit", "happened": "The orbiter was lost.", "occurred": "1999-09-23"
    }))
    .unwrap();
    house.app.put_cases(id, vec![case]).await.unwrap();
    format!("/library/{id}/{}", crate::harness::escaped(key))
}

/// Searches as the script of the page does.
async fn typed(house: &House, words: &str) -> String {
    let request = Request::post("/library/search")
        .header(header::COOKIE, &house.cookie)
        .header(header::ORIGIN, format!("http://127.0.0.1:{}", crate::harness::PORT))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("hx-request", "true");
    let body = format!("q={}", crate::harness::escaped(words));
    house.send(request.body(Body::from(body)).unwrap()).await.expect(200).body
}

fn goes_to(answer: &Answer) -> String {
    answer.header("location").to_owned()
}

#[tokio::test]
async fn the_library_is_alive_on_the_first_day() {
    let house = House::new().await;
    let page = house.get("/library").await.expect(200).body;
    assert!(page.contains("DFDS post-mortems") && page.contains("Licence: <bdi>MIT</bdi>"), "{page}");
    assert!(page.contains("aria-current=\"page\">Library"), "{page}");
    let found = typed(&house, "kubernetes").await;
    assert!(found.contains("<mark>Kubernetes</mark>") && !found.contains("<html"), "{found}");
    assert!(typed(&house, "kubernetse").await.contains("No case has all of these words."));
    let of_it = house.get(&format!("/library?collection={}", starter())).await.expect(200).body;
    assert!(
        of_it.contains("38 cases") && of_it.contains(&format!("href=\"/library/{}/PM", starter())),
        "{of_it}"
    );
}

#[tokio::test]
async fn a_search_without_scripts_keeps_its_words_out_of_the_address() {
    let house = House::new().await;
    let page = house.post("/library/search", &[("q", "kubernetes")]).await.expect(200).body;
    assert!(page.contains("<html") && page.contains("value=\"kubernetes\""), "{page}");
    assert!(!page.contains("/library?q="), "{page}");
    assert_eq!(goes_to(&house.get("/library/search").await.expect(303)), "/library");
}

#[tokio::test]
async fn a_lesson_is_adopted_once_removed_and_taken_back() {
    let house = House::new().await;
    let case = with_a_case(&house, "a/b?c#d").await;
    assert!(house.get(&case).await.expect(200).body.contains("Take one thing from it"));
    let fields: Vec<_> = LESSON.into_iter().chain([("key", "k1")]).collect();
    let adopted = goes_to(&house.post(&case, &fields).await.expect(303));
    assert!(adopted.starts_with(&format!("{case}?kept=adopted&adopted=")), "{adopted}");
    assert_eq!(goes_to(&house.post(&case, &fields).await.expect(303)), adopted, "sent twice, kept once");
    let page = house.get(&adopted).await.expect(200).body;
    let id = adopted.rsplit_once('=').unwrap().1;
    let (remove, back) =
        (format!("/library/adopted/{id}/remove"), format!("/library/adopted/{id}/take-back"));
    assert!(page.contains(&format!("action=\"{remove}\"")) && page.contains("All adopted lessons"), "{page}");
    let list = house.get("/library/adopted").await.expect(200).body;
    assert!(
        list.contains("Numbers cross between teams") && list.contains("A number without its unit"),
        "{list}"
    );
    let removed = goes_to(&house.post(&remove, &[("version", "1")]).await.expect(303));
    let list = house.get(&removed).await.expect(200).body;
    assert!(
        list.contains("Nothing is adopted yet") && list.contains(&format!("action=\"{back}\"")),
        "{list}"
    );
    house.post(&back, &[]).await.expect(303);
    assert!(house.get("/library/adopted").await.body.contains("Write the unit where the number stands"));
}

#[tokio::test]
async fn a_removed_lesson_is_erased_for_good_once_that_was_asked() {
    let house = House::new().await;
    let case = with_a_case(&house, "7").await;
    let adopted = goes_to(&house.post(&case, &LESSON).await.expect(303));
    let at = format!("/library/adopted/{}", adopted.rsplit_once('=').unwrap().1);
    house.post(&format!("{at}/remove"), &[("version", "1")]).await.expect(303);
    let erase = format!("{at}/erase");
    assert!(house.get("/library/adopted").await.body.contains(&format!("href=\"{erase}\"")));
    let asked = house.get(&erase).await.expect(200).body;
    assert!(asked.contains("Erase it for good") && asked.contains("Write the unit"), "{asked}");
    assert_eq!(goes_to(&house.post(&erase, &[]).await.expect(303)), "/library/adopted?kept=erased");
    let list = house.get("/library/adopted").await.expect(200).body;
    assert!(list.contains("Nothing is adopted yet") && !list.contains("Write the unit"), "{list}");
    house.post(&format!("{at}/take-back"), &[]).await.expect(404);
}

#[tokio::test]
async fn a_lesson_is_written_anew_and_never_over_somebody_else_s_change() {
    let house = House::new().await;
    let case = with_a_case(&house, "7").await;
    let adopted = goes_to(&house.post(&case, &LESSON).await.expect(303));
    let at = format!("/library/adopted/{}", adopted.rsplit_once('=').unwrap().1);
    assert!(house.get(&at).await.expect(200).body.contains("name=\"version\" value=\"1\""));
    let with = |lesson, version| {
        let others = LESSON.into_iter().filter(|(name, _)| *name != "lesson");
        others.chain([("lesson", lesson), ("version", version)]).collect::<Vec<_>>()
    };
    let refused = house.post(&at, &with(" ", "1")).await.expect(422).body;
    assert!(refused.contains("Numbers cross between teams"), "{refused}");
    house.post(&at, &with("In other words", "1")).await.expect(303);
    let late = house.post(&at, &with("Too late", "1")).await.expect(409).body;
    assert!(late.contains("In other words") && late.contains("Too late"), "{late}");
    assert!(late.contains("name=\"version\" value=\"2\""), "keeping it again decides: {late}");
    house.post(&at, &with("Too late", "2")).await.expect(303);
}

#[tokio::test]
async fn what_is_lacking_in_a_lesson_is_asked_for_and_nothing_typed_is_lost() {
    let house = House::new().await;
    let case = with_a_case(&house, "7").await;
    let page = house.post(&case, &[("conditions", "we do that too"), ("cue", "x")]).await.expect(422).body;
    assert!(page.contains("we do that too") && page.contains("2 things to change"), "{page}");
    let many = "one more\n".repeat(21);
    let fields: Vec<_> = LESSON
        .into_iter()
        .map(|(name, value)| (name, if name == "conditions" { &many } else { value }))
        .collect();
    let page = house.post(&case, &fields).await.expect(422).body;
    assert!(page.contains("21 shared conditions are too many"), "{page}");
}

#[tokio::test]
async fn what_somebody_told_is_written_down_once() {
    let house = House::new().await;
    let fields = [("title", "We seasoned the stock cold"), ("response", "They began anew"), ("key", "k1")];
    let told = goes_to(&house.post("/library/tell", &fields).await.expect(303));
    assert_eq!(goes_to(&house.post("/library/tell", &fields).await.expect(303)), told);
    let page = house.get(&told).await.expect(200).body;
    assert!(page.contains("How they responded") && page.contains("Told to me"), "{page}");
    let refused = house.post("/library/tell", &[("happened", "kept on the page")]).await.expect(422).body;
    assert!(refused.contains("kept on the page") && refused.contains("say in one line"), "{refused}");
}

#[tokio::test]
async fn a_collection_that_was_taken_away_leaves_the_lessons_that_were_adopted_from_it() {
    let house = House::new().await;
    let case = with_a_case(&house, "7").await;
    house.post(&case, &LESSON).await.expect(303);
    let collection = case.split('/').nth(2).unwrap();
    let at = format!("/library/collections/{collection}/take-away");
    let sure = house.get(&at).await.expect(200).body;
    assert!(sure.contains("1 case goes with it"), "{sure}");
    let gone = goes_to(&house.post(&at, &[]).await.expect(303));
    assert!(!house.get(&gone).await.expect(200).body.contains("Reports"));
    house.get(&case).await.expect(404);
    assert!(house.get("/library/adopted").await.body.contains("Reports"));
    house.post(&at, &[]).await.expect(404);
}

#[tokio::test]
async fn the_log_answers_with_what_was_adopted_and_what_others_told() {
    let house = House::new().await;
    let case = with_a_case(&house, "7").await;
    house.post(&case, &LESSON).await.expect(303);
    house.captured("The unit was missing again").await;
    let page = house.post("/log/search", &[("q", "unit")]).await.expect(200).body;
    let places = ["What you adopted from others", "was missing again", "What others went through"];
    let places: Vec<_> =
        places.into_iter().map(|part| page.find(part).unwrap_or_else(|| panic!("{part}: {page}"))).collect();
    assert!(places.is_sorted(), "{places:?}");
    let narrowed = house.post("/log/search", &[("q", "unit"), ("kind", "failure")]).await.expect(200).body;
    assert!(!narrowed.contains("What others went through"), "{narrowed}");
}

#[tokio::test]
async fn what_others_went_through_stands_beside_an_entry() {
    let house = House::new().await;
    let id = house
        .captured("A Kubernetes upgrade took the cluster network and its ingress load balancer down")
        .await;
    let page = house.get(&format!("/entries/{id}/similar")).await.expect(200).body;
    assert!(page.contains("Others have been through this") && page.contains("DFDS post-mortems"), "{page}");
}

/// Uploads files as the page does.
async fn uploaded(house: &House, files: &[(&str, &str)]) -> Answer {
    let parts: Vec<String> = files
        .iter()
        .map(|(name, text)| {
            format!("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{text}\r\n")
        })
        .collect();
    let request = Request::post("/library/import")
        .header(header::COOKIE, &house.cookie)
        .header(header::ORIGIN, format!("http://127.0.0.1:{}", crate::harness::PORT))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
    house.send(request.body(Body::from(format!("{}--edge--\r\n", parts.concat()))).unwrap()).await
}

/// Waits until an import is over and returns what it did; fails where it takes a minute.
async fn over(house: &House, at: &str) -> String {
    let end = Instant::now() + Duration::from_mins(1);
    loop {
        let page = house.get(at).await.expect(200).body;
        if page.contains("<h1 dir=\"auto\">Imported</h1>") {
            return page;
        }
        assert!(Instant::now() < end, "it does not end: {page}");
        tokio::task::yield_now().await;
    }
}

const TABLE: &str = "ID,Title,Narrative\n7,A valve,It leaked over night and nobody saw it.\n8,,\n9,A pump,It stopped in the morning.\n";

#[tokio::test]
async fn a_table_is_looked_at_imported_and_known_the_next_time() {
    let house = House::new().await;
    for counts in [
        ["2 cases came in.", "1 record could not be read"],
        ["No cases came in.", "2 cases were here already"],
    ] {
        let at = goes_to(&uploaded(&house, &[("field_reports.csv", TABLE)]).await.expect(303));
        let look = house.get(&at).await.expect(200).body;
        assert!(look.contains("value=\"field reports\"") && look.contains("It leaked over night"), "{look}");
        assert!(look.contains("field_reports.csv</bdi>, line 3"), "{look}");
        let fields = [("do", "import"), ("name", "Field reports"), ("licence", "public domain")];
        assert_eq!(goes_to(&house.post(&at, &fields).await.expect(303)), at);
        let done = over(&house, &at).await;
        assert!(counts.iter().all(|count| done.contains(count)), "{done}");
    }
    let kept = house.app.find_collection("field reports").await.unwrap();
    assert_eq!((kept.cases, kept.collection.licence.unwrap().as_str()), (2, "public domain"));
}

#[tokio::test]
async fn what_a_column_is_can_be_changed_before_anything_comes_in() {
    let house = House::new().await;
    let at = goes_to(&uploaded(&house, &[("a.csv", TABLE)]).await.expect(303));
    let fields = [
        ("do", "look"),
        ("name", "Mine"),
        ("column.0.name", "Title"),
        ("column.0.field", "happened"),
        ("column.1.name", "Narrative"),
        ("column.1.field", "title"),
    ];
    house.post(&at, &fields).await.expect(303);
    let look = house.get(&at).await.expect(200).body;
    assert!(look.contains(">It stopped in the morning.</h3>") && look.contains("value=\"Mine\""), "{look}");
    let unnamed =
        house.post(&at, &[("do", "import"), ("name", " "), ("source", "A board")]).await.expect(422).body;
    assert!(
        unnamed.contains("value=\"A board\"") && unnamed.contains("give the collection a name"),
        "{unnamed}"
    );
    assert_eq!(house.app.collections().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_choice_with_which_no_case_can_be_read_is_shown_again_and_can_be_put_right() {
    let house = House::new().await;
    let at = goes_to(&uploaded(&house, &[("a.csv", TABLE)]).await.expect(303));
    let columns = ["ID", "Title", "Narrative"];
    let names: Vec<String> = (0..columns.len()).map(|at| format!("column.{at}.name")).collect();
    let mut fields = vec![("do", "look"), ("name", "Mine")];
    fields.extend(names.iter().map(String::as_str).zip(columns));
    house.post(&at, &fields).await.expect(303);
    let look = house.get(&at).await.expect(200).body;
    assert!(look.contains("With what was chosen no case can be read: <bdi>a.csv"), "{look}");
    assert!(look.contains("value=\"Mine\"") && look.contains("name=\"column.2.field\""), "{look}");
    assert!(!look.contains("value=\"import\"") && !look.contains("The first cases"), "{look}");
    fields.extend([("column.1.field", "title"), ("column.2.field", "happened")]);
    house.post(&at, &fields).await.expect(303);
    assert!(house.get(&at).await.expect(200).body.contains("It leaked over night"));
}

#[tokio::test]
async fn several_files_come_into_one_collection() {
    let house = House::new().await;
    let files = [("one.md", "# A valve\n\n## What happened\n\nIt leaked.\n"), ("two.csv", TABLE)];
    let at = goes_to(&uploaded(&house, &files).await.expect(303));
    house.post(&at, &[("do", "import"), ("name", "All")]).await.expect(303);
    assert!(over(&house, &at).await.contains("3 cases came in."));
}

#[tokio::test]
async fn what_holds_no_case_is_refused_with_its_reason_and_makes_no_collection() {
    let house = House::new().await;
    for (files, reason) in [
        (vec![], "no file was chosen"),
        (vec![("a.csv", "")], "there is nothing in this file"),
        (vec![("a.png", "\u{89}PNG\r\n\u{1a}\n\0\0\0\rIHDR")], "a.png"),
        (vec![("a.csv", "ID,Title\n")], "nothing follows after the names of the columns"),
    ] {
        let mut answer = uploaded(&house, &files).await;
        if answer.status.as_u16() == 303 {
            answer = house.get(&goes_to(&answer)).await;
        }
        let page = answer.expect(422).body;
        assert!(page.contains(reason) && page.contains("type=\"file\""), "{page}");
    }
    house.get("/library/import/3c6ef372-fe94-482b-a739-80c0b9db906b").await.expect(422);
    assert_eq!(house.app.collections().await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_upload_that_is_not_wanted_is_let_go() {
    let house = House::new().await;
    let at = goes_to(&uploaded(&house, &[("a.csv", TABLE)]).await.expect(303));
    assert_eq!(goes_to(&house.post(&at, &[("do", "leave")]).await.expect(303)), "/library");
    assert!(house.get(&at).await.expect(422).body.contains("not held any more"));
}

#[tokio::test]
async fn another_file_of_the_same_name_is_asked_about_before_it_takes_the_place_of_anything() {
    let house = House::new().await;
    let at = goes_to(&uploaded(&house, &[("reports.csv", TABLE)]).await.expect(303));
    house.post(&at, &[("do", "import"), ("name", "reports")]).await.expect(303);
    over(&house, &at).await;
    let other = "ID,Title,Narrative,Date\n7,A fire,It burned down in the night.,2020-01-02\n8,A flood,It rose over the wall.,2199-01-01\n";
    let at = goes_to(&uploaded(&house, &[("reports.csv", other)]).await.expect(303));
    let look = house.get(&at).await.expect(200).body;
    assert!(look.contains("this looks like another one") && look.contains("name=\"meant\""), "{look}");
    assert!(
        look.contains("1 day lies in the future and was left out (first: reports.csv, line 3)"),
        "{look}"
    );
    let refused = house.post(&at, &[("do", "import"), ("name", "Reports")]).await.expect(422).body;
    assert!(refused.contains("say below that it is meant"), "{refused}");
    house.post(&at, &[("do", "import"), ("name", "Reports"), ("meant", "true")]).await.expect(303);
    let done = over(&house, &at).await;
    assert!(done.contains("1 case took the place of") && done.contains("1 day lies in the future"), "{done}");
}
