//! The identifiers and anchors of JSON Schema 2020-12 (core §8.2): what `$id` and `$anchor` name.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::uri;
use crate::Pointer;

/// Keys whose values are examples or constants: nothing in them is a schema.
const VALUES: [&str; 6] = ["example", "examples", "default", "const", "enum", "value"];

/// Keys whose values have names as keys.
const NAMED: [&str; 12] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
    "schemas",
    "responses",
    "parameters",
    "headers",
    "requestBodies",
    "content",
    "callbacks",
];

/// A location in one of a document's texts.
type Location = (usize, Pointer);

/// The resources of all texts: the texts themselves, and every schema with an `$id`.
#[derive(Default)]
pub(super) struct Resources {
    /// Whether the version of the document has them.
    enabled: bool,
    by_uri: HashMap<String, Location>,
    /// The URI of every schema with an `$id`.
    identified: HashMap<Location, String>,
    /// The anchors of each resource.
    anchors: HashMap<(Location, String), Anchor>,
    /// The references of each text.
    links: HashMap<usize, Vec<Link>>,
    has_dynamic: bool,
    /// The resources with a dynamic anchor.
    scopes: HashSet<Location>,
}

struct Anchor {
    pointer: Pointer,
    is_dynamic: bool,
    /// Whether another schema of the resource has it as well.
    is_repeated: bool,
}

/// A reference, for the search for dynamic ones.
pub(super) struct Link {
    pub(super) pointer: Pointer,
    pub(super) text: String,
    pub(super) is_dynamic: bool,
}

impl Resources {
    /// From now on, identifiers and anchors are read.
    pub(super) fn enable(&mut self) {
        self.enabled = true;
    }

    /// Reads the identifiers and anchors of a text. Of two with the same name, the first counts.
    pub(super) fn add(&mut self, file: usize, uri: &str, text: &str, value: &Value) {
        let has_any = ["$id", "$anchor", "$dynamic"].iter().any(|key| text.contains(key));
        if self.enabled && has_any {
            self.scan(file, value, &Pointer::root(), (&Pointer::root(), uri), false);
        }
    }

    /// The pointer to the resource that has a location, and its URI where that is not the file's.
    pub(super) fn owner(&self, file: usize, pointer: &Pointer) -> (Pointer, Option<&str>) {
        if self.identified.is_empty() {
            return (Pointer::root(), None);
        }
        let mut ancestors = std::iter::successors(Some(pointer.clone()), Pointer::parent);
        let found = ancestors.find_map(|owner| {
            let key = (file, owner);
            let uri = self.identified.get(&key)?;
            Some((key.1, Some(uri.as_str())))
        });
        found.unwrap_or((Pointer::root(), None))
    }

    /// The resource with this URI.
    pub(super) fn find(&self, uri: &str) -> Option<Location> {
        self.by_uri.get(uri).cloned()
    }

    /// The location that an anchor names in a resource.
    pub(super) fn anchor(&self, file: usize, resource: &Pointer, name: &str) -> Option<Pointer> {
        let key = ((file, resource.clone()), name.to_owned());
        self.anchors.get(&key).map(|anchor| anchor.pointer.clone())
    }

    /// The location of a dynamic anchor of a resource.
    pub(super) fn dynamic(&self, file: usize, resource: &Pointer, name: &str) -> Option<Pointer> {
        let key = ((file, resource.clone()), name.to_owned());
        let anchor = self.anchors.get(&key).filter(|anchor| anchor.is_dynamic);
        anchor.map(|anchor| anchor.pointer.clone())
    }

    /// Whether several schemas of a resource have an anchor.
    pub(super) fn is_repeated(&self, file: usize, resource: &Pointer, name: &str) -> bool {
        let key = ((file, resource.clone()), name.to_owned());
        self.anchors.get(&key).is_some_and(|anchor| anchor.is_repeated)
    }

    /// Whether a resource has a dynamic anchor.
    pub(super) fn is_scope(&self, resource: &Location) -> bool {
        self.scopes.contains(resource)
    }

    pub(super) fn has_dynamic_references(&self) -> bool {
        self.has_dynamic
    }

    /// The references of a text that has identifiers, anchors or dynamic references.
    pub(super) fn links(&self, file: usize) -> &[Link] {
        self.links.get(&file).map_or(&[], Vec::as_slice)
    }

    /// Reads a value and all below it. No text nests deeper than the readers allow.
    fn scan(
        &mut self,
        file: usize,
        value: &Value,
        at: &Pointer,
        resource: (&Pointer, &str),
        is_named: bool,
    ) {
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate().filter(|(_, item)| holds(item)) {
                    self.scan(file, item, &at.child(index), resource, false);
                }
            }
            Value::Object(entries) => {
                let own = if is_named { None } else { self.identify(file, value, at, resource.1) };
                let resource = match &own {
                    Some(uri) => (at, uri.as_str()),
                    None => resource,
                };
                if !is_named {
                    self.name(file, value, at, resource.0);
                }
                for (key, entry) in entries.iter().filter(|(_, entry)| holds(entry)) {
                    let is_value = VALUES.contains(&key.as_str()) || key.starts_with("x-");
                    if is_named || !is_value {
                        let is_named = !is_named && NAMED.contains(&key.as_str());
                        self.scan(file, entry, &at.child(key), resource, is_named);
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// Records the `$id` of an object, and gives its URI.
    fn identify(&mut self, file: usize, value: &Value, at: &Pointer, base: &str) -> Option<String> {
        let id = value.get("$id")?.as_str()?;
        let path = id.split('#').next().filter(|path| !path.is_empty())?;
        let uri = uri::resolve(base, path)?;
        self.by_uri.entry(uri.clone()).or_insert_with(|| (file, at.clone()));
        self.identified.insert((file, at.clone()), uri.clone());
        Some(uri)
    }

    /// Records the anchors and references of an object. Older drafts write them as a fragment of `$id`.
    fn name(&mut self, file: usize, value: &Value, at: &Pointer, resource: &Pointer) {
        let text = |key: &str| value.get(key).and_then(Value::as_str);
        let old = text("$id").and_then(|id| id.strip_prefix('#'));
        let names = [(text("$anchor").or(old), false), (text("$dynamicAnchor"), true)];
        for (name, is_dynamic) in names {
            if let Some(name) = name.filter(|name| !name.is_empty()) {
                let key = ((file, resource.clone()), name.to_owned());
                if is_dynamic {
                    self.scopes.insert((file, resource.clone()));
                }
                let new = Anchor { pointer: at.clone(), is_dynamic, is_repeated: false };
                let known = self.anchors.entry(key).or_insert(new);
                known.is_repeated |= known.pointer != *at;
            }
        }
        for (key, is_dynamic) in [("$ref", false), ("$dynamicRef", true)] {
            if let Some(text) = text(key) {
                let link = Link { pointer: at.clone(), text: text.to_owned(), is_dynamic };
                self.links.entry(file).or_default().push(link);
                self.has_dynamic |= is_dynamic;
            }
        }
    }
}

/// Whether a value may hold schemas.
fn holds(value: &Value) -> bool {
    value.is_object() || value.is_array()
}
