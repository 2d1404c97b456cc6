//! One lesson on the growth page: its plan, a dot for each time the moment came up, and what may be asked about it.

use hansei_app::practice::Practised;
use hansei_method::growth::{Flag, State};
use hansei_method::practice::{Subject, Turn};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::page::parts::{Button, act, fold};
use crate::pages::day;
use crate::pages::practice::one::flag_words;
use crate::pages::practice::said;
use crate::pages::practice::told::Back;

/// Draws one lesson.
pub(super) fn lesson(it: &Practised, today: Date) -> Markup {
    let is_ended = it.practice.turn() == Turn::Ended;
    let is_untested = it.growth.flags.contains(&Flag::Untested);
    html! {
        li {
            div {
                (plan(it, today))
                p.meta { (standing(it, today)) }
                @for flag in it.growth.flags.iter().filter(|flag| **flag != Flag::Untested) { p.meta { (flag_words(it, *flag)) } }
            }
            div {
                (said::strip(&it.observed))
                p.meta { (share(it, today)) }
            }
            @if it.growth.state == State::Lapsed && !is_ended { div.wide { (slipping(it)) } }
            @if is_untested && !is_ended { div.wide { (untested(it, today)) } }
        }
    }
}

/// Draws the plan; that of a lesson which is asked about today is folded, so that it can be said first.
fn plan(it: &Practised, today: Date) -> Markup {
    let at = said::address(it);
    let sentence = it.practice.commitment.sentence();
    html! {
        @if it.is_asked(today) {
            a.words.open href=(at) dir="auto" data-open { (it.title) }
            (fold("The plan: asked today, so say it first", false, &html! { p.words dir="auto" { (sentence) } }))
        } @else {
            a.words.open href=(at) dir="auto" data-open { (sentence) }
        }
    }
}

fn standing(it: &Practised, today: Date) -> Markup {
    let is_adopted = matches!(it.practice.about, Subject::Adoption(_));
    let first = it.growth.first(State::Automatic).or_else(|| it.growth.first(State::Established));
    html! {
        @match it.practice.turn() {
            Turn::Waiting => { "Waits for its turn. " },
            Turn::Aside => { "Set aside. " },
            Turn::Begun | Turn::Ended => {},
        }
        @match (it.growth.state, it.growth.since(), first) {
            (State::Lapsed, Some(since), Some(first)) => {
                "First established on " (day::short(first, today)) "; slipping since " (day::short(since, today)) ". Earlier evidence stays."
            },
            (State::New, ..) | (_, None, _) => {
                @if is_adopted { "Adopted on " } @else { "Planned on " } (day::short(it.practice.planned_on, today))
                @if is_adopted { ", from another’s failure" } "."
            },
            (_, Some(since), _) => { "Since " (day::short(since, today)) "." },
        }
        @if it.growth.is_rare && it.growth.state == State::Established { " Comes up rarely, so it is called reliable, never automatic." }
    }
}

fn share(it: &Practised, today: Date) -> Markup {
    let recurrence = it.growth.recurrence;
    html! {
        @match (it.growth.tally.fits(), it.growth.last_evidence) {
            (Some(share), last) => {
                (share)
                @if let Some(last) = last { ". The last on " (day::short(last, today)) }
                @if recurrence.returned > 0 { ". It came back " (recurrence.returned) " of " (recurrence.of) }
                "."
            },
            (None, Some(_)) => { (crate::page::parts::capital(&it.growth.tally.words())) "." },
            (None, None) if it.growth.flags.contains(&Flag::Untested) => { "Never tested: the moment has not come up for longer than was to be expected." },
            (None, None) => { "Nothing yet" },
        }
    }
}

fn slipping(it: &Practised) -> Markup {
    html! {
        p.ink { "What changed around it? " a href=(said::planned_at(it)) { "Revise the plan" } }
    }
}

fn untested(it: &Practised, today: Date) -> Markup {
    let at = said::address(it);
    let cue = it.practice.commitment.cue.as_str();
    html! {
        div.row {
            @if !it.is_asked(today) {
                (fold("Rehearse it", false, &html! {
                    p.meta { "Say it aloud, and see the moment before you. A rehearsal is no observation and counts as nothing." }
                    (said::plan(it))
                }))
            }
            (Button::plain("Change the cue").small().href(&said::planned_at(it)).about(cue))
            (act(&format!("{at}/retire"), &[("back", Back::Growth.word())], Button::quiet("Let it go").small().about(cue)))
        }
    }
}
