//! The first sentence of a text.

/// The most characters that a first sentence may have before it is cut at a word.
pub(crate) const MOST_CHARACTERS: usize = 200;

/// Abbreviations whose full stop never ends a sentence.
const INSIDE: [&str; 21] = [
    "e.g", "i.e", "dr", "mr", "mrs", "ms", "prof", "approx", "ca", "cf", "vs", "st", "mt", "gen", "capt",
    "sgt", "lt", "dept", "est", "incl", "resp",
];

/// Abbreviations whose full stop ends a sentence only when a capital or a new line follows.
const PERHAPS: [&str; 8] = ["etc", "inc", "ltd", "co", "corp", "jr", "sr", "al"];

/// Abbreviations whose full stop does not end a sentence when a number follows.
const NUMBERED: [&str; 9] = ["no", "nr", "fig", "p", "pp", "vol", "ch", "sec", "art"];

/// Splits a text that has no white space at its ends into its first sentence and everything after it.
///
/// A sentence ends with its punctuation, at a line break, or, when longer than [`MOST_CHARACTERS`], after the last
/// word that fits. Both parts together are the whole text; the white space between them is at the start of the second.
pub(crate) fn first_sentence(text: &str) -> (&str, &str) {
    let mut last_space = None;
    let mut in_run = false;
    for (count, (index, character)) in text.char_indices().enumerate() {
        if is_line_break(character) {
            return text.split_at(index);
        }
        if count == MOST_CHARACTERS {
            // One more character may be the space that ends the last word.
            let end = if character.is_whitespace() { index } else { last_space.unwrap_or(index) };
            return text.split_at(end);
        }
        if character.is_whitespace() {
            last_space = Some(index);
        }
        let is_mark = is_end_mark(character);
        if is_mark
            && !in_run
            && let Some(end) = sentence_end(text, index)
            && fits(text, end)
        {
            return text.split_at(end);
        }
        in_run = is_mark;
    }
    (text, "")
}

fn fits(text: &str, end: usize) -> bool {
    text[..end].chars().nth(MOST_CHARACTERS).is_none()
}

/// Says whether a full stop after these words belongs to their last one and should stay when they stand alone.
pub(crate) fn ends_in_abbreviation(words: &str) -> bool {
    let word = last_word(words);
    is_any(word, &INSIDE) || is_any(word, &PERHAPS) || is_any(word, &NUMBERED[1..]) || is_initials(word)
}

/// Returns where a sentence ends whose end may be marked at `mark`; `None` when the mark is inside it.
fn sentence_end(text: &str, mark: usize) -> Option<usize> {
    let (before, from_mark) = text.split_at(mark);
    // Long runs of marks are cut so that looking at them stays cheap.
    let run: usize = from_mark
        .chars()
        .take(MOST_CHARACTERS)
        .take_while(|c| is_end_mark(*c) || is_closing(*c))
        .map(char::len_utf8)
        .sum();
    let after = &from_mark[run..];
    if from_mark.starts_with(['。', '！', '？']) {
        return Some(mark + run);
    }
    if !after.is_empty() && !after.starts_with(char::is_whitespace) {
        return None;
    }
    let is_stop = &from_mark[..run] == ".";
    (!is_stop || stop_ends(before, after)).then_some(mark + run)
}

/// Says whether a single full stop between these two ends a sentence.
fn stop_ends(before: &str, after: &str) -> bool {
    let word = last_word(before);
    let next = after.trim_start_matches([' ', '\t']).chars().next();
    if next.is_none_or(is_line_break) {
        return true;
    }
    if is_any(word, &INSIDE) {
        return false;
    }
    if is_any(word, &NUMBERED) && next.is_some_and(char::is_numeric) {
        return false;
    }
    if is_any(word, &PERHAPS) || is_initials(word) && word.contains('.') {
        return next.is_some_and(char::is_uppercase);
    }
    !is_initials(word)
}

/// Says whether a word is initials: "J", "U.S", "p.m"; "I" is a word.
fn is_initials(word: &str) -> bool {
    let mut parts = word.split('.');
    let is_letter = |part: &str| part.chars().count() == 1 && part.chars().all(char::is_alphabetic);
    parts.all(is_letter) && word != "I" && (word.contains('.') || word.chars().all(char::is_uppercase))
}

fn is_any(word: &str, abbreviations: &[&str]) -> bool {
    abbreviations.iter().any(|abbreviation| abbreviation.eq_ignore_ascii_case(word))
}

fn last_word(text: &str) -> &str {
    text.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '„'))
        .next()
        .unwrap_or(text)
}

fn is_end_mark(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

fn is_closing(character: char) -> bool {
    matches!(character, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』')
}

fn is_line_break(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_sentence_ends_at_its_mark_or_its_line() {
        for (first, rest) in [
            ("The pump failed.", " We had no spare."),
            ("Why?", " Nobody knows."),
            ("Stop!!", " Now."),
            ("It stopped…", " then went on"),
            ("Well...", " it broke"),
            ("One line", "\nanother. Two"),
            ("One line", "\r\nanother"),
            ("It cost 3.5 million.", " Too much"),
            ("Mail went to a.b@c.de by mistake.", " Twice"),
            ("He said \"no.\"", " I left"),
            ("失敗した。", "次の文"),
            ("so did I.", " Then we left"),
            ("The U.S. team was late.", " Again"),
            ("Met at 3 p.m. and left.", " Late"),
            ("Lost keys, cards, etc.", " Nobody helped"),
            ("Ask Dr. J. Smith, e.g. about No. 5, approx. 3 vs. 4.", " Done"),
            ("The answer was no.", " We left"),
            ("no mark at all", ""),
        ] {
            assert_eq!(first_sentence(&format!("{first}{rest}")), (first, rest));
        }
    }

    #[test]
    fn a_long_sentence_is_cut_after_the_last_word_that_fits() {
        let long = "word ".repeat(60);
        let (first, rest) = first_sentence(long.trim());
        assert_eq!((first.chars().count(), rest.starts_with(" word")), (199, true));
        assert_eq!(first_sentence(&"é".repeat(300)), ("é".repeat(200).as_str(), "é".repeat(100).as_str()));
        let exact = format!("{} b", "a".repeat(200));
        assert_eq!(first_sentence(&exact), ("a".repeat(200).as_str(), " b"));
    }

    proptest! {
        #[test]
        fn both_parts_are_the_whole_text(text in "[a-zA-Z0-9.!?…。 \n\"é]{0,300}") {
            let text = text.trim();
            let (first, rest) = first_sentence(text);
            prop_assert_eq!(format!("{first}{rest}"), text);
            prop_assert!(first.chars().count() <= MOST_CHARACTERS);
            prop_assert_eq!(first.trim().is_empty(), text.is_empty());
        }
    }
}
