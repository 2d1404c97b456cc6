//! What others told: apart from what its reader wrote, in how it looks and in what is said about it.

use maud::{Markup, html};

use super::log::marked;

/// Something that others told and a search found.
#[derive(Debug, Clone)]
pub struct Told<'a> {
    /// Where it is.
    pub href: &'a str,
    /// Its title, in stretches; the marked ones were looked for.
    pub title: &'a [(bool, &'a str)],
    /// Whose it is.
    pub note: &'a Markup,
    /// The place where the words stand, in stretches; may be empty.
    pub excerpt: &'a [(bool, &'a str)],
}

/// Draws what was found of what others told.
#[must_use]
pub fn told(all: &[Told<'_>]) -> Markup {
    html! {
        ol.list.hits role="list" {
            @for one in all {
                li {
                    a.theirs.open href=(one.href) dir="auto" data-open { (marked(one.title.iter().copied())) }
                    p.meta { (one.note) }
                    @if !one.excerpt.is_empty() { p.theirs.sm.cut dir="auto" { (marked(one.excerpt.iter().copied())) } }
                }
            }
        }
    }
}

/// Draws a text that others told, a paragraph for each of its own; lines inside one stay as they are.
#[must_use]
pub fn theirs(text: &str) -> Markup {
    html! {
        @for paragraph in paragraphs(text) { p.theirs dir="auto" { (paragraph) } }
    }
}

/// Splits a text where a line is blank.
fn paragraphs(text: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for line in text.lines() {
        let line = line.trim_end();
        if line.is_empty() {
            all.push(String::new());
        } else if let Some(last) = all.last_mut() {
            if !last.is_empty() {
                last.push('\n');
            }
            last.push_str(line);
        }
    }
    all.retain(|paragraph| !paragraph.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_line_ends_a_paragraph_and_a_list_keeps_its_lines() {
        let text = "\r\n\nFirst.\r\n\r\n \n- one\n  - two\n\nLast.\n";
        assert_eq!(paragraphs(text), ["First.", "- one\n  - two", "Last."]);
    }
}
