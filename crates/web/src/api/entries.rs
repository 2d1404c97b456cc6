//! Entries: captured, listed, read, described, deleted.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hansei_app::capture::{Capture, Logged};
use hansei_app::entry::Details;
use hansei_app::list::MOST_LINES;
use hansei_app::{AppError, Saved};
use hansei_method::entry::{Entry, Kind, Significance};
use hansei_method::factor::Control;
use hansei_method::id::EntryId;
use hansei_method::occurred::Occurred;
use hansei_method::record::Record;
use hansei_method::stage::StageKind;
use hansei_method::tag::Tag;
use hansei_method::text::{Line, Text};
use hansei_store::{Cursor, Filter, Kept};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Made, Missing, Refused, SavedEntry, Senseless, Unkept, Unseen, Versioned};
use super::line::{EntryLine, lines};
use super::request::{Act, Change, EntryPath, Field, Of, On, OnSeen, Once, Seen};
use super::schema::Schema;
use crate::error::WebError;
use crate::extract::Query;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list_entries, capture_entry))
        .routes(routes!(read_entry, describe_entry, delete_entry))
        .routes(routes!(read_record))
        .routes(routes!(take_back_entry))
        .routes(routes!(erase_entry))
}

/// How many entries are listed when nobody says.
const USUAL_LINES: u32 = 50;

/// Which page of the log is asked for. Everything that is left out lets all through.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct ListQuery {
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
    /// Where the page begins: `next` of the page before.
    #[param(pattern = "^[0-9a-f]{32}-[0-9]{8}(t[0-9]{4}([0-9]{2})?)?--?[0-9]{1,18}$")]
    after: Option<String>,
    /// How many entries at most; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// A page of the log.
#[derive(Debug, Serialize, ToSchema)]
struct EntryList {
    schema: Schema,
    /// The entries, what happened last first.
    entries: Vec<EntryLine>,
    /// Where the next page begins, for `after`; `null` when this was the last.
    next: Option<String>,
}

/// What is captured.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "text": "yesterday: the deploy took the search down for an hour"}))]
struct NewEntry {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// One line, or many: the first sentence becomes the title. Words like `yesterday:` or `2026-03-02:` at its start say when it happened.
    #[schema(min_length = 1)]
    text: String,
    /// What sort of event it was; a failure when left out.
    kind: Option<Kind>,
    /// How deep the review goes; ordinary when left out.
    significance: Option<Significance>,
    /// When it happened; read from the text, otherwise now, when left out.
    occurred: Option<Occurred>,
    /// Words to find it by.
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 50)]
    tags: BTreeSet<Tag>,
}

/// What became of a captured text.
#[derive(Debug, Serialize, ToSchema)]
struct LoggedEntry {
    schema: Schema,
    /// The new entry.
    id: EntryId,
    /// Its version.
    #[schema(minimum = 1)]
    version: i64,
    /// Its title.
    title: String,
    /// When it happened, as hansei understood it.
    occurred: Occurred,
    /// The words that the date was read from; `null` when there were none.
    read_from: Option<String>,
    /// The words that look like a day and were not read as one, so that it is dated now; `null` when there were none.
    unread: Option<String>,
}

/// One entry, whole.
#[derive(Debug, Serialize, ToSchema)]
struct WholeEntry {
    schema: Schema,
    /// Its version; also the `ETag`.
    #[schema(minimum = 1)]
    version: i64,
    /// When it was saved last.
    saved_at: Timestamp,
    /// How far its review has come.
    stage: StageKind,
    /// The entry with its review.
    entry: Entry,
}

/// One entry as a line of the log.
#[derive(Debug, Serialize, ToSchema)]
struct EntryRecord {
    schema: Schema,
    /// The entry.
    id: EntryId,
    /// The four fields.
    record: Record,
}

/// What is changed about an entry beside its review. What is left out stays; `null` takes a text away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "kind": "near_miss", "context": null, "tags": ["client work"]}))]
struct EntryChange {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// What happened, in one line.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 300)]
    title: Option<Line>,
    /// The text below the title.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1)]
    body: Field<Text>,
    /// The situation: project, place, people by their roles.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 300)]
    context: Field<Line>,
    /// What sort of event it was.
    kind: Option<Kind>,
    /// How deep the review goes.
    significance: Option<Significance>,
    /// When it happened.
    occurred: Option<Occurred>,
    /// The words to find it by.
    #[schema(value_type = Option<Vec<String>>, max_items = 50)]
    tags: Option<BTreeSet<Tag>>,
    /// How it felt.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1)]
    feeling: Field<Text>,
    /// Whom the person could tell.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1)]
    confidant: Field<Text>,
}

impl From<Kept> for Versioned<WholeEntry> {
    fn from(kept: Kept) -> Self {
        let Kept { entry, version, saved_at, .. } = kept;
        let stage = entry.review.answers.kind();
        Self::new(version, WholeEntry { schema: Schema, version, saved_at, stage, entry })
    }
}

/// List the log.
///
/// Newest first, page by page.
#[utoipa::path(get, path = "/api/v1/entries", tag = "entries", params(ListQuery),
    responses((status = 200, description = "A page of the log.", body = EntryList), Refused, Senseless))]
async fn list_entries(
    State(web): State<Web>,
    Query(asked): Query<ListQuery>,
) -> Result<Json<EntryList>, WebError> {
    let limit = page_size(asked.limit)?;
    let after = asked.after.as_deref().map(str::parse::<Cursor>).transpose();
    let after = after.map_err(|error| invalid(error.to_string()))?;
    let page = web.app.list(&Filter::from(asked), after.as_ref(), limit).await?;
    let next = page.next.map(|next| next.to_string());
    Ok(Json(EntryList { schema: Schema, entries: lines(page.lines), next }))
}

/// Capture an entry.
///
/// Always accepted, as long as something is written.
#[utoipa::path(post, path = "/api/v1/entries", tag = "entries", params(Once), request_body = NewEntry,
    responses((status = 201, description = "Kept.", body = LoggedEntry,
        headers(("ETag" = String, description = "The version."), ("Location" = String, description = "The entry."))),
        Refused, Unkept))]
async fn capture_entry(Change { app, said, .. }: Change<NewEntry>) -> Result<Made<LoggedEntry>, WebError> {
    let NewEntry { text, kind, significance, occurred, tags, .. } = said;
    let Logged { saved, title, occurred, read_from, unread } =
        app.log(Capture { text, kind, significance, occurred, tags }).await?;
    let Saved { id, version } = saved;
    Ok(Made::new(saved, LoggedEntry { schema: Schema, id, version, title, occurred, read_from, unread }))
}

/// Read an entry.
#[utoipa::path(get, path = "/api/v1/entries/{id}", tag = "entries", params(EntryPath),
    responses((status = 200, description = "The entry, whole.", body = WholeEntry,
        headers(("ETag" = String, description = "The version."))), Refused, Missing))]
async fn read_entry(State(web): State<Web>, Of(id): Of) -> Result<Versioned<WholeEntry>, WebError> {
    Ok(web.app.entry(id).await?.into())
}

/// Describe an entry.
///
/// Changes what is said about it beside its review. What is left out stays as it is.
#[utoipa::path(patch, path = "/api/v1/entries/{id}", tag = "entries", params(EntryPath, Once, OnSeen),
    request_body = EntryChange,
    responses((status = 200, description = "Saved.", body = SavedEntry,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept, Unseen))]
async fn describe_entry(
    Of(id): Of,
    On(Change { app, expected, said }): On<Change<EntryChange>>,
) -> Result<Versioned<SavedEntry>, WebError> {
    let EntryChange { title, body, context, kind, significance, occurred, tags, feeling, confidant, .. } =
        said;
    let details = Details {
        title,
        body: body.changed(),
        context: context.changed(),
        kind,
        significance,
        occurred,
        tags,
        feeling: feeling.changed(),
        confidant: confidant.changed(),
    };
    Ok(app.describe(id, expected, &details).await?.into())
}

/// Delete an entry.
///
/// It can be taken back until it is erased.
#[utoipa::path(delete, path = "/api/v1/entries/{id}", tag = "entries", params(EntryPath, Once, OnSeen),
    responses((status = 200, description = "Deleted.", body = SavedEntry), Refused, Missing, Unkept, Unseen))]
async fn delete_entry(
    Of(id): Of,
    On(Act { app, expected }): On<Act>,
) -> Result<Versioned<SavedEntry>, WebError> {
    Ok(app.delete(id, expected).await?.into())
}

/// Read an entry's line of the log.
///
/// The four fields: date and context, root cause, lesson, change.
#[utoipa::path(get, path = "/api/v1/entries/{id}/record", tag = "entries", params(EntryPath),
    responses((status = 200, description = "The four fields.", body = EntryRecord,
        headers(("ETag" = String, description = "The version."))), Refused, Missing))]
async fn read_record(State(web): State<Web>, Of(id): Of) -> Result<Versioned<EntryRecord>, WebError> {
    let kept = web.app.entry(id).await?;
    Ok(Versioned::new(kept.version, EntryRecord { schema: Schema, id, record: kept.entry.record() }))
}

/// Take a deleted entry back.
///
/// Needs the whole id. An entry that is not deleted stays as it is.
#[utoipa::path(post, path = "/api/v1/entries/{id}/take-back", tag = "entries", params(EntryPath, Once, Seen),
    responses((status = 200, description = "It is there again.", body = SavedEntry,
        headers(("ETag" = String, description = "The version."))), Refused, Missing, Unkept))]
async fn take_back_entry(Of(id): Of, Act { app, expected }: Act) -> Result<Versioned<SavedEntry>, WebError> {
    Ok(app.take_back(id, expected).await?.into())
}

/// Erase an entry for good.
///
/// Every revision, draft and word of it. There is no way back. A deleted one needs its whole id.
#[utoipa::path(post, path = "/api/v1/entries/{id}/erase", tag = "entries", params(EntryPath, Once, Seen),
    responses((status = 204, description = "Nothing of it is left."), Refused, Missing, Unkept))]
async fn erase_entry(Of(id): Of, Act { app, expected }: Act) -> Result<StatusCode, WebError> {
    app.erase(id, expected).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<ListQuery> for Filter {
    fn from(asked: ListQuery) -> Self {
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

/// Reads how many entries a page is to have.
pub(super) fn page_size(limit: Option<u32>) -> Result<u32, WebError> {
    let limit = limit.unwrap_or(USUAL_LINES);
    if (1..=MOST_LINES).contains(&limit) {
        return Ok(limit);
    }
    Err(invalid(format!("a page has 1 to {MOST_LINES} entries; give a limit in between")))
}

pub(super) fn invalid(sentence: String) -> WebError {
    WebError(AppError::Invalid(sentence))
}
