//! The numbers of a pattern as programs get them: rates and estimates.

use hansei_app::patterns::{Change, Estimates, Rate};
use hansei_method::estimate::{Estimate, Measure};
use hansei_method::id::EntryId;
use hansei_method::rate::Occurrences;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// How often something came back.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RateView {
    /// The first day that was looked at.
    from: Date,
    /// The last day.
    to: Date,
    /// How often in all that time.
    whole: OccurrencesView,
    /// The day of the first commitment; `null` while there is none.
    committed_on: Option<Date>,
    /// The entry whose commitment that was.
    committed_in: Option<EntryId>,
    /// Until that day.
    before: Option<OccurrencesView>,
    /// Since then.
    after: Option<OccurrencesView>,
    /// "likely falling" or "unclear".
    trend: Option<&'static str>,
    /// The probability that the rate fell; `null` where nothing can be compared.
    fall: Option<f64>,
}

/// How often in how long.
#[derive(Debug, Serialize, ToSchema)]
struct OccurrencesView {
    /// How often.
    count: u32,
    /// In how many months.
    months: f64,
}

/// Estimates of time with what came of them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EstimatesView {
    /// Each.
    each: Vec<OneEstimate>,
    /// The middle of how many times as long it took.
    median_times: Option<f64>,
    /// Of how many that is.
    times: usize,
    /// The middle of how many days late it came.
    median_days: Option<f64>,
    /// Of how many that is.
    days: usize,
}

/// An estimate, and the entry it stands in.
#[derive(Debug, Serialize, ToSchema)]
struct OneEstimate {
    /// The entry.
    entry: EntryId,
    #[serde(flatten)]
    estimate: EstimateView,
}

/// An estimate and what came.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EstimateView {
    /// What it is about.
    name: String,
    /// What was meant.
    intended: String,
    /// What came.
    actual: String,
    /// How many times as long it took; `null` for a day that was named.
    times: Option<f64>,
    /// How many days late it came; `null` for a duration.
    days: Option<i32>,
}

/// Reads how often a pattern came back.
pub(super) fn rate(rate: &Rate, committed_in: Option<EntryId>) -> RateView {
    let of = |change: Option<Change>, part: fn(Change) -> Occurrences| change.map(part).map(Into::into);
    RateView {
        from: rate.from,
        to: rate.to,
        whole: rate.whole.into(),
        committed_on: rate.change.map(|change| change.on),
        committed_in,
        before: of(rate.change, |change| change.before),
        after: of(rate.change, |change| change.after),
        trend: rate.change.map(|change| change.trend.words()),
        fall: rate.change.and_then(|change| change.fall),
    }
}

impl From<Occurrences> for OccurrencesView {
    fn from(Occurrences { count, months }: Occurrences) -> Self {
        Self { count, months }
    }
}

impl From<Estimates> for EstimatesView {
    fn from(Estimates { each, times, days }: Estimates) -> Self {
        let one = |(entry, estimate): (EntryId, Estimate)| OneEstimate { entry, estimate: estimate.into() };
        Self {
            each: each.into_iter().map(one).collect(),
            median_times: times.map(|(middle, _)| middle),
            times: times.map_or(0, |(_, count)| count),
            median_days: days.map(|(middle, _)| middle),
            days: days.map_or(0, |(_, count)| count),
        }
    }
}

impl From<Estimate> for EstimateView {
    fn from(estimate: Estimate) -> Self {
        let Estimate { name, intended, actual, measure, .. } = estimate;
        let (times, days) = match measure {
            Measure::Times(times) => (Some(times), None),
            Measure::Days(days) => (None, Some(days)),
        };
        Self { name, intended, actual, times, days }
    }
}
