//! What the program says: kept, nothing here, change these, are these the ones.

use maud::{Markup, Render, html};

use super::button::{Button, act};

/// Draws the line that says something was kept, with a way to take it back; `undo` is where that posts to.
#[must_use]
pub fn kept(sentence: &str, undo: Option<&str>) -> Markup {
    kept_and(sentence, undo, &html! {})
}

/// Draws the line that says something was kept, with a way to take it back and other ways on.
#[must_use]
pub fn kept_and(sentence: &str, undo: Option<&str>, more: &Markup) -> Markup {
    html! {
        div.kept {
            p role="status" { (sentence) }
            (more)
            @if let Some(action) = undo { (act(action, &[], Button::quiet("Undo"))) }
        }
    }
}

/// Draws what stands where there is nothing yet, and what could be done.
#[must_use]
pub fn empty(sentence: &str, next: Option<Button<'_>>) -> Markup {
    html! {
        div.none {
            p { (sentence) }
            @if let Some(button) = next { (button) }
        }
    }
}

/// Draws the list of what needs a change, each a link to its field, given as the field's `id` and the sentence.
#[must_use]
pub fn check_these(wrong: &[(&str, &str)]) -> Markup {
    if wrong.is_empty() {
        return html! {};
    }
    let heading = match wrong.len() {
        1 => "One thing to change".to_owned(),
        count => format!("{count} things to change"),
    };
    html! {
        div.check-these role="alert" tabindex="-1" data-focus-first {
            h2 { (heading) }
            ul role="list" { @for (id, sentence) in wrong { li { a href={ "#" (id) } { (sentence) } } } }
        }
    }
}

/// A page that asks once before something that cannot be taken back.
#[derive(Debug, Clone, Copy)]
pub struct Confirm<'a> {
    /// What is about to happen, as a question.
    pub question: &'a str,
    /// What it changes and what it leaves, in a sentence or two.
    pub sentence: &'a str,
    /// Whose words it concerns; may be empty.
    pub words: &'a str,
    /// Where the answer posts to.
    pub action: &'a str,
    /// What is sent with it.
    pub hidden: &'a [(&'a str, &'a str)],
    /// The verb on the button.
    pub verb: &'a str,
    /// Where "Leave it as it is" leads.
    pub back: &'a str,
}

impl Render for Confirm<'_> {
    fn render(&self) -> Markup {
        html! {
            div.stack.wrap {
                h1 { (self.question) }
                @if !self.words.is_empty() { p.words.lg dir="auto" { (self.words) } }
                p { (self.sentence) }
                div.row.above-4 {
                    // No key presses what cannot be taken back, and the way out comes first.
                    (Button::plain("Leave it as it is").href(self.back))
                    (act(self.action, self.hidden, Button::plain(self.verb)))
                }
            }
        }
    }
}
