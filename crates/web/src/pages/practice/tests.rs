use hansei_method::practice::Position;
use serde_json::json;

use super::super::fixture::{self, HOSTILE, NO_SPACES, RIGHT_TO_LEFT, check, lines, practised};
use super::*;
use crate::forms::{Form, Wrongs};

fn line(all: Vec<Practised>) -> Line {
    Line { all, today: fixture::now().date(), key: "k1".to_owned() }
}

fn due() -> serde_json::Value {
    json!({"on": "2026-05-10", "until": "2026-06-07", "slack": 0, "asked_on": "2026-05-11"})
}

fn listed(all: Vec<Practised>, shown: &str) -> Markup {
    let page = page(&line(all), &Shown { all: shown.to_owned() });
    check(&page);
    page
}

/// Draws the page of the first of them.
fn one_of(all: Vec<Practised>, form: &Form, wrong: &Wrongs) -> Markup {
    let line = line(all);
    let it = &line.all[0];
    let kept: Vec<_> = it
        .observed
        .iter()
        .map(|opportunity| hansei_store::KeptOpportunity {
            opportunity: opportunity.clone(),
            version: 1,
            removed_at: None,
            before: None,
        })
        .collect();
    let view = one::View {
        it,
        line: &line,
        kept: &kept,
        removed: &kept[..kept.len().min(1)],
        asked_share: 0.7,
        is_all: false,
        form,
        wrong,
    };
    let page = one::page(&view);
    check(&page);
    page
}

fn plain(all: Vec<Practised>) -> Markup {
    one_of(all, &Form::default(), &Wrongs::default())
}

fn build() -> serde_json::Value {
    json!({"number": 1, "cue": "a form is sent with a field empty", "act": "it is refused", "kind": "system", "strength": "stronger"})
}

#[test]
fn nothing_practised_is_a_sentence_that_says_how_it_begins() {
    insta::assert_snapshot!(lines(listed(Vec::new(), "")));
}

#[test]
fn what_is_asked_going_waiting_and_ended_stands_apart() {
    insta::assert_snapshot!(lines(listed(
        vec![
            practised(1, json!({"check_in": due()}), "dd"),
            practised(2, json!({}), "dmd"),
            practised(3, json!({"begun_on": null}), ""),
            practised(4, json!({"begun_on": null, "is_aside": true}), ""),
            practised(5, json!({"ending": {"retired": {"on": "2026-05-01"}}}), "ddd"),
        ],
        ""
    )));
}

#[test]
fn of_far_too_many_twenty_are_shown_and_all_on_demand() {
    let many = || (1..=60).map(|number| practised(number, json!({"begun_on": null}), "")).collect();
    assert_eq!(listed(many(), "").into_string().matches("Begin now").count(), 20);
    assert!(listed(many(), "").into_string().contains("All 60"));
    assert_eq!(listed(many(), "waiting").into_string().matches("Begin now").count(), 60);
}

#[test]
fn a_practice_says_its_plan_its_state_and_what_was_observed() {
    let it = json!({"lesson": "Two pairs of ears hear more", "ratings": [{"on": "2026-05-01", "scores": [5]}],
        "check_in": {"on": "2026-07-10", "until": "2026-08-07", "slack": 0, "asked_on": "2026-07-11"}});
    insta::assert_snapshot!(lines(plain(vec![practised(1, it, "ddddmdnxdd"), practised(2, json!({}), "")])));
}

#[test]
fn something_that_is_built_has_its_own_path_and_no_rating() {
    let html = plain(vec![practised(1, json!({"commitment": build()}), "idddt")]).into_string();
    assert!(html.contains("established") || html.contains("Established"), "{html}");
    assert!(html.contains("Came into play") && !html.contains("How automatic"), "{html}");
}

#[test]
fn what_is_asked_about_today_shows_its_plan_only_on_demand() {
    let html = plain(vec![practised(1, json!({"check_in": due()}), "")]).into_string();
    let (before, after) = html.split_once("What I wrote").unwrap();
    assert!(!before.contains("read it back") && after.contains("read it back"), "{html}");
    assert!(!before.contains("a doctor gives me"), "{html}");
}

#[test]
fn a_lapse_is_a_question_and_a_challenge_is_about_the_plan() {
    let slipping = plain(vec![practised(1, json!({}), "ddddddddmm")]).into_string();
    assert!(slipping.contains("What changed around it?") && slipping.contains("Slipping"), "{slipping}");
    let challenged = plain(vec![practised(1, json!({}), "dxdx")]).into_string();
    assert!(challenged.contains("about the plan, not about the effort"), "{challenged}");
    assert!(challenged.contains("Revise the plan"), "{challenged}");
}

#[test]
fn what_is_wrong_in_a_form_is_named_and_what_was_typed_stays() {
    let (mut form, mut wrong) = (Form::default(), Wrongs::default());
    form.set("context", HOSTILE);
    wrong.add("did", "", "say what there was to see");
    let html = one_of(vec![practised(1, json!({}), "")], &form, &wrong).into_string();
    assert!(html.contains("One thing to change") && html.contains("&lt;script&gt;"), "{html}");
}

#[test]
fn hostile_endless_and_right_to_left_words_stay_words() {
    for words in [HOSTILE, NO_SPACES, RIGHT_TO_LEFT] {
        let commitment = json!({"number": 1, "cue": words, "act": words});
        let hostile = |number, check_in| {
            let it = json!({"commitment": commitment, "lesson": words, "check_in": check_in});
            let mut it = practised(number, it, &"dmh".repeat(20));
            it.title = words.to_owned();
            for moment in &mut it.observed {
                (moment.context, moment.note) = (Some(words.parse().unwrap()), Some(words.parse().unwrap()));
            }
            it
        };
        let html = plain(vec![hostile(1, json!(null)), hostile(2, due())]).into_string();
        assert!(html.contains("All 60"), "{html}");
        listed(vec![hostile(1, json!(null)), hostile(2, due())], "");
    }
}

#[test]
fn what_was_done_is_said_with_its_way_back() {
    let was = practised(1, json!({}), "").practice.position();
    let told = |address: &str| -> Markup {
        let uri: axum::http::Uri = address.parse().unwrap();
        let axum::extract::Query(told) = axum::extract::Query::<Told>::try_from_uri(&uri).unwrap();
        told.line(Back::Today)
    };
    let written = serde_json::to_string(&was).unwrap();
    let id = practised(1, json!({}), "").practice.id;
    let html = told(&format!("/?kept=aside&practice={id}&was={}", super::super::frame::encoded(&written)))
        .into_string();
    assert!(html.contains("Set aside.") && html.contains(&format!("/practice/{id}/back")), "{html}");
    let read: Position = serde_json::from_str(&written).unwrap();
    assert_eq!(read, was);
    let forged = told(&format!("/?kept=aside&practice={id}&was=%22x")).into_string();
    assert!(!forged.contains("Undo"), "{forged}");
    assert_eq!(told("/?kept=nonsense&practice=x").into_string(), "");
}
