//! Lists of links: each item leads to somebody's own account and says in a few words what it tells.

use std::io::Read;

use hansei_method::case::is_web_address;
use hansei_method::text::MOST_TEXT_BYTES;

use crate::dates;
use crate::draft::{Draft, first_sentence};
use crate::encoding::decoded;
use crate::form::Field;
use crate::input::Input;
use crate::plain::{mended, plain};
use crate::table::line;
use crate::wrong::Fault;

/// The most bytes of an item that are gathered: more than are kept, so that it is refused by its size.
const MOST_ITEM_BYTES: usize = 2 * MOST_TEXT_BYTES;

/// Headings under which links lead to something else than a case.
const OTHER: [&str; 9] = [
    "contributors",
    "contributing",
    "authors",
    "table of contents",
    "contents",
    "license",
    "licence",
    "acknowledgements",
    "see also",
];

/// A link text of fewer words than this names who it happened to, not what.
const FEW_WORDS: usize = 4;

/// The items of a file, one at a time.
#[derive(Default)]
pub(crate) struct Links {
    /// The headings above, each with its level.
    headings: Vec<(usize, String)>,
    item: Option<Item>,
    /// The line before, which a line of `=` or `-` makes a heading.
    previous: String,
    has_found_any: bool,
    is_over: bool,
}

struct Item {
    line: u64,
    title: String,
    address: String,
    text: String,
    labels: Vec<String>,
}

impl Links {
    /// Reads the next item; `None` at the end.
    pub(crate) fn next<R: Read>(&mut self, input: &mut Input<R>) -> Option<(u64, Result<Draft, Fault>)> {
        while !self.is_over {
            let number = input.line();
            let read = match line(input) {
                Ok(Some(read)) => {
                    let text = mended(&decoded(read)).into_owned();
                    Ok(Some((text, read.len())))
                }
                Ok(None) => Ok(None),
                Err(fault) => Err(fault),
            };
            match read {
                Ok(Some((text, length))) => {
                    input.pass(length);
                    if let Some(item) = self.take(number, text.trim_end()) {
                        return Some((item.line, Ok(item.draft())));
                    }
                }
                Ok(None) => {
                    self.is_over = true;
                    if !self.has_found_any {
                        return Some((0, Err(Fault::NoLinks)));
                    }
                }
                Err(fault) => return Some((number, Err(fault))),
            }
        }
        let item = self.item.take()?;
        Some((item.line, Ok(item.draft())))
    }

    /// Takes in a line; gives the item that it ends.
    fn take(&mut self, number: u64, line: &str) -> Option<Item> {
        let previous = std::mem::replace(&mut self.previous, line.to_owned());
        if line.trim().is_empty() {
            return self.item.take();
        }
        if let Some((level, heading)) = heading(line) {
            self.under(level, heading);
            return self.item.take();
        }
        let is_underline = line.len() >= 3 && line.bytes().all(|byte| byte == b'=' || byte == b'-');
        if is_underline && !previous.trim().is_empty() && link(&previous).is_none() {
            self.under(if line.starts_with('=') { 1 } else { 2 }, previous.trim().to_owned());
            return self.item.take();
        }
        if let Some((title, address, text)) = item(line) {
            if self.headings.iter().any(|(_, heading)| OTHER.contains(&heading.to_lowercase().as_str())) {
                return self.item.take();
            }
            self.has_found_any = true;
            // The heading of the first level names the whole list.
            let labels = self.headings.iter().filter(|(level, _)| *level > 1);
            let item = Item {
                line: number,
                title: title.to_owned(),
                address: address.to_owned(),
                text: start(text).to_owned(),
                labels: labels.map(|(_, heading)| heading.clone()).collect(),
            };
            return self.item.replace(item);
        }
        if let Some(item) = &mut self.item
            && item.text.len() < MOST_ITEM_BYTES
        {
            item.text.push(' ');
            item.text.push_str(start(line.trim()));
        }
        None
    }

    fn under(&mut self, level: usize, heading: String) {
        self.headings.retain(|(above, _)| *above < level);
        self.headings.push((level, heading));
    }
}

impl Item {
    fn draft(&self) -> Draft {
        let mut draft = Draft::default();
        let text = plain(&without_links(&self.text));
        let text = text.trim_start_matches(['.', ':', '-', '–', '—', ',', ' ']);
        let title = plain(&without_links(&self.title));
        let is_few = title.split_whitespace().count() < FEW_WORDS;
        let title =
            if is_few && !text.is_empty() { format!("{title}: {}", first_sentence(text)) } else { title };
        draft.add(Field::Title, &title);
        if is_web_address(&self.address) {
            draft.add(Field::Key, &self.address);
        }
        draft.add(Field::Link, &self.address);
        draft.add(Field::Happened, text);
        draft.occurred = dates::first_in(text).and_then(|date| date.to_string().parse().ok());
        self.labels.iter().for_each(|label| draft.label(label));
        draft
    }
}

fn start(text: &str) -> &str {
    &text[..text.floor_char_boundary(MOST_ITEM_BYTES)]
}

/// Reads a heading of one to six number signs, with its level.
pub(crate) fn heading(line: &str) -> Option<(usize, String)> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let text = line[level..].trim().trim_end_matches('#').trim();
    ((1..=6).contains(&level) && line[level..].starts_with([' ', '\t']) && !text.is_empty())
        .then(|| (level, text.to_owned()))
}

/// Reads a line that begins with a link to the web, as an item of a list or by itself: its title, its address and
/// what follows.
pub(crate) fn link(line: &str) -> Option<(&str, &str, &str)> {
    item(line).filter(|(_, address, _)| is_web_address(address))
}

/// Whether this is an address of whatever kind, and not words or the name of a file: it begins as "https:" does.
pub(crate) fn has_scheme(address: &str) -> bool {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && (2..=20).contains(&scheme.len())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        && !address.contains(char::is_whitespace)
        && address.len() > scheme.len() + 1
}

/// Reads a line that begins with a link to an address of whatever kind.
fn item(line: &str) -> Option<(&str, &str, &str)> {
    let line = line.trim_start();
    let numbered = line.trim_start_matches(|character: char| character.is_ascii_digit());
    let item = ["- ", "* ", "+ "].into_iter().find_map(|mark| line.strip_prefix(mark));
    let item = item.or_else(|| numbered.strip_prefix(". ").filter(|_| numbered.len() < line.len()));
    let item = item.unwrap_or(line).trim_start().trim_start_matches(['*', '_']);
    let (title, address, rest) = bracketed(item)?;
    let is_letter = address.to_ascii_lowercase().starts_with("mailto:");
    (has_scheme(address) && !is_letter)
        .then(|| (title, address, rest.trim_start_matches(['*', '_']).trim_start()))
}

/// Finds the parenthesis that closes one before a text, among its first 4,096 bytes; others may be opened and closed between.
pub(crate) fn closing(text: &str) -> Option<usize> {
    let mut depth = 1_usize;
    text.bytes().take(4096).position(|byte| {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        depth == 0
    })
}

/// Reads `[title](address)` at the start of a text.
fn bracketed(text: &str) -> Option<(&str, &str, &str)> {
    let inside = text.strip_prefix('[')?;
    let title_end = inside.as_bytes().windows(2).take(2000).position(|two| two == b"](")?;
    let (title, rest) = (&inside[..title_end], &inside[title_end + 2..]);
    let end = closing(rest)?;
    // An address may have a title of its own behind it.
    let address = rest[..end].split_whitespace().next()?;
    (!title.contains('\n')).then_some((title, address, &rest[end + 1..]))
}

/// Leaves of each link the words that it stands on.
fn without_links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        out.push_str(&rest[..at]);
        if let Some((title, _, after)) = bracketed(&rest[at..]) {
            out.push_str(title);
            rest = after;
        } else {
            out.push('[');
            rest = &rest[at + 1..];
        }
    }
    out.push_str(rest);
    out
}

/// Whether a text is a list of links: at least two of its lines begin with one, and they are half of what is told.
pub(crate) fn is_list(head: &str) -> bool {
    let mut is_after_blank = true;
    let (mut links, mut others) = (0, 0);
    for line in head.lines() {
        let is_blank = line.trim().is_empty();
        let is_item = line.trim_start().starts_with(['-', '*', '+']) || is_after_blank;
        if link(line).is_some() {
            links += 1;
        } else if !is_blank
            && is_item
            && heading(line).is_none()
            && !line.contains("](#")
            && !line.starts_with('<')
        {
            others += 1;
        }
        is_after_blank = is_blank;
    }
    links >= 2 && links >= others
}
