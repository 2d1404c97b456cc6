use hansei_app::reminders::{
    Hidden, Item, Mail as Known, Overview, Reminders, Said, Security, Sort, Standing, Titled,
};

use super::super::fixture::{self, HOSTILE, lines};
use super::*;

fn way(channel: Channel, is_on: bool) -> Standing {
    Standing {
        channel,
        is_on,
        is_known: is_on || channel == Channel::Desktop,
        unsent: 1,
        sent_on: None,
        failing_since: None,
        fault: None,
        next_try_at: None,
    }
}

fn titled(sort: Sort, name: &str, title: Option<&str>) -> Titled {
    let item = Item {
        name: name.to_owned(),
        key: name.to_owned(),
        about: uuid::Uuid::from_u128(7),
        sort,
        day: "2026-05-10".parse().unwrap(),
        first_due: "2026-05-10".parse().unwrap(),
        put_off_until: None,
    };
    Titled { item, title: title.map(str::to_owned) }
}

fn overview(chosen: Reminders, ways: Vec<Standing>, due: Vec<Titled>) -> Overview {
    let said = Said {
        is_due: !due.is_empty(),
        summary: "1 decision to look at again".to_owned(),
        letter: "1 decision to look at again.\n\n`hansei today` shows what.\n".to_owned(),
    };
    Overview { chosen, pause: None, can_send: true, ways, due, put_off: Vec::new(), said }
}

fn drawn(overview: &Overview, once: Option<&Once>, wrong: &[(&'static str, String)]) -> Markup {
    let typed = Typed::default().over(&overview.chosen);
    let now = fixture::now();
    let page = drawn::page(&View { overview, typed: &typed, wrong, once, now: &now });
    fixture::check(&page);
    page
}

fn ways(mail: bool) -> Vec<Standing> {
    vec![way(Channel::Mail, mail), way(Channel::Webhook, false), way(Channel::Desktop, false)]
}

#[test]
fn everything_is_off_until_somebody_turns_it_on() {
    insta::assert_snapshot!(lines(drawn(
        &overview(Reminders::default(), ways(false), Vec::new()),
        None,
        &[]
    )));
}

#[test]
fn what_is_due_and_what_went_wrong_are_said_and_no_password() {
    let mail = Known {
        on: true,
        host: "smtp.example.org".to_owned(),
        port: 465,
        security: Security::Tls,
        user: Some("brid".to_owned()),
        password: Some(Hidden::new("correct horse")),
        from: "brid@example.org".to_owned(),
        to: "brid@example.org".to_owned(),
        certificate: None,
    };
    let chosen = Reminders { mail: Some(mail), feed: Some("digest".to_owned()), ..Reminders::default() };
    let mut ways = ways(true);
    ways[0].sent_on = Some("2026-05-01".parse().unwrap());
    ways[0].failing_since = Some("2026-05-14T06:00:00Z".parse().unwrap());
    ways[0].fault =
        Some("the mail server smtp.example.org cannot be reached; it is tried again later".to_owned());
    ways[0].next_try_at = Some("2026-05-14T12:00:00Z".parse().unwrap());
    let due = vec![
        titled(Sort::Decision, "decision/7/2026-05-10", Some("The proposal went out late")),
        titled(Sort::Quarter, "quarter/2026-05-10", None),
    ];
    let html = drawn(&overview(chosen, ways, due), None, &[]);
    assert!(!html.0.contains("correct horse") && !html.0.contains("digest"));
    insta::assert_snapshot!(lines(html));
}

#[test]
fn hostile_words_stay_words() {
    let mut ways = ways(true);
    (ways[0].failing_since, ways[0].fault) = (Some(jiff::Timestamp::UNIX_EPOCH), Some(HOSTILE.to_owned()));
    let overview = overview(Reminders::default(), ways, vec![titled(Sort::Review, HOSTILE, Some(HOSTILE))]);
    let once = Once::Key(HOSTILE.to_owned());
    let html = drawn(&overview, Some(&once), &[("f-host", HOSTILE.to_owned())]).into_string();
    assert!(html.contains("&lt;script&gt;") && !html.contains("<script>"));
}
