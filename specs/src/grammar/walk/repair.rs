//! Values of a type that the grammar does not admit, and what they plainly mean.

use serde_json::{Number, Value, json};

use crate::grammar::{Child, Kind};

/// The words of YAML 1.1 for booleans, which YAML 1.2 reads as text.
const YES: [&str; 4] = ["true", "yes", "on", "y"];
const NO: [&str; 4] = ["false", "no", "off", "n"];

impl Child {
    pub(super) fn is_any(self) -> bool {
        matches!(self, Self::Any)
    }

    /// Whether it is an operation, or an object of them.
    pub(super) fn holds_operations(self) -> bool {
        matches!(self, Self::Object(Kind::Operation) | Self::Map(Self::Object(Kind::Operation)))
    }

    /// Whether the typed reader gets it.
    pub(super) fn is_copied(self) -> bool {
        match self {
            Self::Object(kind) => !matches!(kind, Kind::Callback | Kind::Link | Kind::Encoding),
            Self::Array(inner) | Self::Map(inner) => inner.is_copied(),
            Self::Any
            | Self::Text
            | Self::Enum(_)
            | Self::Boolean
            | Self::Count
            | Self::Number
            | Self::SchemaOrBoolean => true,
        }
    }

    /// Whether a scalar is one of those that the grammar admits.
    pub(super) fn admits(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::Enum(names) => value.as_str().is_some_and(|text| names.contains(&text)),
            Self::Boolean => value.is_boolean(),
            Self::Count => value.as_f64().is_some_and(|n| n >= 0.0 && n.fract() == 0.0),
            Self::Number => value.is_number(),
            Self::Any | Self::Object(_) | Self::SchemaOrBoolean | Self::Array(_) | Self::Map(_) => {
                false
            }
        }
    }

    /// What a value that is not admitted plainly means.
    pub(super) fn repair(self, value: &Value) -> Option<Value> {
        match (self, value) {
            (Self::Text, Value::Number(_) | Value::Bool(_)) => Some(json!(value.to_string())),
            (Self::Enum(names), Value::String(text)) => names
                .iter()
                .find(|name| name.eq_ignore_ascii_case(text.trim()))
                .map(|name| json!(name)),
            (Self::Boolean, Value::String(text)) => boolean(text).map(Value::Bool),
            (Self::Boolean, Value::Number(number)) => match number.as_i64() {
                Some(0) => Some(json!(false)),
                Some(1) => Some(json!(true)),
                _ => None,
            },
            (Self::Count | Self::Number, Value::String(text)) => {
                text.trim().parse::<Number>().ok().map(Value::Number).filter(|it| self.admits(it))
            }
            // Some writers have one kind of empty collection.
            (Self::Map(_), Value::Array(items)) if items.is_empty() => Some(json!({})),
            (Self::Array(_), Value::Object(entries)) if entries.is_empty() => Some(json!([])),
            (Self::Array(Self::Text), Value::String(_)) => Some(json!([value])),
            // Requirements of security: a scheme whose scopes are missing is required all the same.
            (Self::Array(Self::Text), Value::Null) => Some(json!([])),
            (Self::Map(Self::Array(_)), Value::String(name)) => Some(json!({ name: [] })),
            (Self::Array(Self::Map(_)), Value::String(_) | Value::Object(_)) => {
                Some(json!([value]))
            }
            _ => None,
        }
    }

    /// What it is, with its article, for messages.
    pub(super) fn article(self) -> &'static str {
        match self {
            Self::Any => "a value",
            Self::Text | Self::Enum(_) => "a string",
            Self::Boolean => "a boolean",
            Self::Count => "an integer that is not negative",
            Self::Number => "a number",
            Self::Object(_) | Self::Map(_) => "an object",
            Self::SchemaOrBoolean => "a schema or a boolean",
            Self::Array(_) => "an array",
        }
    }
}

fn boolean(text: &str) -> Option<bool> {
    let text = text.trim().to_ascii_lowercase();
    match text.as_str() {
        text if YES.contains(&text) => Some(true),
        text if NO.contains(&text) => Some(false),
        _ => None,
    }
}
