//! Measures how well groups without a given number of them meet labels.

use std::collections::BTreeMap;
use std::time::Instant;

use hansei_recall::Verdicts;
use hansei_recall::groups::{groups, parted};
use hansei_recall::pairs::{Pairs, Text};
use hansei_recall::table::Embed;

use crate::agreement::{Agreement, count};

/// The sizes of the samples: about what a person writes in one year to five.
const SIZES: [usize; 4] = [30, 60, 120, 300];

const SEEDS: u64 = 6;

/// What comes out for one sample.
#[derive(Default)]
struct Figures {
    agreement: Agreement,
    parts: f64,
    pair_precision: f64,
    groups: f64,
    grouped: f64,
    group_precision: f64,
}

/// Prints one line for each size, and one for all records.
pub(crate) fn measure(records: &[(String, String)], maker: &dyn Embed) {
    let texts: Vec<Text> = records
        .iter()
        .enumerate()
        .map(|(place, (text, _))| Text::new(format!("{place:08}"), text, maker.embed(text)))
        .collect();
    let mut numbers = BTreeMap::new();
    let labels: Vec<usize> = records
        .iter()
        .map(|(_, label)| {
            let next = numbers.len();
            *numbers.entry(label).or_insert(next)
        })
        .collect();
    println!("{} records, {} labels, {SEEDS} seeds", records.len(), numbers.len());
    println!("   N    ARI      V    AMI  parts  pairs N/4  groups  grouped  pairs in groups");
    for size in SIZES.into_iter().filter(|size| *size < records.len()) {
        let samples = (0..SEEDS).map(|seed| sample(records.len(), size, seed));
        let figures: Vec<Figures> = samples.map(|sample| figures(&texts, &labels, &sample)).collect();
        print(size, &figures);
    }
    let start = Instant::now();
    let all: Vec<usize> = (0..records.len()).collect();
    let figures = figures(&texts, &labels, &all);
    print(records.len(), &[figures]);
    println!("the last line took {:.1} s", start.elapsed().as_secs_f64());
}

/// Prints how long groups take, for the records repeated with marks of their own until there are so many.
pub(crate) fn time(records: &[(String, String)], sizes: &[usize], maker: &dyn Embed) {
    for size in sizes {
        let texts: Vec<Text> = (0..*size)
            .map(|place| {
                let (text, _) = &records[place % records.len()];
                let (other, _) = &records[(place * 31 + place / records.len()) % records.len()];
                let half = |text: &str, odd: usize| -> String {
                    let words = text.split_whitespace().enumerate().filter(|(at, _)| at % 2 == odd);
                    words.map(|(_, word)| word).collect::<Vec<_>>().join(" ")
                };
                let text = format!("{} {}", half(text, 0), half(other, 1));
                let vector = maker.embed(&text);
                Text::new(format!("{place:08}"), &text, vector)
            })
            .collect();
        let start = Instant::now();
        let found = groups(&texts, &Verdicts::default());
        println!("{size} texts: {} groups, {:.2} s", found.len(), start.elapsed().as_secs_f64());
    }
}

fn figures(texts: &[Text], labels: &[usize], sample: &[usize]) -> Figures {
    let texts: Vec<Text> = sample.iter().map(|place| texts[*place].clone()).collect();
    let labels: Vec<usize> = sample.iter().map(|place| labels[*place]).collect();
    let parts = parted(&texts, &Verdicts::default());
    let groups = groups(&texts, &Verdicts::default());
    let mut inside = Vec::new();
    for group in &groups {
        for (at, one) in group.members.iter().enumerate() {
            inside.extend(group.members[..at].iter().map(|other| (*one, *other)));
        }
    }
    Figures {
        agreement: Agreement::between(&labels, &parts),
        parts: count(parts.iter().max().map_or(0, |last| last + 1)),
        pair_precision: same_label(&labels, &most_alike(&texts, texts.len() / 4)),
        groups: count(groups.len()),
        grouped: count(groups.iter().map(|group| group.members.len()).sum()) / count(texts.len()),
        group_precision: same_label(&labels, &inside),
    }
}

/// Finds the pairs of texts with the highest likeness, of all there are.
fn most_alike(texts: &[Text], most: usize) -> Vec<(usize, usize)> {
    let pairs = Pairs::among(texts);
    let mut all: Vec<(f32, usize, usize)> = (0..texts.len())
        .flat_map(|one| (0..one).map(move |other| (one, other)))
        .map(|(one, other)| (pairs.likeness(one, other).whole(), one, other))
        .collect();
    all.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
    all.iter().take(most).map(|(_, one, other)| (*one, *other)).collect()
}

/// The share of pairs with one label.
fn same_label(labels: &[usize], pairs: &[(usize, usize)]) -> f64 {
    let same = pairs.iter().filter(|(one, other)| labels[*one] == labels[*other]).count();
    count(same) / count(pairs.len().max(1))
}

fn print(size: usize, figures: &[Figures]) {
    let mean = |of: fn(&Figures) -> f64| figures.iter().map(of).sum::<f64>() / count(figures.len());
    println!(
        "{size:4}  {:5.3}  {:5.3}  {:5.3}  {:5.1}      {:5.3}   {:5.1}    {:5.3}            {:5.3}",
        mean(|figures| figures.agreement.rand),
        mean(|figures| figures.agreement.v_measure),
        mean(|figures| figures.agreement.information),
        mean(|figures| figures.parts),
        mean(|figures| figures.pair_precision),
        mean(|figures| figures.groups),
        mean(|figures| figures.grouped),
        mean(|figures| figures.group_precision),
    );
}

/// Draws so many of the numbers below `all`, in their order, the same for the same seed (`SplitMix64`).
fn sample(all: usize, size: usize, seed: u64) -> Vec<usize> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    };
    let mut numbers: Vec<(u64, usize)> = (0..all).map(|number| (next(), number)).collect();
    numbers.sort_unstable();
    let mut drawn: Vec<usize> = numbers.iter().take(size).map(|(_, number)| *number).collect();
    drawn.sort_unstable();
    drawn
}
