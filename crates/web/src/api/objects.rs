//! JSON as the document describes it: an object is an object, and never a list of its fields in order.
//!
//! serde reads a struct from either. Here the list is refused, however deep it stands.

use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Unexpected, VariantAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;

/// Why a value could not be read.
#[derive(Debug)]
pub(super) struct Unread {
    /// The field in which it stands, such as `happened.zone`; empty for the whole.
    pub(super) field: String,
    /// What the reader says.
    pub(super) error: serde_json::Error,
}

/// Reads a value in which no list stands for an object.
pub(super) fn from_slice<T: serde::de::DeserializeOwned>(json: &[u8]) -> Result<T, Unread> {
    let mut from = serde_json::Deserializer::from_slice(json);
    let value = serde_path_to_error::deserialize(Strict(&mut from)).map_err(|error| {
        let path = error.path().to_string();
        Unread { field: if path == "." { String::new() } else { path }, error: error.into_inner() }
    })?;
    from.end().map_err(|error| Unread { field: String::new(), error })?;
    Ok(value)
}

/// Something to read from, or a part of it on its way in.
struct Strict<T>(T);

/// What takes the value, and whether only an object will do.
struct Taking<V> {
    visitor: V,
    object: bool,
}

impl<V> Taking<V> {
    fn any(visitor: V) -> Self {
        Self { visitor, object: false }
    }

    fn object(visitor: V) -> Self {
        Self { visitor, object: true }
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Strict<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(Taking::any(visitor))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_option(Taking::any(visitor))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_newtype_struct(name, Taking::any(visitor))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_struct(name, fields, Taking::object(visitor))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_enum(name, variants, Taking::any(visitor))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

/// Hands a plain value on as it is.
macro_rules! as_it_is {
    ($($visit:ident: $value:ty),*) => {
        $(fn $visit<E: Error>(self, value: $value) -> Result<V::Value, E> {
            self.visitor.$visit(value)
        })*
    };
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Taking<V> {
    type Value = V::Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(out)
    }

    as_it_is!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str, visit_string: String);

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<V::Value, E> {
        self.visitor.visit_borrowed_str(value)
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_unit()
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_some(Strict(from))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_newtype_struct(Strict(from))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<V::Value, A::Error> {
        if self.object {
            return Err(A::Error::invalid_type(Unexpected::Seq, &"an object"));
        }
        self.visitor.visit_seq(Strict(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(Strict(map))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, choice: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_enum(Strict(choice))
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Strict<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Strict(from))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Strict<A> {
    type Error = A::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, A::Error> {
        self.0.next_element_seed(Strict(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Strict<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        self.0.next_value_seed(Strict(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: EnumAccess<'de>> EnumAccess<'de> for Strict<A> {
    type Error = A::Error;
    type Variant = Strict<A::Variant>;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self::Variant), A::Error> {
        let (value, variant) = self.0.variant_seed(seed)?;
        Ok((value, Strict(variant)))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Strict<A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.0.unit_variant()
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, A::Error> {
        self.0.newtype_variant_seed(Strict(seed))
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.0.tuple_variant(len, Taking::any(visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.0.struct_variant(fields, Taking::object(visitor))
    }
}

#[cfg(test)]
mod tests {
    use hansei_method::account::Account;
    use serde_json::{Value, json};

    use super::*;

    fn read(json: &Value) -> Result<Account, String> {
        from_slice(json.to_string().as_bytes()).map_err(|unread| unread.error.to_string())
    }

    #[test]
    fn what_is_written_as_an_object_is_read_whole() {
        let written = json!({
            "moments": [{"number": 1, "when": "2026-03-22", "what": "It went out", "known": "later"}],
            "zone": null,
            "outcomes": [{"target": 1, "actual": {"words": {"words": "half of it", "met": "short"}}}],
            "unplanned": ["A referral"]
        });
        assert_eq!(read(&written), Ok(serde_json::from_value(written.clone()).unwrap()));
    }

    #[test]
    fn a_list_never_stands_for_an_object() {
        for list in [
            json!([]),
            json!({"moments": [["then", "It went out"]]}),
            json!({"outcomes": [{"target": 1, "actual": {"words": ["half of it", "short"]}}]}),
        ] {
            let error = read(&list).unwrap_err();
            assert!(error.contains("invalid type: sequence, expected an object"), "{list}: {error}");
        }
        assert!(
            serde_json::from_str::<Account>("[]").is_ok(),
            "serde refuses lists now, and this module can go"
        );
    }

    #[test]
    fn a_field_that_stands_twice_or_after_the_end_is_refused() {
        assert!(from_slice::<Account>(br#"{"unplanned": [], "unplanned": []}"#).is_err());
        assert!(from_slice::<Account>(b"{} {}").is_err());
    }
}
