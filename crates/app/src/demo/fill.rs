//! Filling an empty log with the demo.

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
        hansei_store::transaction!(self.store, tx => {
            for told in &demo {
                tx.insert(self.space, &told.entry, &search_text(&told.entry), "logged", told.changed_at).await?;
            }
            Ok(demo.len())
        })
    }
}
