//! What stands in a file beside the entries: adopted lessons, and what was said of two entries.

use std::sync::PoisonError;

use hansei_store::Tx;

use super::{Besides, Imported};
use crate::export::jsonl::{Adopted, Beside, Verdict};
use crate::{App, AppError};

impl App {
    /// Takes what stood beside the entries, after the entries came in. What is here already stays, unless that was asked for.
    pub(super) async fn take_beside(
        &self,
        tx: &mut Tx,
        beside: &Besides,
        replace: bool,
        imported: &mut Imported,
    ) -> Result<(), AppError> {
        let all = beside.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let now = self.now().timestamp();
        for beside in all {
            match beside {
                Beside::Adoption(adopted) => {
                    let Adopted { adopted_at, adoption } = *adopted;
                    match tx.adoption(self.space, adoption.id).await? {
                        None => {
                            let adopted_at = adopted_at.unwrap_or(now);
                            tx.insert_adoption(self.space, &adoption, adopted_at, now).await?;
                            imported.adopted += 1;
                        }
                        Some(kept) if replace && (kept.adoption != adoption || kept.deleted_at.is_some()) => {
                            tx.save_adoption(self.space, &adoption, kept.version, None, now).await?;
                            imported.adopted += 1;
                        }
                        Some(_) => {}
                    }
                }
                Beside::Verdict(Verdict { one, other, same }) => {
                    let are_here = tx.entry(self.space, one).await?.is_some()
                        && tx.entry(self.space, other).await?.is_some();
                    if one != other && are_here {
                        let before = tx.put_verdict(self.space, (one, other), Some(same), now).await?;
                        match before {
                            // What the person said here counts more than what a file says.
                            Some(said) if said != same && !replace => {
                                tx.put_verdict(self.space, (one, other), Some(said), now).await?;
                            }
                            Some(said) if said == same => {}
                            _ => imported.said += 1,
                        }
                    }
                }
            }
        }
        Ok(())
    }
}
