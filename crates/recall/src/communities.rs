//! Which texts hold together in a network of links, by Louvain's method, with a person's verdicts kept.

use std::collections::{BTreeMap, BTreeSet};

/// The most times that all texts are gone through before the method moves on.
const MOST_ROUNDS: usize = 30;

/// Gains below this are rounding.
const LEAST_GAIN: f64 = 1e-12;

/// What a person said about two texts, each known by its place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// They are of the same kind: they share a group, whatever their words.
    pub same: Vec<(usize, usize)>,
    /// They are not: they never share a group. Goes before [`same`](Self::same) where the two contradict each other.
    pub different: Vec<(usize, usize)>,
}

/// A network of texts: links with weights above 0, and verdicts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Network {
    /// For each text those that it is linked with, in their order.
    links: Vec<Vec<(usize, f64)>>,
    verdicts: Verdicts,
}

impl Network {
    /// Takes each link once.
    pub(crate) fn new(
        texts: usize,
        links: impl IntoIterator<Item = (usize, usize, f64)>,
        verdicts: Verdicts,
    ) -> Self {
        let mut network = Self { links: vec![Vec::new(); texts], verdicts };
        for (one, other, weight) in links {
            network.links[one].push((other, weight));
            network.links[other].push((one, weight));
        }
        for links in &mut network.links {
            links.sort_unstable_by_key(|(other, _)| *other);
        }
        network
    }

    /// Returns the part of the network between these texts, which are numbered anew in this order; they have to ascend.
    pub(crate) fn among(&self, texts: &[usize]) -> Self {
        let number = |text: &usize| texts.binary_search(text).ok();
        let both = |(one, other): &(usize, usize)| number(one).zip(number(other));
        let links = texts.iter().map(|text| {
            self.links[*text].iter().filter_map(|(other, weight)| Some((number(other)?, *weight))).collect()
        });
        let verdicts = Verdicts {
            same: self.verdicts.same.iter().filter_map(both).collect(),
            different: self.verdicts.different.iter().filter_map(both).collect(),
        };
        Self { links: links.collect(), verdicts }
    }

    /// Parts the texts into communities, each in ascending order, by their first text.
    ///
    /// Louvain's method (Blondel and others 2008, *J. Stat. Mech.* P10008) on modularity with a resolution, more and
    /// smaller communities the higher it is; always in the order of the texts. What a person called the same moves as
    /// one; into a community with something called different nothing moves. What is left without a connection inside
    /// its community is parted at the end, the defect that Traag and others 2019, *Scientific Reports* 9:5233, name.
    pub(crate) fn communities(&self, resolution: f64) -> Vec<Vec<usize>> {
        let atoms = self.atoms();
        let mut level = Level::of(self, &atoms);
        let mut labels = atoms.clone();
        while let Some(communities) = level.moved(resolution) {
            for label in &mut labels {
                *label = communities[*label];
            }
            level = level.joined(&communities);
        }
        self.connected(&labels, &atoms)
    }

    /// Numbers the texts so that those which have to stay together have one number.
    fn atoms(&self) -> Vec<usize> {
        let count = self.links.len();
        let mut atoms: Vec<usize> = (0..count).collect();
        let in_order = |pairs: &[(usize, usize)]| -> BTreeSet<(usize, usize)> {
            let known = pairs.iter().filter(|(one, other)| one != other && *one.max(other) < count);
            known.map(|(one, other)| (*one.min(other), *one.max(other))).collect()
        };
        let different = in_order(&self.verdicts.different);
        for (one, other) in in_order(&self.verdicts.same) {
            let (one, other) = (first_of(&atoms, one), first_of(&atoms, other));
            let ends = (one.min(other), one.max(other));
            let told_apart = different.iter().any(|(left, right)| {
                let (left, right) = (first_of(&atoms, *left), first_of(&atoms, *right));
                (left.min(right), left.max(right)) == ends
            });
            if !told_apart {
                atoms[ends.1] = ends.0;
            }
        }
        let firsts: Vec<usize> = (0..count).map(|text| first_of(&atoms, text)).collect();
        renumbered(&firsts)
    }

    /// Parts each community into what is connected by links and by what has to stay together.
    fn connected(&self, labels: &[usize], atoms: &[usize]) -> Vec<Vec<usize>> {
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (text, atom) in atoms.iter().enumerate() {
            members.entry(*atom).or_default().push(text);
        }
        let mut is_placed = vec![false; labels.len()];
        let mut communities = Vec::new();
        for first in 0..labels.len() {
            if is_placed[first] {
                continue;
            }
            is_placed[first] = true;
            let (mut community, mut next) = (vec![first], 0);
            while next < community.len() {
                let text = community[next];
                next += 1;
                let linked = self.links[text].iter().map(|(other, _)| *other);
                for other in linked.chain(members[&atoms[text]].iter().copied()) {
                    if !is_placed[other] && labels[other] == labels[text] {
                        is_placed[other] = true;
                        community.push(other);
                    }
                }
            }
            community.sort_unstable();
            communities.push(community);
        }
        communities
    }
}

fn first_of(atoms: &[usize], mut text: usize) -> usize {
    while atoms[text] != text {
        text = atoms[text];
    }
    text
}

/// Numbers labels from 0 in the order in which they first occur.
fn renumbered(labels: &[usize]) -> Vec<usize> {
    let mut numbers = BTreeMap::new();
    let number = |label: &usize| {
        let next = numbers.len();
        *numbers.entry(*label).or_insert(next)
    };
    labels.iter().map(number).collect()
}

/// A network whose nodes stand for many texts each.
struct Level {
    links: Vec<Vec<(usize, f64)>>,
    /// The weight of all links of the texts of a node, counted from both ends.
    degrees: Vec<f64>,
    /// For each node those that may not be where it is.
    apart: Vec<Vec<usize>>,
    total: f64,
}

impl Level {
    fn of(network: &Network, atoms: &[usize]) -> Self {
        let degree = |links: &Vec<(usize, f64)>| links.iter().map(|(_, weight)| weight).sum();
        let degrees: Vec<f64> = network.links.iter().map(degree).collect();
        let mut apart = vec![Vec::new(); atoms.len()];
        for (one, other) in &network.verdicts.different {
            if one != other && *one.max(other) < atoms.len() {
                apart[*one].push(*other);
                apart[*other].push(*one);
            }
        }
        let total = degrees.iter().sum();
        Self { links: network.links.clone(), degrees, apart, total }.joined(atoms)
    }

    /// Moves nodes to the communities that gain most, until none moves; `None` where none ever did.
    fn moved(&self, resolution: f64) -> Option<Vec<usize>> {
        let count = self.links.len();
        let mut communities: Vec<usize> = (0..count).collect();
        let mut degrees = self.degrees.clone();
        let (mut towards, mut reached) = (vec![0.0; count], Vec::new());
        let mut has_moved = false;
        for _ in 0..MOST_ROUNDS {
            let before = communities.clone();
            for node in 0..count {
                let own = communities[node];
                degrees[own] -= self.degrees[node];
                reached.push(own);
                for (other, weight) in &self.links[node] {
                    let community = communities[*other];
                    if towards[community] == 0.0 && community != own {
                        reached.push(community);
                    }
                    towards[community] += weight;
                }
                let gain = |community: usize| {
                    towards[community] - resolution * degrees[community] * self.degrees[node] / self.total
                };
                let mut best = own;
                for community in &reached[1..] {
                    let is_free = || self.apart[node].iter().all(|other| communities[*other] != *community);
                    if gain(*community) > gain(best) + LEAST_GAIN && is_free() {
                        best = *community;
                    }
                }
                communities[node] = best;
                degrees[best] += self.degrees[node];
                reached.drain(..).for_each(|community| towards[community] = 0.0);
            }
            if communities == before {
                break;
            }
            has_moved = true;
        }
        has_moved.then(|| renumbered(&communities))
    }

    /// Makes one node of each community.
    fn joined(&self, communities: &[usize]) -> Self {
        let count = communities.iter().max().map_or(0, |last| last + 1);
        let mut degrees = vec![0.0; count];
        let mut links: Vec<Vec<(usize, f64)>> = vec![Vec::new(); count];
        let mut apart: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (node, community) in communities.iter().enumerate() {
            degrees[*community] += self.degrees[node];
            let outside = self.links[node].iter().map(|(other, weight)| (communities[*other], *weight));
            links[*community].extend(outside.filter(|(other, _)| other != community));
            apart[*community].extend(self.apart[node].iter().map(|other| communities[*other]));
        }
        for (links, apart) in links.iter_mut().zip(&mut apart) {
            links.sort_by_key(|(other, _)| *other);
            links.dedup_by(|next, kept| {
                let is_same = next.0 == kept.0;
                kept.1 += if is_same { next.1 } else { 0.0 };
                is_same
            });
            apart.sort_unstable();
            apart.dedup();
        }
        Self { links, degrees, apart, total: self.total }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two triangles, joined by one link.
    fn two_triangles(verdicts: Verdicts) -> Network {
        let links = [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (3, 5), (4, 5)];
        Network::new(6, links.map(|(one, other)| (one, other, 1.0)), verdicts)
    }

    #[test]
    fn what_is_linked_closely_is_a_community() {
        assert_eq!(two_triangles(Verdicts::default()).communities(1.0), [[0, 1, 2], [3, 4, 5]]);
    }

    #[test]
    fn a_higher_resolution_gives_more_communities() {
        let counts = [0.1, 1.0, 10.0]
            .map(|resolution| two_triangles(Verdicts::default()).communities(resolution).len());
        assert_eq!(counts, [1, 2, 6]);
    }

    #[test]
    fn texts_without_links_stay_alone() {
        assert_eq!(Network::new(3, [], Verdicts::default()).communities(1.0), [[0], [1], [2]]);
    }

    #[test]
    fn verdicts_go_before_links() {
        let verdicts = Verdicts { same: vec![(0, 5)], different: vec![(1, 2)] };
        let communities = two_triangles(verdicts).communities(1.0);
        let has = |one, other| {
            communities
                .iter()
                .any(|community: &Vec<usize>| community.contains(&one) && community.contains(&other))
        };
        assert!(has(0, 5) && !has(1, 2), "{communities:?}");
    }

    #[test]
    fn different_goes_before_same_even_around_a_corner() {
        let verdicts = Verdicts { same: vec![(0, 1), (1, 2)], different: vec![(2, 0)] };
        assert_eq!(Network::new(3, [], verdicts).communities(1.0), [vec![0, 1], vec![2]]);
    }

    #[test]
    fn a_verdict_on_a_text_that_is_not_there_is_passed_over() {
        let verdicts = Verdicts { same: vec![(0, 9)], different: vec![(9, 1), (1, 1)] };
        assert_eq!(two_triangles(verdicts).communities(1.0), [[0, 1, 2], [3, 4, 5]]);
    }

    #[test]
    fn a_part_of_a_network_is_numbered_anew() {
        let verdicts = Verdicts { same: vec![(0, 3)], different: vec![(4, 5)] };
        let part = two_triangles(verdicts).among(&[3, 4, 5]);
        assert_eq!(part.verdicts, Verdicts { same: vec![], different: vec![(1, 2)] });
        assert_eq!(part.links[0], [(1, 1.0), (2, 1.0)]);
    }
}
