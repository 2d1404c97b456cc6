//! What an amount counts or measures: "km", "%", "$ per month", "of 3 signatures".

use std::fmt;

use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;

use crate::amount::AmountError;
use crate::calendar::{skip_space, skip_words};
use crate::numeral::{grouped, number};
use crate::scale::Scale;

/// The most characters that a unit may have.
pub const MOST_UNIT_CHARACTERS: usize = 40;

/// What is counted or measured: at most [`MOST_UNIT_CHARACTERS`] on one line; empty for a bare number.
///
/// A currency sign comes first: the unit of "$5 per month" is "$ per month".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(into = "String")]
#[schema(value_type = String, max_length = 40, example = "km")]
pub struct Unit(String);

impl Unit {
    /// Borrows the unit.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Says whether amounts in two units can be subtracted: the same things are counted, and out of the same whole where
    /// both name one. Case, spaces and a plural "s" make no difference.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let folded = |unit: &str| {
            let unit: String =
                unit.split_whitespace().flat_map(str::chars).flat_map(char::to_lowercase).collect();
            // Short units keep their "s": ms are not m.
            let singular = unit.strip_suffix('s').filter(|singular| singular.chars().count() >= 3);
            singular.map_or(unit.clone(), str::to_owned)
        };
        let ((whole, things), (other_whole, other_things)) = (self.parts(), other.parts());
        let are_of_one_whole = whole.zip(other_whole).is_none_or(|(one, other)| one == other);
        are_of_one_whole && folded(things) == folded(other_things)
    }

    /// Finds what this unit and another have in common: how often each has to be taken of it, and its name. The same unit is
    /// taken once; of two units of one kind it is the smaller, so that nothing has to be rounded. `None` for other things.
    pub(crate) fn common(&self, other: &Self) -> Option<(Decimal, Decimal, Self)> {
        if self.is_same(other) {
            return Some((Decimal::ONE, Decimal::ONE, self.counted()));
        }
        let (one, two) = (Scale::of(&self.0)?, Scale::of(&other.0)?);
        let (one, two) = one.beside(two)?;
        let smaller = if one > two { other } else { self };
        Some((one, two, smaller.clone()))
    }

    /// Says whether it is one of temperature, whose zero is not nothing: 2 °C are not twice as warm as 1 °C.
    pub(crate) fn is_temperature(&self) -> bool {
        let unit = self.0.to_lowercase();
        let word = unit.split_whitespace().next().unwrap_or_default();
        word.starts_with(['°', 'º', '℃', '℉'])
            || ["c", "f", "k", "degree", "degrees", "deg", "celsius", "fahrenheit", "kelvin"].contains(&word)
    }

    /// Says whether it is one of shares, whose differences are counted in percentage points and have no percent of their own.
    pub(crate) fn is_percent(&self) -> bool {
        ["%", "percent", "per cent", "pct"].contains(&self.0.to_lowercase().as_str())
    }

    /// Returns what is counted, without the whole it is out of: "signatures" for "of 3 signatures".
    #[must_use]
    pub fn counted(&self) -> Self {
        Self(self.parts().1.to_owned())
    }

    /// Takes the whole apart from what is counted: 27 and "pupils" for "of 27 pupils".
    fn parts(&self) -> (Option<Decimal>, &str) {
        let whole = skip_words(&self.0, "of").and_then(|rest| number(skip_space(rest)).ok());
        match whole.filter(|(_, things)| things.is_empty() || things.starts_with(' ')) {
            Some((whole, things)) => (Some(whole), things.trim_start()),
            None => (None, &self.0),
        }
    }

    /// Reads the unit from its currency, which may be empty, and what follows the number.
    pub(crate) fn read(currency: &str, rest: &str) -> Result<Self, AmountError> {
        let rest = rest.trim();
        if is_more_numbers(rest) {
            return Err(AmountError::Several);
        }
        let rest = rest.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';'));
        let unit = std::iter::once(currency).chain(rest.split_whitespace()).filter(|word| !word.is_empty());
        let unit = unit.collect::<Vec<_>>().join(" ");
        let characters = unit.chars().count();
        if characters > MOST_UNIT_CHARACTERS {
            return Err(AmountError::LongUnit(characters));
        }
        Ok(Self(unit))
    }

    /// Writes a number with this unit in its place: before it for a currency sign, otherwise after it.
    pub(crate) fn write_with(&self, value: Decimal, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minus = if value < Decimal::ZERO { "-" } else { "" };
        let digits = grouped(&value.abs().to_string());
        if let Some((sign, rest)) = currency_sign(&self.0) {
            return write!(out, "{minus}{sign}{digits}{rest}");
        }
        let space = if self.0.is_empty() { "" } else { " " };
        write!(out, "{minus}{digits}{space}{}", self.0)
    }
}

impl From<Unit> for String {
    fn from(unit: Unit) -> Self {
        unit.0
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Reads a currency sign with up to two capitals before it: "$", "US$", "€".
pub(crate) fn currency_sign(text: &str) -> Option<(&str, &str)> {
    let capitals = text.bytes().take(2).take_while(u8::is_ascii_uppercase).count();
    let sign = text[capitals..].chars().next().filter(|sign| "$€£¥₹₩₽₺₪₫₴₦฿".contains(*sign))?;
    Some(text.split_at(capitals + sign.len_utf8()))
}

/// Says whether another number follows at once, alone or after a sign or word that joins the two.
fn is_more_numbers(rest: &str) -> bool {
    let joint =
        rest.strip_prefix(['-', '−', '–', '—', '/', ':', '.', ',', '+', '\'', '’', '±', '*', '×', '^']);
    let rest = joint
        .or_else(|| skip_words(rest, "to"))
        .or_else(|| skip_words(rest, "or"))
        .unwrap_or(rest)
        .trim_start();
    rest.starts_with(|c: char| c.is_ascii_digit()) || joint.is_some() && currency_sign(rest).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(text: &str) -> Unit {
        Unit::read("", text).unwrap()
    }

    #[test]
    fn units_are_the_same_but_for_case_spaces_and_plural() {
        let is_same = |one: &str, other: &str| unit(one).is_same(&unit(other));
        assert!(is_same("signature", "Signatures"));
        assert!(is_same("work day", "workdays"));
        assert!(!is_same("m", "ms"));
        assert!(!is_same("$", "€"));
    }

    #[test]
    fn a_part_of_a_whole_is_counted_in_what_the_whole_is_made_of() {
        let is_same = |one: &str, other: &str| unit(one).is_same(&unit(other));
        assert!(is_same("of 27", ""));
        assert!(is_same("of 28 pupils", "pupils"));
        assert!(is_same("of 28 pupils", "of 28.0 Pupils"));
        assert!(!is_same("of 28 pupils", "of 27 pupils"));
        assert!(!is_same("of 28 pupils", "of 28"));
        let counted = |text: &str| unit(text).counted().to_string();
        assert_eq!(
            [counted("of 3 signatures"), counted("of 27"), counted("of the class")],
            ["signatures", "", "of the class"]
        );
    }

    #[test]
    fn another_number_is_no_unit() {
        for text in ["5", "-5 km", "– 5", "to 5 km", "or 5", "/4", "- $5"] {
            assert_eq!(Unit::read("", text), Err(AmountError::Several), "{text}");
        }
        assert_eq!(unit(" of  3 signatures. ").as_str(), "of 3 signatures");
    }
}
