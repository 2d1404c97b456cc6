//! What is said of a practice on every page: its plan, its state, what was observed and what that still fits.

use hansei_app::practice::Practised;
use hansei_method::growth::State;
use hansei_method::opportunity::{Did, Met, Opportunity, Outcome, Recurred, Witness};
use hansei_method::plan::CommitmentKind;
use hansei_method::practice::{Subject, Turn};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::page::icons::{Glyph, glyph, glyph_as};
use crate::page::parts::{Plan, dots};
use crate::pages::day;
use crate::pages::library::adopted;

/// The most times that are drawn; the latest of them.
const MOST_DOTS: usize = 30;

/// Up to so many times each is named where the dots are read aloud.
const MOST_NAMED: usize = 12;

/// Writes where a practice stands.
pub(crate) fn address(it: &Practised) -> String {
    format!("/practice/{}", it.practice.id)
}

/// Says whether it is something that is built once.
pub(crate) fn is_built(it: &Practised) -> bool {
    it.practice.commitment.kind == CommitmentKind::System
}

/// Draws the plan as it is read: "If …, then I will …".
pub(crate) fn plan(it: &Practised) -> Plan<'_> {
    let commitment = &it.practice.commitment;
    Plan::IfThen { cue: commitment.cue_after_if(), act: commitment.act_after_i_will() }
}

/// Returns where the plan is written, to be changed.
pub(crate) fn planned_at(it: &Practised) -> String {
    match it.practice.about {
        Subject::Commitment { entry, .. } => format!("/entries/{entry}/next"),
        Subject::Adoption(id) => format!("/library/adopted/{id}"),
    }
}

/// Says where the plan comes from, under its title.
pub(crate) fn origin(it: &Practised, today: Date) -> Markup {
    html! {
        "Planned on " (day::short(it.practice.planned_on, today)) ", "
        @match it.practice.about {
            Subject::Commitment { entry, .. } => {
                "in the review of " a href={ "/entries/" (entry) } { "this entry" }
                @if let Some(when) = it.occurred { ", " (day::occurred(when, today)) }
            }
            Subject::Adoption(id) => { "when you " a href=(adopted::address(id)) { "adopted a lesson" } " from this case" }
        }
        "."
    }
}

/// Names the state of a lesson in words.
pub(crate) fn state(it: &Practised) -> &'static str {
    match it.growth.state {
        State::Lapsed => "slipping",
        state => state.name_for(it.practice.commitment.kind, it.growth.is_rare),
    }
}

/// Returns the shape of a state.
pub(crate) fn shape(state: State) -> Glyph {
    match state {
        State::New => Glyph::New,
        State::Practising => Glyph::Half,
        State::Established => Glyph::Full,
        State::Automatic => Glyph::Automatic,
        State::Lapsed => Glyph::Slipping,
    }
}

/// Says in a few words how far it has come: "established, 8 of 9".
pub(crate) fn short(it: &Practised) -> String {
    match it.practice.turn() {
        Turn::Waiting => "waits for its turn".to_owned(),
        Turn::Aside => "set aside".to_owned(),
        Turn::Ended => "ended".to_owned(),
        Turn::Begun => match it.growth.tally.share() {
            Some(share) => format!("{}, {share}", state(it)),
            None => format!("{}, the moment has not come up yet", state(it)),
        },
    }
}

/// Draws one quiet line under a plan that leads to its practice.
pub(crate) fn line(it: &Practised) -> Markup {
    html! { p.meta { "In practice: " a href=(address(it)) { (short(it)) } "." } }
}

/// Draws the shapes of the times that the moment came up, the oldest of the latest first.
pub(crate) fn strip(observed: &[Opportunity]) -> Markup {
    let drawn: Vec<_> = observed.iter().filter(|it| mark(it.outcome).is_some()).collect();
    let latest = &drawn[drawn.len().saturating_sub(MOST_DOTS)..];
    let shapes: Vec<Markup> = latest.iter().filter_map(|it| mark(it.outcome)).collect();
    html! {
        (dots(&told(latest, drawn.len()), &shapes))
        @if latest.len() < drawn.len() { p.meta { "The latest " (latest.len()) " of " (drawn.len()) "." } }
    }
}

/// Draws the shape of one observation; `None` for what was no opportunity.
pub(crate) fn mark(outcome: Outcome) -> Option<Markup> {
    Some(match outcome {
        Outcome::Met(Met { did: Did::Done, .. }) => glyph(Glyph::Full),
        Outcome::Met(Met { did: Did::Half, .. }) => glyph(Glyph::Half),
        Outcome::Met(Met { did: Did::Missed, .. }) => glyph(Glyph::Open),
        Outcome::Installed | Outcome::StillThere => glyph_as(Glyph::Condition, true),
        Outcome::Gone => glyph(Glyph::Condition),
        Outcome::Pending | Outcome::Expired | Outcome::DidNotComeUp => return None,
    })
}

fn told(latest: &[&Opportunity], of: usize) -> String {
    let names: Vec<&str> = latest.iter().map(|it| name(it.outcome)).collect();
    if names.len() <= MOST_NAMED {
        return format!("Oldest first: {}", names.join(", "));
    }
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for name in names {
        match counted.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counted.push((name, 1)),
        }
    }
    let counted: Vec<String> = counted.iter().map(|(name, count)| format!("{count} {name}")).collect();
    let all = if latest.len() < of {
        format!("the latest {} of {of}", latest.len())
    } else {
        format!("{of} times")
    };
    format!("{all}: {}", counted.join(", "))
}

fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met(met) => met.did.name(),
        Outcome::Installed => "installed",
        Outcome::StillThere => "still there",
        Outcome::Gone => "taken away",
        Outcome::Pending | Outcome::Expired => "unknown",
        Outcome::DidNotComeUp => "did not come up",
    }
}

/// Says what there was to see, as a sentence without its full stop.
pub(crate) fn outcome(outcome: Outcome, is_built: bool) -> &'static str {
    match outcome {
        Outcome::Pending => "It may have come up; nobody has said yet",
        Outcome::Expired => "Nobody said: unknown, and not missed",
        Outcome::DidNotComeUp if is_built => "Nothing to see yet",
        Outcome::DidNotComeUp => "It did not come up",
        Outcome::Installed => "Installed",
        Outcome::StillThere => "Still there",
        Outcome::Gone => "Taken away",
        Outcome::Met(met) => match (met.did, is_built) {
            (Did::Done, false) => "Done",
            (Did::Half, false) => "Half done",
            (Did::Missed, false) => "Not done",
            (Did::Done, true) => "Came into play",
            (Did::Half, true) => "Came into play in part",
            (Did::Missed, true) => "Got round",
        },
    }
}

/// Says whether the failure came back, with what it means together with what was done.
pub(crate) fn effect(met: Met) -> Option<&'static str> {
    match (met.did, met.recurred) {
        (_, Recurred::Unknown) => None,
        (_, Recurred::No) => Some("It did not happen again."),
        (Did::Done, Recurred::Yes) => {
            Some("It happened again: a question about the plan, not about the effort.")
        }
        (_, Recurred::Yes) => Some("It happened again."),
    }
}

/// Says how one knows of what was observed: "4 by something to look at, 5 by memory"; `None` where nothing was.
pub(crate) fn backed(observed: &[Opportunity]) -> Option<String> {
    let count =
        |known: Witness| observed.iter().filter(|it| mark(it.outcome).is_some() && it.known == known).count();
    let named = [
        (count(Witness::Artefact), "by something to look at"),
        (count(Witness::SomebodyElse), "by somebody else"),
        (count(Witness::Myself), "by memory"),
    ];
    let named: Vec<String> =
        named.iter().filter(|(count, _)| *count > 0).map(|(count, by)| format!("{count} {by}")).collect();
    (!named.is_empty()).then(|| named.join(", "))
}

/// Says how often it came back where that is known, and what that still fits.
pub(crate) fn returned(it: &Practised) -> Option<String> {
    let recurrence = it.growth.recurrence;
    let words = recurrence.words()?;
    let (_, fits) = words.split_once(": ")?;
    let times = if recurrence.of == 1 { "1 time" } else { &format!("{} times", recurrence.of) };
    Some(format!("it came back {} of {times}, {fits}", recurrence.returned))
}
