//! Backups: one whole, checked file, made while others go on writing.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::db::Db;
use crate::error::StoreError;
use crate::open::{create_private, not_made};
use crate::store::Store;

impl Store {
    /// Writes a backup to a file, in place of what is there under that name.
    ///
    /// The copy is written under another name first, brought to the disk and checked: the file is a whole backup or
    /// what it was before. Only for SQLite.
    pub async fn backup_to(&self, file: &Path) -> Result<(), StoreError> {
        let Db::Sqlite(pool) = self.db() else {
            return Err(StoreError::NotHere(
                "a backup of a PostgreSQL database is made with pg_dump; `hansei export` writes everything into one file",
            ));
        };
        let part = Part::new(file)?;
        let name = part
            .name
            .to_str()
            .ok_or(StoreError::NotHere("the name of the backup is not written in UTF-8; choose another"))?;
        sqlx::query("VACUUM INTO $1").bind(name).execute(pool).await?;
        let copy = Self::open_read_only(&part.name).await?;
        let found = copy.verify().await?;
        copy.close().await;
        if let Some(first) = found.into_iter().next() {
            return Err(StoreError::Damaged(first));
        }
        let file = file.to_owned();
        tokio::task::spawn_blocking(move || part.finish(&file))
            .await
            .map_err(StoreError::broken)?
            .map_err(not_made)
    }
}

/// A backup that is not finished; removed when it never is.
struct Part {
    name: PathBuf,
}

impl Part {
    fn new(file: &Path) -> Result<Self, StoreError> {
        let mut name = file.as_os_str().to_owned();
        name.push(".part");
        let part = Self { name: PathBuf::from(name) };
        match fs::remove_file(&part.name) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(not_made(error)),
            _ => {}
        }
        create_private(&part.name).map_err(not_made)?;
        Ok(part)
    }

    /// Brings the copy and its name to the disk.
    fn finish(self, file: &Path) -> io::Result<()> {
        File::open(&self.name)?.sync_all()?;
        fs::rename(&self.name, file)?;
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Nothing is there any more once it was finished, and nobody is left to be told otherwise.
        drop(fs::remove_file(&self.name));
    }
}
