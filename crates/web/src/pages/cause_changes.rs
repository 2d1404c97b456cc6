//! What the buttons of the tree do. Each sends the whole page, so that whatever else was typed is kept with it.

use std::collections::HashMap;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::post;
use hansei_app::AppError;
use hansei_app::draft::Writer;
use hansei_app::review::{CauseChange, Reviewed};
use hansei_method::analysis::Analysis;
use hansei_method::cause::Cause;
use hansei_method::entry::Entry;
use hansei_method::factor::Control;
use hansei_method::id::Number;
use hansei_method::items::Direction;
use hansei_method::question::Question;
use hansei_store::Kept;

use super::causes::anchor;
use super::sheet::{self, Refusal, Sheet, agreed};
use super::why::{CAUSES, Why, analysis};
use super::{frame, step};
use crate::error::WebError;
use crate::extract::Path;
use crate::forms::words::Choice;
use crate::forms::{Form, Press, Wrongs};
use crate::state::Web;

/// Serves the buttons of the tree.
pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/entries/{id}/why/causes", post(add))
        .route("/entries/{id}/why/causes/{number}", post(keep))
        .route("/entries/{id}/why/causes/{number}/{act}", post(act))
}

async fn add(State(web): State<Web>, Path(id): Path<String>, form: Form) -> Result<Response, WebError> {
    if form.get("new.statement").trim().is_empty() {
        let kept = web.app.entry(frame::entry_id(&id)?).await?;
        let mut form = form;
        let seen = form.take("version").parse().ok();
        if let Some(page) = sheet::shut(&web, &kept, Question::Why, &form, seen).await? {
            return Ok(page);
        }
        let mut wrong = Wrongs::default();
        let press = Press::Add { list: CAUSES.to_owned(), kind: String::new() };
        Why::miss(&form, &press, &mut wrong);
        let place = beside(&form);
        return Refusal { form, seen, press, wrong, place }.answer::<Why>(&web, &kept).await;
    }
    change(&web, &id, form, &Step::default()).await
}

/// Names the place of the field for a new cause.
fn beside(form: &Form) -> String {
    let (open, under) = (form.get("node.number"), form.get("new.under"));
    match open.parse::<Number>() {
        Ok(open) if under == open.to_string() => format!("&node={open}&add=under"),
        Ok(open) => format!("&node={open}&add=beside"),
        Err(_) => "&add=top".to_owned(),
    }
}

async fn keep(
    State(web): State<Web>,
    Path((id, _)): Path<(String, Number)>,
    form: Form,
) -> Result<Response, WebError> {
    change(&web, &id, form, &Step::default()).await
}

async fn act(
    State(web): State<Web>,
    Path((id, number, act)): Path<(String, Number, String)>,
    mut form: Form,
) -> Result<Response, WebError> {
    let step = match act.as_str() {
        "open" => Step::go(format!("?node={number}#{}", anchor(number))),
        "under" | "beside" => Step::go(format!("?node={number}&add={act}")),
        "close" => Step::go(format!("#{}", anchor(number))),
        "another" => Step::go("?add=top".to_owned()),
        "not-now" => {
            for field in NEW_FIELDS {
                drop(form.take(field));
            }
            Step::go(format!("?node={number}#{}", anchor(number)))
        }
        "remove" => Step::change(CauseChange::Remove(number)),
        "choose" => Step::change(CauseChange::Choose(number, true)),
        "let-go" => Step::change(CauseChange::Choose(number, false)),
        "earlier" => Step::change(CauseChange::Shift(number, Direction::Earlier)),
        "later" => Step::change(CauseChange::Shift(number, Direction::Later)),
        "sort" => Step::change(CauseChange::Sort(number, control(&form)?)),
        _ => return Err(AppError::NotFound("there is no such button; reload the page".to_owned()).into()),
    };
    change(&web, &id, form, &step).await
}

/// The fields of a cause that is added.
const NEW_FIELDS: [&str; 5] = ["new.under", "new.statement", "new.kind", "new.certainty", "new.evidence"];

/// What a button asks for beside keeping what was typed.
#[derive(Debug, Default)]
struct Step {
    /// A change of one cause.
    change: Option<CauseChange>,
    /// The place at which the work goes on; `None` where the change says it.
    then: Option<String>,
}

impl Step {
    fn change(change: CauseChange) -> Self {
        Self { change: Some(change), then: None }
    }

    fn go(then: String) -> Self {
        Self { change: None, then: Some(then) }
    }
}

fn control(form: &Form) -> Result<Control, WebError> {
    let unknown = || AppError::Invalid("sort a cause under mine, partly or outside".to_owned());
    Ok(Control::from_word(form.get("control")).ok_or_else(unknown)?)
}

/// Saves what was typed on the page together with the change that the button asks for.
async fn change(web: &Web, id: &str, mut form: Form, step: &Step) -> Result<Response, WebError> {
    let id = frame::entry_id(id)?;
    let kept = web.app.entry(id).await?;
    let seen = form.take("version").parse().ok();
    form.take("do");
    form.take("control");
    if let Some(page) = sheet::shut(web, &kept, Question::Why, &form, seen).await? {
        return Ok(page);
    }
    Why::settle(&mut form);
    let mut wrong = Wrongs::default();
    let mut said = Why::read(&form, &kept.entry, &mut wrong);
    said.park.extend(wrong.text("park", "Parked", form.get("park")));
    if wrong.is_empty() {
        match write(web, &kept, seen, &said, step.change.as_ref()).await {
            Ok(()) => {
                let place = after(web, &kept, step, &form).await?;
                return Ok(sheet::go(&step::address(id, Question::Why, &place)));
            }
            Err(AppError::Conflict(_)) => return sheet::conflict::<Why>(web, &kept, form, seen, false).await,
            Err(error) => wrong.add("node.statement", "", frame::sentence(error)?),
        }
    }
    if let Some(unkept) = sheet::keep(web, id, Question::Why, &form, seen).await? {
        wrong.add("new.statement", "", unkept);
        return Ok(sheet::refused::<Why>(web, &kept, form, &wrong));
    }
    if let Some(then) = step.then.as_ref().filter(|_| !wrong.is_in(&["node.", "new."])) {
        // What is wrong beside the tree waits there as a draft; it is no reason not to open a cause.
        return Ok(sheet::go(&step::address(id, Question::Why, then)));
    }
    let (press, place) = (Press::Save, String::new());
    Refusal { form, seen, press, wrong, place }.answer::<Why>(web, &kept).await
}

/// Saves in one revision. A change of one cause with nothing else beside it is called by its own name in the history.
async fn write(
    web: &Web,
    kept: &Kept,
    seen: Option<i64>,
    said: &Reviewed,
    asked: Option<&CauseChange>,
) -> Result<(), AppError> {
    let id = kept.entry.id;
    let version = agreed(web, kept, seen, is_same).await?;
    let old = analysis(&kept.entry);
    let mut new = said.why.clone().unwrap_or_default();
    let single = single(&old, &new, said, asked);
    if let Some(change) = single {
        web.app.change_causes(id, Some(version), &change, Writer::Page).await?;
        web.app.drop_draft(id, Question::Why, Some(Writer::Page)).await?;
        return Ok(());
    }
    if let Some(change) = asked {
        change.apply(&mut new)?;
    }
    let said = Reviewed { why: Some(new), typed_in: Some(Writer::Page), ..said.clone() };
    web.app.review(id, Some(version), &said).await?;
    Ok(())
}

/// Finds the one change that makes the difference; `None` when there are several, or others than of a cause.
fn single(
    old: &Analysis,
    new: &Analysis,
    said: &Reviewed,
    asked: Option<&CauseChange>,
) -> Option<CauseChange> {
    if !said.park.is_empty() {
        return None;
    }
    if let Some(asked) = asked {
        return (old == new).then(|| asked.clone());
    }
    let before: HashMap<Number, &Cause> = old.causes.iter().map(|cause| (cause.number, cause)).collect();
    let added = new.causes.iter().find(|cause| !before.contains_key(&cause.number));
    let changed = new.causes.iter().find(|cause| before.get(&cause.number).is_some_and(|old| old != cause));
    let change = match (added, changed) {
        (Some(cause), None) => CauseChange::Add(cause.clone()),
        (None, Some(cause)) => CauseChange::Replace(cause.number, cause.clone()),
        _ => return None,
    };
    let mut alone = old.clone();
    change.apply(&mut alone).ok()?;
    (alone == *new).then_some(change)
}

fn is_same(one: &Entry, other: &Entry) -> bool {
    let (one, other) = (analysis(one), analysis(other));
    one.causes == other.causes && one.factors == other.factors && Why::same_beside(&one, &other)
}

/// Names the place in the tree at which the work goes on.
async fn after(web: &Web, before: &Kept, step: &Step, form: &Form) -> Result<String, WebError> {
    if let Some(then) = &step.then {
        return Ok(then.clone());
    }
    let now = web.app.entry(before.entry.id).await?;
    Ok(match &step.change {
        Some(CauseChange::Remove(number)) => {
            let above = analysis(&before.entry).causes.get(*number).and_then(|cause| cause.under);
            above.map_or_else(|| "#tree".to_owned(), |above| format!("?node={above}#{}", anchor(above)))
        }
        Some(CauseChange::Sort(number, _)) if form.get("node.number") != number.to_string() => {
            "#hands".to_owned()
        }
        Some(
            CauseChange::Choose(number, _) | CauseChange::Shift(number, _) | CauseChange::Sort(number, _),
        ) => {
            format!("?node={number}#{}", anchor(*number))
        }
        _ => Why::place(form, &now.entry),
    })
}
