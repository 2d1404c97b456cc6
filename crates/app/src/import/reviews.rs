//! Reviews of a period that stand in a file beside the entries.

use hansei_method::quarter::{Period, Quarter};
use hansei_store::{KeptQuarter, Tx};

use super::Preview;
use super::judge::Verdict;
use crate::{App, AppError};

impl App {
    /// Says what an import would do with a review; nothing is changed.
    pub(super) async fn look_at_quarter(
        &self,
        quarter: &Quarter,
        preview: &mut Preview,
    ) -> Result<(), AppError> {
        let verdict = match self.store.quarter(self.space, quarter.id).await? {
            Some(kept) => compared(&kept, quarter),
            None if self.has_review_of(quarter.period).await? => Verdict::Different,
            None => Verdict::New,
        };
        preview.quarters += u64::from(verdict == Verdict::New);
        preview.quarters_different += u64::from(verdict == Verdict::Different);
        Ok(())
    }

    async fn has_review_of(&self, period: Period) -> Result<bool, AppError> {
        let all = self.store.quarters(self.space).await?;
        Ok(all.iter().any(|kept| kept.quarter.period == period))
    }

    /// Takes a review in, and says whether it did. What is here stays; only a draft is replaced where that was asked for,
    /// and never what was frozen.
    pub(super) async fn take_quarter(
        &self,
        tx: &mut Tx,
        quarter: &Quarter,
        replace: bool,
    ) -> Result<bool, AppError> {
        let now = self.now().timestamp();
        let Some(kept) = tx.quarter(self.space, quarter.id).await? else {
            return Ok(tx.insert_quarter(self.space, quarter, now).await?);
        };
        if compared(&kept, quarter) != Verdict::Different || !replace || kept.deleted_at.is_some() {
            return Ok(false);
        }
        if kept.quarter.period != quarter.period {
            return Ok(false);
        }
        Ok(tx.save_quarter(self.space, quarter, kept.version, now).await?.is_some())
    }
}

fn compared(kept: &KeptQuarter, quarter: &Quarter) -> Verdict {
    let is_same = kept.quarter == *quarter && kept.deleted_at.is_none();
    if is_same { Verdict::Same } else { Verdict::Different }
}
