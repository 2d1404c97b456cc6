//! Numbers of the method, worked out by other means than the product's: by areas under curves and by halving.

/// The steps of an area: even, and enough for six digits.
const STEPS: u32 = 500;

/// How often a stretch is halved in the search for a point.
const HALVINGS: u32 = 26;

/// Returns how much of Beta(1 + done, 1 + not done) lies above a share (D05).
pub(crate) fn above(share: f64, done: f64, not_done: f64) -> f64 {
    // With x = sin² t the curve is smooth at both ends, whatever the powers are.
    let curve = |t: f64| t.sin().powf(2.0 * done + 1.0) * t.cos().max(0.0).powf(2.0 * not_done + 1.0);
    let middle = share.sqrt().asin();
    let (below, above) = (area(curve, 0.0, middle), area(curve, middle, std::f64::consts::FRAC_PI_2));
    above / (below + above)
}

/// Returns the share below which so much of Beta(1 + done, 1 + not done) lies.
pub(crate) fn point(part: f64, done: f64, not_done: f64) -> f64 {
    halve(|share| 1.0 - above(share, done, not_done) < part)
}

/// Returns the highest rate that `returned` of `of` are still compatible with, at 5 % (D06): where it is
/// `1 - 0.05^(1/n)` for none, it is the rate at which so few would come in one of twenty such stretches.
pub(crate) fn compatible(returned: u32, of: u32) -> f64 {
    if returned == 0 {
        return 1.0 - 0.05_f64.powf(1.0 / f64::from(of));
    }
    if returned == of { 1.0 } else { halve(|rate| at_most(returned, of, rate) > 0.05) }
}

/// The probability that something of this rate comes at most so often in so many.
fn at_most(returned: u32, of: u32, rate: f64) -> f64 {
    let choose = |few: u32| (0..few).map(|at| f64::from(of - at) / f64::from(at + 1)).product::<f64>();
    (0..=returned)
        .map(|few| choose(few) * rate.powi(few.cast_signed()) * (1.0 - rate).powi((of - few).cast_signed()))
        .sum()
}

/// The probability that the rate fell (D07): of X ~ Gamma(½ + after, months after) and Y ~ Gamma(½ + before, months
/// before), that X < Y. X/(X+Y) scaled by the months is a beta variable.
pub(crate) fn fall(before: (u32, f64), after: (u32, f64)) -> f64 {
    let part = after.1 / (before.1 + after.1);
    1.0 - above(part, f64::from(after.0) - 0.5, f64::from(before.0) - 0.5)
}

/// Simpson's rule.
fn area(curve: impl Fn(f64) -> f64, from: f64, to: f64) -> f64 {
    let step = (to - from) / f64::from(STEPS);
    let inner: f64 =
        (1..STEPS).map(|at| curve(from + step * f64::from(at)) * if at % 2 == 1 { 4.0 } else { 2.0 }).sum();
    step / 3.0 * (curve(from) + inner + curve(to))
}

/// Finds between 0 and 1 where something that holds at first holds no more.
fn halve(holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if holds(middle) { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[test]
fn the_numbers_of_the_method_are_found_by_other_means() {
    let percent = |number: f64| format!("{:.0}", 100.0 * number);
    // D05, D06 and D07 name these.
    let done = [(3.0, 0.0), (4.0, 0.0), (5.0, 0.0), (6.0, 0.0), (5.0, 1.0), (7.0, 1.0), (8.0, 1.0)];
    let known = ["76", "83", "88", "92", "67", "80", "85"];
    assert_eq!(done.map(|(done, not)| percent(above(0.7, done, not))), known);
    assert_eq!([3, 5, 10, 30].map(|of| percent(compatible(0, of))), ["63", "45", "26", "10"]);
    let falls = [((4, 12.0), (0, 6.0)), ((4, 12.0), (1, 6.0)), ((4, 12.0), (2, 6.0))];
    assert_eq!(falls.map(|(before, after)| percent(fall(before, after))), ["94", "72", "48"]);
}
