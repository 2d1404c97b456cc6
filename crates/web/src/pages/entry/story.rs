//! The four answers in their order, and what lies beside them, for reading.

use hansei_app::practice::Practised;
use hansei_method::account::Account;
use hansei_method::entry::Entry;
use hansei_method::intention::{Goal, Intention};
use hansei_method::question::Question;
use hansei_method::review::Review;
use hansei_method::stage::Answer;
use hansei_method::when::When;
use jiff::Zoned;
use jiff::civil::Date;
use maud::{Markup, html};

use super::{compared, next, why};
use crate::page::icons::Glyph;
use crate::page::parts::{
    Moment, Size, fold, gap, meta, section, slots, status, timeline, timeline_key, words, words_in,
};
use crate::pages::day;

/// Draws the answers to the four questions, as far as the review has come, with how far each plan has come in practice.
pub(crate) fn story(entry: &Entry, practised: &[Practised], today: Date) -> Markup {
    let answers = &entry.review.answers;
    let intention = answers.intended().and_then(Answer::given);
    html! {
        (part(Question::Intended, answers.intended(), |intention| intended(intention, today)))
        (part(Question::Happened, answers.happened(), |account| happened(account, intention, today)))
        (part(Question::Why, answers.why(), |analysis| why::why(analysis, &compared::summary(entry, today), today)))
        (part(Question::Next, answers.next(), |plan| next::next(plan, entry.analysis(), practised, today)))
    }
}

/// Draws one question with its answer, or the reason for which it was passed over; nothing before it is reached.
fn part<T>(question: Question, answer: Option<&Answer<T>>, draw: impl Fn(&T) -> Markup) -> Markup {
    let body = match answer {
        None => return html! {},
        Some(Answer::Given(answer)) => draw(answer),
        Some(Answer::Skipped(reason)) => html! { (meta("Passed over:")) (words(reason.as_str())) },
    };
    section(question.word(), question.asked(), "", &body)
}

fn intended(intention: &Intention, today: Date) -> Markup {
    let facts: Vec<(&str, String)> = intention
        .targets
        .iter()
        .map(|target| (target.name.as_str(), compared::meant(&target.slot, today)))
        .collect();
    let facts: Vec<(&str, Option<&str>)> =
        facts.iter().map(|(name, fact)| (*name, Some(fact.as_str()))).collect();
    html! {
        @if let Some(statement) = &intention.statement { (words_in(Size::Large, statement.as_str())) }
        @if intention.goal == Goal::Learning { (meta("Something was to be found out.")) }
        @if !facts.is_empty() { (slots(&facts)) }
    }
}

fn happened(account: &Account, intention: Option<&Intention>, today: Date) -> Markup {
    let rows = compared::rows(intention, account, today);
    let drawn: Vec<_> = rows.iter().map(compared::Row::drawn).collect();
    html! {
        @if !account.moments.is_empty() { (timeline_key()) }
        (moments(account, today))
        @if let Some(zone) = &account.zone { p.meta { "Times: " bdi { (zone) } } }
        @if !drawn.is_empty() { h3 { "The gap" } (gap(&drawn)) }
        @if let Some(other) = &account.disagreement { h3 { "Somebody who disagrees would add" } (words(other.as_str())) }
    }
}

fn moments(account: &Account, today: Date) -> Markup {
    let lines: Vec<Line> =
        account.moments.iter().map(|moment| Line::of(moment.number, &moment.when, today)).collect();
    let drawn: Vec<Moment<'_>> = account
        .moments
        .iter()
        .zip(&lines)
        .map(|(moment, line)| {
            let source = moment.source.as_ref().map_or("", |source| source.as_str());
            Moment {
                id: &line.id,
                day: &line.day,
                clock: &line.clock,
                machine: line.machine.as_deref(),
                what: moment.what.as_str(),
                source,
                told: is_told(source),
                later: moment.known == hansei_method::account::Known::Later,
                decision: moment.decision,
                more: None,
            }
        })
        .collect();
    timeline(&drawn)
}

/// When a moment was, as it stands at its line.
struct Line {
    id: String,
    day: String,
    clock: String,
    machine: Option<String>,
}

impl Line {
    fn of(number: u32, when: &When, today: Date) -> Self {
        let (day, clock, machine) = match when {
            When::Then => ("then".to_owned(), String::new(), None),
            When::Words(words) => (words.as_str().to_owned(), String::new(), None),
            When::Date(date) => (day::short(*date, today), String::new(), Some(date.to_string())),
            When::Time(time) => (day::clock(*time), String::new(), Some(day::clock(*time))),
            When::DateTime(at) => {
                let machine = format!("{}T{}", at.date(), day::clock(at.time()));
                (day::short(at.date(), today), day::clock(at.time()), Some(machine))
            }
        };
        Self { id: format!("m{number}"), day, clock, machine }
    }
}

/// Says whether a source is somebody's memory or word; everything else counts as a record.
fn is_told(source: &str) -> bool {
    let source = source.to_lowercase();
    ["memory", "remember", "told", "said"].iter().any(|word| source.contains(word))
}

/// Draws what lies beside the answers: what was parked, what it felt like, when it was opened again, what it holds.
pub(crate) fn beside(entry: &Entry, now: &Zoned) -> Markup {
    let review = &entry.review;
    html! {
        @if !review.parked.is_empty() {
            (section("parked", "Parked for question 4", "", &html! {
                ul.stack.gap-2 role="list" { @for idea in &review.parked { li { (words(idea.as_str())) } } }
            }))
        }
        @if has_aside(review) { (section("beside", "Beside the review", "", &aside(review, now))) }
        @if review.answers.intended().is_some() { (section("holds", "What it holds", "A list to look through, not a grade.", &checklist(entry))) }
    }
}

fn has_aside(review: &Review) -> bool {
    review.feeling.is_some() || review.confidant.is_some() || !review.reopened.is_empty()
}

fn aside(review: &Review, now: &Zoned) -> Markup {
    html! {
        @if let Some(feeling) = &review.feeling { h3 { "How it felt" } (words(feeling.as_str())) }
        @if let Some(confidant) = &review.confidant { h3 { "Who I could tell" } (words(confidant.as_str())) }
        @for again in &review.reopened {
            h3 { "Opened again on " (day::stamp(again.at, now)) }
            @if let Some(reason) = &again.reason { (words(reason.as_str())) }
        }
    }
}

fn checklist(entry: &Entry) -> Markup {
    let list = entry.checklist();
    let there: Vec<_> = list.iter().filter(|check| check.is_there).collect();
    let absent: Vec<_> = list.iter().filter(|check| !check.is_there).collect();
    html! {
        @if !there.is_empty() { ul.row role="list" { @for check in &there { li { (status(Glyph::Full, check.name)) } } } }
        @if !absent.is_empty() {
            (fold("What it does not hold", false, &html! {
                ul.row role="list" { @for check in &absent { li { (status(Glyph::Open, check.name)) } } }
            }))
        }
    }
}
