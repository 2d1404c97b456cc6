//! What of an entry is searched: every word the person wrote, and nothing the program added.

use hansei_method::account::{Account, Actual};
use hansei_method::analysis::Analysis;
use hansei_method::entry::Entry;
use hansei_method::id::{EntryId, SpaceId};
use hansei_method::intention::{Intention, Slot};
use hansei_method::plan::Plan;
use hansei_method::question::Question;
use hansei_method::stage::Answer;
use hansei_store::{SearchText, Store, StoreError};
use serde::{Deserialize, Serialize};

use crate::{App, AppError};

/// Says how words are taken out of an entry; a new number takes those of all entries anew.
const WORDS: u32 = 2;

/// How many entries are gone through in one transaction.
const BATCH: u32 = 200;

/// Keeps how the words of the entries were taken.
const SETTING: &str = "searched";

/// How far the words of all entries were taken anew.
#[derive(Debug, Serialize, Deserialize)]
struct Taken {
    /// How.
    words: u32,
    /// The entry up to which; `None` once all are.
    after: Option<EntryId>,
    /// Whether the words before are still to be taken out of the index.
    #[serde(default)]
    untidy: bool,
}

/// Notes in a new log that its words are taken as they are taken now.
pub(crate) async fn begin(store: &Store, space: SpaceId) -> Result<(), StoreError> {
    let taken = Taken { words: WORDS, after: None, untidy: false }.to_value();
    hansei_store::transaction!(store, tx => tx.put_setting(space, SETTING, &taken).await)
}

impl Taken {
    fn to_value(&self) -> serde_json::Value {
        serde_json::to_value(self).expect("numbers and an id are always JSON")
    }
}

impl App {
    /// Takes the words anew by which entries are found, where an earlier hansei took them otherwise: once, a batch at a time.
    /// `made` is told after each batch how many entries that were. Where nothing can be saved now, it is done later.
    pub async fn renew_words(&self, mut made: impl FnMut(usize)) -> Result<(), AppError> {
        let kept = self.store.setting(self.space, SETTING).await?;
        let kept: Option<Taken> = kept.and_then(|kept| serde_json::from_value(kept).ok());
        let mut after = match kept.filter(|kept| kept.words == WORDS) {
            Some(Taken { after: None, untidy: false, .. }) => return Ok(()),
            Some(Taken { after: None, .. }) => return self.tidy_words().await,
            Some(Taken { after, .. }) => after,
            None => None,
        };
        loop {
            let entries = self.store.entries_after(self.space, after, BATCH).await?;
            after = entries.last().map(|(id, _)| *id);
            let texts: Vec<_> = entries
                .iter()
                .filter_map(|(_, kept)| kept.as_ref())
                .map(|(entry, version)| (entry, *version, search_text(entry)))
                .collect();
            let taken = Taken { words: WORDS, after, untidy: true }.to_value();
            let renewed: Result<(), StoreError> = hansei_store::transaction!(self.store, tx => {
                tx.renew_search(self.space, &texts).await?;
                tx.put_setting(self.space, SETTING, &taken).await
            });
            if renewed.as_ref().is_err_and(is_for_later) {
                return Ok(());
            }
            renewed?;
            if after.is_none() {
                return self.tidy_words().await;
            }
            made(entries.len());
        }
    }

    /// Takes the words before out of the index, and notes that all is done.
    async fn tidy_words(&self) -> Result<(), AppError> {
        let tidied = async {
            let mut is_first = true;
            while self.store.tidy_search(is_first).await? {
                is_first = false;
            }
            begin(&self.store, self.space).await
        };
        match tidied.await {
            Err(error) if is_for_later(&error) => Ok(()),
            tidied => Ok(tidied?),
        }
    }

    /// Takes the words of all entries anew, whatever took them.
    pub(crate) async fn renew_all_words(&self, made: impl FnMut(usize)) -> Result<(), AppError> {
        let none = serde_json::Value::Null;
        hansei_store::transaction!(self.store, tx =>
            Ok::<_, AppError>(tx.put_setting(self.space, SETTING, &none).await?))?;
        self.renew_words(made).await
    }
}

/// Whether something can be done another time, as nothing can be saved just now.
fn is_for_later(error: &StoreError) -> bool {
    matches!(error, StoreError::ReadOnly | StoreError::Full | StoreError::Busy)
}

/// Folds what is searched of an entry; excerpts are cut from the original.
pub(crate) fn search_text(entry: &Entry) -> SearchText {
    let original = written(entry).join("\n");
    let title = entry.title.as_str();
    SearchText {
        words_title: hansei_recall::search_text(title),
        words_body: hansei_recall::search_text(&original),
        original,
    }
}

/// Lists everything the person wrote beyond the title, in reading order.
fn written(entry: &Entry) -> Vec<&str> {
    let mut words = Vec::new();
    words.extend(entry.body.as_ref().map(hansei_method::text::Text::as_str));
    words.extend(entry.context.as_ref().map(hansei_method::text::Line::as_str));
    words.extend(entry.tags.iter().map(hansei_method::tag::Tag::as_str));
    let answers = &entry.review.answers;
    if let Some(intention) = answers.intended().and_then(Answer::given) {
        of_intention(intention, &mut words);
    }
    if let Some(account) = answers.happened().and_then(Answer::given) {
        of_account(account, &mut words);
    }
    if let Some(analysis) = answers.why().and_then(Answer::given) {
        of_analysis(analysis, &mut words);
    }
    if let Some(plan) = answers.next().and_then(Answer::given) {
        of_plan(plan, &mut words);
    }
    words.extend(
        Question::ALL
            .iter()
            .filter_map(|question| answers.skipped(*question))
            .map(hansei_method::text::Text::as_str),
    );
    words.extend(entry.review.parked.iter().map(hansei_method::text::Text::as_str));
    words.extend(
        entry
            .review
            .reopened
            .iter()
            .filter_map(|again| again.reason.as_ref())
            .map(hansei_method::text::Text::as_str),
    );
    words.extend(entry.review.feeling.as_ref().map(hansei_method::text::Text::as_str));
    words.extend(entry.review.confidant.as_ref().map(hansei_method::text::Text::as_str));
    if let Some(attempt) = &entry.attempt {
        words.extend(attempt.changed.as_ref().map(hansei_method::text::Text::as_str));
    }
    words
}

fn of_intention<'a>(intention: &'a Intention, words: &mut Vec<&'a str>) {
    words.extend(intention.statement.as_ref().map(hansei_method::text::Text::as_str));
    for target in &intention.targets {
        words.push(target.name.as_str());
        match &target.slot {
            Slot::Amount(amount) => words.push(amount.as_str()),
            Slot::Party(party) => words.push(party.as_str()),
            Slot::Observable(observable) => words.push(observable.as_str()),
            Slot::Deadline(_) => {}
        }
    }
}

fn of_account<'a>(account: &'a Account, words: &mut Vec<&'a str>) {
    for moment in &account.moments {
        words.push(moment.what.as_str());
        words.extend(moment.source.as_ref().map(hansei_method::text::Text::as_str));
        if let hansei_method::when::When::Words(when) = &moment.when {
            words.push(when.as_str());
        }
    }
    for outcome in &account.outcomes {
        match &outcome.actual {
            Actual::Amount(amount) => words.push(amount.as_str()),
            Actual::Words { words: actual, .. } => words.push(actual.as_str()),
            Actual::Date(_) => {}
        }
    }
    words.extend(account.unplanned.iter().map(hansei_method::text::Text::as_str));
    words.extend(account.disagreement.as_ref().map(hansei_method::text::Text::as_str));
}

fn of_analysis<'a>(analysis: &'a Analysis, words: &mut Vec<&'a str>) {
    for cause in &analysis.causes {
        words.push(cause.statement.as_str());
        words.extend(cause.evidence.as_ref().map(hansei_method::text::Text::as_str));
        if let Some(decision) = &cause.decision {
            let parts = [&decision.known, &decision.not_known, &decision.options];
            words.extend(parts.into_iter().flatten().map(hansei_method::text::Text::as_str));
        }
    }
    words.extend(analysis.factors.iter().map(|factor| factor.statement.as_str()));
    words.extend(analysis.balance.as_ref().map(hansei_method::text::Text::as_str));
    words.extend(analysis.counter.iter().map(|counter| counter.answer.as_str()));
    words.extend(analysis.assumptions.iter().map(|assumption| assumption.statement.as_str()));
    for signal in &analysis.signals {
        words.push(signal.what.as_str());
        words.extend(signal.place.as_ref().map(hansei_method::text::Text::as_str));
    }
}

fn of_plan<'a>(plan: &'a Plan, words: &mut Vec<&'a str>) {
    words.extend(plan.lesson.as_ref().map(hansei_method::text::Text::as_str));
    for commitment in &plan.commitments {
        words.push(commitment.cue.as_str());
        words.push(commitment.act.as_str());
        words.extend(commitment.evidence.as_ref().map(hansei_method::text::Text::as_str));
    }
    words.extend(plan.influences.iter().map(|influence| influence.how.as_str()));
    words.extend(plan.resilience.iter().map(|resilience| resilience.what.as_str()));
    words.extend(plan.not_now.iter().map(hansei_method::text::Text::as_str));
    words.extend(plan.choice.as_ref().map(|choice| choice.reason.as_str()));
}
