//! A story as a text that an editor changes: parts under lines that begin with `===`, evidence as boxes to tick.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use hansei_app::career::Told;
use hansei_method::career::{EvidenceKey, Part};
use hansei_method::text::{Line, Text};

/// How a line begins that opens a part.
const MARK: &str = "===";

const HELP: &str = "\
Write under the lines that begin with ===, and leave those as they are. A chapter that is moved with all its parts comes
elsewhere, one that is taken out is gone, and \"=== chapter\" with the id of an entry begins one. Under \"=== log\", [x] is told
and [ ] is left out; the sentences themselves come from the log. These lines are not kept.
";

/// A story as it was written.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) title: Option<Line>,
    pub(super) intro: Option<Text>,
    pub(super) chapters: Vec<WrittenChapter>,
}

/// A chapter as it was written.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct WrittenChapter {
    /// The id of the entry, or the start of it.
    pub(super) entry: String,
    pub(super) heading: Option<Line>,
    pub(super) texts: [Option<Text>; 3],
    /// The lines of evidence that are left out; `None` where nothing is said of them.
    pub(super) hidden: Option<BTreeSet<EvidenceKey>>,
}

/// Which part of the text a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Help,
    Title,
    Intro,
    Heading,
    Text(Part),
    Log,
}

/// Writes a story for an editor.
pub(super) fn write(told: &Told) -> String {
    let story = &told.kept.story;
    let mut out = HELP.to_owned();
    let mut part = |name: &str, words: &str| {
        let _ = write!(out, "\n{MARK} {name}\n{}", escaped(words));
    };
    part("title", story.title.as_str());
    part("intro", story.intro.as_ref().map_or("", Text::as_str));
    for told in &told.chapters {
        let chapter = &told.chapter;
        part(&format!("chapter {}", chapter.entry), chapter.heading.as_str());
        for text in Part::ALL {
            part(text.word(), chapter.text(text).map_or("", Text::as_str));
        }
        let line = |line: &hansei_method::career::Evidence| {
            let tick = if chapter.tells(line) { 'x' } else { ' ' };
            let key = line.key.map_or_else(|| "-".to_owned(), |key| key.to_string());
            format!("[{tick}] {key}  {}", line.words)
        };
        part("log", &told.evidence.iter().map(line).collect::<Vec<_>>().join("\n"));
    }
    out
}

/// Reads a story as it was written; says on which line something is wrong.
pub(super) fn read(text: &str) -> Result<Written, String> {
    let mut written = Written::default();
    let (mut at, mut from) = (At::Help, 1);
    let mut lines = String::new();
    for (number, line) in text.lines().enumerate().map(|(place, line)| (place + 1, line)) {
        let Some(name) = line.strip_prefix(MARK) else {
            lines.push_str(line.strip_prefix('\\').filter(|rest| is_like_a_mark(rest)).unwrap_or(line));
            lines.push('\n');
            continue;
        };
        written.put(at, &lines).map_err(|wrong| format!("line {from}: {wrong}"))?;
        (at, from) = (written.open(name.trim()).map_err(|wrong| format!("line {number}: {wrong}"))?, number);
        lines.clear();
    }
    written.put(at, &lines).map_err(|wrong| format!("line {from}: {wrong}"))?;
    Ok(written)
}

impl Written {
    fn open(&mut self, name: &str) -> Result<At, String> {
        if let Some(entry) = name.strip_prefix("chapter ") {
            self.chapters
                .push(WrittenChapter { entry: entry.trim().to_owned(), ..WrittenChapter::default() });
            return Ok(At::Heading);
        }
        let part = Part::ALL.into_iter().find(|part| part.word() == name);
        match (name, part, self.chapters.last()) {
            ("title", ..) => Ok(At::Title),
            ("intro", ..) => Ok(At::Intro),
            (_, Some(part), Some(_)) => Ok(At::Text(part)),
            ("log", _, Some(_)) => Ok(At::Log),
            (_, Some(_), None) | ("log", _, None) => {
                Err(format!("\"{MARK} {name}\" stands before the first chapter; put it into one"))
            }
            _ => Err(format!(
                "\"{MARK} {name}\" is no part of a story; write a backslash before the {MARK} where it belongs to a text"
            )),
        }
    }

    fn put(&mut self, at: At, lines: &str) -> Result<(), String> {
        let words = lines.trim_matches('\n').trim_end();
        match (at, self.chapters.last_mut()) {
            (At::Title, _) => self.title = line(words)?,
            (At::Intro, _) => self.intro = text(words)?,
            (At::Heading, Some(chapter)) => chapter.heading = line(words)?,
            (At::Text(part), Some(chapter)) => chapter.texts[place(part)] = text(words)?,
            (At::Log, Some(chapter)) => chapter.hidden = Some(hidden(words)?),
            _ => {}
        }
        Ok(())
    }
}

/// Returns the place of a text in a chapter.
pub(super) fn place(part: Part) -> usize {
    match part {
        Part::Wrong => 0,
        Part::Learned => 1,
        Part::Now => 2,
    }
}

/// Puts a backslash before the lines of a text that look like the beginning of a part.
fn escaped(words: &str) -> String {
    let mut out = String::new();
    for line in words.lines() {
        let _ = writeln!(out, "{}{line}", if is_like_a_mark(line) { "\\" } else { "" });
    }
    out
}

fn is_like_a_mark(line: &str) -> bool {
    line.trim_start_matches('\\').starts_with(MARK)
}

fn line(words: &str) -> Result<Option<Line>, String> {
    Line::optional(words).map_err(|error| error.to_string())
}

fn text(words: &str) -> Result<Option<Text>, String> {
    Text::optional(words).map_err(|error| error.to_string())
}

fn hidden(words: &str) -> Result<BTreeSet<EvidenceKey>, String> {
    let mut hidden = BTreeSet::new();
    for line in words.lines().filter(|line| !line.trim().is_empty()) {
        let wrong = || {
            format!("\"{}\" is no line of the log; write [x] or [ ] before one that is there", line.trim())
        };
        let rest = line.trim_start().strip_prefix('[').ok_or_else(wrong)?;
        let (tick, rest) = rest.split_once(']').ok_or_else(wrong)?;
        let key = rest.split_whitespace().next().ok_or_else(wrong)?;
        if tick.trim().is_empty() && key != "-" {
            hidden.insert(key.parse().map_err(|_| wrong())?);
        }
    }
    Ok(hidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_under_its_marks_is_read() {
        let id = "00000000-0000-4000-8000-000000000007";
        let written = read(&format!(
            "help\n=== title\nHanding over\n\n=== intro\n\n=== chapter 3f2a\nThe call\n=== wrong\nOne\n\\=== two\n\nthree\n\n\
             === now\nI ask\n=== log\n[x] dates  It happened\n[ ] practised.{id}  Planned\n[ ] -  Not tested\n"
        ))
        .unwrap();
        assert_eq!(written.title.unwrap().as_str(), "Handing over");
        let chapter = &written.chapters[0];
        assert_eq!(
            (chapter.entry.as_str(), chapter.heading.as_ref().unwrap().as_str()),
            ("3f2a", "The call")
        );
        let texts = chapter.texts.each_ref().map(|text| text.as_ref().map(Text::as_str));
        assert_eq!(texts, [Some("One\n=== two\n\nthree"), None, Some("I ask")]);
        let hidden: Vec<_> = chapter.hidden.iter().flatten().map(ToString::to_string).collect();
        assert_eq!(hidden, [format!("practised.{id}")]);
    }

    #[test]
    fn a_line_that_looks_like_a_mark_comes_back_as_it_was() {
        for words in ["=== title", "\\=== now", "a\n===\n\\\\=== b", "# a\n- b"] {
            let text = format!("=== chapter 1\nx\n=== wrong\n{}", escaped(words));
            assert_eq!(read(&text).unwrap().chapters[0].texts[0].as_ref().unwrap().as_str(), words);
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (text, said) in [
            ("=== titel\nx", "line 1: \"=== titel\" is no part of a story"),
            ("=== title\nx\n=== wrong\ny", "line 3: \"=== wrong\" stands before the first chapter"),
            ("=== title\na\nb\n=== intro\n", "line 1: this has to fit on one line"),
            ("=== chapter 1\n=== log\nmood", "line 2: \"mood\" is no line of the log"),
            ("=== chapter 1\n=== log\n[ ] mood x", "line 2: \"[ ] mood x\" is no line of the log"),
        ] {
            let wrong = read(text).unwrap_err();
            assert!(wrong.starts_with(said), "{wrong}");
        }
    }
}
