//! Moving out and in: everything or one entry as a file; a file looked at first, then imported.

pub mod held;
mod told;

use std::io::Cursor;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use hansei_app::AppError;
use hansei_app::export::Format;
use hansei_app::import::Import;
use hansei_method::id::EntryId;
use hansei_store::Filter;
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::frame::{self, Frame};
use crate::download;
use crate::error::{Problem, WebError};
use crate::extract::{Form, Path};
use crate::page::layout::Here;
use crate::page::parts::{Button, Field, head, meta, section};
use crate::state::Web;

/// The most bytes of a file that the page takes: 64 MiB. The command line takes files of any size.
const MOST_FILE_BYTES: usize = 64 << 20;

/// How the import is to be done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct How {
    all_or_nothing: bool,
    replace: bool,
}

/// Serves this page.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/files", get(show))
        .route("/files/export/{format}", get(export))
        .route("/files/import", post(look).layer(DefaultBodyLimit::max(MOST_FILE_BYTES)))
        .route("/files/import/{file}", post(import))
        .route("/entries/{id}/export.md", get(markdown))
        .route("/entries/{id}/export.jsonl", get(json_lines))
}

async fn show(State(web): State<Web>) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    let overview = web.app.overview().await?;
    Ok(frame.page("Import and export", Here::Files, &page(overview.entries, None)))
}

async fn export(State(web): State<Web>, Path(format): Path<String>) -> Result<Response, WebError> {
    let format = Format::from_word(&format)
        .ok_or_else(|| AppError::NotFound("there is no such format; choose one of the three".to_owned()))?;
    let name = format!("hansei-{}.{}", web.app.now().date(), format.extension());
    let body = download::log(web.app, format, Filter::default());
    Ok((download::attachment(&name, format.media_type()), body).into_response())
}

async fn markdown(State(web): State<Web>, Path(id): Path<EntryId>) -> Result<Response, WebError> {
    one(&web, id, Format::Markdown).await
}

async fn json_lines(State(web): State<Web>, Path(id): Path<EntryId>) -> Result<Response, WebError> {
    one(&web, id, Format::JsonLines).await
}

async fn one(web: &Web, id: EntryId, format: Format) -> Result<Response, WebError> {
    let text = web.app.export_one(id, format).await?;
    let name = format!("hansei-{}.{}", web.app.short_id(id).await?, format.extension());
    Ok((download::attachment(&name, format.media_type()), text).into_response())
}

/// Looks at a file and says what an import would do; nothing is changed.
async fn look(State(web): State<Web>, upload: Multipart) -> Result<Response, WebError> {
    let frame = Frame::of(&web).await?;
    let bytes = match received(upload).await {
        Ok(bytes) => bytes,
        Err(problem) if problem.status == StatusCode::UNPROCESSABLE_ENTITY => {
            return refused(&web, &frame, &problem.sentence).await;
        }
        Err(problem) => return Ok(problem.into_response()),
    };
    match web.app.import_preview(Cursor::new(&bytes), None).await {
        Ok(preview) => {
            let file = web.app.new_id();
            web.held.hold(file, bytes);
            Ok(frame
                .page("Import", Here::Files, &told::preview(&preview, file, frame.today()))
                .into_response())
        }
        Err(error) => refused(&web, &frame, &frame::sentence(error)?).await,
    }
}

async fn import(
    State(web): State<Web>,
    Path(file): Path<Uuid>,
    Form(how): Form<How>,
) -> Result<Response, WebError> {
    let frame = Frame::of(&web).await?;
    let Some(bytes) = web.held.take(file) else {
        let sentence = "this file is not held any more; choose it again (what was imported before is not imported twice)";
        return refused(&web, &frame, sentence).await;
    };
    let how = Import { format: None, all_or_nothing: how.all_or_nothing, replace: how.replace };
    match web.app.import(Cursor::new(&bytes), how).await {
        Ok(imported) => Ok(frame.page("Imported", Here::Files, &told::imported(&imported)).into_response()),
        Err(error) => refused(&web, &frame, &frame::sentence(error)?).await,
    }
}

/// Takes the file in as it comes, and no more of it than may be held.
async fn received(mut upload: Multipart) -> Result<Vec<u8>, Problem> {
    let unreadable = |status: StatusCode| match status {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(
            status,
            format!(
                "this file has more than {} MiB; import it with `hansei import` instead",
                MOST_FILE_BYTES >> 20
            ),
        ),
        status => Problem::new(status, "the file did not arrive whole; choose it again"),
    };
    while let Some(mut field) = upload.next_field().await.map_err(|error| unreadable(error.status()))? {
        if field.name() != Some("file") {
            continue;
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(|error| unreadable(error.status()))? {
            bytes.extend_from_slice(&chunk);
        }
        if !bytes.is_empty() {
            return Ok(bytes);
        }
    }
    Err(Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "no file was chosen, or there is nothing in it; choose one that hansei wrote",
    ))
}

async fn refused(web: &Web, frame: &Frame, sentence: &str) -> Result<Response, WebError> {
    let overview = web.app.overview().await?;
    let page = page(overview.entries, Some(sentence));
    Ok(frame::refused(frame.page("Import and export", Here::Files, &page)))
}

fn page(entries: i64, wrong: Option<&str>) -> Markup {
    html! {
        (head("Import and export", None))
        (section("out", "Export", "Everything that is not deleted.", &html! {
            @if entries == 0 { (meta("The log is empty, so these files are too.")) }
            ul.list role="list" {
                @for format in Format::ALL {
                    li.side {
                        div { p.ink { (format.name()) } (meta(about(format))) }
                        (Button::plain("Download").href(&format!("/files/export/{}", format.word())).about(format.name()))
                    }
                }
            }
            (meta("These files are readable by whoever has them. Keep them where you would keep a diary."))
        }))
        (section("in", "Import", "Files that hansei wrote.", &html! {
            form.stack method="post" action="/files/import" enctype="multipart/form-data" {
                (Field::file("file", "A file from an export")
                    .hint("JSON Lines, Markdown or CSV. First you see what would come in; nothing changes before you say so.")
                    .error(wrong).required())
                div { (Button::go("Look at it")) }
            }
        }))
        (section("more", "Elsewhere", "", &html! {
            p { a href="/deleted" { "Deleted entries" } ", to take back or to erase for good." }
            p { "Backups are listed in the " a href="/settings" { "settings" } "." }
        }))
    }
}

fn about(format: Format) -> &'static str {
    match format {
        Format::JsonLines => {
            "Every field of every entry, one line each, for keeping and for moving to another machine."
        }
        Format::Markdown => "Every field too, and made to be read.",
        Format::Csv => "Date and context, root cause, lesson and behavioural change, for a spreadsheet.",
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{check, lines};
    use super::*;

    #[test]
    fn the_page_offers_three_formats_and_one_way_in() {
        let page = page(7, None);
        check(&page);
        insta::assert_snapshot!(lines(page));
    }

    #[test]
    fn a_file_that_cannot_be_read_is_said_at_its_field() {
        let page = page(0, Some("there is nothing in this file; export it again, or choose another one"));
        check(&page);
        let html = page.into_string();
        assert!(html.contains("id=\"f-file-wrong\"") && html.contains("The log is empty"), "{html}");
    }
}
