//! Question 4 in the terminal: the lesson, what will be done when the moment comes, and how it goes on.

mod end;

use std::fmt::Write as _;

use hansei_app::coach::{Field, filled};
use hansei_app::coaching::spoken;
use hansei_method::analysis::Analysis;
use hansei_method::entry::Significance;
use hansei_method::factor::{Control, Factor};
use hansei_method::id::Number;
use hansei_method::plan::{
    Commitment, CommitmentKind, Influence, MOST_COMMITMENTS, Plan, Resilience, ResilienceKind, Strength, Way,
};
use hansei_method::text::Text;
use serde::{Deserialize, Serialize};

use super::coached::Coached;
use super::prompter::Ask;
use super::steps::{Steps, dropped, goes_past, letter, optional, quoted, sentence, unless_past};
use crate::table::one_line;

/// Question 4.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Next {
    pub(crate) answer: Plan,
    analysis: Analysis,
    parked: Vec<Text>,
    significance: Significance,
    at: At,
    /// Whether the coach may read along, to offer what it finds.
    #[serde(default)]
    reads: bool,
    /// The moment and the act that were found in the lesson, or in a moment that was typed with its act.
    #[serde(default)]
    found: Option<(Text, Text)>,
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
        Self { answer, analysis, parked, significance, at: At::Lesson, reads: false, found: None }
    }

    /// Lets the coach find a moment and an act in the lesson.
    pub(crate) fn read_along(self) -> Self {
        Self { reads: true, ..self }
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

    /// Returns the kind and the strength of a plan.
    fn of(&self, number: Number) -> (CommitmentKind, Strength) {
        let plan = self.answer.commitments.get(number);
        plan.map_or_else(Default::default, |plan| (plan.kind, plan.strength))
    }

    fn commitment(&mut self, number: Number) -> Result<&mut Commitment, String> {
        self.answer
            .commitments
            .get_mut(number)
            .ok_or_else(|| "this plan is gone; go on with the next question".to_owned())
    }

    fn commit(&mut self, cue: Text, said: &str) -> Result<(), String> {
        let act: Text =
            said.parse().map_err(|_| "write what you will do when the moment comes".to_owned())?;
        let whole = spoken(cue.as_str(), act.as_str()).parse().ok().filter(|_| self.reads);
        let (kind, strength) = whole
            .as_ref()
            .map(filled::action)
            .map_or_else(Default::default, |read| (read.kind, read.strength));
        self.found = None;
        let commitment = Commitment { number: 0, cue, act, kind, strength, review_on: None, evidence: None };
        let number = self.answer.commitments.add(commitment).map_err(sentence)?;
        self.at = if self.is_small() { self.again() } else { At::Kind(number) };
        Ok(())
    }

    /// Finds a moment and an act in the lesson, as long as nothing is planned.
    fn find(&mut self) {
        let lesson = self.answer.lesson.as_ref().filter(|_| self.reads && self.answer.commitments.is_empty());
        let found = lesson.and_then(|lesson| filled::action(lesson).commitment());
        self.found = found.and_then(|found| {
            let act = found.act_after_i_will().parse().ok()?;
            Some((found.cue, act))
        });
    }

    /// Returns what was found for an act, as long as its moment stands as it was found.
    fn found_act(&self, cue: &Text) -> &str {
        self.found.as_ref().filter(|(found, _)| found == cue).map_or("", |(_, act)| act.as_str())
    }

    /// Takes a moment; where the act was typed with it, that is offered next.
    fn hear_cue(&mut self, said: &str) -> Result<(), String> {
        let cue = without_if(said);
        let (cue, act) = parted(cue).unwrap_or((cue, ""));
        let cue: Text = cue.parse().map_err(sentence)?;
        if let Some(act) = optional(act)? {
            self.found = Some((cue.clone(), act));
        }
        self.at = At::Act(cue);
        Ok(())
    }

    fn parked_ideas(&self) -> String {
        if self.parked.is_empty() {
            return String::new();
        }
        let ideas = self.parked.iter().map(|idea| format!("  - {}\n", one_line(idea.as_str())));
        format!("Parked for this question:\n{}", ideas.collect::<String>())
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
            )
            .written(self.found.as_ref().map_or("", |(cue, _)| cue.as_str())),
            At::Act(cue) => Ask::new(
                format!("If {}, then I will …", one_line(cue.as_str())),
                "What your hands or your voice will do in the first ten seconds.",
            )
            .written(self.found_act(cue))
            .coached(Coached::Act {
                cue: cue.clone(),
                others: self.answer.commitments.iter().map(|commitment| commitment.strength).collect(),
                is_serious: !self.is_small(),
            }),
            At::Kind(number) => Ask::choice(
                format!("Is that h a habit, j a judgement, s a system? [{}]", initial(self.of(*number).0.name())),
                "h: the moment comes often. j: once a month or less. s: something I build once, and then it is there. A full stop alone goes past all that is asked about this plan.",
            ),
            At::Strength(number) => Ask::choice(
                format!("How well does it hold: w weaker, i intermediate, s stronger? [{}]", initial(self.of(*number).1.name())),
                STRENGTH_HELP,
            ),
            At::LookAgain(_) => Ask::new(
                "On which day will you look whether it still fits? (empty goes on)",
                DAY_HELP,
            )
            .day(true),
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
        let (is_past, said) = (goes_past(said), unless_past(said));
        match self.at.clone() {
            At::Kind(_) | At::Strength(_) | At::LookAgain(_) | At::SeenBy(_) if is_past => {
                self.at = self.again();
            }
            At::Lesson => {
                self.answer.lesson = optional(said)?;
                self.find();
                self.at = if self.answer.commitments.len() < MOST_COMMITMENTS {
                    At::Cue
                } else {
                    self.after_commitments()
                };
            }
            At::Cue if said.is_empty() => {
                self.found = None;
                self.at = self.after_commitments();
            }
            At::Cue => self.hear_cue(said)?,
            At::Act(cue) => self.commit(cue, said)?,
            At::Kind(number) | At::Strength(number) | At::LookAgain(number) | At::SeenBy(number) => {
                self.hear_details(number, said)?;
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
    /// Takes what there is to say about a plan.
    fn hear_details(&mut self, number: Number, said: &str) -> Result<(), String> {
        match self.at {
            At::Kind(_) => {
                let kinds = CommitmentKind::ALL.map(|kind| (kind.name(), kind));
                self.commitment(number)?.kind = letter(said, Some(self.of(number).0), &kinds)?;
                self.at = At::Strength(number);
            }
            At::Strength(_) => {
                let strengths = Strength::ALL.map(|strength| (strength.name(), strength));
                self.commitment(number)?.strength = letter(said, Some(self.of(number).1), &strengths)?;
                self.at = At::LookAgain(number);
            }
            At::LookAgain(_) => {
                self.commitment(number)?.review_on = day(said)?.map(|day| day.date());
                self.at = At::SeenBy(number);
            }
            At::SeenBy(_) => {
                self.commitment(number)?.evidence = optional(said)?;
                self.at = self.again();
            }
            _ => {}
        }
        Ok(())
    }
}

const STRENGTH_HELP: &str = "w: works if I remember (a rule, a warning, training). i: works if something prompts me (a checklist, a second pair of eyes). s: works even if I forget (a lock, a default, a step taken out).";

const DAY_HELP: &str = "For example 2026-06-01 or \"next friday\".";

/// Returns the first letter of a word.
fn initial(word: &str) -> &str {
    word.chars().next().map_or("", |first| &word[..first.len_utf8()])
}

/// Parts a moment from the act that was typed behind it: "a client calls, then I will read the list aloud".
fn parted(said: &str) -> Option<(&str, &str)> {
    [", then i will ", " then i will ", ", i will "].into_iter().find_map(|words| {
        let is_here =
            |at: &usize| said.get(*at..at + words.len()).is_some_and(|here| here.eq_ignore_ascii_case(words));
        let at = (1..said.len()).find(is_here)?;
        Some((said[..at].trim(), said[at + words.len()..].trim()))
    })
}

/// Takes off the "if" that the question says already.
fn without_if(said: &str) -> &str {
    let start = said.get(..3).filter(|start| start.eq_ignore_ascii_case("if "));
    start.map_or(said, |start| &said[start.len()..])
}

fn day(said: &str) -> Result<Option<hansei_method::occurred::Occurred>, String> {
    if said.is_empty() { Ok(None) } else { said.parse().map(Some).map_err(sentence) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next() -> Next {
        Next::new(Plan::default(), Analysis::default(), Vec::new(), Significance::Ordinary)
    }

    fn written(question: &Next) -> String {
        question.ask().unwrap().written
    }

    #[test]
    fn a_moment_and_an_act_in_the_lesson_are_offered_one_after_the_other() {
        let mut question = next().read_along();
        question.hear("If a dose is heparin, then I will read the label aloud.").unwrap();
        assert_eq!(written(&question), "a dose is heparin");
        question.hear("a dose is heparin").unwrap();
        assert_eq!(written(&question), "read the label aloud.");
        question.hear("read the label aloud.").unwrap();
        question.hear(".").unwrap();
        assert_eq!((written(&question), question.at == At::Cue), (String::new(), true));
        assert_eq!(question.answer.commitments.len(), 1);
        let mut silent = next();
        silent.hear("If a dose is heparin, then I will read the label aloud.").unwrap();
        assert_eq!(written(&silent), "");
    }

    #[test]
    fn a_moment_of_ones_own_is_not_joined_to_the_act_that_was_found() {
        let mut question = next().read_along();
        question.hear("If a dose is heparin, then I will read the label aloud.").unwrap();
        question.hear("somebody calls me away").unwrap();
        assert_eq!(written(&question), "");
    }

    #[test]
    fn an_act_that_was_typed_behind_its_moment_is_offered() {
        for said in ["If a client calls, then I will open the list", "a client calls, I will open the list"] {
            let mut question = next();
            question.hear("a lesson").unwrap();
            question.hear(said).unwrap();
            assert!(question.ask().unwrap().question.contains("If a client calls, then I will"));
            assert_eq!(written(&question), "open the list");
        }
        assert_eq!(parted("I will be away"), None);
    }

    #[test]
    fn how_it_holds_is_offered_as_the_coach_reads_it_and_the_person_says() {
        let mut question = next().read_along();
        for said in ["a lesson", "the pump is set", "lock the dial so that no other dose can be chosen", ""] {
            question.hear(said).unwrap();
        }
        assert!(question.ask().unwrap().question.ends_with("[s]"), "{:?}", question.ask());
        question.hear("w").unwrap();
        assert_eq!(question.of(1).1, Strength::Weaker);
    }
}
