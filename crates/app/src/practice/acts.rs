//! What a person does with a practice: notes a moment, answers a question, corrects, takes back, rates, begins, ends.

use hansei_method::automaticity::Scores;
use hansei_method::id::{EntryId, OpportunityId, PracticeId};
use hansei_method::occurred::Occurred;
use hansei_method::opportunity::{Opportunity, Outcome};
use hansei_method::plan::CommitmentKind;
use hansei_method::practice::{Ending, Practice, PracticeError};
use hansei_method::text::Text;
use hansei_store::{KeptOpportunity, KeptPractice, Tx};
use jiff::civil::Date;

use super::{Noted, changed, no_practice};
use crate::write::write;
use crate::{App, AppError, Saved};

impl App {
    /// Notes what there was to see at one moment. A moment of that day that waits for an answer is answered with it.
    pub async fn note_moment(
        &self,
        practice: PracticeId,
        noted: &Noted,
    ) -> Result<Saved<OpportunityId>, AppError> {
        let now = self.now();
        let today = Occurred::new(now.date(), None).map_err(AppError::broken)?;
        write!(self, tx => {
            let kept = self.practice_there(tx, practice, None).await?;
            check_outcome(&kept.practice, noted.outcome)?;
            let when = noted.when.unwrap_or(today);
            let waits = |it: &KeptOpportunity| {
                it.opportunity.outcome == Outcome::Pending && it.opportunity.when.date() == when.date()
            };
            let observed = tx.opportunities_of(self.space, practice).await?;
            if let Some(kept) = observed.into_iter().find(waits) {
                return self.resolve(tx, kept, noted).await;
            }
            let id = OpportunityId::new(self.new_id());
            let mut moment = Opportunity::pending(id, practice, when, &now)?;
            moment.resolve(noted.outcome, noted.known, now.timestamp())?;
            (moment.context, moment.note) = (noted.context.clone(), noted.note.clone());
            if !tx.insert_opportunity(self.space, &moment, now.timestamp()).await? {
                return Err(AppError::Conflict("this id is taken; try again".to_owned()));
            }
            Ok(Saved { id, version: 1 })
        })
    }

    /// Answers a moment that waits for an answer, or one that nobody answered in time.
    pub async fn answer_moment(
        &self,
        id: OpportunityId,
        expected: Option<i64>,
        noted: &Noted,
    ) -> Result<Saved<OpportunityId>, AppError> {
        write!(self, tx => {
            let kept = self.moment_there(tx, id, expected).await?;
            let practice = self.practice_there(tx, kept.opportunity.practice, None).await?;
            check_outcome(&practice.practice, noted.outcome)?;
            self.resolve(tx, kept, noted).await
        })
    }

    /// Says something else of a moment that something was said of.
    pub async fn correct_moment(
        &self,
        id: OpportunityId,
        expected: Option<i64>,
        noted: &Noted,
    ) -> Result<Saved<OpportunityId>, AppError> {
        let now = self.now();
        write!(self, tx => {
            let kept = self.moment_there(tx, id, expected).await?;
            let before = kept.opportunity.clone();
            let practice = self.practice_there(tx, before.practice, None).await?;
            check_outcome(&practice.practice, noted.outcome)?;
            let mut moment = Opportunity::pending(id, before.practice, noted.when.unwrap_or(before.when), &now)?;
            moment.resolve(noted.outcome, noted.known, before.noted_at)?;
            (moment.context, moment.note) = (noted.context.clone(), noted.note.clone());
            if moment == before {
                return Ok(Saved { id, version: kept.version });
            }
            self.put_moment(tx, KeptOpportunity { opportunity: moment, before: Some(before), ..kept }).await
        })
    }

    /// Takes back what was said of a moment: a question that was answered waits again, what was noted goes, what was
    /// corrected is as before. Done twice, it is as it was.
    pub async fn undo_moment(
        &self,
        id: OpportunityId,
        expected: Option<i64>,
    ) -> Result<Saved<OpportunityId>, AppError> {
        let now = self.now().timestamp();
        write!(self, tx => {
            let kept = self.moment_or_removed(tx, id, expected).await?;
            let undone = match (kept.removed_at, kept.before.clone()) {
                (Some(_), _) => KeptOpportunity { removed_at: None, ..kept },
                (None, None) => KeptOpportunity { removed_at: Some(now), ..kept },
                (None, Some(before)) => KeptOpportunity { before: Some(kept.opportunity), opportunity: before, ..kept },
            };
            self.put_moment(tx, undone).await
        })
    }

    /// Takes a moment out, whatever was said of it; [`undo_moment`](Self::undo_moment) brings it back.
    pub async fn remove_moment(
        &self,
        id: OpportunityId,
        expected: Option<i64>,
    ) -> Result<Saved<OpportunityId>, AppError> {
        let now = self.now().timestamp();
        write!(self, tx => {
            let kept = self.moment_there(tx, id, expected).await?;
            self.put_moment(tx, KeptOpportunity { removed_at: Some(now), ..kept }).await
        })
    }

    /// Keeps how automatic it is, as of a day.
    pub async fn rate_practice(
        &self,
        id: PracticeId,
        expected: Option<i64>,
        on: Option<Date>,
        scores: Scores,
    ) -> Result<Saved<PracticeId>, AppError> {
        let now = self.now();
        self.change_practice(id, expected, |practice| {
            Ok(practice.rate(on.unwrap_or_else(|| now.date()), scores, &now)?)
        })
        .await
    }

    /// Takes the rating back that was given last.
    pub async fn unrate_practice(
        &self,
        id: PracticeId,
        expected: Option<i64>,
    ) -> Result<Saved<PracticeId>, AppError> {
        self.change_practice(id, expected, |practice| Ok(practice.unrate().map(drop)?)).await
    }

    /// Begins to ask about a practice that waits.
    pub async fn begin_practice(
        &self,
        id: PracticeId,
        expected: Option<i64>,
    ) -> Result<Saved<PracticeId>, AppError> {
        let today = self.now().date();
        self.change_practice(id, expected, |practice| Ok(practice.begin(today)?)).await
    }

    /// Asks no more about a practice until somebody begins it again.
    pub async fn set_practice_aside(
        &self,
        id: PracticeId,
        expected: Option<i64>,
    ) -> Result<Saved<PracticeId>, AppError> {
        self.change_practice(id, expected, |practice| Ok(practice.set_aside()?)).await
    }

    /// Asks nothing about a practice before a day; `None` asks as before.
    pub async fn put_practice_off(
        &self,
        id: PracticeId,
        expected: Option<i64>,
        until: Option<Date>,
    ) -> Result<Saved<PracticeId>, AppError> {
        self.change_practice(id, expected, |practice| Ok(practice.put_off(until)?)).await
    }

    /// Keeps what changed around a practice where it began to slip; `None` takes that away.
    // D14
    pub async fn say_around(
        &self,
        id: PracticeId,
        expected: Option<i64>,
        around: Option<&Text>,
    ) -> Result<Saved<PracticeId>, AppError> {
        self.change_practice(id, expected, |practice| {
            practice.around = around.cloned();
            Ok(())
        })
        .await
    }

    /// Ends a practice whose moment does not exist any more.
    pub async fn retire_practice(
        &self,
        id: PracticeId,
        expected: Option<i64>,
    ) -> Result<Saved<PracticeId>, AppError> {
        let on = self.now().date();
        self.change_practice(id, expected, |practice| Ok(practice.end(Ending::Retired { on })?)).await
    }

    /// Ends a practice whose place something else takes; `by` is that where it is practised too.
    pub async fn supersede_practice(
        &self,
        id: PracticeId,
        expected: Option<i64>,
        by: Option<PracticeId>,
    ) -> Result<Saved<PracticeId>, AppError> {
        if let Some(by) = by {
            self.practice(by).await?;
        }
        let on = self.now().date();
        self.change_practice(id, expected, |practice| Ok(practice.end(Ending::Superseded { on, by })?)).await
    }

    /// Takes the ending of a practice back.
    pub async fn resume_practice(
        &self,
        id: PracticeId,
        expected: Option<i64>,
    ) -> Result<Saved<PracticeId>, AppError> {
        self.change_practice(id, expected, |practice| Ok(practice.resume()?)).await
    }

    /// Begins to ask about everything that was planned in an entry.
    pub(crate) async fn begin_practices_of(&self, entry: EntryId) -> Result<(), AppError> {
        let (today, now) = (self.now().date(), self.now().timestamp());
        hansei_store::transaction!(self.store, tx => {
            for kept in tx.practices_of_entry(self.space, entry).await? {
                let mut practice = kept.practice.clone();
                // What has ended, or is no longer planned, stays as it is.
                if practice.begin(today).is_ok() && practice != kept.practice {
                    tx.save_practice(self.space, &practice, kept.version, now).await?;
                }
            }
            Ok::<_, AppError>(())
        })
    }

    pub(super) async fn change_practice(
        &self,
        id: PracticeId,
        expected: Option<i64>,
        change: impl Fn(&mut Practice) -> Result<(), AppError> + Send + Sync,
    ) -> Result<Saved<PracticeId>, AppError> {
        let now = self.now().timestamp();
        write!(self, tx => {
            let kept = self.practice_there(tx, id, expected).await?;
            let mut practice = kept.practice.clone();
            change(&mut practice)?;
            if practice == kept.practice {
                return Ok(Saved { id, version: kept.version });
            }
            let version = tx.save_practice(self.space, &practice, kept.version, now).await?;
            Ok(Saved { id, version: version.ok_or_else(changed)? })
        })
    }

    async fn resolve(
        &self,
        tx: &mut Tx,
        kept: KeptOpportunity,
        noted: &Noted,
    ) -> Result<Saved<OpportunityId>, AppError> {
        let now = self.now();
        let before = kept.opportunity.clone();
        let when = noted.when.unwrap_or(before.when);
        let mut moment = Opportunity { when, ..before.clone() };
        Opportunity::pending(before.id, before.practice, when, &now)?;
        moment.resolve(noted.outcome, noted.known, now.timestamp())?;
        (moment.context, moment.note) = (noted.context.clone(), noted.note.clone());
        self.put_moment(tx, KeptOpportunity { opportunity: moment, before: Some(before), ..kept }).await
    }

    async fn put_moment(&self, tx: &mut Tx, kept: KeptOpportunity) -> Result<Saved<OpportunityId>, AppError> {
        let now = self.now().timestamp();
        let version = tx.save_opportunity(self.space, &kept, now).await?;
        Ok(Saved { id: kept.opportunity.id, version: version.ok_or_else(moment_changed)? })
    }

    async fn practice_there(
        &self,
        tx: &mut Tx,
        id: PracticeId,
        expected: Option<i64>,
    ) -> Result<KeptPractice, AppError> {
        let kept = tx.practice(self.space, id).await?.ok_or_else(no_practice)?;
        if expected.is_some_and(|expected| expected != kept.version) {
            return Err(changed());
        }
        Ok(kept)
    }

    async fn moment_or_removed(
        &self,
        tx: &mut Tx,
        id: OpportunityId,
        expected: Option<i64>,
    ) -> Result<KeptOpportunity, AppError> {
        let kept = tx.opportunity(self.space, id).await?.ok_or_else(no_moment)?;
        if expected.is_some_and(|expected| expected != kept.version) {
            return Err(moment_changed());
        }
        Ok(kept)
    }

    async fn moment_there(
        &self,
        tx: &mut Tx,
        id: OpportunityId,
        expected: Option<i64>,
    ) -> Result<KeptOpportunity, AppError> {
        let kept = self.moment_or_removed(tx, id, expected).await?;
        if kept.removed_at.is_some() { Err(no_moment()) } else { Ok(kept) }
    }
}

/// Refuses an outcome that cannot be seen of this kind of change, or of one that was taken out of its plan.
fn check_outcome(practice: &Practice, outcome: Outcome) -> Result<(), AppError> {
    if practice.is_dropped {
        return Err(PracticeError::Dropped.into());
    }
    let is_built = practice.commitment.kind == CommitmentKind::System;
    if !is_built && matches!(outcome, Outcome::Installed | Outcome::StillThere | Outcome::Gone) {
        return Err(AppError::Invalid(
            "only what is built can be installed, still there, or gone; say whether the moment came up and what was done"
                .to_owned(),
        ));
    }
    Ok(())
}

fn no_moment() -> AppError {
    AppError::NotFound("there is no such observation; look at its practice for the list".to_owned())
}

fn moment_changed() -> AppError {
    AppError::Conflict(
        "this observation was changed somewhere else; look at it again, then repeat your change".to_owned(),
    )
}
