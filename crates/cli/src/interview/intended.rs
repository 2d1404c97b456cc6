//! Question 1 in the terminal: a sentence, and what of it can be held against what came.

use std::fmt::Write as _;

use hansei_app::coach::{Field, filled};
use hansei_method::entry::Significance;
use hansei_method::intention::{Goal, Intention, Slot, SlotKind, Target};
use hansei_method::items::Items;
use hansei_method::occurred::Occurred;
use hansei_method::text::{Line, Text};
use jiff::Zoned;
use serde::{Deserialize, Serialize};

use super::coached::Coached;
use super::prompter::Ask;
use super::steps::{Steps, dropped, letter, optional, sentence, unless_past};
use crate::say;
use crate::table::one_line;

/// Question 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Intended {
    pub(crate) answer: Intention,
    significance: Significance,
    at: At,
    /// By what the coach reads days in the sentence; `None` where it is switched off.
    #[serde(default)]
    days: Option<Days>,
    /// What can be checked in the sentence, as the coach reads it, to be taken or left.
    #[serde(default)]
    found: Vec<Target>,
}

/// By what a day without a year is read: when somebody writes, and the day on which it came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Days {
    now: Zoned,
    on: Occurred,
}

impl Days {
    /// Reads words as a day. A time alone is one of the day on which it came about, whenever somebody writes of it.
    fn read(&self, said: &str) -> Option<Occurred> {
        let of_the_day = format!("{} {said}", self.on.date()).parse().ok();
        of_the_day.or_else(|| Occurred::told(said, &self.now).ok())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum At {
    Statement,
    Goal,
    Slot(SlotKind),
    End,
}

/// The longest name that may stand before a colon.
const LONGEST_NAME: usize = 40;

impl Intended {
    /// Begins with what was answered before, if anything was.
    pub(crate) fn new(answer: Intention, significance: Significance) -> Self {
        Self { answer, significance, at: At::Statement, days: None, found: Vec::new() }
    }

    /// Lets the coach find what can be checked in the sentence, which is written at `now` about what came about on that day.
    pub(crate) fn read_along(self, now: &Zoned, on: Occurred) -> Self {
        Self { days: Some(Days { now: now.clone(), on }), ..self }
    }

    /// Finds what the sentence holds, as long as nothing is there to check it by.
    fn find(&mut self, statement: &Text) {
        self.found.clear();
        let Some(days) = self.days.as_ref().filter(|_| self.answer.targets.is_empty()) else { return };
        let found = filled::intention(statement, |said| days.read(said));
        self.answer.goal = found.goal;
        self.found = found.targets.iter().cloned().collect();
    }

    /// Returns what the sentence holds of a kind, as it is typed, until it was taken, changed or left.
    fn offered(&self, kind: SlotKind) -> Option<String> {
        self.found.iter().map(|target| &target.slot).find(|slot| slot.kind() == kind).map(typed)
    }

    /// Lets go of what was offered of a kind, so that it is offered once.
    fn answer_offer(&mut self, kind: SlotKind) {
        if let Some(place) = self.found.iter().position(|target| target.slot.kind() == kind) {
            self.found.remove(place);
        }
    }

    /// Returns the slots that are asked for, in order.
    fn slots(&self) -> &'static [SlotKind] {
        match (self.significance, self.answer.goal) {
            (Significance::Small, _) => &[],
            (_, Goal::Result) => &SlotKind::ALL,
            (_, Goal::Learning) => &[SlotKind::Deadline, SlotKind::Observable],
        }
    }

    fn after(&self, slot: Option<SlotKind>) -> At {
        let slots = self.slots();
        let place = slot.map_or(0, |slot| {
            slots.iter().position(|other| *other == slot).map_or(slots.len(), |place| place + 1)
        });
        slots.get(place).map_or(At::End, |next| At::Slot(*next))
    }

    fn add(&mut self, kind: SlotKind, said: &str) -> Result<(), String> {
        let (name, slot) = slot(kind, said)?;
        self.answer.targets.add(Target { number: 0, name, slot }).map_err(sentence)?;
        Ok(())
    }

    fn of_kind(&self, kind: SlotKind) -> usize {
        self.answer.targets.iter().filter(|target| target.slot.kind() == kind).count()
    }
}

impl Steps for Intended {
    fn ask(&self) -> Option<Ask> {
        match self.at {
            At::Statement => {
                let statement = self.answer.statement.as_ref().map_or("", |statement| statement.as_str());
                Some(Ask::new(
                    "What was the intended outcome?",
                    "One sentence, as specific as it was then: how much, by when, with whom, and what one would have seen. A goal to find something out counts as well.",
                ).written(statement).coached(Coached::Line(Field::Intended)))
            }
            At::Goal => Some(Ask::choice(
                match self.answer.goal {
                    Goal::Result => "Was something to be achieved, or to be found out? a, f [a]",
                    Goal::Learning => "Was something to be achieved, or to be found out? a, f [f]",
                },
                "f is for \"find out whether…\": a result that disappoints can still answer it.",
            )),
            At::Slot(kind) => {
                let again = if self.of_kind(kind) > 0 && self.offered(kind).is_some() {
                    format!("Another {}?", kind.name())
                } else if self.of_kind(kind) > 0 {
                    format!("Another {}? (empty goes on)", kind.name())
                } else {
                    kind.question().to_owned()
                };
                let ask =
                    |question: String| Ask::new(question, slot_help(kind)).day(kind == SlotKind::Deadline);
                Some(match self.offered(kind) {
                    Some(offered) => {
                        ask(format!("{again} (Enter takes it; Ctrl-U empties it)")).written(offered)
                    }
                    None => ask(again),
                })
            }
            At::End => None,
        }
    }

    fn hear(&mut self, said: &str) -> Result<(), String> {
        if let Some(number) = dropped(said) {
            self.answer.targets.remove(number?).map_err(sentence)?;
            return Ok(());
        }
        let said = unless_past(said);
        match self.at {
            At::Statement => {
                let before = std::mem::replace(&mut self.answer.statement, optional(said)?);
                if !self.answer.has_content() {
                    return Err(
                        "write what was intended, or pass the question over with \\skip and a reason"
                            .to_owned(),
                    );
                }
                if let Some(statement) =
                    self.answer.statement.clone().filter(|now| before.as_ref() != Some(now))
                {
                    self.find(&statement);
                }
                self.at = At::Goal;
            }
            At::Goal => {
                self.answer.goal = letter(
                    said,
                    Some(self.answer.goal),
                    &[("achieved", Goal::Result), ("found out", Goal::Learning)],
                )?;
                self.at = self.after(None);
            }
            At::Slot(kind) if said.is_empty() => self.at = self.after(Some(kind)),
            At::Slot(kind) => {
                self.add(kind, said)?;
                self.answer_offer(kind);
            }
            At::End => {}
        }
        Ok(())
    }

    fn so_far(&self, _: usize) -> String {
        targets(&self.answer.targets)
    }
}

/// Lists the targets under their numbers.
pub(crate) fn targets(targets: &Items<Target>) -> String {
    targets.iter().fold(String::new(), |mut list, target| {
        let _ = writeln!(
            list,
            "  {}. {}: {}",
            target.number,
            one_line(target.name.as_str()),
            one_line(&say::meant(&target.slot))
        );
        list
    })
}

/// Writes a slot as it is typed.
fn typed(slot: &Slot) -> String {
    match slot {
        Slot::Amount(amount) => amount.to_string(),
        Slot::Deadline(day) => day.to_string(),
        Slot::Party(words) | Slot::Observable(words) => one_line(&words.to_string()),
    }
}

fn slot_help(kind: SlotKind) -> &'static str {
    match kind {
        SlotKind::Amount => {
            "A number with its unit, for example \"under $200K\" or \"Budget: under $200K\". Empty when nothing was to be counted. \\drop N takes one out."
        }
        SlotKind::Deadline => {
            "A day, for example \"2026-03-15\", \"last friday\" or \"Delivered: 15 March 2026\". Empty when there was none. \\drop N takes one out."
        }
        SlotKind::Party => {
            "For example \"all three stakeholders\" or \"Buy-in: all three stakeholders\". Empty when it was nobody in particular. \\drop N takes one out."
        }
        SlotKind::Observable => {
            "What could have been seen or heard, for example \"Users: nobody notices anything\". \\drop N takes one out."
        }
    }
}

/// Reads a slot, after its name and a colon where it has one.
fn slot(kind: SlotKind, said: &str) -> Result<(Line, Slot), String> {
    let usual = match kind {
        SlotKind::Amount => "Amount",
        SlotKind::Deadline => "Deadline",
        SlotKind::Party => "Named party",
        SlotKind::Observable => "Observable result",
    };
    let whole = value(kind, said);
    let is_words = matches!(kind, SlotKind::Party | SlotKind::Observable);
    let named = said.split_once(": ").or_else(|| said.split_once(':').filter(|_| !is_words));
    if (whole.is_err() || is_words)
        && let Some((name, rest)) = named.filter(|(name, _)| name.chars().count() <= LONGEST_NAME)
        && let (Ok(name), Ok(slot)) = (name.trim().parse(), value(kind, rest.trim()))
    {
        return Ok((name, slot));
    }
    Ok((usual.parse().map_err(sentence)?, whole?))
}

fn value(kind: SlotKind, said: &str) -> Result<Slot, String> {
    Ok(match kind {
        SlotKind::Amount => Slot::Amount(said.parse().map_err(sentence)?),
        SlotKind::Deadline => Slot::Deadline(said.parse().map_err(sentence)?),
        SlotKind::Party => Slot::Party(said.parse().map_err(sentence)?),
        SlotKind::Observable => Slot::Observable(said.parse().map_err(sentence)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_coach_finds_in_the_sentence_stands_in_the_line_and_is_taken_or_left() {
        let now: Zoned = "2026-05-13T10:00:00+02:00[Europe/Berlin]".parse().unwrap();
        let fresh = || Intended::new(Intention::default(), Significance::Ordinary);
        let sentence = "Deliver the proposal by March 15 under $200K with sign-off from the client";
        let written = |question: &Intended| question.ask().unwrap().written;
        let mut question = fresh().read_along(&now, "2026-03-22".parse().unwrap());
        question.hear(sentence).unwrap();
        question.hear("").unwrap();
        assert_eq!(written(&question), "under $200K");
        question.hear("under $200K").unwrap();
        assert_eq!(written(&question), "", "what was taken is not offered again");
        question.hear("").unwrap();
        assert_eq!(written(&question), "2026-03-15");
        question.hear("").unwrap();
        assert_eq!(written(&question), "client", "what was left stays away");
        question.hear("the client's board").unwrap();
        assert_eq!(written(&question), "", "what was changed is not offered again");
        question.hear("").unwrap();
        question.hear("").unwrap();
        assert_eq!((question.at, targets(&question.answer.targets).lines().count()), (At::End, 2));
        let mut silent = fresh();
        silent.hear(sentence).unwrap();
        silent.hear("").unwrap();
        assert_eq!(written(&silent), "");
    }

    #[test]
    fn a_goal_to_find_out_is_offered_as_one() {
        let now: Zoned = "2026-05-13T10:00:00+02:00[Europe/Berlin]".parse().unwrap();
        let question = Intended::new(Intention::default(), Significance::Ordinary);
        let mut question = question.read_along(&now, "2026-03-22".parse().unwrap());
        question.hear("Find out whether the antibody binds").unwrap();
        assert!(question.ask().unwrap().question.ends_with("[f]"));
        question.hear("").unwrap();
        assert_eq!(question.answer.goal, Goal::Learning);
    }

    #[test]
    fn a_slot_may_have_its_name_before_a_colon() {
        for (kind, said, name, value) in [
            (SlotKind::Amount, "under $200K", "Amount", "under $200K"),
            (SlotKind::Amount, "Budget: under $200K", "Budget", "under $200K"),
            (SlotKind::Deadline, "2026-03-15 15:00", "Deadline", "by 2026-03-15T15:00"),
            (SlotKind::Deadline, "Delivered: 15 March 2026", "Delivered", "by 2026-03-15"),
            (SlotKind::Party, "all three", "Named party", "all three"),
            (SlotKind::Observable, "Users: nobody notices", "Users", "nobody notices"),
        ] {
            let (read, slot) = slot(kind, said).unwrap();
            assert_eq!((read.as_str(), slot.to_string().as_str()), (name, value), "{said}");
        }
        assert!(slot(SlotKind::Amount, "a lot").unwrap_err().contains("no number"));
    }
}
