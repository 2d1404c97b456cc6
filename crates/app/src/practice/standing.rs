//! Where everything that is practised stands, without its words: what has thousands of lessons shows a few of them.

use std::num::NonZero;
use std::thread;

use hansei_method::growth::State;
use hansei_method::id::PracticeId;
use hansei_method::practice::{InLine, Subject, Turn};
use hansei_store::{MOST_PRACTICES, Stretch};
use jiff::civil::Date;
use tokio::task::JoinSet;

use super::Practised;
use super::tended::last_contact;
use crate::{App, AppError};

/// How many practices are read together.
const TOGETHER: u32 = 250;

/// Where one practice stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// Its place in line.
    pub(super) place: InLine,
    /// Its version.
    pub(super) version: i64,
    /// Where it was planned.
    pub about: Subject,
    /// Whether its owner ended it: it is retired, or was superseded.
    pub has_ending: bool,
    /// The day on which to see whether the plan still fits.
    pub review_on: Option<Date>,
    put_off_until: Option<Date>,
    /// The day of the moment that is still to be told of.
    pub(super) open_moment_on: Option<Date>,
}

/// What is found of each practice.
#[derive(Debug, Clone, Copy)]
pub(super) enum Found {
    /// All there is.
    Titled,
    /// All but the title and the day of what it grew out of.
    Alone,
}

/// Everything that was planned, in the order in which it was.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PracticeLine(Vec<Standing>);

impl Standing {
    pub(super) fn of(practised: &Practised, last_contact: Option<Date>) -> Self {
        let (practice, growth) = (&practised.practice, &practised.growth);
        Self {
            place: InLine::of(practice, growth.state, last_contact),
            version: practised.version,
            about: practice.about,
            has_ending: practice.ending.is_some(),
            review_on: practice.commitment.review_on,
            put_off_until: practice.put_off_until,
            open_moment_on: practised.open_moment().map(|moment| moment.when.date()),
        }
    }

    /// Names the practice.
    #[must_use]
    pub fn id(&self) -> PracticeId {
        self.place.id
    }

    /// Says where it stands in line.
    #[must_use]
    pub fn turn(&self) -> Turn {
        self.place.turn
    }

    /// Says how far it has come.
    #[must_use]
    pub fn state(&self) -> State {
        self.place.state
    }

    /// Says whether it is asked about today, as [`Practised::is_asked`] does.
    #[must_use]
    pub fn is_asked(&self, today: Date) -> bool {
        let is_due = self.turn() == Turn::Begun && self.place.check_in.is_some_and(|it| it.is_due(today));
        let is_open = self.turn() != Turn::Ended && self.open_moment_on.is_some();
        self.put_off_until.is_none_or(|until| until <= today) && (is_due || is_open)
    }

    /// Returns the day of the question that waits or comes next; `None` where none comes.
    #[must_use]
    pub fn asked_on(&self) -> Option<Date> {
        let check_in = self.place.check_in.filter(|_| self.turn() == Turn::Begun)?;
        let on = check_in.asked_on.unwrap_or(check_in.on);
        Some(self.put_off_until.map_or(on, |until| on.max(until)))
    }

    /// Says whether something may come of it on a day: a question, a moment to be told, a plan to be looked at.
    #[must_use]
    pub fn is_coming(&self) -> bool {
        let has_question = self.turn() == Turn::Begun && self.place.check_in.is_some();
        self.turn() != Turn::Ended
            && (has_question || self.open_moment_on.is_some() || self.review_on.is_some())
    }
}

impl PracticeLine {
    /// Tells where each of these stands.
    #[must_use]
    pub fn of(practised: &[Practised]) -> Self {
        Self(practised.iter().map(|it| Standing::of(it, None)).collect())
    }

    /// Lists all of them.
    pub fn all(&self) -> impl Iterator<Item = &Standing> {
        self.0.iter()
    }

    /// Lists the names of all of them.
    pub fn ids(&self) -> impl Iterator<Item = PracticeId> {
        self.0.iter().map(Standing::id)
    }

    /// Says whether nothing was planned.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl App {
    /// Tells where everything that was planned stands. As of [`practices`](Self::practices), what there is room for begins
    /// with that, and each question gets its day.
    pub async fn practice_line(&self) -> Result<PracticeLine, AppError> {
        let (zone, today) = (self.now().time_zone().clone(), self.now().date());
        let standing = move |it: Practised| Standing::of(&it, last_contact(&it.observed, &zone, today));
        let mut line = self.tell_all(Found::Alone, standing).await?;
        line.sort_by_key(|it| (it.place.planned_on, it.place.id));
        let mut places: Vec<_> = line.iter().map(|it| (it.version, it.place)).collect();
        self.tend_line(&mut places).await?;
        for (it, (version, place)) in line.iter_mut().zip(places) {
            (it.version, it.place) = (version, place);
        }
        Ok(PracticeLine(line))
    }

    /// Reads some practices, in the order in which they are named; what is not there any more is left out.
    pub async fn practised(
        &self,
        ids: impl IntoIterator<Item = PracticeId>,
    ) -> Result<Vec<Practised>, AppError> {
        let (parameters, today) = (self.parameters().await?, self.now().date());
        let ids: Vec<_> = ids.into_iter().collect();
        let mut practised = Vec::with_capacity(ids.len());
        for ids in ids.chunks(TOGETHER as usize) {
            let read = self.store.practised_named(self.space, ids).await?.read()?;
            let mut told: Vec<_> = read
                .into_iter()
                .map(|(listed, observed)| Practised::new(listed, observed, &parameters, today))
                .collect();
            told.sort_by_key(|it| ids.iter().position(|id| *id == it.practice.id));
            practised.extend(told);
        }
        Ok(practised)
    }

    /// Tells something of everything that was planned, in no order. It is read and told on every core, stretch by stretch,
    /// while the next one is looked for; of what is told of no word stays.
    pub(super) async fn tell_all<T: Send + 'static>(
        &self,
        found: Found,
        told: impl Fn(Practised) -> T + Clone + Send + 'static,
    ) -> Result<Vec<T>, AppError> {
        // What cannot be planned now, on a full or read-only disk, is planned another time.
        drop(self.plan_what_was_closed().await);
        let (parameters, today) = (self.parameters().await?, self.now().date());
        let tell = move |stretch: Stretch| -> Result<Vec<T>, AppError> {
            let practised = stretch
                .read()?
                .into_iter()
                .map(|(listed, observed)| Practised::new(listed, observed, &parameters, today));
            Ok(practised.map(&told).collect())
        };
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let (mut telling, mut all) = (JoinSet::new(), Vec::new());
        let (mut after, mut left) = (None, MOST_PRACTICES);
        while left > 0 {
            let most = TOGETHER.min(left);
            let stretch = match found {
                Found::Titled => self.store.practised(self.space, after, most).await?,
                Found::Alone => self.store.practised_alone(self.space, after, most).await?,
            };
            let Some(last) = stretch.last()? else { break };
            after = Some(last);
            left = left.saturating_sub(TOGETHER);
            while telling.len() >= cores
                && let Some(some) = telling.join_next().await
            {
                all.extend(some.map_err(AppError::broken)??);
            }
            let tell = tell.clone();
            telling.spawn_blocking(move || tell(stretch));
        }
        while let Some(some) = telling.join_next().await {
            all.extend(some.map_err(AppError::broken)??);
        }
        Ok(all)
    }
}
