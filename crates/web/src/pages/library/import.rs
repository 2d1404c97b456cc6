//! Bringing in a collection: files are uploaded, looked at, and imported by the way once the person says so.

mod receive;
mod run;
mod seen;
mod told;
pub(crate) mod upload;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use hansei_app::AppError;
use hansei_app::library::Kinship;
use hansei_app::library::files::{Chosen, Seen, look_into};
use hansei_method::text::Line;
use maud::{Markup, html};
use uuid::Uuid;

use self::upload::{Stage, Upload};
use crate::error::WebError;
use crate::extract::Path;
use crate::forms::{Form, Wrongs};
use crate::page::layout::Here;
use crate::page::parts::{Button, Field, head};
use crate::pages::frame::{self, Frame};
use crate::state::Web;

/// The most bytes of one upload: 1 GiB.
const MOST_BYTES: usize = 1 << 30;

/// Serves these pages.
pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/library/import", get(ask).post(take).layer(DefaultBodyLimit::max(MOST_BYTES)))
        .route("/library/import/{upload}", get(show).post(go_on))
}

fn address(id: Uuid) -> String {
    format!("/library/import/{id}")
}

async fn ask(State(web): State<Web>) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    Ok(frame.page("Import a collection", Here::Library, &page(None)))
}

/// Takes files in and looks at them; nothing is changed.
async fn take(State(web): State<Web>, parts: Multipart) -> Result<Response, WebError> {
    let frame = Frame::of(&web).await?;
    let sources = match receive::received(parts, web.home.uploads.as_deref()).await {
        Ok(sources) => sources,
        Err(problem) if problem.status == StatusCode::UNPROCESSABLE_ENTITY => {
            return Ok(refused(&frame, &problem.sentence));
        }
        Err(problem) => return Ok(problem.into_response()),
    };
    let mut form = Form::default();
    form.set("name", seen::name_of(&sources[0].name));
    let upload = Upload::new(web.app.new_id(), sources, form);
    match web.uploads.hold(upload) {
        Ok(upload) => Ok(Redirect::to(&address(upload.id)).into_response()),
        Err(_) => Ok(refused(
            &frame,
            "another import is running; wait until it is done, then choose the file again",
        )),
    }
}

async fn show(
    State(web): State<Web>,
    headers: HeaderMap,
    Path(id): Path<Uuid>,
) -> Result<Response, WebError> {
    let frame = Frame::of(&web).await?;
    let Some(upload) = web.uploads.find(id) else { return Ok(gone(&frame)) };
    let run = upload.run();
    if run.stage == Stage::Looked {
        return looked(&web, &frame, upload, &Wrongs::default()).await;
    }
    let told = told::told(&upload, &run);
    if headers.contains_key("hx-request") {
        return Ok(told.into_response());
    }
    Ok(frame.page("Import a collection", Here::Library, &told::page(&run, &told)).into_response())
}

async fn go_on(State(web): State<Web>, Path(id): Path<Uuid>, form: Form) -> Result<Response, WebError> {
    let frame = Frame::of(&web).await?;
    let Some(upload) = web.uploads.find(id) else { return Ok(gone(&frame)) };
    match form.get("do") {
        "stop" => upload.stop(),
        "leave" => {
            web.uploads.drop_it(id);
            return Ok(Redirect::to("/library").into_response());
        }
        step => {
            let mut wrong = Wrongs::default();
            let (described, chosen) = (seen::described(&form, &mut wrong), seen::chosen(&form));
            upload.say(form.clone());
            let Some(described) = described else {
                return looked(&web, &frame, upload, &wrong).await;
            };
            if step == "import" && form.get("meant") != "true" {
                let seen = look_at(&web, &upload, chosen.clone()).await?;
                if let Some(kin) = stranger(&web, &form, &seen).await? {
                    let sentence = "; give it another name, or say below that it is meant";
                    wrong.add("name", "", kin.told() + sentence);
                    return looked(&web, &frame, upload, &wrong).await;
                }
            }
            if step != "look" && upload.start() {
                run::start(web.app.clone(), upload, described, chosen);
            }
        }
    }
    Ok(Redirect::to(&address(id)).into_response())
}

async fn look_at(web: &Web, upload: &Arc<Upload>, chosen: Chosen) -> Result<Seen, WebError> {
    let (reader, today) = (Arc::clone(upload), web.app.now().date());
    let look = tokio::task::spawn_blocking(move || look_into(&mut reader.sources(), &chosen, today));
    Ok(look.await.map_err(AppError::broken)?)
}

/// Compares what would come in with the collection of the name that was given, where that seems to be another one.
async fn stranger(web: &Web, form: &Form, seen: &Seen) -> Result<Option<Kinship>, WebError> {
    let Ok(name) = form.get("name").trim().parse::<Line>() else { return Ok(None) };
    Ok(web.app.kinship_by_name(&name, &seen.sketches).await?.filter(Kinship::is_strange))
}

/// Looks at what is held with what was said of it, and shows what an import would do.
async fn looked(web: &Web, frame: &Frame, upload: Arc<Upload>, wrong: &Wrongs) -> Result<Response, WebError> {
    let form = upload.form();
    let chosen = seen::chosen(&form);
    let seen = look_at(web, &upload, chosen).await?;
    if upload.run().stage != Stage::Looked {
        // Somebody started it in the meantime: what was seen is old.
        return Ok(Redirect::to(&address(upload.id)).into_response());
    }
    if seen.read == 0 && seen.columns.is_empty() {
        web.uploads.drop_it(upload.id);
        let first = seen.wrongs.first().map(ToString::to_string);
        return Ok(refused(
            frame,
            &first.unwrap_or_else(|| "there is no case in it; choose another file".to_owned()),
        ));
    }
    let collections = web.app.collections().await?;
    let stranger = stranger(web, &form, &seen).await?;
    let view = seen::View {
        upload: &upload,
        seen: &seen,
        form: &form,
        wrong,
        collections: &collections,
        stranger: stranger.as_ref(),
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, frame.page("Import a collection", Here::Library, &seen::page(&view))).into_response())
}

fn gone(frame: &Frame) -> Response {
    refused(
        frame,
        "this file is not held any more; choose it again (what was imported before is not imported twice)",
    )
}

fn refused(frame: &Frame, sentence: &str) -> Response {
    frame::refused(frame.page("Import a collection", Here::Library, &page(Some(sentence))))
}

fn page(wrong: Option<&str>) -> Markup {
    html! {
        (head("Import a collection", None))
        p.lede.below-5 { "First you see what would come in; nothing changes before you say so. It stays on this computer." }
        form.stack.wrap method="post" action="/library/import" enctype="multipart/form-data" {
            (Field::file("file", "Files of cases").several()
                .hint("Tables (CSV), JSON Lines, Markdown, lists of links, or a zip of them.")
                .error(wrong).required())
            div.onward {
                (Button::go("Look at it").hint("Ctrl Enter"))
                (Button::quiet("Back to the library").href("/library"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::fixture::{self, lines};

    #[test]
    fn the_way_in_says_what_is_read() {
        let page = page(None);
        fixture::check(&page);
        insta::assert_snapshot!(lines(page));
    }

    #[test]
    fn what_cannot_be_read_is_said_at_the_field() {
        let page = page(Some(fixture::HOSTILE));
        fixture::check(&page);
        assert!(page.into_string().contains("id=\"f-file-wrong\""));
    }
}
