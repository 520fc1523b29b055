//! Credentials of rendered blocks: each alternative has the parameters that carry it.

use serde_json::{Map, Value, json};

use super::Rewriting;
use crate::Pointer;
use crate::diagnostic::codes::NOT_READ;

impl Rewriting<'_, '_> {
    /// The security requirements; their schemes are remembered.
    pub(super) fn security(&mut self, alternatives: &[Value], at: &Pointer) -> Vec<Value> {
        let alternatives = alternatives.iter().enumerate();
        alternatives.map(|(index, one)| self.alternative(one, &at.child(index))).collect()
    }

    fn alternative(&mut self, source: &Value, at: &Pointer) -> Value {
        let title = source.get("title").and_then(Value::as_str).unwrap_or("credential");
        let at = at.child("parameters");
        let locations = source.get("parameters").and_then(Value::as_object);
        let carried: Vec<(&String, &String, &Value)> = locations
            .into_iter()
            .flatten()
            .flat_map(|(location, group)| {
                let group = group.as_object().into_iter().flatten();
                group.map(move |(name, scheme)| (location, name, scheme))
            })
            .collect();
        let mut requirement = Map::new();
        let names = names(title, &carried);
        for ((location, name, scheme), id) in carried.into_iter().zip(names) {
            let scheme = self.scheme(location, name, scheme, &at.child(location).child(name));
            self.schemes.insert(id.clone(), scheme);
            requirement.insert(id, json!([]));
        }
        Value::Object(requirement)
    }

    fn scheme(&mut self, location: &str, name: &str, source: &Value, at: &Pointer) -> Value {
        let text = |key: &str| source.get(key).and_then(Value::as_str);
        let mut scheme = match text("type") {
            Some("http") => json!({ "type": "http", "scheme": text("scheme").unwrap_or("bearer") }),
            Some("apiKey") | None => json!({ "type": "apiKey", "in": location, "name": name }),
            Some(kind) => {
                let message =
                    format!("a credential of the type `{kind}` is imported as a bearer token");
                let help = "complete the security scheme in the document by hand";
                self.reporter.report(&NOT_READ, &at.child("type"), message, help);
                json!({ "type": "http", "scheme": "bearer" })
            }
        };
        for key in ["description", "bearerFormat"] {
            if let Some(value) = source.get(key) {
                scheme[key] = value.clone();
            }
        }
        scheme
    }
}

/// The names of the schemes: the title has that of one, or those of several, as `a & b`.
fn names(title: &str, carried: &[(&String, &String, &Value)]) -> Vec<String> {
    let titles: Vec<String> = title.split('&').map(|name| name.trim().to_owned()).collect();
    if titles.len() == carried.len() {
        return titles;
    }
    carried.iter().map(|(_, name, _)| (*name).clone()).collect()
}
