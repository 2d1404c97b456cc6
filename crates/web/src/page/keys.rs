//! The list of keys, shown by `?` or its button.

use maud::{Markup, html};

use super::parts::check;

/// Draws the list of keys as a popover that opens without a script.
#[must_use]
pub fn popover() -> Markup {
    html! {
        div #keys .keys.stack popover role="dialog" aria-labelledby="keys-h" {
            h2 #keys-h { "Keys" }
            dl.slots {
                dt { (keys(&["n"])) } dd { "Write one line about something that happened" }
                dt { (keys(&["/"])) } dd { "Search" }
                dt { (keys(&["g"])) " then " (keys(&["t", "l", "p", "g", "r", "q", "c", "y", "f", "s", "a"])) }
                dd { "Today, log, patterns, growth, practice, quarter, career, library, files in and out, settings, API" }
                dt { (keys(&["j", "k"])) } dd { "Next, previous entry, case or cause; " (keys(&["Enter"])) " opens it" }
                dt { (keys(&["↑", "↓", "←", "→"])) }
                dd {
                    "On a cause: the one before, the next, the one above it, the first under it; " (keys(&["Home", "End"]))
                    " the first, the last; " (keys(&["Enter"])) " opens it"
                }
                dt { (keys(&["b", "e"])) } dd { "On a cause: how did that come about, what else had to be true" }
                dt { (keys(&["1", "2", "3"])) } dd { "On a cause: fully, partly, outside my hands" }
                dt { (keys(&["1", "2", "3", "4"])) } dd { "On a check-in: did it, half, did not, did not come up" }
                dt { (keys(&["Ctrl", "Enter"])) } dd { "Press the filled button" }
                dt { (keys(&["Ctrl", "."])) } dd { "“This is what I meant”: the question goes away and stays away" }
                dt { (keys(&["Shift", "P"])) } dd { "Pause or resume a review" }
                dt { (keys(&["?"])) } dd { "This list; " (keys(&["Esc"])) " closes it" }
            }
            p.meta {
                "Single letters work only outside text fields. "
                a href="/settings#keys-switch" { "They can be switched off in settings." }
            }
            div { button.btn type="button" popovertarget="keys" popovertargetaction="hide" { "Close" } }
        }
    }
}

/// Draws the button that opens the list.
#[must_use]
pub fn button() -> Markup {
    html! {
        button.btn.lo.push.hide type="button" popovertarget="keys" aria-keyshortcuts="?" {
            span.t { "Keys" } " " kbd data-single aria-hidden="true" { "?" }
        }
    }
}

/// Draws the checkbox that switches single-letter keys on and off; it sends `letter_keys`.
#[must_use]
pub fn switch(on: bool) -> Markup {
    html! {
        div #keys-switch .js {
            (check("letter_keys", "Single-letter keys", "n, /, g, j, k and the like. Ctrl Enter and Esc always work.", on))
        }
    }
}

fn keys(names: &[&str]) -> Markup {
    html! { @for (at, name) in names.iter().enumerate() { @if at > 0 { " " } kbd { (name) } } }
}
