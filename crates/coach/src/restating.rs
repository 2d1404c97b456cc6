//! Whether one statement says again what another one says.

use hansei_recall::terms::Terms;

/// How many of the words of a statement another one holds, when they say the same.
const SAME: f32 = 0.6;

/// How many of the statements right above one are held against it, so that a long chain takes time in proportion to its length.
pub(crate) const NEAREST: usize = 24;

/// Words that say that something was late, dear, broken or too much to do, each with what it says; in order.
const SAYS: [(&str, Saying); 28] = [
    ("behind schedule", Saying::Late),
    ("broke", Saying::Broken),
    ("broke down", Saying::Broken),
    ("broken", Saying::Broken),
    ("came late", Saying::Late),
    ("cost more", Saying::Dear),
    ("cost too much", Saying::Dear),
    ("delay", Saying::Late),
    ("delayed", Saying::Late),
    ("delays", Saying::Late),
    ("did not work", Saying::Broken),
    ("didn't work", Saying::Broken),
    ("expensive", Saying::Dear),
    ("failed", Saying::Broken),
    ("late", Saying::Late),
    ("later", Saying::Late),
    ("longer than expected", Saying::Late),
    ("longer than planned", Saying::Late),
    ("missed the date", Saying::Late),
    ("missed the deadline", Saying::Late),
    ("more expensive", Saying::Dear),
    ("over budget", Saying::Dear),
    ("overran", Saying::Late),
    ("overspent", Saying::Dear),
    ("ran late", Saying::Late),
    ("ran over", Saying::Late),
    ("stopped working", Saying::Broken),
    ("too late", Saying::Late),
];

/// The words beside [`SAYS`] that add nothing to it.
const ADDS_NOTHING: [&str; 42] = [
    "a",
    "all",
    "already",
    "and",
    "been",
    "being",
    "came",
    "day",
    "days",
    "everything",
    "got",
    "had",
    "has",
    "have",
    "it",
    "just",
    "much",
    "of",
    "our",
    "planned",
    "project",
    "simply",
    "so",
    "than",
    "that",
    "the",
    "then",
    "they",
    "thing",
    "things",
    "this",
    "too",
    "took",
    "very",
    "was",
    "we",
    "week",
    "weeks",
    "went",
    "were",
    "work",
    "worked",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Saying {
    Late,
    Dear,
    Broken,
}

/// A statement, ready to be held against others.
#[derive(Debug)]
pub(crate) struct Said {
    terms: Terms,
    says: Option<Saying>,
    adds_nothing: bool,
}

impl Said {
    /// Makes a statement ready; `words` are its own words in lower case.
    pub(crate) fn of(statement: &str, words: &[&str]) -> Self {
        let (says, adds_nothing) = saying(words);
        Self { terms: Terms::telling(statement), says, adds_nothing }
    }

    /// Says whether this adds nothing to what it should explain: nearly all of its words stand there already, or it only
    /// says once more that it was late, dear or broken.
    pub(crate) fn restates(&self, above: &Self) -> bool {
        let own = self.terms.counts().count();
        (own > 0 && share(self.shared(above), own) >= SAME)
            || (self.adds_nothing && self.says.is_some() && self.says == above.says)
    }

    /// Says whether this leads back to something further above: most of the words of the shorter one stand in the other.
    pub(crate) fn leads_back_to(&self, ancestor: &Self) -> bool {
        let (own, other) = (self.terms.counts().count(), ancestor.terms.counts().count());
        let shared = self.shared(ancestor);
        let least = own.min(other);
        (shared > 1 || own == other) && least > 0 && share(shared, least) >= SAME
    }

    fn shared(&self, other: &Self) -> usize {
        self.terms.counts().filter(|(stem, _)| other.terms.count(stem) > 0).count()
    }
}

#[expect(clippy::cast_precision_loss, reason = "statements are short")]
fn share(part: usize, whole: usize) -> f32 {
    part as f32 / whole as f32
}

/// Finds what a statement says of this kind, the longest words first, and whether it says anything besides.
fn saying(words: &[&str]) -> (Option<Saying>, bool) {
    let at = |start: usize, length: usize| {
        let run = words.get(start..start + length)?.join(" ");
        let found = SAYS.binary_search_by(|(said, _)| (*said).cmp(run.as_str())).ok()?;
        Some((start, length, SAYS[found].1))
    };
    let found = [3, 2, 1].into_iter().find_map(|length| (0..words.len()).find_map(|start| at(start, length)));
    let Some((start, length, says)) = found else { return (None, false) };
    let mut others = words[..start].iter().chain(&words[start + length..]);
    (Some(says), others.all(|word| ADDS_NOTHING.binary_search(word).is_ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(statement: &str) -> Said {
        let words = statement.to_lowercase();
        Said::of(statement, &words.split_whitespace().collect::<Vec<_>>())
    }

    #[test]
    fn lists_that_are_searched_are_in_order() {
        assert!(SAYS.is_sorted_by_key(|(said, _)| *said) && ADDS_NOTHING.is_sorted());
    }

    #[test]
    fn what_adds_nothing_restates() {
        for (above, below) in [
            ("It took longer than planned", "It took longer"),
            ("The delivery was late", "It took longer than planned"),
            ("It took longer than planned", "We were behind schedule"),
            ("The invoice was not sent", "Nobody sent the invoice"),
            ("The project cost more than planned", "We went over budget"),
        ] {
            assert!(said(below).restates(&said(above)), "{above} / {below}");
        }
    }

    #[test]
    fn what_adds_something_explains() {
        for (above, below) in [
            ("The exam was failed", "I failed to put the exam into my calendar"),
            ("The delivery was late", "The delivery note carried last year's address"),
            ("The delivery was late", "The van broke down on the bridge"),
            ("We were late", "The train was delayed by snow at Ely"),
            ("It broke", "It fell from the bench"),
        ] {
            assert!(!said(below).restates(&said(above)), "{above} / {below}");
        }
    }

    #[test]
    fn a_circle_needs_more_than_one_word_in_common() {
        assert!(
            said("Staff were busy chasing missed orders").leads_back_to(&said("Several orders were missed"))
        );
        assert!(
            !said("The list lay under the orders of the day before").leads_back_to(&said("It lay there"))
        );
        assert!(!said("We missed the mail about the form").leads_back_to(&said("We missed it")));
    }
}
