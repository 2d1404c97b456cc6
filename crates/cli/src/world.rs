//! The clock and the source of ids, made once, here, and handed to everything else.

use hansei_app::World;
use jiff::Zoned;
use uuid::Uuid;

/// Makes the real ones; a fixed time takes the place of the clock where the configuration has one.
pub(crate) fn world(fixed: Option<Zoned>) -> World {
    World::new(move || fixed.clone().unwrap_or_else(now), new_id)
}

#[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
fn now() -> Zoned {
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
