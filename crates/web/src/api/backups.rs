//! The backups that there are, and where everything is kept.

use axum::Json;
use axum::extract::State;
use hansei_app::AppError;
use hansei_app::backup::{Backup, backups};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::Refused;
use super::schema::Schema;
use crate::error::WebError;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list_backups))
}

/// The backups, and where everything is kept.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"schema": 1, "data": "/home/ada/.local/share/hansei/hansei.db", "folder": "/home/ada/.local/share/hansei/backups",
    "backups": [{"name": "hansei-20260513-200000.db", "made_at": "2026-05-13T20:00:00Z", "automatic": true, "bytes": 421_888}]}))]
struct BackupList {
    schema: Schema,
    /// Where the entries are; `null` where there is nothing to say.
    data: Option<String>,
    /// The folder of the backups; `null` where none are made.
    folder: Option<String>,
    /// Those in the folder, the newest first.
    backups: Vec<BackupView>,
}

/// A backup in the folder of backups.
#[derive(Debug, Serialize, ToSchema)]
struct BackupView {
    /// The name of its file in the folder.
    name: String,
    /// When it was made, to the second.
    made_at: Timestamp,
    /// Whether it was made by itself, and is thinned out as it ages; `false` where somebody made it by hand, and then it stays.
    automatic: bool,
    /// Its size in bytes.
    bytes: u64,
}

impl BackupView {
    /// Looks at a backup; `None` when it was thinned out in the meantime.
    fn of(backup: &Backup) -> Result<Option<Self>, AppError> {
        let Some(bytes) = backup.bytes().map_err(AppError::broken)? else { return Ok(None) };
        let made_at = backup.made_at.to_zoned(TimeZone::UTC).map_err(AppError::broken)?.timestamp();
        let name = backup.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Some(Self { name, made_at, automatic: !backup.by_hand, bytes }))
    }
}

/// List the backups.
///
/// Every one was read whole and checked when it was made, and not since; `hansei restore` checks the one that it puts back.
#[utoipa::path(get, path = "/api/v1/backups", tag = "house",
    responses((status = 200, description = "The backups.", body = BackupList), Refused))]
async fn list_backups(State(web): State<Web>) -> Result<Json<BackupList>, WebError> {
    let made = match &web.home.backups {
        Some(folder) => backups(folder).map_err(AppError::broken)?,
        None => Vec::new(),
    };
    let views: Result<Vec<_>, _> = made.iter().map(BackupView::of).collect();
    Ok(Json(BackupList {
        schema: Schema,
        data: Some(web.home.data.clone()).filter(|data| !data.is_empty()),
        folder: web.home.backups.as_ref().map(|folder| folder.display().to_string()),
        backups: views?.into_iter().flatten().collect(),
    }))
}
