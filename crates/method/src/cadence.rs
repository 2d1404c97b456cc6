//! When to ask about what is practised: seldom, ever more seldom, and not everything on one day.
//!
//! Whoever notes a moment by themselves is not asked about it: that is a contact. It does not start the steps anew, because
//! they only are there for the silence, and steps that began again with every note would ask those most who need it least.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::occurred::days_between;
use crate::opportunity::DAYS_OPEN;

/// The days after it was begun on which a lesson is asked about.
///
/// Source: growing gaps keep as much as even ones and cost fewer questions (Kang, Lindsey, Mozer and Pashler 2014;
/// Latimier, Peyre and Ramus 2021). The days themselves are a choice of the method.
// D19
const STEPS: [i32; 4] = [1, 7, 21, 60];

/// The days from one question to the next after that: about a quarter.
const AGAIN: i32 = 90;

/// The most days that a question is moved to a day with fewer of them.
const MOST_SLACK: i32 = 7;

/// A question that waits, or will.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CheckIn {
    /// The day it is for.
    pub on: Date,
    /// The first day on which it is not asked any more: what nobody answered is unknown, and never missed.
    pub until: Date,
    /// The days by which it may be moved in either direction: a tenth of the days since the one before, at most seven.
    pub slack: i32,
}

/// A question by the days since the lesson was begun.
#[derive(Debug, Clone, Copy)]
struct Step {
    day: i32,
    before: i32,
    after: i32,
}

impl CheckIn {
    /// Returns the question that waits today, or else the next one.
    ///
    /// A contact takes the place of all questions up to its day, and also of the next one when it is nearer to that than
    /// to the one before. A question that nobody answers goes after four weeks, or when the next one comes.
    #[must_use]
    pub fn next(begun: Date, last_contact: Option<Date>, today: Date) -> Self {
        let today = days_between(begun, today);
        let contact = last_contact.map_or(0, |contact| days_between(begun, contact));
        let step =
            Step::from(contact.max(today)).find(|step| !step.is_covered(contact) && step.until() > today);
        let Step { day, before, .. } = step.unwrap_or(Step::number(0));
        let until = step.map_or(day, Step::until);
        let date = |day: i32| begun.saturating_add(day.days());
        Self { on: date(day), until: date(until), slack: ((day - before) / 10).min(MOST_SLACK) }
    }

    /// Says whether it waits today.
    #[must_use]
    pub fn is_due(self, today: Date) -> bool {
        self.on <= today && today < self.until
    }

    /// Chooses the day with the least on it, of those it may be moved to and that are not over; the nearest of several,
    /// and of two as near the later one. Where all are over it is today.
    ///
    /// `load` says how much there is on a day.
    #[must_use]
    pub fn levelled(self, today: Date, load: impl Fn(Date) -> usize) -> Date {
        let days = (-self.slack..=self.slack).map(|by| (by.abs(), -by, self.on.saturating_add(by.days())));
        let open = days.filter(|(_, _, day)| *day >= today);
        let best = open.min_by_key(|(distance, earlier, day)| (load(*day), *distance, *earlier));
        best.map_or(today, |(_, _, day)| day)
    }
}

/// Chooses a day for each question, so that no day holds many: the first in line chooses first.
///
/// The same questions in the same order get the same days.
#[must_use]
pub fn spread(line: &[CheckIn], today: Date) -> Vec<Date> {
    let mut loads: BTreeMap<Date, usize> = BTreeMap::new();
    line.iter()
        .map(|check_in| {
            let day = check_in.levelled(today, |day| loads.get(&day).copied().unwrap_or(0));
            *loads.entry(day).or_default() += 1;
            day
        })
        .collect()
}

/// Returns the day of the next review of a period: so many months after the last one, or after the first entry.
///
/// Whoever skips it finds it again on the same terms; nothing adds up.
// B20
#[must_use]
pub fn next_review(last: Date, months: u8) -> Date {
    last.saturating_add(i32::from(months.max(1)).months())
}

impl Step {
    /// The steps that can matter on a day or after it, in order.
    fn from(day: i32) -> impl Iterator<Item = Self> {
        let first = (day / AGAIN - 1).max(0);
        (first..).map(Self::number)
    }

    fn number(number: i32) -> Self {
        Self { day: Self::day(number), before: Self::day(number - 1), after: Self::day(number + 1) }
    }

    fn day(number: i32) -> i32 {
        let Ok(index) = usize::try_from(number) else { return 0 };
        let last = STEPS[STEPS.len() - 1];
        STEPS.get(index).copied().unwrap_or_else(|| last + (number - 3).saturating_mul(AGAIN))
    }

    /// Says whether a contact on this day takes its place.
    fn is_covered(&self, contact: i32) -> bool {
        2 * i64::from(contact) >= i64::from(self.before) + i64::from(self.day)
    }

    fn until(self) -> i32 {
        self.after.min(self.day.saturating_add(DAYS_OPEN))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn on(day: i32) -> Date {
        date(2026, 1, 1).saturating_add(day.days())
    }

    /// The days of the question that waits or comes next: for which day, and until when.
    fn next(contact: Option<i32>, today: i32) -> (i32, i32) {
        let check_in = CheckIn::next(on(0), contact.map(on), on(today));
        (days_between(on(0), check_in.on), days_between(on(0), check_in.until))
    }

    #[test]
    fn it_is_asked_after_a_day_a_week_three_weeks_two_months_and_then_quarterly() {
        let mut days = vec![0];
        for _ in 0..6 {
            let last = days[days.len() - 1];
            days.push(next(Some(last), last).0);
        }
        assert_eq!(days, [0, 1, 7, 21, 60, 150, 240]);
    }

    #[test]
    fn what_nobody_answers_makes_room_for_the_next_one() {
        for (today, expected) in [
            (0, (1, 7)),
            (6, (1, 7)),
            (7, (7, 21)),
            (21, (21, 49)),
            (48, (21, 49)),
            (49, (60, 88)),
            (88, (150, 178)),
            (1_000, (1_050, 1_078)),
        ] {
            assert_eq!(next(None, today), expected, "{today}");
        }
    }

    #[test]
    fn a_contact_takes_the_place_of_the_question_it_is_near_to() {
        for (contact, expected) in
            [(3, 7), (4, 21), (13, 21), (14, 60), (40, 60), (41, 150), (104, 150), (105, 240)]
        {
            assert_eq!(next(Some(contact), contact).0, expected, "{contact}");
        }
    }

    #[test]
    fn a_contact_before_it_was_begun_or_a_clock_set_back_changes_nothing() {
        assert_eq!(next(Some(-100), 0), (1, 7));
        assert_eq!(next(None, -1_000), (1, 7));
        assert_eq!(next(Some(30), 10).0, 60);
    }

    #[test]
    fn it_waits_from_its_day_until_it_is_over() {
        let check_in = CheckIn::next(on(0), None, on(21));
        let due: Vec<_> = [20, 21, 48, 49].map(|day| check_in.is_due(on(day))).into();
        assert_eq!(due, [false, true, true, false]);
    }

    #[test]
    fn the_longer_the_wait_the_further_it_may_be_moved() {
        let slack = |contact| CheckIn::next(on(0), Some(on(contact)), on(contact)).slack;
        assert_eq!([0, 1, 7, 21, 60, 150].map(slack), [0, 0, 1, 3, 7, 7]);
    }

    #[test]
    fn questions_of_one_day_spread_over_the_days_around_it() {
        let check_in = CheckIn::next(on(0), Some(on(21)), on(30));
        let days: Vec<_> =
            spread(&[check_in; 10], on(30)).iter().map(|day| days_between(on(0), *day)).collect();
        assert_eq!(days, [60, 61, 59, 62, 58, 63, 57, 60, 61, 59]);
    }

    #[test]
    fn no_question_is_moved_into_the_past() {
        let check_in = CheckIn::next(on(0), Some(on(21)), on(60));
        let days: Vec<_> =
            spread(&[check_in; 5], on(60)).iter().map(|day| days_between(on(0), *day)).collect();
        assert_eq!(days, [60, 61, 62, 63, 60]);
        assert_eq!(check_in.levelled(on(80), |_| 0), on(80));
    }

    #[test]
    fn a_review_comes_so_many_months_after_the_last_one() {
        assert_eq!(next_review(date(2026, 1, 31), 3), date(2026, 4, 30));
        assert_eq!(next_review(date(2026, 3, 31), 1), date(2026, 4, 30));
        assert_eq!(next_review(date(2026, 3, 31), 0), date(2026, 4, 30));
        assert_eq!(next_review(Date::MAX, 3), Date::MAX);
    }

    proptest! {
        #[test]
        fn there_is_always_a_next_question_that_is_not_over(contact in prop::option::of(-10_i32..4_000), today in 0_i32..4_000) {
            let (day, until) = next(contact, today);
            prop_assert!(until > today && until > day);
            prop_assert!(contact.is_none_or(|contact| day > contact));
            prop_assert!(day <= today.max(contact.unwrap_or(0)) + 2 * AGAIN);
        }

        #[test]
        fn no_date_panics(years in (-9_999_i16..=9_999, -9_999_i16..=9_999, -9_999_i16..=9_999)) {
            let (begun, contact, today) = years;
            let day = |year| Date::new(year, 12, 31).unwrap();
            let check_in = CheckIn::next(day(begun), Some(day(contact)), day(today));
            prop_assert!(spread(&[check_in; 3], day(today)).iter().all(|it| *it >= day(today).min(check_in.on)));
        }

        #[test]
        fn no_day_holds_many_more_than_its_share(begun in prop::collection::vec(0_i32..60, 1..60)) {
            let line: Vec<_> = begun.iter().map(|day| CheckIn::next(on(*day), Some(on(day + 60)), on(150))).collect();
            let days = spread(&line, on(150));
            let most = days.iter().map(|day| days.iter().filter(|it| *it == day).count()).max().unwrap();
            prop_assert!(most <= 1 + begun.len() / 7, "{most} of {}", begun.len());
        }
    }
}
