//! The one question about a tree of causes that ends early, and the one about a factor under the wrong control.
//!
//! The page of question 3 leaves a place for each, which fills itself.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use hansei_app::coach::closure::AskedOfTree;
use hansei_app::coach::control::AskedOfFactor;
use hansei_app::coach::{Field, Weight};
use hansei_app::coaching::{Heeded, Place};
use hansei_method::analysis::Analysis;
use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_method::question::Question;
use maud::{Markup, html};
use serde::Deserialize;

use super::causes::{anchor, more};
use super::entry::compared;
use super::{frame, step, why};
use crate::error::WebError;
use crate::extract::{Form, Path, Query};
use crate::page::parts::{Button, Question as Asking};
use crate::state::Web;

/// What is asked about: the tree, or the factors.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Of {
    of: String,
}

/// What was asked, if anything.
enum AskedOf {
    Tree(AskedOfTree),
    Factor(AskedOfFactor),
}

/// Serves the questions.
pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/entries/{id}/why/question", get(show))
        .route("/entries/{id}/why/question/meant", post(mean))
}

async fn show(
    State(web): State<Web>,
    Path(id): Path<String>,
    Query(Of { of }): Query<Of>,
) -> Result<Markup, WebError> {
    let id = frame::entry_id(&id)?;
    let entry = web.app.entry(id).await?.entry;
    let heeded = web.app.heeded().await?;
    let analysis = why::analysis(&entry);
    let asked = asked(&entry, &analysis, &heeded, &of, &web);
    Ok(match asked {
        Some(AskedOf::Tree(asked)) => of_tree(id, &analysis, &asked),
        Some(AskedOf::Factor(asked)) => of_factor(id, &analysis, &asked),
        None if of == "tree" && analysis.causes.shape().asks_for_more() => more(&analysis.causes),
        None => html! {},
    })
}

/// Remembers that it was meant as it stands: the cause, or the factor.
async fn mean(
    State(web): State<Web>,
    Path(id): Path<String>,
    Form(Of { of }): Form<Of>,
) -> Result<Response, WebError> {
    let id = frame::entry_id(&id)?;
    let entry = web.app.entry(id).await?.entry;
    let heeded = web.app.heeded().await?;
    let analysis = why::analysis(&entry);
    match asked(&entry, &analysis, &heeded, &of, &web) {
        Some(AskedOf::Tree(asked)) => {
            if let Some(cause) = analysis.causes.get(asked.cause) {
                let place = Place::of(Field::Why, cause.statement.as_str());
                web.app.note_meant(id, &place, &asked.of_whole(cause.statement.as_str())).await?;
            }
        }
        Some(AskedOf::Factor(asked)) => {
            if let Some(factor) = analysis.factors.get(asked.factor) {
                let place = Place::of(Field::Factor, factor.statement.as_str());
                web.app.note_meant(id, &place, &asked.asked).await?;
            }
        }
        None => {}
    }
    Ok(Redirect::to(&step::address(id, Question::Why, if of == "tree" { "#tree" } else { "#hands" }))
        .into_response())
}

fn asked(entry: &Entry, analysis: &Analysis, heeded: &Heeded, of: &str, web: &Web) -> Option<AskedOf> {
    if of == "tree" {
        let gap = compared::summary(entry, web.app.now().date());
        let asked = heeded.of_tree(entry, &gap, &analysis.causes)?;
        return (asked.weight == Weight::Nudge).then_some(AskedOf::Tree(asked));
    }
    heeded.of_factors(&analysis.factors).map(AskedOf::Factor)
}

fn of_tree(id: EntryId, analysis: &Analysis, asked: &AskedOfTree) -> Markup {
    let words = analysis.causes.get(asked.cause).map(|cause| cause.statement.as_str()).unwrap_or_default();
    let there = step::address(id, Question::Why, &format!("/causes/{}/under", asked.cause));
    let buttons = html! {
        p.words.sm dir="auto" { mark { (words) } }
        div.row {
            (Button::plain("Answer it there").small().about(words).to(&there))
            (meant(id, "tree"))
            (Button::quiet("Show it").small().href(&step::address(id, Question::Why, &format!("?node={}#{}", asked.cause, anchor(asked.cause)))))
        }
    };
    html! { (Asking::new(asked.question, "the tree of causes").answer(&buttons)) }
}

fn of_factor(id: EntryId, analysis: &Analysis, asked: &AskedOfFactor) -> Markup {
    let Some(factor) = analysis.factors.get(asked.factor) else { return html! {} };
    let words = factor.statement.as_str();
    let (from, to) = (asked.asked.words.start, asked.asked.words.end);
    let buttons = html! {
        p.words.sm dir="auto" { (&words[..from]) mark { (&words[from..to]) } (&words[to..]) }
        div.row { (meant(id, "factors")) }
    };
    html! { (Asking::new(asked.asked.question, "how this is sorted").answer(&buttons)) }
}

fn meant(id: EntryId, of: &str) -> Markup {
    let to = step::address(id, Question::Why, "/question/meant");
    html! { (Button::quiet("This is what I meant").small().meant().to(&to).sends("of", of).unchecked()) }
}
