//! Drafts: what was typed and not yet saved, kept through a crash of the browser, the terminal or the machine.

use hansei_method::id::EntryId;
use hansei_method::question::Question;
use hansei_store::Draft;

use crate::{App, AppError};

/// The most bytes that one draft may have.
pub const MOST_DRAFT_BYTES: usize = 4 << 20;

impl App {
    /// Keeps what was typed so far for a question, over what was kept before.
    pub async fn keep_draft(&self, id: EntryId, question: Question, body: String) -> Result<(), AppError> {
        if body.len() > MOST_DRAFT_BYTES {
            return Err(AppError::Invalid(format!("this draft has {} bytes; save it in parts", body.len())));
        }
        if body.contains('\0') {
            return Err(AppError::Invalid(
                "there is an unreadable character (NUL) in this draft; take it out".to_owned(),
            ));
        }
        let based_on = self.entry(id).await?.version;
        let saved_at = self.now().timestamp();
        let draft = Draft { question: question.word().to_owned(), body, saved_at, based_on };
        let space = self.space;
        hansei_store::transaction!(self.store, tx => Ok::<_, AppError>(tx.put_draft(space, id, &draft).await?))
    }

    /// Returns what was typed and not yet saved for a question; `None` when nothing waits.
    pub async fn draft(&self, id: EntryId, question: Question) -> Result<Option<Draft>, AppError> {
        let drafts = self.store.drafts(self.space, id).await?;
        Ok(drafts.into_iter().find(|draft| draft.question == question.word()))
    }

    /// Throws away what was typed and not saved for a question.
    pub async fn drop_draft(&self, id: EntryId, question: Question) -> Result<(), AppError> {
        let space = self.space;
        hansei_store::transaction!(self.store, tx => Ok::<_, AppError>(tx.drop_draft(space, id, question.word()).await?))
    }
}
