//! Which words of an answer speak most for a flaw: the ones that a person is shown.

use std::ops::Range;

use crate::model::Weighed;
use crate::prose::{Prose, Token};

/// Finds the run of tokens between two marks, in one sentence, that speaks most for a flaw: the greatest sum of what they
/// add (Kadane's method), each feature shared out evenly among the tokens that show it.
pub(crate) fn telling(weighed: &Weighed, prose: &Prose) -> Range<usize> {
    let tokens = &prose.tokens;
    let begins = |at: usize| prose.sentences.binary_search_by_key(&at, |sentence| sentence.start).is_ok();
    let start = weighed.parts.iter().map(|(_, shown_by)| shown_by.start).min().unwrap_or_default();
    let end = weighed.parts.iter().map(|(_, shown_by)| shown_by.end).max().unwrap_or_default();
    let mut adds = vec![0.0; end - start];
    for (part, shown_by) in &weighed.parts {
        let share = part / f32::from(u16::try_from(shown_by.len()).unwrap_or(u16::MAX).max(1));
        adds[shown_by.start - start..shown_by.end - start].iter_mut().for_each(|add| *add += share);
    }
    let (mut best, mut sum, mut first, mut most) = (0..adds.len(), 0.0, 0, 0.0);
    for (at, add) in adds.iter().enumerate() {
        if is_mark(&tokens[start + at]) {
            sum = 0.0;
            continue;
        }
        if sum <= 0.0 || begins(start + at) {
            (sum, first) = (0.0, at);
        }
        sum += add;
        if sum > most {
            (most, best) = (sum, first..at + 1);
        }
    }
    start + best.start..start + best.end
}

/// Says whether a token is a mark at which a clause ends.
pub(crate) fn is_mark(token: &Token) -> bool {
    matches!(token.word.as_str(), "." | "!" | "?" | "," | ";" | ":" | "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_run_that_adds_most_between_two_marks_is_telling() {
        let telling = |text: &str| {
            let parts = vec![(-1.0, 1..2), (0.5, 2..3), (2.0, 3..5), (-3.0, 5..6), (1.0, 6..7)];
            super::telling(&Weighed { sum: 0.0, parts }, &Prose::of(text))
        };
        assert_eq!(telling("a b c d e f g"), 2..5);
        assert_eq!(telling("a b , d e f g"), 3..5);
        assert_eq!(telling("a b c d\n\ne f g"), 2..4);
    }
}
