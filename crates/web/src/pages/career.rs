//! Career stories: chosen entries told to somebody, in the person's words, with what the log shows of each.

mod edit;
mod list;
mod said;
mod shown;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use hansei_app::AppError;
use hansei_app::career::{document, names};
use hansei_app::share::Form as Kind;
use hansei_method::career::CareerStory;
use hansei_method::id::{CareerId, EntryId};
use hansei_method::text::Line;
use maud::{Markup, html};
use serde::Deserialize;

use self::list::Offered;
use self::said::{Press, Said};
use super::flash::{Done, Flash};
use super::frame::{self, Frame};
use super::share;
use crate::download::attachment;
use crate::error::WebError;
use crate::extract::{Form as Fields, Path, Query};
use crate::forms::{Form, Wrongs};
use crate::page::layout::Here;
use crate::page::parts::Confirm;
use crate::state::Web;

/// What stands behind the address of the list, and what its small forms send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    entry: String,
    version: Option<i64>,
}

/// Serves these pages.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/career", get(list).post(begin))
        .route("/career/{id}", get(show).post(save))
        .route("/career/{id}/draft", post(keep))
        .route("/career/{id}/add", post(add))
        .route("/career/{id}/remove", post(remove))
        .route("/career/{id}/take-back", post(take_back))
        .route("/career/{id}/erase", get(sure_to_erase).post(erase))
        .route("/career/{id}/document", get(look).post(look_again))
        .route("/career/{id}/document/download", post(download))
}

/// Writes the address of a story.
fn address(id: CareerId) -> String {
    format!("/career/{id}")
}

async fn list(
    State(web): State<Web>,
    Query(asked): Query<Asked>,
    Query(flash): Query<Flash>,
) -> Result<Markup, WebError> {
    let entry = asked.entry.parse().ok();
    listed(&web, &flash.line(), entry, &Form::default(), &Wrongs::default()).await
}

/// Draws the list, and the form that begins a story; with the entry that is to be told of, where one was named.
async fn listed(
    web: &Web,
    said: &Markup,
    entry: Option<EntryId>,
    form: &Form,
    wrong: &Wrongs,
) -> Result<Markup, WebError> {
    let frame = Frame::of(web).await?;
    let (stories, removed) = (web.app.careers().await?, web.app.removed_careers().await?);
    let entry = match entry {
        Some(id) => Some(web.app.entry(id).await?.entry),
        None => None,
    };
    let named = entry.iter().map(|entry| entry.id).collect();
    let offered = Offered { entries: web.app.to_be_told(&named).await?, named: entry };
    let key = web.app.new_id().simple().to_string();
    let main = list::page(&stories, &removed, &offered, (form, wrong, &key), &frame);
    Ok(frame.page("Career", Here::Career, &html! { (said) (main) }))
}

async fn begin(State(web): State<Web>, form: Form) -> Result<Response, WebError> {
    let mut wrong = Wrongs::sent_at(web.app.now());
    let title: Option<Line> = wrong.line("title", "", form.get("title"));
    let chosen = list::chosen(&form);
    if wrong.is_empty() {
        let app = frame::once(&web, "career", form.get("key"), &[&form.encoded()])?;
        match app.begin_career(title.as_ref(), &chosen).await {
            Ok(saved) => return Ok(Redirect::to(&address(saved.id)).into_response()),
            Err(error) => wrong.add("title", "", frame::sentence(error)?),
        }
    }
    let page = listed(&web, &html! {}, form.get("named").parse().ok(), &form, &wrong).await?;
    Ok(frame::refused(page))
}

async fn show(
    State(web): State<Web>,
    Path(id): Path<CareerId>,
    Query(flash): Query<Flash>,
) -> Result<Markup, WebError> {
    drawn(&web, id, &flash.line(), None, &Wrongs::default()).await
}

/// Draws the page on which a story is written, with what was typed where it could not be kept.
async fn drawn(
    web: &Web,
    id: CareerId,
    said: &Markup,
    typed: Option<&Form>,
    wrong: &Wrongs,
) -> Result<Markup, WebError> {
    let frame = Frame::of(web).await?;
    let told = web.app.career(id).await?;
    let there = told.kept.story.chapters.iter().map(|chapter| chapter.entry).collect();
    let offered = web.app.to_be_told(&there).await?;
    let view = edit::View { told: &told, offered: &offered, typed, wrong, today: frame.today() };
    let title = told.kept.story.title.as_str();
    Ok(frame.wide(title, Here::Career, &html! { (said) (edit::page(&view)) }))
}

/// Keeps all that was typed, and then does what was pressed.
async fn save(State(web): State<Web>, Path(id): Path<CareerId>, form: Form) -> Result<Response, WebError> {
    let mut wrong = Wrongs::sent_at(web.app.now());
    let said = Said::read(&form, &mut wrong);
    if wrong.is_empty() {
        match press(&web, id, &said, Press::read(form.get("do"), form.get("entry"))).await {
            Ok(next) => return Ok(next.into_response()),
            Err(error) => wrong.add("title", "", frame::sentence(error)?),
        }
    }
    Ok(frame::refused(drawn(&web, id, &html! {}, Some(&form), &wrong).await?))
}

/// Keeps what was typed.
async fn put(web: &Web, id: CareerId, said: &Said) -> Result<(), AppError> {
    let change = |story: &mut CareerStory| {
        said.put(story);
        Ok(())
    };
    web.app.change_career(id, None, change).await.map(drop)
}

async fn press(web: &Web, id: CareerId, said: &Said, press: Press) -> Result<Redirect, AppError> {
    put(web, id, said).await?;
    let at = address(id);
    let place = |entry: EntryId| Redirect::to(&format!("{at}#c-{entry}"));
    match press {
        Press::Save => Ok(Done::StoryKept.then(&at, None)),
        Press::Look => Ok(Redirect::to(&format!("{at}/document"))),
        Press::Move { entry, later } => {
            web.app.move_chapter(id, None, entry, later).await?;
            Ok(place(entry))
        }
        Press::Add(entry) => {
            web.app.add_chapter(id, None, entry).await?;
            Ok(place(entry))
        }
        Press::TakeOut(entry) => {
            web.app.remove_chapter(id, None, entry).await?;
            Ok(Redirect::to(&format!("{at}#more")))
        }
    }
}

/// Keeps what is typed while it is typed. What cannot be kept so waits for the button.
async fn keep(State(web): State<Web>, Path(id): Path<CareerId>, form: Form) -> Result<StatusCode, WebError> {
    let mut wrong = Wrongs::sent_at(web.app.now());
    let said = Said::read(&form, &mut wrong);
    if !wrong.is_empty() {
        return Ok(StatusCode::UNPROCESSABLE_ENTITY);
    }
    put(&web, id, &said).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn add(
    State(web): State<Web>,
    Path(id): Path<CareerId>,
    Fields(asked): Fields<Asked>,
) -> Result<Redirect, WebError> {
    let entry = frame::entry_id(&asked.entry)?;
    let there = web.app.career(id).await?;
    if there.kept.story.chapter(entry).is_none() {
        web.app.add_chapter(id, None, entry).await?;
    }
    Ok(Redirect::to(&format!("{}#c-{entry}", address(id))))
}

async fn remove(
    State(web): State<Web>,
    Path(id): Path<CareerId>,
    Fields(asked): Fields<Asked>,
) -> Result<Redirect, WebError> {
    web.app.remove_career(id, asked.version).await?;
    Ok(Done::StoryRemoved.then("/career", None))
}

async fn take_back(State(web): State<Web>, Path(id): Path<CareerId>) -> Result<Redirect, WebError> {
    web.app.take_back_career(id, None).await?;
    Ok(Done::TakenBack.then("/career", None))
}

async fn sure_to_erase(State(web): State<Web>, Path(id): Path<CareerId>) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    let kept = web.app.career_or_removed(id).await?;
    let confirm = Confirm {
        question: "Erase this story for good?",
        sentence: "What you wrote in it goes with it; the log stays as it is. Nothing brings it back. Copies that were made \
                   before, such as backups, exports and documents, still hold it.",
        words: kept.story.title.as_str(),
        action: &format!("{}/erase", address(id)),
        hidden: &[],
        verb: "Erase it for good",
        back: "/career",
    };
    Ok(frame.page("Erase for good?", Here::Career, &html! { (confirm) }))
}

async fn erase(State(web): State<Web>, Path(id): Path<CareerId>) -> Result<Redirect, WebError> {
    web.app.erase_career(id, None).await?;
    Ok(Done::Erased.then("/career", None))
}

async fn look(State(web): State<Web>, Path(id): Path<CareerId>) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    let told = web.app.career(id).await?;
    let suggested = names(&told);
    let mut form = Form::default();
    share::suggest_in(&mut form, &suggested);
    let main = shown::page(&told, &suggested, &form, None);
    Ok(frame.wide("Document", Here::Career, &main))
}

/// Shows the document as it would be handed over; only the preview where the page asks while somebody types.
async fn look_again(
    State(web): State<Web>,
    Path(id): Path<CareerId>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, WebError> {
    let frame = Frame::of(&web).await?;
    let told = web.app.career(id).await?;
    if headers.contains_key("hx-request") {
        return Ok(shown::as_handed_over(&told, &form).into_response());
    }
    let wrong = share::redactions(&form).err().map(|error| error.to_string());
    let page =
        frame.wide("Document", Here::Career, &shown::page(&told, &names(&told), &form, wrong.as_deref()));
    Ok(if wrong.is_none() { page.into_response() } else { frame::refused(page) })
}

async fn download(
    State(web): State<Web>,
    Path(id): Path<CareerId>,
    form: Form,
) -> Result<Response, WebError> {
    let told = web.app.career(id).await?;
    let kind = Kind::from_word(form.get("as"))
        .ok_or_else(|| AppError::Invalid("choose how to download it: as a page or as a text".to_owned()))?;
    let shared = document(&told, &share::redactions(&form)?, kind);
    let media = match kind {
        Kind::Html => "text/html; charset=utf-8",
        Kind::Markdown => "text/markdown; charset=utf-8",
    };
    // The name of the file tells nothing of what is in it.
    let name = format!("story.{}", kind.extension());
    Ok((attachment(&name, media), shared.document).into_response())
}

#[cfg(test)]
mod tests;
