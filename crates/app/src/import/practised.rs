//! What is practised, and the numbers by which its state is told, that stand in a file beside the entries.

use std::collections::{HashMap, HashSet};

use hansei_method::id::{AdoptionId, OpportunityId, PracticeId};
use hansei_method::opportunity::Opportunity;
use hansei_method::parameters::Parameters;
use hansei_method::practice::{Practice, Subject};
use hansei_store::{KeptOpportunity, KeptPractice, Tx};

use super::judge::{Judge, Verdict};
use super::{Imported, Preview};
use crate::export::jsonl::Practised;
use crate::{App, AppError};

/// What of practice was looked at so far: a practice may stand in several lines of a file.
#[derive(Default)]
pub(super) struct Looked {
    practices: HashSet<PracticeId>,
    observations: HashSet<OpportunityId>,
}

/// What a practice of the file is to the one that is here.
struct Matched {
    /// The practice that is here.
    here: KeptPractice,
    /// What of the file is not here.
    coming: Vec<Opportunity>,
    /// What says something else here, or was taken back.
    differing: Vec<(KeptOpportunity, Opportunity)>,
    verdict: Verdict,
}

impl App {
    /// Says whether what a practice is about is here or comes in.
    pub(super) async fn is_planned_here(
        &self,
        subject: Subject,
        judge: &Judge<'_>,
        adopted: &HashSet<AdoptionId>,
    ) -> Result<bool, AppError> {
        match subject {
            Subject::Commitment { entry, .. } => judge.is_there(entry).await,
            Subject::Adoption(id) => {
                Ok(adopted.contains(&id) || self.store.adoption(self.space, id).await?.is_some())
            }
        }
    }

    /// Says what an import would do with a practice; nothing is changed.
    pub(super) async fn look_at_practice(
        &self,
        practised: Practised,
        looked: &mut Looked,
        preview: &mut Preview,
    ) -> Result<(), AppError> {
        let Practised { practice, mut observed } = practised;
        observed.retain(|it| looked.observations.insert(it.id));
        let is_first = looked.practices.insert(practice.id);
        let kept = self.store.practices_beside(self.space, practice.about).await?;
        let Some(here) = same_of(kept, &practice) else {
            preview.practices += u64::from(is_first);
            preview.observations += observed.len() as u64;
            return Ok(());
        };
        let moments = self.store.opportunities_kept(self.space, here.practice.id).await?;
        let Matched { coming, differing, verdict, .. } = matched(here, &practice, observed, moments);
        preview.practices += u64::from(is_first && verdict == Verdict::New);
        preview.practices_different += u64::from(is_first && verdict == Verdict::Different);
        preview.observations += coming.len() as u64;
        preview.observations_different += differing.len() as u64;
        Ok(())
    }

    /// Takes a practice in with what was observed of it. What is here stays, unless that was asked for; what was observed
    /// in both places stands beside each other.
    pub(super) async fn take_practice(
        &self,
        tx: &mut Tx,
        practised: Practised,
        replace: bool,
        imported: &mut Imported,
    ) -> Result<(), AppError> {
        let Practised { practice, observed } = practised;
        let now = self.now().timestamp();
        let is_planned_here = match practice.about {
            Subject::Commitment { entry, .. } => tx.entry(self.space, entry).await?.is_some(),
            Subject::Adoption(id) => tx.adoption(self.space, id).await?.is_some(),
        };
        if !is_planned_here {
            return Ok(());
        }
        let kept = tx.practices_beside(self.space, practice.about).await?;
        let Some(here) = same_of(kept, &practice) else {
            if tx.insert_practice(self.space, &practice, now).await? {
                imported.practices += 1;
                imported.observations += self.take_moments(tx, practice.id, observed).await?;
            }
            return Ok(());
        };
        let moments = tx.opportunities_kept(self.space, here.practice.id).await?;
        let Matched { here, coming, differing, verdict } = matched(here, &practice, observed, moments);
        if verdict == Verdict::New || (verdict == Verdict::Different && replace) {
            let saved =
                tx.save_practice(self.space, &told_by(&here.practice, practice), here.version, now).await?;
            imported.practices += u64::from(saved.is_some());
        }
        imported.observations += self.take_moments(tx, here.practice.id, coming).await?;
        for (kept, opportunity) in differing.into_iter().filter(|_| replace) {
            let before = kept.removed_at.is_none().then_some(kept.opportunity);
            let over = KeptOpportunity {
                opportunity: Opportunity { practice: here.practice.id, ..opportunity },
                version: kept.version,
                removed_at: None,
                before,
            };
            let saved = tx.save_opportunity(self.space, &over, now).await?;
            imported.observations += u64::from(saved.is_some());
        }
        Ok(())
    }

    async fn take_moments(
        &self,
        tx: &mut Tx,
        practice: PracticeId,
        moments: Vec<Opportunity>,
    ) -> Result<u64, AppError> {
        let (now, mut taken) = (self.now().timestamp(), 0);
        for moment in moments {
            let moment = Opportunity { practice, ..moment };
            taken += u64::from(tx.insert_opportunity(self.space, &moment, now).await?);
        }
        Ok(taken)
    }

    /// Says what an import would do with the parameters; nothing is changed.
    pub(super) async fn look_at_parameters(
        &self,
        parameters: &Parameters,
        preview: &mut Preview,
    ) -> Result<(), AppError> {
        match compared(&self.parameters().await?, parameters) {
            Verdict::New => preview.parameters = true,
            Verdict::Different => preview.parameters_different = true,
            Verdict::Same => {}
        }
        Ok(())
    }

    /// Takes the parameters in where none were set here, or where that was asked for; says whether it did.
    pub(super) async fn take_parameters(
        &self,
        tx: &mut Tx,
        parameters: &Parameters,
        replace: bool,
    ) -> Result<bool, AppError> {
        let here = self.parameters_in(tx).await?;
        let is_taken = match compared(&here, parameters) {
            Verdict::New => true,
            Verdict::Different => replace,
            Verdict::Same => false,
        };
        if is_taken {
            self.put_parameters(tx, parameters).await?;
        }
        Ok(is_taken)
    }
}

fn compared(here: &Parameters, coming: &Parameters) -> Verdict {
    if here == coming {
        Verdict::Same
    } else if *here == Parameters::default() {
        Verdict::New
    } else {
        Verdict::Different
    }
}

/// Finds the practice that is the same one: by its name, or by the commitment that both are about.
///
/// A commitment that was planned in two places, before the log was moved, has two names.
fn same_of(kept: Vec<KeptPractice>, practice: &Practice) -> Option<KeptPractice> {
    let is_same = |it: &Practice| it.id == practice.id;
    let is_about_same = |it: &Practice| it.about == practice.about && !it.is_dropped && !practice.is_dropped;
    let place = kept
        .iter()
        .position(|kept| is_same(&kept.practice))
        .or_else(|| kept.iter().position(|kept| is_about_same(&kept.practice)));
    place.and_then(|place| kept.into_iter().nth(place))
}

fn matched(
    here: KeptPractice,
    practice: &Practice,
    observed: Vec<Opportunity>,
    moments: Vec<KeptOpportunity>,
) -> Matched {
    let is_untouched = moments.is_empty() && is_as_planned(&here.practice);
    let mut moments: HashMap<OpportunityId, KeptOpportunity> =
        moments.into_iter().map(|kept| (kept.opportunity.id, kept)).collect();
    let (mut coming, mut differing) = (Vec::new(), Vec::new());
    for moment in observed {
        match moments.remove(&moment.id) {
            None => coming.push(moment),
            Some(kept) if kept.removed_at.is_none() && is_same_moment(&kept.opportunity, &moment) => {}
            Some(kept) => differing.push((kept, moment)),
        }
    }
    let verdict = if said(&here.practice) == said(practice) {
        Verdict::Same
    } else if is_untouched {
        Verdict::New
    } else {
        Verdict::Different
    };
    Matched { here, coming, differing, verdict }
}

/// Says whether nobody did anything with a practice since it was planned.
fn is_as_planned(practice: &Practice) -> bool {
    practice.ratings.is_empty()
        && practice.ending.is_none()
        && practice.around.is_none()
        && !practice.is_aside
}

fn is_same_moment(here: &Opportunity, coming: &Opportunity) -> bool {
    *here == Opportunity { practice: here.practice, ..coming.clone() }
}

/// What a person said of a practice; the rest follows its plan, or goes by itself.
fn said(practice: &Practice) -> impl PartialEq {
    (
        practice.planned_on,
        practice.ending,
        practice.is_aside,
        practice.around.clone(),
        practice.ratings.clone(),
    )
}

/// Puts what a file says of a practice into the one that is here, whose name and words stay.
fn told_by(here: &Practice, file: Practice) -> Practice {
    Practice {
        id: here.id,
        about: here.about,
        commitment: here.commitment.clone(),
        lesson: here.lesson.clone(),
        is_dropped: here.is_dropped,
        ..file
    }
}
