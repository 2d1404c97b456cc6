//! The part of a text that shows why it was found.

use std::collections::VecDeque;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::query::{MOST_WORDS, Scan, SearchQuery};
use crate::words::{LONGEST_WORD, each_word};

/// A stretch of a text, either as it stands or found by the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text around the matches.
    Plain(String),
    /// A match: the whole word, even where only its beginning was typed.
    Marked(String),
}

impl Piece {
    /// Reads the text, marked or not.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Marked(text) => text,
        }
    }
}

/// A few words of a text around what was looked for, on one line.
///
/// Cut from the original, not from the folded words: capitals, accents and punctuation are there. Every run of
/// white space is one space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The excerpt in order; empty for a text without a visible character.
    pub pieces: Vec<Piece>,
    /// Whether text was left out before it: show an ellipsis.
    pub starts_inside: bool,
    /// Whether text was left out after it: show an ellipsis.
    pub ends_inside: bool,
}

impl Excerpt {
    /// Cuts the window that shows the most different terms of the query, the first of equals.
    ///
    /// It is at most `2 * around` characters long, less where a word would be cut in two; only a match that is
    /// longer by itself is shown beyond that, up to 64 characters. A text that does not match gives its beginning.
    #[must_use]
    pub fn cut(text: &str, query: &SearchQuery, around: usize) -> Self {
        Self::around_hits(text, &find(text, query), around)
    }

    /// Cuts the window, as [`cut`](Self::cut) does, that shows the most of some places of the text.
    ///
    /// The places are handed in as their bytes in the text, on the borders of characters.
    #[must_use]
    pub fn around(text: &str, places: &[Range<usize>], around: usize) -> Self {
        let mut hits: Vec<Hit> = places
            .iter()
            .enumerate()
            .map(|(term, source)| Hit { source: source.clone(), term: term.min(MOST_WORDS - 1) })
            .collect();
        hits.sort_by_key(|hit| hit.source.start);
        Self::around_hits(text, &hits, around)
    }

    fn around_hits(text: &str, hits: &[Hit], around: usize) -> Self {
        let width = around.saturating_mul(2);
        let core = densest(text, hits, width);
        let window = widen(text, core, width);
        Self {
            pieces: squeeze(pieces(text, &window, hits)),
            starts_inside: !text[..window.start].trim().is_empty(),
            ends_inside: !text[window.end..].trim().is_empty(),
        }
    }
}

/// Marks every match in a whole text; the pieces put together are the text, unchanged.
#[must_use]
pub fn mark(text: &str, query: &SearchQuery) -> Vec<Piece> {
    pieces(text, &(0..text.len()), &find(text, query))
}

/// One place where a term of the query was found.
struct Hit {
    source: Range<usize>,
    /// The bit of the term, as in [`Scan::step`].
    term: usize,
}

fn find(text: &str, query: &SearchQuery) -> Vec<Hit> {
    let mut scan = Scan::new(query);
    let mut recent = VecDeque::with_capacity(MOST_WORDS);
    let mut hits = Vec::new();
    each_word(text, |word| {
        if recent.len() == MOST_WORDS {
            recent.pop_back();
        }
        recent.push_front(word.source.start);
        let mut found = scan.step(word.folded);
        while found != 0 {
            let term = found.trailing_zeros() as usize;
            found &= found - 1;
            let start = recent[query.term_length(term) - 1];
            hits.push(Hit { source: start..word.source.end, term });
        }
    });
    hits.sort_by_key(|hit| hit.source.start);
    hits
}

/// Finds the shortest stretch of at most `width` characters that holds the most different terms.
fn densest(text: &str, hits: &[Hit], width: usize) -> Range<usize> {
    let spans = in_characters(text, hits);
    let mut seen = [0_usize; MOST_WORDS];
    let (mut left, mut best, mut most) = (0, 0..0, 0);
    for (right, hit) in hits.iter().enumerate() {
        seen[hit.term] += 1;
        while left < right
            && (spans[right].end.saturating_sub(spans[left].start) > width || seen[hits[left].term] > 1)
        {
            seen[hits[left].term] -= 1;
            left += 1;
        }
        let different = seen.iter().filter(|&&count| count > 0).count();
        if different > most {
            most = different;
            best = hits[left].source.start..hit.source.end;
        }
    }
    best
}

/// Counts the places of the hits in characters, walking over the text once.
fn in_characters(text: &str, hits: &[Hit]) -> Vec<Range<usize>> {
    let (mut bytes, mut characters) = (0, 0);
    let spans = hits.iter().map(|Hit { source, .. }| {
        characters += text[bytes..source.start].chars().count();
        bytes = source.start;
        characters..characters + text[source.clone()].chars().count()
    });
    spans.collect()
}

/// Grows the core to both sides up to `width` characters, ending between words; cuts a core that is too long.
fn widen(text: &str, core: Range<usize>, width: usize) -> Range<usize> {
    let longest = width.max(LONGEST_WORD);
    let core = core.start..core.start + head(&text[core.clone()], longest).len();
    let slack = width.saturating_sub(text[core.clone()].chars().count());
    let (before, after) = (&text[..core.start], &text[core.end..]);
    // What one side has no text for is given to the other.
    let short_before = slack / 2 - tail(before, slack / 2).chars().count();
    let short_after = slack.div_ceil(2) - head(after, slack.div_ceil(2)).chars().count();
    let start = whole_words_before(before, slack / 2 + short_after);
    let end = whole_words_after(after, slack.div_ceil(2) + short_before, core.is_empty());
    start..core.end + end
}

/// Finds where the last whole words of at most `longest` characters begin.
fn whole_words_before(text: &str, longest: usize) -> usize {
    // One character more tells whether the cut itself falls between two words.
    let seen = tail(text, longest.saturating_add(1));
    let (seen_from, kept_from) = (text.len() - seen.len(), text.len() - tail(text, longest).len());
    let mut starts = seen.split_word_bound_indices().map(|(at, _)| seen_from + at);
    starts.find(|&start| start >= kept_from).unwrap_or(text.len())
}

/// Finds where the first whole words of at most `longest` characters end; `some` asks for a part of a word
/// rather than nothing.
fn whole_words_after(text: &str, longest: usize, some: bool) -> usize {
    let (seen, kept) = (head(text, longest.saturating_add(1)), head(text, longest));
    let mut ends = seen.split_word_bound_indices().rev().map(|(at, word)| at + word.len());
    let end = ends.find(|&end| end <= kept.len()).unwrap_or(0);
    if some && text[..end].trim().is_empty() { kept.len() } else { end }
}

fn head(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(at, _)| &text[..at])
}

fn tail(text: &str, characters: usize) -> &str {
    let Some(back) = characters.checked_sub(1) else {
        return "";
    };
    text.char_indices().rev().nth(back).map_or(text, |(at, _)| &text[at..])
}

/// Divides a window of the text at the hits; hits that overlap or touch are one mark.
fn pieces(text: &str, window: &Range<usize>, hits: &[Hit]) -> Vec<Piece> {
    let mut marks: Vec<Range<usize>> = Vec::new();
    for Hit { source, .. } in hits {
        let (start, end) = (source.start.max(window.start), source.end.min(window.end));
        match marks.last_mut() {
            _ if start >= end => {}
            Some(last) if start <= last.end => last.end = last.end.max(end),
            _ => marks.push(start..end),
        }
    }
    let mut pieces = Vec::new();
    let mut at = window.start;
    for marked in marks {
        if at < marked.start {
            pieces.push(Piece::Plain(text[at..marked.start].to_owned()));
        }
        at = marked.end;
        pieces.push(Piece::Marked(text[marked].to_owned()));
    }
    if at < window.end {
        pieces.push(Piece::Plain(text[at..window.end].to_owned()));
    }
    pieces
}

/// Makes every run of white space one space and drops it at both ends.
fn squeeze(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut squeezed: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut after_space = true;
    for piece in pieces {
        let mut line = String::with_capacity(piece.text().len());
        for letter in piece.text().chars() {
            let is_space = letter.is_whitespace();
            if !is_space {
                line.push(letter);
            } else if !after_space {
                line.push(' ');
            }
            after_space = is_space;
        }
        squeezed.push(match piece {
            Piece::Plain(_) => Piece::Plain(line),
            Piece::Marked(_) => Piece::Marked(line),
        });
    }
    if let Some(Piece::Plain(line) | Piece::Marked(line)) = squeezed.last_mut() {
        line.truncate(line.trim_end().len());
    }
    squeezed.retain(|piece| !piece.text().is_empty());
    squeezed
}

#[cfg(test)]
mod tests;
