//! In which form a file holds its cases, and which of its columns is what.

use std::collections::BTreeMap;

/// How a file holds cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// One case a file, told under headings, with or without front matter.
    Markdown,
    /// One case a row, its fields in columns.
    Table,
    /// One case a line, each a JSON object.
    JsonLines,
    /// A Markdown list of links, each with a line about what is behind it.
    LinkList,
}

/// What a column can hold of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// Which columns hold which field; several columns of one field are joined in this order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// The names of the columns, for each field that has any.
    pub columns: BTreeMap<Field, Vec<String>>,
}
