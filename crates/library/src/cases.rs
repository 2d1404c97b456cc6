//! The cases of a file, read one at a time.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Read;

use hansei_method::case::Case;
use hansei_method::text::{Line, MOST_TEXT_BYTES, Text};

use crate::MOST_RECORD_BYTES;
use crate::columns::is_plural;
use crate::dates::DayOrder;
use crate::draft::Draft;
use crate::encoding::decoded;
use crate::form::{Field, Form};
use crate::input::Input;
use crate::json::Objects;
use crate::links::Links;
use crate::look::Look;
use crate::markdown;
use crate::object::{BETWEEN, Object};
use crate::plain::{one_line, plain};
use crate::remark::Remark;
use crate::table::Rows;
use crate::wrong::{Fault, Wrong};

/// A case as it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The line where it begins; the first is 1.
    pub line: u64,
    /// The case. Its key is as the file has it, and two of a file may have the same.
    pub case: Case,
    /// What was decided about it.
    pub remarks: Vec<Remark>,
}

/// Reads the cases of a file one at a time, each with the line where it begins.
///
/// A record that holds no case is [`Wrong`] and the next one follows, unless the fault is the end of the file. Nothing
/// of a file is held but the record that is being read.
pub fn cases<R: Read>(name: &str, bytes: R, look: &Look) -> Cases<R> {
    let records = match look.form {
        Form::Table => {
            Records::Rows { rows: Rows::new(look.delimiter), places: HashMap::new(), has_names: false }
        }
        Form::JsonLines => Records::Objects(Objects::new(look.are_lines)),
        Form::LinkList => Records::Links(Links::default()),
        Form::Markdown => Records::Document { is_read: false },
    };
    let input = Input::new(bytes, look.encoding);
    Cases { name: name.to_owned(), input, look: look.clone(), records, has_any: false, is_over: false }
}

/// The cases of a file; see [`cases`].
pub struct Cases<R> {
    name: String,
    input: Input<R>,
    look: Look,
    records: Records,
    has_any: bool,
    is_over: bool,
}

enum Records {
    Rows { rows: Rows, places: HashMap<String, usize>, has_names: bool },
    Objects(Objects),
    Links(Links),
    Document { is_read: bool },
}

impl<R: Read> Iterator for Cases<R> {
    type Item = Result<Found, Wrong>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let Some((line, found)) = self.record() else {
            self.is_over = true;
            let fault = if self.look.form == Form::Table { Fault::NoRows } else { Fault::NoCases };
            return (!self.has_any).then(|| Err(Wrong::new(&self.name, 0, &fault)));
        };
        self.has_any = true;
        Some(match found {
            Ok((case, remarks)) => Ok(Found { line, case, remarks }),
            Err(fault) => {
                let wrong = Wrong::new(&self.name, line, &fault);
                self.is_over = wrong.is_end;
                Err(wrong)
            }
        })
    }
}

/// A case, and what was decided about it.
type Told = (Case, Vec<Remark>);

impl<R: Read> Cases<R> {
    fn record(&mut self) -> Option<(u64, Result<Told, Fault>)> {
        let Self { name, input, look, records, .. } = self;
        match records {
            Records::Rows { rows, places, has_names } => loop {
                let (line, row) = rows.next(input)?;
                let row = match row {
                    Ok(row) => row,
                    Err(fault) => return Some((line, Err(fault))),
                };
                let bytes = &input.held()[..row.length];
                if !std::mem::replace(has_names, true) {
                    *places = row.names(bytes).into_iter().zip(0..).collect();
                    continue;
                }
                let cell = |column: &str| Some(row.cell(bytes, *places.get(column)?));
                return Some((line, gathered(look, cell).and_then(Draft::told)));
            },
            Records::Objects(objects) => {
                let (line, object) = objects.next(input)?;
                Some((line, object.and_then(|object| from_object(look, &object))))
            }
            Records::Links(links) => {
                let (line, draft) = links.next(input)?;
                Some((line, draft.and_then(Draft::told)))
            }
            Records::Document { is_read } => {
                if std::mem::replace(is_read, true) {
                    return None;
                }
                Some((1, document(name, input, look)))
            }
        }
    }
}

fn document<R: Read>(name: &str, input: &mut Input<R>, look: &Look) -> Result<Told, Fault> {
    while input.more().map_err(Fault::Broken)? {
        if input.is_full() {
            return Err(Fault::TooLarge);
        }
    }
    markdown::draft(name, &decoded(input.held()), look)?.told()
}

fn from_object(look: &Look, object: &Object) -> Result<Told, Fault> {
    if let Some(case) = own(look, object) {
        let is_other = case.link.is_some() && case.web_link().is_none();
        return Ok((case, is_other.then_some(Remark::OtherLink).into_iter().collect()));
    }
    gathered(look, |column| object.get(column).map(Cow::Borrowed))?.told()
}

/// Reads an object that is a case of hansei's own, every text exactly as it stands there; `None` when it is not one.
fn own(look: &Look, object: &Object) -> Option<Case> {
    let is_own = |(name, _): &(String, String)| {
        Field::ALL.into_iter().any(|field| field.word() == name && look.mapping.field(name) == Some(field))
    };
    if !object.0.iter().all(is_own) {
        return None;
    }
    let text = |field: Field| Text::optional(object.get(field.word()).unwrap_or_default()).ok();
    let line = |field: Field| Line::optional(object.get(field.word()).unwrap_or_default()).ok();
    let labels = object.get("labels").unwrap_or_default();
    let labels = labels.split(BETWEEN).filter(|label| !label.is_empty()).map(str::parse);
    Some(Case {
        key: line(Field::Key)??,
        title: line(Field::Title)??,
        intended: text(Field::Intended)?,
        happened: text(Field::Happened)?,
        why: text(Field::Why)?,
        response: text(Field::Response)?,
        change: text(Field::Change)?,
        lesson: text(Field::Lesson)?,
        occurred: match object.get("occurred") {
            Some(occurred) if !occurred.is_empty() => Some(occurred.parse().ok()?),
            _ => None,
        },
        link: line(Field::Link)?,
        labels: labels.collect::<Result<_, _>>().ok()?,
    })
    .filter(|case| case.labels.len() <= hansei_method::case::MOST_LABELS)
}

/// Gathers a case from the columns that the mapping names.
fn gathered<'c>(look: &Look, cell: impl Fn(&str) -> Option<Cow<'c, str>>) -> Result<Draft, Fault> {
    let mut draft = Draft::default();
    for (field, columns) in &look.mapping.columns {
        for column in columns {
            let Some(value) = cell(column).filter(|value| !value.trim().is_empty()) else { continue };
            // Tags and entities can make a text longer than what is left of it, but not by so much.
            if value.len() > MOST_RECORD_BYTES / 2 {
                return Err(Fault::TextTooLong { field: *field, bytes: value.len().max(MOST_TEXT_BYTES) });
            }
            match field {
                Field::Occurred => {
                    let order = |known: &&crate::columns::Column| known.name == *column;
                    let order = look.columns.iter().find(order).and_then(|column| column.dates.as_ref());
                    let order = order.map_or(DayOrder::Unclear, |dates| dates.order);
                    draft.day(&plain(&value), order);
                }
                Field::Labels => labels(column, &value).iter().for_each(|label| draft.label(&plain(label))),
                Field::Key | Field::Link | Field::Title if draft.has(*field) => {}
                Field::Key | Field::Link => draft.add(*field, &one_line(&listed(&value))),
                Field::Title => draft.add(*field, &one_line(&plain(&listed(&value)))),
                _ => draft.add(*field, &plain(&listed(&value))),
            }
        }
    }
    Ok(draft)
}

/// Writes a list as lines.
fn listed(value: &str) -> Cow<'_, str> {
    if value.contains(BETWEEN) { Cow::Owned(value.replace(BETWEEN, "\n")) } else { Cow::Borrowed(value) }
}

/// Splits labels: a list as it is, and a text at what stands between its parts.
fn labels(column: &str, value: &str) -> Vec<String> {
    let split = |mark: &[char]| value.split(mark).map(str::to_owned).collect();
    if value.contains(BETWEEN) {
        return split(&[BETWEEN]);
    }
    if value.starts_with('[')
        && let Ok(list) = serde_json::from_str::<Vec<String>>(value)
    {
        return list;
    }
    for mark in [';', '|', '\n'] {
        if value.contains(mark) {
            return split(&[mark]);
        }
    }
    if is_plural(column) { split(&[',']) } else { vec![value.to_owned()] }
}
