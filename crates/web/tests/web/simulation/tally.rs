//! What was observed of a lesson, counted and said.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::numbers::{compatible, point};
use super::truth::{Saw, Saying};

/// What was observed, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) met: u32,
    pub(crate) done: u32,
    pub(crate) half: u32,
    pub(crate) missed: u32,
    pub(crate) not_up: u32,
    pub(crate) installed: u32,
    pub(crate) still_there: u32,
    pub(crate) gone: u32,
    pub(crate) unknown: u32,
    pub(crate) backed: u32,
}

impl Tally {
    pub(crate) fn count(&mut self, said: &Saying, today: Date) {
        self.backed += u32::from(said.saw != Saw::Open && said.known != "myself");
        *match said.saw {
            Saw::Open if said.is_unknown(today) => &mut self.unknown,
            Saw::Open => return,
            Saw::NotUp => &mut self.not_up,
            Saw::Installed => &mut self.installed,
            Saw::StillThere => &mut self.still_there,
            Saw::Gone => &mut self.gone,
            Saw::Met(met) => {
                self.met += 1;
                match met.halves {
                    0 => &mut self.missed,
                    1 => &mut self.half,
                    _ => &mut self.done,
                }
            }
        } += 1;
    }

    pub(crate) fn json(&self) -> Value {
        json!({"met": self.met, "done": self.done, "half": self.half, "missed": self.missed,
            "did_not_come_up": self.not_up, "installed": self.installed, "still_there": self.still_there,
            "gone": self.gone, "unknown": self.unknown, "backed": self.backed})
    }

    /// "8 of 9", "6½ of 9".
    pub(crate) fn share(&self) -> Option<String> {
        let halves = 2 * self.done + self.half;
        let done = match (halves / 2, halves % 2) {
            (whole, 0) => whole.to_string(),
            (0, _) => "½".to_owned(),
            (whole, _) => format!("{whole}½"),
        };
        (self.met > 0).then(|| format!("{done} of {}", self.met))
    }

    /// The middle 95 % of the beta distribution that was seen (D05), unweighed.
    pub(crate) fn range(&self) -> Option<(f64, f64)> {
        let half = f64::from(self.half) / 2.0;
        let (done, not_done) = (f64::from(self.done) + half, f64::from(self.missed) + half);
        (self.met > 0).then(|| (point(0.025, done, not_done), point(0.975, done, not_done)))
    }

    pub(crate) fn fits(&self) -> Option<String> {
        let ((from, to), share) = (self.range()?, self.share()?);
        Some(format!("{share} fits anything from {:.0} to {:.0} %", 100.0 * from, 100.0 * to))
    }

    pub(crate) fn words(&self) -> String {
        let times = |count: u32| match count {
            1 => "once".to_owned(),
            2 => "twice".to_owned(),
            count => format!("{count} times"),
        };
        let mut said: Vec<String> =
            [("installed", self.installed), ("still there", self.still_there), ("taken away", self.gone)]
                .into_iter()
                .filter(|(_, count)| *count > 0)
                .map(|(name, count)| format!("{name} {}", times(count)))
                .collect();
        let did = [("done", self.done), ("half done", self.half), ("missed", self.missed)];
        let did: Vec<_> = did
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(name, count)| format!("{count} {name}"))
            .collect();
        if self.met > 0 {
            said.push(format!("the moment came up {}: {}", times(self.met), did.join(", ")));
        }
        if said.is_empty() { "the moment has not come up yet".to_owned() } else { said.join("; ") }
    }
}

/// "0 of 5: still compatible with up to 45 %" (D06).
pub(crate) fn returned_words((returned, of): (u32, u32)) -> Option<String> {
    let bound = 100.0 * (of > 0).then(|| compatible(returned, of))?;
    let bound = if bound < 1.0 { "less than 1 %".to_owned() } else { format!("up to {bound:.0} %") };
    Some(format!("{returned} of {of}: still compatible with {bound}"))
}
