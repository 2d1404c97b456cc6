//! Reviewing an entry: the four questions answered, passed over, parked, closed and opened again.

use hansei_method::account::Account;
use hansei_method::analysis::Analysis;
use hansei_method::answers::Skips;
use hansei_method::cause::{Cause, DecisionPoint};
use hansei_method::entry::{Entry, Kind, Significance};
use hansei_method::factor::Control;
use hansei_method::id::{EntryId, Number};
use hansei_method::intention::Intention;
use hansei_method::items::{Direction, Renumbered};
use hansei_method::plan::Plan;
use hansei_method::question::Question;
use hansei_method::stage::Answer;
use hansei_method::text::Text;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::capture::Capture;
use crate::draft::Writer;
use crate::entry::{DESCRIBED, Details};
use crate::write::{Step, write};
use crate::{App, AppError, Saved};

mod checked;

/// How often the clock of a review is told that somebody is at work: well within the silence that still counts.
const SIGN_OF_WORK: SignedDuration = SignedDuration::from_mins(4);

/// What is said in one go about a review. Everything that is `None` or empty stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reviewed {
    /// What sort of event it was.
    pub kind: Option<Kind>,
    /// How deep the review goes.
    pub significance: Option<Significance>,
    /// The answer to question 1.
    pub intended: Option<Intention>,
    /// The answer to question 2.
    pub happened: Option<Account>,
    /// The answer to question 3.
    pub why: Option<Analysis>,
    /// The answer to question 4.
    pub next: Option<Plan>,
    /// The reasons for questions that are passed over.
    pub skipped: Skips,
    /// Ideas for question 4 that come early.
    pub park: Vec<Text>,
    /// How it felt; `Some(None)` takes it away.
    pub feeling: Option<Option<Text>>,
    /// Whom the person could tell; `Some(None)` takes it away.
    pub confidant: Option<Option<Text>>,
    /// The place of a parked idea that is taken out, from 0.
    pub unpark: Option<usize>,
    /// Whether the review is closed with this.
    pub finish: bool,
    /// Where it was written: whose drafts of the answered questions are done with by this, and whether it counts as work.
    /// `None` for a program or a file, with which anybody's drafts are done.
    pub typed_in: Option<Writer>,
}

/// Which entry answers are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// One that is there.
    Entry(EntryId),
    /// One that is made of this.
    New(Capture),
}

/// One change to the tree of causes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CauseChange {
    /// Adds a cause, under another or straight under the gap.
    Add(Cause),
    /// Puts other words, another kind or another place on a cause.
    Replace(Number, Cause),
    /// Moves a cause among those beside it.
    Shift(Number, Direction),
    /// Takes a cause out, with all that stands under it.
    Remove(Number),
    /// Chooses a cause to act on, or no longer.
    Choose(Number, bool),
    /// Sorts a cause by control.
    Sort(Number, Control),
    /// Writes down what stood at a decision.
    Decide(Number, DecisionPoint),
}

impl App {
    /// Answers, passes over, parks and closes what is said in one go: all of it or nothing.
    pub async fn review(
        &self,
        id: EntryId,
        expected: Option<i64>,
        said: &Reviewed,
    ) -> Result<Saved, AppError> {
        self.describe_and_review(id, expected, &Details::default(), said).await
    }

    /// Describes and reviews an entry in one go, and makes it when it is new: all of it in one revision, or nothing.
    pub async fn answer(&self, about: About, details: &Details, said: &Reviewed) -> Result<Saved, AppError> {
        let capture = match about {
            About::Entry(id) => return self.describe_and_review(id, None, details, said).await,
            About::New(capture) => capture,
        };
        checked::check(said, details, None, &self.now())?;
        let (mut entry, _) = self.captured(capture)?;
        details.apply(&mut entry)?;
        let is_reviewed = said.review(&mut entry, self.now().timestamp())?;
        let action = if is_reviewed { format!("logged and {}", said.action()) } else { "logged".to_owned() };
        self.add(&entry, &action).await
    }

    async fn describe_and_review(
        &self,
        id: EntryId,
        expected: Option<i64>,
        details: &Details,
        said: &Reviewed,
    ) -> Result<Saved, AppError> {
        let (today, now) = (self.now(), self.now().timestamp());
        write!(self, tx => {
            let kept = self.present(tx, id, expected).await?;
            checked::check(said, details, Some(&kept.entry), &today)?;
            let mut entry = kept.entry.clone();
            details.apply(&mut entry)?;
            let action = if said.review(&mut entry, now)? { said.action() } else { DESCRIBED.to_owned() };
            // What was typed is saved now, so what waited as a draft is done with; both or neither.
            for question in said.answered() {
                self.drop_draft_of(tx, id, question, said.typed_in).await?;
                if !said.given().contains(&question) {
                    self.drop_open(tx, id, question).await?;
                }
            }
            let saved = if entry == kept.entry {
                Saved { id, version: kept.version }
            } else {
                self.save(tx, &kept, &entry, Step::Change(&action), now).await?
            };
            self.settle_asked(tx, &kept.entry, &entry, &said.given()).await?;
            Ok(saved)
        })
    }

    /// Changes the tree of causes in one place. Only for a person does the clock run.
    pub async fn change_causes(
        &self,
        id: EntryId,
        expected: Option<i64>,
        change: &CauseChange,
        by: Writer,
    ) -> Result<Saved, AppError> {
        self.change(id, expected, Step::Change(change.action()), |entry, now| {
            let mut analysis = entry.analysis().cloned().unwrap_or_default();
            change.apply(&mut analysis)?;
            entry.review.explain(analysis)?;
            if by.is_person() {
                entry.review.spent.work(now);
            }
            Ok(())
        })
        .await
    }

    /// Starts or resumes the clock of a review.
    pub async fn resume(&self, id: EntryId, expected: Option<i64>) -> Result<Saved, AppError> {
        self.change(id, expected, Step::Aside("resumed"), |entry, now| {
            if !entry.review.spent.is_running() && entry.review.answers.finished_at().is_none() {
                entry.review.spent.work(now);
            }
            entry.review.not_before = None;
            Ok(())
        })
        .await
    }

    /// Notes a sign of work while the clock runs, so that thinking for long over one question counts. Nothing is saved
    /// when the last sign is only minutes old.
    pub async fn work_on(&self, id: EntryId, expected: Option<i64>) -> Result<Saved, AppError> {
        self.change(id, expected, Step::Aside("went on"), |entry, now| {
            let last = entry.review.spent.running_since;
            if last.is_some_and(|last| now.duration_since(last) >= SIGN_OF_WORK) {
                entry.review.spent.work(now);
            }
            Ok(())
        })
        .await
    }

    /// Stops the clock of a review.
    pub async fn pause(&self, id: EntryId, expected: Option<i64>) -> Result<Saved, AppError> {
        self.change(id, expected, Step::Aside("paused"), |entry, now| {
            if entry.review.spent.is_running() {
                entry.review.spent.pause(now);
            }
            Ok(())
        })
        .await
    }

    /// Puts a review off: nothing asks about it before that day. `None` lets it be asked about again.
    pub async fn put_off(
        &self,
        id: EntryId,
        expected: Option<i64>,
        until: Option<Date>,
    ) -> Result<Saved, AppError> {
        self.change(id, expected, Step::Change("put off"), |entry, now| {
            entry.review.not_before = until;
            if entry.review.spent.is_running() {
                entry.review.spent.pause(now);
            }
            Ok(())
        })
        .await
    }

    /// Takes a parked idea out.
    pub async fn unpark(&self, id: EntryId, expected: Option<i64>, place: usize) -> Result<Saved, AppError> {
        self.change(id, expected, Step::Change("took a parked idea out"), |entry, _| unpark(entry, place))
            .await
    }

    /// Opens a finished review again, with what is new. The clock runs again when somebody goes on with it.
    pub async fn reopen(
        &self,
        id: EntryId,
        expected: Option<i64>,
        reason: Option<&Text>,
    ) -> Result<Saved, AppError> {
        self.change(id, expected, Step::Change("opened again"), |entry, now| {
            Ok(entry.review.reopen(reason.cloned(), now)?)
        })
        .await
    }
}

impl Reviewed {
    /// Returns the entry as it would be with this, and saves nothing.
    pub fn tried(&self, entry: &Entry, now: Timestamp) -> Result<Entry, AppError> {
        let mut entry = entry.clone();
        self.review(&mut entry, now)?;
        Ok(entry)
    }

    /// Changes the review of an entry, and lets its clock run where a page or the terminal says it; says whether anything is
    /// different. A program answers in no time: it neither starts the clock nor stops it.
    pub(crate) fn review(&self, entry: &mut Entry, now: Timestamp) -> Result<bool, AppError> {
        let before = entry.clone();
        self.apply(entry, now)?;
        let is_changed = *entry != before;
        if is_changed
            && self.typed_in.is_some_and(Writer::is_person)
            && entry.review.answers.finished_at().is_none()
        {
            entry.review.spent.work(now);
        }
        Ok(is_changed)
    }

    fn apply(&self, entry: &mut Entry, now: Timestamp) -> Result<(), AppError> {
        entry.kind = self.kind.unwrap_or(entry.kind);
        entry.significance = self.significance.unwrap_or(entry.significance);
        let mut skipped = self.skipped.clone();
        // What is said in the same breath means the numbers that stand here, so it follows them.
        let (mut targets, mut factors) = (Renumbered::default(), Renumbered::default());
        for question in Question::ALL {
            match question {
                Question::Intended => {
                    if let Some(intention) = self.intended.clone() {
                        targets = entry.review.intend(intention)?;
                    }
                }
                Question::Happened => {
                    if let Some(mut account) = self.happened.clone() {
                        account.follow(&targets);
                        entry.review.recount(account)?;
                    }
                }
                Question::Why => {
                    if let Some(analysis) = self.why.clone() {
                        factors = entry.review.explain(analysis)?;
                    }
                }
                Question::Next => {
                    if let Some(mut plan) = self.next.clone() {
                        plan.follow(&factors);
                        entry.review.plan(plan)?;
                    }
                }
            }
            if let Some(reason) = skipped.reason_mut(question).take() {
                entry.review.skip(question, reason)?;
            }
        }
        if let Some(place) = self.unpark {
            unpark(entry, place)?;
        }
        for idea in &self.park {
            entry.review.park(idea.clone())?;
        }
        if let Some(feeling) = &self.feeling {
            entry.review.feeling.clone_from(feeling);
        }
        if let Some(confidant) = &self.confidant {
            entry.review.confidant.clone_from(confidant);
        }
        if self.finish {
            entry.finish(now)?;
        }
        Ok(())
    }

    /// Lists the questions that this answers or passes over.
    pub(crate) fn answered(&self) -> Vec<Question> {
        let mut skipped = self.skipped.clone();
        let given = self.given();
        let mut is_answered =
            |question: Question| given.contains(&question) || skipped.reason_mut(question).is_some();
        Question::ALL.into_iter().filter(|question| is_answered(*question)).collect()
    }

    /// Lists the questions that this answers.
    fn given(&self) -> Vec<Question> {
        let is_given = |question: &Question| match question {
            Question::Intended => self.intended.is_some(),
            Question::Happened => self.happened.is_some(),
            Question::Why => self.why.is_some(),
            Question::Next => self.next.is_some(),
        };
        Question::ALL.into_iter().filter(is_given).collect()
    }

    pub(crate) fn action(&self) -> String {
        let answered = self.answered();
        let numbers: Vec<_> = answered.iter().map(|question| question.number().to_string()).collect();
        match (self.finish, numbers.as_slice()) {
            (true, _) => "finished".to_owned(),
            (false, [one]) => format!("answered question {one}"),
            (false, []) if !self.park.is_empty() => "parked an idea".to_owned(),
            (false, []) if self.unpark.is_some() => "took a parked idea out".to_owned(),
            (false, []) => "changed the review".to_owned(),
            (false, several) => format!("answered questions {}", several.join(", ")),
        }
    }
}

impl CauseChange {
    /// Makes the change in an analysis.
    pub fn apply(&self, analysis: &mut Analysis) -> Result<(), AppError> {
        match self {
            Self::Add(cause) => analysis.causes.add(cause.clone()).map(drop)?,
            Self::Replace(number, cause) => analysis.replace_cause(*number, cause.clone())?,
            Self::Shift(number, direction) => analysis.causes.shift(*number, *direction)?,
            Self::Remove(number) => analysis.remove_cause(*number)?,
            Self::Sort(number, control) => analysis.sort_cause(*number, *control)?,
            Self::Choose(number, chosen) => edit(analysis, *number, |cause| cause.chosen = *chosen)?,
            Self::Decide(number, decision) => edit(analysis, *number, |cause| {
                cause.decision = (!decision.is_empty()).then(|| decision.clone());
            })?,
        }
        Ok(())
    }

    fn action(&self) -> &'static str {
        match self {
            Self::Add(_) => "added a cause",
            Self::Replace(..) => "changed a cause",
            Self::Shift(..) => "moved a cause",
            Self::Remove(_) => "took a cause out",
            Self::Choose(_, true) => "chose a cause",
            Self::Choose(_, false) => "no longer chose a cause",
            Self::Sort(..) => "sorted a cause",
            Self::Decide(..) => "described a decision",
        }
    }
}

/// Takes the parked idea at a place out.
fn unpark(entry: &mut Entry, place: usize) -> Result<(), AppError> {
    let none =
        || AppError::NotFound("there is no parked idea at that place; look at the entry again".to_owned());
    entry.review.unpark(place).map(drop).ok_or_else(none)
}

/// Changes one cause in place.
fn edit(analysis: &mut Analysis, number: Number, change: impl FnOnce(&mut Cause)) -> Result<(), AppError> {
    let found = analysis.causes.get(number).cloned();
    let mut cause = found.ok_or_else(|| {
        AppError::NotFound(format!("there is no cause {number} here; look at the entry again"))
    })?;
    change(&mut cause);
    Ok(analysis.causes.replace(number, cause)?)
}

/// Says what a review holds for the question that a page or a terminal shows: the answer, if there is one.
pub fn answer<T: Clone + Default>(answer: Option<&Answer<T>>) -> T {
    answer.and_then(Answer::given).cloned().unwrap_or_default()
}
