//! The collection that hansei brings: there on the first day, deleted like any other, and then it stays away.

use std::sync::atomic::Ordering;

use hansei_method::case::{Case, Collection};
use hansei_method::id::CollectionId;
use hansei_method::text::{Line, Text};
use hansei_store::StoreError;
use uuid::Uuid;

use super::coming::new_case;
use crate::{App, AppError};

/// Names the collection that hansei brings, in every space.
const STARTER: u128 = 0xdfd5_0000_0000_4000_8000_0000_0000_0001;

/// Names the collection that hansei brings.
#[must_use]
pub fn starter() -> CollectionId {
    CollectionId::new(Uuid::from_u128(STARTER))
}

/// Its cases, one a line; `examples/starter.rs` makes the file.
const CASES: &str = include_str!("starter/dfds.jsonl");

/// The notice of its licence, whole.
const NOTICE: &str = include_str!("starter/LICENSE-dfds");

/// Remembers that the collection was put there once.
const SETTING: &str = "library-started";

impl App {
    /// Puts the collection that hansei brings into a library that never had it.
    ///
    /// Where nothing can be written the library is asked without it.
    pub(super) async fn start_the_library(&self) -> Result<(), AppError> {
        if self.shelf.is_started.load(Ordering::Relaxed) {
            return Ok(());
        }
        if self.store.setting(self.space, SETTING).await?.is_none() {
            match self.put_the_starter().await {
                Ok(()) => {}
                Err(AppError::Broken { source, .. })
                    if source.downcast_ref::<StoreError>().is_some_and(|error| {
                        matches!(error, StoreError::ReadOnly | StoreError::Full | StoreError::Busy)
                    }) =>
                {
                    return Ok(());
                }
                Err(error) => return Err(error),
            }
        }
        self.shelf.is_started.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn put_the_starter(&self) -> Result<(), AppError> {
        let (collection, now) = (collection()?, self.now().timestamp());
        let cases = CASES.lines().map(serde_json::from_str::<Case>).collect::<Result<Vec<_>, _>>();
        let cases: Vec<_> = cases.map_err(AppError::broken)?.into_iter().map(new_case).collect();
        hansei_store::transaction!(self.store, tx => {
            tx.put_collection(self.space, &collection, now).await?;
            tx.put_cases(self.space, collection.id, &cases).await?;
            tx.put_setting(self.space, SETTING, &true.into()).await?;
            Ok(())
        })
    }
}

fn collection() -> Result<Collection, AppError> {
    let line = |text: &str| text.parse::<Line>().map_err(AppError::broken);
    Ok(Collection {
        id: starter(),
        name: line("DFDS post-mortems")?,
        source: Some(line("DFDS, a shipping and logistics company")?),
        licence: Some(line("MIT")?),
        notice: Some(NOTICE.trim().parse::<Text>().map_err(AppError::broken)?),
        link: Some(line("https://github.com/dfds/postmortems")?),
    })
}
