//! A random request as values, with its purpose; and whether a change keeps the purpose.

use std::collections::BTreeSet;

use serde_json::Value;
use specs::Pointer;
use specs::contract::ParameterLocation;

use super::super::draft::{self, Draft};
use super::super::{Drafting, client, unknown, wire};
use conformance_core::case::{Case, CaseKind, Origin, Purpose, Role, Step};
use conformance_core::exchange::Via;

/// A part of a request that has a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// A parameter.
    Argument(ParameterLocation, String),
    /// The body.
    Body,
}

/// The purpose of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Aim {
    /// It is valid.
    Valid,
    /// It is valid, and has an unknown value instead of the live value of this field.
    Unknown(String),
    /// A parameter is missing.
    Missing,
    /// One rule is violated in this part, with exactly these locations and keywords.
    Broken(Place, BTreeSet<(String, String)>),
}

/// A random request.
#[derive(Clone)]
pub struct Sample<'a> {
    pub(super) drafting: &'a Drafting<'a>,
    pub(super) id: String,
    pub(super) draft: Draft<'a>,
    pub(super) aim: Aim,
    pub(super) title: String,
    pub(super) kind: CaseKind,
    pub(super) rule: Pointer,
}

impl<'a> Sample<'a> {
    /// The case that sends it.
    pub fn case(&self) -> Case {
        let request = self.draft.write();
        Case {
            id: self.id.clone(),
            operation: self.draft.operation.id.clone(),
            origin: Origin::Random,
            kind: self.kind.clone(),
            purpose: Purpose::Rule,
            title: self.title.clone(),
            steps: vec![Step { request, via: Via::Http, status: None, role: Role::Main }],
            rule: self.rule.clone(),
            provenance: None,
        }
    }

    /// The parameters and body fields that it contains, as `<location>/<name>`.
    pub fn carries(&self) -> BTreeSet<String> {
        self.draft.write().carries.into_iter().collect()
    }

    /// Whether it has its purpose: it is valid, or violates the one rule.
    pub(super) fn holds(&self) -> bool {
        let inputs = self.drafting.inputs;
        let arguments = self.draft.arguments.iter().all(|argument| {
            let parameter = argument.parameter;
            let place = Place::Argument(parameter.location, parameter.name.clone());
            match &self.aim {
                Aim::Broken(broken, says) if *broken == place => {
                    errors(self, parameter.schema, &argument.value) == *says
                        && wire::is_invalid_parameter(inputs, parameter, &argument.value)
                }
                _ if self.is_decided(&parameter.name) || argument.slot.is_some() => true,
                _ if argument.value.is_object() => true,
                _ => wire::is_valid_parameter(inputs, parameter, &argument.value),
            }
        });
        arguments && self.draft.body.as_ref().is_none_or(|body| self.body_holds(body))
    }

    fn body_holds(&self, body: &draft::BodyDraft<'a>) -> bool {
        let inputs = self.drafting.inputs;
        let in_form = body.media_type.is_form();
        match &self.aim {
            Aim::Broken(Place::Body, says) => {
                errors(self, body.schema, &body.value) == *says
                    && (!in_form || wire::is_invalid_form(inputs, body.schema, &body.value))
            }
            _ => {
                let validator = inputs.validators.of(&inputs.contract.schemas, body.schema);
                validator.accepts(&body.value)
                    && (!in_form || wire::is_valid_form(inputs, body.schema, &body.value))
            }
        }
    }

    /// Whether the fixtures supply the value of a field.
    pub(super) fn is_decided(&self, name: &str) -> bool {
        is_decided(self.drafting, name)
    }

    /// Whether it identifies the client as a valid request must.
    pub(super) fn names_its_client(&self) -> bool {
        matches!(self.aim, Aim::Broken(..)) || client::is_decided(self.drafting.inputs, &self.draft)
    }

    /// With another value of the parameter of this index.
    pub(super) fn with_argument(&self, index: usize, value: Value) -> Option<Self> {
        let mut changed = self.clone();
        let argument = changed.draft.arguments.get_mut(index)?;
        let parameter = argument.parameter;
        if argument.slot.is_some() || self.is_decided(&parameter.name) {
            return None;
        }
        argument.value = value;
        let place = Place::Argument(parameter.location, parameter.name.clone());
        if !matches!(&changed.aim, Aim::Broken(broken, _) if *broken == place) {
            changed.draft.note_generated_value(self.drafting.inputs, index);
        }
        changed.holds().then_some(changed)
    }

    /// Without the parameters of these indices.
    pub(super) fn with_arguments(&self, kept: &[usize]) -> Self {
        let mut changed = self.clone();
        let mut index = 0;
        changed.draft.arguments.retain(|argument| {
            index += 1;
            let stays = kept.contains(&(index - 1));
            if !stays {
                changed.draft.generated_values.remove(&draft::place_of(argument.parameter));
            }
            stays
        });
        changed
    }

    /// With another body value. Live and supplied values stay where they are.
    pub(super) fn with_body(&self, value: Value) -> Option<Self> {
        let mut changed = self.clone();
        if matches!(self.aim, Aim::Broken(Place::Body, _)) {
            changed.mutate_body(value)?;
        } else {
            let body = self.draft.body.as_ref()?;
            changed.set_body(body.index, value)?;
        }
        changed.holds().then_some(changed)
    }

    /// Sets a body of this media type with this value, valid or not yet mutated.
    pub(super) fn set_body(&mut self, index: usize, value: Value) -> Option<()> {
        let media_type = self.draft.operation.body.as_ref()?.content.get(index)?;
        let schema = media_type.schema?;
        self.draft.set_body(self.drafting.inputs, media_type, index, schema, value);
        if let Aim::Unknown(field) = &self.aim {
            unknown::replace(self.drafting, &mut self.draft, field);
        }
        Some(())
    }

    /// Replaces the body's value by one that is invalid on purpose.
    pub(super) fn mutate_body(&mut self, value: Value) -> Option<()> {
        let body = self.draft.body.as_mut()?;
        body.value = value;
        let is_there = |place: &str| {
            place.strip_prefix("body").is_none_or(|at| body.value.pointer(at).is_some())
        };
        self.draft.generated_values.retain(|place, _| is_there(place));
        Some(())
    }

    /// Without a body.
    pub(super) fn drop_body(&mut self) {
        self.draft.body = None;
        self.draft.generated_values.retain(|place, _| !place.starts_with("body"));
    }

    /// With the same body value in another media type.
    pub(super) fn in_media_type(&self, index: usize) -> Option<Self> {
        let mut changed = self.clone();
        let value = self.draft.body.as_ref()?.value.clone();
        changed.set_body(index, value.clone())?;
        if matches!(self.aim, Aim::Broken(Place::Body, _)) {
            changed.mutate_body(value)?;
        }
        changed.holds().then_some(changed)
    }

    /// Whether the part that it is about is still present.
    pub(super) fn is_still_aimed(&self) -> bool {
        match &self.aim {
            Aim::Valid | Aim::Missing => true,
            Aim::Broken(Place::Body, _) => self.draft.body.is_some(),
            Aim::Broken(Place::Argument(location, name), _) => {
                self.draft.arguments.iter().any(|argument| {
                    argument.parameter.location == *location && argument.parameter.name == *name
                })
            }
            Aim::Unknown(field) => self.draft.write().slots().into_iter().any(
                |slot| matches!(slot, conformance_core::case::Slot::Unknown { field: known, .. } if known == field),
            ),
        }
    }

    /// A key that is equal for equal requests.
    pub(super) fn fingerprint(&self) -> String {
        format!("{:?}", self.draft.write())
    }
}

/// The schema errors of a value.
fn errors(
    sample: &Sample<'_>,
    schema: specs::contract::SchemaId,
    value: &Value,
) -> BTreeSet<(String, String)> {
    said_of(sample.drafting, schema, value)
}

/// The schema errors of a value: locations and keywords.
pub(super) fn said_of(
    drafting: &Drafting<'_>,
    schema: specs::contract::SchemaId,
    value: &Value,
) -> BTreeSet<(String, String)> {
    let validator = drafting.inputs.validators.of(&drafting.inputs.contract.schemas, schema);
    let said = validator.errors(value).into_iter();
    said.map(|error| (error.pointer, error.keyword)).collect()
}

/// Whether the fixtures supply the value of a field.
pub(super) fn is_decided(drafting: &Drafting<'_>, name: &str) -> bool {
    let fixtures = drafting.inputs.fixtures;
    fixtures.is_live(name) || fixtures.value(name).is_some() || fixtures.signs_header(name)
}
