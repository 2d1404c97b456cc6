//! How far what came is from what was intended.

use std::cmp::Ordering;
use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;
use utoipa::ToSchema;

use crate::account::Met;
use crate::amount::{Amount, Bound};
use crate::unit::Unit;

/// The difference of two amounts in one unit, and whether the intention was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AmountDifference {
    /// The actual value less the intended one, in the unit.
    #[schema(value_type = String, example = "47000")]
    pub by: Decimal,
    /// `by` in percent of the intended value, one decimal place; `None` when zero or less was intended, a temperature, which
    /// has no zero to count from, or percent themselves.
    #[schema(value_type = Option<String>, example = "23.5")]
    pub percent: Option<Decimal>,
    /// What both amounts count: the intended amount's unit, without the whole it is out of, or the smaller of two units of
    /// one kind.
    #[schema(value_type = String)]
    pub unit: Unit,
    /// Whether the intention was met.
    pub met: Met,
}

impl Amount {
    /// Compares what came with what was intended; `None` when the units have nothing in common or the difference is too
    /// large a number. Units of one kind are turned into the smaller of the two.
    ///
    /// A limit decides what is met: "at most" at or below it, "under" below it only, "at least" at it, with more being
    /// better than intended, and "over" above it only; all else is short. Where what came is a limit too ("under 5 %"), it
    /// is said only when it holds for everything that may have come. "About" is met within 10 percent to either side, and
    /// an exact amount by itself; how it stands beyond that only the person knows, and it stays unsaid. Percentages are
    /// rounded half away from zero.
    #[must_use]
    pub fn difference(intended: &Self, actual: &Self) -> Option<AmountDifference> {
        let (meant, came, unit) = intended.in_one_unit(actual)?;
        let by = came.checked_sub(meant)?;
        let has_percent = meant > Decimal::ZERO && !unit.is_temperature() && !unit.is_percent();
        Some(AmountDifference {
            by,
            percent: if has_percent { percent(by, meant) } else { None },
            unit,
            met: met(intended.bound(), meant, actual.bound(), by),
        })
    }

    /// Gives this value and another in the unit that both can be counted in; `None` when there is none, or the number is too
    /// large.
    pub(crate) fn in_one_unit(&self, other: &Self) -> Option<(Decimal, Decimal, Unit)> {
        let (one, two, unit) = self.unit().common(other.unit())?;
        Some((self.value().checked_mul(one)?, other.value().checked_mul(two)?, unit))
    }
}

fn percent(by: Decimal, of: Decimal) -> Option<Decimal> {
    let percent = by.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(of)?;
    Some(percent.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero))
}

fn met(intended: Bound, meant: Decimal, actual: Bound, by: Decimal) -> Met {
    let Some(side) = intended.side() else {
        // Dividing the intended value cannot overflow, multiplying the difference could.
        let is_met = match intended {
            Bound::About => by.abs() <= meant.abs() / Decimal::TEN,
            _ => by.is_zero(),
        };
        return if is_met { Met::AsIntended } else { Met::Unsaid };
    };
    let place = by.cmp(&Decimal::ZERO);
    let (is_inside, is_outside) = match actual.side() {
        None => {
            let is_inside = place == side || place.is_eq() && !intended.is_strict();
            (is_inside, !is_inside)
        }
        // All that may have come lies on the limit's own side of it, or some of it does not.
        Some(came) if came == side => {
            (place == side || place.is_eq() && (!intended.is_strict() || actual.is_strict()), false)
        }
        Some(_) => {
            let is_apart = place.is_eq() && (intended.is_strict() || actual.is_strict());
            (false, place == side.reverse() || is_apart)
        }
    };
    let is_more_than_enough = intended == Bound::AtLeast && place == Ordering::Greater;
    match (is_inside, is_outside) {
        (true, _) if is_more_than_enough => Met::Exceeded,
        (true, _) => Met::AsIntended,
        (_, true) => Met::Short,
        _ => Met::Unsaid,
    }
}

impl fmt::Display for AmountDifference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.by.is_zero() {
            return out.write_str("no difference");
        }
        let plus = |value: Decimal| if value < Decimal::ZERO { "" } else { "+" };
        out.write_str(plus(self.by))?;
        if self.unit.is_percent() {
            let points = if self.by.abs() == Decimal::ONE { "point" } else { "points" };
            return write!(out, "{} percentage {points}", self.by.normalize());
        }
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
            ("95 %", "90 %", "-5 percentage points"),
            ("2.5 percent", "3.5 percent", "+1 percentage point"),
            ("0 errors", "5 errors", "+5 errors"),
            ("3", "3.0", "no difference"),
            ("-10 °C", "-5 °C", "+5 °C"),
            ("-3 C", "2 C", "+5 C"),
            ("20 °C", "22 °C", "+2 °C"),
            ("-$5", "$5", "+$10"),
            ("3 km", "3500 m", "+500 m (+16.7 %)"),
            ("10 minutes", "2 hours", "+110 minutes (+1100.0 %)"),
            ("2 hours", "90 min", "-30 min (-25.0 %)"),
            ("1.5 kg", "1500 g", "no difference"),
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
            ("under 200", "200", Met::Short),
            ("under 200", "201", Met::Short),
            ("less than 5%", "5%", Met::Short),
            ("at most 200", "200", Met::AsIntended),
            ("at most 200", "201", Met::Short),
            ("at least 3", "4", Met::Exceeded),
            ("at least 3", "3", Met::AsIntended),
            ("at least 3", "2", Met::Short),
            ("over 3", "4", Met::AsIntended),
            ("over 3", "3", Met::Short),
            ("3", "3", Met::AsIntended),
            ("40 pages", "44 pages", Met::Unsaid),
            ("40 pages", "36 pages", Met::Unsaid),
            ("about 200", "220", Met::AsIntended),
            ("about 200", "180", Met::AsIntended),
            ("about 200", "221", Met::Unsaid),
            ("about 0", "0.1", Met::Unsaid),
            ("at most 2 hours", "110 minutes", Met::AsIntended),
            ("under 2 hours", "120 minutes", Met::Short),
        ] {
            assert_eq!(difference(intended, actual).met, met, "{intended} / {actual}");
        }
    }

    #[test]
    fn what_came_may_be_a_limit_too() {
        for (intended, actual, met) in [
            ("under 5 %", "under 5 %", Met::AsIntended),
            ("at most 5 %", "under 5 %", Met::AsIntended),
            ("under 5 %", "at most 5 %", Met::Unsaid),
            ("under 5 %", "under 4 %", Met::AsIntended),
            ("under 5 %", "under 6 %", Met::Unsaid),
            ("under 5 %", "over 5 %", Met::Short),
            ("at most 5 %", "over 5 %", Met::Short),
            ("at most 5 %", "at least 5 %", Met::Unsaid),
            ("under 5 %", "over 4 %", Met::Unsaid),
            ("at least 3", "over 3", Met::AsIntended),
            ("at least 3", "at least 4", Met::Exceeded),
            ("at least 3", "under 3", Met::Short),
            ("under 5 %", "about 5 %", Met::Short),
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
        for pair in [
            ["5 km", "5 miles"],
            ["5 km", "5 hours"],
            ["2 days", "16 hours"],
            ["9 of 10", "22 of 27"],
            ["9 signatures", "22 of 27"],
        ] {
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
