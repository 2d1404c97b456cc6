//! What a person writes: kept exactly as written, or refused with a reason.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

/// The most bytes that one piece of text may have: 1 MiB.
pub const MOST_TEXT_BYTES: usize = 1 << 20;

/// The most characters that a [`Line`] may have.
pub const MOST_LINE_CHARACTERS: usize = 300;

/// Words of any length up to [`MOST_TEXT_BYTES`], never blank, kept exactly as they were typed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, min_length = 1, example = "The client added requirements after the kickoff")]
pub struct Text(String);

/// One line of at most [`MOST_LINE_CHARACTERS`] characters, never blank: a title, a name, a unit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, min_length = 1, max_length = 300, example = "The proposal came a week late")]
pub struct Line(String);

/// Why a piece of text cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error("there is nothing written here; write a few words or leave the field out")]
    Blank,
    /// More than [`MOST_TEXT_BYTES`]; carries the size in bytes.
    #[error("this text has {0} bytes; keep it under {MOST_TEXT_BYTES}, or split it over two entries")]
    TooLong(usize),
    /// More than [`MOST_LINE_CHARACTERS`]; carries the length in characters.
    #[error(
        "this line has {0} characters; keep it to {MOST_LINE_CHARACTERS} and put the rest into the text below it"
    )]
    LineTooLong(usize),
    /// A line break or another control character where one line belongs.
    #[error("this has to fit on one line; take out the line break or control character")]
    NotOneLine,
    /// A NUL character, which no database keeps.
    #[error("there is an unreadable character (NUL) in this text; take it out and try again")]
    Nul,
}

impl Text {
    /// Reads an optional field: blank means not given.
    pub fn optional(text: &str) -> Result<Option<Self>, TextError> {
        if text.trim().is_empty() { Ok(None) } else { text.parse().map(Some) }
    }

    /// Borrows the words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Line {
    /// Reads an optional field: blank means not given.
    pub fn optional(text: &str) -> Result<Option<Self>, TextError> {
        if text.trim().is_empty() { Ok(None) } else { text.parse().map(Some) }
    }

    /// Borrows the words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Text {
    type Error = TextError;

    fn try_from(text: String) -> Result<Self, TextError> {
        if text.trim().is_empty() {
            return Err(TextError::Blank);
        }
        if text.len() > MOST_TEXT_BYTES {
            return Err(TextError::TooLong(text.len()));
        }
        if text.contains('\0') {
            return Err(TextError::Nul);
        }
        Ok(Self(text))
    }
}

impl TryFrom<String> for Line {
    type Error = TextError;

    fn try_from(text: String) -> Result<Self, TextError> {
        if text.trim().is_empty() {
            return Err(TextError::Blank);
        }
        if text.contains('\0') {
            return Err(TextError::Nul);
        }
        if text.chars().any(char::is_control) {
            return Err(TextError::NotOneLine);
        }
        let characters = text.chars().count();
        if characters > MOST_LINE_CHARACTERS {
            return Err(TextError::LineTooLong(characters));
        }
        Ok(Self(text))
    }
}

impl FromStr for Text {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
        text.to_owned().try_into()
    }
}

impl FromStr for Line {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
        text.to_owned().try_into()
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}

impl From<Line> for String {
    fn from(line: Line) -> Self {
        line.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Display for Line {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Reads an optional text field of a JSON object; `null`, a missing field and a blank string all mean not given.
pub(crate) fn optional<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<String>,
    T::Error: fmt::Display,
{
    let Some(text) = Option::<String>::deserialize(from)? else {
        return Ok(None);
    };
    if text.trim().is_empty() {
        return Ok(None);
    }
    T::try_from(text).map(Some).map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_kept_exactly_as_written() {
        let written = "  two spaces, a tab\t, \u{202E}override, 🚑\r\n";
        assert_eq!(written.parse::<Text>().unwrap().as_str(), written);
    }

    #[test]
    fn a_blank_text_is_refused_and_a_blank_optional_field_is_none() {
        assert_eq!(" \n".parse::<Text>(), Err(TextError::Blank));
        assert_eq!(Text::optional(" \n"), Ok(None));
        assert_eq!(Line::optional(""), Ok(None));
    }

    #[test]
    fn a_megabyte_is_kept_and_more_than_a_mebibyte_is_refused() {
        assert!("a".repeat(1_000_000).parse::<Text>().is_ok());
        assert_eq!(
            "a".repeat(MOST_TEXT_BYTES + 1).parse::<Text>(),
            Err(TextError::TooLong(MOST_TEXT_BYTES + 1))
        );
    }

    #[test]
    fn a_nul_is_refused() {
        assert_eq!("a\0b".parse::<Text>(), Err(TextError::Nul));
        assert_eq!("a\0b".parse::<Line>(), Err(TextError::Nul));
    }

    #[test]
    fn a_line_has_no_breaks_and_an_end() {
        assert_eq!("a\nb".parse::<Line>(), Err(TextError::NotOneLine));
        assert_eq!("a".repeat(301).parse::<Line>(), Err(TextError::LineTooLong(301)));
        assert!("é".repeat(300).parse::<Line>().is_ok());
    }
}
