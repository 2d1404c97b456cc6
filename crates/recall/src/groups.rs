//! Small groups of texts that tell of the same kind of thing, few and certain rather than many.
//!
//! At the size of a diary no method parts texts well into topics; so only what is close is brought together, most texts
//! belong to no group, and a person has the last word.

use std::collections::{BTreeMap, BTreeSet};

use crate::bm25::as_f32;
use crate::communities::{Network, Verdicts};
use crate::neighbours::{Link, links};
use crate::pairs::{Facing, Pairs, Text};

/// How alike two texts have to be for a link inside a group.
const LEAST_LIKENESS: f32 = 0.22;

/// How alike each member has to be to the others on average.
const LEAST_CLOSENESS: f32 = 0.18;

/// How often a community that is not close is parted further before what is loose is left out.
const MOST_PARTINGS: u32 = 4;

/// The fewest that are a group though they were not all of a community.
const LEAST_CORE: usize = 3;

/// With how many of a large group a member is compared.
const MOST_COMPARED: usize = 48;

/// How much a link counts that only one of the two has among its nearest, in a parting of all texts.
const ONE_SIDED: f64 = 0.5;

/// How finely all texts are parted: above 1 for more and smaller parts.
const RESOLUTION: f64 = 1.2;

/// Texts that tell of the same kind of thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The places of the texts, at least two, in the order of their names.
    pub members: Vec<usize>,
    /// The mean likeness of each member to the others, in the order of the members.
    pub closeness: Vec<f32>,
    /// The links inside the group that made it, each with the parts of its likeness. What a person called the same needs
    /// none.
    pub links: Vec<Link>,
    /// The stems that at least two members share, the most distinctive first.
    pub words: Vec<SharedWord>,
}

/// A stem that members of a group share.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedWord {
    /// The stem.
    pub stem: String,
    /// How many members hold it.
    pub members: usize,
    /// How many texts of the whole log hold it.
    pub texts: usize,
    /// Its part in the mean likeness of two members.
    pub part: f32,
}

/// Finds the groups in a log, the largest first.
///
/// Linked are texts of which each is among the nearest of the other, as [`links`] finds them, with a likeness of at
/// least 0.22. Louvain's method parts these links. Of a community whose members are not close to each other the close
/// ones are kept where they are more than half of it, else it is parted further, and whoever is still not close to the
/// rest is left out. Verdicts hold: what was called the same shares a group, what was called different never does.
/// The order of the texts makes no difference.
///
/// # Panics
/// When two texts have one name.
#[must_use]
pub fn groups(texts: &[Text], verdicts: &Verdicts) -> Vec<Group> {
    let log = Log::of(texts, verdicts);
    let network = log.network(log.links.iter().filter(|link| is_strong(link)).map(|link| (link, 1.0)));
    let mut facing = log.pairs.facing();
    let mut found: Vec<Vec<usize>> = Vec::new();
    for community in network.communities(1.0) {
        log.part(&network, &mut facing, community, 1, &mut found);
    }
    found.sort_by_key(|members| (usize::MAX - members.len(), members[0]));
    let links = log.inside(&found);
    found.iter().zip(links).map(|(members, links)| log.group(&mut facing, members, links)).collect()
}

/// Parts all texts of a log, for measuring: each gets the number of its part.
///
/// The same links, one-sided ones too at half their weight, whatever their likeness; a person is never shown this.
///
/// # Panics
/// When two texts have one name.
#[must_use]
pub fn parted(texts: &[Text], verdicts: &Verdicts) -> Vec<usize> {
    let log = Log::of(texts, verdicts);
    let network =
        log.network(log.links.iter().map(|link| (link, if link.is_mutual { 1.0 } else { ONE_SIDED })));
    let mut numbers = vec![0; texts.len()];
    for (number, community) in network.communities(RESOLUTION).iter().enumerate() {
        for member in community {
            numbers[log.places[*member]] = number;
        }
    }
    numbers
}

/// The texts in the order of their names.
struct Log {
    /// Where each was handed in.
    places: Vec<usize>,
    pairs: Pairs,
    links: Vec<Link>,
    verdicts: Verdicts,
}

impl Log {
    fn of(texts: &[Text], verdicts: &Verdicts) -> Self {
        let mut places: Vec<usize> = (0..texts.len()).collect();
        places.sort_unstable_by_key(|place| texts[*place].key());
        let is_distinct = places.is_sorted_by(|one, other| texts[*one].key() < texts[*other].key());
        assert!(is_distinct, "each text has a name of its own");
        let pairs = Pairs::among(places.iter().map(|place| &texts[*place]));
        let mut numbers = vec![0; texts.len()];
        for (number, place) in places.iter().enumerate() {
            numbers[*place] = number;
        }
        let known = |pairs: &[(usize, usize)]| {
            let number = |(one, other): &(usize, usize)| Some((*numbers.get(*one)?, *numbers.get(*other)?));
            pairs.iter().filter_map(number).collect()
        };
        let verdicts = Verdicts { same: known(&verdicts.same), different: known(&verdicts.different) };
        Self { links: links(&pairs), places, pairs, verdicts }
    }

    /// A network of links with their weights. Their likeness has done its part in choosing them: weighing them by it
    /// parts the records of `examples/evaluate` worse.
    fn network<'l>(&self, links: impl Iterator<Item = (&'l Link, f64)>) -> Network {
        let weighed = links.map(|(link, weight)| (link.one, link.other, weight));
        Network::new(self.pairs.len(), weighed, self.verdicts.clone())
    }

    /// Parts a community until its members are close to each other, and adds what remains of it.
    fn part(
        &self,
        network: &Network,
        facing: &mut Facing<'_>,
        members: Vec<usize>,
        depth: u32,
        found: &mut Vec<Vec<usize>>,
    ) {
        if members.len() < 2 {
            return;
        }
        let is_close = closeness(facing, &members).iter().all(|closeness| *closeness >= LEAST_CLOSENESS);
        if is_close {
            found.push(members);
            return;
        }
        // One that hangs on by a single link is no reason to part those who are close to each other.
        if let Some(core) = self.without_the_loose(facing, members.clone())
            && core.len() >= LEAST_CORE
            && 2 * core.len() > members.len()
        {
            let rest = members.into_iter().filter(|member| !members_hold(&core, *member)).collect();
            found.push(core);
            self.part(network, facing, rest, depth + 1, found);
            return;
        }
        if depth <= MOST_PARTINGS {
            for part in network.among(&members).communities(f64::from(1 << depth)) {
                let part = part.into_iter().map(|member| members[member]).collect();
                self.part(network, facing, part, depth + 1, found);
            }
        } else {
            found.extend(self.without_the_loose(facing, members));
        }
    }

    /// Leaves out those who are not close to the rest; never one whom a person has put there.
    fn without_the_loose(&self, facing: &mut Facing<'_>, mut members: Vec<usize>) -> Option<Vec<usize>> {
        let is_put_there = |member: &usize| {
            self.verdicts.same.iter().any(|(one, other)| {
                (one == member && members_hold(&members, *other))
                    || (other == member && members_hold(&members, *one))
            })
        };
        let put_there: Vec<bool> = members.iter().map(is_put_there).collect();
        let put_there: BTreeMap<usize, bool> = members.iter().copied().zip(put_there).collect();
        loop {
            let closeness = closeness(facing, &members);
            let mut loose: Vec<usize> = (0..members.len())
                .filter(|at| closeness[*at] < LEAST_CLOSENESS && !put_there[&members[*at]])
                .collect();
            if loose.is_empty() {
                return (members.len() > 1).then_some(members);
            }
            // The looser half at a time: without them others may be close.
            loose.sort_by(|one, other| closeness[*one].total_cmp(&closeness[*other]).then(one.cmp(other)));
            loose.truncate(loose.len().div_ceil(2));
            let loose: BTreeSet<usize> = loose.into_iter().map(|at| members[at]).collect();
            members.retain(|member| !loose.contains(member));
        }
    }

    /// Sorts the links that made groups to their groups.
    fn inside(&self, groups: &[Vec<usize>]) -> Vec<Vec<Link>> {
        let mut group_of = vec![None; self.places.len()];
        for (number, members) in groups.iter().enumerate() {
            for member in members {
                group_of[*member] = Some(number);
            }
        }
        let mut inside = vec![Vec::new(); groups.len()];
        for link in self.links.iter().filter(|link| is_strong(link)) {
            if let Some(number) = group_of[link.one].filter(|_| group_of[link.one] == group_of[link.other]) {
                let (one, other) = (self.places[link.one], self.places[link.other]);
                inside[number].push(Link { one: one.min(other), other: one.max(other), ..*link });
            }
        }
        inside
    }

    fn group(&self, facing: &mut Facing<'_>, members: &[usize], links: Vec<Link>) -> Group {
        Group {
            closeness: closeness(facing, members),
            links,
            words: self.words(members),
            members: members.iter().map(|member| self.places[*member]).collect(),
        }
    }

    /// Lists what members share: the mean over all pairs of what a stem adds to their likeness.
    fn words(&self, members: &[usize]) -> Vec<SharedWord> {
        let mut sums: BTreeMap<u32, (usize, f32, f32)> = BTreeMap::new();
        for (stem, weight) in members.iter().flat_map(|member| self.pairs.weights(*member)) {
            let (count, sum, squares) = sums.entry(stem).or_default();
            *count += 1;
            *sum += weight;
            *squares += weight * weight;
        }
        let pairs = as_f32(members.len() * (members.len() - 1));
        let shared = sums.into_iter().filter(|(_, (count, ..))| *count > 1);
        let word = |(stem, (count, sum, squares)): (u32, (usize, f32, f32))| SharedWord {
            stem: self.pairs.stem(stem).to_owned(),
            members: count,
            texts: self.pairs.holders(stem) as usize,
            part: (sum * sum - squares) / pairs,
        };
        let mut words: Vec<SharedWord> = shared.map(word).collect();
        words.sort_by(|one, other| other.part.total_cmp(&one.part).then(one.stem.cmp(&other.stem)));
        words
    }
}

/// Says how alike each is to the others on average, or to 48 of them spread evenly.
fn closeness(facing: &mut Facing<'_>, members: &[usize]) -> Vec<f32> {
    let step = members.len().div_ceil(MOST_COMPARED).max(1);
    let (mut sums, mut counts) = (vec![0.0; members.len()], vec![0; members.len()]);
    for compared in members.iter().step_by(step) {
        facing.turn_to(*compared);
        for (at, member) in members.iter().enumerate().filter(|(_, member)| *member != compared) {
            sums[at] += facing.likeness(*member).whole();
            counts[at] += 1;
        }
    }
    sums.iter().zip(counts).map(|(sum, count): (&f32, usize)| sum / as_f32(count.max(1))).collect()
}

fn is_strong(link: &Link) -> bool {
    link.is_mutual && link.likeness.whole() >= LEAST_LIKENESS
}

fn members_hold(members: &[usize], text: usize) -> bool {
    members.binary_search(&text).is_ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::table::{Embed as _, TokenTable};

    const LOG: [&str; 10] = [
        "I forgot the keys of the van and the driver had to wait",
        "Forgot the van keys again, so the driver waited an hour",
        "The keys of the van lay at home and the driver was kept waiting",
        "The release broke the login page for every customer",
        "After the release no customer could use the login page",
        "The login page was down for customers, because the release went out untested",
        "I gave the patient twice the dose of the medicine",
        "The cake for the wedding melted in the sun",
        "My talk ran over and nobody could ask a question",
        "The tomatoes froze in the first night of May",
    ];

    fn texts(texts: &[(usize, &str)]) -> Vec<Text> {
        let text = |(key, text): &(usize, &str)| {
            Text::new(format!("{key:03}"), text, TokenTable::built_in().embed(text))
        };
        texts.iter().map(text).collect()
    }

    fn log() -> Vec<Text> {
        texts(&LOG.into_iter().enumerate().collect::<Vec<_>>())
    }

    fn members(groups: &[Group]) -> Vec<Vec<usize>> {
        groups.iter().map(|group| group.members.clone()).collect()
    }

    #[test]
    fn what_tells_of_the_same_thing_is_a_group_and_the_rest_is_none() {
        assert_eq!(members(&groups(&log(), &Verdicts::default())), [[0, 1, 2], [3, 4, 5]]);
    }

    #[test]
    fn one_that_hangs_on_by_a_single_link_parts_no_group() {
        // By their words alone, so that a better table moves nothing.
        let written = [
            "The flour was guessed and the sacks uncounted before the fair",
            "Flour guessed, sacks uncounted, and the bakery stood still",
            "Sacks uncounted, flour guessed; the loudspeaker and the microphone hissed",
            "The microphone and the loudspeaker stood in the rain behind the tower",
            "The tomatoes froze in May",
            "In May the tomatoes froze overnight",
        ];
        let text = |(key, text): (usize, &&str)| Text::new(format!("{key:03}"), text, None);
        let texts: Vec<Text> = written.iter().enumerate().map(text).collect();
        assert_eq!(members(&groups(&texts, &Verdicts::default())), [vec![0, 1, 2], vec![4, 5]]);
    }

    #[test]
    fn a_group_says_which_words_made_it() {
        let groups = groups(&log(), &Verdicts::default());
        let words: Vec<&str> = groups[0].words.iter().take(3).map(|word| word.stem.as_str()).collect();
        assert_eq!(words, ["driver", "wait", "van"]);
        assert_eq!((groups[0].words[0].members, groups[0].words[0].texts), (3, 3));
    }

    #[test]
    fn the_parts_of_the_words_add_up_to_the_mean_of_the_links() {
        let groups = groups(&log(), &Verdicts::default());
        for group in groups.iter().filter(|group| group.links.len() == 3) {
            let of_words: f32 = group.words.iter().map(|word| word.part).sum();
            let of_links: f32 = group.links.iter().map(|link| link.likeness.words).sum();
            assert!((of_words - of_links / 3.0).abs() < 1e-5, "{of_words} and {of_links}");
        }
        assert_eq!(groups[0].links.len(), 3);
    }

    #[test]
    fn what_was_called_different_is_parted() {
        let verdicts = Verdicts { same: vec![], different: vec![(0, 1)] };
        let groups = members(&groups(&log(), &verdicts));
        assert!(groups.iter().all(|group| !(group.contains(&0) && group.contains(&1))), "{groups:?}");
    }

    #[test]
    fn what_was_called_the_same_is_together_whatever_its_words() {
        let verdicts = Verdicts { same: vec![(9, 6), (8, 0)], different: vec![] };
        let groups = members(&groups(&log(), &verdicts));
        assert!(groups.contains(&vec![6, 9]), "{groups:?}");
        assert!(groups.iter().any(|group| group.contains(&8) && group.contains(&0)), "{groups:?}");
    }

    #[test]
    fn the_same_words_many_times_are_one_group() {
        let many: Vec<(usize, &str)> = (0..70).map(|key| (key, "forgot the van keys at home")).collect();
        let found = groups(&texts(&many), &Verdicts::default());
        let grouped: usize = found.iter().map(|group| group.members.len()).sum();
        assert!(grouped == 70 && found.len() <= 4, "{} groups of {grouped}", found.len());
    }

    #[test]
    fn nothing_has_no_groups() {
        assert!(groups(&[], &Verdicts::default()).is_empty());
        assert!(groups(&texts(&[(0, ""), (1, "")]), &Verdicts::default()).is_empty());
        assert!(parted(&[], &Verdicts::default()).is_empty());
    }

    #[test]
    #[should_panic(expected = "a name of its own")]
    fn two_texts_of_one_name_are_refused() {
        let _groups = groups(&texts(&[(1, "one"), (1, "other")]), &Verdicts::default());
    }

    /// Texts of few words each, so that many resemble each other, in a shuffled order; and verdicts between them.
    fn shuffled() -> impl Strategy<Value = (Vec<String>, Vec<usize>, Verdicts)> {
        let word =
            prop::sample::select(vec!["van", "keys", "login", "release", "dose", "late", "forgot", "client"]);
        let text = prop::collection::vec(word, 0..6).prop_map(|words| words.join(" "));
        prop::collection::vec(text, 1..30).prop_flat_map(|texts| {
            let pairs = || prop::collection::vec((0..texts.len(), 0..texts.len()), 0..6);
            let verdicts = (pairs(), pairs()).prop_map(|(same, different)| Verdicts { same, different });
            let order = Just((0..texts.len()).collect::<Vec<_>>()).prop_shuffle();
            (Just(texts.clone()), order, verdicts)
        })
    }

    proptest! {
        #[test]
        fn the_order_of_the_texts_makes_no_difference((words, order, verdicts) in shuffled()) {
            let named: Vec<(usize, &str)> = words.iter().map(String::as_str).enumerate().collect();
            let moved: Vec<(usize, &str)> = order.iter().map(|key| named[*key]).collect();
            let place = |key: &usize| order.iter().position(|at| at == key).unwrap();
            let both = |pairs: &[(usize, usize)]| {
                pairs.iter().map(|(one, other)| (place(one), place(other))).collect()
            };
            let elsewhere = Verdicts { same: both(&verdicts.same), different: both(&verdicts.different) };
            let (here, there) = (groups(&texts(&named), &verdicts), groups(&texts(&moved), &elsewhere));
            prop_assert_eq!(here.len(), there.len());
            for (here, there) in here.iter().zip(&there) {
                let back: Vec<usize> = there.members.iter().map(|member| order[*member]).collect();
                prop_assert_eq!(&here.members, &back);
                prop_assert_eq!(&here.closeness, &there.closeness);
                prop_assert_eq!(&here.words, &there.words);
                prop_assert_eq!(here.links.len(), there.links.len());
            }
        }

        #[test]
        fn verdicts_hold((words, _, verdicts) in shuffled()) {
            let named: Vec<(usize, &str)> = words.iter().map(String::as_str).enumerate().collect();
            let groups = groups(&texts(&named), &verdicts);
            let group_of = |place: &usize| groups.iter().position(|group| group.members.contains(place));
            for (one, other) in verdicts.different.iter().filter(|(one, other)| one != other) {
                prop_assert!(group_of(one).is_none() || group_of(one) != group_of(other), "{one} and {other}");
            }
            if verdicts.different.is_empty() {
                for (one, other) in verdicts.same.iter().filter(|(one, other)| one != other) {
                    prop_assert!(group_of(one).is_some() && group_of(one) == group_of(other), "{one} and {other}");
                }
            }
        }
    }
}
