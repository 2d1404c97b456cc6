//! The timeline: what happened, forwards.

use maud::{Markup, html};

use super::text::words;
use crate::page::icons::{Glyph, Icon, glyph_as, icon};

/// One line of a timeline.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// Its anchor; unique on the page.
    pub id: &'a str,
    /// The day, or "then".
    pub day: &'a str,
    /// The time of day; may be empty.
    pub clock: &'a str,
    /// The same for machines, such as `2026-02-03T11:20`; `None` when it is not known.
    pub machine: Option<&'a str>,
    /// What happened, in its author's words.
    pub what: &'a str,
    /// How it is known, in its author's words; may be empty.
    pub source: &'a str,
    /// Whether the source is somebody's memory or word and not a record.
    pub told: bool,
    /// Whether it was known only later.
    pub later: bool,
    /// Whether it was a decision of the author's.
    pub decision: bool,
    /// Buttons and folded forms under the line.
    pub more: Option<&'a Markup>,
}

/// Draws the timeline; nothing without moments.
#[must_use]
pub fn timeline(moments: &[Moment<'_>]) -> Markup {
    if moments.is_empty() {
        return html! {};
    }
    html! {
        ol.time role="list" aria-label="Timeline" {
            @for moment in moments { (line(moment)) }
        }
    }
}

/// Draws the key to the timeline's shapes; screen readers hear the words on each line instead.
#[must_use]
pub fn timeline_key() -> Markup {
    html! {
        div.row.meta aria-hidden="true" {
            span.state { (glyph_as(Glyph::Event, true)) "known then" }
            span.state { (glyph_as(Glyph::Event, false)) "learned later" }
            span.state { (glyph_as(Glyph::Decision, true)) "a decision of mine" }
        }
    }
}

fn line(moment: &Moment<'_>) -> Markup {
    let shape = if moment.decision { Glyph::Decision } else { Glyph::Event };
    let source = if moment.told { Icon::Person } else { Icon::Clip };
    let known = if moment.later { "learned later" } else { "known then" };
    html! {
        li #(moment.id) class=[moment.later.then_some("later")] data-scope {
            (when(moment))
            (glyph_as(shape, !moment.later))
            div {
                (words(moment.what))
                p.meta {
                    @if !moment.source.is_empty() {
                        span.src { (icon(source)) bdi { (moment.source) } } ", "
                    }
                    @if moment.decision { "my decision, " }
                    (known)
                }
                @if let Some(more) = moment.more { (more) }
            }
        }
    }
}

fn when(moment: &Moment<'_>) -> Markup {
    let shown = html! {
        (moment.day)
        @if !moment.clock.is_empty() { " " span { (moment.clock) } }
    };
    html! {
        @if let Some(machine) = moment.machine { time.at datetime=(machine) { (shown) } }
        @else { p.at { (shown) } }
    }
}
