//! Real collections, read where they lie beside the repository. Without them the small fixtures of the other tests
//! say the same; they are left out with a word on standard error.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use hansei_library::dates::DayOrder;
use hansei_library::form::{Field, Form};

use crate::harness::{Outcome, read};

/// Returns where a collection lies; `None`, loudly, when it is not there.
fn corpus(path: &str) -> Option<PathBuf> {
    let corpora = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/corpora");
    if corpora.join(path).exists() {
        return Some(corpora.join(path));
    }
    let left_out =
        format!("left out: the test of {path}; the collections are not in {}\n", corpora.display());
    std::io::stderr().write_all(left_out.as_bytes()).unwrap();
    None
}

fn read_corpus(path: &str) -> Option<Outcome> {
    let file = corpus(path)?;
    Some(read(path, fs::read(file).unwrap()))
}

/// The columns of a field, with commas.
fn mapped(read: &Outcome, field: Field) -> String {
    read.look.mapping.columns.get(&field).map(|columns| columns.join(", ")).unwrap_or_default()
}

#[test]
fn every_post_mortem_of_dfds_is_read() {
    let Some(folder) = corpus("dfds") else { return };
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    assert_eq!(paths.len(), 38);
    let (mut undated, mut untaught) = (Vec::new(), 0);
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap();
        let bytes = fs::read(&path).unwrap();
        let read = read(name, &bytes);
        assert_eq!((read.look.form, read.wrong.len(), read.cases.len()), (Form::Markdown, 0, 1), "{name}");
        let case = &read.cases[0];
        let stem = name.strip_suffix(".md").unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(case.key.as_str(), stem, "the key is the name");
        let heading = String::from_utf8(bytes).unwrap().lines().next().unwrap().replace("# ", "");
        assert_eq!(case.title.as_str(), heading.trim());
        assert!(case.happened.is_some() && case.change.is_some(), "{name}: {case:#?}");
        untaught += usize::from(case.lesson.is_none());
        assert!(!case.whole_text().contains("Time to recovery"), "{name}: figures are left out");
        if case.occurred.is_none() {
            undated.push(name.split(' ').next().unwrap().to_owned());
        }
    }
    undated.sort();
    assert_eq!(untaught, 1, "one has nothing under its heading");
    assert_eq!(undated, ["PM2020-003"], "its years have a digit too many");
}

#[test]
fn a_post_mortem_is_told_in_parts() {
    let Some(read) = read_corpus("dfds/PM2024-001 - Two Kubernetes nodes went into NotReady state.md") else {
        return;
    };
    let case = &read.cases[0];
    assert_eq!(case.occurred.unwrap().to_string(), "2024-03-13");
    let happened = case.happened.as_ref().unwrap().as_str();
    assert!(happened.starts_with("Summary\nIn the morning one Kubernetes node"), "{happened}");
    assert!(happened.contains("\n2024-03-13 10:03 — Alert triggered on Slack.\n"), "{happened}");
    assert!(case.why.as_ref().unwrap().as_str().starts_with("- Dev workloads mixed with prod"));
    assert!(!case.whole_text().contains("AF, AN, EC"), "names of people are left out");
}

#[test]
fn the_raw_tables_of_safenet_are_read_whole() {
    for (file, count) in [("SAFENET_2010.csv", 143), ("SAFENET_2015.csv", 66), ("SAFENET_2019.csv", 67)] {
        let Some(read) = read_corpus(&format!("safenet/{file}")) else { return };
        assert_eq!((read.cases.len(), read.reasons()), (count, Vec::new()), "{file}");
        let fields = [Field::Key, Field::Title, Field::Happened, Field::Response, Field::Occurred];
        assert_eq!(
            fields.map(|field| mapped(&read, field)),
            ["SAFENET ID", "Incident Name", "Narrative", "Immediate Action Taken", "Event Start Date"]
        );
        assert!(mapped(&read, Field::Labels).contains("Contributing Factors, Human Factors"));
        let dates = read.look.columns[3].dates.as_ref().unwrap();
        assert_eq!(dates.order, DayOrder::MonthFirst);
        assert!(read.cases.iter().all(|case| case.happened.is_some() && case.occurred.is_some()));
        assert!(read.cases.iter().all(|case| !case.whole_text().contains("<br")), "{file}");
    }
}

#[test]
fn a_safety_report_has_its_date_its_labels_and_its_paragraphs() {
    let Some(read) = read_corpus("safenet/SAFENET_2015.csv") else { return };
    let case = &read.cases[0];
    assert_eq!(case.key.as_str(), "20151014-0001");
    assert_eq!(case.occurred.unwrap().to_string(), "2015-10-13T18:00");
    assert!(case.labels.iter().any(|label| label.as_str() == "Situational Awareness"), "{:?}", case.labels);
    assert!(
        case.happened.as_ref().unwrap().as_str().contains("cooperators on their frequency.\n\nI had on of")
    );
}

#[test]
fn the_lessons_of_nasa_are_read_with_what_happened_and_what_was_learned() {
    let Some(read) = read_corpus("nasa_llis/llis.jsonl") else { return };
    assert_eq!((read.cases.len(), read.reasons()), (1637, Vec::new()));
    let fields = [Field::Key, Field::Title, Field::Happened, Field::Lesson, Field::Occurred, Field::Labels];
    assert_eq!(
        fields.map(|field| mapped(&read, field)),
        ["id", "title", "abstract", "lesson", "date", "cats"]
    );
    assert!(read.cases.iter().all(|case| case.lesson.is_some() && case.occurred.is_some()));
    assert!(read.cases.iter().all(|case| !case.whole_text().contains("&rdquo;")));
    assert_eq!(read.cases[0].labels[0].as_str(), "Energy");
}

#[test]
fn the_incidents_of_aiid_are_read_from_their_table_and_from_json_lines() {
    let Some(table) = read_corpus("aiid/incidents.csv") else { return };
    let Some(lines) = read_corpus("aiid/aiid.jsonl") else { return };
    assert_eq!((table.cases.len(), table.reasons()), (1367, Vec::new()));
    assert_eq!((lines.cases.len(), lines.reasons()), (1367, Vec::new()));
    let fields = [Field::Key, Field::Title, Field::Happened, Field::Occurred];
    assert_eq!(fields.map(|field| mapped(&table, field)), ["incident_id", "title", "description", "date"]);
    assert_eq!(fields.map(|field| mapped(&lines, field)), ["id", "title", "body", "date"]);
    assert_eq!(mapped(&lines, Field::Labels), "label, label2");
    for (one, other) in table.cases.iter().zip(&lines.cases) {
        assert_eq!((&one.key, &one.title, one.occurred), (&other.key, &other.title, other.occurred));
    }
}
