//! Career stories that stand in a file beside the entries.

use std::collections::HashSet;

use hansei_method::career::CareerStory;
use hansei_store::{KeptCareer, Tx};

use super::Preview;
use super::judge::{Judge, Verdict};
use crate::{App, AppError};

impl App {
    /// Says what an import would do with a story; nothing is changed.
    pub(super) async fn look_at_career(
        &self,
        mut story: CareerStory,
        judge: &Judge<'_>,
        preview: &mut Preview,
    ) -> Result<(), AppError> {
        let mut gone = HashSet::new();
        for chapter in &story.chapters {
            if !judge.is_there(chapter.entry).await? {
                gone.insert(chapter.entry);
            }
        }
        story.forget(|entry| gone.contains(&entry));
        let kept = self.store.career(self.space, story.id).await?;
        match compared(kept.as_ref(), &story) {
            Verdict::New => preview.careers += 1,
            Verdict::Different => preview.careers_different += 1,
            Verdict::Same => {}
        }
        Ok(())
    }

    /// Takes a story in, and says whether it did. What is here stays, unless it is to be replaced; of an entry that is not
    /// here, nothing is told.
    pub(super) async fn take_career(
        &self,
        tx: &mut Tx,
        mut story: CareerStory,
        replace: bool,
    ) -> Result<bool, AppError> {
        let now = self.now().timestamp();
        let mut gone = HashSet::new();
        for chapter in &story.chapters {
            if tx.entry(self.space, chapter.entry).await?.is_none() {
                gone.insert(chapter.entry);
            }
        }
        story.forget(|entry| gone.contains(&entry));
        let kept = tx.career(self.space, story.id).await?;
        match (compared(kept.as_ref(), &story), kept) {
            (Verdict::New, _) => Ok(tx.insert_career(self.space, &story, now).await?),
            (Verdict::Different, Some(kept)) if replace => {
                Ok(tx.save_career(self.space, &story, kept.version, None, now).await?.is_some())
            }
            _ => Ok(false),
        }
    }
}

fn compared(kept: Option<&KeptCareer>, story: &CareerStory) -> Verdict {
    match kept {
        None => Verdict::New,
        Some(kept) if kept.story == *story && kept.deleted_at.is_none() => Verdict::Same,
        Some(_) => Verdict::Different,
    }
}
