//! What was asked, and what became of it: noted while it is written, settled when the answer is saved.

use hansei_coach::{Asked, Context, Field, Flaw};
use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_method::stage::Answer;
use hansei_recall::search_text;
use hansei_store::{AskedLine, Kept, Tx};

use serde::{Deserialize, Serialize};

use super::{MeantWords, Outcome, Place, line, spoken};
use crate::write::write;
use crate::{App, AppError};

/// What was noted, as it is kept for whoever asks again under the same key.
#[derive(Serialize, Deserialize)]
struct Noted {
    rule: String,
    words: String,
}

impl App {
    /// Notes that a question was asked about an answer. Words that grew out of others, or were cut from them, are the same
    /// question as long as nothing was saved.
    pub async fn note_asked(&self, id: EntryId, place: &Place<'_>, asked: &Asked) -> Result<(), AppError> {
        self.note(id, place, asked, Outcome::Open).await
    }

    /// Notes that the words were meant as they stand: they are not asked about again in this field.
    pub async fn note_meant(&self, id: EntryId, place: &Place<'_>, asked: &Asked) -> Result<(), AppError> {
        self.note(id, place, asked, Outcome::Meant).await
    }

    /// Reads an answer as the coach would now, notes the words that it asks about as meant as they stand, and returns them;
    /// refused where nothing is asked.
    pub async fn mean(
        &self,
        id: EntryId,
        place: &Place<'_>,
        context: &Context<'_>,
    ) -> Result<MeantWords, AppError> {
        let asked = self.heeded().await?.read_beside(place, context).asked;
        let at = self.now().timestamp();
        let noted = write!(self, tx => {
            self.present(tx, id, None).await?;
            let Some(asked) = &asked else {
                let sentence = "nothing is asked about this answer; send what the coach asks about";
                return Err(AppError::Invalid(sentence.to_owned()));
            };
            let new = line(id, place.field, asked, place.answer, at);
            self.put(tx, &new, Outcome::Meant).await?;
            Ok(Noted { rule: new.rule, words: new.words })
        })?;
        let flaw = Flaw::named(&noted.rule).ok_or_else(|| AppError::broken("a rule of another hansei"))?;
        Ok(MeantWords { entry: id, field: place.field, flaw, words: noted.words })
    }

    /// Asks again about words that were meant as they stand.
    pub async fn unmean(&self, id: EntryId, field: Field, rule: &str, words: &str) -> Result<(), AppError> {
        let phrase = search_text(words);
        hansei_store::transaction!(self.store, tx => {
            let lines = tx.asked_about(self.space, id).await?;
            let is_it = |line: &&AskedLine| line.field == field.word() && line.rule == rule && line.phrase == phrase;
            if let Some(line) = lines.iter().find(is_it) {
                tx.drop_asked(self.space, line).await?;
            }
            Ok::<_, AppError>(())
        })
    }

    /// Forgets everything that was asked, and what was meant as it stands.
    pub async fn forget_asked(&self) -> Result<(), AppError> {
        let space = self.space;
        hansei_store::transaction!(self.store, tx => Ok::<_, AppError>(tx.forget_asked(space).await?))
    }

    async fn note(
        &self,
        id: EntryId,
        place: &Place<'_>,
        asked: &Asked,
        outcome: Outcome,
    ) -> Result<(), AppError> {
        let new = line(id, place.field, asked, place.answer, self.now().timestamp());
        hansei_store::transaction!(self.store, tx => self.put(tx, &new, outcome).await)
    }

    async fn put(&self, tx: &mut Tx, new: &AskedLine, outcome: Outcome) -> Result<(), AppError> {
        let lines = tx.asked_about(self.space, new.entry).await?;
        let is_asked_again = lines.iter().any(|line| is_same(line, new) && line.phrase == new.phrase);
        if is_asked_again && outcome == Outcome::Open {
            return Ok(());
        }
        let grew = |line: &&AskedLine| {
            is_same(line, new)
                && line.outcome == Outcome::Open.word()
                && (new.phrase.contains(&line.phrase) || line.phrase.contains(&new.phrase))
        };
        for line in lines.iter().filter(grew) {
            tx.drop_asked(self.space, line).await?;
        }
        let new = AskedLine { outcome: outcome.word().to_owned(), ..new.clone() };
        Ok(tx.put_asked(self.space, &new).await?)
    }

    /// Settles what was asked about answers that are different now: the words are still there, or no longer.
    pub(crate) async fn settle_asked(
        &self,
        tx: &mut Tx,
        before: &Kept,
        entry: &Entry,
    ) -> Result<(), AppError> {
        for line in tx.asked_about(self.space, entry.id).await? {
            let Some(field) = Field::named(&line.field) else { continue };
            let said = said(entry, field);
            if line.outcome != Outcome::Open.word() || said == self::said(&before.entry, field) {
                continue;
            }
            let is_there = search_text(&said).contains(line.phrase.trim());
            let outcome = if is_there { Outcome::Kept } else { Outcome::Revised };
            tx.put_asked(self.space, &AskedLine { outcome: outcome.word().to_owned(), ..line }).await?;
        }
        Ok(())
    }
}

/// Says whether two lines are about the same field and rule.
fn is_same(one: &AskedLine, other: &AskedLine) -> bool {
    one.field == other.field && one.rule == other.rule
}

/// Puts what an entry says in a field into one text, a line for each answer.
fn said(entry: &Entry, field: Field) -> String {
    let answers = &entry.review.answers;
    let analysis = entry.analysis();
    let mut lines: Vec<String> = Vec::new();
    match field {
        Field::Intended => {
            let intention = answers.intended().and_then(Answer::given);
            lines.extend(
                intention.and_then(|intention| intention.statement.as_ref()).map(ToString::to_string),
            );
        }
        Field::Happened => {
            let account = answers.happened().and_then(Answer::given);
            lines.extend(
                account
                    .iter()
                    .flat_map(|account| account.moments.iter())
                    .map(|moment| moment.what.to_string()),
            );
        }
        Field::Why => {
            let causes = analysis.iter().flat_map(|analysis| analysis.causes.iter());
            lines.extend(causes.map(|cause| cause.statement.to_string()));
        }
        Field::Factor => {
            let factors = analysis.iter().flat_map(|analysis| analysis.factors.iter());
            lines.extend(factors.map(|factor| factor.statement.to_string()));
        }
        Field::Opposite => {
            let counter = analysis.iter().flat_map(|analysis| analysis.counter.iter());
            lines.extend(counter.map(|argument| argument.answer.to_string()));
            let account = answers.happened().and_then(Answer::given);
            lines.extend(account.and_then(|account| account.disagreement.as_ref()).map(ToString::to_string));
        }
        Field::Lesson => {
            let lesson = entry.plan().and_then(|plan| plan.lesson.as_ref());
            lines.extend(lesson.map(ToString::to_string));
        }
        Field::Next => {
            let commitments = entry.plan().into_iter().flat_map(|plan| plan.commitments.iter());
            lines.extend(
                commitments.map(|commitment| spoken(commitment.cue.as_str(), commitment.act.as_str())),
            );
        }
        Field::PreMortem | Field::Others | Field::Elsewhere => {
            lines.extend(entry.review.feeling.as_ref().map(ToString::to_string));
        }
    }
    lines.join("\n")
}
