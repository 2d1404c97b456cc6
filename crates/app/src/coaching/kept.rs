//! What was asked, and what became of it: noted while it is written, settled when the answer is saved.

use std::collections::BTreeMap;

use hansei_coach::{Asked, Context, Field, Flaw};
use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_method::question::Question;
use hansei_method::stage::Answer;
use hansei_recall::search_text;
use hansei_store::{AskedLine, Tx};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{MeantWords, Outcome, Place, cut, line, spoken};
use crate::write::write;
use crate::{App, AppError};

/// What was noted, as it is kept for whoever asks again under the same key. Whoever does sends the answer once more, so the
/// words themselves are not kept here; the id lets it go with its entry.
#[derive(Serialize, Deserialize)]
struct Noted {
    id: EntryId,
    rule: String,
    from: usize,
    to: usize,
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
            Ok(Noted { id, rule: new.rule, from: asked.words.start, to: asked.words.end })
        })?;
        let flaw = Flaw::named(&noted.rule).ok_or_else(|| AppError::broken("a rule of another hansei"))?;
        let words =
            place.answer.get(noted.from..noted.to).ok_or_else(|| AppError::broken("another answer"))?;
        Ok(MeantWords { entry: noted.id, field: place.field, flaw, words: cut(words).to_owned() })
    }

    /// Asks again about words that were meant as they stand.
    pub async fn unmean(&self, id: EntryId, field: Field, rule: &str, words: &str) -> Result<(), AppError> {
        let phrase = search_text(cut(words));
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
        hansei_store::transaction!(self.store, tx => {
            self.present(tx, id, None).await?;
            self.put(tx, &new, outcome).await
        })
    }

    async fn put(&self, tx: &mut Tx, new: &AskedLine, outcome: Outcome) -> Result<(), AppError> {
        let lines = tx.asked_about(self.space, new.entry).await?;
        let settled = digest(&new.phrase);
        let is_again = |line: &AskedLine| line.phrase == new.phrase || line.phrase == settled;
        let is_asked_again = lines.iter().any(|line| is_same(line, new) && is_again(line));
        if is_asked_again && outcome == Outcome::Open {
            return Ok(());
        }
        let grew = |line: &AskedLine| {
            is_open(line) && (new.phrase.contains(&line.phrase) || line.phrase.contains(&new.phrase))
        };
        for line in lines.iter().filter(|line| is_same(line, new) && (is_again(line) || grew(line))) {
            tx.drop_asked(self.space, line).await?;
        }
        // Only what the person means is worth showing again; the rest is counted.
        let words = if outcome == Outcome::Meant { new.words.clone() } else { String::new() };
        let new = AskedLine { words, outcome: outcome.word().to_owned(), ..new.clone() };
        Ok(tx.put_asked(self.space, &new).await?)
    }

    /// Settles what was asked about answers that were saved: the words are still there, or no longer. These are the questions
    /// that were saved, and whatever else is different now.
    pub(crate) async fn settle_asked(
        &self,
        tx: &mut Tx,
        before: &Entry,
        entry: &Entry,
        saved: &[Question],
    ) -> Result<(), AppError> {
        let mut said: BTreeMap<String, [Vec<String>; 2]> = BTreeMap::new();
        for line in tx.asked_about(self.space, entry.id).await? {
            let (true, Some(field)) = (is_open(&line), Field::named(&line.field)) else { continue };
            let [was, is] = said
                .entry(line.field.clone())
                .or_insert_with(|| [before, entry].map(|entry| folded(&self::said(entry, field))));
            if was == is && !question(field).is_some_and(|question| saved.contains(&question)) {
                continue;
            }
            tx.drop_asked(self.space, &line).await?;
            let phrase = digest(&line.phrase);
            let outcome = outcome(&line.phrase, was, is).word().to_owned();
            tx.put_asked(self.space, &AskedLine { phrase, words: String::new(), outcome, ..line }).await?;
        }
        Ok(())
    }

    /// Drops what was asked about the answers to a question and nothing was saved of.
    pub(crate) async fn drop_open(
        &self,
        tx: &mut Tx,
        id: EntryId,
        dropped: Question,
    ) -> Result<(), AppError> {
        let of_question = |line: &AskedLine| Field::named(&line.field).and_then(question) == Some(dropped);
        for line in tx.asked_about(self.space, id).await? {
            if is_open(&line) && of_question(&line) {
                tx.drop_asked(self.space, &line).await?;
            }
        }
        Ok(())
    }
}

/// Says what became of words, given the answers of their field before and now: who added to the answer that held them did
/// what they were asked for.
fn outcome(phrase: &str, was: &[String], is: &[String]) -> Outcome {
    let phrase = format!(" {} ", phrase.trim());
    let mut holding = is.iter().filter(|answer| answer.contains(&phrase)).peekable();
    let is_held = holding.peek().is_some();
    let is_new = !was.iter().any(|answer| answer.contains(&phrase));
    if is_held && (is_new || holding.any(|answer| was.contains(answer))) {
        Outcome::Kept
    } else {
        Outcome::Revised
    }
}

/// Folds answers, with a space around each, so that whole words are looked for.
fn folded(said: &[String]) -> Vec<String> {
    said.iter().map(|answer| format!(" {} ", search_text(answer).trim())).collect()
}

/// Stands for a phrase that need not be read again, only known again. No folded words begin so.
fn digest(phrase: &str) -> String {
    let hash = Sha256::digest(phrase.as_bytes());
    hash[..8].iter().fold("#".to_owned(), |hex, byte| format!("{hex}{byte:02x}"))
}

fn is_open(line: &AskedLine) -> bool {
    line.outcome == Outcome::Open.word()
}

/// Names the question that a field belongs to, if it is one of the four.
fn question(field: Field) -> Option<Question> {
    match field {
        Field::Intended => Some(Question::Intended),
        Field::Happened | Field::Disagreement => Some(Question::Happened),
        Field::Why | Field::Factor | Field::Opposite => Some(Question::Why),
        Field::Lesson | Field::Next => Some(Question::Next),
        Field::PreMortem | Field::Others | Field::Elsewhere => None,
    }
}

/// Says whether two lines are about the same field and rule.
fn is_same(one: &AskedLine, other: &AskedLine) -> bool {
    one.field == other.field && one.rule == other.rule
}

/// Lists the answers of an entry in a field.
fn said(entry: &Entry, field: Field) -> Vec<String> {
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
        }
        Field::Disagreement => {
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
        // How it felt is kept and never read.
        Field::PreMortem | Field::Others | Field::Elsewhere => {}
    }
    lines
}
