//! Logistic regression, fitted by the method of limited-memory BFGS (Nocedal 1980, *Mathematics of Computation* 35:773).

use std::collections::VecDeque;

/// What is weighed: the places of its features, its meaning, and whether it has the flaw.
pub(crate) struct Example<'e> {
    pub(crate) features: &'e [usize],
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

/// Fits one flaw. `meaning` is how much the meaning counts, `dimensions` how long it is.
pub(crate) fn fit(examples: &[Example<'_>], features: usize, dimensions: usize, meaning: f64) -> Fitted {
    let mut fitted = Fitted { weights: vec![0.0; features + dimensions + 1], features };
    let mut past: VecDeque<(Vec<f64>, Vec<f64>)> = VecDeque::new();
    let (mut loss, mut slope) = loss(&fitted, examples, meaning);
    for _ in 0..MOST_STEPS {
        let step = direction(&slope, &past);
        let downhill = dot(&step, &slope);
        let mut length = 1.0;
        let moved = loop {
            let weights = fitted.weights.iter().zip(&step).map(|(one, other)| one + length * other).collect();
            let tried = Fitted { weights, features };
            let (new_loss, new_slope) = self::loss(&tried, examples, meaning);
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
        (fitted, loss, slope) = (tried, new_loss, new_slope);
        if gain < 1e-7 * loss.abs() {
            break;
        }
    }
    fitted
}

impl Fitted {
    /// Weighs a text.
    #[expect(clippy::cast_precision_loss, reason = "no text has so many features")]
    pub(crate) fn sum(&self, features: &[usize], meaning: &[f32], times: f64) -> f64 {
        let length = (features.len().max(1) as f64).sqrt();
        let words: f64 = features.iter().map(|feature| self.weights[*feature]).sum();
        let directions = &self.weights[self.features..];
        let meant: f64 = meaning.iter().zip(directions).map(|(one, other)| f64::from(*one) * other).sum();
        words / length + times * meant + self.weights[self.weights.len() - 1]
    }
}

#[expect(clippy::cast_precision_loss, reason = "no text has so many features")]
fn loss(fitted: &Fitted, examples: &[Example<'_>], times: f64) -> (f64, Vec<f64>) {
    let bias = fitted.weights.len() - 1;
    let mut slope: Vec<f64> = fitted.weights.clone();
    slope[bias] = 0.0;
    let mut loss = fitted.weights[..bias].iter().map(|weight| weight * weight).sum::<f64>() / 2.0;
    for example in examples {
        let sum = fitted.sum(example.features, example.meaning, times);
        let towards = if example.has_flaw { sum } else { -sum };
        let trust = TRUST * example.weight;
        loss +=
            trust * if towards > 0.0 { (-towards).exp().ln_1p() } else { -towards + towards.exp().ln_1p() };
        let pull = trust * (1.0 / (1.0 + (-sum).exp()) - f64::from(u8::from(example.has_flaw)));
        let part = pull / (example.features.len().max(1) as f64).sqrt();
        for feature in example.features {
            slope[*feature] += part;
        }
        for (slope, value) in slope[fitted.features..bias].iter_mut().zip(example.meaning) {
            *slope += pull * times * f64::from(*value);
        }
        slope[bias] += pull;
    }
    (loss, slope)
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
