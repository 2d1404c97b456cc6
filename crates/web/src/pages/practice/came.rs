//! Something happened again: had the moment of an earlier plan come, and what was done then?

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use hansei_app::AppError;
use hansei_app::practice::{Noted, Practised};
use hansei_method::id::{EntryId, PracticeId};
use hansei_method::occurred::Occurred;
use hansei_method::opportunity::{Met, Opportunity, Outcome, Recurred};
use hansei_method::practice::{Subject, Turn};
use maud::{Markup, html};
use serde::Deserialize;

use super::{asked, said};
use crate::error::WebError;
use crate::extract::{Form as Fields, Path};
use crate::page::parts::Button;
use crate::state::Web;

/// What the buttons send.
#[derive(Debug, Deserialize)]
pub(super) struct Sent {
    /// What happened again.
    entry: EntryId,
    /// The word of an answer; empty takes back what was said.
    #[serde(default)]
    did: String,
}

/// Notes a moment on the day of the entry: the failure came back.
pub(super) async fn keep(
    State(web): State<Web>,
    headers: HeaderMap,
    Path(id): Path<PracticeId>,
    Fields(sent): Fields<Sent>,
) -> Result<Response, WebError> {
    let on = web.app.entry(sent.entry).await?.entry.occurred;
    let before = web.app.practice(id).await?;
    match (sent.did.as_str(), said_of(&before, on)) {
        ("", Some(said)) => drop(web.app.undo_moment(said.id, None).await?),
        // What was said already stays said, however often the button is pressed.
        ("", None) | (_, Some(_)) => {}
        (did, None) => drop(web.app.note_moment(id, &noted(did, on)?).await?),
    }
    if headers.contains_key("hx-request") {
        return Ok(question(sent.entry, on, &web.app.practice(id).await?).into_response());
    }
    Ok(Redirect::to(&format!("/entries/{}/similar", sent.entry)).into_response())
}

fn noted(did: &str, on: Occurred) -> Result<Noted, AppError> {
    let outcome = match asked::outcome(did) {
        Some(Outcome::Met(met)) => Outcome::Met(Met { recurred: Recurred::Yes, ..met }),
        Some(Outcome::DidNotComeUp) => Outcome::DidNotComeUp,
        _ => {
            return Err(AppError::Invalid(
                "say with one of the answers whether its moment had come".to_owned(),
            ));
        }
    };
    Ok(Noted { when: Some(on), ..Noted::quick(outcome) })
}

/// Asks about each plan of an earlier entry that was in practice when this happened.
pub(crate) fn questions(entry: EntryId, on: Occurred, earlier: EntryId, practised: &[Practised]) -> Markup {
    let is_asked = |it: &&Practised| {
        matches!(it.practice.about, Subject::Commitment { entry: of, .. } if of == earlier && of != entry)
            && it.practice.turn() == Turn::Begun
            && on.date() >= it.practice.planned_on
    };
    html! { @for it in practised.iter().filter(is_asked) { (question(entry, on, it)) } }
}

fn question(entry: EntryId, on: Occurred, it: &Practised) -> Markup {
    let address = format!("{}/came", said::address(it));
    let commitment = &it.practice.commitment;
    html! {
        form.had-come.stack.gap-2 method="post" action=(address) hx-post=(address) hx-swap="outerHTML" {
            input type="hidden" name="entry" value=(entry);
            p.words.sm dir="auto" { span.meta { "Planned then: " } (commitment.sentence()) }
            @if let Some(known) = said_of(it, on) {
                div.row role="status" {
                    span.meta { "Had its moment come? You said: " (answer(known.outcome)) "." }
                    (Button::quiet("Take it back").small().sends("did", "").about(commitment.cue.as_str()))
                }
            } @else {
                div.row {
                    span.meta { "Had its moment come?" }
                    @for did in ["done", "half", "missed", "not_up"] {
                        @if let Some(outcome) = asked::outcome(did) {
                            (Button::plain(answer(outcome)).small().sends("did", did).about(commitment.cue.as_str()))
                        }
                    }
                }
            }
        }
    }
}

fn answer(outcome: Outcome) -> &'static str {
    use hansei_method::opportunity::Did;
    match outcome {
        Outcome::Met(Met { did: Did::Done, .. }) => "Yes, and I did it",
        Outcome::Met(Met { did: Did::Half, .. }) => "Half",
        Outcome::Met(Met { did: Did::Missed, .. }) => "Yes, and I didn’t",
        _ => "No",
    }
}

/// Finds what was said of that day in answer to this question.
fn said_of(it: &Practised, on: Occurred) -> Option<&Opportunity> {
    it.observed.iter().rev().find(|known| {
        known.when == on
            && match known.outcome {
                Outcome::Met(met) => met.recurred == Recurred::Yes,
                outcome => outcome == Outcome::DidNotComeUp,
            }
    })
}
