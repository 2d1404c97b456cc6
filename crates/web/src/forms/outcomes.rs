//! What became of each target, as rows of the form of question 2.

use hansei_method::account::{Account, Actual, Met, Outcome};
use hansei_method::intention::{Intention, Slot, Target};

use super::words::Choice;
use super::{Form, Row, Wrongs};

/// The list of what became of the targets.
pub(crate) const OUTCOMES: &str = "outcome";

/// Makes a row for each target, in the order of question 1, with what is known about it.
pub(crate) fn rows(account: &Account, intention: &Intention) -> Vec<Row> {
    let row = |target: &Target| {
        let outcome = account.outcomes.iter().find(|outcome| outcome.target == target.number);
        let said = outcome.and_then(|outcome| outcome.met);
        let (value, words, met) = match outcome.map(|outcome| &outcome.actual) {
            Some(Actual::Amount(amount)) => (amount.to_string(), String::new(), said),
            Some(Actual::Date(date)) => (date.to_string().replace('T', " "), String::new(), said),
            Some(Actual::Words { words, met }) => (String::new(), words.to_string(), said.or(Some(*met))),
            None => (String::new(), String::new(), None),
        };
        Row::of([
            ("target", target.number.to_string()),
            ("value", value),
            ("words", words),
            ("met", met.map_or(String::new(), |met| met.word().to_owned())),
        ])
    };
    intention.targets.iter().map(row).collect()
}

/// Lets go of rows that say nothing.
pub(crate) fn settle(form: &mut Form) {
    form.drop_blank(OUTCOMES, &["value", "words", "target"]);
}

/// Reads what became of the targets that are there; a row for one that is gone says nothing any more.
pub(crate) fn read(form: &Form, intention: &Intention, wrong: &mut Wrongs) -> Vec<Outcome> {
    let mut found: Vec<Outcome> = Vec::new();
    for (at, row) in form.rows(OUTCOMES).iter().enumerate() {
        let target = row.get("target").parse().ok().and_then(|number| intention.targets.get(number));
        let Some(target) =
            target.filter(|target| found.iter().all(|outcome| outcome.target != target.number))
        else {
            continue;
        };
        if let Some(actual) = actual(at, row, target, wrong) {
            // Of words the verdict is theirs; of a figure it takes the place of what is computed.
            let said = Met::from_word(row.get("met")).filter(|met| *met != Met::Unsaid);
            let met = said.filter(|_| !matches!(actual, Actual::Words { .. }));
            found.push(Outcome { target: target.number, actual, met });
        }
    }
    found
}

fn actual(at: usize, row: &Row, target: &Target, wrong: &mut Wrongs) -> Option<Actual> {
    let field = |name: &str| format!("{OUTCOMES}.{at}.{name}");
    let place = target.name.as_str();
    let (value, words) = (row.get("value").trim(), row.get("words").trim());
    let met = Met::from_word(row.get("met")).unwrap_or_default();
    match (value.is_empty(), words.is_empty()) {
        (true, true) if met != Met::Unsaid => {
            wrong.add(&field("words"), place, "say in a few words what came");
            None
        }
        (true, true) => None,
        (false, false) => {
            wrong.add(
                &field("value"),
                place,
                "say it as a figure or in words, not both; clear one of the two",
            );
            None
        }
        (true, false) => {
            wrong.text(&field("words"), place, row.get("words")).map(|words| Actual::Words { words, met })
        }
        (false, true) => match target.slot {
            Slot::Amount(_) => wrong.fact(&field("value"), place, value).map(Actual::Amount),
            Slot::Deadline(_) => wrong.moment(&field("value"), place, value).map(Actual::Date),
            Slot::Party(_) | Slot::Observable(_) => {
                wrong.text(&field("value"), place, value).map(|words| Actual::Words { words, met })
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn intention() -> Intention {
        serde_json::from_str(r#"{"targets": [{"name": "Price", "slot": {"amount": "$2"}}, {"name": "Quiet", "slot": {"observable": "no calls"}}]}"#)
            .unwrap()
    }

    fn parsed(body: &str) -> (Vec<Outcome>, Wrongs) {
        let mut wrong = Wrongs::default();
        let outcomes = read(&Form::parse(body).unwrap(), &intention(), &mut wrong);
        (outcomes, wrong)
    }

    #[test]
    fn an_amount_can_also_be_answered_in_words() {
        let (outcomes, wrong) =
            parsed("outcome.0.target=1&outcome.0.words=nobody+counted&outcome.0.met=short");
        assert!(wrong.is_empty());
        assert!(matches!(outcomes[0].actual, Actual::Words { met: Met::Short, .. }));
    }

    #[test]
    fn a_figure_and_words_at_once_are_asked_about() {
        let (outcomes, wrong) = parsed("outcome.0.target=1&outcome.0.value=$3&outcome.0.words=about");
        assert!(outcomes.is_empty() && wrong.at("outcome.0.value").is_some());
    }

    #[test]
    fn a_verdict_alone_is_asked_for_its_words() {
        assert!(parsed("outcome.0.target=2&outcome.0.met=short").1.at("outcome.0.words").is_some());
        assert!(parsed("outcome.0.target=2&outcome.0.met=unsaid").1.is_empty());
    }

    #[test]
    fn a_verdict_beside_a_figure_is_the_person_s() {
        for (sent, met) in [("as_intended", Some(Met::AsIntended)), ("unsaid", None), ("", None)] {
            let (outcomes, wrong) =
                parsed(&format!("outcome.0.target=1&outcome.0.value=$3&outcome.0.met={sent}"));
            assert!(wrong.is_empty());
            assert_eq!(outcomes[0].met, met, "{sent}");
            let account = Account { outcomes, ..Account::default() };
            let shown = rows(&account, &intention())[0].get("met").to_owned();
            assert_eq!(Met::from_word(&shown), met, "{sent}");
        }
    }

    #[test]
    fn a_target_that_is_gone_or_stands_twice_is_passed_over() {
        let (outcomes, wrong) = parsed(
            "outcome.0.target=9&outcome.0.value=x&outcome.1.target=1&outcome.1.value=$3&outcome.2.target=1&outcome.2.value=$4",
        );
        assert!(wrong.is_empty());
        assert_eq!(outcomes.len(), 1);
        assert_eq!(outcomes[0].actual.to_string(), "$3");
    }
}
