//! Measures how well likeness finds what it should, on files of JSON Lines.
//!
//! `cargo run --release -p hansei-recall --example evaluate -- --help`

#![expect(clippy::print_stdout, reason = "a command")]

mod agreement;
mod clusters;

use std::cell::RefCell;
use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use agreement::count;
use clap::{Parser, Subcommand};
use hansei_recall::digest::Digest;
use hansei_recall::fold;
use hansei_recall::likeness::{Like, Question, Texts};
use hansei_recall::table::{Embed, TokenTable};
use hansei_recall::terms::Terms;
use hansei_recall::vector::Vector;
use serde_json::Value;

/// Measures likeness by words, by meaning, and by both.
///
/// A file is JSON Lines, or one JSON array, of objects. A field may be several, joined with "+", such as
/// abstract+lesson; records without one of the fields are left out.
#[derive(Parser)]
struct Arguments {
    /// Measures a second time with the transformer in this ONNX file; needs the feature transformer.
    #[arg(long, global = true, value_name = "FILE")]
    model: Option<PathBuf>,
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Asks with one field of each record and looks where the same record's other field comes.
    ///
    /// MRR@10 is the mean of 1/place, 0 beyond the tenth; R@10 the share found among the first ten.
    KnownItem {
        /// Records as JSON Lines, or as one array.
        file: PathBuf,
        /// What is asked with.
        #[arg(long, default_value = "title")]
        query: String,
        /// What is searched.
        #[arg(long, default_value = "body")]
        target: String,
        /// Leaves out of each question the words whose stem is in its own target.
        #[arg(long)]
        without_shared: bool,
    },
    /// Asks with each record for the five most like it, and looks how many have its label (P@5).
    SameCategory {
        /// Records as JSON Lines, or as one array.
        file: PathBuf,
        /// What is compared.
        #[arg(long, default_value = "title+body")]
        text: String,
        /// What should be the same.
        #[arg(long, default_value = "label")]
        label: String,
        /// Leaves out labels with fewer records.
        #[arg(long, default_value_t = 12)]
        least: usize,
    },
    /// Asks with each record what else is near, and counts: how often an order's first is called near all the same.
    Near {
        /// Records as JSON Lines, or as one array.
        file: PathBuf,
        /// What is compared.
        #[arg(long, default_value = "title+body")]
        text: String,
    },
    /// Groups the records without being told how many groups there are, and compares with their labels.
    ///
    /// Over six samples of 30, 60, 120 and 300 records each, and over all: the agreement of a parting of all records
    /// (ARI, V-measure, AMI), the share of one label among the N/4 most alike pairs, and the same for all pairs inside
    /// the groups that a person is shown.
    Clusters {
        /// Records as JSON Lines, or as one array.
        file: PathBuf,
        /// What is compared.
        #[arg(long, default_value = "title+body")]
        text: String,
        /// What should be the same.
        #[arg(long, default_value = "label")]
        label: String,
        /// Leaves out labels with fewer records.
        #[arg(long, default_value_t = 12)]
        least: usize,
        /// Measures instead how long groups take among so many texts, mixed from the records.
        #[arg(long, value_delimiter = ',')]
        time: Vec<usize>,
    },
}

fn main() -> Result<(), Box<dyn Error>> {
    let Arguments { model, task } = Arguments::parse();
    let table = TokenTable::built_in();
    measure(&task, table)?;
    if let Some(model) = model {
        let start = Instant::now();
        let model = Remembering::new(read(&model)?);
        println!("\n{}, read in {:.2} s", model.name(), start.elapsed().as_secs_f64());
        measure(&task, &model)?;
    }
    Ok(())
}

#[cfg(feature = "transformer")]
fn read(file: &PathBuf) -> Result<Box<dyn Embed>, Box<dyn Error>> {
    let bytes = fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(Box::new(hansei_recall::transformer::Transformer::read("the transformer", bytes)?))
}

#[cfg(not(feature = "transformer"))]
fn read(_: &PathBuf) -> Result<Box<dyn Embed>, Box<dyn Error>> {
    Err("this was built without the transformer; add --features transformer".into())
}

/// A maker that makes nothing twice: a transformer takes its time.
struct Remembering {
    maker: Box<dyn Embed>,
    made: RefCell<HashMap<String, Option<Vector>>>,
}

impl Remembering {
    fn new(maker: Box<dyn Embed>) -> Self {
        Self { maker, made: RefCell::default() }
    }
}

impl Embed for Remembering {
    fn name(&self) -> &str {
        self.maker.name()
    }

    fn words(&self) -> f32 {
        self.maker.words()
    }

    fn embed(&self, text: &str) -> Option<Vector> {
        if let Some(made) = self.made.borrow().get(text) {
            return made.clone();
        }
        let made = self.maker.embed(text);
        self.made.borrow_mut().insert(text.to_owned(), made.clone());
        made
    }
}

fn measure(task: &Task, maker: &dyn Embed) -> Result<(), Box<dyn Error>> {
    match task {
        Task::KnownItem { file, query, target, without_shared } => {
            known_item(pairs(file, query, target)?, *without_shared, maker);
        }
        Task::SameCategory { file, text, label, least } => {
            same_category(&common(pairs(file, text, label)?, *least), maker);
        }
        Task::Near { file, text } => near(&pairs(file, text, text)?, maker),
        Task::Clusters { file, text, label, least, time } => {
            let records = common(pairs(file, text, label)?, *least);
            if time.is_empty() {
                clusters::measure(&records, maker);
            } else {
                clusters::time(&records, time, maker);
            }
        }
    }
    Ok(())
}

/// Reads two fields of every record that has both.
fn pairs(file: &PathBuf, one: &str, other: &str) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let records: Vec<Value> = if text.trim_start().starts_with('[') {
        serde_json::from_str(&text)?
    } else {
        text.lines()
            .filter(|line| !line.trim().is_empty())
            .map(serde_json::from_str)
            .collect::<Result<_, _>>()?
    };
    let field = |record: &Value, names: &str| -> Option<String> {
        let parts = names.split('+').map(|name| match &record[name] {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        });
        let whole = parts.collect::<Option<Vec<String>>>()?.join("\n");
        (!whole.trim().is_empty()).then_some(whole)
    };
    Ok(records.iter().filter_map(|record| Some((field(record, one)?, field(record, other)?))).collect())
}

/// The three ways that are compared, over the same texts.
struct Ways<'m> {
    maker: &'m dyn Embed,
    words: Texts,
    vectors: Vec<Option<Vector>>,
    both: Texts,
}

impl<'m> Ways<'m> {
    const NAMES: [&'static str; 3] = ["words", "meaning", "both"];

    fn over<'t>(texts: impl Iterator<Item = &'t str>, maker: &'m dyn Embed) -> Self {
        let (words, both) = (Texts::default(), Texts::default());
        let mut ways = Self { maker, words, vectors: Vec::new(), both };
        for text in texts {
            let vector = maker.embed(text);
            let words = Digest::of(&Terms::telling(text));
            ways.words.add(words.clone(), None);
            ways.both.add(words, vector.clone());
            ways.vectors.push(vector);
        }
        ways
    }

    /// Returns the best places of each way but one's own, if it is among them.
    fn ask(&mut self, question: &str, most: usize, own_place: Option<usize>) -> [Vec<usize>; 3] {
        let asked = Question::new(question, self.maker);
        let vector = self.maker.embed(question);
        let cosine = |own: &Option<Vector>| {
            own.as_ref().zip(vector.as_ref()).map_or(-2.0, |(one, other)| one.cosine(other))
        };
        let mut cosines: Vec<f32> = self.vectors.iter().map(cosine).collect();
        if let Some(place) = own_place {
            cosines[place] = f32::NEG_INFINITY;
        }
        let own = own_place.as_slice();
        let places = |likes: Vec<Like>| likes.into_iter().map(|like| like.place).collect();
        [
            places(self.words.like_without(own, &Question::by_words(question), most)),
            best(&cosines, most),
            places(self.both.like_without(own, &asked, most)),
        ]
    }
}

fn near(records: &[(String, String)], maker: &dyn Embed) {
    let mut ways = Ways::over(records.iter().map(|(text, _)| text.as_str()), maker);
    let (mut near, mut alone) = (0, 0);
    let start = Instant::now();
    for (place, (text, _)) in records.iter().enumerate() {
        let question = Question::new(text, maker);
        let likes = ways.both.like_without(&[place], &question, usize::MAX);
        let others = likes.iter().filter(|like| like.is_near(false)).count();
        near += others;
        alone += usize::from(others == 0);
    }
    let all = count(records.len().max(1));
    println!("{} records, {:.1} ms a question", records.len(), 1000.0 * start.elapsed().as_secs_f64() / all);
    let (pairs, alone) = (count(near) / (all * (all - 1.0).max(1.0)), count(alone) / all);
    println!(
        "{:.2} % of all pairs are near; {:.0} % of the records have nothing near",
        100.0 * pairs,
        100.0 * alone
    );
}

fn best(scores: &[f32], most: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..scores.len()).collect();
    places.sort_by(|one, other| scores[*other].total_cmp(&scores[*one]).then(one.cmp(other)));
    places.truncate(most);
    places
}

fn known_item(mut pairs: Vec<(String, String)>, without_shared: bool, maker: &dyn Embed) {
    if without_shared {
        for (query, target) in &mut pairs {
            let target = Terms::of(target);
            let is_shared = |word: &str| Terms::of(word).counts().all(|(stem, _)| target.count(stem) > 0);
            *query = fold(query).into_iter().filter(|word| !is_shared(word)).collect::<Vec<_>>().join(" ");
        }
        pairs.retain(|(query, _)| !query.is_empty());
    }
    let mut ways = Ways::over(pairs.iter().map(|(_, target)| target.as_str()), maker);
    let start = Instant::now();
    let (mut reciprocal, mut found) = ([0.0; 3], [0.0; 3]);
    for (place, (query, _)) in pairs.iter().enumerate() {
        for (way, places) in ways.ask(query, 10, None).iter().enumerate() {
            if let Some(rank) = places.iter().position(|found| *found == place) {
                reciprocal[way] += 1.0 / (count(rank) + 1.0);
                found[way] += 1.0;
            }
        }
    }
    let all = count(pairs.len().max(1));
    println!("{} questions, {:.1} s", pairs.len(), start.elapsed().as_secs_f64());
    for (way, name) in Ways::NAMES.iter().enumerate() {
        println!("{name:8} MRR@10 {:.3}  R@10 {:.3}", reciprocal[way] / all, found[way] / all);
    }
}

/// Keeps the records whose label so many have.
fn common(mut records: Vec<(String, String)>, least: usize) -> Vec<(String, String)> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (_, label) in &records {
        *counts.entry(label.clone()).or_default() += 1;
    }
    records.retain(|(_, label)| counts[label] >= least);
    records
}

fn same_category(pairs: &[(String, String)], maker: &dyn Embed) {
    let mut ways = Ways::over(pairs.iter().map(|(text, _)| text.as_str()), maker);
    let mut precision = [0.0; 3];
    for (place, (text, label)) in pairs.iter().enumerate() {
        for (way, places) in ways.ask(text, 5, Some(place)).iter().enumerate() {
            precision[way] += count(places.iter().filter(|other| pairs[**other].1 == *label).count()) / 5.0;
        }
    }
    println!("{} records", pairs.len());
    for (way, name) in Ways::NAMES.iter().enumerate() {
        println!("{name:8} P@5 {:.3}", precision[way] / count(pairs.len().max(1)));
    }
}
