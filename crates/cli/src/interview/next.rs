//! Question 4 in the terminal: the lesson, what will be done when the moment comes, and how it goes on.

use std::fmt::Write as _;

use hansei_app::coach::Field;
use hansei_method::analysis::Analysis;
use hansei_method::entry::Significance;
use hansei_method::factor::{Control, Factor};
use hansei_method::id::Number;
use hansei_method::plan::{
    Choice, Commitment, CommitmentKind, Influence, MOST_COMMITMENTS, Plan, Resilience, ResilienceKind,
    Strength, Way,
};
use hansei_method::text::Text;
use serde::{Deserialize, Serialize};

use super::coached::Coached;
use super::prompter::Ask;
use super::steps::{Steps, dropped, letter, optional, quoted, sentence};
use crate::table::one_line;

/// Question 4.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Next {
    pub(crate) answer: Plan,
    analysis: Analysis,
    parked: Vec<Text>,
    significance: Significance,
    at: At,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum At {
    Lesson,
    Cue,
    Act(Text),
    Kind(Number),
    Strength(Number),
    LookAgain(Number),
    SeenBy(Number),
    Influence(Number),
    Bend(Number),
    BendKind(Number, Text),
    NotNow,
    KnowledgeOnly,
    Way,
    Reason(Way),
    On,
    End,
}

impl Next {
    /// Begins with what was answered before, if anything was.
    pub(crate) fn new(
        answer: Plan,
        analysis: Analysis,
        parked: Vec<Text>,
        significance: Significance,
    ) -> Self {
        Self { answer, analysis, parked, significance, at: At::Lesson }
    }

    /// Lets go of links to factors that are gone.
    pub(crate) fn fit_to(mut self, analysis: &Analysis) -> Self {
        let keep = |factor: Option<Number>| factor.filter(|number| analysis.factors.get(*number).is_some());
        self.answer.influences.update(|influence| influence.factor = keep(influence.factor));
        self.answer.resilience.update(|item| item.factor = keep(item.factor));
        if let At::Influence(factor) | At::Bend(factor) | At::BendKind(factor, _) = self.at
            && analysis.factors.get(factor).is_none()
        {
            self.at = At::Lesson;
        }
        self.analysis = analysis.clone();
        self
    }

    fn is_small(&self) -> bool {
        self.significance == Significance::Small
    }

    fn is_full(&self) -> bool {
        self.significance == Significance::Full
    }

    /// Goes on after a commitment, or after none: how to use influence, how to bend, what is not for now, the choice.
    fn after_commitments(&self) -> At {
        if self.is_small() { self.after_all() } else { self.next_factor(Control::Partly, None) }
    }

    fn next_factor(&self, control: Control, after: Option<Number>) -> At {
        let factors: Vec<&Factor> =
            self.analysis.factors.iter().filter(|factor| factor.control == control).collect();
        let place = after.map_or(0, |after| {
            factors.iter().position(|factor| factor.number == after).map_or(0, |place| place + 1)
        });
        let is_planned = |factor: &Factor| match control {
            Control::Partly => {
                self.answer.influences.iter().any(|influence| influence.factor == Some(factor.number))
            }
            _ => self.answer.resilience.iter().any(|item| item.factor == Some(factor.number)),
        };
        match (factors.into_iter().skip(place).find(|factor| !is_planned(factor)), control) {
            (Some(factor), Control::Partly) => At::Influence(factor.number),
            (Some(factor), _) => At::Bend(factor.number),
            (None, Control::Partly) => self.next_factor(Control::Outside, None),
            (None, _) if self.is_full() => At::NotNow,
            (None, _) => self.after_all(),
        }
    }

    fn after_all(&self) -> At {
        match (self.answer.has_action(), self.is_small()) {
            (false, _) => At::KnowledgeOnly,
            (true, true) => At::End,
            (true, false) => At::Way,
        }
    }

    fn statement(&self, factor: Number) -> String {
        quoted(self.analysis.factors.get(factor).map_or("", |factor| factor.statement.as_str()))
    }

    fn commitment(&mut self, number: Number) -> Result<&mut Commitment, String> {
        self.answer
            .commitments
            .get_mut(number)
            .ok_or_else(|| "this plan is gone; go on with the next question".to_owned())
    }

    fn commit(&mut self, cue: Text, said: &str) -> Result<(), String> {
        let act = said.parse().map_err(|_| "write what you will do when the moment comes".to_owned())?;
        let commitment = Commitment {
            number: 0,
            cue,
            act,
            kind: CommitmentKind::default(),
            strength: Strength::default(),
            review_on: None,
            evidence: None,
        };
        self.at = At::Kind(self.answer.commitments.add(commitment).map_err(sentence)?);
        Ok(())
    }

    fn again(&self) -> At {
        if self.answer.commitments.len() < MOST_COMMITMENTS && !self.is_small() {
            At::Cue
        } else {
            self.after_commitments()
        }
    }

    fn end(&mut self) -> Result<(), String> {
        if !self.answer.has_content() {
            self.at = At::Lesson;
            return Err(
                "write a lesson or something to do, or pass the question over with \\skip and a reason"
                    .to_owned(),
            );
        }
        self.at = At::End;
        Ok(())
    }
}

impl Steps for Next {
    fn ask(&self) -> Option<Ask> {
        let ask = match &self.at {
            At::Lesson => Ask::new(
                "What is the lesson, in one sentence?",
                "What you would tell somebody who is about to begin the same.",
            )
            .written(self.answer.lesson.as_ref().map_or("", |lesson| lesson.as_str()))
            .before(self.parked_ideas())
            .coached(Coached::Line(Field::Lesson)),
            At::Cue => Ask::new(
                if self.answer.commitments.is_empty() {
                    "If … (the moment that will come; empty: nothing to promise)"
                } else {
                    "If … (another moment, at most three; empty goes on)"
                },
                "A moment you will notice when it is there: \"a client asks for something beyond the brief\". \\drop N takes one out.",
            ),
            At::Act(cue) => Ask::new(
                format!("If {}, then I will …", one_line(cue.as_str())),
                "What your hands or your voice will do in the first ten seconds.",
            )
            .coached(Coached::Act {
                cue: cue.clone(),
                others: self.answer.commitments.iter().map(|commitment| commitment.strength).collect(),
                is_serious: !self.is_small(),
            }),
            At::Kind(_) => Ask::choice(
                "Is that h a habit, j a judgement, s a system? [h]",
                "h: the moment comes often. j: once a month or less. s: something I build once, and then it is there.",
            ),
            At::Strength(_) => {
                Ask::choice("How well does it hold: w weaker, i intermediate, s stronger? [w]", STRENGTH_HELP)
            }
            At::LookAgain(_) => Ask::new(
                "On which day will you look whether it still fits? (empty goes on)",
                "For example 2026-06-01.",
            ),
            At::SeenBy(_) => Ask::new(
                "How will one see that it was done? (empty goes on)",
                "Something another person could check.",
            ),
            _ => return self.ask_end(),
        };
        Some(ask)
    }

    fn hear(&mut self, said: &str) -> Result<(), String> {
        if let Some(number) = dropped(said) {
            return self.answer.commitments.remove(number?).map(drop).map_err(sentence);
        }
        match self.at.clone() {
            At::Lesson => {
                self.answer.lesson = optional(said)?;
                self.at = if self.answer.commitments.len() < MOST_COMMITMENTS {
                    At::Cue
                } else {
                    self.after_commitments()
                };
            }
            At::Cue if said.is_empty() => self.at = self.after_commitments(),
            At::Cue => self.at = At::Act(without_if(said).parse().map_err(sentence)?),
            At::Act(cue) => self.commit(cue, said)?,
            At::Kind(number) => {
                let kinds = CommitmentKind::ALL.map(|kind| (kind.name(), kind));
                self.commitment(number)?.kind = letter(said, Some(CommitmentKind::Habit), &kinds)?;
                self.at = At::Strength(number);
            }
            At::Strength(number) => {
                let strengths = Strength::ALL.map(|strength| (strength.name(), strength));
                self.commitment(number)?.strength = letter(said, Some(Strength::Weaker), &strengths)?;
                self.at = if self.is_full() { At::LookAgain(number) } else { self.again() };
            }
            At::LookAgain(number) => {
                self.commitment(number)?.review_on = day(said)?.map(|day| day.date());
                self.at = At::SeenBy(number);
            }
            At::SeenBy(number) => {
                self.commitment(number)?.evidence = optional(said)?;
                self.at = self.again();
            }
            At::Influence(factor) => {
                if let Some(how) = optional(said)? {
                    self.answer
                        .influences
                        .add(Influence { number: 0, factor: Some(factor), how })
                        .map_err(sentence)?;
                }
                self.at = self.next_factor(Control::Partly, Some(factor));
            }
            At::Bend(factor) => match optional(said)? {
                Some(what) => self.at = At::BendKind(factor, what),
                None => self.at = self.next_factor(Control::Outside, Some(factor)),
            },
            At::BendKind(factor, what) => {
                let kinds = ResilienceKind::ALL.map(|kind| (kind.name(), kind));
                let kind = letter(said, None, &kinds)?;
                self.answer
                    .resilience
                    .add(Resilience { number: 0, factor: Some(factor), kind, what })
                    .map_err(sentence)?;
                self.at = self.next_factor(Control::Outside, Some(factor));
            }
            _ => self.hear_end(said)?,
        }
        if self.at == At::End { self.end() } else { Ok(()) }
    }

    fn so_far(&self, _: usize) -> String {
        let mut list = String::new();
        for commitment in &self.answer.commitments {
            let _ = writeln!(list, "  {}. {}", commitment.number, one_line(&commitment.sentence()));
        }
        list
    }
}

impl Next {
    /// Asks what comes after the commitments.
    fn ask_end(&self) -> Option<Ask> {
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
                Ask::new("On which day will you look again? (empty goes on)", "For example 2026-06-01.")
            }
            _ => return None,
        };
        Some(ask)
    }

    fn hear_end(&mut self, said: &str) -> Result<(), String> {
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
                self.at = if self.is_full() { At::On } else { At::End };
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

    fn parked_ideas(&self) -> String {
        if self.parked.is_empty() {
            return String::new();
        }
        let ideas = self.parked.iter().map(|idea| format!("  - {}\n", one_line(idea.as_str())));
        format!("Parked for this question:\n{}", ideas.collect::<String>())
    }
}

const STRENGTH_HELP: &str = "w: works if I remember (a rule, a warning, training). i: works if something prompts me (a checklist, a second pair of eyes). s: works even if I forget (a lock, a default, a step taken out).";

/// Takes off the "if" that the question says already.
fn without_if(said: &str) -> &str {
    let start = said.get(..3).filter(|start| start.eq_ignore_ascii_case("if "));
    start.map_or(said, |start| &said[start.len()..])
}

fn day(said: &str) -> Result<Option<hansei_method::occurred::Occurred>, String> {
    if said.is_empty() { Ok(None) } else { said.parse().map(Some).map_err(sentence) }
}
