//! One cause opened in its place: its words, what stood at it when it was a decision, and what can be done with it.

use hansei_app::coach::Field as Coached;
use hansei_method::analysis::Analysis;
use hansei_method::cause::{Cause, CauseKind, CauseTree};
use hansei_method::factor::Control;
use hansei_method::id::Number;
use maud::{Markup, html};

use super::causes::beginning;
use super::coached::asks;
use super::step::View;
use crate::forms::words::Choice;
use crate::page::icons::Icon;
use crate::page::parts::{AsksFrom, Button, Field, Pick, Select, fold};

/// The most places that a cause can be moved to in one list.
const MOST_PLACES: usize = 150;

const KINDS: [Pick<'static>; 3] = [
    Pick { value: "event", label: "event: it happened" },
    Pick { value: "condition", label: "condition: it was so" },
    Pick { value: "decision", label: "decision: somebody chose it" },
];
const CERTAINTIES: [Pick<'static>; 2] =
    [Pick { value: "possible", label: "possible" }, Pick { value: "confirmed", label: "confirmed" }];
const SOUNDNESS: [Pick<'static>; 4] = [
    Pick { value: "", label: "not said" },
    Pick { value: "sound", label: "I would decide so again" },
    Pick { value: "unsure", label: "I cannot say" },
    Pick { value: "unsound", label: "I would not decide so again" },
];

/// Draws a cause that is open. What is typed here is part of the page's one form.
pub(crate) fn editor(view: &View<'_>, analysis: &Analysis, cause: &Cause) -> Markup {
    let number = cause.number;
    let words = beginning(cause);
    let act = |act: &str| view.at(&format!("/causes/{number}{act}"));
    let coach = view.at("/coach");
    let is_decision = view.form.get("node.kind") == "decision" || cause.decision.is_some();
    html! {
        div.editor.stack.gap-3 {
            input type="hidden" name="node.number" value=(number);
            (Field::area("node.statement", "What it was", 1).quiet().value(view.form.get("node.statement")).error(view.wrong.at("node.statement")).focused(view.asked.add.is_empty())
                .asks(asks("f-node.statement", &coach, Coached::Why, AsksFrom::Nothing)))
            div.row {
                (Select::new("node.kind", "Kind", &KINDS).chosen(Some(view.form.get("node.kind"))))
                (Select::new("node.certainty", "Certainty", &CERTAINTIES).chosen(Some(view.form.get("node.certainty"))))
            }
            (area(view, "node.evidence", "What shows that it led to the one above", false))
            @if is_decision || cause.kind == CauseKind::Decision { (fold("What stood at this decision", cause.decision.is_some(), &decision(view))) }
            (fold("Put it somewhere else", view.wrong.at("node.under").is_some(), &place(view, &analysis.causes, cause)))
            div.row {
                (Button::plain("Keep").small().about(&words).to(&act("")).sends("do", "save"))
                @if cause.chosen { (Button::plain("No longer a cause to act on").small().about(&words).to(&act("/let-go"))) }
                @else { (Button::plain("Choose as a cause to act on").small().about(&words).to(&act("/choose"))) }
                span.tools {
                    (Button::quiet("Move up").icon(Icon::Up).bare().small().about(&words).to(&act("/earlier")))
                    (Button::quiet("Move down").icon(Icon::Down).bare().small().about(&words).to(&act("/later")))
                    (Button::quiet("Remove it and what stands under it").icon(Icon::Remove).bare().small().about(&words).to(&act("/remove")))
                }
                (Button::quiet("Close").small().to(&act("/close")))
            }
            (sort(view, analysis, cause))
            (both(view, cause))
        }
    }
}

/// Draws the two questions that go further, or the field in which one of them is answered.
fn both(view: &View<'_>, cause: &Cause) -> Markup {
    let number = cause.number;
    let act = |act: &str| view.at(&format!("/causes/{number}/{act}"));
    let typed = !view.form.get("new.statement").is_empty();
    let under = view.form.get("new.under");
    match view.asked.add.as_str() {
        "beside" => add(view, Some(number), cause.under, true),
        "under" => add(view, Some(number), Some(number), true),
        // What was typed and not saved stands where it was typed.
        _ if typed && under == number.to_string() => add(view, Some(number), Some(number), false),
        _ if typed => add(view, Some(number), cause.under, false),
        _ => html! {
            div.row {
                (Button::quiet("How did that come about?").small().icon(Icon::Plus).key("b").to(&act("under")))
                (Button::quiet("What else had to be true?").small().icon(Icon::Plus).key("e").to(&act("beside")))
            }
        },
    }
}

/// Draws the field for a new cause, under another one or straight under the gap.
pub(crate) fn add(view: &View<'_>, from: Option<Number>, under: Option<Number>, focused: bool) -> Markup {
    let label = match (from, under) {
        (None, None) => "What led straight to it?",
        (Some(from), Some(under)) if from == under => "How did that come about?",
        _ => "What else had to be true?",
    };
    let kind = view.form.get("new.kind");
    let certainty = view.form.get("new.certainty");
    let back = from.map(|from| view.at(&format!("/causes/{from}/not-now")));
    let coach = view.at("/coach");
    html! {
        div.slip.add #new data-scope {
            input type="hidden" name="new.under" value=(under.map_or_else(String::new, |under| under.to_string()));
            (Field::area("new.statement", label, 1).value(view.form.get("new.statement")).error(view.wrong.at("new.statement")).enters().focused(focused).asks(asks("f-new.statement", &coach, Coached::Why, AsksFrom::Question)))
            div.row {
                (Select::new("new.kind", "Kind", &KINDS).chosen(Some(kind)))
                (Select::new("new.certainty", "Certainty", &CERTAINTIES).chosen(Some(certainty)))
            }
            (fold("What shows it", !view.form.get("new.evidence").is_empty(), &html! {
                (Field::area("new.evidence", "What shows that it led to the one above", 1).unlabelled().value(view.form.get("new.evidence")).error(view.wrong.at("new.evidence")))
            }))
            div.row {
                (Button::plain("Add").hint("Enter").about("this cause").to(&view.at("/causes")).sends("do", "save"))
                @if let Some(back) = &back { (Button::quiet("Not now").small().to(back)) }
            }
        }
    }
}

fn area<'a>(view: &View<'a>, name: &'a str, label: &'a str, focused: bool) -> Markup {
    html! { (Field::area(name, label, 1).quiet().value(view.form.get(name)).error(view.wrong.at(name)).focused(focused)) }
}

fn decision(view: &View<'_>) -> Markup {
    html! {
        p.meta { "As it looked then. What came out later belongs into the timeline, as learned later." }
        (area(view, "node.known", "What I knew", false))
        (area(view, "node.not_known", "What I did not know", false))
        (area(view, "node.options", "What else looked possible", false))
        div.row {
            (Field::fact("node.confidence", "How sure I was then, in percent").quiet().value(view.form.get("node.confidence")).error(view.wrong.at("node.confidence")).placeholder("80"))
            (Select::new("node.soundness", "On what was known, whatever came of it", &SOUNDNESS).chosen(Some(view.form.get("node.soundness"))))
        }
    }
}

/// Offers the other places that a cause can stand at: anywhere but under itself.
fn place(view: &View<'_>, causes: &CauseTree, cause: &Cause) -> Markup {
    let drawn = causes.drawn();
    let at = drawn.iter().position(|(_, other)| other.number == cause.number).unwrap_or(0);
    let level = drawn.get(at).map_or(1, |(level, _)| *level);
    let own = drawn[at..].iter().skip(1).take_while(|(deeper, _)| *deeper > level).count() + 1;
    // The causes around it come first when there are too many to list them all.
    let start = at.saturating_sub(MOST_PLACES / 2);
    let places = drawn.iter().enumerate().skip(if drawn.len() > MOST_PLACES { start } else { 0 });
    let places = places.filter(|(place, _)| !(at..at + own).contains(place)).take(MOST_PLACES);
    let mut named: Vec<(String, String)> = vec![(String::new(), "straight under the gap".to_owned())];
    named.extend(places.map(|(_, (level, other))| {
        (other.number.to_string(), format!("{}{}", "· ".repeat((level - 1).min(12)), beginning(other)))
    }));
    if let Some(under) =
        cause.under.filter(|under| named.iter().all(|(value, _)| *value != under.to_string()))
    {
        named.push((under.to_string(), causes.get(under).map(beginning).unwrap_or_default()));
    }
    let picks: Vec<Pick<'_>> = named.iter().map(|(value, label)| Pick { value, label }).collect();
    html! {
        (Select::new("node.under", "It led to", &picks).chosen(Some(view.form.get("node.under"))).id("f-node.under").error(view.wrong.at("node.under")))
        p.meta { "“Keep” moves it, with all that stands under it." }
    }
}

fn sort(view: &View<'_>, analysis: &Analysis, cause: &Cause) -> Markup {
    let sorted = analysis
        .factors
        .iter()
        .find(|factor| factor.cause == Some(cause.number))
        .map(|factor| factor.control);
    sort_buttons(view, cause.number, sorted, &beginning(cause))
}

/// Draws the three buttons that sort a cause by control, without the one under which it stands.
pub(crate) fn sort_buttons(view: &View<'_>, number: Number, sorted: Option<Control>, words: &str) -> Markup {
    let action = view.at(&format!("/causes/{number}/sort"));
    let keys = ["1", "2", "3"];
    html! {
        div.row.sort {
            span.meta { @match sorted { Some(control) => { "In my hands: " (name(control)) }, None => "In my hands?" } }
            @for (control, key) in Control::ALL.into_iter().zip(keys).filter(|(control, _)| Some(*control) != sorted) {
                (Button::quiet(name(control)).small().key(key).to(&action).sends("control", control.word()).about(words))
            }
        }
    }
}

/// Names the sort in a word.
pub(crate) fn name(control: Control) -> &'static str {
    match control {
        Control::Mine => "Fully",
        Control::Partly => "Partly",
        Control::Outside => "Outside",
    }
}
