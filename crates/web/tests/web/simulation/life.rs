//! Two years of a person: what happens to them, what they write down, what they practise, and when they are silent.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::chance::Chance;
use super::compare::Compared;
use super::deeds::Deeds;
use super::growth::stand;
use super::truth::{Kind, Lesson, Met, Saw, Saying, Truth};
use crate::harness::House;

/// The first day of every life, and how many days it has: two years, one of them with a 29 February.
const FIRST: Date = date(2024, 1, 1);
const DAYS: i32 = 731;

const PLACES: [&str; 3] = ["clinic", "workshop", "allotment"];
const CONTEXTS: [&str; 4] = ["Ward", "ward", "night shift", "handover"];
const TIMES: [Option<&str>; 4] = [None, None, Some("08:30"), Some("17:05")];

/// How a person lives.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) name: &'static str,
    pub(crate) seed: u64,
    pub(crate) zone: &'static str,
    /// A journey: its days, and the zone there. On the first and the last of them nothing is written down.
    pub(crate) away: (Date, Date, &'static str),
    /// Months in which nothing is written down at all.
    pub(crate) silent: &'static [(Date, Date)],
    /// On how many of a hundred days something is written down.
    pub(crate) active: u32,
    /// How much of a hundred goes through the pages.
    pub(crate) on_pages: u32,
    /// How many days after its last one a quarter is looked back on; 0 is on that day.
    pub(crate) late: i32,
}

/// A life as it is lived.
pub(crate) struct Life {
    pub(crate) person: &'static Person,
    pub(crate) deeds: Deeds,
    /// Whether every day is compared, or only what is frozen.
    pub(crate) is_watched: bool,
    last_active: Date,
}

impl Life {
    pub(crate) async fn new(person: &'static Person) -> Self {
        let house = House::new().await;
        let now = FIRST.at(7, 0, 0, 0).to_zoned(TimeZone::get(person.zone).unwrap()).unwrap();
        house.now(&now.to_string());
        let (truth, compared, chance) = (Truth::default(), Compared::default(), Chance::new(person.seed));
        let deeds = Deeds { house, truth, chance, compared, now, requests: 0 };
        Self { person, deeds, is_watched: true, last_active: FIRST }
    }

    /// Lives the two years, and some days more in which the last quarter is looked back on.
    pub(crate) async fn live(&mut self) {
        for day in 0..=DAYS + self.person.late {
            let day = FIRST.saturating_add(day.days());
            let is_over = self.is_over(day);
            let is_last = is_over.is_some() && !self.is_silent(day);
            if is_last || (!self.is_silent(day) && self.deeds.chance.share(self.person.active)) {
                self.wake(day);
                self.day().await;
                while let Some(first) = self.is_over(self.deeds.today()) {
                    self.look_back(first).await;
                }
                self.look().await;
                self.last_active = day;
            }
        }
    }

    fn is_silent(&self, day: Date) -> bool {
        let (left, back, _) = self.person.away;
        let is_within = |(from, to): &(Date, Date)| *from <= day && day <= *to;
        day == left || day == back || self.person.silent.iter().any(is_within)
    }

    /// Returns the first day of the first quarter that can be looked back on and was not.
    fn is_over(&self, day: Date) -> Option<Date> {
        let frozen = i32::try_from(self.deeds.truth.quarters.len()).unwrap();
        let first = FIRST.saturating_add((3 * frozen).months());
        let last = first.saturating_add(2.months()).last_of_month();
        (frozen < 8 && day >= last.saturating_add(self.person.late.days())).then_some(first)
    }

    /// Begins a day where the person is; some days begin late at night.
    fn wake(&mut self, day: Date) {
        let (left, back, there) = self.person.away;
        let zone = if left < day && day < back { there } else { self.person.zone };
        let hour = if self.deeds.chance.one_in(12) { 23 } else { 6 };
        let minute = i8::try_from(self.deeds.chance.below(60)).unwrap();
        let morning = day.at(hour, minute, 0, 0).to_zoned(TimeZone::get(zone).unwrap()).unwrap();
        if morning > self.deeds.now {
            self.deeds.now = morning;
        }
        self.deeds.pass(1);
    }

    async fn day(&mut self) {
        self.look().await;
        if self.deeds.chance.one_in(6) {
            self.something_happens().await;
        }
        if self.deeds.chance.one_in(5) {
            self.reviews().await;
        }
        let going: Vec<String> =
            self.deeds.truth.shown().into_iter().filter(|it| !it.is_over()).map(|it| it.id.clone()).collect();
        for lesson in &going {
            self.practises(lesson).await;
        }
        if let Some(lesson) = self.one_of(&going).filter(|_| self.deeds.chance.one_in(9)) {
            self.decides(&lesson).await;
        }
        let all: Vec<String> = self.deeds.truth.shown().into_iter().map(|it| it.id.clone()).collect();
        if let Some(lesson) = self.one_of(&all).filter(|_| self.deeds.chance.one_in(12)) {
            self.has_second_thoughts(&lesson).await;
        }
        if self.deeds.chance.one_in(60) {
            self.deletes().await;
        }
    }

    fn one_of(&mut self, all: &[String]) -> Option<String> {
        (!all.is_empty()).then(|| self.deeds.chance.of(all).clone())
    }

    fn is_on_page(&mut self) -> bool {
        self.deeds.chance.share(self.person.on_pages)
    }

    fn lesson(&self, id: &str) -> &Lesson {
        self.deeds.truth.lessons.iter().find(|lesson| lesson.id == id).unwrap()
    }

    async fn something_happens(&mut self) {
        let chance = &mut self.deeds.chance;
        let kind = *chance.of(&["failure", "failure", "failure", "failure", "near_miss", "success", "mixed"]);
        let place = chance.share(60).then(|| *chance.of(&PLACES));
        let tendency = chance.share(30);
        let days_ago = if chance.share(30) { 1 + chance.below(20) } else { 0 };
        let title = format!("{} {} {}", chance.word(), chance.word(), chance.word());
        self.deeds.pass(3);
        self.deeds.capture(title, (kind, place, tendency), days_ago).await;
    }

    /// Reviews the oldest line, or leaves it half done until another day.
    async fn reviews(&mut self) {
        let open = |entry: &&super::truth::Entry| entry.closed.is_none() && !entry.deleted;
        let Some(entry) = self.deeds.truth.entries.iter().find(open).cloned() else { return };
        self.deeds.pass(4);
        if entry.controls == [0; 3] {
            let controls =
                *self.deeds.chance.of(&[[1, 0, 0], [1, 1, 0], [0, 2, 1], [0, 0, 2], [1, 1, 1], [0, 0, 1]]);
            self.deeds.explain(&entry.id, controls).await;
            if self.deeds.chance.one_in(4) {
                return;
            }
        }
        self.deeds.pass(20);
        let plan = self.planned();
        self.deeds.plan(&entry.id, plan).await;
        self.look().await;
    }

    fn planned(&mut self) -> Value {
        let today = self.deeds.today();
        let chance = &mut self.deeds.chance;
        let count = *chance.of(&[0, 0, 1, 1, 1, 2, 3]);
        let commitments: Vec<_> = (1..=count).map(|number| self.commitment(number)).collect();
        let chance = &mut self.deeds.chance;
        let mut choice =
            json!({"way": chance.of(&["retry", "change_course", "stop"]), "reason": chance.word()});
        if chance.share(40) {
            choice["on"] = json!(today.saturating_add(i64::from(10 + chance.below(150)).days()));
        }
        let mut plan = json!({"commitments": commitments, "choice": choice});
        if chance.share(70) {
            plan["lesson"] = json!(format!("{} {}", chance.word(), chance.word()));
        }
        plan
    }

    fn commitment(&mut self, number: u64) -> Value {
        let chance = &mut self.deeds.chance;
        let kind = *chance.of(&["habit", "habit", "habit", "judgement", "system"]);
        let strength = *chance.of(&["weaker", "weaker", "intermediate", "stronger"]);
        let (cue, act) = (format!("the {} comes", chance.word()), format!("look at the {}", chance.word()));
        json!({"number": number, "cue": cue, "act": act, "kind": kind, "strength": strength})
    }

    /// Meets the moments of a lesson since the last active day, notes some, and answers what is asked.
    async fn practises(&mut self, id: &str) {
        let today = self.deeds.today();
        let Lesson { nature, planned_on, .. } = *self.lesson(id);
        let is_begun = self.lesson(id).turn() == "begun";
        let mut day = self.last_active.tomorrow().unwrap().max(planned_on);
        while day <= today {
            let gap = if is_begun { nature.gap } else { 4 * nature.gap };
            let is_noted = if day == today { 95 } else { 45 };
            if self.deeds.chance.one_in(gap) && self.deeds.chance.share(is_noted) {
                self.meets(id, day).await;
            }
            day = day.tomorrow().unwrap();
        }
        let zone = self.deeds.now.time_zone().clone();
        let today = self.deeds.today();
        if self.lesson(id).is_asked(today, &zone) != Some(false) && self.deeds.chance.share(35) {
            let open = |(_, said): &(&str, &Saying)| said.saw == Saw::Open && !said.is_unknown(today);
            let waiting = self.lesson(id).said().filter(open).max_by_key(|(_, said)| (said.on, said.at));
            let waiting = waiting.map(|(moment, _)| moment.to_owned());
            let is_free = !self.lesson(id).moments.iter().any(|moment| is_at(&moment.said, today, None));
            if waiting.is_some() || is_free {
                let saw = if self.deeds.chance.share(40) { Saw::NotUp } else { self.saw(id, today) };
                let saw = match saw {
                    Saw::Met(met) => Saw::Met(Met { came_back: None, hung: None, reminded: false, ..met }),
                    saw => saw,
                };
                self.deeds.pass(1);
                self.deeds.tap(id, saw, waiting.as_deref()).await;
            }
        }
        let last = self.lesson(id).ratings.last().map_or(planned_on, |(on, _)| *on);
        if self.lesson(id).kind != Kind::System
            && (today - last).get_days() > 30
            && self.deeds.chance.share(40)
        {
            let months = u32::try_from((today - planned_on).get_days() / 45).unwrap();
            let top = (2 + months).min(7);
            let one = |life: &mut Self| u8::try_from((top + life.deeds.chance.below(2)).clamp(1, 7)).unwrap();
            let scores =
                if self.is_on_page() { vec![one(self)] } else { (0..4).map(|_| one(self)).collect() };
            self.deeds.rate(id, scores).await;
        }
    }

    async fn meets(&mut self, id: &str, day: Date) {
        let time = if self.deeds.chance.one_in(3) { *self.deeds.chance.of(&TIMES) } else { None };
        if self.lesson(id).moments.iter().any(|moment| is_at(&moment.said, day, time)) {
            return;
        }
        if day == self.deeds.today() && self.deeds.chance.one_in(10) && self.lesson(id).turn() == "begun" {
            let entry = self.lesson(id).entry.clone();
            return self.deeds.expect(&entry).await;
        }
        let said = self.said(id, day, time);
        let is_on_page = self.is_on_page();
        self.deeds.pass(1);
        self.deeds.note(id, Saying { at: self.deeds.now.timestamp(), ..said }, is_on_page).await;
    }

    fn said(&mut self, id: &str, on: Date, time: Option<&'static str>) -> Saying {
        let saw = self.saw(id, on);
        let chance = &mut self.deeds.chance;
        let known = *chance.of(&["myself", "myself", "artefact", "somebody_else"]);
        let context = chance.share(75).then(|| *chance.of(&CONTEXTS));
        Saying { on, time, saw, known, context, at: self.deeds.now.timestamp() }
    }

    /// What there is to see of a lesson on a day, by its nature.
    fn saw(&mut self, id: &str, on: Date) -> Saw {
        let lesson = self.lesson(id);
        let (nature, kind, planned_on) = (lesson.nature, lesson.kind, lesson.planned_on);
        let is_new = kind == Kind::System && stand(lesson, None, on).state == "new";
        let is_slump = nature.slump.0 <= on && on <= nature.slump.1;
        let chance = &mut self.deeds.chance;
        if kind == Kind::System {
            match chance.below(10) {
                _ if is_new && chance.share(60) => return Saw::Installed,
                0 | 1 => return Saw::StillThere,
                2 if is_slump => return Saw::Gone,
                3 if !is_new && is_slump => return Saw::Installed,
                _ => {}
            }
        }
        let surely = if is_slump { 20 } else { nature.surely };
        let halves = if chance.share(surely) { 2 } else { u8::from(chance.share(35)) };
        let came_back = chance.share(70).then(|| chance.share(if halves == 2 { 9 } else { 40 }));
        let hung =
            (came_back == Some(true) && chance.share(70)).then(|| *chance.of(&["small", "ordinary", "full"]));
        let reminded = chance.share(if (on - planned_on).get_days() < 60 { 25 } else { 3 });
        Saw::Met(Met { halves, came_back, hung, reminded })
    }

    /// Does something with a practice that goes on.
    async fn decides(&mut self, id: &str) {
        let is_on_page = self.is_on_page();
        let lesson = self.lesson(id);
        let (entry, number, turn) = (lesson.entry.clone(), lesson.number, lesson.turn());
        let others = self.deeds.truth.shown().into_iter();
        let built: Vec<String> = others
            .filter(|it| it.kind == Kind::System && it.id != id && !it.is_over())
            .map(|it| it.id.clone())
            .collect();
        self.deeds.pass(2);
        match self.deeds.chance.below(12) {
            0 => self.deeds.act(id, "retire", None, is_on_page).await,
            1 => {
                let by = self.one_of(&built);
                self.deeds.act(id, "supersede", by.as_deref(), is_on_page).await;
            }
            2 if turn == "begun" => self.deeds.act(id, "aside", None, is_on_page).await,
            3..=6 if turn != "begun" => self.deeds.act(id, "begin", None, is_on_page).await,
            7 => self.deeds.act(id, "put-off", None, is_on_page).await,
            8 => {
                let act = format!("look at the {}", self.deeds.chance.word());
                self.replans(&entry, |all| {
                    for it in all.iter_mut().filter(|it| it["number"] == number) {
                        it["act"] = json!(act);
                    }
                })
                .await;
            }
            9 => self.replans(&entry, |all| all.retain(|it| it["number"] != number)).await,
            10 => {
                let one = self.commitment(1 + number);
                self.replans(&entry, |all| {
                    if all.iter().all(|it| it["number"].as_u64() <= Some(number)) && number < 3 {
                        all.push(one);
                    }
                })
                .await;
            }
            _ => {}
        }
        self.look().await;
    }

    async fn replans(&mut self, entry: &str, change: impl FnOnce(&mut Vec<Value>)) {
        let mut plan = self.deeds.truth.entry(entry).plan.clone();
        change(plan["commitments"].as_array_mut().unwrap());
        self.deeds.plan(entry, plan).await;
    }

    /// Takes something back: an ending, a moment, a rating; or says something else of a moment, or answers late.
    async fn has_second_thoughts(&mut self, id: &str) {
        let is_on_page = self.is_on_page();
        let lesson = self.lesson(id);
        let (has_ended, dropped) = (lesson.ended.is_some(), lesson.dropped);
        let moments: Vec<_> = lesson.moments.iter().map(|it| it.id.clone()).collect();
        if has_ended && !dropped && self.deeds.chance.share(50) {
            return self.deeds.act(id, "resume", None, is_on_page).await;
        }
        let Some(moment) = self.one_of(&moments).filter(|_| !dropped) else { return };
        let kept = self.lesson(id).moments.iter().find(|it| it.id == moment).unwrap().clone();
        let said = self.said(id, kept.said.on, kept.said.time);
        self.deeds.pass(1);
        match self.deeds.chance.below(5) {
            _ if kept.removed => self.deeds.undo(id, &moment, is_on_page).await,
            _ if kept.said.saw == Saw::Open => {
                let said = Saying { at: self.deeds.now.timestamp(), ..said };
                self.deeds.answer(id, &moment, said).await;
            }
            0 | 1 => self.deeds.undo(id, &moment, is_on_page).await,
            2 => self.deeds.remove(id, &moment).await,
            3 if !self.lesson(id).ratings.is_empty() => self.deeds.unrate(id).await,
            _ => self.deeds.correct(id, &moment, Saying { at: kept.said.at, ..said }).await,
        }
    }

    /// Deletes an entry, or takes one back that was deleted.
    async fn deletes(&mut self) {
        let gone = self.deeds.truth.entries.iter().find(|entry| entry.deleted).map(|entry| entry.id.clone());
        let all: Vec<String> = self.deeds.truth.entries.iter().map(|entry| entry.id.clone()).collect();
        match (gone, self.one_of(&all)) {
            (Some(gone), _) => self.deeds.delete(&gone, false).await,
            (None, Some(one)) => self.deeds.delete(&one, true).await,
            (None, None) => {}
        }
    }
}

fn is_at(said: &Saying, on: Date, time: Option<&str>) -> bool {
    said.on == on && said.time == time
}
