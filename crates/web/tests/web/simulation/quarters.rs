//! Quarters looked back on: answered, frozen, and compared with what happened, in all the forms they are read in.

use axum::http::Method;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::life::Life;
use super::report::Look;
use super::truth::Frozen;
use super::watch::text;

/// The tendency that some entries of each life are tagged with.
const TENDENCY: (&str, &str) = ("procrastination", "Procrastination");

const NAMES: [&str; 4] = ["First", "Second", "Third", "Fourth"];

/// The questions that are answered in words, each with its part of the way and as it is asked.
pub(crate) const ASKED: [(&str, &str, &str); 6] = [
    ("changed", "lessons", "What do I do differently than at its beginning, and how do I know?"),
    ("returned", "recurs", "What kept coming back, and what stands behind it?"),
    ("success", "success", "What went well, why, and how much of it was luck?"),
    ("due", "due", "What came of the ways whose day came?"),
    ("taken", "taken", "What do I take from it?"),
    ("watch", "next", "What do I watch until the next time?"),
];

impl Life {
    /// Looks back on a quarter, answers, freezes it, and compares all that it says.
    pub(crate) async fn look_back(&mut self, first: Date) {
        let last = first.saturating_add(2.months()).last_of_month();
        let quarter = (first.month() - 1) / 3;
        let name = format!("{}-Q{}", first.year(), quarter + 1);
        self.deeds.pass(10);
        let begun = self.deeds.api(Method::POST, "/quarters", json!({"period": name}), 201).await;
        let id = begun["id"].as_str().unwrap().to_owned();
        let answers = self.answers(first, last);
        self.say(&id, &answers).await;
        self.deeds.pass(10);
        self.patterns().await;
        let today = self.deeds.today();
        self.deeds.truth.look(today);
        let (now, truth) = (self.deeds.now.clone(), &self.deeds.truth);
        let look = Look { truth, first, last, now: &now, answers: &answers };
        let (report, pattern) = (look.report(), look.pattern(TENDENCY.0, TENDENCY.1, truth.is_confirmed));
        self.deeds.api(Method::POST, &format!("/quarters/{id}/freeze"), Value::Null, 200).await;
        self.carry_out(&answers);
        let found = self.deeds.ask(&format!("/quarters/{id}")).await;
        let place = format!("quarter {name}");
        let compared = &mut self.deeds.compared;
        let mut told = found["report"].clone();
        let patterns = told.as_object_mut().unwrap().remove("patterns").unwrap();
        compared.same(&place, &told, &report);
        let of = patterns.as_array().unwrap().iter().find(|it| it["key"] == TENDENCY.0);
        compared.same(&format!("{place} pattern"), of.unwrap_or(&Value::Null), &pattern.unwrap_or_default());
        let clock = now.strftime("%Y-%m-%dT%H:%M").to_string();
        compared.same(&place, &found["quarter"]["answers"], &answers);
        compared.says(&place, found["quarter"]["frozen"]["clock"].as_str().unwrap(), &clock);
        compared.same(&place, &found["is_as_frozen"], &json!(true));
        let name = NAMES[usize::try_from(quarter).unwrap()];
        let documents = self.documents(&id).await;
        self.read(&format!("{name} quarter of {}", first.year()), &documents, &report, &answers).await;
        self.deeds.truth.quarters.push(Frozen { id, name, first, last, answers, report, documents });
        self.listed().await;
    }

    /// What the person says of a quarter.
    fn answers(&mut self, first: Date, last: Date) -> Value {
        let mut answers = json!({});
        for (word, ..) in ASKED {
            if self.deeds.chance.share(60) {
                answers[word] = json!(format!("On {word}: {}.", self.deeds.chance.word()));
            }
        }
        let went_well = |entry: &&super::truth::Entry| {
            !entry.deleted && first <= entry.occurred && entry.occurred <= last && entry.kind == "success"
        };
        if let Some(entry) = self.deeds.truth.entries.iter().find(went_well) {
            answers["success_entry"] = json!(entry.id);
        }
        if self.deeds.chance.one_in(4) {
            answers["next_on"] = json!(last.saturating_add(2.months()));
        }
        let lessons: Vec<String> =
            self.deeds.truth.shown().into_iter().map(|lesson| lesson.id.clone()).collect();
        let mut decisions: Vec<Value> = Vec::new();
        for lesson in lessons {
            if !self.deeds.chance.one_in(8) {
                continue;
            }
            let mut decision = json!({"practice": lesson});
            decision["verdict"] = json!(self.deeds.chance.of(&["keep", "practise", "reword", "retire"]));
            if self.deeds.chance.share(50) {
                decision["note"] = json!(format!("because of the {}", self.deeds.chance.word()));
            }
            decisions.push(decision);
        }
        if !decisions.is_empty() {
            answers["decisions"] = json!(decisions);
        }
        answers
    }

    /// Says it: part by part on the pages, or all at once as a program.
    async fn say(&mut self, id: &str, answers: &Value) {
        if !self.deeds.chance.share(self.person.on_pages) {
            let body = json!({ "answers": answers });
            self.deeds.api(Method::PUT, &format!("/quarters/{id}"), body, 200).await;
            return;
        }
        for (word, step, _) in ASKED {
            let mut fields = vec![(word.to_owned(), answers[word].as_str().unwrap_or_default().to_owned())];
            match step {
                "lessons" => {
                    let decisions = answers["decisions"].as_array().map_or(&[][..], Vec::as_slice);
                    for (at, decision) in decisions.iter().enumerate() {
                        for name in ["practice", "verdict", "note"] {
                            let value = decision[name].as_str().unwrap_or_default().to_owned();
                            fields.push((format!("lesson.{at}.{name}"), value));
                        }
                    }
                }
                "success" | "next" => {
                    let name = if step == "next" { "next_on" } else { "success_entry" };
                    fields.push((name.to_owned(), answers[name].as_str().unwrap_or_default().to_owned()));
                }
                _ => {}
            }
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            self.deeds.requests += 1;
            self.deeds.house.post(&format!("/quarter/{id}/answer/{step}"), &fields).await.expect(303);
        }
    }

    /// Confirms the tendency once it is asked about.
    async fn patterns(&mut self) {
        let found = self.deeds.ask("/patterns").await;
        let is_asked = found["patterns"].as_array().unwrap().iter().any(|it| it["id"] == TENDENCY.0);
        if is_asked && !self.deeds.truth.is_confirmed && self.deeds.chance.share(40) {
            let path = format!("/patterns/{}/confirm", TENDENCY.0);
            self.deeds.api(Method::POST, &path, Value::Null, 200).await;
            self.deeds.truth.is_confirmed = true;
        }
    }

    /// What was decided of lessons is done with the freezing.
    fn carry_out(&mut self, answers: &Value) {
        let today = self.deeds.today();
        for decision in answers["decisions"].as_array().map_or(&[][..], Vec::as_slice) {
            let lesson = self.deeds.truth.lesson_mut(decision["practice"].as_str().unwrap());
            match decision["verdict"].as_str() {
                Some("retire") if !lesson.is_over() => lesson.does("retire", today, today),
                Some("practise") if !lesson.is_over() => lesson.does("begin", today, today),
                _ => {}
            }
        }
    }

    /// Reads a review in all its forms: for programs, as Markdown, as a page of its own.
    pub(crate) async fn documents(&mut self, id: &str) -> [String; 3] {
        let mut found = self.deeds.ask(&format!("/quarters/{id}")).await;
        found.as_object_mut().unwrap().remove("version");
        let markdown = self.deeds.page(&format!("/quarter/{id}/markdown")).await.body;
        let html = self.deeds.page(&format!("/quarter/{id}/html")).await.body;
        [found.to_string(), markdown, html]
    }

    /// Compares the list of reviews, and the day on which the next one is due.
    async fn listed(&mut self) {
        let list = self.deeds.ask("/quarters").await;
        let page = text(&self.deeds.page("/quarter").await.body);
        let today = self.deeds.today();
        let latest = self.deeds.truth.quarters.last().unwrap();
        let due: Date = latest.report["next_on"].as_str().unwrap().parse().unwrap();
        let compared = &mut self.deeds.compared;
        compared.part("quarters", &list, &json!({"due_on": due, "is_due": due <= today}));
        let told = if due <= today {
            "A review is due. It can wait, and it can be skipped.".to_owned()
        } else {
            format!("The next review is due on {} {}.", due.strftime("%A %-d %B"), due.year())
        };
        compared.says("the list of reviews", &page, &told);
        for frozen in &self.deeds.truth.quarters {
            let told = format!(
                "{} entries, {} lessons changed.",
                frozen.report["entries"]["entries"], frozen.report["lessons"]["moved"]
            );
            compared.says(&format!("the list of reviews, {}", frozen.name), &page, &told);
        }
    }
}
