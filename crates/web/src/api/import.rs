//! Moving in: a file looked at first, then imported.

use std::borrow::Cow;
use std::io::Cursor;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use hansei_app::export::Format;
use hansei_app::import::{self, BadLine, Differing, Import};
use hansei_method::id::EntryId;
use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema as Described, SchemaType};
use utoipa::{IntoParams, PartialSchema, ToSchema};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

use super::answer::{Refused, Unkept};
use super::schema::Schema;
use crate::error::{Problem, WebError};
use crate::extract::{Query, too_much};
use crate::state::Web;

/// The most bytes of a file that is imported here; larger ones go through `hansei import`.
pub(crate) const MOST_FILE_BYTES: usize = 256 << 20;

pub(super) fn operations() -> OpenApiRouter<Web> {
    let limit = DefaultBodyLimit::max(MOST_FILE_BYTES);
    OpenApiRouter::new()
        .routes(routes!(preview_import).layer(limit))
        .routes(routes!(import_file).layer(limit))
}

/// How an import is done.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct ImportQuery {
    /// Refuse everything when one line is bad or the file is cut off.
    all_or_nothing: Option<bool>,
    /// Save what is here but different over what is here, as a change that can be undone. Never from CSV. Adopted
    /// lessons, what was said of two entries, how practices stand and the parameters have no history: what is replaced of
    /// them cannot be undone.
    replace: Option<bool>,
}

/// What an import would do.
#[derive(Debug, Serialize, ToSchema)]
struct ImportPreview {
    schema: Schema,
    /// The format of the file.
    format: &'static str,
    /// How many entries would come in.
    new: u64,
    /// How many are here already, just the same.
    same: u64,
    /// How many are here and say something else, or were deleted.
    different: u64,
    /// How many adopted lessons would come in beside the entries.
    adopted: u64,
    /// How many adopted lessons are here and say something else, or were removed.
    adopted_different: u64,
    /// Of how many pairs of entries it would come in whether they are the same kind.
    said: u64,
    /// Of how many pairs the opposite was said here.
    said_different: u64,
    /// Of how many patterns it would come in what was said of them.
    patterns: u64,
    /// Of how many patterns something else was said here.
    patterns_different: u64,
    /// How many reviews of a period would come in.
    quarters: u64,
    /// How many periods have another review here.
    quarters_different: u64,
    /// How many practices would come in, each with what was observed of it.
    practices: u64,
    /// How many practices stand otherwise here: rated, ended or set aside in another way.
    practices_different: u64,
    /// How many observations of practices would come in.
    observations: u64,
    /// How many observations say something else here, or were taken back.
    observations_different: u64,
    /// Whether the numbers by which states are told would come in.
    parameters: bool,
    /// Whether these numbers were set to others here.
    parameters_different: bool,
    /// How many career stories would come in.
    careers: u64,
    /// How many career stories are here and tell something else, or were removed.
    careers_different: u64,
    /// How many lines hold no entry.
    bad: u64,
    /// How many entries the file promises beyond those that were found.
    missing: u64,
    /// The first titles that would come in, at most 20.
    titles: Vec<String>,
    /// The first that are here but different, at most 100.
    differing: Vec<DifferingEntry>,
    /// The first bad lines, at most 100.
    bad_lines: Vec<UnreadLine>,
}

/// What an import did.
#[derive(Debug, Serialize, ToSchema)]
struct Imported {
    schema: Schema,
    /// How many entries came in.
    added: u64,
    /// How many were saved over what was here.
    replaced: u64,
    /// How many were here already, just the same.
    same: u64,
    /// How many are here, say something else, and were left as they are.
    different: u64,
    /// How many adopted lessons came in beside the entries.
    adopted: u64,
    /// How many times it was said of two entries, beside them, whether they are the same kind.
    said: u64,
    /// Of how many patterns it came in what was said of them.
    patterns: u64,
    /// How many reviews of a period came in.
    quarters: u64,
    /// How many practices came in, or were replaced.
    practices: u64,
    /// How many observations of practices came in, or were replaced.
    observations: u64,
    /// Whether the numbers by which states are told came in.
    parameters: bool,
    /// How many career stories came in.
    careers: u64,
    /// How many lines held no entry.
    bad: u64,
    /// How many entries the file promised beyond those that were found.
    missing: u64,
    /// The first that were left as they are, at most 100.
    differing: Vec<DifferingEntry>,
    /// The first bad lines, at most 100.
    bad_lines: Vec<UnreadLine>,
}

/// An entry of the file that the log has its own of.
#[derive(Debug, Serialize, ToSchema)]
struct DifferingEntry {
    /// Where it stands in the file.
    line: u64,
    /// Its id.
    id: EntryId,
    /// Its title in the file.
    title: String,
}

/// A line that holds no entry.
#[derive(Debug, Serialize, ToSchema)]
struct UnreadLine {
    /// The line, from 1.
    line: u64,
    /// What is wrong with it, and what to do.
    reason: String,
}

/// The bytes of a file: whatever they are, the answer names what cannot be read in them.
struct FileBytes;

impl PartialSchema for FileBytes {
    fn schema() -> RefOr<Described> {
        ObjectBuilder::new().schema_type(SchemaType::AnyValue).description(Some("The file.")).into()
    }
}

impl ToSchema for FileBytes {
    fn name() -> Cow<'static, str> {
        "FileBytes".into()
    }
}

/// A file, as it came.
struct File {
    format: Format,
    bytes: Bytes,
}

impl<S: Send + Sync> FromRequest<S> for File {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let format = format(request.headers()).ok_or_else(|| {
            let sentence =
                "this kind of file is not read here; send application/jsonl, text/markdown or text/csv";
            Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, sentence)
        })?;
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| too_much(&rejection))?;
        Ok(Self { format, bytes })
    }
}

fn format(headers: &HeaderMap) -> Option<Format> {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| HeaderValue::to_str(kind).ok())?;
    match kind.split(';').next()?.trim().to_ascii_lowercase().as_str() {
        "application/jsonl" | "application/x-ndjson" => Some(Format::JsonLines),
        "text/markdown" => Some(Format::Markdown),
        "text/csv" => Some(Format::Csv),
        _ => None,
    }
}

impl From<Differing> for DifferingEntry {
    fn from(differing: Differing) -> Self {
        let Differing { line, id, title } = differing;
        Self { line, id, title }
    }
}

impl From<BadLine> for UnreadLine {
    fn from(bad: BadLine) -> Self {
        let BadLine { line, reason } = bad;
        Self { line, reason }
    }
}

/// Look at a file.
///
/// Says what an import would do; nothing is changed.
#[utoipa::path(post, path = "/api/v1/import/preview", tag = "files",
    request_body(content((FileBytes = "application/jsonl"), (FileBytes = "text/markdown"), (FileBytes = "text/csv"))),
    responses((status = 200, description = "What an import would do.", body = ImportPreview), Refused, Unkept))]
async fn preview_import(State(web): State<Web>, file: File) -> Result<Json<ImportPreview>, WebError> {
    let found = web.app.import_preview(Cursor::new(file.bytes), Some(file.format)).await?;
    let import::Preview {
        format,
        new,
        same,
        different,
        adopted,
        adopted_different,
        said,
        said_different,
        patterns,
        patterns_different,
        quarters,
        quarters_different,
        practices,
        practices_different,
        observations,
        observations_different,
        parameters,
        parameters_different,
        careers,
        careers_different,
        bad,
        missing,
        titles,
        differing,
        bad_lines,
    } = found;
    Ok(Json(ImportPreview {
        schema: Schema,
        format: format.word(),
        new,
        same,
        different,
        adopted,
        adopted_different,
        said,
        said_different,
        patterns,
        patterns_different,
        quarters,
        quarters_different,
        practices,
        practices_different,
        observations,
        observations_different,
        parameters,
        parameters_different,
        careers,
        careers_different,
        bad,
        missing,
        titles: titles.into_iter().map(|coming| coming.title).collect(),
        differing: differing.into_iter().map(DifferingEntry::from).collect(),
        bad_lines: bad_lines.into_iter().map(UnreadLine::from).collect(),
    }))
}

/// Import a file.
///
/// What is new comes in, what is here stays, bad lines are named and skipped. Sent again, it adds nothing twice.
#[utoipa::path(post, path = "/api/v1/import", tag = "files", params(ImportQuery),
    request_body(content((FileBytes = "application/jsonl"), (FileBytes = "text/markdown"), (FileBytes = "text/csv"))),
    responses((status = 200, description = "What the import did.", body = Imported), Refused, Unkept))]
async fn import_file(
    State(web): State<Web>,
    Query(asked): Query<ImportQuery>,
    file: File,
) -> Result<Json<Imported>, WebError> {
    let how = Import {
        format: Some(file.format),
        all_or_nothing: asked.all_or_nothing.unwrap_or_default(),
        replace: asked.replace.unwrap_or_default(),
    };
    let done = web.app.import(Cursor::new(file.bytes), how).await?;
    let import::Imported {
        added,
        replaced,
        same,
        different,
        adopted,
        said,
        patterns,
        quarters,
        practices,
        observations,
        parameters,
        careers,
        bad,
        missing,
        differing,
        bad_lines,
    } = done;
    Ok(Json(Imported {
        schema: Schema,
        added,
        replaced,
        same,
        different,
        adopted,
        said,
        patterns,
        quarters,
        practices,
        observations,
        parameters,
        careers,
        bad,
        missing,
        differing: differing.into_iter().map(DifferingEntry::from).collect(),
        bad_lines: bad_lines.into_iter().map(UnreadLine::from).collect(),
    }))
}
