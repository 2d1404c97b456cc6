//! How it came about: a tree of events, conditions and decisions, of any breadth and depth.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::id::Number;
use crate::items::{Direction, Item, Items, ItemsError, item};
use crate::text::{self, Text};

/// One thing that had to be there for the one above it to come about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// The cause's number within the tree; given by hansei when left out.
    #[serde(default)]
    pub number: Number,
    /// The cause that this one led to; `None` when it led straight to the gap.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<Number>,
    /// What it was.
    pub statement: Text,
    /// Whether it happened, was so, or was decided.
    #[serde(default)]
    pub kind: CauseKind,
    /// Whether it is established or only thought of.
    #[serde(default)]
    pub certainty: Certainty,
    /// What shows that it led to the one above: a log, a message, somebody's account.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub evidence: Option<Text>,
    /// Whether it is one of the causes to act on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub chosen: bool,
    /// What stood at the decision, when it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<DecisionPoint>,
}
item!(Cause, "cause", 20_000, statement);

/// What a cause is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CauseKind {
    /// It happened.
    #[default]
    Event,
    /// It was so.
    Condition,
    /// Somebody chose it.
    Decision,
}

/// How sure the person is of a cause.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Thought of, not shown.
    #[default]
    Possible,
    /// Shown by something.
    Confirmed,
}

/// A decision as it looked when it was made, apart from what is known now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DecisionPoint {
    /// What was known at that moment.
    #[serde(deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub known: Option<Text>,
    /// What was not known at that moment.
    #[serde(deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub not_known: Option<Text>,
    /// What else looked possible.
    #[serde(deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub options: Option<Text>,
    /// How sure the person was then, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u8>, minimum = 0, maximum = 100)]
    pub confidence: Option<Percent>,
    /// How sound the decision was on what was known, leaving the result aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub soundness: Option<Soundness>,
}

/// How good a decision was on what was known when it was made, whatever came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Soundness {
    /// I would decide so again with the same knowledge.
    Sound,
    /// I cannot say.
    Unsure,
    /// I would not decide so again with the same knowledge.
    Unsound,
}

/// A whole percentage from 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "u8", into = "u8")]
#[schema(value_type = u8, minimum = 0, maximum = 100)]
pub struct Percent(u8);

/// A number that is no percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is more than a hundred percent; give a whole number from 0 to 100")]
pub struct PercentError(u8);

/// The causes of the gap. Every chain ends at the gap, whatever was typed: no circles, no loose ends.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Cause>", into = "Vec<Cause>")]
pub struct CauseTree {
    causes: Items<Cause>,
}

/// Why the causes are no tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// A number is used twice, unknown, or there are too many causes.
    #[error(transparent)]
    Items(#[from] ItemsError),
    /// A cause hangs under a number that no cause has.
    #[error("cause {cause} stands under cause {under}, which does not exist; put it under one that does")]
    Loose {
        /// The cause that hangs in the air.
        cause: Number,
        /// The number it names.
        under: Number,
    },
    /// A cause leads back to itself.
    #[error("cause {0} would lead back to itself; put it under a cause that does not come from it")]
    Circle(Number),
}

impl CauseTree {
    /// Goes through all causes in the order they were written.
    pub fn iter(&self) -> std::slice::Iter<'_, Cause> {
        self.causes.iter()
    }

    /// Says whether there is no cause yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.causes.is_empty()
    }

    /// Counts the causes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.causes.len()
    }

    /// Finds a cause by its number.
    #[must_use]
    pub fn get(&self, number: Number) -> Option<&Cause> {
        self.causes.get(number)
    }

    /// Lists the causes as they are drawn, each with its level: a cause, then all that stands under it. Level 1 led straight to the gap.
    #[must_use]
    pub fn drawn(&self) -> Vec<(usize, &Cause)> {
        let mut under: HashMap<Option<Number>, Vec<&Cause>> = HashMap::new();
        for cause in &self.causes {
            under.entry(cause.under).or_default().push(cause);
        }
        let mut drawn = Vec::with_capacity(self.len());
        let mut waiting: Vec<(usize, &Cause)> = Vec::new();
        let push = |waiting: &mut Vec<_>, level, above| {
            if let Some(causes) = under.get(&above) {
                waiting.extend(causes.iter().rev().map(|cause| (level, *cause)));
            }
        };
        push(&mut waiting, 1, None);
        while let Some((level, cause)) = waiting.pop() {
            drawn.push((level, cause));
            push(&mut waiting, level + 1, Some(cause.number));
        }
        drawn
    }

    /// Follows a cause up to the gap, the cause itself first: what is read back with "therefore". Empty when there is no such cause.
    #[must_use]
    pub fn therefore(&self, number: Number) -> Vec<&Cause> {
        let by_number: HashMap<Number, &Cause> = self.iter().map(|cause| (cause.number, cause)).collect();
        std::iter::successors(by_number.get(&number).copied(), |cause| by_number.get(&cause.under?).copied())
            .collect()
    }

    /// Lists the causes under which no further cause stands.
    #[must_use]
    pub fn leaves(&self) -> Vec<&Cause> {
        let above: HashSet<Number> = self.iter().filter_map(|cause| cause.under).collect();
        self.iter().filter(|cause| !above.contains(&cause.number)).collect()
    }

    /// Lists the causes that were chosen to act on.
    #[must_use]
    pub fn chosen(&self) -> Vec<&Cause> {
        self.iter().filter(|cause| cause.chosen).collect()
    }

    /// Says whether the way back from the gap reaches a decision or a condition, and not events alone (B11): on the way to every
    /// chosen cause, or anywhere while none is chosen.
    #[must_use]
    pub fn reaches_what_could_differ(&self) -> bool {
        // Whether the way so far has one, for each level of the branch that is being walked.
        let mut ways: Vec<bool> = Vec::new();
        let (mut anywhere, mut to_chosen) = (false, None);
        for (level, cause) in self.drawn() {
            ways.truncate(level - 1);
            let reached = cause.kind != CauseKind::Event || ways.last().is_some_and(|above| *above);
            ways.push(reached);
            anywhere |= reached;
            if cause.chosen {
                to_chosen = Some(to_chosen.unwrap_or(true) && reached);
            }
        }
        to_chosen.unwrap_or(anywhere)
    }

    /// Returns the cause that the counter-questions quote: the first chosen one, otherwise the deepest of the first branch that goes deepest.
    #[must_use]
    pub fn main(&self) -> Option<&Cause> {
        let chosen = self.iter().find(|cause| cause.chosen);
        let deepest =
            || self.drawn().into_iter().rev().max_by_key(|(level, _)| *level).map(|(_, cause)| cause);
        chosen.or_else(deepest)
    }

    /// Measures the tree.
    #[must_use]
    pub fn shape(&self) -> TreeShape {
        let depth = self.drawn().iter().map(|(level, _)| *level).max().unwrap_or(0);
        TreeShape { causes: self.len(), depth, branches: self.leaves().len() }
    }

    /// Adds a cause and returns its number.
    pub fn add(&mut self, cause: Cause) -> Result<Number, TreeError> {
        if let Some(under) = cause.under
            && self.get(under).is_none()
        {
            return Err(TreeError::Loose { cause: cause.number, under });
        }
        Ok(self.causes.add(cause)?)
    }

    /// Puts other words, another kind or another place on a cause.
    pub fn replace(&mut self, number: Number, cause: Cause) -> Result<(), TreeError> {
        if let Some(under) = cause.under {
            if self.get(under).is_none() {
                return Err(TreeError::Loose { cause: number, under });
            }
            if self.therefore(under).iter().any(|above| above.number == number) {
                return Err(TreeError::Circle(number));
            }
        }
        Ok(self.causes.replace(number, cause)?)
    }

    /// Moves a cause among those that stand under the same one.
    pub fn shift(&mut self, number: Number, direction: Direction) -> Result<(), TreeError> {
        let under = self.get(number).ok_or(ItemsError::Unknown { name: Cause::NAME, number })?.under;
        let beside: Vec<Number> =
            self.iter().filter(|cause| cause.under == under).map(|cause| cause.number).collect();
        let place = beside.iter().position(|beside| *beside == number).unwrap_or(0);
        let other = match direction {
            Direction::Earlier => place.checked_sub(1).and_then(|place| beside.get(place)),
            Direction::Later => beside.get(place + 1),
        };
        if let Some(other) = other {
            let mut causes: Vec<Cause> = self.causes.clone().into();
            let index = |number| causes.iter().position(|cause: &Cause| cause.number == number);
            if let (Some(one), Some(two)) = (index(number), index(*other)) {
                causes.swap(one, two);
            }
            self.causes = Items::try_from(causes)?;
        }
        Ok(())
    }

    /// Takes a cause out together with all that stands under it, and returns the numbers that went.
    pub fn remove(&mut self, number: Number) -> Result<HashSet<Number>, TreeError> {
        self.get(number).ok_or(ItemsError::Unknown { name: Cause::NAME, number })?;
        let gone: HashSet<Number> = self.drawn_under(number).into_iter().collect();
        self.causes.retain(|cause| !gone.contains(&cause.number));
        Ok(gone)
    }

    fn drawn_under(&self, number: Number) -> Vec<Number> {
        let drawn = self.drawn();
        let Some(start) = drawn.iter().position(|(_, cause)| cause.number == number) else {
            return Vec::new();
        };
        let level = drawn[start].0;
        let below = drawn[start + 1..].iter().take_while(|(deeper, _)| *deeper > level);
        std::iter::once(number).chain(below.map(|(_, cause)| cause.number)).collect()
    }
}

/// How broad and deep a tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TreeShape {
    /// How many causes there are.
    pub causes: usize,
    /// How many steps the longest chain has.
    pub depth: usize,
    /// How many causes end a chain.
    pub branches: usize,
}

impl TreeShape {
    /// Says whether one question about what else had to be true is worth asking: a single chain, or fewer than three steps.
    ///
    /// Depth and count never end or force an analysis; they only choose whether the question is asked (B12, B29).
    #[must_use]
    pub fn asks_for_more(self) -> bool {
        self.causes > 0 && (self.branches < 2 || self.depth < 3)
    }
}

impl<'a> IntoIterator for &'a CauseTree {
    type Item = &'a Cause;
    type IntoIter = std::slice::Iter<'a, Cause>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl TryFrom<Vec<Cause>> for CauseTree {
    type Error = TreeError;

    fn try_from(causes: Vec<Cause>) -> Result<Self, TreeError> {
        let tree = Self { causes: Items::try_from(causes)? };
        let numbers: HashSet<Number> = tree.iter().map(|cause| cause.number).collect();
        for cause in &tree {
            if let Some(under) = cause.under
                && !numbers.contains(&under)
            {
                return Err(TreeError::Loose { cause: cause.number, under });
            }
        }
        // What cannot be reached from the gap leads back to itself.
        let reached: HashSet<Number> = tree.drawn().iter().map(|(_, cause)| cause.number).collect();
        match tree.iter().find(|cause| !reached.contains(&cause.number)) {
            Some(circular) => Err(TreeError::Circle(circular.number)),
            None => Ok(tree),
        }
    }
}

impl From<CauseTree> for Vec<Cause> {
    fn from(tree: CauseTree) -> Self {
        tree.causes.into()
    }
}

impl DecisionPoint {
    /// Says whether nothing was written about the decision.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl TryFrom<u8> for Percent {
    type Error = PercentError;

    fn try_from(percent: u8) -> Result<Self, PercentError> {
        if percent > 100 { Err(PercentError(percent)) } else { Ok(Self(percent)) }
    }
}

impl From<Percent> for u8 {
    fn from(percent: Percent) -> Self {
        percent.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cause(number: Number, under: Option<Number>) -> Cause {
        Cause {
            number,
            under,
            statement: format!("cause {number}").parse().unwrap(),
            kind: CauseKind::Event,
            certainty: Certainty::Possible,
            evidence: None,
            chosen: false,
            decision: None,
        }
    }

    /// 1 ─ 2 ─ 3, and 4 beside 2.
    fn tree() -> CauseTree {
        vec![cause(1, None), cause(2, Some(1)), cause(3, Some(2)), cause(4, Some(1))].try_into().unwrap()
    }

    fn numbers<'a>(causes: impl IntoIterator<Item = &'a Cause>) -> Vec<Number> {
        causes.into_iter().map(|cause| cause.number).collect()
    }

    #[test]
    fn a_tree_is_drawn_branch_by_branch_with_levels() {
        let drawn: Vec<_> = tree().drawn().iter().map(|(level, cause)| (*level, cause.number)).collect();
        assert_eq!(drawn, [(1, 1), (2, 2), (3, 3), (2, 4)]);
    }

    #[test]
    fn a_cause_reads_upward_to_the_gap() {
        assert_eq!(numbers(tree().therefore(3)), [3, 2, 1]);
        assert!(tree().therefore(9).is_empty());
    }

    #[test]
    fn a_circle_is_refused() {
        let circle = vec![cause(1, Some(3)), cause(2, Some(1)), cause(3, Some(2))];
        assert_eq!(CauseTree::try_from(circle), Err(TreeError::Circle(1)));
    }

    #[test]
    fn moving_a_cause_under_what_came_from_it_is_refused() {
        let mut tree = tree();
        assert_eq!(tree.replace(1, cause(1, Some(3))), Err(TreeError::Circle(1)));
        assert_eq!(tree.replace(2, cause(2, Some(2))), Err(TreeError::Circle(2)));
    }

    #[test]
    fn a_cause_under_nothing_is_refused() {
        assert_eq!(
            CauseTree::try_from(vec![cause(1, Some(5))]),
            Err(TreeError::Loose { cause: 1, under: 5 })
        );
    }

    #[test]
    fn removing_a_cause_takes_what_stands_under_it() {
        let mut tree = tree();
        assert_eq!(tree.remove(2).unwrap(), HashSet::from([2, 3]));
        assert_eq!(numbers(tree.iter()), [1, 4]);
    }

    #[test]
    fn causes_change_places_only_with_those_beside_them() {
        let mut tree = tree();
        tree.shift(4, Direction::Earlier).unwrap();
        let drawn: Vec<_> = tree.drawn().iter().map(|(_, cause)| cause.number).collect();
        assert_eq!(drawn, [1, 4, 2, 3]);
    }

    #[test]
    fn the_main_cause_is_the_chosen_one_and_otherwise_the_deepest() {
        assert_eq!(tree().main().unwrap().number, 3);
        let chosen = Cause { chosen: true, ..cause(4, Some(1)) };
        let mut tree = tree();
        tree.replace(4, chosen).unwrap();
        assert_eq!(tree.main().unwrap().number, 4);
    }

    #[test]
    fn the_way_back_reaches_a_decision_or_a_condition_on_every_way_to_what_was_chosen() {
        let mut tree = tree();
        assert!(!tree.reaches_what_could_differ());
        tree.replace(2, Cause { kind: CauseKind::Condition, ..cause(2, Some(1)) }).unwrap();
        assert!(tree.reaches_what_could_differ());
        tree.replace(3, Cause { chosen: true, ..cause(3, Some(2)) }).unwrap();
        assert!(tree.reaches_what_could_differ());
        tree.replace(4, Cause { chosen: true, ..cause(4, Some(1)) }).unwrap();
        assert!(!tree.reaches_what_could_differ());
    }

    #[test]
    fn a_single_chain_asks_for_more_and_two_branches_of_three_steps_do_not() {
        let chain: CauseTree = vec![cause(1, None), cause(2, Some(1)), cause(3, Some(2))].try_into().unwrap();
        assert!(chain.shape().asks_for_more());
        assert!(!tree().shape().asks_for_more());
        assert!(!CauseTree::default().shape().asks_for_more());
    }

    #[test]
    fn ten_thousand_causes_in_one_chain_are_a_tree() {
        let above = |number: Number| number.checked_sub(1).filter(|under| *under > 0);
        let chain: Vec<_> = (1..=10_000).map(|number| cause(number, above(number))).collect();
        let chain = CauseTree::try_from(chain).unwrap();
        assert_eq!(chain.shape(), TreeShape { causes: 10_000, depth: 10_000, branches: 1 });
        assert_eq!(chain.therefore(10_000).len(), 10_000);
    }

    proptest! {
        #[test]
        fn whatever_parents_are_typed_a_tree_reaches_every_cause_or_is_refused(under in prop::collection::vec(0u32..12, 1..12)) {
            let causes: Vec<_> = (1..).zip(&under).map(|(number, under)| cause(number, (*under > 0).then_some(*under))).collect();
            if let Ok(tree) = CauseTree::try_from(causes.clone()) {
                prop_assert_eq!(tree.drawn().len(), causes.len());
                prop_assert_eq!(Vec::<Cause>::from(tree), causes);
            }
        }
    }
}
