//! The page of reminders and its operations: settings, tests, the calendar, and nothing secret shown twice.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Method, Request};
use hansei_app::reminders::{Carried, Carrier, Hidden, Parcel, Reminders};
use serde_json::{Value, json};

use crate::harness::House;

const PASSWORD: &str = "correct horse";
/// What every key begins with; each is another one.
const KEY: &str = "whsec_fresh";

/// A carrier that keeps what it is given, and refuses what has "wrong" in its host or address.
#[derive(Default)]
struct Pigeon(Mutex<Vec<Parcel>>, AtomicU32);

impl Carrier for Pigeon {
    fn check(&self, reminders: &Reminders) -> Result<(), String> {
        let host = reminders.mail.as_ref().map(|mail| mail.host.as_str());
        let url = reminders.webhook.as_ref().map(|webhook| webhook.url.as_str());
        match [host, url].into_iter().flatten().find(|it| it.contains("wrong") || it.is_empty()) {
            Some(it) => Err(format!("\"{it}\" leads nowhere; give another one")),
            None => Ok(()),
        }
    }

    fn new_key(&self) -> Result<Hidden, String> {
        Ok(Hidden::new(format!("{KEY}{}", self.1.fetch_add(1, Ordering::Relaxed))))
    }

    fn carry(&self, parcel: Parcel) -> Carried<'_> {
        Box::pin(async move {
            self.0.lock().unwrap().push(parcel);
            Ok(())
        })
    }
}

async fn house() -> (House, Arc<Pigeon>) {
    let pigeon = Arc::new(Pigeon::default());
    let carrier = pigeon.clone();
    (House::with(|app| app.with_carrier(carrier)).await, pigeon)
}

const MAIL: [(&str, &str); 7] = [
    ("on", "true"),
    ("host", "smtp.example.org"),
    ("security", "starttls"),
    ("port", ""),
    ("user", "brid"),
    ("password", PASSWORD),
    ("from", "brid@example.org"),
];

async fn done(house: &House, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = house.post(path, fields).await.expect(303);
    house.get(answer.header("location")).await.expect(200).body
}

#[tokio::test]
async fn mail_is_turned_on_and_its_password_is_shown_nowhere_and_kept_when_it_is_left_empty() {
    let (house, pigeon) = house().await;
    let page = done(&house, "/settings/reminders/mail", &MAIL).await;
    assert!(
        page.contains("What is known about mail is kept.") && page.contains("One is kept and never shown."),
        "{page}"
    );
    assert!(page.contains("value=\"587\""), "{page}");
    let again: Vec<_> =
        MAIL.iter().map(|(name, value)| (*name, if *name == "password" { "" } else { value })).collect();
    done(&house, "/settings/reminders/mail", &again).await;
    let kept = house.app.reminders().await.unwrap().mail.unwrap();
    assert_eq!(kept.password, Some(Hidden::new(PASSWORD)));
    assert_eq!(kept.to, "brid@example.org");
    for page in ["/settings/reminders", "/settings", "/api/v1/reminders", "/api/v1/settings"] {
        assert!(!house.get(page).await.body.contains(PASSWORD), "{page}");
    }
    let page = done(&house, "/settings/reminders/test", &[("way", "mail")]).await;
    assert!(page.contains("A test letter was sent."), "{page}");
    assert!(pigeon.0.lock().unwrap()[0].is_test);
    done(&house, "/settings/reminders/mail", &[("host", "smtp.example.org"), ("from", "brid@example.org")])
        .await;
    let kept = house.app.reminders().await.unwrap().mail.unwrap();
    assert_eq!((kept.on, kept.user, kept.password), (false, None, None));
}

#[tokio::test]
async fn what_cannot_work_is_said_at_its_field_and_what_was_typed_stays_but_no_password() {
    let (house, _) = house().await;
    let mut typed = MAIL;
    typed[1].1 = "wrong.example.org";
    let page = house.post("/settings/reminders/mail", &typed).await.expect(422).body;
    assert!(page.contains("id=\"f-host-wrong\"") && page.contains("value=\"wrong.example.org\""), "{page}");
    assert!(!page.contains(PASSWORD), "{page}");
    assert_eq!(house.app.reminders().await.unwrap().mail, None);
    let mut typed = MAIL;
    typed[3].1 = "many";
    assert!(
        house.post("/settings/reminders/mail", &typed).await.expect(422).body.contains("id=\"f-port-wrong\"")
    );
    let mut typed = MAIL;
    typed[4].1 = "";
    assert!(
        house.post("/settings/reminders/mail", &typed).await.expect(422).body.contains("id=\"f-user-wrong\"")
    );
    let hours = [("at", "9:00"), ("quiet_from", "late"), ("quiet_until", "8:00")];
    let page = house.post("/settings/reminders/hours", &hours).await.expect(422).body;
    assert!(page.contains("id=\"f-quiet_from-wrong\"") && page.contains("value=\"late\""), "{page}");
    let page = house.post("/settings/reminders/test", &[("way", "mail")]).await.expect(422).body;
    assert!(page.contains("nothing is known yet about mail"), "{page}");
    house.post("/settings/reminders/test", &[("way", "pigeon")]).await.expect(422);
}

#[tokio::test]
async fn the_key_of_a_webhook_is_shown_once_and_another_is_made_on_request() {
    let (house, _) = house().await;
    let typed = [("on", "true"), ("url", "https://example.org/hansei")];
    let page = house.post("/settings/reminders/webhook", &typed).await.expect(200).body;
    assert!(page.contains(KEY), "{page}");
    let page = done(&house, "/settings/reminders/webhook", &typed).await;
    assert!(!page.contains(KEY) && page.contains("https://example.org/hansei"), "{page}");
    for page in ["/settings/reminders", "/api/v1/reminders"] {
        assert!(!house.get(page).await.body.contains(KEY), "{page}");
    }
    assert!(house.post("/settings/reminders/webhook/key", &[]).await.expect(200).body.contains(KEY));
    house.post("/settings/reminders/webhook", &[("url", "https://wrong.org")]).await.expect(422);
}

#[tokio::test]
async fn hours_and_notifications_are_chosen() {
    let (house, _) = house().await;
    let hours = [("at", "09:30"), ("quiet_from", ""), ("quiet_until", "")];
    done(&house, "/settings/reminders/hours", &hours).await;
    let page = done(&house, "/settings/reminders/desktop", &[("desktop", "true")]).await;
    assert!(page.contains("Turn notifications off"), "{page}");
    let chosen = house.app.reminders().await.unwrap();
    assert!(chosen.desktop && chosen.quiet.from == chosen.quiet.until);
    let page = done(&house, "/settings/reminders/desktop", &[("desktop", "false")]).await;
    assert!(page.contains("Turn notifications on"), "{page}");
}

#[tokio::test]
async fn the_address_of_the_calendar_is_shown_once_works_and_is_taken_away() {
    let (house, _) = house().await;
    let answer = house.post("/settings/reminders/calendar", &[]).await.expect(200);
    assert_eq!(answer.header("cache-control"), "no-store");
    let begin = answer.body.find("http://127.0.0.1:4321/calendar/").unwrap() + "http://127.0.0.1:4321".len();
    let path = &answer.body[begin..][..answer.body[begin..].find('<').unwrap()];
    let read = async || house.send(Request::get(path).body(Body::empty()).unwrap()).await.status.as_u16();
    assert_eq!(read().await, 200);
    assert!(!house.get("/settings/reminders").await.body.contains(path));
    let page = done(&house, "/settings/reminders/calendar/revoke", &[]).await;
    assert!(page.contains("There is no address."), "{page}");
    assert_eq!(read().await, 404);
}

#[tokio::test]
async fn where_nothing_can_be_sent_the_page_says_so() {
    let house = House::new().await;
    let page = house.get("/settings/reminders").await.expect(200).body;
    assert!(page.contains("This server sends nothing; the hansei command does."), "{page}");
    assert!(page.contains("A test cannot be sent from here"), "{page}");
    let page = house.post("/settings/reminders/mail", &MAIL).await.expect(422).body;
    assert!(page.contains("this program sends nothing"), "{page}");
    house.api(Method::POST, "/reminders/test", json!({"way": "desktop"})).await.expect(422);
}

#[tokio::test]
async fn programs_change_what_is_chosen_and_read_no_secret() {
    let (house, pigeon) = house().await;
    let ask = async |method: Method, path: &str, body: Value| house.api(method, path, body).await;
    let hours = json!({"schema": 1, "at": "09:30", "quiet_from": "22:00", "desktop": true});
    let shown = ask(Method::PATCH, "/reminders", hours).await.expect(200).json();
    assert_eq!((shown["at"].as_str(), shown["quiet_from"].as_str()), (Some("09:30:00"), Some("22:00:00")));
    assert_eq!((shown["quiet_until"].as_str(), &shown["ways"][2]["on"]), (Some("08:00:00"), &json!(true)));
    ask(Method::PATCH, "/reminders", json!({"at": "09:30:15"})).await.expect(422);
    let mail =
        json!({"host": "smtp.example.org", "user": "brid", "password": PASSWORD, "from": "brid@example.org"});
    let shown = ask(Method::PATCH, "/reminders/mail", mail).await.expect(200).json();
    assert_eq!((&shown["mail"]["has_password"], &shown["mail"]["port"]), (&json!(true), &json!(465)));
    let off = ask(Method::PATCH, "/reminders/mail", json!({"on": false})).await.expect(200);
    assert!(!off.body.contains(PASSWORD) && off.json()["mail"]["user"] == "brid", "{}", off.body);
    ask(Method::PATCH, "/reminders/mail", json!({"host": "wrong.org"})).await.expect(422);
    ask(Method::PATCH, "/reminders/mail", json!({"port": 0})).await.expect(422);
    let made =
        ask(Method::PATCH, "/reminders/webhook", json!({"url": "https://example.org/h"})).await.expect(200);
    assert!(made.json()["key"].as_str().unwrap().starts_with(KEY), "{}", made.body);
    let kept = ask(Method::PATCH, "/reminders/webhook", json!({"at_home": true})).await.expect(200);
    assert!(!kept.body.contains(KEY) && kept.json()["webhook"]["at_home"] == true, "{}", kept.body);
    let all = ask(Method::GET, "/reminders", Value::Null).await.expect(200);
    assert!(!all.body.contains(KEY) && !all.body.contains(PASSWORD), "{}", all.body);
    for way in ["mail", "webhook", "desktop"] {
        ask(Method::POST, "/reminders/test", json!({"way": way})).await.expect(204);
    }
    assert_eq!(pigeon.0.lock().unwrap().len(), 3);
    let made = ask(Method::POST, "/reminders/calendar-address", Value::Null).await.expect(200).json();
    let path = made["url"].as_str().unwrap().strip_prefix("http://127.0.0.1:4321").unwrap().to_owned();
    house.send(Request::get(&path).body(Body::empty()).unwrap()).await.expect(200);
    ask(Method::DELETE, "/reminders/calendar-address", Value::Null).await.expect(204);
    house.send(Request::get(&path).body(Body::empty()).unwrap()).await.expect(404);
}
