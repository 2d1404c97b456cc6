//! The filters of the log: what sort of event, how far its review is, in whose hands it was, its tags, its time.

use hansei_method::entry::Kind;
use hansei_method::stage::StageKind;
use hansei_method::tag::Tag;
use maud::{Markup, html};

use super::asked::{Asked, CONTROLS, OPEN};
use crate::page::parts::{Button, Field, Pick, Select};

/// Draws the filters, with what was asked for chosen in them.
pub(super) fn filters(asked: &Asked, tags: &[(Tag, i64)]) -> Markup {
    let kinds: Vec<Pick<'_>> =
        Kind::ALL.iter().map(|kind| Pick { value: kind.word(), label: kind.name() }).collect();
    let stages = StageKind::ALL.iter().map(|stage| Pick { value: stage.word(), label: stage.name() });
    let stages: Vec<Pick<'_>> =
        std::iter::once(Pick { value: OPEN, label: "not finished" }).chain(stages).collect();
    let controls: Vec<Pick<'_>> =
        CONTROLS.iter().map(|(word, name, _)| Pick { value: word, label: name }).collect();
    let mut names: Vec<(&str, String)> =
        tags.iter().map(|(tag, entries)| (tag.as_str(), format!("{tag} ({entries})"))).collect();
    if !asked.tag.is_empty() && names.iter().all(|(name, _)| *name != asked.tag) {
        names.push((&asked.tag, asked.tag.clone()));
    }
    let tags: Vec<Pick<'_>> = names.iter().map(|(value, label)| Pick { value, label }).collect();
    let wrong = asked.wrong();
    let wrong = |name: &str| wrong.iter().find(|(at, _)| *at == name).map(|(_, sentence)| *sentence);
    html! {
        (choice("kind", "Kind", &kinds, &asked.kind, wrong("kind")))
        (choice("stage", "Review", &stages, &asked.stage, wrong("stage")))
        (choice("control", "In my hands", &controls, &asked.control, wrong("control")))
        @if !tags.is_empty() { (choice("tag", "Tag", &tags, &asked.tag, wrong("tag"))) }
        details open[asked.has_period()] {
            summary { "Period" }
            div.row {
                (period("from", "From", &asked.from, wrong("from")))
                (period("to", "Until", &asked.to, wrong("to")))
            }
        }
        @if asked.is_filtered() { (Button::quiet("Show all").href("/log")) }
    }
}

/// Draws a filter. What was asked for stays chosen, also where it is none of the choices.
fn choice(name: &str, label: &str, picks: &[Pick<'_>], chosen: &str, wrong: Option<&str>) -> Markup {
    let any = Pick { value: "", label: "any" };
    let other = wrong
        .map(|_| Pick { value: chosen, label: chosen })
        .filter(|other| picks.iter().all(|pick| pick.value != other.value));
    let picks: Vec<Pick<'_>> = std::iter::once(any).chain(picks.iter().copied()).chain(other).collect();
    let id = format!("f-{name}");
    html! { (Select::new(name, label, &picks).chosen(Some(chosen)).id(&id).error(wrong)) }
}

/// Draws one end of a period. What is no day stays as it was typed, which a date field cannot show.
fn period(name: &str, label: &str, typed: &str, wrong: Option<&str>) -> Markup {
    let field = if wrong.is_some() { Field::fact(name, label) } else { Field::date(name, label) };
    html! { (field.quiet().value(typed).error(wrong)) }
}
