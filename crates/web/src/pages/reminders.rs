//! How what is due reaches the person: what is on, when, what would be said, and how each way stands.

mod drawn;
mod typed;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use hansei_app::AppError;
use hansei_app::reminders::Channel;
use maud::{Markup, html};
use serde::Deserialize;

use self::drawn::View;
use self::typed::{Hours, Mail, Typed, Webhook};
use super::due;
use super::frame::{self, Frame};
use crate::error::WebError;
use crate::extract::{Form, Query};
use crate::page::layout::Here;
use crate::page::parts::{Button, kept};
use crate::state::Web;

/// Where this page is.
pub(crate) const PLACE: &str = "/settings/reminders";

/// What was done, as the address says it, and the sentence for it.
const DONE: [(&str, &str); 7] = [
    ("hours", "The hours are kept."),
    ("mail", "What is known about mail is kept."),
    ("webhook", "What is known about the webhook is kept."),
    ("desktop", "Kept."),
    ("tested-mail", "A test letter was sent. Look whether it arrived."),
    ("tested", "A test was sent. Look whether it arrived."),
    ("revoked", "The address is taken away. Whoever knows it reads nothing any more."),
];

/// The part of an address that says what was done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Done {
    kept: String,
}

/// What the switch of notifications sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Desktop {
    desktop: bool,
}

/// Which way is tried.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Tried {
    way: String,
}

/// Something that is shown once and kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Once {
    /// The address of the calendar.
    Address(String),
    /// The key of the webhook.
    Key(String),
}

/// Serves this page.
pub fn routes() -> Router<Web> {
    Router::new()
        .route(PLACE, get(show))
        .route("/settings/reminders/hours", post(hours))
        .route("/settings/reminders/mail", post(mail))
        .route("/settings/reminders/webhook", post(webhook))
        .route("/settings/reminders/webhook/key", post(key))
        .route("/settings/reminders/desktop", post(desktop))
        .route("/settings/reminders/test", post(test))
        .route("/settings/reminders/calendar", post(make_address))
        .route("/settings/reminders/calendar/revoke", post(revoke))
}

async fn show(
    State(web): State<Web>,
    Query(done): Query<Done>,
    Query(due): Query<due::Told>,
) -> Result<Markup, WebError> {
    let sentence = DONE.iter().find(|(code, _)| *code == done.kept).map(|(_, sentence)| *sentence);
    let said = html! { @if let Some(sentence) = sentence { (kept(sentence, None)) } (due.line("reminders")) };
    draw(&web, &said, None, &[], None).await
}

/// Draws the page, with what is shown once, what is wrong and what was typed.
async fn draw(
    web: &Web,
    said: &Markup,
    once: Option<&Once>,
    wrong: &[(&'static str, String)],
    typed: Option<Typed>,
) -> Result<Markup, WebError> {
    let frame = Frame::of(web).await?;
    let overview = web.app.reminders_overview().await?;
    let typed = typed.unwrap_or_default().over(&overview.chosen);
    let view = View { overview: &overview, typed: &typed, wrong, once, now: &frame.now };
    Ok(frame.page("Reminders", Here::Settings, &html! { (said) (drawn::page(&view)) }))
}

/// Draws the page again with what is wrong with one field.
async fn refused(
    web: &Web,
    field: &'static str,
    error: AppError,
    typed: Typed,
) -> Result<Response, WebError> {
    let wrong = [(field, frame::sentence(error)?)];
    Ok(frame::refused(draw(web, &html! {}, None, &wrong, Some(typed)).await?))
}

fn done(code: &str) -> Response {
    Redirect::to(&format!("{PLACE}?kept={code}")).into_response()
}

async fn hours(State(web): State<Web>, Form(typed): Form<Hours>) -> Result<Response, WebError> {
    let (at, quiet) = match typed.read() {
        Ok(read) => read,
        Err((field, error)) => {
            return refused(&web, field, error, Typed { hours: Some(typed), ..Typed::default() }).await;
        }
    };
    web.app.choose_reminders(|it| (it.at, it.quiet) = (at, quiet)).await?;
    Ok(done("hours"))
}

async fn mail(State(web): State<Web>, Form(typed): Form<Mail>) -> Result<Response, WebError> {
    let kept = match typed.read() {
        Ok(said) => web.app.choose_mail(&said).await.map_err(|error| (typed::mail_field(&error), error)),
        Err(wrong) => Err(wrong),
    };
    match kept {
        Ok(_) => Ok(done("mail")),
        Err((field, error)) => {
            refused(&web, field, error, Typed { mail: Some(typed), ..Typed::default() }).await
        }
    }
}

async fn webhook(State(web): State<Web>, Form(typed): Form<Webhook>) -> Result<Response, WebError> {
    match web.app.choose_webhook(&typed.read()).await {
        Ok(Some(key)) => with_key(&web, key.reveal()).await,
        Ok(None) => Ok(done("webhook")),
        Err(error) => {
            let field = typed::webhook_field(&error);
            refused(&web, field, error, Typed { webhook: Some(typed), ..Typed::default() }).await
        }
    }
}

/// Makes another key; the one before stops working.
async fn key(State(web): State<Web>) -> Result<Response, WebError> {
    match web.app.renew_webhook_key().await {
        Ok(key) => with_key(&web, key.reveal()).await,
        Err(error) => refused(&web, "f-url", error, Typed::default()).await,
    }
}

async fn with_key(web: &Web, key: &str) -> Result<Response, WebError> {
    let once = Once::Key(key.to_owned());
    Ok(draw(web, &html! {}, Some(&once), &[], None).await?.into_response())
}

async fn desktop(State(web): State<Web>, Form(typed): Form<Desktop>) -> Result<Response, WebError> {
    match web.app.choose_reminders(|it| it.desktop = typed.desktop).await {
        Ok(_) => Ok(done("desktop")),
        Err(error) => refused(&web, "f-desktop", error, Typed::default()).await,
    }
}

/// Sends a message by one way that only shows that it works.
async fn test(State(web): State<Web>, Form(tried): Form<Tried>) -> Result<Response, WebError> {
    let (channel, field) = match Channel::of(&tried.way) {
        Some(Channel::Mail) => (Channel::Mail, "f-host"),
        Some(Channel::Webhook) => (Channel::Webhook, "f-url"),
        Some(Channel::Desktop) => (Channel::Desktop, "f-desktop"),
        None => {
            return Err(WebError(AppError::Invalid("say which way is tried; nothing was sent".to_owned())));
        }
    };
    match web.app.test_channel(channel).await {
        Ok(()) => Ok(done(if channel == Channel::Mail { "tested-mail" } else { "tested" })),
        Err(error) => refused(&web, field, error, Typed::default()).await,
    }
}

/// Makes an address of the calendar and shows it, this once. It stands in no address of a page and in no history.
async fn make_address(State(web): State<Web>) -> Result<Response, WebError> {
    let token = web.app.renew_feed().await?;
    let once = Once::Address(format!("{}{}{token}.ics", web.door.place(), super::calendar::PLACE));
    Ok(draw(&web, &html! {}, Some(&once), &[], None).await?.into_response())
}

async fn revoke(State(web): State<Web>) -> Result<Response, WebError> {
    web.app.revoke_feed().await?;
    Ok(done("revoked"))
}

/// Draws the way to this page.
pub(crate) fn link() -> Markup {
    html! { (Button::plain("Reminders").href(PLACE)) }
}

#[cfg(test)]
mod tests;
