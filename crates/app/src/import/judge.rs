//! Whether an entry that comes in is there already.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_store::Kept;
use uuid::Uuid;

use super::{Holds, Incoming};
use crate::{App, AppError};

/// What an entry that comes in is to the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing like it is there.
    New,
    /// It is there, just so.
    Same,
    /// It is there, and says something else, or lies in the trash.
    Different,
}

/// Compares what comes in with what is there, and with what came before it in the same file.
pub(super) struct Judge<'a> {
    app: &'a App,
    /// What came with an id of its own and was new, by what it said.
    came: HashMap<EntryId, u64>,
    /// What was there before and was met by its id; it is no copy of anything else.
    met: HashSet<EntryId>,
    /// What was there before under another id, by what it says; read only when an unknown id comes.
    there: Option<There>,
}

/// What the log held before the import, by what it says. Each entry of it stands for one that comes in, not for many.
#[derive(Default)]
struct There {
    whole: HashMap<u64, Vec<EntryId>>,
    four_fields: HashMap<u64, Vec<EntryId>>,
}

/// How many entries are read together.
const TOGETHER: u32 = 200;

impl<'a> Judge<'a> {
    pub(super) fn new(app: &'a App) -> Self {
        Self { app, came: HashMap::new(), met: HashSet::new(), there: None }
    }

    /// Judges one entry. Those before it in the file have to be judged before.
    pub(super) async fn judge(&mut self, incoming: &Incoming) -> Result<Verdict, AppError> {
        let kept = self.app.store.entry(self.app.space, incoming.entry.id).await?;
        if kept.is_none() {
            self.prepare().await?;
        }
        Ok(self.decide(incoming, kept.as_ref()))
    }

    /// Reads what the log says, once; whoever judges inside a transaction has to do it before.
    pub(super) async fn prepare(&mut self) -> Result<(), AppError> {
        if self.there.is_none() {
            self.there = Some(self.read_all().await?);
        }
        Ok(())
    }

    /// Judges one entry beside the one that has its id in the log.
    pub(super) fn decide(&mut self, incoming: &Incoming, kept: Option<&Kept>) -> Verdict {
        let id = incoming.entry.id;
        let said = said_by(&incoming.entry, incoming.holds);
        if let Some(before) = self.came.get(&id) {
            return if *before == said { Verdict::Same } else { Verdict::Different };
        }
        if let Some(kept) = kept {
            self.meet(&kept.entry);
            return compared(incoming, kept);
        }
        if self.is_copy(said, incoming.holds) {
            return Verdict::Same;
        }
        self.came.insert(id, said);
        Verdict::New
    }

    /// Says whether there is an entry with this id, or one that was judged will come in under it.
    pub(super) async fn is_there(&self, id: EntryId) -> Result<bool, AppError> {
        Ok(self.came.contains_key(&id) || self.app.store.entry(self.app.space, id).await?.is_some())
    }

    /// Says whether the log held the same under another id.
    fn is_copy(&mut self, said: u64, holds: Holds) -> bool {
        let there = self.there.as_mut().map(|there| match holds {
            Holds::Everything => &mut there.whole,
            Holds::FourFields | Holds::FourFieldsWithoutId => &mut there.four_fields,
        });
        there.and_then(|there| there.get_mut(&said)).and_then(Vec::pop).is_some()
    }

    async fn read_all(&self) -> Result<There, AppError> {
        let mut there = There::default();
        let mut after = None;
        loop {
            let page = self.app.store.all(self.app.space, after, TOGETHER).await?;
            for kept in &page {
                let entry = &kept.entry;
                if !self.met.contains(&entry.id) && !self.came.contains_key(&entry.id) {
                    there.whole.entry(said_by(entry, Holds::Everything)).or_default().push(entry.id);
                    there.four_fields.entry(said_by(entry, Holds::FourFields)).or_default().push(entry.id);
                }
            }
            match page.last() {
                Some(last) => after = Some(last.entry.id),
                None => return Ok(there),
            }
        }
    }

    fn meet(&mut self, entry: &Entry) {
        self.met.insert(entry.id);
        if let Some(there) = &mut self.there {
            for (said, by) in [
                (said_by(entry, Holds::Everything), &mut there.whole),
                (said_by(entry, Holds::FourFields), &mut there.four_fields),
            ] {
                by.entry(said).or_default().retain(|id| *id != entry.id);
            }
        }
    }
}

/// Compares an entry with the one of the same id; a row of a table can only differ in its four fields.
pub(super) fn compared(incoming: &Incoming, kept: &Kept) -> Verdict {
    let is_same = match incoming.holds {
        Holds::Everything => incoming.entry == kept.entry,
        Holds::FourFields | Holds::FourFieldsWithoutId => incoming.entry.record() == kept.entry.record(),
    };
    if is_same && kept.deleted_at.is_none() { Verdict::Same } else { Verdict::Different }
}

/// Boils down what an entry says, its id aside. Equal entries have equal numbers; others hardly ever do.
fn said_by(entry: &Entry, holds: Holds) -> u64 {
    let mut hasher = DefaultHasher::new();
    match holds {
        Holds::Everything => {
            let nameless = Entry { id: EntryId::new(Uuid::nil()), ..entry.clone() };
            serde_json::to_vec(&nameless).unwrap_or_default().hash(&mut hasher);
        }
        Holds::FourFields | Holds::FourFieldsWithoutId => {
            let record = entry.record();
            (record.date, record.context, record.root_cause, record.lesson, record.change).hash(&mut hasher);
        }
    }
    hasher.finish()
}
