//! Plain text out of what stands in cells: tags taken out, entities read, letters mended, control characters dropped.

use std::borrow::Cow;
use std::fmt::Write;

use encoding_rs::WINDOWS_1252;

/// Elements of HTML that end a line.
const LINES: [&str; 3] = ["br", "tr", "dt"];

/// Elements of HTML that stand in a paragraph of their own.
const PARAGRAPHS: [&str; 16] = [
    "p",
    "div",
    "ul",
    "ol",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "section",
    "article",
    "hr",
];

/// Elements of HTML that leave nothing behind but what is in them.
const WITHIN: [&str; 38] = [
    "a", "abbr", "b", "big", "body", "center", "cite", "code", "col", "dd", "del", "dl", "em", "font",
    "form", "head", "html", "i", "img", "ins", "label", "link", "meta", "o:p", "q", "s", "small", "span",
    "st1", "strike", "strong", "sub", "sup", "tbody", "td", "th", "thead", "u",
];

/// Elements of HTML of which not even the content is text.
const HIDDEN: [&str; 2] = ["script", "style"];

const ENTITIES: [(&str, &str); 58] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("ensp", " "),
    ("emsp", " "),
    ("thinsp", " "),
    ("shy", ""),
    ("zwnj", ""),
    ("zwj", ""),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("bdquo", "„"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("sbquo", "‚"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("bull", "•"),
    ("middot", "·"),
    ("deg", "°"),
    ("plusmn", "±"),
    ("times", "×"),
    ("divide", "÷"),
    ("frac12", "½"),
    ("frac14", "¼"),
    ("frac34", "¾"),
    ("sup2", "²"),
    ("sup3", "³"),
    ("micro", "µ"),
    ("mu", "μ"),
    ("omega", "ω"),
    ("Omega", "Ω"),
    ("le", "≤"),
    ("ge", "≥"),
    ("ne", "≠"),
    ("asymp", "≈"),
    ("reg", "®"),
    ("copy", "©"),
    ("trade", "™"),
    ("sect", "§"),
    ("para", "¶"),
    ("euro", "€"),
    ("pound", "£"),
    ("cent", "¢"),
    ("agrave", "à"),
    ("aacute", "á"),
    ("auml", "ä"),
    ("eacute", "é"),
    ("egrave", "è"),
    ("iacute", "í"),
    ("ouml", "ö"),
    ("uuml", "ü"),
];

/// Makes plain text of a cell: mended, without tags and control characters, at most one empty line at a time.
pub(crate) fn plain(cell: &str) -> String {
    let cell = mended(cell);
    let cell = without_tags(&cell);
    let once = with_entities(&cell, true);
    // Some exports write `&amp;ldquo;`. What stands for a tag is read once only.
    let twice = with_entities(&once, false);
    tidy(&twice)
}

/// Drops control characters and the blanks at the ends, writes every line break as `\n`, and keeps one empty line of
/// several.
pub(crate) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut breaks = 0;
    let mut blanks = 0;
    let mut previous = ' ';
    for character in text.chars() {
        match character {
            '\n' if previous == '\r' => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => (breaks, blanks) = (breaks + 1, 0),
            ' ' | '\t' | '\u{a0}' => blanks += 1,
            _ if character.is_control() || character == '\u{feff}' => {}
            _ => {
                if !out.is_empty() {
                    out.extend(std::iter::repeat_n('\n', breaks.min(2)));
                    out.extend(std::iter::repeat_n(' ', blanks.min(8)));
                }
                (breaks, blanks) = (0, 0);
                out.push(character);
            }
        }
        previous = character;
    }
    out
}

/// Puts a text on one line.
pub(crate) fn one_line(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|character| if character.is_control() || character.is_whitespace() { ' ' } else { character })
        .collect();
    let mut out = String::with_capacity(clean.len());
    for word in clean.split(' ').filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Cuts a line after so many characters, and shows with an ellipsis that it did; `None` where it fits.
pub(crate) fn cut(line: &str, most: usize) -> Option<String> {
    let (end, _) = line.char_indices().nth(most - 1)?;
    line[end..].chars().nth(1)?;
    let mut cut = line[..end].trim_end().to_owned();
    cut.push('…');
    Some(cut)
}

/// Puts letters right that were encoded twice: "itâ€™s" for "it’s".
///
/// A run of characters beyond ASCII is changed only if, written in Windows-1252, it is UTF-8 to the last byte.
pub(crate) fn mended(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains(['Â', 'Ã', 'â', 'ð', 'Å', 'Ä', 'Î', 'Ï']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut rest = text;
    let mut is_changed = false;
    while let Some(start) = rest.find(|character: char| !character.is_ascii()) {
        let (before, after) = rest.split_at(start);
        out.push_str(before);
        let end = after.find(|character: char| character.is_ascii()).unwrap_or(after.len());
        let (run, after) = after.split_at(end);
        if let Some(mended) = mended_run(run) {
            out.push_str(&mended);
            is_changed = true;
        } else {
            out.push_str(run);
        }
        rest = after;
    }
    out.push_str(rest);
    if is_changed { Cow::Owned(out) } else { Cow::Borrowed(text) }
}

fn mended_run(run: &str) -> Option<String> {
    let (bytes, _, has_unknown) = WINDOWS_1252.encode(run);
    if has_unknown {
        return None;
    }
    String::from_utf8(bytes.into_owned()).ok()
}

fn without_tags(text: &str) -> Cow<'_, str> {
    if !text.contains('<') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut unclosed = Unclosed::default();
    while let Some(start) = rest.find('<') {
        let (before, after) = rest.split_at(start);
        out.push_str(before);
        if let Some(tag) = Tag::read(after, &mut unclosed) {
            tag.put(&mut out);
            rest = tag.rest;
        } else {
            out.push('<');
            rest = &after[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// What is known to be closed nowhere further on, so that it is looked for once.
#[derive(Default)]
struct Unclosed {
    comment: bool,
    hidden: bool,
}

/// A tag of HTML, and what stands behind it.
struct Tag<'a> {
    name: String,
    is_closing: bool,
    rest: &'a str,
}

impl<'a> Tag<'a> {
    /// Reads the tag at the start of a text; `None` where the bracket is the writer's own.
    fn read(text: &'a str, unclosed: &mut Unclosed) -> Option<Self> {
        if let Some(comment) = text.strip_prefix("<!--").filter(|_| !unclosed.comment) {
            let Some((_, rest)) = comment.split_once("-->") else {
                unclosed.comment = true;
                return None;
            };
            return Some(Self { name: String::new(), is_closing: true, rest });
        }
        let inside = text.strip_prefix('<')?;
        let (inside, is_closing) = inside.strip_prefix('/').map_or((inside, false), |inside| (inside, true));
        let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b':';
        let length = inside.bytes().take(12).take_while(is_of_name).count();
        let name = inside[..length].to_ascii_lowercase();
        let mut known = LINES.iter().chain(&PARAGRAPHS).chain(&WITHIN).chain(&HIDDEN).chain(&["li"]);
        let after = &inside[length..];
        if !known.any(|known| *known == name) || !after.starts_with(['>', '/', ' ', '\n', '\r', '\t']) {
            return None;
        }
        let end = after.bytes().position(|byte| matches!(byte, b'<' | b'>'))?;
        let attributes = after[..end].trim_matches(['/', ' ', '\n', '\r', '\t']);
        if !attributes.is_empty() && !attributes.contains('=') {
            return None;
        }
        let mut rest = after[end..].strip_prefix('>')?;
        if !is_closing && HIDDEN.contains(&name.as_str()) && !unclosed.hidden {
            match find_ignoring_case(rest, &format!("</{name}")) {
                Some(at) => rest = rest[at..].split_once('>').map_or("", |(_, rest)| rest),
                None => unclosed.hidden = true,
            }
        }
        Some(Self { name, is_closing, rest })
    }

    fn put(&self, out: &mut String) {
        match self.name.as_str() {
            "li" if !self.is_closing => out.push_str("\n- "),
            name if LINES.contains(&name) => out.push('\n'),
            name if PARAGRAPHS.contains(&name) => out.push_str("\n\n"),
            "td" | "th" | "dd" => out.push(' '),
            _ => {}
        }
    }
}

/// Finds ASCII letters whatever their case.
fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    text.as_bytes().windows(wanted.len()).position(|window| window.eq_ignore_ascii_case(wanted.as_bytes()))
}

fn with_entities(text: &str, is_first: bool) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        let (before, after) = rest.split_at(start);
        out.push_str(before);
        if let Some(length) = entity(&after[1..], is_first, &mut out) {
            rest = &after[1 + length..];
        } else {
            out.push('&');
            rest = &after[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Reads what follows an ampersand; returns how long it is.
fn entity(text: &str, is_first: bool, out: &mut String) -> Option<usize> {
    let end = text.bytes().take(10).position(|byte| byte == b';')?;
    let name = &text[..end];
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        // What stands at 128 to 159 is meant in Windows-1252, as browsers read it.
        match u8::try_from(code) {
            Ok(byte @ 0x80..=0x9f) => out.push_str(&WINDOWS_1252.decode_without_bom_handling(&[byte]).0),
            _ => write!(out, "{}", char::from_u32(code)?).ok()?,
        }
        return Some(end + 1);
    }
    let (_, meant) = ENTITIES.iter().find(|(known, _)| *known == name)?;
    if !is_first && ["amp", "lt", "gt"].contains(&name) {
        return None;
    }
    out.push_str(meant);
    Some(end + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tags_leave_paragraphs_and_lists_behind() {
        for (cell, expected) in [
            ("One.<br/><br />Two.<BR>Three.", "One.\n\nTwo.\nThree."),
            ("<p class=\"x\">One &amp; two</p>\r\n<p>Three</p>", "One & two\n\nThree"),
            ("Done:<ul><li>first</li><li>second</li></ul>after", "Done:\n\n- first\n- second\n\nafter"),
            ("a <b>bold</b> word<!-- a note -->, <SCRIPT>alert(1)</SCRIPT>and more", "a bold word, and more"),
            (
                "x < y, List<String>, press <Ctrl>, a<b and c>d",
                "x < y, List<String>, press <Ctrl>, a<b and c>d",
            ),
            ("an open <p", "an open <p"),
        ] {
            assert_eq!(plain(cell), expected, "{cell}");
        }
    }

    #[test]
    fn entities_are_read_twice_and_what_stands_for_a_tag_once() {
        for (cell, expected) in [
            ("&ldquo;so&rdquo; &amp;bull; &#8211; &#x2013; &#146;s", "“so” • – – ’s"),
            ("&amp;lt;b&amp;gt; &lt;b&gt;", "&lt;b&gt; <b>"),
            ("AT&T; R&D &unknown; &#99999999; &", "AT&T; R&D &unknown; &#99999999; &"),
        ] {
            assert_eq!(plain(cell), expected, "{cell}");
        }
    }

    #[test]
    fn letters_that_were_encoded_twice_are_put_right_and_others_are_left() {
        for (cell, expected) in [
            ("itâ€™s â€œopenâ€\u{9d}", "it’s “open”"),
            ("cafÃ© 80Â°", "café 80°"),
            ("café, Âge, NÃO, naïve 80°", "café, Âge, NÃO, naïve 80°"),
            ("’ and â€™", "’ and ’"),
        ] {
            assert_eq!(mended(cell), expected, "{cell}");
        }
    }

    #[test]
    fn control_characters_are_dropped_and_breaks_are_one() {
        assert_eq!(tidy(" a\0b\u{7}\r\n\r\n\r\n\r\nc\td\re \n "), "ab\n\nc d\ne");
    }

    #[test]
    fn a_line_is_cut_where_it_is_too_long() {
        assert_eq!(cut("abc", 3), None);
        assert_eq!(cut("abcd", 3).as_deref(), Some("ab…"));
        assert_eq!(cut("a cd", 3).as_deref(), Some("a…"));
    }

    proptest! {
        #[test]
        fn plain_text_holds_no_control_characters(cell in any::<String>()) {
            prop_assert!(plain(&cell).chars().all(|character| character == '\n' || !character.is_control()));
        }

        #[test]
        fn a_simple_text_is_left_as_it_is(cell in "[a-zA-Z0-9,.;:!?’äöü]{1,20}( [a-zA-Z0-9,.;:!?’äöü]{1,20}){0,5}") {
            prop_assert_eq!(plain(&cell), cell);
        }
    }
}
