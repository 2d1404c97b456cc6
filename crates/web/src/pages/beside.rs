//! What stands beside a question: the other questions in a few words, what is known already, what the review holds.

use hansei_method::account::Account;
use hansei_method::analysis::Analysis;
use hansei_method::entry::Entry;
use hansei_method::intention::Intention;
use hansei_method::plan::Plan;
use hansei_method::question::Question;
use hansei_method::stage::Answer;
use hansei_method::when::When;
use jiff::civil::Date;
use jiff::{Timestamp, Zoned};
use maud::{Markup, html};

use super::entry::compared;
use super::{day, similar, step};
use crate::page::icons::Glyph;
use crate::page::layout::StepLink;
use crate::page::parts::{slots, status};

/// The most characters of a note at the side.
const MOST_NOTE: usize = 90;

/// One of the questions at the side.
pub(crate) struct Step {
    mark: String,
    name: &'static str,
    note: String,
    href: Option<String>,
    here: bool,
}

impl Step {
    /// Returns what the frame draws.
    pub(crate) fn link(&self) -> StepLink<'_> {
        StepLink {
            mark: &self.mark,
            name: self.name,
            note: &self.note,
            href: self.href.as_deref(),
            here: self.here,
        }
    }
}

/// Names a question as it stands at the side.
pub(crate) fn name(question: Question) -> &'static str {
    match question {
        Question::Intended => "What was intended",
        Question::Happened => "What happened",
        Question::Why => "How it came about",
        Question::Next => "What I will do",
    }
}

/// Names a question after "Continue to".
pub(crate) fn on(question: Question) -> &'static str {
    match question {
        Question::Intended => "what was intended",
        Question::Happened => "what happened",
        Question::Why => "how it came about",
        Question::Next => "what I will do",
    }
}

/// Writes a moment of the program's own clock: the time alone when it was today.
pub(crate) fn clock(at: Timestamp, now: &Zoned) -> String {
    let there = at.to_zoned(now.time_zone().clone());
    if there.date() == now.date() {
        return there.strftime("%H:%M").to_string();
    }
    day::stamp(at, now)
}

/// Lists the four questions with the gap between the second and the third.
pub(crate) fn steps(entry: &Entry, here: Option<Question>, today: Date) -> Vec<Step> {
    let answers = &entry.review.answers;
    let is_closed = answers.finished_at().is_some();
    let mut steps = Vec::with_capacity(5);
    for question in Question::ALL {
        let is_open = answers.is_open(question) && !is_closed;
        let address = |rest: &str| {
            // A closed review is read on the entry's own page.
            let there = is_closed && !note(entry, question, today).is_empty();
            is_open
                .then(|| step::address(entry.id, question, rest))
                .or_else(|| there.then(|| format!("/entries/{}#{}", entry.id, question.word())))
        };
        steps.push(Step {
            mark: question.number().to_string(),
            name: name(question),
            note: if is_open || is_closed { note(entry, question, today) } else { closed(question) },
            href: address(""),
            here: here == Some(question),
        });
        if question == Question::Happened {
            let gap = gap_note(entry, today);
            if !gap.is_empty() {
                let href = address("#gap");
                steps.push(Step { mark: "±".to_owned(), name: "The gap", note: gap, href, here: false });
            }
        }
    }
    steps
}

fn closed(question: Question) -> String {
    format!("Opens when question {} has an answer", question.number() - 1)
}

fn note(entry: &Entry, question: Question, today: Date) -> String {
    let answers = &entry.review.answers;
    if let Some(reason) = answers.skipped(question) {
        return short(&format!("Passed over: {reason}"));
    }
    match question {
        Question::Intended => answers.intended().and_then(Answer::given).map(intended),
        Question::Happened => {
            answers.happened().and_then(Answer::given).map(|account| happened(account, today))
        }
        Question::Why => entry.analysis().map(why),
        Question::Next => entry.plan().map(next),
    }
    .unwrap_or_default()
}

fn intended(intention: &Intention) -> String {
    let words = intention.statement.as_ref().map(|words| short(words.as_str()));
    words.unwrap_or_else(|| count(intention.targets.len(), "target", "targets"))
}

fn happened(account: &Account, today: Date) -> String {
    let lines = count(account.moments.len(), "line", "lines");
    let first = account.moments.iter().next().and_then(|moment| when(&moment.when, today));
    let last = account.ended().and_then(|ended| when(&ended, today));
    match (first, last) {
        (Some((first, _)), Some((last, _))) if first == last => format!("{lines}, {first}"),
        (Some((first, day)), Some((last, other))) => {
            // On one day the time alone is enough.
            let last = last.strip_prefix(&format!("{day}, ")).filter(|_| day == other).unwrap_or(&last);
            format!("{lines}, {first} to {last}")
        }
        _ => lines,
    }
}

/// Writes when a moment was, and its day alone; `None` where nobody can say.
fn when(when: &When, today: Date) -> Option<(String, String)> {
    Some(match when {
        When::Date(date) => (day::short(*date, today), day::short(*date, today)),
        When::DateTime(at) => {
            let day = day::short(at.date(), today);
            (format!("{day}, {}", day::clock(at.time())), day)
        }
        When::Time(time) => (day::clock(*time), String::new()),
        When::Then | When::Words(_) => return None,
    })
}

fn gap_note(entry: &Entry, today: Date) -> String {
    let summary = compared::summary(entry, today);
    if summary == entry.title.as_str() { String::new() } else { short(&summary) }
}

fn why(analysis: &Analysis) -> String {
    let shape = analysis.causes.shape();
    if shape.causes == 0 {
        return count(analysis.factors.len(), "factor", "factors");
    }
    let chosen = analysis.causes.chosen().len();
    let causes = count(shape.causes, "cause", "causes");
    if chosen == 0 { causes } else { format!("{causes}, {chosen} chosen") }
}

fn next(plan: &Plan) -> String {
    match (plan.commitments.len(), &plan.lesson) {
        (0, Some(lesson)) => short(lesson.as_str()),
        (0, None) if plan.knowledge_only => "Knowledge only".to_owned(),
        (0, None) => String::new(),
        (plans, _) => count(plans, "plan", "plans"),
    }
}

fn count(number: usize, one: &str, more: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {more}") }
}

fn short(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST_NOTE {
        return line;
    }
    let cut: String = line.chars().take(MOST_NOTE).collect();
    format!("{}…", cut.trim_end())
}

/// Draws what is known already: what was captured, the answers before this question, earlier lessons, what the review holds.
pub(crate) fn have(entry: &Entry, question: Option<Question>, now: &Zoned) -> Markup {
    let answers = &entry.review.answers;
    let before = |earlier: Question| question.is_none_or(|question| question > earlier);
    let intention = answers.intended().and_then(Answer::given).filter(|_| before(Question::Intended));
    let gap = answers.happened().and_then(Answer::given).filter(|_| before(Question::Happened));
    let chosen = entry
        .analysis()
        .filter(|_| before(Question::Why))
        .map(|analysis| analysis.causes.chosen())
        .unwrap_or_default();
    html! {
        section.stack.gap-3 #have aria-labelledby="have-h" {
            h2 #have-h { "What you wrote down" }
            p.words.sm dir="auto" { (entry.title) }
            p.meta { (day::occurred(entry.occurred, now.date())) @if let Some(context) = &entry.context { ". " bdi { (context) } } }
            @if let Some(body) = &entry.body { p.words.sm.cut dir="auto" { (body) } }
        }
        @if let Some(intention) = intention { (intention_beside(intention, now)) }
        @if let (Some(account), true) = (gap, question == Some(Question::Why) || question == Some(Question::Next)) {
            (gap_beside(entry, account, now))
        }
        @if !chosen.is_empty() {
            section.stack.gap-3 aria-labelledby="chosen-h" {
                h2 #chosen-h { "Chosen to act on" }
                ul.stack.gap-2 role="list" { @for cause in chosen.iter().take(8) { li { p.words.sm.cut dir="auto" { (cause.statement) } } } }
            }
        }
        @if question.is_some_and(|question| question > Question::Intended) { (similar::place(entry.id)) }
        (earlier(entry))
        (holds(entry))
    }
}

fn intention_beside(intention: &Intention, now: &Zoned) -> Markup {
    let meant: Vec<(String, String)> = intention
        .targets
        .iter()
        .map(|target| (short(target.name.as_str()), short(&compared::meant(&target.slot, now.date()))))
        .collect();
    let facts = meant.iter().take(8).map(|(name, words)| (name.as_str(), Some(words.as_str())));
    let facts: Vec<(&str, Option<&str>)> = facts.collect();
    html! {
        section.stack.gap-3 aria-labelledby="meant-h" {
            h2 #meant-h { "What was intended" }
            @if let Some(statement) = &intention.statement { p.words.sm.cut dir="auto" { (statement) } }
            @if !facts.is_empty() { (slots(&facts)) }
            @if meant.len() > facts.len() { p.meta { "and " (meant.len() - facts.len()) " more" } }
        }
    }
}

fn gap_beside(entry: &Entry, account: &Account, now: &Zoned) -> Markup {
    let intention = entry.review.answers.intended().and_then(Answer::given);
    let rows = compared::rows(intention, account, now.date());
    let drawn: Vec<_> = rows.iter().map(compared::Row::drawn).collect();
    html! {
        @if !drawn.is_empty() {
            section.stack.gap-3 aria-labelledby="came-h" {
                h2 #came-h { "What came" }
                dl.slots {
                    @for row in drawn.iter().take(10) {
                        dt dir="auto" { (short(row.of)) }
                        dd {
                            p.words.sm dir="auto" { (short(row.actual.unwrap_or("not known"))) }
                            @if !row.difference.is_empty() { p.meta { (row.difference) } }
                        }
                    }
                }
            }
        }
    }
}

fn earlier(entry: &Entry) -> Markup {
    let lessons = entry.attempt.as_ref().map(|attempt| attempt.lessons.as_slice()).unwrap_or_default();
    html! {
        @if !lessons.is_empty() {
            section.stack.gap-3 aria-labelledby="earlier-h" {
                h2 #earlier-h { "From earlier attempts" }
                ul.stack.gap-2 role="list" {
                    @for lesson in lessons.iter().take(8) { li { p.words.sm.cut dir="auto" { (lesson.lesson) } } }
                }
                p.meta { a href={ "/entries/" (entry.id) "/attempts" } { "All attempts" } }
            }
        }
    }
}

/// Draws what the review holds: a list to look through, never a grade.
fn holds(entry: &Entry) -> Markup {
    let list = entry.checklist();
    html! {
        section.stack.gap-2 aria-labelledby="holds-h" {
            h2 #holds-h { "What this review holds" }
            p.meta { "A list to look through, not a grade." }
            ul role="list" {
                @for check in &list {
                    li {
                        (status(if check.is_there { Glyph::Full } else { Glyph::Open }, check.name))
                        span.vh { @if check.is_there { ", there" } @else { ", not there" } }
                    }
                }
            }
            p.meta { (super::entry::depth(entry.significance)) ": " (entry.significance.meaning()) ". " a href={ "/entries/" (entry.id) "/details" } { "Change the depth" } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(answers: &str) -> Entry {
        let json = format!(
            r#"{{"id": "6f2c7e86-7d0f-4d0c-9a3e-1b2f0d3c4e5a", "title": "Late", "occurred": "2026-03-22",
                "captured_at": "2026-03-23T08:00:00Z", "review": {{"answers": {answers}}}}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    fn today() -> Date {
        "2026-05-14".parse().unwrap()
    }

    fn notes(entry: &Entry) -> Vec<String> {
        steps(entry, None, today()).into_iter().map(|step| format!("{} {}", step.mark, step.note)).collect()
    }

    #[test]
    fn the_questions_of_a_closed_review_lead_to_where_it_is_read() {
        let closed = super::super::fixture::whole();
        let places: Vec<_> = steps(&closed, None, today()).into_iter().map(|step| step.href).collect();
        let at = |part: &str| Some(format!("/entries/{}#{part}", closed.id));
        assert_eq!(places, [at("intended"), at("happened"), at("happened"), at("why"), at("next")]);
    }

    #[test]
    fn the_questions_at_the_side_say_what_was_answered() {
        let entry = entry(
            r#"{"intended": {"statement": "Deliver", "targets": [{"name": "Day", "slot": {"deadline": "2026-03-15"}}]},
                "happened": {"moments": [{"when": "2026-03-15", "what": "a"}, {"when": "2026-03-22", "what": "b"}],
                    "outcomes": [{"target": 1, "actual": {"date": "2026-03-22"}}]},
                "why": {"causes": [{"statement": "a", "chosen": true}, {"statement": "b"}]}}"#,
        );
        assert_eq!(
            notes(&entry),
            [
                "1 Deliver",
                "2 2 lines, Sun 15 Mar to Sun 22 Mar",
                "± Day: 7 days late",
                "3 2 causes, 1 chosen",
                "4 "
            ]
        );
    }

    #[test]
    fn moments_of_one_day_name_it_once() {
        let told = |first: &str, last: &str| {
            let moments =
                format!(r#"[{{"when": "{first}", "what": "a"}}, {{"when": "{last}", "what": "b"}}]"#);
            notes(&entry(&format!(
                r#"{{"skipped": {{"intended": "x"}}, "happened": {{"moments": {moments}}}}}"#
            )))[1]
                .clone()
        };
        assert_eq!(told("2026-03-15", "15:30"), "2 2 lines, Sun 15 Mar to 15:30");
        assert_eq!(told("2026-03-15 09:00", "2026-03-15 15:30"), "2 2 lines, Sun 15 Mar, 09:00 to 15:30");
        assert_eq!(told("2026-03-15", "then"), "2 2 lines");
        assert_eq!(told("15:00", "15:30"), "2 2 lines, 15:00 to 15:30");
    }

    #[test]
    fn a_time_alone_is_one_of_the_last_day_before_it() {
        let moments = r#"[{"when": "1998-12-11", "what": "a"}, {"when": "1999-09-23 09:00", "what": "b"}, {"when": "09:04:52", "what": "c"}]"#;
        let told = notes(&entry(&format!(
            r#"{{"skipped": {{"intended": "x"}}, "happened": {{"moments": {moments}}}}}"#
        )));
        assert_eq!(told[1], "2 3 lines, Fri 11 Dec 1998 to Thu 23 Sep 1999, 09:04:52");
    }

    #[test]
    fn what_cannot_be_compared_stands_side_by_side() {
        let entry = entry(
            r#"{"intended": {"targets": [{"name": "Road", "slot": {"amount": "9 km"}}, {"name": "Buy-in", "slot": {"party": "all three"}},
                    {"name": "Parts", "slot": {"amount": "9"}}, {"name": "Day", "slot": {"deadline": "2026-03-15"}}, {"name": "Open", "slot": {"amount": "3"}}]},
                "happened": {"outcomes": [{"target": 1, "actual": {"amount": "22 of 27"}}, {"target": 2, "actual": {"words": {"words": "two of three"}}},
                    {"target": 3, "actual": {"amount": "22 of 27"}}, {"target": 4, "actual": {"date": "2026-03-15"}}]}}"#,
        );
        assert_eq!(
            compared::summary(&entry, today()),
            "Road: meant 9 km, came 22 of 27; Buy-in: meant all three, came two of three; Parts: +13 (+144.4 %)"
        );
    }

    #[test]
    fn a_closed_question_says_what_opens_it_and_leads_nowhere() {
        let steps = steps(&entry("{}"), Some(Question::Intended), today());
        assert_eq!(steps[2].note, "Opens when question 2 has an answer");
        assert!(steps[2].href.is_none() && steps[0].href.is_some());
    }

    #[test]
    fn a_long_note_is_cut() {
        assert_eq!(short(&"word ".repeat(100)).chars().count(), MOST_NOTE);
    }
}
