//! A row of a table, and the entry that says just the same.

use hansei_method::analysis::Analysis;
use hansei_method::answers::{Answers, Skips, StageError};
use hansei_method::capture::Captured;
use hansei_method::cause::{Cause, CauseKind, CauseTree, Certainty, TreeError};
use hansei_method::entry::{Entry, Significance};
use hansei_method::id::{EntryId, IdError};
use hansei_method::items::{Items, ItemsError};
use hansei_method::occurred::{Occurred, OccurredError};
use hansei_method::plan::{Commitment, CommitmentKind, Influence, MOST_COMMITMENTS, Plan, Strength};
use hansei_method::stage::Stage;
use hansei_method::text::{Line, Text, TextError};

use super::Filler;

/// The cells of one row, as text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Row<'r> {
    pub(super) id: &'r str,
    pub(super) date: &'r str,
    pub(super) context: &'r str,
    pub(super) root_cause: &'r str,
    pub(super) lesson: &'r str,
    pub(super) change: &'r str,
}

/// Why a row is no entry.
#[derive(Debug, thiserror::Error)]
pub(super) enum RowError {
    #[error("there is no date in this row; write one like 2026-03-02")]
    NoDate,
    #[error("there is no context in this row; write in a few words what happened")]
    NoContext,
    #[error("the date \"{0}\": {1}")]
    Date(String, OccurredError),
    #[error(transparent)]
    Id(#[from] IdError),
    #[error(transparent)]
    Text(#[from] TextError),
    #[error(transparent)]
    Items(#[from] ItemsError),
    #[error(transparent)]
    Tree(#[from] TreeError),
    #[error(transparent)]
    Stage(#[from] StageError),
}

const WHY_SKIPPED: &str = "imported from a table";

/// What the log shows of a plan that ends with the knowledge.
const KNOWLEDGE_ONLY: &str = "Knowledge only, no action";

impl Row<'_> {
    /// Makes an entry whose line in the log reads like this row.
    ///
    /// Questions that a table does not answer are passed over with a reason. A row with a lesson or a change is a
    /// finished review: nobody wants to be asked about hundreds of old ones.
    pub(super) fn entry(&self, filler: Filler<'_>) -> Result<Entry, RowError> {
        let id = match self.id.trim() {
            "" => EntryId::new((filler.new_id)()),
            id => id.parse()?,
        };
        let (title, context, body) = self.title()?;
        let mut entry = Entry::capture(id, title, body, self.occurred()?, filler.now);
        entry.context = context;
        entry.significance = Significance::Small;
        entry.review.answers = self.stage(filler)?;
        Ok(entry)
    }

    fn occurred(&self) -> Result<Occurred, RowError> {
        match self.date.trim() {
            "" => Err(RowError::NoDate),
            date => date.parse().map_err(|error| RowError::Date(date.chars().take(40).collect(), error)),
        }
    }

    /// Splits the context cell into title and context so that the two joined again are the cell.
    fn title(&self) -> Result<(Line, Option<Line>, Option<Text>), RowError> {
        let cell = self.context;
        if cell.trim().is_empty() {
            return Err(RowError::NoContext);
        }
        if let Ok(title) = cell.parse() {
            return Ok((title, None, None));
        }
        for (comma, _) in cell.match_indices(", ") {
            if let (Ok(title), Ok(context)) = (cell[..comma].parse(), cell[comma + 2..].parse()) {
                return Ok((title, Some(context), None));
            }
        }
        // A cell that somebody else wrote, of many lines or very long: its first sentence, and the whole below it.
        let whole: Text = cell.parse()?;
        let noon = jiff::civil::date(2000, 1, 1).at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
        let first =
            noon.ok().and_then(|noon| Captured::read(cell, &noon).ok()).map(|captured| captured.title);
        Ok((first.ok_or(RowError::NoContext)?, None, Some(whole)))
    }

    fn stage(&self, filler: Filler<'_>) -> Result<Stage, RowError> {
        let cause = Text::optional(self.root_cause)?;
        let lesson = Text::optional(self.lesson)?;
        let change = Text::optional(self.change)?;
        let has_plan = lesson.is_some() || change.is_some();
        if cause.is_none() && !has_plan {
            return Ok(Stage::default());
        }
        let skipped = || WHY_SKIPPED.parse().ok();
        let mut skips = Skips { intended: skipped(), happened: skipped(), ..Skips::default() };
        if cause.is_none() {
            skips.why = skipped();
        }
        let answers = Answers {
            why: cause.map(analysis).transpose()?,
            next: has_plan.then(|| plan(lesson, change)).transpose()?,
            skipped: skips,
            finished_at: has_plan.then_some(filler.now),
            ..Answers::default()
        };
        Ok(Stage::try_from(answers)?)
    }
}

fn analysis(statement: Text) -> Result<Analysis, RowError> {
    let cause = Cause {
        number: 1,
        under: None,
        statement,
        kind: CauseKind::default(),
        certainty: Certainty::default(),
        evidence: None,
        chosen: true,
        decision: None,
    };
    Ok(Analysis { causes: CauseTree::try_from(vec![cause])?, ..Analysis::default() })
}

/// Makes the plan that the log shows as this change: commitments where it reads like some, words otherwise.
fn plan(lesson: Option<Text>, change: Option<Text>) -> Result<Plan, RowError> {
    let mut plan = Plan { lesson, ..Plan::default() };
    let Some(change) = change else {
        return Ok(plan);
    };
    if change.as_str() == KNOWLEDGE_ONLY {
        plan.knowledge_only = true;
        return Ok(plan);
    }
    match commitments(change.as_str()) {
        Some(commitments) => plan.commitments = Items::try_from(commitments)?,
        None => plan.influences = Items::try_from(vec![Influence { number: 1, factor: None, how: change }])?,
    }
    Ok(plan)
}

/// Reads "If …, then I will …." once or a few times; `None` when the sentences made from it would read differently.
fn commitments(change: &str) -> Option<Vec<Commitment>> {
    let sentences = change.strip_prefix("If ")?.strip_suffix('.')?;
    let commitments: Vec<Commitment> = sentences.split(".; If ").map(commitment).collect::<Option<_>>()?;
    let read_back: Vec<String> = commitments.iter().map(Commitment::sentence).collect();
    (commitments.len() <= MOST_COMMITMENTS && read_back.join("; ") == change).then_some(commitments)
}

fn commitment(sentence: &str) -> Option<Commitment> {
    let (cue, act) = sentence.split_once(", then I will ")?;
    Some(Commitment {
        number: 0,
        cue: cue.parse().ok()?,
        act: act.parse().ok()?,
        kind: CommitmentKind::default(),
        strength: Strength::default(),
        review_on: None,
        evidence: None,
    })
}
