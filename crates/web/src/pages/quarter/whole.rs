//! A review as one document: frozen, or as a draft would be frozen now. It prints well.

use hansei_app::quarter::{LookedBack, grouped, is_as_frozen};
use hansei_method::quarter::{Answers, Asked, Quarter, Report};
use maud::{Markup, html};

use super::{address, told};
use crate::page::icons::{Icon, icon};
use crate::page::parts::{Button, act, meta, words};
use crate::pages::day;

/// Draws the page of a review.
pub(super) fn page(look: &LookedBack) -> Markup {
    let (quarter, at) = (&look.kept.quarter, address(look.kept.quarter.id));
    let version = look.kept.version.to_string();
    html! {
        div.row.noprint.below-4 {
            @if quarter.frozen.is_some() { p.meta { "Frozen copy. The log goes on without it." } }
            @else { p.meta { "Draft. This is how it would be frozen now." } }
            div.row.push {
                button.btn.js type="button" data-print { (icon(Icon::Print)) span.t { "Print" } }
                (Button::quiet("As a page").href(&format!("{at}/html")))
                (Button::quiet("As a text").href(&format!("{at}/markdown")))
            }
        }
        article.doc {
            (head(quarter, &look.report))
            (body(&quarter.answers, &look.report, quarter))
            (foot(quarter, &look.report))
        }
        div.onward.noprint {
            @if quarter.frozen.is_none() {
                (Button::go("Freeze it…").href(&format!("{at}/freeze")))
                (Button::plain("Go on writing").href(&format!("{at}?at=next")))
            }
            (Button::plain("All reviews").href("/quarter"))
            (act(&format!("{at}/remove"), &[("version", &version)], Button::quiet("Remove")))
        }
    }
}

fn head(quarter: &Quarter, report: &Report) -> Markup {
    html! {
        header.stack.gap-2 {
            @if let Some(frozen) = &quarter.frozen {
                p.when {
                    (icon(Icon::Seal))
                    span { "Frozen " (told::next_on(frozen.clock.date())) @if let Some(time) = frozen.clock.time() { ", " (time.strftime("%H:%M").to_string()) } }
                }
            }
            h1 { (quarter.period.name()) }
            p.meta {
                (quarter.period.days()) "."
                @if report.as_of < quarter.period.last() { " Told up to " (day::dated(report.as_of)) "." }
                @if let Some(owner) = quarter.frozen.as_ref().and_then(|frozen| frozen.owner.as_ref()) { " " bdi { (owner) } ", private." }
            }
        }
    }
}

fn body(answers: &Answers, report: &Report, quarter: &Quarter) -> Markup {
    html! {
        @if let Some(taken) = answers.to(Asked::Taken) {
            (part("taken", "What I take from it", &html! { p.words.xl dir="auto" { (taken) } }))
        }
        (part("held", "What was in it", &told::figures(report, quarter.period)))
        (part("lessons", "Where the lessons stood, and where they stand", &html! {
            (told::places(report, quarter.period))
            @if !report.moved.is_empty() {
                (told::lessons(&report.moved))
                @if report.lessons.moved as usize > report.moved.len() { p.meta { "and " (report.lessons.moved as usize - report.moved.len()) " more that changed." } }
            }
            @if !report.steady.is_empty() { h3 { "What came up most often" } (told::lessons(&report.steady)) }
            (answer(answers, Asked::Changed))
        }))
        (part("recurs", "What keeps coming back", &html! { (told::patterns(&report.patterns)) (answer(answers, Asked::Returned)) }))
        (part("strength", "How strong the changes were", &told::strengths(report)))
        (part("control", "Whose it was", &told::controls(report)))
        @if !report.untested.is_empty() {
            (part("untested", "Never tested, the oldest", &html! {
                ol.list role="list" { @for line in &report.untested { li { (told::lesson(line)) } } }
                @if report.lessons.untested as usize > report.untested.len() { p.meta { (report.lessons.untested) " were never tested." } }
            }))
        }
        @if !report.decided.is_empty() { (part("decided", "What becomes of lessons", &told::decided(&report.decided))) }
        @if report.success.is_some() || answers.success.is_some() {
            (part("success", "One thing that went well, and why", &html! {
                @if let Some(line) = &report.success { (told::entry(line)) }
                (answer(answers, Asked::Success))
            }))
        }
        @if !report.due.is_empty() || answers.due.is_some() {
            (part("due", "Ways whose day to look again came", &html! {
                (told::due(&report.due))
                (told::due_note(report))
                (answer(answers, Asked::Due))
            }))
        }
    }
}

fn part(id: &str, heading: &str, body: &Markup) -> Markup {
    html! {
        section.stack aria-labelledby={ (id) "-h" } {
            h2 #{ (id) "-h" } { (heading) }
            (body)
        }
    }
}

fn answer(answers: &Answers, asked: Asked) -> Markup {
    html! {
        @if let Some(said) = answers.to(asked) {
            p.meta { (asked.question()) }
            (words(said.as_str()))
        }
    }
}

fn foot(quarter: &Quarter, report: &Report) -> Markup {
    html! {
        footer.stack.gap-2 {
            p {
                "Next review: " b { (told::next_on(report.next_on)) "." }
                @if let Some(watch) = quarter.answers.to(Asked::Watch) { " To watch until then: " bdi.words { (watch) } }
            }
            @if !report.coming.is_empty() { p.meta { "Days to look again until then:" } (told::due(&report.coming)) }
            @if let Some(frozen) = &quarter.frozen {
                @match (&frozen.fingerprint, is_as_frozen(quarter)) {
                    (Some(print), Some(true)) => p.meta { "Fingerprint " (grouped(print)) },
                    (Some(_), _) => (meta("This is not what was frozen: its fingerprint is that of something else. A backup may hold the copy.")),
                    (None, _) => (meta("Something that it quoted was erased since, so it has no fingerprint any more.")),
                }
            }
        }
    }
}
