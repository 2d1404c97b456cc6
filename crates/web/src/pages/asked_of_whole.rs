//! The questions about a whole: a tree of causes that ends early, a factor under the wrong control, a review that goes in
//! circles.
//!
//! The tree and the factors are read as their page is drawn, so that nothing comes later; that they were asked about is noted
//! once the question has stood there for a moment.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use hansei_app::AppError;
use hansei_app::coach::{Asked, Field, Weight};
use hansei_app::coaching::{Heeded, Place};
use hansei_method::cause::CauseTree;
use hansei_method::entry::Entry;
use hansei_method::factor::Factor;
use hansei_method::id::{EntryId, Number};
use hansei_method::items::Items;
use hansei_method::question::Question;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::causes::more;
use super::entry::compared;
use super::step::{FORM, View};
use super::{frame, step, why};
use crate::error::WebError;
use crate::extract::{Path, Query};
use crate::page::parts::{Button, Question as Asking};
use crate::state::Web;

/// The word for the tree in addresses.
const TREE: &str = "tree";

/// The word for the factors.
const FACTORS: &str = "factors";

/// What is asked about: the tree, or the factors.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Of {
    of: String,
    /// The cause or the factor that was asked about.
    number: Number,
}

/// What is asked, about which cause or factor.
struct Found {
    number: Number,
    field: Field,
    statement: String,
    asked: Asked,
}

/// Serves the questions.
pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/entries/{id}/why/question/asked", post(note))
        .route("/entries/{id}/why/question/meant", post(mean))
        .route("/entries/{id}/circling", get(circling))
}

/// What is asked about the tree of an entry, and about its factors.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wholes {
    tree: Option<Markup>,
    factors: Option<Markup>,
}

/// Reads the tree and the factors of an entry.
pub(crate) async fn wholes(web: &Web, entry: &Entry) -> Result<Wholes, WebError> {
    let drawn = |of, found: Option<Found>| found.map(|found| drawn(entry.id, of, &found));
    let (tree, factors) =
        read(web, entry, |entry, heeded, today| (of_tree(entry, heeded, today), of_factors(entry, heeded)))
            .await?;
    Ok(Wholes { tree: drawn(TREE, tree), factors: drawn(FACTORS, factors) })
}

/// Draws the one question about the tree. Without one, a tree that is a single line is asked what else had to be true.
pub(crate) fn of_the_tree(view: &View<'_>, causes: &CauseTree) -> Markup {
    match &view.looked_up.wholes.tree {
        Some(asked) => asked.clone(),
        None if causes.shape().asks_for_more() => more(causes),
        None => html! {},
    }
}

/// Draws the one question about how causes are sorted.
pub(crate) fn of_the_factors(view: &View<'_>) -> Markup {
    view.looked_up.wholes.factors.clone().unwrap_or_default()
}

/// Notes that it was asked.
async fn note(
    State(web): State<Web>,
    Path(id): Path<String>,
    Query(of): Query<Of>,
) -> Result<StatusCode, WebError> {
    let id = frame::entry_id(&id)?;
    let entry = web.app.entry(id).await?.entry;
    if let Some(found) = found(&web, &entry, &of.of).await?.filter(|found| found.number == of.number) {
        web.app.note_asked(id, &Place::of(found.field, &found.statement), &found.asked).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Remembers that it was meant as it stands: the cause or the factor that the person saw.
async fn mean(
    State(web): State<Web>,
    Path(id): Path<String>,
    Query(of): Query<Of>,
) -> Result<Response, WebError> {
    let id = frame::entry_id(&id)?;
    let entry = web.app.entry(id).await?.entry;
    if let Some(found) = found(&web, &entry, &of.of).await?.filter(|found| found.number == of.number) {
        web.app.note_meant(id, &Place::of(found.field, &found.statement), &found.asked).await?;
    }
    let place = if of.of == TREE { "#tree" } else { "#hands" };
    Ok(Redirect::to(&step::address(id, Question::Why, place)).into_response())
}

/// Leaves the place in which a review that goes in circles is met.
pub(crate) fn place_of_circling(view: &View<'_>) -> Markup {
    let address = format!("/entries/{}/circling", view.id());
    html! {
        @if view.entry().review.is_circling(view.now.timestamp()) {
            div hx-get=(address) hx-trigger="load" hx-swap="outerHTML" {}
        }
    }
}

/// Says kindly that the review goes in circles, and asks for one thing that would be new (H01), unless that is switched off.
async fn circling(State(web): State<Web>, Path(id): Path<String>) -> Result<Markup, WebError> {
    let entry = web.app.entry(frame::entry_id(&id)?).await?.entry;
    if !web.app.heeded().await?.is_circling(&entry, web.app.now().timestamp()) {
        return Ok(html! {});
    }
    Ok(html! {
        div.coach role="note" aria-label="One question about this review" {
            p { "You have come back to this again and again within a week. Some things are hard to put down." }
            p.q { "Is there a fact, a cause or something to do that is not written here yet? If not, it may be enough for now." }
            div.row { (Button::plain("Stop here for today").small().sends("do", "stop").of(FORM).unchecked()) }
        }
    })
}

/// Finds what is to be asked.
async fn found(web: &Web, entry: &Entry, of: &str) -> Result<Option<Found>, WebError> {
    let is_tree = of == TREE;
    read(
        web,
        entry,
        move |entry, heeded, today| {
            if is_tree { of_tree(entry, heeded, today) } else { of_factors(entry, heeded) }
        },
    )
    .await
}

/// Reads an entry where it holds nobody up.
async fn read<T: Send + 'static>(
    web: &Web,
    entry: &Entry,
    work: impl FnOnce(&Entry, &Heeded, Date) -> T + Send + 'static,
) -> Result<T, WebError> {
    let (entry, today, heeded) = (entry.clone(), web.app.now().date(), web.app.heeded().await?);
    let work = tokio::task::spawn_blocking(move || work(&entry, &heeded, today));
    work.await.map_err(|error| WebError(AppError::broken(error)))
}

fn of_tree(entry: &Entry, heeded: &Heeded, today: Date) -> Option<Found> {
    let analysis = why::analysis(entry);
    let gap = compared::summary(entry, today);
    let asked =
        heeded.of_tree(entry, &gap, &analysis.causes).filter(|asked| asked.weight == Weight::Nudge)?;
    let statement = analysis.causes.get(asked.cause)?.statement.to_string();
    let whole = asked.of_whole(&statement);
    Some(Found { number: asked.cause, field: Field::Why, statement, asked: whole })
}

/// Asks about the causes as they are sorted; a factor beside the tree is asked about in its own field.
fn of_factors(entry: &Entry, heeded: &Heeded) -> Option<Found> {
    let factors = why::analysis(entry).factors;
    let sorted: Vec<Factor> = factors.iter().filter(|factor| factor.cause.is_some()).cloned().collect();
    let asked = heeded.of_factors(&Items::try_from(sorted).ok()?)?;
    let statement = factors.get(asked.factor)?.statement.to_string();
    Some(Found { number: asked.factor, field: Field::Factor, statement, asked: asked.asked })
}

fn drawn(id: EntryId, of: &str, found: &Found) -> Markup {
    let Found { number, statement, asked, .. } = found;
    let (from, to) = (asked.words.start, asked.words.end);
    let meant = step::address(id, Question::Why, &format!("/question/meant?of={of}&number={number}"));
    let there = step::address(id, Question::Why, &format!("/causes/{number}/under"));
    let is_tree = of == TREE;
    let buttons = html! {
        p.words.sm dir="auto" { (&statement[..from]) mark { (&statement[from..to]) } (&statement[to..]) }
        div.row {
            @if is_tree { (Button::plain("Answer it there").small().about(statement).to(&there)) }
            (Button::quiet("This is what I meant").small().meant().about(statement).to(&meant).unchecked())
        }
    };
    let about = if is_tree { "the tree of causes" } else { "how this is sorted" };
    let noted = step::address(id, Question::Why, &format!("/question/asked?of={of}&number={number}"));
    html! {
        // A question that went by unseen was not asked.
        div hx-post=(noted) hx-trigger="load delay:1500ms" hx-swap="none" { (Asking::new(asked.question, about).answer(&buttons)) }
    }
}
