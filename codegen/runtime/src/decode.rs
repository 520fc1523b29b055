//! From a JSON value to a type, with every violation collected and no value shown.
//!
//! It decodes bodies, parameters and headers, in servers and clients alike. It follows JSON
//! Schema where serde's own derive does not: `4.0` is an integer, `null` is not an absent property.

use std::fmt;

use serde::de::{Deserialize as _, Deserializer, Error as _};
use serde_json::{Map, Value};

use super::violation::{Violation, Violations, escape};

/// A type that a JSON value can be decoded to.
pub trait Decode: Sized {
    /// Decodes `value`, whose location is `at`. `None` exactly where a violation was reported.
    fn decode(value: &Value, at: &JsonPointer<'_>, decoder: &mut Decoder) -> Option<Self>;
}

/// How many levels of nesting a decoder follows; deeper values are reported.
const MAX_DEPTH: usize = 256;

/// How deep alternatives may be nested before they are counted, and how many are tried then. Without it,
/// recursive unions would take time that doubles with each level.
const FREE_ATTEMPTS: usize = 8;
const MAX_ATTEMPTS: usize = 1 << 18;

/// Collects violations while values are decoded.
#[derive(Debug, Default)]
pub struct Decoder {
    violations: Vec<Violation>,
    lenient: bool,
    depth: usize,
    attempting: usize,
    attempts: usize,
}

impl Decoder {
    /// A decoder that accepts what the document allows and nothing else.
    pub fn strict() -> Self {
        Self::default()
    }

    /// A decoder that keeps unknown values of enums, for clients whose servers are newer.
    pub fn lenient() -> Self {
        Self { lenient: true, ..Self::default() }
    }

    /// Whether unknown values of enums are kept.
    pub fn is_lenient(&self) -> bool {
        self.lenient
    }

    /// Reports a violation at a location. Returns `None` for use in `return`.
    pub fn report<T>(
        &mut self,
        at: &JsonPointer<'_>,
        keyword: &'static str,
        message: impl Into<String>,
    ) -> Option<T> {
        let message = message.into();
        self.violations.push(Violation { pointer: at.to_string(), keyword, message });
        None
    }

    /// Decodes a value that is nested one level deeper; bounded.
    pub fn descend<T: Decode>(&mut self, value: &Value, at: &JsonPointer<'_>) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            return self.report(at, "type", format!("is nested deeper than {MAX_DEPTH} levels"));
        }
        self.depth += 1;
        let decoded = T::decode(value, at, self);
        self.depth -= 1;
        decoded
    }

    /// Tries to decode a value; a failure reports nothing.
    pub fn attempt<T: Decode>(&mut self, value: &Value, at: &JsonPointer<'_>) -> Option<T> {
        self.attempts += usize::from(self.attempting >= FREE_ATTEMPTS);
        if self.attempts > MAX_ATTEMPTS {
            return None;
        }
        let before = self.violations.len();
        self.attempting += 1;
        let decoded = self.descend(value, at);
        self.attempting -= 1;
        // A closed object with unknown properties has a value, but its violations are reported.
        let sound = self.violations.len() == before;
        self.violations.truncate(before);
        decoded.filter(|_| sound)
    }

    /// The number of violations so far.
    pub fn count(&self) -> usize {
        self.violations.len()
    }

    /// The value, if nothing was reported; else all violations.
    ///
    /// # Errors
    /// Everything that was reported.
    pub fn finish<T>(mut self, decoded: Option<T>) -> Result<T, Violations> {
        if self.attempts > MAX_ATTEMPTS {
            // What was decided after the last attempt may be wrong.
            self.report::<()>(
                &JsonPointer::Root,
                "type",
                "has too many alternatives in alternatives",
            );
        }
        match decoded {
            Some(value) if self.violations.is_empty() => Ok(value),
            _ => Err(Violations(self.violations)),
        }
    }
}

/// Decodes a whole value strictly.
///
/// # Errors
/// Every violation, each with its location below the root.
pub fn strict<T: Decode>(value: &Value) -> Result<T, Violations> {
    let mut decoder = Decoder::strict();
    let decoded = T::decode(value, &JsonPointer::Root, &mut decoder);
    decoder.finish(decoded)
}

/// A location in a value: a JSON Pointer that costs nothing until it is shown.
#[derive(Debug, Clone, Copy)]
pub enum JsonPointer<'a> {
    /// The whole value.
    Root,
    /// A property of an object.
    Property(&'a JsonPointer<'a>, &'a str),
    /// An item of an array.
    Item(&'a JsonPointer<'a>, usize),
}

impl fmt::Display for JsonPointer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Property(parent, name) => write!(f, "{parent}/{}", escape(name)),
            Self::Item(parent, index) => write!(f, "{parent}/{index}"),
        }
    }
}

/// An object that is being decoded property by property.
#[derive(Debug)]
pub struct ObjectDecoder<'a> {
    properties: &'a Map<String, Value>,
    at: &'a JsonPointer<'a>,
    known: Vec<&'static str>,
}

impl<'a> ObjectDecoder<'a> {
    /// A decoder of a value that must be an object; anything else is reported.
    pub fn new(value: &'a Value, at: &'a JsonPointer<'a>, decoder: &mut Decoder) -> Option<Self> {
        match value {
            Value::Object(properties) => Some(Self { properties, at, known: Vec::new() }),
            _ => decoder.report(at, "type", "must be an object"),
        }
    }

    /// Decodes a required property.
    pub fn required<T: Decode>(&mut self, name: &'static str, decoder: &mut Decoder) -> Option<T> {
        self.known.push(name);
        let at = JsonPointer::Property(self.at, name);
        match self.properties.get(name) {
            Some(value) => decoder.descend(value, &at),
            None => decoder.report(&at, "required", "is required"),
        }
    }

    /// Decodes an optional property; `null` counts as present.
    pub fn optional<T: Decode>(
        &mut self,
        name: &'static str,
        decoder: &mut Decoder,
    ) -> Option<Option<T>> {
        self.known.push(name);
        let at = JsonPointer::Property(self.at, name);
        match self.properties.get(name) {
            Some(value) => decoder.descend(value, &at).map(Some),
            None => Some(None),
        }
    }

    /// Reports every property that was not decoded before: for objects that are closed.
    pub fn reject_unknown(&self, decoder: &mut Decoder) {
        for (name, _) in self.unknown() {
            let at = JsonPointer::Property(self.at, name);
            decoder.report::<()>(&at, "additionalProperties", "is not a property of this object");
        }
    }

    /// Decodes every property that was not decoded before (`additionalProperties`).
    pub fn additional<T: Decode>(
        &self,
        decoder: &mut Decoder,
    ) -> Option<std::collections::BTreeMap<String, T>> {
        let decoded = self.unknown().map(|(name, value)| {
            Some((name.clone(), decoder.descend(value, &JsonPointer::Property(self.at, name))?))
        });
        // Every property is decoded before the first failure counts, so that all are reported.
        decoded.collect::<Vec<_>>().into_iter().collect()
    }

    /// Reports an object with too few or too many properties.
    pub fn check_size(&self, min: Option<u64>, max: Option<u64>, decoder: &mut Decoder) {
        let count = self.properties.len() as u64;
        if min.is_some_and(|min| count < min) {
            decoder.report::<()>(self.at, "minProperties", "has too few properties");
        }
        if max.is_some_and(|max| count > max) {
            decoder.report::<()>(self.at, "maxProperties", "has too many properties");
        }
    }

    fn unknown(&self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        self.properties.iter().filter(|(name, _)| !self.known.contains(&name.as_str()))
    }
}

/// serde's `Deserialize` by way of [`Decode`], with all violations in the error.
///
/// # Errors
/// The error of the deserializer, or every violation.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    strict(&value).map_err(D::Error::custom)
}

/// Implements serde's `Deserialize` by [`Decode`]. The paths are those of the calling module, which imports
/// `decode`.
macro_rules! impl_deserialize {
    ($name:ident) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                decode::deserialize(deserializer)
            }
        }
    };
}

pub(crate) use impl_deserialize;
