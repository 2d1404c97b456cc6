//! The pictures of a review, each with a table that says the same: where lessons stood and stand, and shares side by side.

use hansei_method::quarter::{LessonCounts, Period, Place};
use maud::{Markup, html};

/// The most lessons that get a line each; of more, each way that lessons went gets one.
const MOST_LINES: u32 = 30;

/// The distance of lines that end at one place, in pixels.
const APART: f64 = 9.0;

/// The least height of a place, so that its name has room, and what lies between two of them.
const LEAST: f64 = 18.0;
const BETWEEN: f64 = 24.0;

/// Where the lines begin and end, in per cent of the width.
const LEFT: &str = "31%";
const RIGHT: &str = "57%";

/// The least share of a bar that has room for its words, in per cent, and for its number alone.
const ROOM: f64 = 24.0;
const ROOM_FOR_NUMBER: f64 = 9.0;

/// The shades of the three parts of a bar.
const SHADES: [&str; 3] = ["b1", "b2", "b3"];

/// One line of the picture: a lesson, or all that went the same way.
struct Strand {
    from: Option<Place>,
    to: Place,
    width: u32,
}

/// Where each strand meets one side, and how far down each place reaches.
struct Side {
    /// The strand, and its height.
    ends: Vec<(usize, f64)>,
    /// The places with somebody in them: how many, and the height of their name.
    places: Vec<(Place, u32, f64)>,
    height: f64,
}

/// One bar of several parts, which say what they are.
pub(super) struct Bar {
    /// What it shows, and of how many.
    pub(super) name: String,
    /// The parts from left to right.
    pub(super) parts: [Part; 3],
}

/// One part of a bar.
pub(super) struct Part {
    /// How many, or how much: "4", "48 %".
    pub(super) number: String,
    /// What of: "weaker".
    pub(super) name: &'static str,
    /// Its share of the whole, in per cent.
    pub(super) share: f64,
}

impl Part {
    /// Returns the words that it has room for.
    fn words(&self) -> Option<String> {
        match self.share {
            share if share >= ROOM => Some(format!("{} {}", self.number, self.name)),
            share if share >= ROOM_FOR_NUMBER => Some(self.number.clone()),
            _ => None,
        }
    }
}

/// Draws where lessons stood and where they stand.
pub(super) fn slope(lessons: &LessonCounts, period: Period) -> Markup {
    let strands = strands(lessons);
    let stood = side(&strands, |strand| strand.from);
    let stand = side(&strands, |strand| Some(strand.to));
    let height = stood.height.max(stand.height);
    let end = |side: &Side, strand: usize| side.ends.iter().find(|(one, _)| *one == strand).map(|(_, y)| *y);
    let day = |day: jiff::civil::Date| day.strftime("%-d %B").to_string();
    html! {
        figure {
            svg.chart height=(pixels(height)) role="img" aria-labelledby="slope-title slope-about" {
                title #slope-title { (lessons.all()) " lessons by state, " (day(period.first())) " and " (day(period.last())) }
                desc #slope-about { (told(lessons)) }
                text x="29%" y="12" text-anchor="end" { (day(period.first())) }
                text x="59%" y="12" { (day(period.last())) }
                @for (place, count, y) in &stood.places { text.hi x="29%" y=(pixels(y + 4.0)) text-anchor="end" { (count) " " (place.name()) } }
                @for (at, strand) in strands.iter().enumerate() {
                    @if let (Some(left), Some(right)) = (end(&stood, at), end(&stand, at)) {
                        g class=(if strand.from == Some(strand.to) { "flat" } else { "move" }) {
                            line x1=(LEFT) y1=(pixels(left)) x2=(RIGHT) y2=(pixels(right)) stroke-width=[width(strand)] {}
                        }
                    }
                }
                g.ends {
                    @for (_, y) in &stood.ends { circle cx=(LEFT) cy=(pixels(*y)) r="2.5" {} }
                    @for (_, y) in &stand.ends { circle cx=(RIGHT) cy=(pixels(*y)) r="2.5" {} }
                }
                @for (place, count, y) in &stand.places { text.hi x="59%" y=(pixels(y + 4.0)) { (count) " " (place.name()) } }
            }
        }
    }
}

/// Says in a sentence what the picture shows.
fn told(lessons: &LessonCounts) -> String {
    let counted = |count: &dyn Fn(Place) -> u32| {
        let parts = Place::ALL.into_iter().filter(|place| count(*place) > 0);
        let parts: Vec<_> = parts.map(|place| format!("{} {}", count(place), place.name())).collect();
        if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
    };
    format!(
        "At the beginning: {}. At the end: {}. {} planned in between, {} changed their state.",
        counted(&|place| lessons.stood(place)),
        counted(&|place| lessons.stand(place)),
        lessons.planned_since(),
        lessons.moved
    )
}

fn strands(lessons: &LessonCounts) -> Vec<Strand> {
    let is_each = lessons.all() <= MOST_LINES;
    let strand = |flow: &hansei_method::quarter::Flow| {
        let (lines, width) = if is_each { (flow.count, 1) } else { (1, flow.count) };
        (0..lines).map(move |_| Strand { from: flow.from, to: flow.to, width }).collect::<Vec<_>>()
    };
    lessons.flows.iter().flat_map(strand).collect()
}

fn side(strands: &[Strand], place_of: impl Fn(&Strand) -> Option<Place>) -> Side {
    let (mut ends, mut places, mut top) = (Vec::new(), Vec::new(), 34.0);
    for place in Place::ALL {
        let here: Vec<usize> =
            (0..strands.len()).filter(|at| place_of(&strands[*at]) == Some(place)).collect();
        if here.is_empty() {
            continue;
        }
        let high = (APART * number(here.len() - 1)).max(0.0);
        let whole = high.max(LEAST);
        let first = top + (whole - high) / 2.0;
        ends.extend(here.iter().enumerate().map(|(row, at)| (*at, first + APART * number(row))));
        places.push((place, here.iter().map(|at| strands[*at].width).sum(), top + whole / 2.0));
        top += whole + BETWEEN;
    }
    Side { ends, places, height: top }
}

/// Draws bars one under the other, each of three parts of one whole. Where a part has no room for its name, the shades are
/// named under them.
pub(super) fn bars(id: &str, title: &str, bars: &[Bar]) -> Markup {
    let is_unnamed = |part: &Part| part.share > 0.0 && part.share < ROOM;
    let names = bars.first().filter(|_| bars.iter().any(|bar| bar.parts.iter().any(is_unnamed)));
    let below = 58 * bars.len();
    let height = below + if names.is_some() { 24 } else { 0 };
    html! {
        figure {
            svg.chart height=(height) role="img" aria-labelledby={ (id) "-title" } {
                title #{ (id) "-title" } { (title) }
                @for (row, bar) in bars.iter().enumerate() {
                    @let top = 58 * row;
                    text.hi x="0" y=(top + 12) { (bar.name) }
                    @for (at, part) in bar.parts.iter().enumerate().filter(|(_, part)| part.share > 0.0) {
                        @let from: f64 = bar.parts[..at].iter().map(|part| part.share).sum();
                        rect class=(SHADES[at]) x=(percent(from)) y=(top + 20) width=(percent(part.share)) height="22" {}
                        @if let Some(words) = part.words() {
                            text class=(if at == 2 { "on inv" } else { "on" }) x=(percent(from + 1.2)) y=(top + 35) { (words) }
                        }
                    }
                }
                @if let Some(bar) = names {
                    @for (at, (part, from)) in bar.parts.iter().zip([0.0, 33.0, 66.0]).enumerate() {
                        rect class=(SHADES[at]) x=(percent(from)) y=(below) width="12" height="12" {}
                        text.on x=(percent(from)) dx="18" y=(below + 10) { (part.name) }
                    }
                }
            }
        }
    }
}

/// Draws the table that says the same as a picture.
pub(super) fn table(caption: &str, head: &[&str], rows: &[Vec<String>]) -> Markup {
    html! {
        table.figures {
            caption.vh { (caption) }
            thead { tr { @for (at, name) in head.iter().enumerate() { th.num[at > 0] scope="col" { @if name.is_empty() { span.vh { "What" } } @else { (name) } } } } }
            tbody {
                @for row in rows {
                    tr { @for (at, cell) in row.iter().enumerate() { @if at == 0 { th scope="row" { (cell) } } @else { td.num { (cell) } } } }
                }
            }
        }
    }
}

/// Makes a bar of counts; `None` where there is nothing to share out.
pub(super) fn of_counts(name: &str, names: [&'static str; 3], counts: [u32; 3]) -> Option<Bar> {
    let whole = counts.iter().sum::<u32>();
    let share = |count: u32| 100.0 * f64::from(count) / f64::from(whole);
    let part = |at: usize| Part { number: counts[at].to_string(), name: names[at], share: share(counts[at]) };
    (whole > 0).then(|| Bar { name: format!("{name}, n = {whole}"), parts: [part(0), part(1), part(2)] })
}

fn width(strand: &Strand) -> Option<String> {
    (strand.width > 1).then(|| format!("{:.1}", (1.0 + f64::from(strand.width).sqrt() / 4.0).min(8.0)))
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(0.0, f64::from)
}

fn pixels(number: f64) -> String {
    format!("{number:.0}")
}

fn percent(number: f64) -> String {
    format!("{number:.1}%")
}
