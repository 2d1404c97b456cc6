//! Where asking begins, and how sure a sum is, read off sentences whose writer was left out of the learning.

use crate::Origin;

/// How often questions have to be right on writers that were left out, and hints. By now somebody new is read as well.
const NUDGE_PRECISION: f64 = 0.90;
pub(crate) const HINT_PRECISION: f64 = 0.80;

/// Flaws whose questions have to be right more often, since they are read worse in somebody new than the others.
const LESS_STEADY: [(&str, f64); 2] = [("F5", 0.91), ("F6", 0.92)];

/// A flaw that reports really have now and then ("it should have been tested"), and how many of a thousand of their sentences
/// may be asked about.
const REPORTED: (&str, f64) = ("F11", 5.0);

/// How many of a thousand sentences of calm prose may be asked about.
const MOST_OF_A_THOUSAND: f64 = 3.0;

/// How many of a thousand good answers by a writer who was left out may be asked about, for each flaw.
const MOST_OF_A_THOUSAND_PLAIN: f64 = 35.0;

/// The least chance that somebody would ask too at which a question is put.
const LEAST_CHANCE: f64 = 0.5;

/// The same for a hint.
pub(crate) const HINT_CHANCE: f64 = 0.3;

/// How much prose and good answers count where a chance is read off a sum: in them flaws are seldom on purpose.
const BESIDE: f64 = 0.3;

/// What was made of a sentence whose writer was left out.
pub(crate) struct LeftOut {
    pub(crate) sum: f64,
    pub(crate) has_flaw: bool,
    pub(crate) origin: Origin,
}

/// The sums from which a question would be right often enough, calm prose and good answers quiet enough, and the flaw more
/// likely than not. Asking begins at the highest of them.
pub(crate) struct Limits {
    right: f64,
    calm: f64,
    plain: f64,
    likely: f64,
}

impl Limits {
    pub(crate) fn of(name: &str, seen: &[LeftOut], (slope, shift): (f64, f64)) -> Self {
        let precision = LESS_STEADY
            .iter()
            .find(|(steady, _)| *steady == name)
            .map_or(NUDGE_PRECISION, |(_, precision)| *precision);
        let calm = if name == REPORTED.0 { REPORTED.1 } else { MOST_OF_A_THOUSAND };
        Self {
            right: from(seen, precision),
            calm: quiet(seen, Origin::Unjudged, calm),
            plain: quiet(seen, Origin::Plain, MOST_OF_A_THOUSAND_PLAIN),
            likely: ((LEAST_CHANCE / (1.0 - LEAST_CHANCE)).ln() - shift) / slope,
        }
    }

    pub(crate) fn all(&self) -> [f64; 4] {
        [self.right, self.calm, self.plain, self.likely]
    }

    pub(crate) fn highest(&self) -> f64 {
        self.all().into_iter().fold(f64::NEG_INFINITY, f64::max)
    }
}

/// Finds the lowest sum from which so many are right, among writers; prose is too one-sided to count.
pub(crate) fn from(seen: &[LeftOut], precision: f64) -> f64 {
    let (mut right, mut all, mut lowest) = (0.0, 0.0, f64::INFINITY);
    for one in seen.iter().filter(|one| one.origin == Origin::Writer) {
        all += 1.0;
        right += f64::from(u8::from(one.has_flaw));
        if right / all >= precision {
            lowest = one.sum;
        }
    }
    lowest
}

/// Finds the sum that only so few of a thousand sentences of an origin reach that have no flaw.
fn quiet(seen: &[LeftOut], origin: Origin, most: f64) -> f64 {
    let without: Vec<f64> = seen.iter().filter(|one| one.origin == origin).map(|one| one.sum).collect();
    let most = (without.len() as f64 * most / 1000.0).floor() as usize;
    without.get(most).map_or(f64::NEG_INFINITY, |sum| sum + 1e-6)
}

/// Fits Platt's scaling by Newton's method on what was left out.
pub(crate) fn scaled(seen: &[LeftOut]) -> (f64, f64) {
    let (mut slope, mut shift) = (1.0_f64, 0.0_f64);
    for _ in 0..50 {
        let (mut g, mut h) = ([0.0; 2], [1e-9, 0.0, 1e-9]);
        for one in seen {
            let chance = 1.0 / (1.0 + (-(slope * one.sum + shift)).exp());
            let counts = if one.origin == Origin::Writer { 1.0 } else { BESIDE };
            let off = counts * (chance - f64::from(u8::from(one.has_flaw)));
            let spread = counts * chance * (1.0 - chance);
            g = [g[0] + off * one.sum, g[1] + off];
            h = [h[0] + spread * one.sum * one.sum, h[1] + spread * one.sum, h[2] + spread];
        }
        let determinant = h[0] * h[2] - h[1] * h[1];
        slope -= (h[2] * g[0] - h[1] * g[1]) / determinant;
        shift -= (h[0] * g[1] - h[1] * g[0]) / determinant;
    }
    (slope, shift)
}

pub(crate) fn recall(seen: &[LeftOut], from: f64) -> f64 {
    let with = seen.iter().filter(|one| one.has_flaw && one.origin == Origin::Writer);
    with.clone().filter(|one| one.sum >= from).count() as f64 / with.count().max(1) as f64
}

pub(crate) fn area(seen: &[LeftOut]) -> f64 {
    let (mut with, mut pairs) = (0.0, 0.0);
    for one in seen.iter().filter(|one| one.origin == Origin::Writer) {
        if one.has_flaw {
            with += 1.0;
        } else {
            pairs += with;
        }
    }
    let without = seen.iter().filter(|one| one.origin == Origin::Writer && !one.has_flaw).count() as f64;
    pairs / (with * without)
}
