//! Which texts of a log are nearest to each other.

use std::num::NonZero;
use std::thread;

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

/// How many texts there are at least for each worker but the first.
const LEAST_SHARED_OUT: usize = 1000;

/// How many texts are compared with all others together: few enough for a processor to have them at hand.
const HANDFUL: usize = 1024;

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
/// linked, whatever they mean. What that leaves out is in `docs/decisions/0019`.
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
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let workers = workers.min(1 + pairs.len() / LEAST_SHARED_OUT);
    let part = |first| near_in_part(pairs, &leads, (first, workers), HANDFUL);
    let near = thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|first| scope.spawn(move || part(first))).collect();
        let mut near = part(0);
        for other in others {
            near.take(&other.join().expect("it only compares"));
        }
        near
    });
    (0..pairs.len()).map(|place| near.found(place)).collect()
}

/// Compares every so many handfuls of texts, from one on, with those to their left; which of them one worker is given makes
/// no difference to what all of them find.
///
/// A long log is larger than what a processor has at hand, and looking a text up elsewhere takes longer than comparing it.
/// So a handful is compared with all others in their order: each of these is looked up once for all of the handful.
fn near_in_part(pairs: &Pairs, leads: &Leads, (first, step): (usize, usize), handful: usize) -> Near {
    let mut near = Near::of(pairs.len());
    let mut facing = pairs.facing();
    let mut met = vec![u32::MAX; pairs.len()];
    let mut together: Vec<(u32, u32)> = Vec::new();
    let places: Vec<(usize, u32)> = (0..pairs.len()).zip(0..).collect();
    for handful in places.chunks(handful).skip(first).step_by(step) {
        together.clear();
        for (place, as_other) in handful {
            for (stem, at) in &leads.of_texts[*place] {
                let at = *at as usize;
                // Only to the left in the list: from there the other one has this one on its right.
                for other in &leads.holders[*stem as usize][at.saturating_sub(WINDOW)..at] {
                    if std::mem::replace(&mut met[*other as usize], *as_other) != *as_other {
                        together.push((*other, *as_other));
                    }
                }
            }
        }
        together.sort_unstable();
        for with_one in together.chunk_by(|one, next| one.0 == next.0) {
            let other = with_one[0].0;
            facing.turn_to(other as usize);
            for (_, place) in with_one {
                let likeness = facing.likeness(*place as usize);
                near.keep(other as usize, *place, likeness);
                near.keep(*place as usize, other, likeness);
            }
        }
    }
    near
}

/// The ways from texts to others.
struct Leads {
    /// For each text the stems that lead on, with its place in the list of those that hold the stem.
    of_texts: Vec<Vec<(u32, u32)>>,
    /// For each stem the texts that it leads to.
    holders: Vec<Vec<u32>>,
}

impl Leads {
    fn among(pairs: &Pairs) -> Self {
        let mut holders: Vec<Vec<u32>> = vec![Vec::new(); pairs.stems()];
        let mut weights: Vec<(u32, f32)> = Vec::new();
        for (place, as_other) in (0..pairs.len()).zip(0..) {
            weights.clear();
            weights.extend(pairs.weights(place));
            if weights.len() > TELLING {
                weights.select_nth_unstable_by(TELLING, |one, other| {
                    other.1.total_cmp(&one.1).then(one.0.cmp(&other.0))
                });
            }
            for (stem, _) in weights.iter().take(TELLING) {
                holders[*stem as usize].push(as_other);
            }
        }
        let mut of_texts = vec![Vec::new(); pairs.len()];
        for (stem, list) in (0..).zip(&mut holders) {
            let dimension = pairs.stem(stem).bytes().map(usize::from).sum::<usize>() % DIMENSIONS;
            list.sort_by_cached_key(|place| pairs.direction_at(*place as usize, dimension));
            for (at, place) in (0..).zip(&*list) {
                of_texts[*place as usize].push((stem, at));
            }
        }
        Self { of_texts, holders }
    }
}

/// The nearest texts so far of each text: the most like first, of equals the one with the lower place.
struct Near {
    most: usize,
    /// As many as there may be for each text, one text after another.
    kept: Vec<(u32, Likeness)>,
    counts: Vec<u8>,
    /// What is less alike than this is not among the nearest of a text.
    least: Vec<f32>,
}

impl Near {
    fn of(texts: usize) -> Self {
        let most = (texts / ONE_IN).clamp(LEAST_NEAREST, NEAREST);
        let none = (u32::MAX, Likeness::default());
        Self { most, kept: vec![none; texts * most], counts: vec![0; texts], least: vec![0.0; texts] }
    }

    fn keep(&mut self, text: usize, other: u32, likeness: Likeness) {
        let whole = likeness.whole();
        if whole <= 0.0 || whole < self.least[text] {
            return;
        }
        let kept = &mut self.kept[text * self.most..(text + 1) * self.most];
        let count = usize::from(self.counts[text]);
        let at = kept[..count].partition_point(|(place, kept)| {
            kept.whole() > whole || (kept.whole() >= whole && *place < other)
        });
        // A pair is met twice where each stands before the other along different stems.
        if at == self.most || kept[..count].get(at).is_some_and(|(place, _)| *place == other) {
            return;
        }
        if count < self.most {
            self.counts[text] += 1;
        }
        kept[at..(count + 1).min(self.most)].rotate_right(1);
        kept[at] = (other, likeness);
        if count + 1 >= self.most {
            self.least[text] = kept[self.most - 1].1.whole();
        }
    }

    /// Takes what somebody else found.
    fn take(&mut self, other: &Self) {
        for (text, count) in other.counts.iter().enumerate() {
            for (place, likeness) in &other.kept[text * other.most..][..usize::from(*count)] {
                self.keep(text, *place, *likeness);
            }
        }
    }

    fn found(&self, text: usize) -> Vec<(usize, Likeness)> {
        let kept = &self.kept[text * self.most..][..usize::from(self.counts[text])];
        kept.iter().map(|(other, likeness)| (*other as usize, *likeness)).collect()
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
    fn however_many_share_the_work_they_find_the_same() {
        let texts: Vec<String> =
            (0..90).map(|number| format!("the pump{} of ward{} failed", number % 7, number % 11)).collect();
        let pairs = pairs(&texts);
        let leads = Leads::among(&pairs);
        let alone = near_in_part(&pairs, &leads, (0, 1), 90);
        let mut shared = near_in_part(&pairs, &leads, (0, 3), 4);
        for first in 1..3 {
            shared.take(&near_in_part(&pairs, &leads, (first, 3), 4));
        }
        for text in 0..90 {
            assert_eq!(alone.found(text), shared.found(text));
            assert!(alone.found(text).len() > 5);
        }
    }

    #[test]
    fn the_nearest_are_kept_in_order_and_each_once() {
        let likeness = |words: f32| Likeness { words, meaning: 0.0 };
        let mut near = Near::of(3);
        for (other, words) in
            [(9, 0.1), (4, 0.3), (7, 0.2), (4, 0.3), (8, 0.3), (6, 0.0), (5, 0.4), (3, 0.2), (2, 0.1)]
        {
            near.keep(1, other, likeness(words));
        }
        let found: Vec<usize> = near.found(1).into_iter().map(|(other, _)| other).collect();
        assert_eq!(found, [5, 4, 8, 3, 7]);
        assert!(near.found(0).is_empty() && near.found(2).is_empty());
    }

    #[test]
    fn nothing_is_linked_with_nothing() {
        assert!(links(&pairs(&[])).is_empty());
        assert!(links(&pairs(&[String::new(), String::new()])).is_empty());
    }
}
