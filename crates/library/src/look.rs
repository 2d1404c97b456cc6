//! A first look at a file: its form, its encoding, its columns and what they probably hold.

use crate::columns::{self, Column, MOST_VALUES};
use crate::encoding::{Decoded, Encoding, decoded};
use crate::form::{Field, Form, Mapping};
use crate::plain::{mended, plain};
use crate::wrong::{Fault, Wrong};
use crate::{HEAD_BYTES, MOST_COLUMNS, json, kind, links, markdown, table};

/// The most headings of a document that are shown.
const MOST_HEADINGS: usize = 200;

/// What was seen at the start of a file. It is shown to a person, whose changes to the mapping and to the order of
/// dates are followed when the cases are read.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// How it holds cases.
    pub form: Form,
    /// The encoding it is written in.
    pub encoding: Encoding,
    /// Whether letters in it were encoded twice ("itâ€™s"), which is put right as it is read.
    pub is_mended: bool,
    /// Its columns, fields or headings, in their order; none for a list of links.
    pub columns: Vec<Column>,
    /// What they probably hold. What it does not name is left out.
    pub mapping: Mapping,
    /// Whether a column that by its name holds keys is no key, because most are missing or come again.
    pub has_other_keys: bool,
    pub(crate) delimiter: u8,
    pub(crate) are_lines: bool,
}

/// Looks at the start of a file: in which form it is, in which encoding, with which columns, and what they hold.
///
/// `head` is the first [`HEAD_BYTES`] of the file, or all of it where it is shorter.
pub fn look(name: &str, head: &[u8]) -> Result<Look, Wrong> {
    seen(head, |text| form(name, text)).map_err(|fault| Wrong::new(name, 0, &fault))
}

/// Looks at the start of a file of which a person has said the form.
pub fn look_as(name: &str, head: &[u8], form: Form) -> Result<Look, Wrong> {
    seen(head, |_| form).map_err(|fault| Wrong::new(name, 0, &fault))
}

fn seen(head: &[u8], form: impl Fn(&[u8]) -> Form) -> Result<Look, Fault> {
    let is_whole = head.len() < HEAD_BYTES;
    let encoding = Encoding::of(head);
    let head = transcoded(head, encoding)?;
    let head = head.as_slice();
    if head.trim_ascii().is_empty() {
        return Err(Fault::Empty);
    }
    if let Some(kind) = kind::other_than_text(head) {
        return Err(Fault::NotText(kind));
    }
    let form = form(head);
    let text = decoded(head);
    let mut look = Look {
        form,
        encoding,
        is_mended: mended(&text) != text,
        columns: Vec::new(),
        mapping: Mapping::default(),
        has_other_keys: false,
        delimiter: b',',
        are_lines: true,
    };
    match form {
        Form::Table => at_table(head, is_whole, &mut look)?,
        Form::JsonLines => at_objects(head, &mut look),
        Form::Markdown => at_headings(&text, &mut look),
        Form::LinkList => {}
    }
    Ok(look)
}

/// Decodes a head, and cuts off the character that its end may go through.
fn transcoded(head: &[u8], encoding: Encoding) -> Result<Vec<u8>, Fault> {
    let mut bytes = Decoded::new(head, encoding);
    let mut text = Vec::new();
    while bytes.more(&mut text).map_err(Fault::Broken)? {}
    if encoding == Encoding::Utf8
        && let Err(error) = std::str::from_utf8(&text)
    {
        text.truncate(error.valid_up_to());
    }
    Ok(text)
}

fn form(name: &str, head: &[u8]) -> Form {
    let start = head.trim_ascii_start();
    let after_bracket = start.strip_prefix(b"[").map(<[u8]>::trim_ascii_start);
    let is_array = after_bracket
        .is_some_and(|after| after.is_empty() || after.starts_with(b"{") || after.starts_with(b"]"));
    if start.starts_with(b"{") || is_array {
        return Form::JsonLines;
    }
    let text = decoded(head);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "csv" | "tsv" | "tab" => return Form::Table,
        "json" | "jsonl" | "ndjson" => return Form::JsonLines,
        "md" | "markdown" | "mdown" => {
            return if links::is_list(&text) { Form::LinkList } else { Form::Markdown };
        }
        _ => {}
    }
    if links::is_list(&text) {
        return Form::LinkList;
    }
    let is_markdown =
        text.starts_with("---\n") || text.lines().take(20).any(|line| links::heading(line).is_some());
    let (_, alike) = table::delimiter(head, head.len() < HEAD_BYTES);
    if !is_markdown && alike > 0.8 { Form::Table } else { Form::Markdown }
}

fn at_table(head: &[u8], is_whole: bool, look: &mut Look) -> Result<(), Fault> {
    let (delimiter, _) = table::delimiter(head, is_whole);
    look.delimiter = delimiter;
    let rows = table::rows(head, delimiter, is_whole, MOST_VALUES + 1);
    let Some((bytes, first)) = rows.first() else {
        let is_wide = head.split(|byte| *byte == delimiter).nth(MOST_COLUMNS).is_some();
        return Err(if is_wide { Fault::TooManyColumns } else { Fault::EndlessHeader });
    };
    if first.width > MOST_COLUMNS {
        return Err(Fault::TooManyColumns);
    }
    if rows.len() == 1 && is_whole && head.trim_ascii().len() <= bytes.trim_ascii().len() {
        return Err(Fault::NoRows);
    }
    let names = first.names(bytes);
    let column = |column| rows[1..].iter().map(|(bytes, row)| plain(&row.cell(bytes, column))).collect();
    let values: Vec<Vec<String>> = (0..names.len()).map(column).collect();
    guess(&names, &values, look);
    Ok(())
}

fn at_objects(head: &[u8], look: &mut Look) {
    look.are_lines = json::are_lines(head);
    let objects = json::objects(head, look.are_lines, MOST_VALUES);
    let mut names: Vec<String> = Vec::new();
    for (name, _) in objects.iter().flat_map(|object| &object.0) {
        if names.len() < MOST_COLUMNS && !names.contains(name) {
            names.push(name.clone());
        }
    }
    let values =
        |name: &String| objects.iter().map(|object| shown(object.get(name).unwrap_or_default())).collect();
    let values: Vec<Vec<String>> = names.iter().map(values).collect();
    guess(&names, &values, look);
    // hansei's own fields may come later than the first look reaches, or the first record may be longer than that.
    if objects.is_empty() || are_own(&names) {
        for field in Field::ALL {
            if !look.mapping.has(field) {
                look.mapping.add(field, field.word());
            }
        }
    }
}

/// Writes a list as it is shown: with semicolons.
fn shown(value: &str) -> String {
    let list = value.trim_end_matches(crate::object::BETWEEN);
    plain(&list.replace(crate::object::BETWEEN, "; "))
}

fn own_field(name: &str) -> Option<Field> {
    Field::ALL.into_iter().find(|field| field.word() == name)
}

/// Says whether these are hansei's own names for the fields of a case.
fn are_own(names: &[String]) -> bool {
    names.iter().all(|name| own_field(name).is_some())
        && ["key", "title"].iter().all(|own| names.iter().any(|name| name == own))
}

fn guess(names: &[String], values: &[Vec<String>], look: &mut Look) {
    look.columns = names.iter().zip(values).map(|(name, values)| columns::column(name, values)).collect();
    if !are_own(names) {
        (look.mapping, look.has_other_keys) = columns::guess(names, values);
        return;
    }
    look.mapping = Mapping::default();
    for name in names {
        if let Some(field) = own_field(name) {
            look.mapping.add(field, name);
        }
    }
}

fn at_headings(text: &str, look: &mut Look) {
    for (heading, sample, field) in markdown::headings(text).into_iter().take(MOST_HEADINGS) {
        if look.columns.iter().any(|column| column.name == heading) {
            continue;
        }
        if let Some(field) = field {
            look.mapping.add(field, &heading);
        }
        let sample = crate::plain::cut(&sample, 120).unwrap_or(sample);
        look.columns.push(Column { name: heading, sample, dates: None });
    }
}
