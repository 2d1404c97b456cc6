//! Question 1 in the terminal: a sentence, and what of it can be held against what came.

use std::fmt::Write as _;

use hansei_app::coach::Field;
use hansei_method::entry::Significance;
use hansei_method::intention::{Goal, Intention, Slot, SlotKind, Target};
use hansei_method::items::Items;
use hansei_method::text::Line;
use serde::{Deserialize, Serialize};

use super::coached::Coached;
use super::prompter::Ask;
use super::steps::{Steps, dropped, letter, optional, sentence};
use crate::say;
use crate::table::one_line;

/// Question 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Intended {
    pub(crate) answer: Intention,
    significance: Significance,
    at: At,
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
        Self { answer, significance, at: At::Statement }
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
                "Was something to be achieved, or to be found out? a, f [a]",
                "f is for \"find out whether…\": a result that disappoints can still answer it.",
            )),
            At::Slot(kind) => {
                let again = if self.of_kind(kind) > 0 {
                    format!("Another {}? (empty goes on)", kind.name())
                } else {
                    kind.question().to_owned()
                };
                Some(Ask::new(again, slot_help(kind)).day(kind == SlotKind::Deadline))
            }
            At::End => None,
        }
    }

    fn hear(&mut self, said: &str) -> Result<(), String> {
        if let Some(number) = dropped(said) {
            self.answer.targets.remove(number?).map_err(sentence)?;
            return Ok(());
        }
        match self.at {
            At::Statement => {
                self.answer.statement = optional(said)?;
                if !self.answer.has_content() {
                    return Err(
                        "write what was intended, or pass the question over with \\skip and a reason"
                            .to_owned(),
                    );
                }
                self.at = if self.significance == Significance::Small { At::End } else { At::Goal };
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
            At::Slot(kind) => self.add(kind, said)?,
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
