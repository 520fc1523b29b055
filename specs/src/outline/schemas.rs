//! The schemas of a contract as text: annotations, shape, and JSON Schema view.

use serde_json::Value;

use super::Page;
use crate::contract::{
    Additional, Length, Literals, NumberBounds, Property, Schema, SchemaId, Shape,
};

impl Page<'_> {
    pub(super) fn schemas(&mut self) {
        let contract = self.contract;
        for (id, schema) in contract.schemas.iter() {
            self.line(0, "");
            self.line(0, format!("{} at {}", self.label(id), schema.pointer));
            self.annotations(schema);
            self.shape(schema);
            self.line(1, format!("view {}", contract.schemas.views[id.0]));
        }
    }

    fn annotations(&mut self, schema: &Schema) {
        for text in [&schema.title, &schema.description].into_iter().flatten() {
            self.line(1, format!("\"{}\"", text.trim()));
        }
        let flags = [
            ("deprecated", schema.deprecated),
            ("read only", schema.read_only),
            ("write only", schema.write_only),
        ];
        for (word, _) in flags.into_iter().filter(|(_, holds)| *holds) {
            self.line(1, word);
        }
        if let Some(default) = &schema.default {
            self.line(1, format!("default {default}"));
        }
        for example in &schema.examples {
            self.line(1, format!("example {example}"));
        }
    }

    fn shape(&mut self, schema: &Schema) {
        let null = if schema.nullable { " or null" } else { "" };
        let line = match &schema.shape {
            Shape::Any => "any".to_owned(),
            Shape::Never => "never".to_owned(),
            Shape::Alias(target) => format!("alias of {}", self.label(*target)),
            Shape::Boolean => "boolean".to_owned(),
            Shape::Integer { format, bounds } => format!("integer{}{}", of(format), limits(bounds)),
            Shape::Number { format, bounds } => format!("number{}{}", of(format), limits(bounds)),
            Shape::String { format, length, pattern } => {
                let pattern = pattern.as_ref().map(|p| format!(" /{p}/")).unwrap_or_default();
                format!("string{}{}{pattern}", of(format), range(length))
            }
            Shape::Literals(literals) => literal_line(literals),
            Shape::Array { items, length, unique } => {
                let unique = if *unique { " unique" } else { "" };
                format!("array of {}{}{unique}", self.label(*items), range(length))
            }
            Shape::Object { additional, size, .. } => {
                let rest = match additional {
                    Additional::Open => "open".to_owned(),
                    Additional::Closed => "closed".to_owned(),
                    Additional::Schema(id) => format!("others {}", self.label(*id)),
                };
                format!("object {rest}{}", range(size))
            }
            Shape::OneOf { members, discriminator } => {
                let by = discriminator.as_ref().map(|d| format!(" by {d}")).unwrap_or_default();
                format!("one of {}{by}", self.labels(members))
            }
            Shape::AnyOf { members } => format!("any of {}", self.labels(members)),
            Shape::Opaque(reason) => format!("opaque: {reason}"),
        };
        self.line(1, format!("{line}{null}"));
        if let Shape::Object { properties, .. } = &schema.shape {
            properties.iter().for_each(|property| self.property(property));
        }
    }

    fn property(&mut self, property: &Property) {
        let need = if property.required { "required" } else { "optional" };
        let secret = if property.sensitive { " sensitive" } else { "" };
        let schema = self.label(property.schema);
        self.line(2, format!("{}: {schema} {need}{secret}", property.name));
    }

    fn labels(&self, ids: &[SchemaId]) -> String {
        let labels: Vec<String> = ids.iter().map(|id| self.label(*id)).collect();
        format!("[{}]", labels.join(", "))
    }
}

fn literal_line(literals: &Literals) -> String {
    let kind = match literals {
        Literals::Strings(_) => "strings",
        Literals::Integers(_) => "integers",
        Literals::Numbers(_) => "numbers",
        Literals::Booleans(_) => "booleans",
    };
    format!("{kind} {}", Value::Array(literals.values()))
}

fn of(format: &Option<String>) -> String {
    format.as_ref().map(|format| format!(" as {format}")).unwrap_or_default()
}

fn range(length: &Length) -> String {
    match (length.min, length.max) {
        (None, None) => String::new(),
        (min, max) => {
            let text = |end: Option<u64>| end.map(|end| end.to_string()).unwrap_or_default();
            format!(" {}..{}", text(min), text(max))
        }
    }
}

fn limits(bounds: &NumberBounds) -> String {
    let limits = [
        (">=", bounds.minimum),
        ("<=", bounds.maximum),
        (">", bounds.exclusive_minimum),
        ("<", bounds.exclusive_maximum),
        ("multiple of", bounds.multiple_of),
    ];
    let limits = limits.into_iter().filter_map(|(word, limit)| Some(format!(" {word} {}", limit?)));
    limits.collect()
}
