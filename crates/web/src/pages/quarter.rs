//! Reviews of a period: what is due, the way through one of them, and the frozen document.

mod chart;
mod guide;
mod list;
mod step;
mod told;
mod whole;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use hansei_app::AppError;
use hansei_app::quarter::document;
use hansei_app::share::Form as Kind;
use hansei_method::id::QuarterId;
use hansei_method::quarter::{Period, Verdict};
use maud::{Markup, html};
use serde::Deserialize;

use self::step::Step;
use super::flash::{Done, Flash};
use super::frame::{self, Frame};
use crate::download::attachment;
use crate::error::WebError;
use crate::extract::{Form as Fields, Path, Query};
use crate::forms::{Form, Wrongs};
use crate::page::layout::Here;
use crate::page::parts::Confirm;
use crate::state::Web;

/// Which part of a draft is asked for, and what a form of the list sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    at: String,
    period: String,
    months: String,
    version: Option<i64>,
}

/// Serves these pages.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/quarter", get(list).post(begin))
        .route("/quarter/skip", post(skip))
        .route("/quarter/every", post(every))
        .route("/quarter/{id}", get(show))
        .route("/quarter/{id}/freeze", get(sure_to_freeze).post(freeze))
        .route("/quarter/{id}/remove", post(remove))
        .route("/quarter/{id}/take-back", post(take_back))
        .route("/quarter/{id}/erase", get(sure_to_erase).post(erase))
        .route("/quarter/{id}/html", get(as_html))
        .route("/quarter/{id}/markdown", get(as_markdown))
        .route("/quarter/{id}/answer/{step}", post(save))
        .route("/quarter/{id}/answer/{step}/draft", post(keep))
}

/// Writes the address of a review.
pub(crate) fn address(id: QuarterId) -> String {
    format!("/quarter/{id}")
}

async fn list(State(web): State<Web>, Query(flash): Query<Flash>) -> Result<Markup, WebError> {
    listed(&web, &flash.line(), None).await
}

/// Draws the list, with what is wrong with a period and what was typed.
async fn listed(web: &Web, said: &Markup, wrong: Option<(&str, &str)>) -> Result<Markup, WebError> {
    let frame = Frame::of(web).await?;
    let (quarters, removed) = (web.app.quarters().await?, web.app.removed_quarters().await?);
    let main = html! { (said) (list::page(&quarters, &removed, wrong, frame.today())) };
    Ok(frame.page("Quarter", Here::Quarter, &main))
}

async fn begin(State(web): State<Web>, Fields(asked): Fields<Asked>) -> Result<Response, WebError> {
    let period = match asked.period.trim() {
        "" => Ok(None),
        text => text.parse::<Period>().map(Some).map_err(AppError::from),
    };
    let begun = match period {
        Ok(period) => web.app.begin_quarter(period).await,
        Err(error) => Err(error),
    };
    match begun {
        Ok(saved) => Ok(Redirect::to(&address(saved.id)).into_response()),
        Err(error @ (AppError::Invalid(_) | AppError::Conflict(_))) => {
            let sentence = error.to_string();
            let page = listed(&web, &html! {}, Some((&sentence, &asked.period))).await?;
            Ok(frame::refused(page))
        }
        Err(error) => Err(WebError(error)),
    }
}

async fn skip(State(web): State<Web>) -> Result<Redirect, WebError> {
    web.app.skip_quarter().await?;
    Ok(Done::QuarterSkipped.then("/quarter", None))
}

async fn every(State(web): State<Web>, Fields(asked): Fields<Asked>) -> Result<Redirect, WebError> {
    let months = asked.months.trim().parse().unwrap_or(0);
    web.app.review_every(months).await?;
    Ok(Done::Settings.then("/quarter", None))
}

async fn show(
    State(web): State<Web>,
    Path(id): Path<QuarterId>,
    Query(asked): Query<Asked>,
    Query(flash): Query<Flash>,
) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    let look = web.app.look_back(id).await?;
    let name = look.kept.quarter.period.name();
    let main = match Step::named(&asked.at) {
        Some(step) if look.kept.quarter.frozen.is_none() => {
            guide::page(&look, step, &look.kept.quarter.answers, &Wrongs::default())
        }
        _ if look.kept.quarter.frozen.is_some() || asked.at == "whole" => whole::page(&look),
        _ => guide::page(&look, Step::Held, &look.kept.quarter.answers, &Wrongs::default()),
    };
    Ok(frame.page(&name, Here::Quarter, &html! { (flash.line()) (main) }))
}

async fn save(
    State(web): State<Web>,
    Path((id, step)): Path<(QuarterId, String)>,
    form: Form,
) -> Result<Response, WebError> {
    let step = Step::named(&step).ok_or_else(no_step)?;
    let mut wrong = Wrongs::sent_at(web.app.now());
    let said = step.read(&form, &mut wrong);
    if wrong.is_empty() {
        match web.app.answer_quarter(id, None, |answers| said.put(answers)).await {
            Ok(_) => return Ok(Redirect::to(&onward(id, step, form.get("do"))).into_response()),
            Err(error) => wrong.add(step.first_field(), "", frame::sentence(error)?),
        }
    }
    let frame = Frame::of(&web).await?;
    let look = web.app.look_back(id).await?;
    if look.kept.quarter.frozen.is_some() {
        return Ok(Redirect::to(&address(id)).into_response());
    }
    let mut answers = look.kept.quarter.answers.clone();
    said.put(&mut answers);
    let main = guide::page_of(&look, step, &answers, Some(&form), &wrong);
    Ok(frame::refused(frame.page(&look.kept.quarter.period.name(), Here::Quarter, &main)))
}

/// Keeps what is typed while it is typed. What cannot be kept so waits for the button.
async fn keep(
    State(web): State<Web>,
    Path((id, step)): Path<(QuarterId, String)>,
    form: Form,
) -> Result<StatusCode, WebError> {
    let step = Step::named(&step).ok_or_else(no_step)?;
    let mut wrong = Wrongs::sent_at(web.app.now());
    let said = step.read(&form, &mut wrong);
    if !wrong.is_empty() {
        return Ok(StatusCode::UNPROCESSABLE_ENTITY);
    }
    web.app.answer_quarter(id, None, |answers| said.put(answers)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn sure_to_freeze(State(web): State<Web>, Path(id): Path<QuarterId>) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    let kept = web.app.quarter(id).await?;
    let decisions = &kept.quarter.answers.decisions;
    let count = |verdict| decisions.iter().filter(|decision| decision.verdict == Some(verdict)).count();
    let acts = match (count(Verdict::Retire), count(Verdict::Practise)) {
        (0, 0) => String::new(),
        (retired, begun) => format!(
            " What you decided is done with it: {retired} let go, {begun} to be practised; that can be taken back on each lesson's page."
        ),
    };
    let sentence = format!(
        "It is kept as it stands now, with its figures and your words, and nothing that is changed in the log later changes it. \
         There is no way back to the draft.{acts}"
    );
    let version = kept.version.to_string();
    let at = address(id);
    let name = kept.quarter.period.name();
    let confirm = Confirm {
        question: "Freeze this review?",
        sentence: &sentence,
        words: &name,
        action: &format!("{at}/freeze"),
        hidden: &[("version", &version)],
        verb: "Freeze it",
        back: &format!("{at}?at=whole"),
    };
    Ok(frame.page("Freeze this review?", Here::Quarter, &html! { (confirm) }))
}

async fn freeze(
    State(web): State<Web>,
    Path(id): Path<QuarterId>,
    Fields(asked): Fields<Asked>,
) -> Result<Redirect, WebError> {
    web.app.freeze_quarter(id, asked.version).await?;
    Ok(Done::QuarterFrozen.then(&address(id), None))
}

async fn remove(
    State(web): State<Web>,
    Path(id): Path<QuarterId>,
    Fields(asked): Fields<Asked>,
) -> Result<Redirect, WebError> {
    web.app.remove_quarter(id, asked.version).await?;
    Ok(Done::QuarterRemoved.then("/quarter", None))
}

async fn take_back(State(web): State<Web>, Path(id): Path<QuarterId>) -> Result<Redirect, WebError> {
    web.app.take_back_quarter(id, None).await?;
    Ok(Done::TakenBack.then("/quarter", None))
}

async fn sure_to_erase(State(web): State<Web>, Path(id): Path<QuarterId>) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    let kept = web.app.quarter_or_removed(id).await?;
    let name = kept.quarter.period.name();
    let confirm = Confirm {
        question: "Erase this review for good?",
        sentence: "What you wrote in it goes with it; the log stays as it is. Nothing brings it back. Copies that were made \
                   before, such as backups and exports, still hold it.",
        words: &name,
        action: &format!("{}/erase", address(id)),
        hidden: &[],
        verb: "Erase it for good",
        back: "/quarter",
    };
    Ok(frame.page("Erase for good?", Here::Quarter, &html! { (confirm) }))
}

async fn erase(State(web): State<Web>, Path(id): Path<QuarterId>) -> Result<Redirect, WebError> {
    web.app.erase_quarter(id, None).await?;
    Ok(Done::Erased.then("/quarter", None))
}

async fn as_html(State(web): State<Web>, Path(id): Path<QuarterId>) -> Result<Response, WebError> {
    handed_out(&web, id, Kind::Html, "text/html; charset=utf-8").await
}

async fn as_markdown(State(web): State<Web>, Path(id): Path<QuarterId>) -> Result<Response, WebError> {
    handed_out(&web, id, Kind::Markdown, "text/markdown; charset=utf-8").await
}

async fn handed_out(web: &Web, id: QuarterId, kind: Kind, media: &'static str) -> Result<Response, WebError> {
    let look = web.app.look_back(id).await?;
    let name = format!("review-{}.{}", look.kept.quarter.period, kind.extension());
    Ok((attachment(&name, media), document(&look.kept.quarter, &look.report, kind)).into_response())
}

/// Returns where the writing goes on after a part was kept.
fn onward(id: QuarterId, step: Step, pressed: &str) -> String {
    let at = address(id);
    let to = |step: Step| format!("{at}?at={}", step.word());
    match pressed {
        "back" => step.before().map_or_else(|| at.clone(), to),
        "stop" => "/quarter".to_owned(),
        "save" => to(step),
        _ => step.after().map_or_else(|| format!("{at}?at=whole"), to),
    }
}

fn no_step() -> WebError {
    WebError(AppError::NotFound(
        "there is no such part of a review; go on from the list of reviews".to_owned(),
    ))
}

#[cfg(test)]
mod tests;
