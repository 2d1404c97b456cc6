//! Beyond the tree: the opposite case, what was taken for granted, and what could have been noticed.

use hansei_app::coach::Field;
use hansei_method::analysis::{Assumption, AssumptionStatus, CounterArgument, MissedSignal, Visible};

use super::tree::percent;
use super::{At, Why};
use crate::interview::coached::Coached;
use crate::interview::prompter::Ask;
use crate::interview::steps::{letter, optional, sentence};

const COUNTER_HELP: &str = "The first story is rarely the whole one. Write the evidence for the opposite, if there is any. \
\\more goes on to what was taken for granted and to signals that were missed; a full review asks for them by itself.";

impl Why {
    /// Asks what is due; `None` when there is nothing to ask it about.
    pub(super) fn beyond_ask(&self) -> Option<Ask> {
        let ask = match self.at {
            At::Counter(place) => {
                let questions = self.answer.counter_questions();
                let is_last = place + 1 == questions.len() && !self.is_full();
                let question = questions.into_iter().nth(place)?;
                let written =
                    self.answer.counter.iter().find(|argument| argument.question.as_str() == question);
                let written = written.map_or("", |argument| argument.answer.as_str());
                let goes_on = if is_last {
                    "(empty goes on; \\more: what was taken for granted)"
                } else {
                    "(empty goes on)"
                };
                Ask::new(format!("{question} {goes_on}"), COUNTER_HELP)
                    .written(written)
                    .coached(Coached::Line(Field::Opposite))
            }
            At::Assumption => Ask::new(
                "What did you take for granted? (empty goes on)",
                "One assumption on a line. \\drop N takes one out.",
            ),
            At::Status(_) => Ask::choice(
                "Did it hold: h held, b broken, u untested? [u]",
                "h: it turned out to be so. b: it turned out to be otherwise. u: nobody knows yet.",
            ),
            At::Sure(_) => Ask::new(
                "How sure of it were you then, in percent? (empty goes on)",
                "As it felt then, 0 to 100.",
            ),
            At::Since(_) => Ask::new(
                "When did you take it for granted? (empty goes on)",
                "The day, as well as you know it: 2026-03-02, or 2 March 2026.",
            ),
            At::Signal => Ask::new(
                "What could have been noticed earlier? (empty goes on)",
                "One signal on a line. \\drop N takes one out.",
            ),
            At::Visible(_) => Ask::choice(
                "Was it to be seen then: y yes, n no, u unsure? [u]",
                "For somebody who sat where you sat.",
            ),
            At::Place(_) => {
                Ask::new("Where did it stand? (empty goes on)", "The place, the message, the person.")
            }
            _ => return None,
        };
        Some(ask)
    }

    /// Takes the answer to what was asked.
    pub(super) fn beyond_hear(&mut self, said: &str) -> Result<(), String> {
        match self.at {
            At::Counter(_) if said == "\\more" => self.at = At::Assumption,
            At::Counter(place) => self.counter(place, said)?,
            At::Assumption if said.is_empty() => self.at = At::Signal,
            At::Assumption => {
                let statement = said.parse().map_err(sentence)?;
                let assumption = Assumption {
                    number: 0,
                    statement,
                    confidence: None,
                    date: None,
                    status: AssumptionStatus::default(),
                    cause: None,
                };
                self.at = At::Status(self.answer.assumptions.add(assumption).map_err(sentence)?);
            }
            At::Status(number) => {
                let choices = [
                    ("held", AssumptionStatus::Held),
                    ("broken", AssumptionStatus::Broken),
                    ("untested", AssumptionStatus::Untested),
                ];
                let status = letter(said, Some(AssumptionStatus::Untested), &choices)?;
                if let Some(assumption) = self.answer.assumptions.get_mut(number) {
                    assumption.status = status;
                }
                self.at = At::Sure(number);
            }
            At::Sure(number) => {
                let confidence = percent(said)?;
                if let Some(assumption) = self.answer.assumptions.get_mut(number) {
                    assumption.confidence = confidence;
                }
                self.at = At::Since(number);
            }
            At::Since(number) => {
                let date = if said.is_empty() { None } else { Some(said.parse().map_err(sentence)?) };
                if let Some(assumption) = self.answer.assumptions.get_mut(number) {
                    assumption.date = date;
                }
                self.at = At::Assumption;
            }
            _ => self.hear_signal(said)?,
        }
        Ok(())
    }

    fn hear_signal(&mut self, said: &str) -> Result<(), String> {
        match self.at {
            At::Signal if said.is_empty() => self.at = At::End,
            At::Signal => {
                let signal = MissedSignal {
                    number: 0,
                    what: said.parse().map_err(sentence)?,
                    visible: Visible::default(),
                    place: None,
                };
                self.at = At::Visible(self.answer.signals.add(signal).map_err(sentence)?);
            }
            At::Visible(number) => {
                let choices = [("yes", Visible::Yes), ("no", Visible::No), ("unsure", Visible::Unsure)];
                let visible = letter(said, Some(Visible::Unsure), &choices)?;
                if let Some(signal) = self.answer.signals.get_mut(number) {
                    signal.visible = visible;
                }
                self.at = At::Place(number);
            }
            At::Place(number) => {
                let place = optional(said)?;
                if let Some(signal) = self.answer.signals.get_mut(number) {
                    signal.place = place;
                }
                self.at = At::Signal;
            }
            _ => {}
        }
        Ok(())
    }

    fn counter(&mut self, place: usize, said: &str) -> Result<(), String> {
        let questions = self.answer.counter_questions();
        if let Some(question) = questions.get(place) {
            let answer = optional(said)?;
            self.answer.counter.retain(|argument| argument.question.as_str() != question);
            if let Some(answer) = answer {
                let question = question.parse().map_err(sentence)?;
                // An answer to a question that quoted another main cause gives way.
                self.answer.counter.truncate(questions.len() - 1);
                self.answer.counter.push(CounterArgument { question, answer });
            }
        }
        self.at = if place + 1 < questions.len() {
            At::Counter(place + 1)
        } else if self.is_full() {
            At::Assumption
        } else {
            At::End
        };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use hansei_method::entry::Significance;

    use super::*;
    use crate::interview::steps::Steps as _;

    #[test]
    fn a_review_of_ordinary_depth_leads_to_assumptions_and_signals_where_that_is_wanted() {
        let mut why = Why::new(
            hansei_method::analysis::Analysis::default(),
            "Late",
            String::new(),
            Significance::Ordinary,
        );
        why.hear("Nobody owned the date").unwrap();
        why.at = At::Counter(0);
        let last = why.answer.counter_questions().len() - 1;
        why.at = At::Counter(last);
        assert!(why.ask().unwrap().question.ends_with("\\more: what was taken for granted)"));
        why.hear("\\more").unwrap();
        assert_eq!(why.at, At::Assumption);
        for said in ["somebody would ask", "b", "", "", "", "the empty column", "y", "", ""] {
            why.hear(said).unwrap();
        }
        assert_eq!((why.answer.assumptions.len(), why.answer.signals.len(), why.at), (1, 1, At::End));
    }

    #[test]
    fn an_assumption_is_asked_how_it_ended_how_sure_one_was_and_since_when() {
        let mut why =
            Why::new(hansei_method::analysis::Analysis::default(), "Late", String::new(), Significance::Full);
        why.at = At::Assumption;
        for said in ["the brief is the scope", "b", "80", "2 March 2026"] {
            why.hear(said).unwrap();
        }
        assert_eq!(why.at, At::Assumption);
        let kept = serde_json::to_value(&why.answer.assumptions).unwrap();
        let whole = serde_json::json!([{"number": 1, "statement": "the brief is the scope", "confidence": 80, "date": "2026-03-02", "status": "broken"}]);
        assert_eq!(kept, whole);
        why.hear("nobody is ill in March").unwrap();
        why.hear("").unwrap();
        why.hear("").unwrap();
        assert!(why.hear("someday").is_err());
        why.hear("").unwrap();
        assert_eq!((why.at, why.answer.assumptions.as_slice()[1].date), (At::Assumption, None));
    }
}
