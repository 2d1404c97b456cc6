//! One lesson at the top of the growth page: what was written then, and what was done since.

use std::cmp::Reverse;

use hansei_app::practice::Practised;
use hansei_method::growth::State;
use hansei_method::practice::Turn;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::pages::day;
use crate::pages::practice::said;

/// How often the moment came up at least.
const FEWEST: u32 = 3;

/// Draws the lesson with the most to show for it; nothing where no lesson has come so far.
pub(super) fn then(all: &[Practised], today: Date) -> Markup {
    let Some(it) = chosen(all, today) else { return html! {} };
    let tally = it.growth.tally;
    let words = it.practice.lesson.as_ref().map_or(it.title.as_str(), |lesson| lesson.as_str());
    html! {
        section.then aria-labelledby="then-h" {
            h2.vh #then-h { "One lesson, then and now" }
            div.stack.gap-2 {
                p.meta { "In " (month(it.practice.planned_on, today)) " you wrote" }
                p.words.xl dir="auto" { (words) }
            }
            div.stack.gap-3 {
                p.meta { "Since then" }
                p.lead {
                    "The moment came up " b { (times(tally.met)) } ". You did it " b { (times(tally.done)) }
                    @if tally.half > 0 { ", and " (times(tally.half)) " in part" } "."
                }
                (said::strip(&it.observed))
                p.meta {
                    @if let Some((first, last)) = span(it) { (day::short(first, today)) @if first != last { " to " (day::short(last, today)) } ". " }
                    @if let Some(range) = tally.fits() { (range) ". " }
                    @if let Some(backed) = said::backed(&it.observed) { "Known " (backed) ". " }
                    a href=(said::address(it)) { "All about it" }
                }
            }
        }
    }
}

/// Chooses what was done most often of what is established; it stays the same lesson until another was done more often.
fn chosen(all: &[Practised], today: Date) -> Option<&Practised> {
    let is_shown = |it: &&Practised| {
        it.practice.turn() != Turn::Ended
            && !said::is_built(it)
            && !it.is_asked(today)
            && it.growth.tally.met >= FEWEST
            && matches!(it.growth.state, State::Established | State::Automatic)
    };
    all.iter()
        .filter(is_shown)
        .max_by_key(|it| (it.growth.tally.done, Reverse(it.practice.planned_on), it.practice.id))
}

fn month(on: Date, today: Date) -> String {
    let format = if on.year() == today.year() { "%B" } else { "%B %Y" };
    on.strftime(format).to_string()
}

fn span(it: &Practised) -> Option<(Date, Date)> {
    let mut met = it.observed.iter().filter(|it| it.met().is_some()).map(|it| it.when.date());
    let first = met.next()?;
    Some((first, met.next_back().unwrap_or(first)))
}

fn times(count: u32) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        count => format!("{count} times"),
    }
}
