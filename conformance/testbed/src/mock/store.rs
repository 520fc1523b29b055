//! What callers made: a POST to a collection makes an item, whose path responds with it until a DELETE.
//!
//! Only for ids that the mock gave itself. Any other id stands for something that was always there, since
//! a caller of a mock knows no better one.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use specs::Contract;
use specs::contract::{Method, Operation, PathPart, SchemaId};

use conformance_core::values::as_text;
use conformance_core::values::{Rng, Validators, valid};

/// So many items are kept at most; later ones are not known again.
const MOST: usize = 10_000;

/// What somebody made.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    /// The id that the mock gave it.
    pub(super) id: Value,
    /// What the caller sent.
    pub(super) sent: Value,
}

impl Item {
    /// The item after a request that replaces it, or that changes what it names.
    pub(super) fn after(mut self, method: Method, sent: Option<Value>) -> Self {
        match (method, sent, &mut self.sent) {
            (Method::Patch, Some(Value::Object(new)), Value::Object(old)) => old.extend(new),
            (_, Some(new), _) => self.sent = new,
            (_, None, _) => {}
        }
        self
    }
}

/// What is known of the path of a request.
pub(super) enum Known {
    /// Nothing: it was always there.
    Nothing,
    /// Somebody made it.
    Item(Item),
    /// Somebody made it, and somebody took it away.
    Gone,
}

/// Items by their path; `None` where one was taken away.
#[derive(Debug, Default)]
pub(super) struct Store {
    items: Mutex<BTreeMap<String, Option<Item>>>,
}

impl Store {
    /// What is known of the thing that a request is about, or of those around it.
    pub(super) fn known(&self, operation: &Operation, path: &BTreeMap<String, String>) -> Known {
        let items = self.items();
        let parts = &operation.path.parts;
        let ends = (1..=parts.len()).filter(|end| matches!(parts[end - 1], PathPart::Parameter(_)));
        let around: Vec<_> = ends.map(|end| items.get(&place(&parts[..end], path))).collect();
        if around.contains(&Some(&None)) {
            return Known::Gone;
        }
        match items.get(&place(parts, path)) {
            Some(Some(item)) => Known::Item(item.clone()),
            _ => Known::Nothing,
        }
    }

    /// Keeps what a request made or changed, where the mock knows it or has room.
    pub(super) fn keep(&self, place: String, item: Item) {
        let mut items = self.items();
        if items.len() < MOST || items.contains_key(&place) {
            items.insert(place, Some(item));
        }
    }

    /// Takes an item away.
    pub(super) fn remove(&self, operation: &Operation, path: &BTreeMap<String, String>) {
        if let Some(item) = self.items().get_mut(&place(&operation.path.parts, path)) {
            *item = None;
        }
    }

    fn items(&self) -> MutexGuard<'_, BTreeMap<String, Option<Item>>> {
        self.items.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The path of a request, decoded.
pub(super) fn place(parts: &[PathPart], path: &BTreeMap<String, String>) -> String {
    let text = |part: &PathPart| match part {
        PathPart::Literal(text) => text.clone(),
        PathPart::Parameter(name) => path.get(name).cloned().unwrap_or_default(),
    };
    parts.iter().map(text).collect()
}

/// New ids that no client would guess and that the parameter takes, the likeliest first.
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
    // What the document shows was always there.
    let mut others = (0..8).filter_map(|_| valid(schemas, schema, rng));
    let random = others.find(|value| !is_example(value));
    let mut ids: Vec<Value> = usual.into_iter().filter(|value| validator.accepts(value)).collect();
    ids.extend(random);
    ids
}

/// Puts the id where a response names what was made, and beside it what the caller sent. False where the
/// schema does not take it.
pub(super) fn name(
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
        take_sent(response, parent.as_str(), &[&name], item, &accepts);
    }
    is_named
}

/// Puts what the caller sent into an object of a response, as far as the schema takes it.
fn take_sent(
    response: &mut Value,
    pointer: &str,
    but: &[&str],
    item: &Item,
    accepts: &impl Fn(&Value) -> bool,
) {
    const MOST_MEMBERS: usize = 64;
    let sent = item.sent.as_object().into_iter().flatten();
    for (name, value) in sent.filter(|(name, _)| !but.contains(&name.as_str())).take(MOST_MEMBERS) {
        put(response, pointer, name, value.clone(), accepts);
    }
}

/// Puts the id and what the caller sent into a response: into the object at its top or one level below
/// that has a member for the id. False where there is none.
pub(super) fn echo(
    response: &mut Value,
    parameter: &str,
    item: &Item,
    accepts: impl Fn(&Value) -> bool,
) -> bool {
    let names = [parameter, "id", "_id", "uuid", "key"];
    let has_id = |value: &Value| names.iter().any(|name| value.get(name).is_some());
    let Some(members) = response.as_object() else { return false };
    let inside = || members.iter().find(|(_, member)| has_id(member));
    let pointer = match (has_id(response), inside()) {
        (true, _) => String::new(),
        (false, Some((name, _))) => specs::Pointer::root().child(name).as_str().to_owned(),
        (false, None) => return false,
    };
    // A text here for an id that is a number there, or the other way round.
    let forms = [item.id.clone(), Value::String(as_text(&item.id))];
    let mut tries = names.iter().flat_map(|name| forms.iter().map(move |form| (*name, form)));
    if !tries.any(|(name, form)| put(response, &pointer, name, form.clone(), &accepts)) {
        return false;
    }
    take_sent(response, &pointer, &names, item, &accepts);
    true
}

/// Replaces a member that is there, if the schema takes it.
fn put(
    response: &mut Value,
    pointer: &str,
    name: &str,
    value: Value,
    accepts: &impl Fn(&Value) -> bool,
) -> bool {
    let Some(member) = response.pointer_mut(pointer).and_then(|object| object.get_mut(name)) else {
        return false;
    };
    let before = std::mem::replace(member, value);
    if accepts(response) {
        return true;
    }
    if let Some(member) = response.pointer_mut(pointer).and_then(|object| object.get_mut(name)) {
        *member = before;
    }
    false
}
