//! What was observed of a practice: noted, corrected, taken back, taken out.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use hansei_app::practice::{Noted, Practised};
use hansei_app::{App, AppError};
use hansei_method::id::{OpportunityId, PracticeId};
use hansei_method::opportunity::{Opportunity, Outcome};
use hansei_store::KeptOpportunity;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::told::{Act, Back};
use super::{asked, noting, said};
use crate::error::WebError;
use crate::extract::{Form as Fields, Path, Query};
use crate::forms::{Form, Wrongs};
use crate::page::icons::{Glyph, glyph};
use crate::page::layout::Here;
use crate::page::parts::{Button, act, check_these, fold, head};
use crate::pages::day;
use crate::pages::frame::{self, Frame};
use crate::state::Web;

/// The most observations on the page of a practice; the latest of them.
const MOST_SHOWN: usize = 12;

/// What one tap sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Tapped {
    did: String,
    key: String,
    /// The moment that waits for the answer; empty where none does.
    moment: String,
    back: Back,
}

/// Where the person came from.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct From {
    pub(super) back: Back,
    /// Whether everything that was observed is shown.
    pub(super) all: bool,
}

/// Keeps an answer of one tap.
pub(super) async fn answer(
    State(web): State<Web>,
    Path(id): Path<PracticeId>,
    Fields(tapped): Fields<Tapped>,
) -> Result<Redirect, WebError> {
    let outcome = asked::outcome(&tapped.did).ok_or_else(|| {
        WebError(AppError::Invalid(
            "say what there was to see with one of the answers; nothing was changed".to_owned(),
        ))
    })?;
    let app = frame::once(&web, &format!("moment-{}", id.uuid().simple()), &tapped.key, &[&tapped.did])?;
    let (noted, waiting) = (Noted::quick(outcome), tapped.moment.parse().ok());
    let mut moment = tap(&app, id, waiting, &noted).await?;
    // The same tap was taken back since: now it is another one.
    let kept = web.app.opportunities_of(id).await?;
    if !kept.iter().any(|kept| kept.opportunity.id == moment && kept.opportunity.is_answered()) {
        moment = tap(&web.app, id, waiting, &noted).await?;
    }
    Ok(Act::Noted.of(id, moment, tapped.back))
}

async fn tap(
    app: &App,
    id: PracticeId,
    waiting: Option<OpportunityId>,
    noted: &Noted,
) -> Result<OpportunityId, AppError> {
    let saved = match waiting {
        Some(moment) => app.answer_moment(moment, None, noted).await?,
        None => app.note_moment(id, noted).await?,
    };
    Ok(saved.id)
}

/// Notes a moment with everything that was said of it.
pub(super) async fn note(
    State(web): State<Web>,
    Path(id): Path<PracticeId>,
    form: Form,
) -> Result<Response, WebError> {
    let mut wrong = Wrongs::sent_at(web.app.now());
    let read = noting::read(&form, &mut wrong);
    if let Some(noted) = read {
        let app =
            frame::once(&web, &format!("noted-{}", id.uuid().simple()), form.get("key"), &[&form.encoded()])?;
        match app.note_moment(id, &noted).await {
            Ok(saved) => return Ok(Act::Noted.of(id, saved.id, Back::One).into_response()),
            Err(error) => wrong.add("did", "", frame::sentence(error)?),
        }
    }
    let page = super::one::draw(&web, id, &html! {}, false, Some((&form, &wrong))).await?;
    Ok(frame::refused(page))
}

/// Shows the form in which a moment is corrected.
pub(super) async fn edit(
    State(web): State<Web>,
    Path((id, moment)): Path<(PracticeId, OpportunityId)>,
    Query(from): Query<From>,
) -> Result<Markup, WebError> {
    let kept = moment_of(&web, id, moment).await?;
    let mut form = noting::as_form(&kept.opportunity);
    form.set("version", kept.version.to_string());
    form.set("back", from.back.word());
    anew(&web, id, moment, &form, &Wrongs::default()).await
}

/// Keeps what is said of a moment now.
pub(super) async fn correct(
    State(web): State<Web>,
    Path((id, moment)): Path<(PracticeId, OpportunityId)>,
    form: Form,
) -> Result<Response, WebError> {
    let kept = moment_of(&web, id, moment).await?;
    let mut wrong = Wrongs::sent_at(web.app.now());
    if let Some(mut noted) = noting::read(&form, &mut wrong) {
        noted.when = noted.when.or(Some(kept.opportunity.when));
        let version = form.get("version").parse().ok();
        let saved = if kept.opportunity.is_answered() {
            web.app.correct_moment(moment, version, &noted).await
        } else {
            web.app.answer_moment(moment, version, &noted).await
        };
        match saved {
            Ok(_) => return Ok(Act::Corrected.of(id, moment, back(&form)).into_response()),
            Err(error) => wrong.add("did", "", frame::sentence(error)?),
        }
    }
    Ok(frame::refused(anew(&web, id, moment, &form, &wrong).await?))
}

/// Takes back what was said of a moment.
pub(super) async fn undo(
    State(web): State<Web>,
    Path((id, moment)): Path<(PracticeId, OpportunityId)>,
    Fields(from): Fields<From>,
) -> Result<Redirect, WebError> {
    web.app.undo_moment(moment, None).await?;
    Ok(Act::Undone.of(id, moment, from.back))
}

/// Takes a moment out.
pub(super) async fn remove(
    State(web): State<Web>,
    Path((id, moment)): Path<(PracticeId, OpportunityId)>,
    Fields(from): Fields<From>,
) -> Result<Redirect, WebError> {
    web.app.remove_moment(moment, None).await?;
    Ok(Act::Removed.of(id, moment, from.back))
}

/// Takes out a moment that was expected, so that nobody asks about it.
pub(super) async fn not_asked(
    State(web): State<Web>,
    headers: HeaderMap,
    Path((id, moment)): Path<(PracticeId, OpportunityId)>,
) -> Result<Response, WebError> {
    web.app.remove_moment(moment, None).await?;
    if headers.contains_key("hx-request") {
        return Ok(html! { li.meta role="status" { "You are not asked about it." } }.into_response());
    }
    Ok(Act::NotAsked.of(id, moment, Back::One).into_response())
}

fn back(form: &Form) -> Back {
    [Back::Today, Back::List, Back::Growth]
        .into_iter()
        .find(|back| back.word() == form.get("back"))
        .unwrap_or_default()
}

async fn moment_of(web: &Web, id: PracticeId, moment: OpportunityId) -> Result<KeptOpportunity, WebError> {
    let kept = web.app.opportunities_of(id).await?.into_iter().find(|kept| kept.opportunity.id == moment);
    let gone =
        || AppError::NotFound("there is no such observation; look at its practice for the list".to_owned());
    Ok(kept.ok_or_else(gone)?)
}

async fn anew(
    web: &Web,
    id: PracticeId,
    moment: OpportunityId,
    form: &Form,
    wrong: &Wrongs,
) -> Result<Markup, WebError> {
    let frame = Frame::of(web).await?;
    let it = web.app.practice(id).await?;
    let contexts = noting::contexts(std::slice::from_ref(&it));
    let main = correcting(&it, moment, form, wrong, &contexts);
    Ok(frame.page("What there was to see", Here::Practice, &main))
}

fn correcting(
    it: &Practised,
    moment: OpportunityId,
    form: &Form,
    wrong: &Wrongs,
    contexts: &[String],
) -> Markup {
    let listed = wrong.listed();
    let listed: Vec<(&str, &str)> = listed.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    let at = said::address(it);
    html! {
        (head("What there was to see", None))
        (check_these(&listed))
        div.below-5 { (said::plan(it)) }
        form.stack.wrap method="post" action={ (at) "/moments/" (moment) } {
            input type="hidden" name="version" value=(form.get("version"));
            input type="hidden" name="back" value=(form.get("back"));
            (noting::fields(it, form, wrong, contexts))
            div.onward {
                (Button::go("Keep it").hint("Ctrl Enter"))
                (Button::quiet("Leave it as it is").href(&at))
            }
        }
    }
}

/// Draws what was observed, the latest first.
pub(super) fn list(it: &Practised, kept: &[KeptOpportunity], today: Date, is_all: bool) -> Markup {
    let most = if is_all { kept.len() } else { MOST_SHOWN };
    html! {
        @if kept.is_empty() { p.soft { "Nothing was observed yet." } }
        ol.seen role="list" {
            @for kept in kept.iter().rev().take(most) { (observed(it, kept, today)) }
        }
        @if kept.len() > most { p.meta { a href={ (said::address(it)) "?all=true#observed" } { "All " (kept.len()) } } }
    }
}

/// Draws what was taken out, each with the way to bring it back; nothing where nothing was.
pub(super) fn removed(it: &Practised, removed: &[KeptOpportunity], today: Date) -> Markup {
    if removed.is_empty() {
        return html! {};
    }
    fold(
        &format!("Taken out ({})", removed.len()),
        false,
        &html! {
            p.meta { "These count no more. What is brought back counts as before." }
            ol.seen role="list" {
                @for kept in removed.iter().take(MOST_SHOWN) {
                    @let moment = &kept.opportunity;
                    @let day = day::occurred(moment.when, today);
                    li {
                        p.at.num { (day) }
                        (said::mark(moment.outcome).unwrap_or_else(|| glyph(Glyph::None)))
                        div {
                            p { (said::outcome(moment.outcome, said::is_built(it))) "." }
                            @if let Some(note) = &moment.note { p.words.sm dir="auto" { (note) } }
                        }
                        (act(&format!("{}/moments/{}/undo", said::address(it), moment.id), &[], Button::quiet("Bring it back").small().about(&day)))
                    }
                }
            }
        },
    )
}

fn observed(it: &Practised, kept: &KeptOpportunity, today: Date) -> Markup {
    let mut moment: Opportunity = kept.opportunity.clone();
    moment.expire(today);
    let day = day::occurred(moment.when, today);
    let at = format!("{}/moments/{}", said::address(it), moment.id);
    html! {
        li {
            p.at.num { (day) }
            (said::mark(moment.outcome).unwrap_or_else(|| glyph(Glyph::None)))
            div {
                p.ink {
                    (said::outcome(moment.outcome, said::is_built(it))) "."
                    @if let Some(effect) = moment.met().and_then(said::effect) { " " (effect) }
                }
                @if let Some(note) = &moment.note { p.words.sm dir="auto" { (note) } }
                p.meta { (about(&moment)) }
            }
            div.row {
                (Button::quiet(if moment.is_answered() { "Correct it" } else { "Answer it" }).small().href(&at).about(&day))
                @if kept.before.is_some() && moment.is_answered() {
                    (act(&format!("{at}/undo"), &[], Button::quiet("Undo").small().about(&format!("the last change, {day}"))))
                }
                (act(&format!("{at}/remove"), &[], Button::quiet("Take it out").small().about(&day)))
            }
        }
    }
}

fn about(moment: &Opportunity) -> Markup {
    let reminded = moment.met().is_some_and(|met| met.reminded);
    let is_said = moment.is_answered() && moment.outcome != Outcome::DidNotComeUp;
    html! {
        @if let Some(context) = &moment.context { bdi { (context) } ". " }
        @if is_said { (known(moment)) "." }
        @if reminded { " A reminder helped." }
    }
}

fn known(moment: &Opportunity) -> String {
    crate::page::parts::capital(moment.known.words())
}
