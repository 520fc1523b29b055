//! The schemas of a contract as text: annotations, shape, and JSON Schema view.

use serde_json::Value;

use super::Page;
use crate::contract::{Additional, Discriminator, Literals, Property, Schema, SchemaId, Shape};

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
        for (flag, _) in flags.into_iter().filter(|(_, is_set)| *is_set) {
            self.line(1, flag);
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
            Shape::Integer { .. } => "integer".to_owned(),
            Shape::Number { .. } => "number".to_owned(),
            Shape::String { .. } => "string".to_owned(),
            Shape::Literals(literals) => literal_line(literals),
            Shape::Array { items, .. } => format!("array of {}", self.label(*items)),
            Shape::Object { additional, .. } => format!("object {}", self.additional(*additional)),
            Shape::OneOf { alternatives, discriminator } => {
                let by = discriminator.as_ref().map(|it| self.by(it)).unwrap_or_default();
                format!("one of {}{by}", self.labels(alternatives))
            }
            Shape::AnyOf { alternatives } => format!("any of {}", self.labels(alternatives)),
            Shape::Opaque(reason) => format!("opaque: {reason}"),
        };
        self.line(1, format!("{line}{}{null}", facets(&schema.shape)));
        schema.shape.properties().iter().for_each(|property| self.property(property));
    }

    fn by(&self, discriminator: &Discriminator) -> String {
        let Discriminator { property, mapping, default } = discriminator;
        let mapped = mapping.iter().map(|(value, id)| format!(" {value:?} = {}", self.label(*id)));
        let default = default.iter().map(|id| format!(" else {}", self.label(*id)));
        format!(" by {property}{}", mapped.chain(default).collect::<String>())
    }

    fn additional(&self, additional: Additional) -> String {
        match additional {
            Additional::Open => "open".to_owned(),
            Additional::Closed => "closed".to_owned(),
            Additional::Schema(id) => format!("others {}", self.label(id)),
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

/// The facets of a shape; the two ends of a range as one, such as ` 1..3`.
fn facets(shape: &Shape) -> String {
    let mut text = String::new();
    for facet in shape.facets() {
        let facet = facet.to_string();
        match facet.strip_prefix(" ..") {
            Some(end) if text.ends_with("..") => text.push_str(end),
            Some(_) | None => text.push_str(&facet),
        }
    }
    text
}
