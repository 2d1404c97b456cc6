//! Question 4 for reading: the lesson, what will be done, and how it goes on.

use hansei_app::practice::Practised;
use hansei_method::analysis::Analysis;
use hansei_method::id::Number;
use hansei_method::plan::{Commitment, Plan as Planned, Way};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::page::parts::{Plan, Size, capital, meta, words, words_in};
use crate::pages::day;
use crate::pages::practice::said;

/// Draws the plan; `analysis` names the factors that parts of it are about, `practised` says how far it has come.
pub(crate) fn next(
    plan: &Planned,
    analysis: Option<&Analysis>,
    practised: &[Practised],
    today: Date,
) -> Markup {
    html! {
        @if let Some(lesson) = &plan.lesson { h3 { "The lesson" } (words_in(Size::Large, lesson.as_str())) }
        @if plan.knowledge_only { (meta("Knowledge only, no action, on purpose.")) }
        @for commitment in &plan.commitments { (promised(commitment, practised, today)) }
        @if !plan.influences.is_empty() {
            h3 { "How I use my influence" }
            ul.stack.gap-3 role="list" {
                @for influence in &plan.influences { li { (words(influence.how.as_str())) (about(influence.factor, analysis)) } }
            }
        }
        @if !plan.resilience.is_empty() {
            h3 { "How the next plan bends" }
            ul.stack.gap-3 role="list" {
                @for item in &plan.resilience {
                    li { p.meta { (capital(item.kind.name())) ", " (item.kind.meaning()) } (words(item.what.as_str())) (about(item.factor, analysis)) }
                }
            }
        }
        @if !plan.not_now.is_empty() {
            h3 { "Not now" }
            ul.stack.gap-2 role="list" { @for idea in &plan.not_now { li { (words(idea.as_str())) } } }
        }
        @if let Some(choice) = &plan.choice {
            h3 { "How it goes on: " (way(choice.way)) @if let Some(on) = choice.on { ", from " (day::occurred(on, today)) } }
            (words(choice.reason.as_str()))
        }
    }
}

fn promised(commitment: &Commitment, practised: &[Practised], today: Date) -> Markup {
    let cue = commitment.cue.as_str();
    let of_this = |it: &&Practised| it.practice.commitment.number == commitment.number;
    html! {
        article.card aria-label="A plan" {
            (Plan::IfThen { cue, act: commitment.act_after_i_will() })
            p.meta {
                (capital(commitment.kind.name())) ": " (commitment.kind.meaning()) ". "
                (capital(commitment.strength.name())) ": " (commitment.strength.meaning()) "."
            }
            @if let Some(on) = commitment.review_on { p.meta { "Look again on " (day::short(on, today)) "." } }
            @if let Some(seen) = &commitment.evidence { p.meta { "Seen by: " bdi { (seen) } } }
            @if let Some(it) = practised.iter().find(of_this) { (said::line(it)) }
        }
    }
}

fn about(factor: Option<Number>, analysis: Option<&Analysis>) -> Markup {
    let factor = factor.zip(analysis).and_then(|(number, analysis)| analysis.factors.get(number));
    html! { @if let Some(factor) = factor { p.meta { "About: " bdi { (factor.statement) } } } }
}

fn way(way: Way) -> &'static str {
    way.name()
}
