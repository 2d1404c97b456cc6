//! The way through a draft: one thing after the other, kept as it is typed, to be left at any time.

use hansei_app::quarter::LookedBack;
use hansei_method::quarter::{Answers, LessonLine, Report, Verdict};
use maud::{Markup, html};

use super::step::{LESSON, Step};
use super::{address, told};
use crate::forms::{Form, Wrongs};
use crate::page::parts::{Button, Field, Pick, Select, check_these, meta, words};

/// Draws one part of a draft.
pub(super) fn page(look: &LookedBack, step: Step, answers: &Answers, wrong: &Wrongs) -> Markup {
    page_of(look, step, answers, None, wrong)
}

/// Draws one part of a draft, with what was typed where it could not be kept.
pub(super) fn page_of(
    look: &LookedBack,
    step: Step,
    answers: &Answers,
    typed: Option<&Form>,
    wrong: &Wrongs,
) -> Markup {
    let (quarter, at) = (&look.kept.quarter, address(look.kept.quarter.id));
    let listed = wrong.listed();
    let listed: Vec<(&str, &str)> = listed.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    let action = format!("{at}/answer/{}", step.word());
    html! {
        p.meta { (quarter.period.name()) ". Draft, part " (step.number()) " of " (Step::ALL.len()) ". It can wait as it is." }
        (parts(&at, step))
        (check_these(&listed))
        form #review .stack.gap-6 method="post" action=(action) data-draft={ (action) "/draft" } autocomplete="off" novalidate {
            h1 { (step.name()) }
            (part(look, step, answers, typed, wrong))
            @if let Some(asked) = step.asks() {
                @let value = typed.map_or_else(|| answers.to(asked).map(ToString::to_string).unwrap_or_default(), |form| form.get(asked.word()).to_owned());
                (Field::area(asked.word(), asked.question(), 4).value(&value).error(wrong.at(asked.word())).hint("In your own words, or nothing."))
            }
            @if step == Step::Next { (next_on(&look.report, answers, typed, wrong)) }
            div.onward {
                (Button::go(if step.after().is_some() { "Continue" } else { "Look at the whole" }).sends("do", "continue").hint("Ctrl Enter"))
                @if step.before().is_some() { (Button::plain("Back").sends("do", "back")) }
                (Button::quiet("Leave it for now").sends("do", "stop"))
                span.meta data-saved role="status" {}
            }
        }
    }
}

fn parts(at: &str, here: Step) -> Markup {
    html! {
        nav.parts.noprint aria-label="Parts of the review" {
            ol role="list" {
                @for step in Step::ALL {
                    li { a href={ (at) "?at=" (step.word()) } aria-current=[(step == here).then_some("step")] { (step.name()) } }
                }
                li { a href={ (at) "?at=whole" } { "The whole" } }
            }
        }
    }
}

fn part(look: &LookedBack, step: Step, answers: &Answers, typed: Option<&Form>, wrong: &Wrongs) -> Markup {
    let (report, period) = (&look.report, look.kept.quarter.period);
    match step {
        Step::Held => html! {
            @if let Some(watched) = report.earlier.as_ref().and_then(|earlier| earlier.watched.as_ref()) {
                div.stack.gap-2 { p.meta { "Last time you wanted to watch" } (words(watched)) }
            }
            (told::figures(report, period))
            h2 { "How strong the changes were" }
            (told::strengths(report))
            h2 { "Whose it was" }
            (told::controls(report))
        },
        Step::Lessons => html! { (told::places(report, period)) (decisions(report, answers, typed, wrong)) },
        Step::Recurs => told::patterns(&report.patterns),
        Step::Success => success(report, answers),
        Step::Due => html! {
            @if report.due.is_empty() { (meta("No day to look again lay in this period.")) }
            @else { (told::due(&report.due)) (told::due_note(report)) }
        },
        Step::Taken => html! {
            p.lede { "Look once over all of it. One or two sentences are enough; nobody else reads them unless you hand them over." }
        },
        Step::Next => html! {
            @if !report.coming.is_empty() { p.meta { "Days to look again until then:" } (told::due(&report.coming)) }
        },
    }
}

/// Draws each lesson that is told with what may become of it. What stands in two lists stands in the first.
fn decisions(report: &Report, answers: &Answers, typed: Option<&Form>, wrong: &Wrongs) -> Markup {
    let groups = [
        ("What changed", &report.moved),
        ("What came up most often", &report.steady),
        ("Never tested, the oldest", &report.untested),
    ];
    let mut told: Vec<(&str, &LessonLine)> = Vec::new();
    for (heading, line) in
        groups.iter().flat_map(|(heading, lines)| lines.iter().map(|line| (*heading, line)))
    {
        if !told.iter().any(|(_, before)| before.practice == line.practice) {
            told.push((heading, line));
        }
    }
    html! {
        @for (heading, _) in groups {
            @let here: Vec<_> = told.iter().enumerate().filter(|(_, (under, _))| *under == heading).collect();
            @if !here.is_empty() {
                h2 { (heading) }
                ol.list role="list" { @for (at, (_, line)) in here { li { (decision(at, line, answers, typed, wrong)) } } }
            }
        }
    }
}

fn decision(at: usize, line: &LessonLine, answers: &Answers, typed: Option<&Form>, wrong: &Wrongs) -> Markup {
    let field = |name: &str| format!("{LESSON}.{at}.{name}");
    let kept = answers.decision(line.practice);
    let row = typed.and_then(|form| form.rows(LESSON).get(at));
    let (verdict, note) = match row {
        Some(row) => (row.get("verdict").to_owned(), row.get("note").to_owned()),
        None => (
            kept.and_then(|kept| kept.verdict).map_or_else(String::new, |verdict| verdict.word().to_owned()),
            kept.and_then(|kept| kept.note.as_ref()).map_or_else(String::new, ToString::to_string),
        ),
    };
    let mut picks = vec![Pick { value: "", label: "nothing decided" }];
    picks.extend(Verdict::ALL.map(|verdict| Pick { value: verdict.word(), label: verdict.words() }));
    let (choice, why) = (field("verdict"), field("note"));
    let id = format!("f-{why}");
    html! {
        (told::lesson(line))
        input type="hidden" name=(field("practice")) value=(line.practice);
        div.row {
            (Select::new(&choice, "It", &picks).chosen(Some(&verdict)).about(&line.sentence))
            (Field::line(&why, "Why, or what changed around it").id(&id).quiet().value(&note).error(wrong.at(&why)))
        }
    }
}

/// Draws what went well in the period, to choose one from.
fn success(report: &Report, answers: &Answers) -> Markup {
    let chosen = answers.success_entry.map(|entry| entry.to_string()).unwrap_or_default();
    html! {
        p.lede { "What went well is looked at like what did not: why, and how much of it was luck." }
        @if report.successes.is_empty() {
            (meta("Nothing that went well was logged in this period. You can write of something all the same."))
        } @else {
            fieldset.picks #f-success_entry {
                legend { "Which one" }
                @for line in &report.successes {
                    label.pick {
                        input type="radio" name="success_entry" value=(line.entry) checked[chosen == line.entry.to_string()];
                        span dir="auto" { (line.title) }
                    }
                }
                label.pick {
                    input type="radio" name="success_entry" value="" checked[chosen.is_empty()];
                    span { "another one, or none" }
                }
            }
        }
    }
}

fn next_on(report: &Report, answers: &Answers, typed: Option<&Form>, wrong: &Wrongs) -> Markup {
    let kept = answers.next_on.map(|day| day.to_string()).unwrap_or_default();
    let value = typed.map_or(kept.as_str(), |form| form.get("next_on"));
    let hint = format!("Left empty, it is {}.", told::next_on(report.next_on));
    html! { (Field::date("next_on", "Day of the next review").hint(&hint).value(value).error(wrong.at("next_on"))) }
}
