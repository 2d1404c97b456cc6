//! What Today shows of what is due beside practice and reviews: decisions and plans to look at again, and the quarter.

use hansei_method::id::{EntryId, PracticeId};
use hansei_method::plan::Choice;
use hansei_method::quarter::Period;

use super::due::{Item, Sort, Titled};
use crate::practice::Practised;
use crate::{App, AppError};

/// One thing to look at again, with what it is.
#[derive(Debug, Clone, PartialEq)]
pub struct ToLookAt {
    /// Its name and its day.
    pub item: Item,
    /// What it is.
    pub matter: Matter,
}

/// What is looked at again.
#[derive(Debug, Clone, PartialEq)]
pub enum Matter {
    /// What a review chose.
    Decision {
        /// The entry that was reviewed.
        entry: EntryId,
        /// Its title.
        title: String,
        /// What was chosen.
        choice: Choice,
    },
    /// A plan, of which nobody has said whether it still fits.
    Plan {
        /// The practice.
        practice: PracticeId,
        /// The title of what it was planned in.
        title: String,
    },
    /// A look back that is due.
    Quarter {
        /// The period it would look back on.
        period: Period,
    },
}

impl ToLookAt {
    /// Returns it as what is due is listed.
    #[must_use]
    pub fn titled(self) -> Titled {
        let title = match self.matter {
            Matter::Decision { title, .. } | Matter::Plan { title, .. } => Some(title),
            Matter::Quarter { .. } => None,
        };
        Titled { item: self.item, title }
    }
}

impl App {
    /// Lists what is to be looked at again today, the first first. `practised` is everything that is practised.
    pub async fn to_look_at(&self, practised: &[Practised]) -> Result<Vec<ToLookAt>, AppError> {
        let today = self.now().date();
        let mut to_look_at = Vec::new();
        for it in self.coming_with(practised).await?.into_iter().filter(|it| it.item.day <= today) {
            let matter = match (it.item.sort, it.title) {
                (Sort::Decision, Some(title)) => self.decision(EntryId::new(it.item.about), title).await?,
                (Sort::Plan, Some(title)) => {
                    Some(Matter::Plan { practice: PracticeId::new(it.item.about), title })
                }
                (Sort::Quarter, _) => self.quarters().await?.offered.map(|period| Matter::Quarter { period }),
                _ => None,
            };
            to_look_at.extend(matter.map(|matter| ToLookAt { item: it.item, matter }));
        }
        Ok(to_look_at)
    }

    async fn decision(&self, entry: EntryId, title: String) -> Result<Option<Matter>, AppError> {
        let kept = self.store.entry(self.space, entry).await?;
        let choice = kept.and_then(|kept| kept.entry.plan()?.choice.clone());
        Ok(choice.map(|choice| Matter::Decision { entry, title, choice }))
    }
}
