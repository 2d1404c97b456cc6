//! What is due: each thing under a name that stays the same, whatever becomes of the clock or of what it belongs to.

use hansei_method::practice::Turn;
use hansei_store::Reminded;
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan as _};
use uuid::Uuid;

use crate::practice::Practised;
use crate::reminders::calendar::{self, Event};
use crate::{App, AppError};

/// How many days a review that was begun is left alone before it is due.
// A judgement: long enough that nobody is reminded of what they are at.
pub const UNTOUCHED_DAYS: i64 = 7;

/// The most reviews that are looked at; the log shows all.
const MOST_REVIEWS: u32 = 100;

/// What sort of thing is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// Something that is practised: its question waits, or a moment of it waits to be told.
    Practice,
    /// A review that was begun and left.
    Review,
    /// A look back at a quarter.
    Quarter,
}

/// One thing that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Names it, and the occasion: the same as long as it is the same question.
    pub key: String,
    /// The practice or the entry that it is about; of a quarter, nothing.
    pub about: Uuid,
    /// What sort of thing it is.
    pub sort: Sort,
    /// The day it is due from.
    pub day: Date,
}

/// What is due.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Due(pub Vec<Item>);

impl Due {
    /// Says in a few words how much is due, and nothing of what: "2 practices due, 1 review begun".
    #[must_use]
    pub fn summary(&self) -> String {
        let count = |sort| {
            let mut about: Vec<_> =
                self.0.iter().filter(|item| item.sort == sort).map(|item| item.about).collect();
            about.sort_unstable();
            about.dedup();
            about.len()
        };
        let counted = |sort, one: &str, many: &str| match count(sort) {
            0 => None,
            1 => Some(format!("1 {one}")),
            more => Some(format!("{more} {many}")),
        };
        let parts = [
            counted(Sort::Practice, "practice due", "practices due"),
            counted(Sort::Review, "review begun", "reviews begun"),
            counted(Sort::Quarter, "quarter to look back at", "quarters to look back at"),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    pub(super) fn reminded(&self) -> Vec<Reminded> {
        self.0.iter().map(|item| Reminded { item: item.key.clone(), about: item.about }).collect()
    }
}

impl App {
    /// Lists what is due now.
    pub async fn due(&self) -> Result<Due, AppError> {
        let today = self.now().date();
        let mut coming = self.coming().await?;
        coming.retain(|item| item.day <= today);
        Ok(Due(coming))
    }

    /// Lists what is due or will be, the first first, each with its day.
    async fn coming(&self) -> Result<Vec<Item>, AppError> {
        let now = self.now();
        let mut coming: Vec<_> =
            self.practices().await?.iter().flat_map(|it| of_practice(it, now.date())).collect();
        for begun in self.store.begun(self.space, now.date(), MOST_REVIEWS).await? {
            // The name counts by an instant and not by a day: whoever travels is not reminded twice.
            let touched = begun.saved_at;
            let due = touched.saturating_add(SignedDuration::from_hours(24 * UNTOUCHED_DAYS));
            coming.push(Item {
                key: format!("review/{}/{}", begun.id.uuid().simple(), touched.as_second()),
                about: begun.id.uuid(),
                sort: Sort::Review,
                day: due.unwrap_or(touched).to_zoned(now.time_zone().clone()).date(),
            });
        }
        if let Some(day) = self.quarter_due().await? {
            coming.push(Item { key: format!("quarter/{day}"), about: Uuid::nil(), sort: Sort::Quarter, day });
        }
        coming.sort_by(|one, other| (one.day, &one.key).cmp(&(other.day, &other.key)));
        Ok(coming)
    }

    /// Writes what is due, or will be, as a calendar for other programs.
    pub async fn calendar(&self) -> Result<String, AppError> {
        let now = self.now();
        // The whole day has one calendar, so that programs which look again see that nothing changed.
        let stamp = now.start_of_day().map_or(now.timestamp(), |start| start.timestamp());
        let events: Vec<Event> = self
            .coming()
            .await?
            .into_iter()
            .map(|item| Event {
                uid: format!("{}@hansei", item.key),
                stamp,
                day: item.day,
                summary: Due(vec![item]).summary(),
            })
            .collect();
        Ok(calendar::write(&events))
    }
}

/// Lists what is or will be due of a practice: its question, and the moments that wait to be told.
fn of_practice(it: &Practised, today: Date) -> Vec<Item> {
    let practice = &it.practice;
    if practice.turn() == Turn::Ended {
        return Vec::new();
    }
    let id = practice.id.uuid();
    // What is put off is due again on its day, under another name.
    let item = |key: String, day: Date| {
        let put_off = practice.put_off_until.filter(|until| *until > day);
        Item {
            key: put_off.map_or_else(|| key.clone(), |until| format!("{key}/{until}")),
            about: id,
            sort: Sort::Practice,
            day: put_off.unwrap_or(day),
        }
    };
    let question = practice
        .check_in
        .filter(|check_in| practice.turn() == Turn::Begun && today < check_in.until)
        .map(|check_in| {
            item(
                format!("practice/{}/{}", id.simple(), check_in.on),
                check_in.asked_on.unwrap_or(check_in.on),
            )
        });
    // On its own day, whoever looked it up is about to do it.
    let moment = it.open_moment().map(|moment| {
        let day = moment.when.date().saturating_add(1.day());
        item(format!("moment/{}", moment.id.uuid().simple()), day)
    });
    question.into_iter().chain(moment).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn item(sort: Sort, about: u128) -> Item {
        Item { key: String::new(), about: Uuid::from_u128(about), sort, day: date(2026, 5, 14) }
    }

    #[test]
    fn a_summary_counts_and_names_nothing() {
        let due =
            |items: &[(Sort, u128)]| Due(items.iter().map(|(sort, about)| item(*sort, *about)).collect());
        assert_eq!(due(&[]).summary(), "");
        assert_eq!(due(&[(Sort::Practice, 1)]).summary(), "1 practice due");
        assert_eq!(
            due(&[(Sort::Practice, 1), (Sort::Practice, 2), (Sort::Practice, 2), (Sort::Review, 3)])
                .summary(),
            "2 practices due, 1 review begun"
        );
        assert_eq!(
            due(&[(Sort::Review, 1), (Sort::Review, 2), (Sort::Quarter, 0)]).summary(),
            "2 reviews begun, 1 quarter to look back at"
        );
    }
}
