//! The values of an `enum`.

use serde_json::{Value, json};

/// The values of an `enum`, all of one kind, without `null` (see `nullable` of the schema) and without
/// repetition. One value is a constant.
#[derive(Debug, Clone, PartialEq)]
pub enum Literals {
    /// Strings.
    Strings(Vec<String>),
    /// Numbers without a fraction.
    Integers(Vec<i64>),
    /// Numbers, at least one with a fraction.
    Numbers(Vec<f64>),
    /// Booleans.
    Booleans(Vec<bool>),
}

impl Literals {
    /// The values as JSON, in order.
    pub fn values(&self) -> Vec<Value> {
        match self {
            Self::Strings(values) => values.iter().map(|value| json!(value)).collect(),
            Self::Integers(values) => values.iter().map(|value| json!(value)).collect(),
            Self::Numbers(values) => values.iter().map(|value| json!(value)).collect(),
            Self::Booleans(values) => values.iter().map(|value| json!(value)).collect(),
        }
    }
}
