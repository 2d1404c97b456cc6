//! What pages beside the list ask for: what is practised of a few things, and to take back what was done with it.

use hansei_method::id::PracticeId;
use hansei_method::practice::{Position, Subject};

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

    /// Lists what is practised of a few entries or adopted lessons, without reading what was observed of all others.
    pub async fn practices_about(
        &self,
        is_wanted: impl Fn(Subject) -> bool,
    ) -> Result<Vec<Practised>, AppError> {
        let (parameters, today) = (self.parameters().await?, self.now().date());
        let mut practised = Vec::new();
        for listed in self.store.practices(self.space).await? {
            let practice = &listed.kept.practice;
            if practice.is_dropped || !is_wanted(practice.about) {
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
