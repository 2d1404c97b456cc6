//! Question 4: what will I do differently? And then the review can be closed.

use axum::Router;
use hansei_app::coach::{Field as Coached, filled};
use hansei_app::review::{Reviewed, answer};
use hansei_method::entry::{Entry, Significance};
use hansei_method::factor::Factor;
use hansei_method::items::Items;
use hansei_method::plan::{CommitmentKind, MOST_COMMITMENTS, Plan, ResilienceKind, Strength};
use hansei_method::question::Question;
use hansei_method::review::ReviewError;
use jiff::Zoned;
use maud::{Markup, html};

use super::coached::asks;
use super::sheet::{self, Answered, Sheet};
use super::step::{self, Asked, View, deeper};
use super::why::list;
use crate::forms::next::{self as typed, COMMITMENTS, INFLUENCES, NOT_NOW, RESILIENCE};
use crate::forms::words::Choice;
use crate::forms::{Form, Row, Wrongs};
use crate::page::parts::{AsksFrom, Button, Field, Holds, Pick, Picks, Select, Tools, check_or, fold, tools};
use crate::state::Web;

/// The page of question 4.
struct Next;

/// Serves this page.
pub fn routes() -> Router<Web> {
    sheet::routes::<Next>()
}

impl Sheet for Next {
    const QUESTION: Question = Question::Next;
    const FIRST: &'static str = "lesson";

    fn form(entry: &Entry) -> Form {
        typed::form(&plan(entry))
    }

    fn tidy(form: &mut Form) {
        typed::tidy(form);
    }

    fn read(form: &Form, entry: &Entry, wrong: &mut Wrongs) -> Reviewed {
        Reviewed {
            next: Some(typed::read(form, &plan(entry), &factors(entry), wrong)),
            ..Reviewed::default()
        }
    }

    fn can_finish(said: &Reviewed, entry: &Entry, wrong: &mut Wrongs) {
        let is_asked = entry.significance != Significance::Small;
        // A choice that is begun has its own sentence already, at the field that is not right yet.
        let is_begun = wrong.is_in(&["way", "reason", "on"]);
        if is_asked && !is_begun && said.next.as_ref().is_some_and(|plan| plan.choice.is_none()) {
            wrong.add("way", "", ReviewError::NoChoice);
        }
    }

    fn offer(form: &mut Form, entry: &Entry, asked: &Asked) {
        let plans = form.rows(COMMITMENTS).len();
        let is_asked = plans == 0 || asked.at == COMMITMENTS || asked.idea.is_some();
        if is_asked && plans < MOST_COMMITMENTS {
            let idea = asked.idea.and_then(|place| entry.review.parked.get(place));
            form.push(COMMITMENTS, Row::of([("act", idea.map_or_else(String::new, ToString::to_string))]));
        }
        typed::offer(form, &factors(entry));
        for (list, field) in [(INFLUENCES, "how"), (RESILIENCE, "what")] {
            let is_one_empty = form.rows(list).iter().any(|row| row.get(field).trim().is_empty());
            if !is_one_empty || asked.at == list {
                form.push(list, Row::default());
            }
        }
        form.push(NOT_NOW, Row::default());
    }

    fn coached(form: &Form) -> Vec<Answered> {
        let mut answers = vec![Answered::of("lesson", Coached::Lesson, form.get("lesson"))];
        answers.extend(form.rows(COMMITMENTS).iter().map(|row| {
            let name = format!("{COMMITMENTS}.{}.act", row.key());
            Answered { commitment: row.number(), ..Answered::spoken(name, row.get("cue"), row.get("act")) }
        }));
        answers
    }

    fn take_over(form: &mut Form, _entry: &Entry, _now: &Zoned) {
        let Ok(lesson) = form.get("lesson").parse() else { return };
        let Some(commitment) = filled::action(&lesson).commitment() else { return };
        let fields = [
            ("cue", commitment.cue.to_string()),
            ("act", commitment.act_after_i_will().to_owned()),
            ("kind", commitment.kind.word().to_owned()),
            ("strength", commitment.strength.word().to_owned()),
        ];
        if form.rows(COMMITMENTS).iter().all(|row| row.get("act") != fields[1].1) {
            form.push(COMMITMENTS, Row::of(fields));
        }
    }

    fn draw(view: &View<'_>) -> Markup {
        let sentence = "A moment you will recognise, and what you do in it. Three at most. None is a valid answer: some reviews end in knowing more.";
        step::page(view, sentence, &body(view))
    }
}

fn plan(entry: &Entry) -> Plan {
    answer(entry.review.answers.next())
}

fn factors(entry: &Entry) -> Items<Factor> {
    entry.analysis().map(|analysis| analysis.factors.clone()).unwrap_or_default()
}

fn body(view: &View<'_>) -> Markup {
    let factors = factors(view.entry());
    let (form, coach) = (view.form, view.at("/coach"));
    let has = |list: &str| {
        form.rows(list).iter().any(|row| row.number().is_some() || !row.get("factor").is_empty())
    };
    html! {
        (Field::area("lesson", "The lesson, in a sentence", 2).value(form.get("lesson")).error(view.wrong.at("lesson"))
            .focused(form.get("lesson").is_empty() && view.asked.at.is_empty() && view.asked.idea.is_none()).asks(asks("f-lesson", &coach, Coached::Lesson, AsksFrom::Start)))
        (commitments(view))
        (parked(view))
        (deeper(view, Significance::Ordinary, has(INFLUENCES), "For what was partly mine", "What to ask, to say earlier, to make clear.", &list(view, INFLUENCES, |at, row, is_new| influence(view, &factors, at, row, is_new))))
        (deeper(view, Significance::Ordinary, has(RESILIENCE), "For what was outside", "Not a promise to behave differently: a place where the plan can bend.", &list(view, RESILIENCE, |at, row, is_new| resilience(view, &factors, at, row, is_new))))
        (fold("Worth doing, not now", form.rows(NOT_NOW).len() > 1, &list(view, NOT_NOW, |at, row, is_new| not_now(view, at, row, is_new))))
        (check_or("knowledge_only", "Knowledge only", "No action, on purpose. Knowing it is what comes of this.", form.get("knowledge_only") == "true", view.wrong.at("knowledge_only")))
        (deeper(view, Significance::Ordinary, !form.get("way").is_empty() || view.wrong.at("way").is_some(), "And the goal itself?", "Stopping is an answer too.", &choice(view)))
        (lacking(view))
    }
}

fn commitments(view: &View<'_>) -> Markup {
    let rows = view.form.rows(COMMITMENTS);
    let used = rows.iter().filter(|row| !row.get("cue").is_empty() || !row.get("act").is_empty()).count();
    html! {
        div.stack.gap-4.part {
            h2 { "What I will do" }
            @for (at, row) in rows.iter().enumerate() {
                @let is_new = row.number().is_none() && at + 1 == rows.len() && at >= used;
                (commitment(view, at, row, is_new, rows.len()))
            }
            @if rows.len() < MOST_COMMITMENTS { div { (Button::plain("Add a plan").small().sends("do", &format!("add-{COMMITMENTS}"))) } }
            @if used >= MOST_COMMITMENTS { p.meta { "Three are the most for one review. What else is worth doing goes under “not now”." } }
        }
    }
}

fn commitment(view: &View<'_>, at: usize, row: &Row, is_new: bool, of: usize) -> Markup {
    let name = |field: &str| format!("{COMMITMENTS}.{at}.{field}");
    let (cue, act, kind, strength) = (name("cue"), name("act"), name("kind"), name("strength"));
    let (review_on, evidence) = (name("review_on"), name("evidence"));
    let kinds = CommitmentKind::ALL.map(|kind| (kind.word(), format!("{}: {}", kind.name(), kind.meaning())));
    let kinds: Vec<Pick<'_>> = kinds.iter().map(|(value, label)| Pick { value, label }).collect();
    let anchor = if is_new { format!("{COMMITMENTS}-new") } else { format!("{COMMITMENTS}-{at}") };
    let (kind_id, act_id, coach) = (format!("f-{kind}"), format!("f-{act}"), view.at("/coach"));
    let is_open = row.get("strength").is_empty();
    let details = html! {
        (Select::new(&kind, "Kind", &kinds).chosen(Some(row.get("kind"))).id(&kind_id))
        (Holds::new(&strength).chosen(Some(if is_open { Strength::Weaker.word() } else { row.get("strength") })).offered(is_open))
        (fold("What makes it hold", false, &html! {
            dl.slots { @for strength in Strength::ALL { dt { (strength.name()) } dd { (strength.meaning()) } } }
        }))
        div.two {
            (day(&review_on, "Look again on", row.get("review_on")).error(view.wrong.at(&review_on)))
            (Field::area(&evidence, "How I will see that it was done", 1).quiet().value(row.get("evidence")).error(view.wrong.at(&evidence)))
        }
    };
    html! {
        article.card.line-edit #(anchor) aria-label={ "Plan " (at + 1) } {
            input type="hidden" name=(name("number")) value=(row.get("number"));
            (Field::area(&cue, "If", 1).value(row.get("cue")).error(view.wrong.at(&cue)).placeholder("somebody calls me away while I count the tablets").focused(is_new && (view.asked.idea.is_some() || view.asked.at == COMMITMENTS)))
            (Field::area(&act, "then I will", 1).value(row.get("act")).error(view.wrong.at(&act)).placeholder("put the tray down and begin the count again").asks(asks(&act_id, &coach, Coached::Next, AsksFrom::Start)))
            @if view.is_asked(Significance::Ordinary) { (details) } @else { (fold("More, if you like", false, &details)) }
            @if !is_new { (tools(&Tools { list: COMMITMENTS, at, of, about: &brief(row.get("cue")), below: false })) }
        }
    }
}

/// Offers the ideas that came early: into a plan, to what is not done now, or gone.
fn parked(view: &View<'_>) -> Markup {
    let ideas = &view.entry().review.parked;
    html! {
        @if !ideas.is_empty() {
            div.stack.gap-3.part {
                h2 { "Parked on the way" }
                ul.stack.gap-3 role="list" {
                    @for (place, idea) in ideas.iter().enumerate() {
                        li.slip {
                            p.words.sm dir="auto" { (idea) }
                            div.row {
                                (Button::plain("Make a plan of it").small().about(&brief(idea.as_str())).sends("do", &format!("use-{place}")))
                                (Button::quiet("Not now").small().about(&brief(idea.as_str())).sends("do", &format!("notnow-{place}")))
                                (Button::quiet("Let it go").small().about(&brief(idea.as_str())).sends("do", &format!("unpark-{place}")))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Names the factor that a row is about.
fn about(view: &View<'_>, factors: &Items<Factor>, list: &str, at: usize, row: &Row) -> Markup {
    let factor = row.get("factor").parse().ok().and_then(|number| factors.get(number));
    let _ = view;
    html! {
        @if let Some(factor) = factor {
            input type="hidden" name={ (list) "." (at) ".factor" } value=(factor.number);
            p.words.sm dir="auto" { (factor.statement) }
        }
    }
}

fn influence(view: &View<'_>, factors: &Items<Factor>, at: usize, row: &Row, is_new: bool) -> Markup {
    let how = format!("{INFLUENCES}.{at}.how");
    html! {
        (about(view, factors, INFLUENCES, at, row))
        (Field::area(&how, "How I use my influence", 1).quiet().value(row.get("how")).error(view.wrong.at(&how)).focused(is_new && view.asked.at == INFLUENCES))
    }
}

fn resilience(view: &View<'_>, factors: &Items<Factor>, at: usize, row: &Row, is_new: bool) -> Markup {
    let (kind, what) = (format!("{RESILIENCE}.{at}.kind"), format!("{RESILIENCE}.{at}.what"));
    let kinds = ResilienceKind::ALL.map(|kind| (kind.word(), format!("{}: {}", kind.name(), kind.meaning())));
    let mut picks = vec![Pick { value: "", label: "choose" }];
    picks.extend(kinds.iter().map(|(value, label)| Pick { value, label }));
    let id = format!("f-{kind}");
    html! {
        (about(view, factors, RESILIENCE, at, row))
        (Field::area(&what, "What bends next time", 1).quiet().value(row.get("what")).error(view.wrong.at(&what)).focused(is_new && view.asked.at == RESILIENCE))
        (Select::new(&kind, "Kind of slack", &picks).chosen(Some(row.get("kind"))).id(&id).error(view.wrong.at(&kind)))
    }
}

fn not_now(view: &View<'_>, at: usize, row: &Row, is_new: bool) -> Markup {
    let name = format!("{NOT_NOW}.{at}.words");
    html! { (Field::area(&name, &format!("Not now, {}", at + 1), 1).unlabelled().value(row.get("words")).error(view.wrong.at(&name)).focused(is_new && view.asked.at == NOT_NOW)) }
}

const WAYS: [Pick<'static>; 3] = [
    Pick { value: "retry", label: "try again, differently" },
    Pick { value: "change_course", label: "change course" },
    Pick { value: "stop", label: "stop" },
];

fn choice(view: &View<'_>) -> Markup {
    let way = view.form.get("way");
    html! {
        (Picks::new("way", "What happens to the goal", &WAYS).chosen((!way.is_empty()).then_some(way)).error(view.wrong.at("way")))
        (Field::area("reason", "Why", 1).quiet().value(view.form.get("reason")).error(view.wrong.at("reason")))
        (day("on", "Look at it again on", view.form.get("on")).error(view.wrong.at("on")))
    }
}

/// The beginning of somebody's words, to say which of several buttons this is.
fn brief(words: &str) -> String {
    words.chars().take(60).collect()
}

/// Makes a field for a day. A day with a time, or what is no day at all, stays as it was typed, which a date field cannot show.
fn day<'a>(name: &'a str, label: &'a str, value: &'a str) -> Field<'a> {
    let is_plain =
        value.is_empty() || value.parse::<jiff::civil::Date>().is_ok_and(|day| day.to_string() == value);
    let field = if is_plain { Field::date(name, label) } else { Field::fact(name, label) };
    field.quiet().value(value)
}

/// Says what the review does not hold, beside the button that closes it. It holds nobody up.
fn lacking(view: &View<'_>) -> Markup {
    let list = view.entry().checklist();
    let absent: Vec<&str> = list.iter().filter(|check| !check.is_there).map(|check| check.name).collect();
    let asks = view.is_asked(Significance::Ordinary) && plan(view.entry()).choice.is_none();
    html! {
        @if !absent.is_empty() {
            p.meta {
                "As last saved, this review does not hold: " (absent.join(", ")) ". "
                @if asks { "To close it, say how it goes on, and why; the rest can stay open." }
                @else { "It can be closed without." }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::super::sheet::shown;
    use super::*;

    fn page(entry: Entry) -> String {
        shown::<Next>(entry, None, &Asked::default())
    }

    #[test]
    fn an_unanswered_question_is_a_lesson_and_one_empty_plan() {
        insta::assert_snapshot!(page(fixture::captured()));
    }

    #[test]
    fn plans_are_cards_and_each_factor_has_its_row() {
        insta::assert_snapshot!(page(fixture::whole()));
    }

    #[test]
    fn how_it_holds_follows_the_act_only_where_nobody_has_chosen() {
        let form = "commitment.0.cue=c&commitment.0.act=a&commitment.0.strength=weaker&commitment.1.cue=d&commitment.1.act=b";
        let html = shown::<Next>(fixture::captured(), Some(form), &Asked::default());
        let holds = |at: u8| html.split(&format!("commitment.{at}.strength")).next().unwrap_or_default();
        assert!(holds(0).ends_with("<input type=\"radio\" name=\""), "{html}");
        assert!(!holds(0).contains("data-offered") && holds(1).contains("data-offered"), "{html}");
    }

    #[test]
    fn a_parked_idea_stands_once_where_it_can_be_taken_up() {
        let kept = fixture::kept(fixture::whole());
        let asked = Asked::default();
        let (notice, now, wrong, looked_up) =
            (step::Notice::None, fixture::now(), Wrongs::default(), step::LookedUp::default());
        let form = Next::form(&kept.entry);
        let view = View {
            kept: &kept,
            question: Question::Next,
            form: &form,
            wrong: &wrong,
            notice: &notice,
            asked: &asked,
            now: &now,
            looked_up: &looked_up,
        };
        let html = Next::draw(&view).into_string();
        assert!(html.contains("Parked on the way") && !html.contains("Parked for question 4"), "{html}");
        assert_eq!(html.matches("value=\"unpark-0\"").count(), 1);
    }

    #[test]
    fn a_plan_and_knowledge_only_are_refused_at_the_box_that_says_so() {
        let body = "lesson=x&commitment.0.cue=c&commitment.0.act=a&knowledge_only=true";
        let html = shown::<Next>(fixture::captured(), Some(body), &Asked::default());
        assert!(
            html.contains("href=\"#f-knowledge_only\"") && html.contains("id=\"f-knowledge_only\""),
            "{html}"
        );
        assert!(html.contains("keep one of the two"), "{html}");
    }

    #[test]
    fn a_choice_without_its_reason_is_one_thing_to_change() {
        let refused = |body: &str| {
            let (entry, form) = (fixture::captured(), Form::parse(body).unwrap());
            let mut wrong = Wrongs::default();
            let said = Next::read(&form, &entry, &mut wrong);
            Next::can_finish(&said, &entry, &mut wrong);
            wrong.listed()
        };
        let reason = ("f-reason".to_owned(), "How it goes on: say why, in a few words".to_owned());
        assert_eq!(refused("lesson=x&way=retry"), [reason]);
        assert_eq!(refused("lesson=x").len(), 1);
        assert_eq!(refused("lesson=x")[0].0, "f-way");
    }

    #[test]
    fn a_fourth_plan_is_not_offered() {
        let plan = |at: u8| format!("commitment.{at}.cue=c&commitment.{at}.act=a");
        let html = shown::<Next>(
            fixture::captured(),
            Some(&[plan(0), plan(1), plan(2)].join("&")),
            &Asked::default(),
        );
        assert!(html.contains("Three are the most") && !html.contains("commitment.3."), "{html}");
    }

    #[test]
    fn a_second_plan_is_asked_for_by_a_button_and_opens_with_the_cursor_in_it() {
        let html = page(fixture::whole());
        assert!(html.contains(r#"value="add-commitment""#) && !html.contains("commitment.1."), "{html}");
        let html =
            shown::<Next>(fixture::whole(), None, &Asked { at: COMMITMENTS.to_owned(), ..Asked::default() });
        let cue = html.split(r#"name="commitment.1.cue""#).nth(1).and_then(|rest| rest.split('>').next());
        assert!(cue.is_some_and(|cue| cue.contains("autofocus")), "{cue:?}");
    }

    #[test]
    fn a_parked_idea_becomes_a_plan_that_only_lacks_its_moment() {
        let html = shown::<Next>(fixture::whole(), None, &Asked { idea: Some(0), ..Asked::default() });
        let act = html
            .split("name=\"commitment.1.act\"")
            .nth(1)
            .and_then(|rest| rest.split("</textarea>").next())
            .unwrap();
        assert!(act.contains("The client added requirements"), "{act}");
    }

    #[test]
    fn a_day_with_a_time_is_shown_as_it_was_written() {
        let html = shown::<Next>(
            fixture::captured(),
            Some("way=stop&reason=x&on=2026-07-01+09:00"),
            &Asked::default(),
        );
        assert!(html.contains(r#"name="on" type="text" value="2026-07-01 09:00""#), "{html}");
    }

    #[test]
    fn hostile_words_stay_words() {
        assert!(page(fixture::hostile()).contains("&lt;script&gt;"));
    }
}
