//! A review as it is read: the answers, what would be asked next, the gap, the checklist.

use hansei_method::account::Met;
use hansei_method::analysis::Analysis;
use hansei_method::entry::{Entry, Kind, Significance};
use hansei_method::gap::{self, Difference};
use hansei_method::id::EntryId;
use hansei_method::intention::{Intention, SlotKind};
use hansei_method::question::Question;
use hansei_method::review::Review;
use hansei_method::stage::{Answer, StageKind};
use hansei_store::Kept;
use serde::Serialize;
use utoipa::ToSchema;

use super::schema::Schema;

/// A review, and what hansei would ask next.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReviewView {
    schema: Schema,
    /// The entry.
    id: EntryId,
    /// Its version; also the `ETag`.
    #[schema(minimum = 1)]
    version: i64,
    /// What sort of event it was.
    kind: Kind,
    /// How deep the review goes.
    significance: Significance,
    /// How far it has come.
    stage: StageKind,
    /// The first question without an answer; `null` when all four have one.
    next_question: Option<Question>,
    /// Whole minutes that were counted on the review.
    minutes: u32,
    /// The answers and what lies beside them.
    review: Review,
    /// What the pages ask beside the four questions.
    asks: Asks,
}

/// What is asked beside the four questions, as far as it applies now.
#[derive(Debug, Serialize, ToSchema)]
struct Asks {
    /// What question 1 leaves open that could be measured.
    missing: Vec<Missed>,
    /// Whether one question about what else had to be true is worth asking.
    more_causes: bool,
    /// The one balancing question, when all factors stand on one side.
    balance: Option<String>,
    /// The counter-questions, which quote the main cause.
    counter: Vec<String>,
}

/// One sort of target that nothing was said about.
#[derive(Debug, Serialize, ToSchema)]
struct Missed {
    /// What sort of target it is.
    slot: SlotKind,
    /// How it is asked for.
    question: String,
}

/// What was intended beside what came.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GapTable {
    schema: Schema,
    /// One row a target, then what nobody had planned.
    rows: Vec<GapLine>,
}

/// One row of the gap.
#[derive(Debug, Serialize, ToSchema)]
struct GapLine {
    /// What it is about; `null` for what nobody had planned.
    name: Option<String>,
    /// What was meant; `null` for what nobody had planned.
    intended: Option<String>,
    /// What came; `null` while nobody has said.
    actual: Option<String>,
    /// The difference, where there is one to compute.
    difference: Option<GapDifference>,
    /// How it stands: as the person said, otherwise as computed.
    met: Met,
    /// What is computed, where the person said how it stands; `null` otherwise.
    computed: Option<Met>,
}

/// A computed difference: what came less what was intended.
#[derive(Debug, Serialize, ToSchema)]
struct GapDifference {
    /// As it is shown.
    #[schema(example = "7 days late")]
    words: String,
    /// Days after (positive) or before (negative) the deadline.
    days: Option<i32>,
    /// Seconds after or before it, where both hours are known and less than a day apart.
    seconds: Option<i32>,
    /// The difference in the unit, as a decimal number.
    #[schema(example = "47000")]
    by: Option<String>,
    /// The same in percent of what was intended, one decimal place; `null` where zero or less was intended, or a temperature.
    #[schema(example = "23.5")]
    percent: Option<String>,
    /// The unit: that of what was intended, or the smaller of two that can be turned into one another.
    unit: Option<String>,
}

/// What a review holds and what it does not.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Checklist {
    schema: Schema,
    /// In the order of the questions.
    checks: Vec<ChecklistLine>,
}

/// One thing that a review can hold.
#[derive(Debug, Serialize, ToSchema)]
struct ChecklistLine {
    /// What it is.
    name: &'static str,
    /// Whether it is there.
    is_there: bool,
}

impl ReviewView {
    pub(super) fn of(kept: &Kept) -> Self {
        let entry = &kept.entry;
        Self {
            schema: Schema,
            id: entry.id,
            version: kept.version,
            kind: entry.kind,
            significance: entry.significance,
            stage: entry.review.answers.kind(),
            next_question: entry.review.answers.next_question(),
            minutes: entry.review.spent.minutes(),
            review: entry.review.clone(),
            asks: Asks::about(entry),
        }
    }
}

impl Asks {
    fn about(entry: &Entry) -> Self {
        let intention = entry.review.answers.intended().and_then(Answer::given);
        let missing = intention.map(Intention::missing).unwrap_or_default();
        let missed = |slot: SlotKind| Missed { slot, question: slot.question().to_owned() };
        let analysis = entry.analysis();
        Self {
            missing: missing.into_iter().map(missed).collect(),
            more_causes: analysis.is_some_and(|analysis| analysis.causes.shape().asks_for_more()),
            balance: analysis.and_then(|analysis| Some(analysis.imbalance()?.question().to_owned())),
            counter: analysis.map(Analysis::counter_questions).unwrap_or_default(),
        }
    }
}

impl GapTable {
    pub(super) fn of(entry: &Entry) -> Self {
        let answers = &entry.review.answers;
        let Some(account) = answers.happened().and_then(Answer::given) else {
            return Self { schema: Schema, rows: Vec::new() };
        };
        let nothing = Intention::default();
        let intention = answers.intended().and_then(Answer::given).unwrap_or(&nothing);
        let row = |row: gap::GapRow| GapLine {
            name: row.name,
            intended: row.intended,
            actual: row.actual,
            difference: row.difference.map(GapDifference::from),
            met: row.met,
            computed: row.computed,
        };
        Self { schema: Schema, rows: gap::gap(intention, account).into_iter().map(row).collect() }
    }
}

impl From<Difference> for GapDifference {
    fn from(difference: Difference) -> Self {
        let words = difference.to_string();
        match difference {
            Difference::Days(days) => {
                Self { words, days: Some(days), seconds: None, by: None, percent: None, unit: None }
            }
            Difference::Time { days, seconds } => {
                Self { words, days: Some(days), seconds: Some(seconds), by: None, percent: None, unit: None }
            }
            Difference::Amount(found) => Self {
                words,
                days: None,
                seconds: None,
                by: Some(found.by.to_string()),
                percent: found.percent.map(|percent| percent.to_string()),
                unit: Some(found.unit.to_string()),
            },
        }
    }
}

impl Checklist {
    pub(super) fn of(entry: &Entry) -> Self {
        let checks = entry.checklist();
        let line = |check: hansei_method::checklist::Check| ChecklistLine {
            name: check.name,
            is_there: check.is_there,
        };
        Self { schema: Schema, checks: checks.into_iter().map(line).collect() }
    }
}
