//! How the form of a question is shown, kept while it is typed, and saved. The same for all four.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use hansei_app::AppError;
use hansei_app::review::Reviewed;
use hansei_method::answers::Skips;
use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_method::question::Question;
use hansei_method::text::Text;
use hansei_store::Kept;
use maud::Markup;

use super::flash::Done;
use super::step::{self, Asked, Notice, View};
use super::{beside, frame};
use crate::error::WebError;
use crate::extract::{Path, Query};
use crate::forms::{Form, Press, Wrongs};
use crate::state::Web;

/// One of the four questions as a form.
pub(crate) trait Sheet: Send + Sync + 'static {
    /// The question.
    const QUESTION: Question;
    /// The field that is named when there is no answer at all.
    const FIRST: &'static str;

    /// Turns what is saved into the form it was typed in.
    fn form(entry: &Entry) -> Form;

    /// Says whether two versions of an entry hold the same answer, as far as this form can change it.
    fn is_same(one: &Entry, other: &Entry) -> bool {
        Self::form(one) == Self::form(other)
    }

    /// Lets go of rows that say nothing.
    fn tidy(form: &mut Form);

    /// Makes rows of quick lines, and lets go of rows that say nothing.
    fn settle(form: &mut Form) {
        Self::tidy(form);
    }

    /// Reads the answer.
    fn read(form: &Form, entry: &Entry, wrong: &mut Wrongs) -> Reviewed;

    /// Says whether a form holds nothing but what is saved.
    fn is_saved(form: &Form, entry: &Entry) -> bool {
        let read = |mut form: Form| {
            let mut wrong = Wrongs::default();
            Self::settle(&mut form);
            let read = Self::read(&form, entry, &mut wrong);
            wrong.is_empty().then_some(read)
        };
        let idle = form.get("park").trim().is_empty() && form.get("skip_reason").trim().is_empty();
        idle && read(form.clone()) == read(Self::form(entry))
    }

    /// Notes what stands in the way of closing the review.
    fn can_finish(_said: &Reviewed, _entry: &Entry, _wrong: &mut Wrongs) {}

    /// Names the place on the page at which the writing goes on after a plain save.
    fn place(_form: &Form, _entry: &Entry) -> String {
        String::new()
    }

    /// Adds to the form what the page offers beyond what is saved.
    fn offer(_form: &mut Form, _entry: &Entry, _asked: &Asked) {}

    /// Draws the page.
    fn draw(view: &View<'_>) -> Markup;
}

/// What a button sent.
struct Sent {
    form: Form,
    press: Press,
    version: Option<i64>,
}

/// Serves the page of one question.
pub(crate) fn routes<S: Sheet>() -> Router<Web> {
    let path = format!("/entries/{{id}}/{}", S::QUESTION.word());
    Router::new()
        .route(&path, get(show::<S>).post(save::<S>))
        .route(&format!("{path}/draft"), post(keep_draft::<S>))
}

async fn show<S: Sheet>(
    State(web): State<Web>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let kept = web.app.entry(frame::entry_id(&id)?).await?;
    if let Some(page) = not_open(&web, &kept, S::QUESTION, false) {
        return Ok(page);
    }
    let (form, notice) = typed::<S>(&web, &kept).await?;
    let page = drawn::<S>(&web, &kept, form, &Wrongs::default(), &notice, &asked);
    Ok(page.into_response())
}

/// Keeps what is typed, and counts it as work on the review.
async fn keep_draft<S: Sheet>(
    State(web): State<Web>,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<StatusCode, WebError> {
    let id = frame::entry_id(&id)?;
    let kept = web.app.entry(id).await?;
    form.take("do");
    form.take("version");
    web.app.keep_draft(id, S::QUESTION, form.encoded()).await?;
    if !kept.entry.review.spent.is_running() && kept.entry.review.answers.finished_at().is_none() {
        web.app.resume(id, None).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

async fn save<S: Sheet>(
    State(web): State<Web>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, WebError> {
    let id = frame::entry_id(&id)?;
    let kept = web.app.entry(id).await?;
    let mut sent = Sent::of(form);
    if let Some(page) = not_open(&web, &kept, S::QUESTION, true) {
        keep(&web, id, S::QUESTION, &sent.form).await?;
        return Ok((StatusCode::CONFLICT, page).into_response());
    }
    match sent.press {
        Press::Discard => {
            web.app.drop_draft(id, S::QUESTION).await?;
            return Ok(go(&step::address(id, S::QUESTION, "")));
        }
        Press::Skip => return skip::<S>(&web, &kept, &sent).await,
        _ => {}
    }
    let place = sent.settle::<S>(&kept.entry);
    let mut wrong = Wrongs::default();
    let mut said = S::read(&sent.form, &kept.entry, &mut wrong);
    said.park.extend(wrong.text("park", "Parked", sent.form.get("park")));
    said.finish = sent.press == Press::Finish;
    if said.finish {
        S::can_finish(&said, &kept.entry, &mut wrong);
    }
    if wrong.is_empty() {
        match write::<S>(&web, &kept, sent.version, &said).await {
            Ok(()) => return done::<S>(&web, id, &sent, place).await,
            Err(AppError::Conflict(_)) => return conflict::<S>(&web, &kept, sent.form).await,
            Err(error) => wrong.add(S::FIRST, "", frame::sentence(error)?),
        }
    }
    keep(&web, id, S::QUESTION, &sent.form).await?;
    if sent.press == Press::Back {
        return Ok(left::<S>(id, &sent.press));
    }
    if matches!(sent.press, Press::Pause | Press::Stop) {
        // What does not hold together yet waits as a draft; it is no reason not to stop.
        web.app.pause(id, None).await?;
        return Ok(left::<S>(id, &sent.press));
    }
    Ok(refused::<S>(&web, &kept, sent.form, &wrong))
}

/// Passes over a question. What was typed into it waits as a draft.
async fn skip<S: Sheet>(web: &Web, kept: &Kept, sent: &Sent) -> Result<Response, WebError> {
    let id = kept.entry.id;
    let mut wrong = Wrongs::default();
    let lacking = "say in a few words why it has no answer";
    let Some(reason) = wrong.required("skip_reason", "", sent.form.get("skip_reason"), lacking) else {
        keep(web, id, S::QUESTION, &sent.form).await?;
        return Ok(refused::<S>(web, kept, sent.form.clone(), &wrong));
    };
    pass_over(web, kept, S::QUESTION, reason).await?;
    let mut typed = sent.form.clone();
    typed.take("skip_reason");
    if !S::is_saved(&typed, &kept.entry) {
        keep(web, id, S::QUESTION, &typed).await?;
    }
    Ok(go(&next_address(id, S::QUESTION)))
}

/// Passes over a question with a reason.
pub(crate) async fn pass_over(
    web: &Web,
    kept: &Kept,
    question: Question,
    reason: Text,
) -> Result<(), AppError> {
    let mut skipped = Skips::default();
    *skipped.reason_mut(question) = Some(reason);
    web.app.review(kept.entry.id, Some(kept.version), &Reviewed { skipped, ..Reviewed::default() }).await?;
    Ok(())
}

/// Saves an answer over the version that the person saw. A version that holds the same answer is as good as that one:
/// pausing in between, or answering another question in another window, is no conflict.
async fn write<S: Sheet>(
    web: &Web,
    kept: &Kept,
    version: Option<i64>,
    said: &Reviewed,
) -> Result<(), AppError> {
    let version = agreed(web, kept, version, S::is_same).await?;
    web.app.review(kept.entry.id, Some(version), said).await?;
    Ok(())
}

/// Returns the version to save over: the newest one, when it is the same to this form as the one that the person saw.
pub(crate) async fn agreed(
    web: &Web,
    kept: &Kept,
    seen: Option<i64>,
    is_same: impl Fn(&Entry, &Entry) -> bool,
) -> Result<i64, AppError> {
    let Some(seen) = seen.filter(|seen| *seen != kept.version) else { return Ok(kept.version) };
    match web.app.revision(kept.entry.id, seen).await {
        Ok(before) if is_same(&before, &kept.entry) => Ok(kept.version),
        Ok(_) | Err(AppError::NotFound(_)) => Ok(seen),
        Err(error) => Err(error),
    }
}

/// Does what was asked for beside saving, and leads on.
async fn done<S: Sheet>(
    web: &Web,
    id: EntryId,
    sent: &Sent,
    place: Option<usize>,
) -> Result<Response, WebError> {
    match sent.press {
        Press::Unpark(idea) | Press::NotNow(idea) => {
            web.app.unpark(id, None, idea).await?;
        }
        Press::Pause | Press::Stop => {
            web.app.pause(id, None).await?;
        }
        Press::Resume => {
            web.app.resume(id, None).await?;
        }
        Press::Continue => {
            let kept = web.app.entry(id).await?;
            if kept.entry.review.answers.next_question() == Some(S::QUESTION) {
                let mut wrong = Wrongs::default();
                wrong.add(
                    S::FIRST,
                    "",
                    "nothing is written here yet; write a line, or pass over the question below",
                );
                return Ok(refused::<S>(web, &kept, sent.form.clone(), &wrong));
            }
        }
        _ => {}
    }
    Ok(match &sent.press {
        Press::Continue => go(&next_address(id, S::QUESTION)),
        Press::Finish => Done::Finished.then(&format!("/entries/{id}"), Some(id)).into_response(),
        press @ (Press::Pause | Press::Stop | Press::Back) => left::<S>(id, press),
        Press::Save => {
            go(&step::address(id, S::QUESTION, &S::place(&sent.form, &web.app.entry(id).await?.entry)))
        }
        press => go(&step::address(id, S::QUESTION, &on_the_page(press, place))),
    })
}

/// Names the place on the page at which the writing goes on.
fn on_the_page(press: &Press, place: Option<usize>) -> String {
    match (press, place) {
        // Where the cursor is to stand, there is no fragment: browsers give a page with one no cursor.
        (Press::Add { list, kind }, _) if kind.is_empty() => format!("?at={}", frame::encoded(list)),
        (Press::Add { list, kind }, _) => {
            format!("?at={}&add={}", frame::encoded(list), frame::encoded(kind))
        }
        (Press::Below { .. }, Some(place)) => format!("?below={place}"),
        (Press::Remove { list, .. } | Press::Shift { list, .. }, Some(place)) => {
            format!("#{}-{place}", frame::encoded(list))
        }
        (Press::Use(idea), _) => format!("?use={idea}"),
        _ => String::new(),
    }
}

fn left<S: Sheet>(id: EntryId, press: &Press) -> Response {
    let before = Question::ALL.into_iter().rev().find(|question| *question < S::QUESTION);
    match (press, before) {
        (Press::Stop, _) => go("/"),
        (Press::Back, Some(before)) => go(&step::address(id, before, "")),
        _ => go(&step::address(id, S::QUESTION, "")),
    }
}

/// Shows both: what was typed, and what somebody else saved in the meantime.
pub(crate) async fn conflict<S: Sheet>(web: &Web, kept: &Kept, form: Form) -> Result<Response, WebError> {
    keep(web, kept.entry.id, S::QUESTION, &form).await?;
    let now = web.app.entry(kept.entry.id).await?;
    let there = S::form(&now.entry);
    let saved = there.missing_from(&form).into_iter().map(str::to_owned).collect();
    let notice = Notice::Conflict { saved };
    let page = drawn::<S>(web, &now, form, &Wrongs::default(), &notice, &Asked::default());
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// Reads what was typed and not saved, if anything waits; otherwise what is saved.
async fn typed<S: Sheet>(web: &Web, kept: &Kept) -> Result<(Form, Notice), WebError> {
    let saved = || S::form(&kept.entry);
    let Some(draft) = web.app.draft(kept.entry.id, S::QUESTION).await? else {
        return Ok((saved(), Notice::None));
    };
    let form = match Form::parse(&draft.body) {
        Ok(form) if !S::is_saved(&form, &kept.entry) => form,
        _ => return Ok((saved(), Notice::None)),
    };
    let mut form = form;
    S::tidy(&mut form);
    let before = web.app.revision(kept.entry.id, draft.based_on).await;
    let elsewhere = before.is_ok_and(|before| !S::is_same(&before, &kept.entry));
    let at = beside::clock(draft.saved_at, &web.app.now());
    Ok((form, Notice::Draft { at, elsewhere }))
}

/// Keeps a form as a draft. One that is too large to be kept stays on the page at least.
pub(crate) async fn keep(web: &Web, id: EntryId, question: Question, form: &Form) -> Result<(), WebError> {
    match web.app.keep_draft(id, question, form.encoded()).await {
        Err(AppError::Invalid(_)) | Ok(()) => Ok(()),
        Err(error) => Err(WebError(error)),
    }
}

/// Draws the same page again with what is wrong in it.
pub(crate) fn refused<S: Sheet>(web: &Web, kept: &Kept, form: Form, wrong: &Wrongs) -> Response {
    frame::refused(drawn::<S>(web, kept, form, wrong, &Notice::None, &Asked::default()))
}

fn drawn<S: Sheet>(
    web: &Web,
    kept: &Kept,
    mut form: Form,
    wrong: &Wrongs,
    notice: &Notice,
    asked: &Asked,
) -> Markup {
    S::offer(&mut form, &kept.entry, asked);
    let now = web.app.now();
    S::draw(&View { kept, question: S::QUESTION, form: &form, wrong, notice, asked, now: &now })
}

/// Draws the page that stands in the place of a question which is not open; `None` when it is.
pub(crate) fn not_open(web: &Web, kept: &Kept, question: Question, typed_is_kept: bool) -> Option<Response> {
    let answers = &kept.entry.review.answers;
    if answers.finished_at().is_some() {
        return Some(step::finished(kept, question, &web.app.now(), typed_is_kept).into_response());
    }
    let before = answers.next_question().filter(|next| *next < question)?;
    Some(step::closed(kept, question, before, &web.app.now(), "", None).into_response())
}

/// Returns the address of the question after this one.
pub(crate) fn next_address(id: EntryId, question: Question) -> String {
    let next = Question::ALL.into_iter().find(|next| *next > question).unwrap_or(question);
    step::address(id, next, "")
}

/// Goes somewhere with a new request.
pub(crate) fn go(address: &str) -> Response {
    Redirect::to(address).into_response()
}

impl Sent {
    fn of(mut form: Form) -> Self {
        let press = Press::read(&form.take("do"));
        let version = form.take("version").parse().ok();
        Self { form, press, version }
    }

    /// Does to the form what was asked for, and returns the place of the row it was about.
    fn settle<S: Sheet>(&mut self, entry: &Entry) -> Option<usize> {
        let place = self.press.change(&mut self.form);
        if let Press::NotNow(idea) = self.press
            && let Some(words) = entry.review.parked.get(idea)
        {
            self.form
                .push(crate::forms::next::NOT_NOW, crate::forms::Row::of([("words", words.to_string())]));
        }
        S::settle(&mut self.form);
        place
    }
}

/// Draws the page of a question for a test: an entry as it is saved, or what was typed over it.
#[cfg(test)]
pub(crate) fn shown<S: Sheet>(entry: Entry, typed: Option<&str>, asked: &Asked) -> String {
    let kept = super::fixture::kept(entry);
    let mut form = typed.map_or_else(|| S::form(&kept.entry), |body| Form::parse(body).unwrap());
    let mut wrong = Wrongs::default();
    if typed.is_some() {
        S::settle(&mut form);
        S::read(&form, &kept.entry, &mut wrong);
    }
    S::offer(&mut form, &kept.entry, asked);
    let (notice, now) = (Notice::None, super::fixture::now());
    let view = View {
        kept: &kept,
        question: S::QUESTION,
        form: &form,
        wrong: &wrong,
        notice: &notice,
        asked,
        now: &now,
    };
    let page = S::draw(&view);
    super::fixture::check(&page);
    let html = page.into_string();
    let main = html.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap();
    main.replace("><", ">\n<")
}
