//! After the commitments: influence, how the plan bends, what is not for now, and how it goes on.

use hansei_method::plan::{Choice, Way};

use super::{At, DAY_HELP, Next, day};
use crate::interview::prompter::Ask;
use crate::interview::steps::{letter, sentence};

impl Next {
    /// Asks what comes after the commitments.
    pub(super) fn ask_end(&self) -> Option<Ask> {
        let ask = match &self.at {
            At::Influence(factor) => Ask::new(
                format!(
                    "{} was partly yours. How will you use that influence? (empty goes on)",
                    self.statement(*factor)
                ),
                "What to ask, say earlier, or make clear.",
            ),
            At::Bend(factor) => Ask::new(
                format!(
                    "{} was outside. How does the next plan bend? (empty goes on)",
                    self.statement(*factor)
                ),
                "Time or money to spare, a second way, a sign that starts the other plan, a way out.",
            ),
            At::BendKind(..) => Ask::choice(
                "Is that b a buffer, s a second source, t a trigger, e an exit?",
                "b: time, money or room to spare. s: a second way to the same thing. t: a sign that starts the other plan. e: a way out, agreed beforehand.",
            ),
            At::NotNow => Ask::new(
                "What is worth doing and not promised now? (empty goes on)",
                "It is kept, and nobody asks about it.",
            ),
            At::KnowledgeOnly => Ask::choice(
                "Nothing to do: is knowing enough this time? y, n [y]",
                "y is an answer like any other. n goes back to the plans.",
            ),
            At::Way => Ask::choice(
                "How does it go on: r retry differently, c change course, s stop?",
                "Stopping is as good an answer as going on.",
            ),
            At::Reason(way) => {
                Ask::new(format!("Why {}?", way.name()), "A sentence that will still make sense in a year.")
                    .written(self.answer.choice.as_ref().map_or("", |choice| choice.reason.as_str()))
            }
            At::On => {
                let on = self.answer.choice.as_ref().and_then(|choice| choice.on);
                Ask::new("On which day will you look again? (empty goes on)", DAY_HELP)
                    .written(on.map_or_else(String::new, |on| on.to_string()))
                    .day(true)
            }
            _ => return None,
        };
        Some(ask)
    }

    pub(super) fn hear_end(&mut self, said: &str) -> Result<(), String> {
        match self.at.clone() {
            At::NotNow if said.is_empty() => self.at = self.after_all(),
            At::NotNow => self.answer.not_now.push(said.parse().map_err(sentence)?),
            At::KnowledgeOnly => {
                self.answer.knowledge_only = letter(said, Some(true), &[("yes", true), ("no", false)])?;
                self.at = match (self.answer.knowledge_only, self.is_small()) {
                    (false, _) => At::Cue,
                    (true, true) => At::End,
                    (true, false) => At::Way,
                };
            }
            At::Way => {
                let usual = self.answer.choice.as_ref().map(|choice| choice.way);
                self.at = At::Reason(letter(said, usual, &Way::ALL.map(|way| (way.name(), way)))?);
            }
            At::Reason(way) => {
                let reason = said.parse().map_err(|_| "write a reason".to_owned())?;
                let on = self.answer.choice.as_ref().and_then(|choice| choice.on);
                self.answer.choice = Some(Choice { way, reason, on });
                self.at = At::On;
            }
            At::On => {
                let on = day(said)?;
                if let Some(choice) = &mut self.answer.choice {
                    choice.on = on;
                }
                self.at = At::End;
            }
            _ => {}
        }
        if self.answer.has_action() {
            self.answer.knowledge_only = false;
        }
        Ok(())
    }
}
