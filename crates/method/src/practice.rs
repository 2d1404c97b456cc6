//! What is practised, what waits for its turn, and how practice ends.

mod planned;

use std::cmp::Reverse;

use jiff::Zoned;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::automaticity::{Rating, Scores};
use crate::cadence::{CheckIn, spread};
use crate::growth::State;
use crate::id::{AdoptionId, EntryId, Number, PracticeId};
use crate::occurred::NotYet;
use crate::plan::Commitment;
use crate::text::{self, Text};

pub use planned::{follow_adoption, follow_plan};

/// The most ratings that are kept of one practice; the oldest go first.
pub const MOST_RATINGS: usize = 200;

/// One commitment that is practised, through all its wordings.
///
/// It has a name of its own because the number of a commitment can be given again after it was taken out of its plan, and
/// what was observed of the one is no evidence of the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Practice {
    /// Names it, for good.
    pub id: PracticeId,
    /// Where it was planned.
    pub about: Subject,
    /// What was planned, in the words of today.
    pub commitment: Commitment,
    /// The lesson behind it.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub lesson: Option<Text>,
    /// The day it was planned; what happened before is no evidence.
    #[schema(value_type = String, format = Date)]
    pub planned_on: Date,
    /// The day from which it is asked about; `None` while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub begun_on: Option<Date>,
    /// Whether it waits until somebody begins it, also where there is room.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_aside: bool,
    /// Whether it was taken out of its plan since. What was observed stays.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_dropped: bool,
    /// How its practice ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending: Option<Ending>,
    /// The question that waits or comes next, with the day chosen for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub check_in: Option<CheckIn>,
    /// The day before which nothing is asked about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub put_off_until: Option<Date>,
    /// What changed around it, in the person's words, where it began to slip.
    // D14
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub around: Option<Text>,
    /// How automatic it was rated, in the order in which that was said; at most [`MOST_RATINGS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ratings: Vec<Rating>,
}

/// Where what is practised was planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Subject {
    /// A commitment of a review.
    Commitment {
        /// The entry that was reviewed.
        entry: EntryId,
        /// The commitment's number within the plan.
        number: Number,
    },
    /// The commitment of a lesson adopted from somebody else.
    Adoption(AdoptionId),
}

/// How the practice of a commitment ended. What was observed stays.
// D15
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Ending {
    /// The moment does not exist any more.
    Retired {
        /// The day it was said.
        #[schema(value_type = String, format = Date)]
        on: Date,
    },
    /// Something was built that takes its place.
    Superseded {
        /// The day it was said.
        #[schema(value_type = String, format = Date)]
        on: Date,
        /// What takes its place, where that is practised too.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PracticeId>,
    },
}

impl Ending {
    /// Returns the day it was said.
    #[must_use]
    pub fn on(self) -> Date {
        match self {
            Self::Retired { on } | Self::Superseded { on, .. } => on,
        }
    }
}

/// Where a lesson stands in line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// It waits until there is room.
    Waiting,
    /// It waits until somebody begins it.
    Aside,
    /// It is asked about.
    Begun,
    /// It is retired, or something else took its place, or it is no longer planned.
    Ended,
}

/// Where a practice stood, so that what was done with it can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// The day from which it is asked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    begun_on: Option<Date>,
    /// Whether it waits until somebody begins it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_aside: bool,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ending: Option<Ending>,
    /// The question that waited or came next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    check_in: Option<CheckIn>,
    /// The day before which nothing was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    put_off_until: Option<Date>,
}

/// Why nothing can be done with a practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PracticeError {
    /// It has ended.
    #[error("this practice has ended; resume it first")]
    Ended,
    /// It was taken out of its plan.
    #[error("this commitment was taken out of its plan; put it back into the review first")]
    Dropped,
    /// It cannot take its own place.
    #[error("a practice cannot take its own place; name what was built instead, or retire it")]
    Itself,
    /// There is no rating to take back.
    #[error("there is no rating to take back")]
    Unrated,
}

/// What the line needs to know of one practice: everything but its words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InLine {
    /// The practice.
    pub id: PracticeId,
    /// The day it was planned.
    pub planned_on: Date,
    /// Where it stands in line.
    pub turn: Turn,
    /// The day from which it is asked about.
    pub begun_on: Option<Date>,
    /// The question that waits or comes next.
    pub check_in: Option<CheckIn>,
    /// How far it has come.
    pub state: State,
    /// The day on which something was said of it last.
    pub last_contact: Option<Date>,
}

impl Practice {
    /// Says where it stands in line.
    #[must_use]
    pub fn turn(&self) -> Turn {
        if self.ending.is_some() || self.is_dropped {
            return Turn::Ended;
        }
        match self.begun_on {
            Some(_) => Turn::Begun,
            None if self.is_aside => Turn::Aside,
            None => Turn::Waiting,
        }
    }

    /// Begins to ask about it, also where others are in practice already: one's own choice goes before the rule.
    pub fn begin(&mut self, today: Date) -> Result<(), PracticeError> {
        self.check_going()?;
        self.is_aside = false;
        self.begun_on = self.begun_on.or(Some(today));
        Ok(())
    }

    /// Asks no more about it until somebody begins it again.
    pub fn set_aside(&mut self) -> Result<(), PracticeError> {
        self.check_going()?;
        (self.is_aside, self.begun_on, self.check_in) = (true, None, None);
        Ok(())
    }

    /// Ends its practice.
    pub fn end(&mut self, ending: Ending) -> Result<(), PracticeError> {
        self.check_going()?;
        if matches!(ending, Ending::Superseded { by: Some(by), .. } if by == self.id) {
            return Err(PracticeError::Itself);
        }
        (self.ending, self.check_in) = (Some(ending), None);
        Ok(())
    }

    /// Takes the ending back.
    pub fn resume(&mut self) -> Result<(), PracticeError> {
        self.ending = None;
        self.check_going()
    }

    /// Asks nothing about it before a day; `None` asks as before.
    pub fn put_off(&mut self, until: Option<Date>) -> Result<(), PracticeError> {
        self.check_going()?;
        self.put_off_until = until;
        Ok(())
    }

    /// Returns where it stands.
    #[must_use]
    pub fn position(&self) -> Position {
        Position {
            begun_on: self.begun_on,
            is_aside: self.is_aside,
            ending: self.ending,
            check_in: self.check_in,
            put_off_until: self.put_off_until,
        }
    }

    /// Puts it back where it stood.
    pub fn put_back(&mut self, position: Position) -> Result<(), PracticeError> {
        if matches!(position.ending, Some(Ending::Superseded { by: Some(by), .. }) if by == self.id) {
            return Err(PracticeError::Itself);
        }
        let Position { begun_on, is_aside, ending, check_in, put_off_until } = position;
        (self.begun_on, self.is_aside, self.ending) = (begun_on, is_aside, ending);
        (self.check_in, self.put_off_until) = (check_in, put_off_until);
        Ok(())
    }

    /// Keeps how automatic it is; a day later than tomorrow is refused.
    pub fn rate(&mut self, on: Date, scores: Scores, now: &Zoned) -> Result<(), NotYet> {
        self.ratings.push(Rating::new(on, scores, now)?);
        let over = self.ratings.len().saturating_sub(MOST_RATINGS);
        self.ratings.drain(..over);
        Ok(())
    }

    /// Takes the rating back that was given last.
    pub fn unrate(&mut self) -> Result<Rating, PracticeError> {
        self.ratings.pop().ok_or(PracticeError::Unrated)
    }

    /// Says whether its question waits today.
    #[must_use]
    pub fn is_asked(&self, today: Date) -> bool {
        self.turn() == Turn::Begun
            && self.put_off_until.is_none_or(|until| until <= today)
            && self.check_in.is_some_and(|check_in| check_in.is_due(today))
    }

    fn check_going(&self) -> Result<(), PracticeError> {
        if self.is_dropped {
            return Err(PracticeError::Dropped);
        }
        if self.ending.is_some() {
            return Err(PracticeError::Ended);
        }
        Ok(())
    }
}

/// Lets begin what there is room for, and finds for each the question that waits or comes next, with a day for it. The line
/// is put in the order in which it was planned.
///
/// Nothing else changes, and a line that was tended is as it should be for the rest of the day.
pub fn tend(line: &mut [InLine], most: u8, today: Date) {
    line.sort_by_key(|it| (it.planned_on, it.id));
    let turns: Vec<_> = line.iter().map(|it| (it.turn, it.state)).collect();
    for place in to_begin(&turns, most) {
        (line[place].turn, line[place].begun_on) = (Turn::Begun, Some(today));
    }
    let mut asked: Vec<_> = line.iter_mut().filter(|it| it.turn == Turn::Begun).collect();
    // What has a day keeps it; of the others, what comes first chooses first.
    let mut check_ins: Vec<_> = asked.iter().map(|it| it.next_check_in(today)).collect();
    let mut order: Vec<_> = (0..check_ins.len()).collect();
    order.sort_by_key(|place| (Reverse(check_ins[*place].asked_on.is_some()), check_ins[*place].on, *place));
    let mut in_order: Vec<_> = order.iter().map(|place| check_ins[*place]).collect();
    spread(&mut in_order, today);
    for (place, check_in) in order.into_iter().zip(in_order) {
        check_ins[place] = check_in;
    }
    for (it, check_in) in asked.iter_mut().zip(check_ins) {
        it.check_in = Some(check_in);
    }
}

impl InLine {
    /// Tells where a practice stands, with how far it has come and when something was said of it last.
    #[must_use]
    pub fn of(practice: &Practice, state: State, last_contact: Option<Date>) -> Self {
        Self {
            id: practice.id,
            planned_on: practice.planned_on,
            turn: practice.turn(),
            begun_on: practice.begun_on,
            check_in: practice.check_in,
            state,
            last_contact,
        }
    }

    /// Writes into a practice what tending the line changed.
    pub fn put_into(self, practice: &mut Practice) {
        (practice.begun_on, practice.check_in) = (self.begun_on, self.check_in);
    }

    fn next_check_in(&self, today: Date) -> CheckIn {
        let begun = self.begun_on.unwrap_or(today);
        CheckIn::next(begun, self.last_contact.filter(|on| *on >= begun), self.check_in, today)
    }
}

/// Says whether a lesson takes up room: it was begun, and it is not established yet, or not any more.
#[must_use]
pub fn takes_room(turn: Turn, state: State) -> bool {
    turn == Turn::Begun && matches!(state, State::New | State::Practising | State::Lapsed)
}

/// Returns which of the lessons begin now, by their places in line: the first that wait, as far as there is room.
///
/// The line is in the order in which they should begin. Whatever begins stays begun, also where a lapse makes it one
/// too many: then nothing new begins until there is room again.
// D21
#[must_use]
pub fn to_begin(line: &[(Turn, State)], most: u8) -> Vec<usize> {
    let taken = line.iter().filter(|(turn, state)| takes_room(*turn, *state)).count();
    let waiting = line.iter().enumerate().filter(|(_, (turn, _))| *turn == Turn::Waiting);
    waiting.map(|(place, _)| place).take(usize::from(most).saturating_sub(taken)).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;

    const WAITS: (Turn, State) = (Turn::Waiting, State::New);

    #[test]
    fn the_first_three_begin_and_the_others_wait() {
        assert_eq!(to_begin(&[WAITS; 5], 3), [0, 1, 2]);
        let begun = (Turn::Begun, State::New);
        assert_eq!(to_begin(&[begun, begun, begun, WAITS], 3), [0; 0]);
    }

    #[test]
    fn what_is_established_or_ended_makes_room() {
        for (turn, state, takes) in [
            (Turn::Begun, State::New, true),
            (Turn::Begun, State::Practising, true),
            (Turn::Begun, State::Lapsed, true),
            (Turn::Begun, State::Established, false),
            (Turn::Begun, State::Automatic, false),
            (Turn::Ended, State::Practising, false),
            (Turn::Waiting, State::New, false),
        ] {
            assert_eq!(takes_room(turn, state), takes, "{turn:?} {state:?}");
        }
        let line = [(Turn::Begun, State::Established), (Turn::Ended, State::New), WAITS, WAITS];
        assert_eq!(to_begin(&line, 1), [2]);
    }

    #[test]
    fn whatever_was_done_with_a_practice_is_taken_back_whole() {
        type Act = fn(&mut Practice, Date) -> Result<(), PracticeError>;

        let today = jiff::civil::date(2026, 5, 14);
        let kept: Practice = serde_json::from_value(json!({
            "id": "0b7f1f0e-5f0e-4f6e-8d3c-1f2a3b4c5d6e", "about": {"adoption": "0b7f1f0e-5f0e-4f6e-8d3c-1f2a3b4c5d6f"},
            "commitment": {"cue": "an order comes", "act": "read it back"}, "planned_on": "2026-03-01",
            "begun_on": "2026-03-02", "put_off_until": "2026-05-01",
            "check_in": {"on": "2026-05-01", "until": "2026-05-29", "slack": 3, "asked_on": "2026-05-02"},
        }))
        .unwrap();
        let acts: [Act; 4] = [
            |it, _| it.set_aside(),
            |it, today| it.end(Ending::Retired { on: today }),
            |it, _| it.put_off(None),
            |it, today| it.set_aside().and_then(|()| it.begin(today)),
        ];
        for act in acts {
            let mut practice = kept.clone();
            act(&mut practice, today).unwrap();
            assert_ne!(practice, kept);
            let written = serde_json::to_string(&kept.position()).unwrap();
            practice.put_back(serde_json::from_str(&written).unwrap()).unwrap();
            assert_eq!(practice, kept);
        }
    }

    #[test]
    fn one_too_many_lets_nothing_new_begin() {
        let line = [
            (Turn::Begun, State::Lapsed),
            (Turn::Begun, State::New),
            (Turn::Begun, State::Practising),
            WAITS,
        ];
        assert_eq!(to_begin(&line, 2), [0; 0]);
    }

    fn planned(number: u128, cue: &str) -> Practice {
        let id = uuid::Uuid::from_u128(number);
        serde_json::from_value(json!({
            "id": id, "about": {"adoption": id}, "commitment": {"cue": cue, "act": "read it back"},
            "planned_on": "2026-03-02",
        }))
        .unwrap()
    }

    /// Tends practices of which nothing was observed.
    fn tended(practices: &mut [Practice], last_contact: Option<Date>, today: Date) {
        let mut line: Vec<_> =
            practices.iter().map(|practice| InLine::of(practice, State::New, last_contact)).collect();
        tend(&mut line, 3, today);
        for it in line {
            let practice = practices.iter_mut().find(|practice| practice.id == it.id).unwrap();
            it.put_into(practice);
        }
    }

    #[test]
    fn a_line_that_was_tended_stays_as_it_is_for_the_day() {
        let mut practices: Vec<_> = (1..=5).map(|number| planned(number, "an order comes")).collect();
        practices.reverse();
        tended(&mut practices, None, date(2026, 3, 3));
        let begun: Vec<_> = practices.iter().map(|practice| practice.begun_on.is_some()).collect();
        assert_eq!(begun, [false, false, true, true, true], "what was planned first begins");
        let before = practices.clone();
        tended(&mut practices, None, date(2026, 3, 3));
        assert_eq!(practices, before);
        assert!(!practices[4].is_asked(date(2026, 3, 3)));
        assert!(practices[4].is_asked(date(2026, 3, 4)));
    }

    #[test]
    fn questions_are_spread_over_days_and_a_day_that_was_chosen_stays() {
        let mut practices: Vec<_> = (1..=12).map(|number| planned(number, "an order comes")).collect();
        for practice in &mut practices {
            practice.begin(date(2026, 3, 2)).unwrap();
        }
        // A week with no question left open: the next one is that of the 60th day, which may be moved by three days.
        let (contact, today) = (date(2026, 3, 25), date(2026, 3, 26));
        tended(&mut practices, Some(contact), today);
        let days: Vec<_> =
            practices.iter().map(|practice| practice.check_in.unwrap().asked_on.unwrap()).collect();
        let most = days.iter().map(|day| days.iter().filter(|other| *other == day).count()).max();
        assert_eq!(most, Some(2), "twelve questions over seven days: {days:?}");
        tended(&mut practices, Some(contact), date(2026, 3, 27));
        let later: Vec<_> =
            practices.iter().map(|practice| practice.check_in.unwrap().asked_on.unwrap()).collect();
        assert_eq!(later, days);
    }

    #[test]
    fn what_was_said_before_it_began_is_no_answer() {
        let mut practices = [planned(1, "an order comes")];
        tended(&mut practices, Some(date(2026, 3, 2)), date(2026, 6, 1));
        let check_in = practices[0].check_in.unwrap();
        assert_eq!((practices[0].begun_on, check_in.on), (Some(date(2026, 6, 1)), date(2026, 6, 2)));
    }

    #[test]
    fn a_practice_begins_waits_and_ends_as_its_owner_says() {
        let today = date(2026, 3, 3);
        let mut practice = planned(1, "an order comes");
        assert_eq!(practice.turn(), Turn::Waiting);
        practice.begin(today).unwrap();
        practice.begin(date(2026, 4, 1)).unwrap();
        assert_eq!((practice.turn(), practice.begun_on), (Turn::Begun, Some(today)));
        practice.set_aside().unwrap();
        assert_eq!(practice.turn(), Turn::Aside);
        tended(std::slice::from_mut(&mut practice), None, today);
        assert_eq!(practice.turn(), Turn::Aside, "it waits until somebody begins it");
        let by = Some(practice.id);
        assert_eq!(practice.end(Ending::Superseded { on: today, by }), Err(PracticeError::Itself));
        practice.end(Ending::Retired { on: today }).unwrap();
        assert_eq!(practice.turn(), Turn::Ended);
        for refused in [practice.begin(today), practice.clone().set_aside(), practice.clone().put_off(None)] {
            assert_eq!(refused, Err(PracticeError::Ended));
        }
        practice.resume().unwrap();
        assert_eq!(practice.turn(), Turn::Aside);
        practice.is_dropped = true;
        assert_eq!((practice.turn(), practice.begin(today)), (Turn::Ended, Err(PracticeError::Dropped)));
    }

    #[test]
    fn only_so_many_ratings_are_kept_and_the_last_is_taken_back() {
        let now =
            "2026-03-03T09:00:00Z".parse::<jiff::Timestamp>().unwrap().to_zoned(jiff::tz::TimeZone::UTC);
        let mut practice = planned(1, "an order comes");
        for number in 0..=MOST_RATINGS {
            let score = u8::try_from(number % 7).unwrap() + 1;
            practice.rate(date(2026, 3, 3), Scores::One(score), &now).unwrap();
        }
        assert_eq!((practice.ratings.len(), practice.ratings[0].scores), (MOST_RATINGS, Scores::One(2)));
        let too_late = practice.rate(date(2026, 3, 5), Scores::One(5), &now);
        assert!(too_late.is_err());
        assert_eq!(practice.ratings.len(), MOST_RATINGS);
        let last = u8::try_from(MOST_RATINGS % 7).unwrap() + 1;
        assert_eq!(practice.unrate().unwrap().scores, Scores::One(last));
        practice.ratings.clear();
        assert_eq!(practice.unrate(), Err(PracticeError::Unrated));
    }

    #[test]
    fn what_is_put_off_is_asked_about_from_that_day_on() {
        let mut practices = [planned(1, "an order comes")];
        tended(&mut practices, None, date(2026, 3, 3));
        let [practice] = &mut practices;
        practice.put_off(Some(date(2026, 3, 6))).unwrap();
        let asked: Vec<_> = (4..8).map(|day| practice.is_asked(date(2026, 3, day))).collect();
        assert_eq!(asked, [false, false, true, true]);
    }

    #[test]
    fn an_ending_is_written_with_its_day() {
        let id = "3f2a0000-0000-4000-8000-000000000000";
        for written in [
            json!({"retired": {"on": "2026-03-02"}}),
            json!({"superseded": {"on": "2026-03-02", "by": id}}),
            json!({"superseded": {"on": "2026-03-02"}}),
        ] {
            let read: Ending = serde_json::from_value(written.clone()).unwrap();
            assert_eq!(serde_json::to_value(read).unwrap(), written);
        }
    }
}
