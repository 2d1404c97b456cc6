//! Causes sorted by how much of each was in one's hands.

use maud::{Markup, html};

use super::button::{Button, act};
use super::text::{Size, words_in};

/// One cause in a bin.
#[derive(Debug, Clone, Copy)]
pub struct Slip<'a> {
    /// Its anchor; unique on the page.
    pub id: &'a str,
    /// What it is, in its author's words.
    pub words: &'a str,
    /// The ways to move it elsewhere, such as [`moves`]; `None` where nothing can be changed.
    pub more: Option<&'a Markup>,
}

/// One of the bins.
#[derive(Debug, Clone, Copy)]
pub struct Bin<'a> {
    /// Its name.
    pub name: &'a str,
    /// What belongs in it.
    pub meaning: &'a str,
    /// What is in it.
    pub slips: &'a [Slip<'a>],
}

/// Draws the bins side by side, or under each other where it is narrow.
#[must_use]
pub fn bins(bins: &[Bin<'_>]) -> Markup {
    html! {
        div.cols {
            @for bin in bins {
                div.bin {
                    h3 { (bin.name) }
                    p.meta { (bin.meaning) }
                    @if bin.slips.is_empty() { p.meta { "Nothing here." } }
                    @else {
                        ul.stack.gap-2 role="list" { @for slip in bin.slips { (paper(slip)) } }
                    }
                }
            }
        }
    }
}

/// Draws the buttons that move the cause `words` into one of `bins`, given as value, label and key; `here` has none.
#[must_use]
pub fn moves(
    action: &str,
    hidden: &[(&str, &str)],
    bins: &[(&str, &str, &str)],
    here: &str,
    words: &str,
) -> Markup {
    html! {
        div.row {
            @for (value, label, key) in bins.iter().filter(|(value, ..)| *value != here) {
                (act(action, hidden, Button::quiet(label).small().key(key).sends("control", value).about(words)))
            }
        }
    }
}

fn paper(slip: &Slip<'_>) -> Markup {
    html! {
        li.slip #(slip.id) data-scope tabindex="-1" {
            (words_in(Size::Small, slip.words))
            @if let Some(more) = slip.more { (more) }
        }
    }
}
