//! The path items that a path consists of, and their operations.

use indexmap::IndexSet;

use super::Document;
use crate::Pointer;
use crate::contract::Method;
use crate::reference::{reference, target};

impl Document {
    /// The path items of a path: its own, and those that it refers to, whose keys it overrides. None
    /// where a reference has no target.
    pub(crate) fn items(&self, path: &Pointer) -> Vec<Pointer> {
        let mut items: IndexSet<Pointer> = IndexSet::new();
        let mut next = Some(path.clone());
        while let Some(pointer) = next.filter(|pointer| !items.contains(pointer)) {
            let Some(value) = self.value(&pointer) else {
                break;
            };
            next = reference(value).and_then(target);
            items.insert(pointer);
        }
        items.into_iter().collect()
    }

    /// The operations of path items, each with its method: the first of each method.
    pub(crate) fn operations(&self, items: &[Pointer]) -> Vec<(Method, Pointer)> {
        let mut operations: Vec<(Method, Pointer)> = Vec::new();
        for (method, pointer) in self.all_operations(items) {
            if !operations.iter().any(|(known, _)| *known == method) {
                operations.push((method, pointer));
            }
        }
        operations
    }

    /// The operations of path items that another one of the same method hides.
    pub(crate) fn hidden_operations(&self, items: &[Pointer]) -> Vec<(Method, Pointer)> {
        let first = self.operations(items);
        let mut all = self.all_operations(items);
        all.retain(|(_, pointer)| !first.iter().any(|(_, known)| known == pointer));
        all
    }

    fn all_operations(&self, items: &[Pointer]) -> Vec<(Method, Pointer)> {
        let mut operations = Vec::new();
        for item in items {
            let own = self.keys(item);
            let own = own.filter_map(|key| Some((Method::of_key(key)?, item.child(key))));
            operations.extend(own);
            let list = item.child("additionalOperations");
            let others = self.keys(&list);
            let others = others.filter_map(|name| Some((Method::parse(name)?, list.child(name))));
            operations.extend(others);
        }
        operations
    }

    /// The value of a key that the version of the document defines.
    pub(crate) fn checked(&self, pointer: &Pointer, key: &str) -> Option<&serde_json::Value> {
        self.structure(pointer)?.get(key)
    }
}
