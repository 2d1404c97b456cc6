//! Learns the weights of the coach from sentences, the same each time:
//! `cargo run --release -p hansei-coach --example train`, which reads `data/sentences` and writes `data/weights.bin`. With the
//! names of heads behind it (`-- F5 F6`) it only says how well those are told on writers that were left out.
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
mod seen;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::num::NonZero;
use std::path::Path;
use std::sync::Mutex;
use std::{fs, io, thread};

use fit::{Example, Fitted, fit};
use hansei_coach::Flaw;
use hansei_coach::model::{DIMENSIONS, Head, MEANING, Run, Weights, folded};
use seen::{HINT_CHANCE, HINT_PRECISION, LeftOut, Limits, area, from, recall, scaled};
use serde::Deserialize;

/// In how many sentences a feature has to stand.
const LEAST_SENTENCES: usize = 2;

/// How many features are kept, of those that add most: the file stays under 2 MB.
const MOST_FEATURES: usize = 130_000;

/// The prose that tells calmly what happened; fire crews' reports do not always.
const NEUTRAL: &str = "nasa_llis";

/// How many writers are left out together, which is faster and leaves out no less.
const TOGETHER: usize = 2;

/// In how many parts real prose is left out.
const PROSE_PARTS: usize = 10;

/// The flaw that is looked for in every field: what was written for the others and is good says what it is not.
const EVERYWHERE: &str = "F5";

/// Flaws that hardly any sentence of a report has: real prose that nobody judged counts as being without them.
const HARDLY_ANY: [&str; 6] = ["F2", "F3", "F4", "F5", "F6", "F11"];

/// What good answers in a field are without (C02), and what is looked for everywhere.
const WITHOUT: [(&str, &[&str]); 5] = [
    ("q1", &["F1", "F5"]),
    ("q2", &["F2", "F3", "F5", "F6", "F11"]),
    ("q3", &["F3", "F4", "F5", "F6", "F11"]),
    ("q4", &["F5", "F8"]),
    ("lesson", &["F5"]),
];

/// How much a good answer counts, a sentence of a report that nobody judged, and one that was written for another flaw,
/// beside one that was judged for this.
const PLAIN: f64 = 2.0;
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
pub(crate) enum Origin {
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
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    println!(
        "{:<14} {:>5} {:>5} {:>7} {:>7}  recall where right, calm, plain, likely",
        "", "n", "with", "AUC", "recall"
    );
    for name in heads_of(&sentences).into_iter().filter(|name| wanted.is_empty() || wanted.contains(name)) {
        let of_head: Vec<&Sentence> = sentences.iter().filter(|one| label(&name, one).is_some()).collect();
        let left_out = left_out(&name, &of_head);
        let fitted = learn(&name, &of_head, &names);
        let head = head(&name, &fitted, names.len(), &left_out);
        let limits = Limits::of(&name, &left_out, scaled(&left_out));
        let with = left_out.iter().filter(|seen| seen.has_flaw).count();
        println!(
            "{name:<14} {:>5} {with:>5} {:>7.3} {:>7.2}  {}",
            left_out.len(),
            area(&left_out),
            recall(&left_out, f64::from(head.nudge)),
            limits.all().map(|limit| format!("{:>7.2}", recall(&left_out, limit))).join("")
        );
        columns.push(fitted.weights[..names.len()].to_vec());
        heads.push(head);
    }
    // Some heads alone are looked at, and not kept.
    if !wanted.is_empty() {
        return Ok(());
    }
    let weights = kept(heads, &names, &columns);
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
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let (is_prose, is_plain) = (name.starts_with("prose"), name.starts_with("plain"));
        let writer = if is_plain { writer } else { files.len() + PROSE_PARTS + writer / TOGETHER };
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

fn vocabulary<'s>(sentences: impl Iterator<Item = &'s Sentence>) -> Vec<u32> {
    let mut counts: HashMap<u32, usize> = HashMap::new();
    for name in sentences.flat_map(|one| one.run.features.iter().map(|(name, _)| *name)) {
        *counts.entry(name).or_default() += 1;
    }
    let mut names: Vec<u32> =
        counts.into_iter().filter(|(_, count)| *count >= LEAST_SENTENCES).map(|(name, _)| name).collect();
    names.sort_unstable();
    names
}

fn known(run: &Run, names: &[u32]) -> Vec<usize> {
    run.features.iter().filter_map(|(name, _)| names.binary_search(name).ok()).collect()
}

/// What the sum of the features is divided by: known or not, all of them count.
fn length(run: &Run) -> f64 {
    (run.features.len().max(1) as f64).sqrt()
}

fn learn(head: &str, sentences: &[&Sentence], names: &[u32]) -> Fitted {
    let features: Vec<Vec<usize>> = sentences.iter().map(|one| known(&one.run, names)).collect();
    let examples: Vec<Example<'_>> = sentences
        .iter()
        .zip(&features)
        .map(|(one, features)| Example {
            features,
            length: length(&one.run),
            meaning: &one.run.meaning,
            has_flaw: label(head, one).unwrap_or_default(),
            weight: weight(head, one),
        })
        .collect();
    fit(&examples, names.len(), DIMENSIONS, f64::from(MEANING))
}

fn weight(head: &str, sentence: &Sentence) -> f64 {
    if is_own(head, sentence) {
        1.0
    } else if sentence.origin == Origin::Plain {
        PLAIN
    } else if sentence.origin == Origin::Writer {
        FOR_ANOTHER
    } else {
        UNJUDGED
    }
}

fn left_out(head: &str, sentences: &[&Sentence]) -> Vec<LeftOut> {
    let writers: BTreeSet<usize> = sentences.iter().map(|one| one.writer).collect();
    let waiting = Mutex::new(writers.into_iter());
    let next = || waiting.lock().ok()?.next();
    let worker = || {
        std::iter::from_fn(next).map(|writer| (writer, without(writer, head, sentences))).collect::<Vec<_>>()
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let mut seen: BTreeMap<usize, Vec<LeftOut>> = thread::scope(|scope| {
        let working: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        working.into_iter().flat_map(|worker| worker.join().expect("no worker panics")).collect()
    });
    // In the order of the writers, whichever was ready first.
    let mut seen: Vec<LeftOut> = seen.values_mut().flat_map(std::mem::take).collect();
    seen.sort_by(|one, other| other.sum.total_cmp(&one.sum));
    seen
}

/// Learns without some writers, and reads what they wrote.
fn without(writers: usize, head: &str, sentences: &[&Sentence]) -> Vec<LeftOut> {
    let (own, others): (Vec<&Sentence>, Vec<&Sentence>) =
        sentences.iter().partition(|one| one.writer == writers);
    let names = vocabulary(others.iter().copied());
    let fitted = learn(head, &others, &names);
    // What was not judged for this flaw says nothing about how often the coach is right.
    let own = own.into_iter().filter(|one| one.origin != Origin::Writer || is_own(head, one));
    let read = |one: &Sentence| LeftOut {
        sum: as_read(head, &fitted, &names, one),
        has_flaw: label(head, one).unwrap_or_default(),
        origin: one.origin,
    };
    own.map(read).collect()
}

/// Weighs an answer as the coach reads it: by the sentence that has the flaw most, or as a whole.
fn as_read(head: &str, fitted: &Fitted, names: &[u32], sentence: &Sentence) -> f64 {
    let sum = |run: &Run| fitted.sum(&known(run, names), length(run), &run.meaning, f64::from(MEANING));
    let is_whole = Flaw::named(head).is_none_or(Flaw::is_of_the_whole);
    let each = if is_whole { &[][..] } else { &sentence.parts };
    each.iter().map(sum).max_by(f64::total_cmp).unwrap_or_else(|| sum(&sentence.run))
}

fn head(name: &str, fitted: &Fitted, features: usize, seen: &[LeftOut]) -> Head {
    let (slope, shift) = scaled(seen);
    let nudge = Limits::of(name, seen, (slope, shift)).highest();
    let at = |chance: f64| ((chance / (1.0 - chance)).ln() - shift) / slope;
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
        hint: from(seen, HINT_PRECISION).max(at(HINT_CHANCE)).min(nudge) as f32,
    }
}

/// Rounds the weights to bytes, and keeps the features that add most to any head.
fn kept(heads: Vec<Head>, names: &[u32], columns: &[Vec<f64>]) -> Weights {
    let most = |column: &Vec<f64>| column.iter().fold(0.0_f64, |most, weight| most.max(weight.abs()));
    let scales: Vec<f32> = columns.iter().map(|column| (most(column) / 127.0_f64.powi(2)) as f32).collect();
    let byte = |row: usize, column: usize| folded(columns[column][row], f64::from(scales[column]));
    let counts = |row: &usize| (0..columns.len()).map(|column| byte(*row, column).unsigned_abs()).max();
    let mut rows: Vec<usize> = (0..names.len()).collect();
    rows.sort_by_key(|row| Reverse(counts(row)));
    rows.truncate(MOST_FEATURES);
    rows.sort_unstable();
    let of_row = |row| (0..columns.len()).map(move |column| byte(row, column).cast_unsigned());
    let bytes: Vec<u8> = rows.iter().copied().flat_map(of_row).collect();
    let names: Vec<[u8; 4]> = rows.into_iter().map(|row| names[row].to_le_bytes()).collect();
    Weights { heads, names: names.into(), rows: bytes.into(), scales: scales.clone() }
}
