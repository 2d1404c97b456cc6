//! The form in which a lesson is adopted from somebody else's failure, or written anew.

use hansei_app::adoption::Adopt;
use hansei_method::adoption::Adoption;
use hansei_method::plan::{Commitment, CommitmentKind, Strength};
use hansei_method::text::Text;
use maud::{Markup, html};

use crate::forms::{Form, Wrongs};
use crate::page::parts::Field;

/// The fields that a person types into, as their name and how they are called where two versions stand side by side.
pub(super) const FIELDS: [(&str, &str); 5] = [
    ("conditions", "What is true here too"),
    ("difference", "What would be different"),
    ("lesson", "The lesson"),
    ("cue", "If"),
    ("act", "then I will"),
];

/// Turns an adopted lesson into the form it was typed in.
pub(super) fn as_form(adoption: &Adoption) -> Form {
    let conditions: Vec<&str> = adoption.conditions.iter().map(Text::as_str).collect();
    let mut form = Form::default();
    form.set("conditions", conditions.join("\n"));
    form.set("difference", adoption.difference.as_ref().map_or("", Text::as_str));
    form.set("lesson", adoption.lesson.as_str());
    form.set("cue", adoption.commitment.cue.as_str());
    form.set("act", adoption.commitment.act.as_str());
    form
}

/// Reads the form; `None` when something is wrong. What the form does not ask about is taken from `old`.
pub(super) fn read(form: &Form, old: Option<&Commitment>, wrong: &mut Wrongs) -> Option<Adopt> {
    let conditions =
        form.get("conditions").lines().filter_map(|line| wrong.text("conditions", "", line.trim()));
    let conditions: Vec<Text> = conditions.collect();
    let difference = wrong.text("difference", "", form.get("difference"));
    let no_lesson = "write the lesson in your own words; a sentence is enough";
    let lesson = wrong.required("lesson", "", form.get("lesson"), no_lesson);
    let no_cue = "say at which moment it applies; a plan without a moment waits for one that never comes";
    let cue = wrong.required("cue", "", form.get("cue"), no_cue);
    let act = wrong.required("act", "", form.get("act"), "say what you will do then; start with a verb");
    if !wrong.is_empty() {
        return None;
    }
    let commitment = match old {
        Some(old) => Commitment { cue: cue?, act: act?, ..old.clone() },
        None => Commitment {
            number: 0,
            cue: cue?,
            act: act?,
            kind: CommitmentKind::default(),
            strength: Strength::default(),
            review_on: None,
            evidence: None,
        },
    };
    Some(Adopt { conditions, difference, lesson: lesson?, commitment })
}

/// Draws the fields with what was typed and what is wrong with it.
pub(super) fn fields(form: &Form, wrong: &Wrongs) -> Markup {
    let filled = |field: Field<'_>, name: &str| html! { (field.value(form.get(name)).error(wrong.at(name))) };
    html! {
        (filled(Field::area("conditions", "What is true here too?", 3)
            .hint("Conditions that you share with them, one a line. Say where, if you can."), "conditions"))
        (filled(Field::area("difference", "What would be different in your case?", 2), "difference"))
        (filled(Field::area("lesson", "The lesson, in your own words", 2).required(), "lesson"))
        (filled(Field::area("cue", "If", 1).placeholder("I hand a number to another team").required(), "cue"))
        (filled(Field::area("act", "then I will", 1).placeholder("put its unit in the name of the column").required(), "act"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::fixture;

    #[test]
    fn an_adopted_lesson_survives_its_form() {
        let adoption = fixture::adoption();
        let mut wrong = Wrongs::default();
        let sent = Form::parse(&as_form(&adoption).encoded()).unwrap();
        let read = read(&sent, Some(&adoption.commitment), &mut wrong).unwrap();
        assert_eq!((read.conditions, read.difference), (adoption.conditions, adoption.difference));
        assert_eq!((read.lesson, read.commitment), (adoption.lesson, adoption.commitment));
    }

    #[test]
    fn a_lesson_without_words_moment_or_act_is_asked_for_them() {
        let mut wrong = Wrongs::default();
        assert_eq!(read(&Form::default(), None, &mut wrong), None);
        assert_eq!(wrong.listed().len(), 3);
    }
}
