//! An app in memory, with a clock that is set by hand and ids that are counted.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use hansei_app::capture::Capture;
use hansei_app::{App, World};
use hansei_method::id::EntryId;
use hansei_store::{Place, Store};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;

/// 2026-05-14 10:41 in Berlin.
const START: i64 = 1_778_748_060;

/// An app, and the hand on its clock.
pub(crate) struct Bench {
    pub(crate) app: App,
    world: World,
    seconds: Arc<AtomicI64>,
    zone: Arc<Mutex<TimeZone>>,
}

impl Bench {
    pub(crate) async fn new() -> Self {
        Self::at(&Place::Memory).await
    }

    /// An app on an empty PostgreSQL, where writers do not queue up; `None` where none is installed.
    pub(crate) async fn postgres(left_out: usize) -> Option<Self> {
        let place = hansei_store::test_support::postgres(left_out).await?;
        Some(Self::at(&place).await)
    }

    pub(crate) async fn at(place: &Place) -> Self {
        let seconds = Arc::new(AtomicI64::new(START));
        let zone = Arc::new(Mutex::new(TimeZone::get("Europe/Berlin").unwrap()));
        let (clock, there) = (Arc::clone(&seconds), Arc::clone(&zone));
        let ids = AtomicU64::new(1);
        let world = World::new(
            move || {
                let now = Timestamp::from_second(clock.load(Ordering::Relaxed)).unwrap();
                now.to_zoned(there.lock().unwrap().clone())
            },
            move || Uuid::from_u64_pair(0x4000 + ids.fetch_add(1, Ordering::Relaxed), 1 << 63),
        );
        let store = Store::open(place).await.unwrap();
        Self { app: App::open(store, world.clone()).await.unwrap(), world, seconds, zone }
    }

    /// Opens the same data for reading only, in the same world.
    pub(crate) async fn reading(&self, file: &std::path::Path) -> App {
        let store = Store::open_read_only(file).await.unwrap();
        App::open(store, self.world.clone()).await.unwrap()
    }

    /// Opens an app on the same store, as another program would.
    pub(crate) async fn again(&self) -> App {
        App::open(self.app.store().clone(), self.world.clone()).await.unwrap()
    }

    /// Sets the clock to a time in Berlin.
    pub(crate) fn set(&self, time: &str) {
        let zoned: jiff::Zoned = format!("{time}[Europe/Berlin]").parse().unwrap();
        self.seconds.store(zoned.timestamp().as_second(), Ordering::Relaxed);
    }

    /// Sets the clock, and travels to where it shows that: "2026-05-14T08:00[Asia/Tokyo]".
    pub(crate) fn travel(&self, time: &str) {
        let there: jiff::Zoned = time.parse().unwrap();
        self.seconds.store(there.timestamp().as_second(), Ordering::Relaxed);
        *self.zone.lock().unwrap() = there.time_zone().clone();
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, seconds: i64) {
        self.seconds.fetch_add(seconds, Ordering::Relaxed);
    }

    /// Logs a line and returns its entry.
    pub(crate) async fn log(&self, text: &str) -> EntryId {
        let capture = Capture { text: text.to_owned(), ..Capture::default() };
        self.app.log(capture).await.unwrap().saved.id
    }
}

/// Reads a value from JSON.
pub(crate) fn json<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}
