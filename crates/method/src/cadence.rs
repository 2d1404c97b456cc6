//! When to ask about what is practised: seldom, ever more seldom, and not everything on one day.
//!
//! Whoever notes a moment by themselves is not asked about it: that is a contact. It does not start the steps anew, because
//! they only are there for the silence, and steps that began again with every note would ask those most who need it least.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckIn {
    /// The day it is for; it also tells one question about a lesson from the others.
    pub on: Date,
    /// The first day on which it is not asked any more: what nobody answered is unknown, and never missed.
    pub until: Date,
    /// The days by which it may be moved in either direction: a tenth of the days since the one before, at most seven.
    pub slack: i32,
    /// The day it is asked on, chosen once and then kept, so that it neither appears early nor vanishes again; `None`
    /// while none is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_on: Option<Date>,
}

/// A question by the days since the lesson was begun.
#[derive(Debug, Clone, Copy)]
struct Step {
    day: i32,
    before: i32,
    after: i32,
}

impl CheckIn {
    /// Returns the question that waits today, or else the next one, with the day that was chosen for it if `kept` is the
    /// same question.
    ///
    /// A contact takes the place of all questions up to its day, and also of the next one when it is nearer to that than
    /// to the one before. A contact later than tomorrow is a mistyped one and takes the place of none. A question that
    /// nobody answers goes after four weeks, or when the next one comes.
    #[must_use]
    pub fn next(begun: Date, last_contact: Option<Date>, kept: Option<Self>, today: Date) -> Self {
        let today = days_between(begun, today);
        let contact = last_contact.map(|contact| days_between(begun, contact));
        let contact = contact.filter(|contact| *contact <= today.saturating_add(1)).unwrap_or(0);
        let step =
            Step::from(contact.max(today)).find(|step| !step.is_covered(contact) && step.until() > today);
        let Step { day, before, .. } = step.unwrap_or(Step::number(0));
        let until = step.map_or(day, Step::until);
        let date = |day: i32| begun.saturating_add(day.days());
        let (on, slack) = (date(day), ((day - before) / 10).min(MOST_SLACK));
        let asked_on = kept.filter(|kept| kept.on == on).and_then(|kept| kept.asked_on);
        Self { on, until: date(until), slack, asked_on }
    }

    /// Says whether it waits today: from the day chosen for it, or else from the day it is for.
    #[must_use]
    pub fn is_due(self, today: Date) -> bool {
        self.asked_on.unwrap_or(self.on) <= today && today < self.until
    }

    /// Chooses the day with the least on it, of those it may be moved to and that are not over; the nearest of several,
    /// and of two as near the later one. Where all are over it is today. A day that was chosen stays.
    ///
    /// `load` says how much there is on a day.
    #[must_use]
    pub fn levelled(self, today: Date, load: impl Fn(Date) -> usize) -> Self {
        let days = (-self.slack..=self.slack).map(|by| (by.abs(), -by, self.on.saturating_add(by.days())));
        let open = days.filter(|(_, _, day)| *day >= today);
        let best = open.min_by_key(|(distance, earlier, day)| (load(*day), *distance, *earlier));
        let chosen = best.map_or(today, |(_, _, day)| day);
        Self { asked_on: self.asked_on.or(Some(chosen)), ..self }
    }
}

/// Chooses a day for each question that has none yet, so that no day holds many: the first in line chooses first.
///
/// The same questions in the same order get the same days.
pub fn spread(line: &mut [CheckIn], today: Date) {
    let mut loads: BTreeMap<Date, usize> = BTreeMap::new();
    for chosen in line.iter().filter_map(|check_in| check_in.asked_on) {
        *loads.entry(chosen).or_default() += 1;
    }
    for check_in in line.iter_mut().filter(|check_in| check_in.asked_on.is_none()) {
        *check_in = check_in.levelled(today, |day| loads.get(&day).copied().unwrap_or(0));
        *loads.entry(check_in.asked_on.unwrap_or(check_in.on)).or_default() += 1;
    }
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
    use serde_json::json;

    use super::*;

    fn on(day: i32) -> Date {
        date(2026, 1, 1).saturating_add(day.days())
    }

    /// The days of the question that waits or comes next: for which day, and until when.
    fn next(contact: Option<i32>, today: i32) -> (i32, i32) {
        let check_in = CheckIn::next(on(0), contact.map(on), None, on(today));
        (days_between(on(0), check_in.on), days_between(on(0), check_in.until))
    }

    /// The days on which these questions are asked, once they are spread.
    fn days(line: &[CheckIn], today: i32) -> Vec<i32> {
        let mut line = line.to_vec();
        spread(&mut line, on(today));
        line.iter().map(|check_in| days_between(on(0), check_in.asked_on.unwrap())).collect()
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
    }

    #[test]
    fn a_mistyped_contact_in_the_future_silences_nothing() {
        for today in [0, 10, 100, 1_000] {
            assert_eq!(next(Some(20_000), today), next(None, today), "{today}");
        }
        assert_eq!((next(Some(14), 13), next(Some(15), 13)), ((60, 88), (7, 21)));
    }

    #[test]
    fn it_waits_from_its_day_until_it_is_over() {
        let check_in = CheckIn::next(on(0), None, None, on(21));
        let due: Vec<_> = [20, 21, 48, 49].map(|day| check_in.is_due(on(day))).into();
        assert_eq!(due, [false, true, true, false]);
    }

    #[test]
    fn a_question_that_was_moved_waits_from_the_day_chosen_for_it() {
        let check_in = CheckIn::next(on(0), Some(on(21)), None, on(30));
        let due = |check_in: CheckIn| [57, 59, 60, 62, 87, 88].map(|day| check_in.is_due(on(day)));
        let moved = |day| check_in.levelled(on(30), |it| usize::from(it != on(day)));
        assert_eq!(due(moved(58)), [false, true, true, true, true, false]);
        assert_eq!(due(moved(62)), [false, false, false, true, true, false]);
    }

    #[test]
    fn a_day_that_was_chosen_stays_and_the_others_choose_around_it() {
        let open = CheckIn::next(on(0), Some(on(21)), None, on(30));
        let chosen = CheckIn { asked_on: Some(on(60)), ..open };
        assert_eq!(days(&[open, chosen, chosen], 61), [61, 60, 60]);
        assert_eq!(days(&[open, chosen, open], 30), [61, 60, 59]);
    }

    #[test]
    fn a_chosen_day_is_that_of_one_question_only() {
        let chosen = CheckIn { asked_on: Some(on(58)), ..CheckIn::next(on(0), Some(on(21)), None, on(30)) };
        let asked_on =
            |contact, today| CheckIn::next(on(0), Some(on(contact)), Some(chosen), on(today)).asked_on;
        assert_eq!((asked_on(21, 59), asked_on(59, 59), asked_on(21, 88)), (Some(on(58)), None, None));
    }

    #[test]
    fn a_question_is_written_with_the_day_chosen_for_it() {
        let open = CheckIn::next(on(0), Some(on(21)), None, on(30));
        let written = json!({"on": "2026-03-02", "until": "2026-03-30", "slack": 3});
        assert_eq!(serde_json::to_value(open).unwrap(), written);
        let chosen = CheckIn { asked_on: Some(on(58)), ..open };
        let read: CheckIn = serde_json::from_value(serde_json::to_value(chosen).unwrap()).unwrap();
        assert_eq!(read, chosen);
    }

    #[test]
    fn the_longer_the_wait_the_further_it_may_be_moved() {
        let slack = |contact| CheckIn::next(on(0), Some(on(contact)), None, on(contact)).slack;
        assert_eq!([0, 1, 7, 21, 60, 150].map(slack), [0, 0, 1, 3, 7, 7]);
    }

    #[test]
    fn questions_of_one_day_spread_over_the_days_around_it() {
        let check_in = CheckIn::next(on(0), Some(on(21)), None, on(30));
        assert_eq!(days(&[check_in; 10], 30), [60, 61, 59, 62, 58, 63, 57, 60, 61, 59]);
    }

    #[test]
    fn no_question_is_moved_into_the_past() {
        let check_in = CheckIn::next(on(0), Some(on(21)), None, on(60));
        assert_eq!(days(&[check_in; 5], 60), [60, 61, 62, 63, 60]);
        assert_eq!(check_in.levelled(on(80), |_| 0).asked_on, Some(on(80)));
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
            prop_assert!(contact.is_none_or(|contact| contact > today + 1 || day > contact));
            prop_assert!(day <= today.max(contact.unwrap_or(0)) + 2 * AGAIN);
        }

        #[test]
        fn without_an_answer_the_day_stays_and_what_waits_waits_until_it_is_over(
            begun in prop::collection::vec(0_i32..90, 1..12),
            skipped in prop::collection::vec(1_i32..9, 100),
        ) {
            let mut kept: Vec<Option<CheckIn>> = vec![None; begun.len()];
            let mut today = 0;
            for skipped in skipped {
                today += skipped;
                let next = begun.iter().zip(&kept).map(|(day, kept)| CheckIn::next(on(*day), None, *kept, on(today)));
                let mut line: Vec<_> = next.collect();
                spread(&mut line, on(today));
                for (now, before) in line.iter().zip(&kept) {
                    let Some(before) = before else { continue };
                    if now.on == before.on {
                        prop_assert_eq!(now, before);
                    }
                    let waited = before.is_due(on(today - skipped)) && on(today) < before.until;
                    prop_assert!(!waited || now.is_due(on(today)), "{before:?} does not wait any more");
                }
                kept = line.into_iter().map(Some).collect();
            }
        }

        #[test]
        fn no_date_panics(years in (-9_999_i16..=9_999, -9_999_i16..=9_999, -9_999_i16..=9_999)) {
            let (begun, contact, today) = years;
            let day = |year| Date::new(year, 12, 31).unwrap();
            let check_in = CheckIn::next(day(begun), Some(day(contact)), None, day(today));
            let mut line = [check_in; 3];
            spread(&mut line, day(today));
            prop_assert!(line.iter().all(|it| it.asked_on.unwrap() >= day(today).min(check_in.on)));
        }

        #[test]
        fn no_day_holds_many_more_than_its_share(begun in prop::collection::vec(0_i32..60, 1..60)) {
            let line: Vec<_> = begun.iter().map(|day| CheckIn::next(on(*day), Some(on(day + 60)), None, on(150))).collect();
            let days = days(&line, 150);
            let most = days.iter().map(|day| days.iter().filter(|it| *it == day).count()).max().unwrap();
            prop_assert!(most <= 1 + begun.len() / 7, "{most} of {}", begun.len());
        }
    }
}
