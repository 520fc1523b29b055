//! Values in a schema: those of `enum`, and `default`.

use serde_json::{Number, Value, json};

use super::Schema;
use crate::diagnostic::codes::{BAD_VALUE, ENUM_VALUE, REFUSED_DEFAULT};
use crate::keyword::Type;

impl Schema<'_> {
    /// An `enum` without values allows nothing; documents that have one mean none.
    pub(super) fn no_values(&mut self) {
        if self.get("enum").and_then(Value::as_array).is_some_and(Vec::is_empty) {
            let message = "an `enum` without values allows no value at all; it is ignored";
            self.repaired(&BAD_VALUE, "enum", message.to_owned(), "list the values, or remove it");
            self.remove("enum");
        }
    }

    /// Values of another type than the schema's: numbers and texts become each other, others are omitted.
    pub(super) fn enum_values(&mut self) {
        let (Some(kind), Some(Value::Array(values))) = (self.kind(), self.get("enum")) else {
            return;
        };
        let is_sound = |value: &Value| value.is_null() || kind.has(value);
        if values.iter().all(is_sound)
            || self.keywords.contains_key("nullable") && values.is_empty()
        {
            return;
        }
        let mut kept = Vec::new();
        for value in values {
            let read = if is_sound(value) { Some(value.clone()) } else { kind.read(value) };
            kept.extend(read.filter(|value| !kept.contains(value)));
        }
        let message = format!("`enum` has values of another type than `{}`", kind.name());
        self.repaired(&ENUM_VALUE, "enum", message, "write the values as the type has them");
        self.set("enum", Value::Array(kept));
    }

    /// A default that the type or the `enum` of the same schema rejects.
    pub(super) fn default_value(&mut self) {
        let Some(value) = self.get("default") else {
            return;
        };
        // `null` says that there is none, in many documents.
        let is_typed = self.kind().is_none_or(|kind| value.is_null() || kind.has(value));
        let values = self.get("enum").and_then(Value::as_array);
        let is_listed = values.is_none_or(|values| value.is_null() || values.contains(value));
        if is_typed && is_listed {
            return;
        }
        let message = format!("the default {value} is none of the values that the schema allows");
        self.repaired(&REFUSED_DEFAULT, "default", message, "correct it, or remove it");
        self.remove("default");
    }

    fn kind(&self) -> Option<Type> {
        self.get("type").and_then(Value::as_str).and_then(Type::parse)
    }
}

impl Type {
    /// A scalar of another type as one of this type.
    fn read(self, value: &Value) -> Option<Value> {
        let text = value.as_str().map(str::trim);
        match self {
            Self::String if value.is_number() || value.is_boolean() => {
                Some(json!(value.to_string()))
            }
            Self::Integer | Self::Number => {
                let number = text?.parse::<Number>().ok().map(Value::Number)?;
                self.has(&number).then_some(number)
            }
            Self::Boolean => text?.to_ascii_lowercase().parse().ok().map(Value::Bool),
            Self::String | Self::Array | Self::Object => None,
        }
    }
}
