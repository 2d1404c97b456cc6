//! The file that was looked at and not yet imported: held in memory, one at a time, and nowhere else.

use std::sync::{Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

/// The last file that somebody chose, until it is imported or another one takes its place.
#[derive(Default)]
pub struct Held(Mutex<Option<(Uuid, Vec<u8>)>>);

impl Held {
    /// Holds a file under a random name, in the place of the one before it.
    pub(crate) fn hold(&self, name: Uuid, bytes: Vec<u8>) {
        *self.file() = Some((name, bytes));
    }

    /// Hands the file out and lets go of it; `None` when it is not this one that is held.
    pub(crate) fn take(&self, name: Uuid) -> Option<Vec<u8>> {
        self.file().take_if(|(held, _)| *held == name).map(|(_, bytes)| bytes)
    }

    fn file(&self) -> MutexGuard<'_, Option<(Uuid, Vec<u8>)>> {
        // Nothing in here can be left half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Held {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Held(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_handed_out_once_and_under_its_own_name_only() {
        let held = Held::default();
        let [one, other] = [1, 2].map(Uuid::from_u128);
        held.hold(one, vec![1]);
        assert_eq!(held.take(other), None);
        assert_eq!(held.take(one), Some(vec![1]));
        assert_eq!(held.take(one), None);
    }

    #[test]
    fn a_second_file_takes_the_place_of_the_first() {
        let held = Held::default();
        let [one, other] = [1, 2].map(Uuid::from_u128);
        held.hold(one, vec![1]);
        held.hold(other, vec![2]);
        assert_eq!((held.take(one), held.take(other)), (None, Some(vec![2])));
    }
}
