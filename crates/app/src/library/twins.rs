//! Cases that tell the same: of several, from whichever collections, the one that came first is shown.

use std::collections::HashSet;

use hansei_method::case::Case;
use hansei_recall::search_text;

/// The least part of the words of two texts that both have, when they tell the same: one of them may have been read with
/// its headings and the other without.
const LEAST_SHARED: f64 = 0.75;

/// How much of a text is compared, in characters.
const MOST_CHARACTERS: usize = 20_000;

/// What was found, each told once.
pub(super) struct Once<T> {
    found: Vec<(i64, String, T)>,
    case: fn(&T) -> &Case,
}

impl<T> Once<T> {
    /// Begins; `case` says which case is found.
    pub(super) fn new(case: fn(&T) -> &Case) -> Self {
        Self { found: Vec::new(), case }
    }

    pub(super) fn len(&self) -> usize {
        self.found.len()
    }

    /// Adds what was found under a number. Where something tells the same, the one with the lower number stays, in the place
    /// of the one that was found first.
    pub(super) fn add(&mut self, number: i64, found: T) {
        let case = (self.case)(&found);
        let title = search_text(case.title.as_str());
        let twin = self
            .found
            .iter()
            .position(|(_, known, other)| *known == title && tell_the_same((self.case)(other), case));
        match twin.map(|at| &mut self.found[at]) {
            Some(known) if number < known.0 => *known = (number, title, found),
            Some(_) => {}
            None => self.found.push((number, title, found)),
        }
    }

    /// Gives them, in the order in which they were found.
    pub(super) fn all(self) -> Vec<T> {
        self.found.into_iter().map(|(_, _, found)| found).collect()
    }
}

/// Whether two cases of one title tell the same: of the same day, as far as it is known, in nearly the same words.
fn tell_the_same(one: &Case, other: &Case) -> bool {
    if let (Some(one), Some(other)) = (one.occurred, other.occurred)
        && one.date() != other.date()
    {
        return false;
    }
    let words = |case: &Case| -> HashSet<String> {
        let text = case.happened.as_ref().map(|text| text.as_str().chars().take(MOST_CHARACTERS));
        let text = text.map(String::from_iter).unwrap_or_default();
        search_text(&text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let (mine, theirs) = (words(one), words(other));
    if mine.is_empty() || theirs.is_empty() {
        return mine.len() == theirs.len() && one.link == other.link;
    }
    let both = mine.intersection(&theirs).count();
    let all = mine.len() + theirs.len() - both;
    #[expect(clippy::cast_precision_loss, reason = "at most ten thousand words")]
    let shared = both as f64 / all as f64;
    shared >= LEAST_SHARED
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn case(title: &str, happened: &str, day: &str) -> Case {
        serde_json::from_value(json!({"key": "k", "title": title, "happened": happened, "occurred": day}))
            .unwrap()
    }

    #[test]
    fn of_those_that_tell_the_same_the_one_that_came_first_is_shown_in_the_first_place() {
        let told = "On that night the valve was opened by hand and the pump ran dry for an hour";
        let mut once = Once::new(|(_, case): &(i64, Case)| case);
        for (number, case) in [
            (7, case("The Pump", &format!("Summary\n{told}"), "2020-01-02")),
            (9, case("Another", told, "2020-01-02")),
            (3, case("the pump!", told, "2020-01-02")),
            (8, case("The Pump", told, "2021-01-02")),
            (2, case("The Pump", "Something else altogether", "2020-01-02")),
        ] {
            once.add(number, (number, case));
        }
        assert_eq!(once.len(), 4);
        assert_eq!(once.all().into_iter().map(|(number, _)| number).collect::<Vec<_>>(), [3, 9, 8, 2]);
    }
}
