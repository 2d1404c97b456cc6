//! Not now: tomorrow, in a week, in a month, or on a day that somebody names.

use maud::{Markup, html};

use super::button::Button;
use super::field::Field;
use super::text::fold;

/// Draws the folded ways to put something off. `id` is the one of its field for a day, `about` names for screen readers what
/// is put off, and `hidden` is sent with each of them.
#[must_use]
pub fn later(action: &str, id: &str, about: &str, hidden: &[(&str, &str)]) -> Markup {
    let hidden = html! { @for (name, value) in hidden { input type="hidden" name=(name) value=(value); } };
    fold(
        "Not now",
        false,
        &html! {
            form.row method="post" action=(action) {
                (hidden)
                (Button::plain("Tomorrow").small().sends("until", "day").about(about))
                (Button::plain("In a week").small().sends("until", "week").about(about))
                (Button::plain("In a month").small().sends("until", "month").about(about))
            }
            form.row.put-off method="post" action=(action) {
                (hidden)
                (Field::date("until", "Not before").id(id).quiet().required())
                (Button::plain("Put it off").small().about(about))
            }
        },
    )
}
