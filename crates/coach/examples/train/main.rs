//! Learns the weights of the coach from sentences, the same each time:
//! `cargo run --release -p hansei-coach --example train`, which reads `data/sentences` and writes `data/weights.bin`.
//!
//! Each file is one writer; those named `plain` hold good answers, with nothing to ask about. Where to begin asking, and how sure a sum is, is read off sentences whose writer was left out
//! of the learning; the writers in `data/test` are never read here.

#![expect(clippy::print_stdout, reason = "a command that is run by hand")]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "counts of sentences, and weights that are rounded when they are kept"
)]

mod fit;

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::{fs, io};

use fit::{Example, Fitted, fit};
use hansei_coach::Flaw;
use hansei_coach::model::{DIMENSIONS, Head, MEANING, Run, Weights};
use serde::Deserialize;

/// In how many sentences a feature has to stand.
const LEAST_SENTENCES: usize = 3;

/// How often questions have to be right on writers that were left out, and hints. Somebody new is read a little worse.
const NUDGE_PRECISION: f64 = 0.91;
const HINT_PRECISION: f64 = 0.80;

/// How many of a thousand sentences of calm prose may be asked about.
const MOST_OF_A_THOUSAND: f64 = 3.5;

/// The prose that tells calmly what happened; fire crews' reports do not always.
const NEUTRAL: &str = "nasa_llis";

/// In how many parts real prose is left out.
const PROSE_PARTS: usize = 5;

/// The flaw that is looked for in every field: what was written for the others and is good says what it is not.
const EVERYWHERE: &str = "F5";

/// Flaws that hardly any sentence of a report has: real prose that nobody judged counts as being without them.
const HARDLY_ANY: [&str; 6] = ["F2", "F3", "F4", "F5", "F6", "F11"];

/// How many of a thousand good answers by a writer who was left out may be asked about, for each flaw.
const MOST_OF_A_THOUSAND_PLAIN: f64 = 40.0;

/// The least chance that somebody would ask too at which a question is put.
const LEAST_CHANCE: f64 = 0.5;

/// What good answers in a field are without (C02), and what is looked for everywhere.
const WITHOUT: [(&str, &[&str]); 5] = [
    ("q1", &["F1", "F5"]),
    ("q2", &["F2", "F3", "F5", "F6", "F11"]),
    ("q3", &["F3", "F4", "F5", "F6", "F11"]),
    ("q4", &["F5", "F8"]),
    ("lesson", &["F5"]),
];

/// How much a sentence of a report counts that nobody judged, and one that was written for another flaw, beside one that
/// was judged for this.
const UNJUDGED: f64 = 0.4;
const FOR_ANOTHER: f64 = 0.15;

#[derive(Deserialize)]
struct Line {
    flaw: Option<String>,
    label: Option<serde_json::Value>,
    source: Option<String>,
    #[serde(default)]
    field: String,
    text: String,
}

/// Where a sentence is from.
#[derive(Clone, Copy, PartialEq)]
enum Origin {
    /// Somebody wrote it for this.
    Writer,
    /// Somebody wrote it as a good answer, with nothing to ask about.
    Plain,
    /// Real prose that was judged, or that is not calm.
    Judged,
    /// Calm real prose that nobody judged.
    Unjudged,
}

struct Sentence {
    writer: usize,
    origin: Origin,
    /// Where it stands, as its file says.
    field: String,
    /// Which flaw it was judged for, and how; `None` for real prose that nobody judged.
    judged: Option<(String, serde_json::Value)>,
    run: Run,
    /// Its parts, where it is an answer of several sentences.
    parts: Vec<Run>,
}

fn main() -> io::Result<()> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let sentences = read(&data.join("sentences"))?;
    let names = vocabulary(sentences.iter());
    let mut heads = Vec::new();
    let mut columns: Vec<Vec<f64>> = Vec::new();
    println!("{:<14} {:>5} {:>5} {:>7} {:>7} {:>7} {:>8}", "", "n", "with", "AUC", "recall", "nudge", "hint");
    for name in heads_of(&sentences) {
        let of_head: Vec<&Sentence> = sentences.iter().filter(|one| label(&name, one).is_some()).collect();
        let left_out = left_out(&name, &of_head);
        let fitted = learn(&name, &of_head, &names);
        let head = head(&name, &fitted, names.len(), &left_out);
        let with = left_out.iter().filter(|seen| seen.has_flaw).count();
        println!(
            "{name:<14} {:>5} {with:>5} {:>7.3} {:>7.2} {:>7.2} {:>8.2}",
            left_out.len(),
            area(&left_out),
            recall(&left_out, f64::from(head.nudge)),
            head.nudge,
            head.hint
        );
        columns.push(fitted.weights[..names.len()].to_vec());
        heads.push(head);
    }
    let weights = kept(heads, names, &columns);
    let bytes = weights.to_bytes();
    println!("{} features, {} bytes", weights.names.len(), bytes.len());
    fs::write(data.join("weights.bin"), bytes)
}

/// Reads the sentences of all writers.
fn read(folder: &Path) -> io::Result<Vec<Sentence>> {
    let mut files: Vec<_> =
        fs::read_dir(folder)?.map(|file| file.map(|file| file.path())).collect::<Result<_, _>>()?;
    files.sort();
    let mut sentences = Vec::new();
    for (writer, file) in files.iter().enumerate() {
        let is_prose = file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("prose"));
        let lines: Vec<Line> =
            fs::read_to_string(file)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        sentences.extend(lines.iter().map(|line| Sentence {
            writer: if is_prose { files.len() + part(&line.text) } else { writer },
            origin: origin(line, is_prose),
            field: line.field.clone(),
            judged: line.flaw.clone().zip(line.label.clone()),
            run: Run::of(&line.text),
            parts: hansei_coach::sentences(&line.text),
        }));
    }
    Ok(sentences)
}

fn origin(line: &Line, is_prose: bool) -> Origin {
    let is_calm = line.source.as_deref() == Some(NEUTRAL);
    match (is_prose, line.flaw.is_some()) {
        (false, true) => Origin::Writer,
        (false, false) => Origin::Plain,
        (true, false) if is_calm => Origin::Unjudged,
        _ => Origin::Judged,
    }
}

/// Sorts real prose into parts, so that one is left out at a time: its writers are not known.
fn part(text: &str) -> usize {
    text.bytes().map(usize::from).sum::<usize>() % PROSE_PARTS
}

/// Lists what is learned: each flaw, and each strength that an action may have.
fn heads_of(sentences: &[Sentence]) -> Vec<String> {
    let name = |(flaw, label): &(String, serde_json::Value)| match label {
        serde_json::Value::String(strength) => format!("{flaw}-{strength}"),
        _ => flaw.clone(),
    };
    let mut names: Vec<String> = sentences.iter().filter_map(|one| one.judged.as_ref()).map(name).collect();
    names.sort_by_key(|name| (name.len(), name.clone()));
    names.dedup();
    names
}

/// Says whether a sentence has what a head looks for; `None` for one that was not judged for it.
fn label(head: &str, sentence: &Sentence) -> Option<bool> {
    match &sentence.judged {
        Some((flaw, serde_json::Value::String(strength))) if head.starts_with("F9-") => {
            let (own, wanted) = head.split_once('-')?;
            (own == flaw).then(|| wanted == strength)
        }
        Some((flaw, label)) if head == flaw => Some(label.as_u64() == Some(1)),
        Some(_) => (head == EVERYWHERE && is_without(sentence)).then_some(false),
        None if sentence.origin == Origin::Plain => {
            let without = WITHOUT.iter().find(|(field, _)| *field == sentence.field)?.1;
            without.contains(&head).then_some(false)
        }
        None => HARDLY_ANY.contains(&head).then_some(false),
    }
}

/// Says whether a sentence was written for another flaw and not to have it, or as an intention or an action: then it may be
/// taken not to judge oneself.
fn is_without(sentence: &Sentence) -> bool {
    sentence.origin == Origin::Writer
        && sentence.judged.as_ref().is_some_and(|(flaw, label)| {
            matches!(flaw.as_str(), "F1" | "F8" | "F9") || label.as_u64() == Some(0)
        })
}

/// Says whether a sentence was judged for what a head looks for.
fn is_own(head: &str, sentence: &Sentence) -> bool {
    let flaw = head.split('-').next();
    sentence.judged.as_ref().is_some_and(|(judged, _)| Some(judged.as_str()) == flaw)
}

fn vocabulary<'s>(sentences: impl Iterator<Item = &'s Sentence>) -> Vec<u64> {
    let mut counts: HashMap<u64, usize> = HashMap::new();
    for name in sentences.flat_map(|one| one.run.features.iter().map(|(name, _)| *name)) {
        *counts.entry(name).or_default() += 1;
    }
    let mut names: Vec<u64> =
        counts.into_iter().filter(|(_, count)| *count >= LEAST_SENTENCES).map(|(name, _)| name).collect();
    names.sort_unstable();
    names
}

fn known(run: &Run, names: &[u64]) -> Vec<usize> {
    run.features.iter().filter_map(|(name, _)| names.binary_search(name).ok()).collect()
}

fn learn(head: &str, sentences: &[&Sentence], names: &[u64]) -> Fitted {
    let features: Vec<Vec<usize>> = sentences.iter().map(|one| known(&one.run, names)).collect();
    let examples: Vec<Example<'_>> = sentences
        .iter()
        .zip(&features)
        .map(|(one, features)| Example {
            features,
            meaning: &one.run.meaning,
            has_flaw: label(head, one).unwrap_or_default(),
            weight: weight(head, one),
        })
        .collect();
    fit(&examples, names.len(), DIMENSIONS, f64::from(MEANING))
}

fn weight(head: &str, sentence: &Sentence) -> f64 {
    if is_own(head, sentence) || sentence.origin == Origin::Plain {
        1.0
    } else if sentence.origin == Origin::Writer {
        FOR_ANOTHER
    } else {
        UNJUDGED
    }
}

/// What was made of a sentence whose writer was left out.
struct LeftOut {
    sum: f64,
    has_flaw: bool,
    origin: Origin,
}

fn left_out(head: &str, sentences: &[&Sentence]) -> Vec<LeftOut> {
    let writers: BTreeSet<usize> = sentences.iter().map(|one| one.writer).collect();
    let mut seen = Vec::new();
    for writer in writers {
        let (own, others): (Vec<&Sentence>, Vec<&Sentence>) =
            sentences.iter().partition(|one| one.writer == writer);
        let names = vocabulary(others.iter().copied());
        let fitted = learn(head, &others, &names);
        // What was not judged for this flaw says nothing about how often the coach is right.
        let own = own.into_iter().filter(|one| one.origin != Origin::Writer || is_own(head, one));
        seen.extend(own.map(|one| LeftOut {
            sum: as_read(head, &fitted, &names, one),
            has_flaw: label(head, one).unwrap_or_default(),
            origin: one.origin,
        }));
    }
    seen.sort_by(|one, other| other.sum.total_cmp(&one.sum));
    seen
}

/// Weighs an answer as the coach reads it: by the sentence that has the flaw most, or as a whole.
fn as_read(head: &str, fitted: &Fitted, names: &[u64], sentence: &Sentence) -> f64 {
    let sum = |run: &Run| fitted.sum(&known(run, names), &run.meaning, f64::from(MEANING));
    let is_whole = Flaw::named(head).is_none_or(Flaw::is_of_the_whole);
    let each = if is_whole { &[][..] } else { &sentence.parts };
    each.iter().map(sum).max_by(f64::total_cmp).unwrap_or_else(|| sum(&sentence.run))
}

fn head(name: &str, fitted: &Fitted, features: usize, seen: &[LeftOut]) -> Head {
    let (slope, shift) = scaled(seen);
    let (calm, plain) = (
        quiet(seen, Origin::Unjudged, MOST_OF_A_THOUSAND),
        quiet(seen, Origin::Plain, MOST_OF_A_THOUSAND_PLAIN),
    );
    let likely = ((LEAST_CHANCE / (1.0 - LEAST_CHANCE)).ln() - shift) / slope;
    let nudge = from(seen, NUDGE_PRECISION).max(calm).max(plain).max(likely);
    Head {
        name: name.to_owned(),
        bias: fitted.weights[fitted.weights.len() - 1] as f32,
        meaning: fitted.weights[features..features + DIMENSIONS]
            .iter()
            .map(|weight| *weight as f32)
            .collect(),
        slope: slope as f32,
        shift: shift as f32,
        nudge: nudge as f32,
        hint: from(seen, HINT_PRECISION).min(nudge) as f32,
    }
}

/// Finds the lowest sum from which so many are right, among writers; prose is too one-sided to count.
fn from(seen: &[LeftOut], precision: f64) -> f64 {
    let (mut right, mut all, mut lowest) = (0.0, 0.0, f64::INFINITY);
    for one in seen.iter().filter(|one| one.origin == Origin::Writer) {
        all += 1.0;
        right += f64::from(u8::from(one.has_flaw));
        if right / all >= precision {
            lowest = one.sum;
        }
    }
    lowest
}

/// Finds the sum that only so few of a thousand sentences of an origin reach that have no flaw.
fn quiet(seen: &[LeftOut], origin: Origin, most: f64) -> f64 {
    let without: Vec<f64> = seen.iter().filter(|one| one.origin == origin).map(|one| one.sum).collect();
    let most = (without.len() as f64 * most / 1000.0).floor() as usize;
    without.get(most).map_or(f64::NEG_INFINITY, |sum| sum + 1e-6)
}

/// Fits Platt's scaling by Newton's method on what was left out.
fn scaled(seen: &[LeftOut]) -> (f64, f64) {
    let (mut slope, mut shift) = (1.0_f64, 0.0_f64);
    for _ in 0..50 {
        let (mut g, mut h) = ([0.0; 2], [1e-9, 0.0, 1e-9]);
        for one in seen {
            let chance = 1.0 / (1.0 + (-(slope * one.sum + shift)).exp());
            let off = chance - f64::from(u8::from(one.has_flaw));
            let spread = chance * (1.0 - chance);
            g = [g[0] + off * one.sum, g[1] + off];
            h = [h[0] + spread * one.sum * one.sum, h[1] + spread * one.sum, h[2] + spread];
        }
        let determinant = h[0] * h[2] - h[1] * h[1];
        slope -= (h[2] * g[0] - h[1] * g[1]) / determinant;
        shift -= (h[0] * g[1] - h[1] * g[0]) / determinant;
    }
    (slope, shift)
}

fn recall(seen: &[LeftOut], from: f64) -> f64 {
    let with = seen.iter().filter(|one| one.has_flaw && one.origin == Origin::Writer);
    with.clone().filter(|one| one.sum >= from).count() as f64 / with.count().max(1) as f64
}

fn area(seen: &[LeftOut]) -> f64 {
    let (mut with, mut pairs) = (0.0, 0.0);
    for one in seen.iter().filter(|one| one.origin == Origin::Writer) {
        if one.has_flaw {
            with += 1.0;
        } else {
            pairs += with;
        }
    }
    let without = seen.iter().filter(|one| one.origin == Origin::Writer && !one.has_flaw).count() as f64;
    pairs / (with * without)
}

/// Rounds the weights to bytes.
fn kept(heads: Vec<Head>, names: Vec<u64>, columns: &[Vec<f64>]) -> Weights {
    let most = |column: &Vec<f64>| column.iter().fold(0.0_f64, |most, weight| most.max(weight.abs()));
    let scales: Vec<f32> = columns.iter().map(|column| (most(column) / 127.0) as f32).collect();
    let byte = |row: usize, column: usize| (columns[column][row] / f64::from(scales[column])).round() as i8;
    let of_row = |row| (0..columns.len()).map(move |column| byte(row, column).cast_unsigned());
    let rows: Vec<u8> = (0..names.len()).flat_map(of_row).collect();
    let names: Vec<[u8; 8]> = names.into_iter().map(u64::to_le_bytes).collect();
    Weights { heads, names: names.into(), rows: rows.into(), scales: scales.clone() }
}
