//! What is counted: right and wrong, with how far chance may have had a hand in it.

use std::fmt;

/// What was asked about beside what has the flaw.
#[derive(Default)]
pub(crate) struct Score {
    right: usize,
    false_alarms: usize,
    missed: usize,
}

impl Score {
    pub(crate) const HEADING: &'static str =
        "precision             recall                F1    AUC    length alone";

    pub(crate) fn of(judged: impl Iterator<Item = (bool, bool)>) -> Self {
        judged.fold(Self::default(), |mut score, judged| {
            match judged {
                (true, true) => score.right += 1,
                (true, false) => score.false_alarms += 1,
                (false, true) => score.missed += 1,
                (false, false) => {}
            }
            score
        })
    }

    pub(crate) fn with(&self) -> usize {
        self.right + self.missed
    }
}

impl fmt::Display for Score {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let asked = self.right + self.false_alarms;
        let f1 = 2.0 * self.right as f64 / (asked + self.with()).max(1) as f64;
        write!(formatter, "{}  {}  {f1:.2}", share(self.right, asked), share(self.right, self.with()))
    }
}

/// A share with its Wilson interval at 95 % (Wilson 1927, *J. Am. Stat. Assoc.* 22:209).
pub(crate) fn share(part: usize, whole: usize) -> String {
    if whole == 0 {
        return format!("{:<20}", "-");
    }
    let (share, count, z) = (part as f64 / whole as f64, whole as f64, 1.96);
    let middle = (share + z * z / (2.0 * count)) / (1.0 + z * z / count);
    let spread =
        z * (share * (1.0 - share) / count + z * z / (4.0 * count * count)).sqrt() / (1.0 + z * z / count);
    format!("{share:.2} [{:.2}, {:.2}]{:4}", middle - spread, middle + spread, "")
}

/// The chance that one with the flaw gets more than one without; ties count half.
pub(crate) fn area(judged: &[(f32, bool)]) -> f32 {
    let mut sorted: Vec<(f32, bool)> = judged.to_vec();
    sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (mut below, mut wins, mut at) = (0.0, 0.0, 0);
    while at < sorted.len() {
        let same = sorted[at..].iter().take_while(|one| one.0.total_cmp(&sorted[at].0).is_eq()).count();
        let with = sorted[at..at + same].iter().filter(|one| one.1).count() as f32;
        let without = same as f32 - with;
        wins += with * (below + without / 2.0);
        below += without;
        at += same;
    }
    let with = judged.iter().filter(|one| one.1).count() as f32;
    wins / (with * below).max(1.0)
}

/// Prints how often a chance came true, in ten bands.
pub(crate) fn reliability(judged: &[(f32, bool)]) {
    if judged.is_empty() {
        return;
    }
    println!("said    n      came true");
    for band in 0..10_u8 {
        let (from, to) = (f32::from(band) / 10.0, f32::from(band + 1) / 10.0);
        let inside: Vec<bool> = judged
            .iter()
            .filter(|(chance, _)| (from..to).contains(&chance.min(0.999)))
            .map(|(_, has)| *has)
            .collect();
        let with = inside.iter().filter(|has| **has).count();
        println!("{from:.1}-{to:.1} {:>5}  {:.2}", inside.len(), with as f32 / inside.len().max(1) as f32);
    }
}

/// What each strength was read as.
#[derive(Default)]
pub(crate) struct Confusion([[usize; 3]; 3]);

impl Confusion {
    pub(crate) fn count(&mut self, told: usize, read: usize) {
        self.0[told][read] += 1;
    }

    pub(crate) fn print(&self) {
        let total: usize = self.0.iter().flatten().sum();
        if total == 0 {
            return;
        }
        println!("F9 {total} actions, rows as told, columns as read: weaker, intermediate, stronger");
        let mut sum = 0.0;
        for told in 0..3 {
            let right = self.0[told][told] as f64;
            let of_told: usize = self.0[told].iter().sum();
            let of_read: usize = self.0.iter().map(|row| row[told]).sum();
            sum += 2.0 * right / (of_told + of_read).max(1) as f64;
            println!("   {:?}", self.0[told]);
        }
        println!("   macro-F1 {:.3}", sum / 3.0);
    }
}
