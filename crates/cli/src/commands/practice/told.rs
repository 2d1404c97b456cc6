//! Practices and observations as they are said in the terminal.

use std::fmt::Write as _;

use hansei_app::practice::Practised;
use hansei_method::id::{OpportunityId, PracticeId};
use hansei_method::opportunity::{Did, Opportunity, Outcome, Recurred, Witness};
use hansei_method::plan::CommitmentKind;
use hansei_method::practice::{Ending, Turn};
use uuid::Uuid;

use crate::say;
use crate::table::one_line;

/// The fewest digits that a practice is named by.
const SHORTEST: usize = 4;

/// The digits that an observation is named by: among a hundred thousand of them hardly two begin so.
const OF_OBSERVATION: usize = 8;

/// The latest observations that are drawn as dots.
const MOST_DOTS: usize = 20;

/// The ids of all that is practised, in order.
#[derive(Debug)]
pub(crate) struct Shorts(Vec<Uuid>);

impl Shorts {
    /// Finds them among these: as long as it takes to tell each from all others.
    pub(crate) fn among(ids: impl IntoIterator<Item = PracticeId>) -> Self {
        let mut all: Vec<Uuid> = ids.into_iter().map(PracticeId::uuid).collect();
        all.sort_unstable();
        Self(all)
    }

    /// Returns the short id of one; the whole one where it is not among them.
    pub(crate) fn of_one(&self, id: PracticeId) -> String {
        let Ok(place) = self.0.binary_search(&id.uuid()) else { return id.to_string() };
        let shared = |other: Option<&Uuid>| {
            // Each digit is four bits.
            other.map_or(0, |other| (other.as_u128() ^ id.uuid().as_u128()).leading_zeros() as usize / 4)
        };
        let before = place.checked_sub(1).and_then(|before| self.0.get(before));
        let longest = shared(before).max(shared(self.0.get(place + 1)));
        let mut digits = id.uuid().simple().to_string();
        digits.truncate(SHORTEST.max(longest + 1));
        digits
    }
}

/// Returns what an observation is named by.
pub(crate) fn short_observation(id: OpportunityId) -> String {
    let mut digits = id.uuid().simple().to_string();
    digits.truncate(OF_OBSERVATION);
    digits
}

/// Says where a practice stands: in line, or how far it has come.
pub(crate) fn turn(practised: &Practised) -> &'static str {
    match practised.practice.turn() {
        Turn::Waiting => "waits",
        Turn::Aside => "aside",
        Turn::Begun => "in practice",
        Turn::Ended if practised.practice.is_dropped => "not planned",
        Turn::Ended => match practised.practice.ending {
            Some(Ending::Superseded { .. }) => "superseded",
            _ => "retired",
        },
    }
}

/// Says what was planned; while it is asked about, only what it is about, because it is to be remembered first.
pub(crate) fn plan_unless_asked(practised: &Practised, is_asked: bool) -> String {
    if is_asked { format!("“{}”", practised.title) } else { practised.practice.commitment.sentence() }
}

/// Says what there was to see, in a few words.
pub(crate) fn outcome(outcome: Outcome, kind: CommitmentKind) -> String {
    let is_built = kind == CommitmentKind::System;
    match outcome {
        Outcome::Pending => "waits for an answer".to_owned(),
        Outcome::Expired => "nobody said".to_owned(),
        Outcome::DidNotComeUp => "did not come up".to_owned(),
        Outcome::Installed => "installed".to_owned(),
        Outcome::StillThere => "still there".to_owned(),
        Outcome::Gone => "taken away".to_owned(),
        Outcome::Met(met) => {
            let did = match met.did {
                Did::Done if is_built => "came into play",
                Did::Missed if is_built => "was got round",
                Did::Done => "done",
                Did::Half => "half done",
                Did::Missed => "missed",
            };
            let again = match met.recurred {
                Recurred::Unknown => "",
                Recurred::No => ", did not happen again",
                Recurred::Yes => ", happened again",
            };
            let reminded = if met.reminded { ", with a reminder" } else { "" };
            format!("{did}{again}{reminded}")
        }
    }
}

/// Says one observation: what there was to see, when, how one knows, where, and the line about it.
pub(crate) fn kept(observed: &Opportunity, kind: CommitmentKind) -> String {
    let mut said = format!("{}, {}", outcome(observed.outcome, kind), say::occurred(observed.when));
    if observed.is_answered() && observed.known != Witness::Myself {
        let _ = write!(said, " ({})", observed.known.words());
    }
    for words in [&observed.context, &observed.note].into_iter().flatten() {
        let _ = write!(said, " · {}", one_line(words.as_str()));
    }
    said
}

/// Says that what happened before it was planned is no evidence of the plan; `None` where it is evidence.
pub(crate) fn is_no_evidence(practised: &Practised, observed: &Opportunity) -> Option<&'static str> {
    (observed.when.date() < practised.practice.planned_on)
        .then_some("That was before it was planned, so it changes nothing")
}

/// Draws the latest moments: ● done, ◐ half done, ○ missed.
pub(crate) fn dots(practised: &Practised) -> String {
    let mut dots: Vec<char> = practised
        .observed
        .iter()
        .rev()
        .filter_map(Opportunity::met)
        .map(|met| match met.did {
            Did::Done => '●',
            Did::Half => '◐',
            Did::Missed => '○',
        })
        .take(MOST_DOTS)
        .collect();
    dots.reverse();
    dots.into_iter().collect()
}

/// Says in one line how far it has come: "Established since Wed 2 Sep 2026 · 8 of 9 fits anything from 55 to 97 %".
pub(crate) fn brief(practised: &Practised) -> String {
    let mut parts = vec![state(practised)];
    parts.extend(practised.growth.tally.fits());
    format!("{}\n", parts.join(" · "))
}

/// Says the state and since when it holds.
pub(crate) fn state(practised: &Practised) -> String {
    let name = capital(practised.state_name());
    practised.growth.since().map_or_else(|| name.clone(), |since| format!("{name} since {}", say::day(since)))
}

/// Writes a word with a capital letter.
pub(crate) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
