//! What stands in a file beside the entries: adopted lessons, and what was said of two entries.

use std::collections::HashSet;
use std::sync::PoisonError;

use hansei_method::adoption::Adoption;
use hansei_store::{KeptAdoption, Tx};

use super::judge::{self, Judge};
use super::{Besides, Imported, Preview};
use crate::export::jsonl::{Adopted, Beside, Verdict};
use crate::{App, AppError};

impl App {
    /// Counts what stood beside the entries and would come in, and what is here but different; nothing is changed.
    pub(super) async fn look_beside(
        &self,
        beside: &Besides,
        judge: &Judge<'_>,
        preview: &mut Preview,
    ) -> Result<(), AppError> {
        let (mut adopted, mut said) = (HashSet::new(), HashSet::new());
        for beside in read_so_far(beside) {
            match beside {
                Beside::Adoption(it) => {
                    let adoption = it.adoption;
                    if adopted.insert(adoption.id) {
                        let kept = self.store.adoption(self.space, adoption.id).await?;
                        match compared(kept.as_ref(), &adoption) {
                            judge::Verdict::New => preview.adopted += 1,
                            judge::Verdict::Different => preview.adopted_different += 1,
                            judge::Verdict::Same => {}
                        }
                    }
                }
                Beside::Verdict(Verdict { one, other, same }) => {
                    let pair = (one.min(other), one.max(other));
                    let is_of_two =
                        one != other && judge.is_there(one).await? && judge.is_there(other).await?;
                    if is_of_two && said.insert(pair) {
                        match self.store.verdict(self.space, pair).await? {
                            None => preview.said += 1,
                            Some(before) => preview.said_different += u64::from(before != same),
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes what stood beside the entries, after the entries came in. What is here already stays, unless that was asked
    /// for; what is put in its place then has no history to bring it back from.
    pub(super) async fn take_beside(
        &self,
        tx: &mut Tx,
        beside: &Besides,
        replace: bool,
        imported: &mut Imported,
    ) -> Result<(), AppError> {
        let now = self.now().timestamp();
        for beside in read_so_far(beside) {
            match beside {
                Beside::Adoption(adopted) => {
                    let Adopted { adopted_at, adoption } = *adopted;
                    let kept = tx.adoption(self.space, adoption.id).await?;
                    match (compared(kept.as_ref(), &adoption), kept) {
                        (judge::Verdict::Different, Some(kept)) if replace => {
                            tx.save_adoption(self.space, &adoption, kept.version, None, now).await?;
                            imported.adopted += 1;
                        }
                        (judge::Verdict::New, _) => {
                            let adopted_at = adopted_at.unwrap_or(now);
                            tx.insert_adoption(self.space, &adoption, adopted_at, now).await?;
                            imported.adopted += 1;
                        }
                        _ => {}
                    }
                }
                Beside::Verdict(Verdict { one, other, same }) => {
                    let are_here = tx.entry(self.space, one).await?.is_some()
                        && tx.entry(self.space, other).await?.is_some();
                    if one != other && are_here {
                        let before = tx.verdict(self.space, (one, other)).await?;
                        // What the person said here counts more than what a file says.
                        if before.is_none_or(|before| replace && before != same) {
                            tx.put_verdict(self.space, (one, other), Some(same), now).await?;
                            imported.said += 1;
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

fn read_so_far(beside: &Besides) -> Vec<Beside> {
    beside.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

fn compared(kept: Option<&KeptAdoption>, adoption: &Adoption) -> judge::Verdict {
    match kept {
        None => judge::Verdict::New,
        Some(kept) if kept.adoption == *adoption && kept.deleted_at.is_none() => judge::Verdict::Same,
        Some(_) => judge::Verdict::Different,
    }
}
