//! Security schemes.

use serde_json::{Map, Value, json};

use super::{Position, Rewriting, keys};
use crate::diagnostic::codes::{BAD_VALUE, MISSING_KEY};

/// The flows of OAuth 2.0, as Swagger 2.0 and as OpenAPI 3.0 call them.
const FLOWS: [(&str, &str); 4] = [
    ("implicit", "implicit"),
    ("password", "password"),
    ("application", "clientCredentials"),
    ("accessCode", "authorizationCode"),
];

/// Keys that belong to a flow.
const OF_FLOW: [&str; 3] = ["authorizationUrl", "tokenUrl", "scopes"];

impl Rewriting<'_> {
    pub(super) fn security_scheme(&mut self, value: &Value, at: &Position) -> Value {
        let Some(entries) = value.as_object() else {
            return value.clone();
        };
        self.report_foreign(keys::SECURITY_SCHEME, entries, at);
        match entries.get("type").and_then(Value::as_str) {
            Some("basic") => {
                let mut copy = entries.clone();
                copy.insert("type".to_owned(), json!("http"));
                copy.insert("scheme".to_owned(), json!("basic"));
                Value::Object(copy)
            }
            Some("oauth2") if !entries.contains_key("flows") => self.oauth(entries, at),
            _ => value.clone(),
        }
    }

    fn oauth(&mut self, entries: &Map<String, Value>, at: &Position) -> Value {
        let mut copy = entries.clone();
        copy.shift_remove("flow");
        let mut flow = Map::new();
        for key in OF_FLOW {
            flow.extend(copy.shift_remove(key).map(|value| (key.to_owned(), value)));
        }
        if let Some(Value::Object(scopes)) = flow.get_mut("scopes") {
            scopes.retain(|name, _| !name.starts_with("x-"));
        }
        let mut flows = Map::new();
        if let Some(name) = self.flow(entries, at) {
            let rewritten = at.rewritten.child("flows").child(name);
            self.moved(at.at(rewritten));
            flows.insert(name.to_owned(), Value::Object(flow));
        }
        copy.insert("flows".to_owned(), Value::Object(flows));
        Value::Object(copy)
    }

    /// What OpenAPI 3.0 calls the flow of a scheme. Without one it is still OAuth 2.0.
    fn flow(&mut self, entries: &Map<String, Value>, at: &Position) -> Option<&'static str> {
        let Some(found) = entries.get("flow") else {
            let message = "`flow` is missing from the security scheme";
            self.diagnostics.report(&MISSING_KEY, &at.rewritten, message, "add `flow`");
            return None;
        };
        let known = FLOWS.iter().find(|(name, _)| found.as_str() == Some(name));
        if known.is_none() {
            let message = format!("{found} is not a flow; the scheme is read without one");
            let help = "use one of: implicit, password, application, accessCode";
            let at = at.rewritten.child("flow");
            self.diagnostics.report_repair(&BAD_VALUE, &at, message, help);
        }
        known.map(|(_, name)| *name)
    }
}
