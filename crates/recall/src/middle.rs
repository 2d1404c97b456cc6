//! The middle of many directions, and how alike two of them are as they are seen from there.
//!
//! All entries have in common that they are entries, and long ones more than short ones. Seen from the middle that counts
//! for nothing, so one number means the same for a line and for a long story.

use crate::vector::Vector;

/// The middle of a few directions is no middle yet: as if so many more stood at nothing.
const UNDIRECTED: f32 = 10.0;

/// Directions added up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sum {
    values: Vec<f32>,
    count: f32,
}

/// The middle of directions that were added up.
#[derive(Debug, Clone)]
pub(crate) struct Middle {
    values: Vec<f32>,
    /// The product of the middle with itself.
    square: f32,
}

/// How a direction lies to the middle.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    /// The product of the direction with the middle.
    along: f32,
    /// The length of the direction without the middle.
    rest: f32,
}

impl Sum {
    pub(crate) fn add(&mut self, vector: &Vector) {
        vector.add_to(&mut self.values, 1.0);
        self.count += 1.0;
    }

    pub(crate) fn take_away(&mut self, vector: &Vector) {
        vector.add_to(&mut self.values, -1.0);
        self.count -= 1.0;
    }

    pub(crate) fn middle(&self) -> Middle {
        let values: Vec<f32> = self.values.iter().map(|value| value / (self.count + UNDIRECTED)).collect();
        let square = values.iter().map(|value| value * value).sum();
        Middle { values, square }
    }
}

impl Middle {
    pub(crate) fn seen(&self, vector: &Vector) -> Seen {
        let along = vector.along(&self.values);
        Seen { along, rest: (1.0 - 2.0 * along + self.square).max(0.0).sqrt() }
    }

    /// Returns the cosine of the angle between two directions from here; 0 where one of them is the middle.
    pub(crate) fn cosine(&self, one: (&Vector, Seen), other: (&Vector, Seen)) -> f32 {
        let lengths = one.1.rest * other.1.rest;
        if lengths <= f32::EPSILON {
            return 0.0;
        }
        let product = one.0.cosine(other.0) - (one.1.along + other.1.along) + self.square;
        (product / lengths).clamp(-1.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(values: [f32; 3]) -> Vector {
        Vector::pointing(&values).unwrap()
    }

    #[test]
    fn what_all_have_in_common_counts_for_nothing() {
        let (left, right) = (vector([5.0, 1.0, 0.0]), vector([5.0, -1.0, 0.0]));
        let mut sum = Sum::default();
        for _ in 0..500 {
            sum.add(&left);
            sum.add(&right);
        }
        let middle = sum.middle();
        assert!(left.cosine(&right) > 0.9);
        assert!(middle.cosine((&left, middle.seen(&left)), (&right, middle.seen(&right))) < -0.9);
    }

    #[test]
    fn what_was_taken_away_was_never_there_and_few_are_no_middle() {
        let (one, other) = (vector([1.0, 2.0, 0.0]), vector([0.0, 2.0, 1.0]));
        let mut sum = Sum::default();
        sum.add(&one);
        sum.take_away(&one);
        let middle = sum.middle();
        let seen = middle.cosine((&one, middle.seen(&one)), (&other, middle.seen(&other)));
        assert!((seen - one.cosine(&other)).abs() < 1e-6);
        sum.add(&one);
        assert!(sum.middle().seen(&one).rest > 0.9, "one alone is not its own middle");
    }
}
