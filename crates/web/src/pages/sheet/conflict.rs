//! Two answers to one question: what was typed, and what somebody else saved in the meantime.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hansei_app::AppError;
use hansei_app::draft::Writer;
use hansei_store::Kept;

use super::shut::{not_open, typed_there};
use super::{Sent, Sheet, agreed, drawn, go, keep, refusal};
use crate::error::WebError;
use crate::forms::{Form, Wrongs};
use crate::pages::frame;
use crate::pages::step::{self, Asked, LookedUp, Notice};
use crate::state::Web;

/// Shows both: what was typed, and what somebody else saved in the meantime.
pub(crate) async fn conflict<S: Sheet>(
    web: &Web,
    kept: &Kept,
    form: Form,
    seen: Option<i64>,
    is_skip: bool,
) -> Result<Response, WebError> {
    let unkept = keep(web, kept.entry.id, S::QUESTION, &form, seen).await?;
    let now = web.app.entry(kept.entry.id).await?;
    if let Some(page) = not_open(web, &now, S::QUESTION, typed_there(unkept.as_ref(), &form)).await {
        return Ok((StatusCode::CONFLICT, page).into_response());
    }
    let there = S::form(&now.entry);
    let saved = there.missing_from(&form).into_iter().map(str::to_owned).collect();
    let notice = Notice::Conflict { saved, unkept, is_skip };
    let page =
        drawn::<S>(web, &now, form, &Wrongs::default(), &notice, &Asked::default(), &LookedUp::default());
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// Keeps what somebody else saved, and what was typed in the history. What cannot be an answer waits as a draft.
pub(super) async fn aside<S: Sheet>(web: &Web, kept: &Kept, mut sent: Sent) -> Result<Response, WebError> {
    let id = kept.entry.id;
    sent.settle::<S>(None);
    let (mut said, mut wrong) = refusal::read::<S>(web, kept, &sent.form, &sent.press);
    *said.skipped.reason_mut(S::QUESTION) = wrong.text("skip_reason", "", sent.form.get("skip_reason"));
    said.typed_in = Some(Writer::Page);
    if wrong.is_empty() {
        let put = match agreed(web, kept, sent.version, S::is_same).await {
            Ok(version) => web.app.keep_aside(id, Some(version), &said).await,
            Err(error) => Err(error),
        };
        match put {
            Ok(aside) if aside.version == kept.version => return Ok(go(&step::address(id, S::QUESTION, ""))),
            Ok(aside) => {
                let rest = format!("?aside={}", aside.version);
                return Ok(go(&step::address(id, S::QUESTION, &rest)));
            }
            Err(AppError::Conflict(_)) => {
                return conflict::<S>(web, kept, sent.form, sent.version, false).await;
            }
            Err(error) => wrong.add(S::FIRST, "", frame::sentence(error)?),
        }
    }
    sent.refusal(wrong).answer::<S>(web, kept).await
}
