//! What programs get of practice: one description, for the command line and for the API.

use hansei_method::automaticity::Rating;
use hansei_method::growth::{Flag, Growth, Reason, State, Tally, Transition};
use hansei_method::id::{OpportunityId, PracticeId};
use hansei_method::occurred::Occurred;
use hansei_method::opportunity::{Opportunity, Outcome};
use hansei_method::plan::Commitment;
use hansei_method::practice::{Ending, Subject, Turn};
use hansei_method::recurrence::Recurrence;
use hansei_method::text::Text;
use hansei_store::KeptOpportunity;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::Practised;

/// The most observations that are shown where practices are listed.
pub const MOST_LATEST: usize = 30;

/// Something that is practised, with how far it has come.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PracticeView {
    /// Names it, for good.
    pub id: PracticeId,
    /// Its version.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Where it was planned.
    pub about: Subject,
    /// The title of the entry that it was planned in, or of the case that it was adopted from.
    pub title: String,
    /// When that entry happened; `null` for an adopted lesson.
    pub occurred: Option<Occurred>,
    /// What was planned, in the words of today.
    pub commitment: Commitment,
    /// The lesson behind it.
    #[schema(value_type = Option<String>)]
    pub lesson: Option<Text>,
    /// The day it was planned.
    pub planned_on: Date,
    /// Where it stands in line.
    pub turn: Turn,
    /// The day from which it is asked about; `null` while it waits.
    pub begun_on: Option<Date>,
    /// How its practice ended.
    pub ending: Option<Ending>,
    /// Whether it was taken out of its plan since.
    pub dropped: bool,
    /// Whether it is asked about today.
    pub asked: bool,
    /// What is asked before the plan is shown.
    pub question: String,
    /// The day of the question that waits or comes next; `null` where none comes.
    pub asked_on: Option<Date>,
    /// The day before which nothing is asked about it.
    pub put_off_until: Option<Date>,
    /// What changed around it where it began to slip, in the person's words.
    #[schema(value_type = Option<String>)]
    pub around: Option<Text>,
    /// A moment that may have come up and waits for an answer.
    pub open_moment: Option<MomentView>,
    /// How far it has come.
    pub growth: GrowthView,
    /// The latest of what was observed, oldest first; at most 30.
    #[schema(max_items = 30)]
    pub latest: Vec<MomentView>,
    /// How automatic it was rated, in the order in which that was said.
    pub ratings: Vec<Rating>,
}

/// How far something has come: a rule of thumb, with its evidence.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GrowthView {
    /// The state.
    pub state: State,
    /// What the state is called for this kind of change: "installed" for what is built, "reliable" for a rare moment.
    pub name: String,
    /// The day since which it holds; `null` while nothing has changed it.
    pub since: Option<Date>,
    /// What is said beside the state.
    pub flags: Vec<FlagView>,
    /// How it came there, oldest first.
    pub transitions: Vec<TransitionView>,
    /// What was observed, counted.
    pub tally: Tally,
    /// The same in words.
    pub words: String,
    /// What the count of what was done still fits; `null` where the moment has not come up.
    pub fits: Option<FitsView>,
    /// How reliably it is done, with what was observed aged to today.
    pub fidelity: FidelityView,
    /// How often the failure came back; `null` where that is not known of any moment.
    pub recurrence: Option<RecurrenceView>,
    /// Whether the moment is rarer than monthly, so that established is as far as it goes.
    pub rare: bool,
    /// The day of the last evidence.
    pub last_evidence: Option<Date>,
}

/// Something that is said beside the state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FlagView {
    /// What.
    pub flag: Flag,
    /// The same in words.
    pub words: String,
}

/// A change from one state to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TransitionView {
    /// The day of what made it.
    pub on: Date,
    /// The state before.
    pub from: State,
    /// The state after.
    pub to: State,
    /// Why.
    pub reason: Reason,
    /// The same in words.
    pub words: String,
    /// The observation that made it; `null` where it was a rating.
    pub by: Option<OpportunityId>,
}

/// What a count still fits.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FitsView {
    /// The lowest share, from 0 to 1, of the middle 95 %.
    #[schema(minimum = 0, maximum = 1)]
    pub from: f64,
    /// The highest share, from 0 to 1, of the middle 95 %.
    #[schema(minimum = 0, maximum = 1)]
    pub to: f64,
    /// The same in words.
    pub words: String,
}

/// How reliably something is done.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FidelityView {
    /// How many opportunities the evidence is worth, older ones counting less.
    #[schema(minimum = 0)]
    pub opportunities: f64,
    /// The expected share of opportunities in which it is done, from 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    pub mean: f64,
    /// The probability, from 0 to 1, that this share is above the one that is set among the parameters.
    #[schema(minimum = 0, maximum = 1)]
    pub probability: f64,
}

/// How often a failure came back.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RecurrenceView {
    /// How often it came back.
    pub returned: u32,
    /// In how many opportunities of which that is known.
    pub of: u32,
    /// The rate, from 0 to 1, that the true one does not exceed with 95 % certainty.
    #[schema(minimum = 0, maximum = 1)]
    pub at_most: f64,
    /// The same in words.
    pub words: String,
}

/// One observation, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MomentView {
    /// Names it.
    pub id: OpportunityId,
    /// When the moment came up, or when somebody looked.
    pub when: Occurred,
    /// What there was to see.
    pub outcome: Outcome,
}

/// One observation, with its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ObservationView {
    /// Its version.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Whether undo brings back what it was before; where not, undo takes it out.
    pub has_before: bool,
    /// The observation.
    pub observation: Opportunity,
}

/// How far everything has come.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AllGrowth {
    /// How many lessons are in each state, of those whose practice has not ended.
    pub states: Vec<StateCount>,
    /// How many of them wait until there is room.
    pub waiting: usize,
    /// How many of them wait until somebody begins them.
    pub aside: usize,
    /// How many are retired, were superseded or taken out of their plan.
    pub ended: usize,
    /// All of them, those that were planned first first.
    pub practices: Vec<PracticeView>,
}

/// How many lessons are in a state, and what that rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StateCount {
    /// The state.
    pub state: State,
    /// How many lessons.
    pub lessons: usize,
    /// In how many moments altogether their moments came up.
    pub moments: u32,
}

impl PracticeView {
    /// Describes a practice as it is on a day.
    #[must_use]
    pub fn of(practised: &Practised, today: Date) -> Self {
        let Practised { practice, version, title, occurred, observed, growth } = practised;
        let said = observed.iter().filter(|it| it.is_answered());
        let over = said.clone().count().saturating_sub(MOST_LATEST);
        Self {
            id: practice.id,
            version: *version,
            about: practice.about,
            title: title.clone(),
            occurred: *occurred,
            commitment: practice.commitment.clone(),
            lesson: practice.lesson.clone(),
            planned_on: practice.planned_on,
            turn: practice.turn(),
            begun_on: practice.begun_on,
            ending: practice.ending,
            dropped: practice.is_dropped,
            asked: practised.is_asked(today),
            question: practised.question(),
            asked_on: practised.asked_on(),
            put_off_until: practice.put_off_until,
            around: practice.around.clone(),
            open_moment: practised.open_moment().map(MomentView::from),
            growth: GrowthView::of(practised, growth),
            latest: said.skip(over).map(MomentView::from).collect(),
            ratings: practice.ratings.clone(),
        }
    }
}

impl GrowthView {
    fn of(practised: &Practised, growth: &Growth) -> Self {
        let (tally, fidelity) = (growth.tally, growth.fidelity);
        Self {
            state: growth.state,
            name: practised.state_name().to_owned(),
            since: growth.since(),
            flags: growth
                .flags
                .iter()
                .map(|flag| FlagView { flag: *flag, words: flag.words().to_owned() })
                .collect(),
            transitions: growth.transitions.iter().map(TransitionView::from).collect(),
            tally,
            words: tally.words(),
            fits: tally.range().zip(tally.fits()).map(|((from, to), words)| FitsView {
                from: rounded(from),
                to: rounded(to),
                words,
            }),
            fidelity: FidelityView {
                opportunities: rounded(fidelity.opportunities()),
                mean: rounded(fidelity.mean()),
                probability: rounded(growth.probability),
            },
            recurrence: recurrence(growth.recurrence),
            rare: growth.is_rare,
            last_evidence: growth.last_evidence,
        }
    }
}

fn recurrence(known: Recurrence) -> Option<RecurrenceView> {
    let (at_most, words) = known.upper_bound().zip(known.words())?;
    Some(RecurrenceView { returned: known.returned, of: known.of, at_most: rounded(at_most), words })
}

/// Cuts a number to four digits after the point: more of them would claim what nobody knows.
fn rounded(number: f64) -> f64 {
    (number * 1e4).round() / 1e4
}

impl From<&Transition> for TransitionView {
    fn from(transition: &Transition) -> Self {
        let Transition { on, from, to, reason, by } = *transition;
        Self { on, from, to, reason, words: reason.words().to_owned(), by }
    }
}

impl From<&Opportunity> for MomentView {
    fn from(opportunity: &Opportunity) -> Self {
        Self { id: opportunity.id, when: opportunity.when, outcome: opportunity.outcome }
    }
}

impl From<KeptOpportunity> for ObservationView {
    fn from(kept: KeptOpportunity) -> Self {
        let KeptOpportunity { opportunity, version, before, .. } = kept;
        Self { version, has_before: before.is_some(), observation: opportunity }
    }
}

impl AllGrowth {
    /// Describes everything that is practised, as it is on a day.
    #[must_use]
    pub fn of(practised: &[Practised], today: Date) -> Self {
        let turns = |turn| practised.iter().filter(|it| it.practice.turn() == turn).count();
        let count = |state| {
            let lessons =
                practised.iter().filter(|it| it.practice.turn() != Turn::Ended && it.growth.state == state);
            StateCount {
                state,
                lessons: lessons.clone().count(),
                moments: lessons.map(|it| it.growth.tally.met).sum(),
            }
        };
        Self {
            states: State::ALL.map(count).into(),
            waiting: turns(Turn::Waiting),
            aside: turns(Turn::Aside),
            ended: turns(Turn::Ended),
            practices: practised.iter().map(|it| PracticeView::of(it, today)).collect(),
        }
    }
}
