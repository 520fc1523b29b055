//! References: their siblings, and those of JSON Schema that are not followed.

use serde_json::json;

use super::Schema;
use crate::diagnostic::codes::NOT_READ;

impl Schema<'_> {
    /// JSON Schema 2020-12 core §8.2.3.1: keywords beside `$ref` count as well.
    pub(super) fn reference_siblings(&mut self) {
        let alone = self.keywords.keys().all(|key| key == "$ref" || key.starts_with("x-"));
        if alone || !self.keywords.get("$ref").is_some_and(|reference| reference.is_string()) {
            return;
        }
        if let Some(reference) = self.remove("$ref") {
            self.require(json!({ "$ref": reference }));
        }
    }

    pub(super) fn dynamic_reference(&mut self) {
        for key in ["$dynamicRef", "$recursiveRef"] {
            if self.remove(key).is_some() {
                let message =
                    format!("`{key}` is not followed; the schema allows everything instead");
                let help = "use `$ref`";
                self.diagnostics.report(&NOT_READ, &self.pointer.child(key), message, help);
            }
        }
    }
}
