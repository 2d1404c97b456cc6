//! Practice: what was planned, whether the moment came up, what was done then, and how far that has come.

mod acts;
mod back;
mod expected;
mod planned;
mod standing;
mod tended;
pub mod view;

use std::cmp::Reverse;

use hansei_method::growth::{Growth, History};
use hansei_method::id::{OpportunityId, PracticeId};
use hansei_method::occurred::Occurred;
use hansei_method::opportunity::{Opportunity, Outcome, Witness};
use hansei_method::parameters::Parameters;
use hansei_method::practice::{Practice, Subject};
use hansei_method::text::Line;
use hansei_store::{KeptOpportunity, ListedPractice};
use jiff::civil::Date;

use crate::entry::hex_start;
use crate::{App, AppError};

use standing::Found;
pub use standing::{PracticeLine, Standing};

/// Something that is practised, with what was observed of it and how far it has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Practised {
    /// The practice.
    pub practice: Practice,
    /// Its version.
    pub version: i64,
    /// The title of the entry that it was planned in, or of the case that it was adopted from.
    pub title: String,
    /// When that entry happened; `None` for an adopted lesson.
    pub occurred: Option<Occurred>,
    /// What was observed of it, oldest first, without what was taken back.
    pub observed: Vec<Opportunity>,
    /// How far it has come, as of today.
    pub growth: Growth,
}

/// What somebody says of one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// What there was to see.
    pub outcome: Outcome,
    /// When the moment came up; `None` is today, or the day of the question that is answered.
    pub when: Option<Occurred>,
    /// How one knows.
    pub known: Witness,
    /// The situation.
    pub context: Option<Line>,
    /// A line about it.
    pub note: Option<Line>,
}

impl Noted {
    /// Makes the answer of one key: an outcome, today, and nothing else said.
    #[must_use]
    pub fn quick(outcome: Outcome) -> Self {
        Self { outcome, when: None, known: Witness::Myself, context: None, note: None }
    }
}

impl Practised {
    fn new(
        listed: ListedPractice,
        mut observed: Vec<Opportunity>,
        parameters: &Parameters,
        today: Date,
    ) -> Self {
        for opportunity in &mut observed {
            opportunity.expire(today);
        }
        observed.sort_by_key(|it| (it.when, it.noted_at, it.id));
        let practice = listed.kept.practice;
        let growth = Growth::of(&history(&practice, &observed), parameters, today);
        Self {
            practice,
            version: listed.kept.version,
            title: listed.title,
            occurred: listed.occurred,
            observed,
            growth,
        }
    }

    /// Finds the moment that waits for an answer, the latest of several.
    #[must_use]
    pub fn open_moment(&self) -> Option<&Opportunity> {
        self.observed.iter().rev().find(|it| it.outcome == Outcome::Pending)
    }

    /// Says whether it is asked about today: its question is due, or a moment that may have come up waits for an answer.
    /// What was put off is not asked about.
    #[must_use]
    pub fn is_asked(&self, today: Date) -> bool {
        Standing::of(self, None).is_asked(today)
    }

    /// Asks for what was planned, before it is shown: whoever remembers it by themselves keeps it longer.
    // D19
    #[must_use]
    pub fn question(&self) -> String {
        let which = match self.practice.about {
            Subject::Commitment { number: 2, .. } => "second plan",
            Subject::Commitment { number: 3, .. } => "third plan",
            _ => "plan",
        };
        format!("When does your {which} for “{}” apply, and what do you do?", self.title)
    }

    /// Returns the day of the question that waits or comes next; `None` where none comes.
    #[must_use]
    pub fn asked_on(&self) -> Option<Date> {
        Standing::of(self, None).asked_on()
    }

    /// Names its state as it is called for this kind of change.
    #[must_use]
    pub fn state_name(&self) -> &'static str {
        self.growth.state.name_for(self.practice.commitment.kind, self.growth.is_rare)
    }

    /// Returns its history, for whoever asks how it stood on another day.
    #[must_use]
    pub fn history(&self) -> History<'_> {
        history(&self.practice, &self.observed)
    }
}

fn history<'a>(practice: &'a Practice, observed: &'a [Opportunity]) -> History<'a> {
    History {
        kind: practice.commitment.kind,
        begun: practice.planned_on,
        observations: observed,
        ratings: &practice.ratings,
        ending: practice.ending,
        until: None,
    }
}

impl App {
    /// Lists everything that was planned, in the order in which it was, with how far it has come.
    ///
    /// What there is room for begins with that, and each question gets its day.
    pub async fn practices(&self) -> Result<Vec<Practised>, AppError> {
        let mut practised = self.tell_all(Found::Titled, |it| it).await?;
        practised.sort_by_key(|it| (it.practice.planned_on, it.practice.id));
        self.tend(&mut practised).await?;
        Ok(practised)
    }

    /// Lists what is asked about today, what is planned first first.
    pub async fn practices_asked(&self) -> Result<Vec<Practised>, AppError> {
        let (line, today) = (self.practice_line().await?, self.now().date());
        self.practised(line.all().filter(|it| it.is_asked(today)).map(Standing::id)).await
    }

    /// Returns one practice.
    pub async fn practice(&self, id: PracticeId) -> Result<Practised, AppError> {
        let listed = self.store.practice(self.space, id).await?.ok_or_else(no_practice)?;
        let (parameters, today) = (self.parameters().await?, self.now().date());
        let observed = self.store.opportunities_of(self.space, id).await?;
        let observed = observed.into_iter().map(|kept| kept.opportunity).collect();
        Ok(Practised::new(listed, observed, &parameters, today))
    }

    /// Returns what is kept of one practice's observations, with what each was before its last change.
    pub async fn opportunities_of(&self, id: PracticeId) -> Result<Vec<KeptOpportunity>, AppError> {
        let mut kept = self.store.opportunities_of(self.space, id).await?;
        kept.sort_by_key(|it| (it.opportunity.when, it.opportunity.noted_at, it.opportunity.id));
        Ok(kept)
    }

    /// Returns what was taken out of one practice's observations, taken out last first, without what nobody ever answered.
    pub async fn removed_opportunities_of(&self, id: PracticeId) -> Result<Vec<KeptOpportunity>, AppError> {
        let mut kept = self.store.opportunities_kept(self.space, id).await?;
        kept.retain(|it| it.removed_at.is_some() && it.opportunity.is_answered());
        kept.sort_by_key(|it| (Reverse(it.removed_at), it.opportunity.id));
        Ok(kept)
    }

    /// Finds the one practice whose id starts so.
    pub async fn find_practice(&self, prefix: &str) -> Result<PracticeId, AppError> {
        found(self.practice_ids().await?.into_iter(), prefix)
    }

    /// Finds the one observation whose id starts so, also one that was taken back.
    pub async fn find_opportunity(&self, prefix: &str) -> Result<OpportunityId, AppError> {
        Ok(self.find_moment(prefix).await?.opportunity.id)
    }

    /// Reads the one observation whose id starts so, also one that was taken back.
    pub async fn find_moment(&self, prefix: &str) -> Result<KeptOpportunity, AppError> {
        let mut kept = self.store.opportunities_starting(self.space, prefix, 2).await?;
        match (kept.pop(), kept.is_empty()) {
            (Some(kept), true) => Ok(kept),
            (Some(_), false) => Err(ambiguous("observation", prefix)),
            (None, _) => Err(AppError::NotFound(format!(
                "there is no observation {prefix}; look at its practice for the list"
            ))),
        }
    }
}

fn found(ids: impl Iterator<Item = PracticeId>, prefix: &str) -> Result<PracticeId, AppError> {
    let start = hex_start(prefix);
    let is_id = !start.is_empty() && start.len() <= 32 && start.chars().all(|it| it.is_ascii_hexdigit());
    let found: Vec<_> =
        ids.filter(|id| is_id && id.uuid().simple().to_string().starts_with(&start)).collect();
    match *found {
        [id] => Ok(id),
        [] => Err(AppError::NotFound(format!(
            "there is no practice {prefix}; \"hansei practice --all\" lists them"
        ))),
        _ => Err(ambiguous("practice", prefix)),
    }
}

fn ambiguous(what: &str, prefix: &str) -> AppError {
    AppError::Invalid(format!("more than one {what} starts with {prefix}; write more of the id"))
}

fn no_practice() -> AppError {
    AppError::NotFound("there is no such practice; look at the list of practices for its id".to_owned())
}

fn changed() -> AppError {
    AppError::Conflict(
        "this practice was changed somewhere else; look at it again, then repeat your change".to_owned(),
    )
}
