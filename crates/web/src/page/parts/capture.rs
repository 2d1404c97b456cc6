//! The box for one line.

use maud::{Markup, Render, html};

use super::button::Button;
use super::field::wrong;

/// The box on Today: one line is enough, Enter keeps it.
#[derive(Debug, Clone, Copy)]
pub struct Capture<'a> {
    /// Where it posts to.
    pub action: &'a str,
    /// What is already typed.
    pub text: &'a str,
    /// What is wrong and what to do.
    pub error: Option<&'a str>,
    /// Values sent along, such as an idempotency key.
    pub hidden: &'a [(&'a str, &'a str)],
    /// Whether the page opens with the cursor in it.
    pub focused: bool,
}

impl Render for Capture<'_> {
    fn render(&self) -> Markup {
        let described = if self.error.is_some() { "capture-hint capture-wrong" } else { "capture-hint" };
        html! {
            form.capture method="post" action=(self.action) aria-label="Write one line" {
                @for (name, value) in self.hidden { input type="hidden" name=(name) value=(value); }
                label.vh for="capture" { "What happened?" }
                textarea #capture .write.one name="text" rows="2" dir="auto" data-enter required autofocus[self.focused]
                    placeholder="What happened? One line is enough." aria-describedby=(described)
                    aria-invalid=[self.error.map(|_| "true")] { "\n" (self.text) }
                @if let Some(error) = self.error { (wrong("capture", error)) }
                div.row {
                    p #capture-hint { "Not today? Put the day in front: “yesterday: …”, “last friday 15:00: …”" }
                    div.row.push {
                        (Button::quiet("Review it now").sends("then", "review"))
                        (Button::go("Keep").hint("Enter"))
                    }
                }
            }
        }
    }
}
