//! A form as it was typed: fields, and lists of rows.

use std::collections::{BTreeMap, HashMap};

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use hansei_method::items::{Item, Items};

use crate::error::Problem;
use crate::extract::too_much;
use crate::pages::frame::encoded;

/// The most rows that one form may carry in all its lists: twice what a timeline can hold.
pub(crate) const MOST_ROWS: usize = 10_000;

/// What was typed into a page. A field that is missing and one that is empty are the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Form {
    fields: BTreeMap<String, String>,
    lists: BTreeMap<String, Vec<Row>>,
}

/// One row of a list, in the order in which the page held it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Row {
    key: u32,
    fields: BTreeMap<String, String>,
}

/// Why a form cannot be read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FormError {
    /// More than [`MOST_ROWS`].
    #[error("this form has more than {MOST_ROWS} rows; save it in parts")]
    TooManyRows,
}

impl Form {
    /// Reads the body of a form. `moment.3.what` is the field "what" in the row with the key 3 of the list "moment".
    ///
    /// Of a field that stands twice the first counts. What the browser did to line breaks is undone.
    pub(crate) fn parse(body: &str) -> Result<Self, FormError> {
        let mut form = Self::default();
        let mut places: HashMap<(String, u32), usize> = HashMap::new();
        for pair in body.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decoded(name), decoded(value).replace("\r\n", "\n"));
            let Some((list, key, field)) = row_field(&name) else {
                form.fields.entry(name).or_insert(value);
                continue;
            };
            let rows = form.lists.entry(list.to_owned()).or_default();
            let place = *places.entry((list.to_owned(), key)).or_insert(rows.len());
            if place == rows.len() {
                rows.push(Row { key, fields: BTreeMap::new() });
            }
            rows[place].fields.entry(field.to_owned()).or_insert(value);
            if places.len() > MOST_ROWS {
                return Err(FormError::TooManyRows);
            }
        }
        Ok(form)
    }

    /// Writes the form as the body that it was read from, in a settled order.
    pub(crate) fn encoded(&self) -> String {
        let fields = self.fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        let rows = self.lists.iter().flat_map(|(list, rows)| {
            rows.iter().enumerate().flat_map(move |(at, row)| {
                let pair = move |(field, value): (&String, &String)| {
                    format!("{}.{at}.{}={}", encoded(list), encoded(field), encoded(value))
                };
                row.fields.iter().map(pair)
            })
        });
        fields.chain(rows).collect::<Vec<_>>().join("&")
    }

    /// Borrows what stands in a field; empty when there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// Puts something into a field; nothing takes the field away.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        if value.is_empty() {
            self.fields.remove(name);
            return;
        }
        self.fields.insert(name.to_owned(), value);
    }

    /// Takes a field out and returns what stood in it.
    pub(crate) fn take(&mut self, name: &str) -> String {
        self.fields.remove(name).unwrap_or_default()
    }

    /// Borrows the rows of a list.
    pub(crate) fn rows(&self, list: &str) -> &[Row] {
        self.lists.get(list).map_or(&[], Vec::as_slice)
    }

    /// Adds a row at the end of a list.
    pub(crate) fn push(&mut self, list: &str, mut row: Row) {
        let rows = self.lists.entry(list.to_owned()).or_default();
        row.key = rows.iter().map(|row| row.key).max().map_or(0, |most| most.saturating_add(1));
        rows.push(row);
    }

    /// Puts an empty row at a place of a list, or at its end.
    pub(crate) fn insert(&mut self, list: &str, place: usize) {
        let rows = self.lists.entry(list.to_owned()).or_default();
        let key = rows.iter().map(|row| row.key).max().map_or(0, |most| most.saturating_add(1));
        rows.insert(place.min(rows.len()), Row { key, fields: BTreeMap::new() });
    }

    /// Takes the row with this key out of a list.
    pub(crate) fn remove(&mut self, list: &str, key: u32) {
        if let Some(rows) = self.lists.get_mut(list) {
            rows.retain(|row| row.key != key);
        }
    }

    /// Moves the row with this key by one place; at the end of the list it stays. Returns the place it has then.
    pub(crate) fn shift(&mut self, list: &str, key: u32, later: bool) -> Option<usize> {
        let rows = self.lists.get_mut(list)?;
        let from = rows.iter().position(|row| row.key == key)?;
        let to = if later { (from + 1).min(rows.len() - 1) } else { from.saturating_sub(1) };
        rows.swap(from, to);
        Some(to)
    }

    /// Lets go of the rows of a list in which none of these fields says anything.
    pub(crate) fn drop_blank(&mut self, list: &str, fields: &[&str]) {
        if let Some(rows) = self.lists.get_mut(list) {
            rows.retain(|row| fields.iter().any(|field| !row.get(field).trim().is_empty()));
        }
    }

    /// Lists what stands in this form and nowhere in the other: what would be lost if the other took its place.
    pub(crate) fn missing_from(&self, other: &Self) -> Vec<&str> {
        let there: std::collections::HashSet<&str> = other.values().collect();
        self.values().filter(|value| !value.trim().is_empty() && !there.contains(value)).collect()
    }

    /// Writes down everything that was typed, a paragraph for each field, to be copied by hand.
    ///
    /// What the page sends by itself (numbers of rows, the version, the button) is nobody's words and is left out.
    pub(crate) fn texts(&self) -> String {
        const OWN: [&str; 9] =
            ["do", "version", "key", "number", "then", "question", "place", "target", "factor"];
        let rows = self.lists.values().flatten().flat_map(|row| &row.fields);
        let words = self
            .fields
            .iter()
            .chain(rows)
            .filter(|(name, value)| !OWN.contains(&name.as_str()) && !value.trim().is_empty());
        words.map(|(_, value)| value.as_str()).collect::<Vec<_>>().join("\n\n")
    }

    fn values(&self) -> impl Iterator<Item = &str> {
        let rows = self.lists.values().flatten().flat_map(|row| row.fields.values());
        self.fields.values().chain(rows).map(String::as_str)
    }
}

impl Row {
    /// Makes a row from its fields; those with nothing in them are left out.
    pub(crate) fn of<const N: usize>(fields: [(&str, String); N]) -> Self {
        let fields = fields.into_iter().filter(|(_, value)| !value.is_empty());
        Self { key: 0, fields: fields.map(|(name, value)| (name.to_owned(), value)).collect() }
    }

    /// Borrows what stands in a field; empty when there is none.
    pub(crate) fn get(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", String::as_str)
    }

    /// Returns the key that the page gave the row, by which its buttons name it.
    pub(crate) fn key(&self) -> u32 {
        self.key
    }

    /// Reads the number of the item that the row shows; `None` for a row that is new.
    pub(crate) fn number(&self) -> Option<u32> {
        self.get("number").parse().ok()
    }

    /// Returns the number of the item that the row shows; 0, for none yet, when the list that was saved has no such item.
    pub(crate) fn number_in<T: Item>(&self, saved: &Items<T>) -> u32 {
        self.number().filter(|number| saved.get(*number).is_some()).unwrap_or(0)
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let body = Bytes::from_request(request, state).await.map_err(|rejection| too_much(&rejection))?;
        let body = str::from_utf8(&body).map_err(|_| {
            Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "this form is not UTF-8; send it again from the page",
            )
        })?;
        Self::parse(body).map_err(|error| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, error.to_string()))
    }
}

/// Takes "moment.3.what" apart; `None` for the name of a plain field. A key has no sign and no leading zeros.
fn row_field(name: &str) -> Option<(&str, u32, &str)> {
    let (list, rest) = name.split_once('.')?;
    let (key, field) = rest.split_once('.')?;
    let number: u32 = key.parse().ok()?;
    let is_plain = number.to_string() == key && !list.is_empty() && !field.is_empty() && !field.contains('.');
    is_plain.then_some((list, number, field))
}

/// Undoes the encoding of a form. What is no UTF-8 becomes the replacement character.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, after) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, after @ ..]) => match (nibble(*high), nibble(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high << 4 | low);
                    rest = after;
                }
                _ => bytes.push(b'%'),
            },
            (byte, _) => bytes.push(*byte),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn nibble(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whats(form: &Form) -> Vec<&str> {
        form.rows("moment").iter().map(|row| row.get("what")).collect()
    }

    #[test]
    fn rows_come_in_the_order_of_the_page_whatever_their_keys() {
        let form = Form::parse("moment.7.what=b&moment.2.what=c&statement=s&moment.7.when=1").unwrap();
        assert_eq!(whats(&form), ["b", "c"]);
        assert_eq!((form.rows("moment")[0].get("when"), form.get("statement")), ("1", "s"));
    }

    #[test]
    fn hostile_keys_are_plain_fields_and_make_no_rows() {
        let body = "moment.99999999999.what=a&moment.-1.what=b&moment..what=c&moment.1.2.what=d&moment.01.what=e&\
                    .1.what=f&moment.1.=g&moment.+1.what=h&moment.%31.what=i";
        let form = Form::parse(body).unwrap();
        // The last one is written in a strange way, and is the row 1 all the same.
        assert_eq!(whats(&form), ["i"]);
        assert_eq!(form.get("moment.1.2.what"), "d");
    }

    #[test]
    fn of_a_field_that_stands_twice_the_first_counts() {
        let form = Form::parse("a=1&a=2&m.0.b=3&m.0.b=4").unwrap();
        assert_eq!((form.get("a"), form.rows("m")[0].get("b")), ("1", "3"));
    }

    #[test]
    fn ten_thousand_rows_are_read_and_one_more_is_refused() {
        let body = |rows: usize| (0..rows).map(|at| format!("m.{at}.a=x")).collect::<Vec<_>>().join("&");
        assert_eq!(Form::parse(&body(MOST_ROWS)).unwrap().rows("m").len(), MOST_ROWS);
        assert_eq!(Form::parse(&body(MOST_ROWS + 1)), Err(FormError::TooManyRows));
    }

    #[test]
    fn text_arrives_as_it_was_typed() {
        let form = Form::parse("a=one%0D%0Atwo+%2B+%C3%B6%E2%80%AE&b=100%&c=%zz&d=%ff&e").unwrap();
        assert_eq!(form.get("a"), "one\ntwo + ö\u{202e}");
        assert_eq!(
            (form.get("b"), form.get("c"), form.get("d"), form.get("e")),
            ("100%", "%zz", "\u{fffd}", "")
        );
    }

    #[test]
    fn a_form_survives_being_written_and_read() {
        let form = Form::parse("a=x%26y%3D1&m.0.what=%0Aö&m.4.what=b&m.4.when=").unwrap();
        let again = Form::parse(&form.encoded()).unwrap();
        assert_eq!(again.rows("m").len(), 2);
        assert_eq!(again.encoded(), form.encoded());
        assert_eq!((again.get("a"), again.rows("m")[0].get("what")), ("x&y=1", "\nö"));
    }

    #[test]
    fn rows_move_and_go_by_their_key() {
        let mut form = Form::parse("moment.5.what=a&moment.6.what=b&moment.9.what=c").unwrap();
        assert_eq!(form.shift("moment", 9, false), Some(1));
        assert_eq!(form.shift("moment", 5, false), Some(0));
        assert_eq!(form.shift("moment", 6, true), Some(2));
        form.remove("moment", 5);
        form.remove("moment", 77);
        assert_eq!(whats(&form), ["c", "b"]);
        assert_eq!(form.shift("nothing", 0, true), None);
    }

    #[test]
    fn rows_that_say_nothing_are_let_go() {
        let mut form = Form::parse("m.0.what=+%0A&m.0.known=then&m.1.what=x").unwrap();
        form.drop_blank("m", &["what"]);
        assert_eq!(form.rows("m").len(), 1);
    }

    #[test]
    fn what_another_form_lacks_is_listed() {
        let one = Form::parse("a=x&m.0.b=y&c=+").unwrap();
        let two = Form::parse("z=x").unwrap();
        assert_eq!(one.missing_from(&two), ["y"]);
    }
}
