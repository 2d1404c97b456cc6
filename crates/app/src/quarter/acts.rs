//! What a person does with the review of a period: begins it, answers, freezes it, skips it, removes it.

use hansei_method::id::{PracticeId, QuarterId};
use hansei_method::occurred::Occurred;
use hansei_method::practice::{Ending, Practice, PracticeError};
use hansei_method::quarter::{Answers, Frozen, Period, Quarter, QuarterError, Verdict};
use hansei_store::{KeptQuarter, Tx};
use jiff::Zoned;

use super::{NAME, Rhythm, fingerprint, no_quarter};
use crate::write::write;
use crate::{App, AppError, Saved};

impl App {
    /// Begins the review of a period, or goes on with the draft that was begun; `None` takes the one that is offered.
    pub async fn begin_quarter(&self, period: Option<Period>) -> Result<Saved<QuarterId>, AppError> {
        let now = self.now();
        let offered = match period {
            Some(period) => Some(period),
            None => self.quarters().await?.offered,
        };
        let period = offered.unwrap_or_else(|| Period::quarter_of(now.date()));
        write!(self, tx => {
            if let Some(kept) = tx.quarter_of(self.space, period).await? {
                return match kept.quarter.frozen {
                    None => Ok(Saved { id: kept.quarter.id, version: kept.version }),
                    Some(_) => Err(has_one(period)),
                };
            }
            let id = QuarterId::new(self.new_id());
            let quarter = Quarter::begin(id, period, now.date())?;
            if !tx.insert_quarter(self.space, &quarter, now.timestamp()).await? {
                return Err(AppError::Conflict("this id is taken; try again".to_owned()));
            }
            Ok(Saved { id, version: 1 })
        })
    }

    /// Changes what the person says of a period. Nothing is saved when nothing is different.
    pub async fn answer_quarter(
        &self,
        id: QuarterId,
        expected: Option<i64>,
        change: impl Fn(&mut Answers) + Send + Sync,
    ) -> Result<Saved<QuarterId>, AppError> {
        let now = self.now().timestamp();
        write!(self, tx => {
            let kept = self.quarter_there(tx, id, expected).await?;
            let mut quarter = kept.quarter.clone();
            let mut answers = quarter.answers.clone();
            change(&mut answers);
            quarter.answer(answers)?;
            if quarter == kept.quarter {
                return Ok(Saved { id, version: kept.version });
            }
            let version = tx.save_quarter(self.space, &quarter, kept.version, now).await?;
            Ok(Saved { id, version: version.ok_or_else(changed)? })
        })
    }

    /// Freezes a review with what the log tells now, and does what was decided about lessons: lets them go, or practises
    /// them. There is no way back for the review; what becomes of a lesson can be taken back like anything said of it.
    pub async fn freeze_quarter(
        &self,
        id: QuarterId,
        expected: Option<i64>,
    ) -> Result<Saved<QuarterId>, AppError> {
        let now = self.now();
        let seen = self.quarter(id).await;
        let report = match &seen {
            Ok(kept) if kept.quarter.frozen.is_none() => Some(self.told_of(&kept.quarter).await?),
            _ => None,
        };
        let owner = self.settings().await?.name;
        write!(self, tx => {
            let kept = self.quarter_there(tx, id, expected).await?;
            let report = report.clone().ok_or(QuarterError::Frozen)?;
            // What the report says of the answers has to be what is answered.
            if seen.as_ref().is_ok_and(|seen| seen.version != kept.version) {
                return Err(changed());
            }
            let mut quarter = kept.quarter.clone();
            let clock = Occurred::new(now.date(), Some(now.time())).map_err(AppError::broken)?;
            let frozen = Frozen {
                at: now.timestamp(),
                clock,
                owner: owner.clone(),
                report: Box::new(report),
                fingerprint: None,
            };
            quarter.freeze(frozen, fingerprint)?;
            let version = tx.save_quarter(self.space, &quarter, kept.version, now.timestamp()).await?;
            for decision in &quarter.answers.decisions {
                self.carry_out(tx, decision.practice, decision.verdict, &now).await?;
            }
            Ok(Saved { id, version: version.ok_or_else(changed)? })
        })
    }

    /// Passes over the review that is due: the next one is due as if it had been done. Nothing is kept of that but the day.
    pub async fn skip_quarter(&self) -> Result<Rhythm, AppError> {
        let due = self.quarters().await?.due_on;
        let due = due.ok_or_else(|| AppError::Invalid("the log is empty, so no review is due".to_owned()))?;
        self.change_rhythm(|rhythm| rhythm.skipped = Some(due)).await
    }

    /// Chooses the months from one review to the next, 1 to 12.
    pub async fn review_every(&self, months: u8) -> Result<Rhythm, AppError> {
        if !(1..=12).contains(&months) {
            return Err(AppError::Invalid(
                "a review comes every 1 to 12 months; give a number of those".to_owned(),
            ));
        }
        self.change_rhythm(|rhythm| rhythm.months = months).await
    }

    /// Removes a review; [`take_back_quarter`](Self::take_back_quarter) brings it back.
    pub async fn remove_quarter(
        &self,
        id: QuarterId,
        expected: Option<i64>,
    ) -> Result<Saved<QuarterId>, AppError> {
        self.set_quarter_removed(id, expected, true).await
    }

    /// Brings a removed review back, as it was.
    pub async fn take_back_quarter(
        &self,
        id: QuarterId,
        expected: Option<i64>,
    ) -> Result<Saved<QuarterId>, AppError> {
        self.set_quarter_removed(id, expected, false).await
    }

    /// Erases a review for good, removed or not. There is no way back.
    pub async fn erase_quarter(
        &self,
        id: QuarterId,
        expected: Option<i64>,
    ) -> Result<Saved<QuarterId>, AppError> {
        write!(self, tx => {
            let kept = self.kept_quarter(tx, id, expected).await?;
            tx.erase_quarter(self.space, id).await?;
            Ok(Saved { id, version: kept.version })
        })
    }

    async fn set_quarter_removed(
        &self,
        id: QuarterId,
        expected: Option<i64>,
        is_removed: bool,
    ) -> Result<Saved<QuarterId>, AppError> {
        let now = self.now().timestamp();
        write!(self, tx => {
            let kept = self.kept_quarter(tx, id, expected).await?;
            if kept.deleted_at.is_some() == is_removed {
                return Ok(Saved { id, version: kept.version });
            }
            if !is_removed && tx.quarter_of(self.space, kept.quarter.period).await?.is_some() {
                return Err(has_one(kept.quarter.period));
            }
            let at = is_removed.then_some(now);
            let version = tx.set_quarter_removed(self.space, id, kept.version, at, now).await?;
            Ok(Saved { id, version: version.ok_or_else(changed)? })
        })
    }

    /// Does to a lesson what was decided of it. One that has ended since, or is not there any more, stays as it is.
    async fn carry_out(
        &self,
        tx: &mut Tx,
        id: PracticeId,
        verdict: Option<Verdict>,
        now: &Zoned,
    ) -> Result<(), AppError> {
        let change: fn(&mut Practice, &Zoned) -> Result<(), PracticeError> = match verdict {
            Some(Verdict::Retire) => |practice, now| practice.end(Ending::Retired { on: now.date() }),
            Some(Verdict::Practise) => |practice, now| practice.begin(now.date()),
            Some(Verdict::Keep | Verdict::Reword) | None => return Ok(()),
        };
        let Some(kept) = tx.practice(self.space, id).await? else { return Ok(()) };
        let mut practice = kept.practice.clone();
        if change(&mut practice, now).is_ok() && practice != kept.practice {
            tx.save_practice(self.space, &practice, kept.version, now.timestamp()).await?;
        }
        Ok(())
    }

    async fn change_rhythm(&self, change: impl Fn(&mut Rhythm) + Send + Sync) -> Result<Rhythm, AppError> {
        let space = self.space;
        hansei_store::transaction!(self.store, tx => {
            let kept = tx.setting(space, NAME).await?;
            let mut rhythm: Rhythm =
                kept.map(serde_json::from_value).transpose().map_err(AppError::broken)?.unwrap_or_default();
            change(&mut rhythm);
            let value = serde_json::to_value(rhythm).map_err(AppError::broken)?;
            tx.put_setting(space, NAME, &value).await?;
            Ok::<_, AppError>(rhythm)
        })
    }

    async fn quarter_there(
        &self,
        tx: &mut Tx,
        id: QuarterId,
        expected: Option<i64>,
    ) -> Result<KeptQuarter, AppError> {
        let kept = self.kept_quarter(tx, id, expected).await?;
        if kept.deleted_at.is_some() { Err(no_quarter()) } else { Ok(kept) }
    }

    async fn kept_quarter(
        &self,
        tx: &mut Tx,
        id: QuarterId,
        expected: Option<i64>,
    ) -> Result<KeptQuarter, AppError> {
        let kept = tx.quarter(self.space, id).await?.ok_or_else(no_quarter)?;
        if expected.is_some_and(|expected| expected != kept.version) {
            return Err(changed());
        }
        Ok(kept)
    }
}

fn has_one(period: Period) -> AppError {
    AppError::Conflict(format!(
        "there is a review of {} already; look at that one, or remove it first",
        period.days()
    ))
}

fn changed() -> AppError {
    AppError::Conflict(
        "this review was changed somewhere else; look at it again, then repeat your change".to_owned(),
    )
}
