//! The JSON types that OpenAPI 3.0 names.

use serde_json::Value;

/// A value of `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Array,
    Boolean,
    Integer,
    Number,
    Object,
    String,
}

impl Type {
    const ALL: [Self; 6] =
        [Self::Array, Self::Boolean, Self::Integer, Self::Number, Self::Object, Self::String];

    /// Every type as `type` spells it.
    pub(crate) const NAMES: [&'static str; Self::ALL.len()] = names();

    /// The type of this name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The type of all these values, `null` aside, where there is one.
    pub(crate) fn of_all(values: &[Value]) -> Option<Self> {
        let mut values = values.iter().filter(|value| !value.is_null()).peekable();
        values.peek()?;
        let values: Vec<&Value> = values.collect();
        Self::ALL.into_iter().find(|kind| values.iter().all(|value| kind.has(value)))
    }

    /// Whether a value is of this type.
    pub(crate) fn has(self, value: &Value) -> bool {
        match self {
            Self::Array => value.is_array(),
            Self::Boolean => value.is_boolean(),
            Self::Integer => value.as_f64().is_some_and(|number| number.fract() == 0.0),
            Self::Number => value.is_number(),
            Self::Object => value.is_object(),
            Self::String => value.is_string(),
        }
    }

    /// Whether its values have no values in them.
    pub(crate) fn is_scalar(self) -> bool {
        match self {
            Self::Boolean | Self::Integer | Self::Number | Self::String => true,
            Self::Array | Self::Object => false,
        }
    }

    /// How `type` spells it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Array => "array",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Object => "object",
            Self::String => "string",
        }
    }
}

const fn names() -> [&'static str; Type::ALL.len()] {
    let mut names = [""; Type::ALL.len()];
    let mut index = 0;
    while index < names.len() {
        names[index] = Type::ALL[index].name();
        index += 1;
    }
    names
}
