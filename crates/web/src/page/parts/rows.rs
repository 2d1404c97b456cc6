//! Rows that are written: the small buttons that move a row and take it out.

use maud::{Markup, html};

use super::button::Button;
use crate::page::icons::Icon;

/// Where a row stands in its list, and what it is about.
#[derive(Debug, Clone, Copy)]
pub struct Tools<'a> {
    /// The name of the list.
    pub list: &'a str,
    /// The row's key in the form.
    pub at: usize,
    /// How many rows the list has; 0 for a list whose order says nothing.
    pub of: usize,
    /// What the row is about, for screen readers.
    pub about: &'a str,
    /// Whether an empty row can be put under it.
    pub below: bool,
}

/// Draws the buttons of a row. Each sends the whole form with `do`, and none asks for required fields.
#[must_use]
pub fn tools(tools: &Tools<'_>) -> Markup {
    let Tools { list, at, of, about, below } = *tools;
    let button = |label, picture, sends: &str| {
        html! { (Button::quiet(label).icon(picture).bare().small().about(about).sends("do", sends).unchecked()) }
    };
    html! {
        div.tools {
            @if of > 1 && at > 0 { (button("Move up", Icon::Up, &format!("up-{list}.{at}"))) }
            @if of > 1 && at + 1 < of { (button("Move down", Icon::Down, &format!("down-{list}.{at}"))) }
            @if below { (button("Put a line below", Icon::Plus, &format!("below-{list}.{at}"))) }
            (button("Remove", Icon::Remove, &format!("remove-{list}.{at}")))
        }
    }
}
