//! How automatic an act has become, as the person rates it.

use jiff::Zoned;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::occurred::{NotYet, check_past};

/// What is rated from 1, "I disagree", to 7, "I agree"; the first alone is the short form.
///
/// Source: the Self-Report Behavioural Automaticity Index of Gardner, Abraham, Lally and de Bruijn (2012,
/// *International Journal of Behavioral Nutrition and Physical Activity* 9:102), a part of the index of Verplanken and
/// Orbell (2003).
pub const ITEMS: [&str; 4] = [
    "I do it automatically",
    "I do it without having to remember it",
    "I do it without thinking",
    "I start doing it before I notice that I do",
];

/// What may be said of how long it takes, and no more than that.
///
/// Source: Lally, van Jaarsveld, Potts and Wardle (2010, *European Journal of Social Psychology*), 18 to 254 days to 95 %
/// of what one reaches, of an act that is done daily.
pub const TYPICAL: &str = "typical range 3 weeks to 9 months if daily";

/// The fewest ratings that a curve of one's own is drawn through.
pub const FEWEST_RATINGS: usize = 5;

/// How many speeds are tried for a curve, each about 1.3 % above the one before.
const SPEEDS: u32 = 400;

/// The fewest and the most repetitions to 95 % that are looked for.
const REPETITIONS: (f64, f64) = (5.0, 1_000.0);

/// How automatic an act was, on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// The day it was rated.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// What was answered.
    #[schema(value_type = Vec<u8>)]
    pub scores: Scores,
}

/// The answers to one item or to all four, each from 1 to 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<u8>", into = "Vec<u8>")]
pub enum Scores {
    /// The first item alone.
    One(u8),
    /// All four.
    Four([u8; 4]),
}

/// Why numbers are no rating.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScoresError {
    /// Neither one number nor four; carries how many.
    #[error("{0} numbers were given; rate the first line alone, or all four")]
    Count(usize),
    /// A number outside 1 to 7.
    #[error("{0} is not on the scale; give a number from 1 (I disagree) to 7 (I agree)")]
    Range(u8),
}

/// How an act becomes automatic with repetition: fast at first, then ever more slowly.
///
/// A(n) = A∞(1 − e^(−c·n)) after Lally and others (2010), where n was days; that repetitions stand for days is assumed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curve {
    /// What it comes close to, from 0 to 6: points above the lowest rating.
    pub limit: f64,
    /// How fast, per repetition: c.
    pub speed: f64,
}

impl Rating {
    /// Makes a rating; a day later than tomorrow is refused.
    pub fn new(on: Date, scores: Scores, now: &Zoned) -> Result<Self, NotYet> {
        check_past(on, now)?;
        Ok(Self { on, scores })
    }
}

impl Scores {
    /// Returns the mean, from 1 to 7.
    #[must_use]
    pub fn mean(self) -> f64 {
        match self {
            Self::One(score) => f64::from(score),
            Self::Four(scores) => scores.iter().map(|score| f64::from(*score)).sum::<f64>() / 4.0,
        }
    }
}

impl TryFrom<Vec<u8>> for Scores {
    type Error = ScoresError;

    fn try_from(scores: Vec<u8>) -> Result<Self, ScoresError> {
        if let Some(wrong) = scores.iter().find(|score| !(1..=7).contains(*score)) {
            return Err(ScoresError::Range(*wrong));
        }
        match *scores.as_slice() {
            [one] => Ok(Self::One(one)),
            [one, two, three, four] => Ok(Self::Four([one, two, three, four])),
            _ => Err(ScoresError::Count(scores.len())),
        }
    }
}

impl From<Scores> for Vec<u8> {
    fn from(scores: Scores) -> Self {
        match scores {
            Scores::One(score) => vec![score],
            Scores::Four(scores) => scores.to_vec(),
        }
    }
}

impl Curve {
    /// Draws the curve that lies closest to ratings, each with how often it had been done by then.
    ///
    /// `None` where there are fewer than [`FEWEST_RATINGS`], where they lie at fewer than three numbers of repetitions,
    /// or where they do not tell how fast it goes.
    #[must_use]
    pub fn through(rated: &[(u32, Scores)]) -> Option<Self> {
        let mut counts: Vec<u32> = rated.iter().map(|(repetitions, _)| *repetitions).collect();
        counts.sort_unstable();
        counts.dedup();
        if rated.len() < FEWEST_RATINGS || counts.len() < 3 {
            return None;
        }
        let (fewest, most) = REPETITIONS;
        let speeds = (0..=SPEEDS).map(|step| {
            let repetitions = fewest * (most / fewest).powf(f64::from(step) / f64::from(SPEEDS));
            (step, Self::with_speed(20.0_f64.ln() / repetitions, rated))
        });
        let (step, best) =
            speeds.min_by(|(_, one), (_, other)| one.off(rated).total_cmp(&other.off(rated)))?;
        (step != 0 && step != SPEEDS && best.limit > 0.0).then_some(best)
    }

    /// Returns the rating to expect after so many repetitions, from 1 to 7.
    #[must_use]
    pub fn after(self, repetitions: u32) -> f64 {
        1.0 + self.limit * risen(self.speed, repetitions)
    }

    /// Returns the repetitions after which 95 % of the limit is reached: ln 20 / c.
    #[must_use]
    pub fn repetitions(self) -> f64 {
        20.0_f64.ln() / self.speed
    }

    /// The curve of this speed with the limit that suits the ratings best, by least squares.
    fn with_speed(speed: f64, rated: &[(u32, Scores)]) -> Self {
        let (mut products, mut squares) = (0.0, 0.0);
        for (repetitions, scores) in rated {
            let risen = risen(speed, *repetitions);
            products += risen * (scores.mean() - 1.0);
            squares += risen * risen;
        }
        let limit = if squares > 0.0 { products / squares } else { 0.0 };
        Self { limit: limit.clamp(0.0, 6.0), speed }
    }

    /// How far off the ratings it lies: the sum of squares.
    fn off(self, rated: &[(u32, Scores)]) -> f64 {
        rated.iter().map(|(repetitions, scores)| (scores.mean() - self.after(*repetitions)).powi(2)).sum()
    }
}

/// The share of its limit that a curve has reached, from 0 to 1.
fn risen(speed: f64, repetitions: u32) -> f64 {
    -(-speed * f64::from(repetitions)).exp_m1()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn scores(scores: &[u8]) -> Scores {
        Scores::try_from(scores.to_vec()).unwrap()
    }

    #[test]
    fn one_item_or_four_make_a_rating() {
        for written in
            [json!({"on": "2026-03-02", "scores": [5]}), json!({"on": "2026-03-02", "scores": [5, 6, 4, 7]})]
        {
            let rating: Rating = serde_json::from_value(written.clone()).unwrap();
            assert_eq!(serde_json::to_value(rating).unwrap(), written);
        }
        assert!((scores(&[5, 6, 4, 7]).mean() - 5.5).abs() < 1e-12);
        assert!((scores(&[3]).mean() - 3.0).abs() < 1e-12);
    }

    #[test]
    fn a_rating_of_a_day_to_come_is_refused() {
        let now: Zoned = "2026-03-02T09:00:00+00:00[UTC]".parse().unwrap();
        let rating = |on: &str| Rating::new(on.parse().unwrap(), scores(&[5]), &now);
        assert_eq!(rating("2026-03-03").unwrap().on, "2026-03-03".parse().unwrap());
        let refused = rating("2062-03-02").unwrap_err().to_string();
        assert!(refused.starts_with("2062-03-02 has not come yet; "), "{refused}");
    }

    #[test]
    fn what_is_not_on_the_scale_is_refused() {
        for (given, refusal) in [
            (vec![], ScoresError::Count(0)),
            (vec![5, 5], ScoresError::Count(2)),
            (vec![0], ScoresError::Range(0)),
            (vec![5, 5, 8, 5], ScoresError::Range(8)),
        ] {
            assert_eq!(Scores::try_from(given), Err(refusal));
        }
    }

    #[test]
    fn the_speeds_of_the_method_come_out() {
        let repetitions = |speed| format!("{:.0}", Curve { limit: 5.0, speed }.repetitions());
        assert_eq!([0.1664, 0.0454, 0.0118].map(repetitions), ["18", "66", "254"]);
        let curve = Curve { limit: 5.0, speed: 0.0454 };
        assert!((curve.after(66) - 5.75).abs() < 0.01 && (curve.after(0) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_curve_is_found_again_from_its_ratings() {
        let rated = [
            (4, [2, 2, 2, 1]),
            (15, [3, 3, 4, 4]),
            (30, [5, 4, 5, 5]),
            (66, [6, 5, 6, 6]),
            (150, [6, 6, 6, 6]),
        ];
        let rated = rated.map(|(repetitions, given)| (repetitions, scores(&given)));
        let curve = Curve::through(&rated).unwrap();
        assert!((50.0..80.0).contains(&curve.repetitions()), "{curve:?}");
        assert!((4.7..5.3).contains(&curve.limit), "{curve:?}");
    }

    #[test]
    fn too_few_ratings_or_none_that_differ_make_no_curve() {
        let rising: Vec<_> =
            (1..=4).map(|step| (10 * step, scores(&[u8::try_from(step).unwrap()]))).collect();
        assert_eq!(Curve::through(&rising), None);
        let at_once: Vec<_> = (1..=6).map(|step| (10, scores(&[step]))).collect();
        assert_eq!(Curve::through(&at_once), None);
        let flat: Vec<_> = (1..=6).map(|step| (10 * step, scores(&[1]))).collect();
        assert_eq!(Curve::through(&flat), None);
        let at_the_top: Vec<_> = (1..=6).map(|step| (10 * step, scores(&[7]))).collect();
        assert_eq!(Curve::through(&at_the_top), None);
    }

    proptest! {
        #[test]
        fn a_curve_stays_on_the_scale(rated in prop::collection::vec((0_u32..200, 1_u8..=7), 0..12), at in any::<u32>()) {
            let rated: Vec<_> = rated.into_iter().map(|(count, score)| (count, Scores::One(score))).collect();
            if let Some(curve) = Curve::through(&rated) {
                prop_assert!((1.0..=7.0).contains(&curve.after(at)));
            }
        }
    }
}
