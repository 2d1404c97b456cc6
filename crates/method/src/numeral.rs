//! How people write numbers: "1,250.50", and the factors after them: "200K", "1.5 million".

use rust_decimal::Decimal;

use crate::amount::AmountError;
use crate::calendar::skip_words;

/// Reads digits with commas between thousands and a point before the fraction.
pub(crate) fn number(text: &str) -> Result<(Decimal, &str), AmountError> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(text.len());
    let written = text[..end].trim_end_matches([',', '.']);
    let rest = &text[written.len()..];
    let (whole, fraction) = written.split_once('.').unwrap_or((written, "0"));
    if !written.bytes().any(|byte| byte.is_ascii_digit()) {
        return Err(AmountError::NoNumber);
    }
    let has_exponent = rest
        .strip_prefix(['e', 'E'])
        .is_some_and(|power| power.trim_start_matches(['+', '-']).starts_with(|c: char| c.is_ascii_digit()));
    if !is_whole(whole) || !fraction.bytes().all(|byte| byte.is_ascii_digit()) || has_exponent {
        return Err(AmountError::Malformed);
    }
    let digits = format!("0{}", written.replace(',', ""));
    let value = Decimal::from_str_exact(&digits).map_err(|_| AmountError::TooManyDigits)?;
    Ok((value, rest))
}

/// Reads a factor after a number. Single letters count right after the digits, or anywhere beside a currency, where
/// also `m` is a million and `b` a billion: nobody pays in metres.
pub(crate) fn factor(text: &str, is_money: bool) -> Option<(Decimal, &str)> {
    const WORDS: [(&str, i64); 5] = [
        ("thousand", 1_000),
        ("million", 1_000_000),
        ("billion", 1_000_000_000),
        ("bn", 1_000_000_000),
        ("trillion", 1_000_000_000_000),
    ];
    let word = |(word, factor): (&str, i64)| Some((factor.into(), skip_words(text.trim_start(), word)?));
    if let Some(read) = WORDS.into_iter().find_map(word) {
        return Some(read);
    }
    let letter = if is_money { text.trim_start() } else { text };
    let factor = match letter.chars().next()? {
        'k' | 'K' => 1_000,
        'M' => 1_000_000,
        'm' if is_money => 1_000_000,
        'b' | 'B' if is_money => 1_000_000_000,
        _ => return None,
    };
    let rest = &letter[1..];
    (!rest.starts_with(char::is_alphanumeric)).then_some((Decimal::from(factor), rest))
}

/// Puts a comma before every three digits of the whole part.
pub(crate) fn grouped(digits: &str) -> String {
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + fraction
}

/// Says whether digits have no commas, or one before every three.
fn is_whole(digits: &str) -> bool {
    let mut groups = digits.split(',');
    let first = groups.next().unwrap_or_default();
    let others: Vec<&str> = groups.collect();
    others.is_empty() || (1..=3).contains(&first.len()) && others.iter().all(|group| group.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_stand_before_every_three_digits() {
        for (digits, shown) in
            [("1", "1"), ("999", "999"), ("1000", "1,000"), ("1234567.8901", "1,234,567.8901")]
        {
            assert_eq!(grouped(digits), shown);
            assert_eq!(number(shown), Ok((digits.parse().unwrap(), "")));
        }
    }

    #[test]
    fn commas_elsewhere_are_refused() {
        for text in ["1,00", "1234,567", ",123", "1,2345", "1,234,56", "1,,234"] {
            assert_eq!(number(text), Err(AmountError::Malformed), "{text}");
        }
    }

    #[test]
    fn a_letter_is_a_factor_only_where_it_cannot_be_a_unit() {
        assert_eq!(factor("K", false), Some((1_000.into(), "")));
        assert_eq!(factor(" K", false), None);
        assert_eq!(factor("m", false), None);
        assert_eq!(factor(" m", true), Some((1_000_000.into(), "")));
        assert_eq!(factor("Mbit", true), None);
        assert_eq!(factor(" Million users", false), Some((1_000_000.into(), " users")));
    }
}
