//! Beyond the tree: the opposite case, what was taken for granted, and what could have been noticed.

use hansei_app::coach::Field;
use hansei_method::analysis::{Assumption, AssumptionStatus, CounterArgument, MissedSignal, Visible};
use hansei_method::id::Number;

use super::tree::percent;
use super::{At, TREE_COLUMNS, Why};
use crate::interview::coached::Coached;
use crate::interview::prompter::Ask;
use crate::interview::steps::{goes_past, letter, optional, sentence};
use crate::story;

const COUNTER_HELP: &str =
    "The first story is rarely the whole one. Write the evidence for the opposite, if there is any.";

impl Why {
    /// Asks what is due; `None` when there is nothing to ask it about.
    pub(super) fn beyond_ask(&self) -> Option<Ask> {
        let ask = match self.at {
            At::Counter(place) => {
                let questions = self.answer.counter_questions();
                let question = questions.into_iter().nth(place)?;
                let written =
                    self.answer.counter.iter().find(|argument| argument.question.as_str() == question);
                let written = written.map_or("", |argument| argument.answer.as_str());
                Ask::new(format!("{question} (empty goes on)"), COUNTER_HELP)
                    .written(written)
                    .coached(Coached::Line(Field::Opposite))
            }
            At::Assumption => Ask::new(
                if self.answer.assumptions.is_empty() {
                    "What did you take for granted? (empty goes on)"
                } else {
                    "What else did you take for granted? (empty goes on)"
                },
                "One assumption on a line. \\drop N takes one out.",
            ),
            At::Status(_) => Ask::choice(
                "Did it hold: h held, b broken, u untested? [u]",
                "h: it turned out to be so. b: it turned out to be otherwise. u: nobody knows yet. A full stop alone goes past all that is asked about this assumption.",
            ),
            At::Became(_) => Ask::new(
                "Which of the causes did it become? Its number (empty: none of them)",
                "The cause above that was there because this did not hold.",
            )
            .before(story::draw(&self.answer.causes, TREE_COLUMNS)),
            At::Sure(_) => Ask::new(
                "How sure of it were you then, in percent? (empty goes on)",
                "As it felt then, 0 to 100.",
            ),
            At::Since(_) => Ask::new(
                "When did you take it for granted? (empty goes on)",
                "The day, as well as you know it: 2026-03-02, or 2 March 2026.",
            ),
            At::Signal => Ask::new(
                if self.answer.signals.is_empty() {
                    "What could have been noticed earlier? (empty goes on)"
                } else {
                    "What else could have been noticed earlier? (empty goes on)"
                },
                "One signal on a line. \\drop N takes one out.",
            ),
            At::Visible(_) => Ask::choice(
                "Was it to be seen then: y yes, n no, u unsure? [u]",
                "For somebody who sat where you sat. A full stop alone goes past all that is asked about this signal.",
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
            At::Counter(_) if goes_past(said) => self.at = At::Assumption,
            At::Counter(place) => self.counter(place, said)?,
            At::Assumption if said.is_empty() || goes_past(said) => self.at = At::Signal,
            At::Status(_) | At::Became(_) | At::Sure(_) | At::Since(_) if goes_past(said) => {
                self.at = At::Assumption;
            }
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
                let may_be_a_cause = status == AssumptionStatus::Broken && !self.answer.causes.is_empty();
                self.at = if may_be_a_cause { At::Became(number) } else { At::Sure(number) };
            }
            At::Became(number) => {
                let cause = self.cause_called(said)?;
                if let Some(assumption) = self.answer.assumptions.get_mut(number) {
                    assumption.cause = cause;
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

    /// Reads the number of a cause, which may be left out.
    fn cause_called(&self, said: &str) -> Result<Option<Number>, String> {
        if said.is_empty() {
            return Ok(None);
        }
        let number = said.parse().map_err(|_| "write the number of one cause, for example 2".to_owned())?;
        match self.answer.causes.get(number) {
            Some(_) => Ok(Some(number)),
            None => Err(format!("there is no cause {number}; write a number from the tree above")),
        }
    }

    fn hear_signal(&mut self, said: &str) -> Result<(), String> {
        match self.at {
            At::Signal if said.is_empty() || goes_past(said) => self.at = At::End,
            At::Visible(_) | At::Place(_) if goes_past(said) => self.at = At::Signal,
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
        self.at = if place + 1 < questions.len() { At::Counter(place + 1) } else { At::Assumption };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use hansei_method::entry::Significance;

    use super::*;
    use crate::interview::steps::Steps as _;

    fn why(significance: Significance) -> Why {
        Why::new(hansei_method::analysis::Analysis::default(), "Late", String::new(), significance)
    }

    fn hear_all(why: &mut Why, lines: &[&str]) {
        for said in lines {
            why.hear(said).unwrap_or_else(|wrong| panic!("{said}: {wrong}"));
        }
    }

    #[test]
    fn a_review_of_ordinary_depth_asks_for_assumptions_and_signals_by_itself() {
        let mut why = why(Significance::Ordinary);
        hear_all(&mut why, &["Nobody owned the date", "."]);
        why.at = At::Counter(why.answer.counter_questions().len() - 1);
        hear_all(
            &mut why,
            &["", "somebody would ask", "b", "1", "", "", "", "the empty column", "y", "", ""],
        );
        assert_eq!((why.answer.assumptions.len(), why.answer.signals.len(), why.at), (1, 1, At::End));
        assert_eq!(why.answer.assumptions.as_slice()[0].cause, Some(1));
    }

    #[test]
    fn a_full_stop_alone_goes_past_what_else_is_asked_about_the_same_thing() {
        let mut why = why(Significance::Ordinary);
        hear_all(&mut why, &["Nobody owned the date", "d", "the plan", "p", "we had two weeks", "."]);
        assert_eq!(why.at, At::CameAbout(Some(1)));
        hear_all(&mut why, &["The template has no owner", "."]);
        assert_eq!(why.at, At::CameAbout(Some(2)));
        for (at, next) in [
            (At::Sort(1), At::Factor),
            (At::Factor, At::Counter(0)),
            (At::Counter(0), At::Assumption),
            (At::Status(1), At::Assumption),
            (At::Sure(1), At::Assumption),
            (At::Assumption, At::Signal),
            (At::Visible(1), At::Signal),
            (At::Signal, At::End),
        ] {
            why.at = at;
            why.hear(".").unwrap();
            assert_eq!(why.at, next, "{at:?}");
        }
    }

    #[test]
    fn what_shows_a_cause_suggests_that_it_is_confirmed_and_the_person_says() {
        use hansei_method::cause::Certainty::{Confirmed, Possible};
        for (evidence, said, certainty, suggested) in [
            ("the plan", "", Confirmed, "[c]"),
            ("the plan", "p", Possible, "[c]"),
            ("", "", Possible, "[p]"),
            ("", "c", Confirmed, "[p]"),
        ] {
            let mut why = why(Significance::Ordinary);
            hear_all(&mut why, &["Nobody owned the date", "", evidence]);
            assert!(why.ask().unwrap().question.ends_with(suggested));
            why.hear(said).unwrap();
            assert_eq!(why.answer.causes.get(1).unwrap().certainty, certainty);
        }
    }

    #[test]
    fn the_chosen_causes_are_sorted_first_and_then_the_ends_of_the_chains() {
        let mut why = why(Significance::Ordinary);
        hear_all(&mut why, &["a", ".", "b", ".", "c", ".", "", "+d", ".", "."]);
        why.ask_of_tree(None);
        hear_all(&mut why, &["2"]);
        let mut asked = Vec::new();
        while let At::Sort(number) = why.at {
            asked.push(number);
            why.hear("").unwrap();
        }
        assert_eq!((asked, why.at), (vec![2, 3, 4], At::Factor));
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
