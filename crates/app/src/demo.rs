//! The demo: eighteen months of one invented person's log, dated so that it always ends today.
//!
//! The person nurses in a clinic, conducts a choir, teaches and studies in the evening and looks after a small booking
//! tool. The files hold days before today instead of dates, and `{{-5}}` where a text or an answer needs the date five
//! days before its entry's day.

mod fill;
mod practised;

use std::collections::{BTreeSet, HashMap};
use std::error::Error;

use hansei_method::answers::Answers;
use hansei_method::attempt::Attempt;
use hansei_method::capture::Captured;
use hansei_method::entry::{Entry, Kind, Significance};
use hansei_method::id::EntryId;
use hansei_method::occurred::Occurred;
use hansei_method::stage::Stage;
use hansei_method::tag::Tag;
use hansei_method::text::{Line, Text};
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Span, Timestamp, Zoned};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

const QUARTERS: [(&str, &str); 6] = [
    ("quarter 1", include_str!("demo/quarter_1.json")),
    ("quarter 2", include_str!("demo/quarter_2.json")),
    ("quarter 3", include_str!("demo/quarter_3.json")),
    ("quarter 4", include_str!("demo/quarter_4.json")),
    ("quarter 5", include_str!("demo/quarter_5.json")),
    ("quarter 6", include_str!("demo/quarter_6.json")),
];

/// One entry of the demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoEntry {
    /// The entry as it stands today.
    pub entry: Entry,
    /// When it was last worked on; never before it was captured, never after today began.
    pub changed_at: Timestamp,
}

/// A defect in the demo's files, which the tests rule out.
#[derive(Debug, thiserror::Error)]
#[error("the demo cannot be read at \"{at}\"; this build of hansei is defective, so report it")]
pub struct DemoError {
    at: String,
    #[source]
    source: Broken,
}

type Broken = Box<dyn Error + Send + Sync>;

/// Makes the demo's entries, the oldest first, as if they had been written up to yesterday.
pub fn entries(now: &Zoned, mut id: impl FnMut() -> Uuid) -> Result<Vec<DemoEntry>, DemoError> {
    let mut made = Vec::new();
    let mut named = HashMap::new();
    for (name, quarter) in QUARTERS {
        let told: Vec<Told> = serde_json::from_str(quarter)
            .map_err(|source| DemoError { at: name.to_owned(), source: source.into() })?;
        for told in told {
            let at = told.log.clone();
            let key = told.key.clone();
            let entry_id = EntryId::new(id());
            let entry =
                told.entry(entry_id, now, &named, &mut made).map_err(|source| DemoError { at, source })?;
            named.extend(key.map(|key| (key, entry_id)));
            made.push(entry);
        }
    }
    Ok(made)
}

/// One entry as the files tell it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    days_ago: i64,
    time: Option<Time>,
    logged: Later,
    log: String,
    #[serde(default)]
    kind: Kind,
    #[serde(default)]
    significance: Significance,
    context: Option<Line>,
    #[serde(default)]
    tags: BTreeSet<Tag>,
    /// The name under which a later attempt finds this one.
    key: Option<String>,
    attempt: Option<After>,
    answers: Option<Value>,
    #[serde(default)]
    minutes: u32,
    #[serde(default)]
    parked: Vec<Text>,
    feeling: Option<Text>,
    confidant: Option<Text>,
    /// How many days after the entry's day nothing asks about it.
    not_before: Option<i64>,
    finished: Option<Later>,
    #[serde(default)]
    reopened: Vec<Reopened>,
}

/// A time of day, some days after the entry's day.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Later {
    #[serde(default)]
    days_later: i64,
    time: Time,
}

/// Which attempt this one follows, what was changed, and whether each earlier lesson applies.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct After {
    key: String,
    changed: Text,
    applies: Vec<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reopened {
    days_later: i64,
    time: Time,
    reason: Text,
    finished: Option<Later>,
}

impl Told {
    fn entry(
        self,
        id: EntryId,
        now: &Zoned,
        named: &HashMap<String, EntryId>,
        made: &mut [DemoEntry],
    ) -> Result<DemoEntry, Broken> {
        let day = days_after(now.date(), -self.days_ago)?;
        let captured_at = self.logged.on(day, now)?;
        let Captured { title, body, .. } = Captured::read(&self.log, &captured_at)?;
        let occurred = Occurred::new(day, self.time)?;
        let mut entry = Entry::capture(id, title, body, occurred, captured_at.timestamp());
        entry.kind = self.kind;
        entry.significance = self.significance;
        entry.context = self.context;
        entry.tags = self.tags;
        if let Some(after) = self.attempt {
            entry.attempt = Some(after.attempt(named, made)?);
        }
        let review = &mut entry.review;
        review.parked = self.parked;
        review.feeling = self.feeling;
        review.confidant = self.confidant;
        review.not_before = self.not_before.map(|days| days_after(day, days)).transpose()?;
        review.spent.seconds = self.minutes * 60;
        if let Some(mut answers) = self.answers {
            put_dates(&mut answers, day)?;
            review.answers = Stage::try_from(serde_json::from_value::<Answers>(answers)?)?;
        }
        let mut changed_at = captured_at.timestamp() + SignedDuration::from_mins(self.minutes.into());
        if let Some(finished) = self.finished {
            changed_at = finished.on(day, now)?.timestamp();
            entry.finish(changed_at)?;
        }
        for Reopened { days_later, time, reason, finished } in self.reopened {
            changed_at = Later { days_later, time }.on(day, now)?.timestamp();
            entry.review.reopen(Some(reason), changed_at)?;
            if let Some(finished) = finished {
                changed_at = finished.on(day, now)?.timestamp();
                entry.finish(changed_at)?;
            }
        }
        Ok(DemoEntry { entry, changed_at })
    }
}

impl Later {
    /// Returns the moment in the time zone of `now`; in the gap of a clock change the hour after it.
    fn on(&self, day: Date, now: &Zoned) -> Result<Zoned, Broken> {
        let date = days_after(day, self.days_later)?;
        Ok(date.to_datetime(self.time).to_zoned(now.time_zone().clone())?)
    }
}

impl After {
    /// Chains this attempt to the one it follows, which becomes the first when it was none yet.
    fn attempt(self, named: &HashMap<String, EntryId>, made: &mut [DemoEntry]) -> Result<Attempt, Broken> {
        let before = named
            .get(&self.key)
            .and_then(|id| made.iter_mut().find(|made| made.entry.id == *id))
            .ok_or_else(|| format!("no earlier entry has the key {}", self.key))?;
        let first = Attempt::first(before.entry.id);
        let goal = before.entry.attempt.get_or_insert(first).goal;
        let of_goal =
            |made: &&DemoEntry| made.entry.attempt.as_ref().is_some_and(|attempt| attempt.goal == goal);
        let chain: Vec<Entry> = made.iter().filter(of_goal).map(|made| made.entry.clone()).collect();
        let mut attempt = Attempt::following(&chain, 0).ok_or("an attempt follows none")?;
        if attempt.lessons.len() != self.applies.len() {
            return Err(format!("{} lessons were learned before this attempt", attempt.lessons.len()).into());
        }
        for (lesson, applies) in attempt.lessons.iter_mut().zip(self.applies) {
            lesson.applies = Some(applies);
        }
        attempt.changed = Some(self.changed);
        Ok(attempt)
    }
}

fn days_after(day: Date, days: i64) -> Result<Date, Broken> {
    Ok(day.checked_add(Span::new().try_days(days)?)?)
}

/// Puts the date in the place of every `{{days}}` in the texts of a JSON value.
fn put_dates(value: &mut Value, day: Date) -> Result<(), Broken> {
    match value {
        Value::String(text) => *text = with_dates(text, day)?,
        Value::Array(values) => values.iter_mut().try_for_each(|value| put_dates(value, day))?,
        Value::Object(fields) => fields.values_mut().try_for_each(|value| put_dates(value, day))?,
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    Ok(())
}

fn with_dates(text: &str, day: Date) -> Result<String, Broken> {
    let mut parts = text.split("{{");
    let mut dated = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (days, rest) = part.split_once("}}").ok_or("a date is not closed with two braces")?;
        dated.push_str(&days_after(day, days.parse()?)?.to_string());
        dated.push_str(rest);
    }
    Ok(dated)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use hansei_method::account::Met;
    use hansei_method::factor::Control;
    use hansei_method::gap::{Difference, gap};
    use hansei_method::plan::Way;
    use hansei_method::stage::{Answer, StageKind};

    use super::*;

    /// A minute after midnight, when the least of today has passed.
    const NOW: &str = "2026-11-22T00:01[UTC]";

    fn demo() -> Vec<DemoEntry> {
        let mut last = 0;
        let ids = || {
            last += 1;
            Uuid::from_u128(last)
        };
        entries(&NOW.parse().unwrap(), ids).unwrap()
    }

    fn at(stage: StageKind) -> usize {
        demo().iter().filter(|made| made.entry.review.answers.kind() == stage).count()
    }

    #[test]
    fn it_shows_reviews_at_every_stage() {
        assert_eq!(StageKind::ALL.map(at), [8, 2, 2, 2, 2, 25]);
    }

    #[test]
    fn it_reaches_back_eighteen_months_and_ends_yesterday() {
        let now: Zoned = NOW.parse().unwrap();
        let ago = |made: &DemoEntry| (now.date() - made.entry.occurred.date()).get_days();
        assert_eq!(demo().first().map(ago), Some(541));
        assert_eq!(demo().last().map(ago), Some(1));
        assert!(demo().is_sorted_by_key(|made| made.entry.occurred));
    }

    #[test]
    fn nothing_is_told_before_it_happened() {
        let now: Zoned = NOW.parse().unwrap();
        for DemoEntry { entry, changed_at } in demo() {
            let title = entry.title.as_str();
            let occurred = entry.occurred.date().to_datetime(entry.occurred.time().unwrap_or_default());
            assert!(
                occurred.to_zoned(now.time_zone().clone()).unwrap().timestamp() <= entry.captured_at,
                "{title}"
            );
            assert!(entry.captured_at <= changed_at, "{title}");
            assert!(changed_at <= now.timestamp(), "{title}");
            let told_on = changed_at.to_zoned(now.time_zone().clone()).date();
            let account = entry.review.answers.happened().and_then(Answer::given);
            let moments = account.iter().flat_map(|account| account.moments.iter());
            let days = moments.filter_map(|moment| moment.when.civil()?.0);
            assert!(days.into_iter().all(|day| day <= told_on), "{title}");
        }
    }

    #[test]
    fn no_two_entries_have_the_same_name() {
        let demo = demo();
        let titles: HashSet<&str> = demo.iter().map(|made| made.entry.title.as_str()).collect();
        let ids: HashSet<EntryId> = demo.iter().map(|made| made.entry.id).collect();
        assert_eq!((titles.len(), ids.len()), (demo.len(), demo.len()));
    }

    #[test]
    fn every_entry_is_read_back_as_it_was_written() {
        for DemoEntry { entry, .. } in demo() {
            let written = serde_json::to_string(&entry).unwrap();
            assert!(!written.contains("{{"), "{written}");
            assert_eq!(serde_json::from_str::<Entry>(&written).unwrap(), entry);
        }
    }

    #[test]
    fn a_finished_review_has_all_four_fields_unless_nothing_was_in_their_hands() {
        for DemoEntry { entry, .. } in demo() {
            let record = entry.record();
            let is_done = entry.review.answers.kind() == StageKind::Done;
            if is_done && !entry.review.is_closed_without_own_factor() {
                assert!(record.root_cause.is_some(), "{}", entry.title);
            }
            if is_done {
                assert!(record.lesson.is_some() && record.change.is_some(), "{}", entry.title);
            }
        }
    }

    #[test]
    fn every_sort_of_entry_is_there() {
        let demo = demo();
        let all = || demo.iter().map(|made| &made.entry);
        assert!(Kind::ALL.iter().all(|kind| all().any(|entry| entry.kind == *kind)));
        assert!(Significance::ALL.iter().all(|depth| all().any(|entry| entry.significance == *depth)));
        let ways = |way| {
            move |entry: &Entry| {
                entry.plan().and_then(|plan| plan.choice.as_ref()).is_some_and(|it| it.way == way)
            }
        };
        assert!(Way::ALL.iter().all(|way| all().any(ways(*way))));
        assert!(all().any(|entry| entry.controls() == BTreeSet::from([Control::Mine])));
        assert!(all().any(|entry| entry.controls() == BTreeSet::from([Control::Outside])));
        assert!(all().any(|entry| !entry.review.parked.is_empty()));
        assert!(all().any(|entry| entry.review.not_before.is_some()));
        assert!(all().any(|entry| entry.plan().is_some_and(|plan| plan.knowledge_only)));
        assert!(all().any(|entry| matches!(entry.review.answers.intended(), Some(Answer::Skipped(_)))));
    }

    #[test]
    fn a_review_was_reopened_and_closed_again_and_another_is_still_open() {
        let reopened: Vec<StageKind> = demo()
            .iter()
            .filter(|made| !made.entry.review.reopened.is_empty())
            .map(|made| made.entry.review.answers.kind())
            .collect();
        assert_eq!(reopened, [StageKind::Done, StageKind::Next]);
    }

    #[test]
    fn three_attempts_at_one_goal_are_chained() {
        let demo = demo();
        let attempts: Vec<&Attempt> = demo.iter().filter_map(|made| made.entry.attempt.as_ref()).collect();
        let chain: Vec<(u32, usize)> =
            attempts.iter().map(|attempt| (attempt.number, attempt.lessons.len())).collect();
        assert_eq!(chain, [(1, 0), (2, 2), (3, 4)]);
        assert!(attempts.iter().all(|attempt| attempt.goal == attempts[0].goal));
    }

    #[test]
    fn the_time_that_things_take_is_underestimated_again_and_again() {
        let took_longer = |made: &DemoEntry| {
            let answers = &made.entry.review.answers;
            let intended = answers.intended().and_then(Answer::given)?;
            let happened = answers.happened().and_then(Answer::given)?;
            gap(intended, happened).into_iter().find_map(|row| match row.difference? {
                Difference::Amount(found)
                    if row.met != Met::AsIntended && ["hours", "evenings"].contains(&found.unit.as_str()) =>
                {
                    found
                        .percent
                        .map(|percent| percent.to_string())
                        .filter(|percent| !percent.starts_with('-'))
                }
                _ => None,
            })
        };
        let percents: Vec<String> = demo().iter().filter_map(took_longer).collect();
        assert_eq!(percents, ["216.7", "28", "750", "280", "130"]);
    }

    #[test]
    fn a_date_that_cannot_be_read_is_refused() {
        let day = Date::constant(2026, 3, 2);
        assert_eq!(with_dates("by {{-2}}, or {{+30}}", day).unwrap(), "by 2026-02-28, or 2026-04-01");
        assert!(with_dates("{{soon}}", day).is_err());
        assert!(with_dates("{{-2", day).is_err());
    }
}
