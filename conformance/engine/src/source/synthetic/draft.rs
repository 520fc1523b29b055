//! A request as values, before it is written: parameters, body, credentials. Live and supplied fields
//! have placeholder values that the writer turns into slots.

mod leaves;
mod supplied;

use std::collections::BTreeMap;

pub(super) use leaves::leaves;
use serde_json::Value;
use specs::Pointer;
use specs::contract::{MediaType, Operation, Parameter, SchemaId};
use supplied::fitting_places;
pub(super) use supplied::{is_free, slot_for, supplied};

use super::super::Inputs;
use conformance_core::case::{CredentialUse, Quality, Slot};
use conformance_core::exchange::RequestPart;
use conformance_core::values::{Extent, Maker, Rng};

/// The body of a request as a value.
#[derive(Debug, Clone)]
pub(super) struct BodyDraft<'a> {
    pub(super) media_type: &'a MediaType,
    /// The index of the media type in the document's order.
    pub(super) index: usize,
    pub(super) schema: SchemaId,
    pub(super) value: Value,
    /// The slots, each valid as long as the value at its location is the placeholder.
    pub(super) slots: Vec<(Pointer, Value, Slot)>,
}

/// A parameter with its value.
#[derive(Debug, Clone)]
pub(super) struct Argument<'a> {
    pub(super) parameter: &'a Parameter,
    pub(super) value: Value,
    /// The slot that replaces the value.
    pub(super) slot: Option<Slot>,
    /// The text after the slot.
    pub(super) more: &'static str,
}

/// A request as values.
#[derive(Debug, Clone)]
pub(super) struct Draft<'a> {
    pub(super) operation: &'a Operation,
    pub(super) arguments: Vec<Argument<'a>>,
    pub(super) body: Option<BodyDraft<'a>>,
    pub(super) credentials: Vec<CredentialUse>,
    /// The parts of the request whose values are generated.
    pub(super) generated_values: BTreeMap<String, RequestPart>,
    pub(super) accept: Option<String>,
}

impl<'a> Draft<'a> {
    /// The smallest valid request; `None` if a required part cannot be generated.
    pub(super) fn minimal(inputs: Inputs<'a>, operation: &'a Operation) -> Option<Self> {
        let mut draft = Self {
            operation,
            arguments: Vec::new(),
            body: None,
            credentials: Vec::new(),
            generated_values: BTreeMap::new(),
            accept: None,
        };
        for parameter in operation.parameters.iter().filter(|parameter| parameter.required) {
            draft.take_parameter(inputs, parameter)?;
        }
        if operation.body.as_ref().is_some_and(|body| !body.content.is_empty()) {
            let first = first_writable(operation)?;
            draft.take_body(inputs, operation, first, Extent::Minimal)?;
        }
        if let Some(alternative) = operation.security.alternatives.first() {
            draft.credentials = rightly(alternative);
        }
        Some(draft)
    }

    /// Adds a parameter with a live, supplied, example or generated value.
    pub(super) fn take_parameter(
        &mut self,
        inputs: Inputs<'_>,
        parameter: &'a Parameter,
    ) -> Option<()> {
        let place = format!("{}/{}", parameter.location.as_str(), parameter.name);
        let schemas = &inputs.contract.schemas;
        let maker = Maker::for_requests(inputs.validators, schemas);
        let mut rng = rng(inputs, self.operation, &place);
        let supplied = supplied(inputs, &parameter.name, parameter.schema);
        let example = parameter.examples.iter().map(|example| &example.value);
        let example = example.into_iter().find(|value| maker.accepts(parameter.schema, value));
        let value = supplied
            .clone()
            .or_else(|| example.cloned())
            .or_else(|| maker.make(parameter.schema, Extent::Full, &mut rng))?;
        let slot = if inputs.fixtures.signs(parameter) {
            Some(Slot::Signed)
        } else {
            slot_for(inputs, &parameter.name)
        };
        if slot.is_none() && supplied.is_none() && is_free(schemas, parameter.schema, &value) {
            self.generated_values.insert(place.clone(), RequestPart::of(parameter));
        }
        self.arguments.retain(|argument| !same_parameter(argument.parameter, parameter));
        self.arguments.push(Argument { parameter, value, slot, more: "" });
        Some(())
    }

    /// Records whether the value of the parameter of this index is generated.
    pub(super) fn note_generated_value(&mut self, inputs: Inputs<'_>, index: usize) {
        let Some(Argument { parameter, value, slot, .. }) = self.arguments.get(index) else {
            return;
        };
        let place = place_of(parameter);
        let is_given =
            slot.is_some() || supplied(inputs, &parameter.name, parameter.schema).is_some();
        if !is_given && is_free(&inputs.contract.schemas, parameter.schema, value) {
            self.generated_values.insert(place, RequestPart::of(parameter));
        } else {
            self.generated_values.remove(&place);
        }
    }

    /// Adds a body in the media type of this index.
    pub(super) fn take_body(
        &mut self,
        inputs: Inputs<'_>,
        operation: &'a Operation,
        index: usize,
        extent: Extent,
    ) -> Option<()> {
        let media_type = operation.body.as_ref()?.content.get(index)?;
        let schema = media_type.schema?;
        let maker = Maker::for_requests(inputs.validators, &inputs.contract.schemas);
        let mut value = maker.make(schema, extent, &mut rng(inputs, operation, "body"))?;
        overlay(&mut value, media_type, &maker, schema);
        if media_type.is_form() {
            // A form has fields; nothing else can be written as one.
            value.as_object()?;
            let full = maker.make(schema, Extent::Full, &mut rng(inputs, operation, "body"));
            fill_lists(&mut value, full.as_ref())?;
        }
        self.set_body(inputs, media_type, index, schema, value);
        Some(())
    }

    /// Adds a body with this value; live and supplied fields become slots.
    pub(super) fn set_body(
        &mut self,
        inputs: Inputs<'_>,
        media_type: &'a MediaType,
        index: usize,
        schema: SchemaId,
        mut value: Value,
    ) {
        self.generated_values.retain(|place, _| !place.starts_with("body"));
        let mut slots = Vec::new();
        let places = fitting_places(inputs, schema, &value);
        for leaf in leaves(&inputs.contract.schemas, schema, &value) {
            let Some(name) = leaf.pointer.last() else {
                continue;
            };
            let given =
                supplied(inputs, &name, leaf.schema).filter(|_| places.contains(&leaf.pointer));
            if let (Some(given), Some(target)) = (&given, value.pointer_mut(leaf.pointer.as_str()))
            {
                target.clone_from(given);
            }
            let Some(placeholder) = value.pointer(leaf.pointer.as_str()).cloned() else {
                continue;
            };
            match slot_for(inputs, &name) {
                Some(slot) => slots.push((leaf.pointer, placeholder, slot)),
                None if given.is_none()
                    && is_free(&inputs.contract.schemas, leaf.schema, &placeholder) =>
                {
                    self.generated_values
                        .insert(format!("body{}", leaf.pointer), RequestPart::Body(name.clone()));
                }
                None => {}
            }
        }
        self.body = Some(BodyDraft { media_type, index, schema, value, slots });
    }

    /// Adds every optional parameter that can be generated.
    pub(super) fn take_all_parameters(&mut self, inputs: Inputs<'_>) {
        for parameter in &self.operation.parameters {
            if !self.arguments.iter().any(|argument| same_parameter(argument.parameter, parameter))
            {
                // One that cannot be generated is omitted.
                let _ = self.take_parameter(inputs, parameter);
            }
        }
    }

    /// The fields with live values.
    pub(super) fn live_fields(&self) -> Vec<&str> {
        let arguments = self.arguments.iter().filter_map(|argument| argument.slot.as_ref());
        let body = self.body.iter().flat_map(|body| body.slots.iter().map(|(_, _, slot)| slot));
        arguments
            .chain(body)
            .filter_map(|slot| match slot {
                Slot::Live(field) => Some(field.as_str()),
                _ => None,
            })
            .collect()
    }
}

/// The key of a parameter among what is generated.
pub(super) fn place_of(parameter: &Parameter) -> String {
    format!("{}/{}", parameter.location.as_str(), parameter.name)
}

pub(super) fn same_parameter(a: &Parameter, b: &Parameter) -> bool {
    a.location == b.location && a.name == b.name
}

/// Valid credentials for every scheme of an alternative.
pub(super) fn rightly(alternative: &specs::contract::SecurityAlternative) -> Vec<CredentialUse> {
    alternative
        .requirements
        .iter()
        .map(|requirement| CredentialUse {
            scheme: requirement.scheme.clone(),
            quality: Quality::Right,
        })
        .collect()
}

/// The first media type of the body that can be written.
pub(super) fn first_writable(operation: &Operation) -> Option<usize> {
    operation.body.as_ref()?.content.iter().position(is_writable)
}

/// Whether there is a writer for a body of this type.
pub(super) fn is_writable(media_type: &MediaType) -> bool {
    media_type.schema.is_some() && (media_type.is_json() || media_type.is_form())
}

/// A form cannot represent an empty array: each one gets the items of the full body.
fn fill_lists(value: &mut Value, full: Option<&Value>) -> Option<()> {
    for (name, member) in value.as_object_mut().into_iter().flatten() {
        if member.as_array().is_some_and(Vec::is_empty) {
            let list = full?.get(name)?;
            list.as_array().filter(|list| !list.is_empty())?;
            member.clone_from(list);
        }
    }
    Some(())
}

/// Replaces generated properties by those of the media type's own example.
fn overlay(value: &mut Value, media_type: &MediaType, maker: &Maker<'_>, schema: SchemaId) {
    let examples = media_type.examples.iter().map(|example| &example.value);
    let Some(example) = examples.into_iter().find(|value| maker.accepts(schema, value)) else {
        return;
    };
    let (Some(members), Some(given)) = (value.as_object_mut(), example.as_object()) else {
        return;
    };
    for (name, member) in members {
        if let Some(better) = given.get(name) {
            member.clone_from(better);
        }
    }
}

/// A random sequence for each part, so that one more parameter does not change the others.
pub(super) fn rng(inputs: Inputs<'_>, operation: &Operation, place: &str) -> Rng {
    Rng::labelled(inputs.seed, &format!("{}/{}/{place}", inputs.contract.id, operation.id))
}
