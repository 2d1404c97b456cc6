//! Moments that are about to come: whoever looks up what they learned before they start is asked afterwards.

use std::collections::HashSet;

use hansei_method::id::{EntryId, OpportunityId, PracticeId};
use hansei_method::occurred::Occurred;
use hansei_method::opportunity::{Opportunity, Outcome};
use hansei_method::practice::{Subject, Turn};
use hansei_recall::terms::Terms;
use hansei_recall::{SearchQuery, search_text};
use hansei_store::Listed;

use super::{Practised, Standing};
use crate::list::Looked;
use crate::{App, AppError};

/// The most moments that one look expects, and that are begun to be expected on one day, however much is looked up.
const MOST_EXPECTED: usize = 3;

impl App {
    /// Expects the moments of what is practised of the entries that were found, where these are clearly about what was looked
    /// up: every word of it stands in the title, the lesson or the change, and of few entries only. A word that much is about, or
    /// one that says nothing, tells of no moment that is about to come.
    pub async fn expect_looked_up(
        &self,
        text: &str,
        looked: &Looked,
    ) -> Result<Vec<(Practised, OpportunityId)>, AppError> {
        let Some(query) = SearchQuery::parse(looked.instead.as_deref().unwrap_or(text)) else {
            return Ok(Vec::new());
        };
        if Terms::telling(text).is_empty() {
            return Ok(Vec::new());
        }
        let is_about = |line: &Listed| {
            let told = [Some(&line.title), line.record.lesson.as_ref(), line.record.change.as_ref()];
            let told: Vec<&str> = told.into_iter().flatten().map(String::as_str).collect();
            query.matches(search_text(&told.join("\n")).split(' '))
        };
        let about: Vec<EntryId> = looked
            .hits
            .iter()
            .map(|hit| &hit.line)
            .filter(|line| is_about(line))
            .map(|line| line.id)
            .collect();
        if about.len() > MOST_EXPECTED {
            return Ok(Vec::new());
        }
        self.expect_moments(&about).await
    }

    /// Expects the moments of what is practised of these entries, the first first, and returns what will be asked about.
    ///
    /// A moment that is expected already, or that something was said of today, is not expected twice; and no more than three are
    /// begun to be expected on one day.
    // D22
    pub async fn expect_moments(
        &self,
        entries: &[EntryId],
    ) -> Result<Vec<(Practised, OpportunityId)>, AppError> {
        let now = self.now();
        let today = Occurred::new(now.date(), None).map_err(AppError::broken)?;
        if self.practices_planned_in(entries).await?.is_empty() {
            return Ok(Vec::new());
        }
        // What there is room for begins with that.
        let line = self.practice_line().await?;
        let expected_today = line.all().filter(|it| it.open_moment_on == Some(now.date())).count();
        let mut left = MOST_EXPECTED.saturating_sub(expected_today);
        let mut expected: Vec<(Practised, OpportunityId)> = Vec::new();
        let mut seen: HashSet<PracticeId> = HashSet::new();
        for entry in entries {
            if expected.len() == MOST_EXPECTED {
                break;
            }
            let of_entry = line.all().filter(|it| {
                matches!(it.about, Subject::Commitment { entry: planned_in, .. } if planned_in == *entry)
            });
            let begun = of_entry.filter(|it| it.turn() == Turn::Begun).map(Standing::id);
            for it in self.practised(begun).await? {
                let known = it.observed.iter().rev().find(|it| it.when.date() == now.date());
                let open = known.filter(|known| known.outcome == Outcome::Pending);
                if expected.len() == MOST_EXPECTED || !seen.insert(it.practice.id) {
                    continue;
                }
                match (known, open) {
                    (_, Some(open)) => {
                        let open = open.id;
                        expected.push((it, open));
                    }
                    (Some(_), None) => {}
                    (None, _) if left == 0 => {}
                    (None, _) => {
                        left -= 1;
                        let id = OpportunityId::new(self.new_id());
                        let moment = Opportunity::pending(id, it.practice.id, today, &now)
                            .map_err(|error| AppError::Invalid(error.to_string()))?;
                        self.keep_moment(&moment).await?;
                        expected.push((it, id));
                    }
                }
            }
        }
        Ok(expected)
    }

    async fn keep_moment(&self, moment: &Opportunity) -> Result<(), AppError> {
        let (space, now) = (self.space, self.now().timestamp());
        hansei_store::transaction!(self.store, tx => {
            tx.insert_opportunity(space, moment, now).await?;
            Ok::<_, AppError>(())
        })
    }
}
