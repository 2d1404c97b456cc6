//! Ideas for question 4 that came early.

use maud::{Markup, html};

use super::button::Button;
use super::field::Field;
use crate::page::icons::Icon;

/// What is parked, and the line to park one more.
#[derive(Debug, Clone, Copy)]
pub struct Parked<'a> {
    /// The `id` of the form on the page that an idea is sent with, so that nothing else that was typed is lost.
    pub form: &'a str,
    /// The ideas in their author's words, each with what its button sends as `do`.
    pub ideas: &'a [(&'a str, &'a str)],
    /// What stands in the line already.
    pub typed: &'a str,
    /// What is wrong with it.
    pub error: Option<&'a str>,
}

/// Draws the parked ideas with a way to let go of each, and the line to park one more.
#[must_use]
pub fn parked(parked: &Parked<'_>) -> Markup {
    html! {
        div.parked.stack {
            @if !parked.ideas.is_empty() {
                h2.meta { "Parked for question 4" }
                ul.stack.gap-2 role="list" {
                    @for (words, sends) in parked.ideas {
                        li.parked-idea {
                            p.words.sm.cut dir="auto" { (words) }
                            (Button::quiet("Let it go").icon(Icon::Remove).bare().small().about(&words.chars().take(60).collect::<String>()).sends("do", sends).of(parked.form).unchecked())
                        }
                    }
                }
            }
            details open[!parked.typed.is_empty() || parked.error.is_some()] {
                summary { "An idea for question 4? Park it" }
                div.stack.gap-2 {
                    (Field::area("park", "An idea for question 4", 2).value(parked.typed).error(parked.error).unlabelled().of(parked.form))
                    div { (Button::plain("Park it").small().sends("do", "park").of(parked.form)) }
                }
            }
        }
    }
}
