//! What was typed and not saved: kept as a draft, and shown again.
//!
//! The terminal and programs leave drafts too. A page says that one is there, neither reads nor replaces it, and throws it
//! away only when it is asked to.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use hansei_app::AppError;
use hansei_app::draft::Writer;
use hansei_method::id::EntryId;
use hansei_method::question::Question;
use hansei_store::Kept;

use super::{Sent, Sheet, go, refused};
use crate::error::WebError;
use crate::extract::Path;
use crate::forms::{Form, Wrongs};
use crate::pages::step::{self, Notice};
use crate::pages::{beside, frame};
use crate::state::Web;

/// Keeps what is typed, and counts it as work on the review.
pub(super) async fn receive<S: Sheet>(
    State(web): State<Web>,
    Path(id): Path<String>,
    form: Form,
) -> Result<StatusCode, WebError> {
    let id = frame::entry_id(&id)?;
    let kept = web.app.entry(id).await?;
    let sent = Sent::of(form);
    let put = put(&web, id, S::QUESTION, &sent.form, sent.version).await;
    if kept.entry.review.answers.finished_at().is_none() {
        if kept.entry.review.spent.is_running() {
            web.app.work_on(id, None).await?;
        } else {
            web.app.resume(id, None).await?;
        }
    }
    put?;
    Ok(StatusCode::NO_CONTENT)
}

/// Keeps a form as a draft, and says why it is not kept when it is not: then it stands on the page only.
pub(crate) async fn keep(
    web: &Web,
    id: EntryId,
    question: Question,
    form: &Form,
    seen: Option<i64>,
) -> Result<Option<String>, WebError> {
    match put(web, id, question, form, seen).await {
        Ok(()) => Ok(None),
        Err(AppError::Invalid(_)) => Ok(Some(
            "this is too long to wait unsaved, and stands on this page only; save it in parts".to_owned(),
        )),
        Err(AppError::Conflict(_)) => {
            let draft = web.app.draft(id, question).await?;
            let place = draft.map_or(Writer::Program, |draft| Writer::of(&draft.body)).place();
            Ok(Some(format!(
                "what you typed is not kept, because {place} holds an answer to this that waits to be saved; put right what is wrong and save, or throw the other one away"
            )))
        }
        Err(error) => Err(WebError(error)),
    }
}

/// Reads what was typed and not saved, if anything waits; otherwise what is saved.
pub(super) async fn typed<S: Sheet>(web: &Web, kept: &Kept) -> Result<(Form, Notice), WebError> {
    let saved = || S::form(&kept.entry);
    let id = kept.entry.id;
    let Some(draft) = web.app.draft(id, S::QUESTION).await? else {
        return Ok((saved(), Notice::None));
    };
    let at = beside::clock(draft.saved_at, &web.app.now());
    let writer = Writer::of(&draft.body);
    if writer != Writer::Page {
        let short = web.app.short_id(id).await?;
        return Ok((saved(), Notice::Theirs { at, writer, short }));
    }
    let mut form = match Form::parse(&draft.body) {
        Ok(form) if !S::is_saved(&form, &kept.entry) => form,
        _ => return Ok((saved(), Notice::None)),
    };
    S::tidy(&mut form);
    let is_elsewhere = match web.app.revision(id, draft.based_on).await {
        Ok(before) => !S::is_same(&before, &kept.entry),
        Err(AppError::NotFound(_)) => true,
        Err(error) => return Err(WebError(error)),
    };
    let saved = is_elsewhere
        .then(|| S::form(&kept.entry).missing_from(&form).into_iter().map(str::to_owned).collect());
    Ok((form, Notice::Draft { at, saved }))
}

/// Throws away what the terminal or a program left, and keeps what stands on the page.
pub(super) async fn discard_theirs<S: Sheet>(
    web: &Web,
    kept: &Kept,
    sent: &Sent,
) -> Result<Response, WebError> {
    let id = kept.entry.id;
    for writer in [Writer::Terminal, Writer::Program] {
        web.app.drop_draft(id, S::QUESTION, Some(writer)).await?;
    }
    if !S::is_saved(&sent.form, &kept.entry)
        && let Some(unkept) = keep(web, id, S::QUESTION, &sent.form, sent.version).await?
    {
        let mut wrong = Wrongs::default();
        wrong.add(S::FIRST, "", unkept);
        return Ok(refused::<S>(web, kept, sent.form.clone(), &wrong));
    }
    Ok(go(&step::address(id, S::QUESTION, "")))
}

/// Keeps a form as a draft of the version that it was begun on, however often it is kept again.
async fn put(
    web: &Web,
    id: EntryId,
    question: Question,
    form: &Form,
    seen: Option<i64>,
) -> Result<(), AppError> {
    let before = web.app.draft(id, question).await?.filter(|draft| Writer::of(&draft.body) == Writer::Page);
    let seen = seen.filter(|seen| *seen > 0);
    let begun = match before {
        Some(before) => Some(seen.map_or(before.based_on, |seen| seen.min(before.based_on))),
        None => seen,
    };
    web.app.keep_own_draft(id, question, form.encoded(), begun).await
}
