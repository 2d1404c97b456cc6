//! The coach beside a question: it reads what is typed while it is typed, and does what its buttons ask for.
//!
//! Only scripts ask for this; what they get is put under the fields it is about. Nothing here saves an answer.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hansei_app::AppError;
use hansei_app::coach::{Asked, Field, Reading, Slots, filled};
use hansei_app::coaching::{Heeded, Place, chosen};
use hansei_app::draft::Writer;
use hansei_app::review::Reviewed;
use hansei_method::entry::Entry;
use hansei_method::factor::Control;
use hansei_method::id::{EntryId, Number};
use hansei_method::moment_line::{split_marks, split_moment_line};
use hansei_method::plan::Commitment;
use hansei_method::stage::Answer;
use hansei_method::text::Text;
use maud::{Markup, html};

use super::Sheet;
use crate::error::WebError;
use crate::extract::Path;
use crate::forms::Form;
use crate::pages::{coached, frame};
use crate::state::Web;

/// An answer of a form that the coach reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answered {
    /// The name of the field in the form.
    pub(crate) name: String,
    /// Where the answer stands.
    pub(crate) field: Field,
    /// The answer as it is read.
    pub(crate) answer: String,
    /// How many bytes of that stand before what is in the field itself.
    pub(crate) before: usize,
    /// How much of what is in the field stands before the answer, in UTF-16 units.
    pub(crate) lead: usize,
    /// How it is sorted, where it is a factor.
    pub(crate) control: Option<Control>,
    /// Its number, where it is a commitment that was saved before.
    pub(crate) commitment: Option<Number>,
}

/// An answer that was read.
struct Read {
    answered: Answered,
    reading: Reading,
}

impl Answered {
    /// An answer that fills its field alone.
    pub(crate) fn of(name: impl Into<String>, field: Field, answer: &str) -> Self {
        let (name, answer) = (name.into(), answer.to_owned());
        Self { name, field, answer, before: 0, lead: 0, control: None, commitment: None }
    }

    /// A line of a timeline: its day or time is no part of the answer, and neither are the marks at its end.
    pub(crate) fn line(name: impl Into<String>, line: &str) -> Self {
        let (unmarked, _) = split_marks(line);
        let (_, what) = split_moment_line(unmarked);
        let lead = unmarked[..unmarked.len() - what.len()].encode_utf16().count();
        Self { lead, ..Self::of(name, Field::Happened, what) }
    }

    /// A plan, which is read as one sentence and asked about under its act.
    pub(crate) fn spoken(name: impl Into<String>, cue: &str, act: &str) -> Self {
        let answer =
            if act.trim().is_empty() { String::new() } else { hansei_app::coaching::spoken(cue, act) };
        // The act stands at the end, without the blanks around it; where those lead, no words are marked.
        let before =
            if act.trim() == act { answer.len() - act.len().min(answer.len()) } else { answer.len() + 1 };
        Self { before, ..Self::of(name, Field::Next, &answer) }
    }

    fn place(&self) -> Place<'_> {
        Place { control: self.control, commitment: self.commitment, ..Place::of(self.field, &self.answer) }
    }
}

/// Reads one answer, the one that is typed, or all of them when the page has opened.
pub(super) async fn read<S: Sheet>(
    State(web): State<Web>,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Markup, WebError> {
    let id = frame::entry_id(&id)?;
    let (at, others) = (form.take("at"), form.take("others").parse().unwrap_or(0));
    let is_care_shown = form.take("care") == "true";
    let entry = web.app.entry(id).await?.entry;
    let heeded = web.app.heeded().await?;
    let answers =
        S::coached(&form).into_iter().filter(|answered| at.is_empty() || answered.name == at).collect();
    let can_take = takes(&entry);
    let (read, heeded) = all(answers, entry, heeded).await?;
    let readings: Vec<_> = read.iter().map(|one| (one.answered.field, &one.reading)).collect();
    let shown = if is_care_shown { Vec::new() } else { chosen(&readings, others) };
    let mut drawn = html! { @if heeded.is_silent { div data-silent {} } };
    for (place, one) in read.iter().enumerate() {
        let is_shown = shown.contains(&place);
        let says_something = is_shown || one.reading.needs_care || one.reading.slots.is_some();
        // Of a page that has just opened only what there is to see is sent.
        if at.is_empty() && !says_something {
            continue;
        }
        let takes = can_take(one);
        drawn = html! { (drawn) (draw(&web, id, &heeded, one, is_shown, takes).await?) };
    }
    Ok(drawn)
}

/// Says what of an answer can be put into fields of its own, as long as those are empty.
fn takes(entry: &Entry) -> impl Fn(&Read) -> Option<&'static str> + use<> {
    let intention = entry.review.answers.intended().and_then(Answer::given);
    let has_targets = intention.is_some_and(|intention| !intention.targets.is_empty());
    let has_plans = entry.plan().is_some_and(|plan| !plan.commitments.is_empty());
    move |one| {
        let answer = one.answered.answer.parse::<Text>().ok()?;
        let parts = one.reading.slots.as_ref().map_or(0, Slots::present);
        match one.answered.name.as_str() {
            "statement" if !has_targets && parts > 0 => Some("Write these down, to be checked"),
            "lesson" if !has_plans && filled::action(&answer).commitment().is_some() => {
                Some("Make a plan of it")
            }
            _ => None,
        }
    }
}

/// Parts the moment from the act, where both stand in the field of the act as one whole sentence.
fn parts(one: &Read) -> Option<Commitment> {
    let Answered { field, answer, before, .. } = &one.answered;
    let is_alone = *field == Field::Next && *before == 0;
    let action = filled::action(&answer.parse().ok().filter(|_| is_alone)?);
    // Words that are neither must not get lost.
    action.commitment().filter(|_| action.rest.is_none())
}

/// Reads answers where it holds nobody up: a long one takes longer than others should wait for.
async fn all(answers: Vec<Answered>, entry: Entry, heeded: Heeded) -> Result<(Vec<Read>, Heeded), WebError> {
    let work = move || {
        let read = |answered: Answered| {
            let reading = heeded.read(Some(&entry), &answered.place());
            Read { answered, reading }
        };
        (answers.into_iter().map(read).collect(), heeded)
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| WebError(AppError::broken(error)))
}

async fn draw(
    web: &Web,
    id: EntryId,
    heeded: &Heeded,
    one: &Read,
    is_shown: bool,
    takes: Option<&str>,
) -> Result<Markup, WebError> {
    let Read { answered, reading } = one;
    let example = match &reading.asked {
        Some(asked) if is_shown => web.app.own_example(asked.flaw, answered.field, id).await?,
        _ => None,
    };
    Ok(coached::read(&coached::Read {
        name: &answered.name,
        field: answered.field,
        answer: &answered.answer,
        before: answered.before,
        lead: answered.lead,
        reading,
        is_shown,
        takes,
        parts: parts(one).as_ref(),
        example: example.as_deref(),
        contacts: heeded.contacts.as_ref().map(Text::as_str),
    }))
}

/// Does what a button under an answer asks for.
pub(super) async fn act<S: Sheet>(
    State(web): State<Web>,
    Path((id, act)): Path<(String, String)>,
    mut form: Form,
) -> Result<Response, WebError> {
    let id = frame::entry_id(&id)?;
    let (at, words) = (form.take("at"), form.take("words"));
    let entry = web.app.entry(id).await?.entry;
    let nothing = || StatusCode::NO_CONTENT.into_response();
    let Some(answered) = S::coached(&form).into_iter().find(|answered| answered.name == at) else {
        return Ok(nothing());
    };
    let heeded = web.app.heeded().await?;
    let (mut read, heeded) = all(vec![answered], entry, heeded).await?;
    let Some(one) = read.pop() else { return Ok(nothing()) };
    match (act.as_str(), &one.reading.asked) {
        ("asked", Some(asked)) => {
            web.app.note_asked(id, &one.answered.place(), asked).await?;
            Ok(nothing())
        }
        ("meant", Some(asked)) => Ok(mean(&web, id, &one.answered, asked).await?.into_response()),
        ("move", Some(asked)) => Ok(park(&web, id, &one.answered, asked).await?.into_response()),
        ("off", _) => {
            web.app.choose_some(|settings| settings.self_judgements = false).await?;
            let said = "Not asked about any more, anywhere. The settings can switch it on again.";
            Ok(coached::done(&one.answered.name, one.answered.field, said, &html! {}).into_response())
        }
        ("unmean", _) => {
            for flaw in one.answered.field.flaws() {
                web.app.unmean(id, one.answered.field, flaw.rule(), &words).await?;
            }
            let heeded = web.app.heeded().await?;
            let entry = web.app.entry(id).await?.entry;
            let (read, heeded) = all(vec![one.answered], entry, heeded).await?;
            let Some(one) = read.first() else { return Ok(nothing()) };
            Ok(draw(&web, id, &heeded, one, true, None).await?.into_response())
        }
        ("unmove", _) => {
            unpark(&web, id, &words).await?;
            Ok(draw(&web, id, &heeded, &one, true, None).await?.into_response())
        }
        _ => Ok(nothing()),
    }
}

/// Remembers that words were meant as they stand.
async fn mean(web: &Web, id: EntryId, answered: &Answered, asked: &Asked) -> Result<Markup, WebError> {
    web.app.note_meant(id, &answered.place(), asked).await?;
    let words = &answered.answer[asked.words.clone()];
    let said = "Taken as you mean it. These words are not asked about again here.";
    let back = coached::act("unmean", "Ask about them again", "btn lo small", words);
    Ok(coached::done(&answered.name, answered.field, said, &back))
}

/// Parks the words for question 4, and says which to take out of the answer.
async fn park(web: &Web, id: EntryId, answered: &Answered, asked: &Asked) -> Result<Markup, WebError> {
    let sentence = asked.sentence(&answered.answer);
    let words = &answered.answer[sentence.clone()];
    let idea: Text = words.parse().map_err(|error| WebError(AppError::from(error)))?;
    web.app
        .review(id, None, &Reviewed { park: vec![idea], typed_in: Some(Writer::Page), ..Reviewed::default() })
        .await?;
    let back = coached::act("unmove", "Put it back", "btn lo small", words);
    let said = "Parked for question 4, and taken out here.";
    Ok(coached::moved(
        &answered.name,
        answered.field,
        said,
        &back,
        coached::units((answered.before, answered.lead), &answered.answer, &sentence),
    ))
}

/// Takes the parked idea with these words out again.
async fn unpark(web: &Web, id: EntryId, words: &str) -> Result<(), WebError> {
    let parked = web.app.entry(id).await?.entry.review.parked;
    if let Some(place) = parked.iter().rposition(|idea| idea.as_str() == words.trim()) {
        web.app.unpark(id, None, place).await?;
    }
    Ok(())
}
