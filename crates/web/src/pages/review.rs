//! What happens to a review as a whole: where it goes on, the clock, questions passed over, closing it.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use hansei_app::AppError;
use hansei_app::review::Reviewed;
use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_method::question::Question;
use hansei_method::text::Text;
use hansei_store::Kept;
use serde::Deserialize;

use super::flash::Done;
use super::question::continued;
use super::{frame, sheet, step};
use crate::error::WebError;
use crate::extract::{Form, Path};
use crate::state::Web;

/// What the small forms send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sent {
    version: Option<i64>,
    question: String,
    reason: String,
    /// The question to go on with.
    then: String,
}

/// Serves what is done to a review as a whole.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/entries/{id}/review", get(go_on))
        .route("/entries/{id}/pause", post(pause))
        .route("/entries/{id}/resume", post(resume))
        .route("/entries/{id}/skip", post(skip))
        .route("/entries/{id}/finish", post(finish))
}

/// Goes to the question at which the review stopped; to the entry when it is closed.
async fn go_on(State(web): State<Web>, Path(id): Path<String>) -> Result<Response, WebError> {
    let id = frame::entry_id(&id)?;
    Ok(sheet::go(&stopped(&web, id).await?))
}

async fn pause(
    State(web): State<Web>,
    Path(id): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response, WebError> {
    let id = frame::entry_id(&id)?;
    web.app.pause(id, None).await?;
    Ok(sheet::go(&then(&web, id, &sent).await?))
}

async fn resume(
    State(web): State<Web>,
    Path(id): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response, WebError> {
    let id = frame::entry_id(&id)?;
    web.app.resume(id, None).await?;
    Ok(sheet::go(&then(&web, id, &sent).await?))
}

/// Passes over a question from the page of a later one.
async fn skip(
    State(web): State<Web>,
    Path(id): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response, WebError> {
    let id = frame::entry_id(&id)?;
    let kept = web.app.entry(id).await?;
    let question = Question::from_word(&sent.question).ok_or_else(|| {
        AppError::Invalid("name the question to pass over: intended, happened, why or next".to_owned())
    })?;
    let asked = Question::from_word(&sent.then).unwrap_or(question);
    let typed = frame::typed(&sent.reason);
    let refused = |kept: &Kept, sentence: &str| {
        let (reason, wrong) = (typed.clone(), Some(sentence.to_owned()));
        let passing = step::Passing { reason, wrong, ..step::Passing::default() };
        step::closed(kept, asked, question, &web.app.now(), &passing)
    };
    let reason = match Text::optional(&typed) {
        Ok(Some(reason)) => reason,
        Ok(None) => {
            return Ok(frame::refused(refused(&kept, "say in a few words why it has no answer")));
        }
        Err(error) => return Ok(frame::refused(refused(&kept, &error.to_string()))),
    };
    // What matters is whether the question still waits, not what else was written in the meantime.
    let waits = |entry: &Entry| entry.review.answers.next_question() == Some(question);
    let is_same = |before: &Entry, now: &Entry| waits(before) && waits(now);
    let passed = match sheet::agreed(&web, &kept, sent.version, is_same).await {
        Ok(version) => sheet::pass_over(&web, id, version, question, reason).await,
        Err(error) => Err(error),
    };
    match passed {
        Ok(()) => Ok(sheet::go(&step::address(id, asked, ""))),
        Err(AppError::Conflict(_)) => {
            let now = web.app.entry(id).await?;
            let sentence = "the review was changed somewhere else since this page was opened; look at it again, then repeat this";
            Ok((StatusCode::CONFLICT, refused(&now, sentence)).into_response())
        }
        Err(error) => Ok(frame::refused(refused(&kept, &frame::sentence(error)?))),
    }
}

async fn finish(
    State(web): State<Web>,
    Path(id): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response, WebError> {
    let id = frame::entry_id(&id)?;
    web.app.review(id, sent.version, &Reviewed { finish: true, ..Reviewed::default() }).await?;
    Ok(Done::Finished.then(&format!("/entries/{id}"), Some(id)).into_response())
}

async fn then(web: &Web, id: EntryId, sent: &Sent) -> Result<String, WebError> {
    match Question::from_word(&sent.then) {
        Some(question) => Ok(step::address(id, question, "")),
        None => stopped(web, id).await,
    }
}

async fn stopped(web: &Web, id: EntryId) -> Result<String, WebError> {
    let kept = web.app.entry(id).await?;
    if kept.entry.review.answers.finished_at().is_some() {
        return Ok(format!("/entries/{id}"));
    }
    Ok(continued(id, kept.entry.review.answers.kind()))
}
