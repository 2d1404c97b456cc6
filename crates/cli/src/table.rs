//! Lines in columns, cut to the terminal; and words broken into lines.

use std::fmt::Write as _;

use owo_colors::OwoColorize as _;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::output::shown;

/// Rows under headings. The last column takes the room that is left.
#[derive(Debug)]
pub(crate) struct Table<const N: usize> {
    headings: [&'static str; N],
    rows: Vec<[String; N]>,
}

impl<const N: usize> Table<N> {
    /// Starts a table.
    pub(crate) fn new(headings: [&'static str; N]) -> Self {
        Self { headings, rows: Vec::new() }
    }

    /// Adds a row; each cell is made to fit on one line.
    pub(crate) fn row(&mut self, cells: [String; N]) {
        self.rows.push(cells.map(|cell| one_line(&cell)));
    }

    /// Writes the table with every word of it: where a line has too little room, the widest columns break their cells.
    pub(crate) fn write_whole(&self, columns: Option<usize>) -> String {
        const NARROWEST: usize = 10;
        let mut widths: [usize; N] = std::array::from_fn(|place| self.width(place));
        if let Some(columns) = columns {
            let room = columns.saturating_sub(2 * (N - 1));
            while widths.iter().sum::<usize>() > room {
                let Some(widest) = widths.iter_mut().max().filter(|width| **width > NARROWEST) else { break };
                *widest -= 1;
            }
        }
        let mut written = String::new();
        let mut line = |cells: [&str; N], is_dimmed: bool| {
            let mut line = String::new();
            for (cell, width) in cells.iter().zip(widths) {
                let _ = write!(line, "{cell}{}  ", " ".repeat(width.saturating_sub(cell.width())));
            }
            let line = line.trim_end();
            let _ =
                if is_dimmed { writeln!(written, "{}", line.dimmed()) } else { writeln!(written, "{line}") };
        };
        line(self.headings, true);
        for row in &self.rows {
            let cells: [Vec<String>; N] = std::array::from_fn(|place| broken(&row[place], widths[place]));
            let height = cells.iter().map(Vec::len).max().unwrap_or(0);
            for place in 0..height {
                line(cells.each_ref().map(|cell| cell.get(place).map_or("", String::as_str)), false);
            }
        }
        written
    }

    fn width(&self, place: usize) -> usize {
        self.rows.iter().map(|row| row[place].width()).fold(self.headings[place].width(), usize::max)
    }

    /// Writes the table; `columns` is the room a line has, `None` where lines are not cut.
    pub(crate) fn write(&self, columns: Option<usize>) -> String {
        let widths: [usize; N] = std::array::from_fn(|place| self.width(place));
        let mut written = String::new();
        let line = |cells: [&str; N]| {
            let mut line = String::new();
            for (place, cell) in cells.iter().enumerate() {
                if place + 1 == N {
                    line.push_str(cell);
                    break;
                }
                let _ = write!(line, "{cell}{}  ", " ".repeat(widths[place].saturating_sub(cell.width())));
            }
            columns.map_or_else(|| line.clone(), |columns| cut(&line, columns)).trim_end().to_owned()
        };
        let _ = writeln!(written, "{}", line(self.headings).dimmed());
        for row in &self.rows {
            let _ = writeln!(written, "{}", line(row.each_ref().map(String::as_str)));
        }
        written
    }
}

/// Puts words on one line, safe to show.
pub(crate) fn one_line(words: &str) -> String {
    shown(words).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Cuts a line to so many columns, with "…" where words are missing.
pub(crate) fn cut(line: &str, columns: usize) -> String {
    if line.width() <= columns {
        return line.to_owned();
    }
    let mut kept = String::new();
    let mut width = 0;
    for character in line.graphemes(true) {
        width += character.width();
        if width > columns.saturating_sub(1) {
            break;
        }
        kept.push_str(character);
    }
    kept + "…"
}

/// Breaks words into lines of so many columns, each after `indent`; the person's own line breaks stay.
pub(crate) fn wrapped(words: &str, columns: usize, indent: &str) -> String {
    let room = columns.saturating_sub(indent.width()).max(20);
    let mut written = String::new();
    for paragraph in shown(words).lines() {
        let paragraph = paragraph.replace('\t', "    ");
        let lead: String =
            paragraph.chars().take_while(|character| *character == ' ').take(room / 2).collect();
        for line in broken(&paragraph, room - lead.len()) {
            let _ = writeln!(written, "{}", format!("{indent}{lead}{line}").trim_end());
        }
    }
    written
}

/// Breaks words into lines like [`wrapped`], with the lines after the first set in below the words of a list's item.
pub(crate) fn hanging(mark: &str, words: &str, columns: usize, indent: &str) -> String {
    let inner = format!("{indent}{}", " ".repeat(mark.width()));
    let lines = wrapped(words, columns, &inner);
    format!("{indent}{mark}{}", lines.strip_prefix(&inner).unwrap_or(&lines))
}

/// Breaks the lines that are too long at their spaces, with what follows under their beginning. Colours take no room.
pub(crate) fn fitted(text: &str, columns: usize) -> String {
    let width = |words: &str| anstream::adapter::strip_str(words).to_string().width();
    let fit = |line: &str| {
        if width(line) <= columns {
            return line.to_owned();
        }
        let lead = &line[..line.len() - line.trim_start_matches(' ').len()];
        let mut lines = vec![lead.to_owned()];
        for word in line[lead.len()..].split(' ') {
            match lines.last_mut() {
                Some(last) if last.len() == lead.len() => last.push_str(word),
                Some(last) if width(last) + 1 + width(word) <= columns => {
                    last.push(' ');
                    last.push_str(word);
                }
                _ => lines.push(format!("{lead}{word}")),
            }
        }
        lines.join("\n")
    };
    text.split('\n').map(fit).collect::<Vec<_>>().join("\n")
}

/// Breaks one paragraph at its spaces; a word that has no room on any line stays whole, so that it can be copied.
fn broken(words: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.width() + 1 + word.width() <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_fits_the_terminal() {
        let mut table = Table::new(["ID", "TITLE"]);
        table.row(["3f2a".to_owned(), "A title that is\nfar too long".to_owned()]);
        table.row(["9c".to_owned(), "短い題名".to_owned()]);
        let written = anstream::adapter::strip_str(&table.write(Some(20))).to_string();
        assert_eq!(written, "ID    TITLE\n3f2a  A title that …\n9c    短い題名\n");
    }

    #[test]
    fn a_whole_table_breaks_its_widest_cells() {
        let mut table = Table::new(["", "CAME"]);
        table.row(["Buy-in".to_owned(), "two of three stakeholders".to_owned()]);
        let written = anstream::adapter::strip_str(&table.write_whole(Some(24))).to_string();
        assert_eq!(written, "        CAME\nBuy-in  two of three\n        stakeholders\n");
    }

    #[test]
    fn a_wide_character_is_not_cut_in_two() {
        assert_eq!(cut("短い題名", 5), "短い…");
        assert_eq!(cut("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
    }

    #[test]
    fn only_a_line_that_is_too_long_is_broken_and_never_inside_a_word() {
        let coloured = format!("  {}", "one two three four".bold());
        let plain = anstream::adapter::strip_str(&fitted(&coloured, 12)).to_string();
        assert_eq!(plain, "  one two\n  three four");
        assert_eq!(fitted("├─ as  wide as\n\nlongerthanaline b", 14), "├─ as  wide as\n\nlongerthanaline\nb");
    }

    #[test]
    fn words_are_broken_into_lines_and_keep_their_own() {
        assert_eq!(
            wrapped("one two three four five six\n\n  seven", 22, "> "),
            "> one two three four\n> five six\n>\n>   seven\n"
        );
    }
}
