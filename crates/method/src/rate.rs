//! How often something comes back: the rate before a change beside the rate after it.

use crate::beta::share_below;

/// From this probability on, a fall is called likely.
///
/// Source: a design choice of the method, not a finding; a rule of thumb is shown with its counts.
const LIKELY: f64 = 0.90;

/// How often something happened in a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Occurrences {
    /// How often.
    pub count: u32,
    /// How long one looked, in months.
    pub months: f64,
}

/// What may be said about a rate after a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trend {
    /// The probability of a fall is at least 0.90.
    LikelyFalling,
    /// Everything else: no fall, or too little to tell.
    Unclear,
}

impl Trend {
    /// Compares the time before a change with the time after it; unclear where nothing can be compared.
    #[must_use]
    pub fn between(before: Occurrences, after: Occurrences) -> Self {
        match probability_of_a_fall(before, after) {
            Some(probability) if probability >= LIKELY => Self::LikelyFalling,
            _ => Self::Unclear,
        }
    }

    /// Says it in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::LikelyFalling => "likely falling",
            Self::Unclear => "unclear",
        }
    }
}

/// Returns the probability, from 0 to 1, that the rate after a change is lower than the rate before it.
///
/// A rate of k in T months is taken as Gamma(½ + k, rate T), the posterior of a Poisson count under Jeffreys' prior.
/// X < Y of two such rates is the regularised incomplete beta function I at T₂/(T₁+T₂) with the shapes ½ + k₂ and
/// ½ + k₁, because X/(X+Y) of two Gamma variables of equal rate follows a beta distribution. `None` where a stretch has
/// no length.
#[must_use]
pub fn probability_of_a_fall(before: Occurrences, after: Occurrences) -> Option<f64> {
    let has_length = |stretch: Occurrences| stretch.months > 0.0 && stretch.months.is_finite();
    let shape = |stretch: Occurrences| 0.5 + f64::from(stretch.count);
    (has_length(before) && has_length(after))
        .then(|| share_below(after.months / (before.months + after.months), shape(after), shape(before)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn times(count: u32, months: f64) -> Occurrences {
        Occurrences { count, months }
    }

    fn fall(before: Occurrences, after: Occurrences) -> f64 {
        probability_of_a_fall(before, after).unwrap()
    }

    #[test]
    fn the_reference_values_come_out() {
        let before = times(4, 12.0);
        let shown = [0, 1, 2].map(|count| format!("{:.2}", fall(before, times(count, 6.0))));
        assert_eq!(shown, ["0.94", "0.72", "0.48"]);
    }

    #[test]
    fn only_a_probable_fall_is_called_one() {
        let trends = [0, 1, 2].map(|count| Trend::between(times(4, 12.0), times(count, 6.0)).words());
        assert_eq!(trends, ["likely falling", "unclear", "unclear"]);
    }

    #[test]
    fn a_stretch_without_length_says_nothing() {
        for months in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(probability_of_a_fall(times(4, 12.0), times(0, months)), None);
            assert_eq!(Trend::between(times(4, months), times(0, 6.0)), Trend::Unclear);
        }
    }

    #[test]
    fn large_counts_stay_a_probability() {
        assert!((fall(times(5_000, 12.0), times(5_000, 12.0)) - 0.5).abs() < 1e-9);
        assert!(fall(times(10_000, 12.0), times(0, 12.0)) > 1.0 - 1e-9);
        assert!(fall(times(0, 12.0), times(10_000, 12.0)) < 1e-9);
    }

    proptest! {
        #[test]
        fn a_fall_one_way_is_a_rise_the_other_way(one in 0_u32..200, other in 0_u32..200, months in 0.1_f64..60.0) {
            let (before, after) = (times(one, 12.0), times(other, months));
            prop_assert!((fall(before, after) + fall(after, before) - 1.0).abs() < 1e-9);
        }

        #[test]
        fn one_more_afterwards_makes_a_fall_less_probable(before in 0_u32..100, after in 0_u32..100) {
            let fall = |count| fall(times(before, 12.0), times(count, 6.0));
            // The last digits of a sum of many numbers are rounded.
            prop_assert!(fall(after + 1) <= fall(after) + 1e-12);
        }
    }
}
