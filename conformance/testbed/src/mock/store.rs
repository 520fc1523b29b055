//! Items that callers created: a POST to a collection creates an item, which is available at its path until a
//! DELETE. All other ids exist from the start, since callers of a mock know no existing id.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use specs::Contract;
use specs::contract::{Method, Operation, PathPart, SchemaId};

use conformance_core::values::as_text;
use conformance_core::values::{Rng, Validators, valid};

/// The maximum number of items; later ones are not stored.
const MOST: usize = 10_000;

/// An item that a caller created.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    /// The id that the mock assigned.
    pub(super) id: Value,
    /// The body that the caller sent.
    pub(super) sent: Value,
}

impl Item {
    /// The item after a PUT or PATCH.
    pub(super) fn after(mut self, method: Method, sent: Option<Value>) -> Self {
        match (method, sent, &mut self.sent) {
            (Method::Patch, Some(Value::Object(new)), Value::Object(old)) => old.extend(new),
            (_, Some(new), _) => self.sent = new,
            (_, None, _) => {}
        }
        self
    }
}

/// The state of the path of a request.
pub(super) enum Known {
    /// No caller created it.
    Nothing,
    /// A caller created it.
    Item(Item),
    /// A caller created it, and one deleted it.
    Gone,
}

/// Items by path; `None` for deleted ones.
#[derive(Debug, Default)]
pub(super) struct Store {
    items: Mutex<BTreeMap<String, Option<Item>>>,
}

impl Store {
    /// The state of the item of a request; deleted if one of its parents is.
    pub(super) fn known(&self, operation: &Operation, path: &BTreeMap<String, String>) -> Known {
        let items = self.items();
        let parts = &operation.path.parts;
        let ends = (1..=parts.len()).filter(|end| matches!(parts[end - 1], PathPart::Parameter(_)));
        let with_parents: Vec<_> =
            ends.map(|end| items.get(&location(&parts[..end], path))).collect();
        if with_parents.contains(&Some(&None)) {
            return Known::Gone;
        }
        match items.get(&location(parts, path)) {
            Some(Some(item)) => Known::Item(item.clone()),
            _ => Known::Nothing,
        }
    }

    /// Stores a created or changed item, unless the store is full.
    pub(super) fn put(&self, location: String, item: Item) {
        let mut items = self.items();
        if items.len() < MOST || items.contains_key(&location) {
            items.insert(location, Some(item));
        }
    }

    /// Deletes an item.
    pub(super) fn remove(&self, operation: &Operation, path: &BTreeMap<String, String>) {
        if let Some(item) = self.items().get_mut(&location(&operation.path.parts, path)) {
            *item = None;
        }
    }

    fn items(&self) -> MutexGuard<'_, BTreeMap<String, Option<Item>>> {
        self.items.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The path of a request, decoded.
pub(super) fn location(parts: &[PathPart], path: &BTreeMap<String, String>) -> String {
    let text = |part: &PathPart| match part {
        PathPart::Literal(text) => text.clone(),
        PathPart::Parameter(name) => path.get(name).cloned().unwrap_or_default(),
    };
    parts.iter().map(text).collect()
}

/// New ids that satisfy the schema of the parameter, the most usual first.
pub(super) fn new_ids(
    contract: &Contract,
    validators: &Validators,
    schema: SchemaId,
    rng: &mut Rng,
) -> Vec<Value> {
    let validator = validators.of(&contract.schemas, schema);
    let number = rng.between(100_000_000, 2_000_000_000);
    let usual = [Value::String(rng.uuid()), Value::from(number), Value::String(number.to_string())];
    let schemas = &contract.schemas;
    let is_example = |value: &Value| {
        let own = [schema, schemas.resolve(schema)].map(|id| schemas.get(id));
        own.iter()
            .any(|schema| schema.examples.contains(value) || schema.default.as_ref() == Some(value))
    };
    // Examples of the document exist from the start.
    let mut others = (0..8).filter_map(|_| valid(schemas, schema, rng));
    let random = others.find(|value| !is_example(value));
    let mut ids: Vec<Value> = usual.into_iter().filter(|value| validator.accepts(value)).collect();
    ids.extend(random);
    ids
}

/// Sets the id at its location in a response, and the sent properties in the same object. False if the schema
/// rejects it.
pub(super) fn set_id(
    response: &mut Value,
    at: &specs::Pointer,
    item: &Item,
    accepts: impl Fn(&Value) -> bool,
) -> bool {
    let (Some(parent), Some(name)) = (at.parent(), at.last()) else { return false };
    let forms = [item.id.clone(), Value::String(as_text(&item.id))];
    let mut forms = forms.into_iter().chain(as_text(&item.id).parse::<i64>().ok().map(Value::from));
    let is_named = forms.any(|form| put(response, parent.as_str(), &name, form, &accepts));
    if is_named {
        copy_sent(response, parent.as_str(), &[&name], item, &accepts);
    }
    is_named
}

/// Copies the sent properties to an object of a response, unless the schema rejects them.
fn copy_sent(
    response: &mut Value,
    pointer: &str,
    except: &[&str],
    item: &Item,
    accepts: &impl Fn(&Value) -> bool,
) {
    const MOST_PROPERTIES: usize = 64;
    let sent = item.sent.as_object().into_iter().flatten();
    for (name, value) in
        sent.filter(|(name, _)| !except.contains(&name.as_str())).take(MOST_PROPERTIES)
    {
        put(response, pointer, name, value.clone(), accepts);
    }
}

/// Sets the id and the sent properties in a response: in the root object, or in the object one level below that
/// has a property for the id. False if there is none.
pub(super) fn echo(
    response: &mut Value,
    parameter: &str,
    item: &Item,
    accepts: impl Fn(&Value) -> bool,
) -> bool {
    let names = [parameter, "id", "_id", "uuid", "key"];
    let has_id = |value: &Value| names.iter().any(|name| value.get(name).is_some());
    let Some(properties) = response.as_object() else { return false };
    let inside = || properties.iter().find(|(_, property)| has_id(property));
    let pointer = match (has_id(response), inside()) {
        (true, _) => String::new(),
        (false, Some((name, _))) => specs::Pointer::root().child(name).as_str().to_owned(),
        (false, None) => return false,
    };
    // The id can be a string in one place and a number in another.
    let forms = [item.id.clone(), Value::String(as_text(&item.id))];
    let mut tries = names.iter().flat_map(|name| forms.iter().map(move |form| (*name, form)));
    if !tries.any(|(name, form)| put(response, &pointer, name, form.clone(), &accepts)) {
        return false;
    }
    copy_sent(response, &pointer, &names, item, &accepts);
    true
}

/// Replaces an existing property, unless the schema rejects it.
fn put(
    response: &mut Value,
    pointer: &str,
    name: &str,
    value: Value,
    accepts: &impl Fn(&Value) -> bool,
) -> bool {
    let Some(property) = response.pointer_mut(pointer).and_then(|object| object.get_mut(name))
    else {
        return false;
    };
    let before = std::mem::replace(property, value);
    if accepts(response) {
        return true;
    }
    if let Some(property) = response.pointer_mut(pointer).and_then(|object| object.get_mut(name)) {
        *property = before;
    }
    false
}
