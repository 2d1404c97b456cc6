//! Another attempt at the same goal, with the earlier lessons at hand.

use hansei_method::attempt::Attempt;
use hansei_method::capture::Captured;
use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_method::stage::Answer;
use hansei_method::text::Text;
use hansei_store::{Kept, Tx};

use crate::searched::search_text;
use crate::write::{Step, check_size, write};
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

    /// Returns the highest number of an attempt at the goal that an entry belongs to, those in the trash too.
    pub async fn last_attempt_number(&self, id: EntryId) -> Result<u32, AppError> {
        let goal = self.entry(id).await?.entry.attempt.map_or(id, |attempt| attempt.goal);
        Ok(self.store.last_attempt_number(self.space, goal).await?)
    }

    /// Starts the next attempt at an entry's goal: a new entry with the same intention, linked, that brings the earlier
    /// lessons along to be asked about.
    pub async fn attempt_again(
        &self,
        id: EntryId,
        expected: Option<i64>,
        line: &str,
        changed: Option<Text>,
    ) -> Result<Saved, AppError> {
        let now = self.now();
        let read = Captured::read(line, &now)?;
        let next = Entry::capture(
            EntryId::new(self.new_id()),
            read.title,
            read.body,
            read.occurred,
            now.timestamp(),
        );
        let now = now.timestamp();
        write!(self, tx => {
            let chain = self.chain(tx, id, expected).await?;
            if let Some(first) = chain.first().filter(|first| first.entry.attempt.is_none()) {
                let marked = Entry { attempt: Some(Attempt::first(first.entry.id)), ..first.entry.clone() };
                self.save(tx, first, &marked, Step::Aside("became the first attempt"), now).await?;
            }
            let chain: Vec<Entry> = chain.into_iter().map(|kept| kept.entry).collect();
            let goal = chain.first().ok_or_else(AppError::no_entry)?;
            let goal = goal.attempt.as_ref().map_or(goal.id, |attempt| attempt.goal);
            let given = tx.last_attempt_number(self.space, goal).await?;
            let next = following(next.clone(), &chain, given, changed.clone())?;
            check_size(&next)?;
            let version = tx.insert(self.space, &next, &search_text(&next), "started another attempt", now).await?;
            Ok(Saved { id: next.id, version })
        })
    }

    /// Loads the attempts so far, first to last, so that nobody else adds one until the end of the transaction.
    async fn chain(&self, tx: &mut Tx, id: EntryId, expected: Option<i64>) -> Result<Vec<Kept>, AppError> {
        let kept = self.present(tx, id, expected).await?;
        if let Some(attempt) = &kept.entry.attempt {
            return Ok(tx.attempts(self.space, attempt.goal).await?);
        }
        // Others may name it as the first though it does not itself: one brought in from another log does.
        let later = tx.attempts(self.space, id).await?;
        Ok([kept].into_iter().chain(later).collect())
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
}

/// Makes a captured entry the next attempt after those so far, with their goal and their lessons.
fn following(
    mut entry: Entry,
    chain: &[Entry],
    given: u32,
    changed: Option<Text>,
) -> Result<Entry, AppError> {
    let (Some(last), Some(attempt)) = (chain.last(), Attempt::following(chain, given)) else {
        return Err(AppError::no_entry());
    };
    entry.significance = last.significance;
    entry.context.clone_from(&last.context);
    entry.tags.clone_from(&last.tags);
    if let Some(intention) = last.review.answers.intended().and_then(Answer::given) {
        entry.review.intend(intention.clone())?;
    }
    entry.attempt = Some(Attempt { changed, ..attempt });
    Ok(entry)
}
