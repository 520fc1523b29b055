//! One document of several: what they share is there once, and what is different for a page is moved to
//! its operations where OpenAPI allows that.

use serde_json::{Map, Value, json};

use super::Reporter;
use crate::Pointer;
use crate::contract::Method;
use crate::diagnostic::codes::PAGE_CONFLICT;

/// Parts of a document that an operation may have of its own.
const OF_OPERATIONS: [&str; 2] = ["servers", "security"];

/// The documents so far.
#[derive(Default)]
pub(super) struct Merged {
    document: Option<Map<String, Value>>,
}

impl Merged {
    pub(super) fn finish(self) -> Option<Value> {
        self.document.map(Value::Object)
    }

    pub(super) fn add(&mut self, document: Value, reporter: &mut Reporter<'_>) {
        let Value::Object(mut document) = document else { return };
        let Some(merged) = &mut self.document else {
            self.document = Some(document);
            return;
        };
        for key in OF_OPERATIONS {
            if document.get(key) != merged.get(key) {
                to_operations(merged, key);
                to_operations(&mut document, key);
            }
        }
        for (key, value) in document {
            let at = Pointer::root().child(&key);
            match key.as_str() {
                "paths" => join(merged, key, value, &at, 2, reporter),
                "components" => join(merged, key, value, &at, 2, reporter),
                "info" => join(merged, key, value, &at, 1, reporter),
                "tags" => tags(merged, value),
                _ => join(merged, key, value, &at, 0, reporter),
            }
        }
    }
}

/// Sets a property, or merges the properties of the two values so many levels deep.
fn join(
    into: &mut Map<String, Value>,
    key: String,
    value: Value,
    at: &Pointer,
    levels: usize,
    reporter: &mut Reporter<'_>,
) {
    let Some(present) = into.get_mut(&key) else {
        into.insert(key, value);
        return;
    };
    match (present, value) {
        (present, value) if *present == value => {}
        (Value::Object(present), Value::Object(value)) if levels > 0 => {
            for (key, value) in value {
                let at = at.child(&key);
                join(present, key, value, &at, levels - 1, reporter);
            }
        }
        _ => {
            let message = format!("`{key}` is another one on an earlier page, which is used");
            let help = "import the pages into two documents, or correct one of them";
            reporter.report(&PAGE_CONFLICT, at, message, help);
        }
    }
}

/// Moves a part of the document to those operations that have none of their own. Without the part, an
/// operation has an empty one.
fn to_operations(document: &mut Map<String, Value>, key: &str) {
    let part = document.shift_remove(key).unwrap_or_else(|| json!([]));
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for path in paths.into_iter().flat_map(|paths| paths.values_mut()) {
        let Some(path) = path.as_object_mut() else { continue };
        if path.contains_key(key) {
            continue;
        }
        for (method, operation) in path.iter_mut() {
            if let (Some(_), Some(operation)) = (Method::of_key(method), operation.as_object_mut())
                && !operation.contains_key(key)
            {
                operation.insert(key.to_owned(), part.clone());
            }
        }
    }
}

/// Tags of all pages, each once.
fn tags(into: &mut Map<String, Value>, value: Value) {
    let tags = into.entry("tags").or_insert_with(|| json!([]));
    let (Some(tags), Value::Array(new)) = (tags.as_array_mut(), value) else { return };
    for tag in new {
        if !tags.iter().any(|known| known.get("name") == tag.get("name")) {
            tags.push(tag);
        }
    }
}
