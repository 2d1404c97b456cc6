//! The forms in which something is said of one pattern.

use hansei_app::list::Hit;
use hansei_app::patterns::{Card, State as Stands};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{Typed, View, version};
use crate::page::parts::{Button, Field, Pick, Select};
use crate::pages::day;

/// Draws where a pattern gets a name of the person's own.
pub(super) fn rename(view: &View<'_>) -> Markup {
    let wrong = view.wrong_with(Typed::Name);
    let name = wrong.map_or(view.card.name.as_str(), |wrong| &wrong.typed);
    let wrong = wrong.map(|wrong| wrong.sentence.as_str());
    html! {
        form.stack.gap-2 method="post" action={ "/patterns/" (view.card.key) "/rename" } {
            (version(view.card))
            (Field::line("name", "Your name for it").value(name).id("name").error(wrong).hint("Naming it keeps it. Empty gives it its first name back."))
            div { (Button::plain(if view.card.state == Stands::Confirmed { "Rename" } else { "Keep it under this name" })) }
        }
    }
}

/// Draws where a pattern is said to be the same as another one.
pub(super) fn merge(view: &View<'_>) -> Markup {
    let picks: Vec<(String, &str)> =
        view.others.iter().map(|(key, name)| (key.to_string(), name.as_str())).collect();
    let picks: Vec<Pick<'_>> = picks.iter().map(|(key, name)| Pick { value: key, label: name }).collect();
    let wrong = view.wrong_with(Typed::Into);
    html! {
        form.row.merge method="post" action={ "/patterns/" (view.card.key) "/merge" } {
            (version(view.card))
            (Select::new("into", "The same as", &picks).id("into").chosen(wrong.map(|wrong| wrong.typed.as_str())).error(wrong.map(|wrong| wrong.sentence.as_str())))
            (Button::plain("Merge"))
        }
    }
}

/// Draws where an entry is put in that was not found: by its words or its id, and of several by choosing one.
pub(super) fn add(view: &View<'_>) -> Markup {
    let card = view.card;
    let wrong = view.wrong_with(Typed::Entry);
    let typed = wrong.map_or("", |wrong| &wrong.typed);
    let sentence = wrong.map(|wrong| wrong.sentence.as_str());
    let offered = wrong.map_or(&[][..], |wrong| &wrong.offered);
    html! {
        form.stack.gap-2 method="post" action={ "/patterns/" (card.key) "/entries" } {
            (version(card))
            input type="hidden" name="belongs" value="yes";
            (Field::line("entry", "An entry that belongs to it too").id("entry").value(typed).error(sentence).required().hint("Words of it, or its id as the terminal shows it."))
            div { (Button::plain("Put it in")) }
        }
        @if !offered.is_empty() {
            ul.stack.gap-3 role="list" {
                @for hit in offered { li { (offer(card, hit, view.today)) } }
            }
        }
    }
}

fn offer(card: &Card, hit: &Hit, today: Date) -> Markup {
    let line = &hit.line;
    html! {
        div.row {
            span { a href={ "/entries/" (line.id) } { bdi { (line.title) } } span.soft { ", " (day::short(line.record.date.date(), today)) } }
            @if card.entries.iter().any(|entry| entry.id == line.id) {
                span.meta { "In it already" }
            } @else {
                form method="post" action={ "/patterns/" (card.key) "/entries" } {
                    (version(card))
                    input type="hidden" name="belongs" value="yes";
                    input type="hidden" name="entry" value=(line.id);
                    (Button::quiet("Put it in").small().about(&line.title))
                }
            }
        }
    }
}
