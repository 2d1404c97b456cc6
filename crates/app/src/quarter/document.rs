//! A review as a document that needs nothing else: Markdown, or a page that every browser opens and prints.

use hansei_method::factor::Control;
use hansei_method::plan::Strength;
use hansei_method::quarter::{
    Answers, Asked, BASELINES, Counts, Decided, DueLine, EntryLine, LessonLine, PatternLine, Place, Quarter,
    Report,
};

use crate::export::story::{Block, Point, Story};
use crate::export::{html, markdown};
use crate::share::Form;

/// What is said where nothing is there.
const NOTHING: &str = "Nothing.";

/// Writes a review with what the log tells of its period.
#[must_use]
pub fn document(quarter: &Quarter, report: &Report, form: Form) -> String {
    let story = Story { title: quarter.period.name(), blocks: blocks(quarter, report) };
    let note = note(quarter, report);
    match form {
        Form::Html => html::page(&story, &note),
        Form::Markdown => markdown::page(&story, Some(&note)),
    }
}

/// Says what it is, and how one sees that it was not changed.
fn note(quarter: &Quarter, report: &Report) -> String {
    let days = quarter.period.days();
    let Some(frozen) = &quarter.frozen else {
        return format!("{days}. A draft, told up to {}; nothing of it is frozen.", dated(report.as_of));
    };
    let owner = frozen.owner.as_ref().map_or(String::new(), |owner| format!(" {owner}."));
    let clock = frozen.clock.time().map_or(String::new(), |time| time.strftime(", %H:%M").to_string());
    let print = match &frozen.fingerprint {
        Some(fingerprint) => format!("Fingerprint {}.", grouped(fingerprint)),
        None => "Something that it quoted was erased since, so it has no fingerprint any more.".to_owned(),
    };
    let part = if report.as_of < quarter.period.last() {
        format!(" Told up to {}.", dated(report.as_of))
    } else {
        String::new()
    };
    format!("{days}.{owner} Frozen on {}{clock}.{part} {print}", dated(frozen.clock.date()))
}

/// Writes the first half of a fingerprint in groups of four, as it is compared by eye.
#[must_use]
pub fn grouped(fingerprint: &str) -> String {
    let digits: Vec<char> = fingerprint.chars().take(32).collect();
    digits.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

fn blocks(quarter: &Quarter, report: &Report) -> Vec<Block> {
    let answers = &quarter.answers;
    let mut out = Vec::new();
    answered(&mut out, answers, Asked::Taken);
    out.push(Block::Heading("What was in it"));
    out.push(figures(quarter, report));
    out.push(Block::Heading("Where the lessons stood, and where they stand"));
    out.push(places(report));
    lessons(&mut out, "What changed", &report.moved);
    lessons(&mut out, "What came up most often", &report.steady);
    answered(&mut out, answers, Asked::Changed);
    out.push(Block::Heading("What recurs"));
    list(&mut out, report.patterns.iter().map(pattern).collect());
    answered(&mut out, answers, Asked::Returned);
    out.push(Block::Heading("How strong the changes were"));
    out.push(strengths(report));
    out.push(Block::Heading("Whose it was"));
    out.push(controls(report));
    lessons(&mut out, "Never tested, the oldest", &report.untested);
    decided(&mut out, &report.decided);
    out.push(Block::Heading("One thing that went well"));
    if report.success.is_some() || answers.success.is_none() {
        list(&mut out, report.success.iter().map(entry).collect());
    }
    answered(&mut out, answers, Asked::Success);
    out.push(Block::Heading("Ways whose day to look again came"));
    list(&mut out, report.due.iter().map(due).collect());
    answered(&mut out, answers, Asked::Due);
    if !report.coming.is_empty() {
        out.push(Block::Label("Days that come before the next review"));
        list(&mut out, report.coming.iter().map(due).collect());
    }
    out.push(Block::Heading("The next one"));
    out.push(Block::Facts(vec![("Next review", dated(report.next_on))]));
    answered(&mut out, answers, Asked::Watch);
    out
}

fn answered(out: &mut Vec<Block>, answers: &Answers, asked: Asked) {
    if let Some(words) = answers.to(asked) {
        out.push(Block::Label(asked.question()));
        out.push(Block::Words(words.to_string()));
    }
}

fn list(out: &mut Vec<Block>, points: Vec<Point>) {
    out.push(if points.is_empty() { Block::Words(NOTHING.to_owned()) } else { Block::List(points) });
}

fn lessons(out: &mut Vec<Block>, label: &'static str, lines: &[LessonLine]) {
    if !lines.is_empty() {
        out.push(Block::Label(label));
        out.push(Block::List(lines.iter().map(lesson).collect()));
    }
}

fn lesson(line: &LessonLine) -> Point {
    let change = line.changes.iter().map(|change| {
        ("Changed", format!("{} to {} on {}: {}", change.from, change.to, dated(change.on), change.because))
    });
    let seen = line.evidence.iter().map(|seen| ("Seen", seen.clone()));
    let flags = line.flags.iter().map(|flag| ("Beside it", flag.clone()));
    Point {
        level: 1,
        lead: Some(line.state_name.clone()),
        words: line.sentence.clone(),
        notes: change.chain(flags).chain(seen).collect(),
    }
}

fn pattern(line: &PatternLine) -> Point {
    Point {
        level: 1,
        lead: None,
        words: line.name.clone(),
        notes: vec![("Seen", line.seen()), ("Rate", line.rate())],
    }
}

fn decided(out: &mut Vec<Block>, decided: &[Decided]) {
    if decided.is_empty() {
        return;
    }
    out.push(Block::Label("What becomes of lessons"));
    let point = |decided: &Decided| Point {
        level: 1,
        lead: decided.verdict.map(|verdict| verdict.words().to_owned()),
        words: decided.sentence.clone(),
        notes: decided.note.iter().map(|note| ("Why", note.clone())).collect(),
    };
    out.push(Block::List(decided.iter().map(point).collect()));
}

fn due(line: &DueLine) -> Point {
    Point {
        level: 1,
        lead: Some(dated(line.on)),
        words: line.title.clone(),
        notes: vec![("Chosen", line.way.clone()), ("Because", line.reason.clone())],
    }
}

fn entry(line: &EntryLine) -> Point {
    let lesson = line.lesson.iter().map(|lesson| ("Lesson", lesson.clone()));
    Point { level: 1, lead: Some(dated(line.on)), words: line.title.clone(), notes: lesson.collect() }
}

fn figures(quarter: &Quarter, report: &Report) -> Block {
    let names = figure_names();
    let now = figures_of(&report.entries);
    let mut head = vec!["What".to_owned()];
    head.extend(report.earlier.as_ref().map(|earlier| earlier.period.short_name()));
    head.push(quarter.period.short_name());
    let before = report.earlier.as_ref().map(|earlier| figures_of(&earlier.entries));
    let row = |at: usize| {
        let mut row = vec![names[at].to_owned()];
        row.extend(before.map(|before| before[at].to_string()));
        row.push(now[at].to_string());
        row
    };
    Block::Table { head, rows: (0..names.len()).map(row).collect() }
}

/// Names the figures of [`figures_of`], in their order.
#[must_use]
pub fn figure_names() -> [&'static str; 9] {
    [
        "Entries about these days",
        "of these, near misses",
        "of these, things that went well",
        "of these, mixed",
        "Reviewed to the end",
        "of these, without a cause of my own",
        "Written down in it, about earlier days",
        "Moments of lessons that came up",
        "of these, done",
    ]
}

/// Lists the figures of a period as they stand in its table.
#[must_use]
pub fn figures_of(counts: &Counts) -> [u32; 9] {
    [
        counts.entries,
        counts.near_misses,
        counts.successes,
        counts.mixed,
        counts.reviewed,
        counts.none_mine,
        counts.told_later,
        counts.moments,
        counts.done,
    ]
}

fn places(report: &Report) -> Block {
    let lessons = &report.lessons;
    let row = |place: Place| {
        vec![place.name().to_owned(), lessons.stood(place).to_string(), lessons.stand(place).to_string()]
    };
    let mut rows: Vec<_> = Place::ALL.map(row).into();
    rows.push(vec!["planned in it".to_owned(), String::new(), lessons.planned_since().to_string()]);
    Block::Table { head: ["State", "At its beginning", "At its end"].map(str::to_owned).into(), rows }
}

fn strengths(report: &Report) -> Block {
    let mut head = vec!["Whose".to_owned(), "n".to_owned()];
    head.extend(Strength::ALL.map(|strength| strength.name().to_owned()));
    let own = |name: &str, counts: [u32; 3]| {
        let mut row = vec![name.to_owned(), counts.iter().sum::<u32>().to_string()];
        row.extend(counts.map(|count| count.to_string()));
        row
    };
    let mut rows = Vec::new();
    rows.extend(
        report
            .earlier
            .as_ref()
            .map(|earlier| own(&format!("Mine, {}", earlier.period.short_name()), earlier.strengths)),
    );
    rows.push(own("Mine, this time", report.strengths));
    for baseline in BASELINES {
        let mut row = vec![format!("{} ({})", baseline.of, baseline.source), baseline.actions.to_string()];
        row.extend(baseline.percent.map(|percent| format!("{percent} %")));
        rows.push(row);
    }
    Block::Table { head, rows }
}

fn controls(report: &Report) -> Block {
    let rows = Control::ALL.iter().zip(report.controls);
    let rows = rows.map(|(control, count)| vec![control.name().to_owned(), count.to_string()]).collect();
    Block::Table { head: vec!["Factors".to_owned(), "How many".to_owned()], rows }
}

fn dated(day: jiff::civil::Date) -> String {
    format!("{} {:04}", day.strftime("%-d %B"), day.year())
}
