//! Markdown: front matter that holds the entry whole, and below it the same as a text to read.
//!
//! One entry is one document. Many documents may stand in one file: each begins with `OPENING`, a pair of lines that
//! no user's text can make, because in the front matter it is indented and in the text its dashes are escaped.

use hansei_method::entry::Entry;
use serde::{Deserialize, Serialize};

use super::SCHEMA;
use super::story::{Block, Line, Part, Point, Story};

/// The line that opens and closes front matter.
pub(crate) const FENCE: &str = "---";

/// How the line after the opening one begins; together they start a document.
pub(crate) const OPENING: &str = "# hansei:";

const COMMENT: &str = "# hansei: the lines up to the next --- are the entry, and import reads them. The text below them is the same for reading; changes to it are not imported.";

/// The deepest indentation of a tree; what is deeper stands there too and says its level.
const MOST_LEVELS: usize = 20;

/// The front matter of one document.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct FrontMatter<E> {
    /// What it is: "entry".
    pub(crate) hansei: String,
    /// The version of the format.
    pub(crate) schema: u32,
    /// The entry, every field of it.
    pub(crate) entry: E,
}

/// Writes one entry as a document that can be read and imported again.
///
/// # Panics
///
/// Never: an entry holds nothing but strings, numbers and lists.
#[must_use]
pub fn document(entry: &Entry) -> String {
    let front = FrontMatter { hansei: "entry".to_owned(), schema: SCHEMA, entry };
    let mut yaml =
        serde_saphyr::to_string(&front).expect("an entry holds nothing but strings, numbers and lists");
    // More line breaks at the end may belong to somebody's words, so none is taken away.
    if !yaml.ends_with('\n') {
        yaml.push('\n');
    }
    let story = Story::of(entry, &Part::all());
    format!("{FENCE}\n{COMMENT}\n{yaml}{FENCE}\n\n{}", page(&story, None))
}

/// Draws a story, with perhaps a note under its title.
pub(crate) fn page(story: &Story, note: Option<&str>) -> String {
    let mut out = format!("# {}\n", one_line(&story.title));
    if let Some(note) = note {
        put!(out, "\n*{}*\n", one_line(note));
    }
    for block in &story.blocks {
        out.push('\n');
        match block {
            Block::Heading(heading) => put!(out, "## {heading}\n"),
            Block::Chapter(heading) => put!(out, "## {}\n", one_line(heading)),
            Block::Label(label) => put!(out, "### {label}\n"),
            Block::Facts(facts) => {
                for (name, value) in facts {
                    put!(out, "- **{name}:** {}\n", within(value, 2));
                }
            }
            Block::Words(words) => put!(out, "{}\n", within(words, 0)),
            Block::List(points) => points.iter().for_each(|item| point(item, &mut out)),
            Block::Gap(rows) => gap(rows, &mut out),
            Block::Table { head, rows } => table(head, rows, &mut out),
            Block::Lines(lines) => lines.iter().for_each(|line| told(line, &mut out)),
        }
    }
    out
}

fn point(point: &Point, out: &mut String) {
    let indent = 2 * (point.level.clamp(1, MOST_LEVELS) - 1);
    put!(out, "{:indent$}- ", "");
    if point.level > MOST_LEVELS {
        put!(out, "(level {}) ", point.level);
    }
    if let Some(lead) = &point.lead {
        let lead = one_line(lead);
        let colon = if lead.ends_with(['?', '!', '.', ':', '…']) { "" } else { ":" };
        put!(out, "**{lead}{colon}** ");
    }
    out.push_str(&within(&point.words, indent + 2));
    out.push('\n');
    for (name, words) in &point.notes {
        put!(out, "{:indent$}  - *{name}:* {}\n", "", within(words, indent + 4));
    }
}

fn told(line: &Line, out: &mut String) {
    let of = line.of.as_ref().map_or(String::new(), |of| format!("**{}** ", one_line(of)));
    put!(out, "- {of}{}\n", line.words);
}

fn table(head: &[String], rows: &[Vec<String>], out: &mut String) {
    let line = |cells: &Vec<String>| {
        let cells: Vec<String> = cells.iter().map(|cell| lines(cell).join("<br>")).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    put!(out, "{}|{}\n", line(&head.to_vec()), "---|".repeat(head.len()));
    for row in rows {
        out.push_str(&line(row));
    }
}

fn gap(rows: &[[String; 4]], out: &mut String) {
    out.push_str("| | Intended | Actual | Difference |\n|---|---|---|---|\n");
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| lines(cell).join("<br>")).collect();
        put!(out, "| {} |\n", cells.join(" | "));
    }
}

/// Writes words so that they stay inside a list item that is indented by so many spaces.
fn within(words: &str, indent: usize) -> String {
    let mut out = String::new();
    let lines = trimmed(lines(words));
    for (index, line) in lines.iter().enumerate() {
        out.push_str(line);
        let Some(next) = lines.get(index + 1) else { break };
        if next.is_empty() {
            out.push('\n');
        } else {
            // A backslash before the end keeps the line break; after an empty line a new paragraph begins anyway.
            let line_break = if line.is_empty() { "\n" } else { "\\\n" };
            put!(out, "{line_break}{:indent$}", "");
        }
    }
    out
}

fn one_line(words: &str) -> String {
    lines(words).join(" ").trim().to_owned()
}

/// Takes empty lines off both ends; in a list they would end the item.
fn trimmed(mut lines: Vec<String>) -> Vec<String> {
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    let start = lines.iter().position(|line| !line.is_empty()).unwrap_or(0);
    lines.split_off(start)
}

/// Splits words into lines and escapes each; blank lines become empty ones.
fn lines(words: &str) -> Vec<String> {
    let words = words.replace("\r\n", "\n");
    let lines = words.split(['\n', '\r']);
    lines.map(|line| if line.trim().is_empty() { String::new() } else { escaped(line) }).collect()
}

/// Escapes one line so that Markdown shows every character of it.
fn escaped(line: &str) -> String {
    let words = line.trim_start_matches([' ', '\t']);
    let mut out = String::with_capacity(line.len() + 8);
    for space in line[..line.len() - words.len()].chars() {
        out.push_str(if space == '\t' { "&nbsp;&nbsp;&nbsp;&nbsp;" } else { "&nbsp;" });
    }
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let mut before = ' ';
    let mut rest = words.char_indices().peekable();
    while let Some((index, character)) = rest.next() {
        let after = rest.peek().map_or(' ', |(_, next)| *next);
        let is_special = match character {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '&' => true,
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            '#' | '+' | '-' | '=' => index == 0,
            '.' | ')' => digits > 0 && index == digits,
            _ => false,
        };
        if is_special {
            out.push('\\');
        }
        out.push(if character.is_control() && character != '\t' { '\u{fffd}' } else { character });
        before = character;
    }
    out
}
