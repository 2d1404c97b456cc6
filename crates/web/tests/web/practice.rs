//! What is practised: asked about on Today, answered with one tap, corrected, put off, let go, and all of it undone.

use hansei_app::practice::Practised;
use hansei_app::review::Reviewed;
use hansei_method::growth::State;
use hansei_method::id::EntryId;
use hansei_method::opportunity::{Did, Met, Outcome, Recurred, Witness};
use hansei_method::practice::Turn;
use serde_json::{Value, json};

use crate::harness::{Answer, House};

const DONE: Outcome =
    Outcome::Met(Met { did: Did::Done, recurred: Recurred::Unknown, significance: None, reminded: false });

/// Reviews something to the end with these commitments, two months ago.
async fn planned(house: &House, title: &str, commitments: Value) -> EntryId {
    house.now("2026-03-10T10:00:00[Europe/Berlin]");
    let id = EntryId::new(house.captured(title).await);
    let answers = Reviewed {
        intended: serde_json::from_value(json!({"statement": "It goes well"})).unwrap(),
        happened: serde_json::from_value(json!({"moments": [{"what": "It went wrong"}]})).unwrap(),
        why: serde_json::from_value(json!({"factors": [{"statement": "My estimate", "control": "mine"}]}))
            .unwrap(),
        next: serde_json::from_value(json!({"lesson": "Read it back", "commitments": commitments,
            "choice": {"way": "retry", "reason": "The aim is the same"}}))
        .unwrap(),
        finish: true,
        ..Reviewed::default()
    };
    house.app.review(id, None, &answers).await.unwrap();
    house.app.practices().await.unwrap();
    house.now("2026-03-11T10:00:00[Europe/Berlin]");
    id
}

async fn one(house: &House) -> Practised {
    planned(
        house,
        "The order was misheard",
        json!([{"cue": "an order comes by phone", "act": "read it back"}]),
    )
    .await;
    house.app.practices().await.unwrap().remove(0)
}

async fn again(house: &House, it: &Practised) -> Practised {
    house.app.practice(it.practice.id).await.unwrap()
}

/// Follows where an answer leads, and presses the first form that this page has for this address.
async fn followed(house: &House, answer: Answer) -> String {
    house.get(answer.expect(303).header("location")).await.expect(200).body
}

/// Sends the form of a page whose address ends so, with its hidden fields.
async fn undo(house: &House, page: &str, ending: &str) -> String {
    let kept = page.split("class=\"kept\"").nth(1).expect("something was kept");
    let action = kept.split("action=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(action.ends_with(ending), "{action}");
    let hidden: Vec<(String, String)> = kept
        .split("</form>")
        .next()
        .unwrap()
        .split("type=\"hidden\" name=\"")
        .skip(1)
        .map(|field| {
            let (name, rest) = field.split_once("\" value=\"").unwrap();
            (name.to_owned(), rest.split('"').next().unwrap().replace("&quot;", "\""))
        })
        .collect();
    let fields: Vec<(&str, &str)> =
        hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    followed(house, house.post(&action, &fields).await).await
}

#[tokio::test]
async fn a_check_in_is_answered_on_today_with_one_tap_and_undone() {
    let house = House::new().await;
    let it = one(&house).await;
    let at = format!("/practice/{}", it.practice.id);
    let today = house.get("/").await.expect(200).body;
    let (before, after) = today.split_once("What I wrote").expect("a check-in");
    assert!(
        before.contains("The order was misheard") && !before.contains("an order comes by phone"),
        "{today}"
    );
    assert!(after.contains("an order comes by phone"), "{today}");
    let key = today.split("name=\"key\" value=\"").nth(2).unwrap().split('"').next().unwrap();
    let fields = [("did", "done"), ("key", key), ("back", "today")];
    let page = followed(&house, house.post(&format!("{at}/answer"), &fields).await).await;
    assert!(
        page.contains("Noted.") && page.contains("Say more") && !page.contains("Did the moment come up?"),
        "{page}"
    );
    // One showing of the page is answered once, however often the button is pressed.
    house.post(&format!("{at}/answer"), &fields).await.expect(303);
    assert_eq!(again(&house, &it).await.growth.tally.done, 1);
    let page = undo(&house, &page, "/undo").await;
    assert!(page.contains("Undone.") && page.contains("Did the moment come up?"), "{page}");
    assert_eq!(again(&house, &it).await.growth.tally.met, 0);
    house.post(&format!("{at}/answer"), &fields).await.expect(303);
    assert_eq!(again(&house, &it).await.growth.tally.done, 1, "after the undo it is another tap");
    house.post(&format!("{at}/answer"), &[("did", "brilliantly")]).await.expect(422);
}

#[tokio::test]
async fn a_moment_is_noted_with_all_that_can_be_said_and_corrected() {
    let house = House::new().await;
    let it = one(&house).await;
    let at = format!("/practice/{}", it.practice.id);
    let fields = [
        ("did", "done"),
        ("when", "2026-03-10"),
        ("recurred", "yes"),
        ("hung", "full"),
        ("known", "artefact"),
        ("reminded", "true"),
        ("context", "on the ward"),
        ("note", "The pharmacist heard it"),
    ];
    let page = followed(&house, house.post(&format!("{at}/moments"), &fields).await).await;
    assert!(page.contains("It happened again") && page.contains("on the ward"), "{page}");
    let moment = again(&house, &it).await.observed.remove(0);
    let met = moment.met().unwrap();
    assert_eq!(
        (met.did, met.recurred, met.reminded, moment.known),
        (Did::Done, Recurred::Yes, true, Witness::Artefact)
    );
    let edit = format!("{at}/moments/{}", moment.id);
    let form = house.get(&edit).await.expect(200).body;
    assert!(form.contains("value=\"on the ward\"") && form.contains("value=\"2026-03-10\""), "{form}");
    let page = followed(
        &house,
        house.post(&edit, &[("did", "missed"), ("version", "1"), ("when", "2026-03-10")]).await,
    )
    .await;
    assert!(page.contains("Kept as you say now.") && page.contains("Not done."), "{page}");
    house.post(&edit, &[("did", "half"), ("version", "1")]).await.expect(409);
    undo(&house, &page, "/undo").await;
    assert_eq!(again(&house, &it).await.observed[0].met().unwrap().did, Did::Done);
    let page = followed(&house, house.post(&format!("{edit}/remove"), &[]).await).await;
    assert!(page.contains("Taken out.") && again(&house, &it).await.observed.is_empty());
    undo(&house, &page, "/undo").await;
    assert_eq!(again(&house, &it).await.observed.len(), 1);
}

#[tokio::test]
async fn what_is_wrong_with_a_moment_is_said_at_its_field() {
    let house = House::new().await;
    let it = one(&house).await;
    let at = format!("/practice/{}/moments", it.practice.id);
    let page = house.post(&at, &[("when", "someday"), ("context", "on the ward")]).await.expect(422).body;
    assert!(page.contains("id=\"f-did-wrong\"") && page.contains("id=\"f-when-wrong\""), "{page}");
    assert!(page.contains("value=\"on the ward\""), "{page}");
    let page = house.post(&at, &[("did", "installed")]).await.expect(422).body;
    assert!(page.contains("only what is built"), "{page}");
    assert!(again(&house, &it).await.observed.is_empty());
}

#[tokio::test]
async fn a_practice_is_put_off_set_aside_let_go_and_replaced_and_each_is_undone() {
    let house = House::new().await;
    let it = one(&house).await;
    let other = planned(
        &house,
        "Another",
        json!([{"cue": "a form is empty", "act": "it is refused", "kind": "system"}]),
    )
    .await;
    let all = house.app.practices().await.unwrap();
    let by = all.iter().find(|it| it.title == "Another").unwrap().practice.id.to_string();
    assert_ne!(other.to_string(), by);
    let at = format!("/practice/{}", it.practice.id);
    let before = again(&house, &it).await.practice.position();
    for (to, field) in [
        ("put-off", ("until", "week")),
        ("aside", ("until", "")),
        ("retire", ("until", "")),
        ("supersede", ("by", by.as_str())),
    ] {
        let page = followed(&house, house.post(&format!("{at}/{to}"), &[field]).await).await;
        assert_ne!(again(&house, &it).await.practice.position(), before, "{to}");
        let page = undo(&house, &page, "/back").await;
        assert!(page.contains("Undone."), "{page}");
        assert_eq!(again(&house, &it).await.practice.position(), before, "{to}");
    }
    house.post(&format!("{at}/aside"), &[]).await.expect(303);
    house.post(&format!("{at}/begin"), &[]).await.expect(303);
    assert_eq!(again(&house, &it).await.practice.turn(), Turn::Begun);
    house.post(&format!("{at}/retire"), &[]).await.expect(303);
    house.post(&format!("{at}/resume"), &[]).await.expect(303);
    assert_eq!(again(&house, &it).await.practice.turn(), Turn::Begun);
    house.post(&format!("{at}/put-off"), &[("until", "someday")]).await.expect(422);
    house.post(&format!("{at}/supersede"), &[("by", "the weather")]).await.expect(422);
    house.post(&format!("{at}/back"), &[("was", "then")]).await.expect(422);
}

#[tokio::test]
async fn it_is_rated_with_one_sentence_or_four_and_the_last_rating_is_taken_back() {
    let house = House::new().await;
    let it = one(&house).await;
    let at = format!("/practice/{}", it.practice.id);
    let page = followed(&house, house.post(&format!("{at}/rate"), &[("one", "5")]).await).await;
    assert!(
        page.contains("The rating is kept.") && page.contains("typical range 3 weeks to 9 months if daily"),
        "{page}"
    );
    house
        .post(&format!("{at}/rate"), &[("item-0", "4"), ("item-1", "4"), ("item-2", "5"), ("item-3", "5")])
        .await
        .expect(303);
    let means: Vec<f64> =
        again(&house, &it).await.practice.ratings.iter().map(|rating| rating.scores.mean()).collect();
    assert_eq!(means, [5.0, 4.5]);
    let page = house.get(&at).await.expect(200).body;
    assert!(page.contains("4.5 on Wed 11 Mar, 5 on Wed 11 Mar"), "{page}");
    house.post(&format!("{at}/unrate"), &[]).await.expect(303);
    assert_eq!(again(&house, &it).await.practice.ratings.len(), 1);
    house.post(&format!("{at}/rate"), &[("one", "9")]).await.expect(422);
    house.post(&format!("{at}/rate"), &[("item-0", "4")]).await.expect(303);
    house.post(&format!("{at}/rate"), &[("item-0", "4"), ("item-1", "4")]).await.expect(422);
}

#[tokio::test]
async fn what_is_built_is_installed_and_seen_in_use() {
    let house = House::new().await;
    let system = json!([{"cue": "a form is empty", "act": "it is refused", "kind": "system"}]);
    planned(&house, "Forms came in empty", system).await;
    let it = house.app.practices().await.unwrap().remove(0);
    let at = format!("/practice/{}/answer", it.practice.id);
    let today = house.get("/").await.expect(200).body;
    assert!(today.contains("Is it there?") && today.contains("Installed"), "{today}");
    for did in ["installed", "done", "still_there"] {
        house.post(&at, &[("did", did)]).await.expect(303);
    }
    let it = again(&house, &it).await;
    let tally = it.growth.tally;
    assert_eq!(
        (it.growth.state, tally.installed, tally.met, tally.still_there),
        (State::Practising, 1, 1, 1)
    );
}

#[tokio::test]
async fn an_entry_leads_to_the_practice_of_its_plan() {
    let house = House::new().await;
    let it = one(&house).await;
    house.app.note_moment(it.practice.id, &hansei_app::practice::Noted::quick(DONE)).await.unwrap();
    let entry = house.get("/log").await.expect(200).body;
    let entry = entry.split("href=\"/entries/").nth(1).unwrap().split('"').next().unwrap();
    let page = house.get(&format!("/entries/{entry}")).await.expect(200).body;
    let line = format!("In practice: <a href=\"/practice/{}\">practising, 1 of 1</a>.", it.practice.id);
    assert!(page.contains(&line), "{page}");
}

#[tokio::test]
async fn what_is_looked_up_in_full_is_asked_about_later_and_need_not_be() {
    let house = House::new().await;
    let it = one(&house).await;
    house.post("/practice/nothing/answer", &[]).await.expect(404);
    let whole = async || house.post("/log/search", &[("q", "order")]).await.expect(200).body;
    let page = whole().await;
    assert!(page.contains("Later you are asked whether the moment came up"), "{page}");
    whole().await;
    let observed = again(&house, &it).await.observed;
    assert_eq!(observed.len(), 1, "one a day, however often it is looked up");
    house.now("2026-03-12T10:00:00[Europe/Berlin]");
    let today = house.get("/").await.expect(200).body;
    assert!(today.contains("You looked this up on Wed 11 Mar"), "{today}");
    let moment = observed[0].id;
    let said = house.post(&format!("/practice/{}/moments/{moment}/not-asked", it.practice.id), &[]).await;
    let page = followed(&house, said).await;
    assert!(
        page.contains("You are not asked about it.") && again(&house, &it).await.observed.is_empty(),
        "{page}"
    );
    undo(&house, &page, "/undo").await;
    assert_eq!(again(&house, &it).await.observed.len(), 1);
}

#[tokio::test]
async fn nothing_is_expected_while_somebody_types() {
    let house = House::new().await;
    let it = one(&house).await;
    let typed = axum::http::Request::post("/log/search")
        .header("cookie", &house.cookie)
        .header("origin", format!("http://127.0.0.1:{}", crate::harness::PORT))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("hx-request", "true");
    let page = house.send(typed.body("q=order".into()).unwrap()).await.expect(200).body;
    assert!(page.contains("misheard") && !page.contains("Later you are asked"), "{page}");
    assert!(again(&house, &it).await.observed.is_empty());
    let page = house.post("/log/expected", &[("q", "order")]).await.expect(200).body;
    assert!(page.contains("Later you are asked") && again(&house, &it).await.observed.len() == 1, "{page}");
    assert_eq!(house.post("/log/expected", &[("q", " ")]).await.expect(200).body, "");
}

#[tokio::test]
async fn what_happens_again_is_asked_about_where_its_plan_is_practised() {
    let house = House::new().await;
    let it = one(&house).await;
    let new = house.captured("The order was misheard again. The order came by phone.").await;
    let at = format!("/practice/{}/came", it.practice.id);
    let new = new.to_string();
    let page = house.get(&format!("/entries/{new}/similar")).await.expect(200).body;
    assert!(page.contains("Had its moment come?"), "{page}");
    for _ in 0..2 {
        let page = followed(&house, house.post(&at, &[("entry", &new), ("did", "missed")]).await).await;
        assert!(page.contains("You said: Yes, and I didn’t."), "{page}");
    }
    let observed = again(&house, &it).await.observed;
    let met = observed[0].met().unwrap();
    assert_eq!((observed.len(), met.did, met.recurred), (1, Did::Missed, Recurred::Yes));
    house.post(&at, &[("entry", &new), ("did", "")]).await.expect(303);
    assert!(again(&house, &it).await.observed.is_empty());
    house.post(&at, &[("entry", &new), ("did", "installed")]).await.expect(422);
}

#[tokio::test]
async fn the_numbers_behind_the_states_are_kept_refused_at_their_field_and_set_back() {
    let house = House::new().await;
    house.post("/growth/parameters", &[("fidelity", "0.8"), ("stale_days", "")]).await.expect(303);
    let set = hansei_method::parameters::Parameters { fidelity: 0.8, ..Default::default() };
    assert_eq!(house.app.parameters().await.unwrap(), set);
    let page =
        house.post("/growth/parameters", &[("fidelity", "8"), ("stale_days", "soon")]).await.expect(422).body;
    assert!(page.contains("id=\"f-fidelity-wrong\"") && page.contains("id=\"f-stale_days-wrong\""), "{page}");
    house.post("/growth/parameters/reset", &[]).await.expect(303);
    assert_eq!(house.app.parameters().await.unwrap(), hansei_method::parameters::Parameters::default());
}

#[tokio::test]
async fn growth_shows_what_was_let_go_and_brings_it_back() {
    let house = House::new().await;
    let it = one(&house).await;
    house.now("2026-05-14T10:00:00[Europe/Berlin]");
    // What is asked about today is said from memory, so there is nothing to rehearse.
    assert!(!house.get("/growth").await.expect(200).body.contains("Rehearse it"));
    house.post(&format!("/practice/{}/put-off", it.practice.id), &[("until", "week")]).await.expect(303);
    let page = house.get("/growth").await.expect(200).body;
    assert!(page.contains("Rehearse it") && page.contains("Let it go"), "{page}");
    let retire = format!("/practice/{}/retire", it.practice.id);
    let page = followed(&house, house.post(&retire, &[("back", "growth")]).await).await;
    assert!(page.contains("Let go. What was observed stays."), "{page}");
    let page = undo(&house, &page, "/back").await;
    assert!(page.contains("Growth</h1>") && page.contains("Rehearse it"), "{page}");
}
