//! A disk whose power can be lost: what was not settled may be there, or not, or in part.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::trace::Step;
use crate::harness::Dice;

/// What a disk writes at once.
const SECTOR: usize = 512;

/// Which promises the disk keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Faith {
    /// What it says is settled is settled.
    Kept,
    /// It only says so of the write-ahead log.
    LogBroken,
    /// It only ever says so.
    Broken,
}

/// How much of what was not settled is there after a loss of power.
#[derive(Debug, Clone, Copy)]
enum Luck {
    Nothing,
    Everything,
    /// Each write is there or not.
    SomeWrites,
    /// Each sector of each write is there or not.
    SomeSectors,
}

/// A change that waits to be settled.
#[derive(Debug, Clone)]
enum Waiting {
    Bytes { at: usize, bytes: Vec<u8> },
    Length(usize),
}

#[derive(Debug, Clone)]
enum Naming {
    Made(String),
    Removed(String),
}

#[derive(Debug, Default, Clone)]
struct Kept {
    settled: Vec<u8>,
    waiting: Vec<Waiting>,
}

/// The files as they would be found after each step.
#[derive(Debug)]
pub(super) struct Disk {
    faith: Faith,
    files: BTreeMap<String, Kept>,
    /// The names that are settled, each with what a removed file still holds there.
    named: BTreeMap<String, Kept>,
    naming: Vec<Naming>,
}

impl Disk {
    pub(super) fn new(faith: Faith) -> Self {
        Self { faith, files: BTreeMap::new(), named: BTreeMap::new(), naming: Vec::new() }
    }

    pub(super) fn take(&mut self, step: &Step) {
        match step {
            Step::Made(file) => {
                if !self.files.contains_key(file) {
                    self.files.insert(file.clone(), Kept::default());
                    self.naming.push(Naming::Made(file.clone()));
                }
            }
            Step::Removed(file) => {
                let gone = self.files.remove(file).unwrap();
                self.named.entry(file.clone()).and_modify(|named| *named = gone);
                self.naming.push(Naming::Removed(file.clone()));
            }
            Step::Written { file, at, bytes } => {
                self.file(file).waiting.push(Waiting::Bytes { at: *at, bytes: bytes.clone() });
            }
            Step::Cut { file, length } => self.file(file).waiting.push(Waiting::Length(*length)),
            Step::Settled(file) => {
                let is_kept = match self.faith {
                    Faith::Kept => true,
                    Faith::LogBroken => !file.ends_with("-wal"),
                    Faith::Broken => false,
                };
                if is_kept {
                    let kept = self.file(file);
                    for change in std::mem::take(&mut kept.waiting) {
                        apply(&mut kept.settled, &change);
                    }
                }
            }
            Step::FolderSettled if self.faith == Faith::Broken => {}
            Step::FolderSettled => {
                for naming in std::mem::take(&mut self.naming) {
                    rename(&mut self.named, naming);
                }
            }
            Step::Told(_) => {}
        }
    }

    fn file(&mut self, file: &str) -> &mut Kept {
        self.files.get_mut(file).unwrap()
    }

    /// Loses the power, and writes what is found after it into a folder.
    pub(super) fn lose_power(&self, dice: &mut Dice, folder: &Path) {
        let luck = match dice.below(6) {
            0 => Luck::Nothing,
            1 => Luck::Everything,
            2 | 3 => Luck::SomeWrites,
            _ => Luck::SomeSectors,
        };
        // File systems keep the order in which names came and went.
        let settled = match luck {
            Luck::Nothing => 0,
            Luck::Everything => self.naming.len(),
            _ => usize::try_from(dice.below(self.naming.len() as u64 + 1)).unwrap(),
        };
        let mut named = self.named.clone();
        self.naming[..settled].iter().cloned().for_each(|naming| rename(&mut named, naming));
        for (name, gone) in named {
            // Under a name stands what the file holds by now, or what it held when it was removed.
            let kept = self.files.get(&name).unwrap_or(&gone);
            fs::write(folder.join(name), kept.found(luck, dice)).unwrap();
        }
    }
}

fn rename(named: &mut BTreeMap<String, Kept>, naming: Naming) {
    match naming {
        Naming::Made(name) => drop(named.insert(name, Kept::default())),
        Naming::Removed(name) => drop(named.remove(&name)),
    }
}

impl Kept {
    fn found(&self, luck: Luck, dice: &mut Dice) -> Vec<u8> {
        let mut found = self.settled.clone();
        for change in &self.waiting {
            match (luck, change) {
                (Luck::Nothing, _) => {}
                (Luck::Everything, change) => apply(&mut found, change),
                (Luck::SomeSectors, Waiting::Bytes { at, bytes }) => {
                    for (number, sector) in sectors(*at, bytes) {
                        if dice.below(2) == 0 {
                            apply(&mut found, &Waiting::Bytes { at: number, bytes: sector.to_vec() });
                        }
                    }
                }
                (Luck::SomeWrites | Luck::SomeSectors, change) => {
                    if dice.below(2) == 0 {
                        apply(&mut found, change);
                    }
                }
            }
        }
        found
    }
}

/// Parts bytes where the sectors of the disk do.
fn sectors(at: usize, bytes: &[u8]) -> Vec<(usize, &[u8])> {
    let (mut at, mut rest, mut parts) = (at, bytes, Vec::new());
    while !rest.is_empty() {
        let (sector, more) = rest.split_at(rest.len().min(SECTOR - at % SECTOR));
        parts.push((at, sector));
        (at, rest) = (at + sector.len(), more);
    }
    parts
}

fn apply(content: &mut Vec<u8>, change: &Waiting) {
    match change {
        Waiting::Length(length) => content.resize(*length, 0),
        Waiting::Bytes { at, bytes } => {
            let end = at + bytes.len();
            if content.len() < end {
                content.resize(end, 0);
            }
            content[*at..end].copy_from_slice(bytes);
        }
    }
}
