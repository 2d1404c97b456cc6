//! What a person can do with hansei: one method a use case.
//!
//! Each method loads, lets a pure function of `hansei-method` change what was loaded, and saves: in one transaction.

pub mod adoption;
pub mod aside;
pub mod attempt;
pub mod backup;
pub mod capture;
pub mod career;
pub mod coaching;
pub mod demo;
pub mod doctor;
pub mod draft;
pub mod entry;
pub mod error;
pub mod export;
pub mod history;
pub mod import;
pub mod library;
pub mod list;
pub mod model;
pub mod parameters;
mod partly;
pub mod patterns;
pub mod practice;
pub mod quarter;
pub mod redaction;
pub mod reminders;
pub mod review;
mod searched;
pub mod settings;
pub mod share;
pub mod similar;
pub mod today;
mod told;
pub mod unread;
pub mod world;
mod write;

pub use error::AppError;
pub use hansei_coach as coach;
pub use world::World;
pub use write::Saved;

use std::sync::Arc;

use hansei_method::id::SpaceId;
use hansei_store::{Store, Unwritable};
use jiff::Zoned;
use uuid::Uuid;

/// One person's hansei: what is kept, whose it is, and the clock and ids that were handed in. Cheap to clone.
#[derive(Clone)]
pub struct App {
    store: Store,
    space: SpaceId,
    world: World,
    once: Option<write::Once>,
    recall: similar::Recall,
    pattern_cache: patterns::Cache,
    shelf: library::Shelf,
    model_shelf: Option<Arc<model::Shelf>>,
    carrier: Option<Arc<dyn reminders::Carrier>>,
}

impl App {
    /// Opens the person's own space, and makes it on the very first start.
    pub async fn open(store: Store, world: World) -> Result<Self, AppError> {
        let space = match store.spaces().await?.first() {
            Some(space) => *space,
            None => Self::make_space(&store, &world).await?,
        };
        Ok(Self {
            store,
            space,
            world,
            once: None,
            recall: similar::Recall::default(),
            pattern_cache: patterns::Cache::default(),
            shelf: library::Shelf::default(),
            model_shelf: None,
            carrier: None,
        })
    }

    /// Borrows the store, for what is done to the data as a whole: backups and checks.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Returns the space that everything is kept in.
    #[must_use]
    pub fn space(&self) -> SpaceId {
        self.space
    }

    /// Tells the time, with its zone.
    #[must_use]
    pub fn now(&self) -> Zoned {
        self.world.now()
    }

    /// Makes a random id.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        self.world.new_id()
    }

    /// Says why nothing can be saved, as half a sentence; `None` where it can.
    pub async fn cannot_save(&self) -> Option<&'static str> {
        self.store.unwritable().await.map(|why| match why {
            Unwritable::Full => "the disk is full",
            Unwritable::ReadOnly => "the data is read-only",
        })
    }

    async fn make_space(store: &Store, world: &World) -> Result<SpaceId, AppError> {
        let space = SpaceId::new(world.new_id());
        let now = world.now().timestamp();
        // Of two first starts at once, one makes the space, and both use it.
        hansei_store::transaction!(store, tx => Ok::<_, AppError>(tx.make_first_space(space, "My log", now).await?))?;
        let space = store.spaces().await?.first().copied().unwrap_or(space);
        searched::begin(store, space).await?;
        Ok(space)
    }
}
