//! A text as the coach reads it: sentences of tokens, with what somebody else said, code and addresses covered.

use std::ops::Range;

/// The most characters that quotation marks hold; what is longer has lost its second mark.
const LONGEST_QUOTE: usize = 300;

/// The most sentences that are read, and the fewest words that say anything.
const MOST_SENTENCES: usize = 20_000;
const LEAST_WORDS: usize = 2;

/// Words with a point behind them that end no sentence.
const SHORT_FORMS: [&str; 24] = [
    "approx", "b", "capt", "co", "dept", "dr", "e", "etc", "fig", "g", "i", "inc", "lt", "ltd", "m", "mr",
    "mrs", "ms", "no", "p", "prof", "sgt", "st", "vs",
];

/// What stands for whatever was covered.
pub(crate) const COVERED: &str = "\u{2026}";

/// What stands for a number, whichever it is.
pub(crate) const NUMBER: &str = "0";

/// A word, a number, a mark, or something covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// As it is compared: in lower case, straight apostrophes, `0` for a number, `…` for what is covered.
    pub(crate) word: String,
    /// The bytes of the text that it stands for.
    pub(crate) source: Range<usize>,
    /// Whether it begins with a capital letter; of a number, whether it is a whole date.
    pub(crate) is_capital: bool,
}

/// A text as sentences, each a run of tokens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Prose {
    pub(crate) tokens: Vec<Token>,
    pub(crate) sentences: Vec<Range<usize>>,
}

impl Prose {
    /// Reads a text, in time linear in its length.
    pub(crate) fn of(text: &str) -> Self {
        let mut prose = Self::default();
        let (mut at, mut first) = (0, 0);
        while let Some(start) = text[at..].chars().next() {
            let before = text[..at].chars().next_back();
            let covered = covered(&text[at..], before);
            let end = at + covered.unwrap_or_else(|| reach(&text[at..], start));
            if covered.is_some() {
                prose.push(COVERED.to_owned(), at..end, false);
            } else if start.is_alphabetic() {
                let word = text[at..end].to_lowercase().replace('\u{2019}', "'");
                prose.push(word, at..end, start.is_uppercase());
            } else if start.is_numeric() {
                prose.push(NUMBER.to_owned(), at..end, date_reach(&text[at..]).is_some());
            } else if !start.is_whitespace() {
                prose.push(straight(start).to_string(), at..end, false);
            }
            let ends = start == '\n' || (is_end(start) && prose.ends_sentence(&text[end..]));
            if ends && prose.tokens.len() > first {
                prose.sentences.push(first..prose.tokens.len());
                first = prose.tokens.len();
            }
            at = end;
        }
        if prose.tokens.len() > first {
            prose.sentences.push(first..prose.tokens.len());
        }
        prose
    }

    /// Leaves out sentences that say nothing, and those that are too many.
    pub(crate) fn keep_what_says_something(&mut self) {
        let is_word = |token: &&Token| token.word.starts_with(char::is_alphabetic);
        self.sentences.truncate(MOST_SENTENCES);
        self.sentences.retain(|run| self.tokens[run.clone()].iter().filter(is_word).count() >= LEAST_WORDS);
    }

    /// Returns the bytes of the text that a run of tokens stands for.
    pub(crate) fn source(&self, run: &Range<usize>) -> Range<usize> {
        let run = &self.tokens[run.clone()];
        run.first().zip(run.last()).map_or(0..0, |(first, last)| first.source.start..last.source.end)
    }

    fn push(&mut self, word: String, source: Range<usize>, is_capital: bool) {
        self.tokens.push(Token { word, source, is_capital });
    }

    /// Says whether the mark that was read last ends its sentence, by what follows it and the word before it.
    fn ends_sentence(&self, rest: &str) -> bool {
        let mut marks = rest
            .chars()
            .take(8)
            .skip_while(|mark| is_end(*mark) || matches!(mark, '"' | '\'' | ')' | '\u{201d}'));
        let is_apart = marks.next().is_none_or(char::is_whitespace);
        let word = self.tokens.len().checked_sub(2).map(|at| self.tokens[at].word.as_str());
        let is_point = self.tokens.last().is_some_and(|token| token.word == ".");
        is_apart && !(is_point && word.is_some_and(|word| SHORT_FORMS.binary_search(&word).is_ok()))
    }
}

/// Says how far something reaches that is not the writer's own words: a quotation, code, an address.
fn covered(rest: &str, before: Option<char>) -> Option<usize> {
    let first = rest.chars().next()?;
    let is_begun =
        before.is_none_or(|before| before.is_whitespace() || matches!(before, '(' | '[' | ':' | '\u{2014}'));
    match first {
        '`' => closed(rest, '`', |_| true),
        '\u{201c}' => closed(rest, '\u{201d}', |_| true),
        '"' if is_begun => closed(rest, '"', |_| true),
        '\'' if is_begun => closed(rest, '\'', |next| next.is_none_or(|next| !next.is_alphanumeric())),
        '\u{2018}' if is_begun => {
            closed(rest, '\u{2019}', |next| next.is_none_or(|next| !next.is_alphanumeric()))
        }
        'h' | 'w' | 'H' | 'W' if is_begun && is_address(rest) => {
            Some(rest.find(char::is_whitespace).unwrap_or(rest.len()))
        }
        _ => None,
    }
}

/// Finds the end of what a mark closes, within the line and a bound; `may_end` looks at what follows the mark.
fn closed(rest: &str, mark: char, may_end: impl Fn(Option<char>) -> bool) -> Option<usize> {
    let mut inside = rest.char_indices().skip(1).take(LONGEST_QUOTE).take_while(|(_, inner)| *inner != '\n');
    inside.find_map(|(at, inner)| {
        let end = at + inner.len_utf8();
        (inner == mark && at > 1 && may_end(rest[end..].chars().next())).then_some(end)
    })
}

fn is_address(rest: &str) -> bool {
    let start = rest.as_bytes();
    ["http://", "https://", "www."]
        .iter()
        .any(|head| start.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head.as_bytes())))
}

/// Says how many bytes the token takes that begins with `first`.
fn reach(rest: &str, first: char) -> usize {
    if first.is_alphabetic() {
        let mut letters = rest.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            let joins = matches!(letter, '\'' | '\u{2019}')
                && letters.peek().is_some_and(|(_, next)| next.is_alphabetic());
            if !letter.is_alphabetic() && !is_mark_on_letter(letter) && !joins {
                return at;
            }
        }
        rest.len()
    } else if let Some(reach) = date_reach(rest) {
        reach
    } else if first.is_numeric() {
        let mut digits = rest.char_indices().peekable();
        while let Some((at, digit)) = digits.next() {
            let joins =
                matches!(digit, '.' | ',' | ':') && digits.peek().is_some_and(|(_, next)| next.is_numeric());
            if !digit.is_numeric() && !joins {
                return at;
            }
        }
        rest.len()
    } else {
        first.len_utf8()
    }
}

/// Says how many bytes a date takes that is written as 2026-03-15, which is one number and no three.
fn date_reach(rest: &str) -> Option<usize> {
    let date = rest.as_bytes().get(..10)?;
    let is_date = date.iter().enumerate().all(|(at, byte)| match at {
        4 | 7 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let ends = rest.as_bytes().get(10).is_none_or(|next| !next.is_ascii_digit() && *next != b'-');
    (is_date && ends).then_some(10)
}

fn is_mark_on_letter(mark: char) -> bool {
    matches!(mark, '\u{300}'..='\u{36f}')
}

fn is_end(mark: char) -> bool {
    matches!(mark, '.' | '!' | '?' | '\u{2026}')
}

/// Returns the plain form of a mark that has several.
fn straight(mark: char) -> char {
    match mark {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2013}' | '\u{2014}' => '-',
        '\u{2026}' => '.',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<Vec<String>> {
        let prose = Prose::of(text);
        let words =
            |run: &Range<usize>| prose.tokens[run.clone()].iter().map(|token| token.word.clone()).collect();
        prose.sentences.iter().map(words).collect()
    }

    #[test]
    fn numbers_are_one_token_whatever_they_say() {
        assert_eq!(words("At 14:05 it was 1,250.50kg"), [["at", "0", "it", "was", "0", "kg"]]);
        assert_eq!(words("by 2026-03-15, 12-3"), [["by", "0", ",", "0", "-", "0"]]);
    }

    #[test]
    fn what_somebody_said_is_covered_and_an_apostrophe_is_not() {
        assert_eq!(
            words("He wrote 'it's a mess', I didn\u{2019}t"),
            [["he", "wrote", "\u{2026}", ",", "i", "didn't"]]
        );
        assert_eq!(words("\u{201c}You failed\u{201d} she said"), [["\u{2026}", "she", "said"]]);
        assert_eq!(words("run `git blame` now"), [["run", "\u{2026}", "now"]]);
        assert_eq!(words("see https://example.org/who now"), [["see", "\u{2026}", "now"]]);
    }

    #[test]
    fn a_mark_without_its_other_half_covers_nothing() {
        assert_eq!(words("the 5\" pipe"), [["the", "0", "\"", "pipe"]]);
        assert_eq!(words("\"never closed"), [["\"", "never", "closed"]]);
    }

    #[test]
    fn sentences_end_at_marks_before_a_blank_and_at_lines() {
        assert_eq!(words("Dr. Lee came. I left!\nNobody at 3.5 km").len(), 3);
    }

    proptest! {
        #[test]
        fn tokens_stand_in_order_on_letters_of_the_text(text in "\\PC{0,80}") {
            let prose = Prose::of(&text);
            let mut end = 0;
            for token in &prose.tokens {
                prop_assert!(token.source.start >= end && token.source.end > token.source.start);
                prop_assert!(text.get(token.source.clone()).is_some());
                end = token.source.end;
            }
            let runs: Vec<usize> = prose.sentences.iter().flat_map(Clone::clone).collect();
            prop_assert_eq!(runs, (0..prose.tokens.len()).collect::<Vec<_>>());
        }
    }
}
