//! Requests that must be accepted: the smallest and the largest, each media type and security
//! alternative, the document's examples, each bound and each enum value.

use serde_json::Value;
use specs::Pointer;

use super::{Cases, Drafting, Label};
use super::{client, draft};
use conformance_core::case::CaseKind;
use conformance_core::slug::slug;
use conformance_core::values::{Extent, Maker, positives};

pub(super) fn add(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    extents(drafting, cases);
    alternatives(drafting, cases);
    examples(drafting, cases);
    parameter_values(drafting, cases);
    body_values(drafting, cases);
}

fn valid(variant: impl Into<String>, title: impl Into<String>, rule: &Pointer) -> Label {
    Label {
        variant: format!("valid-{}", variant.into()),
        title: title.into(),
        kind: CaseKind::Valid,
        rule: rule.clone(),
    }
}

/// Required parts only, then all parts, in each media type.
fn extents(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let operation = drafting.operation;
    let count = operation.body.as_ref().map_or(1, |body| body.content.len().max(1));
    for index in 0..count {
        let has_body = operation.body.as_ref().is_some_and(|body| !body.content.is_empty());
        let minimal =
            if has_body { drafting.in_media_type(index) } else { Some(drafting.minimal.clone()) };
        let Some(minimal) = minimal else { continue };
        if has_body
            && !minimal.body.as_ref().is_some_and(|body| draft::is_writable(body.media_type))
        {
            continue;
        }
        let suffix = drafting.media_suffix(index);
        let label = valid(format!("minimal{suffix}"), "only what is required", &operation.pointer);
        let small = minimal.write();
        let mut full = minimal;
        full.take_all_parameters(drafting.inputs);
        if has_body && full.take_body(drafting.inputs, operation, index, Extent::Full).is_none() {
            continue;
        }
        client::resolve(drafting.inputs, &mut full);
        let large = full.write();
        let differs = large != small;
        cases.add(label, small);
        if differs {
            let label =
                valid(format!("full{suffix}"), "everything that may be sent", &operation.pointer);
            cases.add(label, large);
        }
    }
}

/// Every security alternative except the first, which all other cases use.
fn alternatives(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    for alternative in drafting.operation.security.alternatives.iter().skip(1) {
        let mut draft = drafting.minimal.clone();
        draft.credentials = draft::rightly(alternative);
        client::resolve(drafting.inputs, &mut draft);
        let names: Vec<String> =
            alternative.requirements.iter().map(|requirement| slug(&requirement.scheme)).collect();
        let name = if names.is_empty() { "anonymous".to_owned() } else { names.join("-") };
        let title = if names.is_empty() {
            "without credentials, which the document allows".to_owned()
        } else {
            format!("with the credentials {}", names.join(" and "))
        };
        cases.add(valid(format!("auth-{name}"), title, &alternative.pointer), draft.write());
    }
}

/// The examples of the request bodies, if they are valid.
fn examples(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let Some(body) = &drafting.operation.body else {
        return;
    };
    for (index, media_type) in body.content.iter().enumerate() {
        let Some(schema) = media_type.schema.filter(|_| draft::is_writable(media_type)) else {
            continue;
        };
        for (number, example) in media_type.examples.iter().enumerate() {
            let validator =
                drafting.inputs.validators.of(&drafting.inputs.contract.schemas, schema);
            if !validator.accepts(&example.value) {
                continue;
            }
            let mut draft = drafting.minimal.clone();
            draft.set_body(drafting.inputs, media_type, index, schema, example.value.clone());
            client::resolve(drafting.inputs, &mut draft);
            let variant = format!("example-{}{}", number + 1, drafting.media_suffix(index));
            cases
                .add(valid(variant, "an example of the document", &example.pointer), draft.write());
        }
    }
}

/// Each parameter at its bounds, if its value is not supplied.
fn parameter_values(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let inputs = drafting.inputs;
    let maker = Maker::for_requests(inputs.validators, &inputs.contract.schemas);
    for parameter in &drafting.operation.parameters {
        if is_decided(drafting, &parameter.name) {
            continue;
        }
        let mut draft = drafting.minimal.clone();
        if draft.take_parameter(inputs, parameter).is_none() {
            continue;
        }
        let location = parameter.location.as_str();
        let mut rng = draft::rng(
            inputs,
            drafting.operation,
            &format!("values/{location}/{}", parameter.name),
        );
        for positive in positives(&maker, parameter.schema, &mut rng) {
            let is_plain = matches!(positive.label.as_str(), "minimal" | "full" | "null");
            if is_plain || matches!(&positive.value, Value::String(text) if text.is_empty()) {
                continue;
            }
            if let Some(argument) = draft.arguments.last_mut() {
                argument.value = positive.value;
                let request = draft.write();
                let variant = format!("{location}-{}-{}", slug(&parameter.name), positive.label);
                let title =
                    format!("{location} parameter `{}` at {}", parameter.name, positive.label);
                cases.add(valid(variant, title, &parameter.pointer), request);
            }
        }
    }
}

/// Each body field at its bounds, in the first media type that can be written.
fn body_values(drafting: &Drafting<'_>, cases: &mut Cases<'_>) {
    let content = drafting.operation.body.as_ref().map_or(&[][..], |body| &body.content);
    let first = drafting.minimal.body.as_ref().map(|body| body.index);
    for (index, media_type) in content.iter().enumerate() {
        let draft = drafting.in_media_type(index).filter(|_| draft::is_writable(media_type));
        if let Some(draft) = draft {
            body_values_of(drafting, &draft, first == Some(index), cases);
        }
    }
}

/// In the other media types only the enum values: bounds do not depend on the media type.
fn body_values_of(
    drafting: &Drafting<'_>,
    plain: &draft::Draft<'_>,
    is_first: bool,
    cases: &mut Cases<'_>,
) {
    let inputs = drafting.inputs;
    let Some(body) = &plain.body else {
        return;
    };
    let maker = Maker::for_requests(inputs.validators, &inputs.contract.schemas);
    let mut rng = draft::rng(inputs, drafting.operation, "body/values");
    for positive in positives(&maker, body.schema, &mut rng) {
        let Some(name) = positive.pointer.last() else {
            continue;
        };
        if !is_first && !positive.label.starts_with("enum") {
            continue;
        }
        if is_decided(drafting, &name) || (body.media_type.is_form() && positive.value.is_null()) {
            continue;
        }
        let mut draft = plain.clone();
        let value = trimmed(&positive.value, &body.value, &positive.pointer);
        draft.set_body(inputs, body.media_type, body.index, body.schema, value);
        client::resolve(inputs, &mut draft);
        let place: Vec<String> = positive.pointer.tokens().map(|token| slug(&token)).collect();
        let suffix = if is_first { String::new() } else { drafting.media_suffix(body.index) };
        let variant = format!("body-{}-{}{suffix}", place.join("-"), positive.label);
        let title = format!("body field `{name}` at {}", positive.label);
        let rule = super::body::rule(inputs, body, &positive.pointer);
        cases.add(valid(variant, title, &rule), draft.write());
    }
}

/// The minimal object with only the varied top-level property added: fewer generated values.
fn trimmed(full: &Value, minimal: &Value, pointer: &Pointer) -> Value {
    let (Some(first), Some(small)) = (pointer.tokens().next(), minimal.as_object()) else {
        return full.clone();
    };
    let Some(varied) = full.get(&first) else {
        return full.clone();
    };
    let mut members = small.clone();
    members.insert(first, varied.clone());
    Value::Object(members)
}

/// Whether the fixtures supply the value of the field.
pub(super) fn is_decided(drafting: &Drafting<'_>, name: &str) -> bool {
    let fixtures = drafting.inputs.fixtures;
    fixtures.is_live(name) || fixtures.value(name).is_some() || fixtures.signs_header(name)
}
