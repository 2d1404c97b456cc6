//! The beta distribution: how much of it lies below a point, and below which point so much of it lies.

use std::f64::consts::TAU;

/// After so many steps the continued fraction has settled for all shapes up to a hundred million.
const MOST_STEPS: u32 = 20_000;

/// Returns how much of the beta distribution with these shapes lies below a point, from 0 to 1.
///
/// This is the regularised incomplete beta function, by the continued fraction 8.17.22 of the NIST *Digital Library of
/// Mathematical Functions* on the side where it settles fast. The shapes are above 0; a point outside 0 to 1 counts as
/// the nearer end. What is no number gives ½, which says nothing.
pub(crate) fn share_below(at: f64, first: f64, second: f64) -> f64 {
    let is_shape = |shape: f64| shape > 0.0 && shape.is_finite();
    if at.is_nan() || !is_shape(first) || !is_shape(second) {
        return 0.5;
    }
    if at <= 0.0 || at >= 1.0 {
        return if at <= 0.0 { 0.0 } else { 1.0 };
    }
    let is_low = at < (first + 1.0) / (first + second + 2.0);
    let (one, other, point) = if is_low { (first, second, at) } else { (second, first, 1.0 - at) };
    let front = one * point.ln() + other * (1.0 - point).ln() - ln_beta(one, other) - one.ln();
    let share = front.exp() / fraction(point, one, other);
    (if is_low { share } else { 1.0 - share }).clamp(0.0, 1.0)
}

/// Returns the point below which so much of the beta distribution lies, to nine decimals, by halving.
pub(crate) fn point_above(share: f64, first: f64, second: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..30 {
        let middle = f64::midpoint(low, high);
        if share_below(middle, first, second) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// The continued fraction 1 + d₁/(1 + d₂/(1 + …)), worked from the top by the method of Lentz as Thompson and Barnett
/// changed it (*Journal of Computational Physics* 64, 1986).
fn fraction(at: f64, first: f64, second: f64) -> f64 {
    let away_from_zero = |value: f64| if value.abs() < f64::MIN_POSITIVE { f64::MIN_POSITIVE } else { value };
    let (mut value, mut above, mut below) = (1.0, 1.0, 0.0);
    for step in 1..=MOST_STEPS {
        let half = f64::from(step / 2);
        let whole = first + 2.0 * half;
        let term = if step % 2 == 0 {
            half * (second - half) * at / ((whole - 1.0) * whole)
        } else {
            -(first + half) * (first + second + half) * at / (whole * (whole + 1.0))
        };
        below = 1.0 / away_from_zero(1.0 + term * below);
        above = away_from_zero(1.0 + term / above);
        let change = above * below;
        value *= change;
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    value
}

fn ln_beta(first: f64, second: f64) -> f64 {
    ln_gamma(first) + ln_gamma(second) - ln_gamma(first + second)
}

/// The logarithm of the gamma function above 0: Stirling's series (*Digital Library of Mathematical Functions* 5.11.1)
/// from 10 on, where five of its terms leave less than 10⁻¹³, and Γ(x + 1) = xΓ(x) below.
fn ln_gamma(of: f64) -> f64 {
    let (mut shifted, mut product) = (of, 1.0);
    while shifted < 10.0 {
        product *= shifted;
        shifted += 1.0;
    }
    let square = 1.0 / (shifted * shifted);
    let series = [1.0 / 1_188.0, -1.0 / 1_680.0, 1.0 / 1_260.0, -1.0 / 360.0, 1.0 / 12.0];
    let tail = series.into_iter().fold(0.0, |sum, term| sum * square + term) / shifted;
    (shifted - 0.5) * shifted.ln() - shifted + TAU.ln() / 2.0 + tail - product.ln()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_near(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 1e-12
    }

    #[test]
    fn shapes_of_one_are_a_straight_line_and_a_power() {
        for at in [0.1, 0.5, 0.7, 0.95] {
            assert!(is_near(share_below(at, 1.0, 1.0), at));
            assert!(is_near(share_below(at, 6.0, 1.0), at.powi(6)));
            assert!(is_near(share_below(at, 1.0, 6.0), 1.0 - (1.0 - at).powi(6)));
        }
    }

    #[test]
    fn whole_shapes_are_sums_of_the_binomial_distribution() {
        // I₀.₇(9, 2) = 10·0.7⁹·0.3 + 0.7¹⁰, and I₀.₇(14, 3) the same with three terms of 16.
        assert!(is_near(share_below(0.7, 9.0, 2.0), 10.0 * 0.7_f64.powi(9) * 0.3 + 0.7_f64.powi(10)));
        let sum = 120.0 * 0.7_f64.powi(14) * 0.09 + 16.0 * 0.7_f64.powi(15) * 0.3 + 0.7_f64.powi(16);
        assert!(is_near(share_below(0.7, 14.0, 3.0), sum));
    }

    #[test]
    fn half_shapes_are_the_arcsine() {
        let arcsine = |at: f64| 2.0 * std::f64::consts::FRAC_1_PI * at.sqrt().asin();
        assert!(is_near(share_below(0.3, 0.5, 0.5), arcsine(0.3)));
    }

    #[test]
    fn the_ends_and_what_is_no_number_are_no_panic() {
        assert_eq!([-1.0, 2.0].map(|at| share_below(at, 2.0, 3.0) > 0.5), [false, true]);
        for wrong in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(is_near(share_below(0.7, wrong, 1.0), 0.5));
        }
        assert!(is_near(share_below(f64::NAN, 1.0, 1.0), 0.5));
        assert!((share_below(0.5, 1e8, 1e8) - 0.5).abs() < 1e-6);
    }

    proptest! {
        #[test]
        fn both_sides_make_one(at in 0.0_f64..=1.0, first in 0.01_f64..500.0, second in 0.01_f64..500.0) {
            let sum = share_below(at, first, second) + share_below(1.0 - at, second, first);
            prop_assert!((sum - 1.0).abs() < 1e-9);
        }

        #[test]
        fn a_point_is_found_again(share in 0.01_f64..0.99, first in 0.5_f64..100.0, second in 0.5_f64..100.0) {
            let point = point_above(share, first, second);
            prop_assert!((share_below(point, first, second) - share).abs() < 1e-6);
        }
    }
}
