//! The tree of causes, asked depth first: how did that come about, and what else had to be true?

use hansei_method::cause::{Cause, CauseKind, Certainty, DecisionPoint, Percent, Soundness};
use hansei_method::id::Number;

use super::{At, Why};
use crate::interview::coached::Coached;
use crate::interview::prompter::Ask;
use crate::interview::steps::{goes_past, letter, optional, quoted, sentence};

const TREE_HELP: &str = "Write what had to be there for it. Empty: this line ends here. + and words: something beside it that had to be true as well. \
A full stop alone: the tree is done. It ends where you can act, not after a number of steps. \\drop N takes a cause out.";

impl Why {
    /// Asks for the step of the tree that is due.
    pub(super) fn tree_ask(&self) -> Ask {
        let decision = |number: Number| {
            self.answer.causes.get(number).and_then(|cause| cause.decision.clone()).unwrap_or_default()
        };
        let written = |words: Option<hansei_method::text::Text>| words.map_or(String::new(), String::from);
        match self.at {
            At::CameAbout(number) => {
                Ask::new(format!("{} How did that come about?", self.about(number)), TREE_HELP)
                    .coached(self.coached())
            }
            At::Else(number) => Ask::new(
                format!("{} What else had to be true? (empty: nothing more)", self.about(number)),
                TREE_HELP,
            )
            .coached(self.coached()),
            At::Kind(_) => Ask::choice(
                "Was that e an event, c a condition, d a decision? [e]",
                "e: it happened. c: it was so. d: somebody chose it. A full stop alone goes past all that is asked about this cause.",
            ),
            At::Evidence(_) => {
                Ask::new("What shows it? (empty: only thought of)", "A log, a message, somebody's account.")
            }
            At::Certainty(number) => Ask::choice(
                format!("Is it c confirmed, or p possible? [{}]", certainty_letter(self.certainty(number))),
                "c: this is how it was. p: it may have been so. What shows it suggests c, and only you can say.",
            ),
            At::Known(number) => Ask::new(
                "What was known at that moment? (empty goes on; . alone: past this decision)",
                DECISION_HELP,
            )
            .written(written(decision(number).known)),
            At::NotKnown(number) => {
                Ask::new("What was not known at that moment? (empty goes on)", DECISION_HELP)
                    .written(written(decision(number).not_known))
            }
            At::Options(number) => Ask::new("What else looked possible? (empty goes on)", DECISION_HELP)
                .written(written(decision(number).options)),
            At::Confidence(_) => Ask::new("How sure was it then, in percent? (empty goes on)", DECISION_HELP),
            At::OfTree => {
                let (number, question) = self
                    .of_tree
                    .as_ref()
                    .map_or((None, ""), |(cause, question)| (Some(*cause), question.as_str()));
                Ask::new(
                    format!("{} {question} (empty goes on)", self.about(number)),
                    "One question about the whole tree, once. It can be wrong: Enter goes on with the tree as it stands.",
                )
                .coached(self.coached())
            }
            _ => Ask::choice(
                "Leaving the result aside, would you decide so again with the same knowledge: y, n, u unsure? (empty goes on)",
                "A good decision can come out badly, and a bad one well.",
            ),
        }
    }

    /// Lets the coach read a cause beside what else was written: somebody who named a decision of their own there is not asked
    /// for one here.
    fn coached(&self) -> Coached {
        let causes = self.answer.causes.iter().map(|cause| cause.statement.as_str());
        let factors = self.answer.factors.iter().map(|factor| factor.statement.as_str());
        Coached::Cause { beside: causes.chain(factors).collect::<Vec<_>>().join("\n") }
    }

    fn certainty(&self, number: Number) -> Certainty {
        self.answer.causes.get(number).map_or_else(Certainty::default, |cause| cause.certainty)
    }

    /// Takes the answer to a step of the tree.
    pub(super) fn tree_hear(&mut self, said: &str) -> Result<(), String> {
        self.asked_for_more |= matches!(self.at, At::Else(_));
        match self.at {
            At::Kind(number)
            | At::Evidence(number)
            | At::Certainty(number)
            | At::Known(number)
            | At::NotKnown(number)
            | At::Options(number)
            | At::Confidence(number)
            | At::Soundness(number)
                if goes_past(said) =>
            {
                self.at = At::CameAbout(Some(number));
            }
            At::OfTree if said.is_empty() || said == "." => self.leave_tree(),
            At::OfTree => {
                let about = self.of_tree.as_ref().map(|(cause, _)| *cause);
                match said.strip_prefix('+') {
                    Some(beside) => self.grow(self.parent(about), beside)?,
                    None => self.grow(about, said)?,
                }
            }
            At::CameAbout(_) | At::Else(_) if said == "." => self.leave_tree(),
            At::CameAbout(above) | At::Else(above) if said.is_empty() => self.go_up(above),
            At::CameAbout(above) => match said.strip_prefix('+') {
                Some(beside) => self.grow(self.parent(above), beside)?,
                None => self.grow(above, said)?,
            },
            At::Else(above) => self.grow(above, said.strip_prefix('+').unwrap_or(said))?,
            At::Kind(number) => {
                let kinds = [
                    ("event", CauseKind::Event),
                    ("condition", CauseKind::Condition),
                    ("decision", CauseKind::Decision),
                ];
                let kind = letter(said, Some(CauseKind::Event), &kinds)?;
                self.change(number, |cause| cause.kind = kind)?;
                self.at = if self.is_small() { At::Certainty(number) } else { At::Evidence(number) };
            }
            At::Evidence(number) => {
                let evidence = optional(said)?;
                self.change(number, |cause| {
                    cause.certainty =
                        if evidence.is_some() { Certainty::Confirmed } else { Certainty::Possible };
                    cause.evidence = evidence;
                })?;
                self.at = At::Certainty(number);
            }
            At::Certainty(number) => {
                let choices = [("confirmed", Certainty::Confirmed), ("possible", Certainty::Possible)];
                let certainty = letter(said, Some(self.certainty(number)), &choices)?;
                self.change(number, |cause| cause.certainty = certainty)?;
                let is_decision =
                    self.answer.causes.get(number).is_some_and(|cause| cause.kind == CauseKind::Decision);
                let goes_deeper = is_decision && !self.is_small();
                self.at = if goes_deeper { At::Known(number) } else { At::CameAbout(Some(number)) };
            }
            _ => self.hear_decision(said)?,
        }
        Ok(())
    }

    fn hear_decision(&mut self, said: &str) -> Result<(), String> {
        let words = optional(said);
        match self.at {
            At::Known(number) => {
                let known = words?;
                self.decide(number, |decision| decision.known = known)?;
                self.at = At::NotKnown(number);
            }
            At::NotKnown(number) => {
                let not_known = words?;
                self.decide(number, |decision| decision.not_known = not_known)?;
                self.at = At::Options(number);
            }
            At::Options(number) => {
                let options = words?;
                self.decide(number, |decision| decision.options = options)?;
                self.at = At::Confidence(number);
            }
            At::Confidence(number) => {
                let confidence = percent(said)?;
                self.decide(number, |decision| decision.confidence = confidence)?;
                self.at = At::Soundness(number);
            }
            At::Soundness(number) => {
                let choices = [
                    ("yes", Some(Soundness::Sound)),
                    ("no", Some(Soundness::Unsound)),
                    ("unsure", Some(Soundness::Unsure)),
                ];
                let soundness = letter(said, Some(None), &choices)?;
                self.decide(number, |decision| decision.soundness = soundness)?;
                self.at = At::CameAbout(Some(number));
            }
            _ => {}
        }
        Ok(())
    }

    /// Adds a cause, and goes on with what there is to say about it.
    fn grow(&mut self, under: Option<Number>, said: &str) -> Result<(), String> {
        let statement = said.trim().parse().map_err(|_| "write the cause after the +".to_owned())?;
        let cause = Cause {
            number: 0,
            under,
            statement,
            kind: CauseKind::default(),
            certainty: Certainty::default(),
            evidence: None,
            chosen: false,
            decision: None,
        };
        let number = self.answer.causes.add(cause).map_err(sentence)?;
        self.at = At::Kind(number);
        Ok(())
    }

    /// One line of causes has ended: what else had to be true for the one above? Above the gap there is nothing.
    fn go_up(&mut self, above: Option<Number>) {
        match above {
            Some(_) if self.is_small() => self.leave_tree(),
            Some(number) => self.at = At::Else(self.parent(Some(number))),
            None => self.leave_tree(),
        }
    }

    fn parent(&self, number: Option<Number>) -> Option<Number> {
        self.answer.causes.get(number?)?.under
    }

    fn about(&self, number: Option<Number>) -> String {
        let statement =
            number.and_then(|number| self.answer.causes.get(number)).map(|cause| cause.statement.as_str());
        quoted(statement.unwrap_or(&self.title))
    }

    fn change(&mut self, number: Number, change: impl FnOnce(&mut Cause)) -> Result<(), String> {
        let Some(mut cause) = self.answer.causes.get(number).cloned() else { return Ok(()) };
        change(&mut cause);
        self.answer.replace_cause(number, cause).map_err(sentence)
    }

    fn decide(&mut self, number: Number, change: impl FnOnce(&mut DecisionPoint)) -> Result<(), String> {
        self.change(number, |cause| {
            let mut decision = cause.decision.take().unwrap_or_default();
            change(&mut decision);
            cause.decision = (!decision.is_empty()).then_some(decision);
        })
    }
}

const DECISION_HELP: &str = "As it looked then, without what came out later. A full stop alone goes past what else is asked about this decision.";

fn certainty_letter(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Possible => "p",
        Certainty::Confirmed => "c",
    }
}

/// Reads a percentage that may be left out.
pub(super) fn percent(said: &str) -> Result<Option<Percent>, String> {
    if said.is_empty() {
        return Ok(None);
    }
    let number: u8 = said
        .trim_end_matches('%')
        .trim()
        .parse()
        .map_err(|_| "give a whole number from 0 to 100".to_owned())?;
    Percent::try_from(number).map(Some).map_err(sentence)
}
