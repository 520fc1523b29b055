//! Validation of values, enum values that are not listed, and types without values.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::decode::{self, Decode, Decoder, JsonPointer};
use super::serial::to_value;

/// Validates a length against `min` and `max`, each with its keyword.
pub fn check_length(
    count: usize,
    (min, max): (Option<u64>, Option<u64>),
    (min_keyword, max_keyword): (&'static str, &'static str),
    at: &JsonPointer<'_>,
    decoder: &mut Decoder,
) {
    let count = count as u64;
    if let Some(min) = min.filter(|min| count < *min) {
        decoder.report::<()>(at, min_keyword, format!("is shorter than {min}"));
    }
    if let Some(max) = max.filter(|max| count > *max) {
        decoder.report::<()>(at, max_keyword, format!("is longer than {max}"));
    }
}

/// The limits of a number, as JSON Schema names them.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// `minimum`
    pub minimum: Option<f64>,
    /// `maximum`
    pub maximum: Option<f64>,
    /// `exclusiveMinimum`
    pub exclusive_minimum: Option<f64>,
    /// `exclusiveMaximum`
    pub exclusive_maximum: Option<f64>,
    /// `multipleOf`
    pub multiple_of: Option<f64>,
}

/// Validates a number against its limits.
pub fn check_bounds(number: f64, bounds: &Bounds, at: &JsonPointer<'_>, decoder: &mut Decoder) {
    if let Some(limit) = bounds.minimum.filter(|limit| number < *limit) {
        decoder.report::<()>(at, "minimum", format!("is less than {limit}"));
    }
    if let Some(limit) = bounds.maximum.filter(|limit| number > *limit) {
        decoder.report::<()>(at, "maximum", format!("is more than {limit}"));
    }
    if let Some(limit) = bounds.exclusive_minimum.filter(|limit| number <= *limit) {
        decoder.report::<()>(at, "exclusiveMinimum", format!("is not more than {limit}"));
    }
    if let Some(limit) = bounds.exclusive_maximum.filter(|limit| number >= *limit) {
        decoder.report::<()>(at, "exclusiveMaximum", format!("is not less than {limit}"));
    }
    if let Some(step) = bounds.multiple_of.filter(|step| !is_multiple(number, *step)) {
        decoder.report::<()>(at, "multipleOf", format!("is not a multiple of {step}"));
    }
}

/// Decimals are compared as they are written: 0.07 is a multiple of 0.01, although the quotient of the
/// nearest binary fractions is not whole.
fn is_multiple(number: f64, step: f64) -> bool {
    if step.fract() == 0.0 {
        return number % step == 0.0;
    }
    let quotient = number / step;
    (quotient - quotient.round()).abs() <= quotient.abs() * 4.0 * f64::EPSILON
}

/// Reports equal items of an array with `uniqueItems`.
pub fn check_unique<T: Serialize>(items: &[T], at: &JsonPointer<'_>, decoder: &mut Decoder) {
    // By a set: comparing each with each would let a long array block a server.
    let mut seen = BTreeSet::new();
    let repeated = items.iter().any(|item| {
        let mut text = String::new();
        canonical(&to_value(item), &mut text);
        !seen.insert(text)
    });
    if repeated {
        decoder.report::<()>(at, "uniqueItems", "has equal items");
    }
}

/// Serializes a value so that two values are equal exactly if their texts are (JSON Schema 2020-12 §4.2.2):
/// properties in order, and `1.0` as `1`.
fn canonical(value: &Value, text: &mut String) {
    match value {
        Value::Array(items) => {
            text.push('[');
            for item in items {
                canonical(item, text);
                text.push(',');
            }
            text.push(']');
        }
        Value::Object(properties) => {
            let sorted: BTreeMap<_, _> = properties.iter().collect();
            text.push('{');
            for (name, value) in sorted {
                text.push_str(&Value::from(name.as_str()).to_string());
                canonical(value, text);
                text.push(',');
            }
            text.push('}');
        }
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() => text.push_str(&float.to_string()),
            _ => text.push_str(&number.to_string()),
        },
        scalar => text.push_str(&scalar.to_string()),
    }
}

/// An enum value that the document does not list, kept by a lenient client.
///
/// It can be decoded but not constructed: a server cannot send it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Unknown(String);

impl Unknown {
    /// The value as it was received.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Keeps an unlisted value if the decoder is lenient, else reports it.
    pub fn keep(text: &str, at: &JsonPointer<'_>, decoder: &mut Decoder) -> Option<Self> {
        if decoder.is_lenient() {
            return Some(Self(text.to_owned()));
        }
        decoder.report(at, "enum", "is not one of the listed values")
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unknown({:?})", self.0)
    }
}

/// A schema that no value satisfies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Never {}

decode::impl_deserialize!(Never);

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Never {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Never".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!(false)
    }
}

impl Decode for Never {
    fn decode(_: &Value, at: &JsonPointer<'_>, decoder: &mut Decoder) -> Option<Self> {
        decoder.report(at, "not", "no value is allowed here")
    }
}

/// `format: uuid`: the hyphenated form and no other (RFC 9562 §4).
impl Decode for uuid::Uuid {
    fn decode(value: &Value, at: &JsonPointer<'_>, decoder: &mut Decoder) -> Option<Self> {
        let text = String::decode(value, at, decoder)?;
        // `Uuid::parse_str` accepts braces, URNs and bare digits too; the hyphenated form has 36.
        match Self::try_parse(&text) {
            Ok(id) if text.len() == 36 => Some(id),
            _ => decoder.report(at, "format", "must be a uuid"),
        }
    }
}
