//! Which texts of a log are nearest to each other.

use crate::pairs::{Likeness, Pairs};

/// How many of a text's most telling stems lead to others.
const TELLING: usize = 32;

/// How far to each side a text looks along the texts that hold such a stem.
const WINDOW: usize = 8;

/// How many dimensions of a direction order the texts that hold a stem, a different one for different stems.
const DIMENSIONS: usize = 64;

/// The most nearest texts that a text keeps, and how many it keeps at least of a small log.
const NEAREST: usize = 20;
const LEAST_NEAREST: usize = 5;

/// In a small log a text keeps one in so many: if each were near to most others, nothing would be told apart.
const ONE_IN: usize = 3;

/// Two texts, one of which is among the nearest of the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// The text with the lower place.
    pub one: usize,
    /// The text with the higher place.
    pub other: usize,
    /// How alike they are.
    pub likeness: Likeness,
    /// Whether each is among the nearest of the other.
    pub is_mutual: bool,
}

/// Links every text with the twenty most like it, in a small log with a third of it; in the order of places.
///
/// Compared are texts that share one of their 32 most telling stems. Where many share it, they are put in the order
/// of one dimension of what they mean, and each is compared with the 8 before and the 8 after it. So the work grows
/// like n log n, up to 9 texts with a stem nothing is left out, and two texts without a common telling stem are never
/// linked, whatever they mean.
#[must_use]
pub fn links(pairs: &Pairs) -> Vec<Link> {
    let near = near(pairs);
    let mut links = Vec::new();
    for (place, nearest) in near.iter().enumerate() {
        for (other, likeness) in nearest {
            let is_mutual = near[*other].iter().any(|(back, _)| *back == place);
            // A mutual link is found from both sides and kept from one.
            if !is_mutual || place < *other {
                let (one, other) = (place.min(*other), place.max(*other));
                links.push(Link { one, other, likeness: *likeness, is_mutual });
            }
        }
    }
    links.sort_unstable_by_key(|link| (link.one, link.other));
    links
}

fn near(pairs: &Pairs) -> Vec<Vec<(usize, Likeness)>> {
    let leads = Leads::among(pairs);
    let most = (pairs.len() / ONE_IN).clamp(LEAST_NEAREST, NEAREST);
    let mut near = vec![Nearest { most, ..Nearest::default() }; pairs.len()];
    let mut facing = pairs.facing();
    let mut others = Vec::new();
    for (place, ways) in leads.of_texts.iter().enumerate() {
        facing.turn_to(place);
        for (stem, at) in ways {
            // Only to the left in the list: from there the other one has this one on its right.
            others.extend_from_slice(&leads.holders[*stem as usize][at.saturating_sub(WINDOW)..*at]);
        }
        others.sort_unstable();
        others.dedup();
        for other in others.drain(..) {
            let least = near[place].least.min(near[other].least);
            if let Some(likeness) = facing.likeness_from(other, least) {
                near[place].keep(other, likeness);
                near[other].keep(place, likeness);
            }
        }
    }
    near.into_iter().map(Nearest::found).collect()
}

/// The ways from texts to others.
struct Leads {
    /// For each text the stems that lead on, with its place in the list of those that hold the stem.
    of_texts: Vec<Vec<(u32, usize)>>,
    /// For each stem the texts that it leads to.
    holders: Vec<Vec<usize>>,
}

impl Leads {
    fn among(pairs: &Pairs) -> Self {
        let mut holders: Vec<Vec<usize>> = vec![Vec::new(); pairs.stems()];
        for place in 0..pairs.len() {
            let mut weights: Vec<(u32, f32)> = pairs.weights(place).collect();
            weights.sort_unstable_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
            for (stem, _) in weights.iter().take(TELLING) {
                holders[*stem as usize].push(place);
            }
        }
        let mut of_texts = vec![Vec::new(); pairs.len()];
        for (stem, list) in (0..).zip(&mut holders) {
            let dimension = pairs.stem(stem).bytes().map(usize::from).sum::<usize>() % DIMENSIONS;
            list.sort_by_key(|place| pairs.direction_at(*place, dimension));
            for (at, place) in list.iter().enumerate() {
                of_texts[*place].push((stem, at));
            }
        }
        Self { of_texts, holders }
    }
}

/// The nearest texts so far, and some more.
#[derive(Debug, Clone, Default)]
struct Nearest {
    most: usize,
    found: Vec<(usize, Likeness)>,
    /// What is less alike than this is not among the nearest.
    least: f32,
}

impl Nearest {
    fn keep(&mut self, place: usize, likeness: Likeness) {
        if likeness.whole() <= 0.0 || likeness.whole() < self.least {
            return;
        }
        self.found.push((place, likeness));
        if self.found.len() >= 3 * self.most {
            self.cut();
            self.least = self.found.last().map_or(0.0, |(_, last)| last.whole());
        }
    }

    fn found(mut self) -> Vec<(usize, Likeness)> {
        self.cut();
        self.found
    }

    fn cut(&mut self) {
        self.found.sort_unstable_by(|one, other| {
            other.1.whole().total_cmp(&one.1.whole()).then(one.0.cmp(&other.0))
        });
        // A pair is met twice where each stands before the other along different stems.
        self.found.dedup_by_key(|(place, _)| *place);
        self.found.truncate(self.most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pairs::Text;
    use crate::table::{Embed as _, TokenTable};

    fn pairs(texts: &[String]) -> Pairs {
        let text = |(place, text): (usize, &String)| {
            Text::new(place.to_string(), text, TokenTable::built_in().embed(text))
        };
        let texts: Vec<Text> = texts.iter().enumerate().map(text).collect();
        Pairs::among(&texts)
    }

    #[test]
    fn texts_with_a_common_telling_stem_are_linked_once() {
        let texts = ["the van keys", "van keys again", "a broken login", "nothing of the kind"];
        let links = links(&pairs(&texts.map(str::to_owned)));
        assert_eq!(links.iter().map(|link| (link.one, link.other)).collect::<Vec<_>>(), [(0, 1)]);
        assert!(links[0].is_mutual);
    }

    #[test]
    fn a_text_keeps_its_twenty_nearest_and_no_more_are_mutual() {
        let texts: Vec<String> = (0..60).map(|number| format!("the pump number{number} failed")).collect();
        let links = links(&pairs(&texts));
        for place in 0..60 {
            let own = |link: &&Link| link.is_mutual && (link.one == place || link.other == place);
            assert!(links.iter().filter(own).count() <= NEAREST);
        }
        assert!(links.iter().all(|link| link.one < link.other));
    }

    #[test]
    fn in_a_small_log_a_text_keeps_a_third() {
        let texts: Vec<String> = (0..24).map(|number| format!("the pump number{number} failed")).collect();
        let links = links(&pairs(&texts));
        let mutual = |place| {
            links
                .iter()
                .filter(move |link| link.is_mutual && (link.one == place || link.other == place))
                .count()
        };
        assert!((0..24).all(|place| mutual(place) <= 8));
        assert!(!links.is_empty());
    }

    #[test]
    fn nothing_is_linked_with_nothing() {
        assert!(links(&pairs(&[])).is_empty());
        assert!(links(&pairs(&[String::new(), String::new()])).is_empty());
    }
}
