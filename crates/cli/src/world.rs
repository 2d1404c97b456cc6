//! The clock and the source of ids, made once, here, and handed to everything else.

use std::sync::atomic::{AtomicU8, Ordering};

use hansei_app::World;
use jiff::{Timestamp, Zoned};
use uuid::Uuid;

use crate::config::Config;
use crate::zone::Zone;

/// Makes the real ones; a fixed time and counted ids take their place where the configuration asks for them.
pub(crate) fn world(config: &Config) -> World {
    let (fixed, names_zone, zone) = (config.now.clone(), config.names_zone, Zone::default());
    let clock = move || match &fixed {
        Some(fixed) => fixed.clone(),
        None if names_zone => asked(),
        None => now(&zone),
    };
    match config.ids {
        None => World::new(clock, new_id),
        Some(start) => {
            let count = AtomicU8::new(0);
            World::new(clock, move || counted_id(start, count.fetch_add(1, Ordering::Relaxed)))
        }
    }
}

/// Makes an id that begins with a number.
fn counted_id(start: u16, count: u8) -> Uuid {
    let mut bytes = [count; 16];
    bytes[..2].copy_from_slice(&start.to_be_bytes());
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

#[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
fn now(zone: &Zone) -> Zoned {
    let now = Timestamp::now();
    zone.at(now).map_or_else(asked, |zone| now.to_zoned(zone))
}

#[expect(
    clippy::disallowed_methods,
    reason = "where the machine says its zone in no link, jiff finds it out"
)]
fn asked() -> Zoned {
    Zoned::now()
}

#[expect(clippy::disallowed_methods, reason = "the one place where ids are made")]
fn new_id() -> Uuid {
    Uuid::new_v4()
}

/// Draws random bytes for a token.
#[expect(clippy::disallowed_methods, reason = "the one place where randomness is drawn")]
pub(crate) fn random<const N: usize>() -> Result<[u8; N], crate::error::CliError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(hansei_app::AppError::broken)?;
    Ok(bytes)
}
