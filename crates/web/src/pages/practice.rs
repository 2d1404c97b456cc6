//! Practice: what is asked today, what is in practice, what waits, and what has ended.

mod acts;
pub(crate) mod asked;
pub(crate) mod came;
mod moments;
mod noting;
pub(crate) mod one;
pub(crate) mod said;
pub(crate) mod told;

use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use hansei_app::practice::Practised;
use hansei_method::practice::Turn;
use maud::{Markup, html};
use serde::Deserialize;

use self::asked::Line;
use self::told::{Back, Told};
use super::day;
use super::frame::Frame;
use crate::error::WebError;
use crate::extract::Query;
use crate::page::layout::Here;
use crate::page::parts::{Button, act, empty, head, section, status};
use crate::state::Web;

/// The most practices in one part of the list.
const MOST_SHOWN: usize = 20;

/// Which part of the list is shown whole.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Shown {
    all: String,
}

/// Serves these pages.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/practice", get(show))
        .route("/practice/{id}", get(one::show))
        .route("/practice/{id}/answer", post(moments::answer))
        .route("/practice/{id}/came", post(came::keep))
        .route("/practice/{id}/moments", post(moments::note))
        .route("/practice/{id}/moments/{moment}", get(moments::edit).post(moments::correct))
        .route("/practice/{id}/moments/{moment}/undo", post(moments::undo))
        .route("/practice/{id}/moments/{moment}/remove", post(moments::remove))
        .route("/practice/{id}/moments/{moment}/not-asked", post(moments::not_asked))
        .route("/practice/{id}/begin", post(acts::begin))
        .route("/practice/{id}/aside", post(acts::set_aside))
        .route("/practice/{id}/put-off", post(acts::put_off))
        .route("/practice/{id}/retire", post(acts::retire))
        .route("/practice/{id}/supersede", post(acts::supersede))
        .route("/practice/{id}/resume", post(acts::resume))
        .route("/practice/{id}/back", post(acts::put_back))
        .route("/practice/{id}/around", post(acts::around))
        .route("/practice/{id}/rate", post(acts::rate))
        .route("/practice/{id}/unrate", post(acts::unrate))
}

async fn show(
    State(web): State<Web>,
    Query(told): Query<Told>,
    Query(shown): Query<Shown>,
) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    let line = Line::of(&web).await?;
    let main = html! { (told.line(Back::List)) (page(&line, &shown)) };
    Ok(frame.page("Practice", Here::Practice, &main))
}

fn page(line: &Line, shown: &Shown) -> Markup {
    let of = |turn| line.all.iter().filter(|it| it.practice.turn() == turn).collect::<Vec<&Practised>>();
    let (asked, going) = (line.asked(), line.going());
    let part = |id: &str, heading: &str, note: &str, all: &[&Practised]| {
        let most = if shown.all == id { all.len() } else { MOST_SHOWN };
        html! {
            @if !all.is_empty() {
                (section(id, heading, note, &html! {
                    ol.list role="list" { @for it in all.iter().take(most) { li.side { (row(it, line)) } } }
                    @if all.len() > most { p.meta { a href={ "/practice?all=" (id) "#" (id) } { "All " (all.len()) } } }
                }))
            }
        }
    };
    html! {
        (head("Practice", None))
        @if line.all.is_empty() {
            (empty("Nothing is practised yet. When a review is closed, what you planned in it comes here.",
                Some(Button::plain("To the log").href("/log"))))
        } @else {
            p.lede.below-5 { "What you planned, and whether the moment came up. Few at a time; the others wait." }
        }
        @if !asked.is_empty() {
            @let most = if shown.all == "asked" { asked.len() } else { MOST_SHOWN };
            (section("asked", "Asked today", "What you leave counts as unknown, never as missed.", &html! {
                (line.check_ins(&asked[..asked.len().min(most)], Back::List))
                @if asked.len() > most { p.meta { a href="/practice?all=asked#asked" { "All " (asked.len()) } } }
            }))
        }
        @if !going.is_empty() {
            @let most = if shown.all == "going" { going.len() } else { MOST_SHOWN };
            (section("going", "In practice", "When the moment comes up, say so here.", &html! {
                (line.happens(&going[..going.len().min(most)], Back::List))
                @if going.len() > most { p.meta { a href="/practice?all=going#going" { "All " (going.len()) } } }
            }))
        }
        (part("waiting", "Waiting in line", "Each begins when there is room.", &of(Turn::Waiting)))
        (part("aside", "Set aside", "", &of(Turn::Aside)))
        (part("ended", "Ended", "What was observed stays.", &of(Turn::Ended)))
    }
}

fn row(it: &Practised, line: &Line) -> Markup {
    let at = said::address(it);
    let cue = it.practice.commitment.cue.as_str();
    let may_begin = matches!(it.practice.turn(), Turn::Waiting | Turn::Aside);
    html! {
        div {
            a.words.open href=(at) dir="auto" data-open { (it.practice.commitment.sentence()) }
            p.meta {
                @if may_begin { "Planned on " (day::short(it.practice.planned_on, line.today)) "." }
                @else { (status(said::shape(it.growth.state), said::state(it))) ". " (it.growth.tally.words()) "." }
            }
        }
        @if may_begin {
            (act(&format!("{at}/begin"), &[("back", Back::List.word())], Button::plain("Begin now").about(cue)))
        } @else if !it.practice.is_dropped {
            (act(&format!("{at}/resume"), &[("back", Back::List.word())], Button::quiet("Take it up again").about(cue)))
        }
    }
}

#[cfg(test)]
mod tests;
