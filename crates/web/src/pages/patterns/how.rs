//! How a pattern was found: the road, the words with how telling they are, and how each number was made.

use std::collections::BTreeMap;

use hansei_app::patterns::{Card, Shared, Why, in_months};
use jiff::civil::Date;
use maud::{Markup, html};

use super::card::{counted, estimates};
use super::more;
use crate::pages::day;

/// Draws how the pattern of a card was found.
pub(super) fn how(card: &Card, today: Date) -> Markup {
    more(
        "How this was found",
        &html! {
            @if let Some(tendency) = card.tendency { (heard(card, tendency.name)) }
            @if !card.words.is_empty() { (alike(&card.words)) }
            (claim(card))
            (rate(card, today))
            (estimates(&card.estimates))
        },
    )
}

fn heard(card: &Card, name: &str) -> Markup {
    let mut phrases: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut tagged, mut measured) = (0, 0);
    for entry in &card.entries {
        match &entry.why {
            Some(Why::Heard { phrases: heard, .. }) => {
                for phrase in heard {
                    *phrases.entry(phrase).or_default() += 1;
                }
            }
            Some(Why::Tagged(_)) => tagged += 1,
            Some(Why::Measured(_)) => measured += 1,
            Some(Why::Alike { .. }) | None => {}
        }
    }
    html! {
        p {
            "“" (name) "” is one of 26 tendencies that hansei knows by how they sound. What says one outright counts by itself; what may say something else counts in a cause or a factor, or with another sign in the same entry. It has to be said of the person who writes where one person does it, and neither denied nor only imagined."
        }
        ul.stack.gap-2 role="list" {
            @for (phrase, count) in phrases { li { "“" (phrase) "” in " (counted(count, "entry", "entries")) } }
            @if tagged > 0 { li { "a tag that says it, in " (counted(tagged, "entry", "entries")) } }
            @if measured > 0 { li { "a duration that took over a tenth longer than was meant, in " (counted(measured, "entry", "entries")) } }
        }
    }
}

fn alike(words: &[Shared]) -> Markup {
    html! {
        p { "These entries resemble each other more than other entries do, in what happened, the causes and the lesson. The words that they share; the part says how much of their likeness each one makes." }
        table.shared {
            thead { tr { th scope="col" { "Word" } th scope="col" { "Here" } th scope="col" { "In the log" } th scope="col" { "Part" } } }
            tbody {
                @for word in words {
                    tr { th scope="row" { bdi { (word.word) } } td.num { (word.entries) } td.num { (word.in_log) } td.num { (format!("{:.1} %", word.percent)) } }
                }
            }
        }
    }
}

fn claim(card: &Card) -> Markup {
    html! {
        p {
            "A pattern takes three entries from two kinds of situation; here it is " (card.entries.len()) " from " (card.contexts.len())
            ". An entry’s kind of situation is the tag of it that most entries carry, or the first part of its context. Tags that name a tendency do not count, attempts at one goal are one situation, and what came out as intended is no evidence."
        }
    }
}

fn rate(card: &Card, today: Date) -> Markup {
    let rate = &card.rate;
    html! {
        p {
            (in_months(rate.whole)) ", from " (day::dated(rate.from)) ", when the log began or the first of these happened. "
            @if let Some(change) = rate.change {
                "The first commitment of these entries was made on " (day::short(change.on, today))
                @if let Some(id) = card.committed_in { ", " a href={ "/entries/" (id) } { "in this entry" } }
                ". A rate of k in T months is taken as Gamma(½ + k, T); “likely falling” is said from 90 in 100 on, and only with three entries before the commitment. Both are rules of thumb."
            }
        }
    }
}
