//! The time spent on a review: counted while somebody works on it, never while they are away.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The longest silence that still counts as work: whoever thinks longer over a question has gone to do something else.
const LONGEST_SILENCE: SignedDuration = SignedDuration::from_mins(10);

/// The time spent on a review so far, and whether the clock runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TimeSpent {
    /// Seconds that were counted.
    pub seconds: u32,
    /// The last sign of work since the clock was started; `None` while it is paused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub running_since: Option<Timestamp>,
}

impl TimeSpent {
    /// Says whether the clock runs.
    #[must_use]
    pub fn is_running(self) -> bool {
        self.running_since.is_some()
    }

    /// Notes a sign of work: counts the time since the last one and keeps the clock running.
    ///
    /// A silence of more than ten minutes is not counted, and neither is a clock that was set back. After a crash
    /// nothing but the last silence is lost.
    pub fn work(&mut self, now: Timestamp) {
        self.seconds = self.seconds.saturating_add(self.since_last_sign(now));
        self.running_since = Some(now);
    }

    /// Counts what has run up and stops the clock.
    pub fn pause(&mut self, now: Timestamp) {
        self.seconds = self.seconds.saturating_add(self.since_last_sign(now));
        self.running_since = None;
    }

    /// Returns the whole minutes that were counted. What runs up since the last sign of work is not among them: nobody knows
    /// yet whether it will count, and what is shown never falls.
    #[must_use]
    pub fn minutes(self) -> u32 {
        self.seconds / 60
    }

    fn since_last_sign(self, now: Timestamp) -> u32 {
        let silence = self.running_since.map_or(SignedDuration::ZERO, |last| now.duration_since(last));
        if silence > LONGEST_SILENCE {
            return 0;
        }
        u32::try_from(silence.as_secs()).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    #[test]
    fn work_is_counted_and_a_pause_is_not() {
        let mut spent = TimeSpent::default();
        spent.work(at(0));
        spent.work(at(300));
        spent.pause(at(420));
        spent.work(at(5_000));
        spent.work(at(5_060));
        assert_eq!(spent.minutes(), 8);
    }

    #[test]
    fn what_is_shown_never_falls() {
        let mut spent = TimeSpent::default();
        let mut shown = 0;
        for second in [0, 300, 310, 550, 5_000, 5_060] {
            spent.work(at(second));
            assert!(spent.minutes() >= shown, "{second}");
            shown = spent.minutes();
        }
        spent.pause(at(9_000));
        assert_eq!((shown, spent.minutes()), (10, 10));
    }

    #[test]
    fn a_long_silence_and_a_clock_set_back_count_nothing() {
        let mut spent = TimeSpent::default();
        spent.work(at(0));
        spent.work(at(3_600));
        spent.work(at(1_000));
        assert_eq!(spent.seconds, 0);
    }
}
