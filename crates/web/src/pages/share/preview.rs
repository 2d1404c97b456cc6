//! The document as it would be handed over, with what was replaced marked.

use hansei_app::redaction::{Redactions, Replaced, Suggested};
use hansei_app::share::{Form, Options, preview as shared};
use hansei_method::entry::Entry;
use maud::{Markup, html};

/// Signs that nobody types, put around what was replaced so that it is found again in the finished document.
const START: char = '\u{f0f01}';
const END: char = '\u{f0f02}';

/// The most that is named of what may still tell who is meant.
const MOST_LEFT: usize = 20;

/// Draws the document with marks, what was replaced, and what is left.
pub(super) fn preview(entry: &Entry, redactions: &Redactions, options: &Options) -> Markup {
    let plain = shared(entry, redactions, Form::Markdown, options);
    let pairs = plain.replaced.iter().map(|one| (one.from.clone(), format!("{START}{}{END}", one.to)));
    let marked = shared(entry, &Redactions::new(pairs), Form::Markdown, options).document;
    html! {
        (replaced(&plain.replaced))
        (left(&plain.left))
        div.document.words.sm dir="auto" tabindex="0" role="group" aria-label="The document" { (with_marks(&marked)) }
    }
}

fn with_marks(document: &str) -> Markup {
    let mut parts = document.split(START);
    let first = parts.next().unwrap_or_default();
    html! {
        (first)
        @for part in parts {
            @match part.split_once(END) {
                Some((put_in, rest)) => { mark { (put_in) } (rest) },
                None => (part),
            }
        }
    }
}

fn replaced(replaced: &[Replaced]) -> Markup {
    html! {
        @if !replaced.is_empty() {
            ul.meta role="list" {
                @for one in replaced {
                    li { bdi { (one.from) } " → " bdi { (one.to) } ": " (one.count) @if one.count == 1 { " place" } @else { " places" } }
                }
            }
        }
    }
}

fn left(left: &[Suggested]) -> Markup {
    html! {
        @if !left.is_empty() {
            p.meta {
                "Still there, and may tell who is meant: "
                @for (at, found) in left.iter().take(MOST_LEFT).enumerate() { @if at > 0 { ", " } bdi { (found.name) } }
                @if left.len() > MOST_LEFT { ", and " (left.len() - MOST_LEFT) " more" }
                "."
            }
        }
    }
}
