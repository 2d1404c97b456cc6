//! Moments that are about to come: whoever looks up what they learned before they start is asked afterwards.

use std::collections::HashSet;

use hansei_method::id::{EntryId, OpportunityId, PracticeId};
use hansei_method::occurred::Occurred;
use hansei_method::opportunity::{Opportunity, Outcome};
use hansei_method::practice::{Subject, Turn};

use super::{Practised, Standing};
use crate::{App, AppError};

/// The most moments that one look expects: the lessons that fit best.
const MOST_EXPECTED: usize = 3;

impl App {
    /// Expects the moments of what is practised of these entries, the first first, and returns what will be asked about.
    ///
    /// A moment that is expected already, or that something was said of today, is not expected twice.
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
                    (None, _) => {
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
