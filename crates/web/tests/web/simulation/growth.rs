//! Where a lesson stands, told anew from its whole story at every step, as the method words it (D04 to D18).

use jiff::civil::Date;

use super::numbers::above;
use super::story::{Event, Story};
use super::tally::Tally;
use super::truth::{Kind, Lesson, Saw};

/// Where a lesson stands, with what it rests on.
#[derive(Debug, Clone)]
pub(crate) struct Stand {
    pub(crate) state: &'static str,
    pub(crate) turns: Vec<Turn>,
    pub(crate) flags: Vec<&'static str>,
    pub(crate) tally: Tally,
    /// What was done and what was not, by weight (D04).
    pub(crate) weighed: (f64, f64),
    /// How often it came back, of how many times of which that is known.
    pub(crate) returned: (u32, u32),
    pub(crate) rare: bool,
    pub(crate) last: Option<Date>,
}

/// A change from one state to another, by the moment that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Turn {
    pub(crate) on: Date,
    pub(crate) from: &'static str,
    pub(crate) to: &'static str,
    pub(crate) why: &'static str,
    pub(crate) by: Option<String>,
}

impl Stand {
    /// The probability that it is done in more than 70 % of opportunities (D05).
    pub(crate) fn surely(&self) -> f64 {
        above(0.70, self.weighed.0, self.weighed.1)
    }
}

/// Tells where a lesson stands today, by what was observed and rated up to a day.
pub(crate) fn stand(lesson: &Lesson, until: Option<Date>, today: Date) -> Stand {
    let counts = |on: Date| lesson.planned_on <= on && until.is_none_or(|until| on <= until);
    let mut events: Vec<Event> = lesson
        .said()
        .filter(|(_, said)| counts(said.on))
        .map(|(id, said)| Event::Said(id, said))
        .chain(lesson.ratings.iter().filter(|(on, _)| counts(*on)).map(|(on, scores)| {
            let sum: u32 = scores.iter().map(|score| u32::from(*score)).sum();
            Event::Rated(*on, f64::from(sum) / f64::from(u32::try_from(scores.len()).unwrap()))
        }))
        .collect();
    // A rating is of the end of its day.
    events.sort_by_key(|event| match event {
        Event::Said(_, said) => (said.on, false, said.time),
        Event::Rated(on, _) => (*on, true, None),
    });
    let story = Story { events: &events, kind: lesson.kind };
    let turns = story.told();
    let mut tally = Tally::default();
    let mut last = None;
    let mut returned = (0, 0);
    for event in &events {
        let Event::Said(_, said) = event else { continue };
        tally.count(said, today);
        let built =
            lesson.kind == Kind::System && matches!(said.saw, Saw::Installed | Saw::StillThere | Saw::Gone);
        if said.met().is_some() || built {
            last = last.max(Some(said.on));
        }
        if let Some(came_back) = said.met().and_then(|met| met.came_back) {
            returned = (returned.0 + u32::from(came_back), returned.1 + 1);
        }
    }
    let state = turns.last().map_or("new", |turn| turn.to);
    let weighed = story.weighed(today);
    Stand {
        state,
        flags: flags(lesson, &story, (state, tally.met, last), (until, today)),
        turns,
        tally,
        weighed,
        returned,
        rare: lesson.kind != Kind::System && story.is_rare(),
        last,
    }
}

/// D10 and D15.
fn flags(
    lesson: &Lesson,
    story: &Story,
    (state, met, last): (&str, u32, Option<Date>),
    (until, today): (Option<Date>, Date),
) -> Vec<&'static str> {
    let ended = lesson.ended.filter(|(on, _)| until.is_none_or(|until| *on <= until));
    let since = |day: Date| (today - day).get_days();
    let silence = 2 * match lesson.kind {
        Kind::Habit => 7,
        Kind::Judgement => 60,
        Kind::System => 14,
    };
    let going = ended.is_none();
    [
        ("challenged", story.is_challenged()),
        ("stale", going && state != "new" && last.is_some_and(|last| since(last) > 180)),
        ("untested", going && state == "new" && met == 0 && since(lesson.planned_on) > silence),
        ("retired", ended.is_some_and(|(_, replaced)| !replaced)),
        ("superseded", ended.is_some_and(|(_, replaced)| replaced)),
    ]
    .into_iter()
    .filter_map(|(flag, is_so)| is_so.then_some(flag))
    .collect()
}
