//! What is in practice, what waits for its turn, and how practice ends.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::growth::State;
use crate::opportunity::Subject;

/// How the practice of a commitment ended. What was observed stays.
// D15
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Ending {
    /// The moment does not exist any more.
    Retired {
        /// The day it was said.
        #[schema(value_type = String, format = Date)]
        on: Date,
    },
    /// Something was built that takes its place.
    Superseded {
        /// The day it was said.
        #[schema(value_type = String, format = Date)]
        on: Date,
        /// What takes its place.
        by: Subject,
    },
}

impl Ending {
    /// Returns the day it was said.
    #[must_use]
    pub fn on(self) -> Date {
        match self {
            Self::Retired { on } | Self::Superseded { on, .. } => on,
        }
    }
}

/// Where a lesson stands in line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// It waits until there is room.
    Waiting,
    /// It is asked about.
    Begun,
    /// It is retired, or something else took its place.
    Ended,
}

/// Says whether a lesson takes up room: it was begun, and it is not established yet, or not any more.
#[must_use]
pub fn takes_room(turn: Turn, state: State) -> bool {
    turn == Turn::Begun && matches!(state, State::New | State::Practising | State::Lapsed)
}

/// Returns which of the lessons begin now, by their places in line: the first that wait, as far as there is room.
///
/// The line is in the order in which they should begin. Whatever begins stays begun, also where a lapse makes it one
/// too many: then nothing new begins until there is room again.
// D21
#[must_use]
pub fn to_begin(line: &[(Turn, State)], most: u8) -> Vec<usize> {
    let taken = line.iter().filter(|(turn, state)| takes_room(*turn, *state)).count();
    let waiting = line.iter().enumerate().filter(|(_, (turn, _))| *turn == Turn::Waiting);
    waiting.map(|(place, _)| place).take(usize::from(most).saturating_sub(taken)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const WAITS: (Turn, State) = (Turn::Waiting, State::New);

    #[test]
    fn the_first_three_begin_and_the_others_wait() {
        assert_eq!(to_begin(&[WAITS; 5], 3), [0, 1, 2]);
        let begun = (Turn::Begun, State::New);
        assert_eq!(to_begin(&[begun, begun, begun, WAITS], 3), [0; 0]);
    }

    #[test]
    fn what_is_established_or_ended_makes_room() {
        for (turn, state, takes) in [
            (Turn::Begun, State::New, true),
            (Turn::Begun, State::Practising, true),
            (Turn::Begun, State::Lapsed, true),
            (Turn::Begun, State::Established, false),
            (Turn::Begun, State::Automatic, false),
            (Turn::Ended, State::Practising, false),
            (Turn::Waiting, State::New, false),
        ] {
            assert_eq!(takes_room(turn, state), takes, "{turn:?} {state:?}");
        }
        let line = [(Turn::Begun, State::Established), (Turn::Ended, State::New), WAITS, WAITS];
        assert_eq!(to_begin(&line, 1), [2]);
    }

    #[test]
    fn one_too_many_lets_nothing_new_begin() {
        let line = [
            (Turn::Begun, State::Lapsed),
            (Turn::Begun, State::New),
            (Turn::Begun, State::Practising),
            WAITS,
        ];
        assert_eq!(to_begin(&line, 2), [0; 0]);
    }

    #[test]
    fn an_ending_is_written_with_its_day() {
        let id = "3f2a0000-0000-4000-8000-000000000000";
        for written in [
            json!({"retired": {"on": "2026-03-02"}}),
            json!({"superseded": {"on": "2026-03-02", "by": {"adoption": id}}}),
        ] {
            let read: Ending = serde_json::from_value(written.clone()).unwrap();
            assert_eq!(serde_json::to_value(read).unwrap(), written);
        }
    }
}
