//! In which form a file holds its cases, and which of its columns is what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How a file holds cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// One case a file, told under headings, with or without front matter.
    Markdown,
    /// One case a row, its fields in columns.
    Table,
    /// One case a line, each a JSON object; or one JSON array of objects.
    JsonLines,
    /// A Markdown list of links, each with a line about what is behind it.
    LinkList,
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Markdown, Self::Table, Self::JsonLines, Self::LinkList];

    /// Names it for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Markdown => "Markdown",
            Self::Table => "a table",
            Self::JsonLines => "JSON",
            Self::LinkList => "a list of links",
        }
    }
}

/// What a column can hold of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// What the collection calls the case.
    Key,
    /// Its title.
    Title,
    /// What was intended.
    Intended,
    /// What happened.
    Happened,
    /// How it came about.
    Why,
    /// How they responded.
    Response,
    /// What they changed.
    Change,
    /// What they learned.
    Lesson,
    /// When it happened.
    Occurred,
    /// Where it can be read in full.
    Link,
    /// What it is filed under.
    Labels,
}

impl Field {
    /// All of them, in the order of a case.
    pub const ALL: [Self; 11] = [
        Self::Key,
        Self::Title,
        Self::Intended,
        Self::Happened,
        Self::Why,
        Self::Response,
        Self::Change,
        Self::Lesson,
        Self::Occurred,
        Self::Link,
        Self::Labels,
    ];

    /// The fields that tell, in the order of a review.
    pub(crate) const TOLD: [Self; 6] =
        [Self::Intended, Self::Happened, Self::Why, Self::Response, Self::Change, Self::Lesson];

    /// Names it for people: "what happened".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Key => "the key",
            Self::Title => "the title",
            Self::Intended => "what they intended",
            Self::Happened => "what happened",
            Self::Why => "how it came about",
            Self::Response => "how they responded",
            Self::Change => "what they changed",
            Self::Lesson => "what they learned",
            Self::Occurred => "when it happened",
            Self::Link => "the link",
            Self::Labels => "the labels",
        }
    }

    /// Returns the name that it has in a case of hansei's own: "happened".
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Title => "title",
            Self::Intended => "intended",
            Self::Happened => "happened",
            Self::Why => "why",
            Self::Response => "response",
            Self::Change => "change",
            Self::Lesson => "lesson",
            Self::Occurred => "occurred",
            Self::Link => "link",
            Self::Labels => "labels",
        }
    }
}

/// Which columns hold which field; several columns of one field are joined in this order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The names of the columns, for each field that has any.
    pub columns: BTreeMap<Field, Vec<String>>,
}

impl Mapping {
    /// Returns the field that a column holds; `None` when it is left out.
    #[must_use]
    pub fn field(&self, column: &str) -> Option<Field> {
        self.columns
            .iter()
            .find(|(_, names)| names.iter().any(|name| name == column))
            .map(|(field, _)| *field)
    }

    pub(crate) fn add(&mut self, field: Field, column: &str) {
        self.columns.entry(field).or_default().push(column.to_owned());
    }

    pub(crate) fn has(&self, field: Field) -> bool {
        self.columns.contains_key(&field)
    }
}
