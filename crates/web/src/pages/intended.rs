//! Question 1: what was the intended outcome?

use axum::Router;
use hansei_app::coach::{Field as Coached, filled};
use hansei_app::review::{Reviewed, answer};
use hansei_method::entry::{Entry, Significance};
use hansei_method::intention::{Goal, Intention, SlotKind};
use hansei_method::occurred::Occurred;
use hansei_method::question::Question;
use jiff::Zoned;
use maud::{Markup, html};

use super::coached::asks;
use super::sheet::{self, Answered, Sheet};
use super::step::{self, Asked, View, deeper};
use crate::forms::intended::{self as typed, TARGETS};
use crate::forms::words::Choice;
use crate::forms::{Form, Row, Wrongs};
use crate::page::parts::{AsksFrom, Button, Field, Pick, Picks, Select, Tools, tools};
use crate::state::Web;

/// The page of question 1.
struct Intended;

/// Serves this page.
pub fn routes() -> Router<Web> {
    sheet::routes::<Intended>()
}

impl Sheet for Intended {
    const QUESTION: Question = Question::Intended;
    const FIRST: &'static str = "statement";

    fn form(entry: &Entry) -> Form {
        typed::form(&intention(entry))
    }

    fn tidy(form: &mut Form) {
        typed::tidy(form);
    }

    fn read(form: &Form, entry: &Entry, wrong: &mut Wrongs) -> Reviewed {
        Reviewed { intended: Some(typed::read(form, &intention(entry), wrong)), ..Reviewed::default() }
    }

    fn offer(form: &mut Form, _entry: &Entry, asked: &Asked) {
        let kind = SlotKind::from_word(&asked.add).map_or("", Choice::word);
        form.push(TARGETS, Row::of([("kind", kind.to_owned())]));
    }

    fn coached(form: &Form) -> Vec<Answered> {
        vec![Answered::of("statement", Coached::Intended, form.get("statement"))]
    }

    fn take_over(form: &mut Form, entry: &Entry, now: &Zoned) {
        let Ok(statement) = form.get("statement").parse() else { return };
        // A time alone is one of the day on which it came about, whenever somebody writes of it.
        let of_the_day = |said: &str| format!("{} {said}", entry.occurred.date()).parse().ok();
        let day = |said: &str| of_the_day(said).or_else(|| Occurred::told(said, now).ok());
        let found = typed::form(&filled::intention(&statement, day));
        let there: Vec<String> = form.rows(TARGETS).iter().map(|row| row.get("value").to_owned()).collect();
        for row in
            found.rows(TARGETS).iter().filter(|row| !there.iter().any(|value| value == row.get("value")))
        {
            let fields = ["name", "kind", "value"].map(|field| (field, row.get(field).to_owned()));
            form.push(TARGETS, Row::of(fields));
        }
    }

    fn draw(view: &View<'_>) -> Markup {
        let sentence =
            "As it stood before you started. Somebody who was not there should be able to check it.";
        step::page(view, sentence, &body(view))
    }
}

fn intention(entry: &Entry) -> Intention {
    answer(entry.review.answers.intended())
}

fn body(view: &View<'_>) -> Markup {
    let rows = view.form.rows(TARGETS);
    let targets = html! {
        ul.stack.gap-4 role="list" {
            @for (at, row) in rows.iter().enumerate() { (target(view, at, row, rows.len())) }
        }
        (missing(view))
    };
    let used = rows.len() > 1;
    let coach = view.at("/coach");
    html! {
        div.stack.gap-3 {
            (Field::area("statement", "In your own words", 3).value(view.form.get("statement")).error(view.wrong.at("statement"))
                .placeholder("The whole class can explain photosynthesis by Friday, without the book").focused(view.form.get("statement").is_empty() && view.asked.at.is_empty()).asks(asks("f-statement", &coach, Coached::Intended, AsksFrom::Start)))
            (Picks::new("goal", "What was wanted", &GOALS).chosen(Some(goal(view))))
        }
        (deeper(view, Significance::Ordinary, used, "What can be checked", "Each on a line of its own. They are held against what came, in the next question.", &targets))
    }
}

const GOALS: [Pick<'static>; 2] = [
    Pick { value: "result", label: "a result" },
    Pick { value: "learning", label: "an answer: find out whether…" },
];

fn goal(view: &View<'_>) -> &'static str {
    Goal::from_word(view.form.get("goal")).unwrap_or_default().word()
}

fn target(view: &View<'_>, at: usize, row: &Row, of: usize) -> Markup {
    let name = |field: &str| format!("{TARGETS}.{at}.{field}");
    let is_new = at + 1 == of;
    let kinds = SlotKind::ALL.map(|kind| Pick { value: kind.word(), label: typed::kind_name(kind) });
    let kind = SlotKind::from_word(row.get("kind"));
    let (value, example) = (name("value"), example(kind.unwrap_or(SlotKind::Amount)));
    let (kind_name, kind_id) = (name("kind"), format!("f-{}", name("kind")));
    let about = if row.get("name").is_empty() { "this target" } else { row.get("name") };
    let anchor = if is_new { format!("{TARGETS}-new") } else { format!("{TARGETS}-{at}") };
    html! {
        li.line-edit #(anchor) {
            input type="hidden" name=(name("number")) value=(row.get("number"));
            div.three {
                (Field::line(&name("name"), "What").quiet().value(row.get("name")).error(view.wrong.at(&name("name"))).placeholder("Portions ready"))
                (Select::new(&kind_name, "Kind", &kinds).chosen(Some(row.get("kind"))).id(&kind_id).error(view.wrong.at(&kind_name)))
                (Field::area(&value, "How much, by when, who", 1).quiet().value(row.get("value")).error(view.wrong.at(&value)).placeholder(example)
                    .focused(is_new && view.asked.at == TARGETS))
            }
            @if is_new { div.tools { (Button::plain("Add").small().about("a target").sends("do", "add-target")) } }
            @else { (tools(&Tools { list: TARGETS, at, of: of - 1, about, below: false })) }
        }
    }
}

fn example(kind: SlotKind) -> &'static str {
    match kind {
        SlotKind::Amount => "24 of 28",
        SlotKind::Deadline => "2026-03-15",
        SlotKind::Party => "the night shift",
        SlotKind::Observable => "every bed is named at the handover",
    }
}

/// Asks by name for the parts that have no field yet; quietly, since a good intention need not have all of them. It counts
/// nothing: how many parts the sentence holds is counted under the sentence, and those may be the same ones.
fn missing(view: &View<'_>) -> Markup {
    let mut wrong = Wrongs::sent_at(view.now.clone());
    let mut form = view.form.clone();
    typed::tidy(&mut form);
    let intention = typed::read(&form, &Intention::default(), &mut wrong);
    let missing = intention.missing();
    if missing.is_empty() {
        return html! {};
    }
    let names: Vec<_> = missing.iter().map(|kind| kind.name()).collect();
    html! {
        details.missing {
            summary { "Without a field of its own: " (names.join(", ")) }
            ul.stack.gap-2 role="list" {
                @for kind in &missing {
                    li.row {
                        span { (kind.question()) }
                        (Button::plain(&format!("Add {}", article(*kind))).small().sends("do", &format!("add-target.{}", kind.word())))
                    }
                }
            }
        }
    }
}

fn article(kind: SlotKind) -> &'static str {
    match kind {
        SlotKind::Amount => "an amount",
        SlotKind::Deadline => "a deadline",
        SlotKind::Party => "a named party",
        SlotKind::Observable => "what could be seen",
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::super::sheet::shown;
    use super::*;

    fn page(entry: Entry) -> String {
        shown::<Intended>(entry, None, &Asked::default())
    }

    #[test]
    fn an_unanswered_question_is_a_sentence_and_one_empty_target() {
        insta::assert_snapshot!(page(fixture::captured()));
    }

    #[test]
    fn targets_are_rows_with_the_empty_one_last() {
        insta::assert_snapshot!(page(fixture::whole()));
    }

    #[test]
    fn a_time_alone_is_one_of_the_day_it_came_about_on() {
        let taken = |statement: &str| {
            let mut form = Form::parse(&format!("statement={statement}")).unwrap();
            Intended::take_over(&mut form, &fixture::captured(), &fixture::now());
            let rows = form.rows(TARGETS);
            rows.iter().map(|row| row.get("value").to_owned()).find(|value| value.contains('-'))
        };
        assert_eq!(taken("Serve the soup by 20:00").as_deref(), Some("2026-05-13 20:00"));
        assert_eq!(taken("Serve the soup by March 15").as_deref(), Some("2026-03-15"));
    }

    #[test]
    fn the_missing_parts_are_asked_for_by_name() {
        let html = shown::<Intended>(
            fixture::captured(),
            Some("target.0.kind=amount&target.0.value=$3"),
            &Asked::default(),
        );
        assert!(
            html.contains("Without a field of its own: deadline, named party, observable result"),
            "{html}"
        );
        assert!(!html.contains(" of 4 "), "{html}");
        assert!(html.contains(r#"value="add-target.deadline""#), "{html}");
    }

    #[test]
    fn a_wrong_value_stays_in_its_field_with_what_to_do() {
        let html = shown::<Intended>(
            fixture::captured(),
            Some("target.0.kind=amount&target.0.value=cheap"),
            &Asked::default(),
        );
        assert!(html.contains("\ncheap</textarea>"), "{html}");
        assert!(html.contains(r##"<a href="#f-target.0.value">Target 1: there is no number"##), "{html}");
    }

    #[test]
    fn a_small_review_asks_for_a_sentence_and_keeps_the_rest_folded() {
        let mut entry = fixture::captured();
        entry.significance = Significance::Small;
        assert!(page(entry).contains("<summary>What can be checked</summary>"));
    }

    #[test]
    fn hostile_words_stay_words() {
        assert!(page(fixture::hostile()).contains("&lt;script&gt;"));
    }
}
