//! One line of a list, and which lines are asked for.

use hansei_method::entry::{Kind, Significance};
use hansei_method::factor::Control;
use hansei_method::id::EntryId;
use hansei_method::record::Record;
use hansei_method::stage::StageKind;
use hansei_method::tag::Tag;
use hansei_store::{Filter, Listed};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An entry as it stands in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EntryLine {
    /// The entry.
    id: EntryId,
    /// Its version.
    #[schema(minimum = 1)]
    version: i64,
    /// What happened, in one line.
    title: String,
    /// What sort of event it was.
    kind: Kind,
    /// How deep its review goes.
    significance: Significance,
    /// How far its review has come.
    stage: StageKind,
    /// The four fields of the log.
    record: Record,
    /// Its tags, in order.
    #[schema(value_type = Vec<String>)]
    tags: Vec<Tag>,
    /// The kinds of control that its factors were sorted under.
    controls: Vec<Control>,
    /// When it was written down.
    captured_at: Timestamp,
    /// When it was saved last.
    saved_at: Timestamp,
    /// Which attempt at a goal it was; `null` when it is not one of several.
    attempt: Option<u32>,
    /// Whole minutes spent on the review.
    minutes: i64,
}

/// Which entries are asked for; everything that is left out lets all through.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Filters {
    /// Only this kind.
    kind: Option<Kind>,
    /// Only reviews that have come just this far.
    stage: Option<StageKind>,
    /// Only open reviews.
    unfinished: bool,
    /// Only entries with a factor sorted so.
    control: Option<Control>,
    /// Only entries with this tag.
    #[schema(value_type = Option<String>)]
    tag: Option<Tag>,
    /// Only what happened on this day or later.
    from: Option<Date>,
    /// Only what happened on this day or earlier.
    to: Option<Date>,
}

impl From<Listed> for EntryLine {
    fn from(line: Listed) -> Self {
        Self {
            id: line.id,
            version: line.version,
            title: line.title,
            kind: line.kind,
            significance: line.significance,
            stage: line.stage,
            record: line.record,
            tags: line.tags,
            controls: line.controls,
            captured_at: line.captured_at,
            saved_at: line.saved_at,
            attempt: line.attempt,
            minutes: line.minutes,
        }
    }
}

impl From<Filters> for Filter {
    fn from(filters: Filters) -> Self {
        let Filters { kind, stage, unfinished, control, tag, from, to } = filters;
        Self { kind, stage, unfinished, control, tag, from, to, ..Self::default() }
    }
}

/// Turns the lines of a list into what is answered.
pub(super) fn lines(listed: Vec<Listed>) -> Vec<EntryLine> {
    listed.into_iter().map(EntryLine::from).collect()
}
