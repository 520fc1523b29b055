//! One schema of a contract.

use serde_json::Value;

use super::Shape;
use crate::Pointer;

/// Identifies one schema of one contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(pub(crate) usize);

impl SchemaId {
    /// The position of the schema among all of its contract, in the order of lowering.
    pub fn index(self) -> usize {
        self.0
    }
}

/// One schema.
#[derive(Debug, Clone)]
pub struct Schema {
    /// The location of the schema.
    pub pointer: Pointer,
    /// Its name, if it is itself a schema of `components/schemas`.
    pub component: Option<String>,
    /// `title`.
    pub title: Option<String>,
    /// `description`, CommonMark.
    pub description: Option<String>,
    /// Whether new clients should not use it.
    pub deprecated: bool,
    /// Whether it is for responses only.
    pub read_only: bool,
    /// Whether it is for requests only.
    pub write_only: bool,
    /// `default`.
    pub default: Option<Value>,
    /// Example values.
    pub examples: Vec<Value>,
    /// Whether `null` is valid beside what `shape` allows.
    pub nullable: bool,
    /// What a valid value looks like.
    pub shape: Shape,
    /// What else a valid value satisfies; empty where `shape` is the whole schema.
    pub unchecked: Vec<Unchecked>,
}

/// A keyword that a shape does not carry: only the JSON Schema view checks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unchecked {
    /// The location of the keyword, or of the schema that it belongs to.
    pub pointer: Pointer,
    /// What is not checked, as the end of a sentence that begins with "generated types do not check".
    pub what: &'static str,
}
