//! Question 3 as a form, but for the tree of causes: factors beside it, the opposite case, assumptions, missed signals.

use hansei_method::analysis::{
    Analysis, Assumption, AssumptionStatus, CounterArgument, MOST_COUNTER_ARGUMENTS, MissedSignal, Visible,
};
use hansei_method::factor::{Control, Factor};
use hansei_method::id::Number;
use hansei_method::items::Items;
use hansei_method::occurred::Occurred;

use super::cause::percent;
use super::words::Choice;
use super::{Form, Row, Wrongs};

/// The list of factors that stand for no cause in the tree.
pub(crate) const FACTORS: &str = "factor";
/// The list of counter-questions with their answers.
pub(crate) const COUNTER: &str = "counter";
/// The list of assumptions.
pub(crate) const ASSUMPTIONS: &str = "assumption";
/// The list of missed signals.
pub(crate) const SIGNALS: &str = "signal";

/// Turns an answer into the form it was typed in. The tree of causes is changed one cause at a time and is no part of it.
pub(crate) fn form(analysis: &Analysis) -> Form {
    let mut form = Form::default();
    for factor in analysis.factors.iter().filter(|factor| factor.cause.is_none()) {
        let row = Row::of([
            ("number", factor.number.to_string()),
            ("statement", factor.statement.to_string()),
            ("control", factor.control.word().to_owned()),
        ]);
        form.push(FACTORS, row);
    }
    form.set("balance", analysis.balance.as_ref().map_or("", |words| words.as_str()));
    for argument in &analysis.counter {
        let row =
            Row::of([("question", argument.question.to_string()), ("answer", argument.answer.to_string())]);
        form.push(COUNTER, row);
    }
    for assumption in &analysis.assumptions {
        form.push(ASSUMPTIONS, assumption_row(assumption));
    }
    for signal in &analysis.signals {
        let row = Row::of([
            ("number", signal.number.to_string()),
            ("what", signal.what.to_string()),
            ("visible", signal.visible.word().to_owned()),
            ("where", signal.place.as_ref().map_or_else(String::new, ToString::to_string)),
        ]);
        form.push(SIGNALS, row);
    }
    form
}

/// Lets go of rows that say nothing.
pub(crate) fn tidy(form: &mut Form) {
    form.drop_blank(FACTORS, &["statement"]);
    form.drop_blank(COUNTER, &["answer"]);
    form.drop_blank(ASSUMPTIONS, &["statement", "confidence", "date"]);
    form.drop_blank(SIGNALS, &["what", "where"]);
}

/// Reads the answer that takes the place of `old`, whose tree stays; it counts only when nothing is wrong.
pub(crate) fn read(form: &Form, old: &Analysis, wrong: &mut Wrongs) -> Analysis {
    Analysis {
        causes: old.causes.clone(),
        factors: factors(form, old, wrong),
        balance: wrong.text("balance", "Balance", form.get("balance")),
        counter: counter(form, wrong),
        assumptions: assumptions(form, old, wrong),
        signals: signals(form, old, wrong),
    }
}

fn factors(form: &Form, old: &Analysis, wrong: &mut Wrongs) -> Items<Factor> {
    let rows = form.rows(FACTORS).iter().enumerate();
    let mut free: Vec<Factor> = rows.filter_map(|(at, row)| factor(at, row, &old.factors, wrong)).collect();
    // What stands for a cause stays in its place, and so does what was there already.
    let mut all = Vec::with_capacity(old.factors.len() + free.len());
    for factor in &old.factors {
        let typed = free.iter().position(|typed| typed.number == factor.number).map(|at| free.remove(at));
        all.extend(typed.or_else(|| factor.cause.is_some().then(|| factor.clone())));
    }
    all.extend(free);
    wrong.of("factor.0.statement", "", Items::try_from(all)).unwrap_or_default()
}

fn factor(at: usize, row: &Row, old: &Items<Factor>, wrong: &mut Wrongs) -> Option<Factor> {
    let field = |name: &str| format!("{FACTORS}.{at}.{name}");
    let place = format!("Factor {}", at + 1);
    let statement = wrong.text(&field("statement"), &place, row.get("statement"));
    let control = Control::from_word(row.get("control"));
    if control.is_none() {
        wrong.add(&field("control"), &place, "say how far it was in your hands; choose one of the three");
    }
    Some(Factor { number: row.number_in(old), statement: statement?, control: control?, cause: None })
}

fn counter(form: &Form, wrong: &mut Wrongs) -> Vec<CounterArgument> {
    let rows = form.rows(COUNTER);
    if rows.len() > MOST_COUNTER_ARGUMENTS {
        let sentence =
            "two of these are enough; keep the two that are hardest to answer, and clear the others";
        wrong.add(&format!("{COUNTER}.0.answer"), "The opposite", sentence);
        return Vec::new();
    }
    let argument = |(at, row): (usize, &Row)| {
        let answer = wrong.text(&format!("{COUNTER}.{at}.answer"), "The opposite", row.get("answer"));
        let question = wrong.text(&format!("{COUNTER}.{at}.answer"), "The opposite", row.get("question"));
        Some(CounterArgument { question: question?, answer: answer? })
    };
    rows.iter().enumerate().filter_map(argument).collect()
}

fn assumptions(form: &Form, old: &Analysis, wrong: &mut Wrongs) -> Items<Assumption> {
    let mut assumption = |(at, row): (usize, &Row)| {
        let field = |name: &str| format!("{ASSUMPTIONS}.{at}.{name}");
        let place = format!("Assumption {}", at + 1);
        let lacking = "nothing says what was assumed; write it, or clear the whole row";
        let statement = wrong.required(&field("statement"), &place, row.get("statement"), lacking);
        let confidence = percent(wrong, &field("confidence"), &place, row.get("confidence"));
        let date = wrong.optional_fact::<Occurred>(&field("date"), &place, row.get("date"));
        let status = AssumptionStatus::from_word(row.get("status")).unwrap_or_default();
        // A cause that is gone by now takes the link with it.
        let cause =
            row.get("cause").parse::<Number>().ok().filter(|number| old.causes.get(*number).is_some());
        let number = row.number_in(&old.assumptions);
        Some(Assumption { number, statement: statement?, confidence, date, status, cause })
    };
    let all: Vec<_> = form.rows(ASSUMPTIONS).iter().enumerate().filter_map(&mut assumption).collect();
    wrong.of("assumption.0.statement", "", Items::try_from(all)).unwrap_or_default()
}

fn signals(form: &Form, old: &Analysis, wrong: &mut Wrongs) -> Items<MissedSignal> {
    let mut signal = |(at, row): (usize, &Row)| {
        let field = |name: &str| format!("{SIGNALS}.{at}.{name}");
        let place = format!("Signal {}", at + 1);
        let lacking = "nothing says what the signal was; write it, or clear the whole row";
        let what = wrong.required(&field("what"), &place, row.get("what"), lacking);
        let where_it_stood = wrong.text(&field("where"), &place, row.get("where"));
        let visible = Visible::from_word(row.get("visible")).unwrap_or_default();
        Some(MissedSignal {
            number: row.number_in(&old.signals),
            what: what?,
            visible,
            place: where_it_stood,
        })
    };
    let all: Vec<_> = form.rows(SIGNALS).iter().enumerate().filter_map(&mut signal).collect();
    wrong.of("signal.0.what", "", Items::try_from(all)).unwrap_or_default()
}

fn assumption_row(assumption: &Assumption) -> Row {
    Row::of([
        ("number", assumption.number.to_string()),
        ("statement", assumption.statement.to_string()),
        (
            "confidence",
            assumption.confidence.map_or_else(String::new, |percent| u8::from(percent).to_string()),
        ),
        ("date", assumption.date.map_or_else(String::new, |date| date.to_string().replace('T', " "))),
        ("status", assumption.status.word().to_owned()),
        ("cause", assumption.cause.map_or_else(String::new, |cause| cause.to_string())),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn analysis() -> Analysis {
        serde_json::from_str(
            r#"{"causes": [{"statement": "The scope grew"}, {"statement": "No clause", "under": 1}],
                "factors": [{"number": 1, "statement": "free", "control": "mine"}, {"number": 2, "statement": "No clause", "control": "partly", "cause": 2},
                    {"number": 5, "statement": "the weather", "control": "outside"}],
                "balance": "anyone", "counter": [{"question": "What speaks against it?", "answer": "Halden"}],
                "assumptions": [{"statement": "the brief is the scope", "confidence": 80, "date": "2026-03-02T09:30", "status": "broken", "cause": 2}],
                "signals": [{"what": "a late mail", "visible": "yes", "where": "the inbox"}]}"#,
        )
        .unwrap()
    }

    fn parsed(body: &str) -> (Analysis, Wrongs) {
        let mut form = Form::parse(body).unwrap();
        tidy(&mut form);
        let mut wrong = Wrongs::default();
        (read(&form, &analysis(), &mut wrong), wrong)
    }

    #[test]
    fn an_answer_survives_being_shown_and_sent_back() {
        let sent = Form::parse(&form(&analysis()).encoded()).unwrap();
        let mut wrong = Wrongs::default();
        assert_eq!(read(&sent, &analysis(), &mut wrong), analysis());
        assert!(wrong.is_empty());
    }

    #[test]
    fn sorted_causes_outlive_a_form_that_does_not_show_them() {
        let (read, _) = parsed("factor.0.statement=new&factor.0.control=mine");
        let factors: Vec<_> = read.factors.iter().map(|factor| (factor.number, factor.cause)).collect();
        assert_eq!(factors, [(2, Some(2)), (1, None)]);
        assert_eq!(read.causes, analysis().causes);
    }

    #[test]
    fn an_assumption_lets_go_of_a_cause_that_is_not_there() {
        let (read, wrong) = parsed("assumption.0.statement=x&assumption.0.cause=99");
        assert!(wrong.is_empty());
        assert_eq!(read.assumptions.as_slice()[0].cause, None);
        // What is kept must be readable again.
        assert!(serde_json::from_str::<Analysis>(&serde_json::to_string(&read).unwrap()).is_ok());
    }

    #[test]
    fn a_counter_question_without_an_answer_is_not_kept_and_a_third_is_too_many() {
        let row = |at: u8, answer: &str| format!("counter.{at}.question=q{at}&counter.{at}.answer={answer}");
        assert!(parsed(&row(0, "+")).0.counter.is_empty());
        let three = [row(0, "a"), row(1, "b"), row(2, "c")].join("&");
        assert!(parsed(&three).1.at("counter.0.answer").unwrap().contains("two of these are enough"));
    }

    #[test]
    fn every_row_says_what_it_lacks() {
        let (_, wrong) = parsed(
            "factor.0.statement=x&assumption.0.confidence=80&assumption.1.statement=y&assumption.1.confidence=lots&signal.0.where=inbox",
        );
        let ids: Vec<_> = wrong.listed().into_iter().map(|(id, _)| id).collect();
        assert_eq!(
            ids,
            [
                "f-factor.0.control",
                "f-assumption.0.statement",
                "f-assumption.1.confidence",
                "f-signal.0.what"
            ]
        );
    }
}
