//! What is practised follows what is planned, in the transaction in which the plan is saved.

use hansei_method::adoption::Adoption;
use hansei_method::entry::Entry;
use hansei_method::id::{EntryId, PracticeId};
use hansei_method::practice::{Practice, follow_adoption, follow_plan};
use hansei_store::{KeptPractice, Tx};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use super::changed;
use crate::{App, AppError};

/// The name under which it is kept that everything in the log that was closed is planned.
const PLANNED: &str = "planned";

/// How many entries are read at once.
const AT_ONCE: u32 = 500;

impl App {
    /// Brings the practices of an entry that came in to what it plans: what is closed was planned when it was closed.
    pub(crate) async fn follow_entry(&self, tx: &mut Tx, entry: &Entry) -> Result<(), AppError> {
        let closed_on = entry.review.answers.finished_at().map(|at| self.day_of(at));
        self.follow(tx, entry, closed_on.unwrap_or_else(|| self.now().date())).await
    }

    /// Brings the practices of an entry that was changed to what it plans now: what is added to a closed plan was planned
    /// today, and not when it was closed.
    pub(crate) async fn follow_change(
        &self,
        tx: &mut Tx,
        before: &Entry,
        after: &Entry,
    ) -> Result<(), AppError> {
        if before.review.answers.finished_at().is_none() {
            return self.follow_entry(tx, after).await;
        }
        // It may have come in closed, and nobody has looked since.
        self.follow_entry(tx, before).await?;
        self.follow(tx, after, self.now().date()).await
    }

    async fn follow(&self, tx: &mut Tx, entry: &Entry, planned_on: Date) -> Result<(), AppError> {
        let kept = tx.practices_of_entry(self.space, entry.id).await?;
        let before: Vec<Practice> = kept.iter().map(|kept| kept.practice.clone()).collect();
        let after = follow_plan(&before, entry, planned_on, || PracticeId::new(self.new_id()));
        for practice in after {
            self.put_practice(tx, &kept, &practice).await?;
        }
        Ok(())
    }

    /// Brings the practice of an adopted lesson to what it plans now.
    pub(crate) async fn follow_adoption(
        &self,
        tx: &mut Tx,
        adoption: &Adoption,
        adopted_at: Timestamp,
    ) -> Result<(), AppError> {
        let kept = tx.practice_of_adoption(self.space, adoption.id).await?;
        let new_id = || PracticeId::new(self.new_id());
        let before = kept.as_ref().map(|kept| &kept.practice);
        if let Some(practice) = follow_adoption(before, adoption, self.day_of(adopted_at), new_id) {
            self.put_practice(tx, kept.as_slice(), &practice).await?;
        }
        Ok(())
    }

    /// Plans what came in without being saved one by one, the next time that somebody looks: an older log, an import.
    pub(crate) async fn plan_all_anew(&self, tx: &mut Tx) -> Result<(), AppError> {
        Ok(tx.put_setting(self.space, PLANNED, &Value::Bool(false)).await?)
    }

    /// Plans what was closed before there was practice, or came in since in another way than by a save.
    pub(super) async fn plan_what_was_closed(&self) -> Result<(), AppError> {
        if self.store.setting(self.space, PLANNED).await? == Some(Value::Bool(true)) {
            return Ok(());
        }
        let mut after: Option<EntryId> = None;
        loop {
            let entries = self.store.all(self.space, after, AT_ONCE).await?;
            let Some(last) = entries.last() else { break };
            after = Some(last.entry.id);
            hansei_store::transaction!(self.store, tx => {
                for kept in &entries {
                    if kept.entry.review.answers.finished_at().is_some() {
                        self.follow_entry(tx, &kept.entry).await?;
                    }
                }
                Ok::<_, AppError>(())
            })?;
        }
        let adopted = self.store.adoptions(self.space).await?;
        let space = self.space;
        hansei_store::transaction!(self.store, tx => {
            for kept in &adopted {
                self.follow_adoption(tx, &kept.adoption, kept.created_at).await?;
            }
            Ok::<_, AppError>(tx.put_setting(space, PLANNED, &Value::Bool(true)).await?)
        })
    }

    async fn put_practice(
        &self,
        tx: &mut Tx,
        kept: &[KeptPractice],
        practice: &Practice,
    ) -> Result<(), AppError> {
        let now = self.now().timestamp();
        let Some(before) = kept.iter().find(|kept| kept.practice.id == practice.id) else {
            tx.insert_practice(self.space, practice, now).await?;
            return Ok(());
        };
        let saved = tx.save_practice(self.space, practice, before.version, now).await?;
        saved.map(drop).ok_or_else(changed)
    }

    fn day_of(&self, at: Timestamp) -> Date {
        at.to_zoned(self.now().time_zone().clone()).date()
    }
}
