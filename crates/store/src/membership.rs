//! Which lists an entry stands in beside the log: by tag, by control, and by the days on which something of it comes back.

use hansei_method::entry::Entry;
use hansei_method::id::{EntryId, SpaceId};
use hansei_method::plan::Plan;

use crate::db::hex;
use crate::error::StoreError;
use crate::filter::control_word;
use crate::tx::Tx;

impl Tx {
    /// Files the entry under its tags and controls, and its lesson and its decision under the days on which they
    /// come back.
    pub(crate) async fn write_memberships(
        &mut self,
        space: SpaceId,
        entry: &Entry,
    ) -> Result<(), StoreError> {
        const TAG: &str = "INSERT INTO entry_tag (space, tag, occurred, id) VALUES ($1, $2, $3, $4)";
        const CONTROL: &str =
            "INSERT INTO entry_control (space, control, occurred, id) VALUES ($1, $2, $3, $4)";
        let tags = entry.tags.iter().map(|tag| (TAG, tag.as_str()));
        let controls = entry.controls().into_iter().map(|control| (CONTROL, control_word(control)));
        for (sql, word) in tags.chain(controls) {
            execute!(
                self,
                sqlx::query(sql)
                    .bind(hex(space.uuid()))
                    .bind(word)
                    .bind(entry.occurred.to_string())
                    .bind(hex(entry.id.uuid()))
            )?;
        }
        if let Some(day) = entry.lesson_returns_on() {
            execute!(
                self,
                sqlx::query("INSERT INTO lesson_return (space, returns, id) VALUES ($1, $2, $3)")
                    .bind(hex(space.uuid()))
                    .bind(day.to_string())
                    .bind(hex(entry.id.uuid()))
            )?;
        }
        if let Some(day) = entry.plan().and_then(Plan::looks_again_on) {
            execute!(
                self,
                sqlx::query("INSERT INTO look_again (space, day, id) VALUES ($1, $2, $3)")
                    .bind(hex(space.uuid()))
                    .bind(day.to_string())
                    .bind(hex(entry.id.uuid()))
            )?;
        }
        Ok(())
    }

    pub(crate) async fn drop_memberships(&mut self, space: SpaceId, id: EntryId) -> Result<(), StoreError> {
        for sql in [
            "DELETE FROM entry_tag WHERE space = $1 AND id = $2",
            "DELETE FROM entry_control WHERE space = $1 AND id = $2",
            "DELETE FROM lesson_return WHERE space = $1 AND id = $2",
            "DELETE FROM look_again WHERE space = $1 AND id = $2",
        ] {
            self.run_for(sql, space, id).await?;
        }
        Ok(())
    }
}
