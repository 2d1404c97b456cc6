//! A text as the coach reads it: sentences of tokens, with what somebody else said, code and addresses covered.

use std::borrow::Cow;
use std::ops::Range;

use crate::classes::Class;

/// The most characters that quotation marks hold; what is longer has lost its second mark.
const LONGEST_QUOTE: usize = 300;

/// The most sentences that are read, and the fewest words that say anything.
const MOST_SENTENCES: usize = 20_000;
const LEAST_WORDS: usize = 2;

/// The most words of a line that only says what stands behind it: "Time to recovery:".
const LONGEST_LABEL: usize = 4;

/// Verbs after which a colon leads to what was said.
const SAYS: [&str; 36] = [
    "added",
    "announced",
    "answer",
    "answered",
    "ask",
    "asked",
    "asks",
    "commented",
    "email",
    "emailed",
    "mailed",
    "messaged",
    "muttered",
    "posted",
    "replied",
    "replies",
    "reply",
    "said",
    "say",
    "saying",
    "says",
    "sent",
    "shouted",
    "shouts",
    "tell",
    "telling",
    "tells",
    "texted",
    "texts",
    "told",
    "whispered",
    "write",
    "writes",
    "writing",
    "wrote",
    "yelled",
];

/// What may stand between such a verb and its colon: whom it was said to.
const SAID_TO: [&str; 9] = ["back", "everyone", "her", "him", "it", "me", "them", "this", "us"];

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
    /// Whether it begins with a capital letter; of a number, whether it is a whole date or a time of day.
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
            let covered = prose.covered(text, at);
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
        self.sentences.retain(|run| {
            let tokens = &self.tokens[run.clone()];
            tokens.iter().filter(is_word).count() >= LEAST_WORDS && !is_label(tokens)
        });
    }

    /// Returns the sentence that holds a token; a token of none stands alone.
    pub(crate) fn sentence_of(&self, at: usize) -> Range<usize> {
        let place = self.sentences.partition_point(|sentence| sentence.end <= at);
        let sentence = self.sentences.get(place).filter(|sentence| sentence.contains(&at));
        sentence.cloned().unwrap_or(at..at + 1)
    }

    /// Returns the words that a run of tokens stands for as they are written, without what is covered.
    pub(crate) fn own_words<'t>(&self, text: &'t str, run: &Range<usize>) -> Cow<'t, str> {
        let source = self.source(run);
        let hidden = self.tokens[run.clone()].iter().filter(|token| token.word == COVERED);
        let (mut own, mut at) = (String::new(), source.start);
        for token in hidden {
            own = own + &text[at..token.source.start] + COVERED;
            at = token.source.end;
        }
        if own.is_empty() { text[source].into() } else { (own + &text[at..source.end]).into() }
    }

    /// Says how far something reaches from here that is not the writer's own words: a quotation, code, an address.
    fn covered(&self, text: &str, at: usize) -> Option<usize> {
        let before = text[..at].chars().next_back();
        let begins_line = self.tokens.last().is_none_or(|last| text[last.source.end..at].contains('\n'));
        let rest = &text[at..];
        begins_line
            .then(|| fenced(rest).or_else(|| quoted_line(rest)))
            .flatten()
            .or_else(|| covered(rest, before))
            .or_else(|| (!begins_line && self.leads_to_what_was_said()).then(|| said(rest)).flatten())
    }

    /// Says whether a verb of saying and a colon stand right before: "He said:", "she wrote to us:".
    fn leads_to_what_was_said(&self) -> bool {
        let word =
            |back: usize| self.tokens.len().checked_sub(back).map_or("", |at| self.tokens[at].word.as_str());
        let is_said = |back: usize| SAYS.binary_search(&word(back)).is_ok();
        let is_to = |back: usize| SAID_TO.binary_search(&word(back)).is_ok();
        // What the writer said is the writer's own.
        let is_own = (3..=5).any(|back| matches!(word(back), "i" | "i've"));
        word(1) == ":"
            && !is_own
            && (is_said(2)
                || is_to(2) && (is_said(3) || word(3) == "to" && is_said(4))
                || self.tokens.len() > 3 && self.tokens[self.tokens.len() - 2].is_capital && is_said(3))
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

/// Says whether a run only says what stands behind it: "- Time to recovery: ?", "Cause:".
fn is_label(tokens: &[Token]) -> bool {
    let says = |token: &Token| token.word == COVERED || token.word.starts_with(char::is_alphanumeric);
    let Some(colon) = tokens.iter().rposition(|token| token.word == ":") else { return false };
    let words: Vec<&str> =
        tokens[..colon].iter().filter(|token| says(token)).map(|token| &*token.word).collect();
    let tells = |word: &&str| matches!(Class::of(word), Class::Me | Class::They | Class::Be | Class::Modal);
    !tokens[colon..].iter().any(says) && words.len() <= LONGEST_LABEL && !words.iter().any(tells)
}

/// Says how far a block of code reaches that begins with three marks or more: to as many, or to the end.
fn fenced(rest: &str) -> Option<usize> {
    let mark = rest.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let length = rest.len() - rest.trim_start_matches(mark).len();
    let fence = rest.get(..length).filter(|_| length >= 3)?;
    let end = rest[length..].find(&format!("\n{fence}")).map(|at| length + at + 1 + length);
    let on_one_line = || rest[length..].find(fence).map(|at| length + at + length);
    let line = rest.find('\n').unwrap_or(rest.len());
    Some(on_one_line().filter(|end| *end <= line).or(end).unwrap_or(rest.len()))
}

/// Says how far a line reaches that was quoted from a letter, as "> Tom is lazy"; "> 90 covers" is an amount.
fn quoted_line(rest: &str) -> Option<usize> {
    let quoted = rest.strip_prefix('>')?.trim_start_matches(['>', ' ', '\t']);
    let is_amount = quoted
        .starts_with(|first: char| first.is_numeric() || matches!(first, '=' | '$' | '\u{a3}' | '\u{20ac}'));
    (!is_amount).then(|| rest.find('\n').unwrap_or(rest.len()))
}

/// Says how far what was said reaches: to the mark that ends its sentence, on the same line.
fn said(rest: &str) -> Option<usize> {
    let first = rest.chars().next().filter(|first| !first.is_whitespace() && !is_end(*first))?;
    let line = rest.find('\n').unwrap_or(rest.len());
    let ends = |(at, mark): (usize, &str)| {
        let is_apart = rest[at + mark.len()..].chars().next().is_none_or(char::is_whitespace);
        let word = rest[..at].rsplit(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
        let is_short = mark == "." && SHORT_FORMS.binary_search(&&*word.to_lowercase()).is_ok();
        (is_apart && !is_short).then_some(at)
    };
    let end = rest[..line].match_indices(is_end).find_map(ends).unwrap_or(line);
    Some(end.max(first.len_utf8()))
}

/// Says how far a quotation, code or an address reaches, by the mark or the letter that it begins with.
fn covered(rest: &str, before: Option<char>) -> Option<usize> {
    let first = rest.chars().next()?;
    let is_begun =
        before.is_none_or(|before| before.is_whitespace() || matches!(before, '(' | '[' | ':' | '\u{2014}'));
    match first {
        '`' => closed(rest, '`', |_| true),
        '\u{201c}' => closed(rest, '\u{201d}', |_| true),
        '\u{ab}' => closed(rest, '\u{bb}', |_| true),
        '\u{bb}' if is_begun => closed(rest, '\u{ab}', |_| true),
        '\u{201e}' => closed(rest, '\u{201c}', |_| true).or_else(|| closed(rest, '\u{201d}', |_| true)),
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

/// Says how many bytes a date or a time of day takes, which is one number and no three: 2026-03-15, 12/06/2026, 7:42.
fn date_reach(rest: &str) -> Option<usize> {
    let end = rest.bytes().position(|byte| !byte.is_ascii_digit() && !b"-/.:".contains(&byte));
    let written = rest[..end.unwrap_or(rest.len())].trim_end_matches(['-', '/', '.', ':']);
    let mark = written.bytes().find(|byte| !byte.is_ascii_digit())?;
    let lengths: Vec<usize> = written.split(char::from(mark)).map(str::len).collect();
    let is_whole = written.bytes().all(|byte| byte == mark || byte.is_ascii_digit());
    let is_date = matches!(
        (mark, &lengths[..]),
        (b'-', [4, 2, 2]) | (b':', [1 | 2, 2]) | (b'/' | b'.', [1 | 2, 1 | 2, 2 | 4])
    );
    (is_whole && is_date).then_some(written.len())
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
        assert_eq!(words("by 12/06/2026. At 7:42."), vec![vec!["by", "0", "."], vec!["at", "0", "."]]);
        assert_eq!(words("1/2 of 24/7"), [["0", "/", "0", "of", "0", "/", "0"]]);
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
    fn code_between_fences_is_covered_and_without_a_second_one_to_the_end() {
        assert_eq!(
            words("The log:\n```text\nTom is lazy.\nAll of it.\n```\nWe left."),
            vec![vec!["the", "log", ":"], vec!["\u{2026}"], vec!["we", "left", "."]]
        );
        assert_eq!(words("We left\n~~~\nTom is\n\nlazy"), vec![vec!["we", "left"], vec!["\u{2026}"]]);
        assert_eq!(words("```Tom is lazy``` was there"), [["\u{2026}", "was", "there"]]);
    }

    #[test]
    fn lines_of_a_letter_are_covered_and_an_amount_is_not() {
        assert_eq!(
            words("> Tom is lazy.\n>> All of it\nI left"),
            vec![vec!["\u{2026}"], vec!["\u{2026}"], vec!["i", "left"]]
        );
        assert_eq!(words("> 90 covers"), [[">", "0", "covers"]]);
        assert_eq!(words("a > b"), [["a", ">", "b"]]);
    }

    #[test]
    fn quotation_marks_of_other_countries_cover_too() {
        for text in [
            "\u{ab}Tom is lazy\u{bb} she said",
            "\u{201e}Tom is lazy\u{201c} she said",
            "\u{bb}Tom is lazy\u{ab} she said",
        ] {
            assert_eq!(words(text), [["\u{2026}", "she", "said"]], "{text}");
        }
    }

    #[test]
    fn what_follows_a_verb_of_saying_and_a_colon_is_covered_to_the_end_of_its_sentence() {
        for text in [
            "He said: Dr. Lee is lazy. I left",
            "Ann wrote to us: You are all lazy. I left",
            "He told Ann: so what. I left",
        ] {
            let words = words(text);
            assert_eq!(words[0].last().map(String::as_str), Some("."), "{text}");
            assert_eq!(words[0][words[0].len() - 3..][..2], [":", "\u{2026}"], "{text}");
            assert_eq!(words[1], ["i", "left"], "{text}");
        }
        assert_eq!(words("I told them: so what"), [["i", "told", "them", ":", "so", "what"]]);
        assert_eq!(words("The cause: Tom is lazy"), [["the", "cause", ":", "tom", "is", "lazy"]]);
        assert_eq!(words("He said:\nso what"), vec![vec!["he", "said", ":"], vec!["so", "what"]]);
    }

    #[test]
    fn a_line_that_is_only_a_label_is_no_sentence() {
        let kept = |text: &str| {
            let mut prose = Prose::of(text);
            prose.keep_what_says_something();
            prose.sentences.iter().map(|run| text[prose.source(run)].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(kept("- Time to recovery: ?\nRoot cause:\nIt rained twice"), ["It rained twice"]);
        assert_eq!(kept("I am a failure:\nTime to recovery: two days").len(), 2);
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
