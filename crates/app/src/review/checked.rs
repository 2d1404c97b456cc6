//! What is checked of what is said about an entry and that no type can know: which day it is, and which time zones there are.

use hansei_method::account::Account;
use hansei_method::entry::Entry;
use hansei_method::text::Line;
use jiff::Zoned;
use jiff::tz::TimeZone;

use super::Reviewed;
use crate::AppError;
use crate::entry::Details;

/// Refuses days that have not come, and time zones that there are not. What stands in the entry already is let stand.
pub(super) fn check(
    said: &Reviewed,
    details: &Details,
    before: Option<&Entry>,
    now: &Zoned,
) -> Result<(), AppError> {
    details.check_day(before, now)?;
    let Some(account) = &said.happened else { return Ok(()) };
    let before = before.and_then(|entry| entry.review.answers.happened()?.given());
    account.check_past(before, now)?;
    check_zone(account, before)
}

fn check_zone(account: &Account, before: Option<&Account>) -> Result<(), AppError> {
    let Some(zone) = &account.zone else { return Ok(()) };
    let is_known = before.is_some_and(|before| before.zone.as_ref() == Some(zone));
    if is_known || !is_named(zone) || jiff::tz::db().is_definitively_empty() {
        return Ok(());
    }
    TimeZone::get(zone.as_str()).map(drop).map_err(|_| {
        AppError::Invalid(format!(
            "there is no time zone \"{zone}\"; write one like \"Europe/Berlin\", or words like \"local time\""
        ))
    })
}

/// Says whether this is meant as the name of a zone ("Europe/Berlin") and not as words of the person ("CET/CEST", "ship's time").
fn is_named(zone: &Line) -> bool {
    let Some((region, place)) = zone.as_str().split_once('/') else { return false };
    let mut letters = region.chars();
    let begins_as_names_do =
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
    begins_as_names_do && !place.is_empty() && !zone.as_str().contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zoned(zone: &str) -> Account {
        Account { zone: Some(zone.parse().unwrap()), ..Account::default() }
    }

    #[test]
    fn a_zone_that_there_is_not_is_refused_and_words_are_kept() {
        for zone in
            ["Europe/Berlin", "America/Argentina/Ushuaia", "UTC", "local time", "CET/CEST", "ship's time"]
        {
            check_zone(&zoned(zone), None).unwrap();
        }
        for zone in ["Mars/Base", "Europe/Berln", "Europe/Berlin/Mitte"] {
            let refused = check_zone(&zoned(zone), None).unwrap_err().to_string();
            assert!(refused.contains(zone) && refused.contains("Europe/Berlin"), "{refused}");
        }
        check_zone(&zoned("Mars/Base"), Some(&zoned("Mars/Base"))).unwrap();
    }
}
