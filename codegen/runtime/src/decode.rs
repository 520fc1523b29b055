//! From a JSON value to a type, with every violation collected and no value shown.
//!
//! The one way in for bodies, parameters and headers, on both ends of the wire. It follows JSON
//! Schema where serde's own derive does not: `4.0` is an integer, `null` is not an absent member.

use std::fmt;

use serde::de::{Deserialize as _, Deserializer, Error as _};
use serde_json::{Map, Value};

use super::violation::{Violation, Violations, escape};

/// A type that a JSON value can be decoded to.
pub trait Decode: Sized {
    /// Decodes `value`, which stands at `at`. `None` exactly where a violation was reported.
    fn decode(value: &Value, at: &Place<'_>, decoder: &mut Decoder) -> Option<Self>;
}

/// How far a decoder follows a value inwards before it gives up.
const MAX_DEPTH: usize = 256;

/// How deep alternatives may stand in alternatives before they are counted, and how many are tried
/// then: recursive unions would otherwise take time that doubles with each level.
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
    /// A decoder that takes just what the document allows.
    pub fn strict() -> Self {
        Self::default()
    }

    /// A decoder that keeps unknown enum members, for clients of servers that are ahead of them.
    pub fn lenient() -> Self {
        Self { lenient: true, ..Self::default() }
    }

    /// Whether unknown enum members are kept.
    pub fn is_lenient(&self) -> bool {
        self.lenient
    }

    /// Reports that a rule is broken at a place. Returns `None` for use in `return`.
    pub fn report<T>(
        &mut self,
        at: &Place<'_>,
        keyword: &'static str,
        message: impl Into<String>,
    ) -> Option<T> {
        let message = message.into();
        self.violations.push(Violation { pointer: at.to_string(), keyword, message });
        None
    }

    /// Decodes a value that stands one level further in; bounded.
    pub fn descend<T: Decode>(&mut self, value: &Value, at: &Place<'_>) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            return self.report(at, "type", format!("is nested deeper than {MAX_DEPTH} levels"));
        }
        self.depth += 1;
        let decoded = T::decode(value, at, self);
        self.depth -= 1;
        decoded
    }

    /// Tries to decode a value; a failure reports nothing.
    pub fn attempt<T: Decode>(&mut self, value: &Value, at: &Place<'_>) -> Option<T> {
        self.attempts += usize::from(self.attempting >= FREE_ATTEMPTS);
        if self.attempts > MAX_ATTEMPTS {
            return None;
        }
        let before = self.violations.len();
        self.attempting += 1;
        let decoded = self.descend(value, at);
        self.attempting -= 1;
        // A closed object is decoded for all its unknown members, which are reported.
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
            self.report::<()>(&Place::Root, "type", "has too many alternatives in alternatives");
        }
        match decoded {
            Some(value) if self.violations.is_empty() => Ok(value),
            _ => Err(Violations(self.violations)),
        }
    }
}

/// Decodes a whole value as the document has it, without any leniency.
///
/// # Errors
/// Every violation, each with its place below the root.
pub fn strict<T: Decode>(value: &Value) -> Result<T, Violations> {
    let mut decoder = Decoder::strict();
    let decoded = T::decode(value, &Place::Root, &mut decoder);
    decoder.finish(decoded)
}

/// A place in a value: a JSON Pointer that costs nothing until it is shown.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// The whole value.
    Root,
    /// A member of an object.
    Member(&'a Place<'a>, &'a str),
    /// An element of an array.
    Element(&'a Place<'a>, usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Member(parent, name) => write!(f, "{parent}/{}", escape(name)),
            Self::Element(parent, index) => write!(f, "{parent}/{index}"),
        }
    }
}

/// An object that is being decoded member by member.
#[derive(Debug)]
pub struct Object<'a> {
    members: &'a Map<String, Value>,
    at: &'a Place<'a>,
    known: Vec<&'static str>,
}

impl<'a> Object<'a> {
    /// Looks into a value that must be an object.
    pub fn open(value: &'a Value, at: &'a Place<'a>, decoder: &mut Decoder) -> Option<Self> {
        match value {
            Value::Object(members) => Some(Self { members, at, known: Vec::new() }),
            _ => decoder.report(at, "type", "must be an object"),
        }
    }

    /// A member that must be there.
    pub fn required<T: Decode>(&mut self, name: &'static str, decoder: &mut Decoder) -> Option<T> {
        self.known.push(name);
        let at = Place::Member(self.at, name);
        match self.members.get(name) {
            Some(value) => decoder.descend(value, &at),
            None => decoder.report(&at, "required", "is required"),
        }
    }

    /// A member that may be left out; `null` counts as present.
    pub fn optional<T: Decode>(
        &mut self,
        name: &'static str,
        decoder: &mut Decoder,
    ) -> Option<Option<T>> {
        self.known.push(name);
        let at = Place::Member(self.at, name);
        match self.members.get(name) {
            Some(value) => decoder.descend(value, &at).map(Some),
            None => Some(None),
        }
    }

    /// Reports every member that was not asked for.
    pub fn close(&self, decoder: &mut Decoder) {
        for (name, _) in self.unknown() {
            let at = Place::Member(self.at, name);
            decoder.report::<()>(&at, "additionalProperties", "is not a member of this object");
        }
    }

    /// Decodes the members that were not asked for.
    pub fn rest<T: Decode>(
        &self,
        decoder: &mut Decoder,
    ) -> Option<std::collections::BTreeMap<String, T>> {
        let decoded = self.unknown().map(|(name, value)| {
            Some((name.clone(), decoder.descend(value, &Place::Member(self.at, name))?))
        });
        // Every member is decoded before the first failure counts, so that all are reported.
        decoded.collect::<Vec<_>>().into_iter().collect()
    }

    /// Reports an object with too few or too many members.
    pub fn size(&self, min: Option<u64>, max: Option<u64>, decoder: &mut Decoder) {
        let count = self.members.len() as u64;
        if min.is_some_and(|min| count < min) {
            decoder.report::<()>(self.at, "minProperties", "has too few members");
        }
        if max.is_some_and(|max| count > max) {
            decoder.report::<()>(self.at, "maxProperties", "has too many members");
        }
    }

    fn unknown(&self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        self.members.iter().filter(|(name, _)| !self.known.contains(&name.as_str()))
    }
}

/// serde's `Deserialize` by way of [`Decode`], with all violations in the error.
///
/// # Errors
/// What the deserializer says, or every violation.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    strict(&value).map_err(D::Error::custom)
}
