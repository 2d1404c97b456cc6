//! Found beside expected, value by value; what differs is gathered and told at the end.

use serde_json::Value;

/// The numbers that the product rounds have four digits after the point.
const NEAR: f64 = 1.01e-4;

/// The most differences that are told.
const MOST_TOLD: usize = 40;

/// How much was compared, and what differs.
#[derive(Debug, Default)]
pub(crate) struct Compared {
    pub(crate) values: usize,
    pub(crate) wrong: Vec<String>,
}

impl Compared {
    /// Compares two values to their last leaf.
    pub(crate) fn same(&mut self, place: &str, found: &Value, expected: &Value) {
        match (found, expected) {
            (Value::Object(one), Value::Object(other)) => {
                for name in other.keys().chain(one.keys().filter(|name| !other.contains_key(*name))) {
                    self.same(&format!("{place}.{name}"), &found[name], &expected[name]);
                }
            }
            (Value::Array(one), Value::Array(other)) => {
                for at in 0..one.len().max(other.len()) {
                    let (found, expected) = (one.get(at), other.get(at));
                    self.same(
                        &format!("{place}[{at}]"),
                        found.unwrap_or(&Value::Null),
                        expected.unwrap_or(&Value::Null),
                    );
                }
                self.values += 1;
            }
            (Value::Number(one), Value::Number(other)) => {
                let (one, other) = (one.as_f64().unwrap(), other.as_f64().unwrap());
                self.is_true((one - other).abs() < NEAR, || format!("{place}: {one} and not {other}"));
            }
            _ => self.is_true(found == expected, || format!("{place}: {found} and not {expected}")),
        }
    }

    /// Compares those fields of an object that are expected.
    pub(crate) fn part(&mut self, place: &str, found: &Value, expected: &Value) {
        for (name, value) in expected.as_object().unwrap() {
            self.same(&format!("{place}.{name}"), &found[name], value);
        }
    }

    /// Looks for words on a page.
    pub(crate) fn says(&mut self, place: &str, page: &str, words: &str) {
        self.is_true(page.contains(words), || format!("{place} does not say {words:?}"));
    }

    pub(crate) fn is_true(&mut self, is_so: bool, wrong: impl FnOnce() -> String) {
        self.values += 1;
        if !is_so {
            self.wrong.push(wrong());
        }
    }

    /// Fails where anything differs.
    pub(crate) fn settle(&self, of: &str) {
        let told: Vec<_> = self.wrong.iter().take(MOST_TOLD).map(String::as_str).collect();
        let count = self.wrong.len();
        assert!(self.wrong.is_empty(), "{of}: {count} of {} differ:\n{}", self.values, told.join("\n"));
    }
}
