//! `consumes` and `produces`.

use serde_json::{Map, Value};

use super::{Position, Rewriting};
use crate::diagnostic::codes::WRONG_TYPE;

impl Rewriting<'_> {
    /// The media types under a key; `None` where there is no such key, and its default counts.
    pub(super) fn media_types(
        &mut self,
        key: &str,
        entries: &Map<String, Value>,
        at: &Position,
    ) -> Option<Vec<String>> {
        self.texts(key, entries, at).map(|texts| {
            let mut distinct: Vec<String> = Vec::new();
            for text in texts {
                if !distinct.contains(&text) {
                    distinct.push(text);
                }
            }
            distinct
        })
    }

    /// The strings of an array under a key; `None` where there is no such key. One string alone is an
    /// array of it.
    pub(super) fn texts(
        &mut self,
        key: &str,
        entries: &Map<String, Value>,
        at: &Position,
    ) -> Option<Vec<String>> {
        let value = entries.get(key).filter(|value| !value.is_null())?;
        let at = at.child(key);
        if let Value::String(text) = value {
            let message = format!("`{key}` must be an array, but is a string; it is read as one");
            let help = format!("write [{text:?}]");
            self.diagnostics.report_repair(&WRONG_TYPE, &at.rewritten, message, help);
            return Some(vec![text.clone()]);
        }
        let Some(items) = value.as_array() else {
            let message = format!("`{key}` must be an array of strings");
            self.diagnostics.report(&WRONG_TYPE, &at.rewritten, message, "give an array");
            return None;
        };
        for (index, item) in items.iter().enumerate().filter(|(_, item)| !item.is_string()) {
            let message = format!("item {index} of `{key}` must be a string, but is {item}");
            let help = "give a string";
            self.diagnostics.report(&WRONG_TYPE, &at.rewritten.child(index), message, help);
        }
        Some(items.iter().filter_map(Value::as_str).map(str::to_owned).collect())
    }
}
