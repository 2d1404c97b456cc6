//! One good example from the person's own earlier entries, to be shown beside a question (C06).

use hansei_coach::{Field, Flaw};
use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_method::stage::{Answer, StageKind};
use hansei_store::Filter;

use super::{Heeded, Place, spoken};
use crate::{App, AppError};

/// How many of the newest finished reviews are looked through.
const LOOKED_THROUGH: u32 = 20;

/// The fewest and the most words of an example: less says little, more is no example.
const WORDS: std::ops::RangeInclusive<usize> = 5..=30;

/// The fewest parts that an intention or an action shows as an example.
const LEAST_PARTS: usize = 2;

impl App {
    /// Finds what the person wrote in the same field of another finished review and nothing would be asked about, whatever they
    /// do not want to hear; the newest.
    ///
    /// Somebody who judges themselves does not need to be shown how well they wrote another time.
    pub async fn own_example(
        &self,
        flaw: Flaw,
        field: Field,
        except: EntryId,
    ) -> Result<Option<String>, AppError> {
        if flaw == Flaw::Rumination {
            return Ok(None);
        }
        let filter = Filter { stage: Some(StageKind::Done), ..Filter::default() };
        let lines = self.store.list(self.space, &filter, None, LOOKED_THROUGH).await?.lines;
        for line in lines.iter().filter(|line| line.id != except) {
            let Some(kept) = self.store.entry(self.space, line.id).await? else { continue };
            let said = written(&kept.entry, field);
            if let Some(good) = said.into_iter().find(|said| is_good(field, said)) {
                return Ok(Some(good));
            }
        }
        Ok(None)
    }
}

fn is_good(field: Field, said: &str) -> bool {
    if !WORDS.contains(&said.split_whitespace().count()) {
        return false;
    }
    // What helps a promise along is a plan.
    let field = if field == Field::Lesson { Field::Next } else { field };
    let reading = Heeded::default().read(None, &Place::of(field, said));
    let parts = reading.slots.as_ref().is_none_or(|slots| slots.present() >= LEAST_PARTS);
    let is_asked = reading.asked.is_some() || !reading.hints.is_empty() || reading.needs_care;
    parts && !is_asked
}

/// Lists what could be an example: what shows its moment, its source or its evidence.
fn written(entry: &Entry, field: Field) -> Vec<String> {
    let answers = &entry.review.answers;
    match field {
        Field::Intended => {
            let intention = answers.intended().and_then(Answer::given);
            intention
                .and_then(|intention| intention.statement.as_ref())
                .map(ToString::to_string)
                .into_iter()
                .collect()
        }
        Field::Happened => {
            let account = answers.happened().and_then(Answer::given);
            let moments = account.iter().flat_map(|account| account.moments.iter());
            let told = moments.filter(|moment| moment.when.civil().is_some() && moment.source.is_some());
            told.map(|moment| moment.what.to_string()).collect()
        }
        Field::Why => {
            let causes = entry.analysis().into_iter().flat_map(|analysis| analysis.causes.iter());
            causes.filter(|cause| cause.evidence.is_some()).map(|cause| cause.statement.to_string()).collect()
        }
        Field::Lesson | Field::Next => {
            let commitments = entry.plan().into_iter().flat_map(|plan| plan.commitments.iter());
            commitments.map(|commitment| spoken(commitment.cue.as_str(), commitment.act.as_str())).collect()
        }
        Field::Disagreement
        | Field::Factor
        | Field::Opposite
        | Field::PreMortem
        | Field::Others
        | Field::Elsewhere => Vec::new(),
    }
}
