//! What can be done with an entry.

use hansei_method::stage::StageKind;
use jiff::civil::Date;
use maud::{Markup, html};

use super::{Asking, View};
use crate::page::parts::{Button, Field, act, fold, meta, section};
use crate::pages::question::{continued, next};

/// Draws the one filled button: start the review, go on with it, close it.
pub(super) fn first(view: &View<'_>) -> Markup {
    let entry = &view.kept.entry;
    let stage = entry.review.answers.kind();
    let label = match (stage, next(stage)) {
        (StageKind::Done, _) => return html! {},
        (StageKind::Captured, _) => "Start the review".to_owned(),
        (_, Some(question)) => format!("Continue with question {}", question.number()),
        (_, None) => "Look at it and close it".to_owned(),
    };
    html! { div.row.below-5.noprint { (Button::go(&label).href(&continued(entry.id, stage))) } }
}

/// Draws everything else, at the end of the page.
pub(super) fn all(view: &View<'_>) -> Markup {
    let id = view.kept.entry.id;
    let version = view.kept.version.to_string();
    let at = |rest: &str| format!("/entries/{id}/{rest}");
    section(
        "do",
        "What to do with it",
        "",
        &html! {
            div.row {
                (Button::plain("Edit the details").href(&at("details")))
                (Button::plain("History").href(&at("history")))
                (Button::plain("Another attempt").href(&at("attempts")))
                (Button::plain("Share with one person").href(&at("share")))
                (Button::plain("Put into a story").href(&format!("/career?entry={id}")))
            }
            p.meta { "Keep a copy: " a href=(at("export.md")) { "Markdown" } ", " a href=(at("export.jsonl")) { "JSON Lines" } "." }
            (later(view))
            (again(view))
            (act(&at("delete"), &[("version", &version)], Button::quiet("Delete")))
        },
    )
}

/// Lets a person who is not ready put it off, without a word of why.
fn later(view: &View<'_>) -> Markup {
    let entry = &view.kept.entry;
    if entry.review.answers.kind() == StageKind::Done {
        return html! {};
    }
    let action = format!("/entries/{}/put-off", entry.id);
    let version = view.kept.version.to_string();
    let wrong = view.wrong_with(Asking::PutOff);
    let (sentence, typed) = (wrong.map(|wrong| wrong.sentence), wrong.map_or("", |wrong| wrong.typed));
    // What is no day does not stay in a field for days.
    let is_day = typed.is_empty() || typed.parse::<Date>().is_ok();
    let field = if is_day { Field::date("until", "Not before") } else { Field::fact("until", "Not before") };
    let off = entry.review.not_before.filter(|day| *day > view.frame.today());
    html! {
        @if let (Some(day), None) = (off, wrong) {
            div.row {
                (meta(&format!("Put off: nothing asks about this before {}.", crate::pages::day::short(day, view.frame.today()))))
                (act(&action, &[("version", &version)], Button::quiet("Let it be asked about again")))
            }
        } @else {
            (fold("Not now", wrong.is_some(), &html! {
                (meta("It stays in the log. Nothing asks about it before the day you choose, and nothing counts as missed."))
                form.row method="post" action=(action) {
                    input type="hidden" name="version" value=(version);
                    (field.quiet().value(typed).error(sentence).required())
                    (Button::plain("Put it off"))
                }
            }))
        }
    }
}

fn again(view: &View<'_>) -> Markup {
    let entry = &view.kept.entry;
    let wrong = view.wrong_with(Asking::Reopen);
    // Opened somewhere else in the meantime, what was typed here is still shown.
    if entry.review.answers.kind() != StageKind::Done && wrong.is_none() {
        return html! {};
    }
    let (sentence, typed) = (wrong.map(|wrong| wrong.sentence), wrong.map_or("", |wrong| wrong.typed));
    fold(
        "Open it again",
        wrong.is_some(),
        &html! {
            form.stack.gap-2 method="post" action={ "/entries/" (entry.id) "/reopen" } {
                input type="hidden" name="version" value=(view.kept.version);
                (Field::area("reason", "What is new?", 2).hint("A fact, a cause, something to do. It can stay empty.").value(typed).error(sentence))
                div { (Button::plain("Open the review again")) }
            }
        },
    )
}
