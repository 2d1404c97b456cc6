//! The gap: what was intended beside what happened.

use maud::{Markup, html};

/// A difference as a picture. The words beside it say the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Strip {
    /// The distance from plan to outcome as a share of what was intended; 0.1 is ten percent.
    Distance(f64),
    /// So many met, of so many.
    Count {
        /// How many were met.
        met: u16,
        /// How many there were.
        of: u16,
    },
}

/// One row of the gap.
#[derive(Debug, Clone, Copy)]
pub struct GapRow<'a> {
    /// What is compared.
    pub of: &'a str,
    /// What was intended; `None` when nothing was.
    pub intended: Option<&'a str>,
    /// What happened; `None` while it is not known.
    pub actual: Option<&'a str>,
    /// The difference in words, such as `7 days late`, `as intended`, `gained`; may be empty.
    pub difference: &'a str,
    /// The difference as a picture, with its name for screen readers.
    pub strip: Option<(Strip, &'a str)>,
}

/// Draws the gap as a table that becomes pairs where it is narrow; nothing without rows.
#[must_use]
pub fn gap(rows: &[GapRow<'_>]) -> Markup {
    if rows.is_empty() {
        return html! {};
    }
    html! {
        // Roles are said aloud because the restyled table loses its own.
        table.gap role="table" aria-label="The gap" {
            thead role="rowgroup" {
                tr role="row" {
                    @for name in ["Of what", "Intended", "Actual", "Difference"] {
                        th scope="col" role="columnheader" { (name) }
                    }
                }
            }
            tbody role="rowgroup" {
                @for row in rows {
                    tr role="row" {
                        th scope="row" role="rowheader" dir="auto" { (row.of) }
                        (side("Intended", row.intended, "nothing"))
                        (side("Actual", row.actual, "not known"))
                        td.diff role="cell" {
                            (unbroken(row.difference))
                            @if let Some((picture, name)) = row.strip { (strip(picture, name)) }
                        }
                    }
                }
            }
        }
    }
}

/// Draws a difference so that it breaks between a value and its share, and never inside of either.
fn unbroken(difference: &str) -> Markup {
    let parts = difference.split_once(" (").filter(|(value, share)| value.len().max(share.len()) < 20);
    let Some((value, share)) = parts else { return html! { (difference) } };
    html! { span.whole { (value) } " " span.whole { "(" (share) } }
}

fn side(label: &str, words: Option<&str>, absent: &str) -> Markup {
    html! {
        @if let Some(words) = words { td.words role="cell" data-l=(label) dir="auto" { (words) } }
        @else { td.soft role="cell" data-l=(label) { (absent) } }
    }
}

const WIDEST: f64 = 96.0;
const MOST_DOTS: u16 = 6;

fn strip(picture: Strip, name: &str) -> Markup {
    match picture {
        Strip::Distance(share) => distance(share, name),
        Strip::Count { met, of } => html! {
            svg.strip role="img" aria-label=(name) width="112" height="16" {
                @for at in 0..of.min(MOST_DOTS) { (dot(if at < met { "#g-full" } else { "#g-open" }, f64::from(at * 20))) }
            }
        },
    }
}

/// The open dot is the plan, the full one the outcome; what came in below the plan runs the other way.
fn distance(share: f64, name: &str) -> Markup {
    let share = if share.is_finite() { share } else { 0.0 };
    let length = (share.abs() * 200.0).clamp(6.0, WIDEST - 16.0).round();
    let (plan, outcome) = if share < 0.0 { (length, 0.0) } else { (0.0, length) };
    let (from, to) = (plan.min(outcome) + 13.0, plan.max(outcome) + 3.0);
    html! {
        svg.strip role="img" aria-label=(name) width="112" height="16" {
            @if to > from { path d={ "M" (from) " 8H" (to) } {} }
            (dot("#g-open", plan)) (dot("#g-full", outcome))
        }
    }
}

fn dot(shape: &str, x: f64) -> Markup {
    html! { use href=(shape) x=(x) width="16" height="16" {} }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_that_is_no_number_or_enormous_stays_inside_its_picture() {
        for share in [f64::NAN, f64::INFINITY, -1e300, 1e300, 0.0] {
            let html = strip(Strip::Distance(share), "x").into_string();
            assert!(!html.contains("NaN") && !html.contains("inf"), "{html}");
            assert!(!html.contains("x=\"1"), "{html}");
        }
    }
}
