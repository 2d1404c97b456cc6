//! One cause as fields of a form: the one that is open, or the one that is added.

use std::fmt::Display;

use hansei_method::cause::{Cause, CauseKind, Certainty, DecisionPoint, Percent, Soundness};
use hansei_method::id::Number;

use super::words::Choice;
use super::{Form, Wrongs};

/// The fields of the cause that is open.
pub(crate) const NODE: &str = "node";
/// The fields of the cause that is added.
pub(crate) const NEW: &str = "new";

/// Puts the fields of a cause that is open into a form.
pub(crate) fn show(form: &mut Form, cause: &Cause) {
    let mut set = |field: &str, value: String| form.set(&format!("{NODE}.{field}"), value);
    set("number", cause.number.to_string());
    set("statement", cause.statement.to_string());
    set("kind", cause.kind.word().to_owned());
    set("certainty", cause.certainty.word().to_owned());
    set("evidence", or_empty(cause.evidence.as_ref()));
    set("under", or_empty(cause.under.as_ref()));
    let decision = cause.decision.clone().unwrap_or_default();
    set("known", or_empty(decision.known.as_ref()));
    set("not_known", or_empty(decision.not_known.as_ref()));
    set("options", or_empty(decision.options.as_ref()));
    set("confidence", decision.confidence.map_or_else(String::new, |percent| u8::from(percent).to_string()));
    set("soundness", decision.soundness.map_or_else(String::new, |soundness| soundness.word().to_owned()));
}

/// Reads the cause that is added; `None` when something is wrong with it.
pub(crate) fn added(form: &Form, wrong: &mut Wrongs) -> Option<Cause> {
    let under = match form.get("new.under") {
        "" => None,
        number => Some(number.parse().unwrap_or(Number::MAX)),
    };
    read(form, NEW, 0, under, wrong)
}

/// Reads the cause that is open; `None` when something is wrong with it.
pub(crate) fn changed(form: &Form, old: &Cause, wrong: &mut Wrongs) -> Option<Cause> {
    let under = match form.get("node.under") {
        "" => None,
        number => Some(number.parse().unwrap_or(Number::MAX)),
    };
    let cause = read(form, NODE, old.number, under, wrong);
    let decision = decision(form, wrong);
    Some(Cause { chosen: old.chosen, decision: (!decision.is_empty()).then_some(decision), ..cause? })
}

/// Reads a percentage; "80", "80 %".
pub(crate) fn percent(wrong: &mut Wrongs, field: &str, place: &str, typed: &str) -> Option<Percent> {
    let digits = typed.trim().trim_end_matches('%').trim_end();
    if digits.is_empty() {
        return None;
    }
    let number = digits.parse::<u8>().ok().and_then(|number| Percent::try_from(number).ok());
    if number.is_none() {
        wrong.add(field, place, "this is no percentage; write a whole number from 0 to 100");
    }
    number
}

fn read(form: &Form, of: &str, number: Number, under: Option<Number>, wrong: &mut Wrongs) -> Option<Cause> {
    let name = |field: &str| format!("{of}.{field}");
    let get = |field: &str| form.get(&name(field));
    let lacking = "nothing says what it was; write it in a few words";
    let statement = wrong.required(&name("statement"), "Cause", get("statement"), lacking);
    let evidence = wrong.text(&name("evidence"), "Cause", get("evidence"));
    let kind = CauseKind::from_word(get("kind")).unwrap_or_default();
    let certainty = Certainty::from_word(get("certainty")).unwrap_or_default();
    Some(Cause {
        number,
        under,
        statement: statement?,
        kind,
        certainty,
        evidence,
        chosen: false,
        decision: None,
    })
}

fn decision(form: &Form, wrong: &mut Wrongs) -> DecisionPoint {
    let mut words = |field: &str| {
        let name = format!("{NODE}.{field}");
        wrong.text(&name, "Decision", form.get(&name))
    };
    let (known, not_known, options) = (words("known"), words("not_known"), words("options"));
    let confidence = percent(wrong, "node.confidence", "Decision", form.get("node.confidence"));
    let soundness = Soundness::from_word(form.get("node.soundness"));
    DecisionPoint { known, not_known, options, confidence, soundness }
}

fn or_empty(value: Option<&impl Display>) -> String {
    value.map_or_else(String::new, ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cause() -> Cause {
        serde_json::from_str(
            r#"{"number": 7, "under": 2, "statement": "I said\nyes", "kind": "decision", "certainty": "confirmed", "evidence": "log",
                "chosen": true, "decision": {"known": "week 4", "not_known": "two more", "options": "ask", "confidence": 80, "soundness": "unsound"}}"#,
        )
        .unwrap()
    }

    #[test]
    fn an_open_cause_survives_being_shown_and_sent_back() {
        let mut form = Form::default();
        show(&mut form, &cause());
        let sent = Form::parse(&form.encoded()).unwrap();
        let mut wrong = Wrongs::default();
        assert_eq!(changed(&sent, &cause(), &mut wrong), Some(cause()));
        assert!(wrong.is_empty());
    }

    #[test]
    fn a_cause_without_words_is_asked_for_them() {
        let mut wrong = Wrongs::default();
        assert_eq!(added(&Form::parse("new.under=3&new.kind=event").unwrap(), &mut wrong), None);
        assert!(wrong.at("new.statement").is_some());
    }

    #[test]
    fn a_percentage_is_read_with_and_without_its_sign() {
        let mut wrong = Wrongs::default();
        let read = |typed| percent(&mut Wrongs::default(), "f", "", typed).map(u8::from);
        assert_eq!([read("80"), read("80 %"), read(" 0%"), read("")], [Some(80), Some(80), Some(0), None]);
        for typed in ["101", "-1", "sure", "8.5", "300"] {
            assert_eq!(percent(&mut wrong, "f", "", typed), None);
        }
        assert_eq!(wrong.listed().len(), 5);
    }

    #[test]
    fn a_place_that_is_no_number_is_no_place_in_the_tree() {
        let form = Form::parse("new.under=x&new.statement=y").unwrap();
        assert_eq!(added(&form, &mut Wrongs::default()).unwrap().under, Some(Number::MAX));
    }
}
