//! Names taken out of a text before it is shown to somebody: what the person names is replaced everywhere.

mod folded;
mod names;
mod people;

use std::ops::Range;

pub use names::{Suggested, suggest_names};
pub(crate) use names::{names_among, names_in};
pub(crate) use people::people;

use folded::Folded;
use hansei_method::text::MOST_LINE_CHARACTERS;
use names::addresses_in;

use crate::AppError;

/// The most names that are replaced at once: every one of them is looked for at every letter.
const MOST_REPLACED: usize = 200;

/// The fewest letters of a word by which an address tells whose it is.
const LEAST_TELLING: usize = 3;

/// The words to replace, and what stands there instead.
///
/// Whole words, whatever their case, accents, line breaks and invisible characters; the longest first. An e-mail address, a web
/// address or a handle that has such a word in it is replaced whole: half an address still tells whose it is.
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
        let mut addresses = addresses_in(text).into_iter().peekable();
        let mut out = String::with_capacity(text.len());
        let mut copied = 0;
        let mut at = 0;
        while at < folded.len() {
            while addresses.next_if(|address| address.end <= folded.start(at)).is_some() {}
            let here = addresses.peek().filter(|address| address.start <= folded.start(at));
            let found = match here {
                Some(address) if at == 0 || folded.start(at - 1) < address.start => {
                    self.in_address(&folded, at..folded.past(at, address.end))
                }
                Some(_) => None,
                None => self.replacements.iter().enumerate().find_map(|(place, replacement)| {
                    folded.matched(&replacement.pattern, at).map(|end| (place, end))
                }),
            };
            let Some((place, mut end)) = found else {
                at += 1;
                continue;
            };
            // Words before an address may end in it: then all of it goes.
            let last = folded.end(end - 1);
            if let Some(cut) = addresses.peek().filter(|address| address.start < last && last < address.end) {
                end = folded.past(at, cut.end);
            }
            out.push_str(&text[copied..folded.start(at)]);
            out.push_str(&self.replacements[place].to);
            counts[place].count += 1;
            copied = folded.end(end - 1);
            at = end;
        }
        out.push_str(&text[copied..]);
        out
    }

    /// Finds what the letters of an address give away, and where it ends: words to replace that stand in it, otherwise a part
    /// of them.
    fn in_address(&self, folded: &Folded, letters: Range<usize>) -> Option<(usize, usize)> {
        let whole = self.replacements.iter().enumerate().find_map(|(place, one)| {
            let end = letters.clone().find_map(|at| folded.matched(&one.pattern, at))?;
            Some((place, end.max(letters.end)))
        });
        whole.or_else(|| {
            let written = folded.letters(letters.clone());
            let pieces: Vec<&str> = written.split(|c: char| !c.is_alphanumeric()).collect();
            let partly = self.replacements.iter().position(|one| one.is_partly_in(&pieces))?;
            Some((partly, letters.end))
        })
    }

    /// Says whether something is one of the words that were put in.
    pub(crate) fn puts_in(&self, words: &str) -> bool {
        self.replacements.iter().any(|replacement| replacement.to.contains(words))
    }
}

impl Replacement {
    /// Says whether a word of it, or all of them written as one, is a piece of an address.
    fn is_partly_in(&self, pieces: &[&str]) -> bool {
        let written: String = self.pattern.iter().collect();
        let words: Vec<&str> = written.split(|c: char| !c.is_alphanumeric()).collect();
        let joined = words.concat();
        let tells = |word: &&str| word.chars().count() >= LEAST_TELLING && !names::is_no_name(word);
        words.iter().any(|word| tells(word) && pieces.contains(word)) || pieces.contains(&joined.as_str())
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
    fn an_address_that_has_the_name_in_it_goes_whole() {
        for (text, from, shown) in [
            ("write to anna.s@example.com, now", "Anna", "write to X, now"),
            ("write to a.schmidt@example.com", "Anna Schmidt", "write to X"),
            ("write to annaschmidt@example.com", "Anna Schmidt", "write to X"),
            ("mail (press@northgate.example)", "Northgate Council", "mail (X)"),
            ("mail Anna@example.com", "mail Anna", "X"),
            ("ask @anna or @ben", "Anna", "ask X or @ben"),
            ("see https://example.org/team/anna?x=1.", "Anna", "see X."),
            ("anna@example.org and bo.anna@example.org", "anna@example.org", "X and X"),
            ("Anna and anna@example.org", "ANNA", "X and X"),
            ("\u{200b}anna@example.org", "Anna", "\u{200b}X"),
            ("to x@anna Schmidt", "Anna Schmidt", "to X"),
            ("write to ben@example.com", "Anna", "write to ben@example.com"),
            ("the office@example.com", "The Office of It", "the X"),
            ("at the@example.com", "The Office", "at the@example.com"),
        ] {
            assert_eq!(redact(text, from), shown, "{text} without {from}");
        }
        let redactions = Redactions::new([
            ("Anna Schmidt".to_owned(), "the client".to_owned()),
            ("Anna".to_owned(), "she".to_owned()),
        ])
        .unwrap();
        assert_eq!(redactions.apply("anna@example.org, schmidt@example.org"), "she, the client");
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
        fn no_part_of_an_address_with_the_name_stays(
            before in "[a-z0-9.]{0,8}", after in "[.-][a-z0-9.]{0,8}@[a-z]{2,8}[.]org", around in "[ \n(\"]",
        ) {
            let text = format!("x{around}{before}.zoe{after}{around}y");
            let shown = redact(&text, "Zoe");
            prop_assert!(!shown.contains('@') && !shown.contains("org"), "{}", shown);
        }

        #[test]
        fn a_text_without_the_name_stays_as_it_is(text in "[a-y \u{301}\u{200b}🚑\n]{0,40}") {
            prop_assert_eq!(redact(&text, "Zoe"), text);
        }
    }
}
