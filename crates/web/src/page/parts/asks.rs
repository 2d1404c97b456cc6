//! The place under an answer: the question that always stands there, until a sharper one takes its place.

use maud::{Markup, Render, html};

use super::text::fold;

/// The way out of a question.
pub const MEANT: &str = "This is what I meant";

/// What tells why a question was asked.
pub const WHY: &str = "Why this question";

/// The place under an answer, in one box with it.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Asks<'a> {
    /// The `id` of the field above it.
    pub id: &'a str,
    /// Where the answer is read.
    pub action: &'a str,
    /// The question that always stands there.
    pub standing: &'a str,
    /// What can take its place and is longest.
    pub longest: [Longest<'a>; 2],
    /// How much of it is there before anything is asked.
    pub from: From,
}

/// A question at its longest: what its room is measured by.
#[derive(Debug, Clone, Copy, Default)]
pub struct Longest<'a> {
    /// What is said before the question; may be empty.
    pub before: &'a str,
    /// The question.
    pub question: &'a str,
    /// What its first button says.
    pub offer: &'a str,
}

/// How much of the place under an answer is there before anything is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// All of it, with the room that a question takes: the one answer that a page is about.
    Start,
    /// The question that always stands there; a sharper one makes its own room.
    Question,
    /// Nothing: it is one field of many.
    Nothing,
}

impl Render for Asks<'_> {
    fn render(&self) -> Markup {
        let (is_first, is_later) = (self.from == From::Start, self.from == From::Nothing);
        html! {
            div.asks.first[is_first].later[is_later] #{ (self.id) "-asks" } aria-live="polite" {
                @if !is_later { div.stack.gap-1 { p.meta { (self.standing) } } }
                @if is_first { (room(&self.longest)) }
            }
        }
    }
}

/// Holds the room that any of these questions takes, so that nothing below moves when one comes.
#[must_use]
pub fn room(longest: &[Longest<'_>]) -> Markup {
    html! {
        @for one in longest {
            div.coach.room aria-hidden="true" {
                @if !one.before.is_empty() { p { (one.before) } }
                p.q { (one.question) }
                div.row {
                    span.btn.small { (one.offer) }
                    span.btn.lo.small { span.t { (MEANT) } kbd { "Ctrl ." } }
                    (fold(WHY, false, &html! {}))
                }
            }
        }
    }
}
