//! Capture: a text as somebody types it when something has just gone wrong, always accepted, never asked back about.

use jiff::Zoned;

use crate::occurred::{Occurred, OccurredError};
use crate::prefix::{self, prefix};
use crate::sentence;
use crate::text::{Line, Text, TextError};

/// What a typed text holds: its first sentence, the rest, and when it happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    /// The first sentence, at most 200 characters, without a single full stop at its end.
    pub title: Line,
    /// Everything after the title, with its line breaks and indentation; `None` when there is no more.
    ///
    /// Where the title had control characters, they are shown there as `U+FFFD` and this is the whole text as written.
    pub body: Option<Text>,
    /// When it happened: as the text says at its start, otherwise now, to the minute.
    pub occurred: Occurred,
    /// The words at the start of the text that said when, to be shown back; `None` when none did.
    pub read_from: Option<String>,
    /// The words at the start of the text that look like a day and were not read as one, to be said; `None` mostly.
    pub unread: Option<String>,
}

/// Why a text cannot be captured.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CaptureError {
    /// No text, or nothing after the words that say when.
    #[error("there is nothing to keep yet; write one line about what happened")]
    Empty,
    /// A text that cannot be kept.
    #[error(transparent)]
    Text(#[from] TextError),
    /// A clock that shows no year from 1 to 9999.
    #[error(transparent)]
    Clock(#[from] OccurredError),
}

impl Captured {
    /// Reads a text that was typed at `now`.
    pub fn read(text: &str, now: &Zoned) -> Result<Self, CaptureError> {
        let written = text.trim();
        if written.is_empty() {
            return Err(CaptureError::Empty);
        }
        // What cannot be kept is refused before anything is made of it.
        let whole: Text = written.parse()?;
        let prefix = prefix(whole.as_str(), now);
        let told = prefix.as_ref().map_or(written, |prefix| prefix.rest.trim());
        if told.is_empty() {
            return Err(CaptureError::Empty);
        }
        let (title, body) = title_and_body(told)?;
        let unread = prefix::unread_day(whole.as_str(), now).map(str::to_owned);
        let read_from = prefix.as_ref().map(|prefix| prefix.words.to_owned());
        let occurred = match prefix {
            Some(prefix) => prefix.occurred,
            None => Occurred::new(now.date(), Some(prefix::to_the_minute(now.time())))?,
        };
        Ok(Self { title, body, occurred, read_from, unread })
    }
}

fn title_and_body(text: &str) -> Result<(Line, Option<Text>), TextError> {
    let (first, rest) = sentence::first_sentence(text);
    let title = without_full_stop(first.trim_end());
    if title.chars().any(|character| character.is_control() && character != '\t') {
        let shown = title.replace(char::is_control, "\u{fffd}");
        return Ok((shown.parse()?, Some(text.parse()?)));
    }
    Ok((title.replace('\t', " ").parse()?, Text::optional(without_gap(rest))?))
}

/// Takes off a full stop that only ends the sentence; "…", "?" and "p.m." stay.
fn without_full_stop(sentence: &str) -> &str {
    match sentence.strip_suffix('.') {
        Some(words)
            if !words.is_empty() && !words.ends_with('.') && !sentence::ends_in_abbreviation(words) =>
        {
            words
        }
        _ => sentence,
    }
}

/// Takes off the white space between title and body, but not the indentation of the body's first line.
fn without_gap(rest: &str) -> &str {
    let body = rest.trim_start();
    let gap = &rest[..rest.len() - body.len()];
    let indentation = gap.rfind('\n').map_or("", |line_end| &gap[line_end + 1..]);
    &rest[gap.len() - indentation.len()..]
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    use super::*;
    use crate::text::MOST_TEXT_BYTES;

    fn now() -> Zoned {
        date(2026, 3, 4).at(16, 45, 30, 0).to_zoned(TimeZone::UTC).unwrap()
    }

    fn read(text: &str) -> Captured {
        Captured::read(text, &now()).unwrap()
    }

    fn parts(text: &str) -> (String, String) {
        let captured = read(text);
        (captured.title.into(), captured.body.map_or_else(String::new, String::from))
    }

    #[test]
    fn one_line_is_a_title_that_happened_now() {
        let captured = read("  Sent the offer to the wrong client.\n");
        assert_eq!(
            captured,
            Captured {
                title: "Sent the offer to the wrong client".parse().unwrap(),
                body: None,
                occurred: "2026-03-04T16:45".parse().unwrap(),
                read_from: None,
                unread: None,
            }
        );
    }

    #[test]
    fn a_day_at_the_start_is_taken_off_and_told_back() {
        let captured = read("Last Friday 15:00: missed the call. Nobody had rung.");
        assert_eq!(
            captured,
            Captured {
                title: "missed the call".parse().unwrap(),
                body: Some("Nobody had rung.".parse().unwrap()),
                occurred: "2026-02-27T15:00".parse().unwrap(),
                read_from: Some("Last Friday 15:00".to_owned()),
                unread: None,
            }
        );
    }

    #[test]
    fn a_day_still_to_come_stays_in_the_text() {
        let captured = read("2031-01-01: the licence runs out");
        assert_eq!(captured.title.as_str(), "2031-01-01: the licence runs out");
        assert_eq!(captured.occurred.to_string(), "2026-03-04T16:45");
    }

    #[test]
    fn a_body_that_looks_like_another_header_is_only_a_body() {
        let text = "It broke.\n\n    ---\ntitle: x\n---\n# Another\n2026-03-02: y\r\n  z";
        assert_eq!(
            parts(text),
            ("It broke".into(), "    ---\ntitle: x\n---\n# Another\n2026-03-02: y\r\n  z".into())
        );
        assert_eq!(parts("---\ntitle: x\n---"), ("---".into(), "title: x\n---".into()));
    }

    #[test]
    fn only_a_single_full_stop_is_dropped_from_the_title() {
        for (text, title) in [
            ("Done.", "Done"),
            ("Done!", "Done!"),
            ("Done?", "Done?"),
            ("Done...", "Done..."),
            ("Left at 3 p.m.", "Left at 3 p.m."),
            ("The answer was no.", "The answer was no"),
            ("Plan.b.", "Plan.b"),
            (".", "."),
        ] {
            assert_eq!(parts(text), (title.to_owned(), String::new()), "{text}");
        }
    }

    #[test]
    fn nothing_written_is_the_only_thing_that_is_asked_for() {
        for text in ["", " \n\t", "yesterday:", "yesterday: \n"] {
            assert_eq!(Captured::read(text, &now()), Err(CaptureError::Empty), "{text:?}");
        }
        assert_eq!(
            CaptureError::Empty.to_string(),
            "there is nothing to keep yet; write one line about what happened"
        );
    }

    #[test]
    fn what_cannot_be_kept_is_refused() {
        assert_eq!(Captured::read("a\0b", &now()), Err(TextError::Nul.into()));
        let long = "a".repeat(MOST_TEXT_BYTES + 1);
        assert_eq!(Captured::read(&long, &now()), Err(TextError::TooLong(long.len()).into()));
    }

    #[test]
    fn control_characters_are_shown_in_the_title_and_kept_in_the_body() {
        assert_eq!(parts("a\u{1b}[31m b.\nc"), ("a\u{fffd}[31m b".into(), "a\u{1b}[31m b.\nc".into()));
        assert_eq!(parts("a\tb"), ("a b".into(), String::new()));
    }

    #[test]
    fn a_megabyte_of_any_kind_is_read() {
        for unit in ["a", "a. ", ".", "e.g. ", "\n", "!", "é", "。", "yesterday: ", "1", "\"", " "] {
            let text = format!("x{}", unit.repeat(1_000_000 / unit.len()));
            assert!(Captured::read(&text, &now()).is_ok(), "{unit:?}");
        }
    }

    #[test]
    fn a_clock_before_the_year_one_is_refused() {
        let then = date(-5, 1, 1).at(0, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap();
        assert_eq!(Captured::read("x", &then), Err(OccurredError::Year(-5).into()));
    }

    fn solid(text: &str) -> String {
        text.chars().filter(|character| !character.is_whitespace()).collect()
    }

    proptest! {
        #[test]
        fn nothing_but_one_full_stop_is_ever_dropped(text in "[a-zA-Z0-9.!?…。 \t\n\r\"é#:-]{1,400}") {
            let Ok(captured) = Captured::read(&text, &now()) else { return Ok(()) };
            let told = match &captured.read_from {
                Some(words) => text.trim().strip_prefix(words.as_str()).unwrap().trim_start().strip_prefix(':').unwrap(),
                None => &text,
            };
            let body = captured.body.as_ref().map_or("", Text::as_str);
            let kept = format!("{}{}", solid(captured.title.as_str()), solid(body));
            let with_stop = format!("{}.{}", solid(captured.title.as_str()), solid(body));
            prop_assert!(kept == solid(told) || with_stop == solid(told), "{kept:?}");
            prop_assert!(told.trim_end().ends_with(body));
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            drop(Captured::read(&text, &now()));
        }

        #[test]
        fn every_text_is_accepted(text in "\\PC{1,60}") {
            prop_assume!(!text.trim().is_empty());
            let read = Captured::read(&text, &now());
            prop_assert!(read.is_ok(), "{read:?}");
        }
    }
}
