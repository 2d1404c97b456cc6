//! What in an entry looks like a name, an address or a number of somebody. A help to look, not a promise to find.

use std::collections::BTreeSet;
use std::ops::Range;

use hansei_method::entry::Entry;

use super::people::people;
use crate::export::story::{Part, Story};

/// Something that may tell who is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggested {
    /// As it stands there.
    pub name: String,
    /// How often, whole words in any case.
    pub count: usize,
}

/// Words that are written with a capital and name nobody.
const NO_NAMES: [&str; 60] = [
    "i",
    "i'm",
    "i'd",
    "i'll",
    "i've",
    "the",
    "a",
    "an",
    "in",
    "on",
    "at",
    "by",
    "for",
    "from",
    "to",
    "of",
    "and",
    "but",
    "or",
    "so",
    "if",
    "when",
    "then",
    "while",
    "after",
    "before",
    "because",
    "as",
    "with",
    "without",
    "my",
    "our",
    "his",
    "her",
    "their",
    "its",
    "your",
    "we",
    "he",
    "she",
    "they",
    "it",
    "you",
    "this",
    "that",
    "these",
    "those",
    "there",
    "no",
    "not",
    "yes",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "ok",
    "utc",
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Words inside a name that have no capital.
const PARTICLES: [&str; 12] = ["von", "van", "der", "den", "de", "da", "di", "du", "la", "le", "bin", "al"];

/// Titles before a name, which are no name; the full stop behind them ends no sentence.
const TITLES: [&str; 8] = ["dr", "mr", "mrs", "ms", "mx", "prof", "sr", "st"];

/// What mostly people do: before these the first word of a sentence may be a name.
const DEEDS: [&str; 24] = [
    "agreed",
    "answered",
    "arrived",
    "asked",
    "came",
    "called",
    "cried",
    "emailed",
    "explained",
    "forgot",
    "insisted",
    "left",
    "phoned",
    "promised",
    "rang",
    "refused",
    "replied",
    "said",
    "shouted",
    "texted",
    "thinks",
    "told",
    "went",
    "wrote",
];

/// Whom a sentence may begin with who has no name.
const NOBODY: [&str; 16] = [
    "anybody",
    "anyone",
    "both",
    "everybody",
    "everyone",
    "management",
    "nobody",
    "none",
    "one",
    "others",
    "people",
    "some",
    "somebody",
    "someone",
    "what",
    "who",
];

/// Lists what in the chosen parts of an entry may tell who is meant, the most frequent first.
///
/// Capitalised words that do not begin a sentence, words with a capital inside, e-mail addresses, web addresses, phone
/// numbers, handles; and whoever is named as a party or as somebody to tell, however that is written. A name that only
/// ever begins a sentence is found where somebody called, told or the like; otherwise, or written small and named nowhere, it
/// is not: somebody has to read it anyway.
#[must_use]
pub fn suggest_names(entry: &Entry, parts: &BTreeSet<Part>) -> Vec<Suggested> {
    names_among(&Story::of(entry, parts).texts(), &people(entry))
}

/// Does the same for any texts.
pub(crate) fn names_in(texts: &[String]) -> Vec<Suggested> {
    names_among(texts, &[])
}

/// Does the same for any texts, with people who may be named in them.
pub(crate) fn names_among(texts: &[String], people: &[String]) -> Vec<Suggested> {
    let mut names: BTreeSet<String> = texts.iter().flat_map(|text| found_in(text)).collect();
    let is_new = |person: &&String| names.iter().all(|name| name.to_lowercase() != person.to_lowercase());
    let is_there = |person: &&String| texts.iter().any(|text| super::count(text, person) > 0);
    let known: Vec<String> = people.iter().filter(is_new).filter(is_there).cloned().collect();
    names.extend(known);
    let counted = names.into_iter().map(|name| {
        let count = texts.iter().map(|text| super::count(text, &name)).sum::<usize>().max(1);
        Suggested { name, count }
    });
    let mut suggested: Vec<Suggested> = counted.collect();
    suggested.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.name.cmp(&other.name)));
    suggested
}

fn found_in(text: &str) -> Vec<String> {
    let mut found = phone_numbers(text);
    found.extend(addresses_in(text).into_iter().map(|place| text[place].to_owned()));
    let mut reader = Reader { begins_sentence: true, ..Reader::default() };
    for token in text.split_inclusive(char::is_whitespace) {
        reader.take(token.trim_end(), token.ends_with(['\n', '\r']));
    }
    reader.finish();
    found.extend(reader.found);
    found
}

/// Reads a text word by word and collects runs of capitalised ones.
#[derive(Default)]
struct Reader<'t> {
    /// The run so far.
    name: Vec<&'t str>,
    /// Whether the run began a sentence.
    is_first: bool,
    /// Whether the next word begins a sentence.
    begins_sentence: bool,
    found: Vec<String>,
}

impl<'t> Reader<'t> {
    fn take(&mut self, token: &'t str, ends_line: bool) {
        let word = token.trim_matches(|c: char| !c.is_alphanumeric() && c != '@');
        let bare = bare(word);
        if token.ends_with('.') && TITLES.contains(&bare.to_lowercase().as_str()) {
            self.finish();
            self.begins_sentence = false;
            return;
        }
        if DEEDS.contains(&bare)
            && self.name.first().is_some_and(|name| !NOBODY.contains(&name.to_lowercase().as_str()))
        {
            self.is_first = false;
        }
        let is_quoted = token.starts_with(['"', '“', '„', '«']);
        if is_quoted || token.starts_with(['(', '[']) {
            self.finish();
        }
        if is_capitalised(bare) && !is_address(word) {
            if self.name.is_empty() {
                self.is_first = (self.begins_sentence || is_quoted) && !has_capital_inside(bare);
            }
            self.name.push(bare);
        } else if !self.name.is_empty() && PARTICLES.contains(&bare) {
            self.name.push(bare);
        } else {
            self.finish();
            if has_capital_inside(bare) && !is_address(word) {
                self.found.push(bare.to_owned());
            }
        }
        if ends_line || bare.len() < word.len() || token.ends_with(|c: char| !c.is_alphanumeric()) {
            self.finish();
        }
        let closed = token.trim_end_matches(['"', '”', '“', ')', '\'', '’', '»']);
        let goes_on = self.begins_sentence && word.is_empty();
        self.begins_sentence = goes_on || ends_line || closed.ends_with(['.', '!', '?', '…', ':']);
    }

    /// Ends a run. A single capital at the start of a sentence says nothing.
    fn finish(&mut self) {
        let words = trimmed(&self.name);
        let says_nothing = words.is_empty() || words.len() == 1 && self.name.len() == 1 && self.is_first;
        if !says_nothing {
            self.found.push(words.join(" "));
        }
        self.name.clear();
    }
}

/// Finds the addresses and handles in a text, in bytes.
pub(super) fn addresses_in(text: &str) -> Vec<Range<usize>> {
    let around = ['.', ',', ';', ':', '!', '?', '(', ')', '<', '>', '[', ']', '"', '\'', '“', '”'];
    let place = |token: &str| {
        let begin = token.len() - token.trim_start_matches(around).len();
        begin..token.trim_end_matches(around).len().max(begin)
    };
    let mut from = 0;
    let mut found = Vec::new();
    for token in text.split_inclusive(char::is_whitespace) {
        let inside = place(token.trim_end());
        if is_address(&token[inside.clone()]) {
            found.push(from + inside.start..from + inside.end);
        }
        from += token.len();
    }
    found
}

/// Says whether a word, in small letters, is in no name.
pub(super) fn is_no_name(word: &str) -> bool {
    NO_NAMES.contains(&word) || MONTHS.contains(&word)
}

/// Cuts off an apostrophe and what follows it: "Anna's" is about Anna.
pub(super) fn bare(word: &str) -> &str {
    let is_name = |rest: &str| !matches!(rest, "s" | "S" | "");
    match word.split_once(['\'', '’']) {
        Some((name, rest)) if !is_name(rest) => name,
        _ => word,
    }
}

/// Takes words off both ends that are in no name.
fn trimmed<'n>(name: &[&'n str]) -> Vec<&'n str> {
    let is_none = |word: &&str| {
        let word = word.to_lowercase().replace('’', "'");
        NO_NAMES.contains(&word.as_str()) || MONTHS.contains(&word.as_str())
    };
    let from = name.iter().position(|word| !is_none(word)).unwrap_or(name.len());
    let to = name
        .iter()
        .rposition(|word| !is_none(word) && !PARTICLES.contains(word))
        .map_or(from, |last| last + 1);
    name.get(from..to).unwrap_or_default().to_vec()
}

fn is_capitalised(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(char::is_uppercase) && characters.next().is_some()
}

/// Says whether a word has a capital behind a small letter, as handles do: "annaS". A unit is shorter.
fn has_capital_inside(word: &str) -> bool {
    const LEAST: usize = 5;
    let follows = |(one, other): (char, char)| one.is_lowercase() && other.is_uppercase();
    word.chars().count() >= LEAST && word.chars().zip(word.chars().skip(1)).any(follows)
}

/// Says whether a word is an e-mail address, a web address or a handle.
fn is_address(word: &str) -> bool {
    if word.starts_with("http://") || word.starts_with("https://") || word.starts_with("www.") {
        return true;
    }
    match word.split_once('@') {
        Some(("", handle)) => {
            handle.chars().next().is_some_and(char::is_alphanumeric) && handle.chars().count() > 1
        }
        Some((_, host)) => host.contains('.') || host.chars().count() > 1,
        None => false,
    }
}

/// Finds runs of seven digits or more, with the signs that stand between them in a phone number.
fn phone_numbers(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let is_part =
        |c: char| c.is_ascii_digit() || matches!(c, '+' | '(' | ')' | '-' | '.' | '/' | ' ' | '\u{a0}');
    for run in text.split(|c: char| !is_part(c)) {
        let number = run.trim_matches(|c: char| !c.is_ascii_digit() && c != '+' && c != '(');
        let digits = number.chars().filter(char::is_ascii_digit).count();
        let has_plus = number.starts_with('+');
        // Of "2026-03-02 15:00" the run ends at the colon.
        let day = number.split(' ').next().unwrap_or(number);
        let is_date = |text: &str| text.parse::<hansei_method::occurred::Occurred>().is_ok();
        let looks_like_date = is_date(number) || is_date(day);
        let groups = number.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).count();
        if (7..=15).contains(&digits)
            && !looks_like_date
            && (has_plus || number.starts_with('0') || (2..=6).contains(&groups))
        {
            found.push(number.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<(String, usize)> {
        names_in(&[text.to_owned()]).into_iter().map(|found| (found.name, found.count)).collect()
    }

    fn only_names(text: &str) -> Vec<String> {
        names(text).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn capitalised_words_inside_a_sentence_are_suggested() {
        assert_eq!(only_names("Yesterday I met Anna in the office. Then nothing."), ["Anna"]);
        assert_eq!(only_names("I asked Ursula von der Leyen about it"), ["Ursula von der Leyen"]);
        assert_eq!(only_names("It was Anna's desk, not Bob’s"), ["Anna", "Bob"]);
    }

    #[test]
    fn the_beginning_of_a_sentence_names_nobody_unless_more_follows() {
        assert_eq!(only_names("The build broke. Nobody saw it.\nLater it was fixed"), Vec::<String>::new());
        assert_eq!(only_names("Anna Schmidt called"), ["Anna Schmidt"]);
        assert_eq!(
            only_names("The result waited. Maria called me. Nobody told her. They said so."),
            ["Maria"]
        );
        assert_eq!(only_names("Dr. Osei refused, and so did Prof. Lind. Mr. Bean"), ["Bean", "Lind", "Osei"]);
        assert_eq!(only_names("The Lockheed team was late"), ["Lockheed"]);
    }

    #[test]
    fn only_the_person_s_words_in_the_chosen_parts_are_looked_through() {
        let entry: Entry = serde_json::from_value(serde_json::json!({
            "id": "00000000-0000-0000-0000-000000000001", "title": "the call with Anna", "kind": "failure",
            "significance": "full", "occurred": "2026-03-02T15:00:07",
            "captured_at": "2026-11-22T08:00:13.094486393Z", "body": "and then Jonas rang",
            "review": {"answers": {"intended": {"targets": [{"number": 1, "name": "the day", "slot": {"deadline": "2026-11-06"}}]}}, "spent": {"seconds": 3_000_000}, "reopened": [{"at": "2026-11-22T08:00:13Z"}]}
        }))
        .unwrap();
        let found = |parts: &[Part]| -> Vec<String> {
            let parts = parts.iter().copied().collect();
            suggest_names(&entry, &parts).into_iter().map(|found| found.name).collect()
        };
        assert_eq!(found(&Part::ALL), ["Anna", "Jonas"]);
        assert_eq!(found(&[Part::Beside]), ["Anna"]);
    }

    #[test]
    fn a_word_with_a_capital_inside_is_a_handle_wherever_it_stands() {
        assert_eq!(only_names("JonasWeber merged it, and annaS had asked"), ["JonasWeber", "annaS"]);
        assert_eq!(only_names("it drew 3 kWh and 40 mAh. Later none"), Vec::<String>::new());
    }

    #[test]
    fn whoever_is_named_as_a_party_or_as_somebody_to_tell_is_found_in_small_letters_too() {
        let entry: Entry = serde_json::from_value(serde_json::json!({
            "id": "00000000-0000-0000-0000-000000000001", "title": "jonas was not asked", "kind": "failure",
            "occurred": "2026-03-02", "captured_at": "2026-11-22T08:00:13Z", "body": "Maeve was late. Then the night shift and jonas left",
            "review": {"confidant": "maeve", "answers": {"intended": {"targets": [
                {"number": 1, "name": "Who", "slot": {"party": "jonas, the night shift and all three stakeholders"}}]}}}
        }))
        .unwrap();
        let parts = [Part::Body].into_iter().collect();
        let found: Vec<_> =
            suggest_names(&entry, &parts).into_iter().map(|found| (found.name, found.count)).collect();
        assert_eq!(found, [("jonas".to_owned(), 2), ("maeve".to_owned(), 1)]);
    }

    #[test]
    fn days_and_months_are_no_names() {
        assert_eq!(only_names("it was due on Monday, in March, and I knew"), Vec::<String>::new());
    }

    #[test]
    fn addresses_numbers_and_handles_are_suggested() {
        let found = only_names(
            "write to anna.s@example.com, call +49 30 1234567 or ask @bob; see https://example.org/x.",
        );
        assert_eq!(found, ["+49 30 1234567", "@bob", "anna.s@example.com", "https://example.org/x"]);
    }

    #[test]
    fn dates_and_amounts_are_no_phone_numbers() {
        assert_eq!(
            only_names("on 2026-03-02 it cost 200,000 and took 226.5 km at 17:20:05"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn the_most_frequent_comes_first_with_its_count() {
        assert_eq!(
            names("we told Bob, then Anna; anna wrote back"),
            [("Anna".to_owned(), 2), ("Bob".to_owned(), 1)]
        );
    }
}
