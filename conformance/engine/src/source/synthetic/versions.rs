//! A version of the API that does not exist, if a header names the version and the document does not
//! list them. A target may reject or ignore it, but must not fail.

use serde_json::{Value, json};
use specs::contract::ParameterLocation;

use super::draft::{Argument, same_parameter};
use super::{Cases, Drafting, Label};
use conformance_core::case::CaseKind;
use conformance_core::slug::slug;

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let schemas = &drafting.inputs.contract.schemas;
    for parameter in drafting.operation.parameters_in(ParameterLocation::Header) {
        let schema = schemas.get(schemas.resolve(parameter.schema));
        let is_version =
            parameter.name.to_ascii_lowercase().contains("version") && schema.shape.is_string();
        let Some(known) = schema.default.as_ref().and_then(Value::as_str).filter(|_| is_version)
        else {
            continue;
        };
        let zeros = |c: char| if c.is_ascii_digit() { '0' } else { c };
        let value = json!(known.chars().map(zeros).collect::<String>());
        let validator = drafting.inputs.validators.of(schemas, parameter.schema);
        if value == json!(known) || !validator.accepts(&value) {
            continue;
        }
        let mut draft = drafting.minimal.clone();
        draft.arguments.retain(|argument| !same_parameter(argument.parameter, parameter));
        draft.arguments.push(Argument { parameter, value, slot: None, more: "" });
        let label = Label {
            variant: format!("unusual-header-{}-that-never-was", slug(&parameter.name)),
            title: format!("header `{}`: a version that does not exist", parameter.name),
            kind: CaseKind::Unusual,
            rule: parameter.pointer.clone(),
        };
        cases.add(label, draft.write());
    }
}
