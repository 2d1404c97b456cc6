//! Notes beside the work: one quiet question, and what was written before the outcome.

use hansei_app::coaching::CARE;
use maud::{Markup, Render, html};

use super::text::fold;
use crate::page::icons::{Icon, icon};

/// One question about what somebody wrote, with a way out.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Question<'a> {
    ask: &'a str,
    about: &'a str,
    why: Option<&'a str>,
    answer: Option<&'a Markup>,
}

impl<'a> Question<'a> {
    /// Makes the question; `about` names for screen readers what it is about.
    pub fn new(ask: &'a str, about: &'a str) -> Self {
        Self { ask, about, why: None, answer: None }
    }

    /// Says why it is asked, folded away.
    pub fn why(self, why: &'a str) -> Self {
        Self { why: Some(why), ..self }
    }

    /// Adds the field and buttons it is answered or left with.
    pub fn answer(self, answer: &'a Markup) -> Self {
        Self { answer: Some(answer), ..self }
    }
}

impl Render for Question<'_> {
    fn render(&self) -> Markup {
        html! {
            div.coach role="note" aria-label={ "One question about " (self.about) } data-scope {
                p.q { (self.ask) }
                @if let Some(answer) = self.answer { (answer) }
                @if let Some(why) = self.why { (fold("Why this question", false, &html! { p.meta { (why) } })) }
            }
        }
    }
}

/// Draws what is said to somebody who writes of hurting themselves, with whom they named to talk to.
#[must_use]
pub fn care(contacts: Option<&str>) -> Markup {
    html! {
        div.coach role="note" data-care {
            p { (CARE) }
            @if let Some(contacts) = contacts { p.words.sm dir="auto" { (contacts) } }
            @else { p.meta { "Names and numbers that you put into " a href="/settings#coach" { "the settings" } " stand here." } }
            p.meta { "Nothing of this is sent, and nobody is told." }
        }
    }
}

/// Draws a note that was written before the outcome and can no longer be changed.
#[must_use]
pub fn sealed(id: &str, heading: &str, at: &str, facts: &[(&str, &str)]) -> Markup {
    html! {
        section.sealed #(id) aria-labelledby={ (id) "-h" } {
            h2.when #{ (id) "-h" } { (icon(Icon::Seal)) span { (heading) br; (at) } }
            dl {
                @for (name, words) in facts {
                    div { dt { (name) } dd.words.sm dir="auto" { (words) } }
                }
            }
            p.meta { "Read-only. Kept as it was." }
        }
    }
}
