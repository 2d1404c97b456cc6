//! Moving out: the whole log, or one entry, as a file.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use hansei_app::export::Format;
use hansei_method::entry::Kind;
use hansei_method::factor::Control;
use hansei_method::stage::StageKind;
use hansei_method::tag::Tag;
use hansei_store::Filter;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Missing, Refused, Senseless};
use super::request::{EntryPath, Of};
use crate::download;
use crate::error::WebError;
use crate::extract::Query;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(export_log)).routes(routes!(export_entry))
}

/// The format of a file.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum FileFormat {
    /// Complete, one line an entry.
    #[default]
    Jsonl,
    /// Complete, and readable by a person.
    Markdown,
    /// The four fields, for a spreadsheet.
    Csv,
}

/// What is written out. Everything that is left out lets all through.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct ExportQuery {
    /// The format; `jsonl` when left out.
    #[param(inline)]
    format: Option<FileFormat>,
    /// Only this kind.
    #[param(inline)]
    kind: Option<Kind>,
    /// Only reviews that have come just this far.
    #[param(inline)]
    stage: Option<StageKind>,
    /// Only open reviews.
    unfinished: Option<bool>,
    /// Only entries with a factor sorted so.
    #[param(inline)]
    control: Option<Control>,
    /// Only entries with this tag.
    #[param(value_type = Option<String>, min_length = 1, max_length = 40)]
    tag: Option<Tag>,
    /// Only what happened on this day or later.
    from: Option<Date>,
    /// Only what happened on this day or earlier.
    to: Option<Date>,
}

/// In which format an entry is written out.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct FormatQuery {
    /// The format; `jsonl` when left out.
    #[param(inline)]
    format: Option<FileFormat>,
}

impl From<FileFormat> for Format {
    fn from(format: FileFormat) -> Self {
        match format {
            FileFormat::Jsonl => Self::JsonLines,
            FileFormat::Markdown => Self::Markdown,
            FileFormat::Csv => Self::Csv,
        }
    }
}

impl From<ExportQuery> for Filter {
    fn from(asked: ExportQuery) -> Self {
        Self {
            kind: asked.kind,
            stage: asked.stage,
            unfinished: asked.unfinished.unwrap_or_default(),
            control: asked.control,
            tag: asked.tag,
            from: asked.from,
            to: asked.to,
            ..Self::default()
        }
    }
}

/// Export the log.
///
/// A file that `import` reads again; JSON Lines and Markdown hold everything, CSV the four fields.
#[utoipa::path(get, path = "/api/v1/export", tag = "files", params(ExportQuery),
    responses((status = 200, description = "The file.",
        content((String = "application/jsonl"), (String = "text/markdown"), (String = "text/csv"))),
        Refused, Senseless))]
async fn export_log(State(web): State<Web>, Query(asked): Query<ExportQuery>) -> Response {
    let format = Format::from(asked.format.unwrap_or_default());
    let name = format!("hansei-{}.{}", web.app.now().date(), format.extension());
    let headers = download::attachment(&name, format.media_type());
    (headers, download::log(web.app, format, asked.into())).into_response()
}

/// Export one entry.
#[utoipa::path(get, path = "/api/v1/entries/{id}/export", tag = "files", params(EntryPath, FormatQuery),
    responses((status = 200, description = "The file.",
        content((String = "application/jsonl"), (String = "text/markdown"), (String = "text/csv"))),
        Refused, Missing))]
async fn export_entry(
    State(web): State<Web>,
    Of(id): Of,
    Query(asked): Query<FormatQuery>,
) -> Result<Response, WebError> {
    let format = Format::from(asked.format.unwrap_or_default());
    let file = web.app.export_one(id, format).await?;
    let name = format!("hansei-{}.{}", web.app.short_id(id).await?, format.extension());
    Ok((download::attachment(&name, format.media_type()), file).into_response())
}
