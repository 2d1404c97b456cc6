//! What really happened, kept in the plainest way: what the three people said and did, with nothing worked out.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Value, json};

use super::growth::{Stand, stand};

/// After so many days nobody asks any more about a moment that may have come up, and it is unknown (D22).
const OPEN_DAYS: i32 = 28;

/// How many lessons are in practice at a time (D21).
const AT_A_TIME: usize = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Habit,
    Judgement,
    System,
}

/// What there was to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Saw {
    Open,
    NotUp,
    Installed,
    StillThere,
    Gone,
    Met(Met),
}

/// What happened when the moment came up: 2 for done, 1 for half, 0 for missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Met {
    pub(crate) halves: u8,
    pub(crate) came_back: Option<bool>,
    pub(crate) hung: Option<&'static str>,
    pub(crate) reminded: bool,
}

/// What was said of one moment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Saying {
    pub(crate) on: Date,
    pub(crate) time: Option<&'static str>,
    pub(crate) saw: Saw,
    pub(crate) known: &'static str,
    pub(crate) context: Option<&'static str>,
    pub(crate) at: Timestamp,
}

/// One moment, with what was said of it before.
#[derive(Debug, Clone)]
pub(crate) struct Moment {
    pub(crate) id: String,
    pub(crate) said: Saying,
    pub(crate) before: Option<Saying>,
    pub(crate) removed: bool,
}

/// Something that is practised.
#[derive(Debug, Clone)]
pub(crate) struct Lesson {
    pub(crate) id: String,
    pub(crate) entry: String,
    pub(crate) number: u64,
    pub(crate) kind: Kind,
    pub(crate) strength: usize,
    pub(crate) cue: String,
    pub(crate) act: String,
    pub(crate) learned: Option<String>,
    pub(crate) planned_on: Date,
    pub(crate) begun_on: Option<Date>,
    pub(crate) aside: bool,
    pub(crate) dropped: bool,
    /// The day it ended, and whether something took its place.
    pub(crate) ended: Option<(Date, bool)>,
    pub(crate) put_off: Option<Date>,
    pub(crate) moments: Vec<Moment>,
    pub(crate) ratings: Vec<(Date, Vec<u8>)>,
    /// How often its moment comes, how surely it is done then, and the days on which it goes badly. Nobody knows this.
    pub(crate) nature: Nature,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Nature {
    pub(crate) gap: u32,
    pub(crate) surely: u32,
    pub(crate) slump: (Date, Date),
}

/// Something that was written down.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) kind: &'static str,
    pub(crate) occurred: Date,
    pub(crate) captured: Timestamp,
    pub(crate) place: Option<&'static str>,
    pub(crate) tendency: bool,
    pub(crate) controls: [u32; 3],
    pub(crate) closed: Option<Timestamp>,
    pub(crate) plan: Value,
    /// The day on which each number of its plan was planned.
    pub(crate) planned_on: BTreeMap<u64, Date>,
    pub(crate) deleted: bool,
}

/// A review of a quarter, as it was frozen.
#[derive(Debug, Clone)]
pub(crate) struct Frozen {
    pub(crate) id: String,
    pub(crate) name: &'static str,
    pub(crate) first: Date,
    pub(crate) last: Date,
    pub(crate) answers: Value,
    pub(crate) report: Value,
    /// The documents of it: JSON, Markdown, HTML.
    pub(crate) documents: [String; 3],
}

#[derive(Debug, Default)]
pub(crate) struct Truth {
    pub(crate) entries: Vec<Entry>,
    pub(crate) lessons: Vec<Lesson>,
    pub(crate) quarters: Vec<Frozen>,
    /// Whether the tendency that some entries are tagged with was confirmed.
    pub(crate) is_confirmed: bool,
}

impl Saying {
    /// Says what there was to see by a day on which nobody may have answered in time.
    pub(crate) fn is_unknown(&self, today: Date) -> bool {
        self.saw == Saw::Open && today >= self.on.saturating_add(OPEN_DAYS.days())
    }

    pub(crate) fn met(&self) -> Option<Met> {
        match self.saw {
            Saw::Met(met) => Some(met),
            _ => None,
        }
    }

    /// Writes when it was.
    pub(crate) fn when(&self) -> String {
        self.time.map_or_else(|| self.on.to_string(), |time| format!("{}T{time}", self.on))
    }

    /// Writes what there was to see, as programs say it.
    pub(crate) fn outcome(&self, today: Date) -> Value {
        match self.saw {
            Saw::Open if self.is_unknown(today) => json!("expired"),
            Saw::Open => json!("pending"),
            Saw::NotUp => json!("did_not_come_up"),
            Saw::Installed => json!("installed"),
            Saw::StillThere => json!("still_there"),
            Saw::Gone => json!("gone"),
            Saw::Met(Met { halves, came_back, hung, reminded }) => {
                let did = ["missed", "half", "done"][usize::from(halves)];
                let recurred = match came_back {
                    None => "unknown",
                    Some(false) => "no",
                    Some(true) => "yes",
                };
                let mut met = json!({"did": did, "recurred": recurred});
                if let Some(hung) = hung {
                    met["significance"] = json!(hung);
                }
                if reminded {
                    met["reminded"] = json!(true);
                }
                json!({ "met": met })
            }
        }
    }
}

impl Moment {
    /// Takes back what was said last; done twice, it is as it was.
    pub(crate) fn undo(&mut self) {
        match (self.removed, self.before.take()) {
            (true, before) => (self.removed, self.before) = (false, before),
            (false, None) => self.removed = true,
            (false, Some(before)) => self.before = Some(std::mem::replace(&mut self.said, before)),
        }
    }
}

impl Lesson {
    pub(crate) fn said(&self) -> impl Iterator<Item = (&str, &Saying)> {
        self.moments.iter().filter(|moment| !moment.removed).map(|moment| (moment.id.as_str(), &moment.said))
    }

    pub(crate) fn sentence(&self) -> String {
        format!("If {}, then I will {}.", self.cue, self.act)
    }

    pub(crate) fn is_over(&self) -> bool {
        self.dropped || self.ended.is_some()
    }

    /// Something is done with it.
    pub(crate) fn does(&mut self, act: &str, today: Date, until: Date) {
        match act {
            "begin" => (self.aside, self.begun_on) = (false, self.begun_on.or(Some(today))),
            "aside" => (self.aside, self.begun_on) = (true, None),
            "put-off" => self.put_off = Some(until),
            "retire" => self.ended = Some((today, false)),
            "supersede" => self.ended = Some((today, true)),
            _ => self.ended = None,
        }
    }

    pub(crate) fn turn(&self) -> &'static str {
        match (self.is_over(), self.begun_on, self.aside) {
            (true, ..) => "ended",
            (false, Some(_), _) => "begun",
            (false, None, true) => "aside",
            (false, None, false) => "waiting",
        }
    }

    /// Says whether it is asked about: `None` where the day may be one of several (D19).
    ///
    /// Days 1, 7, 21, 60 after it was begun and quarterly then, each moved by a tenth of the wait at most; a contact
    /// stands for the question it is nearest to; nobody is asked after four weeks, or when the next one comes.
    pub(crate) fn is_asked(&self, today: Date, zone: &TimeZone) -> Option<bool> {
        if self.is_over() || self.put_off.is_some_and(|until| today < until) {
            return Some(false);
        }
        if self.said().any(|(_, said)| said.saw == Saw::Open && !said.is_unknown(today)) {
            return Some(true);
        }
        let Some(begun) = self.begun_on else { return Some(false) };
        let since = |day: Date| (day - begun).get_days();
        let answered = self.said().filter(|(_, said)| said.saw != Saw::Open);
        // Said on a day, or for a day; what was said on a day that has not come yet is none.
        let contacts = answered.map(|(_, said)| said.at.to_zoned(zone.clone()).date().max(said.on));
        let contact = contacts.filter(|day| (*day - today).get_days() <= 1).map(since).max().unwrap_or(0);
        let (today, contact) = (since(today), contact.max(0));
        let days: Vec<i32> =
            [0, 1, 7, 21, 60].into_iter().chain((1..).map(|at| 60 + 90 * at).take(12)).collect();
        let (mut may, mut must) = (false, false);
        for at in 1..days.len() - 1 {
            let (before, day, after) = (days[at - 1], days[at], days[at + 1]);
            let is_open = 2 * contact < before + day && today < after.min(day + OPEN_DAYS);
            let slack = ((day - before) / 10).min(7);
            may |= is_open && day - slack <= today;
            must |= is_open && day + slack <= today;
        }
        if may == must { Some(may) } else { None }
    }
}

impl Truth {
    pub(crate) fn entry(&self, id: &str) -> &Entry {
        self.entries.iter().find(|entry| entry.id == id).unwrap()
    }

    pub(crate) fn entry_mut(&mut self, id: &str) -> &mut Entry {
        self.entries.iter_mut().find(|entry| entry.id == id).unwrap()
    }

    pub(crate) fn lesson_mut(&mut self, id: &str) -> &mut Lesson {
        self.lessons.iter_mut().find(|lesson| lesson.id == id).unwrap()
    }

    /// Lists what is practised of entries that are there, in the order in which it was planned.
    pub(crate) fn shown(&self) -> Vec<&Lesson> {
        let is_there = |lesson: &&Lesson| !self.entry(&lesson.entry).deleted;
        let mut lessons: Vec<_> = self.lessons.iter().filter(is_there).collect();
        lessons.sort_by_key(|lesson| (lesson.planned_on, &lesson.id));
        lessons
    }

    /// How each lesson stands today.
    pub(crate) fn standing(&self, today: Date) -> Vec<(&Lesson, Stand)> {
        self.shown().into_iter().map(|lesson| (lesson, stand(lesson, None, today))).collect()
    }

    /// Somebody looks: what there is room for begins (D21).
    pub(crate) fn look(&mut self, today: Date) {
        let standing = self.standing(today);
        let is_going = |(lesson, stand): &&(&Lesson, Stand)| {
            lesson.turn() == "begun" && !matches!(stand.state, "established" | "automatic")
        };
        let taken = standing.iter().filter(is_going).count();
        let waiting = standing.iter().filter(|(lesson, _)| lesson.turn() == "waiting");
        let begin: BTreeSet<String> =
            waiting.map(|(lesson, _)| lesson.id.clone()).take(AT_A_TIME.saturating_sub(taken)).collect();
        for lesson in self.lessons.iter_mut().filter(|lesson| begin.contains(&lesson.id)) {
            lesson.begun_on = Some(today);
        }
    }
}
