//! Question 1 as a form: a sentence, whether a result or an answer was wanted, and the targets.

use hansei_method::intention::{Goal, Intention, Slot, SlotKind, Target};
use hansei_method::items::Items;

use super::words::Choice;
use super::{Form, Row, Wrongs};

/// The list of targets.
pub(crate) const TARGETS: &str = "target";

/// Turns an answer into the form it was typed in.
pub(crate) fn form(intention: &Intention) -> Form {
    let mut form = Form::default();
    form.set("statement", intention.statement.as_ref().map_or("", |words| words.as_str()));
    form.set("goal", intention.goal.word());
    for target in &intention.targets {
        let row = Row::of([
            ("number", target.number.to_string()),
            ("name", target.name.to_string()),
            ("kind", target.slot.kind().word().to_owned()),
            ("value", value(&target.slot)),
        ]);
        form.push(TARGETS, row);
    }
    form
}

/// Lets go of rows that say nothing.
pub(crate) fn tidy(form: &mut Form) {
    form.drop_blank(TARGETS, &["name", "value"]);
}

/// Reads the answer that takes the place of `old`; it counts only when nothing is wrong.
pub(crate) fn read(form: &Form, old: &Intention, wrong: &mut Wrongs) -> Intention {
    let statement = wrong.text("statement", "", form.get("statement"));
    let goal = Goal::from_word(form.get("goal")).unwrap_or_default();
    let rows = form.rows(TARGETS).iter().enumerate();
    let targets = rows.filter_map(|(at, row)| target(at, row, &old.targets, wrong)).collect::<Vec<_>>();
    let targets = wrong.of("target.0.name", "", Items::try_from(targets)).unwrap_or_default();
    Intention { statement, goal, targets }
}

/// Names a kind of target as its row does.
pub(crate) fn kind_name(kind: SlotKind) -> &'static str {
    match kind {
        SlotKind::Amount => "Amount",
        SlotKind::Deadline => "Deadline",
        SlotKind::Party => "Named party",
        SlotKind::Observable => "What could be seen",
    }
}

fn target(at: usize, row: &Row, old: &Items<Target>, wrong: &mut Wrongs) -> Option<Target> {
    let field = |name: &str| format!("{TARGETS}.{at}.{name}");
    let place = match row.get("name").trim() {
        "" => format!("Target {}", at + 1),
        name => format!("Target {}, {}", at + 1, name.chars().take(40).collect::<String>()),
    };
    let Some(kind) = SlotKind::from_word(row.get("kind")) else {
        wrong.add(&field("kind"), &place, "choose what kind of target this is");
        return None;
    };
    // A target without a name is called what it is.
    let name = match row.get("name").trim() {
        "" => kind_name(kind),
        _ => row.get("name"),
    };
    let name = wrong.line(&field("name"), &place, name);
    if row.get("value").trim().is_empty() {
        wrong.add(
            &field("value"),
            &place,
            "nothing was said about it yet; write it here, or clear the name as well",
        );
        return None;
    }
    let slot = slot(kind, &field("value"), &place, row.get("value"), wrong);
    Some(Target { number: row.number_in(old), name: name?, slot: slot? })
}

fn slot(kind: SlotKind, field: &str, place: &str, typed: &str, wrong: &mut Wrongs) -> Option<Slot> {
    match kind {
        SlotKind::Amount => wrong.fact(field, place, typed).map(Slot::Amount),
        SlotKind::Deadline => wrong.moment(field, place, typed).map(Slot::Deadline),
        SlotKind::Party => wrong.text(field, place, typed).map(Slot::Party),
        SlotKind::Observable => wrong.text(field, place, typed).map(Slot::Observable),
    }
}

fn value(slot: &Slot) -> String {
    match slot {
        Slot::Deadline(deadline) => deadline.to_string().replace('T', " "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn old() -> Intention {
        serde_json::from_str(r#"{"targets": [{"number": 3, "name": "Old", "slot": {"party": "x"}}]}"#)
            .unwrap()
    }

    fn parsed(body: &str) -> (Intention, Wrongs) {
        let mut form = Form::parse(body).unwrap();
        tidy(&mut form);
        let mut wrong = Wrongs::default();
        (read(&form, &old(), &mut wrong), wrong)
    }

    #[test]
    fn an_answer_survives_being_shown_and_sent_back() {
        let json = r#"{"statement": "Deliver\nthe proposal ", "goal": "learning", "targets": [
            {"number": 4, "name": "Budget", "slot": {"amount": "under $200K"}},
            {"number": 2, "name": "Delivered", "slot": {"deadline": "2026-03-15T17:00"}},
            {"number": 7, "name": "Sign-off", "slot": {"party": "all three\nof them"}},
            {"number": 9, "name": "Kickoff", "slot": {"observable": "three names on a page"}}]}"#;
        let intention: Intention = serde_json::from_str(json).unwrap();
        let mut wrong = Wrongs::default();
        assert_eq!(read(&form(&intention), &intention, &mut wrong), intention);
        let sent = Form::parse(&form(&intention).encoded()).unwrap();
        assert_eq!(read(&sent, &intention, &mut wrong), intention);
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn a_target_without_a_name_is_called_what_it_is() {
        let (intention, wrong) =
            parsed("target.0.kind=deadline&target.0.value=15+March+2026&target.1.kind=party");
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!(
            intention.targets.iter().map(|target| target.name.as_str()).collect::<Vec<_>>(),
            ["Deadline"]
        );
    }

    #[test]
    fn what_is_wrong_names_the_row_and_what_to_do() {
        let (_, wrong) = parsed(
            "target.0.kind=amount&target.0.name=Price&target.0.value=cheap&target.1.name=Day&target.1.kind=deadline&\
             target.2.kind=colour&target.2.value=blue",
        );
        let listed = wrong.listed();
        assert_eq!(listed.len(), 3);
        assert!(listed[0].1.starts_with("Target 1, Price: there is no number at the start"), "{listed:?}");
        assert_eq!(listed[1].0, "f-target.1.value");
        assert_eq!(listed[2].0, "f-target.2.kind");
    }

    #[test]
    fn a_row_whose_target_is_gone_is_a_new_target_and_gets_its_number_when_it_is_saved() {
        let (intention, _) = parsed(
            "target.0.number=3&target.0.kind=party&target.0.value=x&target.1.number=77&target.1.kind=party&target.1.name=New&target.1.value=y",
        );
        assert_eq!(intention.targets.iter().map(|target| target.number).collect::<Vec<_>>(), [3, 1]);
        let mut review = hansei_method::review::Review::default();
        review.intend(old()).unwrap();
        review.intend(intention).unwrap();
        let saved = review.answers.intended().and_then(|answer| answer.given()).unwrap();
        assert_eq!(saved.targets.iter().map(|target| target.number).collect::<Vec<_>>(), [3, 4]);
    }

    #[test]
    fn a_number_that_stands_twice_is_refused() {
        let row = |at: u8| format!("target.{at}.number=3&target.{at}.kind=party&target.{at}.value=x");
        let (_, wrong) = parsed(&format!("{}&{}", row(0), row(1)));
        assert!(wrong.listed()[0].1.contains("two targets are numbered 3"));
    }
}
