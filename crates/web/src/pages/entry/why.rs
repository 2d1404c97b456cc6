//! Question 3 for reading: the tree, its chains read upward, control, the opposite case, assumptions, signals.

use hansei_method::analysis::{Analysis, Assumption, AssumptionStatus, MissedSignal, Visible};
use hansei_method::cause::{self, CauseTree, DecisionPoint, Soundness};
use hansei_method::factor::Control;
use hansei_method::text::Text;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::page::icons::Glyph;
use crate::page::parts::{
    Bin, Cause, CauseKind, Slip, bins, fold, meta, overview, slots, status, tree, tree_key, words,
};
use crate::pages::day;

/// The most chains that are read upward; the tree shows all of them.
const MOST_CHAINS: usize = 12;

/// The most steps of one chain that are read upward.
const MOST_STEPS: usize = 40;

/// Draws the analysis under the gap that it explains.
pub(crate) fn why(analysis: &Analysis, gap: &str, today: Date) -> Markup {
    html! {
        @if !analysis.causes.is_empty() { (causes(&analysis.causes, gap)) }
        @if !analysis.factors.is_empty() { h3 { "How much of it was in my hands" } (factors(analysis)) }
        @if analysis.is_without_own_factor() { (meta("Nothing here was sorted as mine, not even in part.")) }
        @if let Some(balance) = &analysis.balance { h3 { "On the balance of it" } (words(balance.as_str())) }
        @if !analysis.counter.is_empty() {
            h3 { "The opposite case" }
            @for counter in &analysis.counter {
                div { p.meta dir="auto" { (counter.question) } (words(counter.answer.as_str())) }
            }
        }
        @if !analysis.assumptions.is_empty() {
            h3 { "What I took for granted" }
            ul.stack.gap-3 role="list" { @for assumption in &analysis.assumptions { li { (assumed(assumption, today)) } } }
        }
        @if !analysis.signals.is_empty() {
            h3 { "Signals that were missed" }
            ul.stack.gap-3 role="list" { @for signal in &analysis.signals { li { (missed(signal)) } } }
        }
    }
}

fn causes(causes: &CauseTree, gap: &str) -> Markup {
    let drawn = causes.drawn();
    let ids: Vec<String> = drawn.iter().map(|(_, cause)| format!("c{}", cause.number)).collect();
    let more: Vec<Option<Markup>> =
        drawn.iter().map(|(_, cause)| cause.decision.as_ref().map(decision)).collect();
    let nodes: Vec<Cause<'_>> = drawn
        .iter()
        .zip(ids.iter().zip(&more))
        .map(|((level, cause), (id, more))| Cause {
            id,
            level: *level,
            words: cause.statement.as_str(),
            kind: kind(cause.kind),
            confirmed: cause.certainty == cause::Certainty::Confirmed,
            evidence: cause.evidence.as_ref().map_or("", Text::as_str),
            chosen: cause.chosen,
            current: false,
            more: more.as_ref(),
        })
        .collect();
    html! {
        (tree_key())
        (overview(&nodes))
        (tree(gap, &nodes))
        (fold("Read it upward with “therefore”", false, &chains(causes, gap)))
    }
}

/// Turns a kind of cause into the one that the tree draws.
pub(crate) fn kind(kind: cause::CauseKind) -> CauseKind {
    match kind {
        cause::CauseKind::Event => CauseKind::Event,
        cause::CauseKind::Condition => CauseKind::Condition,
        cause::CauseKind::Decision => CauseKind::Decision,
    }
}

fn decision(decision: &DecisionPoint) -> Markup {
    let confidence = decision.confidence.map(|percent| format!("{} %", u8::from(percent)));
    let sound = decision.soundness.map(|soundness| match soundness {
        Soundness::Sound => "I would decide so again",
        Soundness::Unsure => "I cannot say",
        Soundness::Unsound => "I would not decide so again",
    });
    let facts = [
        ("Known then", decision.known.as_ref().map(Text::as_str)),
        ("Not known then", decision.not_known.as_ref().map(Text::as_str)),
        ("Also possible", decision.options.as_ref().map(Text::as_str)),
        ("How sure then", confidence.as_deref()),
        ("On what was known", sound),
    ];
    let given: Vec<_> = facts.into_iter().filter(|(_, fact)| fact.is_some()).collect();
    fold("What stood at this decision", true, &slots(&given))
}

/// Reads the chosen causes up to the gap, or every end of a chain where none was chosen.
pub(crate) fn chains(causes: &CauseTree, gap: &str) -> Markup {
    let chosen = causes.chosen();
    let ends = if chosen.is_empty() { causes.leaves() } else { chosen };
    html! {
        @for end in ends.iter().take(MOST_CHAINS) {
            ol.chain role="list" {
                @let chain = causes.therefore(end.number);
                @for (step, cause) in chain.iter().take(MOST_STEPS).enumerate() {
                    li { @if step > 0 { span.meta { "therefore " } } span.words.sm dir="auto" { (cause.statement) } }
                }
                @if chain.len() > MOST_STEPS { li.meta { "and so on, " (chain.len() - MOST_STEPS) " more steps" } }
                li { span.meta { "therefore " } span.words.sm dir="auto" { (gap) } }
            }
        }
        @if ends.len() > MOST_CHAINS { p.meta { "The tree has " (ends.len() - MOST_CHAINS) " more chains." } }
    }
}

fn factors(analysis: &Analysis) -> Markup {
    let slips = Control::ALL.map(|control| slips(analysis, control));
    let columns: Vec<Vec<Slip<'_>>> = slips
        .iter()
        .map(|slips| slips.iter().map(|(id, words)| Slip { id, words, more: None }).collect())
        .collect();
    let names = Control::ALL.map(|control| match control {
        Control::Mine => "Fully",
        Control::Partly => "Partly",
        Control::Outside => "Outside",
    });
    let drawn: Vec<Bin<'_>> = columns
        .iter()
        .zip(names.iter().zip(Control::ALL))
        .map(|(slips, (name, control))| Bin { name, meaning: control.meaning(), slips })
        .collect();
    bins(&drawn)
}

fn slips(analysis: &Analysis, control: Control) -> Vec<(String, &str)> {
    let sorted = analysis.factors.iter().filter(|factor| factor.control == control);
    sorted.map(|factor| (format!("f{}", factor.number), factor.statement.as_str())).collect()
}

fn assumed(assumption: &Assumption, today: Date) -> Markup {
    let (shape, became) = match assumption.status {
        AssumptionStatus::Held => (Glyph::Full, "held"),
        AssumptionStatus::Broken => (Glyph::Open, "did not hold"),
        AssumptionStatus::Untested => (Glyph::New, "never tested"),
    };
    html! {
        (words(assumption.statement.as_str()))
        p.meta {
            (status(shape, became))
            @if let Some(percent) = assumption.confidence { ", " (u8::from(percent)) " % sure then" }
            @if let Some(date) = assumption.date { ", " (day::occurred(date, today)) }
            @if let Some(cause) = assumption.cause { ", " a href={ "#c" (cause) } { "became a cause" } }
        }
    }
}

fn missed(signal: &MissedSignal) -> Markup {
    let visible = match signal.visible {
        Visible::Yes => "Could be seen then",
        Visible::No => "Could not be seen then",
        Visible::Unsure => "Not clear whether it could be seen then",
    };
    html! {
        (words(signal.what.as_str()))
        p.meta { (visible) @if let Some(place) = &signal.place { ": " bdi { (place) } } }
    }
}
