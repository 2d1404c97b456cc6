//! Question 3: how did that come about? The tree, and what stands beside it.

use std::ops::Range;

use axum::Router;
use hansei_app::coach::Field as Coached;
use hansei_app::review::{Reviewed, answer};
use hansei_method::analysis::{Analysis, MOST_COUNTER_ARGUMENTS};
use hansei_method::cause::Cause;
use hansei_method::entry::{Entry, Significance};
use hansei_method::factor::{Control, Factor};
use hansei_method::question::Question;
use maud::{Markup, html};

use super::asked_of_whole::of_the_factors;
use super::cause_editor::{name as control_name, sort_buttons};
use super::causes::{anchor, beginning, causes};
use super::coached::asks;
use super::sheet::{self, Answered, Sheet};
use super::step::{self, Asked, View, deeper};
use super::{asked_of_whole, cause_changes};
use crate::forms::cause;
use crate::forms::why::{self as typed, ASSUMPTIONS, COUNTER, FACTORS, SIGNALS};
use crate::forms::words::Choice;
use crate::forms::{Form, Press, Row, Wrongs};
use crate::page::parts::{
    AsksFrom, Bin, Button, Field, Pick, Question as Asking, Select, Slip, Tools, bins, fold, tools,
};
use crate::state::Web;

/// The page of question 3.
pub(crate) struct Why;

/// The name of the tree where a button adds a cause to it.
pub(crate) const CAUSES: &str = "cause";

/// The most causes that wait to be sorted at once.
const MOST_UNSORTED: usize = 12;

/// Serves this page.
pub fn routes() -> Router<Web> {
    sheet::routes::<Why>().merge(cause_changes::routes()).merge(asked_of_whole::routes())
}

impl Sheet for Why {
    const QUESTION: Question = Question::Why;
    const FIRST: &'static str = "new.statement";

    fn form(entry: &Entry) -> Form {
        typed::form(&analysis(entry))
    }

    fn tidy(form: &mut Form) {
        typed::tidy(form);
    }

    /// Reads what stands beside the tree, the cause that is open, and the one that is added.
    fn read(form: &Form, entry: &Entry, wrong: &mut Wrongs) -> Reviewed {
        let mut why = typed::read(form, &analysis(entry), wrong);
        read_causes(form, &mut why, wrong);
        Reviewed { why: Some(why), ..Reviewed::default() }
    }

    fn miss(form: &Form, press: &Press, wrong: &mut Wrongs) {
        let is_adding = matches!(press, Press::Add { list, .. } if list == CAUSES);
        if is_adding && form.get("new.statement").trim().is_empty() {
            wrong.add("new.statement", "", "nothing says what it was; write it in a few words");
        }
    }

    fn place(form: &Form, entry: &Entry) -> String {
        let newest = analysis(entry).causes.iter().map(|cause| cause.number).max();
        if let Some(newest) = newest.filter(|_| !form.get("new.statement").trim().is_empty()) {
            return format!("?node={newest}#{}", anchor(newest));
        }
        match form.get("node.number").parse() {
            Ok(open) => format!("#{}", anchor(open)),
            Err(_) => String::new(),
        }
    }

    fn offer(form: &mut Form, entry: &Entry, asked: &Asked) {
        let analysis = analysis(entry);
        let typed = form.get("node.number").parse().ok();
        if let Some(open) =
            asked.node.and_then(|node| analysis.causes.get(node)).filter(|open| typed != Some(open.number))
        {
            cause::show(form, open);
        }
        form.push(FACTORS, Row::default());
        form.push(ASSUMPTIONS, Row::default());
        form.push(SIGNALS, Row::default());
        for question in analysis.counter_questions() {
            let is_there = form.rows(COUNTER).iter().any(|row| row.get("question") == question);
            if form.rows(COUNTER).len() < MOST_COUNTER_ARGUMENTS && !is_there {
                form.push(COUNTER, Row::of([("question", question)]));
            }
        }
    }

    fn coached(form: &Form) -> Vec<Answered> {
        let mut answers = vec![
            Answered::of("node.statement", Coached::Why, form.get("node.statement")),
            Answered::of("new.statement", Coached::Why, form.get("new.statement")),
        ];
        answers.extend(form.rows(FACTORS).iter().map(|row| {
            let name = format!("{FACTORS}.{}.statement", row.key());
            let control = Control::from_word(row.get("control"));
            Answered { control, ..Answered::of(name, Coached::Factor, row.get("statement")) }
        }));
        answers.extend(form.rows(COUNTER).iter().map(|row| {
            Answered::of(format!("{COUNTER}.{}.answer", row.key()), Coached::Opposite, row.get("answer"))
        }));
        answers
    }

    fn draw(view: &View<'_>) -> Markup {
        let sentence = "From the gap backwards, to decisions and conditions. Stop when you reach something that could have been different, not after a fixed number of steps.";
        step::page(view, sentence, &body(view))
    }
}

impl Why {
    /// Says whether two analyses hold the same beside the tree.
    pub(crate) fn same_beside(one: &Analysis, other: &Analysis) -> bool {
        typed::form(one) == typed::form(other)
    }
}

/// Returns the analysis of an entry, empty where there is none.
pub(crate) fn analysis(entry: &Entry) -> Analysis {
    answer(entry.review.answers.why())
}

fn read_causes(form: &Form, why: &mut Analysis, wrong: &mut Wrongs) {
    let open = form.get("node.number").parse().ok().and_then(|number| why.causes.get(number)).cloned();
    if let Some(open) = open
        && let Some(changed) = cause::changed(form, &open, wrong)
        && changed != open
    {
        wrong.of("node.under", "Cause", why.replace_cause(open.number, changed));
    }
    let is_typed = ["new.statement", "new.evidence"].iter().any(|field| !form.get(field).trim().is_empty());
    if is_typed && let Some(added) = cause::added(form, wrong) {
        wrong.of("new.statement", "Cause", why.causes.add(added));
    }
}

fn body(view: &View<'_>) -> Markup {
    let analysis = analysis(view.entry());
    let form = view.form;
    let has = |list: &str| form.rows(list).iter().any(|row| row.number().is_some());
    html! {
        (causes(view, &analysis))
        div #hands {
            (deeper(view, Significance::Ordinary, !analysis.factors.is_empty() || has(FACTORS), "How much of this was in your hands?", "For each cause, not in total.", &hands(view, &analysis)))
        }
        @if !form.rows(COUNTER).is_empty() {
            (deeper(view, Significance::Full, !analysis.counter.is_empty(), "Argue the opposite, twice", "Two is enough: a long list tends to make the first story feel more certain.", &counter(view)))
        }
        (deeper(view, Significance::Full, has(ASSUMPTIONS), "What was taken for granted", "Write it as you believed it then.", &list(view, ASSUMPTIONS, |at, row, is_new| assumption(view, &analysis, at, row, is_new))))
        (deeper(view, Significance::Full, has(SIGNALS), "What could have been noticed earlier", "A sign that was there, or that would have been needed.", &list(view, SIGNALS, |at, row, is_new| signal(view, at, row, is_new))))
    }
}

/// Draws the bins with every factor, what is not sorted yet, factors beside the tree, and the one balancing question.
fn hands(view: &View<'_>, analysis: &Analysis) -> Markup {
    let waiting = unsorted(analysis);
    html! {
        p.meta.js.hide data-single { "The keys 1, 2 and 3 move the one in focus." }
        (sorted(view, analysis))
        (of_the_factors(view))
        @if !waiting.is_empty() {
            div.stack.gap-2.above-4 {
                h3 { "Not sorted yet" }
                ul.stack.gap-2 role="list" {
                    @for cause in &waiting {
                        li.slip data-scope {
                            p.words.sm.cut dir="auto" { (cause.statement) }
                            (sort_buttons(view, cause.number, None, &beginning(cause)))
                        }
                    }
                }
            }
        }
        (balance(view, analysis))
        div.stack.gap-2.above-4 {
            h3 { "Something that is not in the tree" }
            (list(view, FACTORS, |at, row, is_new| factor(view, at, row, is_new)))
        }
    }
}

/// Lists the causes worth sorting that are not: the chosen ones, then the ends of the chains.
fn unsorted(analysis: &Analysis) -> Vec<&Cause> {
    let is_sorted = |cause: &&Cause| analysis.factors.iter().any(|factor| factor.cause == Some(cause.number));
    let chosen = analysis.causes.chosen();
    let ends = analysis.causes.leaves().into_iter().filter(|leaf| !leaf.chosen);
    chosen.iter().copied().chain(ends).filter(|cause| !is_sorted(cause)).take(MOST_UNSORTED).collect()
}

fn sorted(view: &View<'_>, analysis: &Analysis) -> Markup {
    let slips = |control: Control| -> Vec<(String, &Factor, Markup)> {
        let factors = analysis.factors.iter().filter(|factor| factor.control == control);
        factors.map(|factor| (format!("s{}", factor.number), factor, moves(view, factor))).collect()
    };
    let columns = Control::ALL.map(slips);
    let drawn: Vec<Vec<Slip<'_>>> = columns
        .iter()
        .map(|slips| {
            slips
                .iter()
                .map(|(id, factor, more)| Slip { id, words: factor.statement.as_str(), more: Some(more) })
                .collect()
        })
        .collect();
    let columns: Vec<Bin<'_>> = Control::ALL
        .into_iter()
        .zip(&drawn)
        .map(|(control, slips)| Bin { name: control_name(control), meaning: control.meaning(), slips })
        .collect();
    bins(&columns)
}

fn moves(view: &View<'_>, factor: &Factor) -> Markup {
    let Some(cause) = factor.cause else {
        return html! { p.meta { "Not in the tree; change it below." } };
    };
    let words: String = factor.statement.as_str().chars().take(60).collect();
    sort_buttons(view, cause, Some(factor.control), &words)
}

fn balance(view: &View<'_>, analysis: &Analysis) -> Markup {
    let typed = view.form.get("balance");
    let ask = match analysis.imbalance() {
        Some(imbalance) => imbalance.question(),
        None if !typed.is_empty() => "What you answered when everything stood on one side",
        None => return html! {},
    };
    let field = html! {
        (Field::area("balance", ask, 2).unlabelled().value(typed).error(view.wrong.at("balance")))
    };
    html! { (Asking::new(ask, "how the causes are sorted").answer(&field).why("When all of it stands on one side, something is usually missing. Leave it empty if nothing is.")) }
}

fn counter(view: &View<'_>) -> Markup {
    let coach = view.at("/coach");
    html! {
        @for (at, row) in view.form.rows(COUNTER).iter().enumerate() {
            @let name = format!("{COUNTER}.{at}.answer");
            @let id = format!("f-{name}");
            // The question is kept with its answer, as it was asked.
            input type="hidden" name={ (COUNTER) "." (at) ".question" } value=(row.get("question"));
            (Field::area(&name, row.get("question"), 2).value(row.get("answer")).error(view.wrong.at(&name)).asks(asks(&id, &coach, Coached::Opposite, AsksFrom::Nothing)))
        }
    }
}

/// What a row without words is called.
const NEW_ROW: &str = "this row";

/// The most rows of a list that stand open; the rest is folded, and sent all the same.
const MOST_OPEN: usize = 5;

/// Draws the rows of a list, the last one empty. Of many the first few stand open, with the empty one after the fold.
pub(crate) fn list(view: &View<'_>, list: &str, draw: impl Fn(usize, &Row, bool) -> Markup) -> Markup {
    let rows = view.form.rows(list);
    let about = |row: &Row| {
        ["statement", "what", "how", "words"]
            .iter()
            .map(|field| row.get(field))
            .find(|words| !words.is_empty())
            .unwrap_or("this row")
            .chars()
            .take(60)
            .collect::<String>()
    };
    let one = |at: usize, row: &Row| {
        let is_new = at + 1 == rows.len() && about(row) == NEW_ROW;
        let anchor = if is_new { format!("{list}-new") } else { format!("{list}-{at}") };
        html! {
            li.line-edit #(anchor) {
                input type="hidden" name={ (list) "." (at) ".number" } value=(row.get("number"));
                (draw(at, row, is_new))
                @if is_new { div.tools { (Button::plain("Add").small().sends("do", &format!("add-{list}"))) } }
                @else { (tools(&Tools { list, at, of: rows.len() - 1, about: &about(row), below: false })) }
            }
        }
    };
    let some = |range: Range<usize>| {
        html! {
            @if !range.is_empty() {
                ul.stack.gap-3 role="list" { @for at in range { (one(at, &rows[at])) } }
            }
        }
    };
    let is_for_anything = |row: &Row| about(row) == NEW_ROW && row.get("factor").is_empty();
    let end = rows.len() - usize::from(rows.last().is_some_and(is_for_anything));
    let folded = MOST_OPEN.min(end)..end;
    if folded.is_empty() {
        return some(0..rows.len());
    }
    // What is wrong in a row must not hide.
    let is_open = folded.clone().any(|at| view.wrong.is_in(&[&format!("{list}.{at}.")]));
    html! {
        (some(0..folded.start))
        (fold(&format!("And {} more", folded.len()), is_open, &some(folded)))
        (some(end..rows.len()))
    }
}

const CONTROLS: [Pick<'static>; 4] = [
    Pick { value: "", label: "choose" },
    Pick { value: "mine", label: "fully" },
    Pick { value: "partly", label: "partly" },
    Pick { value: "outside", label: "outside" },
];

fn factor(view: &View<'_>, at: usize, row: &Row, is_new: bool) -> Markup {
    let (statement, control) = (format!("{FACTORS}.{at}.statement"), format!("{FACTORS}.{at}.control"));
    let (id, statement_id, coach) = (format!("f-{control}"), format!("f-{statement}"), view.at("/coach"));
    html! {
        div.two.wide-first {
            (Field::area(&statement, "What else contributed", 1).quiet().asks(asks(&statement_id, &coach, Coached::Factor, AsksFrom::Nothing)).value(row.get("statement")).error(view.wrong.at(&statement)).focused(is_new && view.asked.at == FACTORS))
            (Select::new(&control, "In my hands", &CONTROLS).chosen(Some(row.get("control"))).id(&id).error(view.wrong.at(&control)))
        }
    }
}

const STATUS: [Pick<'static>; 3] = [
    Pick { value: "untested", label: "never tested" },
    Pick { value: "held", label: "held" },
    Pick { value: "broken", label: "did not hold" },
];

fn assumption(view: &View<'_>, analysis: &Analysis, at: usize, row: &Row, is_new: bool) -> Markup {
    let name = |field: &str| format!("{ASSUMPTIONS}.{at}.{field}");
    let (statement, sure, date) = (name("statement"), name("confidence"), name("date"));
    let (status, link) = (name("status"), name("cause"));
    let chosen = row.get("cause");
    let causes: Vec<(String, String)> = linkable(analysis, chosen);
    let mut picks = vec![Pick { value: "", label: "no cause" }];
    picks.extend(causes.iter().map(|(value, label)| Pick { value, label }));
    let (status_id, link_id) = (format!("f-{status}"), format!("f-{link}"));
    html! {
        (Field::area(&statement, "What I assumed", 1).quiet().value(row.get("statement")).error(view.wrong.at(&statement)).focused(is_new && view.asked.at == ASSUMPTIONS))
        div.row {
            (Field::fact(&sure, "How sure, in percent").quiet().value(row.get("confidence")).error(view.wrong.at(&sure)).placeholder("80"))
            (Field::fact(&date, "When I assumed it").quiet().value(row.get("date")).error(view.wrong.at(&date)).placeholder("2 March 2026"))
            (Select::new(&status, "What became of it", &STATUS).chosen(Some(row.get("status"))).id(&status_id))
            @if picks.len() > 1 { (Select::new(&link, "It became", &picks).chosen(Some(chosen)).id(&link_id)) }
        }
    }
}

/// Lists the causes that a broken assumption can point at: all of a tree of usual size, of a large one the chosen ones.
fn linkable(analysis: &Analysis, chosen: &str) -> Vec<(String, String)> {
    const MOST: usize = 100;
    let all = analysis.causes.len() <= MOST;
    let listed =
        analysis.causes.iter().filter(|cause| all || cause.chosen || cause.number.to_string() == chosen);
    listed.take(MOST).map(|cause| (cause.number.to_string(), beginning(cause))).collect()
}

const VISIBLE: [Pick<'static>; 3] = [
    Pick { value: "unsure", label: "not clear" },
    Pick { value: "yes", label: "yes" },
    Pick { value: "no", label: "no" },
];

fn signal(view: &View<'_>, at: usize, row: &Row, is_new: bool) -> Markup {
    let name = |field: &str| format!("{SIGNALS}.{at}.{field}");
    let (what, visible, place) = (name("what"), name("visible"), name("where"));
    let id = format!("f-{visible}");
    html! {
        (Field::area(&what, "The sign", 1).quiet().value(row.get("what")).error(view.wrong.at(&what)).focused(is_new && view.asked.at == SIGNALS))
        div.two {
            (Select::new(&visible, "Could it be seen then?", &VISIBLE).chosen(Some(row.get("visible"))).id(&id))
            (Field::area(&place, "Where?", 1).quiet().value(row.get("where")).error(view.wrong.at(&place)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::super::sheet::shown;
    use super::*;

    fn page(entry: Entry) -> String {
        shown::<Why>(entry, None, &Asked::default())
    }

    fn open(node: u32, add: &str) -> Asked {
        Asked { node: Some(node), add: add.to_owned(), ..Asked::default() }
    }

    fn with(why: &serde_json::Value) -> Entry {
        fixture::entry(serde_json::json!({"title": "Late", "occurred": "2026-05-01", "review": {"answers":
            {"skipped": {"intended": "x", "happened": "x"}, "why": why}}}))
    }

    #[test]
    fn an_unanswered_question_asks_what_led_straight_to_it() {
        insta::assert_snapshot!(page(fixture::captured()));
    }

    #[test]
    fn the_tree_stands_above_what_lies_beside_it() {
        insta::assert_snapshot!(page(fixture::whole()));
    }

    #[test]
    fn a_cause_opens_in_its_place() {
        let html = shown::<Why>(fixture::whole(), None, &open(2, ""));
        let node = html.split("id=\"c2\"").nth(1).and_then(|rest| rest.split("id=\"c3\"").next()).unwrap();
        insta::assert_snapshot!(node);
    }

    #[test]
    fn both_questions_about_a_cause_put_the_answer_where_it_belongs() {
        let under = shown::<Why>(fixture::whole(), None, &open(2, "under"));
        assert!(
            under.contains("name=\"new.under\" value=\"2\"")
                && under.contains(">How did that come about?</label>"),
            "{under}"
        );
        let beside = shown::<Why>(fixture::whole(), None, &open(2, "beside"));
        assert!(
            beside.contains("name=\"new.under\" value=\"1\"")
                && beside.contains(">What else had to be true?</label>"),
            "{beside}"
        );
    }

    #[test]
    fn a_cause_cannot_be_put_under_what_stands_under_it() {
        let html = shown::<Why>(fixture::whole(), None, &open(1, ""));
        let places =
            html.split("name=\"node.under\"").nth(1).and_then(|rest| rest.split("</select>").next()).unwrap();
        assert_eq!(places.matches("<option").count(), 1, "{places}");
    }

    #[test]
    fn all_on_one_side_is_asked_about_once_and_a_mixed_sort_is_not() {
        let mine = page(with(&serde_json::json!({"factors": [{"statement": "a", "control": "mine"}]})));
        assert!(mine.contains("What would have been in the way of anyone else"), "{mine}");
        let mixed = page(with(
            &serde_json::json!({"factors": [{"statement": "a", "control": "mine"}, {"statement": "b", "control": "outside"}]}),
        ));
        assert!(!mixed.contains("name=\"balance\""), "{mixed}");
    }

    #[test]
    fn a_counter_question_is_kept_as_it_was_asked_and_a_second_one_is_offered() {
        let html = page(with(
            &serde_json::json!({"causes": [{"statement": "No clause"}], "counter": [{"question": "An older question?", "answer": "yes"}]}),
        ));
        assert!(html.contains("name=\"counter.0.question\" value=\"An older question?\""), "{html}");
        assert!(html.contains("name=\"counter.1.question\" value=\"You wrote"), "{html}");
        assert!(!html.contains("counter.2."), "{html}");
    }

    #[test]
    fn a_single_line_of_causes_is_asked_for_more_and_a_broad_tree_is_not() {
        let chain =
            page(with(&serde_json::json!({"causes": [{"statement": "a"}, {"statement": "b", "under": 1}]})));
        assert!(chain.contains("What else had to be true for it to come about?"));
        let broad = page(with(
            &serde_json::json!({"causes": [{"statement": "a"}, {"statement": "b", "under": 1}, {"statement": "c", "under": 2}, {"statement": "d", "under": 1}]}),
        ));
        assert!(!broad.contains("What else had to be true for it to come about?"));
    }

    #[test]
    fn of_many_rows_the_first_few_and_the_empty_one_stand_open_and_all_are_sent() {
        let many: Vec<_> = (0..60)
            .map(|at| serde_json::json!({"statement": format!("factor {at}"), "control": "mine"}))
            .collect();
        let html = page(with(&serde_json::json!({"factors": many})));
        let (before, rest) = html.rsplit_once("<summary>And 55 more</summary>").unwrap();
        let (folded, after) = rest.split_once("</details>").unwrap();
        assert!(before.contains("id=\"factor-4\"") && !before.contains("id=\"factor-5\""), "{before}");
        assert!(folded.contains("id=\"factor-5\"") && folded.contains("id=\"factor-59\""), "{folded}");
        assert!(after.contains("id=\"factor-new\""), "{after}");
        for at in 0..60 {
            assert!(html.contains(&format!("name=\"factor.{at}.statement\"")), "{at}");
        }
    }

    #[test]
    fn a_fold_with_something_wrong_in_it_is_open() {
        let body: Vec<_> = (0..12)
            .map(|at| {
                format!("factor.{at}.statement=x&factor.{at}.control={}", if at == 10 { "" } else { "mine" })
            })
            .collect();
        let html = shown::<Why>(with(&serde_json::json!({})), Some(&body.join("&")), &Asked::default());
        assert!(html.contains("<details open>\n<summary>And 7 more"), "{html}");
    }

    #[test]
    fn hostile_words_stay_words() {
        assert!(page(fixture::hostile()).contains("&lt;script&gt;"));
        shown::<Why>(fixture::hostile(), None, &open(2, "under"));
    }
}
