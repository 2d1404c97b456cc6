//! Measures the coach: `cargo run --release -p hansei-coach --example evaluate -- --help`

#![expect(clippy::print_stdout, reason = "a command")]
#![expect(clippy::cast_precision_loss, reason = "counts of sentences")]

mod answers;
mod score;

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use clap::Parser;
use hansei_coach::closure::chain;
use hansei_coach::{Context, Field, Flaw, Weight, chance, look_for, read, strength};
use hansei_method::factor::Control;
use hansei_method::plan::Strength;
use score::{Confusion, Score, area, reliability};
use serde::Deserialize;

/// Measures what the coach finds, for each flaw by itself.
///
/// A file is JSON Lines of sentences, {"id","flaw","label","field","text"}, where label is 0 or 1, for F9 weaker,
/// intermediate or stronger; chains of causes have "chain" in place of text, factors a "bucket" (fully, partly, outside).
/// Whole answers, {"id","field","text","flaws":[…]}, list the flaw first that should be asked about first.
#[derive(Parser)]
struct Arguments {
    /// Sentences and answers, as JSON Lines.
    #[arg(required_unless_present = "prose")]
    files: Vec<PathBuf>,
    /// Text that nobody labelled, a sentence a line: how often each rule would ask, of a thousand.
    #[arg(long)]
    prose: Vec<PathBuf>,
    /// Prints the sentences that are judged wrongly, the surest first, so many for each flaw.
    #[arg(long, default_value_t = 0)]
    wrong: usize,
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: String,
    flaw: Option<String>,
    label: Option<serde_json::Value>,
    #[serde(default)]
    field: String,
    #[serde(default)]
    text: String,
    chain: Option<Vec<String>>,
    bucket: Option<String>,
    flaws: Option<Vec<String>>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let started = Instant::now();
    let asked = read(Field::Happened, "It rained on the day.", &Context::default()).asked;
    println!("{} µs for the first answer, {} asked about", started.elapsed().as_micros(), asked.iter().len());
    let mut lines = Vec::new();
    for file in &arguments.files {
        let content = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        for (number, line) in content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let line: Line = serde_json::from_str(line)
                .map_err(|error| format!("{}, line {}: {error}", file.display(), number + 1))?;
            lines.push(line);
        }
    }
    if !lines.is_empty() {
        sentences(&lines, arguments.wrong);
        answers::judge(&lines, arguments.wrong);
        strengths(&lines);
        speed(&lines);
    }
    for file in &arguments.prose {
        prose(&fs::read_to_string(file)?, arguments.wrong);
    }
    Ok(())
}

/// Judges labelled sentences for the flaw they were written for.
fn sentences(lines: &[Line], wrong: usize) {
    println!("{:<4} {:>5} {:>5}  {}", "", "n", "with", Score::HEADING);
    let mut chances = Vec::new();
    for flaw in Flaw::ALL {
        let judged = lines.iter().filter(|line| line.flaw.as_deref() == Some(flaw.code()));
        let mut seen: Vec<(f32, bool, bool, &Line)> = judged
            .filter_map(|line| {
                let has_flaw = line.label.as_ref()?.as_u64()? == 1;
                let (is_asked, chance) = judge(flaw, line);
                Some((chance, is_asked, has_flaw, line))
            })
            .collect();
        if seen.is_empty() {
            continue;
        }
        let score = Score::of(seen.iter().map(|(_, is_asked, has_flaw, _)| (*is_asked, *has_flaw)));
        let pairs: Vec<(f32, bool)> =
            seen.iter().map(|(chance, _, has_flaw, _)| (*chance, *has_flaw)).collect();
        println!(
            "{:<4} {:>5} {:>5}  {score}  {:.3}  {:.2}",
            flaw.code(),
            seen.len(),
            score.with(),
            area(&pairs),
            length_alone(&seen)
        );
        if !matches!(flaw, Flaw::PrematureClosure | Flaw::Misattribution) {
            chances.extend(pairs);
        }
        seen.retain(|(_, is_asked, has_flaw, _)| is_asked != has_flaw);
        seen.sort_by(|one, other| (other.0 - 0.5).abs().total_cmp(&(one.0 - 0.5).abs()));
        for (chance, is_asked, _, line) in seen.iter().take(wrong) {
            println!(
                "     {} {chance:.2} {} {}",
                if *is_asked { "asked " } else { "silent" },
                line.id,
                line.text
            );
        }
    }
    reliability(&chances);
}

/// Says whether the coach would ask, and how likely it thinks the flaw.
fn judge(flaw: Flaw, line: &Line) -> (bool, f32) {
    if flaw == Flaw::PrematureClosure {
        let statements: Vec<&str> = match &line.chain {
            Some(chain) => chain.iter().map(String::as_str).collect(),
            None => vec!["", &line.text],
        };
        let is_asked = chain(&statements).is_some();
        return (is_asked, f32::from(u8::from(is_asked)));
    }
    let control = match line.bucket.as_deref() {
        Some("fully" | "any") => Some(Control::Mine),
        Some("partly") => Some(Control::Partly),
        Some("outside") => Some(Control::Outside),
        _ => None,
    };
    let asked = look_for(flaw, &line.text, &Context { control, is_serious: true, ..Context::default() });
    let is_asked = asked.as_ref().is_some_and(|asked| asked.weight == Weight::Nudge);
    let chance =
        if flaw == Flaw::Misattribution { f32::from(u8::from(is_asked)) } else { chance(flaw, &line.text) };
    (is_asked, chance)
}

/// How well the number of characters and marks alone would tell, as an area under the curve: what a score has to be above.
fn length_alone(seen: &[(f32, bool, bool, &Line)]) -> f32 {
    let marks = |text: &str| text.chars().filter(char::is_ascii_punctuation).count() as f32;
    let by = |of: &dyn Fn(&str) -> f32| {
        let area =
            area(&seen.iter().map(|(_, _, has_flaw, line)| (of(&line.text), *has_flaw)).collect::<Vec<_>>());
        area.max(1.0 - area)
    };
    by(&|text| text.chars().count() as f32).max(by(&marks))
}

fn field(name: &str) -> Field {
    match name {
        "q1" => Field::Intended,
        "q2" => Field::Happened,
        "q3" | "q3_chain" => Field::Why,
        "q4" => Field::Next,
        "control" => Field::Factor,
        word => Field::named(word).unwrap_or(Field::Elsewhere),
    }
}

/// Classes actions by their strength.
fn strengths(lines: &[Line]) {
    let mut confusion = Confusion::default();
    for line in lines.iter().filter(|line| line.flaw.as_deref() == Some("F9")) {
        let Some(told) = line.label.as_ref().and_then(|label| label.as_str()) else { continue };
        let told = match told {
            "weaker" => Strength::Weaker,
            "intermediate" => Strength::Intermediate,
            _ => Strength::Stronger,
        };
        if let Some(read) = strength(&line.text) {
            confusion.count(told as usize, read as usize);
        }
    }
    confusion.print();
}

fn speed(lines: &[Line]) {
    let texts: Vec<(Field, &str)> =
        lines.iter().map(|line| (field(&line.field), line.text.as_str())).collect();
    let started = Instant::now();
    let asked =
        texts.iter().filter(|(field, text)| read(*field, text, &Context::default()).asked.is_some()).count();
    let each = started.elapsed().as_micros() as f64 / texts.len() as f64;
    println!("{each:.0} µs an answer over {} answers, {asked} of them asked about", texts.len());
}

fn prose(content: &str, wrong: usize) {
    let sentences: Vec<&str> = content.lines().filter(|line| !line.trim().is_empty()).collect();
    println!(
        "of {} sentences of prose, told under questions 2 and 3, asked about of a thousand:",
        sentences.len()
    );
    let told = Field::Happened.flaws().iter().chain(Field::Why.flaws());
    for flaw in told.copied().collect::<BTreeSet<_>>() {
        let is_asked = |text: &&&str| {
            look_for(flaw, text, &Context::default()).is_some_and(|asked| asked.weight == Weight::Nudge)
        };
        let found: Vec<&&str> = sentences.iter().filter(is_asked).collect();
        let count = found.len();
        for text in found.iter().take(wrong) {
            println!("     {text}");
        }
        println!("{:<4} {:>6.1}", flaw.code(), count as f64 * 1000.0 / sentences.len() as f64);
    }
}
