//! A list whose items keep their numbers: moments, targets, factors and the like.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::id::Number;

/// Something that stands in an [`Items`] list under its own number.
pub trait Item {
    /// What one item is called in a sentence, for example "moment".
    const NAME: &'static str;
    /// The most items that one list may have.
    const MOST: usize;

    /// Returns the item's number; 0 when it has none yet.
    fn number(&self) -> Number;

    /// Gives the item its number.
    fn set_number(&mut self, number: Number);

    /// Says whether both are about the same thing, by the words they go by.
    fn is_same(&self, other: &Self) -> bool;
}

/// An ordered list in which every item has a number of its own that stays when others come, go or move.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(
    try_from = "Vec<T>",
    into = "Vec<T>",
    bound(serialize = "T: Clone + Serialize", deserialize = "T: Item + Deserialize<'de>")
)]
pub struct Items<T> {
    list: Vec<T>,
    /// The highest number that an item has here, or had and took with it.
    highest: Number,
    /// The numbers that whoever wrote the list left out, and that were filled in.
    filled_in: HashSet<Number>,
}

/// Which numbers became others when a list took the place of an older one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renumbered(HashMap<Number, Number>);

/// Why a list cannot be as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ItemsError {
    /// Two items carry the same number.
    #[error("two {name}s are numbered {number}; give each its own number, or leave the numbers out")]
    Twice {
        /// What the items are called.
        name: &'static str,
        /// The number that stands twice.
        number: Number,
    },
    /// More items than the list can hold.
    #[error("{found} {name}s are too many for one review; keep it to {most}")]
    TooMany {
        /// What the items are called.
        name: &'static str,
        /// The most there may be.
        most: usize,
        /// How many there were.
        found: usize,
    },
    /// No item carries this number.
    #[error("there is no {name} {number} here; it may have been taken out meanwhile")]
    Unknown {
        /// What the items are called.
        name: &'static str,
        /// The number that was asked for.
        number: Number,
    },
}

/// Which way an item moves in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// One place towards the start.
    Earlier,
    /// One place towards the end.
    Later,
}

impl<T> Items<T> {
    /// Borrows the items in order.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        &self.list
    }

    /// Goes through the items in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.list.iter()
    }

    /// Says whether there is no item.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Changes every item in place.
    pub fn update(&mut self, change: impl FnMut(&mut T)) {
        self.list.iter_mut().for_each(change);
    }

    /// Counts the items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }
}

impl<T: Item> Items<T> {
    /// Finds an item by its number.
    #[must_use]
    pub fn get(&self, number: Number) -> Option<&T> {
        self.list.iter().find(|item| item.number() == number)
    }

    /// Finds an item by its number, to change it in place.
    #[must_use]
    pub fn get_mut(&mut self, number: Number) -> Option<&mut T> {
        self.list.iter_mut().find(|item| item.number() == number)
    }

    /// Adds an item at the end and returns the number it was given.
    pub fn add(&mut self, mut item: T) -> Result<Number, ItemsError> {
        if self.list.len() >= T::MOST {
            return Err(ItemsError::TooMany { name: T::NAME, most: T::MOST, found: self.list.len() + 1 });
        }
        let number = self.next_number(self.highest);
        item.set_number(number);
        self.list.push(item);
        self.highest = self.highest.max(number);
        Ok(number)
    }

    /// Numbers anew what came without numbers, before the list takes the place of `old`.
    ///
    /// What stands in `old` in the same words keeps the number it has there, everything else gets one above all that
    /// were used: so what points at an item that goes never comes to point at one that is new.
    pub fn number_after(&mut self, old: &Self) -> Renumbered {
        let filled_in = std::mem::take(&mut self.filled_in);
        let mut renumbered = Renumbered::default();
        if filled_in.is_empty() || old.highest == 0 {
            return renumbered;
        }
        let written = self.list.iter().map(Item::number).filter(|number| !filled_in.contains(number));
        let mut taken: HashSet<Number> = written.collect();
        let mut highest = taken.iter().copied().max().unwrap_or(0).max(old.highest);
        for item in self.list.iter_mut().filter(|item| filled_in.contains(&item.number())) {
            let mut known = old.iter().filter(|old| old.is_same(item)).map(Item::number);
            let number =
                known.find(|number| !taken.contains(number)).unwrap_or_else(|| above(highest, &taken));
            taken.insert(number);
            highest = highest.max(number);
            renumbered.0.insert(item.number(), number);
            item.set_number(number);
        }
        self.highest = highest;
        renumbered
    }

    /// Puts another item in the place of the one with this number.
    pub fn replace(&mut self, number: Number, mut item: T) -> Result<(), ItemsError> {
        item.set_number(number);
        let index = self.index(number)?;
        self.list[index] = item;
        Ok(())
    }

    /// Takes an item out.
    pub fn remove(&mut self, number: Number) -> Result<T, ItemsError> {
        let index = self.index(number)?;
        Ok(self.list.remove(index))
    }

    /// Moves an item one place; at the end of the list it stays where it is.
    pub fn shift(&mut self, number: Number, direction: Direction) -> Result<(), ItemsError> {
        let from = self.index(number)?;
        let to = match direction {
            Direction::Earlier => from.saturating_sub(1),
            Direction::Later => (from + 1).min(self.list.len() - 1),
        };
        self.list.swap(from, to);
        Ok(())
    }

    /// Keeps only the items that the question answers with yes.
    pub fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        self.list.retain(keep);
    }

    fn index(&self, number: Number) -> Result<usize, ItemsError> {
        let found = self.list.iter().position(|item| item.number() == number);
        found.ok_or(ItemsError::Unknown { name: T::NAME, number })
    }

    fn next_number(&self, highest: Number) -> Number {
        above(highest, &self.list.iter().map(Item::number).collect())
    }
}

/// Returns the next number; when somebody wrote the very last one, the first that is free.
fn above(highest: Number, taken: &HashSet<Number>) -> Number {
    let free = || (1..=Number::MAX).find(|number| !taken.contains(number));
    highest.checked_add(1).or_else(free).unwrap_or(Number::MAX)
}

impl Renumbered {
    /// Returns the number that an item has now.
    #[must_use]
    pub fn of(&self, number: Number) -> Number {
        self.0.get(&number).copied().unwrap_or(number)
    }
}

/// The numbers and the order count; how the numbers came about does not.
impl<T: PartialEq> PartialEq for Items<T> {
    fn eq(&self, other: &Self) -> bool {
        self.list == other.list
    }
}

impl<T: Eq> Eq for Items<T> {}

impl<T> Default for Items<T> {
    fn default() -> Self {
        Self { list: Vec::new(), highest: 0, filled_in: HashSet::new() }
    }
}

impl<'a, T> IntoIterator for &'a Items<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Item> TryFrom<Vec<T>> for Items<T> {
    type Error = ItemsError;

    /// Numbers the items that have no number yet and refuses a number that stands twice.
    fn try_from(mut items: Vec<T>) -> Result<Self, ItemsError> {
        if items.len() > T::MOST {
            return Err(ItemsError::TooMany { name: T::NAME, most: T::MOST, found: items.len() });
        }
        let mut taken = HashSet::new();
        for item in &items {
            if item.number() != 0 && !taken.insert(item.number()) {
                return Err(ItemsError::Twice { name: T::NAME, number: item.number() });
            }
        }
        let mut next = 1;
        let mut filled_in = HashSet::new();
        for item in items.iter_mut().filter(|item| item.number() == 0) {
            while !taken.insert(next) {
                next += 1;
            }
            item.set_number(next);
            filled_in.insert(next);
        }
        let highest = taken.into_iter().max().unwrap_or(0);
        Ok(Self { list: items, highest, filled_in })
    }
}

impl<T> From<Items<T>> for Vec<T> {
    fn from(items: Items<T>) -> Self {
        items.list
    }
}

/// Implements [`Item`] for a type with a `number` field, and another with the words that it goes by.
macro_rules! item {
    ($type:ty, $name:literal, $most:expr, $words:ident) => {
        impl $crate::items::Item for $type {
            const NAME: &'static str = $name;
            const MOST: usize = $most;

            fn number(&self) -> $crate::id::Number {
                self.number
            }

            fn set_number(&mut self, number: $crate::id::Number) {
                self.number = number;
            }

            fn is_same(&self, other: &Self) -> bool {
                self.$words == other.$words
            }
        }
    };
}
pub(crate) use item;

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    struct Bead {
        #[serde(default)]
        number: Number,
        colour: char,
    }
    item!(Bead, "bead", 3, colour);

    fn beads(colours: &str) -> Items<Bead> {
        Items::try_from(colours.chars().map(|colour| Bead { number: 0, colour }).collect::<Vec<_>>()).unwrap()
    }

    fn colours(items: &Items<Bead>) -> String {
        items.iter().map(|bead| bead.colour).collect()
    }

    #[test]
    fn numbers_stay_when_items_move_and_go() {
        let mut items = beads("abc");
        items.shift(3, Direction::Earlier).unwrap();
        items.remove(1).unwrap();
        assert_eq!(colours(&items), "cb");
        assert_eq!(items.get(3).unwrap().colour, 'c');
    }

    #[test]
    fn a_number_that_is_free_again_is_not_given_again() {
        let mut items = beads("abc");
        items.remove(3).unwrap();
        assert_eq!(items.add(Bead { number: 0, colour: 'd' }), Ok(4));
    }

    #[test]
    fn after_the_last_number_there_is_the_gaps_are_filled() {
        let last = vec![Bead { number: Number::MAX, colour: 'a' }, Bead { number: 1, colour: 'b' }];
        let mut items = Items::try_from(last).unwrap();
        assert_eq!(items.add(Bead { number: 0, colour: 'c' }), Ok(2));
    }

    #[test]
    fn what_comes_without_a_number_never_gets_one_that_was_used_for_something_else() {
        let old = beads("abc");
        let new = [(2, 'x'), (0, 'c'), (0, 'd')].map(|(number, colour)| Bead { number, colour });
        let mut new = Items::try_from(new.to_vec()).unwrap();
        let renumbered = new.number_after(&old);
        assert_eq!(new.iter().map(Item::number).collect::<Vec<_>>(), [2, 3, 4]);
        assert_eq!([1, 2, 3].map(|number| renumbered.of(number)), [3, 2, 4]);
    }

    #[test]
    fn the_first_answer_keeps_the_numbers_that_were_filled_in() {
        let mut first = beads("abc");
        assert_eq!(first.number_after(&Items::default()), Renumbered::default());
        assert_eq!(first, beads("abc"));
    }

    #[test]
    fn an_item_at_the_end_stays_when_it_moves_on() {
        let mut items = beads("ab");
        items.shift(2, Direction::Later).unwrap();
        items.shift(1, Direction::Earlier).unwrap();
        assert_eq!(colours(&items), "ab");
    }

    #[test]
    fn a_number_that_stands_twice_is_refused() {
        let twice = vec![Bead { number: 2, colour: 'a' }, Bead { number: 2, colour: 'b' }];
        assert_eq!(Items::try_from(twice), Err(ItemsError::Twice { name: "bead", number: 2 }));
    }

    #[test]
    fn numbers_that_are_missing_are_filled_in_around_those_given() {
        let mixed = vec![
            Bead { number: 0, colour: 'a' },
            Bead { number: 1, colour: 'b' },
            Bead { number: 0, colour: 'c' },
        ];
        let numbers: Vec<_> = Items::try_from(mixed).unwrap().iter().map(Item::number).collect();
        assert_eq!(numbers, [2, 1, 3]);
    }

    #[test]
    fn one_item_too_many_is_refused() {
        let refused = ItemsError::TooMany { name: "bead", most: 3, found: 4 };
        assert_eq!(beads("abc").add(Bead { number: 0, colour: 'd' }), Err(refused));
    }

    #[test]
    fn an_unknown_number_is_named() {
        assert_eq!(beads("a").remove(7), Err(ItemsError::Unknown { name: "bead", number: 7 }));
    }
}
