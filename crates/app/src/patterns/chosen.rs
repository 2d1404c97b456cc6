//! Which entry a person means who types its id, the start of it, or words that stand in it.

use hansei_method::id::EntryId;
use hansei_store::Filter;

use crate::list::Hit;
use crate::{App, AppError};

/// How many entries are offered.
const MOST_OFFERED: u32 = 8;

/// The entry that is meant, or those that may be.
#[derive(Debug, Clone, PartialEq)]
pub enum Chosen {
    /// It is this one.
    One(EntryId),
    /// It may be one of these, the likeliest first.
    OneOf(Vec<Hit>),
}

impl App {
    /// Finds the entry that is meant: by its id or the start of it, else by words; one that alone has them is meant.
    pub async fn choose_entry(&self, typed: &str) -> Result<Chosen, AppError> {
        let typed = typed.trim();
        if let Ok(id) = typed.parse() {
            return self.entry(id).await.map(|_| Chosen::One(id));
        }
        // "Fade" is a word, and may be the start of an id.
        let by_id = self.find(typed).await;
        if let Ok(id) = by_id {
            return Ok(Chosen::One(id));
        }
        let mut hits = self.search(typed, &Filter::default(), MOST_OFFERED).await?;
        match hits.len() {
            0 if typed.is_empty() => Err(AppError::Invalid("write words of an entry, or its id".to_owned())),
            0 => Err(AppError::NotFound(
                "no entry has these words or an id that starts so; try other words of it".to_owned(),
            )),
            1 => Ok(Chosen::One(hits.remove(0).line.id)),
            _ => Ok(Chosen::OneOf(hits)),
        }
    }
}
