//! Chance with a seed: the same seed, the same life.

/// A generator of numbers that look random (splitmix64, Steele, Lea and Flood 2014).
#[derive(Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below this one.
    pub(crate) fn below(&mut self, most: u32) -> u32 {
        u32::try_from(self.next() % u64::from(most)).unwrap()
    }

    /// Happens so often in a hundred times.
    pub(crate) fn share(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// Happens once in so many times.
    pub(crate) fn one_in(&mut self, times: u32) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[usize::try_from(self.below(u32::try_from(all.len()).unwrap())).unwrap()]
    }

    /// A word that nobody has written before.
    pub(crate) fn word(&mut self) -> String {
        const SYLLABLES: [&str; 16] = [
            "ka", "lo", "mir", "ved", "tun", "sa", "rop", "gil", "ne", "fu", "dor", "ba", "zim", "pel", "ho",
            "wyk",
        ];
        (0..4).map(|_| *self.of(&SYLLABLES)).collect()
    }
}
