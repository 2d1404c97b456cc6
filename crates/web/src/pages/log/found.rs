//! What a search found: lessons first, because that is what is looked for before something is begun.

use hansei_app::list::{Hit as AppHit, Looked};
use hansei_app::similar::Similar;
use hansei_recall::Piece;
use jiff::civil::Date;
use maud::{Markup, html};

use super::note;
use crate::page::parts::{Hit, empty, hits, section};
use crate::pages::day;
use crate::pages::similar::like;

/// Draws what was found, what has a lesson before what has none; and where nothing was, what is near.
pub(super) fn found(looked: &Looked, today: Date) -> Markup {
    if looked.hits.is_empty() {
        return nothing(&looked.close, today);
    }
    let (lessons, rest): (Vec<&AppHit>, Vec<&AppHit>) =
        looked.hits.iter().partition(|hit| hit.line.record.lesson.is_some());
    html! {
        @if let Some(instead) = &looked.instead {
            p.below-5 role="status" { "No entry has all of these words. This is for “" bdi { (instead) } "”." }
        }
        (group("lessons", "What you wrote as a lesson", &lessons, today))
        (group("rest", "Without a lesson yet", &rest, today))
    }
}

fn nothing(close: &[Similar], today: Date) -> Markup {
    if close.is_empty() {
        return empty("Nothing in the log matches. That may itself be worth knowing before you start.", None);
    }
    html! {
        p.below-5 role="status" { "No entry has all of these words. Near to them:" }
        ol.stack.gap-4 role="list" { @for similar in close { li.stack.gap-2 { (like(similar, today)) } } }
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
            excerpt: excerpt(hit),
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

/// Shows the place where the words stand; nothing where they stand in the title alone.
fn excerpt(hit: &AppHit) -> Vec<(bool, &str)> {
    let cut = &hit.excerpt;
    if !cut.pieces.iter().any(|piece| matches!(piece, Piece::Marked(_))) {
        return Vec::new();
    }
    let before = cut.starts_inside.then_some((false, "… "));
    let after = cut.ends_inside.then_some((false, " …"));
    before.into_iter().chain(cut.pieces.iter().map(stretch)).chain(after).collect()
}

fn stretch(piece: &Piece) -> (bool, &str) {
    (matches!(piece, Piece::Marked(_)), piece.text())
}
