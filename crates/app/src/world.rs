//! What the program cannot make up by itself: the time, and randomness.

use std::fmt;
use std::sync::Arc;

use jiff::Zoned;
use uuid::Uuid;

/// The clock and the source of ids; the binary makes real ones, tests fixed ones.
#[derive(Clone)]
pub struct World {
    clock: Arc<dyn Fn() -> Zoned + Send + Sync>,
    ids: Arc<dyn Fn() -> Uuid + Send + Sync>,
}

impl World {
    /// Takes a clock and a source of random (version 4) UUIDs.
    pub fn new(
        clock: impl Fn() -> Zoned + Send + Sync + 'static,
        ids: impl Fn() -> Uuid + Send + Sync + 'static,
    ) -> Self {
        Self { clock: Arc::new(clock), ids: Arc::new(ids) }
    }

    /// Tells the time, with its zone.
    #[must_use]
    pub fn now(&self) -> Zoned {
        (self.clock)()
    }

    /// Makes a random id.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        (self.ids)()
    }
}

impl fmt::Debug for World {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("World")
    }
}
