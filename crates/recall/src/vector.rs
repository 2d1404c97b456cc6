//! What a text means, as a direction: texts about the same thing point the same way.

/// A direction in as many dimensions as its table has, in one byte each.
///
/// It is kept as bytes beside an entry and compared as it is kept, so that what was computed yesterday and what is
/// computed now are alike in the same way.
#[derive(Debug, Clone, PartialEq)]
pub struct Vector {
    values: Box<[i8]>,
    length: f32,
}

impl Vector {
    /// Keeps a direction, whatever its length; `None` for one that points nowhere.
    #[must_use]
    pub fn pointing(values: &[f32]) -> Option<Self> {
        let most = values.iter().fold(0.0_f32, |most, value| most.max(value.abs()));
        if !most.is_finite() || most <= f32::MIN_POSITIVE {
            return None;
        }
        Some(Self::of(values.iter().map(|value| as_byte(value / most)).collect()))
    }

    /// Reads a direction from the bytes of [`to_bytes`](Self::to_bytes).
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self::of(bytes.iter().map(|byte| byte.cast_signed()).collect())
    }

    fn of(values: Box<[i8]>) -> Self {
        let length = dot(&values, &values).sqrt();
        Self { values, length }
    }

    /// Writes the direction, one byte a dimension.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.values.iter().map(|value| value.cast_unsigned()).collect()
    }

    /// Returns the number of dimensions.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.values.len()
    }

    /// Lists the dimensions as they are kept.
    pub(crate) fn values(&self) -> &[i8] {
        &self.values
    }

    /// Returns the length as it is kept; 0 for what points nowhere.
    pub(crate) fn length(&self) -> f32 {
        self.length
    }

    /// Adds the direction, with a length of 1, to a sum of directions so many times; the sum grows to its dimensions.
    pub(crate) fn add_to(&self, sum: &mut Vec<f32>, times: f32) {
        if sum.len() < self.values.len() {
            sum.resize(self.values.len(), 0.0);
        }
        for (sum, value) in sum.iter_mut().zip(&self.values) {
            *sum += times * f32::from(*value) / self.length.max(1.0);
        }
    }

    /// Returns the product of the direction, at length 1, with a vector of as many dimensions.
    pub(crate) fn along(&self, other: &[f32]) -> f32 {
        let dot: f32 = self.values.iter().zip(other).map(|(own, other)| f32::from(*own) * other).sum();
        dot / self.length.max(1.0)
    }

    /// Returns the cosine of the angle between two directions: 1 for the same, 0 for unrelated ones, −1 for opposite
    /// ones; 0 where one points nowhere or they have different dimensions.
    #[must_use]
    pub fn cosine(&self, other: &Self) -> f32 {
        if self.values.len() != other.values.len() {
            return 0.0;
        }
        let lengths = self.length * other.length;
        if lengths > 0.0 { dot(&self.values, &other.values) / lengths } else { 0.0 }
    }
}

/// Returns the product of two directions as they are kept.
#[expect(clippy::cast_precision_loss, reason = "the last of seven digits does not matter")]
pub(crate) fn dot(one: &[i8], other: &[i8]) -> f32 {
    one.iter().zip(other).map(|(one, other)| i32::from(i16::from(*one) * i16::from(*other))).sum::<i32>()
        as f32
}

/// Takes a number from −1 to 1 to a byte from −127 to 127.
#[expect(clippy::cast_possible_truncation, reason = "127 times a number from −1 to 1 fits")]
fn as_byte(value: f32) -> i8 {
    (value * 127.0).round() as i8
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_same_direction_is_1_whatever_its_length() {
        let (near, far) =
            (Vector::pointing(&[0.1, 0.2, -0.3]).unwrap(), Vector::pointing(&[10.0, 20.0, -30.0]).unwrap());
        assert!((near.cosine(&far) - 1.0).abs() < 1e-6);
        assert!(near.cosine(&Vector::pointing(&[-0.1, -0.2, 0.3]).unwrap()) < -0.999);
        assert!(near.cosine(&Vector::pointing(&[2.0, -1.0, 0.0]).unwrap()).abs() < 0.01);
    }

    #[test]
    fn what_points_nowhere_is_no_vector_and_strangers_are_unrelated() {
        assert_eq!(Vector::pointing(&[0.0, 0.0]), None);
        assert_eq!(Vector::pointing(&[f32::NAN, f32::INFINITY]), None);
        let vector = Vector::pointing(&[1.0, 2.0]).unwrap();
        assert!(vector.cosine(&Vector::from_bytes(&[])).abs() < f32::EPSILON);
        assert!(vector.cosine(&Vector::from_bytes(&[1])).abs() < f32::EPSILON);
        assert!(vector.cosine(&Vector::from_bytes(&[0, 0])).abs() < f32::EPSILON);
    }

    proptest! {
        #[test]
        fn bytes_come_back_and_keep_the_angle(values in proptest::collection::vec(-1.0_f32..1.0, 64)) {
            prop_assume!(values.iter().any(|value| value.abs() > 0.1));
            let vector = Vector::pointing(&values).unwrap();
            prop_assert_eq!(&Vector::from_bytes(&vector.to_bytes()), &vector);
            let kept: Vec<f32> = vector.values.iter().map(|value| f32::from(*value)).collect();
            let dot: f32 = values.iter().zip(&kept).map(|(one, two)| one * two).sum();
            let length = |values: &[f32]| values.iter().map(|value| value * value).sum::<f32>().sqrt();
            prop_assert!(dot / (length(&values) * length(&kept)) > 0.999);
        }
    }
}
