//! Names taken out of a text before it is shown to somebody: what the person names is replaced everywhere.

mod folded;
mod names;

pub(crate) use names::names_in;
pub use names::{Suggested, suggest_names};

use folded::Folded;
use hansei_method::text::MOST_LINE_CHARACTERS;

use crate::AppError;

/// The most names that are replaced at once: every one of them is looked for at every letter.
const MOST_REPLACED: usize = 200;

/// The words to replace, and what stands there instead.
///
/// Whole words, whatever their case, accents, line breaks and invisible characters; the longest first.
#[derive(Debug, Clone, Default)]
pub struct Redactions {
    replacements: Vec<Replacement>,
}

#[derive(Debug, Clone)]
struct Replacement {
    from: String,
    to: String,
    pattern: Vec<char>,
}

/// How often something was replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// What was replaced.
    pub from: String,
    /// What stands there now.
    pub to: String,
    /// How often.
    pub count: usize,
}

impl Redactions {
    /// Takes pairs of what to replace and what to put there; pairs with nothing to look for are passed over.
    ///
    /// Fails when there are more than 200, or when one is longer than a line may be: a long text in the place of a letter
    /// would make a document without end.
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Result<Self, AppError> {
        let pairs: Vec<_> = pairs.into_iter().collect();
        check(&pairs)?;
        let mut replacements: Vec<Replacement> = pairs
            .into_iter()
            .map(|(from, to)| Replacement { pattern: folded::pattern(&from), from, to })
            .filter(|replacement| !replacement.pattern.is_empty())
            .collect();
        replacements.sort_by_key(|replacement| std::cmp::Reverse(replacement.pattern.len()));
        Ok(Self { replacements })
    }

    /// Returns the same with a sign before and after everything that is put in, so that it is found again.
    #[must_use]
    pub fn marked(&self, start: char, end: char) -> Self {
        let marked = |one: &Replacement| Replacement { to: format!("{start}{}{end}", one.to), ..one.clone() };
        Self { replacements: self.replacements.iter().map(marked).collect() }
    }

    /// Says whether there is nothing to replace.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.replacements.is_empty()
    }

    /// Returns the text with everything replaced.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        self.apply_counting(text, &mut self.nothing_yet())
    }

    /// Returns the counts to start from, one for each pair.
    pub(crate) fn nothing_yet(&self) -> Vec<Replaced> {
        let none = |replacement: &Replacement| Replaced {
            from: replacement.from.clone(),
            to: replacement.to.clone(),
            count: 0,
        };
        self.replacements.iter().map(none).collect()
    }

    /// Replaces, and adds to the counts that [`Redactions::nothing_yet`] made.
    pub(crate) fn apply_counting(&self, text: &str, counts: &mut [Replaced]) -> String {
        if self.is_empty() {
            return text.to_owned();
        }
        let folded = Folded::new(text);
        let mut out = String::with_capacity(text.len());
        let mut copied = 0;
        let mut at = 0;
        while at < folded.len() {
            let found = self.replacements.iter().zip(&mut *counts).find_map(|(replacement, count)| {
                folded.matched(&replacement.pattern, at).map(|end| (replacement, count, end))
            });
            let Some((replacement, count, end)) = found else {
                at += 1;
                continue;
            };
            out.push_str(&text[copied..folded.start(at)]);
            out.push_str(&replacement.to);
            count.count += 1;
            copied = folded.end(end - 1);
            at = end;
        }
        out.push_str(&text[copied..]);
        out
    }

    /// Says whether something is one of the words that were put in.
    pub(crate) fn puts_in(&self, words: &str) -> bool {
        self.replacements.iter().any(|replacement| replacement.to.contains(words))
    }
}

fn check(pairs: &[(String, String)]) -> Result<(), AppError> {
    if pairs.len() > MOST_REPLACED {
        return Err(AppError::Invalid(format!(
            "{} names are too many to replace at once; keep it to {MOST_REPLACED}",
            pairs.len()
        )));
    }
    let is_long = |words: &String| words.chars().count() > MOST_LINE_CHARACTERS;
    if pairs.iter().any(|(from, to)| is_long(from) || is_long(to)) {
        return Err(AppError::Invalid(format!(
            "a name to replace has at most {MOST_LINE_CHARACTERS} characters; shorten it"
        )));
    }
    Ok(())
}

/// Counts how often some words stand in a text, by the same rule by which they are replaced.
pub(crate) fn count(text: &str, words: &str) -> usize {
    let pattern = folded::pattern(words);
    let folded = Folded::new(text);
    let (mut at, mut count) = (0, 0);
    while at < folded.len() && !pattern.is_empty() {
        match folded.matched(&pattern, at) {
            Some(end) => (at, count) = (end, count + 1),
            None => at += 1,
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn redact(text: &str, from: &str) -> String {
        Redactions::new([(from.to_owned(), "X".to_owned())]).unwrap().apply(text)
    }

    #[test]
    fn whole_words_are_replaced_whatever_their_case() {
        assert_eq!(redact("ANNA met Annabel; anna's desk, (Anna)", "Anna"), "X met Annabel; X's desk, (X)");
    }

    #[test]
    fn accents_ligatures_and_invisible_characters_hide_nothing() {
        for written in ["José", "Jose\u{301}", "JOSE", "Jo\u{200b}sé", "Jo\u{ad}se\u{301}", "𝐉𝐨𝐬𝐞"]
        {
            assert_eq!(redact(&format!("with {written} there"), "José"), "with X there", "{written:?}");
        }
        assert_eq!(redact("STRASSE", "Straße"), "X");
        assert_eq!(redact("O’Brien left", "O'Brien"), "X left");
    }

    #[test]
    fn a_name_is_found_across_a_line_break() {
        assert_eq!(redact("Anna\n  Schmidt called", "Anna Schmidt"), "X called");
    }

    #[test]
    fn the_longest_is_replaced_first() {
        let redactions = Redactions::new([
            ("Anna".to_owned(), "she".to_owned()),
            ("Anna Schmidt".to_owned(), "the client".to_owned()),
        ])
        .unwrap();
        assert_eq!(redactions.apply("Anna Schmidt and Anna"), "the client and she");
    }

    #[test]
    fn scripts_without_spaces_are_replaced_inside_a_line() {
        assert_eq!(redact("昨日田中さんが", "田中"), "昨日Xさんが");
        assert_eq!(redact("김철수가 왔다", "김철수"), "X가 왔다");
    }

    #[test]
    fn what_would_make_a_document_without_end_is_refused() {
        let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        let long = "a".repeat(301);
        for pairs in [vec![pair("a", &long)], vec![pair(&long, "a")], vec![pair("a", "b"); 201]] {
            assert!(matches!(Redactions::new(pairs), Err(AppError::Invalid(_))));
        }
        assert!(Redactions::new(vec![pair(&"a".repeat(300), &"ä".repeat(300)); 200]).is_ok());
    }

    #[test]
    fn every_place_is_counted() {
        let redactions = Redactions::new([("ACME".to_owned(), "the firm".to_owned())]).unwrap();
        let mut counts = redactions.nothing_yet();
        redactions.apply_counting("Acme, acme; ACME-2", &mut counts);
        assert_eq!(counts, [Replaced { from: "ACME".to_owned(), to: "the firm".to_owned(), count: 3 }]);
        assert_eq!(count("Acme, acme; ACME-2", "Acme"), 3);
    }

    #[test]
    fn nothing_to_look_for_changes_nothing() {
        assert_eq!(redact("a b", " "), "a b");
        assert_eq!(redact("a b", "\u{200b}"), "a b");
    }

    proptest! {
        #[test]
        fn what_was_replaced_is_gone(before in any::<String>(), after in any::<String>()) {
            let text = redact(&format!("{before} Zwölfender {after}"), "zwolfender");
            prop_assert_eq!(count(&text, "Zwölfender"), 0, "{}", text);
        }

        #[test]
        fn a_text_without_the_name_stays_as_it_is(text in "[a-y \u{301}\u{200b}🚑\n]{0,40}") {
            prop_assert_eq!(redact(&text, "Zoe"), text);
        }
    }
}
