//! A frozen review as it is read: on its page, as a document and as a text, line by line beside what it has to say.

use jiff::civil::Date;
use serde_json::Value;

use super::compare::Compared;
use super::life::Life;
use super::quarters::ASKED;
use super::report::{PLACES, dated};
use super::watch::text;

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
    /// Compares what is read of a frozen review with what it has to say, line by line.
    pub(crate) async fn read(
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
        for row in rows(report) {
            for (form, written) in [("page", &page), ("document", html)] {
                let is_there = || format!("{name}, the {form} has no row {:?} {:?}", row.names, row.cells);
                compared.is_true(cells(written).iter().any(|cells| row.is(cells)), is_there);
            }
            let line = |name: &&'static str| {
                let cells = [&[(*name).to_owned()], &row.cells[..]].concat();
                markdown.contains(&format!("| {} |", cells.join(" | ")))
            };
            let is_there = || format!("{name}, the text has no row {:?} {:?}", row.names, row.cells);
            compared.is_true(row.names.iter().any(line), is_there);
        }
        let words = [text(&page), text(html), plain(markdown)];
        for (form, words) in ["page", "document", "text"].iter().zip(&words) {
            let place = format!("{name}, the {form}");
            for (word, _, question) in ASKED {
                let Some(said) = answers[word].as_str() else { continue };
                compared.says(&place, words, said);
                // On the page these stand under headings of their own.
                if *form != "page" || !["taken", "watch"].contains(&word) {
                    compared.says(&place, words, question);
                }
            }
            told(compared, &place, words, report);
            compared.says(&place, words, &next(form, report));
        }
        counted(compared, name, &words[0], report);
    }
}

/// Borrows a list; nothing where there is none.
fn list<'a>(report: &'a Value, name: &str) -> &'a [Value] {
    report[name].as_array().map_or(&[], Vec::as_slice)
}

/// Looks for every lesson, day and decision that a review tells.
fn told(compared: &mut Compared, place: &str, words: &str, report: &Value) {
    for line in ["moved", "steady", "untested"].iter().flat_map(|lines| list(report, lines)) {
        compared.says(place, words, line["sentence"].as_str().unwrap());
        for seen in list(line, "evidence") {
            compared.says(place, words, seen.as_str().unwrap());
        }
        for change in list(line, "changes") {
            let word = |name: &str| change[name].as_str().unwrap();
            let day = dated(word("on").parse().unwrap());
            let told = format!("{} to {} on {day}: {}", word("from"), word("to"), word("because"));
            compared.says(place, words, &told);
        }
    }
    for line in list(report, "due").iter().chain(list(report, "coming")) {
        compared.says(place, words, line["title"].as_str().unwrap());
        compared.says(place, words, &dated(line["on"].as_str().unwrap().parse().unwrap()));
    }
    for decided in list(report, "decided") {
        compared.says(place, words, decided["sentence"].as_str().unwrap());
        if let Some(note) = decided["note"].as_str() {
            compared.says(place, words, note);
        }
    }
    if let Some(title) = report["success"]["title"].as_str() {
        compared.says(place, words, title);
    }
}

/// Looks for what the page says beside its picture of the lessons.
fn counted(compared: &mut Compared, name: &str, page: &str, report: &Value) {
    let lessons = &report["lessons"];
    let flows = list(lessons, "flows");
    if flows.is_empty() {
        return;
    }
    let shown = |of: &str| {
        let parts: Vec<_> = PLACES
            .iter()
            .map(|place| (place, sum(flows, |flow| flow[of] == **place)))
            .filter(|(_, count)| *count > 0)
            .map(|(place, count)| format!("{count} {place}"))
            .collect();
        if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
    };
    let planned = sum(flows, |flow| flow["from"].is_null());
    let (stood, stand, moved) = (shown("from"), shown("to"), &lessons["moved"]);
    let ends = format!("At the beginning: {stood}. At the end: {stand}.");
    compared.says(name, page, &format!("{ends} {planned} planned in between, {moved} changed their state."));
    let (untested, challenged, waiting) = (&lessons["untested"], &lessons["challenged"], &lessons["waiting"]);
    let told = format!("{untested} never tested, {challenged} challenged, {waiting} waiting for their turn.");
    compared.says(name, page, &told);
}

fn sum(flows: &[Value], is_it: impl Fn(&Value) -> bool) -> u64 {
    flows.iter().filter(|flow| is_it(flow)).map(|flow| flow["count"].as_u64().unwrap()).sum()
}

/// Reads the cells of all tables of a page.
fn cells(html: &str) -> Vec<Vec<String>> {
    let row = |row: &str| {
        let cells = row.split("</tr>").next().unwrap().split("</t").filter(|cell| cell.contains("<t"));
        cells.map(|cell| text(cell).trim().to_owned()).collect()
    };
    html.split("<tr>").skip(1).map(row).collect()
}

/// A row of a table: what it may be called, and its cells.
struct Row {
    names: Vec<&'static str>,
    cells: Vec<String>,
}

impl Row {
    /// The page and the document call what was planned within the quarter by other words.
    fn is(&self, cells: &[String]) -> bool {
        cells.first().is_some_and(|first| self.names.contains(&first.as_str())) && cells[1..] == self.cells
    }
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
