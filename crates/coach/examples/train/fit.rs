//! Logistic regression over features that first were weighed one by one, fitted by the method of limited-memory BFGS (Nocedal 1980, *Mathematics of Computation* 35:773).

use std::collections::VecDeque;

/// What is weighed: the places of its features, its meaning, and whether it has the flaw.
pub(crate) struct Example<'e> {
    pub(crate) features: &'e [usize],
    /// What the sum of its features is divided by.
    pub(crate) length: f64,
    pub(crate) meaning: &'e [f32],
    pub(crate) has_flaw: bool,
    /// How much it counts.
    pub(crate) weight: f64,
}

/// What was fitted.
#[derive(Clone)]
pub(crate) struct Fitted {
    /// What each feature adds, then each dimension of the meaning, then the bias.
    pub(crate) weights: Vec<f64>,
    features: usize,
}

/// How much an example weighs against the pull of all weights towards 0.
const TRUST: f64 = 10.0;

const MOST_STEPS: usize = 200;
const REMEMBERED: usize = 8;

/// How often each feature is taken to have been seen on either side beside what was seen.
const SEEN_BEFORE: f64 = 0.1;

/// Fits one flaw. `meaning` is how much the meaning counts, `dimensions` how long it is.
///
/// Each feature counts as much as it tells the two sides apart by itself: the logarithm of how much oftener it stands on one
/// (Wang and Manning 2012, *ACL*, 90). So what stands on one side only is trusted sooner than what stands on both.
pub(crate) fn fit(examples: &[Example<'_>], features: usize, dimensions: usize, meaning: f64) -> Fitted {
    let task = Task::of(examples, features, meaning);
    let mut weights = vec![0.0; features + dimensions + 1];
    let mut past: VecDeque<(Vec<f64>, Vec<f64>)> = VecDeque::new();
    let (mut loss, mut slope) = task.loss(&weights);
    for _ in 0..MOST_STEPS {
        let step = direction(&slope, &past);
        let downhill = dot(&step, &slope);
        let mut length = 1.0;
        let moved = loop {
            let tried: Vec<f64> =
                weights.iter().zip(&step).map(|(one, other)| one + length * other).collect();
            let (new_loss, new_slope) = task.loss(&tried);
            if new_loss <= loss + 1e-4 * length * downhill {
                break Some((tried, new_loss, new_slope));
            }
            length /= 2.0;
            if length < 1e-8 {
                break None;
            }
        };
        let Some((tried, new_loss, new_slope)) = moved else { break };
        let way: Vec<f64> = step.iter().map(|step| step * length).collect();
        let bend: Vec<f64> = new_slope.iter().zip(&slope).map(|(one, other)| one - other).collect();
        if dot(&way, &bend) > 1e-10 {
            past.push_back((way, bend));
            if past.len() > REMEMBERED {
                past.pop_front();
            }
        }
        let gain = loss - new_loss;
        (weights, loss, slope) = (tried, new_loss, new_slope);
        if gain < 1e-6 * loss.abs() {
            break;
        }
    }
    task.fitted(&weights)
}

impl Fitted {
    /// Weighs a text.
    pub(crate) fn sum(&self, features: &[usize], length: f64, meaning: &[f32], times: f64) -> f64 {
        let words: f64 = features.iter().map(|feature| self.weights[*feature]).sum();
        let directions = &self.weights[self.features..];
        let meant: f64 = meaning.iter().zip(directions).map(|(one, other)| f64::from(*one) * other).sum();
        words / length + times * meant + self.weights[self.weights.len() - 1]
    }
}

/// Examples as they are gone through again and again: the commonest features first, which lie side by side then.
struct Task<'e> {
    examples: &'e [Example<'e>],
    /// The places of the features of each example.
    places: Vec<Vec<u32>>,
    /// Which feature has which place.
    order: Vec<usize>,
    /// How much each place counts.
    counts: Vec<f64>,
    meaning: f64,
}

impl<'e> Task<'e> {
    #[expect(clippy::cast_possible_truncation, reason = "there are fewer than four billion features")]
    fn of(examples: &'e [Example<'e>], features: usize, meaning: f64) -> Self {
        let mut often = vec![0_u32; features];
        for feature in examples.iter().flat_map(|example| example.features) {
            often[*feature] += 1;
        }
        let mut order: Vec<usize> = (0..features).collect();
        order.sort_by_key(|feature| std::cmp::Reverse(often[*feature]));
        let mut place_of = vec![0_u32; features];
        order.iter().enumerate().for_each(|(place, feature)| place_of[*feature] = place as u32);
        let telling = telling(examples, features);
        let places = examples
            .iter()
            .map(|example| {
                let mut places: Vec<u32> =
                    example.features.iter().map(|feature| place_of[*feature]).collect();
                places.sort_unstable();
                places
            })
            .collect();
        let counts = order.iter().map(|feature| telling[*feature]).collect();
        Self { examples, places, order, counts, meaning }
    }

    /// Says how far the sums are off, and which way that goes down.
    fn loss(&self, weights: &[f64]) -> (f64, Vec<f64>) {
        let (features, bias) = (self.counts.len(), weights.len() - 1);
        let adds: Vec<f64> = weights.iter().zip(&self.counts).map(|(weight, count)| weight * count).collect();
        let mut slope = vec![0.0; weights.len()];
        let mut loss = weights[..bias].iter().map(|weight| weight * weight).sum::<f64>() / 2.0;
        for (example, places) in self.examples.iter().zip(&self.places) {
            let words: f64 = places.iter().map(|place| adds[*place as usize]).sum();
            let directions = &weights[features..bias];
            let meant: f64 =
                example.meaning.iter().zip(directions).map(|(one, other)| f64::from(*one) * other).sum();
            let sum = words / example.length + self.meaning * meant + weights[bias];
            let towards = if example.has_flaw { sum } else { -sum };
            let trust = TRUST * example.weight;
            let off = if towards > 0.0 { (-towards).exp().ln_1p() } else { -towards + towards.exp().ln_1p() };
            loss += trust * off;
            let pull = trust * (1.0 / (1.0 + (-sum).exp()) - f64::from(u8::from(example.has_flaw)));
            let part = pull / example.length;
            for place in places {
                slope[*place as usize] += part;
            }
            for (slope, value) in slope[features..bias].iter_mut().zip(example.meaning) {
                *slope += pull * self.meaning * f64::from(*value);
            }
            slope[bias] += pull;
        }
        slope.iter_mut().zip(&self.counts).for_each(|(slope, count)| *slope *= count);
        slope[..bias].iter_mut().zip(weights).for_each(|(slope, weight)| *slope += weight);
        (loss, slope)
    }

    /// Says what each feature adds, in the order in which they came.
    fn fitted(&self, weights: &[f64]) -> Fitted {
        let mut fitted = weights.to_vec();
        for (place, feature) in self.order.iter().enumerate() {
            fitted[*feature] = weights[place] * self.counts[place];
        }
        Fitted { weights: fitted, features: self.counts.len() }
    }
}

/// Says how much oftener each feature stands in examples with the flaw than in those without, as a logarithm.
fn telling(examples: &[Example<'_>], features: usize) -> Vec<f64> {
    let mut seen = [vec![SEEN_BEFORE; features], vec![SEEN_BEFORE; features]];
    for example in examples {
        let side = &mut seen[usize::from(example.has_flaw)];
        example.features.iter().for_each(|feature| side[*feature] += example.weight);
    }
    let [without, with] = seen;
    let (all_without, all_with): (f64, f64) = (without.iter().sum(), with.iter().sum());
    with.iter()
        .zip(&without)
        .map(|(with, without)| (with / all_with / (without / all_without)).ln())
        .collect()
}

fn direction(slope: &[f64], past: &VecDeque<(Vec<f64>, Vec<f64>)>) -> Vec<f64> {
    let mut direction: Vec<f64> = slope.iter().map(|slope| -slope).collect();
    let mut shares = Vec::new();
    for (way, bend) in past.iter().rev() {
        let share = dot(way, &direction) / dot(way, bend);
        direction.iter_mut().zip(bend).for_each(|(one, other)| *one -= share * other);
        shares.push(share);
    }
    if let Some((way, bend)) = past.back() {
        let size = dot(way, bend) / dot(bend, bend);
        for value in &mut direction {
            *value *= size;
        }
    }
    for ((way, bend), share) in past.iter().zip(shares.into_iter().rev()) {
        let back = share - dot(bend, &direction) / dot(way, bend);
        direction.iter_mut().zip(way).for_each(|(one, other)| *one += back * other);
    }
    direction
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}
