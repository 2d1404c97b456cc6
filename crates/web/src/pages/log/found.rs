//! What a search found: lessons first, because that is what is looked for before something is begun.

use hansei_app::adoption::AdoptionHit;
use hansei_app::library::LookedCases;
use hansei_app::list::{Hit as AppHit, Looked};
use hansei_app::similar::Similar;
use jiff::civil::Date;
use maud::{Markup, html};

use super::{HITS, entries as counted, note};
use crate::page::parts::{Hit, empty, hits, marked, section};
use crate::pages::day;
use crate::pages::library::adopted::address as adopted_address;
use crate::pages::library::shown;
use crate::pages::marked::{excerpt, stretch};
use crate::pages::similar::{like, near_place};

/// Draws what was found: lessons, one's own before adopted ones; entries without one; what is near, or the place for it; what
/// others told. Where none of one's own entries was found, what is near comes first.
pub(super) fn found(looked: &Looked, today: Date) -> Markup {
    html! {
        (entries(looked, today))
        @if looked.hits.is_empty() { (adopted(&looked.adopted)) } @else { (near(&looked.close, today)) }
        @if looked.near_is_due { (near_place("/log/near")) }
        (others(looked))
    }
}

/// Says how many entries were found. Those that are only near are counted as that.
pub(super) fn count(looked: &Looked) -> String {
    match (looked.hits.len(), looked.close.len()) {
        (found, _) if found >= HITS as usize => format!("the best {HITS} entries"),
        (0, near) if near > 0 => format!("None with all of these words, {near} near them"),
        (found, _) => counted(found),
    }
}

fn entries(looked: &Looked, today: Date) -> Markup {
    if looked.hits.is_empty() {
        let is_elsewhere = !looked.adopted.is_empty() || !looked.cases.hits.is_empty();
        return nothing(&looked.close, is_elsewhere, today);
    }
    let (lessons, rest): (Vec<&AppHit>, Vec<&AppHit>) =
        looked.hits.iter().partition(|hit| hit.line.record.lesson.is_some());
    html! {
        @if let Some(instead) = &looked.instead {
            p.below-5 role="status" { "No entry has all of these words. This is for “" bdi { (instead) } "”." }
        }
        (group("lessons", "What you wrote as a lesson", &lessons, today))
        (adopted(&looked.adopted))
        (group("rest", "Without a lesson yet", &rest, today))
    }
}

fn nothing(close: &[Similar], is_elsewhere: bool, today: Date) -> Markup {
    if close.is_empty() && is_elsewhere {
        return html! { p.below-5 role="status" { "No entry of yours has all of these words." } };
    }
    if close.is_empty() {
        return empty("Nothing in the log matches. That may itself be worth knowing before you start.", None);
    }
    html! {
        p.below-5 role="status" { "No entry has all of these words. Most like them:" }
        ol.stack.gap-4 role="list" { @for similar in close { li.stack.gap-2 { (like(similar, today)) } } }
    }
}

/// Draws what is near beside the few entries that were found; nothing where nothing is.
pub(super) fn near(close: &[Similar], today: Date) -> Markup {
    if close.is_empty() {
        return html! {};
    }
    let lines = html! { ol.stack.gap-4 role="list" { @for similar in close { li.stack.gap-2 { (like(similar, today)) } } } };
    section(
        "near",
        "Most like what you asked",
        "",
        &html! {
            p.meta { "Few entries have all of these words." }
            (lines)
        },
    )
}

/// Draws lessons that were adopted from others, each with whose failure it comes from.
fn adopted(found: &[AdoptionHit]) -> Markup {
    if found.is_empty() {
        return html! {};
    }
    section(
        "adopted",
        "What you adopted from others",
        "",
        &html! {
            ol.list.hits role="list" {
                @for AdoptionHit { adoption, lesson, excerpt: cut } in found {
                    @let is_in_lesson = lesson.iter().any(|piece| stretch(piece).0);
                    li {
                        a.words.open href=(adopted_address(adoption.id)) dir="auto" data-open { (marked(lesson.iter().map(stretch))) }
                        @if !is_in_lesson { p.words.sm.cut dir="auto" { (marked(excerpt(cut))) } }
                        p.meta { "From “" bdi { (adoption.from.title) } "”, " bdi { (adoption.from.collection_name) } "." }
                    }
                }
            }
        },
    )
}

/// Draws what others told: the cases that have every word, or, where nothing of one's own was found, those that are near.
fn others(looked: &Looked) -> Markup {
    let LookedCases { hits, instead, close, near_is_due: _ } = &looked.cases;
    let is_near = hits.is_empty() && !close.is_empty() && looked.hits.is_empty();
    html! {
        @if !hits.is_empty() || is_near {
            (section("others", "What others went through", "", &html! {
                @if let Some(instead) = instead { p.meta { "No case has all of these words. This is for “" bdi { (instead) } "”." } }
                @if is_near { p.meta { "No case has all of these words. Most like them:" } (shown::alike(close)) }
                @else { (shown::hits(hits)) }
                p.meta { a href="/library" { "Search all cases" } }
            }))
        }
    }
}

fn group(id: &str, heading: &str, found: &[&AppHit], today: Date) -> Markup {
    if found.is_empty() {
        return html! {};
    }
    let rows: Vec<Row<'_>> = found.iter().map(|hit| Row::of(hit, today)).collect();
    let drawn: Vec<Hit<'_>> = rows.iter().map(Row::drawn).collect();
    section(id, heading, "", &hits(&drawn))
}

/// A hit with what is said about it.
struct Row<'a> {
    hit: &'a AppHit,
    href: String,
    note: String,
    title: Vec<(bool, &'a str)>,
    excerpt: Vec<(bool, &'a str)>,
}

impl<'a> Row<'a> {
    fn of(hit: &'a AppHit, today: Date) -> Self {
        let day = day::occurred(hit.line.record.date, today);
        Self {
            hit,
            href: format!("/entries/{}", hit.line.id),
            note: format!("{day}. {}", note(&hit.line)),
            title: hit.title.iter().map(stretch).collect(),
            excerpt: excerpt(&hit.excerpt),
        }
    }

    fn drawn(&self) -> Hit<'_> {
        let record = &self.hit.line.record;
        Hit {
            href: &self.href,
            note: &self.note,
            title: &self.title,
            lesson: record.lesson.as_deref().unwrap_or_default(),
            change: record.change.as_deref().unwrap_or_default(),
            excerpt: &self.excerpt,
        }
    }
}
