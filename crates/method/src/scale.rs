//! Units of one kind: how many metres a kilometre has, and how many minutes an hour.

use rust_decimal::Decimal;

/// What is measured, where units of it can be turned into one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Length,
    Mass,
    Volume,
    /// From milliseconds to hours: a day may be one of work, which has fewer.
    Time,
    /// Days and weeks, as they stand in the calendar.
    Days,
}

/// A unit of a kind, and how many of the kind's smallest it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scale {
    kind: Kind,
    size: i64,
}

/// The units that are known, in small letters and the singular; the smallest of each kind has size 1.
const KNOWN: [(Kind, i64, &[&str]); 19] = [
    (Kind::Length, 1, &["mm", "millimetre", "millimeter"]),
    (Kind::Length, 10, &["cm", "centimetre", "centimeter"]),
    (Kind::Length, 1_000, &["m", "metre", "meter"]),
    (Kind::Length, 1_000_000, &["km", "kilometre", "kilometer"]),
    (Kind::Mass, 1, &["mg", "milligram", "milligramme"]),
    (Kind::Mass, 1_000, &["g", "gram", "gramme"]),
    (Kind::Mass, 1_000_000, &["kg", "kilo", "kilogram", "kilogramme"]),
    (Kind::Mass, 1_000_000_000, &["t", "tonne"]),
    (Kind::Volume, 1, &["ml", "millilitre", "milliliter"]),
    (Kind::Volume, 10, &["cl", "centilitre", "centiliter"]),
    (Kind::Volume, 100, &["dl", "decilitre", "deciliter"]),
    (Kind::Volume, 1_000, &["l", "litre", "liter"]),
    (Kind::Time, 1, &["ms", "millisecond"]),
    (Kind::Time, 1_000, &["s", "sec", "second"]),
    (Kind::Time, 60_000, &["min", "minute"]),
    (Kind::Time, 3_600_000, &["h", "hr", "hour"]),
    (Kind::Days, 1, &["day"]),
    (Kind::Days, 7, &["week"]),
    (Kind::Days, 14, &["fortnight"]),
];

impl Scale {
    /// Finds the scale of a unit that stands alone; `None` for all others.
    pub(crate) fn of(unit: &str) -> Option<Self> {
        let unit = unit.trim().trim_end_matches('.').to_lowercase();
        let known = |word: &str| {
            let found = KNOWN.into_iter().find(|(_, _, names)| names.contains(&word));
            found.map(|(kind, size, _)| Self { kind, size })
        };
        // "ms" are milliseconds before they are several m.
        known(&unit).or_else(|| known(unit.strip_suffix('s').filter(|singular| singular.len() > 1)?))
    }

    /// Says how many of the smaller of two units each has; `None` when they are of different kinds.
    pub(crate) fn beside(self, other: Self) -> Option<(Decimal, Decimal)> {
        let smaller = self.size.min(other.size);
        let is_whole = self.size % smaller == 0 && other.size % smaller == 0;
        (self.kind == other.kind && is_whole)
            .then(|| ((self.size / smaller).into(), (other.size / smaller).into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beside(one: &str, other: &str) -> Option<(i64, i64)> {
        let (one, other) = Scale::of(one)?.beside(Scale::of(other)?)?;
        Some((one.try_into().unwrap(), other.try_into().unwrap()))
    }

    #[test]
    fn units_of_one_kind_are_counted_in_the_smaller() {
        assert_eq!(beside("km", "m"), Some((1_000, 1)));
        assert_eq!(beside("minutes", "Hours"), Some((1, 60)));
        assert_eq!(beside("min", "mins"), Some((1, 1)));
        assert_eq!(beside("ms", "s"), Some((1, 1_000)));
        assert_eq!(beside("g", "t"), Some((1, 1_000_000)));
        assert_eq!(beside("l", "dl"), Some((10, 1)));
        assert_eq!(beside("weeks", "days"), Some((7, 1)));
    }

    #[test]
    fn other_kinds_and_other_words_are_not_turned() {
        for (one, other) in [
            ("km", "kg"),
            ("m", "min"),
            ("hours", "days"),
            ("km", "miles"),
            ("pages", "pages"),
            ("km per h", "m"),
        ] {
            assert_eq!(beside(one, other), None, "{one} / {other}");
        }
    }

    #[test]
    fn every_size_holds_the_smaller_ones_of_its_kind() {
        for (kind, size, _) in KNOWN {
            for (_, other, _) in KNOWN.into_iter().filter(|(other, ..)| *other == kind) {
                assert_eq!(size.max(other) % size.min(other), 0, "{size} and {other}");
            }
        }
    }
}
