//! The parts of a review, one after the other, and what each of them asks.

use hansei_method::id::{EntryId, PracticeId};
use hansei_method::quarter::{Answers, Asked, Decision, Verdict};
use hansei_method::text::Text;
use jiff::civil::Date;

use crate::forms::{Form, Wrongs};
use crate::pages::frame::typed;

/// The list of lessons in the form.
pub(super) const LESSON: &str = "lesson";

/// One part of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Held,
    Lessons,
    Recurs,
    Success,
    Due,
    Taken,
    Next,
}

/// What a form of one part says.
#[derive(Debug)]
pub(super) struct Said {
    step: Step,
    words: Option<(Asked, Option<Text>)>,
    decisions: Vec<Decision>,
    success_entry: Option<EntryId>,
    next_on: Option<Date>,
}

impl Step {
    pub(super) const ALL: [Self; 7] =
        [Self::Held, Self::Lessons, Self::Recurs, Self::Success, Self::Due, Self::Taken, Self::Next];

    pub(super) fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.word() == word)
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Lessons => "lessons",
            Self::Recurs => "recurs",
            Self::Success => "success",
            Self::Due => "due",
            Self::Taken => "taken",
            Self::Next => "next",
        }
    }

    /// Names the part in the list of parts and as its heading.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Held => "What was in it",
            Self::Lessons => "Where the lessons stand",
            Self::Recurs => "What recurs",
            Self::Success => "One thing that went well",
            Self::Due => "Days that came",
            Self::Taken => "What I take from it",
            Self::Next => "Until the next time",
        }
    }

    /// Returns what is asked in words; `None` where there is only something to look at.
    pub(super) fn asks(self) -> Option<Asked> {
        match self {
            Self::Held => None,
            Self::Lessons => Some(Asked::Changed),
            Self::Recurs => Some(Asked::Returned),
            Self::Success => Some(Asked::Success),
            Self::Due => Some(Asked::Due),
            Self::Taken => Some(Asked::Taken),
            Self::Next => Some(Asked::Watch),
        }
    }

    pub(super) fn number(self) -> usize {
        Self::ALL.iter().position(|step| *step == self).map_or(1, |place| place + 1)
    }

    pub(super) fn before(self) -> Option<Self> {
        Self::ALL.get(self.number().checked_sub(2)?).copied()
    }

    pub(super) fn after(self) -> Option<Self> {
        Self::ALL.get(self.number()).copied()
    }

    /// Names the field at which something that is wrong with the whole is said.
    pub(super) fn first_field(self) -> &'static str {
        self.asks().map_or("", Asked::word)
    }

    /// Reads what was typed into this part.
    pub(super) fn read(self, form: &Form, wrong: &mut Wrongs) -> Said {
        let words =
            self.asks().map(|asked| (asked, wrong.text(asked.word(), "", &typed(form.get(asked.word())))));
        let mut said = Said { step: self, words, decisions: Vec::new(), success_entry: None, next_on: None };
        match self {
            Self::Lessons => said.decisions = decisions(form, wrong),
            Self::Success => said.success_entry = form.get("success_entry").parse().ok(),
            Self::Next => said.next_on = wrong.optional_fact("next_on", "", form.get("next_on")),
            _ => {}
        }
        said
    }
}

impl Said {
    /// Puts it into the answers; the other parts stay as they are.
    pub(super) fn put(&self, answers: &mut Answers) {
        if let Some((asked, words)) = &self.words {
            answers.say(*asked, words.clone());
        }
        for decision in &self.decisions {
            answers.decide(decision.clone());
        }
        match self.step {
            Step::Success => answers.success_entry = self.success_entry,
            Step::Next => answers.next_on = self.next_on,
            _ => {}
        }
    }
}

fn decisions(form: &Form, wrong: &mut Wrongs) -> Vec<Decision> {
    let mut decisions = Vec::new();
    for (at, row) in form.rows(LESSON).iter().enumerate() {
        let Ok(practice) = row.get("practice").parse::<PracticeId>() else { continue };
        let verdict = Verdict::ALL.into_iter().find(|verdict| verdict.word() == row.get("verdict"));
        let note = wrong.line(&format!("{LESSON}.{at}.note"), &format!("Lesson {}", at + 1), row.get("note"));
        decisions.push(Decision { practice, verdict, note });
    }
    decisions
}
