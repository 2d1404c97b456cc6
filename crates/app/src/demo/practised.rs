//! What the demo's person practised, and what came of it.

use hansei_method::automaticity::{Rating, Scores};
use hansei_method::id::{OpportunityId, PracticeId};
use hansei_method::occurred::Occurred;
use hansei_method::opportunity::{Did, Met, Opportunity, Outcome, Recurred, Witness};
use hansei_method::practice::{Ending, Practice};
use hansei_method::text::Line;
use jiff::Zoned;
use jiff::civil::Time;
use serde::Deserialize;
use uuid::Uuid;

use super::{Broken, DemoError, days_after};

const PRACTISED: &str = include_str!("practised.json");

/// When observations are written down: in the evening.
const NOTED: Time = Time::constant(21, 30, 0, 0);

/// What came of one commitment, as the file tells it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Told {
    /// The day of the entry that planned it, counted back from today.
    pub(super) days_ago: i64,
    /// The moment, in the words of the plan.
    pub(super) cue: String,
    begun: bool,
    #[serde(default)]
    retired: Option<i64>,
    #[serde(default)]
    ratings: Vec<(i64, u8)>,
    observed: Vec<Seen>,
}

/// One observation: days before today, outcome, situation, how one knows, and perhaps a line and whether it came back.
#[derive(Deserialize)]
#[serde(from = "Row")]
struct Seen {
    days_ago: i64,
    outcome: String,
    context: Option<Line>,
    known: Witness,
    note: Option<Line>,
    recurred: Option<Recurred>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Row {
    Short(i64, String, Option<Line>, Witness),
    Noted(i64, String, Option<Line>, Witness, Option<Line>),
    Whole(i64, String, Option<Line>, Witness, Option<Line>, Recurred),
}

impl From<Row> for Seen {
    fn from(row: Row) -> Self {
        let (days_ago, outcome, context, known, note, recurred) = match row {
            Row::Short(days_ago, outcome, context, known) => (days_ago, outcome, context, known, None, None),
            Row::Noted(days_ago, outcome, context, known, note) => {
                (days_ago, outcome, context, known, note, None)
            }
            Row::Whole(days_ago, outcome, context, known, note, recurred) => {
                (days_ago, outcome, context, known, note, Some(recurred))
            }
        };
        Self { days_ago, outcome, context, known, note, recurred }
    }
}

/// Reads what came of the demo's commitments.
pub(super) fn told() -> Result<Vec<Told>, DemoError> {
    let broken = |source: serde_json::Error| DemoError { at: "practice".to_owned(), source: source.into() };
    serde_json::from_str(PRACTISED).map_err(broken)
}

impl Told {
    /// Says whether it tells of a practice that was planned in an entry of that day.
    pub(super) fn is_of(&self, occurred: Occurred, practice: &Practice, now: &Zoned) -> bool {
        days_after(now.date(), -self.days_ago).is_ok_and(|day| day == occurred.date())
            && practice.commitment.cue.as_str() == self.cue
    }

    /// Returns the practice with what is told of it, and its observations.
    pub(super) fn practised(
        &self,
        practice: &Practice,
        now: &Zoned,
        mut id: impl FnMut() -> Uuid,
    ) -> Result<(Practice, Vec<Opportunity>), DemoError> {
        let mut made = || -> Result<_, Broken> {
            let mut practice = practice.clone();
            practice.begun_on = self.begun.then_some(practice.planned_on);
            for (days_ago, score) in &self.ratings {
                let on = days_after(now.date(), -days_ago)?;
                practice.ratings.push(Rating { on, scores: Scores::One(*score) });
            }
            if let Some(days_ago) = self.retired {
                practice.ending = Some(Ending::Retired { on: days_after(now.date(), -days_ago)? });
            }
            let observed: Result<Vec<_>, Broken> = self
                .observed
                .iter()
                .map(|seen| seen.opportunity(OpportunityId::new(id()), practice.id, now))
                .collect();
            Ok((practice, observed?))
        };
        made().map_err(|source| DemoError { at: self.cue.clone(), source })
    }
}

impl Seen {
    fn opportunity(
        &self,
        id: OpportunityId,
        practice: PracticeId,
        now: &Zoned,
    ) -> Result<Opportunity, Broken> {
        let day = days_after(now.date(), -self.days_ago)?;
        let noted_at = day.to_datetime(NOTED).to_zoned(now.time_zone().clone())?.timestamp();
        let mut opportunity = Opportunity::pending(id, practice, Occurred::new(day, None)?, now)?;
        let recurred = self.recurred.unwrap_or(Recurred::No);
        let met = |did| Outcome::Met(Met { recurred, ..Met::quick(did) });
        let outcome = match self.outcome.as_str() {
            "done" => met(Did::Done),
            "half" => met(Did::Half),
            "missed" => met(Did::Missed),
            "installed" => Outcome::Installed,
            "still_there" => Outcome::StillThere,
            "did_not_come_up" => Outcome::DidNotComeUp,
            other => return Err(format!("\"{other}\" is no outcome").into()),
        };
        opportunity.resolve(outcome, self.known, noted_at)?;
        (opportunity.context, opportunity.note) = (self.context.clone(), self.note.clone());
        Ok(opportunity)
    }
}
