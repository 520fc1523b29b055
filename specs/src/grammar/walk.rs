//! The walk over the table. It copies the structure, without schemas, extensions, links and
//! callbacks, and puts a value of the right type where one is missing or wrong.

mod errors;

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::{Map, Value, json};

use super::{Child, Kind, Object, Rest};
use crate::reference::{Cycles, target};
use crate::{Diagnostics, Pointer};

/// What the walk found.
pub(crate) struct Walked {
    /// The document with a reference instead of each schema.
    pub(crate) structure: Value,
    /// Targets of references outside the grammar's own locations.
    pub(crate) elsewhere: HashMap<Pointer, Value>,
    /// Which schemas and references refer directly to which others.
    pub(crate) cycles: Cycles,
}

/// Walks a whole document, and whatever it refers to.
pub(crate) fn walk(root: &Value, diagnostics: &mut Diagnostics) -> Walked {
    let mut walk = Walk {
        root,
        diagnostics,
        seen: HashSet::new(),
        open: VecDeque::new(),
        cycles: Cycles::default(),
    };
    let structure = walk.object(Kind::Root, root, &Pointer::root());
    let mut elsewhere = HashMap::new();
    while let Some((pointer, kind)) = walk.open.pop_front() {
        if walk.seen.contains(&(pointer.clone(), kind)) {
            continue;
        }
        if let Some(value) = root.pointer(pointer.as_str()) {
            let value = walk.object(kind, value, &pointer);
            elsewhere.insert(pointer, value);
        }
    }
    Walked { structure, elsewhere, cycles: walk.cycles }
}

struct Walk<'a> {
    root: &'a Value,
    diagnostics: &'a mut Diagnostics,
    /// Objects that have been walked, of the kinds that can be referred to.
    seen: HashSet<(Pointer, Kind)>,
    /// Targets of references that may have to be walked.
    open: VecDeque<(Pointer, Kind)>,
    cycles: Cycles,
}

impl Walk<'_> {
    /// Walks one object and gives its copy.
    fn object(&mut self, kind: Kind, value: &Value, pointer: &Pointer) -> Value {
        let object = kind.object();
        if object.reference {
            self.seen.insert((pointer.clone(), kind));
        }
        let Some(entries) = value.as_object() else {
            self.wrong_type(pointer, "an object", value);
            return self.blank_object(kind, pointer);
        };
        if let (true, Some(Value::String(text))) = (object.reference, entries.get("$ref")) {
            self.reference(kind, text, pointer);
            return json!({ "$ref": text });
        }
        let copy = self.entries(object, entries, pointer);
        if kind == Kind::Schema {
            self.cycles.add_schema(entries, pointer);
            return reference_to(pointer);
        }
        Value::Object(copy)
    }

    fn entries(
        &mut self,
        object: &Object,
        entries: &Map<String, Value>,
        pointer: &Pointer,
    ) -> Map<String, Value> {
        let mut copy = Map::new();
        for (key, value) in entries {
            let field = object.fields.iter().find(|field| field.key == key);
            let copied = match (field, object.rest) {
                // A key without a value is common, and harmless where the key is optional.
                (Some(field), _) if value.is_null() && !field.required && !field.child.is_any() => {
                    self.null_value(pointer, key);
                    None
                }
                (Some(field), _) => self.child(field.child, value, pointer, key),
                _ if key.starts_with("x-") => None,
                (None, Rest::Objects(kind)) => Some(self.object(kind, value, &pointer.child(key))),
                (None, Rest::Unknown) => {
                    self.unknown_key(object, pointer, key);
                    None
                }
            };
            if let Some(copied) = copied {
                copy.insert(key.clone(), copied);
            }
        }
        self.require(object, entries, &mut copy, pointer);
        if let Some(rule) = object.rule {
            rule(&mut copy, pointer, self.diagnostics);
        }
        copy
    }

    /// Reports required keys that are missing, and adds blank values for them.
    fn require(
        &mut self,
        object: &Object,
        entries: &Map<String, Value>,
        copy: &mut Map<String, Value>,
        pointer: &Pointer,
    ) {
        for field in object.fields.iter().filter(|field| field.required) {
            if !entries.contains_key(field.key) {
                self.missing_key(object, pointer, field.key);
            }
            if !copy.contains_key(field.key) {
                copy.insert(field.key.to_owned(), self.blank(field.child, pointer));
            }
        }
    }

    /// Walks the value of a key; `None` where the copy omits it.
    fn child(&mut self, child: Child, value: &Value, parent: &Pointer, key: &str) -> Option<Value> {
        let has_type = match child {
            Child::Any => true,
            Child::Text | Child::Enum(_) => value.is_string(),
            Child::Boolean => value.is_boolean(),
            Child::Count => value.as_f64().is_some_and(|n| n >= 0.0 && n.fract() == 0.0),
            Child::Number => value.is_number(),
            Child::Object(kind) => {
                let copy = self.object(kind, value, &parent.child(key));
                return (!matches!(kind, Kind::Callback | Kind::Link | Kind::Encoding))
                    .then_some(copy);
            }
            Child::SchemaOrBoolean if value.is_boolean() => true,
            Child::SchemaOrBoolean => {
                return Some(self.object(Kind::Schema, value, &parent.child(key)));
            }
            Child::Array(item) => return self.array(*item, value, &parent.child(key)),
            Child::Map(entry) => return self.map(*entry, value, &parent.child(key)),
        };
        if !has_type {
            self.wrong_type(&parent.child(key), child.article(), value);
            return None;
        }
        if let (Child::Enum(names), Some(text)) = (child, value.as_str())
            && !names.contains(&text)
        {
            self.bad_value(&parent.child(key), names, text);
            return None;
        }
        Some(value.clone())
    }

    fn array(&mut self, child: Child, value: &Value, pointer: &Pointer) -> Option<Value> {
        let Some(items) = value.as_array() else {
            self.wrong_type(pointer, "an array", value);
            return None;
        };
        let copies = items.iter().enumerate().map(|(index, item)| {
            self.child(child, item, pointer, &index.to_string())
                // The pointers to the others must stay the same.
                .unwrap_or_else(|| self.blank(child, pointer))
        });
        Some(copies.collect())
    }

    fn map(&mut self, child: Child, value: &Value, pointer: &Pointer) -> Option<Value> {
        let Some(entries) = value.as_object() else {
            self.wrong_type(pointer, "an object", value);
            return None;
        };
        let copies = entries.iter().filter_map(|(key, entry)| {
            Some((key.clone(), self.child(child, entry, pointer, key)?))
        });
        Some(Value::Object(copies.collect()))
    }

    /// Records a reference: it must resolve, and its target must be of the same kind.
    fn reference(&mut self, kind: Kind, text: &str, pointer: &Pointer) {
        let Some(target) = target(text) else {
            self.external(pointer, text);
            return;
        };
        if self.root.pointer(target.as_str()).is_none() {
            self.unresolved(pointer, text, &target);
            return;
        }
        self.cycles.add(pointer, target.clone());
        self.open.push_back((target, kind));
    }

    /// A value of the right type instead of one that is missing or wrong.
    fn blank(&mut self, child: Child, pointer: &Pointer) -> Value {
        match child {
            Child::Any => Value::Null,
            Child::Text => json!(""),
            Child::Enum(names) => json!(names[0]),
            Child::Boolean => json!(false),
            Child::Count | Child::Number => json!(0),
            Child::Object(kind) => self.blank_object(kind, pointer),
            Child::SchemaOrBoolean => reference_to(pointer),
            Child::Array(_) => json!([]),
            Child::Map(_) => json!({}),
        }
    }

    fn blank_object(&mut self, kind: Kind, pointer: &Pointer) -> Value {
        if matches!(kind, Kind::Schema | Kind::Parameter | Kind::Header | Kind::SecurityScheme) {
            return reference_to(pointer);
        }
        let required = kind.object().fields.iter().filter(|field| field.required);
        let copy = required.map(|field| (field.key.to_owned(), self.blank(field.child, pointer)));
        Value::Object(copy.collect())
    }
}

/// The reference that the structure has instead of a schema.
fn reference_to(pointer: &Pointer) -> Value {
    json!({ "$ref": format!("#{pointer}") })
}

impl Child {
    fn is_any(self) -> bool {
        matches!(self, Self::Any)
    }

    /// What it is, with its article, for messages.
    fn article(self) -> &'static str {
        match self {
            Self::Any => "a value",
            Self::Text | Self::Enum(_) => "a string",
            Self::Boolean => "a boolean",
            Self::Count => "an integer that is not negative",
            Self::Number => "a number",
            Self::Object(_) | Self::Map(_) => "an object",
            Self::SchemaOrBoolean => "a schema or a boolean",
            Self::Array(_) => "an array",
        }
    }
}
