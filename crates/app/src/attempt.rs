//! Another attempt at the same goal, with the earlier lessons at hand.

use hansei_method::attempt::Attempt;
use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_method::stage::Answer;
use hansei_method::text::Text;
use hansei_store::Kept;

use crate::capture::Capture;
use crate::searched::search_text;
use crate::write::{Step, write};
use crate::{App, AppError, Saved};

impl App {
    /// Lists the attempts at the goal that an entry belongs to, first to last; the entry alone when there is only one.
    pub async fn attempts(&self, id: EntryId) -> Result<Vec<Kept>, AppError> {
        let kept = self.entry(id).await?;
        match &kept.entry.attempt {
            Some(attempt) => Ok(self.store.attempts(self.space, attempt.goal).await?),
            None => Ok(vec![kept]),
        }
    }

    /// Starts the next attempt at an entry's goal: a new entry with the same intention, linked, that brings the earlier
    /// lessons along to be asked about.
    pub async fn attempt_again(
        &self,
        id: EntryId,
        line: &str,
        changed: Option<Text>,
    ) -> Result<Saved, AppError> {
        let chain = self.attempts(id).await?;
        let entries: Vec<Entry> = chain.iter().map(|kept| kept.entry.clone()).collect();
        let mut attempt = Attempt::following(&entries).ok_or_else(AppError::no_entry)?;
        attempt.changed = changed;
        let next = self.next_attempt(line, attempt, &entries)?;
        let first = chain.into_iter().next().ok_or_else(AppError::no_entry)?;
        let now = self.now().timestamp();
        write!(self, tx => {
            if first.entry.attempt.is_none() {
                let kept = self.present(tx, first.entry.id, Some(first.version)).await?;
                let marked = Entry { attempt: Some(Attempt::first(kept.entry.id)), ..kept.entry.clone() };
                self.save(tx, &kept, &marked, Step::Aside("became the first attempt"), now).await?;
            }
            let version = tx.insert(self.space, &next, &search_text(&next), "started another attempt", now).await?;
            Ok(Saved { id: next.id, version })
        })
    }

    /// Says whether an earlier lesson applies to this attempt; `None` takes the answer back.
    pub async fn lesson_applies(
        &self,
        id: EntryId,
        expected: Option<i64>,
        place: usize,
        applies: Option<bool>,
    ) -> Result<Saved, AppError> {
        self.change(id, expected, Step::Change("answered about an earlier lesson"), |entry, _| {
            let lesson = entry.attempt.as_mut().and_then(|attempt| attempt.lessons.get_mut(place));
            let lesson = lesson.ok_or_else(|| {
                AppError::NotFound("there is no such earlier lesson; look at the entry again".to_owned())
            })?;
            lesson.applies = applies;
            Ok(())
        })
        .await
    }

    fn next_attempt(&self, line: &str, attempt: Attempt, chain: &[Entry]) -> Result<Entry, AppError> {
        let Some(last) = chain.last() else { return Err(AppError::no_entry()) };
        let capture = Capture { text: line.to_owned(), ..Capture::default() };
        let now = self.now();
        let read = hansei_method::capture::Captured::read(&capture.text, &now)?;
        let id = EntryId::new(self.new_id());
        let mut entry = Entry::capture(id, read.title, read.body, read.occurred, now.timestamp());
        entry.significance = last.significance;
        entry.context.clone_from(&last.context);
        entry.tags.clone_from(&last.tags);
        if let Some(intention) = last.review.answers.intended().and_then(Answer::given) {
            entry.review.intend(intention.clone())?;
        }
        entry.attempt = Some(attempt);
        Ok(entry)
    }
}
