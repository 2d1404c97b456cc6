//! A row of shapes, one for each time that something came up.

use maud::{Markup, html};

/// Draws shapes in a row that wraps where it is narrow; `name` says the same in words. Nothing without shapes.
#[must_use]
pub fn dots(name: &str, shapes: &[Markup]) -> Markup {
    html! {
        @if !shapes.is_empty() {
            div.dots role="img" aria-label=(name) { @for shape in shapes { (shape) } }
        }
    }
}
