//! Which entries are asked for, and how that is said in SQL.

use hansei_method::entry::Kind;
use hansei_method::factor::Control;
use hansei_method::stage::StageKind;
use hansei_method::tag::Tag;
use jiff::civil::Date;

use crate::query::Query;

/// Which entries are asked for. The default is all that are not in the trash.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Only reviews that have come just this far.
    pub stage: Option<StageKind>,
    /// Only open reviews.
    pub unfinished: bool,
    /// Only entries with a factor sorted so.
    pub control: Option<Control>,
    /// Only entries with this tag.
    pub tag: Option<Tag>,
    /// Only what happened on this day or later.
    pub from: Option<Date>,
    /// Only what happened on this day or earlier.
    pub to: Option<Date>,
    /// Only entries with a lesson, or only those without.
    pub has_lesson: Option<bool>,
    /// Leaves out entries that were put off until after this day.
    pub asked_on: Option<Date>,
}

/// Writes a control as the database holds it.
pub(crate) fn control_word(control: Control) -> &'static str {
    match control {
        Control::Mine => "mine",
        Control::Partly => "partly",
        Control::Outside => "outside",
    }
}

impl Filter {
    /// Adds the conditions on an entry `e`; each begins with `AND`.
    pub(crate) fn write(&self, query: &mut Query) {
        query.text(" AND e.deleted_at IS NULL");
        if let Some(kind) = self.kind {
            query.text(" AND e.kind = ").value(kind.word());
        }
        if let Some(stage) = self.stage {
            query.text(" AND e.stage = ").value(stage.word());
        }
        if self.unfinished {
            // Word for word as in the index that serves it.
            query.text(" AND e.stage <> 'done'");
        }
        if let Some(from) = self.from {
            query.text(" AND e.occurred >= ").value(from.to_string());
        }
        if let Some(to) = self.to {
            // "U" comes after the "T" that starts a time, so every time of that day is before it.
            query.text(" AND e.occurred < ").value(format!("{to}U"));
        }
        if let Some(has_lesson) = self.has_lesson {
            query.text(if has_lesson { " AND e.lesson IS NOT NULL" } else { " AND e.lesson IS NULL" });
        }
        if let Some(day) = self.asked_on {
            query.text(" AND (e.not_before IS NULL OR e.not_before <= ").value(day.to_string()).text(")");
        }
    }

    /// Adds the conditions that other tables answer, other than the one that is walked along already.
    pub(crate) fn write_memberships(&self, query: &mut Query, walked: Walked) {
        if let Some(tag) = self.tag.as_ref().filter(|_| walked != Walked::Tag) {
            query
                .text(" AND EXISTS (SELECT 1 FROM entry_tag t WHERE t.space = e.space AND t.occurred = e.occurred AND t.id = e.id AND t.tag = ")
                .value(tag.as_str())
                .text(")");
        }
        if let Some(control) = self.control.filter(|_| walked != Walked::Control) {
            query
                .text(" AND EXISTS (SELECT 1 FROM entry_control c WHERE c.space = e.space AND c.occurred = e.occurred AND c.id = e.id AND c.control = ")
                .value(control_word(control))
                .text(")");
        }
    }

    /// Chooses the table whose order a list walks along, newest first.
    pub(crate) fn walked(&self) -> Walked {
        if self.tag.is_some() {
            return Walked::Tag;
        }
        if self.control.is_some() {
            return Walked::Control;
        }
        Walked::Entry
    }
}

/// The table whose order a list walks along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Walked {
    Entry,
    Tag,
    Control,
}
