//! How far what came is from what was intended.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;
use utoipa::ToSchema;

use crate::account::Met;
use crate::amount::{Amount, Bound};
use crate::unit::Unit;

/// The difference of two amounts in the same unit, and whether the intention was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AmountDifference {
    /// The actual value less the intended one, in the unit.
    #[schema(value_type = String, example = "47000")]
    pub by: Decimal,
    /// `by` in percent of the intended value's size, one decimal place; `None` when zero was intended.
    #[schema(value_type = Option<String>, example = "23.5")]
    pub percent: Option<Decimal>,
    /// What both amounts count: the intended amount's unit, without the whole it is out of.
    #[schema(value_type = String)]
    pub unit: Unit,
    /// Whether the intention was met.
    pub met: Met,
}

impl Amount {
    /// Compares what came with what was intended; `None` when the units differ or the difference is too large a number.
    ///
    /// The intended amount's bound decides: "at most" is met at or below it, "at least" is met at it and exceeded
    /// above it, "about" is met within 10 percent to either side, and an exact amount by itself only. All else is
    /// short. The actual amount's own bound plays no part. Percentages are rounded half away from zero.
    #[must_use]
    pub fn difference(intended: &Self, actual: &Self) -> Option<AmountDifference> {
        if !intended.unit().is_same(actual.unit()) {
            return None;
        }
        let by = actual.value().checked_sub(intended.value())?;
        Some(AmountDifference {
            by,
            percent: percent(by, intended.value().abs()),
            unit: intended.unit().counted(),
            met: met(intended, by),
        })
    }
}

fn percent(by: Decimal, of: Decimal) -> Option<Decimal> {
    let percent = by.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(of)?;
    Some(percent.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero))
}

fn met(intended: &Amount, by: Decimal) -> Met {
    let is_met = match intended.bound() {
        Bound::AtMost => by <= Decimal::ZERO,
        Bound::AtLeast if by > Decimal::ZERO => return Met::Exceeded,
        // Dividing the intended value cannot overflow, multiplying the difference could.
        Bound::About => by.abs() <= intended.value().abs() / Decimal::TEN,
        Bound::AtLeast | Bound::Exactly => by.is_zero(),
    };
    if is_met { Met::AsIntended } else { Met::Short }
}

impl fmt::Display for AmountDifference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.by.is_zero() {
            return out.write_str("no difference");
        }
        let plus = |value: Decimal| if value < Decimal::ZERO { "" } else { "+" };
        out.write_str(plus(self.by))?;
        self.unit.write_with(self.by, out)?;
        match self.percent {
            Some(percent) => write!(out, " ({}{percent:.1} %)", plus(percent)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn difference(intended: &str, actual: &str) -> AmountDifference {
        Amount::difference(&intended.parse().unwrap(), &actual.parse().unwrap()).unwrap()
    }

    #[test]
    fn a_budget_overrun_is_told_in_money_and_percent() {
        let overrun = difference("under $200K", "$247K");
        assert_eq!(overrun.by, 47_000.into());
        assert_eq!(overrun.percent, Some(Decimal::new(235, 1)));
        assert_eq!((overrun.unit.as_str(), overrun.met), ("$", Met::Short));
        assert_eq!(overrun.to_string(), "+$47,000 (+23.5 %)");
    }

    #[test]
    fn a_difference_reads_well() {
        for (intended, actual, shown) in [
            ("about 226 km", "57 km", "-169 km (-74.8 %)"),
            ("$100", "$90", "-$10 (-10.0 %)"),
            ("0 errors", "5 errors", "+5 errors"),
            ("3", "3.0", "no difference"),
            ("-10 °C", "-5 °C", "+5 °C (+50.0 %)"),
            ("9", "22 of 27", "+13 (+144.4 %)"),
            ("at least 24 of 28 pupils", "22 of 28 pupils", "-2 pupils (-8.3 %)"),
        ] {
            assert_eq!(difference(intended, actual).to_string(), shown);
        }
    }

    #[test]
    fn the_bound_decides_what_is_met() {
        for (intended, actual, met) in [
            ("under 200", "180", Met::AsIntended),
            ("under 200", "200", Met::AsIntended),
            ("under 200", "201", Met::Short),
            ("at least 3", "4", Met::Exceeded),
            ("at least 3", "3", Met::AsIntended),
            ("at least 3", "2", Met::Short),
            ("3", "3", Met::AsIntended),
            ("3", "4", Met::Short),
            ("about 200", "220", Met::AsIntended),
            ("about 200", "180", Met::AsIntended),
            ("about 200", "221", Met::Short),
            ("about 0", "0.1", Met::Short),
        ] {
            assert_eq!(difference(intended, actual).met, met, "{intended} / {actual}");
        }
    }

    #[test]
    fn percentages_are_rounded_half_away_from_zero() {
        assert_eq!(difference("2000", "2001").percent, Some(Decimal::new(1, 1)));
        assert_eq!(difference("2000", "1999").percent, Some(Decimal::new(-1, 1)));
    }

    #[test]
    fn amounts_in_other_units_have_no_difference() {
        for pair in [["5 km", "5 miles"], ["9 of 10", "22 of 27"], ["9 signatures", "22 of 27"]] {
            let [one, other] = pair.map(|text| text.parse::<Amount>().unwrap());
            assert_eq!(Amount::difference(&one, &other), None, "{pair:?}");
        }
    }

    #[test]
    fn numbers_too_large_to_subtract_have_no_difference() {
        let [one, other] = ["-79228162514264337593543950335", "79228162514264337593543950335"]
            .map(|text| text.parse::<Amount>().unwrap());
        assert_eq!(Amount::difference(&one, &other), None);
    }

    proptest! {
        #[test]
        fn no_two_numbers_panic(
            one in "(under |about )?-?[0-9]{1,28}",
            other in "-?[0-9]{1,14}\\.[0-9]{1,14}",
        ) {
            let [one, other] = [one, other].map(|text| text.parse::<Amount>().unwrap());
            for difference in [Amount::difference(&one, &other), Amount::difference(&other, &one)].into_iter().flatten() {
                prop_assert!(!difference.to_string().is_empty());
            }
        }
    }
}
