//! When a pattern came back: a dot for each entry on a line of time. The list of the entries says the same in words.

use hansei_app::patterns::Card;
use hansei_method::occurred::days_between;
use jiff::civil::Date;
use maud::{Markup, html};

/// How far the first and the last dot stay from the ends, in percent.
const MARGIN: f64 = 1.5;

/// How near to an end the day of the commitment may be named under the line, in percent.
const ROOM: f64 = 20.0;

/// Draws the dots of a card.
pub(super) fn chart(card: &Card) -> Markup {
    let rate = &card.rate;
    let at = |day: Date| place(day, rate.from, rate.to);
    let committed = rate.change.map(|change| change.on);
    let (title, about) = (format!("chart-{}-title", card.key), format!("chart-{}-about", card.key));
    html! {
        figure {
            svg.chart height="116" role="img" aria-labelledby={ (title) " " (about) } {
                title #(title) { "When it happened, " (month(rate.from)) " to " (month(rate.to)) }
                desc #(about) { (told(card)) }
                @if let Some(on) = committed {
                    rect.band x=(percent(at(on))) y="8" width=(percent(100.0 - at(on))) height="74" rx="4" {}
                }
                line.ax x1="0" y1="52" x2="100%" y2="52" {}
                @if let Some(on) = committed {
                    line.rule x1=(percent(at(on))) y1="8" x2=(percent(at(on))) y2="82" {}
                    (label(at(on), &on.strftime("First commitment, %-d %b").to_string()))
                }
                g.dot { @for entry in card.entries.iter().filter(|entry| !entry.is_new) { circle cx=(percent(at(entry.occurred.date()))) cy="52" r="6" {} } }
                @for entry in card.entries.iter().filter(|entry| entry.is_new) { circle.ring cx=(percent(at(entry.occurred.date()))) cy="52" r="5.5" {} }
                text x="0" y="108" { (month(rate.from)) }
                @if let Some(on) = committed.filter(|on| at(*on) > ROOM && at(*on) < 100.0 - ROOM) {
                    text x=(percent(at(on))) y="108" text-anchor="middle" { (month(on)) }
                }
                text x="100%" y="108" text-anchor="end" { (month(rate.to)) }
            }
        }
    }
}

/// Names the commitment beside its line, on the side that has room.
fn label(at: f64, words: &str) -> Markup {
    let is_right = at < 60.0;
    let (x, anchor) = if is_right { (at + 1.2, "start") } else { (at - 1.2, "end") };
    html! { text.hi x=(percent(x)) y="26" text-anchor=(anchor) { (words) } }
}

fn told(card: &Card) -> String {
    let count = card.entries.len();
    let entries = if count == 1 { "entry" } else { "entries" };
    match card.rate.change {
        Some(change) => format!(
            "{} until the first commitment on {}, {} since. Each stands in the list of entries.",
            change.before.count,
            change.on.strftime("%-d %B %Y"),
            change.after.count
        ),
        None => format!("{count} {entries}, and no commitment. Each stands in the list of entries."),
    }
}

fn place(day: Date, from: Date, to: Date) -> f64 {
    let whole = f64::from(days_between(from, to).max(1));
    MARGIN + (100.0 - 2.0 * MARGIN) * f64::from(days_between(from, day)) / whole
}

fn percent(number: f64) -> String {
    format!("{number:.1}%")
}

fn month(day: Date) -> String {
    day.strftime("%b %Y").to_string()
}
