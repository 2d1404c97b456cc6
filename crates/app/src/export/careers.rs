//! Career stories on their way out, beside the entries that they tell of.

use std::collections::HashSet;
use std::io::Write;

use hansei_method::id::EntryId;

use super::jsonl::Beside;
use super::{Export, unwritten};
use crate::{App, AppError};

impl App {
    /// Writes every story that is there. Of what lies in the trash nothing goes out.
    pub(super) async fn export_careers(
        &self,
        export: &mut Export<&mut (impl Write + Send)>,
        exported: &HashSet<EntryId>,
    ) -> Result<(), AppError> {
        for mut kept in self.store.careers(self.space).await? {
            kept.story.forget(|entry| !exported.contains(&entry));
            export.beside(Beside::Career(Box::new(kept.story))).map_err(unwritten)?;
        }
        Ok(())
    }
}
