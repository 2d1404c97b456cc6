//! What an import would do and what it did, counted.

use hansei_method::id::EntryId;
use hansei_method::occurred::Occurred;

use super::{BadLine, Incoming};
use crate::export::Format;

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The format of the file.
    pub format: Format,
    /// How many entries would come in.
    pub new: u64,
    /// How many are here already, just the same.
    pub same: u64,
    /// How many are here and say something else, or lie in the trash.
    pub different: u64,
    /// How many adopted lessons would come in beside the entries.
    pub adopted: u64,
    /// How many adopted lessons are here and say something else, or were removed.
    pub adopted_different: u64,
    /// Of how many pairs of entries it would come in whether they are the same kind.
    pub said: u64,
    /// Of how many pairs the opposite was said here.
    pub said_different: u64,
    /// Of how many patterns it would come in what was said of them.
    pub patterns: u64,
    /// Of how many patterns something else was said here.
    pub patterns_different: u64,
    /// How many reviews of a period would come in.
    pub quarters: u64,
    /// How many periods have another review here.
    pub quarters_different: u64,
    /// How many practices would come in, each with what was observed of it.
    pub practices: u64,
    /// How many practices stand otherwise here: rated, ended or set aside in another way.
    pub practices_different: u64,
    /// How many observations would come in of practices that are here or come in.
    pub observations: u64,
    /// How many observations say something else here, or were taken back.
    pub observations_different: u64,
    /// Whether the numbers by which states are told would come in.
    pub parameters: bool,
    /// Whether these numbers were set to others here.
    pub parameters_different: bool,
    /// How many career stories would come in.
    pub careers: u64,
    /// How many career stories are here and tell something else, or were removed.
    pub careers_different: u64,
    /// How many lines hold no entry.
    pub bad: u64,
    /// How many entries the file promises beyond those that were found: it may be cut off.
    pub missing: u64,
    /// The first that would come in, at most [`MOST_TITLES`].
    pub titles: Vec<Coming>,
    /// The first that are here but different, at most [`MOST_NAMED`].
    pub differing: Vec<Differing>,
    /// The first bad lines, at most [`MOST_NAMED`].
    pub bad_lines: Vec<BadLine>,
}

/// An entry that would come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coming {
    /// Its title.
    pub title: String,
    /// When it happened.
    pub occurred: Occurred,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// How many entries came in.
    pub added: u64,
    /// How many were saved over what was here.
    pub replaced: u64,
    /// How many were here already, just the same.
    pub same: u64,
    /// How many are here, say something else, and were left as they are.
    pub different: u64,
    /// How many adopted lessons came in beside the entries.
    pub adopted: u64,
    /// How many times it was said of two entries, beside them, whether they are the same kind.
    pub said: u64,
    /// Of how many patterns it came in what was said of them.
    pub patterns: u64,
    /// How many reviews of a period came in.
    pub quarters: u64,
    /// How many practices came in, or were replaced.
    pub practices: u64,
    /// How many observations of practices came in, or were replaced.
    pub observations: u64,
    /// Whether the numbers by which states are told came in.
    pub parameters: bool,
    /// How many career stories came in.
    pub careers: u64,
    /// How many lines held no entry.
    pub bad: u64,
    /// How many entries the file promised beyond those that were found: it may be cut off.
    pub missing: u64,
    /// The first that were left as they are, at most [`MOST_NAMED`].
    pub differing: Vec<Differing>,
    /// The first bad lines, at most [`MOST_NAMED`].
    pub bad_lines: Vec<BadLine>,
}

/// An entry of the file that was not taken because the log has its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differing {
    /// Where it stands in the file.
    pub line: u64,
    /// Its id.
    pub id: EntryId,
    /// Its title in the file.
    pub title: String,
}

/// The most titles that a preview shows.
pub const MOST_TITLES: usize = 20;

/// The most bad lines and differing entries that are named; all are counted.
pub const MOST_NAMED: usize = 100;

/// What becomes of one entry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    Added,
    Replaced,
    Same,
    Left,
}

impl Preview {
    /// Says whether anything beside the entries is here but different: what is replaced of it cannot be undone.
    #[must_use]
    pub fn is_beside_different(&self) -> bool {
        self.adopted_different > 0
            || self.said_different > 0
            || self.practices_different > 0
            || self.parameters_different
            || self.careers_different > 0
    }

    /// Says that a file of this format holds nothing, so far.
    #[must_use]
    pub fn of(format: Format) -> Self {
        Self {
            format,
            new: 0,
            same: 0,
            different: 0,
            adopted: 0,
            adopted_different: 0,
            said: 0,
            said_different: 0,
            patterns: 0,
            patterns_different: 0,
            quarters: 0,
            quarters_different: 0,
            practices: 0,
            practices_different: 0,
            observations: 0,
            observations_different: 0,
            parameters: false,
            parameters_different: false,
            careers: 0,
            careers_different: 0,
            bad: 0,
            missing: 0,
            titles: Vec::new(),
            differing: Vec::new(),
            bad_lines: Vec::new(),
        }
    }
}

impl Imported {
    pub(super) fn found(&self) -> u64 {
        self.added + self.replaced + self.same + self.different
    }

    pub(super) fn note(&mut self, incoming: &Incoming, done: Done) {
        match done {
            Done::Added => self.added += 1,
            Done::Replaced => self.replaced += 1,
            Done::Same => self.same += 1,
            Done::Left => {
                self.different += 1;
                name(&mut self.differing, Differing::of(incoming));
            }
        }
    }

    pub(super) fn note_bad(&mut self, bad: BadLine) {
        self.bad += 1;
        name(&mut self.bad_lines, bad);
    }
}

impl Differing {
    pub(super) fn of(incoming: &Incoming) -> Self {
        Self { line: incoming.line, id: incoming.entry.id, title: incoming.entry.title.to_string() }
    }
}

/// Names one more, as long as there are not too many.
pub(super) fn name<T>(named: &mut Vec<T>, one: T) {
    if named.len() < MOST_NAMED {
        named.push(one);
    }
}
