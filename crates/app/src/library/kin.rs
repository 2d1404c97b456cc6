//! Whether cases that would come in belong to what a collection of the same name holds, or are somebody else's.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use hansei_method::case::Case;
use hansei_method::id::CollectionId;
use hansei_method::text::Line;
use hansei_recall::search_text;

use crate::{App, AppError};

/// How many of the cases of a collection are looked at by their titles.
const MOST_TITLES: usize = 1_000;

/// How many are read at once.
const TOGETHER: usize = 100;

/// How much of what happened a case is recognized by, in characters.
const MOST_CHARACTERS: usize = 2_000;

/// What a case is recognized by: its key, and hashes of the folded words of its title and of what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    key: String,
    title: u64,
    happened: u64,
}

impl Sketch {
    /// Sketches a case.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        let hash = |text: String| {
            let mut hasher = DefaultHasher::new();
            text.hash(&mut hasher);
            hasher.finish()
        };
        let happened = case.happened.as_ref().map(|text| text.as_str().chars().take(MOST_CHARACTERS));
        Self {
            key: case.key.to_string(),
            title: hash(search_text(case.title.as_str())),
            happened: hash(search_text(&happened.map(String::from_iter).unwrap_or_default())),
        }
    }
}

/// How cases that would come in go with those that a collection holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kinship {
    /// The name of the collection.
    pub name: Line,
    /// How many cases it holds.
    pub kept: i64,
    /// How many of those that would come in were looked at.
    pub looked_at: usize,
    /// How many of them are in it: under the same key with the same title or the same text, or with the same title.
    pub agreeing: usize,
    /// How many would take the place of a case that has their key, and another title and another text.
    pub clashing: usize,
}

impl Kinship {
    /// Whether they are somebody else's: more would take the place of other cases than are there, or not one in four is
    /// there of those that could be.
    #[must_use]
    pub fn is_strange(&self) -> bool {
        let could = self.looked_at.min(usize::try_from(self.kept).unwrap_or(usize::MAX));
        could > 0 && (self.clashing > self.agreeing || self.agreeing * 4 < could)
    }

    /// Says what is strange about them; how to go on is for whoever asks.
    #[must_use]
    pub fn told(&self) -> String {
        let Self { name, looked_at, agreeing, clashing, .. } = self;
        let clash = match clashing {
            0 => String::new(),
            1 => ", and 1 would take the place of another case".to_owned(),
            many => format!(", and {many} would take the place of other cases"),
        };
        format!(
            "there is a collection \"{name}\" already, and this looks like another one: of {looked_at} looked at, {agreeing} {} in it{clash}",
            if *agreeing == 1 { "is" } else { "are" }
        )
    }
}

impl App {
    /// Compares cases that would come in with those of the one collection of this name; `None` where there is none.
    pub async fn kinship_by_name(&self, name: &Line, coming: &[Sketch]) -> Result<Option<Kinship>, AppError> {
        let wanted = name.as_str().to_lowercase();
        let all = self.collections().await?;
        let known = all.iter().find(|kept| kept.collection.name.as_str().to_lowercase() == wanted);
        match known {
            Some(known) => Ok(Some(self.kinship(known.collection.id, coming).await?)),
            None => Ok(None),
        }
    }

    /// Compares cases that would come in with those of a collection: by their keys, and by the titles of its first thousand.
    pub async fn kinship(&self, id: CollectionId, coming: &[Sketch]) -> Result<Kinship, AppError> {
        let kept = self.collection(id).await?;
        let name = kept.collection.name;
        let mut kin = Kinship { name, kept: kept.cases, looked_at: coming.len(), agreeing: 0, clashing: 0 };
        let mut others: Vec<&Sketch> = Vec::new();
        for coming in coming.chunks(TOGETHER) {
            let keys: Vec<&str> = coming.iter().map(|sketch| sketch.key.as_str()).collect();
            let there = self.store.cases_with_keys(self.space, id, &keys).await?;
            let there: HashMap<String, Sketch> =
                there.iter().map(|kept| (kept.case.key.to_string(), Sketch::of(&kept.case))).collect();
            for sketch in coming {
                match there.get(&sketch.key) {
                    Some(known) if known.title == sketch.title || known.happened == sketch.happened => {
                        kin.agreeing += 1;
                    }
                    Some(_) => kin.clashing += 1,
                    None => others.push(sketch),
                }
            }
        }
        if kin.is_strange() && !others.is_empty() {
            let titles = self.first_titles(id).await?;
            kin.agreeing += others.iter().filter(|sketch| titles.contains(&sketch.title)).count();
        }
        Ok(kin)
    }

    async fn first_titles(&self, id: CollectionId) -> Result<HashSet<u64>, AppError> {
        let (mut titles, mut after, mut read) = (HashSet::new(), 0, 0);
        while read < MOST_TITLES {
            let limit = u32::try_from(TOGETHER).unwrap_or(u32::MAX);
            let cases = self.store.cases(self.space, id, after, limit).await?;
            let Some(last) = cases.last() else { break };
            (after, read) = (last.number, read + cases.len());
            titles.extend(cases.iter().map(|kept| Sketch::of(&kept.case).title));
        }
        Ok(titles)
    }
}
