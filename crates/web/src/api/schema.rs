//! The number of the format that a body is written in.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema as Described, Type};
use utoipa::{PartialSchema, ToSchema};

/// The format of a body: this hansei reads and writes number 1. A body without a number is read as one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Schema;

/// The one number.
const NUMBER: u32 = 1;

impl Serialize for Schema {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u32(NUMBER)
    }
}

impl<'de> Deserialize<'de> for Schema {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match u32::deserialize(from)? {
            NUMBER => Ok(Self),
            other => Err(serde::de::Error::custom(format!(
                "schema {other} is not known here; write schema {NUMBER}, or use a newer hansei"
            ))),
        }
    }
}

impl PartialSchema for Schema {
    fn schema() -> RefOr<Described> {
        let number = ObjectBuilder::new()
            .schema_type(Type::Integer)
            .enum_values(Some([NUMBER]))
            .description(Some("The format of this body; always 1."));
        number.into()
    }
}

impl ToSchema for Schema {
    fn name() -> Cow<'static, str> {
        "Schema".into()
    }
}
