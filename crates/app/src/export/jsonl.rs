//! JSON Lines: a header, then one line an entry with every field of it. Complete, and the one to keep.

use std::collections::BTreeSet;
use std::io::{self, Write};

use hansei_method::adoption::Adoption;
use hansei_method::career::CareerStory;
use hansei_method::entry::Entry;
use hansei_method::id::EntryId;
use hansei_method::opportunity::Opportunity;
use hansei_method::parameters::Parameters;
use hansei_method::pattern::{Pattern, PatternKey, Standing};
use hansei_method::practice::Practice;
use hansei_method::quarter::Quarter;
use hansei_method::text::Line;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::SCHEMA;

/// The first line: what the file is, and how many entries it promises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    /// What it is: "export".
    pub(crate) hansei: String,
    /// The version of the format.
    pub(crate) schema: u32,
    /// When it was written.
    pub(crate) exported_at: Timestamp,
    /// How many entries follow.
    pub(crate) entries: u64,
}

/// Any other line.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct EntryLine<E> {
    /// The version of the format.
    pub(crate) schema: u32,
    /// The entry, every field of it.
    pub(crate) entry: E,
}

/// What a line beside the entries says it is.
pub(crate) const BESIDE: &str = "beside";

/// A line beside the entries. It says `hansei` like the header, so that readers which do not know it pass over it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct BesideLine {
    /// What it is: "beside".
    pub(crate) hansei: String,
    /// The version of the format.
    pub(crate) schema: u32,
    /// What it holds.
    #[serde(flatten)]
    pub(crate) beside: Beside,
}

/// What is kept beside the entries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Beside {
    /// A lesson adopted from somebody else's failure.
    Adoption(Box<Adopted>),
    /// What the person said of two entries.
    Verdict(Verdict),
    /// What the person said of a pattern, as it stands.
    Pattern(Box<Judged>),
    /// The review of a period, a draft or frozen.
    Quarter(Box<Quarter>),
    /// What is practised, with what was observed of it.
    Practice(Box<Practised>),
    /// The numbers by which the state of a lesson is told, where they are not the defaults.
    Parameters(Box<Parameters>),
    /// A career story, with its chapters about entries of the file.
    Career(Box<CareerStory>),
}

/// What is practised, with what was observed of it. Where that is much, it goes on in another line with the same practice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Practised {
    /// The practice.
    pub(crate) practice: Practice,
    /// What was observed, without what was taken back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) observed: Vec<Opportunity>,
}

impl Practised {
    /// The most observations that stand in one line.
    const MOST_OBSERVED: usize = 1_000;

    /// Divides a practice with what was observed of it into lines that are not too long; at least one.
    pub(super) fn lines(practice: Practice, mut observed: Vec<Opportunity>) -> Vec<Self> {
        let mut lines = Vec::new();
        while observed.len() > Self::MOST_OBSERVED {
            let rest = observed.split_off(Self::MOST_OBSERVED);
            lines.push(Self { practice: practice.clone(), observed });
            observed = rest;
        }
        lines.push(Self { practice, observed });
        lines
    }
}

/// What the person said of a pattern: all of it but what was said before that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Judged {
    /// Its key.
    pub(crate) key: PatternKey,
    /// When that was said; `None` counts as the time at which it comes in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) said_at: Option<Timestamp>,
    /// What was done last, in a few words: "renamed".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) action: Option<Line>,
    /// What was said of it as a whole.
    standing: Stands,
    /// The name it goes by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Line>,
    /// Whether the person gave it that name.
    #[serde(default)]
    is_named: bool,
    /// Its evidence when something was last said of it as a whole.
    #[serde(default)]
    members: BTreeSet<EntryId>,
    /// Entries that belong to it because the person says so.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    added: BTreeSet<EntryId>,
    /// Entries that do not belong to it because the person says so.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    removed: BTreeSet<EntryId>,
}

/// How a pattern stands, as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Stands {
    Open,
    Confirmed,
    Rejected,
    Merged(PatternKey),
}

impl Judged {
    /// Writes down what was said of a pattern.
    pub(crate) fn of(key: PatternKey, (said_at, action): (Timestamp, String), pattern: Pattern) -> Self {
        let action = action.parse().ok();
        let Pattern { standing, name, is_named, members, added, removed } = pattern;
        let standing = match standing {
            Standing::Open => Stands::Open,
            Standing::Confirmed => Stands::Confirmed,
            Standing::Rejected => Stands::Rejected,
            Standing::Merged(into) => Stands::Merged(into),
        };
        Self { key, said_at: Some(said_at), action, standing, name, is_named, members, added, removed }
    }

    /// Reads what was said.
    pub(crate) fn pattern(self) -> Pattern {
        let standing = match self.standing {
            Stands::Open => Standing::Open,
            Stands::Confirmed => Standing::Confirmed,
            Stands::Rejected => Standing::Rejected,
            Stands::Merged(into) => Standing::Merged(into),
        };
        let Self { name, is_named, members, added, removed, .. } = self;
        Pattern { standing, name, is_named, members, added, removed }
    }
}

/// A lesson adopted from somebody else's failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Adopted {
    /// When it was adopted; `None` counts as the time at which it comes in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) adopted_at: Option<Timestamp>,
    /// The adopted lesson.
    #[serde(flatten)]
    pub(crate) adoption: Adoption,
}

/// What the person said of two entries: whether they are the same kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Verdict {
    /// The one.
    pub(crate) one: EntryId,
    /// The other.
    pub(crate) other: EntryId,
    /// Whether they are the same kind.
    pub(crate) same: bool,
}

pub(super) fn write_beside(out: &mut impl Write, beside: Beside) -> io::Result<()> {
    write_line(out, &BesideLine { hansei: BESIDE.to_owned(), schema: SCHEMA, beside })
}

pub(super) fn write_header(out: &mut impl Write, exported_at: Timestamp, entries: u64) -> io::Result<()> {
    write_line(out, &Header { hansei: "export".to_owned(), schema: SCHEMA, exported_at, entries })
}

pub(super) fn write_entry(out: &mut impl Write, entry: &Entry) -> io::Result<()> {
    write_line(out, &EntryLine { schema: SCHEMA, entry })
}

fn write_line(out: &mut impl Write, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}
