//! Texts as they are shown: the few marks that Markdown has for lists, emphasis, code and links, and all else as words.

use hansei_method::case::is_web_address;

use crate::links::closing;

/// The most bytes of one link; what is longer is words.
const MOST_LINK_BYTES: usize = 1_000;

/// How many blanks set an item one level in.
const BLANKS_A_LEVEL: usize = 2;

/// The deepest level of a list that is told apart.
const DEEPEST: usize = 4;

/// A part of a text that stands by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph; its line breaks are the writer's own.
    Paragraph(Vec<Span>),
    /// The items of a list, one after another.
    List(Vec<Item>),
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// How far it is set in: 0 for the list itself, 1 for a list in one of its items, and so on.
    pub level: usize,
    /// Its number; `None` where the list has none.
    pub number: Option<u32>,
    /// What it says.
    pub spans: Vec<Span>,
}

/// A stretch of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Words as they are.
    Words(String),
    /// Words that the writer stressed.
    Stressed(String),
    /// Code, as it is typed.
    Code(String),
    /// Words that lead to an address of the web; nothing else is a link.
    Link {
        /// The words.
        words: String,
        /// The address.
        address: String,
    },
}

impl Span {
    /// Returns its words, without any mark.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Words(words) | Self::Stressed(words) | Self::Code(words) | Self::Link { words, .. } => {
                words
            }
        }
    }
}

/// Reads a text into its paragraphs and lists.
#[must_use]
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Draft> = Vec::new();
    let mut is_apart = true;
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    for (at, line) in lines.iter().enumerate() {
        if line.trim_start().is_empty() {
            is_apart = true;
            continue;
        }
        let before = match blocks.last() {
            Some(Draft::List(items)) => items.last().and_then(|item| item.number),
            _ => None,
        };
        let next = lines.get(at + 1).copied().unwrap_or_default();
        match (Mark::read(line, before, next), blocks.last_mut()) {
            (Some(mark), last) => {
                let Mark { blanks, number, words } = mark;
                let item = Line { blanks, number, words: words.to_owned() };
                match last {
                    Some(Draft::List(items)) => items.push(item),
                    _ => blocks.push(Draft::List(vec![item])),
                }
            }
            // A line that is set in goes on with the item above it.
            (None, Some(Draft::List(items))) if !is_apart && line.starts_with([' ', '\t']) => {
                if let Some(item) = items.last_mut() {
                    item.words.push(' ');
                    item.words.push_str(line.trim_start());
                }
            }
            (None, Some(Draft::Paragraph(words))) if !is_apart => {
                words.push('\n');
                words.push_str(line);
            }
            (None, _) => blocks.push(Draft::Paragraph((*line).to_owned())),
        }
        is_apart = false;
    }
    blocks.into_iter().filter_map(Draft::block).collect()
}

/// Returns the words of a text without its marks, each item of a list and each paragraph on lines of its own; a dot parts an
/// item from the one before it.
#[must_use]
pub fn unmarked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for block in blocks(text) {
        let paragraphs = match block {
            Block::Paragraph(spans) => vec![spans],
            Block::List(items) => items.into_iter().map(|item| item.spans).collect(),
        };
        for (at, spans) in paragraphs.into_iter().enumerate() {
            if !out.is_empty() {
                out.push_str(if at == 0 { "\n" } else { "\n· " });
            }
            out.extend(spans.iter().map(Span::words));
        }
    }
    out
}

enum Draft {
    Paragraph(String),
    List(Vec<Line>),
}

struct Line {
    blanks: usize,
    number: Option<u32>,
    words: String,
}

impl Draft {
    fn block(self) -> Option<Block> {
        let items = match self {
            Self::Paragraph(words) => {
                // A heading that was left in stands as a paragraph of stressed words.
                let heading =
                    words.trim_start_matches('#').strip_prefix(' ').filter(|_| words.starts_with('#'));
                let spans = match heading {
                    Some(heading) if !heading.contains('\n') => {
                        vec![Span::Stressed(heading.trim().to_owned())]
                    }
                    _ => spans(&words),
                };
                return Some(Block::Paragraph(spans));
            }
            Self::List(items) => items,
        };
        // Writers set items in by two, three or four blanks: each is below the last one that has fewer.
        let mut above: Vec<usize> = Vec::new();
        let mut list = Vec::new();
        for Line { blanks, number, words } in items {
            while above.last().is_some_and(|last| *last + BLANKS_A_LEVEL > blanks) && above.len() > 1 {
                above.pop();
            }
            if above.last().is_none_or(|last| *last + BLANKS_A_LEVEL <= blanks) {
                above.push(blanks);
            }
            if !words.is_empty() {
                let level = (above.len() - 1).min(DEEPEST);
                list.push(Item { level, number, spans: spans(&words) });
            }
        }
        (!list.is_empty()).then_some(Block::List(list))
    }
}

/// The mark before an item of a list.
struct Mark<'a> {
    blanks: usize,
    number: Option<u32>,
    words: &'a str,
}

impl<'a> Mark<'a> {
    /// Reads the mark at the start of a line. Numbers have to count: "1." with "2." on the next line, or one more than the
    /// item before; "3. March" is a day.
    fn read(line: &'a str, before: Option<u32>, next: &str) -> Option<Self> {
        let rest = line.trim_start();
        let blanks =
            line[..line.len() - rest.len()].chars().map(|blank| if blank == '\t' { 4 } else { 1 }).sum();
        if let Some(words) = rest.strip_prefix(['-', '*', '+', '•'])
            && (words.is_empty() || words.starts_with([' ', '\t']))
        {
            return Some(Self { blanks, number: None, words: words.trim() });
        }
        let (number, words) = numbered(rest)?;
        let is_first = number == 1 && numbered(next.trim_start()).is_some_and(|(next, _)| next == 2);
        let counts = is_first || before.is_some_and(|before| before.checked_add(1) == Some(number));
        counts.then_some(Self { blanks, number: Some(number), words })
    }
}

fn numbered(line: &str) -> Option<(u32, &str)> {
    let digits = line.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let words = line[digits..].strip_prefix(['.', ')'])?.strip_prefix(' ')?.trim();
    Some((line[..digits].parse().ok()?, words)).filter(|(_, words)| !words.is_empty())
}

/// Reads the stretches of a paragraph.
fn spans(text: &str) -> Vec<Span> {
    let mut found = Found { spans: Vec::new(), words: String::new() };
    let mut rest = text;
    let mut before = ' ';
    let mut unclosed = Unclosed::default();
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '`' => code(rest, &mut unclosed),
            '*' | '_' => stressed(rest, before, &mut unclosed),
            '[' => link(rest),
            '!' if rest.starts_with("![") => {
                link(&rest[1..]).map(|(span, length)| (Span::Words(span.words().to_owned()), length + 1))
            }
            '<' => address(rest),
            _ => None,
        };
        let length = if let Some((span, length)) = taken {
            found.put(span);
            length
        } else {
            found.words.push(first);
            first.len_utf8()
        };
        before = rest[..length].chars().next_back().unwrap_or(' ');
        rest = &rest[length..];
    }
    found.end();
    found.spans
}

struct Found {
    spans: Vec<Span>,
    words: String,
}

impl Found {
    fn put(&mut self, span: Span) {
        if let Span::Words(words) = span {
            self.words.push_str(&words);
            return;
        }
        self.end();
        self.spans.push(span);
    }

    fn end(&mut self) {
        if !self.words.is_empty() {
            self.spans.push(Span::Words(std::mem::take(&mut self.words)));
        }
    }
}

/// Which marks are known to be closed nowhere further on, so that each is looked for once.
#[derive(Default)]
struct Unclosed {
    /// The fewest backticks in a row that come nowhere again.
    code: Option<usize>,
    stressed: Vec<&'static str>,
}

fn code(text: &str, unclosed: &mut Unclosed) -> Option<(Span, usize)> {
    let inside = text.trim_start_matches('`');
    let ticks = text.len() - inside.len();
    let fence = &text[..ticks];
    let as_words = Some((Span::Words(fence.to_owned()), ticks));
    if unclosed.code.is_some_and(|fewest| ticks >= fewest) {
        return as_words;
    }
    let Some(end) = inside.find(fence) else {
        unclosed.code = Some(ticks);
        return as_words;
    };
    let words = inside[..end].trim();
    if words.is_empty() { as_words } else { Some((Span::Code(words.to_owned()), ticks + end + ticks)) }
}

/// Reads words between stars or low lines. They stand at the edges of words, as in "so *much* of it", and not within, as in
/// `snake_case` or "2*3".
fn stressed(text: &str, before: char, unclosed: &mut Unclosed) -> Option<(Span, usize)> {
    if before.is_alphanumeric() {
        return None;
    }
    let mark = ["***", "**", "__", "*", "_"].into_iter().find(|mark| text.starts_with(mark))?;
    let inside = &text[mark.len()..];
    if unclosed.stressed.contains(&mark)
        || !inside.starts_with(|first: char| !first.is_whitespace() && !"*_".contains(first))
    {
        return None;
    }
    let mut from = 0;
    while let Some(found) = inside[from..].find(mark) {
        let at = from + found;
        let after = inside[at + mark.len()..].chars().next();
        let is_end = inside[..at].ends_with(|last: char| !last.is_whitespace())
            && after.is_none_or(|after| !after.is_alphanumeric() && !mark.starts_with(after));
        if is_end {
            let words = unmarked_words(&inside[..at]);
            return Some((Span::Stressed(words), mark.len() * 2 + at));
        }
        from = at + mark.len();
    }
    unclosed.stressed.push(mark);
    None
}

/// Takes the marks out of stressed words: code and links in them are words here.
fn unmarked_words(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let taken = if first == '[' { link(rest) } else { None };
        let length = taken.as_ref().map_or(first.len_utf8(), |(_, length)| *length);
        match taken {
            Some((span, _)) => words.push_str(span.words()),
            None if first == '`' => {}
            None => words.push(first),
        }
        rest = &rest[length..];
    }
    words
}

/// Reads `[words](address)` and `[words][name]`: only an address of the web is one that may be opened.
fn link(text: &str) -> Option<(Span, usize)> {
    let near = &text[1..text.floor_char_boundary(MOST_LINK_BYTES.min(text.len()))];
    let end = near.find(']')?;
    let words = near[..end].trim();
    if words.is_empty() || words.contains('[') {
        return None;
    }
    let behind = &near[end + 1..];
    if let Some(named) = behind.strip_prefix('[') {
        let length = named.find([']', '\n']).filter(|close| named[*close..].starts_with(']'))?;
        return Some((Span::Words(words.to_owned()), 1 + end + 2 + length + 1));
    }
    let inside = behind.strip_prefix('(')?;
    let close = closing(inside)?;
    let address = inside[..close].split_whitespace().next()?.to_owned();
    let words = words.to_owned();
    let span = if is_web_address(&address) { Span::Link { words, address } } else { Span::Words(words) };
    Some((span, 1 + end + 2 + close + 1))
}

/// Reads `<https://example.org>`.
fn address(text: &str) -> Option<(Span, usize)> {
    let near = &text[1..text.floor_char_boundary(MOST_LINK_BYTES.min(text.len()))];
    let address = &near[..near.find('>')?];
    let link = || Span::Link { words: address.to_owned(), address: address.to_owned() };
    is_web_address(address).then(|| (link(), address.len() + 2))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Span {
        Span::Words(text.to_owned())
    }

    fn item(level: usize, number: Option<u32>, text: &str) -> Item {
        Item { level, number, spans: vec![words(text)] }
    }

    #[test]
    fn lists_and_paragraphs_are_told_apart() {
        let text = "First\nline.\n\n- one\n    - deeper\n      and on\n    - deep\n-\n- two\n\nLast.";
        let list = Block::List(vec![
            item(0, None, "one"),
            item(1, None, "deeper and on"),
            item(1, None, "deep"),
            item(0, None, "two"),
        ]);
        let paragraph = |text: &str| Block::Paragraph(vec![words(text)]);
        assert_eq!(blocks(text), [paragraph("First\nline."), list, paragraph("Last.")]);
    }

    #[test]
    fn numbers_that_count_are_a_list_and_a_day_is_not() {
        let list = Block::List(vec![item(0, Some(1), "Stop"), item(0, Some(2), "Go")]);
        assert_eq!(blocks("1. Stop\n2. Go"), [list]);
        for text in
            ["17. November, it broke", "1. May it broke", "2019-12-04 00:30: It broke", "-5 degrees", "**a"]
        {
            assert_eq!(blocks(text), [Block::Paragraph(vec![words(text)])], "{text}");
        }
    }

    #[test]
    fn stress_code_and_links_are_read_and_marks_within_words_stay() {
        for (text, expected) in [
            (
                "lack of **Least-privilege** in",
                vec![words("lack of "), Span::Stressed("Least-privilege".to_owned()), words(" in")],
            ),
            ("**Run `plan` first**: now", vec![Span::Stressed("Run plan first".to_owned()), words(": now")]),
            (
                "its _Helm chart_ - `a_b`",
                vec![
                    words("its "),
                    Span::Stressed("Helm chart".to_owned()),
                    words(" - "),
                    Span::Code("a_b".to_owned()),
                ],
            ),
            ("(see [PM2019-009][PM2019-009] or [x])", vec![words("(see PM2019-009 or [x])")]),
            (
                "[why](https://a.b/c_(d) \"t\") and [run](javascript:alert(1)) ![pic](https://a.b/p.png)",
                vec![
                    Span::Link { words: "why".to_owned(), address: "https://a.b/c_(d)".to_owned() },
                    words(" and run pic"),
                ],
            ),
            ("snake_case_name 2*3*4 * a * **", vec![words("snake_case_name 2*3*4 * a * **")]),
            ("`open and *open", vec![words("`open and *open")]),
        ] {
            assert_eq!(spans(text), expected, "{text}");
        }
        assert_eq!(unmarked("- **A**: b\n- [c][d]\n\n*e*"), "A: b\n· c\ne");
        assert_eq!(blocks("## Impact"), [Block::Paragraph(vec![Span::Stressed("Impact".to_owned())])]);
    }

    #[test]
    fn what_is_opened_again_and_again_takes_no_longer_than_it_should() {
        for start in ["*", "**a ", "*a", "_a ", "`", "``a ", "[", "[a](", "![", "<", "- ", "  - a\n", "1. "] {
            drop(unmarked(&start.repeat((200 << 10) / start.len())));
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[-*_`\\[\\]()<>!#1. a\\né]{0,60}") {
            drop(unmarked(&text));
        }

        #[test]
        fn words_without_marks_stay_as_they_are(text in "[a-zA-Zäöü,.;:]{1,9}( [a-zA-Zäöü,.;:]{1,9}){0,5}") {
            prop_assert_eq!(unmarked(&text), text);
        }
    }
}
