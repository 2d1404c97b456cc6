//! The middle of many directions, and how alike two of them are as they are seen from there.
//!
//! All entries have in common that they are entries, and long ones more than short ones. Seen from the middle that counts
//! for nothing, so one number means the same for a line and for a long story.

use crate::vector::{Vector, dot};

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
        self.turned(one.0.cosine(other.0), one.1, other.1)
    }

    /// Turns the cosine of two directions into that of the angle between them from here.
    fn turned(&self, cosine: f32, one: Seen, other: Seen) -> f32 {
        let lengths = one.rest * other.rest;
        if lengths <= f32::EPSILON {
            return 0.0;
        }
        let product = cosine - (one.along + other.along) + self.square;
        (product / lengths).clamp(-1.0, 1.0)
    }
}

/// Many directions one after another in one piece of memory: looked up all over the place, each takes one step instead of
/// three.
#[derive(Debug, Clone, Default)]
pub(crate) struct Directions {
    values: Vec<i8>,
    /// How many dimensions each has: as many as most have, and those with another number of them point nowhere.
    dimensions: usize,
    /// The length of each as it is kept, 0 for what points nowhere, and how it lies to the middle.
    seen: Vec<(f32, Seen)>,
}

impl Directions {
    pub(crate) fn seen_from<'v>(
        middle: &Middle,
        vectors: impl Iterator<Item = Option<&'v Vector>> + Clone,
    ) -> Self {
        let dimensions = vectors.clone().flatten().map(Vector::dimensions).max().unwrap_or_default();
        let mut directions = Self { dimensions, ..Self::default() };
        for vector in vectors {
            let vector = vector.filter(|vector| vector.dimensions() == dimensions);
            let seen = vector.map_or((0.0, Seen { along: 0.0, rest: 0.0 }), |vector| {
                (vector.length(), middle.seen(vector))
            });
            directions.seen.push(seen);
            let end = directions.values.len() + dimensions;
            directions.values.extend(vector.into_iter().flat_map(Vector::values));
            directions.values.resize(end, 0);
        }
        directions
    }

    /// Returns one dimension of a direction; 0 where there is none.
    pub(crate) fn at(&self, place: usize, dimension: usize) -> i8 {
        self.values_of(place).get(dimension).copied().unwrap_or_default()
    }

    /// Returns the cosine of the angle between two of them from the middle; 0 where one points nowhere or is the middle.
    pub(crate) fn cosine(&self, one: usize, other: usize, middle: &Middle) -> f32 {
        let ((own, one_seen), (others, other_seen)) = (self.seen[one], self.seen[other]);
        if own <= 0.0 || others <= 0.0 {
            return 0.0;
        }
        let cosine = dot(self.values_of(one), self.values_of(other)) / (own * others);
        middle.turned(cosine, one_seen, other_seen)
    }

    fn values_of(&self, place: usize) -> &[i8] {
        &self.values[place * self.dimensions..(place + 1) * self.dimensions]
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
