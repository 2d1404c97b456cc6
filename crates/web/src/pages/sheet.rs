//! How the form of a question is shown, kept while it is typed, and saved. The same for all four.

mod conflict;
mod drafts;
mod listening;
mod parked;
mod refusal;
mod shut;

pub(crate) use conflict::conflict;
pub(crate) use drafts::keep;
pub(crate) use listening::Answered;
pub(crate) use refusal::Refusal;
pub(crate) use shut::shut;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use hansei_app::AppError;
use hansei_app::draft::Writer;
use hansei_app::review::Reviewed;
use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_method::question::Question;
use hansei_method::text::Text;
use hansei_store::Kept;
use jiff::Zoned;
use maud::Markup;

use super::flash::Done;
use super::frame;
use super::step::{self, Asked, LookedUp, Notice, Typed, View};
use crate::error::WebError;
use crate::extract::{Path, Query};
use crate::forms::next::NOT_NOW;
use crate::forms::{Form, Press, Row, Wrongs};
use crate::state::Web;
use parked::Idea;
use shut::not_open;

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

    /// Notes what a button of this page asks for and the form does not hold.
    fn miss(_form: &Form, _press: &Press, _wrong: &mut Wrongs) {}

    /// Names the place on the page at which the writing goes on after a plain save.
    fn place(_form: &Form, _entry: &Entry) -> String {
        String::new()
    }

    /// Adds to the form what the page offers beyond what is saved.
    fn offer(_form: &mut Form, _entry: &Entry, _asked: &Asked) {}

    /// Lists the answers in a form that the coach reads, in their order on the page.
    fn coached(form: &Form) -> Vec<Answered>;

    /// Puts what the coach finds in a sentence into fields of its own, beside the sentence.
    fn take_over(_form: &mut Form, _entry: &Entry, _now: &Zoned) {}

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
        .route(&format!("{path}/draft"), post(drafts::receive::<S>))
        .route(&format!("{path}/coach"), post(listening::read::<S>))
        .route(&format!("{path}/coach/{{act}}"), post(listening::act::<S>))
}

async fn show<S: Sheet>(
    State(web): State<Web>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let kept = web.app.entry(frame::entry_id(&id)?).await?;
    if let Some(page) = not_open(&web, &kept, S::QUESTION, Typed::Nothing).await {
        return Ok(page);
    }
    let (mut form, mut notice) = drafts::typed::<S>(&web, &kept).await?;
    if let Some(version) = asked.aside.filter(|aside| *aside < kept.version && notice == Notice::None) {
        notice = Notice::Aside { version };
    }
    let wrong = if asked.check.is_empty() {
        Wrongs::default()
    } else {
        S::settle(&mut form);
        refusal::wrongs::<S>(&web, &kept, &form, &Press::read(&asked.check))
    };
    let looked_up = LookedUp::of(&web, &kept.entry, S::QUESTION).await?;
    let page = drawn::<S>(&web, &kept, form, &wrong, &notice, &asked, &looked_up);
    Ok(page.into_response())
}

async fn save<S: Sheet>(
    State(web): State<Web>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, WebError> {
    let id = frame::entry_id(&id)?;
    let kept = web.app.entry(id).await?;
    let mut sent = Sent::of(form);
    if let Some(page) = shut(&web, &kept, S::QUESTION, &sent.form, sent.version).await? {
        return Ok(page);
    }
    match sent.press {
        Press::Discard => {
            web.app.drop_draft(id, S::QUESTION, Some(Writer::Page)).await?;
            return Ok(go(&step::address(id, S::QUESTION, "")));
        }
        Press::DiscardTheirs => return drafts::discard_theirs::<S>(&web, &kept, &sent).await,
        Press::KeepSaved => return conflict::aside::<S>(&web, &kept, sent).await,
        Press::Skip => return skip::<S>(&web, &kept, sent).await,
        _ => {}
    }
    let idea = match parked::named(&web, &kept, &sent).await {
        Ok(idea) => idea,
        Err(AppError::Conflict(_)) => {
            return conflict::<S>(&web, &kept, sent.form, sent.version, false).await;
        }
        Err(error) => {
            keep(&web, id, S::QUESTION, &sent.form, sent.version).await?;
            return Err(WebError(error));
        }
    };
    if sent.press == Press::TakeOver {
        S::take_over(&mut sent.form, &kept.entry, &web.app.now());
    }
    let place = sent.settle::<S>(idea.as_ref());
    let (mut said, mut wrong) = refusal::read::<S>(&web, &kept, &sent.form, &sent.press);
    said.unpark = idea.and_then(|idea| idea.place);
    if wrong.is_empty() {
        match write::<S>(&web, &kept, &sent, said).await {
            Ok(()) => return done::<S>(&web, id, sent, place).await,
            Err(AppError::Conflict(_)) => {
                return conflict::<S>(&web, &kept, sent.form, sent.version, false).await;
            }
            Err(error) => wrong.add(S::FIRST, "", frame::sentence(error)?),
        }
    }
    if !matches!(sent.press, Press::Back | Press::Pause | Press::Stop) {
        return sent.refusal(wrong).answer::<S>(&web, &kept).await;
    }
    if let Some(unkept) = keep(&web, id, S::QUESTION, &sent.form, sent.version).await? {
        // Whoever goes now would lose it.
        wrong.add(S::FIRST, "", unkept);
        return Ok(refused::<S>(&web, &kept, sent.form, &wrong));
    }
    if sent.press != Press::Back {
        // What does not hold together yet waits as a draft; it is no reason not to stop.
        web.app.pause(id, None).await?;
    }
    Ok(left::<S>(id, &sent.press))
}

/// Passes over a question. What was typed into it waits as a draft.
async fn skip<S: Sheet>(web: &Web, kept: &Kept, sent: Sent) -> Result<Response, WebError> {
    let id = kept.entry.id;
    let mut wrong = Wrongs::default();
    if let Some(reason) = refusal::read_reason(&sent.form, &mut wrong) {
        let passed = match agreed(web, kept, sent.version, S::is_same).await {
            Ok(version) => pass_over(web, id, version, S::QUESTION, reason).await,
            Err(error) => Err(error),
        };
        match passed {
            Ok(()) => return passed_over::<S>(web, id, &sent).await,
            Err(AppError::Conflict(_)) => {
                return conflict::<S>(web, kept, sent.form, sent.version, true).await;
            }
            Err(error) => wrong.add("skip_reason", "", frame::sentence(error)?),
        }
    }
    sent.refusal(wrong).answer::<S>(web, kept).await
}

/// Goes on after a question was passed over; what was typed into it waits, or stays on the page when it cannot wait.
async fn passed_over<S: Sheet>(web: &Web, id: EntryId, sent: &Sent) -> Result<Response, WebError> {
    let kept = web.app.entry(id).await?;
    let mut typed = sent.form.clone();
    typed.take("skip_reason");
    if !S::is_saved(&typed, &kept.entry)
        && let Some(unkept) = keep(web, id, S::QUESTION, &typed, Some(kept.version)).await?
    {
        let mut wrong = Wrongs::default();
        wrong.add(S::FIRST, "", format!("the question is passed over, and {unkept}"));
        return Ok(refused::<S>(web, &kept, typed, &wrong));
    }
    Ok(go(&next_address(id, S::QUESTION)))
}

/// Passes over a question with a reason, on the version that the person saw.
pub(crate) async fn pass_over(
    web: &Web,
    id: EntryId,
    version: i64,
    question: Question,
    reason: Text,
) -> Result<(), AppError> {
    web.app.review(id, Some(version), &refusal::passing_over(question, reason)).await?;
    Ok(())
}

/// Saves an answer over the version that the person saw. A version that holds the same answer is as good as that one:
/// pausing in between, or answering another question in another window, is no conflict. Neither is saying what is saved
/// already: whoever presses a button twice is told nothing new.
async fn write<S: Sheet>(web: &Web, kept: &Kept, sent: &Sent, said: Reviewed) -> Result<(), AppError> {
    let version = if S::is_saved(&sent.form, &kept.entry) {
        kept.version
    } else {
        agreed(web, kept, sent.version, S::is_same).await?
    };
    let said = Reviewed { typed_in: Some(Writer::Page), ..said };
    web.app.review(kept.entry.id, Some(version), &said).await?;
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
    sent: Sent,
    place: Option<usize>,
) -> Result<Response, WebError> {
    match sent.press {
        Press::Pause | Press::Stop => {
            web.app.pause(id, None).await?;
        }
        Press::Resume => {
            web.app.resume(id, None).await?;
        }
        Press::Continue => {
            let kept = web.app.entry(id).await?;
            let mut wrong = Wrongs::default();
            refusal::nothing_written::<S>(&kept.entry, &mut wrong);
            if !wrong.is_empty() {
                return sent.refusal(wrong).answer::<S>(web, &kept).await;
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

/// Draws the same page again with what is wrong in it.
pub(crate) fn refused<S: Sheet>(web: &Web, kept: &Kept, form: Form, wrong: &Wrongs) -> Response {
    let (notice, asked) = (Notice::None, Asked::default());
    frame::refused(drawn::<S>(web, kept, form, wrong, &notice, &asked, &LookedUp::default()))
}

fn drawn<S: Sheet>(
    web: &Web,
    kept: &Kept,
    mut form: Form,
    wrong: &Wrongs,
    notice: &Notice,
    asked: &Asked,
    looked_up: &LookedUp,
) -> Markup {
    S::offer(&mut form, &kept.entry, asked);
    let now = web.app.now();
    S::draw(&View { kept, question: S::QUESTION, form: &form, wrong, notice, asked, now: &now, looked_up })
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

    fn refusal(self, wrong: Wrongs) -> Refusal {
        Refusal { form: self.form, seen: self.version, press: self.press, wrong, place: String::new() }
    }

    /// Does to the form what was asked for, and returns the place of the row it was about.
    fn settle<S: Sheet>(&mut self, idea: Option<&Idea>) -> Option<usize> {
        let place = self.press.change(&mut self.form);
        if matches!(self.press, Press::NotNow(_))
            && let Some(idea) = idea
        {
            self.form.push(NOT_NOW, Row::of([("words", idea.words.to_string())]));
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
        looked_up: &LookedUp::default(),
    };
    let page = S::draw(&view);
    super::fixture::check(&page);
    let html = page.into_string();
    let main = html.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap();
    main.replace("><", ">\n<")
}
