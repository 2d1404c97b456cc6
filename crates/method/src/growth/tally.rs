//! What was observed, counted.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::opportunity::{Did, Opportunity, Outcome, Recurred, Witness};
use crate::recurrence::Recurrence;

/// What was observed, counted: nothing weighed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Tally {
    /// How often the moment came up.
    pub met: u32,
    /// How often it was done.
    pub done: u32,
    /// How often it was done in part.
    pub half: u32,
    /// How often it was missed.
    pub missed: u32,
    /// How often the moment had not come up when somebody looked.
    pub did_not_come_up: u32,
    /// How often nobody said.
    pub unknown: u32,
    /// Of how many of the moments that came up one knows by something to look at, or from somebody else.
    pub backed: u32,
}

impl Tally {
    pub(super) fn count(&mut self, opportunity: &Opportunity) {
        match opportunity.outcome {
            Outcome::Met(met) => {
                self.met += 1;
                self.backed += u32::from(met.known != Witness::Myself);
                *match met.did {
                    Did::Done => &mut self.done,
                    Did::Half => &mut self.half,
                    Did::Missed => &mut self.missed,
                } += 1;
            }
            Outcome::DidNotComeUp => self.did_not_come_up += 1,
            Outcome::Expired => self.unknown += 1,
            Outcome::Pending | Outcome::Installed | Outcome::StillThere | Outcome::Gone => {}
        }
    }

    /// Says it: "the moment came up 9 times: 8 done, 1 missed".
    #[must_use]
    pub fn words(self) -> String {
        let times = match self.met {
            0 => return "the moment has not come up yet".to_owned(),
            1 => "once".to_owned(),
            times => format!("{times} times"),
        };
        let parts = [(self.done, "done"), (self.half, "half done"), (self.missed, "missed")];
        let parts: Vec<_> = parts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, name)| format!("{count} {name}"))
            .collect();
        format!("the moment came up {times}: {}", parts.join(", "))
    }
}

impl Recurrence {
    pub(super) fn count(&mut self, opportunity: &Opportunity) {
        if let Some(met) = opportunity.met().filter(|met| met.recurred != Recurred::Unknown) {
            self.of += 1;
            self.returned += u32::from(met.recurred == Recurred::Yes);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::growth::sample::Story;
    use crate::plan::CommitmentKind;

    use super::*;

    #[test]
    fn what_was_observed_is_counted_by_what_it_says() {
        let mut story = Story::of(CommitmentKind::Habit).every(7, "ddhmnp?x");
        let Outcome::Met(met) = &mut story.observations[0].outcome else { unreachable!() };
        met.known = Witness::Artefact;
        let growth = story.by(60);
        let counted =
            Tally { met: 5, done: 3, half: 1, missed: 1, did_not_come_up: 1, unknown: 1, backed: 1 };
        assert_eq!(growth.tally, counted);
        assert_eq!(growth.recurrence, Recurrence { returned: 1, of: 3 });
    }

    #[test]
    fn the_count_is_said_in_words() {
        let words = |letters| Story::of(CommitmentKind::Habit).every(7, letters).by(400).tally.words();
        assert_eq!(words("ddddmdddd"), "the moment came up 9 times: 8 done, 1 missed");
        assert_eq!(words("h"), "the moment came up once: 1 half done");
        assert_eq!(words("nn"), "the moment has not come up yet");
    }
}
