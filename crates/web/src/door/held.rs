//! Secrets that were given out, of which only the hashes are kept.

use std::collections::VecDeque;

use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

/// A few secrets, the oldest first.
pub(super) struct Held {
    hashes: VecDeque<[u8; 32]>,
    most: usize,
}

impl Held {
    pub(super) fn at_most(most: usize) -> Self {
        Self { hashes: VecDeque::new(), most }
    }

    /// Keeps a secret; when there are too many, the oldest is forgotten.
    pub(super) fn keep(&mut self, secret: &str) {
        if self.hashes.len() == self.most {
            self.hashes.pop_front();
        }
        self.hashes.push_back(hash(secret));
    }

    /// Says whether a secret is kept, in a time that does not tell how close a wrong one came.
    pub(super) fn has(&self, secret: &str) -> bool {
        let asked = hash(secret);
        let found = self.hashes.iter().fold(Choice::from(0), |found, held| found | held.ct_eq(&asked));
        found.into()
    }

    /// Forgets a secret, and says whether it was kept.
    pub(super) fn take(&mut self, secret: &str) -> bool {
        let is_held = self.has(secret);
        let asked = hash(secret);
        self.hashes.retain(|held| !bool::from(held.ct_eq(&asked)));
        is_held
    }
}

fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_too_many_makes_the_oldest_useless() {
        let mut held = Held::at_most(2);
        for secret in ["a", "b", "c"] {
            held.keep(secret);
        }
        assert_eq!(["a", "b", "c"].map(|secret| held.has(secret)), [false, true, true]);
    }

    #[test]
    fn a_secret_is_taken_once() {
        let mut held = Held::at_most(2);
        held.keep("a");
        assert_eq!([held.take("b"), held.take("a"), held.take("a")], [false, true, false]);
    }
}
