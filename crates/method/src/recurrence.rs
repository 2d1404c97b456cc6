//! How often a failure may still come back, after it came back so often in so many opportunities.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::beta::point_above;

/// With this certainty the rate lies below the bound.
const CERTAINTY: f64 = 0.95;

/// How often a failure came back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Recurrence {
    /// How often it came back.
    pub returned: u32,
    /// In how many opportunities of which it is known.
    pub of: u32,
}

impl Recurrence {
    /// Returns the rate per opportunity, from 0 to 1, that the true one does not exceed with 95 % certainty; `None`
    /// where nothing was observed.
    ///
    /// For 0 in n it is 1 − 0.05^(1/n), about 3/n (Eypasch 1995; Jovanovic and Levy 1997). For more it is the same
    /// one-sided bound of Clopper and Pearson (1934), which that formula is a case of.
    #[must_use]
    pub fn upper_bound(self) -> Option<f64> {
        let stayed_away = self.of.checked_sub(self.returned)?;
        match (self.of, stayed_away) {
            (0, _) => None,
            (_, 0) => Some(1.0),
            _ => Some(point_above(CERTAINTY, f64::from(self.returned) + 1.0, f64::from(stayed_away))),
        }
    }

    /// Says it with what is not known: "0 of 5: still compatible with up to 45 %"; `None` where nothing was observed.
    #[must_use]
    pub fn words(self) -> Option<String> {
        let bound = 100.0 * self.upper_bound()?;
        let bound = if bound < 1.0 { "less than 1 %".to_owned() } else { format!("up to {bound:.0} %") };
        Some(format!("{} of {}: still compatible with {bound}", self.returned, self.of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(returned: u32, of: u32) -> Option<f64> {
        Recurrence { returned, of }.upper_bound()
    }

    #[test]
    fn nothing_in_so_many_still_leaves_this_much() {
        let shown = [3, 5, 10, 30].map(|of| format!("{:.0}", 100.0 * bound(0, of).unwrap()));
        assert_eq!(shown, ["63", "45", "26", "10"]);
    }

    #[test]
    fn nothing_in_so_many_follows_the_formula() {
        for of in [1, 2, 7, 100, 1_000] {
            let formula = 1.0 - 0.05_f64.powf(1.0 / f64::from(of));
            assert!((bound(0, of).unwrap() - formula).abs() < 1e-8);
        }
    }

    #[test]
    fn the_more_often_it_came_back_the_higher_it_may_be() {
        let bounds: Vec<_> = (0..=9).map(|returned| bound(returned, 9).unwrap()).collect();
        assert!(bounds.windows(2).all(|pair| pair[0] < pair[1]), "{bounds:?}");
    }

    #[test]
    fn what_is_not_known_is_said_and_nothing_is_said_of_nothing() {
        let words = |returned, of| Recurrence { returned, of }.words();
        assert_eq!(words(0, 5).unwrap(), "0 of 5: still compatible with up to 45 %");
        assert_eq!(words(1, 5).unwrap(), "1 of 5: still compatible with up to 66 %");
        assert_eq!(words(5, 5).unwrap(), "5 of 5: still compatible with up to 100 %");
        assert_eq!(words(0, 298).unwrap(), "0 of 298: still compatible with up to 1 %");
        assert_eq!(words(0, 1_000).unwrap(), "0 of 1000: still compatible with less than 1 %");
        assert_eq!((words(0, 0), words(2, 1)), (None, None));
    }
}
