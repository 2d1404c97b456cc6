//! Settings: what the person chose about hansei itself.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hansei_app::settings::Settings;
use hansei_method::text::{Line, Text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Refused, Unkept};
use super::request::{Change, Field};
use super::schema::Schema;
use crate::error::WebError;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(read_settings, choose_settings))
}

/// What the person chose.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
#[schema(example = json!({"schema": 1, "name": "Ada", "letter_keys": true, "automatic_backups": true, "coach": true, "self_judgements": true, "contacts": "Maeve 01 234 56 78"}))]
struct SettingsView {
    schema: Schema,
    /// What the log is called, for example the person's name; `null` for none.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 300)]
    name: Option<Line>,
    /// Whether single letters act as keys in the pages.
    letter_keys: bool,
    /// Whether a backup is made by itself once a day.
    automatic_backups: bool,
    /// Whether the coach reads answers and asks about them.
    coach: bool,
    /// Whether it asks about what people write of themselves as a whole.
    self_judgements: bool,
    /// Whom to talk to when it gets too much; shown where somebody writes of hurting themselves. `null` for nobody.
    #[schema(value_type = Option<String>)]
    contacts: Option<Text>,
}

impl From<Settings> for SettingsView {
    fn from(settings: Settings) -> Self {
        let Settings { name, letter_keys, automatic_backups, coach, self_judgements, contacts } = settings;
        Self { schema: Schema, name, letter_keys, automatic_backups, coach, self_judgements, contacts }
    }
}

/// What the person chooses.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "name": "Ada", "letter_keys": true, "automatic_backups": true, "coach": true, "self_judgements": true, "contacts": "Maeve 01 234 56 78"}))]
struct SettingsSaid {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// What the log is called, for example the person's name; `null` for none.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 300)]
    name: Option<Line>,
    /// Whether single letters act as keys in the pages.
    letter_keys: bool,
    /// Whether a backup is made by itself once a day.
    automatic_backups: bool,
    /// Whether the coach reads answers and asks about them; left out, it stays as it is.
    coach: Option<bool>,
    /// Whether it asks about what people write of themselves as a whole; left out, it stays as it is.
    self_judgements: Option<bool>,
    /// Whom to talk to when it gets too much; shown where somebody writes of hurting themselves. `null` for nobody; left out,
    /// it stays as it is.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    contacts: Field<Text>,
}

/// Read the settings.
#[utoipa::path(get, path = "/api/v1/settings", tag = "house",
    responses((status = 200, description = "The settings.", body = SettingsView), Refused))]
async fn read_settings(State(web): State<Web>) -> Result<Json<SettingsView>, WebError> {
    Ok(Json(web.app.settings().await?.into()))
}

/// Choose the settings.
///
/// All of them, except that `coach`, `self_judgements` and `contacts` stay as they are where they are left out. Sending them
/// twice does no more than sending them once.
#[utoipa::path(put, path = "/api/v1/settings", tag = "house", request_body = SettingsSaid,
    responses((status = 204, description = "Kept."), Refused, Unkept))]
async fn choose_settings(Change { app, said, .. }: Change<SettingsSaid>) -> Result<StatusCode, WebError> {
    let SettingsSaid { name, letter_keys, automatic_backups, coach, self_judgements, contacts, .. } = said;
    let contacts = contacts.changed();
    app.choose_some(|settings| {
        let contacts = contacts.clone().unwrap_or_else(|| settings.contacts.take());
        *settings = Settings {
            name: name.clone(),
            letter_keys,
            automatic_backups,
            coach: coach.unwrap_or(settings.coach),
            self_judgements: self_judgements.unwrap_or(settings.self_judgements),
            contacts,
        };
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
