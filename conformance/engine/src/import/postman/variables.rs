//! Variables of a collection: `{{name}}` is replaced by its value, and kept if it has none.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::text;

/// The deepest nesting of variables in values.
const DEEPEST: usize = 8;

/// Variables by name.
pub(super) struct Variables {
    known: BTreeMap<String, String>,
    unset: BTreeSet<String>,
}

impl Variables {
    /// The variables of the collection, overridden by those that are given.
    pub(super) fn of(root: &Value, given: &[(String, String)]) -> Self {
        let own = root.get("variable").and_then(Value::as_array).into_iter().flatten();
        let own = own.filter(|one| one.get("disabled") != Some(&Value::Bool(true)));
        let own = own.filter_map(|one| {
            let name = one.get("key").or_else(|| one.get("id"))?.as_str()?.to_owned();
            Some((name, text(one.get("value"))))
        });
        let mut known: BTreeMap<String, String> =
            own.filter(|(_, value)| !value.is_empty()).collect();
        known.extend(given.iter().cloned());
        Self { known, unset: BTreeSet::new() }
    }

    /// The text with every known value inserted. Dynamic variables that are ids become `{{uuid}}`.
    pub(super) fn fill(&mut self, text: &str) -> String {
        self.filled(text, 0)
    }

    fn filled(&mut self, text: &str, depth: usize) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            filled.push_str(before);
            let Some((name, tail)) = after.split_once("}}") else {
                filled.push_str("{{");
                rest = after;
                continue;
            };
            let name = name.trim();
            match self.known.get(name).cloned() {
                Some(value) if depth < DEEPEST => filled.push_str(&self.filled(&value, depth + 1)),
                _ if matches!(name, "$guid" | "$randomUUID") => filled.push_str("{{uuid}}"),
                _ => {
                    self.unset.insert(name.to_owned());
                    filled.push_str(&format!("{{{{{name}}}}}"));
                }
            }
            rest = tail;
        }
        filled.push_str(rest);
        filled
    }

    /// The variables that were used and have no value.
    pub(super) fn unset(&self) -> impl Iterator<Item = &str> {
        self.unset.iter().map(String::as_str)
    }

    /// Removes a name from those without a value: it is replaced by something else.
    pub(super) fn forget(&mut self, name: &str) {
        self.unset.remove(name);
    }
}
