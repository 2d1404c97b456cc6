//! Reminders: what is due, put off or looked at, and how it reaches the person.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hansei_app::reminders::view::{MailView, RemindersView, WebhookView};
use hansei_app::reminders::{Channel, Hidden, MailSaid, Quiet, Security, WebhookSaid};
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Missing, Refused, Unkept};
use super::request::{Expected, Said};
use super::schema::Schema;
use crate::error::WebError;
use crate::pages::calendar::PLACE;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(read_reminders, change_reminders))
        .routes(routes!(change_mail))
        .routes(routes!(change_webhook))
        .routes(routes!(put_off_due))
        .routes(routes!(look_at_due))
        .routes(routes!(test_reminders))
        .routes(routes!(make_calendar_address, revoke_calendar_address))
}

/// What is due, how it reaches the person, and what would be said.
#[derive(Debug, Serialize, ToSchema)]
struct RemindersShown {
    schema: Schema,
    /// What is due, and what is chosen.
    #[serde(flatten)]
    reminders: RemindersView,
}

/// When something is sent; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "at": "09:00:00", "quiet_from": "21:00:00", "quiet_until": "08:00:00"}))]
struct RemindersChanged {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// From which time of day on a reminder is sent, at most one a day by each way.
    #[schema(value_type = Option<String>, example = "09:00:00")]
    at: Option<Time>,
    /// When the quiet hours begin.
    #[schema(value_type = Option<String>, example = "21:00:00")]
    quiet_from: Option<Time>,
    /// When they are over; the same as the beginning where there are none.
    #[schema(value_type = Option<String>, example = "08:00:00")]
    quiet_until: Option<Time>,
    /// Whether notifications are shown on the desktop.
    desktop: Option<bool>,
}

/// What is said about mail; what is left out stays. The password is taken and never shown again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "on": true, "host": "smtp.example.org", "from": "me@example.org"}))]
struct MailChanged {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// Whether letters are sent; where nothing was said before, they are.
    on: Option<bool>,
    /// The server that takes them.
    host: Option<String>,
    /// Its port; where the encryption changes and no port is said, the usual one of that.
    #[schema(minimum = 1)]
    port: Option<u16>,
    /// How the way to it is encrypted.
    security: Option<Security>,
    /// The user there; an empty one takes user and password away.
    user: Option<String>,
    /// The password.
    #[schema(write_only)]
    password: Option<String>,
    /// Who the letters are from.
    from: Option<String>,
    /// Who they are for; where nothing was said before, the one they are from.
    to: Option<String>,
    /// A certificate in PEM form that is believed as well; an empty one takes it away.
    certificate: Option<String>,
}

/// What is said about the webhook; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "on": true, "url": "https://example.org/hansei"}))]
struct WebhookChanged {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// Whether it is told; where nothing was said before, it is.
    on: Option<bool>,
    /// Its address.
    url: Option<String>,
    /// Whether it may be on this machine or in this network.
    at_home: Option<bool>,
    /// A certificate in PEM form that is believed as well; an empty one takes it away.
    certificate: Option<String>,
    /// Whether another key is made; the one before stops working.
    #[serde(default)]
    new_key: bool,
}

/// What is known about mail now.
#[derive(Debug, Serialize, ToSchema)]
struct MailShown {
    schema: Schema,
    /// Without its password.
    mail: Option<MailView>,
}

/// What is known about the webhook now.
#[derive(Debug, Serialize, ToSchema)]
struct WebhookShown {
    schema: Schema,
    /// Without its key.
    webhook: Option<WebhookView>,
    /// The key that was made just now, this once; left out where the one before stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
}

/// Until when something that is due is put off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "name": "quarter/2026-07-01", "until": "2026-07-08"}))]
struct DuePutOff {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// Its name, as what is due is listed.
    name: String,
    /// The day before which nothing says it; `null` lets it be asked about again.
    #[schema(required = true)]
    #[serde(deserialize_with = "Option::deserialize")]
    until: Option<Date>,
}

/// Whether something that is due was looked at.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "name": "decision/3f2a7e867d0f4d0c9a3e1b2f0d3c4e5a/2026-06-01", "looked_at": true}))]
struct DueLookedAt {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// Its name, as what is due is listed.
    name: String,
    /// Whether it was; `false` takes it back.
    looked_at: bool,
}

/// Which way is tried.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "way": "mail"}))]
struct WayTried {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// The way.
    way: Channel,
}

/// The address of the calendar.
#[derive(Debug, Serialize, ToSchema)]
struct CalendarAddress {
    schema: Schema,
    /// Shown this once. Whoever knows it can read how much is due, on this computer, and nothing else.
    #[schema(example = "http://127.0.0.1:7373/calendar/TOKEN.ics")]
    url: String,
}

async fn shown(web: &Web) -> Result<Json<RemindersShown>, WebError> {
    let reminders = web.app.reminders_overview().await?.into();
    Ok(Json(RemindersShown { schema: Schema, reminders }))
}

/// Look at reminders: what is due, how it reaches you, and what would be said.
///
/// No password, no key and no address of the calendar is in it.
#[utoipa::path(get, path = "/api/v1/reminders", tag = "reminders",
    responses((status = 200, description = "Reminders.", body = RemindersShown), Refused))]
async fn read_reminders(State(web): State<Web>) -> Result<Json<RemindersShown>, WebError> {
    shown(&web).await
}

/// Change when something is sent, and whether notifications are shown.
///
/// What is left out stays.
#[utoipa::path(patch, path = "/api/v1/reminders", tag = "reminders", request_body = RemindersChanged,
    responses((status = 200, description = "Kept.", body = RemindersShown), Refused, Unkept))]
async fn change_reminders(
    State(web): State<Web>,
    Said { said, .. }: Said<RemindersChanged>,
) -> Result<Json<RemindersShown>, WebError> {
    let to_the_minute =
        |time: Option<Time>| time.is_none_or(|time| time.second() == 0 && time.subsec_nanosecond() == 0);
    if ![said.at, said.quiet_from, said.quiet_until].into_iter().all(to_the_minute) {
        return Err(super::entries::invalid(
            "hours are given to the minute; write them like \"09:00\"".to_owned(),
        ));
    }
    web.app
        .choose_reminders(|it| {
            it.at = said.at.unwrap_or(it.at);
            it.quiet = Quiet {
                from: said.quiet_from.unwrap_or(it.quiet.from),
                until: said.quiet_until.unwrap_or(it.quiet.until),
            };
            it.desktop = said.desktop.unwrap_or(it.desktop);
        })
        .await?;
    shown(&web).await
}

/// Change what is known about mail.
///
/// What is left out stays. What cannot work is refused, and nothing is changed.
#[utoipa::path(patch, path = "/api/v1/reminders/mail", tag = "reminders", request_body = MailChanged,
    responses((status = 200, description = "Kept.", body = MailShown), Refused, Unkept))]
async fn change_mail(
    State(web): State<Web>,
    Said { said, .. }: Said<MailChanged>,
) -> Result<Json<MailShown>, WebError> {
    let MailChanged { on, host, port, security, user, password, from, to, certificate, _schema } = said;
    let password = password.map(Hidden::new);
    let said = MailSaid { on, host, port, security, user, password, from, to, certificate };
    let chosen = web.app.choose_mail(&said).await?;
    Ok(Json(MailShown { schema: Schema, mail: chosen.mail.map(MailView::from) }))
}

/// Change what is known about the webhook.
///
/// What is left out stays. The key to sign with is made the first time, and whenever that is asked for; it is shown once.
#[utoipa::path(patch, path = "/api/v1/reminders/webhook", tag = "reminders", request_body = WebhookChanged,
    responses((status = 200, description = "Kept.", body = WebhookShown), Refused, Unkept))]
async fn change_webhook(
    State(web): State<Web>,
    Said { said, .. }: Said<WebhookChanged>,
) -> Result<Json<WebhookShown>, WebError> {
    let WebhookChanged { on, url, at_home, certificate, new_key, _schema } = said;
    let key = web.app.choose_webhook(&WebhookSaid { on, url, at_home, certificate, new_key }).await?;
    let webhook = web.app.reminders().await?.webhook.map(WebhookView::from);
    Ok(Json(WebhookShown { schema: Schema, webhook, key: key.map(|key| key.reveal().to_owned()) }))
}

/// Put off something that is due.
///
/// Until that day no way says it and Today does not show it. Of a practice that is all that is asked about it, of an entry
/// its review. Sent again, it does no more than once.
#[utoipa::path(post, path = "/api/v1/reminders/put-off", tag = "reminders", request_body = DuePutOff,
    responses((status = 204, description = "Put off."), Refused, Missing, Unkept))]
async fn put_off_due(
    State(web): State<Web>,
    Said { said, .. }: Said<DuePutOff>,
) -> Result<StatusCode, WebError> {
    web.app.put_off_due(&said.name, said.until).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Keep that a decision or a plan was looked at, or take that back.
///
/// What was looked at is not due any more. Sent again, it does no more than once.
#[utoipa::path(post, path = "/api/v1/reminders/looked-at", tag = "reminders", request_body = DueLookedAt,
    responses((status = 204, description = "Kept."), Refused, Missing, Unkept))]
async fn look_at_due(
    State(web): State<Web>,
    Said { said, .. }: Said<DueLookedAt>,
) -> Result<StatusCode, WebError> {
    web.app.look_at_due(&said.name, said.looked_at).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Send a message by one way that only shows that it works.
///
/// Also where the way is off. Nothing is kept of it. Where it does not arrive, `detail` says why.
#[utoipa::path(post, path = "/api/v1/reminders/test", tag = "reminders", request_body = WayTried,
    responses((status = 204, description = "Sent."), Refused, Unkept))]
async fn test_reminders(
    State(web): State<Web>,
    Said { said, .. }: Said<WayTried>,
) -> Result<StatusCode, WebError> {
    web.app.test_channel(said.way).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Make an address under which calendar programs read what is due.
///
/// The one before stops working.
#[utoipa::path(post, path = "/api/v1/reminders/calendar-address", tag = "reminders",
    responses((status = 200, description = "The address.", body = CalendarAddress), Refused, Unkept))]
async fn make_calendar_address(
    State(web): State<Web>,
    _: Expected,
) -> Result<Json<CalendarAddress>, WebError> {
    let token = web.app.renew_feed().await?;
    let url = format!("{}{PLACE}{token}.ics", web.door.place());
    Ok(Json(CalendarAddress { schema: Schema, url }))
}

/// Take the address of the calendar away.
#[utoipa::path(delete, path = "/api/v1/reminders/calendar-address", tag = "reminders",
    responses((status = 204, description = "There is none."), Refused, Unkept))]
async fn revoke_calendar_address(State(web): State<Web>, _: Expected) -> Result<StatusCode, WebError> {
    web.app.revoke_feed().await?;
    Ok(StatusCode::NO_CONTENT)
}
