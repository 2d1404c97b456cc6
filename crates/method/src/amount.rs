//! Amounts as people write them: "under $200K", "about 226 km", "3 signatures".

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::{skip_space, skip_words};
use crate::numeral::{factor, number};
use crate::unit::{MOST_UNIT_CHARACTERS, Unit, currency_sign};
use crate::written::written;

/// The most characters that an amount may have as it is written.
pub const MOST_AMOUNT_CHARACTERS: usize = 200;

/// A number with its unit, and whether it is a limit.
///
/// Read are words for the limit ("under", "at most", "≥", "about"), a sign, a currency before or after the number,
/// commas between thousands, a point before the fraction, and the factors thousand, million, billion, bn, and k, K or M
/// right after the digits. `m` means metres, except beside a currency. All the rest is the unit, so that "3 of 3
/// signatures" is 3 of the unit "of 3 signatures". Kept and shown as it was written, but for the space around it; what is
/// compared is read from that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Amount {
    written: String,
    bound: Bound,
    value: Decimal,
    unit: Unit,
}

written!(
    Amount,
    "Amount",
    "A number with its unit, after \"under\", \"at most\", \"over\", \"at least\" or \"about\" if it is not exact. It is kept as it was written.",
    "under $200K",
    "about 226 km",
    "3 signatures"
);

/// Whether an amount is a limit, on which side, and whether it reaches up to the number itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// This or less: "at most", "up to", "≤".
    AtMost,
    /// Less than this: "under", "less than", "<".
    Below,
    /// This or more: "at least", "no less than", "≥".
    AtLeast,
    /// More than this: "over", "more than", ">".
    Above,
    /// Near this: "about", "~".
    About,
    /// This.
    Exactly,
}

/// Why a text is no amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// No number where it belongs.
    #[error(
        "there is no number at the start; write the amount in digits, like 226 km, $200K or at least 3 signatures"
    )]
    NoNumber,
    /// Digits, commas and points that are no number, or may be one of two.
    #[error("this number can be read in more than one way; write it like 1,250.50 or 1250.50")]
    Malformed,
    /// A range, a fraction, a date or a time.
    #[error("there is more than one number; write a single one, like at least 150 km or about 160 km")]
    Several,
    /// Too large, or with too many digits after the point.
    #[error("this number has more digits than can be kept exactly; write it with at most 28")]
    TooManyDigits,
    /// More than [`MOST_UNIT_CHARACTERS`]; carries the length in characters.
    #[error("the unit has {0} characters; keep it to {MOST_UNIT_CHARACTERS}")]
    LongUnit(usize),
    /// More than [`MOST_AMOUNT_CHARACTERS`], or more than one line.
    #[error(
        "an amount is one short line; keep it to a number and its unit, and put the rest into the words beside it"
    )]
    TooLong,
}

impl Amount {
    /// Borrows it as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Returns whether it is a limit.
    #[must_use]
    pub fn bound(&self) -> Bound {
        self.bound
    }

    /// Returns the number, with the factor ("K", "million") multiplied in.
    #[must_use]
    pub fn value(&self) -> Decimal {
        self.value
    }

    /// Returns what is counted or measured.
    #[must_use]
    pub fn unit(&self) -> &Unit {
        &self.unit
    }
}

impl Bound {
    /// Says whether the number itself is left out: "under", "over".
    #[must_use]
    pub fn is_strict(self) -> bool {
        matches!(self, Self::Below | Self::Above)
    }

    /// Says on which side of the number a limit leaves room: less below it, greater above it; `None` for what is no limit.
    #[must_use]
    pub fn side(self) -> Option<Ordering> {
        match self {
            Self::AtMost | Self::Below => Some(Ordering::Less),
            Self::AtLeast | Self::Above => Some(Ordering::Greater),
            Self::About | Self::Exactly => None,
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.written)
    }
}

impl FromStr for Amount {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, AmountError> {
        let text = text.trim();
        let written = text.to_owned();
        if text.chars().nth(MOST_AMOUNT_CHARACTERS).is_some() || text.chars().any(char::is_control) {
            return Err(AmountError::TooLong);
        }
        let (bound, rest) = bound(text);
        let (is_negative, rest) = minus(rest);
        let (mut currency, rest) = currency(rest).map_or((None, rest), |(sign, rest)| (Some(sign), rest));
        let (is_negative, rest) = if is_negative { (true, rest) } else { minus(rest) };
        let (mut value, mut rest) = number(rest)?;
        loop {
            let (factor, after) = if let Some((factor, after)) = factor(rest, currency.is_some()) {
                (factor, after)
            } else if currency.is_none()
                && let Some((sign, after)) = currency_sign(rest.trim_start())
            {
                currency = Some(sign);
                (Decimal::ONE, after)
            } else {
                break;
            };
            if factor != Decimal::ONE {
                value = value.checked_mul(factor).ok_or(AmountError::TooManyDigits)?.normalize();
            }
            rest = after;
        }
        if is_negative && !value.is_zero() {
            value.set_sign_negative(true);
        }
        Ok(Self { written, bound, value, unit: Unit::read(currency.unwrap_or_default(), rest)? })
    }
}

const BOUNDS: [(Bound, &[&str]); 6] = [
    (
        Bound::AtMost,
        &[
            "at most",
            "no more than",
            "not more than",
            "not over",
            "not above",
            "up to",
            "within",
            "maximum",
            "max.",
            "max",
        ],
    ),
    (Bound::Below, &["under", "below", "less than", "fewer than"]),
    (
        Bound::AtLeast,
        &[
            "at least",
            "no less than",
            "no fewer than",
            "not less than",
            "not fewer than",
            "not under",
            "not below",
            "minimum",
            "min.",
            "min",
        ],
    ),
    (Bound::Above, &["over", "above", "more than"]),
    (
        Bound::About,
        &["about", "around", "approximately", "approx.", "approx", "roughly", "circa", "ca.", "ca"],
    ),
    (Bound::Exactly, &["exactly", "precisely"]),
];

const BOUND_SIGNS: [(&str, Bound); 9] = [
    ("<=", Bound::AtMost),
    ("≤", Bound::AtMost),
    ("<", Bound::Below),
    (">=", Bound::AtLeast),
    ("≥", Bound::AtLeast),
    (">", Bound::Above),
    ("~", Bound::About),
    ("≈", Bound::About),
    ("=", Bound::Exactly),
];

fn bound(text: &str) -> (Bound, &str) {
    let words = BOUNDS.into_iter().flat_map(|(bound, all)| all.iter().map(move |words| (bound, *words)));
    let mut read = words.filter_map(|(bound, words)| Some((bound, skip_words(text, words)?)));
    let sign = || BOUND_SIGNS.into_iter().find_map(|(sign, bound)| Some((bound, text.strip_prefix(sign)?)));
    let (bound, rest) = read.next().or_else(sign).unwrap_or((Bound::Exactly, text));
    (bound, skip_space(rest))
}

/// Reads a sign that touches what follows; "- 5" is an item of a list, not a negative number.
fn minus(text: &str) -> (bool, &str) {
    match text.strip_prefix(['-', '−']) {
        Some(rest) if !rest.starts_with(char::is_whitespace) => (true, rest),
        _ => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// Reads a currency before the number: a sign, or a code of three capitals.
fn currency(text: &str) -> Option<(&str, &str)> {
    let code = || {
        let code = text.get(..3).filter(|code| code.bytes().all(|byte| byte.is_ascii_uppercase()))?;
        Some((code, &text[3..]))
    };
    currency_sign(text).or_else(code).map(|(currency, rest)| (currency, skip_space(rest)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn amount(text: &str) -> Amount {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    /// Writes the number and its unit as they were understood.
    fn reading(amount: &Amount) -> String {
        struct Reading<'a>(&'a Amount);
        impl fmt::Display for Reading<'_> {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.unit.write_with(self.0.value, out)
            }
        }
        Reading(amount).to_string()
    }

    #[test]
    fn an_amount_is_read_as_people_write_it_and_shown_as_they_did() {
        for (written, bound, read) in [
            ("under $200K", Bound::Below, "$200,000"),
            ("$247K", Bound::Exactly, "$247,000"),
            ("€1.5M", Bound::Exactly, "€1,500,000"),
            ("€ 1.5 m", Bound::Exactly, "€1,500,000"),
            ("226 km", Bound::Exactly, "226 km"),
            ("about 226km", Bound::About, "226 km"),
            ("at least 3 of 3 signatures", Bound::AtLeast, "3 of 3 signatures"),
            ("≤ 5 %", Bound::AtMost, "5 %"),
            ("80%", Bound::Exactly, "80 %"),
            ("1,250.50 EUR", Bound::Exactly, "1,250.50 EUR"),
            ("EUR 1.5bn", Bound::Exactly, "1,500,000,000 EUR"),
            ("10 bn", Bound::Exactly, "10,000,000,000"),
            ("2 million users", Bound::Exactly, "2,000,000 users"),
            ("3 signatures.", Bound::Exactly, "3 signatures"),
            ("-4.5 °C", Bound::Exactly, "-4.5 °C"),
            ("−$5", Bound::Exactly, "-$5"),
            ("$-5", Bound::Exactly, "-$5"),
            ("5 m", Bound::Exactly, "5 m"),
            ("5m", Bound::Exactly, "5 m"),
            ("5Mbit", Bound::Exactly, "5 Mbit"),
            ("5k", Bound::Exactly, "5,000"),
            ("300 K", Bound::Exactly, "300 K"),
            ("US$5 per month", Bound::Exactly, "US$5 per month"),
            ("5 $  per month", Bound::Exactly, "$5 per month"),
            ("200k€", Bound::Exactly, "€200,000"),
            ("approx. 12", Bound::About, "12"),
            ("max. 12 days", Bound::AtMost, "12 days"),
            (">=1000000", Bound::AtLeast, "1,000,000"),
            ("exactly 7", Bound::Exactly, "7"),
            ("-0", Bound::Exactly, "0"),
            (".5", Bound::Exactly, "0.5"),
            ("$5K K", Bound::Exactly, "$5,000,000"),
        ] {
            let amount = amount(written);
            assert_eq!((amount.bound(), reading(&amount).as_str()), (bound, read), "{written}");
            assert_eq!(amount.to_string(), written);
        }
    }

    #[test]
    fn a_limit_is_as_strict_as_its_words() {
        for (words, bound) in [
            ("under", Bound::Below),
            ("below", Bound::Below),
            ("less than", Bound::Below),
            ("Fewer than", Bound::Below),
            ("<", Bound::Below),
            ("at most", Bound::AtMost),
            ("up to", Bound::AtMost),
            ("no more than", Bound::AtMost),
            ("not over", Bound::AtMost),
            ("<=", Bound::AtMost),
            ("over", Bound::Above),
            ("above", Bound::Above),
            ("more than", Bound::Above),
            (">", Bound::Above),
            ("at least", Bound::AtLeast),
            ("no less than", Bound::AtLeast),
            ("not under", Bound::AtLeast),
            (">=", Bound::AtLeast),
        ] {
            assert_eq!(amount(&format!("{words} 5 %")).bound(), bound, "{words}");
        }
    }

    #[test]
    fn what_was_written_before_the_words_were_kept_is_read_as_it_was() {
        for (written, bound) in [("at most $200,000", Bound::AtMost), ("at least 3", Bound::AtLeast)] {
            let read = amount(written);
            assert_eq!((read.bound(), read.to_string().as_str()), (bound, written));
        }
    }

    #[test]
    fn an_amount_gives_its_parts() {
        let budget = amount("under $200K");
        assert_eq!(
            (budget.bound(), budget.value(), budget.unit().as_str()),
            (Bound::Below, 200_000.into(), "$")
        );
        let signatures = amount("at least 3 of 3 signatures");
        assert_eq!((signatures.value(), signatures.unit().as_str()), (3.into(), "of 3 signatures"));
    }

    #[test]
    fn what_is_not_one_clear_number_is_refused() {
        for (text, error) in [
            ("", AmountError::NoNumber),
            ("cheap", AmountError::NoNumber),
            ("three signatures", AmountError::NoNumber),
            ("- 5", AmountError::NoNumber),
            ("$", AmountError::NoNumber),
            (",.", AmountError::NoNumber),
            ("1,5 %", AmountError::Malformed),
            ("1.250,50", AmountError::Malformed),
            ("1.2.3", AmountError::Malformed),
            ("1e5", AmountError::Malformed),
            ("150 to 170 km", AmountError::Several),
            ("150–170 km", AmountError::Several),
            ("$150-$170", AmountError::Several),
            ("3/4", AmountError::Several),
            ("17:20", AmountError::Several),
            ("2026-03-02", AmountError::Several),
            ("5 000", AmountError::Several),
            ("99999999999999999999999999999999", AmountError::TooManyDigits),
            ("79228162514264337593543950335K", AmountError::TooManyDigits),
            ("0.00000000000000000000000000001", AmountError::TooManyDigits),
            ("5 a\nb", AmountError::TooLong),
            ("5 a\0", AmountError::TooLong),
        ] {
            assert_eq!(text.parse::<Amount>(), Err(error), "{text}");
        }
        assert_eq!(format!("5 {}", "é".repeat(41)).parse::<Amount>(), Err(AmountError::LongUnit(41)));
        assert_eq!("5".repeat(1_000_000).parse::<Amount>(), Err(AmountError::TooLong));
    }

    #[test]
    fn json_holds_what_was_written() {
        assert_eq!(serde_json::to_string(&amount(" under $200K ")).unwrap(), r#""under $200K""#);
        assert!(serde_json::from_str::<Amount>(r#""much""#).is_err());
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back_as_it_was(
            text in "(under |at most |over |~|max )?(-|\\+)?(\\$|EUR|US\\$)? ?[0-9]{1,3}(,[0-9]{3}){0,3}(\\.[0-9]{1,3})?( ?(K|M|k|m|b|bn|million|thousand|\\$|EUR|x|é|%|/h|\\.|,|of 3|e|-|to)){0,4}"
        ) {
            if let Ok(amount) = text.parse::<Amount>() {
                prop_assert_eq!(amount.as_str(), text.trim());
                prop_assert_eq!(amount.to_string().parse::<Amount>(), Ok(amount.clone()), "{} shown as {}", text, amount);
            }
        }

        #[test]
        fn any_text_after_a_number_is_read_back_or_refused(text in any::<String>()) {
            for text in [format!("5{text}"), format!("$5 {text}"), text] {
                if let Ok(amount) = text.parse::<Amount>() {
                    prop_assert_eq!(amount.to_string().parse::<Amount>(), Ok(amount));
                }
            }
        }
    }
}
