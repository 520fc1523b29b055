//! The walk over the table. It copies the structure, without schemas, extensions, links and
//! callbacks. A value that is missing or wrong is repaired where its meaning is plain, else left out: from
//! the copy, and by an amendment from the document.

mod copies;
mod dynamic;
mod errors;
mod kinds;
mod references;
mod repair;

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::{Map, Value, json};

use self::copies::Copies;
use self::dynamic::Scopes;
use self::kinds::Kinds;
use super::amend::Amendments;
use super::{Child, Kind, Need, Object, Rest, dialect, legacy, recent};
use crate::files::Texts;
use crate::keyword::{self, Row};
use crate::reference::Cycles;
use crate::version::Version;
use crate::{Diagnostics, Outcome, Pointer};

/// What the walk found.
pub(crate) struct Walked {
    /// The document with a reference instead of each schema.
    pub(crate) structure: Value,
    /// Targets of references outside the grammar's own locations.
    pub(crate) elsewhere: HashMap<Pointer, Value>,
    /// Which schemas and references refer directly to which others.
    pub(crate) cycles: Cycles,
    /// What repairs the document, and leaves out what cannot be repaired.
    pub(crate) amendments: Amendments,
    /// Where schemas are.
    pub(crate) schemas: HashSet<Pointer>,
    /// References to schemas in files, each with its target.
    pub(crate) named: Vec<(Pointer, Pointer)>,
}

/// Walks a whole document, and whatever it refers to.
pub(crate) fn walk(
    texts: &mut Texts<'_>,
    version: Version,
    diagnostics: &mut Diagnostics,
) -> Walked {
    let root = texts.root();
    let mut walk = Walk {
        texts,
        version,
        diagnostics,
        seen: HashSet::new(),
        open: VecDeque::new(),
        cycles: Cycles::default(),
        amendments: Amendments::default(),
        moved: HashSet::new(),
        named: Vec::new(),
        copies: Copies::default(),
        scopes: Scopes::default(),
        kinds: Kinds::default(),
    };
    let structure = walk.object(Kind::Root, &root, &Pointer::root()).unwrap_or_default();
    let mut elsewhere = HashMap::new();
    walk.targets(&mut elsewhere);
    let mut copies = true;
    while walk.references_to_others(copies, &mut elsewhere) {
        walk.targets(&mut elsewhere);
        copies = false;
    }
    let Walk { seen, cycles, amendments, named, .. } = walk;
    let schemas = seen.into_iter().filter(|(_, kind)| *kind == Kind::Schema);
    let schemas = schemas.map(|(pointer, _)| pointer).collect();
    Walked { structure, elsewhere, cycles, amendments, schemas, named }
}

struct Walk<'a, 'o> {
    texts: &'a mut Texts<'o>,
    version: Version,
    diagnostics: &'a mut Diagnostics,
    /// Objects that have been walked, of the kinds that can be referred to.
    seen: HashSet<(Pointer, Kind)>,
    /// Targets of references that may have to be walked.
    open: VecDeque<(Pointer, Kind)>,
    cycles: Cycles,
    amendments: Amendments,
    /// Parameters that have become a part of a request body.
    moved: HashSet<Pointer>,
    named: Vec<(Pointer, Pointer)>,
    copies: Copies,
    scopes: Scopes,
    kinds: Kinds,
}

impl Walk<'_, '_> {
    /// Walks the targets of references that are in no location of the grammar.
    fn targets(&mut self, elsewhere: &mut HashMap<Pointer, Value>) {
        while let Some((pointer, kind)) = self.open.pop_front() {
            let is_other = self.kinds.other(&pointer, kind).is_some();
            if is_other || self.seen.contains(&(pointer.clone(), kind)) {
                continue;
            }
            let (text, written) = self.texts.text(&pointer);
            if let Some(value) = text.pointer(written.as_str()) {
                match self.child(Child::Object(kind), value, &pointer) {
                    Some(value) => _ = elsewhere.insert(pointer, value),
                    None => self.amendments.remove(&pointer),
                }
            }
        }
    }

    /// Walks one object and gives its copy; `None` where it has to be left out.
    fn object(&mut self, kind: Kind, value: &Value, pointer: &Pointer) -> Option<Value> {
        let object = kind.object();
        let is_referable = self.is_referable(object);
        self.kinds.add(pointer, kind);
        if is_referable {
            self.seen.insert((pointer.clone(), kind));
        }
        let Some(entries) = value.as_object() else {
            return self.no_object(kind, value, pointer);
        };
        match kind {
            Kind::Discriminator => self.mapping(entries, pointer),
            Kind::Link => self.operation_reference(entries, pointer),
            _ => {}
        }
        let rewritten = self.rewrite(kind, entries, pointer);
        if let Some(entries) = &rewritten {
            self.amendments.set(pointer, Value::Object(entries.clone()));
        }
        let entries = rewritten.as_ref().unwrap_or(entries);
        if let (true, Some(Value::String(text))) = (is_referable, entries.get("$ref")) {
            let text = self.local(text, pointer);
            if let Some(copy) = self.reference(kind, &text, pointer) {
                return self.walk_copy(Child::Object(kind), &copy, pointer);
            }
            let reference = json!({ "$ref": text });
            let is_alone = kind != Kind::PathItem || entries.len() == 1;
            return if is_alone {
                Some(reference)
            } else {
                self.siblings(entries, reference, pointer)
            };
        }
        let copy = self.entries(object, entries, pointer);
        if kind == Kind::Schema {
            self.cycles.add_schema(entries, pointer);
            return Some(reference_to(pointer));
        }
        copy.map(Value::Object)
    }

    fn is_referable(&self, object: &Object) -> bool {
        object.reference.is_some_and(|since| since <= self.version)
    }

    /// A path item with keys beside `$ref`, which count as well.
    fn siblings(
        &mut self,
        entries: &Map<String, Value>,
        reference: Value,
        pointer: &Pointer,
    ) -> Option<Value> {
        let mut others = entries.clone();
        others.shift_remove("$ref");
        let mut copy = self.entries(Kind::PathItem.object(), &others, pointer)?;
        copy.extend(reference.as_object().cloned().into_iter().flatten());
        Some(Value::Object(copy))
    }

    /// A reference with the document's own URI, as one within the document.
    fn local(&mut self, text: &str, pointer: &Pointer) -> String {
        let root = self.texts.root();
        let own = root.get("$self").and_then(Value::as_str);
        let own = own.filter(|own| self.version >= Version::V32 && !own.is_empty());
        match own.and_then(|own| text.strip_prefix(own)) {
            Some(fragment) if fragment.starts_with('#') => {
                self.amendments.set(&pointer.child("$ref"), json!(fragment));
                fragment.to_owned()
            }
            _ => text.to_owned(),
        }
    }

    /// The object as the grammar has it, where the document writes it in another way.
    fn rewrite(
        &mut self,
        kind: Kind,
        entries: &Map<String, Value>,
        pointer: &Pointer,
    ) -> Option<Map<String, Value>> {
        match kind {
            Kind::Schema => {
                let plain = self.without_dynamic(entries, pointer);
                let schema = plain.as_ref().unwrap_or(entries);
                dialect::rewrite(schema, self.version, pointer, self.diagnostics).or(plain)
            }
            Kind::Parameter if self.version >= Version::V32 && recent::is_of_32(entries) => {
                let root = self.texts.root();
                let parameter = recent::Parameter { root: &root, entries, pointer };
                parameter.rewrite(self.diagnostics, &mut self.moved)
            }
            Kind::Parameter | Kind::Header => legacy::parameter(entries, pointer, self.diagnostics),
            Kind::Operation => {
                legacy::operation(entries, pointer, self.diagnostics, &mut self.moved)
            }
            _ => None,
        }
    }

    /// A value that should be an object. A schema becomes one that allows everything, or nothing.
    fn no_object(&mut self, kind: Kind, value: &Value, pointer: &Pointer) -> Option<Value> {
        if kind != Kind::Schema {
            self.wrong_type(pointer, "an object", value);
            return None;
        }
        let schema = if value == &Value::Bool(false) { json!({ "enum": [] }) } else { json!({}) };
        match value {
            Value::Bool(_) if self.version > Version::V30 => {}
            Value::Bool(_) => self.boolean_schema(pointer, value),
            Value::Null => self.null_value(pointer),
            _ => self.wrong_type(pointer, "an object", value),
        }
        self.amendments.set(pointer, schema);
        Some(reference_to(pointer))
    }

    /// The copy of an object's entries; `None` where one without which it has no meaning is missing.
    fn entries(
        &mut self,
        object: &Object,
        entries: &Map<String, Value>,
        pointer: &Pointer,
    ) -> Option<Map<String, Value>> {
        if self.moved.contains(pointer) {
            return None;
        }
        let mut copy = Map::new();
        for (key, value) in entries {
            let field = object.fields.iter().find(|field| field.key == key);
            let at = pointer.child(key);
            let copied = match (field.filter(|field| field.since <= self.version), object.rest) {
                // A key without a value is common, and harmless where the key is optional.
                (Some(field), _) if value.is_null() && !field.child.is_any() => {
                    self.null_value(&at);
                    None
                }
                (Some(field), _) => {
                    let copied = self.child(field.child, value, &at);
                    if !field.child.is_copied() && copied.is_some() {
                        continue;
                    }
                    copied
                }
                _ if key.starts_with("x-") => continue,
                (None, Rest::Objects(kind)) => self.child(Child::Object(kind), value, &at),
                (None, Rest::Unknown) => {
                    self.unknown_key(object, field, &at);
                    // What another version constrains or does, this one does not. A reference may lead
                    // to the rest.
                    let is_operation = field.is_some_and(|field| field.child.holds_operations());
                    if !is_operation && !keyword::find(key).is_some_and(Row::constrains) {
                        continue;
                    }
                    None
                }
            };
            match copied {
                Some(copied) => _ = copy.insert(key.clone(), copied),
                None => self.amendments.remove(&at),
            }
        }
        self.require(object, entries, &mut copy, pointer)?;
        if let Some(rule) = object.rule {
            rule(&mut copy, pointer, self.diagnostics, &mut self.amendments)?;
        }
        Some(copy)
    }

    /// Reports required keys that are missing, and adds blank values for them; `None` where the object
    /// has no meaning without one.
    fn require(
        &mut self,
        object: &Object,
        entries: &Map<String, Value>,
        copy: &mut Map<String, Value>,
        pointer: &Pointer,
    ) -> Option<()> {
        for field in object.fields {
            if field.need == Need::Optional || copy.contains_key(field.key) {
                continue;
            }
            let is_demanded = match field.need {
                Need::BlankBefore(version) => self.version < version,
                Need::Optional | Need::Blank | Need::Vital => true,
            };
            if is_demanded && !entries.contains_key(field.key) {
                let found = self.missing_key(object, pointer, field.key);
                if field.need == Need::Vital {
                    found.outcome = Outcome::Lost;
                }
            }
            if field.need == Need::Vital {
                return None;
            }
            let blank = self.blank(field.child, pointer);
            copy.insert(field.key.to_owned(), blank);
        }
        Some(())
    }

    /// Walks a value; `None` where it has to be left out.
    fn child(&mut self, child: Child, value: &Value, pointer: &Pointer) -> Option<Value> {
        if let Some(copy) = self.misplaced(child, value, pointer) {
            return self.walk_copy(child, &copy.ok()?, pointer);
        }
        match child {
            Child::Any => return Some(value.clone()),
            Child::Object(kind) => return self.object(kind, value, pointer),
            Child::SchemaOrBoolean if value.is_boolean() => return Some(value.clone()),
            Child::SchemaOrBoolean => return self.object(Kind::Schema, value, pointer),
            Child::Array(item) if value.is_array() => return self.array(*item, value, pointer),
            Child::Map(entry) if value.is_object() => return self.map(*entry, value, pointer),
            Child::Array(_) | Child::Map(_) => {}
            Child::Text | Child::Enum(_) | Child::Boolean | Child::Count | Child::Number => {
                if child.admits(value) {
                    return Some(value.clone());
                }
            }
        }
        if let Some(plain) = child.repair(value) {
            self.repaired(pointer, child, value, &plain);
            self.amendments.set(pointer, plain.clone());
            return self.child(child, &plain, pointer);
        }
        if let (Child::Enum(names), Some(text)) = (child, value.as_str()) {
            self.bad_value(pointer, names, text);
        } else {
            self.wrong_type(pointer, child.article(), value);
        }
        None
    }

    fn array(&mut self, child: Child, value: &Value, pointer: &Pointer) -> Option<Value> {
        let mut copies = Vec::new();
        for (index, item) in value.as_array()?.iter().enumerate() {
            let at = pointer.child(index);
            let copied = self.child(child, item, &at);
            copies.push(copied.unwrap_or_else(|| {
                // The pointers to the others must stay the same.
                self.amendments.remove(&at);
                self.blank(child, &at)
            }));
        }
        Some(Value::Array(copies))
    }

    fn map(&mut self, child: Child, value: &Value, pointer: &Pointer) -> Option<Value> {
        let mut copies = Map::new();
        for (key, entry) in value.as_object()? {
            let at = pointer.child(key);
            match self.child(child, entry, &at) {
                Some(copied) => _ = copies.insert(key.clone(), copied),
                // Maps that the specification defines have extensions here and there.
                None => self.amendments.remove(&at),
            }
        }
        Some(Value::Object(copies))
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
        if self.is_referable(kind.object()) {
            return reference_to(pointer);
        }
        let required = kind.object().fields.iter().filter(|field| field.need != Need::Optional);
        let copy = required.map(|field| (field.key.to_owned(), self.blank(field.child, pointer)));
        Value::Object(copy.collect())
    }
}

/// The reference that the structure has instead of a schema.
fn reference_to(pointer: &Pointer) -> Value {
    json!({ "$ref": format!("#{pointer}") })
}
