//! How reliably one acts when the moment comes, told from opportunities that count less as they age.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::beta::share_below;
use crate::parameters::Parameters;

/// What weighs less than 2 to the power of minus this is left out.
const MOST_HALVINGS: f64 = 40.0;

/// What is known of how reliably one acts when the moment comes.
///
/// The share θ of opportunities in which one acts is taken as Beta(1 + done, 1 + not done): with no evidence every share
/// is as likely as any other.
// D05
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Fidelity {
    /// Opportunities in which it was done, by their weight; half done counts half.
    pub done: f64,
    /// Opportunities in which it was not done, by their weight; half done counts half.
    pub not_done: f64,
}

/// Opportunities in the order of time, weighed as of a day.
///
/// The weight of an opportunity is 2^(−age / H), with H the longer of so many days and of so many median gaps between
/// opportunities.
// D04
#[derive(Debug)]
pub(crate) struct Weighing {
    least_half_life: f64,
    gaps_in_half_life: f64,
    gaps: Median,
    seen: Vec<Seen>,
    /// What was weighed last: so many of those seen, as of a day, with the median of then.
    weighed: usize,
    as_of: i32,
    twice_median: i64,
    sum: Fidelity,
}

/// One opportunity: its day, and how much of it was done.
#[derive(Debug, Clone, Copy)]
struct Seen {
    day: i32,
    done: f64,
}

/// The median of numbers that come one by one.
#[derive(Debug, Default)]
struct Median {
    lower: BinaryHeap<i32>,
    upper: BinaryHeap<Reverse<i32>>,
}

impl Fidelity {
    /// Returns how many opportunities it is worth: 0 or more.
    #[must_use]
    pub fn opportunities(self) -> f64 {
        self.done + self.not_done
    }

    /// Returns the expected share, from 0 to 1: ½ without evidence.
    #[must_use]
    pub fn mean(self) -> f64 {
        (1.0 + self.done) / (2.0 + self.opportunities())
    }

    /// Returns the probability, from 0 to 1, that the share is above this one.
    #[must_use]
    pub fn probability_above(self, share: f64) -> f64 {
        1.0 - share_below(share, 1.0 + self.done, 1.0 + self.not_done)
    }

    fn add(&mut self, weight: f64, done: f64) {
        self.done += weight * done;
        self.not_done += weight * (1.0 - done);
    }
}

impl Weighing {
    pub(crate) fn new(parameters: &Parameters) -> Self {
        Self {
            least_half_life: f64::from(parameters.half_life_days).max(1.0),
            gaps_in_half_life: f64::from(parameters.half_life_gaps),
            gaps: Median::default(),
            seen: Vec::new(),
            weighed: 0,
            as_of: 0,
            twice_median: 0,
            sum: Fidelity::default(),
        }
    }

    /// Takes in the next opportunity, never one before the last.
    pub(crate) fn add(&mut self, day: i32, done: f64) {
        if let Some(last) = self.seen.last() {
            self.gaps.add(day.saturating_sub(last.day));
        }
        self.seen.push(Seen { day, done });
    }

    /// Returns the days from one opportunity to the next, the median of them; `None` before the second one.
    pub(crate) fn median_gap(&self) -> Option<f64> {
        self.gaps.twice().map(halved)
    }

    /// Returns the days after which an opportunity counts half, with the gaps so far.
    pub(crate) fn half_life(&self) -> f64 {
        self.least_half_life.max(self.gaps_in_half_life * self.median_gap().unwrap_or(0.0))
    }

    /// Weighs all opportunities as of a day; a day before the last one counts as that.
    pub(crate) fn at(&mut self, day: i32) -> Fidelity {
        let twice_median = self.gaps.twice().unwrap_or(0);
        let half_life = self.half_life();
        let day = self.seen.last().map_or(day, |last| day.max(last.day)).max(self.as_of);
        let weight = |from: i32| (-f64::from(day.saturating_sub(from)) / half_life).exp2();
        // Another half-life weighs everything anew, but only as far back as it weighs anything.
        if self.lasts(twice_median) {
            let faded = weight(self.as_of);
            self.sum = Fidelity { done: self.sum.done * faded, not_done: self.sum.not_done * faded };
        } else {
            let oldest = f64::from(day) - MOST_HALVINGS * half_life;
            self.weighed = self.seen.partition_point(|seen| f64::from(seen.day) < oldest);
            self.sum = Fidelity::default();
        }
        for seen in &self.seen[self.weighed..] {
            self.sum.add(weight(seen.day), seen.done);
        }
        (self.weighed, self.as_of, self.twice_median) = (self.seen.len(), day, twice_median);
        self.sum
    }

    /// Says whether the half-life is what it was: by the median, or because neither median is long enough to matter.
    fn lasts(&self, twice_median: i64) -> bool {
        let matters = |twice: i64| self.gaps_in_half_life * halved(twice) > self.least_half_life;
        twice_median == self.twice_median || !(matters(twice_median) || matters(self.twice_median))
    }
}

impl Median {
    fn add(&mut self, number: i32) {
        match self.lower.peek() {
            Some(middle) if number > *middle => self.upper.push(Reverse(number)),
            _ => self.lower.push(number),
        }
        // The lower half holds as many as the upper one, or one more.
        if self.lower.len() > self.upper.len() + 1 {
            self.upper.extend(self.lower.pop().map(Reverse));
        } else if self.upper.len() > self.lower.len() {
            self.lower.extend(self.upper.pop().map(|Reverse(least)| least));
        }
    }

    /// Returns twice the median, which is a whole number; `None` without numbers.
    fn twice(&self) -> Option<i64> {
        let below = i64::from(*self.lower.peek()?);
        match self.upper.peek() {
            Some(Reverse(above)) if self.upper.len() == self.lower.len() => Some(below + i64::from(*above)),
            _ => Some(2 * below),
        }
    }
}

/// Half a number of days; days between dates that can be written fit into 32 bits.
fn halved(twice: i64) -> f64 {
    i32::try_from(twice).map_or(f64::from(i32::MAX), f64::from) / 2.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fidelity(done: u8, of: u8) -> Fidelity {
        Fidelity { done: f64::from(done), not_done: f64::from(of - done) }
    }

    fn weighed(days: &[(i32, f64)], at: i32) -> Fidelity {
        let mut weighing = Weighing::new(&Parameters::default());
        for (day, done) in days {
            weighing.add(*day, *done);
        }
        weighing.at(at)
    }

    /// The formula as it stands: every weight anew.
    fn by_the_formula(days: &[(i32, f64)], at: i32) -> Fidelity {
        let mut gaps: Vec<i32> = days.windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
        gaps.sort_unstable();
        let median = match gaps.len() {
            0 => 0.0,
            count => f64::from(gaps[(count - 1) / 2] + gaps[count / 2]) / 2.0,
        };
        let half_life = f64::max(90.0, 4.0 * median);
        let mut sum = Fidelity::default();
        for (day, done) in days {
            sum.add((-f64::from(at - day) / half_life).exp2(), *done);
        }
        sum
    }

    fn is_near(one: Fidelity, other: Fidelity) -> bool {
        (one.done - other.done).abs() < 1e-9 && (one.not_done - other.not_done).abs() < 1e-9
    }

    #[test]
    fn the_reference_values_come_out() {
        let shown = [(3, 3), (4, 4), (5, 5), (6, 6), (5, 6), (7, 8), (8, 9), (9, 11), (13, 15)]
            .map(|(done, of)| format!("{:.2}", fidelity(done, of).probability_above(0.70)));
        assert_eq!(shown, ["0.76", "0.83", "0.88", "0.92", "0.67", "0.80", "0.85", "0.75", "0.90"]);
    }

    #[test]
    fn the_mean_of_nothing_is_a_half() {
        assert!((Fidelity::default().mean() - 0.5).abs() < 1e-12);
        assert!((fidelity(8, 9).mean() - 9.0 / 11.0).abs() < 1e-12);
    }

    #[test]
    fn five_of_five_left_alone_for_three_half_lives_say_little() {
        let days = [0, 0, 0, 0, 0].map(|day| (day, 1.0));
        assert_eq!(format!("{:.2}", weighed(&days, 270).probability_above(0.70)), "0.44");
    }

    #[test]
    fn evidence_of_a_rare_moment_ages_more_slowly() {
        let days = [(0, 1.0), (60, 1.0)];
        assert!(is_near(weighed(&days, 300), Fidelity { done: 0.5_f64.powf(1.25) + 0.5, not_done: 0.0 }));
    }

    #[test]
    fn half_done_counts_half_on_both_sides() {
        assert!(is_near(weighed(&[(0, 0.5)], 0), Fidelity { done: 0.5, not_done: 0.5 }));
    }

    #[test]
    fn a_day_in_the_past_weighs_like_the_last_one() {
        assert!(is_near(weighed(&[(0, 1.0), (10, 1.0)], 3), weighed(&[(0, 1.0), (10, 1.0)], 10)));
    }

    proptest! {
        #[test]
        fn weighing_step_by_step_is_weighing_at_once(
            gaps in prop::collection::vec((0_i32..120, prop::sample::select(vec![0.0, 0.5, 1.0]), any::<bool>()), 0..60),
            later in 0_i32..400,
        ) {
            let mut weighing = Weighing::new(&Parameters::default());
            let (mut days, mut today) = (Vec::new(), 0);
            for (gap, done, looked) in gaps {
                today += gap;
                weighing.add(today, done);
                days.push((today, done));
                if looked {
                    prop_assert!(is_near(weighing.at(today), by_the_formula(&days, today)));
                }
            }
            prop_assert!(is_near(weighing.at(today + later), by_the_formula(&days, today + later)));
        }
    }
}
