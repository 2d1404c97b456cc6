//! Cases as they are shown: as rows for people, always marked as somebody else's, and as objects for programs.

use std::fmt::Write as _;

use hansei_app::library::prose::{Block, Span, blocks, unmarked};
use hansei_app::library::{CaseHit, SimilarCase, ToldCase};
use owo_colors::OwoColorize as _;
use serde::Serialize;

use crate::commands::search::{excerpt_lines, styled_pieces};
use crate::say;
use crate::table::{hanging, one_line, wrapped};

/// Stands before what others told.
pub(crate) const TOLD_BY: &str = "What others told:";

/// A case, as programs get it.
#[derive(Debug, Serialize)]
pub(crate) struct Told {
    collection: String,
    collection_name: String,
    licence: Option<String>,
    #[serde(flatten)]
    case: hansei_method::case::Case,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    shared: Vec<String>,
}

impl From<&ToldCase> for Told {
    fn from(told: &ToldCase) -> Self {
        Self {
            collection: told.collection.id.to_string(),
            collection_name: told.collection.name.to_string(),
            licence: told.collection.licence.as_ref().map(ToString::to_string),
            case: told.case.clone(),
            shared: Vec::new(),
        }
    }
}

impl From<&SimilarCase> for Told {
    fn from(similar: &SimilarCase) -> Self {
        Self { shared: similar.shared.clone(), ..Self::from(&similar.told) }
    }
}

/// Writes cases that were found, each with the place where the words stand.
pub(crate) fn rows(hits: &[CaseHit], columns: usize) -> String {
    let mut written = String::new();
    for hit in hits {
        let _ = writeln!(written, "{}{}", head(&hit.told), styled_pieces(&hit.title));
        written.push_str(&excerpt_lines(&hit.excerpt, columns));
    }
    written
}

/// Writes cases that are alike, each with its lesson and the words that both have.
pub(crate) fn similar_rows(similar: &[SimilarCase], columns: usize) -> String {
    let mut written = String::new();
    for similar in similar {
        let case = &similar.told.case;
        let _ = writeln!(written, "{}{}", head(&similar.told), one_line(case.title.as_str()));
        if let Some(lesson) = &case.lesson {
            written.push_str(&wrapped(
                &format!("Their lesson: {}", start(&unmarked(lesson.as_str()))),
                columns,
                "  ",
            ));
        }
        if !similar.shared.is_empty() {
            written.push_str(&wrapped(&format!("Both: {}", similar.shared.join(", ")), columns, "  "));
        }
    }
    written
}

/// Writes what others told without the marks of Markdown: its lists as lists, its links with their addresses.
pub(super) fn told_words(text: &str, columns: usize) -> String {
    let mut written = String::new();
    for block in blocks(text) {
        if !written.is_empty() {
            written.push('\n');
        }
        match block {
            Block::Paragraph(spans) => written.push_str(&wrapped(&spoken(&spans), columns, "  ")),
            Block::List(items) => {
                for item in items {
                    let mark = item.number.map_or_else(|| "- ".to_owned(), |number| format!("{number}. "));
                    let indent = "  ".repeat(item.level + 1);
                    written.push_str(&hanging(&mark, &spoken(&item.spans), columns, &indent));
                }
            }
        }
    }
    written
}

fn spoken(spans: &[Span]) -> String {
    let mut words = String::new();
    for span in spans {
        words.push_str(span.words());
        if let Span::Link { words: said, address } = span
            && said != address
        {
            let _ = write!(words, " ({address})");
        }
    }
    words
}

/// Names a case, who tells it, and when it happened.
fn head(told: &ToldCase) -> String {
    let day =
        told.case.occurred.map(|occurred| format!("{} · ", say::occurred(occurred))).unwrap_or_default();
    let (key, name) = (one_line(told.case.key.as_str()), one_line(told.collection.name.as_str()));
    format!("{} · {name} · {day}", key.bold())
}

/// Cuts a long lesson to what fits on a few lines.
fn start(text: &str) -> String {
    const MOST: usize = 240;
    let line = one_line(text);
    match line.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_told_is_shown_without_marks() {
        let text = "Lack of **privilege** (see [PM2019-009][PM2019-009]).\n\n- **First**: `plan`\n    - deeper\n- [more](https://a.b), [bad](javascript:x)\n\nEnd\nof it.";
        assert_eq!(
            told_words(text, 80),
            "  Lack of privilege (see PM2019-009).\n\n  - First: plan\n    - deeper\n  - more (https://a.b), bad\n\n  End\n  of it.\n"
        );
    }
}
