//! The import itself: looked at first, then done; bad lines named, nothing overwritten unless that was asked for.

use std::io::BufRead;

use hansei_method::entry::Entry;
use hansei_store::{Change, StoreError, Tx};

use super::counted::{Differing, Done, Imported, MOST_TITLES, Preview, name};
use super::judge::{Judge, Verdict, compared};
use super::{Coming, Filler, Holds, Incoming, Incomings, UnreadableFile, read};
use crate::export::Format;
use crate::searched::search_text;
use crate::{App, AppError};

/// How an import is to be done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Import {
    /// The format; found out from the file when not given.
    pub format: Option<Format>,
    /// Refuse everything when one line is bad or the file is cut off.
    pub all_or_nothing: bool,
    /// Save what is here but different over what is here, as a change that can be undone. Never from a table, which
    /// holds only the four fields. What differs of adopted lessons, of career stories, of what was said of two entries,
    /// of how practices stand and of the parameters is replaced too, and that cannot be undone; what differs of patterns
    /// and of observations can.
    pub replace: bool,
}

/// How many entries are saved in one transaction, unless all are.
const TOGETHER: usize = 500;

impl App {
    /// Looks at a file and says what an import would do; nothing is changed.
    pub async fn import_preview(
        &self,
        file: impl BufRead + Send,
        format: Option<Format>,
    ) -> Result<Preview, AppError> {
        let new_id = || self.new_id();
        let entries = read(file, format, Filler { now: self.now().timestamp(), new_id: &new_id })?;
        let (format, promised) = (entries.format(), entries.promised());
        let beside = std::sync::Arc::clone(&entries.beside);
        let mut judge = Judge::new(self);
        let mut preview = Preview::of(format);
        for incoming in entries {
            let incoming = match incoming {
                Ok(incoming) => incoming,
                Err(bad) => {
                    preview.bad += 1;
                    name(&mut preview.bad_lines, bad);
                    continue;
                }
            };
            match judge.judge(&incoming).await? {
                Verdict::Same => preview.same += 1,
                Verdict::New => {
                    preview.new += 1;
                    if preview.titles.len() < MOST_TITLES {
                        preview.titles.push(Coming {
                            title: incoming.entry.title.to_string(),
                            occurred: incoming.entry.occurred,
                        });
                    }
                }
                Verdict::Different => {
                    preview.different += 1;
                    name(&mut preview.differing, Differing::of(&incoming));
                }
            }
        }
        self.look_beside(&beside, &judge, &mut preview).await?;
        let found = preview.new + preview.same + preview.different;
        preview.missing = missing(promised, found, preview.bad);
        Ok(preview)
    }

    /// Imports a file: what is new comes in, what is here stays as it is, bad lines are named and skipped.
    ///
    /// Saved in transactions of 500, or in one when it is all or nothing. Done again after it broke off, it goes on
    /// where it stopped: what came in before is here already then.
    pub async fn import(&self, file: impl BufRead + Send, how: Import) -> Result<Imported, AppError> {
        let new_id = || self.new_id();
        let entries = read(file, how.format, Filler { now: self.now().timestamp(), new_id: &new_id })?;
        if how.all_or_nothing {
            self.import_at_once(entries, how).await
        } else {
            self.import_in_parts(entries, how).await
        }
    }

    async fn import_in_parts(&self, mut entries: Incomings<'_>, how: Import) -> Result<Imported, AppError> {
        let mut imported = Imported::default();
        let promised = entries.promised();
        let mut judge = Judge::new(self);
        loop {
            let mut wanted = Vec::with_capacity(TOGETHER);
            let mut is_over = true;
            for incoming in entries.by_ref() {
                match incoming {
                    Err(bad) => imported.note_bad(bad),
                    Ok(incoming) => match judge.judge(&incoming).await? {
                        Verdict::Same => imported.same += 1,
                        Verdict::New | Verdict::Different => wanted.push(incoming),
                    },
                }
                if wanted.len() == TOGETHER {
                    is_over = false;
                    break;
                }
            }
            let done = hansei_store::transaction!(self.store, tx => self.take_all(tx, &wanted, how).await)?;
            for (incoming, done) in wanted.iter().zip(done) {
                imported.note(incoming, done);
            }
            if is_over {
                let beside = std::sync::Arc::clone(&entries.beside);
                imported = hansei_store::transaction!(self.store, tx => {
                    let mut with = imported.clone();
                    self.take_beside(tx, &beside, how.replace, &mut with).await?;
                    Ok::<_, AppError>(with)
                })?;
                imported.missing = missing(promised, imported.found(), imported.bad);
                return Ok(imported);
            }
        }
    }

    /// Imports everything in one transaction that is not tried again, because a file can only be read once.
    async fn import_at_once(&self, entries: Incomings<'_>, how: Import) -> Result<Imported, AppError> {
        let mut judge = Judge::new(self);
        judge.prepare().await?;
        let mut tries = self.store.tries().await;
        let mut tx = tries.begin().await?;
        let result = self.take_or_refuse(&mut tx, entries, judge, how).await;
        tries.settle(tx, result).await.unwrap_or_else(|| Err(StoreError::Busy.into()))
    }

    async fn take_or_refuse(
        &self,
        tx: &mut Tx,
        entries: Incomings<'_>,
        mut judge: Judge<'_>,
        how: Import,
    ) -> Result<Imported, AppError> {
        self.plan_all_anew(tx).await?;
        let mut imported = Imported::default();
        let promised = entries.promised();
        let beside = std::sync::Arc::clone(&entries.beside);
        for incoming in entries {
            let incoming = incoming.map_err(|bad| refused(&format!("line {}: {}", bad.line, bad.reason)))?;
            let kept = tx.entry(self.space, incoming.entry.id).await?;
            let done = match judge.decide(&incoming, kept.as_ref()) {
                Verdict::Same => Done::Same,
                Verdict::New | Verdict::Different => self.take(tx, &incoming, how).await?,
            };
            imported.note(&incoming, done);
        }
        self.take_beside(tx, &beside, how.replace, &mut imported).await?;
        match missing(promised, imported.found(), 0) {
            0 => Ok(imported),
            missing => Err(refused(&format!(
                "{missing} entries that the file promises are not in it; export it again"
            ))),
        }
    }

    async fn take_all(&self, tx: &mut Tx, wanted: &[Incoming], how: Import) -> Result<Vec<Done>, AppError> {
        self.plan_all_anew(tx).await?;
        let mut done = Vec::with_capacity(wanted.len());
        for incoming in wanted {
            done.push(self.take(tx, incoming, how).await?);
        }
        Ok(done)
    }

    /// Takes one entry in, as far as that is wanted, looking once more at what is there now.
    async fn take(&self, tx: &mut Tx, incoming: &Incoming, how: Import) -> Result<Done, AppError> {
        let now = self.now().timestamp();
        let entry: &Entry = &incoming.entry;
        let Some(kept) = tx.entry(self.space, entry.id).await? else {
            tx.insert(self.space, entry, &search_text(entry), "imported", now).await?;
            return Ok(Done::Added);
        };
        if compared(incoming, &kept) == Verdict::Same {
            return Ok(Done::Same);
        }
        if !how.replace || incoming.holds != Holds::Everything {
            return Ok(Done::Left);
        }
        let mut version = kept.version;
        if kept.deleted_at.is_some() {
            version = tx.set_deleted(self.space, entry.id, version, None, now).await?;
        }
        if *entry != kept.entry {
            let change = Change { action: "imported over", back: Some(version) };
            tx.save(self.space, entry, &search_text(entry), version, &change, now).await?;
        }
        Ok(Done::Replaced)
    }
}

impl From<UnreadableFile> for AppError {
    fn from(error: UnreadableFile) -> Self {
        match error {
            UnreadableFile::Broken(_) => {
                Self::Broken { told: Some(error.to_string()), source: Box::new(error) }
            }
            _ => Self::Invalid(error.to_string()),
        }
    }
}

fn refused(why: &str) -> AppError {
    AppError::Invalid(format!("nothing was imported, because it was to be all or nothing; {why}"))
}

fn missing(promised: Option<u64>, found: u64, bad: u64) -> u64 {
    promised.map_or(0, |promised| promised.saturating_sub(found + bad))
}

#[cfg(test)]
mod tests;
