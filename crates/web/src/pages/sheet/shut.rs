//! A question that is not open: what stands in its place, with what was typed into it.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hansei_method::question::Question;
use hansei_store::Kept;

use super::keep;
use crate::error::WebError;
use crate::forms::Form;
use crate::pages::step::{self, Typed};
use crate::state::Web;

/// Draws the page that stands in the place of a question which is not open; `None` when it is.
pub(super) async fn not_open(web: &Web, kept: &Kept, question: Question, typed: Typed) -> Option<Response> {
    let answers = &kept.entry.review.answers;
    if is_open(kept, question) {
        return None;
    }
    let cannot_save = web.app.cannot_save().await;
    let asked = step::Passing { typed, cannot_save, ..step::Passing::default() };
    let page = match answers.next_question().filter(|next| *next < question) {
        Some(before) => step::closed(kept, question, before, &web.app.now(), &asked),
        None => step::finished(kept, question, &web.app.now(), &asked),
    };
    Some(page.into_response())
}

fn is_open(kept: &Kept, question: Question) -> bool {
    let answers = &kept.entry.review.answers;
    answers.finished_at().is_none() && answers.next_question().is_none_or(|next| next >= question)
}

/// Keeps what was typed into a question that is not open, and draws the page that stands in its place; `None` when it is open.
pub(crate) async fn shut(
    web: &Web,
    kept: &Kept,
    question: Question,
    form: &Form,
    seen: Option<i64>,
) -> Result<Option<Response>, WebError> {
    if is_open(kept, question) {
        return Ok(None);
    }
    let unkept = keep(web, kept.entry.id, question, form, seen).await?;
    let page = not_open(web, kept, question, typed_there(unkept.as_ref(), form)).await;
    Ok(page.map(|page| (StatusCode::CONFLICT, page).into_response()))
}

pub(super) fn typed_there(unkept: Option<&String>, form: &Form) -> Typed {
    unkept.map_or(Typed::Kept, |_| Typed::Unkept(form.texts()))
}
