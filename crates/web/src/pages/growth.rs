//! Growth: what was learned by how far it has come, told from what was observed and from nothing else.

mod lessons;
mod parameters;
mod then;

use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use hansei_app::practice::Practised;
use hansei_method::growth::State as Stands;
use hansei_method::practice::Turn;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::day;
use super::frame::Frame;
use super::practice::said;
use super::practice::told::{Back, Told};
use crate::error::WebError;
use crate::extract::Query;
use crate::page::icons::glyph;
use crate::page::layout::Here;
use crate::page::parts::{Button, empty};
use crate::state::Web;

/// The most lessons in one part of the page, and of those whose moment has not come up: there is nothing to see of them.
const MOST_SHOWN: usize = 20;
const MOST_NEW_SHOWN: usize = 6;

/// Which part of the page is shown whole.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Shown {
    all: String,
}

/// A part of the page: the lessons of one state, under what the state says.
struct Part {
    id: &'static str,
    heading: &'static str,
    note: &'static str,
    state: Stands,
}

const PARTS: [Part; 5] = [
    Part { id: "slipping", heading: "Slipping", note: "A question, not a mark.", state: Stands::Lapsed },
    Part { id: "new", heading: "New", note: "The moment has not come up yet.", state: Stands::New },
    Part {
        id: "practising",
        heading: "Practising",
        note: "It has come up. Too early to rely on.",
        state: Stands::Practising,
    },
    Part {
        id: "established",
        heading: "Established",
        note: "Done nearly always, over weeks, in more than one situation.",
        state: Stands::Established,
    },
    Part {
        id: "automatic",
        heading: "Automatic",
        note: "Happens without deciding to, or holds without you.",
        state: Stands::Automatic,
    },
];

/// Serves these pages.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/growth", get(show))
        .route("/growth/parameters", get(parameters::show).post(parameters::keep))
        .route("/growth/parameters/reset", post(parameters::reset))
        .route("/growth/parameters/undo", post(parameters::undo))
}

async fn show(
    State(web): State<Web>,
    Query(told): Query<Told>,
    Query(shown): Query<Shown>,
) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    let all = web.app.practices().await?;
    let main = html! { (told.line(Back::Growth)) (page(&all, &shown.all, frame.today())) };
    Ok(frame.wide("Growth", Here::Growth, &html! { div.growth { (main) } }))
}

fn page(all: &[Practised], shown: &str, today: Date) -> Markup {
    let is_ended = |it: &&Practised| it.practice.turn() == Turn::Ended;
    let ended: Vec<&Practised> = all.iter().filter(is_ended).collect();
    html! {
        div.head {
            h1 { "Growth" }
            p.meta { (day::dated(today)) ". State names are rules of thumb; " a href="/growth/parameters" { "how they are worked out" } }
        }
        @if all.is_empty() {
            (empty("Nothing is practised yet. When a review is closed, what you planned in it comes here, and grows with what you observe.",
                Some(Button::plain("To the log").href("/log"))))
        }
        (then::then(all, today))
        @for part in &PARTS {
            @let of: Vec<&Practised> = all.iter().filter(|it| !is_ended(it) && it.growth.state == part.state).collect();
            (section(part.id, &html! { (glyph(said::shape(part.state))) (part.heading) }, part.note, &of, shown, today))
        }
        (section("ended", &html! { "Let go" }, "What was observed stays.", &ended, shown, today))
        @if !all.is_empty() {
            p.meta.above-5 { "To show somebody what you took from it: " a href="/career" { "a story of chosen entries" } ", in your words, with this evidence." }
        }
    }
}

fn section(id: &str, heading: &Markup, note: &str, of: &[&Practised], shown: &str, today: Date) -> Markup {
    let most = match id {
        _ if shown == id => of.len(),
        "new" => MOST_NEW_SHOWN,
        _ => MOST_SHOWN,
    };
    html! {
        @if !of.is_empty() {
            section.sec #(id) aria-labelledby={ (id) "-h" } {
                header { h2.state #{ (id) "-h" } { (heading) } p.meta { (note) } }
                div.stack {
                    ol.lessons role="list" { @for it in of.iter().take(most) { (lessons::lesson(it, today)) } }
                    @if of.len() > most { p.meta { a href={ "/growth?all=" (id) "#" (id) } { "All " (of.len()) } } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::fixture::{self, HOSTILE, NO_SPACES, RIGHT_TO_LEFT, check, lines, practised};
    use super::*;

    fn drawn(all: &[Practised], shown: &str) -> Markup {
        let page = page(all, shown, fixture::now().date());
        check(&page);
        page
    }

    #[test]
    fn nothing_practised_is_a_sentence_that_says_how_it_begins() {
        insta::assert_snapshot!(lines(drawn(&[], "")));
    }

    #[test]
    fn lessons_stand_by_how_far_they_have_come() {
        let rated =
            json!({"ratings": [{"on": "2026-03-01", "scores": [6]}, {"on": "2026-04-20", "scores": [6]}]});
        insta::assert_snapshot!(lines(drawn(
            &[
                practised(1, json!({}), "ddddddddmm"),
                practised(2, json!({}), ""),
                practised(3, json!({"planned_on": "2026-05-10", "begun_on": null}), ""),
                practised(4, json!({}), "dxdx"),
                practised(5, json!({}), "ddddmdddd"),
                practised(6, rated, "ddddddddd"),
                practised(7, json!({"ending": {"retired": {"on": "2026-05-01"}}}), "dd"),
            ],
            ""
        )));
    }

    #[test]
    fn what_is_asked_about_today_keeps_its_plan_folded() {
        let due = json!({"check_in": {"on": "2026-05-10", "until": "2026-06-07", "slack": 0}});
        let html = drawn(&[practised(1, due, "d")], "").into_string();
        let folded = html.split("<summary>").nth(1).expect("a fold");
        assert_eq!(html.matches("read it back").count(), folded.matches("read it back").count());
    }

    #[test]
    fn far_too_much_is_bounded_in_lessons_and_in_dots() {
        let many: Vec<_> = (1..=50).map(|number| practised(number, json!({}), &"d".repeat(90))).collect();
        let html = drawn(&many, "").into_string();
        // The lesson at the top has its dots too.
        assert_eq!(html.matches("#g-full").count(), 21 * 30 + 1);
        assert!(html.contains("All 50") && html.contains("the latest 30 of 90"), "{html}");
        assert_eq!(drawn(&many, "established").into_string().matches("90 of 90").count(), 51);
    }

    #[test]
    fn of_lessons_whose_moment_never_came_a_few_are_shown_and_all_on_request() {
        let many: Vec<_> = (1..=9).map(|number| practised(number, json!({}), "")).collect();
        let shown = |part: &str| drawn(&many, part).into_string().matches("data-open").count();
        assert_eq!((shown(""), shown("new")), (MOST_NEW_SHOWN, 9));
    }

    #[test]
    fn hostile_endless_and_right_to_left_words_stay_words() {
        let written = [HOSTILE, NO_SPACES, RIGHT_TO_LEFT].map(|words| {
            let commitment = json!({"number": 1, "cue": words, "act": words});
            let it = practised(1, json!({"commitment": commitment, "lesson": words}), "dddddddddd");
            Practised { title: words.to_owned(), ..it }
        });
        for it in written {
            drawn(&[it], "");
        }
    }
}
