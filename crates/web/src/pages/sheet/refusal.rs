//! A form that is refused: kept as a draft and marked on the page of its question, which the browser asks for anew. A page
//! that answered the form itself would make *Back* and *Reload* ask whether to send it again.

use axum::response::Response;
use hansei_app::AppError;
use hansei_app::draft::Writer;
use hansei_app::review::Reviewed;
use hansei_method::entry::Entry;
use hansei_method::question::Question;
use hansei_method::text::Text;
use hansei_store::Kept;

use super::{Sheet, go, keep, refused};
use crate::error::WebError;
use crate::forms::{Form, Press, Wrongs};
use crate::pages::{frame, step};
use crate::state::Web;

/// A form that is refused, and what is wrong with it.
pub(crate) struct Refusal {
    pub(crate) form: Form,
    /// The version that the person saw.
    pub(crate) seen: Option<i64>,
    /// What was asked for.
    pub(crate) press: Press,
    pub(crate) wrong: Wrongs,
    /// Where on the page the writing goes on, as more of its address: "&node=3".
    pub(crate) place: String,
}

impl Refusal {
    /// Keeps the form and leads to the page of its question. Where the form cannot be kept, or that page would not say all
    /// that is wrong, the answer is the page itself.
    pub(crate) async fn answer<S: Sheet>(self, web: &Web, kept: &Kept) -> Result<Response, WebError> {
        let Self { form, seen, press, wrong, place } = self;
        let unkept = keep(web, kept.entry.id, S::QUESTION, &form, seen).await?;
        if unkept.is_none() && wrongs::<S>(web, kept, &form, &press).is_same(&wrong) {
            let rest = format!("?check={}{place}", word(&press));
            return Ok(go(&step::address(kept.entry.id, S::QUESTION, &rest)));
        }
        Ok(refused::<S>(web, kept, form, &wrong))
    }
}

/// Reads what a form says when a button is pressed, and notes what is wrong with it.
pub(super) fn read<S: Sheet>(web: &Web, kept: &Kept, form: &Form, press: &Press) -> (Reviewed, Wrongs) {
    let mut wrong = Wrongs::sent_at(web.app.now());
    let mut said = S::read(form, &kept.entry, &mut wrong);
    said.park.extend(wrong.text("park", "Parked", form.get("park")));
    said.finish = *press == Press::Finish;
    if said.finish {
        S::can_finish(&said, &kept.entry, &mut wrong);
    }
    S::miss(form, press, &mut wrong);
    (said, wrong)
}

/// Reads the reason for passing over a question; `None` with what is wrong when there is none.
pub(super) fn read_reason(form: &Form, wrong: &mut Wrongs) -> Option<Text> {
    wrong.required("skip_reason", "", form.get("skip_reason"), "say in a few words why it has no answer")
}

/// Makes what is said of passing over a question.
pub(super) fn passing_over(question: Question, reason: Text) -> Reviewed {
    let mut said = Reviewed { typed_in: Some(Writer::Page), ..Reviewed::default() };
    *said.skipped.reason_mut(question) = Some(reason);
    said
}

/// Finds what stands in the way of a form when a button is pressed, without saving anything.
pub(super) fn wrongs<S: Sheet>(web: &Web, kept: &Kept, form: &Form, press: &Press) -> Wrongs {
    if *press == Press::Skip {
        return wrongs_of_skip::<S>(web, kept, form);
    }
    let (said, mut wrong) = read::<S>(web, kept, form, press);
    if !wrong.is_empty() {
        return wrong;
    }
    match said.tried(&kept.entry, web.app.now().timestamp()) {
        Ok(entry) if *press == Press::Continue => nothing_written::<S>(&entry, &mut wrong),
        Err(AppError::Invalid(sentence)) => wrong.add(S::FIRST, "", sentence),
        _ => {}
    }
    wrong
}

/// Notes that a question is left without an answer, when it is.
pub(super) fn nothing_written<S: Sheet>(entry: &Entry, wrong: &mut Wrongs) {
    if entry.review.answers.next_question() == Some(S::QUESTION) {
        let sentence = "nothing is written here yet; write a line, or pass over the question below";
        wrong.add(S::FIRST, "", sentence);
    }
}

fn wrongs_of_skip<S: Sheet>(web: &Web, kept: &Kept, form: &Form) -> Wrongs {
    let mut wrong = Wrongs::default();
    // Whoever comes back to this address has passed over the question since.
    if kept.entry.review.answers.skipped(S::QUESTION).is_some() {
        return wrong;
    }
    if let Some(reason) = read_reason(form, &mut wrong) {
        let said = passing_over(S::QUESTION, reason);
        if let Err(AppError::Invalid(sentence)) = said.tried(&kept.entry, web.app.now().timestamp()) {
            wrong.add("skip_reason", "", sentence);
        }
    }
    wrong
}

/// Says in the address which button was pressed, as [`Press::read`] reads it.
fn word(press: &Press) -> String {
    match press {
        Press::Continue => "continue".to_owned(),
        Press::Finish => "finish".to_owned(),
        Press::Skip => "skip".to_owned(),
        Press::Add { list, kind } if kind.is_empty() => format!("add-{}", frame::encoded(list)),
        _ => "save".to_owned(),
    }
}
