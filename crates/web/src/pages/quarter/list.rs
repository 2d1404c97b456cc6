//! The list of reviews: what is due, what was begun, what is frozen, what was removed.

use hansei_app::quarter::Quarters;
use hansei_method::quarter::{Asked, Period};
use hansei_store::KeptQuarter;
use jiff::civil::Date;
use maud::{Markup, html};

use super::{address, told};
use crate::page::parts::{Button, Field, Size, act, empty, fold, head, section, words_in};
use crate::pages::day;

/// Draws the list. `wrong` is what is wrong with a period, and what was typed.
pub(super) fn page(
    quarters: &Quarters,
    removed: &[KeptQuarter],
    wrong: Option<(&str, &str)>,
    today: Date,
) -> Markup {
    html! {
        (head("Quarter", None))
        p.lede.below-5 {
            "Once in a while, look back over what the log holds: what changed, what recurs, what was never tested. What you make of it is "
            "frozen, so that you can compare it with the next one."
        }
        (due(quarters, today))
        @if !quarters.drafts.is_empty() {
            (section("drafts", "Begun", "They wait as they are.", &html! {
                ol.list role="list" { @for kept in &quarters.drafts { li { (draft(kept)) } } }
            }))
        }
        @if !quarters.frozen.is_empty() {
            (section("frozen", "Frozen", "", &html! {
                ol.list role="list" { @for kept in &quarters.frozen { li { (frozen(kept)) } } }
            }))
        }
        (section("other", "Another period", "", &other(wrong, today)))
        @if !removed.is_empty() {
            (section("removed", "Removed", "They stay here until you take them back or erase them.", &html! {
                ol.list role="list" { @for kept in removed { (gone(kept)) } }
            }))
        }
    }
}

fn due(quarters: &Quarters, today: Date) -> Markup {
    let (Some(due_on), Some(offered)) = (quarters.due_on, quarters.offered) else {
        return empty(
            "There is nothing to look back on yet. The first review is offered a quarter after the first entry.",
            Some(Button::plain("Write down what happened").href("/#capture")),
        );
    };
    let is_begun = quarters.drafts.iter().any(|kept| kept.quarter.period == offered);
    let name = offered.name();
    let period = offered.to_string();
    let label = if is_begun {
        format!("Go on with the {}", begun(&name))
    } else {
        format!("Look back on the {}", begun(&name))
    };
    html! {
        div.stack.gap-2.below-5 {
            @if quarters.is_due(today) { p { "A review is due. It can wait, and it can be skipped." } }
            @else { p { "The next review is due on " b { (told::next_on(due_on)) } "." } }
            div.row {
                (act("/quarter", &[("period", &period)], if quarters.is_due(today) { Button::go(&label) } else { Button::plain(&label) }))
                (act("/quarter/skip", &[], Button::quiet("Skip this one")))
            }
            (fold("How often", false, &html! {
                form.row method="post" action="/quarter/every" {
                    @let months = quarters.rhythm.months.to_string();
                    (Field::number("months", "Months from one review to the next").value(&months).quiet())
                    (Button::plain("Keep"))
                }
            }))
        }
    }
}

/// Begins the name of a period small, as it stands in a sentence; the name of a month stays as it is.
fn begun(name: &str) -> String {
    let is_part = name.contains(" quarter ") || name.contains(" half ");
    if is_part {
        name.chars()
            .next()
            .map_or_else(String::new, |first| first.to_lowercase().chain(name.chars().skip(1)).collect())
    } else {
        name.to_owned()
    }
}

fn draft(kept: &KeptQuarter) -> Markup {
    let (at, name) = (address(kept.quarter.id), kept.quarter.period.name());
    let version = kept.version.to_string();
    html! {
        h3 { a href=(at) data-open { (name) } }
        p.meta { (kept.quarter.period.days()) }
        div.row {
            (Button::plain("Go on").small().href(&at).about(&name))
            (act(&format!("{at}/remove"), &[("version", &version)], Button::quiet("Remove").small().about(&name)))
        }
    }
}

fn frozen(kept: &KeptQuarter) -> Markup {
    let (quarter, at) = (&kept.quarter, address(kept.quarter.id));
    html! {
        h3 { a href=(at) data-open { (quarter.period.name()) } }
        @if let Some(frozen) = &quarter.frozen {
            p.meta {
                (quarter.period.days()) ". Frozen on " (day::dated(frozen.clock.date())) ". "
                (frozen.report.entries.entries) " entries, " (frozen.report.lessons.moved) " lessons changed."
            }
        }
        @if let Some(taken) = quarter.answers.to(Asked::Taken) { (words_in(Size::Small, taken.as_str())) }
    }
}

fn other(wrong: Option<(&str, &str)>, today: Date) -> Markup {
    let typed = wrong.map_or("", |(_, typed)| typed);
    let example = format!("{}, 2026-05, 2026-H1, 2026 or 2026-01-01..2026-06-30", Period::quarter_of(today));
    html! {
        form.row method="post" action="/quarter" {
            (Field::fact("period", "Period").hint(&example).value(typed).error(wrong.map(|(sentence, _)| sentence)).required())
            (Button::plain("Look back"))
        }
    }
}

fn gone(kept: &KeptQuarter) -> Markup {
    let (at, name) = (address(kept.quarter.id), kept.quarter.period.name());
    html! {
        li.side {
            div { p { (name) } p.meta { @if kept.quarter.frozen.is_some() { "Frozen" } @else { "Draft" } } }
            div.row {
                (act(&format!("{at}/take-back"), &[], Button::plain("Take back").about(&name)))
                (Button::quiet("Erase for good…").href(&format!("{at}/erase")).about(&name))
            }
        }
    }
}
