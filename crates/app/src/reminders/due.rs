//! What is due: each thing under a name that stays the same, whatever becomes of the clock or of what it belongs to.

use std::collections::HashMap;

use hansei_method::practice::Turn;
use hansei_store::{DueMark, LookAgain, Reminded};
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan as _};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::practice::{Practised, Standing};
use crate::reminders::calendar::{self, Event};
use crate::{App, AppError};

/// How many days a review that was begun is left alone before it is due.
// A judgement: long enough that nobody is reminded of what they are at.
pub const UNTOUCHED_DAYS: i64 = 7;

/// For how many days after its day a decision or a plan waits to be looked at again; then it waits no more.
// A judgement: by then a review of the quarter has come by and shown it.
pub const WAITING_DAYS: i64 = 90;

/// The most reviews that are looked at; the log shows all.
const MOST_REVIEWS: u32 = 100;

/// What sort of thing is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Something that is practised: its question waits, or a moment of it waits to be told.
    Practice,
    /// A review that was begun and left.
    Review,
    /// What a review chose, on the day named for looking at it again.
    Decision,
    /// A plan, on the day named for looking whether it still fits.
    Plan,
    /// A look back at a quarter.
    Quarter,
}

impl Sort {
    /// All of them, in the order in which they are counted, with what one and what several of them are called.
    const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Practice, "practice due", "practices due"),
        (Self::Review, "review begun", "reviews begun"),
        (Self::Decision, "decision to look at again", "decisions to look at again"),
        (Self::Plan, "plan to look at again", "plans to look at again"),
        (Self::Quarter, "quarter to look back at", "quarters to look back at"),
    ];

    /// Says what one of it is called, in a summary and where it stands alone.
    #[must_use]
    pub fn words(self) -> &'static str {
        Self::ALL.into_iter().find(|(sort, ..)| *sort == self).map_or("", |(_, one, _)| one)
    }
}

/// One thing that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Names it, also while it is put off.
    pub name: String,
    /// Names it and the occasion, for whoever reminds of it: the same as long as it is the same question.
    pub key: String,
    /// The practice or the entry that it is about; of a quarter, nothing.
    pub about: Uuid,
    /// What sort of thing it is.
    pub sort: Sort,
    /// The day it is due from.
    pub day: Date,
    /// The day it was due from at first, also where it was put off since.
    pub first_due: Date,
    /// The day until which it is put off; `None` where it is not.
    pub put_off_until: Option<Date>,
}

/// One thing that is due, with what it is called: for the person, and for nobody whom a reminder passes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Titled {
    /// The thing.
    pub item: Item,
    /// The title of the entry or the case behind it; `None` for a quarter.
    pub title: Option<String>,
}

/// What is due.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Due(pub Vec<Item>);

impl Item {
    pub(super) fn new(name: String, about: Uuid, sort: Sort, day: Date) -> Self {
        Self { key: name.clone(), name, about, sort, day, first_due: day, put_off_until: None }
    }

    /// What is put off is due again on its day, under another key, so that it is said again then.
    fn put_off(self, until: Option<Date>) -> Self {
        match until.filter(|until| *until > self.day) {
            Some(until) => {
                Self { key: format!("{}/{until}", self.key), day: until, put_off_until: Some(until), ..self }
            }
            None => self,
        }
    }
}

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
        let counted = |(sort, one, many)| match count(sort) {
            0 => None,
            1 => Some(format!("1 {one}")),
            more => Some(format!("{more} {many}")),
        };
        Sort::ALL.into_iter().filter_map(counted).collect::<Vec<_>>().join(", ")
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
        coming.retain(|it| it.item.day <= today);
        Ok(Due(coming.into_iter().map(|it| it.item).collect()))
    }

    /// Lists what is due or will be, the first first, each with its day.
    pub async fn coming(&self) -> Result<Vec<Titled>, AppError> {
        let line = self.practice_line().await?;
        let coming = line.all().filter(|it| it.is_coming()).map(Standing::id);
        self.coming_with(&self.practised(coming).await?).await
    }

    /// Lists the same for whoever has what is practised at hand.
    pub(super) async fn coming_with(&self, practised: &[Practised]) -> Result<Vec<Titled>, AppError> {
        let (marks, today) = (self.store.due_marks(self.space).await?, self.now().date());
        let since = today.saturating_sub(WAITING_DAYS.days());
        let mut coming: Vec<Titled> = Vec::new();
        for it in practised.iter().filter(|it| it.practice.turn() != Turn::Ended) {
            let items = of_practice(it, today).into_iter().chain(of_plan(it, since, &marks));
            coming.extend(items.map(|item| Titled { item, title: Some(it.title.clone()) }));
        }
        coming.extend(self.reviews_left().await?);
        for again in self.store.looks_again(self.space, since).await? {
            let title = Some(again.title.clone());
            coming.extend(of_decision(&again, &marks).map(|item| Titled { item, title }));
        }
        if let Some((day, name)) = self.quarter_coming().await? {
            let item = Item::new(format!("quarter/{name}"), Uuid::nil(), Sort::Quarter, day);
            coming.extend(marked(item, &marks).map(|item| Titled { item, title: None }));
        }
        coming.sort_by(|one, other| (one.item.day, &one.item.key).cmp(&(other.item.day, &other.item.key)));
        Ok(coming)
    }

    /// Lists the reviews that were begun, each with the day from which it counts as left, or until which it is put off.
    async fn reviews_left(&self) -> Result<Vec<Titled>, AppError> {
        let zone = self.now().time_zone().clone();
        let put_off = self.store.begun_put_off(self.space).await?;
        let begun = self.store.begun(self.space, Date::MAX, MOST_REVIEWS).await?;
        let left = begun.into_iter().map(|begun| {
            // The key counts by an instant and not by a day: whoever travels is not reminded twice.
            let touched = begun.saved_at;
            let due = touched.saturating_add(SignedDuration::from_hours(24 * UNTOUCHED_DAYS));
            let (id, day) = (begun.id.uuid(), |at: jiff::Timestamp| at.to_zoned(zone.clone()).date());
            let name = format!("review/{}", id.simple());
            let key = format!("{name}/{}", touched.as_second());
            let item = Item { key, ..Item::new(name, id, Sort::Review, day(due.unwrap_or(touched))) };
            // Whoever named a day is asked on it, be it sooner or later than it would be due otherwise.
            let item = match put_off.get(&begun.id).filter(|until| **until > day(touched)) {
                Some(until) => Item { day: Date::MIN, ..item }.put_off(Some(*until)),
                None => item,
            };
            Titled { item, title: Some(begun.title) }
        });
        Ok(left.collect())
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
            .map(|Titled { item, .. }| Event {
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
    let item = |name: String, day: Date| {
        Item::new(name, practice.id.uuid(), Sort::Practice, day).put_off(practice.put_off_until)
    };
    let id = practice.id.uuid().simple();
    let question = practice
        .check_in
        .filter(|check_in| practice.turn() == Turn::Begun && today < check_in.until)
        .map(|check_in| {
            item(format!("practice/{id}/{}", check_in.on), check_in.asked_on.unwrap_or(check_in.on))
        });
    // On its own day, whoever looked it up is about to do it.
    let moment = it.open_moment().map(|moment| {
        let day = moment.when.date().saturating_add(1.day());
        item(format!("moment/{}", moment.id.uuid().simple()), day)
    });
    question.into_iter().chain(moment).collect()
}

fn of_plan(it: &Practised, since: Date, marks: &HashMap<String, DueMark>) -> Option<Item> {
    let day = it.practice.commitment.review_on.filter(|day| *day >= since)?;
    let id = it.practice.id.uuid();
    marked(Item::new(format!("plan/{}/{day}", id.simple()), id, Sort::Plan, day), marks)
}

fn of_decision(again: &LookAgain, marks: &HashMap<String, DueMark>) -> Option<Item> {
    let (id, day) = (again.entry.uuid(), again.day);
    marked(Item::new(format!("decision/{}/{day}", id.simple()), id, Sort::Decision, day), marks)
}

/// Lets count what was said of it: nothing is left of what was looked at.
fn marked(item: Item, marks: &HashMap<String, DueMark>) -> Option<Item> {
    let mark = marks.get(&item.name).copied().unwrap_or_default();
    mark.looked_on.is_none().then(|| item.put_off(mark.not_before))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn item(sort: Sort, about: u128) -> Item {
        Item::new(String::new(), Uuid::from_u128(about), sort, date(2026, 5, 14))
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
        assert_eq!(
            due(&[(Sort::Quarter, 0), (Sort::Plan, 5), (Sort::Decision, 3), (Sort::Decision, 4)]).summary(),
            "2 decisions to look at again, 1 plan to look at again, 1 quarter to look back at"
        );
    }
}
