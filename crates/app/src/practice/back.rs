//! What pages beside the list ask for: what is practised of a few things, and to take back what was done with it.

use hansei_method::id::{EntryId, PracticeId};
use hansei_method::practice::Position;
use hansei_store::ListedPractice;

use super::Practised;
use crate::{App, AppError, Saved};

impl App {
    /// Puts a practice back where it stood before something was done with it.
    pub async fn put_practice_back(
        &self,
        id: PracticeId,
        expected: Option<i64>,
        position: Position,
    ) -> Result<Saved<PracticeId>, AppError> {
        self.change_practice(id, expected, |practice| Ok(practice.put_back(position)?)).await
    }

    /// Lists what is practised of what was planned in a few entries, without reading what was observed of all others.
    pub async fn practices_planned_in(&self, entries: &[EntryId]) -> Result<Vec<Practised>, AppError> {
        let mut listed = Vec::new();
        for entry in entries {
            listed.extend(self.store.practices_planned_in(self.space, *entry).await?);
        }
        self.with_observed(listed).await
    }

    /// Lists what is practised of adopted lessons, without reading what was observed of all others.
    pub async fn practices_adopted(&self) -> Result<Vec<Practised>, AppError> {
        let listed = self.store.practices_adopted(self.space).await?;
        self.with_observed(listed).await
    }

    /// Lists the names of all that is practised.
    pub async fn practice_ids(&self) -> Result<Vec<PracticeId>, AppError> {
        Ok(self.store.practice_ids(self.space).await?)
    }

    async fn with_observed(&self, listed: Vec<ListedPractice>) -> Result<Vec<Practised>, AppError> {
        let (parameters, today) = (self.parameters().await?, self.now().date());
        let mut practised = Vec::new();
        for listed in listed {
            let practice = &listed.kept.practice;
            if practice.is_dropped {
                continue;
            }
            let observed = self.store.opportunities_of(self.space, practice.id).await?;
            let observed = observed.into_iter().map(|kept| kept.opportunity).collect();
            practised.push(Practised::new(listed, observed, &parameters, today));
        }
        practised.sort_by_key(|it| (it.practice.about, it.practice.id));
        Ok(practised)
    }
}
