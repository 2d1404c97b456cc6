//! One JSON or YAML object as names and plain values; what is nested deeper is passed over as it is read.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::MOST_COLUMNS;

/// Parts the values of a list.
pub(crate) const BETWEEN: char = '\u{1e}';

/// The values of an object, in their order.
#[derive(Debug, Default)]
pub(crate) struct Object(pub(crate) Vec<(String, String)>);

impl Object {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Fields;

        impl<'de> Visitor<'de> for Fields {
            type Value = Object;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut fields = Vec::new();
                while let Some(name) = map.next_key::<String>()? {
                    if fields.len() == MOST_COLUMNS {
                        return Err(serde::de::Error::custom(format!("more than {MOST_COLUMNS} fields")));
                    }
                    let Value(value) = map.next_value()?;
                    fields.push((name, value));
                }
                Ok(Object(fields))
            }
        }

        from.deserialize_map(Fields)
    }
}

/// A value as text: a number and a yes or no as they are written, a list with [`BETWEEN`] between its values, an object
/// of one value as that value.
struct Value(String);

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Anything).map(Self)
    }
}

struct Anything;

impl<'de> Visitor<'de> for Anything {
    type Value = String;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }

    fn visit_str<E>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }

    fn visit_string<E>(self, value: String) -> Result<String, E> {
        Ok(value)
    }

    fn visit_bool<E>(self, value: bool) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_i64<E>(self, value: i64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_u64<E>(self, value: u64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_i128<E>(self, value: i128) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_u128<E>(self, value: u128) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_f64<E>(self, value: f64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_unit<E>(self) -> Result<String, E> {
        Ok(String::new())
    }

    fn visit_none<E>(self) -> Result<String, E> {
        Ok(String::new())
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<String, D::Error> {
        from.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<String, A::Error> {
        let mut joined = String::new();
        while let Some(Value(value)) = values.next_element()? {
            if !value.is_empty() {
                joined.push_str(&value);
                joined.push(BETWEEN);
            }
        }
        Ok(joined)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<String, A::Error> {
        let Some((IgnoredAny, Value(value))) = map.next_entry()? else { return Ok(String::new()) };
        if map.next_key::<IgnoredAny>()?.is_none() {
            return Ok(value);
        }
        map.next_value::<IgnoredAny>()?;
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(String::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_plain_and_what_is_nested_deeper_is_passed_over() {
        let json = r#"{"a":"b","n":-1.5,"t":true,"z":null,"l":["x",2,null],"id":{"$oid":"7"},"o":{"p":1,"q":{"r":2}}}"#;
        let object: Object = serde_json::from_str(json).unwrap();
        let values: Vec<&str> = object.0.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, ["b", "-1.5", "true", "", "x\u{1e}2\u{1e}", "7", ""]);
    }

    #[test]
    fn an_object_has_an_end_to_its_fields() {
        let fields: Vec<String> = (0..=MOST_COLUMNS).map(|number| format!("\"{number}\":0")).collect();
        let wrong =
            serde_json::from_str::<Object>(&format!("{{{}}}", fields.join(","))).unwrap_err().to_string();
        assert!(wrong.starts_with("more than 2000 fields"), "{wrong}");
    }
}
