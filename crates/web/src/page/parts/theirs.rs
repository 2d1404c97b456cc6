//! What others told: apart from what its reader wrote, in how it looks and in what is said about it.

use hansei_app::library::prose::{Block, Item, Span, blocks};
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

/// Draws a text that others told with its lists, its emphasis, its code and its links. Nothing in it becomes anything else,
/// and only addresses of the web are links.
#[must_use]
pub fn theirs_told(text: &str) -> Markup {
    html! {
        @for block in blocks(text) {
            @match block {
                Block::Paragraph(said) => p.theirs dir="auto" { (spans(&said)) },
                Block::List(items) => (list(&items)),
            }
        }
    }
}

/// Draws a list; what is set in below an item is a list inside of it.
fn list(items: &[Item]) -> Markup {
    let level = items.first().map_or(0, |item| item.level);
    let mut starts: Vec<usize> = (0..items.len()).filter(|at| items[*at].level <= level).collect();
    starts.push(items.len());
    let all = html! {
        @for pair in starts.windows(2) {
            @let inside = &items[pair[0] + 1..pair[1]];
            li dir="auto" { (spans(&items[pair[0]].spans)) @if !inside.is_empty() { (list(inside)) } }
        }
    };
    let is_numbered = items.first().is_some_and(|item| item.number.is_some());
    html! { @if is_numbered { ol.theirs.items { (all) } } @else { ul.theirs.items { (all) } } }
}

fn spans(spans: &[Span]) -> Markup {
    html! {
        @for span in spans {
            @match span {
                Span::Words(words) => (words),
                Span::Stressed(words) => strong { (words) },
                Span::Code(words) => code { (words) },
                Span::Link { words, address } => a href=(address) rel="noopener noreferrer" referrerpolicy="no-referrer" { (words) },
            }
        }
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
    fn lists_emphasis_code_and_links_are_drawn_and_nothing_else_is() {
        let text =
            "**A** <b>\n\n- one `x<y`\n  - two\n- [bad](javascript:alert(1)) [\"good\"](https://a.b/?\"q)";
        assert_eq!(
            theirs_told(text).into_string(),
            "<p class=\"theirs\" dir=\"auto\"><strong>A</strong> &lt;b&gt;</p><ul class=\"theirs items\">\
             <li dir=\"auto\">one <code>x&lt;y</code><ul class=\"theirs items\"><li dir=\"auto\">two</li></ul></li>\
             <li dir=\"auto\">bad <a href=\"https://a.b/?&quot;q\" rel=\"noopener noreferrer\" \
             referrerpolicy=\"no-referrer\">&quot;good&quot;</a></li></ul>"
        );
    }

    #[test]
    fn a_blank_line_ends_a_paragraph_and_a_list_keeps_its_lines() {
        let text = "\r\n\nFirst.\r\n\r\n \n- one\n  - two\n\nLast.\n";
        assert_eq!(paragraphs(text), ["First.", "- one\n  - two", "Last."]);
    }
}
