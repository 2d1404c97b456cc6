//! Question 2: what actually happened? The timeline, and then the gap.

use axum::Router;
use hansei_app::coach::Field as Coached;
use hansei_app::review::{Reviewed, answer};
use hansei_method::account::Account;
use hansei_method::entry::{Entry, Significance};
use hansei_method::intention::{Intention, Slot, Target};
use hansei_method::question::Question;
use maud::{Markup, html};

use super::coached::asks;
use super::entry::compared;
use super::sheet::{self, Answered, Sheet};
use super::step::{self, Asked, View, deeper};
use crate::forms::happened::{self as typed, MOMENTS, UNPLANNED};
use crate::forms::outcomes::OUTCOMES;
use crate::forms::{Form, Row, Wrongs};
use crate::page::parts::{AsksFrom, Button, Field, Pick, Select, Tools, fold, gap, tools};
use crate::state::Web;

/// The page of question 2.
struct Happened;

/// Serves this page.
pub fn routes() -> Router<Web> {
    sheet::routes::<Happened>()
}

impl Sheet for Happened {
    const QUESTION: Question = Question::Happened;
    const FIRST: &'static str = "quick";

    fn form(entry: &Entry) -> Form {
        typed::form(&account(entry), &intention(entry))
    }

    fn is_same(one: &Entry, other: &Entry) -> bool {
        one.review.answers.happened() == other.review.answers.happened()
    }

    fn tidy(form: &mut Form) {
        typed::tidy(form);
    }

    fn settle(form: &mut Form) {
        typed::settle(form);
    }

    fn read(form: &Form, entry: &Entry, wrong: &mut Wrongs) -> Reviewed {
        let account = typed::read(form, &account(entry), &intention(entry), wrong);
        Reviewed { happened: Some(account), ..Reviewed::default() }
    }

    fn offer(form: &mut Form, entry: &Entry, asked: &Asked) {
        if let Some(place) = asked.below {
            form.insert(MOMENTS, place + 1);
        }
        // A draft may be older than a target.
        for target in &intention(entry).targets {
            let number = target.number.to_string();
            if form.rows(OUTCOMES).iter().all(|row| row.get("target") != number) {
                form.push(OUTCOMES, Row::of([("target", number)]));
            }
        }
        form.push(UNPLANNED, Row::default());
    }

    fn coached(form: &Form) -> Vec<Answered> {
        let mut answers: Vec<Answered> = form
            .rows(MOMENTS)
            .iter()
            .map(|row| {
                Answered::of(format!("{MOMENTS}.{}.what", row.key()), Coached::Happened, row.get("what"))
            })
            .collect();
        answers.push(Answered::line("quick", form.get("quick")));
        answers.push(Answered::of("disagreement", Coached::Disagreement, form.get("disagreement")));
        answers
    }

    fn draw(view: &View<'_>) -> Markup {
        let sentence = "Forwards, from before it began. One line for each thing that a camera, an inbox or a log would show. Reasons come in question 3.";
        step::page(view, sentence, &body(view))
    }
}

fn account(entry: &Entry) -> Account {
    answer(entry.review.answers.happened())
}

fn intention(entry: &Entry) -> Intention {
    answer(entry.review.answers.intended())
}

fn body(view: &View<'_>) -> Markup {
    let rows = view.form.rows(MOMENTS);
    html! {
        div.stack.gap-4 {
            @if !rows.is_empty() {
                ol.lines role="list" aria-label="Timeline" {
                    @for (at, row) in rows.iter().enumerate() { (moment(view, at, row, rows.len())) }
                }
            }
            (quick(view))
            (fold("Paste several lines", !view.form.get("paste").is_empty(), &html! {
                (Field::area("paste", "One line for each moment", 4).hint("Each line may begin with a day or a time and end with the same marks: “17:20 the pump stopped [the log]”.").value(view.form.get("paste")))
                div { (Button::plain("Add these lines").small().sends("do", "paste-lines")) }
            }))
            (fold("Time zone of these times", !view.form.get("zone").is_empty(), &html! {
                (Field::fact("zone", "Time zone").quiet().value(view.form.get("zone")).error(view.wrong.at("zone")).placeholder("UTC, local time"))
            }))
        }
        (the_gap(view))
        (deeper(view, Significance::Ordinary, !view.form.get("disagreement").is_empty(), "The other side", "", &html! {
            (Field::area("disagreement", "If you like: what would somebody who disagrees add?", 2).value(view.form.get("disagreement")).error(view.wrong.at("disagreement"))
                .asks(asks("f-disagreement", &view.at("/coach"), Coached::Disagreement, AsksFrom::Nothing)))
        }))
    }
}

fn moment(view: &View<'_>, at: usize, row: &Row, of: usize) -> Markup {
    let name = |field: &str| format!("{MOMENTS}.{at}.{field}");
    let (when, what, source, known) = (name("when"), name("what"), name("source"), name("known"));
    let (known_id, what_id, coach) = (format!("f-{known}"), format!("f-{what}"), view.at("/coach"));
    let about: String = row.get("what").chars().take(60).collect();
    let about = if about.is_empty() { format!("line {}", at + 1) } else { about };
    let is_below = view.asked.below.map(|place| place + 1) == Some(at);
    html! {
        li.line-edit.moment #{ (MOMENTS) "-" (at) } data-known=[(row.get("known") == "later").then_some("later")] {
            input type="hidden" name=(name("number")) value=(row.get("number"));
            div.at {
                (Field::fact(&when, &format!("When, line {}", at + 1)).unlabelled().value(row.get("when")).error(view.wrong.at(&when)).placeholder("then").focused(is_below))
                (tools(&Tools { list: MOMENTS, at, of, about: &about, below: true }))
            }
            div.of {
                (Field::area(&what, &format!("What happened, line {}", at + 1), 1).unlabelled().value(row.get("what")).error(view.wrong.at(&what)).placeholder("What happened").asks(asks(&what_id, &coach, Coached::Happened, AsksFrom::Nothing)))
                div.known {
                    (Field::area(&source, &format!("How do you know, line {}", at + 1), 1).unlabelled().value(row.get("source")).error(view.wrong.at(&source)).placeholder("How do you know?"))
                    (Select::new(&known, &format!("When it was known, line {}", at + 1), &KNOWN).chosen(Some(row.get("known"))).id(&known_id).unlabelled())
                    label.check { input type="checkbox" name=(name("decision")) value="true" checked[row.get("decision") == "true"]; span { "my decision" } }
                }
            }
        }
    }
}

const KNOWN: [Pick<'static>; 2] =
    [Pick { value: "then", label: "known then" }, Pick { value: "later", label: "learned later" }];

/// Says which marks may stand at the end of a line.
const MARKS: &str =
    "At its end, if you like: [the log] for how you know it, ~ for learned later, ! for your decision.";

/// The line at the end of the timeline; `Enter` keeps it and starts the next one.
fn quick(view: &View<'_>) -> Markup {
    let is_next =
        view.asked.at == MOMENTS || (view.form.rows(MOMENTS).is_empty() && view.asked.at.is_empty());
    let coach = view.at("/coach");
    html! {
        div.slip.add #{ (MOMENTS) "-new" } data-scope {
            (Field::area("quick", "Next line", 1).unlabelled().value(view.form.get("quick")).error(view.wrong.at("quick"))
                .placeholder("Next line. Begin with a day or a time if you have one.").hint(MARKS).below().enters().focused(is_next).asks(asks("f-quick", &coach, Coached::Happened, AsksFrom::Start)))
            div.row {
                label.check { input type="checkbox" name="quick_later" value="true" checked[!view.form.get("quick_later").is_empty()]; span { "learned only later" } }
                span.push { (Button::plain("Add").hint("Enter").about("this line").sends("do", "add-moment")) }
            }
        }
    }
}

/// Says why nothing is compared, with the way back: what a sentence holds counts here once it has a field of its own.
fn nothing_to_check(view: &View<'_>, has_sentence: bool) -> Markup {
    let there = step::address(view.id(), Question::Intended, "#target-new");
    html! {
        p.meta {
            @if has_sentence {
                "Nothing can be compared yet: in question 1 there is a sentence, and no line of what can be checked. "
                a href=(there) { "Add a line there" }
            } @else {
                "Question 1 names nothing that can be checked. " a href=(there) { "Name something there" }
            }
            " to see a difference here."
        }
    }
}

fn the_gap(view: &View<'_>) -> Markup {
    let intention = intention(view.entry());
    let saved = account(view.entry());
    let rows = compared::rows(Some(&intention), &saved, view.now.date());
    let drawn: Vec<_> = rows.iter().map(compared::Row::drawn).collect();
    let unplanned = view.form.rows(UNPLANNED);
    let outcomes = html! {
        @if !saved.outcomes.is_empty() || !saved.unplanned.is_empty() { (gap(&drawn)) }
        @if intention.targets.is_empty() {
            (nothing_to_check(view, intention.statement.is_some()))
        }
        ul.stack.gap-4 role="list" {
            @for (at, row) in view.form.rows(OUTCOMES).iter().enumerate() {
                @let target = row.get("target").parse().ok().and_then(|number| intention.targets.get(number));
                @if let Some(target) = target { (outcome(view, at, row, target)) }
            }
        }
        div.stack.gap-2.above-4 {
            h3 { "What came that nobody had planned, good or bad" }
            @for (at, row) in unplanned.iter().enumerate() { (surprise(view, at, row, unplanned.len())) }
        }
    };
    let used = !saved.outcomes.is_empty() || unplanned.len() > 1;
    html! {
        div #gap {
            (deeper(view, Significance::Ordinary, used, "The gap", "Your first answer beside your second. The differences are arithmetic, nothing more.", &outcomes))
        }
    }
}

fn outcome(view: &View<'_>, at: usize, row: &Row, target: &Target) -> Markup {
    let name = |field: &str| format!("{OUTCOMES}.{at}.{field}");
    let (value, said, met) = (name("value"), name("words"), name("met"));
    let met_id = format!("f-{met}");
    let meant = compared::meant(&target.slot, view.now.date());
    let in_words =
        Field::area(&said, "What came", 1).quiet().value(row.get("words")).error(view.wrong.at(&said));
    let stands =
        |choices| Select::new(&met, "How it stands", choices).chosen(Some(row.get("met"))).id(&met_id);
    let figure = match target.slot {
        Slot::Amount(_) => Some(("How much it was", None)),
        Slot::Deadline(_) => Some(("When it was", Some("“2026-03-02”, “2026-03-02 15:00”, “last friday”"))),
        Slot::Party(_) | Slot::Observable(_) => None,
    };
    let has_words = !row.get("words").is_empty() || view.wrong.at(&said).is_some();
    html! {
        li.line-edit #{ (OUTCOMES) "-" (at) } {
            input type="hidden" name=(name("target")) value=(target.number);
            p { b dir="auto" { (target.name) } ": " span.words.sm dir="auto" { (meant) } }
            @if let Some((label, hint)) = figure {
                @let field = Field::fact(&value, label).quiet();
                @let field = if let Some(hint) = hint { field.hint(hint) } else { field };
                // What is computed may be wrong for this case: the person has the last word.
                div.two.wide-first {
                    (field.value(row.get("value")).error(view.wrong.at(&value)).placeholder(&format!("intended: {meant}")))
                    (stands(&MET_OF_FIGURE))
                }
                (fold("In words instead", has_words, &html! { (in_words) }))
            } @else {
                div.two.wide-first { (in_words) (stands(&MET)) }
            }
        }
    }
}

const MET: [Pick<'static>; 4] = [
    Pick { value: "unsaid", label: "not said" },
    Pick { value: "as_intended", label: "as intended" },
    Pick { value: "exceeded", label: "better than intended" },
    Pick { value: "short", label: "short of it" },
];

/// The same where there is something to compute.
const MET_OF_FIGURE: [Pick<'static>; 4] = [
    Pick { value: "unsaid", label: "as computed" },
    Pick { value: "as_intended", label: "as intended" },
    Pick { value: "exceeded", label: "better than intended" },
    Pick { value: "short", label: "short of it" },
];

fn surprise(view: &View<'_>, at: usize, row: &Row, of: usize) -> Markup {
    let name = format!("{UNPLANNED}.{at}.words");
    let is_new = at + 1 == of;
    let anchor = if is_new { format!("{UNPLANNED}-new") } else { format!("{UNPLANNED}-{at}") };
    html! {
        div.with-tools #(anchor) {
            (Field::area(&name, &format!("Not planned, {}", at + 1), 1).unlabelled().value(row.get("words")).error(view.wrong.at(&name))
                .focused(is_new && view.asked.at == UNPLANNED))
            @if is_new { (Button::plain("Add").small().about("what nobody had planned").sends("do", "add-unplanned")) }
            @else { (tools(&Tools { list: UNPLANNED, at, of: 0, about: &row.get("words").chars().take(60).collect::<String>(), below: false })) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::super::sheet::shown;
    use super::*;

    fn page(entry: Entry) -> String {
        shown::<Happened>(entry, None, &Asked::default())
    }

    #[test]
    fn an_unanswered_question_is_one_line_to_type_into() {
        insta::assert_snapshot!(page(fixture::captured()));
    }

    #[test]
    fn moments_and_what_became_of_the_targets_are_rows() {
        insta::assert_snapshot!(page(fixture::whole()));
    }

    #[test]
    fn an_empty_line_stands_where_it_was_asked_for() {
        let html = shown::<Happened>(fixture::whole(), None, &Asked { below: Some(1), ..Asked::default() });
        let third = html.split("id=\"moment-2\"").nth(1).unwrap();
        assert!(third.contains("name=\"moment.2.number\" value=\"\""), "{third}");
        assert_eq!(html.matches("autofocus").count(), 1);
    }

    #[test]
    fn a_line_that_lacks_its_fact_says_so_at_the_field() {
        let html = shown::<Happened>(fixture::captured(), Some("quick=17:20"), &Asked::default());
        assert!(
            html.contains(r##"<a href="#f-moment.0.what">Line 1: nothing says what happened"##),
            "{html}"
        );
    }

    #[test]
    fn five_thousand_moments_are_drawn() {
        let body: Vec<_> = (0..5_000).map(|at| format!("moment.{at}.what=x")).collect();
        let html = shown::<Happened>(fixture::captured(), Some(&body.join("&")), &Asked::default());
        assert!(html.contains("id=\"moment-4999\""));
    }

    #[test]
    fn hostile_words_stay_words() {
        assert!(page(fixture::hostile()).contains("&lt;script&gt;"));
    }
}
