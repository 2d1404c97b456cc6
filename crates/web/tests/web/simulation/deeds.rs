//! What a person can do, each deed done in the house from outside and written down as it was.

use std::collections::BTreeMap;

use axum::http::Method;
use jiff::civil::Date;
use jiff::{ToSpan as _, Zoned};
use serde_json::{Value, json};

use super::chance::Chance;
use super::compare::Compared;
use super::truth::{Entry, Kind, Lesson, Met, Moment, Nature, Saw, Saying, Truth};
use crate::harness::{Answer, House};

pub(crate) struct Deeds {
    pub(crate) house: House,
    pub(crate) truth: Truth,
    pub(crate) chance: Chance,
    pub(crate) compared: Compared,
    pub(crate) now: Zoned,
    pub(crate) requests: usize,
}

/// Finds what follows a word in an address, up to 36 characters: an id.
fn after(address: &str, word: &str) -> String {
    address.split_once(word).unwrap().1.chars().take(36).collect()
}

impl Deeds {
    pub(crate) fn today(&self) -> Date {
        self.now.date()
    }

    /// Lets some minutes pass.
    pub(crate) fn pass(&mut self, minutes: u32) {
        self.now = self.now.saturating_add(i64::from(minutes).minutes());
        self.house.now(&self.now.to_string());
    }

    pub(crate) async fn api(&mut self, method: Method, path: &str, body: Value, status: u16) -> Value {
        self.requests += 1;
        let answer = self.house.api(method, path, body).await.expect(status);
        if answer.body.is_empty() { Value::Null } else { answer.json() }
    }

    pub(crate) async fn ask(&mut self, path: &str) -> Value {
        self.api(Method::GET, path, Value::Null, 200).await
    }

    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> String {
        self.requests += 1;
        self.house.post(path, fields).await.expect(303).header("location").to_owned()
    }

    pub(crate) async fn page(&mut self, path: &str) -> Answer {
        self.requests += 1;
        self.house.get(path).await.expect(200)
    }

    /// Writes something down: on the page where it is of today or yesterday and nothing else is said of it.
    pub(crate) async fn capture(
        &mut self,
        title: String,
        (kind, place, tendency): (&'static str, Option<&'static str>, bool),
        days_ago: u32,
    ) {
        let occurred = self.today().saturating_sub(i64::from(days_ago).days());
        let is_plain = kind == "failure" && place.is_none() && !tendency && days_ago < 2;
        let id = if is_plain {
            let text = if days_ago == 1 { format!("yesterday: {title}") } else { title.clone() };
            after(&self.post("/", &[("text", &text)]).await, "entry=")
        } else {
            let tags: Vec<_> = place.into_iter().chain(tendency.then_some("procrastination")).collect();
            let body = json!({"text": title, "kind": kind, "occurred": occurred, "tags": tags});
            let logged = self.api(Method::POST, "/entries", body, 201).await;
            self.compared.part(
                "captured",
                &logged,
                &json!({"title": title, "occurred": occurred, "read_from": null}),
            );
            logged["id"].as_str().unwrap().to_owned()
        };
        let captured = self.now.timestamp();
        let (controls, closed, plan, planned_on) = ([0; 3], None, json!({}), BTreeMap::new());
        let entry = Entry {
            id,
            title,
            kind,
            occurred,
            captured,
            place,
            tendency,
            controls,
            closed,
            plan,
            planned_on,
            deleted: false,
        };
        self.truth.entries.push(entry);
    }

    /// Answers the first three questions of a review.
    pub(crate) async fn explain(&mut self, entry: &str, controls: [u32; 3]) {
        let words = ["mine", "partly", "outside"];
        let factors = (0..3).flat_map(|of| (0..controls[of]).map(move |_| words[of]));
        // In words that nobody else writes, so that nothing is taken to be like anything else.
        let mut word = || self.chance.word();
        let factors =
            factors.map(|control| json!({"statement": word(), "control": control})).collect::<Vec<_>>();
        let body = json!({"intended": {"statement": word()}, "happened": {"moments": [{"what": word()}]},
            "why": {"factors": factors}});
        self.api(Method::PATCH, &format!("/entries/{entry}/review"), body, 200).await;
        self.truth.entry_mut(entry).controls = controls;
    }

    /// Answers the last question, and closes the review with it. What is planned is practised from then on.
    pub(crate) async fn plan(&mut self, entry: &str, plan: Value) {
        let is_closed = self.truth.entry(entry).closed.is_some();
        let mut body = json!({"next": plan});
        if !is_closed {
            body["finish"] = json!(true);
            self.truth.entry_mut(entry).closed = Some(self.now.timestamp());
        }
        self.api(Method::PATCH, &format!("/entries/{entry}/review"), body, 200).await;
        let planned = plan["commitments"].as_array().unwrap().clone();
        for lesson in self.truth.lessons.iter_mut().filter(|lesson| lesson.entry == entry) {
            let kept = planned.iter().find(|it| it["number"] == lesson.number);
            lesson.dropped = kept.is_none();
            if let Some(kept) = kept {
                kept["act"].as_str().unwrap().clone_into(&mut lesson.act);
                lesson.learned = plan["lesson"].as_str().map(str::to_owned);
            }
        }
        let today = self.today();
        let entry = self.truth.entry_mut(entry);
        for it in planned {
            entry.planned_on.entry(it["number"].as_u64().unwrap()).or_insert(today);
        }
        entry.plan = plan;
    }

    /// Looks at what is practised. What was planned since has its name from here.
    pub(crate) async fn practices(&mut self) -> Vec<Value> {
        let mut list = self.ask("/practices").await;
        let list: Vec<Value> = list["practices"].as_array_mut().unwrap().drain(..).collect();
        for found in &list {
            if self.truth.lessons.iter().all(|lesson| found["id"] != lesson.id) {
                let lesson = self.learned(found);
                self.truth.lessons.push(lesson);
            }
        }
        self.truth.look(self.now.date());
        list
    }

    /// Writes down something new that is practised, from what was planned; only its name is taken from the answer.
    fn learned(&mut self, found: &Value) -> Lesson {
        let about = &found["about"]["commitment"];
        let entry = self.truth.entry(about["entry"].as_str().unwrap());
        let number = about["number"].as_u64().unwrap();
        let planned = entry.plan["commitments"].as_array().unwrap();
        let planned = planned.iter().find(|it| it["number"] == number).unwrap();
        let text = |name: &str| planned[name].as_str().unwrap().to_owned();
        let kind = match planned["kind"].as_str().unwrap() {
            "habit" => Kind::Habit,
            "judgement" => Kind::Judgement,
            _ => Kind::System,
        };
        let strengths = ["weaker", "intermediate", "stronger"];
        let planned_on = entry.planned_on[&number];
        let (entry, learned) = (entry.id.clone(), entry.plan["lesson"].as_str().map(str::to_owned));
        let slump = planned_on.saturating_add(i64::from(90 + self.chance.below(240)).days());
        let gap = match kind {
            Kind::Habit => 3 + self.chance.below(6),
            Kind::Judgement => 40 + self.chance.below(25),
            Kind::System => 8 + self.chance.below(8),
        };
        let surely = *self.chance.of(&[98, 96, 94, 90, 80, 50]);
        Lesson {
            id: found["id"].as_str().unwrap().to_owned(),
            entry,
            number,
            kind,
            strength: strengths.iter().position(|it| planned["strength"] == *it).unwrap(),
            cue: text("cue"),
            act: text("act"),
            learned,
            planned_on,
            begun_on: None,
            aside: false,
            dropped: false,
            ended: None,
            put_off: None,
            moments: Vec::new(),
            ratings: Vec::new(),
            nature: Nature { gap, surely, slump: (slump, slump.saturating_add(35.days())) },
        }
    }

    /// Notes a moment with all that can be said of it, on the page or as a program.
    pub(crate) async fn note(&mut self, lesson: &str, said: Saying, is_on_page: bool) {
        let today = self.today();
        let id = if is_on_page {
            let (when, outcome) = (said.when(), said.outcome(today));
            let did = outcome["met"]["did"].as_str().or(outcome.as_str());
            let did = if did == Some("did_not_come_up") { "not_up" } else { did.unwrap() };
            let met = &outcome["met"];
            let fields = [
                ("did", did),
                ("when", &*when),
                ("recurred", met["recurred"].as_str().unwrap_or("unknown")),
                ("hung", met["significance"].as_str().unwrap_or("")),
                ("known", said.known),
                ("reminded", if met["reminded"] == true { "true" } else { "" }),
                ("context", said.context.unwrap_or("")),
            ];
            after(&self.post(&format!("/practice/{lesson}/moments"), &fields).await, "moment=")
        } else {
            let path = format!("/practices/{lesson}/opportunities");
            let noted = self.api(Method::POST, &path, written(&said, today), 201).await;
            noted["id"].as_str().unwrap().to_owned()
        };
        let lesson = self.truth.lesson_mut(lesson);
        // A moment of that day that waits for its answer is answered with it.
        let waits = |moment: &&mut Moment| {
            !moment.removed && moment.said.saw == Saw::Open && moment.said.on == said.on
        };
        if let Some(waiting) = lesson.moments.iter_mut().find(waits) {
            let is_same = waiting.id == id;
            waiting.before = Some(std::mem::replace(&mut waiting.said, said));
            self.compared.is_true(is_same, || format!("{id} did not answer the moment that waited"));
        } else {
            lesson.moments.push(Moment { id, said, before: None, removed: false });
        }
    }

    /// Answers with one tap on Today what is asked.
    pub(crate) async fn tap(&mut self, lesson: &str, saw: Saw, waiting: Option<&str>) {
        let did = match saw {
            Saw::Met(Met { halves, .. }) => ["missed", "half", "done"][usize::from(halves)],
            Saw::Installed => "installed",
            Saw::StillThere => "still_there",
            Saw::Gone => "gone",
            Saw::NotUp | Saw::Open => "not_up",
        };
        let fields = [("did", did), ("back", "today"), ("moment", waiting.unwrap_or_default())];
        let id = after(&self.post(&format!("/practice/{lesson}/answer"), &fields).await, "moment=");
        let (today, at) = (self.today(), self.now.timestamp());
        let lesson = self.truth.lesson_mut(lesson);
        let said = Saying { on: today, time: None, saw, known: "myself", context: None, at };
        let old = lesson.moments.iter_mut().find(|moment| match waiting {
            Some(waiting) => moment.id == waiting,
            None => !moment.removed && moment.said.saw == Saw::Open && moment.said.on == today,
        });
        if let Some(old) = old {
            let said = Saying { on: old.said.on, time: old.said.time, ..said };
            old.before = Some(std::mem::replace(&mut old.said, said));
        } else {
            lesson.moments.push(Moment { id, said, before: None, removed: false });
        }
    }

    /// Looks an entry up before something is begun: whether its moments come is asked later (D22).
    pub(crate) async fn expect(&mut self, entry: &str) {
        let answer = self.api(Method::POST, "/practices/expect", json!({"entries": [entry]}), 200).await;
        let (today, at) = (self.today(), self.now.timestamp());
        self.truth.look(today);
        let of_entry = |lesson: &&Lesson| lesson.entry == entry && lesson.turn() == "begun";
        let begun: Vec<String> =
            self.truth.shown().into_iter().filter(of_entry).map(|it| it.id.clone()).collect();
        let mut expected = answer["expected"].as_array().unwrap().iter();
        for id in begun {
            let lesson = self.truth.lesson_mut(&id);
            let known = lesson.said().filter(|(_, said)| said.on == today).max_by_key(|(_, said)| said.time);
            let is_open = known.is_some_and(|(_, said)| said.saw == Saw::Open);
            if known.is_some() && !is_open {
                continue;
            }
            let Some(found) = expected.next() else {
                self.compared.is_true(false, || format!("{id} is not expected"));
                continue;
            };
            let moment = found["opportunity"].as_str().unwrap().to_owned();
            if let Some((open, _)) = known {
                self.compared.same("expected again", &found["opportunity"], &json!(open));
            } else {
                let said =
                    Saying { on: today, time: None, saw: Saw::Open, known: "myself", context: None, at };
                lesson.moments.push(Moment { id: moment, said, before: None, removed: false });
            }
            self.compared.same("expected", &found["practice"], &json!(id));
        }
        self.compared.is_true(expected.next().is_none(), || "more is expected than came up".to_owned());
    }

    /// Answers a moment that waits, or that nobody answered in time.
    pub(crate) async fn answer(&mut self, lesson: &str, moment: &str, said: Saying) {
        let body = written(&said, self.today());
        self.api(Method::POST, &format!("/opportunities/{moment}/answer"), body, 200).await;
        let moment = self.moment(lesson, moment);
        moment.before = Some(std::mem::replace(&mut moment.said, said));
    }

    /// Says something else of a moment.
    pub(crate) async fn correct(&mut self, lesson: &str, moment: &str, said: Saying) {
        let body = written(&said, self.today());
        self.api(Method::PUT, &format!("/opportunities/{moment}"), body, 200).await;
        let moment = self.moment(lesson, moment);
        if moment.said != said {
            moment.before = Some(std::mem::replace(&mut moment.said, said));
        }
    }

    pub(crate) async fn undo(&mut self, lesson: &str, moment: &str, is_on_page: bool) {
        if is_on_page {
            self.post(&format!("/practice/{lesson}/moments/{moment}/undo"), &[]).await;
        } else {
            self.api(Method::POST, &format!("/opportunities/{moment}/undo"), Value::Null, 200).await;
        }
        self.moment(lesson, moment).undo();
    }

    pub(crate) async fn remove(&mut self, lesson: &str, moment: &str) {
        self.api(Method::DELETE, &format!("/opportunities/{moment}"), Value::Null, 200).await;
        self.moment(lesson, moment).removed = true;
    }

    fn moment(&mut self, lesson: &str, moment: &str) -> &mut Moment {
        self.truth.lesson_mut(lesson).moments.iter_mut().find(|it| it.id == moment).unwrap()
    }

    pub(crate) async fn rate(&mut self, lesson: &str, scores: Vec<u8>) {
        let today = self.today();
        if let [one] = *scores {
            self.post(&format!("/practice/{lesson}/rate"), &[("one", &one.to_string())]).await;
        } else {
            self.api(Method::POST, &format!("/practices/{lesson}/ratings"), json!({"scores": scores}), 200)
                .await;
        }
        self.truth.lesson_mut(lesson).ratings.push((today, scores));
    }

    pub(crate) async fn unrate(&mut self, lesson: &str) {
        self.api(Method::DELETE, &format!("/practices/{lesson}/ratings/last"), Value::Null, 200).await;
        self.truth.lesson_mut(lesson).ratings.pop();
    }

    /// Does something with a practice: begins it, sets it aside, puts it off, lets it go, replaces it, takes it up again.
    pub(crate) async fn act(&mut self, lesson: &str, act: &str, by: Option<&str>, is_on_page: bool) {
        let today = self.today();
        let until = today.saturating_add(7.days());
        if is_on_page {
            let fields = [("back", "list"), ("until", "week"), ("by", by.unwrap_or_default())];
            self.post(&format!("/practice/{lesson}/{act}"), &fields).await;
        } else {
            let body = match act {
                "put-off" => json!({ "until": until }),
                "supersede" => json!({ "by": by }),
                _ => Value::Null,
            };
            self.api(Method::POST, &format!("/practices/{lesson}/{act}"), body, 200).await;
        }
        self.truth.lesson_mut(lesson).does(act, today, until);
    }

    pub(crate) async fn delete(&mut self, entry: &str, is_deleted: bool) {
        if is_deleted {
            self.api(Method::DELETE, &format!("/entries/{entry}"), Value::Null, 200).await;
        } else {
            self.api(Method::POST, &format!("/entries/{entry}/take-back"), Value::Null, 200).await;
        }
        self.truth.entry_mut(entry).deleted = is_deleted;
    }
}

fn written(said: &Saying, today: Date) -> Value {
    let mut body = json!({"outcome": said.outcome(today), "when": said.when(), "known": said.known});
    if let Some(context) = said.context {
        body["context"] = json!(context);
    }
    body
}
