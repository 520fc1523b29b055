//! Each schema of a document with the type generated for it, so that tests can compare the two.

use std::borrow::Cow;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::{DeserializeOwned, Deserializer};
use serde_json::Value;

use super::decode::{self, Decode};

/// A schema of the document and its type.
#[derive(Debug, Clone, Copy)]
pub struct Proof {
    /// The location of the schema in the document: a JSON Pointer (RFC 6901).
    pub pointer: &'static str,
    round_trip: fn(Value) -> Result<Value, String>,
    schema: fn() -> Value,
}

impl Proof {
    /// A schema with a generated type.
    pub const fn of<T: DeserializeOwned + Serialize + JsonSchema>(pointer: &'static str) -> Self {
        Self { pointer, round_trip: round_trip::<T>, schema: schema::<T> }
    }

    /// A schema whose type is a Rust built-in. It is decoded like a property of that type.
    pub const fn plain<T: Decode + Serialize + JsonSchema>(pointer: &'static str) -> Self {
        Self { pointer, round_trip: round_trip::<Plain<T>>, schema: schema::<T> }
    }

    /// Deserializes a value to the type, and serializes it again.
    ///
    /// # Errors
    /// The error of the type's `Deserialize`.
    pub fn round_trip(&self, value: Value) -> Result<Value, String> {
        (self.round_trip)(value)
    }

    /// The JSON Schema that schemars derives from the type.
    pub fn schema(&self) -> Value {
        (self.schema)()
    }
}

fn round_trip<T: DeserializeOwned + Serialize>(value: Value) -> Result<Value, String> {
    let decoded: T = serde_json::from_value(value).map_err(|error| error.to_string())?;
    serde_json::to_value(&decoded).map_err(|error| error.to_string())
}

fn schema<T: JsonSchema>() -> Value {
    SchemaGenerator::default().into_root_schema_for::<T>().to_value()
}

/// Replaces `T` where schemars would treat an `Option` as an optional property.
#[derive(Debug)]
pub struct Present<T>(PhantomData<T>);

impl<T: JsonSchema> JsonSchema for Present<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<T>()
    }
}

/// Makes the alternatives of a schema exclude each other.
pub fn just_one(schema: &mut Schema) {
    if let Some(alternatives) = schema.remove("anyOf") {
        schema.insert("oneOf".to_owned(), alternatives);
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Plain<T>(T);

impl<'de, T: Decode> serde::Deserialize<'de> for Plain<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        decode::deserialize(deserializer).map(Self)
    }
}
