//! Filling an empty log with the demo.

use hansei_method::entry::Entry;
use hansei_store::Tx;

use super::practised::{self, Told};
use crate::searched::search_text;
use crate::{App, AppError};

impl App {
    /// Fills the log with eighteen months of one person's entries and returns how many there are.
    ///
    /// Refused where something is kept already: the demo never mixes with a person's own words.
    pub async fn fill_with_demo(&self) -> Result<usize, AppError> {
        let overview = self.overview().await?;
        if overview.entries > 0 || overview.trashed > 0 {
            return Err(AppError::Invalid(
                "there are entries here already; the demo needs an empty folder of its own".to_owned(),
            ));
        }
        let demo = super::entries(&self.now(), || self.new_id()).map_err(AppError::broken)?;
        let practised = practised::told().map_err(AppError::broken)?;
        hansei_store::transaction!(self.store, tx => {
            for told in &demo {
                tx.insert(self.space, &told.entry, &search_text(&told.entry), "logged", told.changed_at).await?;
                self.practise_in_demo(tx, &told.entry, &practised).await?;
            }
            Ok(demo.len())
        })
    }

    /// Plans what a closed review of the demo planned, and keeps what came of it.
    async fn practise_in_demo(&self, tx: &mut Tx, entry: &Entry, practised: &[Told]) -> Result<(), AppError> {
        let now = self.now();
        self.follow_entry(tx, entry).await?;
        for kept in tx.practices_of_entry(self.space, entry.id).await? {
            let Some(told) = practised.iter().find(|told| told.is_of(entry.occurred, &kept.practice, &now))
            else {
                continue;
            };
            let (practice, observed) =
                told.practised(&kept.practice, &now, || self.new_id()).map_err(AppError::broken)?;
            tx.save_practice(self.space, &practice, kept.version, now.timestamp()).await?;
            for opportunity in &observed {
                tx.insert_opportunity(self.space, opportunity, now.timestamp()).await?;
            }
        }
        Ok(())
    }
}
