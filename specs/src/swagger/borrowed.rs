//! Parts that a document writes as OpenAPI 3.0 has them: they stay, and the schemas in them are
//! rewritten as all others are.

use serde_json::Value;

use super::references::Target;
use super::{Position, Rewriting};

impl Rewriting<'_> {
    /// The components of a document that has some beside its definitions.
    pub(super) fn components(&mut self, value: &Value, at: &Position) -> Value {
        let Some(entries) = value.as_object() else {
            return value.clone();
        };
        let mut copy = entries.clone();
        for (section, entries) in entries {
            for name in entries.as_object().into_iter().flatten().map(|(name, _)| name) {
                // Other entries of the section come from elsewhere.
                let at = at.rewritten.child(section).child(name);
                self.origins.insert(at.clone(), at);
            }
        }
        for (section, kind) in [
            ("schemas", Target::Schema),
            ("parameters", Target::Parameter),
            ("responses", Target::Response),
            ("securitySchemes", Target::SecurityScheme),
        ] {
            if let Some(Value::Object(entries)) = entries.get(section) {
                let at = at.child(section);
                let entries = entries.iter();
                let entries = entries
                    .map(|(name, value)| (name.clone(), self.target(kind, value, &at.child(name))));
                let entries = entries.collect();
                copy.insert(section.to_owned(), Value::Object(entries));
            }
        }
        if let Some(Value::Object(bodies)) = entries.get("requestBodies") {
            let at = at.child("requestBodies");
            let bodies = bodies.iter();
            let bodies =
                bodies.map(|(name, body)| (name.clone(), self.with_content(body, &at.child(name))));
            let bodies = bodies.collect();
            copy.insert("requestBodies".to_owned(), Value::Object(bodies));
        }
        Value::Object(copy)
    }

    /// An object with `content`.
    pub(super) fn with_content(&mut self, value: &Value, at: &Position) -> Value {
        let mut copy = value.clone();
        if let Some(content) = copy.get_mut("content") {
            *content = self.borrowed(content, &at.child("content"));
        }
        copy
    }

    /// The value of `content`.
    pub(super) fn borrowed(&mut self, content: &Value, at: &Position) -> Value {
        let mut copy = content.clone();
        for (name, media_type) in copy.as_object_mut().into_iter().flatten() {
            if let Some(schema) = media_type.get_mut("schema") {
                *schema = self.schema(schema, &at.child(name).child("schema"));
            }
        }
        copy
    }
}
