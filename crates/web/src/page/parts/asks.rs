//! The place under an answer: the question that always stands there, until a sharper one takes its place.

use maud::{Markup, Render, html};

/// The place under an answer.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Asks<'a> {
    /// The `id` of the field above it.
    pub id: &'a str,
    /// Where the answer is read.
    pub action: &'a str,
    /// The question that always stands there.
    pub standing: &'a str,
    /// The longest question that can take its place.
    pub longest: &'a str,
    /// How much of it is there before its field was looked at.
    pub from: From,
}

/// How much of the place under an answer is there before its field was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// All of it, with the room that a question takes.
    Start,
    /// The question that always stands there; the room comes with the first look.
    Question,
    /// Nothing: it is one field of many.
    Nothing,
}

impl Render for Asks<'_> {
    fn render(&self) -> Markup {
        let is_later = self.from == From::Nothing;
        html! {
            div.asks.later[is_later] #{ (self.id) "-asks" } data-open[self.from == From::Start] aria-live="polite" {
                // A long page has many fields: theirs is filled with the first look.
                @if !is_later {
                    p.meta { (self.standing) }
                    (room(self.longest))
                }
            }
        }
    }
}

/// Holds the room that a question takes, so that nothing below moves when one comes.
#[must_use]
pub fn room(longest: &str) -> Markup {
    html! {
        div.coach.room aria-hidden="true" {
            p.q { (longest) }
            div.row { span.btn.small { "·" } }
        }
    }
}
