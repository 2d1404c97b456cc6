//! Quarters looked back on: answered, frozen, and compared with what happened, in all the forms they are read in.

use axum::http::Method;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::life::Life;
use super::report::{Look, PLACES, dated};
use super::truth::Frozen;
use super::watch::text;

/// The tendency that some entries of each life are tagged with.
const TENDENCY: (&str, &str) = ("procrastination", "Procrastination");

const NAMES: [&str; 4] = ["First", "Second", "Third", "Fourth"];

/// The questions that are answered in words, each with its part of the way and as it is asked.
const ASKED: [(&str, &str, &str); 6] = [
    ("changed", "lessons", "What do I do differently than at its beginning, and how do I know?"),
    ("returned", "recurs", "What kept coming back, and what stands behind it?"),
    ("success", "success", "What went well, why, and how much of it was luck?"),
    ("due", "due", "What came of the ways whose day came?"),
    ("taken", "taken", "What do I take from it?"),
    ("watch", "next", "What do I watch until the next time?"),
];

/// The figures of a review, as they are named.
const FIGURES: [(&str, &str); 9] = [
    ("entries", "Entries about these days"),
    ("near_misses", "of these, near misses"),
    ("successes", "of these, things that went well"),
    ("mixed", "of these, mixed"),
    ("reviewed", "Reviewed to the end"),
    ("none_mine", "of these, without a cause of my own"),
    ("told_later", "Written down in it, about earlier days"),
    ("moments", "Moments of lessons that came up"),
    ("done", "of these, done"),
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

    /// Compares what is read of a frozen review with what it has to say, line by line.
    #[expect(clippy::too_many_lines, reason = "one comparison after the other, in the order of the page")]
    async fn read(
        &mut self,
        name: &str,
        [json, markdown, html]: &[String; 3],
        report: &Value,
        answers: &Value,
    ) {
        let json: Value = serde_json::from_str(json).unwrap();
        let id = json["quarter"]["id"].as_str().unwrap().to_owned();
        let page = self.deeds.page(&format!("/quarter/{id}")).await.body;
        let compared = &mut self.deeds.compared;
        let rows = rows(report);
        for (form, written) in [("page", &page), ("document", html)] {
            let place = format!("{name}, the {form}");
            let cells: Vec<Vec<String>> = written
                .split("<tr>")
                .skip(1)
                .map(|row| row.split("</tr>").next().unwrap())
                .map(|row| {
                    row.split("</t")
                        .filter(|cell| cell.contains("<t"))
                        .map(|cell| text(cell).trim().to_owned())
                        .collect()
                })
                .collect();
            for row in &rows {
                // The page and the document call what was planned within the quarter by other words.
                let is_it = |cells: &&Vec<String>| {
                    cells.first().is_some_and(|first| row.names.contains(&first.as_str()))
                        && cells[1..] == row.cells
                };
                compared.is_true(cells.iter().any(|cells| is_it(&cells)), || {
                    format!("{place} has no row {:?} {:?}", row.names, row.cells)
                });
            }
        }
        for row in &rows {
            let line = |name: &&str| {
                markdown.contains(&format!(
                    "| {} |",
                    [&[(*name).to_owned()], &row.cells[..]].concat().join(" | ")
                ))
            };
            compared.is_true(row.names.iter().any(line), || {
                format!("{name}, the text has no row {:?} {:?}", row.names, row.cells)
            });
        }
        let words = [text(&page), text(html), plain(markdown)];
        for (form, words) in ["page", "document", "text"].iter().zip(&words) {
            let place = format!("{name}, the {form}");
            for (word, _, question) in ASKED {
                if let Some(said) = answers[word].as_str() {
                    compared.says(&place, words, said);
                    // On the page these stand under headings of their own.
                    if *form != "page" || !["taken", "watch"].contains(&word) {
                        compared.says(&place, words, question);
                    }
                }
            }
            for lines in ["moved", "steady", "untested"] {
                for line in report[lines].as_array().unwrap() {
                    compared.says(&place, words, line["sentence"].as_str().unwrap());
                    for seen in line["evidence"].as_array().unwrap() {
                        compared.says(&place, words, seen.as_str().unwrap());
                    }
                    for change in line["changes"].as_array().map_or(&[][..], Vec::as_slice) {
                        let word = |name: &str| change[name].as_str().unwrap();
                        let day = dated(word("on").parse().unwrap());
                        let told =
                            format!("{} to {} on {day}: {}", word("from"), word("to"), word("because"));
                        compared.says(&place, words, &told);
                    }
                }
            }
            for line in report["due"].as_array().unwrap().iter().chain(report["coming"].as_array().unwrap()) {
                compared.says(&place, words, line["title"].as_str().unwrap());
                compared.says(&place, words, &dated(line["on"].as_str().unwrap().parse().unwrap()));
            }
            for decided in report["decided"].as_array().map_or(&[][..], Vec::as_slice) {
                compared.says(&place, words, decided["sentence"].as_str().unwrap());
                compared.says(&place, words, decided["note"].as_str().unwrap_or_default());
            }
            compared.says(&place, words, report["success"]["title"].as_str().unwrap_or_default());
            compared.says(&place, words, &next(form, report));
        }
        let shown = |of: &str| -> String {
            let count = |place: &&str| {
                report["lessons"]["flows"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter(|flow| flow[of] == **place)
                    .map(|flow| flow["count"].as_u64().unwrap())
                    .sum::<u64>()
            };
            let parts: Vec<_> = PLACES
                .iter()
                .filter(|place| count(place) > 0)
                .map(|place| format!("{} {place}", count(place)))
                .collect();
            if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
        };
        let flows = report["lessons"]["flows"].as_array().unwrap();
        if !flows.is_empty() {
            let planned: u64 = flows
                .iter()
                .filter(|flow| flow["from"].is_null())
                .map(|flow| flow["count"].as_u64().unwrap())
                .sum();
            let told = format!(
                "At the beginning: {}. At the end: {}. {planned} planned in between, {} changed their state.",
                shown("from"),
                shown("to"),
                report["lessons"]["moved"]
            );
            compared.says(name, &words[0], &told);
            let lessons = &report["lessons"];
            let told = format!(
                "{} never tested, {} challenged, {} waiting for their turn.",
                lessons["untested"], lessons["challenged"], lessons["waiting"]
            );
            compared.says(name, &words[0], &told);
        }
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

/// A row of a table: what it may be called, and its cells.
struct Row {
    names: Vec<&'static str>,
    cells: Vec<String>,
}

/// All rows that the tables of a review have to have.
fn rows(report: &Value) -> Vec<Row> {
    let mut rows = Vec::new();
    for (field, name) in FIGURES {
        let earlier = report.get("earlier").map(|earlier| earlier["entries"][field].to_string());
        let cells = earlier.into_iter().chain([report["entries"][field].to_string()]).collect();
        rows.push(Row { names: vec![name], cells });
    }
    let flows = report["lessons"]["flows"].as_array().unwrap();
    let count = |is_it: &dyn Fn(&Value) -> bool| {
        flows
            .iter()
            .filter(|flow| is_it(flow))
            .map(|flow| flow["count"].as_u64().unwrap())
            .sum::<u64>()
            .to_string()
    };
    if !flows.is_empty() {
        for place in PLACES {
            let cells = vec![count(&|flow| flow["from"] == place), count(&|flow| flow["to"] == place)];
            rows.push(Row { names: vec![place], cells });
        }
        let cells = vec![String::new(), count(&|flow| flow["from"].is_null())];
        rows.push(Row { names: vec!["planned in between", "planned in it"], cells });
    }
    let numbers =
        |of: &Value| of.as_array().unwrap().iter().map(|it| it.as_u64().unwrap()).collect::<Vec<_>>();
    let strengths = numbers(&report["strengths"]);
    let cells = [strengths.iter().sum()].iter().chain(&strengths).map(u64::to_string).collect();
    rows.push(Row { names: vec!["Mine, this time"], cells });
    let controls = numbers(&report["controls"]);
    if controls.iter().sum::<u64>() > 0 {
        for (name, count) in ["fully mine", "partly mine", "outside"].into_iter().zip(controls) {
            rows.push(Row { names: vec![name], cells: vec![count.to_string()] });
        }
    }
    rows
}

/// How the day of the next review is said.
fn next(form: &str, report: &Value) -> String {
    let on: Date = report["next_on"].as_str().unwrap().parse().unwrap();
    match form {
        "page" => format!("Next review: {} {}.", on.strftime("%A %-d %B"), on.year()),
        _ => dated(on),
    }
}

/// Takes the signs of Markdown out of a text.
fn plain(markdown: &str) -> String {
    markdown.replace(['\\', '*', '>'], "").split_whitespace().collect::<Vec<_>>().join(" ")
}
