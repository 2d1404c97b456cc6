//! The review of a period: told from the log, answered, frozen, compared with the one before; skipping it costs nothing.

mod acts;
mod document;
mod gathered;

use hansei_method::cadence;
use hansei_method::id::QuarterId;
use hansei_method::quarter::{Period, Quarter, Report};
use hansei_store::KeptQuarter;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::entry::hex_start;
use crate::model::hexadecimal;
use crate::{App, AppError};

pub use document::{document, figure_names, figures_of, grouped};

/// The name under which it is kept how often a review is due, and which was skipped.
const NAME: &str = "quarter";

/// How often a review is due, and from which day on that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rhythm {
    /// The months from one review to the next: 1 to 12.
    pub months: u8,
    /// The day that the last one skipped was due on; `None` where none was skipped.
    pub skipped: Option<Date>,
}

/// A review with what the log tells of its period: what was frozen, or what it tells now.
#[derive(Debug, Clone, PartialEq)]
pub struct LookedBack {
    /// The review.
    pub kept: KeptQuarter,
    /// What the log tells.
    pub report: Report,
}

/// Everything that the page of reviews shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Quarters {
    /// The day from which the next one is due; `None` while the log is empty.
    pub due_on: Option<Date>,
    /// The period it would look back on; `None` while the log is empty.
    pub offered: Option<Period>,
    /// How often one is due.
    pub rhythm: Rhythm,
    /// Drafts, of the latest period first.
    pub drafts: Vec<KeptQuarter>,
    /// What was frozen, of the latest period first.
    pub frozen: Vec<KeptQuarter>,
}

impl Default for Rhythm {
    fn default() -> Self {
        Self { months: 3, skipped: None }
    }
}

impl Quarters {
    /// Says whether a review is due on a day.
    #[must_use]
    pub fn is_due(&self, today: Date) -> bool {
        self.due_on.is_some_and(|due| due <= today)
    }
}

impl App {
    /// Lists what is due, what was begun and what was frozen.
    pub async fn quarters(&self) -> Result<Quarters, AppError> {
        let rhythm = self.rhythm().await?;
        let (frozen, drafts): (Vec<_>, Vec<_>) = self
            .store
            .quarters(self.space)
            .await?
            .into_iter()
            .partition(|kept| kept.quarter.frozen.is_some());
        let due_on = self.due_on(&frozen, rhythm).await?;
        let today = self.now().date();
        let offered = due_on.map(|_| offered(&frozen, rhythm.months, today));
        Ok(Quarters { due_on, offered, rhythm, drafts, frozen })
    }

    /// Returns the day from which the next review is due: so many months after the last one that was frozen or skipped, or
    /// after the first entry. `None` while the log is empty.
    pub async fn quarter_due(&self) -> Result<Option<Date>, AppError> {
        Ok(self.quarters().await?.due_on)
    }

    /// Returns that day with a name for the occasion. As long as it is counted from the first entry, the name counts by its
    /// instant and not by a day: whoever travels is not reminded twice.
    pub(crate) async fn quarter_coming(&self) -> Result<Option<(Date, String)>, AppError> {
        let Quarters { due_on, rhythm, frozen, .. } = self.quarters().await?;
        let Some(day) = due_on else { return Ok(None) };
        let began = self.store.first_captured(self.space).await?;
        let name = match began.filter(|_| frozen.is_empty() && rhythm.skipped.is_none()) {
            Some(began) => format!("{}/{}", began.as_second(), rhythm.months),
            None => day.to_string(),
        };
        Ok(Some((day, name)))
    }

    /// Returns a review; a removed one is not there.
    pub async fn quarter(&self, id: QuarterId) -> Result<KeptQuarter, AppError> {
        let kept = self.store.quarter(self.space, id).await?;
        kept.filter(|kept| kept.deleted_at.is_none()).ok_or_else(no_quarter)
    }

    /// Returns a review, removed or not.
    pub async fn quarter_or_removed(&self, id: QuarterId) -> Result<KeptQuarter, AppError> {
        self.store.quarter(self.space, id).await?.ok_or_else(no_quarter)
    }

    /// Returns a review with what the log tells of its period: what was frozen, or what it tells now.
    pub async fn look_back(&self, id: QuarterId) -> Result<LookedBack, AppError> {
        let kept = self.quarter(id).await?;
        let report = match &kept.quarter.frozen {
            Some(frozen) => (*frozen.report).clone(),
            None => self.told_of(&kept.quarter).await?,
        };
        Ok(LookedBack { kept, report })
    }

    /// Tells of any period what the log holds of it, without beginning a review.
    pub async fn report_of(&self, period: Period) -> Result<Report, AppError> {
        let quarter = Quarter::begin(QuarterId::new(self.new_id()), period, self.now().date())?;
        self.told_of(&quarter).await
    }

    /// Lists the reviews that were removed, removed last first.
    pub async fn removed_quarters(&self) -> Result<Vec<KeptQuarter>, AppError> {
        Ok(self.store.removed_quarters(self.space).await?)
    }

    /// Finds the one review whose id starts so, or that of a period.
    pub async fn find_quarter(&self, text: &str) -> Result<QuarterId, AppError> {
        let all = self.store.quarters(self.space).await?;
        if let Ok(period) = text.parse::<Period>()
            && let Some(kept) = all.iter().find(|kept| kept.quarter.period == period)
        {
            return Ok(kept.quarter.id);
        }
        let start = hex_start(text);
        let ids = all.iter().map(|kept| kept.quarter.id);
        let found: Vec<_> = ids
            .filter(|id| !start.is_empty() && id.uuid().simple().to_string().starts_with(&start))
            .collect();
        match *found {
            [id] => Ok(id),
            [] => Err(no_quarter()),
            _ => Err(AppError::Invalid(format!(
                "{} reviews start with {text}; write more of the id",
                found.len()
            ))),
        }
    }

    /// Returns how often a review is due.
    pub async fn rhythm(&self) -> Result<Rhythm, AppError> {
        let kept = self.store.setting(self.space, NAME).await?;
        kept.map_or(Ok(Rhythm::default()), |kept| serde_json::from_value(kept).map_err(AppError::broken))
    }

    async fn due_on(&self, frozen: &[KeptQuarter], rhythm: Rhythm) -> Result<Option<Date>, AppError> {
        let last = frozen.iter().map(|kept| kept.quarter.period.last()).max();
        if let Some(skipped) = rhythm.skipped.filter(|skipped| last.is_none_or(|last| last < *skipped)) {
            return Ok(Some(cadence::next_review(skipped, rhythm.months)));
        }
        if let Some(latest) = frozen.first() {
            let chosen = latest.quarter.frozen.as_ref().map(|frozen| frozen.report.next_on);
            return Ok(chosen.or_else(|| Some(latest.quarter.period.next_review(rhythm.months))));
        }
        let began = self.store.first_captured(self.space).await?;
        let zone = self.now().time_zone().clone();
        Ok(began.map(|at| cadence::next_review(at.to_zoned(zone).date(), rhythm.months)))
    }
}

/// Returns the period that the next review would look back on: the last one that is over and has none, or else the one that
/// is going on.
fn offered(frozen: &[KeptQuarter], months: u8, today: Date) -> Period {
    let now = Period::of(today, months);
    if now.last() == today {
        return now;
    }
    let is_reviewed = |period: &Period| frozen.iter().any(|kept| kept.quarter.period == *period);
    now.before().filter(|before| !is_reviewed(before)).unwrap_or(now)
}

/// Takes the SHA-256 of a review as it is written, without its fingerprint.
#[must_use]
pub fn fingerprint(quarter: &Quarter) -> String {
    let written = serde_json::to_vec(&quarter.without_fingerprint()).unwrap_or_default();
    hexadecimal(&Sha256::digest(&written))
}

/// Says whether a frozen review is what was frozen; `None` where it has no fingerprint.
#[must_use]
pub fn is_as_frozen(quarter: &Quarter) -> Option<bool> {
    let kept = quarter.frozen.as_ref()?.fingerprint.as_ref()?;
    Some(*kept == fingerprint(quarter))
}

fn no_quarter() -> AppError {
    AppError::NotFound("there is no such review; \"hansei quarter --list\" lists them".to_owned())
}
