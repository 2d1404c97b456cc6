//! Makes the collection that hansei brings out of the Markdown files of dfds/postmortems:
//! `cargo run -p hansei-app --example starter -- FOLDER > crates/app/src/library/starter/dfds.jsonl`
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "what it makes is its output, and it runs by hand"
)]

use std::fs;
use std::path::Path;

use hansei_method::case::Case;
use serde_json::json;

/// Names of people that stand in the timelines; they say nothing about what happened.
const PEOPLE: [&str; 4] = ["Emil", "Audun", "John", "Ross"];

fn main() {
    let folder = std::env::args().nth(1).unwrap();
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "md"));
    files.sort();
    for file in files {
        println!("{}", serde_json::to_string(&case(&file)).unwrap());
    }
}

fn case(file: &Path) -> Case {
    let name = file.file_stem().unwrap().to_str().unwrap();
    let text = without_people(&fs::read_to_string(file).unwrap().replace('\r', ""));
    let parts = parts(&text);
    let found = |name: &str| parts.iter().find(|(heading, _)| heading.starts_with(name));
    let part = |name: &str| found(name).map(|(_, body)| body.trim()).filter(|body| body.len() > 2);
    let title = parts
        .iter()
        .find(|(heading, _)| heading.starts_with("# "))
        .map_or(name, |(heading, _)| &heading[2..]);
    let timeline = part("Timeline").unwrap_or_default();
    let happened = [part("Summary").unwrap_or_default(), &rows(timeline)].map(str::trim).join("\n\n");
    let category =
        part("Stats").and_then(|stats| stats.lines().find_map(|line| line.split_once("Category:")));
    let labels: Vec<&str> =
        category.map(|(_, label)| label.trim()).filter(|label| !label.is_empty()).into_iter().collect();
    let address = format!(
        "https://github.com/dfds/postmortems/blob/master/postmortems/{}.md",
        name.replace(' ', "%20")
    );
    let mut fields = json!({
        "key": name.split(' ').next().unwrap(), "title": title.trim(), "happened": happened.trim(),
        "why": part("Contributing Factors"), "change": part("Action Items"), "lesson": part("Lessons Learned"),
        "link": address, "labels": labels,
    });
    if let Some(day) = first_day(timeline) {
        fields["occurred"] = day.into();
    }
    serde_json::from_value(fields).unwrap()
}

/// Parts a text at its headings: the first one with its mark, the others without.
fn parts(text: &str) -> Vec<(String, String)> {
    let mut parts: Vec<(String, String)> = vec![(String::new(), String::new())];
    for line in text.lines() {
        if let Some(heading) =
            line.strip_prefix("## ").or_else(|| line.strip_prefix("# Stats").map(|_| "Stats"))
        {
            parts.push((heading.trim().to_owned(), String::new()));
        } else if line.starts_with("# ") {
            parts.push((line.to_owned(), String::new()));
        } else if !(line.starts_with('[') && line.contains("]: ")) {
            let body = &mut parts.last_mut().unwrap().1;
            body.push_str(line.trim_end());
            body.push('\n');
        }
    }
    parts
}

/// Writes a table of moments as lines: "2019-12-04 00:30: …".
fn rows(table: &str) -> String {
    let mut lines = Vec::new();
    for line in table.lines() {
        let Some(row) = line.trim().strip_prefix('|') else {
            lines.push(line.to_owned());
            continue;
        };
        let cells: Vec<&str> = row.trim_end_matches('|').split('|').map(str::trim).collect();
        let is_rule = cells.iter().all(|cell| cell.chars().all(|letter| "-: ".contains(letter)));
        if !is_rule && first_day(cells[0]).is_some() {
            lines.push(format!("{}: {}", cells[0], cells[1..].join(" ")));
        }
    }
    lines.join("\n").trim().to_owned()
}

fn first_day(text: &str) -> Option<String> {
    let starts = text.char_indices().map(|(at, _)| at);
    let days =
        starts.filter_map(|at| text.get(at..at + 10)).filter_map(|day| day.parse::<jiff::civil::Date>().ok());
    days.filter(|day| (2015..2030).contains(&day.year())).map(|day| day.to_string()).next()
}

fn without_people(text: &str) -> String {
    let mut written = text.to_owned();
    for name in PEOPLE {
        written = written.replace(name, "a colleague");
    }
    written
}
