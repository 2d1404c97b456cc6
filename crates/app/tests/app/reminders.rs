//! Reminders: what is due, said once by each channel, whatever becomes of the clock, the network or the processes.

use std::sync::{Arc, Mutex};

use hansei_app::App;
use hansei_app::doctor::State;
use hansei_app::reminders::{
    Carried, Carrier, Channel, Hidden, Parcel, Pause, Quiet, Reminders, Tried, Webhook, examine_reminders,
};
use hansei_app::review::Reviewed;
use hansei_method::opportunity::Did;
use hansei_store::Place;
use jiff::civil::time;

use crate::harness::*;
use crate::practice::{did, one_habit};

const DAY: i64 = 24 * 60 * 60;

/// A carrier that keeps what it is given, and fails with a sentence while there is one.
#[derive(Default)]
pub(crate) struct Pigeon {
    carried: Mutex<Vec<Parcel>>,
    fault: Mutex<Option<String>>,
}

impl Pigeon {
    pub(crate) fn subjects(&self) -> Vec<String> {
        self.carried.lock().unwrap().iter().map(|parcel| parcel.subject.clone()).collect()
    }

    fn fail(&self, fault: Option<&str>) {
        *self.fault.lock().unwrap() = fault.map(str::to_owned);
    }
}

impl Carrier for Pigeon {
    fn check(&self, reminders: &Reminders) -> Result<(), String> {
        match &reminders.webhook {
            Some(webhook) if webhook.url.is_empty() => Err("this is not an address of the web".to_owned()),
            _ => Ok(()),
        }
    }

    fn new_key(&self) -> Result<Hidden, String> {
        Ok(Hidden::new("whsec_fresh"))
    }

    fn carry(&self, parcel: Parcel) -> Carried<'_> {
        Box::pin(async move {
            self.carried.lock().unwrap().push(parcel);
            // Others get their turn while this one sends.
            tokio::task::yield_now().await;
            self.fault.lock().unwrap().clone().map_or(Ok(()), Err)
        })
    }
}

fn webhook(url: &str) -> Webhook {
    Webhook { on: true, url: url.to_owned(), key: Hidden::new("whsec_"), at_home: false, certificate: None }
}

/// An app with one practice, whose question is due the next day, and reminders to one channel; it is that day, at 8.
async fn due() -> (Bench, App, Arc<Pigeon>) {
    let bench = Bench::new().await;
    let pigeon = Arc::new(Pigeon::default());
    let app = bench.again().await.with_carrier(pigeon.clone());
    one_habit(&bench).await;
    app.choose_reminders(|it| it.desktop = true).await.unwrap();
    bench.set("2026-05-15T08:00:00");
    (bench, app, pigeon)
}

fn arrived(summary: &str) -> Tried {
    Tried { channel: Channel::Desktop, summary: summary.to_owned(), fault: None }
}

#[tokio::test]
async fn what_is_due_is_said_once_and_nothing_of_what_it_is() {
    let (bench, app, pigeon) = due().await;
    assert_eq!(app.remind().await.unwrap(), [arrived("1 practice due")]);
    for _ in 0..3 {
        assert_eq!(app.remind().await.unwrap(), []);
        bench.pass(DAY);
    }
    let carried = pigeon.carried.lock().unwrap().clone();
    assert_eq!(carried.len(), 1);
    let said = format!("{:?}", carried[0]);
    for words in ["order", "phone", "read it back", "misheard", "Ask first"] {
        assert!(!said.contains(words), "{said}");
    }
}

#[tokio::test]
async fn nothing_is_sent_while_every_channel_is_off() {
    let (_, app, pigeon) = due().await;
    app.choose_reminders(|it| it.desktop = false).await.unwrap();
    assert_eq!(app.remind().await.unwrap(), []);
    assert_eq!(pigeon.subjects(), [""; 0]);
}

#[tokio::test]
async fn nothing_is_sent_in_quiet_hours_or_before_its_hour() {
    let (bench, app, pigeon) = due().await;
    app.choose_reminders(|it| it.at = time(9, 30, 0, 0)).await.unwrap();
    let chosen = app.reminders().await.unwrap();
    assert_eq!(chosen.pause(time(7, 59, 0, 0)), Some(Pause::Quiet(time(8, 0, 0, 0))));
    assert_eq!(chosen.pause(time(9, 29, 0, 0)), Some(Pause::Early(time(9, 30, 0, 0))));
    for hour in ["2026-05-15T07:59:00", "2026-05-15T09:29:00", "2026-05-15T21:00:00", "2026-05-16T00:30:00"] {
        bench.set(hour);
        assert_eq!(app.remind().await.unwrap(), [], "{hour}");
    }
    bench.set("2026-05-16T09:30:00");
    assert_eq!(app.remind().await.unwrap().len(), 1);
    assert_eq!(pigeon.subjects().len(), 1);
}

#[tokio::test]
async fn each_channel_says_it_once() {
    let (bench, app, _) = due().await;
    assert_eq!(app.remind().await.unwrap().len(), 1);
    app.choose_reminders(|it| it.webhook = Some(webhook("https://example.org/"))).await.unwrap();
    let tried = app.remind().await.unwrap();
    assert_eq!(tried.iter().map(|it| it.channel).collect::<Vec<_>>(), [Channel::Webhook]);
    bench.pass(60);
    assert_eq!(app.remind().await.unwrap(), []);
}

#[tokio::test]
async fn of_many_processes_one_sends() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::at(&Place::Sqlite(folder.path().join("hansei.db"))).await;
    let pigeon = Arc::new(Pigeon::default());
    one_habit(&bench).await;
    bench.app.clone().with_carrier(pigeon.clone()).choose_reminders(|it| it.desktop = true).await.unwrap();
    bench.set("2026-05-15T08:00:00");
    let mut processes = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let app = bench.again().await.with_carrier(pigeon.clone());
        processes.spawn(async move { app.remind().await.unwrap().len() });
    }
    assert_eq!(processes.join_all().await.into_iter().sum::<usize>(), 1);
    assert_eq!(pigeon.subjects(), ["1 practice due"]);
}

#[tokio::test]
async fn a_clock_that_goes_back_says_nothing_twice() {
    let (bench, app, pigeon) = due().await;
    app.remind().await.unwrap();
    for now in ["2026-05-15T08:30:00", "2026-05-16T08:00:00", "2026-05-15T20:59:00", "2026-05-15T08:00:00"] {
        bench.set(now);
        assert_eq!(app.remind().await.unwrap(), [], "{now}");
    }
    assert_eq!(pigeon.subjects().len(), 1);
}

/// Plans something on one day, reminds at half past two of the next night, at a time and again later, and says how many
/// messages went each time.
async fn by_night(planned: &str, at: &str, later: i64) -> [usize; 2] {
    let bench = Bench::new().await;
    let app = bench.again().await.with_carrier(Arc::new(Pigeon::default()));
    bench.set(planned);
    one_habit(&bench).await;
    let none = Quiet { from: time(0, 0, 0, 0), until: time(0, 0, 0, 0) };
    app.choose_reminders(|it| (it.desktop, it.at, it.quiet) = (true, time(2, 30, 0, 0), none)).await.unwrap();
    bench.set(at);
    let first = app.remind().await.unwrap().len();
    bench.pass(later);
    [first, app.remind().await.unwrap().len()]
}

#[tokio::test]
async fn an_hour_that_comes_twice_sends_one_message_and_one_that_is_left_out_sends_it_too() {
    assert_eq!(by_night("2026-10-24T10:00:00", "2026-10-25T02:45:00", 60 * 60).await, [1, 0]);
    assert_eq!(by_night("2027-03-27T10:00:00", "2027-03-28T01:59:00", 60).await, [0, 1]);
}

#[tokio::test]
async fn what_does_not_arrive_is_tried_again_ever_more_seldom_under_the_same_name() {
    let (bench, app, pigeon) = due().await;
    pigeon.fail(Some("nobody answered; look whether the machine is online"));
    for (wait, tries) in [(0, 1), (59, 0), (1, 1), (5 * 60, 1), (24 * 60, 0), (60, 1), (2 * 60 * 60, 1)] {
        bench.pass(wait);
        assert_eq!(app.remind().await.unwrap().len(), tries, "after {wait} more seconds");
    }
    let now = app.now().timestamp();
    let found = examine_reminders(app.store(), now).await.unwrap();
    assert_eq!(found[0].state, State::Notice);
    assert_eq!(found[0].told, "desktop: nobody answered (since 2026-05-15 06:00 UTC)");
    pigeon.fail(None);
    bench.pass(DAY);
    assert_eq!(examine_reminders(app.store(), app.now().timestamp()).await.unwrap()[0].state, State::Problem);
    assert_eq!(app.remind().await.unwrap(), [arrived("1 practice due")]);
    let carried = pigeon.carried.lock().unwrap().clone();
    assert!(carried.iter().all(|parcel| parcel.message == carried[0].message));
    assert_eq!(examine_reminders(app.store(), app.now().timestamp()).await.unwrap()[0].state, State::Sound);
}

#[tokio::test]
async fn changed_settings_are_tried_at_once() {
    let (_, app, pigeon) = due().await;
    pigeon.fail(Some("the name is wrong; correct it"));
    app.choose_reminders(|it| {
        it.desktop = false;
        it.webhook = Some(webhook("https://example.org/a"));
    })
    .await
    .unwrap();
    assert_eq!(app.remind().await.unwrap().len(), 1);
    pigeon.fail(None);
    assert_eq!(app.remind().await.unwrap().len(), 0);
    app.choose_reminders(|it| it.webhook = Some(webhook("https://example.org/b"))).await.unwrap();
    assert_eq!(app.remind().await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_was_answered_is_not_due_and_what_is_put_off_is_due_again_on_its_day() {
    let (bench, app, pigeon) = due().await;
    let id = app.practices().await.unwrap()[0].practice.id;
    app.remind().await.unwrap();
    app.put_practice_off(id, None, Some("2026-05-18".parse().unwrap())).await.unwrap();
    assert_eq!(app.due().await.unwrap().0, []);
    bench.set("2026-05-18T08:00:00");
    assert_eq!(app.remind().await.unwrap(), [arrived("1 practice due")]);
    app.note_moment(id, &did(Did::Done)).await.unwrap();
    assert_eq!(app.due().await.unwrap().0, []);
    assert_eq!(pigeon.subjects().len(), 2);
}

#[tokio::test]
async fn a_review_that_was_begun_and_left_is_due_once_after_a_week() {
    let bench = Bench::new().await;
    let id = bench.log("The proposal went out late").await;
    let begun = Reviewed { intended: json(r#"{"statement": "It goes out on time"}"#), ..Reviewed::default() };
    bench.app.review(id, None, &begun).await.unwrap();
    bench.pass(6 * DAY);
    assert_eq!(bench.app.due().await.unwrap().summary(), "");
    bench.pass(DAY);
    let due = bench.app.due().await.unwrap();
    assert_eq!(due.summary(), "1 review begun");
    bench.pass(30 * DAY);
    assert_eq!(bench.app.due().await.unwrap(), due);
    bench.app.delete(id, None).await.unwrap();
    assert_eq!(bench.app.due().await.unwrap().0, []);
}

#[tokio::test]
async fn what_cannot_work_is_refused_and_nothing_is_changed() {
    let (bench, app, _) = due().await;
    let before = app.reminders().await.unwrap();
    let error = app.choose_reminders(|it| it.webhook = Some(webhook(""))).await.unwrap_err();
    assert_eq!(error.to_string(), "this is not an address of the web");
    assert_eq!(app.reminders().await.unwrap(), before);
    let error = bench.app.choose_reminders(|it| it.webhook = Some(webhook("https://example.org/"))).await;
    assert_eq!(
        error.unwrap_err().to_string(),
        "this program sends nothing; turn reminders on with the hansei command"
    );
}

#[tokio::test]
async fn a_test_arrives_and_nothing_is_kept_of_it() {
    let (_, app, pigeon) = due().await;
    app.test_channel(Channel::Desktop).await.unwrap();
    assert_eq!(pigeon.subjects(), ["A test from hansei"]);
    assert_eq!(app.remind().await.unwrap(), [arrived("1 practice due")]);
    pigeon.fail(Some("nobody answered"));
    assert_eq!(app.test_channel(Channel::Desktop).await.unwrap_err().to_string(), "nobody answered");
    let unknown = app.test_channel(Channel::Mail).await.unwrap_err();
    assert_eq!(unknown.to_string(), "nothing is known yet about mail; fill it in, then try again");
}

#[tokio::test]
async fn the_calendar_is_for_whoever_knows_the_address_until_it_is_renewed_or_revoked() {
    let (_, app, _) = due().await;
    let first = app.renew_feed().await.unwrap();
    assert_eq!(first.len(), 64);
    let calendar = app.feed(&first).await.unwrap();
    assert!(calendar.contains("DTSTART;VALUE=DATE:20260515\r\nSUMMARY:1 practice due\r\n"), "{calendar}");
    assert!(!calendar.contains("order") && !calendar.contains("read it back"), "{calendar}");
    let second = app.renew_feed().await.unwrap();
    assert!(app.feed(&first).await.is_err());
    assert!(app.feed(&second).await.is_ok());
    app.revoke_feed().await.unwrap();
    for token in [second.as_str(), first.as_str(), ""] {
        assert!(app.feed(token).await.is_err());
    }
    assert!(!format!("{:?}", app.reminders().await.unwrap()).contains(&second));
}
