//! One practice: its plan, what was observed of it, how far it has come and why, and what can be done with it.

use axum::extract::State;
use hansei_app::AppError;
use hansei_app::practice::Practised;
use hansei_method::growth::{Flag, State as Stands};
use hansei_method::id::PracticeId;
use hansei_method::practice::{Ending, Turn};
use hansei_method::text::Text;
use hansei_store::KeptOpportunity;
use jiff::civil::Date;
use maud::{Markup, html};

use super::asked::Line;
use super::moments::{self, From};
use super::told::{Back, Told};
use super::{acts, noting, said};
use crate::error::WebError;
use crate::extract::{Path, Query};
use crate::forms::{Form, Wrongs};
use crate::page::layout::Here;
use crate::page::parts::{Button, Field, Size, capital, check_these, fold, section, status, words_in};
use crate::pages::day;
use crate::pages::frame::Frame;
use crate::state::Web;

/// What the page shows.
pub(super) struct View<'a> {
    pub(super) it: &'a Practised,
    pub(super) line: &'a Line,
    pub(super) kept: &'a [KeptOpportunity],
    /// What was taken out of it.
    pub(super) removed: &'a [KeptOpportunity],
    /// The share that is asked of a lesson, from 0 to 1.
    pub(super) asked_share: f64,
    pub(super) is_all: bool,
    /// What was typed and what is wrong with it.
    pub(super) form: &'a Form,
    pub(super) wrong: &'a Wrongs,
}

/// Shows the page.
pub(super) async fn show(
    State(web): State<Web>,
    Path(id): Path<PracticeId>,
    Query(told): Query<Told>,
    Query(from): Query<From>,
) -> Result<Markup, WebError> {
    draw(&web, id, &told.line(Back::One), from.all, None).await
}

/// Draws the page, with what was just done or with what is wrong.
pub(super) async fn draw(
    web: &Web,
    id: PracticeId,
    told: &Markup,
    is_all: bool,
    typed: Option<(&Form, &Wrongs)>,
) -> Result<Markup, WebError> {
    let frame = Frame::of(web).await?;
    let line = Line::of(web).await?;
    let Some(it) = line.all.iter().find(|it| it.practice.id == id) else {
        return Err(WebError(AppError::NotFound(
            "there is no such practice; look at the list of practices for it".to_owned(),
        )));
    };
    let kept = web.app.opportunities_of(id).await?;
    let removed = web.app.removed_opportunities_of(id).await?;
    let asked_share = web.app.parameters().await?.fidelity;
    let (nothing, right) = (Form::default(), Wrongs::default());
    let (form, wrong) = typed.unwrap_or((&nothing, &right));
    let view = View { it, line: &line, kept: &kept, removed: &removed, asked_share, is_all, form, wrong };
    Ok(frame.page(&it.title, Here::Practice, &html! { (told) (page(&view)) }))
}

pub(super) fn page(view: &View<'_>) -> Markup {
    let (it, today) = (view.it, view.line.today);
    let is_asked = it.is_asked(today);
    let listed = view.wrong.listed();
    let listed: Vec<(&str, &str)> = listed.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    let others: Vec<&Practised> = view
        .line
        .all
        .iter()
        .filter(|other| other.practice.id != it.practice.id && other.practice.turn() != Turn::Ended)
        .collect();
    html! {
        p.meta { a href="/practice" { "All that is practised" } }
        header.stack.gap-2.below-5 {
            h1.words dir="auto" { (it.title) }
            p.meta { (said::origin(it, today)) }
        }
        (check_these(&listed))
        @if is_asked { (section("asked", "Asked today", "", &view.line.check_in(it, false, Back::One))) }
        @else { (section("plan", "The plan", "", &plan(it))) }
        (section("stands", "How far it has come", "State names are rules of thumb.", &stands(view)))
        @if !it.practice.is_dropped { (section("note", "Note a moment", "", &note(view))) }
        (section("observed", "What was observed", "The latest first.", &html! {
            (moments::list(it, view.kept, today, view.is_all))
            (moments::removed(it, view.removed, today))
        }))
        @if !said::is_built(it) && it.practice.turn() != Turn::Ended { (acts::rating(it, view.wrong.at("one"), today)) }
        (acts::all(it, &others, today))
    }
}

fn plan(it: &Practised) -> Markup {
    let commitment = &it.practice.commitment;
    html! {
        (said::plan(it))
        p.meta {
            (capital(commitment.kind.name())) ": " (commitment.kind.meaning()) ". "
            (capital(commitment.strength.name())) ": " (commitment.strength.meaning()) "."
        }
        @if let Some(lesson) = &it.practice.lesson {
            div { p.meta { "The lesson behind it" } (words_in(Size::Small, lesson.as_str())) }
        }
        p.meta { a href=(said::planned_at(it)) { "Change the plan" } }
    }
}

fn stands(view: &View<'_>) -> Markup {
    let (it, today) = (view.it, view.line.today);
    let growth = &it.growth;
    html! {
        div.stack.gap-2 {
            p.ink { (status(said::shape(growth.state), &capital(said::state(it)))) (since(it, today)) }
            (said::strip(&it.observed))
            p { (capital(&growth.tally.words())) "." }
        }
        (around(view))
        @for flag in &growth.flags { p { (flag_words(it, *flag)) } }
        (facts(it))
        p { (turn(it, today)) }
        @if !growth.transitions.is_empty() { (fold("How it came there", false, &transitions(it, today))) }
        (fold("How this is worked out", false, &worked_out(view)))
    }
}

/// Asks what changed around it where it slips, and shows what was said of that.
// D14
fn around(view: &View<'_>) -> Markup {
    let (it, wrong) = (view.it, view.wrong.at("around"));
    let kept = it.practice.around.as_ref().map_or("", Text::as_str);
    let is_lapsed = it.growth.state == Stands::Lapsed;
    if kept.is_empty() && !is_lapsed && wrong.is_none() {
        return html! {};
    }
    let typed = if wrong.is_some() { view.form.get("around") } else { kept };
    html! {
        @if is_lapsed {
            p.ink { "What changed around it? " span.soft { "A question, not a mark: what was observed before stays." } }
        }
        @if !kept.is_empty() {
            div { p.meta { "What you said changed around it" } (words_in(Size::Small, kept)) }
        }
        (fold(if kept.is_empty() { "Answer it" } else { "Say it anew" }, wrong.is_some(), &html! {
            form.stack.gap-2 method="post" action={ (said::address(it)) "/around" } {
                (Field::area("around", "What changed around it", 2).hint("The place, the people, the load, a reminder that went. Empty takes it away.").value(typed).error(wrong))
                div { (Button::plain("Keep it")) }
            }
        }))
    }
}

fn since(it: &Practised, today: Date) -> Markup {
    html! {
        @match it.growth.transitions.last() {
            Some(last) => { " since " (day::short(last.on, today)) ": " (last.reason.words()) "." },
            None => { ": nothing has changed it yet." },
        }
        @if it.growth.is_rare { " The moment is rarer than monthly, so reliable is as far as it is called." }
    }
}

/// Says what stands beside the state, with what to do about it.
pub(crate) fn flag_words(it: &Practised, flag: Flag) -> Markup {
    let plan = said::planned_at(it);
    html! {
        @match flag {
            Flag::Challenged => {
                b { "Done, and it happened again." } " That speaks about the plan, not about the effort. "
                a href=(plan) { "Revise the plan" }
            }
            Flag::Untested => { "Never tested: the moment has not come up for longer than was to be expected. " a href=(plan) { "Change the cue" } }
            Flag::Stale => { (capital(flag.words())) "." }
            Flag::Retired => { "Let go: the moment does not exist any more." }
            Flag::Superseded => { (capital(flag.words())) "." @if let Some(Ending::Superseded { by: Some(by), .. }) = it.practice.ending { " " a href={ "/practice/" (by) } { "Look at it" } } }
        }
    }
}

fn facts(it: &Practised) -> Markup {
    let met = it.growth.tally.met;
    let share = it.growth.tally.fits();
    let returned = said::returned(it);
    let backed = said::backed(&it.observed);
    html! {
        @if met > 0 || backed.is_some() {
            dl.slots {
                @if let Some(share) = share { dt { "Whether I do it" } dd { (share) "." } }
                @if met > 0 {
                    dt { "Whether it helps" }
                    dd {
                        @if let Some(returned) = returned { (capital(&returned)) "." }
                        @else { "Not known: nobody has said whether it came back." }
                    }
                }
                @if let Some(backed) = backed { dt { "How I know" } dd { (backed) "." } }
            }
        }
    }
}

fn turn(it: &Practised, today: Date) -> Markup {
    let put_off = it.practice.put_off_until.filter(|until| *until > today);
    html! {
        @match it.practice.turn() {
            Turn::Waiting => { "It waits until there is room. Few lessons at a time are practised; you can begin it now." },
            Turn::Aside => { "Set aside. Nothing asks about it until you begin it." },
            Turn::Ended => { "Nothing asks about it any more" @if let Some(ending) = it.practice.ending { ", since " (day::short(ending.on(), today)) } "." },
            Turn::Begun => {
                @if let Some(until) = put_off { "Put off: nothing is asked before " (day::short(until, today)) "." }
                @else if it.is_asked(today) { "It is asked about today." }
                @else if let Some(next) = it.practice.check_in { "Asked next on " (day::short(next.asked_on.unwrap_or(next.on), today)) "." }
            }
        }
    }
}

fn transitions(it: &Practised, today: Date) -> Markup {
    let kind = it.practice.commitment.kind;
    let name = |state: Stands| {
        if state == Stands::Lapsed { "slipping" } else { state.name_for(kind, it.growth.is_rare) }
    };
    html! {
        ol.stack.gap-1 role="list" {
            @for change in it.growth.transitions.iter().rev().take(20) {
                li { span.num { (day::short(change.on, today)) } ": " (capital(name(change.to))) ", because " (change.reason.words()) "." }
            }
        }
    }
}

fn worked_out(view: &View<'_>) -> Markup {
    let growth = &view.it.growth;
    html! {
        p.meta {
            "Older times count less: together they are worth " (format!("{:.1}", growth.fidelity.opportunities()))
            " of today, and the probability that it is done in more than " (format!("{:.0}", 100.0 * view.asked_share))
            " % of them is " (format!("{:.2}", growth.probability)) "."
        }
        p.meta { a href="/growth/parameters" { "The numbers behind the states" } }
    }
}

fn note(view: &View<'_>) -> Markup {
    let contexts = noting::contexts(&view.line.all);
    let is_open = view.wrong.at("did").is_some() || view.wrong.at("when").is_some();
    fold(
        "Say what there was to see",
        is_open,
        &html! {
            form.stack.wrap method="post" action={ (said::address(view.it)) "/moments" } {
                input type="hidden" name="key" value=(view.line.key);
                (noting::fields(view.it, view.form, view.wrong, &contexts))
                div { (Button::plain("Note it")) }
            }
        },
    )
}
