//! What a report is made of, read together: the entries of the period, everything that is practised, and the patterns.

use std::collections::{BTreeSet, HashSet};

use hansei_method::quarter::{
    EntryFacts, Lesson, PatternLine, Period, Quarter, RateChange, Report, Sources, Stretch,
};
use hansei_method::rate::Occurrences;
use hansei_store::{KeptQuarter, Reviewed};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use crate::patterns::{Card, Rate, State, in_months};
use crate::{App, AppError};

impl App {
    /// Tells what the log holds of the period of a review.
    pub(super) async fn told_of(&self, quarter: &Quarter) -> Result<Report, AppError> {
        let now = self.now();
        let (period, today, zone) = (quarter.period, now.date(), now.time_zone().clone());
        let (rhythm, parameters) = (self.rhythm().await?, self.parameters().await?);
        let reviewed = self.store.entries_to_review(self.space, which(period, &zone)).await?;
        let entries: Vec<_> = reviewed.iter().map(|entry| EntryFacts::of(entry, &zone)).collect();
        let practised = self.practices().await?;
        let lessons: Vec<_> = practised
            .iter()
            .map(|it| Lesson {
                practice: &it.practice,
                title: &it.title,
                observed: &it.observed,
                growth: &it.growth,
            })
            .collect();
        let patterns = self.patterns_in(period, today).await?;
        let frozen = self.store.quarters(self.space).await?;
        Ok(Report::of(&Sources {
            period,
            today,
            entries: &entries,
            lessons: &lessons,
            patterns: &patterns,
            last: last_before(&frozen, period),
            answers: &quarter.answers,
            parameters: &parameters,
            months: rhythm.months,
        }))
    }

    /// Tells of each pattern that is shown how often it came, up to the end of the period.
    async fn patterns_in(&self, period: Period, today: Date) -> Result<Vec<PatternLine>, AppError> {
        let until = period.last().min(today);
        let cards = self.patterns().await?.cards;
        let kept = self.store.patterns(self.space).await?;
        let named: HashSet<_> =
            kept.into_iter().filter(|kept| kept.pattern.is_named).map(|kept| kept.key).collect();
        let is_named = |card: &Card| card.tendency.is_some() || named.contains(&card.key);
        let mut lines: Vec<_> =
            cards.iter().filter_map(|card| line(card, is_named(card), period, until)).collect();
        lines.sort_by_key(|line| (!line.is_confirmed, u32::MAX - line.in_period, u32::MAX - line.entries));
        Ok(lines)
    }
}

/// Returns which entries a review looks at: those about its period and the one before, and those written down in it.
///
/// At the ends of the calendar not every day has an instant in every zone; the first and the last one take their place.
fn which(period: Period, zone: &TimeZone) -> Reviewed {
    let start = |day: Date| day.to_zoned(zone.clone()).map(|start| start.timestamp());
    let before = period.before().unwrap_or(period);
    Reviewed {
        first: before.first(),
        last: period.last(),
        captured_from: start(before.first()).unwrap_or(Timestamp::MIN),
        captured_until: start(period.last().saturating_add(1.day())).unwrap_or(Timestamp::MAX),
    }
}

/// Finds the review that was frozen last of what came before a period.
fn last_before(frozen: &[KeptQuarter], period: Period) -> Option<&Quarter> {
    let before = frozen
        .iter()
        .map(|kept| &kept.quarter)
        .filter(|quarter| quarter.frozen.is_some() && quarter.period.last() < period.first());
    before.max_by_key(|quarter| (quarter.period.last(), quarter.period.first()))
}

/// Tells of a pattern up to a day; `None` where nothing of it was there by then.
fn line(card: &Card, is_named: bool, period: Period, until: Date) -> Option<PatternLine> {
    let by_then = || card.entries.iter().filter(|entry| entry.occurred.date() <= until);
    let days: Vec<Date> = by_then().map(|entry| entry.occurred.date()).collect();
    if days.is_empty() {
        return None;
    }
    let committed = card.rate.change.map(|change| change.on).filter(|on| *on <= until);
    let rate = Rate::of(&days, card.rate.from.min(until), committed, until);
    let situations: BTreeSet<_> = by_then().filter_map(|entry| entry.context.as_ref()).collect();
    Some(PatternLine {
        key: card.key.to_string(),
        name: card.name.clone(),
        is_confirmed: card.state == State::Confirmed,
        entries: count(days.len()),
        in_period: count(days.iter().filter(|day| period.holds(**day)).count()),
        situations: count(situations.len()),
        whole: stretch(rate.whole),
        change: rate.change.map(|change| RateChange {
            on: change.on,
            before: stretch(change.before),
            after: stretch(change.after),
            fall_percent: change.fall.map(percent),
            trend: change.trend.words().to_owned(),
        }),
        named_after: by_then().map(|entry| entry.id).filter(|_| !is_named).collect(),
    })
}

fn stretch(occurrences: Occurrences) -> Stretch {
    let months = (occurrences.months * 10.0).round() / 10.0;
    Stretch { count: occurrences.count, months, words: in_months(occurrences) }
}

/// Cuts a probability to whole per cent, so that 0.899 is never shown as 90.
fn percent(probability: f64) -> u8 {
    let whole = (probability * 100.0).floor().clamp(0.0, 99.0);
    (0..=99).rev().find(|percent| f64::from(*percent) <= whole).unwrap_or(0)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
