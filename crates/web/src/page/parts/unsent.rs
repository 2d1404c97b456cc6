//! What somebody typed and could not be kept, to be copied by hand.

use maud::{Markup, html};

/// Draws a text that stands on this page and nowhere else; nothing when there is none.
#[must_use]
pub fn unsent(texts: &str) -> Markup {
    html! {
        @if !texts.is_empty() {
            div.stack.gap-2 {
                label for="unsent" { "What you typed is not saved, and stands on this page only. Copy it from here." }
                // Browsers leave out a line break at the very beginning of a text area, so one stands before the text.
                textarea.write #unsent rows="8" readonly dir="auto" { "\n" (texts) }
            }
        }
    }
}
