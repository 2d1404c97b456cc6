//! The card of one pattern.

use hansei_app::patterns::{Card, CardEntry, Change, Estimates, LEAST_BEFORE, Rate, State, Why, in_months};
use hansei_method::estimate::Measure;
use hansei_recall::{Excerpt, Piece};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{chart, how, more, version};
use crate::page::icons::Icon;
use crate::page::parts::Button;
use crate::pages::day;

/// The most entries that are listed on a page.
const MOST_ENTRIES: usize = 200;

/// Draws a card; `shown` is how many of its entries are listed, `None` for as many as a page takes.
pub(super) fn card(card: &Card, today: Date, shown: Option<usize>) -> Markup {
    let is_asked = card.state != State::Confirmed;
    let heading = format!("p-{}", card.key);
    html! {
        article.pat.ask[is_asked] #(card.key) aria-labelledby=(heading) {
            header.stack.gap-2 {
                p.meta { (kicker(card)) }
                @if shown.is_some() { h2.words.xl #(heading) dir="auto" { a href={ "/patterns/" (card.key) } { (card.name) } } }
                @else { h1.words.xl #(heading) dir="auto" { (card.name) } }
                p.wrap { (card.sentence) " " span.soft { (counts(card)) } }
                @if let Some((times, count)) = card.estimates.times { p.wrap.soft { (middle_of_times(times, count)) } }
            }
            @if !card.entries.is_empty() { (chart::chart(card)) }
            (facts(&card.rate, today))
            @if let Some(tendency) = card.tendency {
                p.wrap { span.meta { "What holds better than good intentions: " } "If " (tendency.cue) ", then " (tendency.act) "." }
            }
            @if is_asked { (list(card, today, shown)) (how::how(card, today)) (asked(card)) }
            @else {
                (news(card, today, shown.is_some()))
                (more(&behind(card), &list(card, today, shown)))
                (how::how(card, today))
                (confirmed(card, shown.is_some()))
            }
        }
    }
}

/// Names the list of the entries that are not new.
fn behind(card: &Card) -> String {
    let known = card.entries.iter().filter(|entry| !entry.is_new).count();
    format!("The {} behind it", counted(known, "entry", "entries"))
}

fn kicker(card: &Card) -> String {
    match (&card.state, card.tendency) {
        (State::Confirmed, Some(tendency)) if tendency.name != card.name => {
            format!("{}, your name for it:", tendency.name)
        }
        (State::Confirmed, _) => "You confirmed it:".to_owned(),
        (State::Rejected { then, has_doubled: true }, _) => format!(
            "You said that this is no pattern of yours, with {}. There are {} now.",
            counted(*then, "entry", "entries"),
            card.entries.len()
        ),
        (State::Rejected { then, .. }, _) => format!(
            "You said that this is no pattern of yours. It is shown again when it has {} entries.",
            then * 2
        ),
        (State::Merged { name, .. }, _) => format!("You said that this is one thing with “{name}”."),
        (State::Open, _) if card.is_claimed => {
            format!("A possible pattern, found in {}", counted(card.entries.len(), "entry", "entries"))
        }
        (State::Open, _) => "Too few to say: it takes three entries from two kinds of situation".to_owned(),
    }
}

/// Says how many entries there are, and from which kinds of situation.
fn counts(card: &Card) -> String {
    let entries = counted(card.entries.len(), "entry", "entries");
    let kinds = counted(card.contexts.len(), "kind of situation", "kinds of situation");
    let named: Vec<String> =
        card.contexts.iter().map(|(context, count)| format!("{context} ({count})")).collect();
    let unplaced = match card.unplaced {
        0 => String::new(),
        count => format!("; {count} without one"),
    };
    if named.is_empty() {
        return format!("{entries}, and none of them names its situation.");
    }
    format!("{entries} in {kinds}: {}{unplaced}.", named.join(", "))
}

/// Says the middle of the person's own ratios.
fn middle_of_times(times: f64, count: usize) -> String {
    let of = match count {
        1 => "one estimate".to_owned(),
        count => format!("the middle of {count}"),
    };
    format!("Where you wrote both durations, it took {times:.1} times as long ({of}).")
}

fn facts(rate: &Rate, today: Date) -> Markup {
    let Some(change) = rate.change else {
        return html! {
            dl.facts {
                div { dt { "How often" } dd { b.num { (in_months(rate.whole)) } span.meta { "from " (day::dated(rate.from)) " on" } } }
                div { dt { "Read as" } dd { b { "nothing to compare yet" } span.meta { "No commitment was made in any of these entries." } } }
            }
        };
    };
    html! {
        dl.facts {
            div { dt { "Before the first commitment" } dd { b.num { (in_months(change.before)) } span.meta { "until " (day::short(change.on, today)) } } }
            div { dt { "Since" } dd { b.num { (in_months(change.after)) } span.meta { "until today" } } }
            div { dt { "Read as" } dd { b { (change.trend.words()) } span.meta { (reading(&change)) } } }
        }
    }
}

fn reading(change: &Change) -> String {
    match change.fall {
        Some(fall) => {
            // A probability is never shown as certain.
            let in_hundred = (fall * 100.0).clamp(1.0, 99.0);
            format!("{in_hundred:.0} in 100 that the rate is lower. Not that it is gone, and not why.")
        }
        None if change.before.count < LEAST_BEFORE => {
            "Fewer than three came before it, so that there is nothing to compare.".to_owned()
        }
        None => "There was no time to look at before or since.".to_owned(),
    }
}

fn news(card: &Card, today: Date, is_on_the_list: bool) -> Markup {
    let new: Vec<&CardEntry> = card.entries.iter().filter(|entry| entry.is_new).collect();
    if new.is_empty() {
        return html! {};
    }
    let ask = if new.len() == 1 { "does it belong?" } else { "do they belong?" };
    let heading = html! { "New since you confirmed it: " (ask) };
    html! {
        section.stack.gap-3 aria-labelledby={ "new-" (card.key) } {
            @if is_on_the_list { h3 #{ "new-" (card.key) } { (heading) } } @else { h2 #{ "new-" (card.key) } { (heading) } }
            p.meta { "Counted above until you say no." }
            ol.list role="list" { @for entry in new { li { (one(card, entry, today)) } } }
        }
    }
}

fn list(card: &Card, today: Date, shown: Option<usize>) -> Markup {
    // What is new is asked about above.
    let known: Vec<&CardEntry> = card.entries.iter().filter(|entry| !entry.is_new).collect();
    let entries = &known[..known.len().min(shown.unwrap_or(MOST_ENTRIES))];
    let left = known.len() - entries.len();
    html! {
        ol.list role="list" { @for entry in entries { li { (one(card, entry, today)) } } }
        @if left > 0 && shown.is_some() { p.meta { a href={ "/patterns/" (card.key) } { "All " (card.entries.len()) " entries" } } }
        @else if left > 0 { p.meta { "And " (left) " earlier ones." } }
        @if shown.is_none() && !card.left_out.is_empty() {
            h2 { "Left out by you" }
            ol.list role="list" {
                @for entry in &card.left_out {
                    li.stack.gap-2 { (title(entry, today)) (belongs(card, entry, &[("", "Take it back")])) }
                }
            }
        }
    }
}

/// Draws one entry with the words that made it count, its lesson, and the question whether it belongs.
fn one(card: &Card, entry: &CardEntry, today: Date) -> Markup {
    let answers: &[(&str, &str)] = match (entry.is_new, entry.is_added) {
        (true, _) => &[("yes", "It belongs"), ("no", "It does not")],
        (_, true) => &[("", "Take it out again")],
        (false, false) => &[("no", "Does not belong")],
    };
    html! {
        div.stack.gap-2 {
            @match &entry.why {
                Some(Why::Heard { excerpt, .. } | Why::Alike { excerpt, .. }) => p.words dir="auto" { (marked(excerpt)) },
                Some(Why::Tagged(tag)) => p.words { "Tag: " mark { bdi { (tag) } } },
                Some(Why::Measured(estimate)) => p.words { bdi { (estimate.name) } ": meant " mark { bdi { (estimate.intended) } } ", came " mark { bdi { (estimate.actual) } } },
                None => p.soft { "You said that it belongs." },
            }
            (title(entry, today))
            @if let Some(lesson) = &entry.lesson { p.words.sm dir="auto" { span.meta { "Lesson then: " } (lesson) } }
            (belongs(card, entry, answers))
        }
    }
}

fn title(entry: &CardEntry, today: Date) -> Markup {
    html! {
        p.meta {
            (day::short(entry.occurred.date(), today))
            @if let Some(context) = &entry.context { ", " bdi { (context) } }
            ": " a href={ "/entries/" (entry.id) } { bdi { (entry.title) } }
        }
    }
}

fn belongs(card: &Card, entry: &CardEntry, answers: &[(&str, &str)]) -> Markup {
    html! {
        form.row method="post" action={ "/patterns/" (card.key) "/entries" } {
            (version(card))
            input type="hidden" name="entry" value=(entry.id);
            @for (value, label) in answers { (Button::quiet(label).small().sends("belongs", value).about(&entry.title)) }
        }
    }
}

fn asked(card: &Card) -> Markup {
    let confirm = format!("/patterns/{}/confirm", card.key);
    let reject = format!("/patterns/{}/reject", card.key);
    let name = format!("/patterns/{}#name", card.key);
    let is_rejected = matches!(card.state, State::Rejected { has_doubled: false, .. });
    html! {
        form method="post" action=(confirm) {
            (version(card))
            fieldset.row {
                legend.ink { "Is this one thing?" }
                (Button::plain("Yes, keep it").icon(Icon::Plus).about(&card.name))
                a.btn href=(name) { "Yes, under another name" span.vh { ": " bdi { (card.name) } } }
                @if !is_rejected { (Button::plain("Not a pattern of mine").to(&reject).about(&card.name)) }
                span.meta { "A “no” is remembered." }
            }
        }
    }
}

fn confirmed(card: &Card, is_on_the_list: bool) -> Markup {
    let reject = format!("/patterns/{}/reject", card.key);
    let rename = format!("/patterns/{}#name", card.key);
    html! {
        @if !card.merged.is_empty() {
            p.meta { "With it: " @for (at, (key, name)) in card.merged.iter().enumerate() { @if at > 0 { ", " } a href={ "/patterns/" (key) } { bdi { (name) } } } "." }
        }
        form.row method="post" action=(reject) {
            (version(card))
            @if is_on_the_list { (Button::quiet("Rename or merge").small().href(&rename).about(&card.name)) }
            (Button::quiet("Not a pattern of mine after all").small().about(&card.name))
        }
    }
}

/// Draws the person's own estimates, each beside what came.
pub(super) fn estimates(estimates: &Estimates) -> Markup {
    let measure = |measure: Measure| match measure {
        Measure::Times(times) => format!("{times:.1} times as long"),
        Measure::Days(0) => "on the day".to_owned(),
        Measure::Days(days) if days < 0 => {
            format!("{} early", counted(days.unsigned_abs() as usize, "day", "days"))
        }
        Measure::Days(days) => format!("{} late", counted(days.unsigned_abs() as usize, "day", "days")),
    };
    html! {
        @if !estimates.each.is_empty() {
            p.ink { "Your own estimates, and what came" }
            ul.stack.gap-2 role="list" {
                @for (id, estimate) in &estimates.each {
                    li { a href={ "/entries/" (id) } { bdi { (estimate.name) } } ": " bdi { (estimate.intended) } ", came " bdi { (estimate.actual) } " (" (measure(estimate.measure)) ")." }
                }
            }
            @if let Some((times, count)) = estimates.times { p { "Durations: " (format!("{times:.1}")) " times as long, the middle of " (count) "." } }
            @if let Some((days, count)) = estimates.days { p { "Days: " (format!("{days:.0}")) " after the day that was named, the middle of " (count) "." } }
        }
    }
}

/// Draws an excerpt with its matches marked, and an ellipsis where it was cut.
pub(super) fn marked(excerpt: &Excerpt) -> Markup {
    html! {
        @if excerpt.starts_inside { "… " }
        @for piece in &excerpt.pieces {
            @match piece { Piece::Plain(text) => (text), Piece::Marked(text) => mark { (text) } }
        }
        @if excerpt.ends_inside { " …" }
    }
}

/// Counts things: "1 entry", "2 entries".
pub(super) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
