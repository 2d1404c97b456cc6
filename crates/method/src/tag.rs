//! Tags: a person's own words to find an entry by.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The most characters that one tag may have.
const MOST_CHARACTERS: usize = 40;

/// A tag: a word or a few, in lower case, without a comma.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, min_length = 1, max_length = 40, example = "client work")]
pub struct Tag(String);

/// Why a word is no tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TagError {
    /// Nothing but white space.
    #[error("a tag needs a word; write one or leave it out")]
    Blank,
    /// Too long; carries the length in characters.
    #[error("this tag has {0} characters; keep it to {MOST_CHARACTERS}")]
    TooLong(usize),
    /// A comma or a control character.
    #[error("a tag cannot hold a comma or a line break; write two tags instead")]
    NotOne,
}

impl Tag {
    /// Reads a list of tags parted by commas; empty places are passed over.
    pub fn list(text: &str) -> Result<std::collections::BTreeSet<Self>, TagError> {
        text.split(',').filter(|tag| !tag.trim().is_empty()).map(str::parse).collect()
    }

    /// Borrows the tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Tag {
    type Err = TagError;

    /// Trims, lower-cases and joins white space to single spaces; a leading `#` is dropped.
    fn from_str(text: &str) -> Result<Self, TagError> {
        // All of them: what is left has to be the same tag when it is read again.
        let line = text.trim_start_matches(|character: char| character == '#' || character.is_whitespace());
        let tag = line.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let characters = tag.chars().count();
        if tag.is_empty() {
            return Err(TagError::Blank);
        }
        if characters > MOST_CHARACTERS {
            return Err(TagError::TooLong(characters));
        }
        if tag.contains(',') || tag.chars().any(char::is_control) {
            return Err(TagError::NotOne);
        }
        Ok(Self(tag))
    }
}

impl TryFrom<String> for Tag {
    type Error = TagError;

    fn try_from(text: String) -> Result<Self, TagError> {
        text.parse()
    }
}

impl From<Tag> for String {
    fn from(tag: Tag) -> Self {
        tag.0
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_folded_to_one_form() {
        let tags: Vec<_> = Tag::list("  Client   Work, #night shift,, client work")
            .unwrap()
            .into_iter()
            .map(String::from)
            .collect();
        assert_eq!(tags, ["client work", "night shift"]);
    }

    #[test]
    fn what_is_no_tag_is_refused() {
        assert_eq!(" # ".parse::<Tag>(), Err(TagError::Blank));
        assert_eq!("# #".parse::<Tag>(), Err(TagError::Blank));
        assert_eq!("a".repeat(41).parse::<Tag>(), Err(TagError::TooLong(41)));
        assert_eq!("a\u{7}b".parse::<Tag>(), Err(TagError::NotOne));
    }
}
