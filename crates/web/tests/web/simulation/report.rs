//! What the review of a quarter has to say, made of what happened (D20): the report as programs read it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _, Zoned};
use serde_json::{Value, json};

use super::growth::{Stand, Turn, stand};
use super::numbers::fall;
use super::tally::{Tally, returned_words};
use super::truth::{Entry, Kind, Lesson, Truth};

/// The states from the top of a page to its foot, as a review calls them.
pub(crate) const PLACES: [&str; 6] = ["automatic", "established", "practising", "new", "slipping", "ended"];

const WHY: [(&str, &str); 14] = [
    ("first_opportunity", "the moment came up"),
    ("enough_evidence", "it was done nearly always, over weeks and in more than one context"),
    ("rated_automatic", "it was rated automatic twice, and no reminder was needed"),
    ("less_automatic", "it was rated less automatic, or a reminder was needed"),
    ("rare", "the moment comes up too rarely to make it automatic"),
    ("missed_again", "it was missed more than once in a short time"),
    ("less_likely", "it was done less often than before"),
    ("came_back", "it was not done, and it happened again"),
    ("done_again", "it was done again"),
    ("installed", "it was installed"),
    ("seen_in_use", "it was seen in use"),
    ("still_there", "it is still there"),
    ("got_round", "it was got round"),
    ("gone", "it was taken away"),
];

const FLAGS: [(&str, &str); 5] = [
    ("challenged", "challenged: it was done, and it happened again, so look at the lesson"),
    ("stale", "stale: nothing was observed for a long time"),
    ("untested", "never tested: the moment has not come up"),
    ("retired", "retired: the moment does not exist any more"),
    ("superseded", "something was built that takes its place"),
];

/// Says a reason or a flag in words.
pub(crate) fn words(of: &str) -> &'static str {
    WHY.iter().chain(&FLAGS).find(|(name, _)| *name == of).unwrap().1
}

/// Names a state as it is called for a kind of lesson.
pub(crate) fn name(state: &'static str, kind: Kind, rare: bool) -> &'static str {
    match state {
        "practising" if kind == Kind::System => "installed",
        "established" if rare => "reliable",
        state => state,
    }
}

/// "30 September 2025".
pub(crate) fn dated(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

fn place(state: &'static str) -> &'static str {
    if state == "lapsed" { "slipping" } else { state }
}

/// A lesson on its way through a quarter.
struct Way<'a> {
    lesson: &'a Lesson,
    from: Option<&'static str>,
    to: &'static str,
    stand: Stand,
    turns: Vec<Turn>,
    met: usize,
}

/// A quarter that is looked back on at a moment.
pub(crate) struct Look<'a> {
    pub(crate) truth: &'a Truth,
    pub(crate) first: Date,
    pub(crate) last: Date,
    pub(crate) now: &'a Zoned,
    pub(crate) answers: &'a Value,
}

impl Look<'_> {
    /// Tells what the review has to say; patterns are told by [`Look::pattern`].
    pub(crate) fn report(&self) -> Value {
        let as_of = self.as_of();
        let ways = self.ways();
        let next_on =
            self.answers["next_on"].as_str().map_or_else(|| self.next(), |day| day.parse().unwrap());
        let mut report = json!({
            "as_of": as_of, "entries": self.counts((self.first, as_of)), "lessons": self.lessons(&ways),
            "moved": self.moved(&ways), "steady": self.steady(&ways), "untested": self.untested(&ways),
            "strengths": self.strengths((self.first, as_of)), "controls": self.controls(),
            "due": self.due(self.first, as_of).into_iter().take(5).collect::<Vec<_>>(),
            "due_count": self.due(self.first, as_of).len(),
            "coming": self.due(as_of.tomorrow().unwrap(), next_on).into_iter().take(5).collect::<Vec<_>>(),
            "successes": self.successes(), "next_on": next_on,
        });
        let success = self.answers["success_entry"].as_str().map(|id| line(self.truth.entry(id)));
        let decided: Vec<Value> = self.decided();
        for (name, value) in [
            ("earlier", self.earlier()),
            ("success", success),
            ("decided", (!decided.is_empty()).then(|| json!(decided))),
        ] {
            if let Some(value) = value {
                report[name] = value;
            }
        }
        report
    }

    fn as_of(&self) -> Date {
        self.last.min(self.now.date())
    }

    /// The last day of the next quarter.
    fn next(&self) -> Date {
        self.last.tomorrow().unwrap().saturating_add(2.months()).last_of_month()
    }

    fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.now.time_zone().clone()).date()
    }

    fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.truth.entries.iter().filter(|entry| !entry.deleted)
    }

    fn about(&self, (first, last): (Date, Date)) -> impl Iterator<Item = &Entry> {
        self.entries().filter(move |entry| first <= entry.occurred && entry.occurred <= last)
    }

    fn counts(&self, days: (Date, Date)) -> Value {
        let kind = |kind: &str| self.about(days).filter(|entry| entry.kind == kind).count();
        let closed = || self.about(days).filter(|entry| entry.closed.is_some());
        let is_outside = |entry: &&Entry| entry.controls[2] > 0 && entry.controls[..2] == [0, 0];
        let told_later = self.entries().filter(|entry| {
            let captured = self.day(entry.captured);
            days.0 <= captured && captured <= days.1 && entry.occurred < days.0
        });
        let observed = self.observed(days);
        json!({"entries": self.about(days).count(), "failures": kind("failure"), "near_misses": kind("near_miss"),
            "successes": kind("success"), "mixed": kind("mixed"), "reviewed": closed().count(),
            "none_mine": closed().filter(is_outside).count(), "told_later": told_later.count(),
            "moments": observed.met, "done": observed.done})
    }

    fn observed(&self, (first, last): (Date, Date)) -> Tally {
        let mut tally = Tally::default();
        for lesson in self.truth.shown() {
            for (_, said) in lesson.said().filter(|(_, said)| first <= said.on && said.on <= last) {
                if said.on >= lesson.planned_on {
                    tally.count(said, self.now.date());
                }
            }
        }
        tally
    }

    fn strengths(&self, (first, last): (Date, Date)) -> [usize; 3] {
        let planned =
            |lesson: &&&Lesson| !lesson.dropped && first <= lesson.planned_on && lesson.planned_on <= last;
        let shown = self.truth.shown();
        [0, 1, 2].map(|of| shown.iter().filter(planned).filter(|lesson| lesson.strength == of).count())
    }

    fn controls(&self) -> [u32; 3] {
        let about = self.about((self.first, self.as_of()));
        about.fold([0; 3], |sum, entry| [0, 1, 2].map(|at| sum[at] + entry.controls[at]))
    }

    /// What the period before is compared with: the review of it, or, of the first one, what was told of it since.
    fn earlier(&self) -> Option<Value> {
        if let Some(frozen) = self.truth.quarters.last() {
            let mut earlier = json!({"period": {"first": frozen.first, "last": frozen.last}, "is_frozen": true,
                "entries": frozen.report["entries"], "strengths": frozen.report["strengths"]});
            if frozen.answers.get("watch").is_some() {
                earlier["watched"] = frozen.answers["watch"].clone();
            }
            return Some(earlier);
        }
        let last = self.first.yesterday().unwrap();
        let days = (self.first.saturating_sub(3.months()), last);
        let (entries, strengths) = (self.counts(days), self.strengths(days));
        let is_empty = entries.as_object().unwrap().values().all(|count| *count == 0) && strengths == [0; 3];
        (!is_empty).then(|| {
            json!({"period": {"first": days.0, "last": last}, "is_frozen": false, "entries": entries,
                "strengths": strengths})
        })
    }

    fn ways(&self) -> Vec<Way<'_>> {
        let as_of = self.as_of();
        let ended_by = |lesson: &Lesson, day: Date| lesson.ended.is_some_and(|(on, _)| on <= day);
        let before = self.first.yesterday().unwrap();
        let is_told =
            |lesson: &&Lesson| !lesson.dropped && lesson.planned_on <= as_of && !ended_by(lesson, before);
        let way = |lesson| {
            let stand = stand(lesson, Some(as_of), as_of);
            let then =
                stand.turns.iter().rev().find(|turn| turn.on < self.first).map_or("new", |turn| turn.to);
            let met = lesson.said().filter(|(_, said)| said.met().is_some());
            Way {
                lesson,
                from: (lesson.planned_on < self.first).then(|| place(then)),
                to: if ended_by(lesson, as_of) { "ended" } else { place(stand.state) },
                turns: stand.turns.iter().filter(|turn| turn.on >= self.first).cloned().collect(),
                met: met
                    .filter(|(_, said)| self.first.max(lesson.planned_on) <= said.on && said.on <= as_of)
                    .count(),
                stand,
            }
        };
        self.truth.shown().into_iter().filter(is_told).map(way).collect()
    }

    fn lessons(&self, ways: &[Way]) -> Value {
        let at = |name: &str| PLACES.iter().position(|place| *place == name).unwrap();
        let mut flows: BTreeMap<(Option<usize>, usize), u32> = BTreeMap::new();
        for way in ways {
            *flows.entry((way.from.map(at), at(way.to))).or_default() += 1;
        }
        let flow = |((from, to), count): ((Option<usize>, usize), u32)| match from {
            Some(from) => json!({"from": PLACES[from], "to": PLACES[to], "count": count}),
            None => json!({"to": PLACES[to], "count": count}),
        };
        let going = || ways.iter().filter(|way| way.to != "ended");
        let flagged = |flag| going().filter(|way| way.stand.flags.contains(&flag)).count();
        json!({"flows": flows.into_iter().map(flow).collect::<Vec<_>>(),
            "moved": ways.iter().filter(|way| !way.turns.is_empty()).count(),
            "untested": flagged("untested"), "challenged": flagged("challenged"),
            "waiting": going().filter(|way| self.waits(way.lesson)).count(),
            "observed": self.observed((self.first, self.as_of())).json()})
    }

    fn waits(&self, lesson: &Lesson) -> bool {
        !lesson.aside && lesson.begun_on.is_none_or(|begun| begun > self.as_of())
    }

    fn moved(&self, ways: &[Way]) -> Vec<Value> {
        let mut moved: Vec<_> = ways.iter().filter(|way| !way.turns.is_empty()).collect();
        moved.sort_by_key(|way| {
            let last = way.turns.last().unwrap();
            (last.to == "practising", last.on, &way.lesson.id)
        });
        moved.into_iter().take(12).map(|way| self.line(way)).collect()
    }

    fn steady(&self, ways: &[Way]) -> Vec<Value> {
        let mut steady: Vec<_> = ways.iter().filter(|way| way.turns.is_empty() && way.met > 0).collect();
        steady.sort_by_key(|way| (std::cmp::Reverse(way.met), &way.lesson.id));
        steady.into_iter().take(3).map(|way| self.line(way)).collect()
    }

    fn untested(&self, ways: &[Way]) -> Vec<Value> {
        let is_untested = |way: &&Way| way.to != "ended" && way.stand.flags.contains(&"untested");
        let mut untested: Vec<_> = ways.iter().filter(is_untested).collect();
        untested.sort_by_key(|way| (way.lesson.planned_on, &way.lesson.id));
        untested.into_iter().take(3).map(|way| self.line(way)).collect()
    }

    fn line(&self, way: &Way) -> Value {
        let Way { lesson, stand, turns, .. } = way;
        let name = |state| name(state, lesson.kind, stand.rare);
        let mut line = json!({"practice": lesson.id,
            "about": {"commitment": {"entry": lesson.entry, "number": lesson.number}},
            "title": self.truth.entry(&lesson.entry).title, "planned_on": lesson.planned_on,
            "sentence": lesson.sentence(), "state": stand.state, "state_name": name(stand.state),
            "evidence": self.evidence(way)});
        if let Some(words) = &lesson.learned {
            line["lesson"] = json!(words);
        }
        if !stand.flags.is_empty() {
            line["flags"] = stand.flags.iter().map(|flag| words(flag)).collect();
        }
        if !turns.is_empty() {
            let change = |turn: &Turn| json!({"on": turn.on, "from": name(turn.from), "to": name(turn.to), "because": words(turn.why)});
            line["changes"] = turns.iter().map(change).collect();
        }
        line
    }

    fn evidence(&self, way: &Way) -> Vec<String> {
        let Way { lesson, stand, .. } = way;
        let (planned, as_of) = (lesson.planned_on, self.as_of());
        let counts = |on: Date| planned <= on && on <= as_of;
        let mut told = vec![format!("Planned on {}; since then {}.", dated(planned), stand.tally.words())];
        let met = lesson.said().filter(|(_, said)| said.met().is_some() && counts(said.on));
        let places: BTreeSet<_> =
            met.filter_map(|(_, said)| said.context).map(|place| place.trim().to_lowercase()).collect();
        if places.len() > 1 {
            told.push(format!("In {} different situations.", places.len()));
        }
        told.extend(returned_words(stand.returned).map(|words| format!("It happened again in {words}.")));
        let rated: Vec<_> = lesson.ratings.iter().filter(|(on, _)| counts(*on)).collect();
        if let Some((on, scores)) = rated.iter().max_by_key(|(on, _)| *on) {
            let times = if rated.len() == 1 { "once".to_owned() } else { format!("{} times", rated.len()) };
            let sum: u32 = scores.iter().map(|score| u32::from(*score)).sum();
            let mean = f64::from(sum) / f64::from(u32::try_from(scores.len()).unwrap());
            told.push(format!("Rated {times}, last on {}: {mean:.1} of 7 automatic.", dated(*on)));
        }
        if self.waits(lesson) && way.to != "ended" {
            told.push("It waits for its turn.".to_owned());
        }
        if lesson.aside && way.to != "ended" {
            told.push("It was set aside.".to_owned());
        }
        told
    }

    fn due(&self, first: Date, last: Date) -> Vec<Value> {
        let mut due: Vec<_> = self
            .entries()
            .filter_map(|entry| {
                let choice = &entry.plan["choice"];
                let on: Date = choice["on"].as_str()?.parse().unwrap();
                let way = [("retry", "retry differently"), ("change_course", "change course"), ("stop", "stop")];
                let way = way.iter().find(|(word, _)| choice["way"] == *word).unwrap().1;
                let line = json!({"entry": entry.id, "title": entry.title, "way": way, "reason": choice["reason"], "on": on});
                (first <= on && on <= last).then_some(((on, &entry.id), line))
            })
            .collect();
        due.sort_by(|one, other| one.0.cmp(&other.0));
        due.into_iter().map(|(_, line)| line).collect()
    }

    fn successes(&self) -> Vec<Value> {
        let went_well = |entry: &&Entry| matches!(entry.kind, "success" | "mixed");
        let mut about: Vec<_> = self.about((self.first, self.as_of())).filter(went_well).collect();
        about.sort_by_key(|entry| (entry.occurred, &entry.id));
        about.into_iter().take(12).map(line).collect()
    }

    fn decided(&self) -> Vec<Value> {
        let decisions = self.answers["decisions"].as_array().map_or(&[][..], Vec::as_slice);
        let decided = decisions.iter().map(|decision| {
            let lesson = self.truth.lessons.iter().find(|lesson| decision["practice"] == lesson.id).unwrap();
            let mut decided = decision.clone();
            decided["about"] = json!({"commitment": {"entry": lesson.entry, "number": lesson.number}});
            decided["sentence"] = json!(lesson.sentence());
            decided
        });
        decided.collect()
    }

    /// Tells of the tendency that some entries are tagged with (D07, B21); `None` where that is too little to say so.
    pub(crate) fn pattern(&self, key: &str, name: &str, is_confirmed: bool) -> Option<Value> {
        let of: Vec<&Entry> =
            self.entries().filter(|entry| entry.tendency && entry.kind != "success").collect();
        let places = |of: &[&Entry]| of.iter().filter_map(|entry| entry.place).collect::<BTreeSet<_>>().len();
        if !is_confirmed && (of.len() < 3 || places(&of) < 2) {
            return None;
        }
        let until = self.as_of();
        let by_then: Vec<&Entry> = of.iter().copied().filter(|entry| entry.occurred <= until).collect();
        let days: Vec<Date> = by_then.iter().map(|entry| entry.occurred).collect();
        let began = self.day(self.entries().map(|entry| entry.captured).min()?).min(until);
        let from = days.iter().copied().min()?.min(began);
        let planned =
            |entry: &&&Entry| entry.plan["commitments"].as_array().is_some_and(|all| !all.is_empty());
        let committed =
            of.iter().filter(planned).filter_map(|entry| entry.closed).min().map(|at| self.day(at));
        let within =
            |count: u32, from: Date, to: Date| (count, f64::from((to - from).get_days()) / (365.2425 / 12.0));
        let count = |days: &mut dyn Iterator<Item = &Date>| u32::try_from(days.count()).unwrap();
        let mut line = json!({"key": key, "name": name, "is_confirmed": is_confirmed, "entries": days.len(),
            "in_period": days.iter().filter(|day| self.first <= **day && **day <= self.last).count(),
            "situations": places(&by_then), "whole": stretch(within(count(&mut days.iter()), from, until))});
        if let Some(on) = committed.filter(|on| *on <= until) {
            let before = within(count(&mut days.iter().filter(|day| **day <= on)), from, on);
            let after = within(count(&mut days.iter().filter(|day| **day > on)), on, until);
            let fall = (before.0 >= 3 && before.1 > 0.0 && after.1 > 0.0).then(|| fall(before, after));
            line["change"] = json!({"on": on, "before": stretch(before), "after": stretch(after),
                "trend": if fall.is_some_and(|fall| fall >= 0.90) { "likely falling" } else { "unclear" }});
            if let Some(fall) = fall {
                line["change"]["fall_percent"] = json!((100.0 * fall).floor().min(99.0));
            }
        }
        Some(line)
    }
}

fn line(entry: &Entry) -> Value {
    let mut line = json!({"entry": entry.id, "title": entry.title, "on": entry.occurred});
    if entry.plan["lesson"].is_string() {
        line["lesson"] = entry.plan["lesson"].clone();
    }
    line
}

fn stretch((count, months): (u32, f64)) -> Value {
    let words = match months {
        months if months < 0.5 => format!("{count} in less than a month"),
        months if months < 1.5 => format!("{count} in 1 month"),
        months => format!("{count} in {months:.0} months"),
    };
    json!({"count": count, "months": (months * 10.0).round() / 10.0, "words": words})
}
