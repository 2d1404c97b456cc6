//! What was observed, counted.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::beta::point_above;
use crate::opportunity::{Did, Opportunity, Outcome, Recurred, Witness};
use crate::recurrence::Recurrence;

/// With this certainty the share lies in the range that is said of it.
const CERTAINTY: f64 = 0.95;

/// What was observed, counted: nothing weighed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(default)]
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
    /// How often what was to be built was seen installed.
    pub installed: u32,
    /// How often what was built was looked for and was still there.
    pub still_there: u32,
    /// How often what was built was taken away.
    pub gone: u32,
    /// How often nobody said.
    pub unknown: u32,
    /// Of how many of all these one knows by something to look at, or from somebody else.
    pub backed: u32,
}

impl Tally {
    /// Counts observations.
    #[must_use]
    pub fn of<'a>(observed: impl IntoIterator<Item = &'a Opportunity>) -> Self {
        observed.into_iter().fold(Self::default(), |mut tally, opportunity| {
            tally.count(opportunity);
            tally
        })
    }

    pub(super) fn count(&mut self, opportunity: &Opportunity) {
        self.backed += u32::from(opportunity.is_answered() && opportunity.known != Witness::Myself);
        *match opportunity.outcome {
            Outcome::Met(met) => {
                self.met += 1;
                match met.did {
                    Did::Done => &mut self.done,
                    Did::Half => &mut self.half,
                    Did::Missed => &mut self.missed,
                }
            }
            Outcome::DidNotComeUp => &mut self.did_not_come_up,
            Outcome::Installed => &mut self.installed,
            Outcome::StillThere => &mut self.still_there,
            Outcome::Gone => &mut self.gone,
            Outcome::Expired => &mut self.unknown,
            Outcome::Pending => return,
        } += 1;
    }

    /// Says it: "the moment came up 9 times: 8 done, 1 missed"; of what was built also "installed once; still there twice".
    #[must_use]
    pub fn words(self) -> String {
        let met = (self.met > 0).then(|| {
            let did = [(self.done, "done"), (self.half, "half done"), (self.missed, "missed")];
            let did: Vec<_> = counted(did).map(|(count, name)| format!("{count} {name}")).collect();
            format!("the moment came up {}: {}", times(self.met), did.join(", "))
        });
        let built =
            [(self.installed, "installed"), (self.still_there, "still there"), (self.gone, "taken away")];
        let built = counted(built).map(|(count, name)| format!("{name} {}", times(count)));
        let said: Vec<_> = built.chain(met).collect();
        if said.is_empty() { "the moment has not come up yet".to_owned() } else { said.join("; ") }
    }

    /// Returns the shares, from 0 to 1, between which the true one lies with 95 % certainty; `None` where the moment has
    /// not come up.
    ///
    /// The middle 95 % of Beta(1 + done, 1 + not done), half done as half: before anything was observed every share is
    /// taken to be as likely as any other, as in [`crate::fidelity::Fidelity`], but nothing is weighed by its age.
    // D05
    #[must_use]
    pub fn range(self) -> Option<(f64, f64)> {
        let half = f64::from(self.half) / 2.0;
        let (done, not_done) = (f64::from(self.done) + half, f64::from(self.missed) + half);
        let point = |share| point_above(share, 1.0 + done, 1.0 + not_done);
        let outside = (1.0 - CERTAINTY) / 2.0;
        (self.met > 0).then(|| (point(outside), point(1.0 - outside)))
    }

    /// Says how often it was done, of how often: "8 of 9", "6½ of 9"; `None` where the moment has not come up.
    #[must_use]
    pub fn share(self) -> Option<String> {
        let (whole, half) = (self.done + self.half / 2, if self.half % 2 == 1 { "½" } else { "" });
        let done = if whole == 0 && !half.is_empty() { half.to_owned() } else { format!("{whole}{half}") };
        (self.met > 0).then(|| format!("{done} of {}", self.met))
    }

    /// Says it with what is not known: "8 of 9 fits anything from 55 to 97 %"; `None` where the moment has not come up.
    #[must_use]
    pub fn fits(self) -> Option<String> {
        let ((least, most), share) = (self.range()?, self.share()?);
        Some(format!("{share} fits anything from {:.0} to {:.0} %", 100.0 * least, 100.0 * most))
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

fn counted(parts: [(u32, &str); 3]) -> impl Iterator<Item = (u32, &str)> {
    parts.into_iter().filter(|(count, _)| *count > 0)
}

fn times(count: u32) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        count => format!("{count} times"),
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
        story.observations[0].known = Witness::Artefact;
        let growth = story.by(60);
        let counted = Tally {
            met: 5,
            done: 3,
            half: 1,
            missed: 1,
            did_not_come_up: 1,
            unknown: 1,
            backed: 1,
            ..Tally::default()
        };
        assert_eq!(growth.tally, counted);
        assert_eq!(growth.recurrence, Recurrence { returned: 1, of: 3 });
    }

    #[test]
    fn what_was_seen_of_something_built_is_counted_with_how_one_knows() {
        let mut story = Story::of(CommitmentKind::System).every(7, "ittg?");
        for observation in &mut story.observations[1..] {
            observation.known = Witness::SomebodyElse;
        }
        let counted =
            Tally { installed: 1, still_there: 2, gone: 1, unknown: 1, backed: 3, ..Tally::default() };
        assert_eq!(story.by(60).tally, counted);
    }

    #[test]
    fn what_was_seen_of_something_built_is_said_in_words() {
        let words = |letters| Story::of(CommitmentKind::System).every(7, letters).by(400).tally.words();
        assert_eq!(words("ttt"), "still there 3 times");
        assert_eq!(words("ittg"), "installed once; still there twice; taken away once");
        assert_eq!(words("id"), "installed once; the moment came up once: 1 done");
    }

    #[test]
    fn a_count_that_was_written_before_there_were_others_is_read() {
        let read: Tally = serde_json::from_value(serde_json::json!({"met": 2, "done": 2})).unwrap();
        assert_eq!(read, Tally { met: 2, done: 2, ..Tally::default() });
    }

    #[test]
    fn the_count_is_said_in_words() {
        let words = |letters| Story::of(CommitmentKind::Habit).every(7, letters).by(400).tally.words();
        assert_eq!(words("ddddmdddd"), "the moment came up 9 times: 8 done, 1 missed");
        assert_eq!(words("h"), "the moment came up once: 1 half done");
        assert_eq!(words("nn"), "the moment has not come up yet");
    }

    #[test]
    fn a_share_is_said_with_what_it_still_fits() {
        let fits = |letters| Story::of(CommitmentKind::Habit).every(7, letters).by(400).tally.fits();
        assert_eq!(fits("ddddmdddd").unwrap(), "8 of 9 fits anything from 55 to 97 %");
        assert_eq!(fits("ddhdm").unwrap(), "3½ of 5 fits anything from 29 to 92 %");
        assert_eq!(fits("h").unwrap(), "½ of 1 fits anything from 6 to 94 %");
        assert_eq!(fits("d").unwrap(), "1 of 1 fits anything from 16 to 99 %");
        assert_eq!(fits("n"), None);
    }
}
