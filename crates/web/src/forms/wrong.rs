//! What is wrong in a form: which field, and the sentence that says what to do.

use std::collections::HashMap;
use std::fmt::Display;
use std::str::FromStr;

use hansei_method::occurred::Occurred;
use hansei_method::text::{Line, Text, TextError};
use jiff::Zoned;

/// The most complaints that a page lists; the fields show all of them.
const MOST_LISTED: usize = 20;

/// Everything that is wrong in a form, in the order of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Wrongs {
    all: Vec<Wrong>,
    by_field: HashMap<String, usize>,
    /// What "last friday" is counted from; without it only written dates are read.
    now: Option<Zoned>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Wrong {
    field: String,
    place: String,
    sentence: String,
}

/// Reads the fields of one form, and collects what is wrong with them.
impl Wrongs {
    /// Begins to read a form that is sent at `now`.
    pub(crate) fn sent_at(now: Zoned) -> Self {
        Self { now: Some(now), ..Self::default() }
    }

    /// Notes that a field is wrong. `place` names its row for the list at the top: "Target 2"; it may be empty.
    pub(crate) fn add(&mut self, field: &str, place: &str, sentence: impl Display) {
        self.by_field.entry(field.to_owned()).or_insert(self.all.len());
        let wrong =
            Wrong { field: field.to_owned(), place: place.to_owned(), sentence: sentence.to_string() };
        self.all.push(wrong);
    }

    /// Says whether nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Says whether the same is wrong in both, in the same order.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.all == other.all
    }

    /// Says whether something is wrong in a field whose name starts with one of these.
    pub(crate) fn is_in(&self, starts: &[&str]) -> bool {
        self.all.iter().any(|wrong| starts.iter().any(|start| wrong.field.starts_with(start)))
    }

    /// Borrows what is wrong with a field.
    pub(crate) fn at(&self, field: &str) -> Option<&str> {
        self.by_field.get(field).map(|at| self.all[*at].sentence.as_str())
    }

    /// Lists what is wrong as the id of the field and the sentence.
    pub(crate) fn listed(&self) -> Vec<(String, String)> {
        let line = |wrong: &Wrong| match wrong.place.as_str() {
            "" => wrong.sentence.clone(),
            place => format!("{place}: {}", wrong.sentence),
        };
        let mut listed: Vec<_> = self
            .all
            .iter()
            .take(MOST_LISTED)
            .map(|wrong| (format!("f-{}", wrong.field), line(wrong)))
            .collect();
        if let Some(next) = self.all.get(MOST_LISTED) {
            listed.push((
                format!("f-{}", next.field),
                format!("and {} more, from here on", self.all.len() - MOST_LISTED),
            ));
        }
        listed
    }

    /// Reads words that may be left out.
    pub(crate) fn text(&mut self, field: &str, place: &str, typed: &str) -> Option<Text> {
        self.optional(field, place, Text::optional(typed))
    }

    /// Reads a line that may be left out.
    pub(crate) fn line(&mut self, field: &str, place: &str, typed: &str) -> Option<Line> {
        self.optional(field, place, Line::optional(typed))
    }

    /// Reads words that have to be there; `lacking` asks for them.
    pub(crate) fn required(&mut self, field: &str, place: &str, typed: &str, lacking: &str) -> Option<Text> {
        if typed.trim().is_empty() {
            self.add(field, place, lacking);
            return None;
        }
        self.text(field, place, typed)
    }

    /// Reads a fact: a date, an amount.
    pub(crate) fn fact<T: FromStr<Err: Display>>(
        &mut self,
        field: &str,
        place: &str,
        typed: &str,
    ) -> Option<T> {
        typed.trim().parse().map_err(|error| self.add(field, place, error)).ok()
    }

    /// Reads a fact that may be left out.
    pub(crate) fn optional_fact<T: FromStr<Err: Display>>(
        &mut self,
        field: &str,
        place: &str,
        typed: &str,
    ) -> Option<T> {
        if typed.trim().is_empty() {
            return None;
        }
        self.fact(field, place, typed)
    }

    /// Reads when something was: a date, or words like "last friday".
    pub(crate) fn moment(&mut self, field: &str, place: &str, typed: &str) -> Option<Occurred> {
        match &self.now {
            Some(now) => {
                let read = Occurred::told(typed, now);
                self.of(field, place, read)
            }
            None => self.fact(field, place, typed),
        }
    }

    /// Takes a result apart, and notes its error.
    pub(crate) fn of<T, E: Display>(&mut self, field: &str, place: &str, result: Result<T, E>) -> Option<T> {
        result.map_err(|error| self.add(field, place, error)).ok()
    }

    fn optional<T>(&mut self, field: &str, place: &str, read: Result<Option<T>, TextError>) -> Option<T> {
        self.of(field, place, read).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_fact_is_named_with_its_row_and_tied_to_its_field() {
        let mut wrong = Wrongs::default();
        assert_eq!(wrong.fact::<Occurred>("target.1.value", "Target 2", "tomorrow-ish"), None);
        assert!(wrong.at("target.1.value").unwrap().contains("not a date"));
        let (id, sentence) = &wrong.listed()[0];
        assert_eq!(id, "f-target.1.value");
        assert!(sentence.starts_with("Target 2: this is not a date"), "{sentence}");
    }

    #[test]
    fn words_for_a_day_are_counted_from_when_the_form_was_sent() {
        let mut wrong = Wrongs::sent_at("2026-03-04T16:45:30+00:00[UTC]".parse().unwrap());
        assert_eq!(wrong.moment("a", "", "last friday"), "2026-02-27".parse().ok());
        assert_eq!(wrong.moment("b", "", "soon"), None);
        assert!(wrong.at("b").unwrap().contains("last friday"));
    }

    #[test]
    fn what_is_left_out_is_not_wrong() {
        let mut wrong = Wrongs::default();
        assert_eq!(wrong.text("a", "", " \n"), None);
        assert_eq!(wrong.optional_fact::<Occurred>("b", "", ""), None);
        assert!(wrong.is_empty());
    }

    #[test]
    fn a_long_list_is_cut_and_says_so() {
        let mut wrong = Wrongs::default();
        for at in 0..50 {
            wrong.add(&format!("m.{at}.when"), "", "no");
        }
        assert_eq!(wrong.listed().len(), 21);
        assert_eq!(wrong.listed()[20], ("f-m.20.when".to_owned(), "and 30 more, from here on".to_owned()));
        assert_eq!(wrong.at("m.49.when"), Some("no"));
    }
}
