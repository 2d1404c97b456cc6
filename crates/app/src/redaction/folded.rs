//! A text as names are looked for in it: letters only, each with the place it came from.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text without case, accents and invisible characters.
pub(super) struct Folded {
    letters: Vec<Letter>,
}

#[derive(Debug, Clone, Copy)]
struct Letter {
    folded: char,
    start: usize,
    end: usize,
}

impl Folded {
    pub(super) fn new(text: &str) -> Self {
        let mut letters: Vec<Letter> = Vec::with_capacity(text.len());
        for (start, character) in text.char_indices() {
            let end = start + character.len_utf8();
            let from = letters.len();
            fold(character, &mut |folded| letters.push(Letter { folded, start, end }));
            // Accents and invisible characters belong to the letter before them and go with it.
            if letters.len() == from
                && let Some(before) = letters.last_mut()
                && !before.folded.is_whitespace()
            {
                before.end = end;
            }
        }
        Self { letters }
    }

    pub(super) fn len(&self) -> usize {
        self.letters.len()
    }

    /// Returns where in the text a letter begins, in bytes.
    pub(super) fn start(&self, index: usize) -> usize {
        self.letters[index].start
    }

    /// Returns where in the text a letter ends, in bytes.
    pub(super) fn end(&self, index: usize) -> usize {
        self.letters[index].end
    }

    /// Returns the first letter from one on that begins at a place in the text or behind it.
    pub(super) fn past(&self, from: usize, place: usize) -> usize {
        from + self.letters[from..].partition_point(|letter| letter.start < place)
    }

    /// Writes some of the letters.
    pub(super) fn letters(&self, range: std::ops::Range<usize>) -> String {
        self.letters[range].iter().map(|letter| letter.folded).collect()
    }

    /// Matches whole words here and returns the letter after the last; `None` when they do not stand here.
    pub(super) fn matched(&self, pattern: &[char], at: usize) -> Option<usize> {
        let first = *pattern.first()?;
        let mut next = at;
        for wanted in pattern {
            let letter = self.letters.get(next)?;
            if letter.folded != *wanted {
                return None;
            }
            next += 1;
            if *wanted == ' ' {
                next += self.letters[next..].iter().take_while(|letter| letter.folded == ' ').count();
            }
        }
        let before = at.checked_sub(1).map(|before| self.letters[before]);
        let after = self.letters.get(next);
        let (start, end) = (self.letters[at], self.letters[next - 1]);
        // One character may fold to two letters; half of it is no place to cut.
        let cuts = before.is_some_and(|before| before.start == start.start)
            || after.is_some_and(|after| after.start == end.start);
        let joins = before.is_some_and(|before| is_one_word(before.folded, first))
            || after.is_some_and(|after| is_one_word(end.folded, after.folded));
        (!cuts && !joins).then_some(next)
    }
}

/// Folds the words that are looked for, with one space wherever there is white space.
pub(super) fn pattern(words: &str) -> Vec<char> {
    let mut pattern = Vec::new();
    for character in words.trim().chars() {
        fold(character, &mut |folded| {
            if folded != ' ' || pattern.last() != Some(&' ') {
                pattern.push(folded);
            }
        });
    }
    pattern
}

fn fold(character: char, out: &mut dyn FnMut(char)) {
    if character.is_whitespace() {
        return out(' ');
    }
    if is_invisible(character) {
        return;
    }
    for part in std::iter::once(character).nfkd() {
        for lower in part.to_lowercase().filter(|lower| !is_combining_mark(*lower)) {
            match lower {
                'ß' => {
                    out('s');
                    out('s');
                }
                'ς' => out('σ'),
                'ł' => out('l'),
                'ø' => out('o'),
                'đ' => out('d'),
                '’' | '‘' | 'ʼ' | '`' | '´' => out('\''),
                '‐' | '‑' | '–' | '—' | '−' => out('-'),
                other if other.is_whitespace() => out(' '),
                other => out(other),
            }
        }
    }
}

/// Says whether a character shows nothing: soft hyphens, joiners, marks of direction, variation selectors.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
        || character.is_control()
}

/// Says whether two letters beside each other belong to one word; scripts without spaces do not tell.
fn is_one_word(one: char, other: char) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() && !is_unspaced(letter);
    is_letter(one) && is_letter(other)
}

/// Thai, Lao, Khmer, Myanmar, kana, Han, Hangul (whose endings follow a name without a space).
fn is_unspaced(letter: char) -> bool {
    matches!(letter,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
